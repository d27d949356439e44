/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which units a change can reach. Includes are followed in all branches of conditions, as they are
 * found now and as they will be found, so that no unit is missed; a few too many are compiled for
 * nothing. Units that look in the same folders are followed together.
 */
#include "prove_inert.h"
#include "prove_names.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_PENDING = 10000 };

typedef ET_ARRAY(struct prove_folder *) folder_list;

struct edge {
	size_t from, to;
};

/* #include MACRO: done says how many of the macro's meanings were followed. */
struct pending {
	size_t from;
	struct prove_folder *folder;
	const char *macro;
	size_t done;
};

/* One set of folders, and the units that search it. */
struct search {
	folder_list quote, bracket;
	ET_ARRAY(struct prove_unit *) units;
	ET_ARRAY(struct prove_file *) files; /* that were reached, by their number */
	ET_ARRAY(struct edge) edges;
	ET_ARRAY(struct pending) pending;
	struct et_map chains; /* name to what it means in brackets */
	size_t followed;      /* so many of the files */
	bool *hit;	      /* by number: a change is reached from here */
	size_t number;
};

/* What a name in brackets means: the first file now, and the first then. */
struct chain {
	struct prove_file *before, *after;
};

struct marker {
	struct prove_names *names;
	struct et_arena *scratch; /* for one search */
	struct search *search;
	struct prove_file unknown; /* what can't be told counts as changed */
	struct prove_change any;
	size_t searches; /* that were made */
};

static bool has_folder(const folder_list *list, const struct prove_folder *folder)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i] == folder)
			return true;
	return false;
}

static void add_folders(
	struct marker *m, folder_list *list, const prove_words *paths, const folder_list *without)
{
	size_t i;

	for (i = 0; i < paths->count; i++) {
		struct prove_folder *folder = prove_folder(m->names, paths->items[i]);

		if (!has_folder(list, folder) && (!without || !has_folder(without, folder)))
			*ET_APPEND(m->names->p->arena, list) = folder;
	}
}

/* The compiler's order. A folder of -I that is a system's one, too, only counts as that. */
static void order_folders(struct marker *m, const struct prove_unit *unit, struct search *search)
{
	folder_list system = {0};

	add_folders(m, &system, &unit->search.system, NULL);
	add_folders(m, &system, &unit->search.own->folders, NULL);
	add_folders(m, &search->quote, &unit->search.quote, NULL);
	add_folders(m, &search->bracket, &unit->search.bracket, &system);
	add_folders(m, &search->bracket, &unit->search.system, NULL);
	add_folders(m, &search->bracket, &unit->search.own->folders, NULL);
	add_folders(m, &search->bracket, &unit->search.after, NULL);
}

static struct search *search_of(struct marker *m, struct et_map *searches, struct prove_unit *unit)
{
	struct et_arena *arena = m->names->p->arena;
	struct search *search = ET_NEW(arena, struct search);
	struct et_buf key;
	void **slot;
	size_t i;

	order_folders(m, unit, search);
	et_buf_init(&key);
	for (i = 0; i < search->quote.count; i++)
		et_buf_add(&key, (const char *)&search->quote.items[i], sizeof(void *));
	et_buf_add(&key, "\n", 1);
	for (i = 0; i < search->bracket.count; i++)
		et_buf_add(&key, (const char *)&search->bracket.items[i], sizeof(void *));
	slot = et_map_slot(searches, arena, et_strndup(arena, key.data, key.length), key.length);
	et_buf_finish(&key);
	if (!*slot)
		*slot = search;
	return *slot;
}

/* Adds an edge, and the file it leads to where it is new. */
static void reach(struct marker *m, size_t from, struct prove_file *file)
{
	struct search *s = m->search;
	struct edge *edge;

	if (!file)
		return;
	if (file->search != s->number) {
		file->search = s->number;
		file->number = s->files.count;
		*ET_APPEND(m->scratch, &s->files) = file;
	}
	edge = ET_APPEND(m->scratch, &s->edges);
	edge->from = from;
	edge->to = file->number;
}

/* Takes the first that is there now, and the first that is there then. True when both are. */
static bool take_first(struct chain *chain, struct prove_file *file)
{
	if (file && file->before && !chain->before)
		chain->before = file;
	if (file && file->after && !chain->after)
		chain->after = file;
	return chain->before && chain->after;
}

