/* SPDX-License-Identifier: BSD-3-Clause */
#include "map.h"

#include <string.h>

uint64_t et_hash(uint64_t seed, const void *data, size_t length)
{
	const unsigned char *bytes = data;
	size_t i;

	for (i = 0; i < length; i++)
		seed = (seed ^ bytes[i]) * UINT64_C(0x100000001b3);
	return seed;
}

static struct et_map_entry *find(
	const struct et_map *map, const char *key, size_t length, uint64_t hash)
{
	size_t mask = map->capacity - 1;
	size_t i = (size_t)hash & mask;

	for (;; i = (i + 1) & mask) {
		struct et_map_entry *entry = &map->entries[i];

		if (!entry->key)
			return entry;
		if (entry->hash == hash && entry->length == length &&
			memcmp(entry->key, key, length) == 0)
			return entry;
	}
}

void *et_map_get(const struct et_map *map, const char *key, size_t length)
{
	if (!map->capacity)
		return NULL;
	return find(map, key, length, et_hash(ET_HASH_SEED, key, length))->value;
}

static void enlarge(struct et_map *map, struct et_arena *arena)
{
	struct et_map larger = {
		.capacity = map->capacity ? map->capacity * 2 : 64, .count = map->count};
	size_t i;

	larger.entries = ET_NEW_ARRAY(arena, larger.capacity, struct et_map_entry);
	for (i = 0; i < map->capacity; i++) {
		const struct et_map_entry *entry = &map->entries[i];

		if (entry->key)
			*find(&larger, entry->key, entry->length, entry->hash) = *entry;
	}
	*map = larger;
}

void **et_map_slot(struct et_map *map, struct et_arena *arena, const char *key, size_t length)
{
	uint64_t hash = et_hash(ET_HASH_SEED, key, length);
	struct et_map_entry *entry;

	if (map->count * 4 >= map->capacity * 3)
		enlarge(map, arena);
	entry = find(map, key, length, hash);
	if (!entry->key) {
		entry->key = key;
		entry->length = length;
		entry->hash = hash;
		map->count++;
	}
	return &entry->value;
}
