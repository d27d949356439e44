/* SPDX-License-Identifier: BSD-3-Clause */
/* A plan as etalon.plan/1. */
#include "changes.h"
#include "json.h"
#include "out.h"
#include "plan_report.h"

const char *et_file_action_name(enum etalon_file_action action)
{
	static const char *const names[] = {
		[ETALON_FILE_ADDED] = "added",
		[ETALON_FILE_CHANGED] = "changed",
		[ETALON_FILE_UNCHANGED] = "unchanged",
		[ETALON_FILE_ORPHANED] = "orphaned",
		[ETALON_FILE_REMOVED] = "removed",
	};

	return names[action];
}

const char *et_problem_name(enum etalon_problem_kind kind)
{
	static const char *const names[] = {
		[ETALON_PROBLEM_INCLUDE] = "include",
		[ETALON_PROBLEM_CONSTRUCT] = "construct",
		[ETALON_PROBLEM_EDITED] = "edited",
		[ETALON_PROBLEM_COMPILE] = "compile",
		[ETALON_PROBLEM_MISSING] = "missing",
		[ETALON_PROBLEM_ACCEPTANCE] = "acceptance",
		[ETALON_PROBLEM_SOURCE] = "source",
	};

	return names[kind];
}

bool et_plan_is_certain(const struct etalon_change *change)
{
	size_t i;

	for (i = 0; i < change->n_uses; i++)
		if (change->uses[i].certain && change->uses[i].breaks)
			return true;
	return false;
}

size_t et_plan_count(const struct et_plan_report *plan, enum etalon_file_action action)
{
	size_t count = 0, i;

	for (i = 0; i < plan->n_files; i++)
		count += plan->files[i].action == action;
	return count;
}

static void write_file(struct et_json *json, const struct etalon_sync_file *file)
{
	et_json_object(json, NULL);
	et_json_string(json, "path", file->path);
	et_json_string(json, "action", et_file_action_name(file->action));
	et_json_string(json, "origin", file->origin);
	et_json_string(json, "arch", file->arch);
	et_json_bool(json, "closure", file->closure);
	et_json_bool(json, "edited", file->edited);
	et_json_close(json);
}

static void write_line(struct et_json *json, uint32_t line)
{
	if (line)
		et_json_int(json, "line", line);
	else
		et_json_null(json, "line");
}

static void write_problem(struct et_json *json, const struct etalon_problem *problem)
{
	et_json_object(json, NULL);
	et_json_string(json, "kind", et_problem_name(problem->kind));
	et_json_bool(json, "stops", problem->stops);
	et_json_string(json, "file", problem->file);
	write_line(json, problem->line);
	et_json_string(json, "definition", problem->definition);
	et_json_string(json, "message", problem->message);
	et_json_string(json, "waived", problem->waived);
	et_json_close(json);
}

static void write_ends(struct et_json *json, const struct et_plan_report *plan)
{
	et_json_object(json, "source");
	et_json_string(json, "name", plan->source);
	et_json_string(json, "version", plan->version);
	et_json_string(json, "revision", plan->revision);
	et_json_close(json);
	et_json_object(json, "consumer");
	et_json_string(json, "path", plan->consumer);
	et_json_string(json, "release", plan->release);
	et_json_close(json);
	et_json_string(json, "profile", plan->profile);
}

static void write_proof(struct et_json *json, const struct et_plan_report *plan)
{
	if (!plan->proved) {
		et_json_null(json, "proof");
		return;
	}
	et_json_object(json, "proof");
	et_json_int(json, "units", (int64_t)plan->units);
	et_json_int(json, "failing", (int64_t)plan->failing);
	et_json_int(json, "broken", (int64_t)plan->broken);
	et_json_close(json);
}

int et_report_plan_json(const struct et_plan_report *plan, etalon_write_fn *write, void *data)
{
	struct et_json json;
	struct et_out out;
	size_t i;

	et_out_init(&out, write, data);
	et_json_init(&json, &out.buf);
	et_json_object(&json, NULL);
	et_json_string(&json, "schema", "etalon.plan/1");
	et_json_string(&json, "etalon", ETALON_VERSION);
	et_json_string(&json, "edition", plan->edition);
	write_ends(&json, plan);
	et_json_bool(&json, "applied", plan->applied);
	et_json_bool(&json, "forced", plan->forced);
	et_json_int(&json, "stops", (int64_t)plan->stops);
	et_json_bool(&json, "uses", plan->uses);
	write_proof(&json, plan);
	et_json_array(&json, "files");
	for (i = 0; i < plan->n_files && et_out_more(&out); i++)
		write_file(&json, &plan->files[i]);
	et_json_close(&json);
	et_json_array(&json, "problems");
	for (i = 0; i < plan->n_problems && et_out_more(&out); i++)
		write_problem(&json, &plan->problems[i]);
	et_json_close(&json);
	et_json_array(&json, "changes");
	for (i = 0; i < plan->changes->count && et_out_more(&out); i++)
		et_change_json(&json, plan->changes, &plan->changes->list[i]);
	et_json_close(&json);
	et_json_close(&json);
	return et_out_finish(&out);
}