static void follow_list(
	struct marker *m, const folder_list *list, const char *name, struct chain *chain)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (take_first(chain, prove_file_in(m->names, list->items[i], name)))
			return;
}

/* In folders of the search path: the same for all files of a search. */
static struct chain bracket_chain(struct marker *m, const char *name)
{
	void **slot = et_map_slot(&m->search->chains, m->scratch, name, strlen(name));

	if (!*slot) {
		struct chain *chain = ET_NEW(m->scratch, struct chain);

		*slot = chain;
		follow_list(m, &m->search->bracket, name, chain);
	}
	return *(struct chain *)*slot;
}

/* #include_next goes on behind the folder that the file is from: any of them may be meant. */
static void follow_next(struct marker *m, size_t from, const char *name)
{
	const folder_list *lists[] = {&m->search->quote, &m->search->bracket};
	size_t i, k;

	for (i = 0; i < 2; i++)
		for (k = 0; k < lists[i]->count; k++)
			reach(m, from, prove_file_in(m->names, lists[i]->items[k], name));
}

/* folder: of the file that includes. */
static void follow(struct marker *m, size_t from, struct prove_folder *folder,
	const struct prove_include *include)
{
	struct chain chain = {0}, rest;

	switch (include->kind) {
	case PROVE_MACRO: {
		struct pending *pending = ET_APPEND(m->scratch, &m->search->pending);

		*pending = (struct pending){from, folder, include->name, 0};
		return;
	}
	case PROVE_COMPUTED:
		reach(m, from, &m->unknown);
		return;
	case PROVE_QUOTED:
	case PROVE_BRACKETS:
		break;
	}
	if (include->name[0] == '/') {
		reach(m, from, prove_file_at(m->names, include->name));
		return;
	}
	if (include->next) {
		follow_next(m, from, include->name);
		return;
	}
	if (include->kind == PROVE_QUOTED &&
		!take_first(&chain, prove_file_in(m->names, folder, include->name)))
		follow_list(m, &m->search->quote, include->name, &chain);
	if (!chain.before || !chain.after) {
		rest = bracket_chain(m, include->name);
		if (!chain.before)
			chain.before = rest.before;
		if (!chain.after)
			chain.after = rest.after;
	}
	reach(m, from, chain.before);
	if (chain.after != chain.before)
		reach(m, from, chain.after);
}

static void follow_files(struct marker *m)
{
	struct search *s = m->search;

	for (; s->followed < s->files.count; s->followed++) {
		struct prove_file *file = s->files.items[s->followed];
		size_t i;

		if (!file->path)
			continue; /* stands for a unit, or for what is not known */
		prove_look(m->names, file);
		for (i = 0; i < file->includes.list.count; i++)
			follow(m, s->followed, file->folder, &file->includes.list.items[i]);
	}
}

/* Follows what macros were found to mean since the last time. Returns whether there was any. */
static bool follow_macros(struct marker *m)
{
	struct search *s = m->search;
	bool any = false;
	size_t i;

	for (i = 0; i < s->pending.count; i++) {
		struct pending pending = s->pending.items[i];
		const prove_meanings *meanings = prove_meanings_of(m->names, pending.macro);

		for (; meanings && pending.done < meanings->count; pending.done++) {
			const struct prove_include *meaning = &meanings->items[pending.done];

			any = true;
			/* Macros that mean each other would go round: a few steps do. */
			if (meaning->kind == PROVE_MACRO && s->pending.count > MAX_PENDING)
				reach(m, pending.from, &m->unknown);
			else
				follow(m, pending.from, pending.folder, meaning);
		}
		s->pending.items[i].done = pending.done;
	}
	return any;
}

static void follow_unit(struct marker *m, struct prove_unit *unit, struct prove_file *root)
{
	struct prove_folder *folder = prove_folder(m->names, unit->directory);
	size_t i;

	reach(m, root->number, prove_file_at(m->names, unit->source));
	for (i = 0; i < unit->search.forced.count; i++) {
		struct prove_include include = {.kind = PROVE_QUOTED,
			.name = prove_intern(m->names, unit->search.forced.items[i])};

		follow(m, root->number, folder, &include);
	}
}

