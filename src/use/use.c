/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * All bytes of all sources are looked at once, for names that queries ask for. Only files that have
 * one are cut into tokens, and only headers that these see and that declare what is met there.
 */
#include "use_rules.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * What is known of headers is forgotten when it has grown to so many bytes, and read again where it
 * is asked for: most of what a folder's sources have in common fits.
 */
enum { SHARES = 2, MOST_ROUNDS = 5, MOST_SYMBOLS = 3 << 20 };

/* One of the two halves that files are looked at in: as many as threads, or one after the other. */
struct share {
	struct use u;
	uint32_t from; /* of the round's candidates */
	uint32_t to;
	const uint32_t *candidates;
};

/* Has a carrier found under its name: one after the other, in their order. */
static void tell_carrier(struct use *u, size_t index)
{
	struct use_carrier *carrier = &u->carriers.items[index];
	struct use_name *name = use_name_at(&u->names, use_intern_text(&u->names, carrier->name));

	carrier->hash = name->hash;
	carrier->next = name->carrier;
	name->carrier = (uint32_t)index + 1;
}

/* The names that all shares begin with: in each they have the number that they have in the job. */
static void begin_names(struct use *u)
{
	const struct use_job *job = u->job;
	uint32_t id;

	use_names_init(&u->names, &u->arena);
	for (id = 1; id < job->names.count; id++) {
		const struct use_name *name = use_name_at(&job->names, id);
		struct use_name *own =
			use_name_at(&u->names, use_intern_text(&u->names, name->text));

		own->wanted = name->wanted;
	}
	u->size_word = use_intern_text(&u->names, "sizeof");
	u->switch_word = use_intern_text(&u->names, "switch");
}

void use_init(struct use *u, const struct use_job *job)
{
	*u = (struct use){.job = job, .files = job->files, .function = USE_NONE};
	et_arena_init_in_steps(&u->arena);
	et_arena_init_in_steps(&u->kept);
	et_arena_init_in_steps(&u->own);
	et_arena_init_in_steps(&u->temp);
	et_arena_init_in_steps(&u->search);
	u->locals.arena = &u->own;
	u->source.file = USE_NONE;
	begin_names(u);
	u->read = ET_NEW_ARRAY(&u->kept, job->files->list.count, bool);
	u->answers = ET_NEW_ARRAY(&u->kept, job->n_queries + 1, uint8_t);
	u->sets = ET_NEW_ARRAY(&u->kept, job->n_groups + 1, uint64_t *);
	u->traces = ET_NEW_ARRAY(&u->kept, job->n_traces + 1, struct use_trace);
}

/* Forgets all names and symbols. Only between files. */
static void forget_symbols(struct use *u)
{
	struct et_arena fresh;
	size_t i;

	et_arena_init_in_steps(&fresh);
	et_arena_recycle(&fresh, &u->arena);
	u->arena = fresh;
	begin_names(u);
	memset(u->read, 0, u->files->list.count);
	u->source.file = USE_NONE;
	u->braces = NULL;
	u->macros.items = NULL;
	u->macros.count = u->macros.capacity = 0;
	for (i = 0; i < u->told; i++)
		tell_carrier(u, i);
}

void use_finish(struct use *u)
{
	use_source_finish(&u->source);
	use_source_finish(&u->other);
	use_reader_finish(&u->reader);
	use_reader_finish(&u->other_reader);
	free(u->scratch.tokens);
	et_arena_finish(&u->search);
	et_arena_finish(&u->temp);
	et_arena_finish(&u->own);
	et_arena_finish(&u->kept);
	et_arena_finish(&u->arena);
}

static void limit_symbols(struct use *u)
{
	if (u->arena.used > MOST_SYMBOLS)
		forget_symbols(u);
}

static void *look(void *data)
{
	struct share *share = data;
	uint32_t i;

	for (i = share->from; i < share->to; i++) {
		limit_symbols(&share->u);
		use_pass_file(&share->u, share->candidates[i]);
	}
	return NULL;
}

