/* SPDX-License-Identifier: BSD-3-Clause */
/* Paragraphs that fit a terminal. */
#ifndef ETALON_WRAP_H
#define ETALON_WRAP_H

#include "str.h"

/*
 * Appends a paragraph, broken at blanks so that no line is wider than width (0: not limited), and a
 * newline. The first line begins at column `column`, where the caller has written; those that
 * follow are indented by indent. A word that is wider than a whole line is broken behind a '/', '_'
 * or '.', else anywhere. Sequences ESC [ … m take no room.
 */
void et_wrap(struct et_buf *out, const char *text, size_t column, size_t indent, size_t width);

#endif