/* What includes what is changed is hit, to any depth. */
static void spread(struct marker *m)
{
	struct search *s = m->search;
	bool any = true;
	size_t i;

	s->hit = ET_NEW_ARRAY(m->scratch, s->files.count, bool);
	for (i = 0; i < s->files.count; i++)
		s->hit[i] = s->files.items[i]->change && !s->files.items[i]->change->inert;
	while (any) {
		any = false;
		/* Backwards: most files were reached after those that include them. */
		for (i = s->edges.count; i-- > 0;) {
			const struct edge *edge = &s->edges.items[i];

			if (s->hit[edge->to] && !s->hit[edge->from])
				s->hit[edge->from] = any = true;
		}
	}
}

static void mark_search(struct marker *m, struct search *s)
{
	struct prove_file *roots = ET_NEW_ARRAY(m->scratch, s->units.count, struct prove_file);
	size_t i;

	m->search = s;
	for (i = 0; i < s->units.count; i++) {
		roots[i].search = s->number;
		roots[i].number = s->files.count;
		*ET_APPEND(m->scratch, &s->files) = &roots[i];
	}
	for (i = 0; i < s->units.count; i++)
		follow_unit(m, s->units.items[i], &roots[i]);
	do
		follow_files(m);
	while (follow_macros(m));
	for (i = 0; i < s->pending.count; i++)
		if (!s->pending.items[i].done)
			reach(m, s->pending.items[i].from, &m->unknown);
	spread(m);
	for (i = 0; i < s->units.count; i++)
		s->units.items[i]->affected |= s->hit[roots[i].number];
}

static void add_defines(struct marker *m, const struct prove_unit *unit)
{
	size_t i;

	for (i = 0; i < unit->search.defines.count; i++) {
		struct prove_named named;

		const char *define = unit->search.defines.items[i];

		prove_note_spelled(&m->names->p->spelled, define, strlen(define));
		if (prove_scan_define(m->names->p->arena, unit->search.defines.items[i], &named))
			prove_add_meaning(m->names, &named);
	}
}

/* Changes of which it turned out that nobody can notice them. Returns whether there are any. */
static bool find_inert(struct prove *p)
{
	bool any = false;
	size_t i, k;

	for (i = 0; i < p->changes.count; i++) {
		struct prove_change *change = &p->changes.items[i];

		change->inert = change->only_adds;
		for (k = 0; k < change->names.count; k++) {
			const char *name = change->names.items[k];
			const bool *spelled = et_map_get(&p->spelled, name, strlen(name));

			if (spelled && *spelled)
				change->inert = false;
		}
		any |= change->inert;
	}
	return any;
}

static void mark_searches(struct marker *m, struct search *const *searches, size_t n)
{
	struct prove *p = m->names->p;
	size_t i;

	for (i = 0; i < p->units.count; i++) {
		const struct prove_search *search = &p->units.items[i].search;

		p->units.items[i].affected = search->unknown || search->own->unknown;
	}
	for (i = 0; i < n && !prove_interrupted(&p->pool); i++) {
		struct et_arena scratch;
		struct search search = *searches[i]; /* what is found in it lives in scratch */

		et_arena_init(&scratch);
		m->scratch = &scratch;
		search.number = ++m->searches;
		mark_search(m, &search);
		m->scratch = NULL;
		m->search = NULL;
		et_arena_finish(&scratch);
	}
}

void prove_mark(struct prove *p)
{
	struct marker m = {.names = ET_NEW(p->arena, struct prove_names)};
	struct et_map by_folders = {0};
	ET_ARRAY(struct search *) searches = {0};
	size_t i;

	m.unknown.change = &m.any;
	m.names->p = p;
	p->names = m.names;
	for (i = 0; i < p->units.count; i++) {
		struct prove_unit *unit = &p->units.items[i];
		struct search *search;

		add_defines(&m, unit);
		search = search_of(&m, &by_folders, unit);
		if (!search->units.count)
			*ET_APPEND(p->arena, &searches) = search;
		*ET_APPEND(p->arena, &search->units) = unit;
	}
	mark_searches(&m, searches.items, searches.count);
	if (find_inert(p))
		mark_searches(&m, searches.items, searches.count);
}
