/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How far the lines of a file have moved: names that are defined once in it, in the registry and in
 * the text, tell for what stands around them.
 */
#include "import_places.h"

#include <stdlib.h>
#include <string.h>

/* A line of the registry's that is surely that line now. */
struct anchor {
	uint32_t before, after;
};

/* Those of a file, in order; both lines only grow. */
struct anchors {
	const char *file;
	ET_ARRAY(struct anchor) list;
};

static struct anchors *anchors_of(struct import *import, const char *file)
{
	void **slot = et_map_slot(&import->anchors, import->arena, file, strlen(file));

	if (!*slot) {
		*slot = ET_NEW(import->arena, struct anchors);
		((struct anchors *)*slot)->file = file;
	}
	return *slot;
}

static int compare_anchors(const void *left, const void *right)
{
	const struct anchor *a = left, *b = right;

	if (a->before != b->before)
		return a->before < b->before ? -1 : 1;
	return (a->after > b->after) - (a->after < b->after);
}

/* Leaves the longest chain of anchors that are in the same order in both. */
static void straighten(struct et_arena *arena, struct anchors *anchors)
{
	size_t n = anchors->list.count, length = 0, i, k;
	struct anchor *items = anchors->list.items;
	size_t *tails = ET_NEW_ARRAY(arena, n + 1, size_t);
	size_t *before = ET_NEW_ARRAY(arena, n + 1, size_t);
	struct anchor *chain;

	if (!n)
		return;
	qsort(items, n, sizeof(*items), compare_anchors);
	for (i = 0; i < n; i++) {
		size_t low = 0, high = length;

		while (low < high) {
			size_t middle = (low + high) / 2;

			if (items[tails[middle]].after <= items[i].after)
				low = middle + 1;
			else
				high = middle;
		}
		before[i] = low ? tails[low - 1] + 1 : 0;
		tails[low] = i;
		if (low == length)
			length++;
	}
	chain = ET_NEW_ARRAY(arena, length, struct anchor);
	for (i = length, k = tails[length - 1] + 1; k; k = before[k - 1])
		chain[--i] = items[k - 1];
	anchors->list.items = chain;
	anchors->list.count = length;
	anchors->list.capacity = length;
}

/*
 * The line that a line has become. *sure: what is known above and below has moved equally far, so
 * that nothing came in between.
 */
static uint32_t predict(const struct anchors *anchors, uint32_t line, bool *sure)
{
	size_t low = 0, high = anchors ? anchors->list.count : 0;
	const struct anchor *above, *below;
	const struct anchor *nearest;
	int64_t moved;

	*sure = false;
	if (!high)
		return line;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (anchors->list.items[middle].before <= line)
			low = middle + 1;
		else
			high = middle;
	}
	above = low ? &anchors->list.items[low - 1] : NULL;
	below = low < anchors->list.count ? &anchors->list.items[low] : NULL;
	if (above && above->before == line) {
		*sure = true;
		return above->after;
	}
	nearest = above ? above : below;
	if (above && below && below->before - line < line - above->before)
		nearest = below;
	moved = (int64_t)nearest->after - nearest->before + line;
	*sure = (!above || !below ||
			above->after - (int64_t)above->before ==
				below->after - (int64_t)below->before) &&
		(below || above->after == above->before);
	return moved > 0 ? (uint32_t)moved : 1;
}

/* The only definition of the entry in its file; NULL when there is none or more than one. */
static const struct occ *only_definition(const struct import *import, const struct ref *ref)
{
	const struct occ_list *names = ref->name ? et_import_find(import, ref->name) : NULL;
	const struct occ *found = NULL;
	size_t i;

	for (i = 0; names && i < names->list.count; i++) {
		const struct occ *occ = &names->list.items[i];

		if (!et_place_is_definition(ref, occ) || !et_streq(occ->place.file, ref->file))
			continue;
		if (found && found->place.line != occ->place.line)
			return NULL;
		found = occ;
	}
	return found;
}

void et_place_find_anchors(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];
		const struct occ *occ =
			ref->at && ref->file && ref->present && ref->kind != REF_ERRATUM
				? only_definition(import, ref)
				: NULL;

		if (occ)
			*ET_APPEND(import->arena, &anchors_of(import, ref->file)->list) =
				(struct anchor){ref->line, occ->place.line};
		else if (ref->at && ref->file && ref->present && et_place_is_unnamed(ref) &&
			 et_place_row(import, ref, ref->line))
			*ET_APPEND(import->arena, &anchors_of(import, ref->file)->list) =
				(struct anchor){ref->line, et_place_row(import, ref, ref->line)};
	}
	for (i = 0; i < import->anchors.capacity; i++) {
		if (import->anchors.entries[i].key)
			straighten(import->arena, import->anchors.entries[i].value);
	}
}

uint32_t et_import_predict(const struct import *import, const char *file, uint32_t line, bool *sure)
{
	return predict(et_map_get(&import->anchors, file, strlen(file)), line, sure);
}
