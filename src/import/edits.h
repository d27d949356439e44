/* SPDX-License-Identifier: BSD-3-Clause */
/* Changes of a text by ranges of bytes, collected and then made at once; and what they changed as a
 * unified diff. */
#ifndef ETALON_EDITS_H
#define ETALON_EDITS_H

#include "arena.h"
#include "str.h"

#include <stdbool.h>

struct et_edit {
	size_t start, end; /* of the old text; the same: something is put in */
	const char *text;  /* instead; borrowed */
	size_t order;
};

/* All zeroes is none. */
struct et_edits {
	ET_ARRAY(struct et_edit) list;
};

/* Notes a change. Several at the same place are made in the order in which they were noted. */
void et_edit(
	struct et_arena *arena, struct et_edits *edits, size_t start, size_t end, const char *text);

/*
 * The changes in the order of their places, in the arena, and how many. One that lies within a
 * larger one is left out with what it was about. Returns NULL when two overlap otherwise, or one is
 * behind the text's end.
 */
const struct et_edit *et_edits_sort(
	struct et_arena *arena, const struct et_edits *edits, size_t length, size_t *count);

/* Makes the changes. Returns the new text, NUL-terminated, in the arena; NULL as et_edits_sort().
 */
const char *et_edits_apply(struct et_arena *arena, const struct et_edits *edits, const char *text,
	size_t length, size_t *new_length);

/* A text before (NULL: there was none) and after. edits: what was done, or NULL when not known. */
struct et_versions {
	const char *before, *after;
	size_t before_length, after_length;
	const struct et_edits *edits;
};

/*
 * Adds the difference to out, as "git apply" and "patch -p1" take it: path is below a/ and b/.
 * Nothing when the two are equal.
 */
void et_unified_diff(struct et_buf *out, struct et_arena *arena, const char *path,
	const struct et_versions *versions);

#endif
