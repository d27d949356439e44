/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is gone here and new there, and the same but for its name: constants by value and likeness
 * or place, records by their members, enumerations by their enumerators.
 */
#include "differ.h"

#include "str.h"

#include <string.h>

enum { MOST_TRIES = 1 << 16, LONGEST = 128 };

static bool plain_value(struct et_differ *differ, const struct et_diff_item *item, uint64_t *bits)
{
	const struct et_constant *constant = (const void *)item->variants.items[0];
	struct et_value value;

	if (!item->variants.count || constant->spelling == ET_SPELLED_FUNCTION_MACRO ||
		!et_item_value(differ, item->variants.items[0], &value))
		return false;
	*bits = value.bits;
	return true;
}

/* The item before or behind one in its header's order, of the same kind. */
static const struct et_diff_item *neighbour(
	const struct et_diff_side *side, const struct et_diff_item *item, size_t index, int step)
{
	const struct et_diff_file *file = item->file;
	size_t at = index + (size_t)step;

	while (at >= file->first_item && at < file->first_item + file->n_items) {
		if (side->items.items[at]->kind == item->kind)
			return side->items.items[at];
		at += (size_t)step;
	}
	return NULL;
}

/* Whether both stand between the same two names: a line that was edited. */
static bool same_place(struct et_differ *differ, size_t from_index, size_t to_index)
{
	int step;

	for (step = -1; step <= 1; step += 2) {
		const struct et_diff_item *from = neighbour(
			&differ->from, differ->from.items.items[from_index], from_index, step);
		const struct et_diff_item *to =
			neighbour(&differ->to, differ->to.items.items[to_index], to_index, step);

		if ((from ? from->pair : NULL) != to)
			return false;
	}
	return true;
}

/* Edits between two names, in proportion to the part in which they may differ. */
static bool is_like(const char *from, const char *to, bool in_place)
{
	size_t common = 0, left, right, longer;

	while (from[common] && from[common] == to[common])
		common++;
	left = strlen(from + common);
	right = strlen(to + common);
	longer = left > right ? left : right;
	if (longer > LONGEST)
		return false;
	/* A word more at the end: FOO became FOO_DEPRECATED. */
	if ((!from[common] && to[common] == '_') || (!to[common] && from[common] == '_'))
		return true;
	/* A typing error is one wherever it stands; in the same line all but the prefix may go. */
	if (in_place)
		return common >= 2;
	return et_edit_distance(from, to, 3) <= (longer > 4 ? 3U : 1U) &&
	       strlen(from) + strlen(to) > 12;
}

static bool is_same_constant(struct et_differ *differ, size_t from_index, size_t to_index)
{
	const struct et_diff_item *from = differ->from.items.items[from_index];
	const struct et_diff_item *to = differ->to.items.items[to_index];
	uint64_t left, right;

	if (!plain_value(differ, from, &left) || !plain_value(differ, to, &right) || left != right)
		return false;
	return is_like(from->name, to->name, same_place(differ, from_index, to_index));
}

static bool is_same_record(
	struct et_differ *differ, const struct et_diff_item *from, const struct et_diff_item *to)
{
	const struct et_record *left = (const void *)from->variants.items[0];
	const struct et_record *right = (const void *)to->variants.items[0];
	size_t i;

	if (!left->n_fields || left->n_fields != right->n_fields)
		return false;
	for (i = 0; i < left->n_fields; i++) {
		if (!et_streq(left->fields[i].name, right->fields[i].name))
			return false;
	}
	/* One member alone may have any name: then the records' names have to be alike. */
	return et_same_shape(differ, left, right) &&
	       (left->n_fields > 1 || is_like(from->name, to->name, true));
}

/* An enumeration whose enumerators are those of another tag now. */
static bool is_same_enum(const struct et_diff_item *from, const struct et_diff_item *to)
{
	size_t same = 0, i, k;

	if (from->variants.count > LONGEST || to->variants.count > LONGEST)
		return false;
	for (i = 0; i < from->variants.count; i++) {
		for (k = 0; k < to->variants.count; k++)
			same += et_streq(
				from->variants.items[i]->name, to->variants.items[k]->name);
	}
	return same * 2 > from->variants.count;
}

static bool is_same(struct et_differ *differ, size_t from_index, size_t to_index)
{
	const struct et_diff_item *from = differ->from.items.items[from_index];
	const struct et_diff_item *to = differ->to.items.items[to_index];

	if (from->kind != to->kind || !from->variants.count || !to->variants.count)
		return false;
	switch (from->kind) {
	case ET_ITEM_CONSTANT:
		return is_same_constant(differ, from_index, to_index);
	case ET_ITEM_RECORD:
		return is_same_record(differ, from, to);
	case ET_ITEM_ENUM:
		return is_same_enum(from, to);
	case ET_ITEM_TYPEDEF:
	case ET_ITEM_FUNCTION:
		break;
	}
	return false;
}

static void find_in_file(struct et_differ *differ, const struct et_diff_file *file, size_t *tries)
{
	const struct et_diff_file *other = file->pair;
	size_t i, k;

	for (i = file->first_item; i < file->first_item + file->n_items; i++) {
		struct et_diff_item *from = differ->from.items.items[i];

		for (k = other->first_item; !from->pair && k < other->first_item + other->n_items;
			k++) {
			struct et_diff_item *to = differ->to.items.items[k];

			if (to->pair)
				continue;
			if (++*tries > MOST_TRIES)
				return;
			if (is_same(differ, i, k)) {
				from->pair = to;
				to->pair = from;
			}
		}
	}
}

void et_diff_find_renames(struct et_differ *differ)
{
	size_t tries = 0;
	size_t i;

	for (i = 0; i < differ->from.files.count; i++) {
		if (differ->from.files.items[i]->pair)
			find_in_file(differ, differ->from.files.items[i], &tries);
	}
}
