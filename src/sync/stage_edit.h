/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Transformations of text, with the meaning that sed gives to the same steps: each line goes
 * through all edits in turn, a deleted line through no further ones, appended text through none,
 * and a last line without a newline stays so.
 */
#ifndef ETALON_STAGE_EDIT_H
#define ETALON_STAGE_EDIT_H

#include "diag.h"
#include "profile.h"
#include "str.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	STAGE_MAX_INPUT = 4 << 20,   /* bytes of a text that is transformed */
	STAGE_MAX_OUTPUT = 16 << 20, /* and of what becomes of it */
	STAGE_MAX_LINE = 4096,	     /* of a line that an edit may apply to */
	STAGE_MAX_WHOLE = 64 << 10,  /* of a text that is searched as one line */
};

struct stage_edits;

/*
 * Makes the edits of a transformation that hold for a release, for files of an architecture or of
 * none; in the arena, with patterns that stage_edits_free() frees.
 */
struct stage_edits *stage_edits_make(struct et_arena *arena,
	const struct et_transformation *transformation, const char *release, bool arch);

/* Takes NULL. */
void stage_edits_free(struct stage_edits *edits);

/*
 * Appends to out what becomes of a text of length bytes. arch is what "$arch" stands for. Returns
 * NULL on success, else why not, a static text.
 */
const char *stage_edits_run(struct stage_edits *edits, const char *arch, const char *text,
	size_t length, struct et_buf *out);

/* Calls take with each line that has "#include" and is none that the transformation knows. */
typedef void stage_line_fn(const char *line, size_t length, size_t number, void *data);
void stage_edits_includes(struct stage_edits *edits, const char *text, size_t length,
	stage_line_fn *take, void *data);

#endif
