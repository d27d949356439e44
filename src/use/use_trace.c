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
	struct use_list *names; /* in the order of their finding */
	bool sizes;		/* records that have it inside count, too */
	size_t types;		/* of names that are types, those that were followed */
	struct use_list type_names;
};

static bool add_to(struct use *u, struct use_list *list, uint32_t name)
{
	size_t i;

	if (!name || list->count >= MOST_NAMES)
		return false;
	for (i = 0; i < list->count; i++)
		if (list->items[i] == name)
			return false;
	*ET_APPEND(&u->arena, list) = name;
	return true;
}

static void follow_type(struct trace *trace, uint32_t type)
{
	struct use *u = trace->u;
	const struct use_user *user;

	use_read_everywhere(u, type);
	for (user = use_name_at(&u->names, type)->users; user; user = user->next) {
		add_to(u, trace->names, user->name);
		if (user->alias)
			add_to(u, &trace->type_names, user->name);
		if (trace->sizes && user->by_value && user->record) {
			const struct use_record *record = user->record;

			while (!record->tag && !record->alias && record->parent)
				record = record->parent;
			add_to(u, &trace->type_names, record->tag ? record->tag : record->alias);
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
		add_to(u, trace->names, trace->type_names.items[i]);
		follow_type(trace, trace->type_names.items[i]);
	}
	for (i = 0; i < trace->names->count; i++) {
		const struct use_user *user;
		uint32_t name = trace->names->items[i];

		read_for_macros(trace, name);
		for (user = use_name_at(&u->names, name)->users; user; user = user->next)
			if (user->macro)
				add_to(u, trace->names, user->name);
	}
}

const struct use_list *use_trace_of(struct use *u, const struct use_query *query)
{
	struct use_list *list = &u->traces[query->trace];
	struct trace trace = {.u = u, .query = query, .names = list};
	const uint32_t *name;

	if (list->count)
		return list;
	trace.sizes = query->query->kind == ET_QUERY_SIZE;
	for (name = query->names; *name; name++)
		add_to(u, &trace.type_names, *name);
	find_names(&trace);
	return list;
}

bool use_may_come_to(struct use *u, const struct use_query *query, uint32_t file)
{
	const struct use_list *names = use_trace_of(u, query);
	const struct use_file *each = &u->files->list.items[file];
	size_t i;

	/* So many that they say nothing. */
	if (names->count >= MOST_NAMES)
		return true;
	for (i = 0; i < names->count; i++)
		if (use_may_have(each, use_name_at(&u->names, names->items[i])->hash))
			return true;
	return false;
}
