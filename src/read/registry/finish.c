/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon's arrays, each in an order that depends on its contents only; the table of names. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

typedef ET_ARRAY(struct et_name) name_list;

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

static int compare_places(const struct et_place *left, const struct et_place *right)
{
	int order = compare_texts(left->file, right->file);

	return order ? order : compare_numbers(left->line, right->line);
}

static int compare_constants(const void *left, const void *right)
{
	const struct et_constant *a = left, *b = right;
	int order = strcmp(a->def.scope, b->def.scope);

	if (!order)
		order = compare_numbers(a->value.bits, b->value.bits);
	return order ? order : strcmp(a->def.name, b->def.name);
}

static int compare_records(const void *left, const void *right)
{
	const struct et_record *const *a = left, *const *b = right;
	int order = compare_places(&(*a)->def.place, &(*b)->def.place);

	return order ? order : strcmp((*a)->def.name, (*b)->def.name);
}

static int compare_views(const void *left, const void *right)
{
	const struct et_view *a = left, *b = right;

	return strcmp(a->def.name, b->def.name);
}

static int compare_registers(const void *left, const void *right)
{
	const struct et_register *a = left, *b = right;
	int order = strcmp(a->block, b->block);

	if (!order)
		order = compare_numbers(a->offset, b->offset);
	return order ? order : strcmp(a->def.name, b->def.name);
}

static int compare_commands(const void *left, const void *right)
{
	const struct et_command *a = left, *b = right;
	int order = compare_texts(a->class_name, b->class_name);

	return order ? order : strcmp(a->def.name, b->def.name);
}

static int compare_strings(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* qsort() may not be given NULL, even for nothing. */
static void sort(
	const void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	if (count > 1)
		qsort((void *)(uintptr_t)items, count, size, compare);
}

static void sort_texts(const char *const *texts)
{
	size_t count = 0;

	while (texts[count])
		count++;
	sort(texts, count, sizeof(*texts), compare_strings);
}

/* Sorts queues by index, and moves what the commands say about them along. */
static void sort_queues(struct interface *interface)
{
	size_t i, j;

	/* Insertion: commands point into the array. There are at most a few. */
	for (i = 1; i < interface->n_queues; i++) {
		for (j = i; j > 0; j--) {
			struct et_queue *low = &interface->queues[j - 1];
			struct et_queue *high = &interface->queues[j];
			struct et_queue spare;
			size_t k;
			int order = compare_numbers(low->start, high->start);

			if (!order)
				order = compare_texts(low->after, high->after);
			if (!order)
				order = strcmp(low->def.name, high->def.name);
			if (order <= 0)
				break;
			spare = *low;
			*low = *high;
			*high = spare;
			for (k = 0; k < interface->n_commands; k++) {
				if (interface->commands[k].queue == low)
					interface->commands[k].queue = high;
				else if (interface->commands[k].queue == high)
					interface->commands[k].queue = low;
			}
		}
	}
}

static void add_name(struct reader *reader, name_list *names, const char *name, const char *dialect,
	const struct et_def *def, const struct et_field *field)
{
	*ET_APPEND(reader->arena, names) = (struct et_name){name, dialect, def, field};
}

static void add_def(struct reader *reader, name_list *names, const struct et_def *def)
{
	size_t i;

	if (!def->interface)
		return; /* could not be read: there was an error */
	add_name(reader, names, def->name, NULL, def, NULL);
	for (i = 0; i < def->n_aliases; i++)
		add_name(reader, names, def->aliases[i].name, def->aliases[i].dialect, def, NULL);
}

/* "record.field" for each, through nested records without a name of their own. */
static void add_fields(struct reader *reader, name_list *names, const struct et_def *def,
	const char *prefix, const struct et_field *fields, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct et_field *field = &fields[i];
		const struct et_record *inner = field->type.record;
		const char *path = prefix;

		if (field->name) {
			path = et_sprintf(reader->arena, "%s.%s", prefix, field->name);
			add_name(reader, names, path, NULL, def, field);
		}
		if (inner && !inner->def.name)
			add_fields(reader, names, def, path, inner->fields, inner->n_fields);
		add_fields(reader, names, def, path, field->parts, field->n_parts);
	}
}

