/* SPDX-License-Identifier: BSD-3-Clause */
/* Views, registers, virtqueues and commands. Views' and commands' references are resolved later. */
#include "reader.h"

#include <string.h>

static const char *const view_keys[] = {
	"name", "of", "segment", "first", "last", "with", "without", "legacy", ET_DEF_KEYS, NULL};
static const char *const block_keys[] = {"order", "values", ET_GROUP_KEYS, NULL};
static const char *const register_keys[] = {
	"name", "offset", "width", "access", "order", ET_DEF_KEYS, NULL};
static const char *const queue_keys[] = {"name", "index", "count", "direction", ET_DEF_KEYS, NULL};
static const char *const command_keys[] = {
	"name", "class", "queue", "request", "response", ET_DEF_KEYS, NULL};

static const char here[] = "this file";

/* Reads the name that every definition has; "?" with an error when it has none. */
static const char *need_name(
	struct reader *reader, const struct et_yaml *node, const char *what, bool dashes)
{
	const char *name = et_reg_identifier(
		reader, et_yaml_need(reader->diags, node, what, "name"), "name", dashes);

	return name ? name : "?";
}

static const char *const *read_features(struct reader *reader, struct interface *interface,
	const struct et_yaml *node, const char *key)
{
	const struct et_yaml *list = et_yaml_get(node, key);
	size_t i;

	if (!list)
		return NULL;
	for (i = 0; list->kind == ET_YAML_SEQUENCE && i < list->count; i++) {
		const char *name = et_reg_identifier(reader, list->items[i], "feature", false);

		if (name)
			et_reg_expect(
				reader, interface, REFERENCE_FEATURE, NULL, name, list->items[i]);
	}
	return et_yaml_texts(reader->arena, reader->diags, list, key);
}

void et_reg_views(struct reader *reader, struct interface *interface)
{
	static const char *const segments[] = {"readable", "writable", NULL};
	const struct et_yaml *list = et_yaml_get(interface->node, "views");
	struct et_diags *diags = reader->diags;
	struct et_map seen = {0};
	size_t i;

	if (!et_yaml_is(diags, list, "views", ET_YAML_SEQUENCE))
		return;
	interface->views_node = list;
	interface->views = ET_NEW_ARRAY(reader->arena, list->count, struct et_view);
	for (i = 0; i < list->count; i++) {
		const struct et_yaml *node = list->items[i];
		struct et_view *view = &interface->views[interface->n_views++];
		int segment;

		view->def.name = "?";
		if (!et_yaml_check_keys(diags, node, "view", view_keys))
			continue;
		view->def.name = need_name(reader, node, "view", false);
		et_reg_def(reader, interface, node, NULL, ET_DEF_VIEW, &view->def);
		et_yaml_need(diags, node, "view", "of");
		segment = et_yaml_word(diags, et_yaml_get(node, "segment"), "segment", segments);
		view->segment = (enum et_segment)(segment + 1);
		view->first = et_yaml_text(diags, et_yaml_get(node, "first"), "first");
		view->last = et_yaml_text(diags, et_yaml_get(node, "last"), "last");
		view->legacy = et_yaml_bool(diags, et_yaml_get(node, "legacy"), "legacy", false);
		view->with = read_features(reader, interface, node, "with");
		view->without = read_features(reader, interface, node, "without");
		et_reg_once(reader, &seen, "view", here, &view->def, node);
	}
}

/* Little-endian, unless the block or the register says otherwise or it is from before 1.0. */
static enum et_order read_order(struct reader *reader, const struct et_yaml *node,
	const struct et_yaml *block, const struct et_register *reg)
{
	static const char *const words[] = {"little", "big", "native", NULL};
	static const enum et_order orders[] = {ET_ORDER_LITTLE, ET_ORDER_BIG, ET_ORDER_HOST};
	const struct et_yaml *order = et_yaml_get(node, "order");
	int word;

	if (!order)
		order = et_yaml_get(block, "order");
	word = et_yaml_word(reader->diags, order, "order", words);
	if (reg->width == 1)
		return ET_ORDER_NONE;
	if (word >= 0)
		return orders[word];
	return reg->def.status == ET_STATUS_LEGACY ? ET_ORDER_HOST : ET_ORDER_LITTLE;
}

