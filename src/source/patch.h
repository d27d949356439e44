/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Unified diffs as git and diff -u make them: which files they change, and these files with the
 * patch applied, or taken back, in memory.
 */
#ifndef ETALON_PATCH_H
#define ETALON_PATCH_H

#include "arena.h"
#include "diag.h"
#include "file.h"
#include "walk.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Lines that follow each other. */
struct et_patch_hunk {
	uint32_t old_line, old_count; /* as the patch counts: from 1 */
	uint32_t new_line, new_count;
	const char *lines; /* each with its first character: ' ', '+', '-' or '\\' */
	size_t length;
	uint32_t place; /* its line in the patch */
};

/* A file that a patch changes. */
struct et_patch_file {
	const char *old_path; /* NULL: it is new */
	const char *new_path; /* NULL: it is deleted */
	bool is_binary;	      /* what changes in it is not said as lines */
	ET_ARRAY(struct et_patch_hunk) hunks;
	uint32_t place; /* its line in the patch */
};

struct et_patch {
	ET_ARRAY(struct et_patch_file) files; /* only those that are wanted by either path */
	size_t all;			      /* of the patch, wanted or not */
};

/*
 * Reads a patch, which is borrowed as long as the result. Text around the files, as in a mail, is
 * passed over. Paths come without the prefixes a/ and b/; one that is absolute or leads out by ".."
 * is refused. Returns false with an error in diags, with the patch's name and line, when it is
 * none, or cut off, or of several parents ("@@@").
 */
bool et_patch_read(struct et_patch *patch, struct et_arena *arena, const char *name,
	const char *text, size_t length, et_wanted_fn *wanted, void *data, struct et_diags *diags);

/*
 * Applies a file's hunks to its text, or with reverse takes them back from it; a text of NULL is a
 * file that is not there. Lines have to be those of the patch; they may have moved. Returns NULL
 * and fills *result, whose data is NULL when the file is not there then; or returns why not, a
 * static text, with the hunk in *where when it is not NULL.
 */
const char *et_patch_apply(struct et_arena *arena, const struct et_patch_file *file, bool reverse,
	const struct et_text *text, struct et_text *result, const struct et_patch_hunk **where);

#endif
