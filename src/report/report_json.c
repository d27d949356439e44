/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon.findings/1: docs/findings.schema.json says what everything is. */
#include "json.h"
#include "out.h"
#include "report.h"

static void put_line(struct et_json *json, uint32_t line)
{
	if (line)
		et_json_int(json, "line", line);
	else
		et_json_null(json, "line");
}

static void put_trees(struct et_json *json, const struct et_report *report)
{
	size_t i;

	et_json_array(json, "trees");
	for (i = 0; i < report->n_trees; i++) {
		const struct etalon_tree *tree = &report->trees[i];

		et_json_object(json, NULL);
		et_json_string(json, "path", tree->path);
		et_json_string(json, "dialect", tree->dialect);
		et_json_int(json, "files", (int64_t)tree->files);
		et_json_int(json, "matched", (int64_t)tree->matched);
		et_json_int(json, "unmatched", (int64_t)tree->unmatched);
		et_json_int(json, "skipped", (int64_t)tree->skipped);
		et_json_int(json, "not_judged", (int64_t)tree->not_judged);
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_messages(struct et_json *json, const char *key, const struct et_report *report,
	enum etalon_severity severity)
{
	size_t i;

	et_json_array(json, key);
	for (i = 0; i < report->n_messages; i++) {
		const struct etalon_message *message = &report->messages[i];

		if (message->severity != severity)
			continue;
		et_json_object(json, NULL);
		et_json_string(json, "file", message->file);
		put_line(json, message->line);
		et_json_string(json, "name", message->name);
		et_json_string(json, "text", message->text);
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_value(struct et_json *json, const struct etalon_evidence *evidence)
{
	et_json_string(json, "text", evidence->text);
	if (evidence->has_value)
		et_json_int(json, "value", evidence->value);
	else
		et_json_null(json, "value");
}

static void put_expected(struct et_json *json, const struct etalon_evidence *expected)
{
	et_json_object(json, "expected");
	put_value(json, expected);
	et_json_string(json, "label", expected->label);
	et_json_string(json, "section", expected->section);
	et_json_string(json, "file", expected->file);
	put_line(json, expected->line);
	et_json_close(json);
}

/* Rules about the text itself have the place in the text as what was found. */
static void put_found(struct et_json *json, const struct etalon_evidence *found)
{
	et_json_object(json, "found");
	put_value(json, found);
	et_json_string(json, "name", found->name);
	et_json_string(json, "tree", found->tree);
	et_json_string(json, "file", found->file);
	put_line(json, found->line);
	et_json_close(json);
}

static void put_abis(struct et_json *json, const char *const *abis)
{
	et_json_array(json, "abi");
	for (; abis && *abis; abis++)
		et_json_string(json, NULL, *abis);
	et_json_close(json);
}

static void put_finding(
	struct et_json *json, const struct et_report *report, const struct etalon_finding *finding)
{
	et_json_object(json, NULL);
	et_json_string(json, "rule", finding->rule->code);
	et_json_string(json, "family", etalon_family_name(finding->rule->family));
	et_json_string(json, "title", finding->rule->name);
	et_json_string(json, "interface", finding->interface);
	et_json_string(json, "definition", finding->definition);
	et_json_string(json, "fingerprint", finding->fingerprint);
	put_abis(json, finding->abis ? finding->abis : report->abis);
	et_json_string(json, "guard", finding->guard);
	put_expected(json, &finding->expected);
	put_found(json, &finding->found);
	et_json_string(json, "message", finding->message);
	et_json_string(json, "deviation", finding->deviation);
	et_json_string(json, "waived", finding->waived);
	et_json_bool(json, "known", finding->known);
	et_json_string(json, "fix", finding->fix);
	et_json_close(json);
}

int et_report_json(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	struct et_json json;
	struct et_out out;
	size_t i;

	et_out_init(&out, write, data);
	et_json_init(&json, &out.buf);
	et_json_object(&json, NULL);
	et_json_string(&json, "schema", "etalon.findings/1");
	et_json_string(&json, "etalon", report->version);
	et_json_string(&json, "edition", report->edition);
	put_trees(&json, report);
	put_messages(&json, "unread", report, ETALON_ERROR);
	put_messages(&json, "warnings", report, ETALON_WARNING);
	put_messages(&json, "notes", report, ETALON_NOTE);
	et_json_array(&json, "findings");
	for (i = 0; i < report->n_findings && et_out_more(&out); i++) {
		/* Waived ones are there, with their reasons; known ones are what was not asked for.
		 */
		if (report->findings[i].known && !options->known)
			continue;
		put_finding(&json, report, &report->findings[i]);
	}
	et_json_close(&json);
	et_json_close(&json);
	return et_out_finish(&out);
}
