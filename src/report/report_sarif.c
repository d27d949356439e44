/* SPDX-License-Identifier: BSD-3-Clause */
/* Findings as SARIF 2.1.0, for code scanning. */
#include "out.h"
#include "sarif.h"

#include <stdlib.h>

/* SARIF's levels; what the tree merely lacks is a note. */
static const char *level(enum etalon_family family)
{
	switch (family) {
	case ETALON_WIRE:
		return "error";
	case ETALON_SOURCE:
	case ETALON_ACCEPTANCE:
		return "warning";
	default:
		return "note";
	}
}

static void put_rule(struct et_json *json, const struct etalon_rule *rule)
{
	et_json_object(json, NULL);
	et_json_string(json, "id", rule->code);
	et_json_string(json, "name", rule->name);
	et_sarif_text(json, "shortDescription", rule->summary);
	et_json_object(json, "help");
	et_json_string(json, "text", rule->page && *rule->page ? rule->page : rule->summary);
	et_json_string(json, "markdown", rule->page && *rule->page ? rule->page : rule->summary);
	et_json_close(json);
	et_json_object(json, "defaultConfiguration");
	et_json_string(json, "level", level(rule->family));
	et_json_close(json);
	et_json_object(json, "properties");
	et_json_array(json, "tags");
	et_json_string(json, NULL, etalon_family_name(rule->family));
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
}

static void put_locations(const struct et_sarif *sarif, const struct etalon_finding *finding)
{
	struct et_json *json = sarif->json;
	const struct etalon_evidence *found = &finding->found;

	et_json_array(json, "locations");
	et_json_object(json, NULL);
	if (found->file)
		et_sarif_physical(sarif, found->tree, found->file, found->line);
	et_json_array(json, "logicalLocations");
	et_json_object(json, NULL);
	et_json_string(json, "fullyQualifiedName", finding->definition);
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
}

static void put_suppressions(struct et_json *json, const struct etalon_finding *finding)
{
	et_json_array(json, "suppressions");
	if (finding->waived) {
		et_json_object(json, NULL);
		et_json_string(json, "kind", "external");
		et_json_string(json, "status", "accepted");
		et_json_string(json, "justification", finding->waived);
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_optional(struct et_json *json, const char *key, const char *text)
{
	if (text)
		et_json_string(json, key, text);
}

/* SARIF wants the state on every result or on none. */
static bool has_baseline(const struct et_report *report)
{
	size_t i;

	for (i = 0; i < report->n_findings; i++) {
		if (report->findings[i].known)
			return true;
	}
	return false;
}

static void put_result(const struct et_sarif *sarif, const struct et_report *report,
	const struct etalon_finding *finding)
{
	struct et_json *json = sarif->json;
	const struct etalon_rule *rule;
	size_t index;

	for (index = 0; (rule = etalon_rule(index)); index++) {
		if (et_streq(rule->code, finding->rule->code))
			break;
	}
	et_json_object(json, NULL);
	et_json_string(json, "ruleId", finding->rule->code);
	if (rule)
		et_json_int(json, "ruleIndex", (int64_t)index);
	et_json_string(json, "level", level(finding->rule->family));
	et_sarif_text(json, "message", finding->message);
	put_locations(sarif, finding);
	et_json_object(json, "partialFingerprints");
	et_json_string(json, "etalonFingerprint/v1", finding->fingerprint);
	et_json_close(json);
	if (has_baseline(report))
		et_json_string(json, "baselineState", finding->known ? "unchanged" : "new");
	put_suppressions(json, finding);
	et_json_object(json, "properties");
	put_optional(json, "interface", finding->interface);
	put_optional(json, "expected", finding->expected.text);
	put_optional(json, "expectedFile", finding->expected.file);
	if (finding->expected.line)
		et_json_int(json, "expectedLine", finding->expected.line);
	put_optional(json, "expectedSection", finding->expected.section);
	put_optional(json, "found", finding->found.text);
	put_optional(json, "deviation", finding->deviation);
	et_json_close(json);
	et_json_close(json);
}

int et_report_sarif(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	const char **trees = calloc(report->n_trees + 1, sizeof(*trees));
	const struct etalon_rule *rule;
	struct et_json json;
	struct et_sarif sarif = {.json = &json,
		.trees = trees,
		.n_trees = trees ? report->n_trees : 0,
		.messages = report->messages,
		.n_messages = report->n_messages};
	struct et_out out;
	size_t i;

	(void)options; /* a document for programs is always whole */
	for (i = 0; i < sarif.n_trees; i++)
		trees[i] = report->trees[i].path;
	et_out_init(&out, write, data);
	et_json_init(&json, &out.buf);
	et_sarif_begin(&sarif, report->version);
	for (i = 0; (rule = etalon_rule(i)); i++)
		put_rule(&json, rule);
	et_sarif_results(&sarif);
	for (i = 0; i < report->n_findings && et_out_more(&out); i++)
		put_result(&sarif, report, &report->findings[i]);
	et_sarif_end(&sarif);
	free(trees);
	return et_out_finish(&out);
}
