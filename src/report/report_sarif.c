/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * SARIF 2.1.0, for code scanning. Trees named by a relative path are relative to where the check
 * ran, which a reader takes for the root of the sources (%SRCROOT%); any other tree is a base of
 * its own. No absolute path of the machine is written unless the user gave one.
 */
#include "json.h"
#include "out.h"
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char source_root[] = "%SRCROOT%";

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

static void put_text(struct et_json *json, const char *key, const char *text)
{
	et_json_object(json, key);
	et_json_string(json, "text", text);
	et_json_close(json);
}

static void put_rule(struct et_json *json, const struct etalon_rule *rule)
{
	et_json_object(json, NULL);
	et_json_string(json, "id", rule->code);
	et_json_string(json, "name", rule->name);
	put_text(json, "shortDescription", rule->summary);
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

static void put_driver(struct et_json *json, const struct et_report *report)
{
	const struct etalon_rule *rule;
	size_t i;

	et_json_object(json, "tool");
	et_json_object(json, "driver");
	et_json_string(json, "name", "etalon");
	et_json_string(json, "version", report->version);
	et_json_string(json, "semanticVersion", report->version);
	et_json_array(json, "rules");
	for (i = 0; (rule = etalon_rule(i)); i++)
		put_rule(json, rule);
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
}

/* The path as a URI reference: RFC 3986's unreserved characters and slashes stay. */
static void percent_encode(struct et_buf *buf, const char *path)
{
	static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				   "0123456789-._~/";

	for (; *path; path++) {
		if (strchr(kept, *path))
			et_buf_putc(buf, *path);
		else
			et_buf_printf(buf, "%%%02X", (unsigned)(unsigned char)*path);
	}
}

/* Whether the tree's path is one that a URI below the root of the sources may have. */
static bool is_below_root(const char *path)
{
	const char *part = path;

	if (*path == '/')
		return false;
	for (;;) {
		size_t length = strcspn(part, "/");

		if (length == 2 && part[0] == '.' && part[1] == '.')
			return false;
		if (!part[length])
			return true;
		part += length + 1;
	}
}

/* Strips what a normalised URI does not have: "./" in front. */
static const char *plain(const char *path)
{
	while (et_starts_with(path, "./")) {
		path += 2;
		while (*path == '/')
			path++;
	}
	return path;
}

static size_t tree_index(const struct et_report *report, const char *path)
{
	size_t i;

	for (i = 0; i < report->n_trees; i++) {
		if (et_streq(report->trees[i].path, path))
			break;
	}
	return i;
}

static void put_bases(struct et_json *json, const struct et_report *report)
{
	char name[32];
	size_t i;

	et_json_object(json, "originalUriBaseIds");
	et_json_object(json, source_root);
	put_text(json, "description", "the directory in which etalon ran");
	et_json_close(json);
	for (i = 0; i < report->n_trees; i++) {
		const char *path = report->trees[i].path;
		struct et_buf uri;

		if (is_below_root(path))
			continue;
		et_buf_init(&uri);
		snprintf(name, sizeof(name), "TREE%zu", i);
		et_json_object(json, name);
		if (*path == '/') {
			/* A base ends in a slash; a tree that is one file has its folder as base.
			 */
			const char *end = path + strlen(path);
			char *folder;

			if (strchr(et_basename(path), '.') && et_ends_with(path, ".h"))
				end = et_basename(path);
			folder = strndup(path, (size_t)(end - path));
			et_buf_puts(&uri, "file://");
			percent_encode(&uri, folder ? folder : "/");
			if (!et_ends_with(uri.data, "/"))
				et_buf_putc(&uri, '/');
			free(folder);
			et_json_string(json, "uri", uri.data);
		}
		put_text(json, "description", path);
		et_json_close(json);
		et_buf_finish(&uri);
	}
	et_json_close(json);
}

/* An artifactLocation for a file of a tree; tree NULL: the path is already from where we ran. */
static void put_artifact(
	struct et_json *json, const struct et_report *report, const char *tree, const char *file)
{
	char base[32];
	struct et_buf path;
	struct et_buf uri;

	et_buf_init(&path);
	et_buf_init(&uri);
	et_json_object(json, "artifactLocation");
	if (!tree || is_below_root(tree)) {
		et_report_path(&path, tree, file);
		if (*path.data == '/')
			et_buf_puts(&uri, "file://");
		percent_encode(&uri, plain(path.data));
		et_json_string(json, "uri", uri.data);
		if (*path.data != '/')
			et_json_string(json, "uriBaseId", source_root);
	} else {
		snprintf(base, sizeof(base), "TREE%zu", tree_index(report, tree));
		percent_encode(&uri, file && *file ? file : et_basename(tree));
		et_json_string(json, "uri", uri.data);
		et_json_string(json, "uriBaseId", base);
	}
	et_json_close(json);
	et_buf_finish(&path);
	et_buf_finish(&uri);
}

static void put_physical(struct et_json *json, const struct et_report *report, const char *tree,
	const char *file, uint32_t line)
{
	et_json_object(json, "physicalLocation");
	put_artifact(json, report, tree, file);
	if (line) {
		et_json_object(json, "region");
		et_json_int(json, "startLine", line);
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_locations(
	struct et_json *json, const struct et_report *report, const struct etalon_finding *finding)
{
	const struct etalon_evidence *found = &finding->found;

	et_json_array(json, "locations");
	et_json_object(json, NULL);
	if (found->file)
		put_physical(json, report, found->tree, found->file, found->line);
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

static void put_result(
	struct et_json *json, const struct et_report *report, const struct etalon_finding *finding)
{
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
	put_text(json, "message", finding->message);
	put_locations(json, report, finding);
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

static void put_notification(
	struct et_json *json, const struct et_report *report, const struct etalon_message *message)
{
	static const char *const levels[] = {
		[ETALON_NOTE] = "note", [ETALON_WARNING] = "warning", [ETALON_ERROR] = "error"};

	et_json_object(json, NULL);
	et_json_string(json, "level", levels[message->severity]);
	put_text(json, "message", message->text);
	if (message->file) {
		et_json_array(json, "locations");
		et_json_object(json, NULL);
		put_physical(json, report, NULL, message->file, message->line);
		et_json_close(json);
		et_json_close(json);
	}
	et_json_close(json);
}

static void put_invocation(struct et_json *json, const struct et_report *report)
{
	size_t i;

	et_json_array(json, "invocations");
	et_json_object(json, NULL);
	et_json_bool(json, "executionSuccessful", !et_report_count_messages(report, ETALON_ERROR));
	et_json_array(json, "toolExecutionNotifications");
	for (i = 0; i < report->n_messages; i++)
		put_notification(json, report, &report->messages[i]);
	et_json_close(json);
	et_json_close(json);
	et_json_close(json);
}

int et_report_sarif(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	struct et_json json;
	struct et_out out;
	size_t i;

	(void)options; /* a document for programs is always whole */
	et_out_init(&out, write, data);
	et_json_init(&json, &out.buf);
	et_json_object(&json, NULL);
	et_json_string(&json, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	et_json_string(&json, "version", "2.1.0");
	et_json_array(&json, "runs");
	et_json_object(&json, NULL);
	put_driver(&json, report);
	put_bases(&json, report);
	put_invocation(&json, report);
	et_json_string(&json, "columnKind", "unicodeCodePoints");
	et_json_array(&json, "results");
	for (i = 0; i < report->n_findings && et_out_more(&out); i++)
		put_result(&json, report, &report->findings[i]);
	et_json_close(&json);
	et_json_close(&json);
	et_json_close(&json);
	et_json_close(&json);
	return et_out_finish(&out);
}
