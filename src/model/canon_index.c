/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon_index.h"

#include <stdlib.h>
#include <string.h>

static int compare_numbers(uint64_t left, uint64_t right)
{
	return (left > right) - (left < right);
}

/* NULL before everything. */
static int compare_texts(const char *left, const char *right)
{
	if (!left || !right)
		return (left != NULL) - (right != NULL);
	return strcmp(left, right);
}

static void add_name(struct et_arena *arena, struct et_name_list *list, const char *name,
	const char *dialect, const struct et_def *def, const struct et_field *field)
{
	*ET_APPEND(arena, &list->names) = (struct et_name){name, dialect, def, field};
}

void et_index_def(struct et_arena *arena, struct et_name_list *list, const struct et_def *def)
{
	size_t i;

	if (!def->interface)
		return; /* could not be read: there was an error */
	add_name(arena, list, def->name, NULL, def, NULL);
	for (i = 0; i < def->n_aliases; i++)
		add_name(arena, list, def->aliases[i].name, def->aliases[i].dialect, def, NULL);
}

/* Adds "prefix.field" for each field, through nested records without a name of their own. */
static void index_fields(struct et_arena *arena, struct et_name_list *list,
	const struct et_def *def, const char *prefix, const struct et_field *fields, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct et_field *field = &fields[i];
		const struct et_record *inner = field->type.record;
		const char *path = prefix;

		if (field->name) {
			path = et_join(arena, prefix, ".", field->name);
			add_name(arena, list, path, NULL, def, field);
		}
		if (inner && !inner->def.name)
			index_fields(arena, list, def, path, inner->fields, inner->n_fields);
		index_fields(arena, list, def, path, field->parts, field->n_parts);
	}
}

void et_index_interface(
	struct et_arena *arena, struct et_name_list *list, const struct et_interface *interface)
{
	size_t i;

	et_index_def(arena, list, &interface->def);
	for (i = 0; i < interface->n_constants; i++)
		et_index_def(arena, list, &interface->constants[i].def);
	for (i = 0; i < interface->n_records; i++) {
		const struct et_record *record = interface->records[i];

		et_index_def(arena, list, &record->def);
		index_fields(arena, list, &record->def, record->def.name, record->fields,
			record->n_fields);
	}
	for (i = 0; i < interface->n_views; i++)
		et_index_def(arena, list, &interface->views[i].def);
	for (i = 0; i < interface->n_registers; i++)
		et_index_def(arena, list, &interface->registers[i].def);
	for (i = 0; i < interface->n_queues; i++)
		et_index_def(arena, list, &interface->queues[i].def);
	for (i = 0; i < interface->n_commands; i++)
		et_index_def(arena, list, &interface->commands[i].def);
}

static int compare_names(const void *left, const void *right)
{
	const struct et_name *a = left, *b = right;
	int order = strcmp(a->name, b->name);

	if (!order)
		order = compare_texts(a->dialect, b->dialect);
	if (!order)
		order = strcmp(a->def->interface->def.name, b->def->interface->def.name);
	if (!order)
		order = compare_numbers(a->def->kind, b->def->kind);
	if (!order)
		order = compare_texts(a->def->scope, b->def->scope);
	if (!order)
		order = compare_texts(a->def->name, b->def->name);
	/* What an edition changed. */
	if (!order)
		order = compare_numbers(a->def->since, b->def->since);
	if (!order && a->field && b->field)
		order = compare_numbers(a->field->since, b->field->since);
	return order;
}

static int compare_likenesses(const void *left, const void *right)
{
	const struct et_likeness *a = left, *b = right;
	int order = strcmp(a->text, b->text);

	return order ? order : strcmp(a->name, b->name);
}

/* One for each spelling; the names are sorted, so equal ones are neighbours. */
static void add_likenesses(struct et_arena *arena, struct et_canon *canon)
{
	ET_ARRAY(struct et_likeness) list = {0};
	const struct et_name *names = canon->names;
	char text[ET_LONGEST_LIKENESS];
	size_t i;

	for (i = 0; i < canon->n_names; i++) {
		if (names[i].field || (i && strcmp(names[i].name, names[i - 1].name) == 0) ||
			!et_canon_reduce(names[i].name, text))
			continue;
		*ET_APPEND(arena, &list) =
			(struct et_likeness){et_strdup(arena, text), names[i].name};
	}
	if (list.count > 1)
		qsort(list.items, list.count, sizeof(*list.items), compare_likenesses);
	canon->likenesses = list.items;
	canon->n_likenesses = list.count;
}

void et_index_finish(struct et_arena *arena, struct et_name_list *list, struct et_canon *canon)
{
	if (list->names.count > 1)
		qsort(list->names.items, list->names.count, sizeof(*list->names.items),
			compare_names);
	canon->names = list->names.items;
	canon->n_names = list->names.count;
	add_likenesses(arena, canon);
}
