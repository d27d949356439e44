/* SPDX-License-Identifier: BSD-3-Clause */
/* Which record a field's type names. */
#include "tex_finish.h"

#include "str.h"

#include <string.h>

enum {
	DEEPEST_BODY = 64, /* what the notation's reader lets through is less */
	DEEPEST_TYPE = 48,
	MOST_NAMESAKES = 16, /* looked at for one name */
};

/* A record and the next one of the same name. */
struct namesake {
	uint32_t record;
	struct namesake *next;
};

/* A field whose type names a record: "owner" holds it, directly or in a nested part. */
struct edge {
	struct et_field *field;
	uint32_t owner, target;
	uint32_t next; /* edge of the same target, plus 1 */
};

struct resolver {
	struct et_arena *arena;
	struct et_spec_record *records;
	size_t n_records;
	const struct tex_builder *builder;
	struct et_map by_name; /* of struct namesake, in the order of the text */
	struct et_map by_old;  /* of addresses of the builder's records: index + 1 */
	ET_ARRAY(struct edge) edges;
};

static void add_name(struct resolver *r, uint32_t index)
{
	const struct et_spec_record *record = &r->records[index];
	const char *name = record->record.def.name;
	struct namesake *new;
	void **slot;

	if (!name || record->declaration)
		return;
	slot = et_map_slot(&r->by_name, r->arena, name, strlen(name));
	new = ET_NEW(r->arena, struct namesake);
	*new = (struct namesake){.record = index, .next = *slot};
	*slot = new;
}

/* How well a record fits where a type names it; the one that comes first wins a draw. */
static unsigned fitness(const struct et_spec_record *record, const struct et_spec_record *user)
{
	unsigned fits = 1;

	if (record->superseded && !user->superseded)
		return 0;
	if (record->listing == user->listing)
		fits += 4;
	if (et_streq(record->record.def.place.file, user->record.def.place.file))
		fits += 2;
	return fits;
}

static uint32_t find_record(
	const struct resolver *r, const char *spelling, const struct et_spec_record *user)
{
	const struct namesake *namesake;
	uint32_t best = ET_SPEC_NONE;
	unsigned most = 0;
	unsigned left = MOST_NAMESAKES;

	if (!spelling)
		return ET_SPEC_NONE;
	if (et_starts_with(spelling, "struct "))
		spelling += 7;
	else if (et_starts_with(spelling, "union "))
		spelling += 6;
	/* They are linked from the last to the first. */
	for (namesake = et_map_get(&r->by_name, spelling, strlen(spelling)); namesake && left;
		namesake = namesake->next, left--) {
		unsigned fits = fitness(&r->records[namesake->record], user);

		if (fits && fits >= most) {
			most = fits;
			best = namesake->record;
		}
	}
	return best;
}

/* Index + 1 of what a type leads to among the builder's records; 0: none of them. */
static uint32_t known_as(const struct resolver *r, const struct et_record *record)
{
	return (uint32_t)(uintptr_t)et_map_get(&r->by_old, (const char *)&record, sizeof(record));
}

/* Whether a type is defined where it stands: a part without a name, or one of this body. */
static bool is_nested(
	const struct resolver *r, const struct et_type *type, const struct et_record *body)
{
	uint32_t known;

	if (!type->record)
		return false;
	known = known_as(r, type->record);
	return !type->record->def.name || !known ||
	       (const void *)r->builder->records.items[known - 1]->outer == (const void *)body;
}

/* What the fields of a body, and of the parts that are nested in it, name as their types. */
static void collect(
	struct resolver *r, const struct et_record *body, uint32_t owner, unsigned depth)
{
	struct et_field *fields = (struct et_field *)body->fields;
	size_t i;

