/* SPDX-License-Identifier: BSD-3-Clause */
/* Which headers of a plan have to be read to compare what changes. */
#include "plan.h"

#include "map.h"
#include "str.h"

#include <string.h>

struct reach {
	struct et_arena *arena;
	const struct et_plan *plan;
	bool *reached;
	ET_ARRAY(size_t) pending;
	struct et_map by_name; /* the last part of a path: struct names */
};

struct names {
	ET_ARRAY(size_t) files;
};

static void reach(struct reach *reach, size_t index)
{
	if (reach->reached[index])
		return;
	reach->reached[index] = true;
	*ET_APPEND(reach->arena, &reach->pending) = index;
}

/* Any file of the plan that the name may mean: <asm/kvm.h> is each architecture's. */
static void reach_name(struct reach *reach_, const char *name, size_t length)
{
	const char *copy = et_strndup(reach_->arena, name, length);
	const char *base = et_basename(copy);
	const struct names *names = et_map_get(&reach_->by_name, base, strlen(base));
	size_t i;

	for (i = 0; names && i < names->files.count; i++)
		reach(reach_, names->files.items[i]);
}

static void follow(struct reach *reach_, const char *text, size_t length)
{
	const char *at = text, *end = text + length;

	while (at < end && (at = memmem(at, (size_t)(end - at), "include", 7))) {
		const char *stop;

		at += 7;
		while (at < end && (*at == ' ' || *at == '\t'))
			at++;
		if (at == end || (*at != '<' && *at != '"'))
			continue;
		stop = memchr(at + 1, *at == '<' ? '>' : '"', (size_t)(end - at - 1));
		if (!stop || memchr(at, '\n', (size_t)(stop - at)))
			continue;
		reach_name(reach_, at + 1, (size_t)(stop - at - 1));
		at = stop;
	}
}

static void index_names(struct reach *reach)
{
	size_t i;

	for (i = 0; i < reach->plan->files.count; i++) {
		const char *base = et_basename(reach->plan->files.items[i].path);
		void **slot = et_map_slot(&reach->by_name, reach->arena, base, strlen(base));
		struct names *names = *slot;

		if (!names)
			*slot = names = ET_NEW(reach->arena, struct names);
		*ET_APPEND(reach->arena, &names->files) = i;
	}
}

const bool *et_plan_headers(struct et_arena *arena, const struct et_plan *plan)
{
	struct reach all = {.arena = arena, .plan = plan};
	size_t i;

	all.reached = ET_NEW_ARRAY(arena, plan->files.count + 1, bool);
	index_names(&all);
	for (i = 0; i < plan->files.count; i++) {
		const struct et_plan_file *file = &plan->files.items[i];

		if (et_ends_with(file->path, ".h") &&
			(file->action == ETALON_FILE_ADDED || file->action == ETALON_FILE_CHANGED ||
				file->action == ETALON_FILE_REMOVED))
			reach(&all, i);
	}
	while (all.pending.count) {
		const struct et_plan_file *file =
			&plan->files.items[all.pending.items[--all.pending.count]];

		if (file->old)
			follow(&all, file->old, file->old_length);
		if (file->staged && file->action != ETALON_FILE_UNCHANGED)
			follow(&all, file->staged->data, file->staged->length);
	}
	return all.reached;
}
