/* SPDX-License-Identifier: BSD-3-Clause */
/* From what changed in a tree to where that is used, and back. */
#ifndef ETALON_QUERIES_H
#define ETALON_QUERIES_H

#include "tree_diff.h"
#include "use.h"

/*
 * What is to be asked about changes: an array in the arena, of which *n is set, with all texts
 * copied. The id of each query is the index of the change that it is about; a change may have
 * several, or none.
 */
const struct et_query *et_change_queries(
	struct et_arena *arena, const struct et_tree_changes *changes, size_t *n);

/* Which includes changed, for et_use_options: an array in the arena, of which *n is set. */
const struct et_use_edge *et_change_edges(
	struct et_arena *arena, const struct et_tree_changes *changes, size_t *n);

/*
 * Gives each of n changes, in the order of those that were asked about, the uses that were found by
 * its queries, each place once.
 */
void et_change_attach(struct et_arena *arena, struct etalon_change *changes, size_t n,
	const struct et_uses *uses);

#endif