	for (i = 0; i < body->n_fields; i++) {
		struct et_type *type = &fields[i].type;
		uint32_t target;

		if (is_nested(r, type, body)) {
			if (depth < DEEPEST_BODY)
				collect(r, type->record, owner, depth + 1);
			continue;
		}
		if (type->kind != ET_TYPE_RECORD && type->kind != ET_TYPE_UNKNOWN)
			continue;
		target = find_record(r, type->spelling, &r->records[owner]);
		type->record = NULL;
		type->kind = ET_TYPE_UNKNOWN;
		if (target != ET_SPEC_NONE)
			*ET_APPEND(r->arena, &r->edges) = (struct edge){
				.field = &fields[i], .owner = owner, .target = target};
	}
}

/* Lets the types that are nested in a body lead to the final records. */
static void redirect(const struct resolver *r, const struct et_record *body, unsigned depth)
{
	struct et_field *fields = (struct et_field *)body->fields;
	size_t i;

	for (i = 0; i < body->n_fields; i++) {
		struct et_type *type = &fields[i].type;
		uint32_t known;

		if (!type->record)
			continue;
		known = known_as(r, type->record);
		if (known)
			type->record = &r->records[known - 1].record;
		else if (depth < DEEPEST_BODY)
			redirect(r, type->record, depth + 1);
	}
}

/*
 * From the records that hold no others upwards: a record whose parts are all settled is. Those that
 * are left hold themselves.
 */
static void settle(struct resolver *r)
{
	uint32_t *held_by = ET_NEW_ARRAY(r->arena, r->n_records + 1, uint32_t); /* edge + 1 */
	uint32_t *open = ET_NEW_ARRAY(r->arena, r->n_records + 1, uint32_t);
	uint32_t *depth = ET_NEW_ARRAY(r->arena, r->n_records + 1, uint32_t);
	uint32_t *ready = ET_NEW_ARRAY(r->arena, r->n_records + 1, uint32_t);
	size_t n_ready = 0;
	size_t i;

	for (i = 0; i < r->edges.count; i++) {
		struct edge *edge = &r->edges.items[i];

		open[edge->owner]++;
		edge->next = held_by[edge->target];
		held_by[edge->target] = (uint32_t)i + 1;
	}
	for (i = 0; i < r->n_records; i++) {
		if (!open[i])
			ready[n_ready++] = (uint32_t)i;
	}
	for (i = 0; i < n_ready; i++) {
		uint32_t target = ready[i];
		uint32_t next;

		for (next = held_by[target]; next; next = r->edges.items[next - 1].next) {
			struct edge *edge = &r->edges.items[next - 1];

			if (depth[target] < DEEPEST_TYPE) {
				edge->field->type.kind = ET_TYPE_RECORD;
				edge->field->type.record = &r->records[target].record;
				if (depth[edge->owner] <= depth[target])
					depth[edge->owner] = depth[target] + 1;
			}
			if (--open[edge->owner] == 0)
				ready[n_ready++] = edge->owner;
		}
	}
}

struct et_spec_record *tex_resolve_records(struct tex_builder *builder)
{
	struct resolver r = {.arena = builder->arena, .builder = builder};
	uint32_t i;

	r.n_records = builder->records.count;
	r.records = ET_NEW_ARRAY(r.arena, r.n_records + 1, struct et_spec_record);
	for (i = 0; i < r.n_records; i++) {
		const char *key = (const char *)&builder->records.items[i];

		r.records[i] = *builder->records.items[i];
		*et_map_slot(&r.by_old, r.arena, key, sizeof(builder->records.items[i])) =
			(void *)(uintptr_t)(i + 1);
		add_name(&r, i);
	}
	for (i = 0; i < r.n_records; i++)
		collect(&r, &builder->records.items[i]->record, i, 0);
	for (i = 0; i < r.n_records; i++) {
		struct et_spec_record *record = &r.records[i];
		uint32_t outer = record->outer ? known_as(&r, &record->outer->record) : 0;

		record->outer = outer ? &r.records[outer - 1] : NULL;
		redirect(&r, &record->record, 0);
	}
	settle(&r);
	return r.records;
}
