/* SPDX-License-Identifier: BSD-3-Clause */
/* D504: codes and ranges of tables and lists that leave a gap, or overlap. */
#include "spec_check.h"

#include <inttypes.h>
#include <string.h>

/* The codes and ranges of each table or list, as chains of indices; ET_SPEC_NONE ends one. */
struct groups {
	uint32_t *first_id, *next_id;
	uint32_t *first_code, *next_code;
	size_t count;
};

static uint32_t *chains(struct et_spec_check *check, size_t count)
{
	uint32_t *chain = ET_NEW_ARRAY(check->arena, count + 1, uint32_t);

	memset(chain, 0xff, (count + 1) * sizeof(*chain));
	return chain;
}

static void count_group(struct groups *groups, uint32_t group)
{
	if (group != ET_SPEC_NONE && group >= groups->count)
		groups->count = group + 1;
}

static struct groups group_all(struct et_spec_check *check)
{
	const struct et_spec *spec = check->spec;
	struct groups groups = {0};
	size_t i;

	for (i = 0; i < spec->n_ids; i++)
		count_group(&groups, spec->ids[i].group);
	for (i = 0; i < spec->n_constants; i++)
		count_group(&groups, spec->constants[i].group);
	groups.first_id = chains(check, groups.count);
	groups.first_code = chains(check, groups.count);
	groups.next_id = chains(check, spec->n_ids);
	groups.next_code = chains(check, spec->n_constants);
	/* From the last on, so that a chain is in the order of the text. */
	for (i = spec->n_ids; i-- > 0;) {
		uint32_t group = spec->ids[i].group;

		if (group == ET_SPEC_NONE)
			continue;
		groups.next_id[i] = groups.first_id[group];
		groups.first_id[group] = (uint32_t)i;
	}
	for (i = spec->n_constants; i-- > 0;) {
		uint32_t group = spec->constants[i].group;

		if (group == ET_SPEC_NONE)
			continue;
		groups.next_code[i] = groups.first_code[group];
		groups.first_code[group] = (uint32_t)i;
	}
	return groups;
}

enum { MOST_ROWS = 4096 }; /* of a table that are looked through for one number */

/* Which of a table's ranges a number is in. */
static const struct et_spec_id *table_range(const struct et_spec_check *check,
	const struct groups *groups, uint32_t group, uint64_t number)
{
	uint32_t i = group == ET_SPEC_NONE ? ET_SPEC_NONE : groups->first_id[group];
	unsigned rows;

	for (rows = 0; i != ET_SPEC_NONE && rows < MOST_ROWS; rows++) {
		const struct et_spec_id *range = &check->spec->ids[i];

		if (number >= range->number && number <= range->last)
			return range;
		i = groups->next_id[i];
	}
	return NULL;
}

/*
 * D504: a table of codes and of what is kept free covers its numbers without a gap; a code that has
 * a name must not be among those that are kept free.
 */
static void judge_codes(struct et_spec_check *check, const struct groups *groups)
{
	size_t i;

	for (i = 0; i < check->spec->n_constants; i++) {
		const struct et_spec_constant *code = &check->spec->constants[i];
		const struct et_spec_id *range;
		struct et_spec_draft draft = {.rule = ET_D504};

		if (code->superseded || !code->has_value || code->origin != ET_ORIGIN_TABLE)
			continue;
		range = table_range(check, groups, code->group, code->constant.value.bits);
		if (!range)
			continue;
		draft.definition = code->constant.def.name;
		draft.found = code->constant.def.place;
		draft.other = range->place;
		draft.says = et_spec_show_value(check, code);
		draft.expected = range->title;
		draft.message = et_sprintf(check->arena,
			"%s is %s, which its own table gives to \"%s\" at %s", draft.definition,
			draft.says, range->title, et_spec_where(check, &range->place));
		et_spec_emit(check, &draft);
	}
}

static bool is_code(const struct et_spec_check *check, const struct groups *groups, uint32_t group,
	uint64_t number)
{
	uint32_t i = groups->first_code[group];
	unsigned rows;

	for (rows = 0; i != ET_SPEC_NONE && rows < MOST_ROWS; rows++) {
		const struct et_spec_constant *code = &check->spec->constants[i];

		if (code->has_value && number >= code->constant.value.bits && number <= code->last)
			return true;
		i = groups->next_code[i];
	}
	return false;
}

/* A hole in a table: neither a code nor a range has the number in front of a range. */
static void judge_holes(struct et_spec_check *check, const struct groups *groups)
{
	size_t i;

	for (i = 0; i < check->spec->n_ids; i++) {
		const struct et_spec_id *range = &check->spec->ids[i];
		struct et_spec_draft draft = {.rule = ET_D504};

		if (!range->number || range->last == range->number || range->group == ET_SPEC_NONE)
			continue;
		if (table_range(check, groups, range->group, range->number - 1) ||
			is_code(check, groups, range->group, range->number - 1))
			continue;
		draft.definition = range->title;
		draft.found = range->place;
		draft.says = et_sprintf(check->arena, "begins at 0x%" PRIx64, range->number);
		draft.message = et_sprintf(check->arena,
			"0x%" PRIx64 " is in no row: the range \"%s\" begins behind it",
			range->number - 1, range->title);
		et_spec_emit(check, &draft);
	}
}

static bool is_below(const struct et_spec *spec, uint32_t heading, uint32_t above)
{
	for (; heading != ET_SPEC_NONE; heading = spec->headings[heading].parent) {
		if (heading == above)
			return true;
	}
	return false;
}

/*
 * Ranges that a section allots in a list, and those of a table in it: one is in the other, or they
 * are apart.
 */
static void judge_overlaps(struct et_spec_check *check)
{
	const struct et_spec *spec = check->spec;
	size_t i, k;

	for (i = 0; i < spec->n_ids; i++) {
		const struct et_spec_id *range = &spec->ids[i];

		/* One number does not reach anywhere. */
		for (k = 0; k < spec->n_ids && range->number != range->last; k++) {
			const struct et_spec_id *wide = &spec->ids[k];
			struct et_spec_draft draft;

			/* It begins in front of the other, and ends within. */
			if (range->number >= wide->number || range->last < wide->number ||
				range->last >= wide->last || range->group == wide->group ||
				range->heading == ET_SPEC_NONE || wide->heading == ET_SPEC_NONE ||
				!et_streq(range->place.file, wide->place.file) ||
				!et_streq(
					wide->table, spec->headings[wide->heading].section.title) ||
				!is_below(spec, range->heading, wide->heading))
				continue;
			draft = (struct et_spec_draft){.rule = ET_D504,
				.definition = range->title,
				.found = range->place,
				.other = wide->place};
			draft.says = et_sprintf(check->arena, "0x%" PRIx64 " to 0x%" PRIx64,
				range->number, range->last);
			draft.expected = et_sprintf(check->arena, "0x%" PRIx64 " to 0x%" PRIx64,
				range->number, wide->number - 1);
			draft.message = et_sprintf(check->arena,
				"the range %s (\"%s\") reaches into the one from 0x%" PRIx64
				" on, which %s allots to \"%s\"",
				draft.says, range->title, wide->number,
				et_spec_where(check, &wide->place), wide->title);
			et_spec_emit(check, &draft);
		}
	}
}

void et_spec_codes(struct et_spec_check *check)
{
	struct groups groups = group_all(check);

	judge_codes(check, &groups);
	judge_holes(check, &groups);
	judge_overlaps(check);
}
