/* SPDX-License-Identifier: BSD-3-Clause */
/* Queries in numbers: which names the first pass looks for, and which files are their headers. */
#include "use_rules.h"

#include "str.h"

#include <stdlib.h>

enum { MOST_MEMBERS = 4096, DEEPEST_RECORD = 16 };

/* The first pass is to note where a name is, whether or not that is asked there. */
static struct use_wish *look_out_for(struct use_job *job, struct et_arena *arena, uint32_t id)
{
	struct use_name *name = use_name_at(&job->names, id);

	if (!name->wanted) {
		*ET_APPEND(arena, &job->wishes) = (struct use_wish){.name = id};
		name->wanted = (uint32_t)job->wishes.count;
	}
	return &job->wishes.items[name->wanted - 1];
}

static void wish_for(struct use_job *job, struct et_arena *arena, uint32_t id, uint32_t query,
	enum use_wish_role role)
{
	struct use_wish *wish;
	size_t i;

	if (!id)
		return;
	wish = look_out_for(job, arena, id);
	for (i = wish->asked.count; i-- > 0 && wish->asked.items[i].query == query;)
		if (wish->asked.items[i].role == role)
			return;
	*ET_APPEND(arena, &wish->asked) = (struct use_asked){.query = query, .role = (uint8_t)role};
}

static void add_member(
	struct use_job *job, struct et_arena *arena, struct use_query *query, const char *text)
{
	if (query->members.count < MOST_MEMBERS)
		*ET_APPEND(arena, &query->members) = use_intern_text(&job->names, text);
}

/* Of "a.b.c" the name is c, and b and a are the way to it. */
static void split_name(struct use_job *job, struct et_arena *arena, struct use_query *query)
{
	const char *text = query->query->name;
	const char *end = text + strlen(text);
	unsigned n = 0;

	while (end > text && n < USE_MOST_PARTS) {
		const char *part = end;
		uint32_t id;

		while (part > text && part[-1] != '.')
			part--;
		id = use_intern_text(&job->names, et_strndup(arena, part, (size_t)(end - part)));
		if (!n)
			query->name = id;
		else
			query->path[n - 1] = id;
		n++;
		end = part > text ? part - 1 : text;
	}
}

static void name_record(struct use_job *job, struct use_query *query)
{
	const char *const *each;
	unsigned n = 0;

	if (query->query->record)
		query->names[n++] = use_intern_text(&job->names, query->query->record);
	for (each = query->query->typedefs; each && *each && n + 1 < USE_MOST_NAMES; each++)
		query->names[n++] = use_intern_text(&job->names, *each);
}

static bool to_number(const char *text, int64_t *number)
{
	char *end;

	if (!text || !*text)
		return false;
	*number = strtoll(text, &end, 0);
	while (*end && strchr("uUlL", *end))
		end++;
	return !*end;
}

/* How long an end of both paths is the same, in whole names. */
static size_t common_end(const char *left, const char *right)
{
	size_t l = strlen(left), r = strlen(right);
	size_t n = 0, whole = 0;

	while (n < l && n < r && left[l - n - 1] == right[r - n - 1]) {
		n++;
		if ((n == l || left[l - n - 1] == '/') && (n == r || right[r - n - 1] == '/'))
			whole = n;
	}
	return whole;
}

/* Of files of that basename those whose paths have most in common with it, "within" at least. */
static void find_nearest(struct et_arena *arena, const struct use_files *files, const char *path,
	const char *within, const struct use_list *same, struct use_list *list)
{
	size_t most = strlen(within);
	size_t i;

	for (i = 0; i < same->count; i++) {
		size_t common = common_end(files->list.items[same->items[i]].path, path);

		if (common > most)
			list->count = 0;
		if (common > most)
			most = common;
		if (common == most)
			*ET_APPEND(arena, list) = same->items[i];
	}
}

/* The files that a header's name means: the one of exactly that path, else all that end in it. */
static void find_headers(struct et_arena *arena, const struct use_files *files, const char *path,
	const char *within, struct use_list *list)
{
	uintptr_t exact = path ? (uintptr_t)et_map_get(&files->by_path, path, strlen(path)) : 0;
	const char *base = path ? et_basename(path) : "";
	const struct use_list *same = et_map_get(&files->by_name, base, strlen(base));
	size_t i;

	if (exact)
		*ET_APPEND(arena, list) = (uint32_t)exact - 1;
	for (i = 0; !exact && same && i < same->count; i++)
		if (use_ends_with_path(files->list.items[same->items[i]].path, path))
			*ET_APPEND(arena, list) = same->items[i];
	if (!list->count && same && within)
		find_nearest(arena, files, path, within, same, list);
}

