/* SPDX-License-Identifier: BSD-3-Clause */
/* For tests of what is taken from lists and tables: reads a text in memory, looks things up. */
#ifndef ETALON_TESTS_TEX_TAKE_TESTING_H
#define ETALON_TESTS_TEX_TAKE_TESTING_H

#include "source_memory.h"
#include "str.h"
#include "tex_take.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct et_arena arena;
	struct et_diags diags;
	struct et_source *source;
	struct tex_doc doc;
	struct tex_builder builder;
};

static inline int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	et_arena_init(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	*state = w;
	return 0;
}

static inline int end(void **state)
{
	struct world *w = *state;

	et_source_close(w->source);
	et_arena_finish(&w->arena);
	free(w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

/* Reads a section of that title: lists first, as the reader of the whole text does. */
static inline void read_section(struct world *w, const char *title, const char *text)
{
	char *whole = et_sprintf(&w->arena,
		"\\documentclass{report}\n\\begin{document}\n\\chapter{Device Types}\n"
		"\\section{Network Device}\n\\subsection{%s}\n%s\n\\end{document}\n",
		title, text);

	w->source = et_source_memory("memory", whole, strlen(whole));
	assert_non_null(w->source);
	assert_true(tex_doc_read(&w->doc, &w->arena, w->source, &w->diags));
	w->builder.doc = &w->doc;
	w->builder.arena = &w->arena;
	w->builder.diags = &w->diags;
	tex_take_items(&w->builder);
	tex_take_tables(&w->builder);
}

enum { FIRST_LINE = 6 }; /* of the section's text */

static inline const struct et_spec_constant *constant(struct world *w, const char *name)
{
	for (size_t i = 0; i < w->builder.constants.count; i++)
		if (et_streq(w->builder.constants.items[i].constant.def.name, name))
			return &w->builder.constants.items[i];
	fail_msg("no constant %s", name);
	return NULL;
}

static inline void check_value(struct world *w, const char *name, uint64_t value)
{
	const struct et_spec_constant *found = constant(w, name);

	assert_true(found->has_value);
	assert_int_equal(found->constant.value.bits, value);
}

static inline const struct et_spec_register *reg(struct world *w, const char *name)
{
	for (size_t i = 0; i < w->builder.registers.count; i++)
		if (et_streq(w->builder.registers.items[i].reg.def.name, name))
			return &w->builder.registers.items[i];
	fail_msg("no register %s", name);
	return NULL;
}

static inline void check_register(
	struct world *w, const char *name, uint32_t offset, uint32_t width, enum et_access access)
{
	const struct et_spec_register *found = reg(w, name);

	assert_int_equal(found->reg.offset, offset);
	assert_int_equal(found->reg.width, width);
	assert_int_equal(found->reg.access, access);
}

static inline void check_id(
	struct world *w, size_t index, uint64_t number, const char *title, const char *table)
{
	assert_true(index < w->builder.ids.count);
	assert_int_equal(w->builder.ids.items[index].number, number);
	assert_string_equal(w->builder.ids.items[index].title, title);
	assert_string_equal(w->builder.ids.items[index].table, table);
}

#endif
