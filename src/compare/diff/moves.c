/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where members that stayed lie now: another order, other offsets, and the size of the whole. A
 * move is told once for all that move together; what a member's own new size moves is told there.
 */
#include "members.h"

#include "str.h"

#include <inttypes.h>
#include <limits.h>

/* A pair of members that have a place in the order of both sides. */
struct step {
	size_t from, to; /* leaves */
};

struct steps {
	ET_ARRAY(struct step) list;
	size_t *earliest; /* for each step, the first leaf of the newer side from it on */
};

static const struct et_leaf *older(const struct et_member_diff *diff, const struct step *step)
{
	return &diff->from.layout.leaves[step->from];
}

static const struct et_leaf *newer(const struct et_member_diff *diff, const struct step *step)
{
	return &diff->to.layout.leaves[step->to];
}

/*
 * Pairs of one member each, in the older order. Union members share a place, and nobody looks for
 * padding at its own: both are left aside.
 */
static void collect(struct et_member_diff *diff, struct steps *steps)
{
	struct et_arena *arena = diff->differ->arena;
	size_t i;

	for (i = 0; i < diff->from.layout.n_leaves; i++) {
		int j = diff->from.pair[i];
		const struct et_leaf *from = &diff->from.layout.leaves[i];
		const struct et_leaf *to;

		if (j == ET_UNPAIRED || diff->to.pair[j] != (int)i)
			continue;
		to = &diff->to.layout.leaves[j];
		if (et_is_filler(from->name) || from->in_union || to->in_union ||
			from->offset.plus || to->offset.plus)
			continue;
		*ET_APPEND(arena, &steps->list) = (struct step){i, (size_t)j};
	}
	steps->earliest = ET_NEW_ARRAY(arena, steps->list.count + 1, size_t);
	steps->earliest[steps->list.count] = SIZE_MAX;
	for (i = steps->list.count; i-- > 0;) {
		size_t to = steps->list.items[i].to;

		steps->earliest[i] = to < steps->earliest[i + 1] ? to : steps->earliest[i + 1];
	}
}

/* The last step of the run from first on that stands in another order; first: in the same. */
static size_t permuted_run(const struct steps *steps, size_t first)
{
	size_t highest = 0;
	size_t i;

	for (i = first; i < steps->list.count; i++) {
		if (steps->list.items[i].to > highest)
			highest = steps->list.items[i].to;
		if (steps->earliest[i + 1] > highest)
			return i;
	}
	return first;
}

static void tell_order(
	struct et_member_diff *diff, const struct steps *steps, size_t first, size_t last)
{
	struct et_arena *arena = diff->differ->arena;
	const char *was = NULL, *is = NULL;
	size_t lowest = SIZE_MAX, highest = 0;
	struct et_change_draft *draft;
	size_t i;

	for (i = first; i <= last; i++) {
		const char *path = older(diff, &steps->list.items[i])->path;
		size_t to = steps->list.items[i].to;

		was = was ? et_join(arena, was, ", ", path) : path;
		lowest = to < lowest ? to : lowest;
		highest = to > highest ? to : highest;
	}
	for (i = lowest; i <= highest; i++) {
		const char *path = diff->to.layout.leaves[i].path;

		if (diff->to.pair[i] != ET_UNPAIRED)
			is = is ? et_join(arena, is, ", ", path) : path;
	}
	draft = et_member_draft(diff, ETALON_MOVED, ET_ASPECT_ORDER, ETALON_IMPACT_WIRE,
		older(diff, &steps->list.items[first]), newer(diff, &steps->list.items[first]));
	draft->from_text = was;
	draft->to_text = is;
	draft->message = et_sprintf(arena, "%s has its members in the order %s now; it was %s",
		diff->item[1]->name, is, was);
}

static const char *place_text(struct et_arena *arena, const struct et_leaf *leaf)
{
	if (leaf->bits)
		return et_sprintf(arena, "bit %u at offset %" PRIu64, (unsigned)leaf->bit,
			leaf->offset.bytes);
	return et_sprintf(arena, "offset %" PRIu64, leaf->offset.bytes);
}

static void tell_move(
	struct et_member_diff *diff, const struct steps *steps, size_t first, size_t count)
{
	struct et_arena *arena = diff->differ->arena;
	const struct et_leaf *from = older(diff, &steps->list.items[first]);
	const struct et_leaf *to = newer(diff, &steps->list.items[first]);
	struct et_change_draft *draft =
		et_member_draft(diff, ETALON_MOVED, ET_ASPECT_OFFSET, ETALON_IMPACT_WIRE, from, to);

	draft->from_text = place_text(arena, from);
	draft->to_text = place_text(arena, to);
	draft->has_value = !from->bits && !to->bits;
	draft->from_value = (int64_t)from->offset.bytes;
	draft->to_value = (int64_t)to->offset.bytes;
	draft->message = et_sprintf(arena, "%s was at %s, and is at %s now", draft->to_name,
		draft->from_text, draft->to_text);
	if (count < 2)
		return;
	draft->to_text = et_sprintf(arena, "%s, with %zu member%s behind it", draft->to_text,
		count - 1, count > 2 ? "s" : "");
	draft->message = et_sprintf(arena, "%s, with %zu member%s behind it", draft->message,
		count - 1, count > 2 ? "s" : "");
}

