/* SPDX-License-Identifier: BSD-3-Clause */
#include "edits.h"

#include <stdlib.h>
#include <string.h>

void et_edit(
	struct et_arena *arena, struct et_edits *edits, size_t start, size_t end, const char *text)
{
	struct et_edit *edit = ET_APPEND(arena, &edits->list);

	*edit = (struct et_edit){start, end, text, edits->list.count};
}

/* By place; what is put in comes before what is replaced there; the larger of two before the other.
 */
static int compare_edits(const void *left, const void *right)
{
	const struct et_edit *a = left, *b = right;
	bool a_inserts = a->start == a->end, b_inserts = b->start == b->end;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a_inserts != b_inserts)
		return a_inserts ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

const struct et_edit *et_edits_sort(
	struct et_arena *arena, const struct et_edits *edits, size_t length, size_t *count)
{
	size_t i, n = edits->list.count, at = 0;
	struct et_edit *sorted = ET_NEW_ARRAY(arena, n + 1, struct et_edit);

	if (n) {
		memcpy(sorted, edits->list.items, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), compare_edits);
	}
	*count = 0;
	for (i = 0; i < n; i++) {
		const struct et_edit *edit = &sorted[i];

		if (edit->start < at && edit->end <= at)
			continue;
		if (edit->start < at || edit->end > length)
			return NULL;
		at = edit->end;
		sorted[(*count)++] = *edit;
	}
	return sorted;
}

const char *et_edits_apply(struct et_arena *arena, const struct et_edits *edits, const char *text,
	size_t length, size_t *new_length)
{
	size_t i, n, at = 0;
	const struct et_edit *sorted = et_edits_sort(arena, edits, length, &n);
	struct et_buf out = {0};
	const char *result;

	if (!sorted)
		return NULL;
	for (i = 0; i < n; i++) {
		et_buf_add(&out, text + at, sorted[i].start - at);
		et_buf_puts(&out, sorted[i].text);
		at = sorted[i].end;
	}
	et_buf_add(&out, text + at, length - at);
	*new_length = out.length;
	result = et_strndup(arena, out.data ? out.data : "", out.length);
	et_buf_finish(&out);
	return result;
}
