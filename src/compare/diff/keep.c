/* SPDX-License-Identifier: BSD-3-Clause */
/* Changes that outlive the trees that they were found in. */
#include "tree_diff.h"

#include <string.h>

static const char *copy_of(struct et_arena *arena, const char *text)
{
	return text ? et_strdup(arena, text) : NULL;
}

static void keep_evidence(struct et_arena *arena, struct etalon_evidence *evidence)
{
	evidence->text = copy_of(arena, evidence->text);
	evidence->name = copy_of(arena, evidence->name);
	evidence->tree = copy_of(arena, evidence->tree);
	evidence->file = copy_of(arena, evidence->file);
	evidence->label = copy_of(arena, evidence->label);
	evidence->section = copy_of(arena, evidence->section);
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
		change->interface = copy_of(arena, change->interface);
		change->definition = copy_of(arena, change->definition);
		keep_evidence(arena, &change->from);
		keep_evidence(arena, &change->to);
		change->message = copy_of(arena, change->message);
		change->guard = copy_of(arena, change->guard);
		change->fingerprint = copy_of(arena, change->fingerprint);
		keep_abis(arena, change);
	}
	return list;
}
