/* SPDX-License-Identifier: BSD-3-Clause */
/* A comparison of two trees in the making. Private to src/api. */
#ifndef ETALON_API_DIFF_H
#define ETALON_API_DIFF_H

#include "session.h"

#include "subject.h"
#include "tree_diff.h"

/* One of the two. */
struct et_diff_input {
	struct et_tree tree;
	struct et_subject subject; /* open while uses are looked for; of a patch: none */
	const char *name;	   /* as the user named it */
	const char *revision;	   /* the commit that it was read from, or NULL */
	const char *folder; /* what stands before its files' paths in reports; NULL: tree.path */
	struct et_diags diags;
};

/* Before its files are read. */
void et_diff_input_init(struct etalon *etalon, struct et_diff_input *input, const char *name);
/* And behind: recognises the dialect, judges what could not be read. */
void et_diff_input_read(struct etalon *etalon, struct et_diff_input *input);

/* Whether a path is one of the globs that data is, a NULL-terminated list; only headers are. */
bool et_diff_is_asked_for(const char *path, void *data);

/* Gives the changes, which list is made of, their uses in a directory. */
void et_diff_uses(struct etalon *etalon, const struct et_diff_input *from,
	const struct et_tree_changes *changes, struct etalon_change *list, const char *directory);

/* Compares, finds uses, and makes the session's changes of it. */
void et_diff_inputs(struct etalon *etalon, struct et_diff_input *from, struct et_diff_input *to,
	const struct etalon_diff_options *options);

#endif
