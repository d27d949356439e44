/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The canon of all editions as bytes without an address in them. A program that has it compiled in
 * pays nothing for it before it asks for an edition other than its own.
 *
 * Numbers are little-endian base 128, the high bit set on all but the last byte. The bytes are: how
 * many texts, and the texts, each with its NUL; how many elements each pool has, in the order of
 * et_pool, and then all elements, member by member as et_packed_types has them. A text is its
 * number from 1, a pointer its element's; 0 is NULL. Lists of texts end with one. Errata,
 * deviations and requirements are pools, too, but for the requirements' texts, which the program
 * has anyway.
 */
#ifndef ETALON_CANON_PACKED_H
#define ETALON_CANON_PACKED_H

#include "arena.h"
#include "canon.h"

/* One array for each type that a canon is made of. */
enum et_pool {
	ET_POOL_SECTION,
	ET_POOL_WHEN,
	ET_POOL_ALIAS,
	ET_POOL_COUNTS,
	ET_POOL_FIELD,
	ET_POOL_RECORD,
	ET_POOL_RECORD_REF, /* pointers to records */
	ET_POOL_TEXTS,	    /* pointers to texts, in lists that end with NULL */
	ET_POOL_CONSTANT,
	ET_POOL_VIEW,
	ET_POOL_REGISTER,
	ET_POOL_QUEUE,
	ET_POOL_COMMAND,
	ET_POOL_INTERFACE,
	ET_POOL_ERRATUM,
	ET_POOL_DEVIATION,
	ET_POOL_REQUIREMENT,
	ET_POOL_COUNT,
};

enum et_member_kind {
	ET_MEMBER_NUMBER, /* of size bytes: integers, enums, booleans */
	ET_MEMBER_TEXT,
	ET_MEMBER_POINTER, /* into a pool */
	ET_MEMBER_ITEMS,   /* the same to several neighbours, with their count */
};

struct et_member {
	enum et_member_kind kind;
	size_t offset; /* in the structure */
	size_t size;   /* NUMBER: in bytes; ITEMS: the offset of the count, a size_t */
	enum et_pool pool;
};

struct et_packed_type {
	size_t size; /* of the structure */
	const struct et_member *members;
	size_t n_members;
};

extern const struct et_packed_type et_packed_types[ET_POOL_COUNT];

/*
 * Makes the canon of all editions again, in the arena; texts stay in the bytes, which have to live
 * as long. The bytes are trusted. texts, of texts_size bytes, are what the requirements' texts are
 * in.
 */
const struct et_canon *et_canon_unpack(
	struct et_arena *arena, const unsigned char *bytes, const char *texts, size_t texts_size);

#endif
