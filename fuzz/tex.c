/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzzes the reader of the standard's text: the input is a whole text, its files divided by lines
 * "%%FILE path", and everything that a check asks of a text is asked.
 */
#include "source_memory.h"
#include "tex.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DEEPEST = 4000 };

/* Goes from record to record, which ends because none holds itself. */
static void walk(const struct et_record *record, unsigned *left, unsigned depth)
{
	size_t i;

	if (depth > DEEPEST)
		abort();
	for (i = 0; i < record->n_fields && *left; i++) {
		const struct et_field *field = &record->fields[i];

		--*left;
		if (field->type.record)
			walk(field->type.record, left, depth + 1);
	}
}

static void check_heading(const struct et_spec *spec, uint32_t heading)
{
	if (heading != ET_SPEC_NONE && heading >= spec->n_headings)
		abort();
}

static void ask(const struct et_spec *spec)
{
	unsigned left = 100000;
	size_t i;

	for (i = 0; i < spec->n_records; i++) {
		const struct et_spec_record *record = &spec->records[i];

		check_heading(spec, record->heading);
		if (record->listing >= spec->n_listings ||
			(record->outer &&
				(record->outer < spec->records ||
					record->outer >= spec->records + spec->n_records)))
			abort();
		walk(&record->record, &left, 0);
	}
	for (i = 0; i < spec->n_listings; i++) {
		const struct et_spec_listing *listing = &spec->listings[i];

		check_heading(spec, listing->heading);
		if (listing->file >= spec->n_files ||
			listing->n_records > spec->n_records - listing->first_record ||
			listing->n_constants > spec->n_constants - listing->first_constant)
			abort();
	}
	for (i = 0; i < spec->n_constants; i++)
		check_heading(spec, spec->constants[i].heading);
	for (i = 0; i < spec->n_headings; i++) {
		if (spec->headings[i].parent != ET_SPEC_NONE && spec->headings[i].parent >= i)
			abort();
	}
	for (i = 0; i < spec->n_statements; i++)
		check_heading(spec, spec->statements[i].heading);
	for (i = 0; i < spec->n_mentions; i++)
		check_heading(spec, spec->mentions[i].heading);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct et_source *source = et_source_memory("input", (const char *)data, size);
	const struct et_spec *spec;
	struct et_arena arena;
	struct et_diags diags;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	spec = et_tex_read(&arena, source, &diags);
	et_source_close(source);
	if (spec)
		ask(spec);
	et_arena_finish(&arena);
	return 0;
}
