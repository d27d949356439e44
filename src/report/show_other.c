/* SPDX-License-Identifier: BSD-3-Clause */
/* Registers, virtqueues, commands. */
#include "show_int.h"
#include "wrap.h"

#include <string.h>

static const char *width_text(struct et_shower *s, uint32_t width)
{
	if (!width)
		return "open-ended";
	return et_sprintf(s->arena, "%u byte%s", (unsigned)width, width == 1 ? "" : "s");
}

void et_show_register(struct et_shower *s, const struct et_register *reg)
{
	et_show_head(s, reg->def.name, "register", reg->def.interface);
	et_show_pair(s, "block", reg->block);
	et_show_pairf(s, "offset", "0x%03x, %u", (unsigned)reg->offset, (unsigned)reg->offset);
	et_show_pair(s, "width", width_text(s, reg->width));
	if (reg->access != ET_ACCESS_UNKNOWN)
		et_show_pair(s, "access", et_access_name(reg->access));
	if (reg->order == ET_ORDER_LITTLE)
		et_show_pair(s, "byte order", "little-endian");
	else if (reg->order == ET_ORDER_HOST)
		et_show_pair(s, "byte order", "native to the guest");
	et_show_common(s, &reg->def);
	et_show_errata(s, reg->def.name, false);
}

void et_show_registers(struct et_shower *s, const struct et_interface *interface, const char *block)
{
	struct et_buf *out = &s->out.buf;
	size_t i;

	et_show_style(s, ET_STYLE_DIM);
	et_buf_puts(out, "  OFFSET  WIDTH  ACCESS  REGISTER");
	et_show_style(s, ET_STYLE_NONE);
	et_buf_putc(out, '\n');
	for (i = 0; i < interface->n_registers; i++) {
		const struct et_register *reg = &interface->registers[i];
		const char *said = reg->def.name;

		if (!et_streq(reg->block, block))
			continue;
		et_buf_printf(out, "   0x%03x  ", (unsigned)reg->offset);
		if (reg->width)
			et_buf_printf(out, "%5u", (unsigned)reg->width);
		else
			et_buf_puts(out, " open");
		et_buf_printf(out, "  %-6s  ",
			reg->access == ET_ACCESS_UNKNOWN ? "" : et_access_name(reg->access));
		if (reg->def.when)
			said = et_sprintf(
				s->arena, "%s, when %s", said, et_show_when(s, reg->def.when));
		et_wrap(out, said, 25, 27, s->options->width);
	}
}

const char *et_show_queue_index(struct et_shower *s, const struct et_queue *queue)
{
	unsigned start = queue->start;
	unsigned step = queue->step;

	if (queue->after) {
		const char *factor = step == 1 ? "" : et_sprintf(s->arena, "%u * ", step);

		if (!start)
			return et_sprintf(s->arena, "%s%s", factor, queue->after);
		return et_sprintf(s->arena, "%u + %s%s", start, factor, queue->after);
	}
	if (!step)
		return et_sprintf(s->arena, "%u", start);
	return et_sprintf(s->arena, "%u, %u, %u ...", start, start + step, start + 2 * step);
}

static const char *direction_text(enum et_direction direction)
{
	switch (direction) {
	case ET_DIRECTION_TO_DEVICE:
		return "to the device: it reads the buffers";
	case ET_DIRECTION_TO_DRIVER:
		return "to the driver: the device writes the buffers";
	case ET_DIRECTION_BOTH:
		return "both: the device reads and writes the buffers";
	case ET_DIRECTION_UNKNOWN:
		break;
	}
	return NULL;
}

void et_show_queue(struct et_shower *s, const struct et_queue *queue)
{
	const struct et_interface *interface = queue->def.interface;
	bool any = false;
	size_t i;

	et_show_head(s, queue->def.name, "virtqueue", interface);
	et_show_pair(s, "index", et_show_queue_index(s, queue));
	et_show_pair(s, "count", queue->count);
	et_show_pair(s, "direction", direction_text(queue->direction));
	et_show_common(s, &queue->def);
	for (i = 0; interface && i < interface->n_commands; i++) {
		if (interface->commands[i].queue != queue)
			continue;
		if (!any)
			et_show_part(s, "Commands");
		any = true;
		et_buf_printf(&s->out.buf, "  %s\n", interface->commands[i].def.name);
	}
	et_show_errata(s, queue->def.name, false);
}

static const char *payload_text(struct et_shower *s, const struct et_payload *payload)
{
	const char *text = "nothing";

	if (payload->record)
		text = et_sprintf(s->arena, "struct %s", payload->record->def.name);
	else if (payload->type.spelling)
		text = payload->type.spelling;
	if (payload->code)
		text = et_sprintf(s->arena, "%s, %s", text, payload->code);
	return text;
}

static void payload_table(struct et_shower *s, const char *what, const struct et_payload *payload)
{
	if (!payload->record)
		return;
	et_show_part(s, et_sprintf(s->arena, "%s: struct %s", what, payload->record->def.name));
	et_show_pair(s, "size", et_show_size(s, payload->record, NULL));
	et_show_table(s, payload->record, NULL);
}

void et_show_command(struct et_shower *s, const struct et_command *command)
{
	et_show_head(s, command->def.name, "request and response", command->def.interface);
	et_show_pair(s, "class", command->class_name);
	if (command->queue)
		et_show_pair(s, "virtqueue", command->queue->def.name);
	et_show_pair(s, "request", payload_text(s, &command->request));
	et_show_pair(s, "response", payload_text(s, &command->response));
	et_show_common(s, &command->def);
	payload_table(s, "Request", &command->request);
	if (command->response.record != command->request.record)
		payload_table(s, "Response", &command->response);
}
