/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Members that have no partner of their name. Where one is gone and others fill its bytes exactly,
 * it became them: hash_value became hash_value_lo and hash_value_hi, padding became ring_idx and
 * padding[3]. The rest is gone, or new.
 */
#include "members.h"

#include "str.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_PIECES = 64, MOST_LEAVES = 4096 };

struct range {
	int64_t begin, end;
	bool known;
};

static struct range range_of(const struct et_member_diff *diff, const struct et_leaf *leaf)
{
	struct range range = {.begin = et_leaf_begin(diff, leaf),
		.end = et_leaf_end(diff, leaf),
		.known = !leaf->offset.plus && !leaf->size.plus};

	/* What is open or empty has a place, too. */
	if (range.end == range.begin)
		range.end++;
	return range;
}

/*
 * Where each leaf of the newer side would lie in the older record: between two members that stayed,
 * the new ones took the place of the old ones.
 */
static void find_places(struct et_member_diff *diff, struct range *places)
{
	int64_t shifts[2] = {0, 0}; /* of plain members, and of a union's */
	size_t i;

	for (i = 0; i < diff->to.layout.n_leaves; i++) {
		const struct et_leaf *to = &diff->to.layout.leaves[i];
		struct range range = range_of(diff, to);

		places[i] = range;
		places[i].begin -= shifts[to->in_union];
		places[i].end -= shifts[to->in_union];
		if (diff->to.pair[i] == ET_UNPAIRED)
			continue;
		places[i] = range_of(diff, &diff->from.layout.leaves[diff->to.pair[i]]);
		shifts[to->in_union] =
			to->in_union ? range.begin - places[i].begin : range.end - places[i].end;
	}
}

/* Leaves of one side, and the places of the newer one's in the older record. */
struct pieces {
	size_t of[MOST_PIECES];
	size_t count;
	struct range *places;
};

/*
 * Collects the unpaired leaves of one side that fill a range from its first to its last bit, each
 * beginning where the one before ends. Empty when they do not.
 */
static void tile(const struct et_member_diff *diff, bool newer, struct range range, bool in_union,
	struct pieces *pieces)
{
	const struct et_members *members = newer ? &diff->to : &diff->from;
	int64_t at = range.begin;
	size_t i;

	pieces->count = 0;
	for (i = 0; i < members->layout.n_leaves && at < range.end; i++) {
		const struct et_leaf *leaf = &members->layout.leaves[i];
		struct range part = newer ? pieces->places[i] : range_of(diff, leaf);

		if (members->pair[i] != ET_UNPAIRED || !part.known || !leaf->name || !*leaf->name ||
			leaf->in_union != in_union || part.begin != at || part.end > range.end)
			continue;
		if (pieces->count == MOST_PIECES)
			break;
		pieces->of[pieces->count++] = i;
		at = part.end;
	}
	if (at != range.end)
		pieces->count = 0;
}

/* "padding[3]" */
static const char *declarator(struct et_arena *arena, const struct et_leaf *leaf)
{
	const char *dimensions = strchr(et_leaf_type(arena, leaf), '[');

	return dimensions ? et_join(arena, leaf->path, "", dimensions) : leaf->path;
}

/* "ring_idx and padding[3]" */
static const char *list(const struct et_member_diff *diff, const struct et_members *members,
	const struct pieces *pieces)
{
	struct et_arena *arena = diff->differ->arena;
	const char *text = NULL;
	size_t i;

	for (i = 0; i < pieces->count; i++) {
		const char *name = declarator(arena, &members->layout.leaves[pieces->of[i]]);

		if (!text)
			text = name;
		else
			text = et_join(arena, text, i + 1 == pieces->count ? " and " : ", ", name);
	}
	return text;
}

/* "__u8 at offset 20, __u8[3] at offset 21" */
static const char *types(const struct et_member_diff *diff, const struct et_members *members,
	const struct pieces *pieces)
{
	struct et_arena *arena = diff->differ->arena;
	const char *text = NULL;
	size_t i;

	for (i = 0; i < pieces->count; i++) {
		const struct et_leaf *leaf = &members->layout.leaves[pieces->of[i]];
		const char *part = et_sprintf(arena, "%s at offset %" PRIu64,
			et_leaf_type(arena, leaf), leaf->offset.bytes);

		text = text ? et_join(arena, text, ", ", part) : part;
	}
	return text;
}

static void make_pair(struct et_member_diff *diff, size_t from, size_t to)
{
	diff->from.pair[from] = (int)to;
	diff->to.pair[to] = (int)from;
}

