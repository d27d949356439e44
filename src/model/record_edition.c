/* SPDX-License-Identifier: BSD-3-Clause */
#include "record_edition.h"

uint32_t et_line_at(uint32_t line, enum et_edition lines, enum et_edition until)
{
	enum et_edition last = until == ET_EDITION_UNKNOWN ? ET_EDITION_NEWEST : until;

	return lines == ET_EDITION_UNKNOWN || lines == last ? line : 0;
}

static bool is_there(const struct et_field *field, enum et_edition edition)
{
	return et_presence(edition, field->since, field->until) == ET_PRESENT;
}

static void copy_place(const struct et_field_filter *filter, struct et_field *field)
{
	field->place.line = et_line_at(
		field->place.line, filter->lines, field->until ? field->until : filter->until);
}

/* Bits of the parts of one kind of presence. */
static unsigned bits_of(
	const struct et_field *field, enum et_edition edition, enum et_presence presence)
{
	unsigned bits = 0;
	size_t i;

	for (i = 0; i < field->n_parts; i++) {
		const struct et_field *part = &field->parts[i];

		if (et_presence(edition, part->since, part->until) == presence)
			bits += (unsigned)part->bits;
	}
	return bits;
}

/*
 * Bits count from the first one, so nothing may be missing before another. Either the registry has
 * what stood in the place of a later bit before, and both together are too wide; or it has nothing,
 * and the bit was free.
 */
static void filter_parts(const struct et_field_filter *filter, struct et_field *field)
{
	unsigned whole = bits_of(field, ET_EDITION_NEWEST, ET_PRESENT);
	unsigned here = bits_of(field, filter->edition, ET_PRESENT);
	bool pad = here < whole && here + bits_of(field, filter->edition, ET_LATER) == whole;
	struct et_field *parts = ET_NEW_ARRAY(filter->arena, field->n_parts, struct et_field);
	size_t count = 0;
	size_t i;

	for (i = 0; i < field->n_parts; i++) {
		const struct et_field *part = &field->parts[i];
		bool later = et_presence(filter->edition, part->since, part->until) == ET_LATER;

		if (!is_there(part, filter->edition) && !(pad && later))
			continue;
		parts[count] = *part;
		copy_place(filter, &parts[count]);
		if (later) {
			parts[count].name = "reserved";
			parts[count].padding = true;
			parts[count].when = NULL;
			parts[count].since = ET_EDITION_UNKNOWN;
			parts[count].aliases = NULL;
			parts[count].n_aliases = 0;
		}
		count++;
	}
	field->parts = count ? parts : NULL;
	field->n_parts = count;
}

static void filter_counts(const struct et_field_filter *filter, struct et_field *field)
{
	struct et_count *counts;
	size_t i;

	if (!filter->count || !field->n_counts)
		return;
	counts = ET_NEW_ARRAY(filter->arena, field->n_counts, struct et_count);
	for (i = 0; i < field->n_counts; i++) {
		counts[i] = field->counts[i];
		if (counts[i].kind == ET_COUNT_FIXED && counts[i].name)
			filter->count(filter->data, &counts[i]);
	}
	field->counts = counts;
}

/* False when nothing is left of it. */
static bool filter_nested(const struct et_field_filter *filter, struct et_field *field)
{
	const struct et_record *record = field->type.record;
	struct et_record *copy;

	if (record->def.name) {
		field->type.record = filter->record(filter->data, record);
		return true;
	}
	copy = ET_NEW(filter->arena, struct et_record);
	*copy = *record;
	if (filter->interface)
		copy->def.interface = filter->interface;
	copy->def.place.line = et_line_at(copy->def.place.line, filter->lines, filter->until);
	copy->fields = et_fields_at(filter, record->fields, record->n_fields, &copy->n_fields);
	field->type.record = copy;
	return copy->n_fields || !record->n_fields;
}

const struct et_field *et_fields_at(const struct et_field_filter *filter,
	const struct et_field *fields, size_t count, size_t *n_left)
{
	struct et_field *copies = ET_NEW_ARRAY(filter->arena, count, struct et_field);
	size_t i;

	*n_left = 0;
	for (i = 0; i < count; i++) {
		struct et_field *copy = &copies[*n_left];

		if (!is_there(&fields[i], filter->edition))
			continue;
		*copy = fields[i];
		copy_place(filter, copy);
		filter_counts(filter, copy);
		if (copy->n_parts)
			filter_parts(filter, copy);
		if (!copy->type.record || filter_nested(filter, copy))
			++*n_left;
	}
	return copies;
}
