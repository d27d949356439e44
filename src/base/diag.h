/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages about input: collected, not printed, so that a reader goes on after the first and the
 * caller decides where they go. The form is "file:line: what is wrong with what, what to do".
 */
#ifndef ETALON_DIAG_H
#define ETALON_DIAG_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

enum et_severity {
	ET_NOTE,    /* worth saying, changes no exit status */
	ET_WARNING, /* something was left out that did not matter to the answer */
	ET_ERROR,   /* the input could not be read; exit status 2 */
};

struct et_diag {
	enum et_severity severity;
	const char *file; /* NULL when the message is about no file */
	uint32_t line;	  /* from 1; 0 when about the whole file */
	const char *name; /* the definition that could not be read, where one is known, or NULL */
	const char *text; /* no newline, no file and line */
};

struct et_diags {
	struct et_arena *arena; /* borrowed; the messages live there */
	ET_ARRAY(struct et_diag) list;
	size_t errors;
	size_t limit;	   /* at most so many are kept (0: 1000); the rest are only counted */
	size_t suppressed; /* how many were not kept */
};

void et_diags_init(struct et_diags *diags, struct et_arena *arena);

/* file, name: borrowed for as long as the diags live. Copies the formatted text. */
void et_diag(struct et_diags *diags, enum et_severity severity, const char *file, uint32_t line,
	const char *name, const char *format, ...) __attribute__((format(printf, 6, 7)));

#endif
