/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon's arrays, each in an order that depends on its contents only. */
#include "reader.h"

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

static int compare_places(const struct et_place *left, const struct et_place *right)
{
	int order = compare_texts(left->file, right->file);

	return order ? order : compare_numbers(left->line, right->line);
}

/* By name, then by editions. */
static int compare_heads(const struct et_def *left, const struct et_def *right)
{
	int order = strcmp(left->name, right->name);

	if (!order)
		order = compare_numbers(left->since, right->since);
	return order ? order : compare_numbers(left->until, right->until);
}

static int compare_constants(const void *left, const void *right)
{
	const struct et_constant *a = left, *b = right;
	int order = strcmp(a->def.scope, b->def.scope);

	if (!order)
		order = compare_numbers(a->value.bits, b->value.bits);
	return order ? order : compare_heads(&a->def, &b->def);
}

static int compare_records(const void *left, const void *right)
{
	const struct et_record *const *a = left, *const *b = right;
	int order = compare_places(&(*a)->def.place, &(*b)->def.place);

	return order ? order : compare_heads(&(*a)->def, &(*b)->def);
}

static int compare_views(const void *left, const void *right)
{
	const struct et_view *a = left, *b = right;

	return compare_heads(&a->def, &b->def);
}

static int compare_registers(const void *left, const void *right)
{
	const struct et_register *a = left, *b = right;
	int order = strcmp(a->block, b->block);

	if (!order)
		order = compare_numbers(a->offset, b->offset);
	return order ? order : compare_heads(&a->def, &b->def);
}

static int compare_commands(const void *left, const void *right)
{
	const struct et_command *a = left, *b = right;
	int order = compare_texts(a->class_name, b->class_name);

	return order ? order : compare_heads(&a->def, &b->def);
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
				order = compare_heads(&low->def, &high->def);
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
	struct et_name_list names = {0};
	size_t i;

	for (i = 0; i < reader->interfaces.count; i++) {
		finish_interface(reader->interfaces.items[i]);
		interfaces[i] = reader->interfaces.items[i]->out;
		et_index_interface(reader->arena, &names, interfaces[i]);
	}
	reader->canon->interfaces = interfaces;
	reader->canon->n_interfaces = reader->interfaces.count;
	et_index_finish(reader->arena, &names, reader->canon);
}
