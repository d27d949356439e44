/* SPDX-License-Identifier: BSD-3-Clause */
/* Whole files: read with a limit, written whole or not at all. */
#ifndef ETALON_FILE_H
#define ETALON_FILE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

struct et_text {
	const char *data; /* NUL-terminated behind length */
	size_t length;
	uint64_t device; /* with inode: which file it is, by whatever path */
	uint64_t inode;
};

/*
 * Reads a regular file of at most limit bytes below directory dir_fd (AT_FDCWD: anywhere). Returns
 * NULL and fills *text, which lives in the arena; or returns why not, a static text: errno's, "not
 * a regular file", "larger than the limit". Never waits for a FIFO or a terminal.
 */
const char *et_read_file(
	struct et_arena *arena, int dir_fd, const char *path, size_t limit, struct et_text *text);

/* The same for a file that is open already, which stays open. */
const char *et_read_fd(struct et_arena *arena, int fd, size_t limit, struct et_text *text);

#endif