/* Carriers of one round, told to both: in the order of places, whoever found them. */
static int compare_carriers(const void *left, const void *right)
{
	const struct use_carrier *a = left;
	const struct use_carrier *b = right;

	if (a->of_file != b->of_file)
		return a->of_file < b->of_file ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->query != b->query)
		return a->query < b->query ? -1 : 1;
	if (a->role != b->role)
		return a->role < b->role ? -1 : 1;
	return a->inner < b->inner ? -1 : a->inner > b->inner;
}

/* Gives all carriers that are new to both shares. Returns whether there are any. */
static bool exchange_carriers(struct share *shares, size_t *known)
{
	struct use_carrier *fresh;
	size_t count = 0;
	size_t i;
	size_t s;

	for (s = 0; s < SHARES; s++)
		count += shares[s].u.carriers.count - *known;
	if (!count)
		return false;
	fresh = ET_NEW_ARRAY(&shares[0].u.arena, count, struct use_carrier);
	count = 0;
	for (s = 0; s < SHARES; s++)
		for (i = *known; i < shares[s].u.carriers.count; i++)
			fresh[count++] = shares[s].u.carriers.items[i];
	qsort(fresh, count, sizeof(*fresh), compare_carriers);
	for (s = 0; s < SHARES; s++) {
		struct use *u = &shares[s].u;

		u->carriers.count = *known;
		for (i = 0; i < count; i++) {
			*(struct use_carrier *)ET_APPEND(&u->kept, &u->carriers) = fresh[i];
			tell_carrier(u, u->told++);
		}
	}
	*known += count;
	return true;
}

/* The round's candidates, in two halves of about as many bytes. */
static void divide(struct share *shares, struct et_arena *arena, struct use_files *files)
{
	uint32_t *candidates = ET_NEW_ARRAY(arena, files->n_walked, uint32_t);
	uint32_t count = 0;
	uint64_t bytes = 0;
	uint64_t half = 0;
	uint32_t i;

	for (i = 0; i < files->n_walked; i++) {
		limit_symbols(&shares[0].u);
		if (use_is_candidate(&shares[0].u, i)) {
			candidates[count++] = i;
			bytes += files->list.items[i].length;
		}
	}
	for (i = 0; i < count && half < bytes / 2; i++)
		half += files->list.items[candidates[i]].length;
	shares[0].candidates = shares[1].candidates = candidates;
	shares[0].from = 0;
	shares[0].to = shares[1].from = i;
	shares[1].to = count;
	/* What was worked out to choose them need not be worked out again. */
	memcpy(shares[1].u.traces, shares[0].u.traces,
		(shares[0].u.job->n_traces + 1) * sizeof(*shares[0].u.traces));
	memcpy(shares[1].u.sets, shares[0].u.sets,
		(shares[0].u.job->n_groups + 1) * sizeof(*shares[0].u.sets));
}

static void run_round(struct share *shares, unsigned threads)
{
	pthread_t thread;
	bool started = threads > 1 && shares[1].to > shares[1].from &&
		       pthread_create(&thread, NULL, look, &shares[1]) == 0;

	look(&shares[0]);
	if (started)
		pthread_join(thread, NULL);
	else
		look(&shares[1]);
}

static int compare_found(const void *left, const void *right)
{
	const struct use_found *a = left;
	const struct use_found *b = right;

	if (a->query != b->query)
		return a->query < b->query ? -1 : 1;
	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->certainty != b->certainty)
		return a->certainty < b->certainty ? -1 : 1;
	return a->role < b->role ? -1 : a->role > b->role;
}

/*
 * A use in a macro's body is what the macro's own uses make of it. Returns whether it is one: a
 * member's name in a macro may be that of any record.
 */
static bool settle_macro(const struct share *shares, struct use_found *found)
{
	bool used = found->role != ET_USE_MEMBER;
	size_t i;
	size_t s;

	for (s = 0; s < SHARES; s++) {
		const struct use *u = &shares[s].u;

		for (i = 0; i < u->carriers.count; i++) {
			const struct use_carrier *carrier = &u->carriers.items[i];

			if (carrier->of_file != found->file || carrier->query != found->query ||
				carrier->at + 1 != found->macro)
				continue;
			used |= carrier->used;
			if (carrier->broken)
				found->certainty = ET_USE_CERTAIN;
		}
	}
	return used;
}

