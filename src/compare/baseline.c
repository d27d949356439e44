/* SPDX-License-Identifier: BSD-3-Clause */
/* A baseline: findings that were there before, by fingerprint. JSON is YAML to the YAML reader. */
#include "compare.h"

#include "map.h"
#include "str.h"
#include "yaml.h"

#include <string.h>

bool et_apply_baseline(
	struct et_arena *arena, struct et_results *results, const char *json, size_t length)
{
	struct et_diags diags;
	struct et_map known = {0};
	const struct et_yaml *root;
	const struct et_yaml *schema;
	const struct et_yaml *findings;
	size_t i;

	et_diags_init(&diags, arena);
	root = et_yaml_load(arena, &diags, "baseline", json, length);
	schema = et_yaml_get(root, "schema");
	findings = et_yaml_get(root, "findings");
	if (!schema || !et_streq(schema->text, "etalon.findings/1") || !findings ||
		findings->kind != ET_YAML_SEQUENCE)
		return false;
	for (i = 0; i < findings->count; i++) {
		const struct et_yaml *print = et_yaml_get(findings->items[i], "fingerprint");

		if (print && print->text)
			*et_map_slot(&known, arena, print->text, strlen(print->text)) = &known;
	}
	for (i = 0; i < results->list.count; i++) {
		struct etalon_finding *finding = &results->list.items[i]->finding;

		finding->known = et_map_get(&known, finding->fingerprint,
					 strlen(finding->fingerprint)) != NULL;
	}
	return true;
}
