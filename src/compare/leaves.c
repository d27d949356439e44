/* SPDX-License-Identifier: BSD-3-Clause */
#include "leaves.h"

#include "str.h"

#include <string.h>
#include <strings.h>

static bool is_one_of(const char *name, size_t length, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == length && strncasecmp(name, *words, length) == 0)
			return true;
	}
	return false;
}

bool et_is_padding_name(const char *name)
{
	/* Whatever follows: reserved_here. */
	static const char *const first[] = {"reserved", "reserve", "rsvd", "resv", "resvd",
		"unused", "mbz", "dummy", "filler", "spare", NULL};
	/* Words by themselves, maybe numbered: pad_2, but padding_algo pads nothing. */
	static const char *const any[] = {"pad", "pads", "padding", NULL};
	const char *at = name + strspn(name, "_");
	size_t length = strcspn(at, "_0123456789");

	if (is_one_of(at, length, first))
		return true;
	while (length && (is_one_of(at, length, any) || is_one_of(at, length, first))) {
		at += length;
		at += strspn(at, "_0123456789");
		if (!*at)
			return true;
		length = strcspn(at, "_0123456789");
	}
	return false;
}

bool et_is_padding(const struct et_leaf *leaf)
{
	return leaf->field->padding;
}

/* "a.b.part" becomes "a.b"; an integer without a name takes the name of the record around it. */
static void cut_path(struct et_arena *arena, struct et_leaf *leaf)
{
	size_t length = (size_t)(leaf->name - leaf->path);
	char *path;

	while (length && (leaf->path[length - 1] == '.' || leaf->path[length - 1] == '[' ||
				 leaf->path[length - 1] == ']'))
		length--;
	path = et_strndup(arena, leaf->path, length);
	leaf->path = path;
	leaf->name = strrchr(path, '.') ? strrchr(path, '.') + 1 : path;
}

void et_join_parts(struct et_arena *arena, struct et_layout *layout)
{
	const struct et_leaf *last = NULL;
	size_t count = 0;
	size_t i;

	for (i = 0; i < layout->n_leaves; i++) {
		struct et_leaf leaf = layout->leaves[i];

		if (leaf.whole && last && last->whole == leaf.whole &&
			last->offset.bytes == leaf.offset.bytes)
			continue;
		if (leaf.whole) {
			bool in_array = leaf.name > leaf.path + 2 && leaf.name[-2] == ']';

			cut_path(arena, &leaf);
			leaf.field = leaf.whole;
			leaf.bit = 0;
			leaf.bits = 0;
			/* An array of records with one integer is an array of integers elsewhere.
			 */
			leaf.open |= in_array;
		}
		layout->leaves[count] = leaf;
		last = &layout->leaves[count++];
	}
	layout->n_leaves = count;
}

const struct et_field *et_part_of(const struct et_leaf *leaf, const char *name, unsigned *bit)
{
	size_t i;

	*bit = 0;
	for (i = 0; leaf->whole && i < leaf->whole->n_parts; i++) {
		const struct et_field *part = &leaf->whole->parts[i];

		if (et_streq(part->name, name))
			return part;
		*bit += part->bits > 0 ? (unsigned)part->bits : 0;
	}
	return NULL;
}

static bool same_leaf(const struct et_matcher *matcher, const struct et_record *canon,
	const struct et_leaf *want, const struct et_leaf *have)
{
	unsigned bit;

	if (strcmp(want->path, have->path) == 0)
		return true;
	if (have->bits && et_part_of(want, have->name, &bit))
		return true;
	return et_match_field(matcher, want->field, canon->def.name ? canon->def.name : "",
		have->path, have->name);
}

static bool is_smaller(const struct et_leaf *have, const struct et_leaf *want)
{
	return !want->open && !want->size.plus && !have->open && !have->size.plus && !have->bits &&
	       have->size.bytes < want->size.bytes;
}

static bool follows(const struct et_leaf *first, const struct et_leaf *second)
{
	return !second->offset.plus &&
	       second->offset.bytes == first->offset.bytes + first->size.bytes;
}

/* One of several pieces, side by side, that the data know as names of one canonical field. */
static bool is_piece(const struct et_matcher *matcher, const struct et_record *canon,
	const struct et_leaf *want, const struct et_layout *have, size_t i)
{
	const struct et_leaf *leaf = &have->leaves[i];

	if (!is_smaller(leaf, want))
		return false;
	if (i && follows(leaf - 1, leaf) && same_leaf(matcher, canon, want, leaf - 1))
		return true;
	return i + 1 < have->n_leaves && follows(leaf, leaf + 1) &&
	       same_leaf(matcher, canon, want, leaf + 1);
}

/* Whether a canonical leaf may still be taken: one name of a tree for each, but for unions. */
static bool is_free(const struct et_pairs *pairs, size_t j, const struct et_leaf *leaf)
{
	return pairs->tree_of[j] == ET_UNPAIRED || leaf->in_union || leaf->bits;
}

/*
 * The canonical leaf of a tree's leaf: mostly the very next one; else the one of the same path;
 * else the nearest of the same name behind it, else from the start.
 */
static int find_partner(const struct et_matcher *matcher, const struct et_record *canon,
	const struct et_layout *want, const struct et_layout *have, const struct et_pairs *pairs,
	size_t i, size_t next)
{
	const struct et_leaf *leaf = &have->leaves[i];
	size_t k;

	for (k = 0; k < want->n_leaves; k++) {
		size_t j = (next + k) % want->n_leaves;

		if (strcmp(want->leaves[j].path, leaf->path) == 0 && is_free(pairs, j, leaf))
			return (int)j;
	}
	for (k = 0; k < want->n_leaves; k++) {
		size_t j = (next + k) % want->n_leaves;

		if (is_free(pairs, j, leaf) && same_leaf(matcher, canon, &want->leaves[j], leaf) &&
			!is_piece(matcher, canon, &want->leaves[j], have, i))
			return (int)j;
	}
	return ET_UNPAIRED;
}

struct et_pairs et_pair_leaves(struct et_arena *arena, const struct et_matcher *matcher,
	const struct et_record *canon, const struct et_layout *want, const struct et_layout *have)
{
	struct et_pairs pairs;
	size_t next = 0;
	size_t i;

	pairs.canon_of = ET_NEW_ARRAY(arena, have->n_leaves + 1, int);
	pairs.tree_of = ET_NEW_ARRAY(arena, want->n_leaves + 1, int);
	for (i = 0; i < want->n_leaves; i++)
		pairs.tree_of[i] = ET_UNPAIRED;
	for (i = 0; i < have->n_leaves; i++) {
		const struct et_leaf *leaf = &have->leaves[i];
		int partner = ET_UNPAIRED;

		/* Padding is known by its place, not by its name. */
		if (leaf->name && *leaf->name && !et_is_padding_name(leaf->name))
			partner = find_partner(matcher, canon, want, have, &pairs, i, next);
		pairs.canon_of[i] = partner;
		if (partner == ET_UNPAIRED)
			continue;
		if (pairs.tree_of[partner] == ET_UNPAIRED)
			pairs.tree_of[partner] = (int)i;
		next = (size_t)partner + 1 < want->n_leaves ? (size_t)partner + 1 : 0;
	}
	return pairs;
}
