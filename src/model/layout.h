/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Layouts: where each field of a record lies under an ABI. One routine serves the canon (packed,
 * symbolic) and trees (as their compiler would place them).
 */
#ifndef ETALON_LAYOUT_H
#define ETALON_LAYOUT_H

#include "arena.h"
#include "record.h"

/*
 * A number of bytes that may depend on lengths that are known only at run time: bytes, plus the
 * named terms. plus is NULL when there are none; else text such as "cdb_size + pi_bytesout".
 */
struct et_extent {
	uint64_t bytes;
	const char *plus;
};

/*
 * A scalar, or an array of scalars, at the bottom of a record. An array of records is expanded
 * once: its first element's leaves, with "[]" in the path and the stride in the record leaf above.
 */
struct et_leaf {
	const struct et_field *field;
	const struct et_field *whole; /* the canon's integer that this is a bit-field of, or NULL */
	const char *path;	      /* from the outermost record: "pmodes[].r.x", "csum.start" */
	const char *name;	      /* the last component; points into path */
	struct et_extent offset;
	struct et_extent size; /* of the whole array */
	bool open;	 /* an array without an end: [], and at a tail [0] and [1] stay fixed */
	uint64_t unit;	 /* size of one element in bytes */
	uint64_t stride; /* of the nearest enclosing array of records; 0: none */
	uint16_t bit;	 /* first bit inside the storage at offset, from the least significant */
	uint16_t bits;	 /* width; 0: not a bit-field */
	bool in_union;	 /* shares its bytes with other leaves */
	uint32_t depth;	 /* of enclosing records: 0 for a direct member */
};

struct et_layout {
	const struct et_record *record;
	const struct et_abi *abi;
	struct et_leaf *leaves;
	size_t n_leaves;
	struct et_extent size; /* sizeof, without open arrays */
	uint32_t align;
	uint64_t padding; /* bytes that no field covers, tail included; first elements only */
	bool known; /* false: a member's type is unknown, so what follows it is not laid out */
};

/*
 * Computes a layout; it lives in the arena. Never fails: what is unknown says so. Nesting deeper
 * than 64 records, more than 65,536 leaves, or a record that contains itself gives known = false.
 * Fields whose abis lack the ABI are left out.
 */
struct et_layout et_layout(
	struct et_arena *arena, const struct et_record *record, const struct et_abi *abi);

/*
 * The same, but a member whose type is a record with a name of its own is one leaf: unit is that
 * record's size. What its members are is told where it is defined.
 */
struct et_layout et_layout_members(
	struct et_arena *arena, const struct et_record *record, const struct et_abi *abi);

/*
 * The same for a view of the canon: only the fields that the view selects, at offsets from the
 * first of them. Conditions over features that the view does not mention count as true unless
 * they are in without; fields that are chosen by another field's value stay in.
 */
struct et_layout et_view_layout(
	struct et_arena *arena, const struct et_view *view, const struct et_abi *abi);

#endif
