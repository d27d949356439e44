/* SPDX-License-Identifier: BSD-3-Clause */
/* Helpers for those that walk through TeX. Private to src/read/tex. */
#ifndef ETALON_TEX_SCAN_H
#define ETALON_TEX_SCAN_H

#include <stdbool.h>
#include <stddef.h>

bool tex_is_letter(char c);
bool tex_is_blank(char c);
/* Whether a name of that length is "what". */
bool tex_is(const char *name, size_t length, const char *what);

/*
 * The entry of that name in a table of "count" entries of "size" bytes, each of which begins with
 * its name as a const char *, sorted by that; NULL: there is none.
 */
const void *tex_find_entry(
	const void *table, size_t count, size_t size, const char *name, size_t length);

/* From the "%" to behind the end of its line. */
const char *tex_skip_comment(const char *at, const char *end);

/* Behind white space and comments. */
const char *tex_skip_blanks(const char *at, const char *end);

/* Whether nothing but blanks stands from "at" to the end of the line. */
bool tex_blank_line(const char *at, const char *end);

/* Behind all groups, in braces and brackets, that follow. */
const char *tex_skip_arguments(const char *at, const char *end);

#endif
