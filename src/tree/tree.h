/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A tree: which of its files define VIRTIO things, what they define, and in which dialect.
 */
#ifndef ETALON_TREE_H
#define ETALON_TREE_H

#include "arena.h"
#include "canon.h"
#include "dialect.h"
#include "diag.h"
#include "map.h"
#include "source.h"
#include "source_memory.h"
#include "unit.h"

/* To be filled before a tree is read: canon, path, unread (et_diags_init()); the rest is zero. */
struct et_tree {
	const struct et_canon *canon; /* whose names matter */
	const char *path; /* as named by the user: a directory, an archive, REPO@REV; of single
			   * files their directory */
	bool partial;	  /* single files were named: what is not there may just not be asked for */
	const struct et_dialect *dialect;
	ET_ARRAY(const struct et_unit *) units; /* one a directory: copies of a header are two */
	struct et_diags unread; /* what the reader could not read, before anybody judges it */
	size_t n_files;
	size_t skipped;
	struct et_map *known_files; /* borrowed: so that one file is one in all trees; or NULL */
	size_t repeated;	    /* files that another path had led to already */
	et_wanted_fn *wants;	    /* which files of the whole; NULL: et_tree_wants() */
	void *wants_data;
};

/* Largest file that is read, in bytes. The largest header of any tree known is below 1 MiB. */
enum { ET_LARGEST_HEADER = 16 * 1024 * 1024 };

/*
 * Reads a directory (all headers below it that are VIRTIO's by their path) or files of one
 * directory (whatever they are called; paths lie below tree->path). What could not be opened goes
 * to diags, what could not be read to tree->unread. What is read lives in the arena.
 */
void et_tree_read_directory(struct et_tree *tree, struct et_arena *arena, struct et_diags *diags);
void et_tree_read_files(struct et_tree *tree, struct et_arena *arena, const char *const *paths,
	size_t count, struct et_diags *diags);

/*
 * The same for a source, whose files may lie in any folders. It can be closed afterwards; listed
 * paths are borrowed as long as the tree lives.
 */
void et_tree_read_source(struct et_tree *tree, struct et_arena *arena, struct et_source *source,
	struct et_diags *diags);
void et_tree_read_source_files(struct et_tree *tree, struct et_arena *arena,
	struct et_source *source, const char *const *paths, size_t count, struct et_diags *diags);

/*
 * The same for texts in memory, all of them, whatever they are called; their paths are borrowed,
 * the bytes are not. tree->path is any name.
 */
void et_tree_read_texts(struct et_tree *tree, struct et_arena *arena,
	const struct et_source_text *texts, size_t count, struct et_diags *diags);

/* Whether a record that the canon knows can't be laid out for what the unit does not define. */
bool et_tree_lacks_context(
	const struct et_tree *tree, struct et_arena *arena, const struct et_unit *unit);

/* Whether a file is a header by its name. */
bool et_tree_is_header(const char *path);

/* Whether a header is VIRTIO's by its path below a tree's root. */
bool et_tree_wants(const char *path);

/*
 * Picks the dialect that the most evidence speaks for: paths, includes and types, and without such
 * the names that only its aliases explain. NULL when nothing does: the standard's own spelling.
 */
const struct et_dialect *et_tree_recognise(const struct et_tree *tree, const struct et_canon *canon,
	const struct et_dialect *const *dialects, size_t count);

#endif
