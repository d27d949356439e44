/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The directory that a sync writes to, locked, with the journal's folder in it. Private to src/sync
 * and its tests.
 */
#ifndef ETALON_SITE_H
#define ETALON_SITE_H

#include "apply.h"
#include "journal.h"
#include "sha256.h"
#include "sync_fs.h"

struct et_site {
	struct et_arena *arena;
	struct et_diags *diags; /* with paths below the root, "" for the root itself */
	const struct et_fs *fs;
	int root;   /* -1: not open */
	int folder; /* ET_JOURNAL in it; -1: not open */
};

/*
 * Opens a directory and locks it for as long as it is open: flock() on the directory itself, which
 * ends with the process however that ends, and leaves nothing behind. Over a network it excludes
 * the syncs of the same machine only. False with an error.
 */
bool et_site_open(struct et_site *site, struct et_arena *arena, const char *root,
	const struct et_fs *fs, struct et_diags *diags);
void et_site_close(struct et_site *site);

/* Opens the folder ET_JOURNAL, which is there. False with an error. */
bool et_site_enter(struct et_site *site);

/*
 * Opens the folder that a path is in, and points *name to its last part. -1 with errno: see
 * et_open_beneath(). The caller closes it.
 */
int et_site_parent(const struct et_site *site, const char *path, const char **name);

/*
 * An error about a path: "can't be replaced: No space left on device", where what is "replaced".
 * Looks for the link or file on the way to the path when errno is what such a one gives.
 */
void et_site_fail(const struct et_site *site, const char *path, const char *what);

enum et_seen_kind {
	ET_SEEN_NOTHING,
	ET_SEEN_FILE, /* a regular file */
	ET_SEEN_LINK,
	ET_SEEN_OTHER,	 /* a folder, a device, … */
	ET_SEEN_UNKNOWN, /* errno says why it can't be told */
};

struct et_seen {
	enum et_seen_kind kind;
	struct stat status;		 /* of a file */
	char hash[ET_SHA256_DIGITS + 1]; /* of a file's bytes */
};

/* Looks at what has a path and reads it. */
struct et_seen et_site_see(const struct et_site *site, const char *path);

/*
 * Ends whatever state the journal's folder is in, and removes it: back when the swaps were not all
 * made, forward when they were; ET_RECOVERY_NONE when none was begun, or all was ended. *decided
 * says, also after a failure, whether all swaps were made.
 */
enum et_recovery et_site_settle(struct et_site *site, bool *decided);

/* et_apply() and et_recover() with other system calls. */
bool et_apply_with(struct et_arena *arena, const char *root, const struct et_write *writes,
	size_t n, const struct et_fs *fs, struct et_diags *diags);
enum et_recovery et_recover_with(
	struct et_arena *arena, const char *root, const struct et_fs *fs, struct et_diags *diags);

#endif
