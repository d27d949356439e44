/* SPDX-License-Identifier: BSD-3-Clause */
#include "queries.h"

#include "map.h"
#include "str.h"

#include <string.h>

struct queries {
	struct et_arena *arena;
	const char *parent; /* the last member that is gone with all that was in it */
	ET_ARRAY(struct et_query) list;
};

static struct et_query *ask(struct queries *queries, enum et_query_kind kind,
	const struct et_tree_change *change, size_t id, const char *name)
{
	struct et_query *query = ET_APPEND(queries->arena, &queries->list);

	query->kind = kind;
	query->name = name;
	query->header = change->header;
	query->within = change->within;
	query->is_union = change->spelling.is_union;
	query->id = id;
	return query;
}

static enum et_query_def defined_as(const struct et_tree_change *change, const struct et_def *def)
{
	if (change->shown.what == ETALON_TYPE)
		return ET_DEFINED_TYPEDEF;
	if (change->shown.what == ETALON_FUNCTION)
		return ET_DEFINED_OBJECT;
	if (!def || def->kind != ET_DEF_CONSTANT)
		return ET_DEFINED_SOMEHOW;
	switch (((const struct et_constant *)def)->spelling) {
	case ET_SPELLED_MACRO:
		return ET_DEFINED_MACRO;
	case ET_SPELLED_FUNCTION_MACRO:
		return ET_DEFINED_FUNCTION_MACRO;
	case ET_SPELLED_ENUMERATOR:
		return ET_DEFINED_ENUMERATOR;
	default:
		return ET_DEFINED_SOMEHOW;
	}
}

/* A macro's body; NULL for what is none. */
static const char *body_of(const struct et_def *def)
{
	const struct et_constant *constant = (const void *)def;

	return def && def->kind == ET_DEF_CONSTANT && constant->spelling != ET_SPELLED_ENUMERATOR
		       ? constant->text
		       : NULL;
}

static const char *parameters_of(const struct et_def *def)
{
	return body_of(def) ? ((const struct et_constant *)(const void *)def)->parameters : NULL;
}

/* The numbers of both sides: a constant's value, a record's bytes. */
static void put_numbers(
	struct queries *queries, const struct et_tree_change *change, struct et_query *query)
{
	const struct etalon_change *shown = &change->shown;

	if (shown->from.has_value)
		query->was = et_sprintf(queries->arena, "%lld", (long long)shown->from.value);
	if (shown->to.has_value)
		query->now = et_sprintf(queries->arena, "%lld", (long long)shown->to.value);
}

static bool has_name(const struct et_field *field, void *data)
{
	return et_streq(field->name, data);
}

/* A member's type as C writes it behind its name: "uint8_t[3]"; NULL: there is none of that name.
 */
static const char *type_of(struct queries *queries, const struct et_def *def, const char *member)
{
	const char *last = strrchr(member, '.');
	const struct et_field *field;
	const char *text;
	size_t i;

	if (!def || def->kind != ET_DEF_RECORD)
		return NULL;
	field = et_find_field(
		(const void *)def, has_name, (void *)(uintptr_t)(last ? last + 1 : member), NULL);
	if (!field || !field->type.spelling)
		return NULL;
	text = field->type.spelling;
	for (i = 0; i < field->n_counts; i++)
		text = field->counts[i].kind == ET_COUNT_FIXED && !field->counts[i].expr
			       ? et_sprintf(queries->arena, "%s[%llu]", text,
					 (unsigned long long)field->counts[i].value)
			       : et_join(queries->arena, text, "[", "]");
	return text;
}

static void ask_member(struct queries *queries, enum et_query_kind kind,
	const struct et_tree_change *change, size_t id)
{
	struct et_query *query = ask(queries, kind, change, id, change->name);

	query->record = change->record;
	query->typedefs = change->spelling.typedefs;
	if (kind == ET_QUERY_MEMBER_TYPE) {
		query->was = type_of(queries, change->from, change->name);
		query->now = type_of(queries, change->to, change->name);
	}
}

/*
 * A member that is gone; or, of a record that is itself a member and gone as a whole, that one,
 * once for all that was in it.
 */
static void ask_member_gone(struct queries *queries, const struct et_tree_change *change, size_t id)
{
	const char *dot = strchr(change->name, '.');
	const char *parent;
	struct et_query *query;

	ask_member(queries, ET_QUERY_MEMBER_GONE, change, id);
	if (!dot || !change->to || change->to->kind != ET_DEF_RECORD)
		return;
	parent = et_strndup(queries->arena, change->name, (size_t)(dot - change->name));
	if (et_find_field((const void *)change->to, has_name, (void *)(uintptr_t)parent, NULL) ||
		et_streq(queries->parent, parent))
		return;
	queries->parent = parent;
	query = ask(queries, ET_QUERY_MEMBER_GONE, change, id, parent);
	query->record = change->record;
	query->typedefs = change->spelling.typedefs;
}

