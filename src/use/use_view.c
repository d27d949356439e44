/* SPDX-License-Identifier: BSD-3-Clause */
/* What one file sees: all that it includes; of a part of other files, all that those do. */
#include "use_int.h"

enum { MOST_INCLUDERS = 256, SEARCH_KEPT = 512 << 10 };

/* Whether a header is of another architecture than a source. */
static bool is_foreign(const struct use *u, uint32_t file, uint32_t header)
{
	uint32_t archs = u->files->list.items[file].archs;
	uint32_t others = u->files->list.items[header].header_archs;

	return archs && others && !(archs & others);
}

static bool add(struct use *u, uint32_t file)
{
	struct use_view *view = &u->view;

	if (use_sees(view, file) || is_foreign(u, view->file, file))
		return false;
	view->stamps[file] = view->serial;
	view->ranks[file] = (uint32_t)view->files.count;
	*ET_APPEND(&u->kept, &view->files) = file;
	return true;
}

/* A file and all that it includes, breadth first. */
static void add_closure(struct use *u, uint32_t file)
{
	const struct use_graph *graph = u->job->graph;
	struct use_view *view = &u->view;
	size_t i = view->files.count;
	uint32_t k;

	if (!add(u, file))
		return;
	for (; i < view->files.count; i++) {
		uint32_t each = view->files.items[i];

		for (k = graph->first[each]; k < graph->first[each + 1]; k++)
			add(u, graph->to[k]);
	}
}

/* Those that include the view's file, those that include them, and what all of these include. */
static void add_includers(struct use *u)
{
	const struct use_graph *graph = u->job->graph;
	uint32_t includers[MOST_INCLUDERS];
	unsigned count = 1;
	unsigned i;
	uint32_t k;

	includers[0] = u->view.file;
	for (i = 0; i < count; i++) {
		uint32_t file = includers[i];

		for (k = graph->first_from[file];
			k < graph->first_from[file + 1] && count < MOST_INCLUDERS; k++) {
			unsigned n;

			for (n = 0; n < count && includers[n] != graph->from[k]; n++)
				;
			if (n == count)
				includers[count++] = graph->from[k];
		}
	}
	for (i = 1; i < count; i++)
		add_closure(u, includers[i]);
}

void use_view_set(struct use *u, uint32_t file, bool wide)
{
	struct use_view *view = &u->view;
	size_t n = u->files->list.count;

	if (view->serial && view->file == file && view->wide == wide)
		return;
	if (!view->stamps) {
		view->stamps = ET_NEW_ARRAY(&u->kept, n, uint32_t);
		view->ranks = ET_NEW_ARRAY(&u->kept, n, uint32_t);
	}
	view->serial++;
	if (wide)
		memset(u->answers, USE_NOT_ASKED, u->job->n_queries);
	view->file = file;
	view->wide = wide;
	view->files.count = 0;
	add_closure(u, file);
	if (wide)
		add_includers(u);
}

static const uint64_t *reaching(struct use *u, const struct use_query *query)
{
	uint64_t **set = &u->sets[query->group];

	if (!*set)
		*set = use_reaching(&u->kept, u->job->graph, &query->headers,
			query->headers.count   ? NULL
			: query->query->within ? query->query->within
					       : query->query->header);
	return *set;
}

bool use_reaches(struct use *u, const struct use_query *query, uint32_t file)
{
	size_t i;

	if (!query->query->header)
		return true;
	if (!use_has_bit(reaching(u, query), file))
		return false;
	/* What leads there may lead to the same header of another architecture as well. */
	for (i = 0; i < query->headers.count; i++)
		if (!is_foreign(u, file, query->headers.items[i]))
			return true;
	return !query->headers.count;
}

bool use_reaches_somehow(struct use *u, const struct use_query *query, uint32_t file)
{
	struct et_arena fresh;

	if (use_reaches(u, query, file))
		return true;
	if (!u->files->list.items[file].header)
		return false;
	/* Not in u->temp, which has what is being looked at. */
	if (u->search.used > SEARCH_KEPT) {
		et_arena_init_in_steps(&fresh);
		et_arena_recycle(&fresh, &u->search);
		u->search = fresh;
	}
	return use_is_included_by(&u->search, u->job->graph, file, reaching(u, query));
}

bool use_reaches_here(struct use *u, const struct use_query *query)
{
	uint8_t *answer = &u->answers[query->index];

	if (!u->view.wide)
		return use_reaches(u, query, u->view.file);
	if (*answer == USE_NOT_ASKED)
		*answer = use_reaches_somehow(u, query, u->view.file) ? USE_YES : USE_NO;
	return *answer == USE_YES;
}

bool use_reaches_elsewhere(struct use *u, const struct use_query *query)
{
	const char *header = query->query->elsewhere;
	uint64_t **set = &u->sets[query->elsewhere_group];

	if (!header)
		return false;
	if (!*set)
		*set = use_reaching(&u->kept, u->job->graph_after, &query->elsewheres,
			query->elsewheres.count ? NULL : header);
	return use_has_bit(*set, u->view.file);
}
