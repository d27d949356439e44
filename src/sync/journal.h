/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is in the journal's folder: the journal itself, a text that says what is swapped, and the
 * files that are put aside. Private to src/sync and its tests.
 *
 *	new.3	what is to come to the path of the journal's fourth swap
 *	old.3	what was there, taken away by a rename
 */
#ifndef ETALON_JOURNAL_H
#define ETALON_JOURNAL_H

#include "arena.h"
#include "str.h"

#include <stdbool.h>
#include <stddef.h>

/* The journal has three names: while it is written, from then on, and when all swaps are made. */
#define ET_JOURNAL_DRAFT "draft"
#define ET_JOURNAL_OPEN "journal"
#define ET_JOURNAL_DONE "done"

enum { ET_JOURNAL_LARGEST = 64 << 20, ET_JOURNAL_NAME = 32 };

struct et_swap {
	const char *path;     /* below the root */
	const char *old_hash; /* SHA-256 of what is replaced; NULL: nothing is there */
	const char *new_hash; /* of what comes; NULL: the file is removed */
};

struct et_journal {
	ET_ARRAY(struct et_swap) swaps;
	ET_ARRAY(const char *) folders; /* that are made, each behind those that it is in */
};

/* Appends the journal's text, which ends with a hash of itself. */
void et_journal_write(struct et_buf *out, const struct et_journal *journal);

/*
 * Reads it. Returns NULL, or why it is no journal: a static text. Texts point into a copy in the
 * arena.
 */
const char *et_journal_read(
	struct et_arena *arena, const char *text, size_t length, struct et_journal *journal);

/* The name of a swap's file: kind is "new" or "old". */
void et_journal_name(char name[ET_JOURNAL_NAME], const char *kind, size_t index);

/* Whether a name in the folder is one of a kind. */
bool et_journal_is(const char *name, const char *kind);

#endif
