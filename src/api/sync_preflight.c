/* SPDX-License-Identifier: BSD-3-Clause */
/* A plan held against its consumer: definitions that change, their uses, what is not accepted. */
#include "sync_session.h"

#include "builtin.h"
#include "plan_report.h"
#include "preflight.h"
#include "str.h"
#include "queries.h"
#include "waivers.h"

#include <string.h>

enum { LARGEST_SETTINGS = 1 << 20 };
#define SETTINGS "etalon.yaml"

/* The consumer's headers of the plan, as they are or as they will be. */
static void read_side(struct etalon *etalon, struct et_arena *arena, const struct et_plan *plan,
	const bool *headers, bool after, struct et_tree *tree)
{
	struct et_source_text *texts =
		ET_NEW_ARRAY(arena, plan->files.count, struct et_source_text);
	const struct et_dialect *const *dialects;
	struct et_diags ignored;
	size_t n_dialects, n = 0, i;

	for (i = 0; i < plan->files.count; i++) {
		const struct et_plan_file *file = &plan->files.items[i];

		if (!headers[i])
			continue;
		/* Orphans are there on both sides: who includes them may have changed. */
		if (after && file->staged)
			texts[n++] = (struct et_source_text){
				file->path, file->staged->data, file->staged->length};
		else if (file->old && (!after || file->action == ETALON_FILE_ORPHANED))
			texts[n++] =
				(struct et_source_text){file->path, file->old, file->old_length};
	}
	*tree = (struct et_tree){.canon = etalon->canon, .path = "", .partial = true};
	et_diags_init(&tree->unread, arena);
	/* What can't be read here compiles or not, as before: that is the compiler's to say. */
	et_diags_init(&ignored, arena);
	et_tree_read_texts(tree, arena, texts, n, &ignored);
	dialects = et_builtin_dialects(&n_dialects);
	tree->dialect = et_tree_recognise(tree, etalon->canon, dialects, n_dialects);
}

/* What the standard has not accepted, by name: a family of findings. */
static void list_unaccepted(struct etalon *etalon, struct et_arena *arena,
	const struct et_tree *tree, struct et_map *names, struct et_results *results)
{
	const struct et_compare_options options = {.canon = etalon->canon, .abis = ET_ABI_ALL};
	struct et_diags ignored;
	size_t i;

	et_diags_init(&ignored, arena);
	et_compare_tree(arena, tree, 0, &options, results, &ignored);
	for (i = 0; i < results->list.count && names; i++) {
		struct etalon_finding *finding = &results->list.items[i]->finding;

		if (finding->rule->family == ETALON_ACCEPTANCE && finding->found.name)
			*et_map_slot(names, arena, finding->found.name,
				strlen(finding->found.name)) = finding;
	}
}

static void judge_acceptance(struct etalon *etalon, struct et_sync *sync,
	const struct et_tree *before, const struct et_tree *after)
{
	struct et_arena arena;
	struct et_results old = {0}, new = {0};
	struct et_map known = {0};
	size_t i;

	et_arena_init(&arena);
	list_unaccepted(etalon, &arena, before, &known, &old);
	list_unaccepted(etalon, &arena, after, NULL, &new);
	for (i = 0; i < new.list.count; i++) {
		const struct etalon_finding *finding = &new.list.items[i]->finding;
		const char *name = finding->found.name;

		if (finding->rule->family != ETALON_ACCEPTANCE || !name ||
			et_map_get(&known, name, strlen(name)))
			continue;
		*et_map_slot(&known, &arena, name, strlen(name)) = sync;
		et_plan_problem(&etalon->arena, &sync->plan, ETALON_PROBLEM_ACCEPTANCE,
			et_strdup(&etalon->arena, finding->found.file), finding->found.line,
			et_strdup(&etalon->arena, name), "%s: %s", name, finding->rule->summary);
	}
	et_arena_finish(&arena);
}

/* What changes, and what is asked about it. */
struct changed {
	struct etalon_change *list;
	size_t count;
	const struct et_query *queries;
	size_t n_queries;
	const struct et_use_edge *edges;
	size_t n_edges;
};

