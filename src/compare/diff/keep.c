/* SPDX-License-Identifier: BSD-3-Clause */
/* Changes that outlive the trees that they were found in. */
#include "tree_diff.h"

#include <string.h>

static void keep_evidence(struct et_arena *arena, struct etalon_evidence *evidence)
{
	evidence->text = et_strdup_or_null(arena, evidence->text);
	evidence->name = et_strdup_or_null(arena, evidence->name);
	evidence->tree = et_strdup_or_null(arena, evidence->tree);
	evidence->file = et_strdup_or_null(arena, evidence->file);
	evidence->label = et_strdup_or_null(arena, evidence->label);
	evidence->section = et_strdup_or_null(arena, evidence->section);
}

static void keep_abis(struct et_arena *arena, struct etalon_change *change)
{
	const char **copy;
	size_t n = 0;

	if (!change->abis)
		return;
	while (change->abis[n])
		n++;
	copy = ET_NEW_ARRAY(arena, n + 1, const char *);
	memcpy(copy, change->abis, n * sizeof(*copy)); /* the names are static */
	change->abis = copy;
}

struct etalon_change *et_tree_changes_keep(
	struct et_arena *arena, const struct et_tree_changes *changes)
{
	struct etalon_change *list =
		ET_NEW_ARRAY(arena, changes->list.count + 1, struct etalon_change);
	size_t i;

	for (i = 0; i < changes->list.count; i++) {
		struct etalon_change *change = &list[i];

		*change = changes->list.items[i].shown;
		change->interface = et_strdup_or_null(arena, change->interface);
		change->definition = et_strdup_or_null(arena, change->definition);
		keep_evidence(arena, &change->from);
		keep_evidence(arena, &change->to);
		change->message = et_strdup_or_null(arena, change->message);
		change->guard = et_strdup_or_null(arena, change->guard);
		change->fingerprint = et_strdup_or_null(arena, change->fingerprint);
		keep_abis(arena, change);
	}
	return list;
}
