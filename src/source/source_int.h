/* SPDX-License-Identifier: BSD-3-Clause */
/* What the kinds of sources have in common. Private to src/source. */
#ifndef ETALON_SOURCE_INT_H
#define ETALON_SOURCE_INT_H

#include "source.h"

/* Paths that reach these are relative and have no "..". */
struct et_source_ops {
	const char *(*read)(struct et_source *source, struct et_arena *arena, const char *path,
		size_t limit, struct et_text *text);
	bool (*has)(struct et_source *source, const char *path);
	void (*list)(struct et_source *source, et_source_name_fn *take, void *data);
	void (*close)(struct et_source *source);
};

/* Heads each kind's own structure, which lives in the arena that is in it. */
struct et_source {
	const struct et_source_ops *ops;
	const char *name;
	const char *revision;
	struct et_arena arena;
};

/* A source of the given size, whose memory is its own. The ops are called only on what was opened.
 */
struct et_source *et_source_new(const struct et_source_ops *ops, const char *name, size_t size);

/* Returns NULL when there is no such directory: *reason is errno's text then. */
struct et_source *et_source_open_directory(const char *name, const char **reason);

/*
 * Opens the part of name before an "@", the first where a repository is, at the revision behind it;
 * NULL with an error.
 */
struct et_source *et_source_open_git(const char *name, struct et_diags *diags);

#endif
