/* SPDX-License-Identifier: BSD-3-Clause */
/* Named constants: features, ids, status bits, flags, commands, limits; macros and enumerators. */
#ifndef ETALON_CONSTANT_H
#define ETALON_CONSTANT_H

#include "abi.h"
#include "def.h"

struct et_expr;	 /* an unevaluated expression of a tree; expr.h */
struct et_scope; /* what names mean to it; expr.h */

/* A 64-bit pattern and how C would see it. */
struct et_value {
	uint64_t bits;	  /* sign-extended when negative */
	uint8_t width;	  /* of its type in bits: 8, 16, 32 or 64; 0 when the canon says none */
	bool is_unsigned; /* of its type */
};

/* What the number is: the same feature is bit 5 in one tree and mask 0x20 in another. */
enum et_representation {
	ET_REP_NUMBER, /* a plain number */
	ET_REP_BIT,    /* the number of a bit */
	ET_REP_MASK,   /* a mask of one or more bits */
};

enum et_constant_kind {
	ET_CONST_OTHER,
	ET_CONST_FEATURE,
	ET_CONST_ID,	  /* a device's id, a capability's or configuration type's id */
	ET_CONST_STATUS,  /* a bit or code that reports a state or result */
	ET_CONST_FLAG,	  /* one bit of a flags field */
	ET_CONST_VALUE,	  /* one of the values of a field */
	ET_CONST_COMMAND, /* a request type, a control command or its class */
	ET_CONST_LIMIT,	  /* a size, count, minimum or maximum */
	ET_CONST_OFFSET,  /* computed: the offset of a field (registry: offset_of) */
	ET_CONST_COUNT,	  /* computed: how many values a set has (registry: count_of) */
};

/* How a tree wrote it. */
enum et_spelling {
	ET_SPELLED_CANON,
	ET_SPELLED_MACRO,
	ET_SPELLED_FUNCTION_MACRO, /* kept; has no value by itself */
	ET_SPELLED_ENUMERATOR,
};

struct et_constant {
	struct et_def def;
	enum et_constant_kind kind;
	enum et_representation representation; /* canon; a tree's is what its dialect says */
	enum et_spelling spelling;
	struct et_value value;	      /* valid when expr is NULL */
	const struct et_expr *expr;   /* tree only; NULL: value holds, the same for every ABI */
	const struct et_scope *scope; /* tree only; borrowed by expr */
	/*
	 * Tree: the right-hand side as written, or NULL. Canon of all editions: what it is computed
	 * from, as "offset_of RECORD.FIELD", "size_of RECORD" or "count_of SET", or NULL.
	 */
	const char *text;
	const char *parameters; /* tree, function-like macros: as written, with (), else NULL */
	const char *alias_of;	/* the text is just another name: that name, or NULL */
	const struct et_when
		*requires; /* canon, features: what else has to be negotiated, or NULL */
	const char *in;	   /* canon: "record.field" that holds it, or NULL */
};

/*
 * The constant's value under an ABI. Returns false when it has none: a string, an expression over
 * names that nobody defines, a function-like macro, one that refers to itself. Bounded in depth
 * and work. Thread-unsafe for one tree (it may remember results), safe for the canon.
 */
bool et_constant_value(
	const struct et_constant *constant, const struct et_abi *abi, struct et_value *value);

#endif