/* A name that is no more: a tag, or what is used without "struct". */
static void ask_gone(struct queries *queries, const struct et_tree_change *change, size_t id)
{
	struct et_query *query =
		ask(queries, change->spelling.is_tag ? ET_QUERY_TAG_GONE : ET_QUERY_NAME_GONE,
			change, id, change->name);

	query->typedefs = change->spelling.typedefs;
	query->def = defined_as(change, change->from);
	query->was = body_of(change->from);
	query->elsewhere = change->elsewhere;
}

static void ask_new(
	struct queries *queries, const struct et_tree_change *change, size_t id, const char *name)
{
	struct et_query *query = ask(queries,
		change->spelling.is_tag ? ET_QUERY_TAG_NEW : ET_QUERY_NAME_NEW, change, id, name);

	query->def = defined_as(change, change->to);
	query->now = body_of(change->to);
	query->parameters = parameters_of(change->to);
	if (change->enum_tag && !change->spelling.is_tag && !change->is_alias &&
		change->shown.kind == ETALON_ADDED)
		ask(queries, ET_QUERY_ENUM_GREW, change, id, name)->record = change->enum_tag;
}

/* What is defined in a header that is not included any longer. Who includes it all the same sees
 * it.
 */
static void ask_lost(struct queries *queries, const struct et_tree_change *change, size_t id)
{
	size_t i;

	for (i = 0; i < change->lost.count; i++) {
		const struct et_tree_lost *lost = &change->lost.items[i];
		struct et_query *query =
			ask(queries, lost->spelling.is_tag ? ET_QUERY_TAG_GONE : ET_QUERY_NAME_GONE,
				change, id, lost->name);

		query->header = query->elsewhere = change->other;
		query->within = change->other_within;
		query->hidden = true;
		query->is_union = lost->spelling.is_union;
		query->typedefs = lost->spelling.typedefs;
		query->was = body_of(lost->def);
		query->def = lost->def && lost->def->kind == ET_DEF_CONSTANT
				     ? defined_as(change, lost->def)
				     : ET_DEFINED_SOMEHOW;
	}
}

static void ask_changed(struct queries *queries, const struct et_tree_change *change, size_t id)
{
	const struct etalon_change *shown = &change->shown;
	struct et_query *query;

	switch (change->aspect) {
	case ET_ASPECT_VALUE:
	case ET_ASPECT_TEXT:
		put_numbers(
			queries, change, ask(queries, ET_QUERY_VALUE, change, id, change->name));
		break;
	case ET_ASPECT_SPELLING:
		if (shown->impact != ETALON_IMPACT_COMPATIBLE)
			ask(queries, ET_QUERY_MACRO_GONE, change, id, change->name);
		break;
	case ET_ASPECT_GUARD:
		/* Whether a user's build has the condition can't be told from here. */
		break;
	case ET_ASPECT_SIZE:
		if (shown->what == ETALON_FIELD) {
			ask_member(queries, ET_QUERY_MEMBER_TYPE, change, id);
			break;
		}
		query = ask(queries, ET_QUERY_SIZE, change, id, change->name);
		query->record = change->name;
		query->typedefs = change->spelling.typedefs;
		put_numbers(queries, change, query);
		break;
	case ET_ASPECT_TYPE:
	case ET_ASPECT_SIGN:
	case ET_ASPECT_BYTE_ORDER:
	case ET_ASPECT_COUNT:
		if (shown->what == ETALON_FIELD)
			ask_member(queries, ET_QUERY_MEMBER_TYPE, change, id);
		break;
	case ET_ASPECT_PARAMETERS:
		put_numbers(queries, change,
			ask(queries, ET_QUERY_PARAMETERS, change, id, change->name));
		break;
	case ET_ASPECT_INCLUDE:
		ask_lost(queries, change, id);
		break;
	default:
		break;
	}
}

static void ask_about(struct queries *queries, const struct et_tree_change *change, size_t id)
{
	const struct etalon_change *shown = &change->shown;

	switch (shown->kind) {
	case ETALON_REMOVED:
	case ETALON_RENAMED:
		/* Its users may have the new name for something of their own. */
		if (shown->has_to && shown->what == ETALON_CONSTANT)
			ask_new(queries, change, id, shown->to.name);
		/* A name that is kept beside the new one breaks nobody. */
		if (shown->impact == ETALON_IMPACT_COMPATIBLE)
			break;
		if (shown->what == ETALON_HEADER)
			ask(queries, ET_QUERY_HEADER_GONE, change, id, change->name);
		else if (shown->what == ETALON_FIELD)
			ask_member_gone(queries, change, id);
		else
			ask_gone(queries, change, id);
		break;
	case ETALON_MOVED:
		if (shown->what == ETALON_HEADER && shown->impact == ETALON_IMPACT_SOURCE)
			ask(queries, ET_QUERY_HEADER_GONE, change, id, change->name);
		else if (shown->what != ETALON_HEADER && shown->impact != ETALON_IMPACT_COMPATIBLE)
			ask_gone(queries, change, id);
		break;
	case ETALON_ADDED:
		if (shown->what != ETALON_HEADER && shown->what != ETALON_FIELD)
			ask_new(queries, change, id, change->name);
		break;
	case ETALON_CHANGED:
		ask_changed(queries, change, id);
		break;
	}
}

