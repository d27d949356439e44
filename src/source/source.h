/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A body of text files that is read by path: a directory, or a revision of a git repository without
 * a work tree. Nothing outside of it is ever opened: paths with "..", absolute ones, and links that
 * lead out of it are refused.
 */
#ifndef ETALON_SOURCE_H
#define ETALON_SOURCE_H

#include "arena.h"
#include "diag.h"
#include "file.h"

#include <stdbool.h>

struct et_source;

/*
 * Opens what a user named: a directory, or REPO@REV (REPO a checkout or a bare repository, REV what
 * git rev-parse takes) where no directory of the whole name exists. Returns NULL with an error in
 * diags, which says what to do, when it is neither or when this build has no git. name is borrowed.
 */
struct et_source *et_source_open(const char *name, struct et_diags *diags);

/* Takes NULL. */
void et_source_close(struct et_source *source);

/* As named by the user. */
const char *et_source_name(const struct et_source *source);

/* The full commit that a git source reads, in hexadecimal; NULL for a directory. */
const char *et_source_revision(const struct et_source *source);

/*
 * Reads a file of at most limit bytes by its path below the root, as et_read_file() does: NULL on
 * success, else why not. device and inode are 0 in a git source.
 */
const char *et_source_read(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text);

/* Whether a regular file of that path is there. */
bool et_source_has(struct et_source *source, const char *path);

/* Calls take with the name of each file at the root, in no certain order. */
typedef void et_source_name_fn(const char *name, void *data);
void et_source_list(struct et_source *source, et_source_name_fn *take, void *data);

/* Whether this build reads git repositories. */
bool et_source_git(void);

#endif