static void read_register(struct reader *reader, struct interface *interface, const char *name,
	const struct et_yaml *block, const struct et_def *group, const struct et_yaml *node,
	struct et_register *reg)
{
	static const char *const accesses[] = {"ro", "rw", "wo", "rc", "wc", NULL};
	struct et_diags *diags = reader->diags;
	const struct et_yaml *width = et_yaml_get(node, "width");
	uint64_t value = 0;
	int access;

	reg->block = name;
	reg->def.name = need_name(reader, node, "register", true);
	reg->def.scope = name;
	et_reg_def(reader, interface, node, group, ET_DEF_REGISTER, &reg->def);
	if (et_yaml_integer(diags, et_yaml_need(diags, node, "register", "offset"), "offset", 0,
		    UINT32_MAX, &value))
		reg->offset = (uint32_t)value;
	if (et_yaml_integer(diags, width, "width", 1, 8, &value)) {
		reg->width = (uint32_t)value;
		if (value & (value - 1))
			et_yaml_error(diags, width, "a register has 1, 2, 4 or 8 bytes");
	}
	access = et_yaml_word(diags, et_yaml_get(node, "access"), "access", accesses);
	reg->access = access < 0 ? ET_ACCESS_UNKNOWN : (enum et_access)(access + ET_ACCESS_RO);
	reg->order = read_order(reader, node, block, reg);
}

static void read_block(struct reader *reader, struct interface *interface, const char *name,
	const struct et_yaml *block, struct et_register *registers, size_t *count)
{
	const struct et_yaml *values = et_yaml_get(block, "values");
	struct et_map seen = {0};
	struct et_def group;
	size_t i;

	if (!et_yaml_check_keys(reader->diags, block, "block of registers", block_keys))
		return;
	et_yaml_need(reader->diags, block, "block", "values");
	et_reg_group(reader, interface, block, &group);
	if (!et_yaml_is(reader->diags, values, "values", ET_YAML_SEQUENCE))
		return;
	for (i = 0; i < values->count; i++) {
		struct et_register *reg = &registers[*count];

		if (!et_yaml_check_keys(reader->diags, values->items[i], "register", register_keys))
			continue;
		read_register(reader, interface, name, block, &group, values->items[i], reg);
		et_reg_once(reader, &seen, "register", here, &reg->def, values->items[i]);
		++*count;
	}
}

void et_reg_registers(struct reader *reader, struct interface *interface)
{
	const struct et_yaml *blocks = et_yaml_get(interface->node, "registers");
	struct et_register *registers;
	size_t i, total = 0;

	if (!et_yaml_is(reader->diags, blocks, "registers", ET_YAML_MAPPING))
		return;
	for (i = 0; i < blocks->count; i++) {
		const struct et_yaml *values = et_yaml_get(blocks->items[i], "values");

		total += values ? values->count : 0;
	}
	registers = ET_NEW_ARRAY(reader->arena, total, struct et_register);
	interface->out->registers = registers;
	for (i = 0; i < blocks->count; i++)
		read_block(reader, interface, blocks->keys[i]->text, blocks->items[i], registers,
			&interface->out->n_registers);
}

static void read_index(struct reader *reader, const struct et_yaml *node, struct et_queue *queue)
{
	static const char *const keys[] = {"start", "step", "after", NULL};
	struct et_diags *diags = reader->diags;
	uint64_t value = 0;

	if (!node)
		return;
	if (node->kind == ET_YAML_SCALAR) {
		if (et_yaml_integer(diags, node, "index", 0, UINT16_MAX, &value))
			queue->start = (uint32_t)value;
		return;
	}
	if (!et_yaml_check_keys(diags, node, "index", keys))
		return;
	if (et_yaml_integer(diags, et_yaml_need(diags, node, "index", "start"), "start", 0,
		    UINT16_MAX, &value))
		queue->start = (uint32_t)value;
	if (et_yaml_integer(diags, et_yaml_need(diags, node, "index", "step"), "step", 1,
		    UINT16_MAX, &value))
		queue->step = (uint32_t)value;
	queue->after = et_yaml_text(diags, et_yaml_get(node, "after"), "after");
}