/* The trees that the texts are of may be gone before the search. */
static void keep_texts(struct et_arena *arena, struct et_query *query)
{
	const char *const *names = query->typedefs;
	const char **copy;
	size_t n = 0, i;

	query->name = et_strdup_or_null(arena, query->name);
	query->record = et_strdup_or_null(arena, query->record);
	query->header = et_strdup_or_null(arena, query->header);
	query->within = et_strdup_or_null(arena, query->within);
	query->was = et_strdup_or_null(arena, query->was);
	query->now = et_strdup_or_null(arena, query->now);
	query->elsewhere = et_strdup_or_null(arena, query->elsewhere);
	query->parameters = et_strdup_or_null(arena, query->parameters);
	while (names && names[n])
		n++;
	if (!names)
		return;
	copy = ET_NEW_ARRAY(arena, n + 1, const char *);
	for (i = 0; i < n; i++)
		copy[i] = et_strdup(arena, names[i]);
	query->typedefs = copy;
}

const struct et_query *et_change_queries(
	struct et_arena *arena, const struct et_tree_changes *changes, size_t *n)
{
	struct queries queries = {.arena = arena};
	size_t i;

	for (i = 0; i < changes->list.count; i++)
		ask_about(&queries, &changes->list.items[i], i);
	for (i = 0; i < queries.list.count; i++)
		keep_texts(arena, &queries.list.items[i]);
	*n = queries.list.count;
	return queries.list.items;
}

const struct et_use_edge *et_change_edges(
	struct et_arena *arena, const struct et_tree_changes *changes, size_t *n)
{
	struct et_use_edge *edges =
		ET_NEW_ARRAY(arena, changes->edges.count + 1, struct et_use_edge);
	size_t i;

	*n = changes->edges.count;
	for (i = 0; i < *n; i++)
		edges[i] =
			(struct et_use_edge){.from = et_strdup(arena, changes->edges.items[i].from),
				.to = et_strdup(arena, changes->edges.items[i].to),
				.gained = changes->edges.items[i].gained};
	return edges;
}

/* "x.c:12 struct.member": a place where a member that is gone is used, by its first name. */
static const char *member_place(struct et_arena *arena, const struct et_use *use)
{
	return et_sprintf(arena, "%s:%u %s.%.*s", use->file, (unsigned)use->line,
		use->query->record, (int)strcspn(use->query->name, "."), use->query->name);
}

/*
 * Places of members inside of one that is gone with all in it: x->fault.gpa is told with gpa, and
 * not once more with fault.
 */
static void find_inside(struct et_arena *arena, const struct et_uses *uses, struct et_map *inside)
{
	size_t i;

	for (i = 0; i < uses->list.count; i++) {
		const struct et_use *use = &uses->list.items[i];
		const char *place;

		if (use->query->kind != ET_QUERY_MEMBER_GONE || !strchr(use->query->name, '.'))
			continue;
		place = member_place(arena, use);
		*et_map_slot(inside, arena, place, strlen(place)) = inside;
	}
}

static bool is_told_inside(
	struct et_arena *arena, const struct et_map *inside, const struct et_use *use)
{
	const char *place;

	if (!inside->count || use->query->kind != ET_QUERY_MEMBER_GONE ||
		strchr(use->query->name, '.'))
		return false;
	place = member_place(arena, use);
	return et_map_get(inside, place, strlen(place)) != NULL;
}

static bool is_known(const struct etalon_use *uses, size_t count, const struct et_use *use)
{
	size_t i;

	/* A change's uses are few, and come in order: look at the last ones. */
	for (i = count; i-- > 0 && count - i <= 8;) {
		if (uses[i].line == use->line && uses[i].column == use->column &&
			et_streq(uses[i].file, use->file))
			return true;
	}
	return false;
}

void et_change_attach(
	struct et_arena *arena, struct etalon_change *changes, size_t n, const struct et_uses *uses)
{
	size_t *counts = ET_NEW_ARRAY(arena, n + 1, size_t);
	struct etalon_use **lists = ET_NEW_ARRAY(arena, n + 1, struct etalon_use *);
	struct et_map inside = {0};
	size_t i;

	find_inside(arena, uses, &inside);
	for (i = 0; i < uses->list.count; i++)
		counts[uses->list.items[i].query->id]++;
	for (i = 0; i < uses->list.count; i++) {
		const struct et_use *use = &uses->list.items[i];
		size_t id = use->query->id;
		struct etalon_change *change = &changes[id];

		if (!lists[id])
			lists[id] = ET_NEW_ARRAY(arena, counts[id], struct etalon_use);
		if (is_known(lists[id], change->n_uses, use) || is_told_inside(arena, &inside, use))
			continue;
		lists[id][change->n_uses++] = (struct etalon_use){.file = use->file,
			.line = use->line,
			.column = use->column,
			.certain = use->certainty == ET_USE_CERTAIN,
			.breaks = use->breaks,
			.why = use->why};
		change->uses = lists[id];
	}
}
