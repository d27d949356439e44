/* SPDX-License-Identifier: BSD-3-Clause */
/* Changes as etalon.changes/1. */
#include "changes.h"
#include "json.h"
#include "out.h"

static void write_side(struct et_json *json, const char *key, const struct et_changes_side *side)
{
	et_json_object(json, key);
	et_json_string(json, "name", side->name);
	et_json_string(json, "version", side->version);
	et_json_string(json, "revision", side->revision);
	et_json_close(json);
}

static void write_evidence(
	struct et_json *json, const char *key, bool has, const struct etalon_evidence *evidence)
{
	if (!has) {
		et_json_null(json, key);
		return;
	}
	et_json_object(json, key);
	et_json_string(json, "name", evidence->name);
	et_json_string(json, "text", evidence->text);
	if (evidence->has_value)
		et_json_int(json, "value", evidence->value);
	else
		et_json_null(json, "value");
	et_json_string(json, "file", evidence->file);
	if (evidence->line)
		et_json_int(json, "line", evidence->line);
	else
		et_json_null(json, "line");
	et_json_string(json, "label", evidence->label);
	et_json_string(json, "section", evidence->section);
	et_json_close(json);
}

static void write_uses(struct et_json *json, const struct etalon_change *change)
{
	size_t i;

	et_json_array(json, "uses");
	for (i = 0; i < change->n_uses; i++) {
		const struct etalon_use *use = &change->uses[i];

		et_json_object(json, NULL);
		et_json_string(json, "file", use->file);
		et_json_int(json, "line", use->line);
		et_json_int(json, "column", use->column);
		et_json_bool(json, "certain", use->certain);
		et_json_bool(json, "breaks", use->breaks);
		et_json_string(json, "why", use->why);
		et_json_close(json);
	}
	et_json_close(json);
}

/* What only a change of a tree has. */
static void write_tree_part(
	struct et_json *json, const struct et_changes *changes, const struct etalon_change *change)
{
	const char *const *abi = change->abis ? change->abis : changes->abis;

	et_json_string(json, "aspect", change->aspect);
	et_json_array(json, "abis");
	for (; abi && *abi; abi++)
		et_json_string(json, NULL, *abi);
	et_json_close(json);
	et_json_string(json, "guard", change->guard);
	et_json_string(json, "fingerprint", change->fingerprint);
	et_json_string(json, "waived", change->waived);
	if (changes->uses)
		write_uses(json, change);
}

void et_change_json(
	struct et_json *json, const struct et_changes *changes, const struct etalon_change *change)
{
	et_json_object(json, NULL);
	et_json_string(json, "kind", et_change_kind_name(change->kind));
	et_json_string(json, "what", et_change_what_name(change->what));
	et_json_string(json, "class", et_impact_name(change->impact));
	et_json_string(json, "interface", change->interface);
	et_json_string(json, "definition", change->definition);
	et_json_bool(json, "legacy", change->legacy);
	write_evidence(json, "from", change->has_from, &change->from);
	write_evidence(json, "to", change->has_to, &change->to);
	et_json_string(json, "message", change->message);
	if (changes->of_trees)
		write_tree_part(json, changes, change);
	et_json_close(json);
}

static void write_trees(struct et_json *json, const struct et_changes *changes)
{
	size_t i;

	et_json_array(json, "trees");
	for (i = 0; i < 2; i++) {
		et_json_object(json, NULL);
		et_json_string(json, "path", changes->trees[i].path);
		et_json_string(json, "dialect", changes->trees[i].dialect);
		et_json_int(json, "files", (int64_t)changes->trees[i].files);
		et_json_int(json, "skipped", (int64_t)changes->trees[i].skipped);
		et_json_close(json);
	}
	et_json_close(json);
	et_json_int(json, "paired", (int64_t)changes->paired);
}

static void write_messages(struct et_json *json, const char *key, const struct et_changes *changes,
	enum etalon_severity severity)
{
	size_t i;

	et_json_array(json, key);
	for (i = 0; i < changes->n_messages; i++) {
		const struct etalon_message *message = &changes->messages[i];

		if (message->severity != severity)
			continue;
		et_json_object(json, NULL);
		et_json_string(json, "file", message->file);
		if (message->line)
			et_json_int(json, "line", message->line);
		else
			et_json_null(json, "line");
		et_json_string(json, "name", message->name);
		et_json_string(json, "text", message->text);
		et_json_close(json);
	}
	et_json_close(json);
}

int et_report_changes_json(const struct et_changes *changes, etalon_write_fn *write, void *data)
{
	struct et_json json;
	struct et_out out;
	size_t i;

	et_out_init(&out, write, data);
	et_json_init(&json, &out.buf);
	et_json_object(&json, NULL);
	et_json_string(&json, "schema", "etalon.changes/1");
	et_json_string(&json, "etalon", ETALON_VERSION);
	write_side(&json, "from", &changes->from);
	write_side(&json, "to", &changes->to);
	if (changes->of_trees) {
		write_trees(&json, changes);
		write_messages(&json, "unread", changes, ETALON_ERROR);
		write_messages(&json, "warnings", changes, ETALON_WARNING);
		write_messages(&json, "notes", changes, ETALON_NOTE);
	}
	et_json_array(&json, "changes");
	for (i = 0; i < changes->count && et_out_more(&out); i++)
		et_change_json(&json, changes, &changes->list[i]);
	et_json_close(&json);
	et_json_close(&json);
	return et_out_finish(&out);
}
