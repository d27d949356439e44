/* SPDX-License-Identifier: BSD-3-Clause */
/* Which leaf of a tree's record is which leaf of the canon's. Private to src/compare. */
#ifndef ETALON_LEAVES_H
#define ETALON_LEAVES_H

#include "layout.h"
#include "match.h"

enum { ET_UNPAIRED = -1 };

/*
 * Joins the canon's bit-fields into the integers that they are parts of, as most trees have them:
 * whole is set on such a leaf, and its field is that integer. Works on the layout's own leaves.
 */
void et_join_parts(struct et_arena *arena, struct et_layout *layout);

/* The canon's part of that name in a joined leaf, and its first bit there; NULL: none. */
const struct et_field *et_part_of(const struct et_leaf *leaf, const char *name, unsigned *bit);

struct et_pairs {
	int *canon_of; /* for each leaf of the tree's layout, one of the canon's, or ET_UNPAIRED */
	int *tree_of;  /* and back: the first that is paired with it */
};

/* Pairs leaves by name; what has no name in common stays unpaired. Lives in the arena. */
struct et_pairs et_pair_leaves(struct et_arena *arena, const struct et_matcher *matcher,
	const struct et_record *canon, const struct et_layout *want, const struct et_layout *have);

/* Whether a field is reserved or padding by its name, as a tree spells such. */
bool et_is_padding_name(const char *name);

/* Whether a canonical leaf is reserved or padding, or a part of such a field. */
bool et_is_padding(const struct et_leaf *leaf);

#endif
