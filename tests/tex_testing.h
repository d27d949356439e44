/* SPDX-License-Identifier: BSD-3-Clause */
/* For tests of the reader of TeX: reads texts from memory, says what blocks they have. */
#ifndef ETALON_TESTS_TEX_TESTING_H
#define ETALON_TESTS_TEX_TESTING_H

#include "source_memory.h"
#include "str.h"
#include "tex_doc.h"

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
	struct tex_builder builder; /* of what is taken from doc; begin_taking() */
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

/* Files as et_source_memory() has them. */
static inline bool read_files(struct world *w, const char *text)
{
	et_source_close(w->source);
	w->source = et_source_memory("memory", text, strlen(text));
	return tex_doc_read(&w->doc, &w->arena, w->source, &w->diags);
}

/* Lets the builder take from the document that was read. */
static inline void begin_taking(struct world *w)
{
	w->builder = (struct tex_builder){.doc = &w->doc, .arena = &w->arena, .diags = &w->diags};
}

/* A document's body, whose first line is line 2 of virtio.tex. */
static inline void read_body(struct world *w, const char *text)
{
	assert_true(read_files(
		w, et_sprintf(&w->arena, "\\begin{document}\n%s\n\\end{document}\n", text)));
}

/* All blocks, one a line: "2 PARA words", "5 ITEM [option] words", with an S when superseded. */
static inline const char *blocks(struct world *w)
{
	static const char *const kinds[] = {
		"HEADING", "PARA", "ITEM", "ROW", "LISTING", "BEGIN", "END"};
	struct et_buf out;
	const char *text;
	size_t i;

	et_buf_init(&out);
	for (i = 0; i < w->doc.blocks.count; i++) {
		const struct tex_block *block = &w->doc.blocks.items[i];

		et_buf_printf(&out, "%s%u %s%s", i ? "\n" : "", block->text.line,
			block->superseded ? "S " : "", kinds[block->kind]);
		if (block->option.begin < block->option.end)
			et_buf_printf(&out, " [%.*s]",
				(int)(block->option.end - block->option.begin),
				block->option.begin);
		text = tex_plain_text(&w->arena, block->text.begin, block->text.end);
		if (*text)
			et_buf_printf(&out, " %s", text);
	}
	text = et_strdup(&w->arena, out.data ? out.data : "");
	et_buf_finish(&out);
	return text;
}

/* "severity file:line text" of a message; "" when there are not so many. */
static inline const char *message(struct world *w, size_t index)
{
	const struct et_diag *diag;

	if (index >= w->diags.list.count)
		return "";
	diag = &w->diags.list.items[index];
	return et_sprintf(&w->arena, "%s %s:%u %s",
		diag->severity == ET_ERROR     ? "error"
		: diag->severity == ET_WARNING ? "warning"
					       : "note",
		diag->file ? diag->file : "-", diag->line, diag->text);
}

#endif
