/* SPDX-License-Identifier: BSD-3-Clause */
/* Finds files below a directory, in an order that is the same everywhere. */
#ifndef ETALON_WALK_H
#define ETALON_WALK_H

#include "arena.h"
#include "diag.h"

#include <stdbool.h>
#include <stddef.h>

/* Says whether a file is wanted by its path below the root: "linux/virtio_net.h". */
typedef bool et_wanted_fn(const char *path, void *data);

struct et_walk {
	ET_ARRAY(const char *) paths; /* of wanted files, below the root, sorted */
	size_t skipped; /* wanted names that are no regular files, and links to directories */
};

/*
 * Collects the wanted files below root, a directory. Hidden directories and links to directories
 * are not entered, so that there are no loops; links to files are followed. Directories that can't
 * be read are diagnosed, and the rest goes on. Returns false, with a diagnostic, when root itself
 * can't be read. Diagnostics name paths below the root, "" for itself. All lives in the arena.
 */
bool et_walk(struct et_walk *walk, struct et_arena *arena, const char *root, et_wanted_fn *wanted,
	void *data, struct et_diags *diags);

#endif
