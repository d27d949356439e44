/* SPDX-License-Identifier: BSD-3-Clause */
/* For tests of what is taken from lists and tables: reads a text in memory, looks things up. */
#ifndef ETALON_TESTS_TEX_TAKE_TESTING_H
#define ETALON_TESTS_TEX_TAKE_TESTING_H

#include "tex_take.h"
#include "tex_testing.h"

/* Reads a section of that title: lists first, as the reader of the whole text does. */
static inline void read_section(struct world *w, const char *title, const char *text)
{
	char *whole = et_sprintf(&w->arena,
		"\\documentclass{report}\n\\begin{document}\n\\chapter{Device Types}\n"
		"\\section{Network Device}\n\\subsection{%s}\n%s\n\\end{document}\n",
		title, text);

	assert_true(read_files(w, whole));
	begin_taking(w);
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

static inline void check_counts(struct world *w, size_t constants, size_t ids)
{
	assert_int_equal(w->builder.constants.count, constants);
	assert_int_equal(w->builder.ids.count, ids);
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
