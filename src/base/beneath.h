/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Paths that can't lead out of a folder, whatever links and ".." somebody puts into it, also while
 * we look.
 */
#ifndef ETALON_BENEATH_H
#define ETALON_BENEATH_H

#include <stdbool.h>
#include <stddef.h>

enum et_beneath {
	ET_BENEATH_LINKS = 1,  /* links may be followed as long as they stay below the root */
	ET_BENEATH_MOUNTS = 2, /* other filesystems may be entered */
};

/*
 * Opens a path below the folder that root is open for; flags as for openat(), which makes no file
 * here. allow is a set of enum et_beneath. Returns the file, which is closed on exec, or -1 with
 * errno: ELOOP for a link, EXDEV for what leads out of the folder or its filesystem.
 */
int et_open_beneath(int root, const char *path, int flags, unsigned allow);

/*
 * The same for kernels without openat2(), and where it is forbidden: part by part. Follows no links
 * at all. et_open_beneath() falls back to it; apart from tests nobody else needs it.
 */
int et_open_by_parts(int root, const char *path, int flags, unsigned allow);

/*
 * Whether a path names something below a folder by its text alone: relative, with no empty part, no
 * "." and no "..", no control characters, and no longer than systems take.
 */
bool et_is_plain_path(const char *path);

/* How far the way to a folder is one. */
enum et_way {
	ET_WAY_CLEAR,	/* all parts are folders */
	ET_WAY_NOTHING, /* a part is not there */
	ET_WAY_LINK,
	ET_WAY_FILE,  /* or anything else that is neither folder nor link */
	ET_WAY_MOUNT, /* a part is on another filesystem */
	ET_WAY_ERROR, /* errno says why a part can't be entered */
};

/*
 * Looks at each part of a plain path's first length bytes. *reached is the length of the path up to
 * and with the part that the answer is about.
 */
enum et_way et_look_beneath(int root, const char *path, size_t length, size_t *reached);

#endif
