/* SPDX-License-Identifier: BSD-3-Clause */
/* A set of addresses. */
#ifndef ETALON_SET_H
#define ETALON_SET_H

#include "arena.h"

#include <stdbool.h>

/* All zeroes is an empty set. Lives in the arena given to et_set_add(). */
struct et_set {
	const void **slots;
	size_t count;
	size_t capacity; /* a power of two, or 0 */
};

bool et_set_has(const struct et_set *set, const void *member);

/* Returns whether the member, not NULL, is new. */
bool et_set_add(struct et_set *set, struct et_arena *arena, const void *member);

#endif