const struct use_edge *use_edges(
	struct et_arena *arena, const struct use_files *files, const struct et_use_options *options)
{
	struct use_edge *edges = ET_NEW_ARRAY(arena, options->n_edges, struct use_edge);
	size_t i;

	for (i = 0; i < options->n_edges; i++) {
		edges[i].gained = options->edges[i].gained;
		find_headers(arena, files, options->edges[i].from, NULL, &edges[i].from);
		find_headers(arena, files, options->edges[i].to, NULL, &edges[i].to);
	}
	return edges;
}

/* Numbers texts from 0: of queries that have the same header or record, the number is the same. */
static uint32_t number_of(
	struct et_arena *arena, struct et_map *numbers, const char *text, uint32_t *count)
{
	void **slot = et_map_slot(numbers, arena, text ? text : "", text ? strlen(text) : 0);

	if (!*slot)
		*slot = (void *)(uintptr_t)++ * count;
	return (uint32_t)(uintptr_t)*slot - 1;
}

/* What is traced of a query, as a text: another for sizes, which records that have it share. */
static const char *traced(struct et_arena *arena, const struct et_query *query)
{
	return et_join(arena, query->record ? query->record : query->name,
		query->kind == ET_QUERY_SIZE ? "=" : "@", query->header ? query->header : "");
}

static void add_record_members(struct use *u, struct use_job *job, struct et_arena *arena,
	struct use_query *query, const struct use_record *record, unsigned depth)
{
	size_t i;

	for (i = 0; depth < DEEPEST_RECORD && i < record->members.count; i++) {
		const struct use_member *member = &record->members.items[i];

		if (member->name)
			add_member(job, arena, query, use_name_text(&u->names, member->name));
		else if (member->type.base == USE_RECORD)
			add_record_members(
				u, job, arena, query, member->type.more.record, depth + 1);
	}
}

/* A name without its last word: "VIRTIO_BALLOON_S_" of "VIRTIO_BALLOON_S_NR", when that says that
 * it counts; else 0. */
static size_t counted_prefix(const char *name)
{
	static const char *const words[] = {"NR", "MAX", "NUM", "COUNT", "CNT", "LAST", "N"};
	const char *last = strrchr(name, '_');
	size_t i;

	for (i = 0; last && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(last + 1, words[i]) == 0)
			return (size_t)(last + 1 - name);
	return 0;
}

static bool is_of_header(const struct use_query *query, const struct use_symbol *symbol)
{
	size_t i;

	for (i = 0; i < query->headers.count; i++)
		if (query->headers.items[i] == symbol->file)
			return true;
	return false;
}

/* Macros of the same header whose names begin alike. */
static void add_prefixed(
	struct use *u, struct use_job *job, struct et_arena *arena, struct use_query *query)
{
	const char *name = query->query->name;
	size_t length = counted_prefix(name);
	uint32_t id;

	for (id = 1; length && id < u->names.count; id++) {
		const struct use_name *each = use_name_at(&u->names, id);
		const struct use_symbol *symbol;

		if (each->length <= length || memcmp(each->text, name, length) != 0 ||
			strcmp(each->text, name) == 0)
			continue;
		for (symbol = each->symbols; symbol; symbol = symbol->next)
			if (symbol->kind == USE_SYM_MACRO && is_of_header(query, symbol))
				break;
		if (symbol)
			add_member(job, arena, query, each->text);
	}
}

/* What a symbol of the header says of a query's members. Returns whether it does. */
static bool take_members(struct use *u, struct use_job *job, struct et_arena *arena,
	struct use_query *query, const struct use_symbol *symbol)
{
	const struct use_enum *list = NULL;
	size_t i;

	if (query->query->kind == ET_QUERY_TAG_GONE && symbol->kind == USE_SYM_TAG) {
		add_record_members(u, job, arena, query, symbol->more.record, 0);
		return true;
	}
	if (symbol->kind == USE_SYM_ENUM)
		list = symbol->more.list;
	else if ((symbol->kind == USE_SYM_ENUMERATOR || symbol->kind == USE_SYM_TYPEDEF) &&
		 symbol->type.base == USE_ENUM)
		list = symbol->type.more.list;
	for (i = 0; list && i < list->names.count; i++)
		add_member(job, arena, query, use_name_text(&u->names, list->names.items[i]));
	return list != NULL;
}