/* The defs of an interface's arrays, which have their final places by now. */
static void add_interface(struct reader *reader, name_list *names, const struct et_interface *out)
{
	size_t i;

	add_def(reader, names, &out->def);
	for (i = 0; i < out->n_constants; i++)
		add_def(reader, names, &out->constants[i].def);
	for (i = 0; i < out->n_records; i++) {
		const struct et_record *record = out->records[i];

		add_def(reader, names, &record->def);
		add_fields(reader, names, &record->def, record->def.name, record->fields,
			record->n_fields);
	}
	for (i = 0; i < out->n_views; i++)
		add_def(reader, names, &out->views[i].def);
	for (i = 0; i < out->n_registers; i++)
		add_def(reader, names, &out->registers[i].def);
	for (i = 0; i < out->n_queues; i++)
		add_def(reader, names, &out->queues[i].def);
	for (i = 0; i < out->n_commands; i++)
		add_def(reader, names, &out->commands[i].def);
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
	return order ? order : compare_texts(a->def->name, b->def->name);
}

static int compare_likenesses(const void *left, const void *right)
{
	const struct et_likeness *a = left, *b = right;
	int order = strcmp(a->text, b->text);

	return order ? order : strcmp(a->name, b->name);
}

/* One for each spelling; the names are sorted, so equal ones are neighbours. */
static void add_likenesses(struct reader *reader, const struct et_name *names, size_t count)
{
	ET_ARRAY(struct et_likeness) list = {0};
	char text[ET_LONGEST_LIKENESS];
	size_t i;

	for (i = 0; i < count; i++) {
		if (names[i].field || (i && strcmp(names[i].name, names[i - 1].name) == 0) ||
			!et_canon_reduce(names[i].name, text))
			continue;
		*ET_APPEND(reader->arena, &list) =
			(struct et_likeness){et_strdup(reader->arena, text), names[i].name};
	}
	sort(list.items, list.count, sizeof(*list.items), compare_likenesses);
	reader->canon->likenesses = list.items;
	reader->canon->n_likenesses = list.count;
}

static void finish_interface(struct interface *interface)
{
	struct et_interface *out = interface->out;

	sort_texts(out->prefixes);
	sort_texts(out->headers);
	out->constants = interface->constants.items;
	out->n_constants = interface->constants.count;
	sort(out->constants, out->n_constants, sizeof(*out->constants), compare_constants);
	out->records = (const struct et_record *const *)interface->records.items;
	out->n_records = interface->records.count;
	sort(out->records, out->n_records, sizeof(struct et_record *), compare_records);
	out->views = interface->views;
	out->n_views = interface->n_views;
	sort(out->views, out->n_views, sizeof(*out->views), compare_views);
	sort(out->registers, out->n_registers, sizeof(*out->registers), compare_registers);
	sort_queues(interface);
	out->queues = interface->queues;
	out->n_queues = interface->n_queues;
	out->commands = interface->commands;
	out->n_commands = interface->n_commands;
	sort(out->commands, out->n_commands, sizeof(*out->commands), compare_commands);
}

void et_reg_finish(struct reader *reader)
{
	const struct et_interface **interfaces =
		ET_NEW_ARRAY(reader->arena, reader->interfaces.count, const struct et_interface *);
	name_list names = {0};
	size_t i;

	for (i = 0; i < reader->interfaces.count; i++) {
		finish_interface(reader->interfaces.items[i]);
		interfaces[i] = reader->interfaces.items[i]->out;
		add_interface(reader, &names, interfaces[i]);
	}
	sort(names.items, names.count, sizeof(*names.items), compare_names);
	reader->canon->interfaces = interfaces;
	reader->canon->n_interfaces = reader->interfaces.count;
	reader->canon->names = names.items;
	reader->canon->n_names = names.count;
	add_likenesses(reader, names.items, names.count);
}
