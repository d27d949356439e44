/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon_pool.h"

#include "map.h"

#include <stdlib.h>
#include <string.h>

struct list {
	ET_ARRAY(const void *) elements;
	struct et_map places; /* an element's address, as bytes, to its index + 1 */
};

struct pools {
	struct et_arena *arena;
	struct list lists[POOL_COUNT];
};

size_t pool_size(const struct pools *pools, enum pool pool)
{
	return pools->lists[pool].elements.count;
}

const void *pool_element(const struct pools *pools, enum pool pool, size_t n)
{
	return pools->lists[pool].elements.items[n];
}

size_t pool_index(const struct pools *pools, enum pool pool, const void *element)
{
	const void *found =
		et_map_get(&pools->lists[pool].places, (const char *)&element, sizeof(element));

	if (!found)
		abort(); /* the walk below forgot a pointer: better no source than a wrong one */
	return (size_t)(uintptr_t)found - 1;
}

/* Gives count neighbours of size bytes a place. False when they have one, or there are none. */
static bool add(struct pools *pools, enum pool pool, const void *items, size_t count, size_t size)
{
	struct list *list = &pools->lists[pool];
	size_t i;

	if (!items || !count || et_map_get(&list->places, (const char *)&items, sizeof(items)))
		return false;
	for (i = 0; i < count; i++) {
		const void **key = ET_NEW(pools->arena, const void *);

		*key = (const char *)items + i * size;
		*ET_APPEND(pools->arena, &list->elements) = *key;
		*et_map_slot(&list->places, pools->arena, (const char *)key, sizeof(*key)) =
			(void *)(uintptr_t)list->elements.count;
	}
	return true;
}

/* A list of texts with its final NULL. */
static void add_texts(struct pools *pools, const char *const *texts)
{
	size_t count = 0;

	if (!texts)
		return;
	while (texts[count])
		count++;
	add(pools, POOL_TEXTS, texts, count + 1, sizeof(*texts));
}

static void add_whens(struct pools *pools, const struct et_when *whens, size_t count)
{
	size_t i;

	if (!add(pools, POOL_WHEN, whens, count, sizeof(*whens)))
		return;
	for (i = 0; i < count; i++)
		add_whens(pools, whens[i].operands, whens[i].n_operands);
}

static void add_when(struct pools *pools, const struct et_when *when)
{
	add_whens(pools, when, when != NULL);
}

static void add_section(struct pools *pools, const struct et_place *place)
{
	add(pools, POOL_SECTION, place->section, 1, sizeof(*place->section));
}

static void add_def(struct pools *pools, const struct et_def *def)
{
	add_section(pools, &def->place);
	add_when(pools, def->when);
	add(pools, POOL_ALIAS, def->aliases, def->n_aliases, sizeof(*def->aliases));
}

static void add_record(struct pools *pools, const struct et_record *record);

static void add_fields(struct pools *pools, const struct et_field *fields, size_t count)
{
	size_t i;

	if (!add(pools, POOL_FIELD, fields, count, sizeof(*fields)))
		return;
	for (i = 0; i < count; i++) {
		const struct et_field *field = &fields[i];

		add_section(pools, &field->place);
		add_when(pools, field->when);
		add(pools, POOL_ALIAS, field->aliases, field->n_aliases, sizeof(*field->aliases));
		add(pools, POOL_COUNTS, field->counts, field->n_counts, sizeof(*field->counts));
		add_fields(pools, field->parts, field->n_parts);
		if (field->type.record)
			add_record(pools, field->type.record);
	}
}

static void add_record(struct pools *pools, const struct et_record *record)
{
	if (!add(pools, POOL_RECORD, record, 1, sizeof(*record)))
		return;
	add_def(pools, &record->def);
	add_fields(pools, record->fields, record->n_fields);
}

static void add_constants(struct pools *pools, const struct et_constant *constants, size_t count)
{
	size_t i;

	if (!add(pools, POOL_CONSTANT, constants, count, sizeof(*constants)))
		return;
	for (i = 0; i < count; i++) {
		add_def(pools, &constants[i].def);
		add_when(pools, constants[i].requires);
	}
}

