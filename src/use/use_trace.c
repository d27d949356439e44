/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * By which names a file can come to a record at all: it names the record, or something that headers
 * declare with it. A file that has none of them need not be read for members and sizes, however
 * common the member's name is.
 */
#include "use_int.h"

enum { MOST_NAMES = 2048 };

struct trace {
	struct use *u;
	const struct use_query *query;
	struct et_arena arena; /* of the lists */
	struct use_list names; /* in the order of their finding */
	bool sizes;	       /* records that have it inside count, too */
	size_t types;	       /* of names that are types, those that were followed */
	struct use_list type_names;
};

static bool add_to(struct trace *trace, struct use_list *list, uint32_t name)
{
	size_t i;

	if (!name || list->count >= MOST_NAMES)
		return false;
	for (i = 0; i < list->count; i++)
		if (list->items[i] == name)
			return false;
	*ET_APPEND(&trace->arena, list) = name;
	return true;
}

static void follow_type(struct trace *trace, uint32_t type)
{
	struct use *u = trace->u;
	const struct use_user *user;

	use_read_everywhere(u, type);
	for (user = use_name_at(&u->names, type)->users; user; user = user->next) {
		add_to(trace, &trace->names, user->name);
		if (user->alias)
			add_to(trace, &trace->type_names, user->name);
		if (trace->sizes && user->by_value && user->record) {
			const struct use_record *record = user->record;

			while (!record->tag && !record->alias && record->parent)
				record = record->parent;
			add_to(trace, &trace->type_names,
				record->tag ? record->tag : record->alias);
		}
	}
}

/* Headers that see the record's are read for macros that have one of the names in their bodies. */
static void read_for_macros(struct trace *trace, uint32_t name)
{
	struct use *u = trace->u;
	uint32_t hash = use_name_at(&u->names, name)->hash;
	uint32_t file;

	for (file = 0; file < u->files->list.count; file++) {
		const struct use_file *each = &u->files->list.items[file];

		if (each->header && each->own && !u->read[file] && use_may_have(each, hash) &&
			use_reaches(u, trace->query, file))
			use_read_symbols(u, file);
	}
}

static void find_names(struct trace *trace)
{
	struct use *u = trace->u;
	size_t i;

	for (i = 0; i < trace->type_names.count; i++) {
		add_to(trace, &trace->names, trace->type_names.items[i]);
		follow_type(trace, trace->type_names.items[i]);
	}
	for (i = 0; i < trace->names.count; i++) {
		const struct use_user *user;
		uint32_t name = trace->names.items[i];

		read_for_macros(trace, name);
		for (user = use_name_at(&u->names, name)->users; user; user = user->next)
			if (user->macro)
				add_to(trace, &trace->names, user->name);
	}
}

static const struct use_trace *trace_of(struct use *u, const struct use_query *query)
{
	struct use_trace *known = &u->traces[query->trace];
	struct trace trace = {.u = u, .query = query};
	const uint32_t *name;
	size_t i;

	if (known->known)
		return known;
	et_arena_init(&trace.arena);
	trace.sizes = query->query->kind == ET_QUERY_SIZE;
	for (name = query->names; *name; name++)
		add_to(&trace, &trace.type_names, *name);
	find_names(&trace);
	known->known = true;
	known->hashes = ET_NEW_ARRAY(&u->kept, trace.names.count + 1, uint32_t);
	for (i = 0; i < trace.names.count; i++)
		known->hashes[known->count++] = use_name_at(&u->names, trace.names.items[i])->hash;
	et_arena_finish(&trace.arena);
	return known;
}

bool use_may_come_to(struct use *u, const struct use_query *query, uint32_t file)
{
	const struct use_trace *trace = trace_of(u, query);
	const struct use_file *each = &u->files->list.items[file];
	uint32_t i;

	/* So many that they say nothing. */
	if (trace->count >= MOST_NAMES)
		return true;
	for (i = 0; i < trace->count; i++)
		if (use_may_have(each, trace->hashes[i]))
			return true;
	return false;
}
