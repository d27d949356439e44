/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a user names when asked for a tree: a directory, a file, an archive, a revision of a git
 * repository, or a folder or file of one.
 */
#ifndef ETALON_SUBJECT_H
#define ETALON_SUBJECT_H

#include "tree.h"

struct et_subject {
	const char *name; /* as named, without trailing slashes */
	const char *root; /* what et_tree.path is to be: name, or a single file's directory */
	const char *file; /* the one file at the root that was named; NULL: all of it */
	struct et_source *source; /* NULL: root is a directory of the file system */
};

/*
 * Finds out what a name means, and opens it: what the file system has comes first. Of an archive
 * the files that "wants" takes are kept (NULL: et_tree_wants()), other headers as far as they may
 * explain those, and the tree's etalon.yaml. Returns false with an error in diags, which has no
 * file, when there is no such thing. The subject lives in the arena; name is copied. Close it.
 */
bool et_subject_open(struct et_subject *subject, struct et_arena *arena, const char *name,
	et_wanted_fn *wants, void *data, struct et_diags *diags);
void et_subject_close(struct et_subject *subject);

/* Reads all of it that is VIRTIO's, or the one file that was named, into a tree of that path. */
void et_tree_read_subject(struct et_tree *tree, struct et_arena *arena,
	const struct et_subject *subject, struct et_diags *diags);

/*
 * Opens, reads, closes: the whole way from a name to units, with the dialect recognised. Sets all
 * of the tree but canon and wants. Returns false when there is no such thing, or nothing was read,
 * with an error in diags; messages of what was read name paths below tree->path.
 */
bool et_tree_read_named(
	struct et_tree *tree, struct et_arena *arena, const char *name, struct et_diags *diags);

#endif