static void add_views(struct pools *pools, const struct et_view *views, size_t count)
{
	size_t i;

	if (!add(pools, POOL_VIEW, views, count, sizeof(*views)))
		return;
	for (i = 0; i < count; i++) {
		add_def(pools, &views[i].def);
		add_texts(pools, views[i].with);
		add_texts(pools, views[i].without);
		add_record(pools, views[i].record);
	}
}

static void add_registers(struct pools *pools, const struct et_register *registers, size_t count)
{
	size_t i;

	if (!add(pools, POOL_REGISTER, registers, count, sizeof(*registers)))
		return;
	for (i = 0; i < count; i++)
		add_def(pools, &registers[i].def);
}

static void add_queues(struct pools *pools, const struct et_queue *queues, size_t count)
{
	size_t i;

	if (!add(pools, POOL_QUEUE, queues, count, sizeof(*queues)))
		return;
	for (i = 0; i < count; i++)
		add_def(pools, &queues[i].def);
}

static void add_commands(struct pools *pools, const struct et_command *commands, size_t count)
{
	size_t i;

	if (!add(pools, POOL_COMMAND, commands, count, sizeof(*commands)))
		return;
	for (i = 0; i < count; i++) {
		add_def(pools, &commands[i].def);
		add_queues(pools, commands[i].queue, commands[i].queue != NULL);
		if (commands[i].request.record)
			add_record(pools, commands[i].request.record);
		if (commands[i].response.record)
			add_record(pools, commands[i].response.record);
	}
}

static void add_interface(struct pools *pools, const struct et_interface *interface)
{
	size_t i;

	if (!add(pools, POOL_INTERFACE, interface, 1, sizeof(*interface)))
		return;
	add_def(pools, &interface->def);
	add_texts(pools, interface->prefixes);
	add_texts(pools, interface->headers);
	add_constants(pools, interface->constants, interface->n_constants);
	add(pools, POOL_RECORD_REF, interface->records, interface->n_records,
		sizeof(*interface->records));
	for (i = 0; i < interface->n_records; i++)
		add_record(pools, interface->records[i]);
	add_registers(pools, interface->registers, interface->n_registers);
	add_queues(pools, interface->queues, interface->n_queues);
	add_views(pools, interface->views, interface->n_views);
	add_commands(pools, interface->commands, interface->n_commands);
}

/* What only a name leads to: another edition's. */
static void add_named(struct pools *pools, const struct et_name *name)
{
	const void *def = name->def;

	add_interface(pools, name->def->interface);
	switch (name->def->kind) {
	case ET_DEF_CONSTANT:
		add_constants(pools, def, 1);
		break;
	case ET_DEF_RECORD:
		add_record(pools, def);
		break;
	case ET_DEF_VIEW:
		add_views(pools, def, 1);
		break;
	case ET_DEF_REGISTER:
		add_registers(pools, def, 1);
		break;
	case ET_DEF_QUEUE:
		add_queues(pools, def, 1);
		break;
	case ET_DEF_COMMAND:
		add_commands(pools, def, 1);
		break;
	case ET_DEF_TYPEDEF:
	case ET_DEF_FUNCTION:
		/* Of trees; the canon has none. */
		break;
	case ET_DEF_DEVICE:
		break;
	}
	if (name->field)
		add_fields(pools, name->field, 1);
}

static void add_dialect(struct pools *pools, const struct et_dialect *dialect)
{
	add(pools, POOL_DIALECT, dialect, 1, sizeof(*dialect));
	add_texts(pools, dialect->paths);
	add_texts(pools, dialect->includes);
	add_texts(pools, dialect->types);
	add_texts(pools, dialect->helpers);
	add(pools, POOL_REWRITE, dialect->rewrites, dialect->n_rewrites,
		sizeof(*dialect->rewrites));
	add(pools, POOL_RESPELLING, dialect->respellings, dialect->n_respellings,
		sizeof(*dialect->respellings));
}

struct pools *pools_fill(struct et_arena *arena, const struct et_canon *canon,
	const struct et_dialect *const *dialects, size_t n_dialects)
{
	struct pools *pools = ET_NEW(arena, struct pools);
	size_t i;

	pools->arena = arena;
	for (i = 0; i < canon->n_interfaces; i++)
		add_interface(pools, canon->interfaces[i]);
	for (i = 0; i < canon->n_names; i++)
		add_named(pools, &canon->names[i]);
	for (i = 0; i < n_dialects; i++)
		add_dialect(pools, dialects[i]);
	return pools;
}
