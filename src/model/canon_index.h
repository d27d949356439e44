/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon's table of names and its likenesses, made of its definitions. */
#ifndef ETALON_CANON_INDEX_H
#define ETALON_CANON_INDEX_H

#include "arena.h"
#include "canon.h"

struct et_name_list {
	ET_ARRAY(struct et_name) names;
};

/* Adds a definition: its name and its aliases. */
void et_index_def(struct et_arena *arena, struct et_name_list *list, const struct et_def *def);

/* Adds an interface and all in its arrays. */
void et_index_interface(
	struct et_arena *arena, struct et_name_list *list, const struct et_interface *interface);

/*
 * Sorts the names and hands them, with their likenesses, to the canon. The order depends on
 * contents only. More may be added later, and this called again.
 */
void et_index_finish(struct et_arena *arena, struct et_name_list *list, struct et_canon *canon);

#endif
