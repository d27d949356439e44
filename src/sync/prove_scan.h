/* SPDX-License-Identifier: BSD-3-Clause */
/* The includes of one file, of all branches of its conditions. For src/sync/prove*.c only. */
#ifndef ETALON_PROVE_SCAN_H
#define ETALON_PROVE_SCAN_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

enum prove_include_kind {
	PROVE_QUOTED,
	PROVE_BRACKETS,
	PROVE_MACRO,	/* #include NAME */
	PROVE_COMPUTED, /* by more than a name: what it is can't be told */
};

struct prove_include {
	enum prove_include_kind kind;
	bool next; /* #include_next */
	const char *name;
};

/* #define NAME "file.h", which an #include NAME may mean. */
struct prove_named {
	const char *macro;
	struct prove_include include;
};

struct prove_includes {
	ET_ARRAY(struct prove_include) list;
	ET_ARRAY(struct prove_named) named;
};

/*
 * Finds too much rather than too little: what stands in comments, in branches that are not taken,
 * and what __has_include() asks for counts, too. text is NUL-terminated.
 */
void prove_scan(
	struct et_arena *arena, const char *text, size_t length, struct prove_includes *includes);

/* The value of a -D option, if it may be an include's name. */
bool prove_scan_define(struct et_arena *arena, const char *define, struct prove_named *named);

/* Where in a line "#include "/abs/file.h"" the name begins, or NULL for any other line. */
const char *prove_absolute_include(const char *line, size_t length);

#endif
