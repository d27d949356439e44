/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where fields lie: W102, W103, W104. A difference is told once, at its cause: when a field grows,
 * the fields behind it move with it and are no findings of their own.
 */
#include "records.h"

#include "str.h"

#include <inttypes.h>
#include <limits.h>

static const char *extent_text(
	struct et_arena *arena, const char *what, const struct et_extent *extent)
{
	if (extent->plus)
		return et_sprintf(arena, "%s %" PRIu64 " + %s", what, extent->bytes, extent->plus);
	return et_sprintf(arena, "%s %" PRIu64, what, extent->bytes);
}

static void draft_extents(struct et_pairing *pairing, enum et_rule rule, const char *what,
	const struct et_leaf *want, const struct et_leaf *have, const struct et_extent *expected,
	const struct et_extent *found)
{
	struct et_arena *arena = pairing->comparison->arena;
	struct et_draft *draft = ET_APPEND(arena, &pairing->drafts);

	*draft = et_field_draft(pairing, rule, want, have);
	draft->expected.text = extent_text(arena, what, expected);
	draft->expected.value = (int64_t)expected->bytes;
	draft->expected.has_value = !expected->plus;
	draft->found.text = extent_text(arena, what, found);
	draft->found.value = (int64_t)found->bytes;
	draft->found.has_value = !found->plus;
	draft->message = et_sprintf(arena, "%s has %s; the standard says %s", draft->found.name,
		draft->found.text, draft->expected.text);
}

/* The canonical offset and the tree's can be held against each other. */
static bool comparable(const struct et_leaf *want, const struct et_leaf *have)
{
	return !want->offset.plus && !have->offset.plus;
}

/* Whether a leaf of the tree has a place in the order of fields: paired, known, in no union. */
static bool is_ordered(const struct et_pairing *pairing, size_t i)
{
	const struct et_leaf *have = &pairing->have.leaves[i];
	int j = pairing->pairs.canon_of[i];

	return j != ET_UNPAIRED && !have->bits && !have->in_union &&
	       !pairing->want.leaves[j].in_union && comparable(&pairing->want.leaves[j], have);
}

/* For each leaf of the tree, the earliest canonical field that it or one behind it is. */
static int *earliest_behind(const struct et_pairing *pairing)
{
	size_t count = pairing->have.n_leaves;
	int *earliest = ET_NEW_ARRAY(pairing->comparison->arena, count + 1, int);
	size_t i;

	earliest[count] = INT_MAX;
	for (i = count; i-- > 0;) {
		earliest[i] = earliest[i + 1];
		if (is_ordered(pairing, i) && pairing->pairs.canon_of[i] < earliest[i])
			earliest[i] = pairing->pairs.canon_of[i];
	}
	return earliest;
}

/*
 * The last leaf of the run from first on that has the standard's fields in another order; first
 * itself where the order is the standard's. A run ends when all behind it comes later anyway.
 */
static size_t permuted_run(const struct et_pairing *pairing, size_t first, const int *earliest)
{
	size_t last = first;
	int highest = ET_UNPAIRED;
	size_t i;

	for (i = first; i < pairing->have.n_leaves; i++) {
		if (!is_ordered(pairing, i))
			continue;
		if (pairing->pairs.canon_of[i] > highest)
			highest = pairing->pairs.canon_of[i];
		last = i;
		if (earliest[i + 1] > highest)
			break;
	}
	return last;
}

static void draft_order(struct et_pairing *pairing, size_t first, size_t last)
{
	struct et_arena *arena = pairing->comparison->arena;
	struct et_buf want_text = {0};
	struct et_buf have_text = {0};
	struct et_draft *draft = ET_APPEND(arena, &pairing->drafts);
	int lowest = pairing->pairs.canon_of[first];
	int highest = lowest;
	size_t i;
	int j;

	for (i = first; i <= last; i++) {
		j = pairing->pairs.canon_of[i];
		if (!is_ordered(pairing, i))
			continue;
		et_buf_printf(&have_text, "%s%s", have_text.length ? ", " : "",
			pairing->have.leaves[i].path);
		lowest = j < lowest ? j : lowest;
		highest = j > highest ? j : highest;
	}
	for (j = lowest; j <= highest; j++) {
		if (pairing->pairs.tree_of[j] == ET_UNPAIRED)
			continue;
		et_buf_printf(&want_text, "%s%s", want_text.length ? ", " : "",
			pairing->want.leaves[j].path);
	}
	*draft = et_field_draft(
		pairing, ET_W104, &pairing->want.leaves[lowest], &pairing->have.leaves[first]);
	draft->expected.text = et_strdup(arena, want_text.data);
	draft->found.text = et_strdup(arena, have_text.data);
	draft->message =
		et_sprintf(arena, "%s has its fields in the order %s; the standard's is %s",
			pairing->tree_name, draft->found.text, draft->expected.text);
	et_buf_finish(&want_text);
	et_buf_finish(&have_text);
}

/* Arrays whose length one side leaves to run time say nothing about their size. */
static bool sizes_comparable(const struct et_leaf *want, const struct et_leaf *have)
{
	return !want->size.plus && !have->size.plus && !want->open && !have->open;
}

/* A bit-field's place, in bits from the record's start, as a little-endian reader counts them. */
static uint64_t bit_place(const struct et_leaf *leaf)
{
	return leaf->offset.bytes * 8 + leaf->bit;
}

static bool draft_size(
	struct et_pairing *pairing, const struct et_leaf *want, const struct et_leaf *have)
{
	if (!sizes_comparable(want, have) || have->bits || want->size.bytes == have->size.bytes)
		return false;
	draft_extents(pairing, ET_W102, "size", want, have, &want->size, &have->size);
	return true;
}

