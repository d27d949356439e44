/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Scripts of sed, as far as kernels use them to rewrite text line by line: s, y, p and d, with a
 * pattern before them or without. Private to src/install.
 */
#ifndef ETALON_SED_H
#define ETALON_SED_H

#include "arena.h"
#include "pattern.h"
#include "str.h"

#include <stdbool.h>
#include <stddef.h>

struct et_sed_part {
	const char *text; /* NULL: what a group matched */
	size_t length;
	unsigned group;
};

struct et_sed_command {
	char name;
	struct et_pattern *address; /* NULL: every line */
	bool negated;
	struct et_pattern *pattern;
	ET_ARRAY(struct et_sed_part) parts;
	bool global;
	bool print;
	const unsigned char *table; /* of y: 256 bytes */
};

struct et_sed {
	struct et_arena *arena;
	bool extended; /* -E, to be set before et_sed_add() */
	bool quiet;    /* -n */
	ET_ARRAY(struct et_sed_command) commands;
};

enum { ET_SED_LINE = 65536 }; /* longer lines are refused */

/*
 * Adds the commands of a script. Returns NULL, or why it is not understood, a static text, with
 * *at the place in the script.
 */
const char *et_sed_add(struct et_sed *sed, const char *script, const char **at);

/*
 * Runs the commands on a line without its newline, at most ET_SED_LINE bytes; *line and *length are
 * the result, which lives in one of the buffers until their next use. Returns how often the line is
 * to be printed: none, once, or more often where p asks for it.
 */
unsigned et_sed_line(
	const struct et_sed *sed, struct et_buf buffers[2], const char **line, size_t *length);

/* Steps that the patterns of its commands have taken so far. */
size_t et_sed_work(const struct et_sed *sed);

#endif
