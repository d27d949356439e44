/* SPDX-License-Identifier: BSD-3-Clause */
/* A whole interface: what it is, its features, virtqueues, configuration, and the names of the
 * rest. */
#include "show_int.h"
#include "wrap.h"

#include <string.h>

static const char *kind_text(const struct et_interface *interface)
{
	switch (interface->kind) {
	case ET_INTERFACE_CORE:
		return "core";
	case ET_INTERFACE_QUEUE:
		return "queue format";
	case ET_INTERFACE_TRANSPORT:
		return "transport";
	case ET_INTERFACE_DEVICE:
		break;
	}
	return "device";
}

static const char *joined(struct et_shower *s, const char *const *words)
{
	const char *text = NULL;

	for (; words && *words; words++)
		text = text ? et_sprintf(s->arena, "%s, %s", text, *words) : *words;
	return text;
}

static void queues(struct et_shower *s, const struct et_interface *interface)
{
	struct et_buf *out = &s->out.buf;
	size_t width = 5;
	size_t i;

	if (!interface->n_queues)
		return;
	et_show_part(s, "Virtqueues");
	for (i = 0; i < interface->n_queues; i++) {
		size_t length = strlen(et_show_queue_index(s, &interface->queues[i]));

		if (length > width && length <= 24)
			width = length;
	}
	for (i = 0; i < interface->n_queues; i++) {
		const struct et_queue *queue = &interface->queues[i];
		const char *said = queue->def.name;

		if (queue->def.when)
			said = et_sprintf(
				s->arena, "%s, when %s", said, et_show_when(s, queue->def.when));
		et_buf_printf(out, "  %-*s  ", (int)width, et_show_queue_index(s, queue));
		et_wrap(out, said, width + 4, width + 6, s->options->width);
	}
}

static void configuration(struct et_shower *s, const struct et_interface *interface)
{
	size_t i;

	for (i = 0; i < interface->n_records; i++) {
		const struct et_record *record = interface->records[i];

		if (record->role != ET_ROLE_CONFIG)
			continue;
		et_show_part(s,
			et_sprintf(s->arena, "Configuration space: struct %s", record->def.name));
		et_show_pair(s, "size", et_show_size(s, record, NULL));
		et_show_table(s, record, NULL);
	}
}

static void registers(struct et_shower *s, const struct et_interface *interface)
{
	const char *block = NULL;
	size_t i;

	for (i = 0; i < interface->n_registers; i++) {
		size_t j;

		/* Blocks in the order of their first registers. */
		for (j = 0; j < i; j++) {
			if (et_streq(interface->registers[j].block, interface->registers[i].block))
				break;
		}
		if (j < i)
			continue;
		block = interface->registers[i].block;
		et_show_part(s, et_sprintf(s->arena, "Registers: %s", block));
		et_show_registers(s, interface, block);
	}
}

/* Names as a filled paragraph. */
static void names(struct et_shower *s, const char *title, struct et_buf *text)
{
	if (text->length) {
		et_show_part(s, title);
		et_buf_puts(&s->out.buf, "  ");
		et_wrap(&s->out.buf, text->data, 2, 2, s->options->width);
	}
	et_buf_clear(text);
}

static void the_rest(struct et_shower *s, const struct et_interface *interface)
{
	struct et_buf text;
	size_t i;

	et_buf_init(&text);
	for (i = 0; i < interface->n_records; i++) {
		if (interface->records[i]->role != ET_ROLE_CONFIG &&
			interface->records[i]->def.name)
			et_buf_printf(&text, "%s ", interface->records[i]->def.name);
	}
	names(s, "Structures", &text);
	for (i = 0; i < interface->n_views; i++)
		et_buf_printf(&text, "%s ", interface->views[i].def.name);
	names(s, "Parts of structures, as others name them", &text);
	for (i = 0; i < interface->n_commands; i++)
		et_buf_printf(&text, "%s ", interface->commands[i].def.name);
	names(s, "Commands", &text);
	et_buf_finish(&text);
}

/* Every set of constants; features come first and by themselves. */
static void sets(struct et_shower *s, const struct et_interface *interface, bool features)
{
	size_t i;

	for (i = 0; i < interface->n_constants; i++) {
		const struct et_constant *constant = &interface->constants[i];
		size_t j;

		if ((constant->kind == ET_CONST_FEATURE) != features)
			continue;
		for (j = 0; j < i; j++) {
			if (et_streq(interface->constants[j].def.scope, constant->def.scope))
				break;
		}
		if (j == i)
			et_show_set(s, interface, constant->def.scope,
				features ? "Feature bits"
					 : et_sprintf(
						   s->arena, "Constants: %s", constant->def.scope));
	}
}

void et_show_interface(struct et_shower *s, const struct et_interface *interface)
{
	struct et_buf line;

	et_buf_init(&line);
	et_buf_printf(&line, "%s%s%s: %s, %s", et_style(s->options->color, ET_STYLE_HEAD),
		interface->def.name, et_style(s->options->color, ET_STYLE_NONE), interface->title,
		kind_text(interface));
	et_wrap(&s->out.buf, line.data, 0, 2, s->options->width);
	et_buf_finish(&line);
	if (interface->device_id)
		et_show_pairf(s, "device id", "%u", (unsigned)interface->device_id);
	if (interface->transitional_id)
		et_show_pairf(s, "PCI id", "0x%04x when transitional",
			(unsigned)interface->transitional_id);
	et_show_common(s, &interface->def);
	et_show_pair(s, "headers", joined(s, interface->headers));
	sets(s, interface, true);
	queues(s, interface);
	configuration(s, interface);
	registers(s, interface);
	the_rest(s, interface);
	sets(s, interface, false);
}
