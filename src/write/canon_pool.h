/* SPDX-License-Identifier: BSD-3-Clause */
/* Places for everything that a canon points to: one array for each type. For this folder only. */
#ifndef ETALON_CANON_POOL_H
#define ETALON_CANON_POOL_H

#include "arena.h"
#include "canon.h"
#include "canon_packed.h"
#include "dialect.h"

/* Those that the canon is packed in, too, have the same numbers. */
enum pool {
	POOL_SECTION = ET_POOL_SECTION,
	POOL_WHEN = ET_POOL_WHEN,
	POOL_ALIAS = ET_POOL_ALIAS,
	POOL_COUNTS = ET_POOL_COUNTS,
	POOL_FIELD = ET_POOL_FIELD,
	POOL_RECORD = ET_POOL_RECORD,
	POOL_RECORD_REF = ET_POOL_RECORD_REF, /* pointers to records */
	POOL_TEXTS = ET_POOL_TEXTS,	      /* pointers to texts, in lists that end with NULL */
	POOL_CONSTANT = ET_POOL_CONSTANT,
	POOL_VIEW = ET_POOL_VIEW,
	POOL_REGISTER = ET_POOL_REGISTER,
	POOL_QUEUE = ET_POOL_QUEUE,
	POOL_COMMAND = ET_POOL_COMMAND,
	POOL_INTERFACE = ET_POOL_INTERFACE,
	POOL_REWRITE = ET_POOL_ERRATUM, /* errata and so on are written by themselves */
	POOL_RESPELLING,
	POOL_DIALECT,
	POOL_COUNT,
};

struct pools;

/* Walks all of it in an order that depends on contents only. Lives in the arena. */
struct pools *pools_fill(struct et_arena *arena, const struct et_canon *canon,
	const struct et_dialect *const *dialects, size_t n_dialects);

/* How many elements a pool has, and which is the nth. */
size_t pool_size(const struct pools *pools, enum pool pool);
const void *pool_element(const struct pools *pools, enum pool pool, size_t n);

/* Where an element is that the walk has met. */
size_t pool_index(const struct pools *pools, enum pool pool, const void *element);

#endif
