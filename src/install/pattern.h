/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Regular expressions as sed and grep write them, whatever the locale: bytes, no back-references.
 * They come from foreign trees, so that a match takes time in proportion to text times expression,
 * and nothing of the heap. Private to src/install.
 */
#ifndef ETALON_PATTERN_H
#define ETALON_PATTERN_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

enum { ET_PATTERN_GROUPS = 10 }; /* the whole match, and \1 to \9 */

/* What a group matched; both are -1 where it took no part. */
struct et_span {
	int from;
	int to;
};

struct et_pattern;

/*
 * Compiles an expression of length bytes; extended as of "sed -E" and "grep -E", else basic.
 * Returns NULL with *error, a static text, when it is none, is too long, or has what is not known
 * here.
 */
struct et_pattern *et_pattern_compile(struct et_arena *arena, const char *pattern, size_t length,
	bool extended, const char **error);

/*
 * Looks for the leftmost match, and the longest there, at or behind start in a text of length
 * bytes.
 * '^' and '$' are the text's ends only. spans may be NULL.
 */
bool et_pattern_match(struct et_pattern *pattern, const char *text, size_t length, size_t start,
	struct et_span spans[ET_PATTERN_GROUPS]);

/*
 * Texts of which at least one is in whatever the expression matches; their number, or 0 when there
 * is nothing of the kind. For skipping what can't match.
 */
size_t et_pattern_literals(const struct et_pattern *pattern, const char *const **literals);

/* Steps that all matches have taken so far: a bound for who matches foreign expressions. */
size_t et_pattern_work(const struct et_pattern *pattern);

/* Number of groups in parentheses. */
unsigned et_pattern_groups(const struct et_pattern *pattern);

#endif
