/* SPDX-License-Identifier: BSD-3-Clause */
/* A map from names to pointers: open addressing, insertion only. */
#ifndef ETALON_MAP_H
#define ETALON_MAP_H

#include "arena.h"

#include <stdbool.h>

struct et_map_entry {
	const char *key; /* NULL: empty */
	size_t length;
	uint64_t hash;
	void *value;
};

/* All zeroes is an empty map. Lives in the arena given to et_map_slot(). */
struct et_map {
	struct et_map_entry *entries;
	size_t count;
	size_t capacity; /* a power of two, or 0 */
};

/* Returns the value of a name of length bytes, or NULL. */
void *et_map_get(const struct et_map *map, const char *key, size_t length);

/*
 * Returns the place of a name's value, added with NULL when new. The map keeps the pointer to key,
 * which must live as long as the map. The place is valid until the next et_map_slot().
 */
void **et_map_slot(struct et_map *map, struct et_arena *arena, const char *key, size_t length);

/* FNV-1a, 64 bits, over length bytes; continues from seed (ET_HASH_SEED to begin). Stable. */
#define ET_HASH_SEED UINT64_C(0xcbf29ce484222325)
uint64_t et_hash(uint64_t seed, const void *data, size_t length);

#endif
