/* SPDX-License-Identifier: BSD-3-Clause */
/* Waivers applied to the findings of a tree; F404 and F405. */
#include "comparison.h"

#include "str.h"
#include "waivers.h"

#include <string.h>
#include <strings.h>

static bool accepts(const struct et_waiver *waiver, const struct etalon_finding *finding)
{
	if (strncasecmp(finding->rule->code, waiver->rule, strlen(waiver->rule)) != 0)
		return false;
	return et_glob(waiver->definition, finding->definition) ||
	       (finding->found.name && et_glob(waiver->definition, finding->found.name));
}

static void add_finding(struct et_arena *arena, struct et_results *results, size_t tree_index,
	const struct et_tree *tree, const char *file, const struct et_waiver *waiver,
	enum et_rule rule, const char *message)
{
	struct et_result *result = ET_NEW(arena, struct et_result);
	struct etalon_finding *finding = &result->finding;

	finding->rule = et_rule(rule);
	finding->definition = waiver->definition;
	finding->expected.text = rule == ET_F404 ? "a finding to accept" : "an end in the future";
	finding->found.text = waiver->until ? waiver->until : waiver->rule;
	finding->found.name = waiver->definition;
	finding->found.tree = tree->path;
	finding->found.file = file;
	finding->found.line = waiver->line;
	finding->message = message;
	result->header = file;
	result->tree = tree_index;
	*ET_APPEND(arena, &results->list) = result;
}

static void apply(struct et_arena *arena, struct et_results *results, size_t tree_index,
	const struct et_tree *tree, const char *file, struct et_waiver *waiver)
{
	size_t count = results->list.count;
	size_t i;

	for (i = 0; i < count; i++) {
		struct etalon_finding *finding = &results->list.items[i]->finding;

		if (results->list.items[i]->tree != tree_index || !accepts(waiver, finding))
			continue;
		waiver->used = true;
		if (!waiver->expired && !finding->waived)
			finding->waived = waiver->reason;
	}
	if (waiver->expired)
		add_finding(arena, results, tree_index, tree, file, waiver, ET_F405,
			et_sprintf(arena, "the waiver of %s for %s ended %s", waiver->rule,
				waiver->definition, waiver->until));
	/* A few files of a tree say nothing about findings in the rest of it. */
	else if (!waiver->used && !tree->partial)
		add_finding(arena, results, tree_index, tree, file, waiver, ET_F404,
			et_sprintf(arena, "the waiver of %s for %s matches no finding",
				waiver->rule, waiver->definition));
}

void et_apply_waivers(struct et_arena *arena, struct et_results *results, size_t tree_index,
	const struct et_tree *tree, const char *path, const char *text, size_t length,
	int64_t today, enum et_edition edition, struct et_diags *diags)
{
	size_t count, i;
	struct et_waiver *waivers =
		et_waivers_read(arena, path, text, length, today, edition, &count, diags);

	/* Waivers of changes are for `etalon diff` and `etalon sync`. */
	for (i = 0; i < count; i++) {
		if (waivers[i].rule)
			apply(arena, results, tree_index, tree, et_basename(path), &waivers[i]);
	}
}