/* What two pieces of an integer mean depends on the byte order in which they follow each other. */
static bool keeps_order(
	const struct et_member_diff *diff, const struct et_leaf *from, const struct pieces *pieces)
{
	size_t i;

	for (i = 0; i < pieces->count; i++) {
		if (!et_same_order(diff, from, &diff->to.layout.leaves[pieces->of[i]]))
			return false;
	}
	return true;
}

static const char *alignment_note(const struct et_member_diff *diff)
{
	uint32_t from = diff->from.layout.align, to = diff->to.layout.align;

	if (!diff->known || from == to)
		return "";
	return et_sprintf(
		diff->differ->arena, "; the record's alignment was %u, and is %u now", from, to);
}

/* One member became one, or several. */
static void tell_became(struct et_member_diff *diff, size_t index, const struct pieces *pieces)
{
	struct et_arena *arena = diff->differ->arena;
	const struct et_leaf *from = &diff->from.layout.leaves[index];
	const struct et_leaf *first = &diff->to.layout.leaves[pieces->of[0]];
	bool padding = et_is_filler(from->name);
	const struct et_leaf *kept = NULL;
	struct et_change_draft *draft;
	enum etalon_impact impact = ETALON_IMPACT_SOURCE;
	size_t i;

	for (i = 0; i < pieces->count; i++) {
		const struct et_leaf *to = &diff->to.layout.leaves[pieces->of[i]];

		if (et_streq(to->path, from->path))
			kept = to;
	}
	if (kept && pieces->count == 1) {
		/* Padding of other types in the same bytes. */
		make_pair(diff, index, pieces->of[0]);
		et_diff_member_type(diff, from, kept);
		return;
	}
	/* Bytes that nobody read have no order. */
	if (!padding && pieces->count > 1 && !keeps_order(diff, from, pieces))
		impact = diff->is_private ? ETALON_IMPACT_SOURCE : ETALON_IMPACT_WIRE;
	draft = et_member_draft(diff, kept ? ETALON_CHANGED : ETALON_RENAMED,
		kept ? ET_ASPECT_TYPE : ET_ASPECT_NONE, impact, from, kept ? kept : first);
	if (pieces->count > 1) {
		draft->to_name =
			et_join(arena, diff->item[1]->name, ".", list(diff, &diff->to, pieces));
		draft->to_text =
			et_join(arena, types(diff, &diff->to, pieces), "", alignment_note(diff));
	}
	if (pieces->count == 1)
		draft->message = et_sprintf(arena, "%s is called %s now%s", draft->from_name,
			first->path, alignment_note(diff));
	else
		draft->message = et_sprintf(arena, "%s became %s%s", draft->from_name,
			list(diff, &diff->to, pieces), alignment_note(diff));
	for (i = 0; i < pieces->count; i++)
		diff->to.pair[pieces->of[i]] = (int)index;
	diff->from.pair[index] = (int)pieces->of[0];
	if (pieces->count == 1 && !padding)
		et_diff_member_type(diff, from, first);
}

/* Several members became one. */
static void tell_joined(struct et_member_diff *diff, size_t index, const struct pieces *pieces)
{
	struct et_arena *arena = diff->differ->arena;
	const struct et_leaf *to = &diff->to.layout.leaves[index];
	size_t i;

	for (i = 0; i < pieces->count; i++) {
		const struct et_leaf *from = &diff->from.layout.leaves[pieces->of[i]];
		bool kept = et_streq(to->path, from->path);
		struct et_change_draft *draft = et_member_draft(diff,
			kept ? ETALON_CHANGED : ETALON_RENAMED,
			kept ? ET_ASPECT_TYPE : ET_ASPECT_NONE, ETALON_IMPACT_SOURCE, from, to);

		draft->message = et_sprintf(arena, "%s became %s%s",
			et_join(arena, diff->item[0]->name, ".", list(diff, &diff->from, pieces)),
			to->path, alignment_note(diff));
		diff->from.pair[pieces->of[i]] = (int)index;
	}
	diff->to.pair[index] = (int)pieces->of[0];
}

