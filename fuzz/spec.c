/* SPDX-License-Identifier: BSD-3-Clause */
/* Any bytes as a text of the standard, as fuzz/tex.c reads it, and judged by all D rules. */
#include "source_memory.h"
#include "spec_judge.h"
#include "tex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A registry that has nothing: all that the text defines is missing in it. */
	static const struct et_canon canon = {.edition = ET_EDITION_1_4, .requirement_texts = ""};
	const struct et_spec_options options = {.canon = &canon, .same_lines = true};
	struct et_spec_account account = {0};
	struct et_results results = {0};
	struct et_arena arena;
	struct et_diags diags;
	struct et_source *source;
	const struct et_spec *spec;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	source = et_source_memory("input", (const char *)data, size);
	spec = et_tex_read(&arena, source, &diags);
	if (spec) {
		et_spec_judge(&arena, spec, &options, &results, &account);
		et_results_finish(&arena, &results);
	}
	et_source_close(source);
	et_arena_finish(&arena);
	return 0;
}
