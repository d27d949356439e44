/* SPDX-License-Identifier: BSD-3-Clause */
#include "set.h"

static const void **find(const struct et_set *set, const void *member)
{
	uint64_t hash = (uint64_t)(uintptr_t)member * UINT64_C(0x9e3779b97f4a7c15);
	size_t mask = set->capacity - 1;
	size_t i = (size_t)(hash >> 32) & mask;

	while (set->slots[i] && set->slots[i] != member)
		i = (i + 1) & mask;
	return &set->slots[i];
}

bool et_set_has(const struct et_set *set, const void *member)
{
	return set->capacity && *find(set, member);
}

bool et_set_add(struct et_set *set, struct et_arena *arena, const void *member)
{
	const void **slot;

	if (set->count * 4 >= set->capacity * 3) {
		struct et_set larger = {.capacity = set->capacity ? set->capacity * 2 : 64};
		size_t i;

		larger.slots = ET_NEW_ARRAY(arena, larger.capacity, const void *);
		larger.count = set->count;
		for (i = 0; i < set->capacity; i++) {
			if (set->slots[i])
				*find(&larger, set->slots[i]) = set->slots[i];
		}
		*set = larger;
	}
	slot = find(set, member);
	if (*slot)
		return false;
	*slot = member;
	set->count++;
	return true;
}
