/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Changes that no unit can notice: other comments, and macros added whose names nobody spells.
 * A header that everything includes would else have everything compiled. For src/sync/prove*.c
 * only.
 */
#ifndef ETALON_PROVE_INERT_H
#define ETALON_PROVE_INERT_H

#include "map.h"
#include "prove_int.h"

/* Whether two texts are the same but for comments, blanks and empty lines. */
bool prove_same_code(const char *old, size_t old_length, const char *fresh, size_t fresh_length);

/*
 * Whether a text only adds macros to the old one: #define lines, alone or in conditionals of their
 * own. Their names are added to the list.
 */
bool prove_only_adds_macros(struct et_arena *arena, const char *old, size_t old_length,
	const char *fresh, size_t fresh_length, prove_words *names);

/* The map's values are bool: set for each name that a text spells. */
void prove_note_spelled(const struct et_map *names, const char *text, size_t length);

#endif
