/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writes many files of a directory, all of them or none: staged beside the destination, swapped in
 * by renames under a journal, recovered by whoever comes next. docs/sync-journal.md has the steps.
 *
 * Diagnostics name paths below the root, "" for the root itself.
 */
#ifndef ETALON_APPLY_H
#define ETALON_APPLY_H

#include "arena.h"
#include "diag.h"

#include <stdbool.h>
#include <stddef.h>

/* The journal's folder at the consumer's root. While it is there the tree is between two states. */
#define ET_JOURNAL ".etalon-sync"

struct et_write {
	const char *path; /* below the root: relative, no "..", no link on the way */
	const char *data; /* NULL: the file is removed, and folders that are empty then */
	size_t length;
	/* What the plan was made for: the SHA-256 of what is there, "" for nothing. When something
	   else is there by now all is refused. NULL: whatever is there. */
	const char *before;
	const char *hash; /* SHA-256 of data where it is known already; NULL: it is made */
};

/*
 * Brings all of the writes to the directory. Returns true when all is done and durable; false, with
 * an error in diags and the directory as it was, when something failed. When even going back failed
 * the journal stays, and et_recover() does the rest; the same when all was written and only
 * clearing up failed. Takes a lock: a second sync of the same directory at the same time is
 * refused, and so is one where an interrupted one was not recovered from.
 *
 * A replaced file keeps its mode, and its owner where that may be given; a new one has 0644 and a
 * new folder 0755, less the umask. What has the bytes already is left alone.
 */
bool et_apply(struct et_arena *arena, const char *root, const struct et_write *writes, size_t n,
	struct et_diags *diags);

/* Whether et_apply() would refuse; nothing is written. */
bool et_apply_check(struct et_arena *arena, const char *root, const struct et_write *writes,
	size_t n, struct et_diags *diags);

enum et_recovery {
	ET_RECOVERY_NONE,    /* no file was between two states; leftovers are cleared */
	ET_RECOVERY_BACK,    /* the interrupted sync is undone: all as before */
	ET_RECOVERY_FORWARD, /* it had been decided: all as planned */
	ET_RECOVERY_FAILED,  /* an error is in diags; the journal stays */
};

/*
 * Ends an interrupted et_apply() of the directory. May be interrupted and called again. What others
 * have changed since is never overwritten: where it is in the way, that is an error; where it is
 * not, it stays, with a warning.
 */
enum et_recovery et_recover(struct et_arena *arena, const char *root, struct et_diags *diags);

/* Whether a journal marks the directory: a sync was interrupted there, or is running now. */
bool et_is_interrupted(const char *root);

/*
 * The directory that is marked so and has the folder in it, or is it: looks upwards as far as the
 * top of a git checkout, or of the system. Returns its absolute path in the arena, or NULL.
 */
const char *et_find_interrupted(struct et_arena *arena, const char *folder);

#endif
