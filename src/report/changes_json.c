/* SPDX-License-Identifier: BSD-3-Clause */
/* Changes as etalon.changes/1. */
#include "changes.h"
#include "json.h"
#include "out.h"

const char *et_change_what_name(enum etalon_change_what what)
{
	static const char *const names[] = {
		[ETALON_CONSTANT] = "constant",
		[ETALON_RECORD] = "record",
		[ETALON_FIELD] = "field",
		[ETALON_REGISTER] = "register",
		[ETALON_VIRTQUEUE] = "virtqueue",
		[ETALON_ID] = "id",
		[ETALON_REQUIREMENT] = "requirement",
	};

	return names[what];
}

static const char *kind_name(enum etalon_change_kind kind)
{
	static const char *const names[] = {
		[ETALON_ADDED] = "added",
		[ETALON_CHANGED] = "changed",
		[ETALON_REMOVED] = "removed",
		[ETALON_RENAMED] = "renamed",
	};

	return names[kind];
}

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

static void write_change(struct et_json *json, const struct etalon_change *change)
{
	et_json_object(json, NULL);
	et_json_string(json, "kind", kind_name(change->kind));
	et_json_string(json, "what", et_change_what_name(change->what));
	/* What it does to a tree is said by etalon diff. */
	et_json_null(json, "class");
	et_json_string(json, "interface", change->interface);
	et_json_string(json, "definition", change->definition);
	et_json_bool(json, "legacy", change->legacy);
	write_evidence(json, "from", change->has_from, &change->from);
	write_evidence(json, "to", change->has_to, &change->to);
	et_json_string(json, "message", change->message);
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
	et_json_array(&json, "changes");
	for (i = 0; i < changes->count && et_out_more(&out); i++)
		write_change(&json, &changes->list[i]);
	et_json_close(&json);
	et_json_close(&json);
	return et_out_finish(&out);
}
