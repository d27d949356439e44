/* SPDX-License-Identifier: BSD-3-Clause */
/* Who includes whom, of all files, and who reaches a header so. */
#include "use_graph.h"

#include <pthread.h>

enum { MOST_INCLUDERS = 4096 };

/* A half of the files. */
struct half {
	struct use_resolver resolver;
	uint32_t from;
	uint32_t to;
	struct use_list edges;
	uint32_t *ends; /* by file of the half: where its own end in edges */
	ET_ARRAY(struct use_foreign) foreigns;
};

static void *resolve_half(void *data)
{
	struct half *half = data;
	uint32_t i;
	size_t k;

	half->ends = ET_NEW_ARRAY(half->resolver.arena, half->to - half->from, uint32_t);
	for (i = half->from; i < half->to; i++) {
		struct use_list foreign = {0};

		use_resolve_includes(&half->resolver, i, &half->edges, &foreign);
		half->ends[i - half->from] = (uint32_t)half->edges.count;
		for (k = 0; k < foreign.count; k++) {
			const struct use_file *file = &half->resolver.files->list.items[i];

			*ET_APPEND(half->resolver.arena, &half->foreigns) = (struct use_foreign){
				.name = file->includes[foreign.items[k]].name, .file = i};
		}
	}
	return NULL;
}

static void append_half(struct use_graph *graph, struct et_arena *arena, const struct half *half)
{
	uint32_t base = graph->first[half->from];
	uint32_t i;
	size_t k;

	if (half->edges.count)
		memcpy(graph->to + base, half->edges.items, half->edges.count * sizeof(*graph->to));
	for (i = half->from; i < half->to; i++)
		graph->first[i + 1] = base + half->ends[i - half->from];
	for (k = 0; k < half->foreigns.count; k++)
		*ET_APPEND(arena, &graph->foreigns) = half->foreigns.items[k];
}

static void turn_round(struct use_graph *graph, struct et_arena *arena)
{
	uint32_t edges = graph->first[graph->count];
	uint32_t *next = ET_NEW_ARRAY(arena, (size_t)graph->count + 1, uint32_t);
	uint32_t i;
	uint32_t k;

	graph->first_from = ET_NEW_ARRAY(arena, (size_t)graph->count + 1, uint32_t);
	graph->from = ET_NEW_ARRAY(arena, edges, uint32_t);
	for (k = 0; k < edges; k++)
		graph->first_from[graph->to[k] + 1]++;
	for (i = 0; i < graph->count; i++)
		graph->first_from[i + 1] += graph->first_from[i];
	memcpy(next, graph->first_from, ((size_t)graph->count + 1) * sizeof(*next));
	for (i = 0; i < graph->count; i++)
		for (k = graph->first[i]; k < graph->first[i + 1]; k++)
			graph->from[next[graph->to[k]]++] = i;
}

void use_graph_init(struct use_graph *graph, struct et_arena *arenas, const struct use_files *files,
	unsigned threads)
{
	uint32_t count = (uint32_t)files->list.count;
	struct half halves[2];
	pthread_t thread;
	bool started;
	size_t h;

	for (h = 0; h < 2; h++)
		halves[h] = (struct half){.resolver = {.files = files, .arena = &arenas[h]},
			.from = h ? count / 2 : 0,
			.to = h ? count : count / 2};
	started = threads > 1 && pthread_create(&thread, NULL, resolve_half, &halves[1]) == 0;
	resolve_half(&halves[0]);
	if (started)
		pthread_join(thread, NULL);
	else
		resolve_half(&halves[1]);
	*graph = (struct use_graph){.count = count};
	graph->first = ET_NEW_ARRAY(&arenas[0], (size_t)count + 1, uint32_t);
	graph->to = ET_NEW_ARRAY(
		&arenas[0], halves[0].edges.count + halves[1].edges.count + 1, uint32_t);
	append_half(graph, &arenas[0], &halves[0]);
	append_half(graph, &arenas[0], &halves[1]);
	turn_round(graph, &arenas[0]);
}

/* Of one file: an edge that begins at it. */
struct own_edge {
	const struct own_edge *next;
	const struct use_edge *edge;
};

