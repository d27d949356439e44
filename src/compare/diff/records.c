/* SPDX-License-Identifier: BSD-3-Clause */
/* A record that both sides have: under each ABI its members, and what of it all ABIs share. */
#include "members.h"

#include "str.h"

#include <string.h>

static const struct et_record *record_of(const struct et_def *def)
{
	return (const void *)def;
}

/*
 * A record under a condition that no ABI meets, as those have it who do meet it: its members are
 * there for them, too.
 */
static const struct et_record *revived(
	struct et_arena *arena, const struct et_record *record, uint32_t abis, unsigned depth)
{
	struct et_record *copy;
	struct et_field *fields;
	size_t i;

	if ((record->def.name && record->def.abis & abis) || depth > 16)
		return record;
	copy = ET_NEW(arena, struct et_record);
	fields = ET_NEW_ARRAY(arena, record->n_fields, struct et_field);
	*copy = *record;
	copy->fields = fields;
	for (i = 0; i < record->n_fields; i++) {
		fields[i] = record->fields[i];
		if (!fields[i].guard)
			fields[i].abis = ET_ABI_ALL;
		if (fields[i].type.record)
			fields[i].type.record =
				revived(arena, fields[i].type.record, abis, depth + 1);
	}
	return copy;
}

static void tell_kind(struct et_member_diff *diff)
{
	const struct et_record *from = diff->record[0], *to = diff->record[1];
	struct et_change_draft *draft;

	if (from->is_union == to->is_union)
		return;
	draft = et_member_draft(diff, ETALON_CHANGED, ET_ASPECT_TYPE,
		from->n_fields > 1 && to->n_fields > 1 && !diff->is_private ? ETALON_IMPACT_WIRE
									    : ETALON_IMPACT_SOURCE,
		NULL, NULL);
	draft->from_text = from->is_union ? "union" : "struct";
	draft->to_text = to->is_union ? "union" : "struct";
	draft->message = et_sprintf(diff->differ->arena, "%s was a %s, and is a %s now",
		diff->item[1]->name, draft->from_text, draft->to_text);
}

static bool same_draft(const struct et_change_draft *left, const struct et_change_draft *right)
{
	return left->kind == right->kind && left->aspect == right->aspect &&
	       left->what == right->what && et_streq(left->from_name, right->from_name) &&
	       et_streq(left->to_name, right->to_name);
}

/* Joins what an ABI adds to what others had to say already. */
static void merge(struct et_member_diff *diff)
{
	size_t kept = diff->first;
	size_t i, k;

	for (i = diff->first; i < diff->drafts.count; i++) {
		struct et_change_draft draft = diff->drafts.items[i];

		draft.abis = ET_ABI_BIT(diff->abi->id);
		for (k = 0; k < diff->first; k++) {
			if (same_draft(&diff->drafts.items[k], &draft))
				break;
		}
		if (k == diff->first) {
			diff->drafts.items[kept++] = draft;
			continue;
		}
		diff->drafts.items[k].abis |= draft.abis;
		if (draft.impact < diff->drafts.items[k].impact)
			diff->drafts.items[k].impact = draft.impact;
	}
	diff->drafts.count = kept;
	diff->first = kept;
}

static void compare_pair(struct et_differ *differ, struct et_diff_item *from,
	struct et_diff_item *to, const struct et_def *from_def, const struct et_def *to_def)
{
	struct et_member_diff diff = {.differ = differ, .item = {from, to}};
	uint32_t asked = from->file->abis & to->file->abis;
	uint32_t abis = asked & from_def->abis & to_def->abis;
	unsigned id;
	size_t i;

	if (et_same_shape(differ, record_of(from_def), record_of(to_def)))
		return;
	if (!abis)
		abis = asked ? asked : differ->options->abis;
	diff.record[0] = revived(differ->arena, record_of(from_def), asked, 0);
	diff.record[1] = revived(differ->arena, record_of(to_def), asked, 0);
	for (id = 0; id < 2; id++)
		et_list_members(differ->arena, diff.record[id], differ->options->abis, true,
			&diff.hidden[id]);
	for (id = 0; id < 2; id++)
		et_list_members(differ->arena, diff.record[id], differ->options->abis, true,
			&diff.hidden[id]);
	diff.is_private = et_is_private_record(record_of(from_def)) &&
			  et_is_private_record(record_of(to_def));
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (!(abis & ET_ABI_BIT(id)))
			continue;
		diff.abi = et_abi((enum et_abi_id)id);
		tell_kind(&diff);
		et_diff_members(&diff);
		merge(&diff);
	}
	et_diff_hidden(&diff);
	for (i = 0; i < diff.drafts.count; i++) {
		struct et_change_draft *draft = &diff.drafts.items[i];

		if (draft->abis == abis)
			draft->abis = 0;
		draft->from_def = from_def;
		draft->to_def = to_def;
		et_diff_emit(differ, draft);
	}
}

void et_diff_records(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to)
{
	size_t i, k;

	if (!from->variants.count || !to->variants.count)
		return;
	et_diff_guards(differ, from, to, ETALON_RECORD);
	if (from->variants.count == 1 && to->variants.count == 1) {
		compare_pair(differ, from, to, from->variants.items[0], to->variants.items[0]);
		return;
	}
	for (i = 0; i < from->variants.count; i++) {
		const struct et_def *left = from->variants.items[i];

		for (k = 0; k < to->variants.count; k++) {
			const struct et_def *right = to->variants.items[k];

			if (et_streq(left->guard, right->guard) && left->abis == right->abis) {
				compare_pair(differ, from, to, left, right);
				break;
			}
		}
		/* Under other conditions, in the same order, they are the same definitions. */
		if (k == to->variants.count && from->variants.count == to->variants.count)
			compare_pair(differ, from, to, left, to->variants.items[i]);
	}
}