void et_reg_queues(struct reader *reader, struct interface *interface)
{
	static const char *const words[] = {"to-device", "to-driver", "both", NULL};
	const struct et_yaml *list = et_yaml_get(interface->node, "virtqueues");
	struct et_diags *diags = reader->diags;
	struct et_map seen = {0};
	size_t i;

	if (!et_yaml_is(diags, list, "virtqueues", ET_YAML_SEQUENCE))
		return;
	interface->queues = ET_NEW_ARRAY(reader->arena, list->count, struct et_queue);
	for (i = 0; i < list->count; i++) {
		const struct et_yaml *node = list->items[i];
		struct et_queue *queue = &interface->queues[interface->n_queues];
		int direction;

		if (!et_yaml_check_keys(diags, node, "virtqueue", queue_keys))
			continue;
		interface->n_queues++;
		queue->def.name = need_name(reader, node, "virtqueue", true);
		et_reg_def(reader, interface, node, NULL, ET_DEF_QUEUE, &queue->def);
		read_index(reader, et_yaml_need(diags, node, "virtqueue", "index"), queue);
		queue->count = et_yaml_text(diags, et_yaml_get(node, "count"), "count");
		if (queue->count && (!queue->step || queue->after))
			et_yaml_error(diags, node, "'count' goes with an index of start and step");
		direction = et_yaml_word(diags, et_yaml_get(node, "direction"), "direction", words);
		queue->direction = (enum et_direction)(direction + 1);
		et_reg_once(reader, &seen, "virtqueue", here, &queue->def, node);
	}
}

static void read_payload(struct reader *reader, struct interface *interface,
	const struct et_yaml *node, const char *what, struct et_payload *payload)
{
	static const char *const keys[] = {"record", "type", "code", NULL};
	const struct et_yaml *code = et_yaml_get(node, "code");
	const struct et_yaml *type = et_yaml_get(node, "type");

	if (!node || !et_yaml_check_keys(reader->diags, node, what, keys))
		return;
	if ((type != NULL) == (et_yaml_get(node, "record") != NULL))
		et_yaml_error(reader->diags, node, "%s has either 'record' or 'type'", what);
	if (type)
		et_reg_scalar_type(reader, type, &payload->type);
	payload->code = et_reg_identifier(reader, code, "code", false);
	if (payload->code)
		et_reg_expect(reader, interface, REFERENCE_CONSTANT, NULL, payload->code, code);
}

void et_reg_commands(struct reader *reader, struct interface *interface)
{
	const struct et_yaml *list = et_yaml_get(interface->node, "commands");
	struct et_diags *diags = reader->diags;
	struct et_map seen = {0};
	size_t i;

	if (!et_yaml_is(diags, list, "commands", ET_YAML_SEQUENCE))
		return;
	interface->commands_node = list;
	interface->commands = ET_NEW_ARRAY(reader->arena, list->count, struct et_command);
	for (i = 0; i < list->count; i++) {
		const struct et_yaml *node = list->items[i];
		const struct et_yaml *class_name = et_yaml_get(node, "class");
		struct et_command *command = &interface->commands[interface->n_commands++];

		command->def.name = "?";
		if (!et_yaml_check_keys(diags, node, "command", command_keys))
			continue;
		command->def.name = need_name(reader, node, "command", false);
		et_reg_def(reader, interface, node, NULL, ET_DEF_COMMAND, &command->def);
		et_reg_expect(reader, interface, REFERENCE_CONSTANT, NULL, command->def.name, node);
		command->class_name = et_reg_identifier(reader, class_name, "class", false);
		if (command->class_name)
			et_reg_expect(reader, interface, REFERENCE_CONSTANT, NULL,
				command->class_name, class_name);
		read_payload(reader, interface, et_yaml_get(node, "request"), "request",
			&command->request);
		read_payload(reader, interface, et_yaml_get(node, "response"), "response",
			&command->response);
		et_reg_once(reader, &seen, "command", here, &command->def, node);
	}
}