static void gather(struct share *shares, struct et_arena *arena, const struct use_job *job,
	struct et_uses *uses)
{
	size_t total = shares[0].u.found.count + shares[1].u.found.count;
	struct use_found *all = ET_NEW_ARRAY(&shares[0].u.arena, total, struct use_found);
	size_t count = 0;
	size_t i;
	size_t s;

	for (s = 0; s < SHARES; s++)
		for (i = 0; i < shares[s].u.found.count; i++)
			all[count++] = shares[s].u.found.items[i];
	if (count)
		qsort(all, count, sizeof(*all), compare_found);
	for (i = 0; i < count; i++) {
		struct use_found *found = &all[i];

		/* One place, told once: the first is the most certain. */
		if (i && found->query == found[-1].query && found->file == found[-1].file &&
			found->at == found[-1].at)
			continue;
		if (found->macro && !settle_macro(shares, found))
			continue;
		*ET_APPEND(arena, &uses->list) =
			(struct et_use){.query = job->queries[found->query].query,
				.file = et_strdup(arena, job->files->list.items[found->file].path),
				.line = found->line,
				.column = found->column,
				.certainty = (enum et_certainty)found->certainty,
				.role = (enum et_use_role)found->role,
				.why = et_strdup(arena, found->why),
				.breaks = found->breaks};
	}
}

static unsigned count_threads(const struct et_use_options *options)
{
	long processors;

	if (options->threads)
		return options->threads;
	processors = sysconf(_SC_NPROCESSORS_ONLN);
	return processors > 1 ? 2 : 1;
}

static void count_files(const struct use_files *files, struct et_uses *uses)
{
	uint32_t i;

	uses->skipped = files->skipped;
	for (i = 0; i < files->n_walked; i++) {
		if (!files->list.items[i].own)
			continue;
		if (files->list.items[i].dropped)
			uses->skipped++;
		else
			uses->files++;
	}
}

static void find_uses(struct et_arena *arena, struct et_arena *own, struct use_job *job,
	unsigned threads, struct et_uses *uses)
{
	struct share *shares = ET_NEW_ARRAY(own, SHARES, struct share);
	size_t known = 0;
	unsigned round;
	size_t s;

	for (s = 0; s < SHARES; s++)
		use_init(&shares[s].u, job);
	for (round = 0; round < MOST_ROUNDS; round++) {
		for (s = 0; s < SHARES; s++)
			shares[s].u.round = (uint8_t)round;
		divide(shares, own, job->files);
		run_round(shares, threads);
		if (!exchange_carriers(shares, &known))
			break;
	}
	gather(shares, arena, job, uses);
	for (s = 0; s < SHARES; s++)
		use_finish(&shares[s].u);
}

bool et_use_find(struct et_arena *arena, const struct et_use_options *options,
	const struct et_query *queries, size_t n, struct et_uses *uses, struct et_diags *diags)
{
	struct et_arena arenas[3];
	struct use_filter filter;
	struct use_files files;
	struct use_graph graph;
	struct use_graph after;
	struct use_job job;
	unsigned threads = count_threads(options);
	size_t i;

	*uses = (struct et_uses){0};
	for (i = 0; i < 3; i++)
		et_arena_init(&arenas[i]);
	if (!use_walk(&arenas[2], options, &files, diags))
		return false;
	use_job_init(&job, &arenas[2], &files, queries, n);
	use_filter_init(&filter, &arenas[2], &job.names, (uint32_t)job.wishes.count);
	use_scan_all(arenas, &files, &filter, threads);
	use_graph_init(&graph, arenas, &files, threads);
	job.graph = job.graph_after = &graph;
	if (options->n_edges) {
		use_graph_change(&after, &arenas[0], &graph, use_edges(&arenas[0], &files, options),
			options->n_edges);
		job.graph_after = &after;
	}
	find_uses(arena, &arenas[2], &job, threads, uses);
	count_files(&files, uses);
	close(files.root);
	for (i = 0; i < 3; i++)
		et_arena_finish(&arenas[i]);
	return true;
}
