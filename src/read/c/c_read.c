/* SPDX-License-Identifier: BSD-3-Clause */
#include "c_read.h"
#include "c_int.h"
#include "str.h"

/* Macro expansion may yield so many tokens, and more for more input. */
static const uint64_t first_steps = UINT64_C(1) << 21;

static void init_file(struct c_file *file, const struct et_c_input *input)
{
	file->input = input;
	file->path = input->path;
	file->macros_end = &file->macros;
	file->enumrs_end = &file->enumrs;
	file->records_end = &file->records;
	file->typedefs_end = &file->typedefs;
	file->functions_end = &file->functions;
}

/* A tree's own endian headers say it themselves, in conditions that must not find it said. */
static bool brings_endian(const struct et_c_input *inputs, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const char *base = et_basename(inputs[i].path);

		if (strcmp(base, "little_endian.h") == 0 || strcmp(base, "big_endian.h") == 0)
			return true;
	}
	return false;
}

static void read_text(
	struct c_reader *r, struct c_file *file, struct et_c_input *input, const char *text)
{
	*input = (struct et_c_input){.path = "", .text = text, .length = strlen(text)};
	init_file(file, input);
	c_preprocess(r, file, ET_ABI_ALL);
	c_parse_file(r, file);
}

static void read_files(struct c_reader *r)
{
	size_t i;

	for (i = 0; i < r->n_files; i++)
		if (!r->files[i].started)
			c_preprocess(r, &r->files[i], ET_ABI_ALL);
	for (i = 0; i < r->n_files; i++)
		if (!r->files[i].parsed)
			c_parse_file(r, &r->files[i]);
}

const struct et_unit *et_c_read(
	struct et_arena *arena, const struct et_c_input *inputs, size_t n, struct et_diags *diags)
{
	struct c_reader *r = ET_NEW(arena, struct c_reader);
	struct et_c_input prelude, endian;
	struct c_session session = {.max_steps = first_steps};
	const struct et_unit *unit;
	size_t i;

	for (i = 0; i < n; i++)
		session.max_steps += inputs[i].length;
	r->scope.evaluate = c_evaluate;
	r->scope.call = c_apply;
	r->arena = arena;
	r->diags = diags;
	r->session = &session;
	r->reading = true;
	r->n_files = n;
	r->files = ET_NEW_ARRAY(arena, n, struct c_file);
	for (i = 0; i < n; i++)
		init_file(&r->files[i], &inputs[i]);
	c_index_files(r);
	c_sym_init(r);
	c_predefine(r);
	for (i = 0; c_prelude[i]; i++)
		read_text(r, &r->prelude, &prelude, c_prelude[i]);
	if (!brings_endian(inputs, n))
		read_text(r, &r->endian, &endian, c_endian_text);
	read_files(r);
	c_resolve(r);
	unit = c_make_unit(r);
	if (session.exhausted)
		et_diag(diags, ET_ERROR, NULL, 0, NULL,
			"macros expand to more than %llu tokens; what came after was read without "
			"expanding them",
			(unsigned long long)session.max_steps);
	/* What follows asks the scope only: tokens of declarations and conditions are gone, and
	 * only what is asked of a condition by its macros stays. */
	r->reading = false;
	r->session = NULL;
	et_arena_recycle(arena, &session.spill);
	return unit;
}
