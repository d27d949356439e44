/* SPDX-License-Identifier: BSD-3-Clause */
/* The scanner that directives and their conditions share. Private to unifdef*.c. */
#ifndef ETALON_UNIFDEF_INT_H
#define ETALON_UNIFDEF_INT_H

#include "unifdef.h"

#include <stdint.h>

/* What the text is inside of. It outlives a line. */
enum et_inside {
	ET_IN_CODE,
	ET_IN_COMMENT,
	ET_IN_LINE_COMMENT,
	ET_IN_SLASH, /* behind a slash whose line goes on in the next */
	ET_IN_STAR,  /* likewise behind a comment's star */
	ET_IN_CHARACTER,
	ET_IN_STRING,
};

/* What has been seen of the line. */
enum et_seen {
	ET_SEEN_BLANK,	   /* nothing but blanks and comments */
	ET_SEEN_HASH,	   /* and a '#', and what belongs to a directive */
	ET_SEEN_SOMETHING, /* something that makes it no directive, or no more of one */
};

struct et_scanner {
	const struct et_unifdef *unifdef;
	const char *end; /* of the line, behind its newline */
	enum et_inside inside;
	enum et_seen seen;
	const char *error; /* what ends the program, or NULL */
};

/* How a condition comes out. */
enum et_verdict { ET_UNKNOWN, ET_FALSE, ET_TRUE };

/* Skips blanks and comments, and quotes; stops at the next other character, or at the line's end.
 */
const char *et_scan_skip(struct et_scanner *s, const char *at);

/* Skips a name, which may be empty. What follows the line's end is none of it. */
const char *et_scan_name(const struct et_scanner *s, const char *at);

/* Looks a name up that begins at a place; NULL if it is not among the given ones. */
const struct et_unifdef_name *et_scan_find(const struct et_scanner *s, const char *at);

/* Evaluates a condition at *at, and moves it behind what was understood. */
enum et_verdict et_scan_condition(struct et_scanner *s, const char **at);

#endif
