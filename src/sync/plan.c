/* SPDX-License-Identifier: BSD-3-Clause */
#include "plan.h"

#include "map.h"
#include "str.h"

#include <stdlib.h>
#include <string.h>

enum {
	LARGEST_FILE = 16 << 20, /* of the consumer's, that a sync would overwrite */
	MOST_ORPHANS = 100000,
	DEEPEST_FOLDER = 32,
};

struct planner {
	struct et_arena *arena;
	struct et_plan *plan;
	struct et_source *consumer;
	struct et_diags *diags;
	struct et_map staged; /* paths that are in the plan */
	bool prune;
};

struct etalon_problem *et_plan_problem(struct et_arena *arena, struct et_plan *plan,
	enum etalon_problem_kind kind, const char *file, uint32_t line, const char *definition,
	const char *format, ...)
{
	struct etalon_problem *problem = ET_APPEND(arena, &plan->problems);
	va_list args;

	va_start(args, format);
	*problem = (struct etalon_problem){.kind = kind,
		.file = file,
		.line = line,
		.definition = definition,
		.message = et_vsprintf(arena, format, args)};
	va_end(args);
	return problem;
}

const char *et_plan_old_hash(struct et_arena *arena, struct et_plan_file *file)
{
	if (!file->old_hash && file->old)
		file->old_hash = et_sha256(arena, file->old, file->old_length);
	return file->old_hash;
}

const char *et_plan_new_hash(struct et_arena *arena, struct et_plan_file *file)
{
	if (!file->new_hash && file->staged)
		file->new_hash = et_sha256(arena, file->staged->data, file->staged->length);
	return file->new_hash;
}

/* Whether somebody has written to the file since the last sync, or has made it. */
static void look_at_lock(struct planner *planner, struct et_plan_file *file)
{
	const struct et_locked_file *locked =
		planner->plan->has_lock ? et_lock_find(&planner->plan->lock, file->path) : NULL;

	file->locked = locked != NULL;
	file->edited = planner->plan->has_lock && file->old &&
		       (!locked || !et_streq(locked->hash, et_plan_old_hash(planner->arena, file)));
}

static void read_old(struct planner *planner, struct et_plan_file *file)
{
	struct et_text text;
	const char *error =
		et_source_read(planner->consumer, planner->arena, file->path, LARGEST_FILE, &text);

	if (!error) {
		file->old = text.data;
		file->old_length = text.length;
	} else if (strcmp(error, "no such file") != 0) {
		et_diag(planner->diags, ET_ERROR, file->path, 0, NULL,
			"%s, and is not overwritten; move it away", error);
	}
}

static void plan_staged(struct planner *planner, const struct et_staged *staged)
{
	struct et_plan_file *file = ET_APPEND(planner->arena, &planner->plan->files);

	*file = (struct et_plan_file){.path = staged->path, .staged = staged};
	*et_map_slot(&planner->staged, planner->arena, staged->path, strlen(staged->path)) =
		planner;
	read_old(planner, file);
	look_at_lock(planner, file);
	if (!file->old)
		file->action = ETALON_FILE_ADDED;
	else if (file->old_length == staged->length &&
		 memcmp(file->old, staged->data, staged->length) == 0)
		file->action = ETALON_FILE_UNCHANGED;
	else
		file->action = ETALON_FILE_CHANGED;
}

struct folder {
	struct planner *planner;
	const char *path;
	unsigned level;
};

static void take_orphan(const char *name, enum et_entry_kind kind, void *data)
{
	const struct folder *folder = data;
	struct planner *planner = folder->planner;
	const char *path = et_join(planner->arena, folder->path, "/", name);
	struct et_plan_file *file;

	if (kind == ET_ENTRY_FOLDER && folder->level < DEEPEST_FOLDER) {
		struct folder inner = {planner, path, folder->level + 1};

		et_source_entries(planner->consumer, path, take_orphan, &inner);
		return;
	}
	if (kind != ET_ENTRY_FILE || planner->plan->files.count >= MOST_ORPHANS ||
		et_map_get(&planner->staged, path, strlen(path)))
		return;
	*et_map_slot(&planner->staged, planner->arena, path, strlen(path)) = planner;
	file = ET_APPEND(planner->arena, &planner->plan->files);
	*file = (struct et_plan_file){.path = path,
		.action = planner->prune ? ETALON_FILE_REMOVED : ETALON_FILE_ORPHANED};
	read_old(planner, file);
	look_at_lock(planner, file);
}

static void find_orphans(struct planner *planner)
{
	const struct et_stage *stage = &planner->plan->stage;
	size_t i;

	for (i = 0; i < stage->owns.count; i++) {
		const char *owned = stage->owns.items[i];
		size_t length = strlen(owned);
		struct folder folder = {planner,
			et_strndup(planner->arena, owned,
				length && owned[length - 1] == '/' ? length - 1 : length),
			0};

		et_source_entries(planner->consumer, folder.path, take_orphan, &folder);
	}
}

static int compare_files(const void *left, const void *right)
{
	return strcmp(((const struct et_plan_file *)left)->path,
		((const struct et_plan_file *)right)->path);
}

void et_plan_files(struct et_arena *arena, struct et_plan *plan, struct et_source *consumer,
	bool prune, struct et_diags *diags)
{
	struct planner planner = {
		.arena = arena, .plan = plan, .consumer = consumer, .diags = diags, .prune = prune};
	size_t i;

	for (i = 0; i < plan->stage.files.count; i++)
		plan_staged(&planner, &plan->stage.files.items[i]);
	find_orphans(&planner);
	if (plan->files.count)
		qsort(plan->files.items, plan->files.count, sizeof(*plan->files.items),
			compare_files);
	for (i = 0; i < plan->files.count; i++) {
		const struct et_plan_file *file = &plan->files.items[i];

		if (file->edited && file->action != ETALON_FILE_UNCHANGED &&
			file->action != ETALON_FILE_ORPHANED)
			et_plan_problem(arena, plan, ETALON_PROBLEM_EDITED, file->path, 0,
				file->path, "%s, and would be %s",
				file->locked ? "was edited since the last sync"
					     : "was not written by a sync",
				file->action == ETALON_FILE_REMOVED ? "removed" : "overwritten")
				->stops = true;
	}
}

const struct et_plan_file *et_plan_find(const struct et_plan *plan, const char *path)
{
	struct et_plan_file key = {.path = path};

	return plan->files.count ? bsearch(&key, plan->files.items, plan->files.count,
					   sizeof(*plan->files.items), compare_files)
				 : NULL;
}
