/* SPDX-License-Identifier: BSD-3-Clause */
/* For src/use/ only. Who includes whom, of all files: made once, then only read. */
#ifndef ETALON_USE_GRAPH_H
#define ETALON_USE_GRAPH_H

#include "use_files.h"

/* An include that leads to none of the files. */
struct use_foreign {
	const char *name;
	uint32_t file; /* that has it */
};

struct use_graph {
	uint32_t count;
	uint32_t *first; /* by file and one more: where its own begin in to */
	uint32_t *to;
	uint32_t *first_from; /* the same the other way round */
	uint32_t *from;
	ET_ARRAY(struct use_foreign) foreigns;
};

/* Looks includes up, each name once. */
struct use_resolver {
	const struct use_files *files;
	struct et_arena *arena;
	struct et_map includes; /* by name: struct use_targets * */
};

/* Adds what a file includes to "to", and the indices of includes that lead nowhere to foreign. */
void use_resolve_includes(
	struct use_resolver *r, uint32_t file, struct use_list *to, struct use_list *foreign);

/* Makes the graph, on as many threads as wished for (two at most). */
void use_graph_init(struct use_graph *graph, struct et_arena *arenas, const struct use_files *files,
	unsigned threads);

/* The same graph without some edges and with others: pairs of lists of files. */
struct use_edge {
	struct use_list from;
	struct use_list to;
	bool gained;
};

void use_graph_change(struct use_graph *changed, struct et_arena *arena,
	const struct use_graph *graph, const struct use_edge *edges, size_t n);

/* Whether path is name, or ends in it behind a slash. */
bool use_ends_with_path(const char *path, const char *name);

/* A set of files. */
static inline bool use_has_bit(const uint64_t *bits, uint32_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

/*
 * The files that include one of some, directly or not, and those themselves: a set in the arena.
 * foreign: also those with an include that leads nowhere and may be that header; or NULL.
 */
uint64_t *use_reaching(struct et_arena *arena, const struct use_graph *graph,
	const struct use_list *headers, const char *foreign);

/* Whether one of the files that include a file, directly or not, is in a set. */
bool use_is_included_by(
	struct et_arena *arena, const struct use_graph *graph, uint32_t file, const uint64_t *set);

#endif
