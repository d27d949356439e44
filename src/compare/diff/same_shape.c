/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether two records are the same, members and all that is in them: most are, and then nobody has
 * to lay them out. Strict: what is not sure to be the same is looked at closely by others.
 */
#include "differ.h"

#include "layout_int.h"
#include "str.h"

#include <string.h>

enum { MOST_DEPTH = 32, MOST_SHAPES = 1 << 20 };

static bool same_shape(struct et_differ *differ, const struct et_record *from,
	const struct et_record *to, unsigned depth);

static bool same_count(
	const struct et_differ *differ, const struct et_count *from, const struct et_count *to)
{
	unsigned id;

	if (from->kind != to->kind)
		return false;
	if (!from->expr && !to->expr)
		return from->value == to->value;
	for (id = 0; id < ET_ABI_COUNT; id++) {
		const struct et_abi *abi = et_abi((enum et_abi_id)id);
		uint64_t left, right;
		bool has_left, has_right;

		if (!(differ->options->abis & ET_ABI_BIT(id)))
			continue;
		has_left = et_count_value(from, abi, &left);
		has_right = et_count_value(to, abi, &right);
		if (has_left != has_right || (has_left && left != right))
			return false;
		if (!has_left && (!from->name || !et_streq(from->name, to->name)))
			return false;
	}
	return true;
}

static bool same_type(struct et_differ *differ, const struct et_type *from,
	const struct et_type *to, unsigned depth)
{
	if (from->kind != to->kind || from->base != to->base || from->is_signed != to->is_signed ||
		from->is_char != to->is_char || from->order != to->order ||
		from->align != to->align)
		return false;
	if (from->kind == ET_TYPE_UNKNOWN || from->kind == ET_TYPE_POINTER)
		return et_streq(from->spelling, to->spelling);
	if (!from->record || !to->record)
		return from->record == to->record;
	/* A record without a name has no place of its own where it would be told. */
	return et_streq(from->record->def.name, to->record->def.name) &&
	       same_shape(differ, from->record, to->record, depth + 1);
}

static bool same_field(struct et_differ *differ, const struct et_field *from,
	const struct et_field *to, unsigned depth)
{
	size_t i;

	if (!et_streq(from->name, to->name) || from->n_counts != to->n_counts ||
		from->bits != to->bits || from->align != to->align || from->packed != to->packed ||
		from->abis != to->abis || !et_streq(from->guard, to->guard))
		return false;
	for (i = 0; i < from->n_counts; i++) {
		if (!same_count(differ, &from->counts[i], &to->counts[i]))
			return false;
	}
	return same_type(differ, &from->type, &to->type, depth);
}

static bool same_fields(struct et_differ *differ, const struct et_record *from,
	const struct et_record *to, unsigned depth)
{
	size_t i;

	if (from->is_union != to->is_union || from->packed != to->packed ||
		from->align != to->align || from->pack != to->pack ||
		from->complete != to->complete || from->n_fields != to->n_fields)
		return false;
	for (i = 0; i < from->n_fields; i++) {
		if (!same_field(differ, &from->fields[i], &to->fields[i], depth))
			return false;
	}
	return true;
}

static bool same_shape(struct et_differ *differ, const struct et_record *from,
	const struct et_record *to, unsigned depth)
{
	/* While it is looked into, a pair counts as the same. */
	static const bool yes = true, no = false;
	const void *key[2] = {from, to};
	const bool *known;
	bool same;

	if (from == to)
		return true;
	if (depth > MOST_DEPTH || differ->shapes > MOST_SHAPES)
		return false;
	known = et_map_get(&differ->same, (const char *)key, sizeof(key));
	if (known)
		return *known;
	differ->shapes++;
	*et_map_slot(&differ->same, differ->arena,
		et_strndup(differ->arena, (const char *)key, sizeof(key)), sizeof(key)) =
		(void *)(uintptr_t)&yes;
	same = same_fields(differ, from, to, depth);
	if (!same)
		*et_map_slot(&differ->same, differ->arena,
			et_strndup(differ->arena, (const char *)key, sizeof(key)), sizeof(key)) =
			(void *)(uintptr_t)&no;
	return same;
}

bool et_same_shape(
	struct et_differ *differ, const struct et_record *from, const struct et_record *to)
{
	return same_shape(differ, from, to, 0);
}

bool et_same_tag(struct et_differ *differ, const struct et_record *from, const struct et_record *to)
{
	const struct et_diff_item *item;

	if (et_streq(from->def.name, to->def.name))
		return true;
	if (!from->def.name || !to->def.name)
		return false;
	for (item = et_diff_first(&differ->from, ET_ITEM_RECORD, from->def.name); item;
		item = item->next) {
		if (item->pair && et_streq(item->pair->name, to->def.name))
			return true;
	}
	return false;
}