static void find_became(struct et_member_diff *diff)
{
	struct pieces pieces;
	size_t i;

	pieces.places =
		ET_NEW_ARRAY(diff->differ->arena, diff->to.layout.n_leaves + 1, struct range);
	find_places(diff, pieces.places);
	for (i = 0; i < diff->from.layout.n_leaves; i++) {
		const struct et_leaf *leaf = &diff->from.layout.leaves[i];
		struct range range = range_of(diff, leaf);

		/* What is under a condition now is still itself. */
		if (diff->from.pair[i] != ET_UNPAIRED || !range.known || !leaf->name ||
			!*leaf->name || et_find_hidden(diff, true, leaf->path))
			continue;
		tile(diff, true, range, leaf->in_union, &pieces);
		if (pieces.count)
			tell_became(diff, i, &pieces);
	}
	for (i = 0; i < diff->to.layout.n_leaves; i++) {
		const struct et_leaf *leaf = &diff->to.layout.leaves[i];
		struct range range = pieces.places[i];

		if (diff->to.pair[i] != ET_UNPAIRED || !range.known || !leaf->name || !*leaf->name)
			continue;
		tile(diff, false, range, leaf->in_union, &pieces);
		if (pieces.count > 1)
			tell_joined(diff, i, &pieces);
	}
}

/* Members of the same name and another size that became nothing else. */
static void pair_resized(struct et_member_diff *diff)
{
	size_t i, k;

	for (i = 0; i < diff->from.layout.n_leaves; i++) {
		const struct et_leaf *from = &diff->from.layout.leaves[i];

		for (k = 0; k < diff->to.layout.n_leaves && diff->from.pair[i] == ET_UNPAIRED;
			k++) {
			const struct et_leaf *to = &diff->to.layout.leaves[k];

			if (diff->to.pair[k] != ET_UNPAIRED || !et_streq(from->path, to->path))
				continue;
			make_pair(diff, i, k);
			et_diff_member_type(diff, from, to);
		}
	}
}

static void tell_gone(struct et_member_diff *diff, const struct et_leaf *from)
{
	const struct et_leaf *hidden = et_find_hidden(diff, true, from->path);
	struct et_change_draft *draft;

	if (!hidden) {
		draft = et_member_draft(
			diff, ETALON_REMOVED, ET_ASPECT_NONE, ETALON_IMPACT_SOURCE, from, NULL);
		draft->message = et_sprintf(
			diff->differ->arena, "%s, %s, is gone", draft->from_name, draft->from_text);
		return;
	}
	draft = et_member_draft(
		diff, ETALON_CHANGED, ET_ASPECT_GUARD, ETALON_IMPACT_SOURCE, from, hidden);
	draft->from_text = from->field->guard ? from->field->guard : "always";
	draft->to_text = hidden->field->guard ? hidden->field->guard : "never";
	draft->message = et_sprintf(diff->differ->arena,
		"%s is only there under a condition now: %s", draft->to_name, draft->to_text);
}

static void tell_new(struct et_member_diff *diff, const struct et_leaf *to)
{
	const struct et_leaf *hidden = et_find_hidden(diff, false, to->path);
	struct et_change_draft *draft;

	if (!hidden) {
		draft = et_member_draft(
			diff, ETALON_ADDED, ET_ASPECT_NONE, ETALON_IMPACT_COMPATIBLE, NULL, to);
		draft->message = et_sprintf(
			diff->differ->arena, "%s is new: %s", draft->to_name, draft->to_text);
		return;
	}
	draft = et_member_draft(
		diff, ETALON_CHANGED, ET_ASPECT_GUARD, ETALON_IMPACT_COMPATIBLE, hidden, to);
	draft->from_text = hidden->field->guard ? hidden->field->guard : "never";
	draft->to_text = to->field->guard ? to->field->guard : "always";
	draft->message = et_sprintf(diff->differ->arena,
		"%s is there now without what it needed: %s", draft->to_name, draft->from_text);
}

void et_diff_replaced(struct et_member_diff *diff)
{
	size_t i;

	/* Far above every real record, and below where trying all with all takes its time. */
	if (diff->from.layout.n_leaves <= MOST_LEAVES && diff->to.layout.n_leaves <= MOST_LEAVES) {
		if (diff->known)
			find_became(diff);
		pair_resized(diff);
	}
	for (i = 0; i < diff->from.layout.n_leaves; i++) {
		const struct et_leaf *leaf = &diff->from.layout.leaves[i];

		if (diff->from.pair[i] == ET_UNPAIRED && leaf->name && *leaf->name)
			tell_gone(diff, leaf);
	}
	for (i = 0; i < diff->to.layout.n_leaves; i++) {
		const struct et_leaf *leaf = &diff->to.layout.leaves[i];

		if (diff->to.pair[i] == ET_UNPAIRED && leaf->name && *leaf->name)
			tell_new(diff, leaf);
	}
}