/* Members that the caller did not say, as the header has them. */
static void read_members(struct use *u, struct use_job *job, struct et_arena *arena, uint32_t index)
{
	struct use_query *query = &job->queries[index];
	const char *name = query->query->kind == ET_QUERY_ENUM_GREW ? query->query->record
								    : query->query->name;
	const struct use_symbol *symbol;
	size_t i;

	if (!name || !query->headers.count)
		return;
	for (i = 0; i < query->headers.count; i++)
		use_read_symbols(u, query->headers.items[i]);
	for (symbol = use_name_at(&u->names, use_intern_text(&u->names, name))->symbols; symbol;
		symbol = symbol->next)
		if (is_of_header(query, symbol) && take_members(u, job, arena, query, symbol))
			return;
	if (query->query->kind == ET_QUERY_VALUE)
		add_prefixed(u, job, arena, query);
}

static void wish_for_query(struct use_job *job, struct et_arena *arena, struct use_query *query)
{
	uint32_t i = query->index;
	uint32_t *name;
	size_t k;

	for (name = query->names; *name; name++)
		look_out_for(job, arena, *name);
	switch (query->query->kind) {
	case ET_QUERY_NAME_GONE:
	case ET_QUERY_NAME_NEW:
	case ET_QUERY_MACRO_GONE:
	case ET_QUERY_VALUE:
	case ET_QUERY_PARAMETERS:
		wish_for(job, arena, query->name, i, USE_WISH_NAME);
		break;
	case ET_QUERY_TAG_GONE:
	case ET_QUERY_TAG_NEW:
		wish_for(job, arena, query->name, i, USE_WISH_TAG);
		break;
	case ET_QUERY_MEMBER_GONE:
	case ET_QUERY_MEMBER_TYPE:
		wish_for(job, arena, query->name, i, USE_WISH_MEMBER);
		break;
	case ET_QUERY_SIZE:
		*ET_APPEND(arena, &job->sizes) = query;
		for (name = query->names; *name; name++)
			wish_for(job, arena, *name, i, USE_WISH_RECORD);
		break;
	case ET_QUERY_ENUM_GREW:
		job->enums = true;
		break;
	case ET_QUERY_HEADER_GONE:
		*ET_APPEND(arena, &job->headers) = query;
		break;
	}
	for (k = 0; k < query->members.count; k++) {
		uint32_t member = query->members.items[k];

		if (query->query->kind == ET_QUERY_TAG_GONE)
			wish_for(job, arena, member, i, USE_WISH_MEMBER);
		else if (query->query->kind == ET_QUERY_VALUE && member != query->name)
			wish_for(job, arena, member, i, USE_WISH_SIBLING);
		else if (query->query->kind == ET_QUERY_ENUM_GREW)
			wish_for(job, arena, member, i, USE_WISH_ENUM);
	}
}

static bool wants_members(const struct et_query *query)
{
	return query->kind == ET_QUERY_VALUE || query->kind == ET_QUERY_ENUM_GREW ||
	       query->kind == ET_QUERY_TAG_GONE;
}

void use_job_init(struct use_job *job, struct et_arena *arena, struct use_files *files,
	const struct et_query *queries, size_t n)
{
	struct et_map groups = {0};
	struct et_map elsewheres = {0}; /* numbered on: who includes those is asked of after */
	struct et_map traces = {0};
	struct use u = {0};
	uint32_t i;

	*job = (struct use_job){.options = files->options, .files = files};
	use_names_init(&job->names, arena);
	job->n_queries = (uint32_t)n;
	job->queries = ET_NEW_ARRAY(arena, n, struct use_query);
	for (i = 0; i < n; i++) {
		struct use_query *query = &job->queries[i];
		const char *const *member;

		query->query = &queries[i];
		query->index = i;
		split_name(job, arena, query);
		name_record(job, query);
		if (queries[i].kind == ET_QUERY_TAG_GONE || queries[i].kind == ET_QUERY_SIZE)
			if (!query->names[0])
				query->names[0] = query->name;
		query->group = number_of(arena, &groups, queries[i].header, &job->n_groups);
		query->elsewhere_group =
			number_of(arena, &elsewheres, queries[i].elsewhere, &job->n_groups);
		query->trace =
			number_of(arena, &traces, traced(arena, &queries[i]), &job->n_traces);
		find_headers(arena, files, queries[i].header, queries[i].within, &query->headers);
		find_headers(arena, files, queries[i].elsewhere, NULL, &query->elsewheres);
		query->numbers = to_number(queries[i].was, &query->was) &&
				 to_number(queries[i].now, &query->now);
		for (member = queries[i].members; member && *member; member++)
			add_member(job, arena, query, *member);
		if (!queries[i].members && wants_members(&queries[i])) {
			if (!u.job)
				use_init(&u, job);
			read_members(&u, job, arena, i);
		}
	}
	if (u.job)
		use_finish(&u);
	for (i = 0; i < n; i++)
		wish_for_query(job, arena, &job->queries[i]);
}
