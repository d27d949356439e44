/* SPDX-License-Identifier: BSD-3-Clause */
/* Sets of constants. */
#include "reader.h"

#include <string.h>

static const char *const set_keys[] = {
	"kind", "representation", "width", "in", "values", ET_GROUP_KEYS, NULL};

static const char *const constant_keys[] = {
	"name", "value", "offset_of", "size_of", "count_of", "requires", ET_DEF_KEYS, NULL};

static const char *const kinds[] = {
	"feature", "id", "status", "flag", "value", "command", "limit", "other", NULL};

static const enum et_constant_kind kind_values[] = {ET_CONST_FEATURE, ET_CONST_ID, ET_CONST_STATUS,
	ET_CONST_FLAG, ET_CONST_VALUE, ET_CONST_COMMAND, ET_CONST_LIMIT, ET_CONST_OTHER};

static const char *const representations[] = {"bit", "mask", "number", NULL};

static const enum et_representation representation_values[] = {
	ET_REP_BIT, ET_REP_MASK, ET_REP_NUMBER};

/* How the value is given: by exactly one key. Returns that key's node, and which it is. */
static const struct et_yaml *value_node(
	struct reader *reader, const struct et_yaml *node, struct et_constant *constant)
{
	static const char *const keys[] = {"value", "offset_of", "size_of", "count_of"};
	const struct et_yaml *found = NULL;
	const char *key = keys[0];
	size_t i, n = 0;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct et_yaml *value = et_yaml_get(node, keys[i]);

		if (!value)
			continue;
		found = value;
		key = keys[i];
		n++;
		if (i == 1)
			constant->kind = ET_CONST_OFFSET;
		else if (i == 3)
			constant->kind = ET_CONST_COUNT;
	}
	if (n != 1)
		et_yaml_error(reader->diags, node,
			"a constant has one of value, offset_of, size_of, count_of; this has %zu",
			n);
	else if (key != keys[0] && found->text)
		constant->text = et_join(reader->arena, key, " ", found->text);
	return n == 1 ? found : NULL;
}

static void read_value(struct reader *reader, const struct et_yaml *node, const struct set *set,
	struct et_constant *constant)
{
	const struct et_yaml *value = value_node(reader, node, constant);
	uint64_t bits = 0;

	switch (set->width) {
	case 8:
	case 16:
	case 32:
	case 64:
		constant->value.width = (uint8_t)set->width;
		break;
	default:
		break; /* no width that C has: the value is checked against it, that is all */
	}
	constant->value.is_unsigned = true;
	if (!value || value != et_yaml_get(node, "value"))
		return;
	if (!et_yaml_integer(reader->diags, value, "value", INT64_MIN, UINT64_MAX, &bits))
		return;
	constant->value.bits = bits;
	constant->value.is_unsigned = value->text[0] != '-';
}

static void read_constant(struct reader *reader, struct interface *interface, const struct set *set,
	const struct et_def *group, const struct et_yaml *node, struct et_map *seen)
{
	struct et_constant *constant;
	struct et_def *def;
	const struct et_yaml *requires = et_yaml_get(node, "requires");
	const struct et_yaml *name;

	if (!et_yaml_check_keys(reader->diags, node, "constant", constant_keys))
		return;
	*ET_APPEND(reader->arena, &interface->constant_nodes) = node;
	constant = ET_APPEND(reader->arena, &interface->constants);
	name = et_yaml_need(reader->diags, node, "constant", "name");
	constant->def.name = et_reg_identifier(reader, name, "name", false);
	if (!constant->def.name)
		constant->def.name = "?";
	constant->def.scope = set->name;
	et_reg_def(reader, interface, node, group, ET_DEF_CONSTANT, &constant->def);
	constant->kind = set->kind;
	constant->representation = set->representation;
	constant->spelling = ET_SPELLED_CANON;
	constant->in = set->in;
	read_value(reader, node, set, constant);
	if (requires && set->kind != ET_CONST_FEATURE)
		et_yaml_error(reader->diags, requires, "only features have 'requires'");
	constant->requires = et_reg_when(reader, interface, NULL, requires);
	def = ET_NEW(reader->arena, struct et_def); /* the array may move yet */
	*def = constant->def;
	et_reg_once(reader, seen, "", et_sprintf(reader->arena, "set '%s'", set->name), def, node);
}

static void read_set(struct reader *reader, struct interface *interface, const char *name,
	const struct et_yaml *node)
{
	struct et_diags *diags = reader->diags;
	const struct et_yaml *values;
	struct set set = {.name = name, .node = node, .first = interface->constants.count};
	struct et_map seen = {0};
	struct et_def group;
	uint64_t width = 0;
	int word;
	size_t i;

	if (!et_yaml_check_keys(diags, node, "set of constants", set_keys))
		return;
	word = et_yaml_word(diags, et_yaml_need(diags, node, "set", "kind"), "kind", kinds);
	if (word >= 0)
		set.kind = kind_values[word];
	word = et_yaml_word(diags, et_yaml_need(diags, node, "set", "representation"),
		"representation", representations);
	if (word >= 0)
		set.representation = representation_values[word];
	if (et_yaml_integer(diags, et_yaml_get(node, "width"), "width", 1, 128, &width))
		set.width = (uint32_t)width;
	set.in = et_yaml_text(diags, et_yaml_get(node, "in"), "in");
	et_reg_group(reader, interface, node, &group);
	values = et_yaml_need(diags, node, "set", "values");
	if (!et_yaml_is(diags, values, "values", ET_YAML_SEQUENCE))
		return;
	for (i = 0; i < values->count; i++)
		read_constant(reader, interface, &set, &group, values->items[i], &seen);
	set.count = interface->constants.count - set.first;
	*ET_APPEND(reader->arena, &interface->sets) = set;
}

void et_reg_constants(struct reader *reader, struct interface *interface)
{
	const struct et_yaml *sets = et_yaml_get(interface->node, "constants");
	size_t i;

	if (!et_yaml_is(reader->diags, sets, "constants", ET_YAML_MAPPING))
		return;
	for (i = 0; i < sets->count; i++)
		read_set(reader, interface, sets->keys[i]->text, sets->items[i]);
}