/* The consumer's own sources: all but what the profile writes. */
static int find_uses(struct etalon *etalon, struct et_sync *sync, const struct changed *changed)
{
	const struct et_profile *profile = sync->plan.profile;
	struct et_uses uses = {0};
	struct et_use_options options = {.root = sync->options.consumer,
		.includes = profile->includes,
		.leave_out = profile->foreign,
		.edges = changed->edges,
		.n_edges = changed->n_edges};
	const char **except =
		ET_NEW_ARRAY(&etalon->arena, sync->plan.files.count + 2, const char *);
	size_t n = 0, i;

	for (i = 0; i < sync->plan.files.count; i++)
		except[n++] = sync->plan.files.items[i].path;
	options.except = except;
	et_session_progress(etalon, "looking for uses", 0, 0);
	if (!et_use_find(&etalon->arena, &options, changed->queries, changed->n_queries, &uses,
		    &sync->diags))
		return et_session_fail(
			etalon, "%s: its sources can't be read", sync->options.consumer);
	et_change_attach(&etalon->arena, changed->list, changed->count, &uses);
	sync->sources = uses.files;
	return 0;
}

/*
 * A new name that the consumer has already is no longer a compatible change, nor is a name that
 * one of its sources does not find in its new header one of behaviour.
 */
static void raise_impact(struct etalon_change *change)
{
	size_t i;

	if (change->impact != ETALON_IMPACT_COMPATIBLE && change->kind != ETALON_MOVED)
		return;
	for (i = 0; i < change->n_uses; i++) {
		if (change->uses[i].certain && change->uses[i].breaks)
			change->impact = ETALON_IMPACT_SOURCE;
	}
}

static const char *const *abi_names(struct etalon *etalon)
{
	const char **names = ET_NEW_ARRAY(&etalon->arena, ET_ABI_COUNT + 1, const char *);
	size_t n = 0;
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (!etalon->abis || etalon->abis & ET_ABI_BIT(id))
			names[n++] = et_abi((enum et_abi_id)id)->name;
	}
	return names;
}

/*
 * What the headers of both sides define, compared. Most of a plan's memory is theirs, and is given
 * back before the consumer's sources are searched: the changes and queries keep what they need.
 */
static void compare_definitions(
	struct etalon *etalon, struct et_sync *sync, struct changed *changed)
{
	const struct et_tree_diff_options options = {
		.canon = etalon->canon, .abis = etalon->abis ? etalon->abis : ET_ABI_ALL};
	const bool *headers = et_plan_headers(&etalon->arena, &sync->plan);
	struct et_arena arena;
	struct et_tree before, after;
	struct et_tree_changes changes = {0};

	et_session_progress(etalon, "comparing definitions", 0, 0);
	et_arena_init(&arena);
	read_side(etalon, &arena, &sync->plan, headers, false, &before);
	read_side(etalon, &arena, &sync->plan, headers, true, &after);
	judge_acceptance(etalon, sync, &before, &after);
	et_tree_diff(&arena, &before, &after, &options, &changes);
	et_preflight_constructs(&etalon->arena, &sync->plan, sync->consumer, &after);
	changed->list = et_tree_changes_keep(&etalon->arena, &changes);
	changed->count = changes.list.count;
	changed->queries = et_change_queries(&etalon->arena, &changes, &changed->n_queries);
	changed->edges = et_change_edges(&etalon->arena, &changes, &changed->n_edges);
	et_arena_finish(&arena);
}

static int find_changes(struct etalon *etalon, struct et_sync *sync)
{
	struct changed changed;
	size_t i;

	compare_definitions(etalon, sync, &changed);
	if (!sync->options.no_uses && find_uses(etalon, sync, &changed) != 0)
		return -1;
	for (i = 0; i < changed.count; i++)
		raise_impact(&changed.list[i]);
	etalon->changes = (struct et_changes){.list = changed.list,
		.count = changed.count,
		.canon = etalon->canon,
		.of_trees = true,
		.abis = abi_names(etalon),
		.uses = sync->options.no_uses ? NULL : sync->options.consumer};
	return 0;
}

static void show_proof_progress(void *data, size_t done, size_t all)
{
	et_session_progress(data, "compiling", done, all);
}

