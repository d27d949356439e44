/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parser and the matcher of regular expressions share. Private to pattern*.c. */
#ifndef ETALON_PATTERN_INT_H
#define ETALON_PATTERN_INT_H

#include "pattern.h"

#include <stdint.h>

/* Limits of one expression: its length, its parts after repetitions are written out, its depth. */
enum { ET_PATTERN_LENGTH = 512, ET_PATTERN_PROGRAM = 2048, ET_PATTERN_DEPTH = 32 };
enum { ET_PATTERN_REPEAT = 255, ET_PATTERN_LITERALS = 32 };

enum et_pattern_kind {
	ET_RE_EMPTY,
	ET_RE_BYTE,
	ET_RE_SET,
	ET_RE_BEGIN, /* ^ */
	ET_RE_END,   /* $ */
	ET_RE_EDGE,  /* \b; number: 1 to be one, 0 not to be (\B), 2 of a word's begin, 3 its end */
	ET_RE_GROUP,
	ET_RE_CAT,
	ET_RE_OR,
	ET_RE_REPEAT,
};

struct et_byte_set {
	uint64_t bits[4];
};

struct et_pattern_node {
	enum et_pattern_kind kind;
	unsigned char byte;
	unsigned number; /* of the group, or the edge's kind */
	int least;	 /* of a repetition */
	int most;	 /* -1: no limit */
	struct et_byte_set *set;
	struct et_pattern_node *left;
	struct et_pattern_node *right;
};

static inline bool et_byte_set_has(const struct et_byte_set *set, unsigned char byte)
{
	return set->bits[byte >> 6] >> (byte & 63) & 1;
}

static inline void et_byte_set_add(struct et_byte_set *set, unsigned char byte)
{
	set->bits[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

/* The tree of an expression, and how many groups it has; NULL with *error. */
struct et_pattern_node *et_pattern_parse(struct et_arena *arena, const char *pattern, size_t length,
	bool extended, unsigned *groups, const char **error);

struct et_literals {
	const char *texts[ET_PATTERN_LITERALS];
	size_t count; /* 0: nothing is known */
};

/* Which texts a match can't be without. */
void et_pattern_need(
	struct et_arena *arena, const struct et_pattern_node *node, struct et_literals *need);

#endif
