/* SPDX-License-Identifier: BSD-3-Clause */
/* Changes of a tree as SARIF 2.1.0, for code scanning: a rule a class. */
#include "changes.h"
#include "out.h"
#include "sarif.h"

static const struct {
	enum etalon_impact impact;
	const char *level;
	const char *summary;
} rules[] = {
	{ETALON_IMPACT_WIRE, "error", "two sides would not understand each other"},
	{ETALON_IMPACT_SOURCE, "warning", "what a user spells is gone or has another shape"},
	{ETALON_IMPACT_BEHAVIOUR, "warning",
		"a size or count changes that reaches the guest or an array"},
	{ETALON_IMPACT_COMPATIBLE, "note", "users see no difference"},
};

enum { RULES = sizeof(rules) / sizeof(*rules) };

static void put_rules(struct et_json *json)
{
	size_t i;

	for (i = 0; i < RULES; i++) {
		et_json_object(json, NULL);
		et_json_string(json, "id", et_impact_name(rules[i].impact));
		et_json_string(json, "name", et_impact_name(rules[i].impact));
		et_sarif_text(json, "shortDescription", rules[i].summary);
		et_json_object(json, "defaultConfiguration");
		et_json_string(json, "level", rules[i].level);
		et_json_close(json);
		et_json_close(json);
	}
}

static const char *base_of(const struct et_changes *changes, const struct etalon_change *change)
{
	const struct et_changes_side *side = change->to.file ? &changes->to : &changes->from;

	return side->folder ? side->folder : et_change_place(change)->tree;
}

static void put_locations(const struct et_sarif *sarif, const struct et_changes *changes,
	const struct etalon_change *change)
{
	const struct etalon_evidence *place = et_change_place(change);
	struct et_json *json = sarif->json;

	et_json_array(json, "locations");
	et_json_object(json, NULL);
	et_sarif_physical(sarif, base_of(changes, change), place->file, place->line);
	et_json_array(json, "logicalLocations");
	et_json_object(json, NULL);
	et_json_string(json, "fullyQualifiedName", change->definition);
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
}

/* Where a consumer uses what changed. */
static void put_uses(const struct et_sarif *sarif, const struct et_changes *changes,
	const struct etalon_change *change)
{
	struct et_json *json = sarif->json;
	size_t i;

	if (!change->n_uses)
		return;
	et_json_array(json, "relatedLocations");
	for (i = 0; i < change->n_uses; i++) {
		et_json_object(json, NULL);
		et_sarif_physical(sarif, changes->uses, change->uses[i].file, change->uses[i].line);
		et_sarif_text(
			json, "message", change->uses[i].why ? change->uses[i].why : "a use of it");
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_optional(struct et_json *json, const char *key, const char *text)
{
	if (text)
		et_json_string(json, key, text);
}

static void put_change(const struct et_sarif *sarif, const struct et_changes *changes,
	const struct etalon_change *change)
{
	struct et_json *json = sarif->json;
	size_t rule = 0;

	while (rule + 1 < RULES && rules[rule].impact != change->impact)
		rule++;
	et_json_object(json, NULL);
	et_json_string(json, "ruleId", et_impact_name(rules[rule].impact));
	et_json_int(json, "ruleIndex", (int64_t)rule);
	et_json_string(json, "level", rules[rule].level);
	et_sarif_text(json, "message", change->message);
	put_locations(sarif, changes, change);
	put_uses(sarif, changes, change);
	et_json_object(json, "partialFingerprints");
	et_json_string(json, "etalonFingerprint/v1", change->fingerprint);
	et_json_close(json);
	et_json_array(json, "suppressions");
	if (change->waived) {
		et_json_object(json, NULL);
		et_json_string(json, "kind", "external");
		et_json_string(json, "status", "accepted");
		et_json_string(json, "justification", change->waived);
		et_json_close(json);
	}
	et_json_close(json);
	et_json_object(json, "properties");
	et_json_string(json, "kind", et_change_kind_name(change->kind));
	et_json_string(json, "what", et_change_what_name(change->what));
	put_optional(json, "aspect", change->aspect);
	put_optional(json, "interface", change->interface);
	put_optional(json, "was", change->from.text);
	put_optional(json, "is", change->to.text);
	et_json_close(json);
	et_json_close(json);
}

int et_report_changes_sarif(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	const char *trees[3];
	struct et_json json;
	struct et_sarif sarif = {.json = &json,
		.trees = trees,
		.messages = changes->messages,
		.n_messages = changes->n_messages};
	struct et_out out;
	size_t i;

	(void)options; /* a document for programs is always whole */
	trees[sarif.n_trees++] = changes->from.folder ? changes->from.folder : changes->from.tree;
	trees[sarif.n_trees++] = changes->to.folder ? changes->to.folder : changes->to.tree;
	if (changes->uses)
		trees[sarif.n_trees++] = changes->uses;
	et_out_init(&out, write, data);
	et_json_init(&json, &out.buf);
	et_sarif_begin(&sarif, ETALON_VERSION);
	put_rules(&json);
	et_sarif_results(&sarif);
	for (i = 0; i < changes->count && et_out_more(&out); i++)
		put_change(&sarif, changes, &changes->list[i]);
	et_sarif_end(&sarif);
	return et_out_finish(&out);
}
