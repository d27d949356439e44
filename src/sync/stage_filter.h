/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which of many patterns a line may match, told in one pass over its bytes: a few neighbouring
 * characters that each pattern can't do without are looked for, all at once, as the bits of a word.
 */
#ifndef ETALON_STAGE_FILTER_H
#define ETALON_STAGE_FILTER_H

#include "arena.h"

#include <stddef.h>
#include <stdint.h>

struct stage_filter;

/*
 * Makes the filter of at most 64 patterns (POSIX extended regular expressions, valid ones), in the
 * arena. A pattern that has no such characters is in every answer.
 */
struct stage_filter *stage_filter_make(
	struct et_arena *arena, const char *const *patterns, size_t count);

/* The patterns that a line may match, as bits; those that are not in it do not match. */
uint64_t stage_filter_line(const struct stage_filter *filter, const char *line, size_t length);

#endif