/* How far the tree's fields are from the standard's by what was told already. */
struct shift {
	int64_t bytes;
};

/* A C bit-field against a part of the standard's integer: the same bits of the same bytes. */
static void compare_bits(struct et_pairing *pairing, const struct et_leaf *want,
	const struct et_leaf *have, int64_t shift)
{
	struct et_arena *arena = pairing->comparison->arena;
	struct et_draft *draft;
	unsigned bit;
	int64_t found;

	if (!comparable(want, have) || !et_part_of(want, have->name, &bit))
		return;
	found = (int64_t)bit_place(have) - ((int64_t)want->offset.bytes + shift) * 8;
	if (found == (int64_t)bit)
		return;
	draft = ET_APPEND(arena, &pairing->drafts);
	*draft = et_field_draft(pairing, ET_W103, want, have);
	draft->expected.text = et_sprintf(arena, "bit %u", bit);
	draft->expected.value = bit;
	draft->expected.has_value = true;
	draft->found.text = et_sprintf(arena, "bit %" PRId64, found);
	draft->found.value = found;
	draft->found.has_value = true;
	draft->message = et_sprintf(arena, "%s begins at %s of %s; the standard says %s",
		draft->found.name, draft->found.text, want->path, draft->expected.text);
}

static void compare_leaf(struct et_pairing *pairing, size_t i, struct shift *shift)
{
	const struct et_leaf *have = &pairing->have.leaves[i];
	const struct et_leaf *want = &pairing->want.leaves[pairing->pairs.canon_of[i]];
	int64_t moved;

	if (have->bits) {
		compare_bits(pairing, want, have, shift->bytes);
		return;
	}
	if (comparable(want, have)) {
		moved = (int64_t)have->offset.bytes - (int64_t)want->offset.bytes;
		/* Back in place, whatever was between: nothing to tell. */
		if (moved && moved != shift->bytes)
			draft_extents(pairing, ET_W103, "offset", want, have, &want->offset,
				&have->offset);
		shift->bytes = moved;
	}
	if (draft_size(pairing, want, have) && !have->in_union)
		shift->bytes += (int64_t)have->size.bytes - (int64_t)want->size.bytes;
}

/* Whether a layout ends where run time says. */
static bool ends_open(const struct et_layout *layout)
{
	const struct et_record *record = layout->record;
	const struct et_field *last =
		record->n_fields ? &record->fields[record->n_fields - 1] : NULL;
	size_t i;

	/* An array of records has no leaf of its own to say so. */
	if (last && last->n_counts && last->counts[0].kind != ET_COUNT_FIXED)
		return true;
	for (i = 0; i < layout->n_leaves; i++) {
		const struct et_leaf *leaf = &layout->leaves[i];

		if ((leaf->open && !leaf->stride) || leaf->offset.plus || leaf->size.plus)
			return true;
	}
	return layout->size.plus != NULL;
}

/*
 * Whether a message has fields behind the standard's last: what follows it in its buffer, declared
 * along with it. They are told as A303; a ring's elements have nothing behind them.
 */
static bool has_payload(const struct et_pairing *pairing)
{
	size_t i;

	for (i = 0; i < pairing->have.n_leaves; i++) {
		const struct et_leaf *leaf = &pairing->have.leaves[i];

		if (pairing->pairs.canon_of[i] == ET_UNPAIRED && leaf->name &&
			!et_is_padding_name(leaf->name) &&
			leaf->offset.bytes >= pairing->want.size.bytes)
			return pairing->canon->role != ET_ROLE_RING;
	}
	return false;
}

/*
 * The record as a whole: what an array of it, or the message behind it, is counted in. A
 * configuration space ends where the device says, not where the struct does.
 */
static void compare_whole(struct et_pairing *pairing)
{
	if (pairing->drafts.count || pairing->canon->role == ET_ROLE_CONFIG ||
		has_payload(pairing) || ends_open(&pairing->have) || ends_open(&pairing->want) ||
		pairing->have.size.bytes == pairing->want.size.bytes)
		return;
	draft_extents(
		pairing, ET_W102, "size", NULL, NULL, &pairing->want.size, &pairing->have.size);
}

void et_compare_placement(struct et_pairing *pairing)
{
	const int *earliest = earliest_behind(pairing);
	struct shift shift = {0};
	size_t i = 0;

	while (i < pairing->have.n_leaves) {
		int j = pairing->pairs.canon_of[i];
		size_t last;

		if (j == ET_UNPAIRED) {
			i++;
			continue;
		}
		last = is_ordered(pairing, i) ? permuted_run(pairing, i, earliest) : i;
		if (last > i) {
			const struct et_leaf *have = &pairing->have.leaves[last];
			const struct et_leaf *want;
			size_t k;
			uint64_t end = 0;

			draft_order(pairing, i, last);
			/* Whatever the new order moves behind it was told with the order. */
			for (k = i; k <= last; k++) {
				if (!is_ordered(pairing, k))
					continue;
				want = &pairing->want.leaves[pairing->pairs.canon_of[k]];
				draft_size(pairing, want, &pairing->have.leaves[k]);
				if (want->offset.bytes + want->size.bytes > end)
					end = want->offset.bytes + want->size.bytes;
			}
			shift.bytes =
				(int64_t)(have->offset.bytes + have->size.bytes) - (int64_t)end;
			i = last + 1;
			continue;
		}
		compare_leaf(pairing, i, &shift);
		i++;
	}
	compare_whole(pairing);
}