static int prove(struct etalon *etalon, struct et_sync *sync)
{
	const struct et_plan *plan = &sync->plan;
	struct et_staged *files = ET_NEW_ARRAY(&etalon->arena, plan->files.count, struct et_staged);
	const char **removed = ET_NEW_ARRAY(&etalon->arena, plan->files.count + 1, const char *);
	struct et_prove_options options = {.consumer = sync->options.consumer,
		.build = sync->options.prove,
		.files = files,
		.removed = removed,
		.jobs = sync->options.jobs,
		.progress = show_proof_progress,
		.data = etalon};
	size_t n_removed = 0, i;

	for (i = 0; i < plan->files.count; i++) {
		const struct et_plan_file *file = &plan->files.items[i];

		if (file->action == ETALON_FILE_ADDED || file->action == ETALON_FILE_CHANGED)
			files[options.n_files++] = *file->staged;
		else if (file->action == ETALON_FILE_REMOVED)
			removed[n_removed++] = file->path;
	}
	if (!et_prove(&etalon->arena, &options, &sync->proof, &sync->diags))
		return et_session_fail(etalon, "%s: nothing could be proved", sync->options.prove);
	for (i = 0; i < sync->proof.messages.count; i++) {
		const struct et_proof_message *message = &sync->proof.messages.items[i];
		struct etalon_problem *problem = et_plan_problem(&etalon->arena, &sync->plan,
			ETALON_PROBLEM_COMPILE, message->file, message->line, message->file,
			"%s: %s", message->error ? "error" : "warning", message->text);

		problem->stops = true;
		problem->warning = !message->error;
	}
	return 0;
}

static const char *class_of(const struct etalon_change *change)
{
	return et_impact_name(change->impact);
}

/* A waiver of a change is told when its time is over, or when an update brings nothing of it. */
static void judge_waivers(const struct etalon *etalon, struct et_sync *sync,
	const struct et_waiver *waivers, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct et_waiver *waiver = &waivers[i];

		if (!waiver->change)
			continue;
		if (waiver->expired)
			et_diag(&sync->diags, ET_WARNING, SETTINGS, waiver->line,
				waiver->definition,
				"the waiver of %s ended with %s; renew or remove it",
				waiver->definition, waiver->until);
		else if (!waiver->used && etalon->changes.count)
			et_diag(&sync->diags, ET_WARNING, SETTINGS, waiver->line,
				waiver->definition,
				"nothing in this update needs the waiver of %s; correct or remove "
				"it",
				waiver->definition);
	}
}

/* What the consumer's etalon.yaml accepts. */
static int waive(struct etalon *etalon, struct et_sync *sync)
{
	struct et_waiver *waivers;
	struct et_text text;
	size_t n, i;
	const char *error =
		et_source_read(sync->consumer, &etalon->arena, SETTINGS, LARGEST_SETTINGS, &text);

	if (error) {
		if (strcmp(error, "no such file") == 0)
			return 0;
		return et_session_fail(
			etalon, "%s/" SETTINGS ": %s", sync->options.consumer, error);
	}
	waivers = et_waivers_read(&etalon->arena, SETTINGS, text.data, text.length, etalon->today,
		etalon->canon->edition, &n, &sync->diags);
	if (sync->diags.errors)
		return et_session_fail(
			etalon, "%s/" SETTINGS ": has mistakes", sync->options.consumer);
	for (i = 0; i < etalon->changes.count; i++) {
		struct etalon_change *change = (struct etalon_change *)&etalon->changes.list[i];

		if (etalon_change_stops(change))
			change->waived = et_waivers_reason(waivers, n, class_of(change),
				change->definition, change->from.name);
	}
	for (i = 0; i < sync->plan.problems.count; i++) {
		struct etalon_problem *problem = &sync->plan.problems.items[i];

		if (problem->stops)
			problem->waived = et_waivers_reason(waivers, n,
				et_problem_name(problem->kind), problem->definition, NULL);
	}
	judge_waivers(etalon, sync, waivers, n);
	return 0;
}

int et_sync_preflight(struct etalon *etalon, struct et_sync *sync)
{
	if (find_changes(etalon, sync) != 0)
		return -1;
	if (sync->options.prove && prove(etalon, sync) != 0)
		return -1;
	return waive(etalon, sync);
}