/* Whether a member's own new size is told, and with it what it moves. */
static bool tells_size(const struct et_leaf *from, const struct et_leaf *to)
{
	return from->field->type.kind != ET_TYPE_RECORD && to->field->type.kind != ET_TYPE_RECORD;
}

/* How many members from a step on lie elsewhere now. */
static size_t count_moved(
	const struct et_member_diff *diff, const struct steps *steps, size_t first)
{
	size_t count = 0;
	size_t i;

	for (i = first; i < steps->list.count; i++) {
		const struct step *step = &steps->list.items[i];

		count += et_leaf_begin(diff, newer(diff, step)) !=
			 et_leaf_begin(diff, older(diff, step));
	}
	return count;
}

/* Behind a run in another order, by how much the rest has moved with it. */
static int64_t shift_behind(
	const struct et_member_diff *diff, const struct steps *steps, size_t first, size_t last)
{
	int64_t was = 0, is = 0;
	size_t i;

	for (i = first; i <= last; i++) {
		int64_t end = et_leaf_end(diff, older(diff, &steps->list.items[i]));

		was = end > was ? end : was;
		end = et_leaf_end(diff, newer(diff, &steps->list.items[i]));
		is = end > is ? end : is;
	}
	return is - was;
}

static void walk(struct et_member_diff *diff, const struct steps *steps)
{
	int64_t shift = 0;
	bool told = false;
	size_t i, last;

	for (i = 0; i < steps->list.count; i = last + 1) {
		const struct et_leaf *from = older(diff, &steps->list.items[i]);
		const struct et_leaf *to = newer(diff, &steps->list.items[i]);
		int64_t moved = et_leaf_begin(diff, to) - et_leaf_begin(diff, from);

		last = permuted_run(steps, i);
		if (last > i) {
			tell_order(diff, steps, i, last);
			shift = shift_behind(diff, steps, i, last);
			continue;
		}
		if (moved != shift && moved != 0 && !told) {
			tell_move(diff, steps, i, count_moved(diff, steps, i));
			told = true;
		}
		shift = moved;
		if (tells_size(from, to))
			shift += (et_leaf_end(diff, to) - et_leaf_begin(diff, to)) -
				 (et_leaf_end(diff, from) - et_leaf_begin(diff, from));
	}
}

static void walk_order(struct et_member_diff *diff, const struct steps *steps)
{
	size_t i, last;

	for (i = 0; i < steps->list.count; i = last + 1) {
		last = permuted_run(steps, i);
		if (last > i)
			tell_order(diff, steps, i, last);
	}
}

/* Elements of a ring lie one behind the other: a longer one moves all that follow. */
static bool is_ring(struct et_member_diff *diff)
{
	struct et_meanings meanings;
	const struct et_record *record;

	et_match(&diff->differ->from.matcher, diff->item[0]->name, 1U << ET_DEF_RECORD, &meanings);
	record = meanings.count ? (const void *)meanings.of[0]->def : NULL;
	return record && record->role == ET_ROLE_RING;
}

static void tell_whole(struct et_member_diff *diff)
{
	const struct et_layout *from = &diff->from.layout, *to = &diff->to.layout;
	struct et_change_draft *draft;
	enum etalon_impact worst = ETALON_IMPACT_COMPATIBLE;
	size_t i;

	for (i = diff->first; i < diff->drafts.count; i++) {
		if (diff->drafts.items[i].impact < worst)
			worst = diff->drafts.items[i].impact;
	}
	if (from->size.bytes != to->size.bytes) {
		draft = et_member_draft(diff, ETALON_CHANGED, ET_ASPECT_SIZE,
			is_ring(diff) ? ETALON_IMPACT_WIRE : ETALON_IMPACT_BEHAVIOUR, NULL, NULL);
		draft->from_text =
			et_sprintf(diff->differ->arena, "%" PRIu64 " bytes", from->size.bytes);
		draft->to_text =
			et_sprintf(diff->differ->arena, "%" PRIu64 " bytes", to->size.bytes);
		draft->has_value = true;
		draft->from_value = (int64_t)from->size.bytes;
		draft->to_value = (int64_t)to->size.bytes;
		draft->message = et_sprintf(diff->differ->arena,
			"%s %s from %" PRIu64 " to %" PRIu64 " bytes", diff->item[1]->name,
			from->size.bytes < to->size.bytes ? "grew" : "shrank", from->size.bytes,
			to->size.bytes);
	} else if (from->align != to->align && worst > ETALON_IMPACT_SOURCE) {
		draft = et_member_draft(diff, ETALON_CHANGED, ET_ASPECT_ALIGNMENT,
			ETALON_IMPACT_SOURCE, NULL, NULL);
		draft->from_text = et_sprintf(diff->differ->arena, "%u", from->align);
		draft->to_text = et_sprintf(diff->differ->arena, "%u", to->align);
		draft->has_value = true;
		draft->from_value = from->align;
		draft->to_value = to->align;
		draft->message = et_sprintf(diff->differ->arena,
			"%s was aligned to %s bytes, and is to %s now", diff->item[1]->name,
			draft->from_text, draft->to_text);
	}
}

void et_diff_moves(struct et_member_diff *diff)
{
	struct steps steps = {0};

	/* A program's own record is compiled anew with all that use it. */
	if (diff->is_private)
		return;
	collect(diff, &steps);
	if (!diff->known) {
		walk_order(diff, &steps);
		return;
	}
	walk(diff, &steps);
	tell_whole(diff);
}
