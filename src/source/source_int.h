/* SPDX-License-Identifier: BSD-3-Clause */
/* What the kinds of sources have in common. Private to src/source. */
#ifndef ETALON_SOURCE_INT_H
#define ETALON_SOURCE_INT_H

#include "source.h"

/* Takes an entry as it is; link: it is a link to what its kind says. */
typedef void et_source_raw_fn(const char *name, enum et_entry_kind kind, bool link, void *data);

/* Paths that reach these are relative, have no ".." and no control characters. */
struct et_source_ops {
	const char *(*read)(struct et_source *source, struct et_arena *arena, const char *path,
		size_t limit, struct et_text *text);
	bool (*has)(struct et_source *source, const char *path);
	/* Each entry of a folder, in any order, whatever its name; false: there is no such folder.
	 */
	bool (*entries)(
		struct et_source *source, const char *path, et_source_raw_fn *take, void *data);
	void (*close)(struct et_source *source);
};

/* Heads each kind's own structure, which lives in the arena that is in it. */
struct et_source {
	const struct et_source_ops *ops;
	const char *name;
	const char *revision;
	const char *file;
	struct et_arena arena;
};

/* A source of the given size, whose memory is its own. The ops are called on what was opened only.
 */
struct et_source *et_source_new(const struct et_source_ops *ops, const char *name, size_t size);

/* Why a path is refused whatever is there, or NULL: absolute ones, "..", control characters. */
const char *et_source_path_problem(const char *path);

/* What an entry of that name is at most: what can't be named in a path is neither file nor folder.
 */
enum et_entry_kind et_source_entry_kind(const char *name, enum et_entry_kind kind);

/*
 * Opens the part of name before an "@", the first where a repository is, at the revision behind it;
 * else the whole name as a revision of the repository that the current directory is in.
 */
struct et_source *et_source_open_git(const char *name, struct et_diags *diags);

/* Reads an archive. NULL with an error. */
struct et_source *et_source_open_archive(
	const char *name, const struct et_source_want *want, struct et_diags *diags);

/* Bounds of one source, far beyond what any tree has: a kernel has 90,000 files in 16 levels. */
enum { ET_SOURCE_MOST_LEVELS = 128, ET_SOURCE_MOST_ENTRIES = 4 * 1024 * 1024 };
enum { ET_SOURCE_LONGEST_PATH = 4096 };

#endif