/* The edges by the file that they begin at. */
static const struct own_edge **edges_by_file(
	struct et_arena *arena, uint32_t count, const struct use_edge *edges, size_t n)
{
	const struct own_edge **heads = ET_NEW_ARRAY(arena, count, const struct own_edge *);
	size_t e, i;

	for (e = n; e-- > 0;) {
		for (i = 0; i < edges[e].from.count; i++) {
			struct own_edge *own = ET_NEW(arena, struct own_edge);

			*own = (struct own_edge){heads[edges[e].from.items[i]], &edges[e]};
			heads[edges[e].from.items[i]] = own;
		}
	}
	return heads;
}

static bool is_lost(const struct own_edge *own, uint32_t to)
{
	size_t i;

	for (; own; own = own->next)
		for (i = 0; !own->edge->gained && i < own->edge->to.count; i++)
			if (own->edge->to.items[i] == to)
				return true;
	return false;
}

void use_graph_change(struct use_graph *changed, struct et_arena *arena,
	const struct use_graph *graph, const struct use_edge *edges, size_t n)
{
	const struct own_edge **heads = edges_by_file(arena, graph->count, edges, n);
	const struct own_edge *own;
	struct use_list to = {0};
	uint32_t i;
	size_t k;

	*changed = *graph;
	changed->first = ET_NEW_ARRAY(arena, (size_t)graph->count + 1, uint32_t);
	for (i = 0; i < graph->count; i++) {
		for (k = graph->first[i]; k < graph->first[i + 1]; k++)
			if (!is_lost(heads[i], graph->to[k]))
				*ET_APPEND(arena, &to) = graph->to[k];
		for (own = heads[i]; own; own = own->next)
			for (k = 0; own->edge->gained && k < own->edge->to.count; k++)
				*ET_APPEND(arena, &to) = own->edge->to.items[k];
		changed->first[i + 1] = (uint32_t)to.count;
	}
	changed->to = to.count ? to.items : graph->to;
	turn_round(changed, arena);
}

struct search {
	const struct use_graph *graph;
	uint64_t *bits;
	uint32_t *stack;
	uint32_t depth;
};

static void visit(struct search *search, uint32_t file)
{
	if (use_has_bit(search->bits, file))
		return;
	search->bits[file / 64] |= UINT64_C(1) << (file % 64);
	search->stack[search->depth++] = file;
}

static void begin(struct search *search, struct et_arena *arena, const struct use_graph *graph)
{
	*search = (struct search){.graph = graph,
		.bits = ET_NEW_ARRAY(arena, graph->count / 64 + 1, uint64_t),
		.stack = ET_NEW_ARRAY(arena, (size_t)graph->count + 1, uint32_t)};
}

uint64_t *use_reaching(struct et_arena *arena, const struct use_graph *graph,
	const struct use_list *headers, const char *foreign)
{
	struct search search;
	size_t i;

	begin(&search, arena, graph);
	for (i = 0; i < headers->count; i++)
		visit(&search, headers->items[i]);
	for (i = 0; foreign && i < graph->foreigns.count; i++)
		if (use_ends_with_path(foreign, graph->foreigns.items[i].name) ||
			use_ends_with_path(graph->foreigns.items[i].name, foreign))
			visit(&search, graph->foreigns.items[i].file);
	while (search.depth) {
		uint32_t file = search.stack[--search.depth];
		uint32_t k;

		for (k = graph->first_from[file]; k < graph->first_from[file + 1]; k++)
			visit(&search, graph->from[k]);
	}
	return search.bits;
}

bool use_is_included_by(
	struct et_arena *arena, const struct use_graph *graph, uint32_t file, const uint64_t *set)
{
	struct search search;
	unsigned n = 0;

	begin(&search, arena, graph);
	visit(&search, file);
	while (search.depth && n++ < MOST_INCLUDERS) {
		uint32_t each = search.stack[--search.depth];
		uint32_t k;

		if (use_has_bit(set, each))
			return true;
		for (k = graph->first_from[each]; k < graph->first_from[each + 1]; k++)
			visit(&search, graph->from[k]);
	}
	return false;
}
