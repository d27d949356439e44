/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants that follow from others (offset_of, size_of, count_of), and whether values fit. */
#include "reader.h"

#include "layout.h"
#include "record_edition.h"

#include <string.h>

/* count_of: how many values a set has, without those that only count sets. */
static void count_set(struct reader *reader, struct interface *interface,
	const struct et_yaml *node, struct et_constant *constant)
{
	const char *name = et_yaml_text(reader->diags, node, "count_of");
	size_t i, j;

	for (i = 0; name && i < interface->sets.count; i++) {
		const struct set *set = &interface->sets.items[i];

		if (strcmp(set->name, name) != 0)
			continue;
		for (j = 0; j < set->count; j++)
			constant->value.bits +=
				interface->constants.items[set->first + j].kind != ET_CONST_COUNT;
		return;
	}
	if (name)
		et_yaml_error(reader->diags, node, "no set '%s' in this file", name);
}

static bool needs_layout(const struct et_constant *constant, const struct interface *interface)
{
	size_t i = (size_t)(constant - interface->constants.items);
	const struct et_yaml *node = interface->constant_nodes.items[i];

	return et_yaml_get(node, "offset_of") || et_yaml_get(node, "size_of");
}

/* {constant: NAME} of arrays. Layouts need them, so they cannot come from a layout. */
static void fill_count(struct reader *reader, const struct pending_count *pending)
{
	const struct et_constant *constant =
		et_reg_constant(reader, pending->interface, pending->count->name);
	size_t i;

	if (!constant) {
		et_yaml_error(reader->diags, pending->node, "no file has a constant '%s'",
			pending->count->name);
		return;
	}
	for (i = 0; i < reader->interfaces.count; i++) {
		struct interface *owner = reader->interfaces.items[i];

		if (owner->out == constant->def.interface && needs_layout(constant, owner)) {
			et_yaml_error(reader->diags, pending->node,
				"'%s' is itself computed from a record", pending->count->name);
			return;
		}
	}
	pending->count->value = constant->value.bits;
}

void et_reg_compute_counts(struct reader *reader)
{
	size_t i, j;

	for (i = 0; i < reader->interfaces.count; i++) {
		struct interface *interface = reader->interfaces.items[i];

		for (j = 0; j < interface->constants.count; j++) {
			const struct et_yaml *node =
				et_yaml_get(interface->constant_nodes.items[j], "count_of");

			if (node)
				count_set(reader, interface, node, &interface->constants.items[j]);
		}
	}
	for (i = 0; i < reader->counts.count; i++) {
		if (reader->counts.items[i].kind == COUNT_CONSTANT)
			fill_count(reader, &reader->counts.items[i]);
	}
}

/* Whether a leaf's path is the field's, or inside it. */
static bool is_inside(const char *path, const char *field)
{
	size_t length = strlen(field);

	return strncmp(path, field, length) == 0 &&
	       (!path[length] || path[length] == '.' || path[length] == '[');
}

/* A nested record, as the same edition has it. */
static const struct et_record *nested(void *data, const struct et_record *record)
{
	const struct et_field_filter *filter = data;
	struct et_record *copy = ET_NEW(filter->arena, struct et_record);

	*copy = *record;
	copy->fields = et_fields_at(filter, record->fields, record->n_fields, &copy->n_fields);
	return copy;
}

/*
 * The layout in the last edition that has both the constant and the record; et_canon_at() computes
 * it for the others.
 */
static struct et_layout lay_out(
	struct reader *reader, const struct et_constant *constant, const struct et_record *record)
{
	enum et_edition last = constant->def.until ? constant->def.until : ET_EDITION_NEWEST;
	struct et_field_filter filter = {.arena = reader->arena, .record = nested, .data = &filter};

	if (record->def.until && record->def.until < last)
		last = record->def.until;
	filter.edition = last;
	return et_layout(reader->arena, nested(&filter, record), et_abi(ET_ABI_LP64));
}

static void find_offset(struct reader *reader, struct interface *interface,
	const struct et_yaml *node, struct et_constant *constant)
{
	const char *path = et_yaml_text(reader->diags, node, "offset_of"), *field;
	const struct et_record *record;
	struct et_layout layout;
	size_t i;

	if (!path || !et_reg_field(reader, interface, path, node, &record))
		return;
	field = strchr(path, '.') + 1;
	layout = lay_out(reader, constant, record);
	for (i = 0; i < layout.n_leaves; i++) {
		const struct et_leaf *leaf = &layout.leaves[i];

		if (!is_inside(leaf->path, field))
			continue;
		if (leaf->offset.plus)
			et_yaml_error(reader->diags, node, "the offset of %s is not fixed: %s",
				path, leaf->offset.plus);
		constant->value.bits = leaf->offset.bytes;
		return;
	}
	et_yaml_error(reader->diags, node, "the offset of %s is not known", path);
}

static void find_size(struct reader *reader, struct interface *interface,
	const struct et_yaml *node, struct et_constant *constant)
{
	const char *name = et_reg_identifier(reader, node, "size_of", false);
	const struct et_record *record;
	struct et_layout layout;

	if (!name)
		return;
	record = et_reg_record(reader, interface, name, node);
	if (!record)
		return;
	layout = lay_out(reader, constant, record);
	if (!layout.known || layout.size.plus)
		et_yaml_error(reader->diags, node, "the size of %s is not fixed%s%s", name,
			layout.size.plus ? ": " : "", layout.size.plus ? layout.size.plus : "");
	constant->value.bits = layout.size.bytes;
}

void et_reg_compute_layouts(struct reader *reader)
{
	size_t i, j;

	for (i = 0; i < reader->interfaces.count; i++) {
		struct interface *interface = reader->interfaces.items[i];

		for (j = 0; j < interface->constants.count; j++) {
			const struct et_yaml *node = interface->constant_nodes.items[j];
			struct et_constant *constant = &interface->constants.items[j];
			const struct et_yaml *offset = et_yaml_get(node, "offset_of");
			const struct et_yaml *size = et_yaml_get(node, "size_of");

			if (offset)
				find_offset(reader, interface, offset, constant);
			else if (size)
				find_size(reader, interface, size, constant);
		}
	}
}

/* Bits of the field that a set's values stand in; 0 for arrays and records. */
static uint32_t field_width(const struct et_field *field)
{
	static const uint8_t widths[ET_BASE_COUNT] = {
		[ET_BASE_CHAR] = 8, [ET_BASE_SHORT] = 16, [ET_BASE_INT] = 32, [ET_BASE_LLONG] = 64};

	if (field->bits != ET_NO_BITS)
		return (uint32_t)field->bits;
	if (field->n_counts || field->type.kind != ET_TYPE_INT)
		return 0;
	return widths[field->type.base];
}

static bool fits(const struct et_constant *constant, uint32_t width)
{
	uint64_t bits = constant->value.bits;

	if (constant->representation == ET_REP_BIT)
		return bits < width;
	if (width >= 64)
		return true;
	if (!constant->value.is_unsigned)
		return bits >= UINT64_MAX << (width - 1);
	return bits >> width == 0;
}

static void check_set(struct reader *reader, struct interface *interface, const struct set *set)
{
	const struct et_yaml *in = et_yaml_get(set->node, "in");
	const struct et_record *record;
	const struct et_field *field =
		set->in ? et_reg_field(reader, interface, set->in, in, &record) : NULL;
	uint32_t width = field ? field_width(field) : 0;
	size_t i;

	if (!width || (set->width && set->width < width))
		width = set->width;
	for (i = set->first; width && i < set->first + set->count; i++) {
		struct et_constant *constant = &interface->constants.items[i];

		if (!fits(constant, width))
			et_yaml_error(reader->diags, interface->constant_nodes.items[i],
				"the value of '%s' does not fit into %u bits", constant->def.name,
				width);
		if (!constant->value.width &&
			(width == 8 || width == 16 || width == 32 || width == 64))
			constant->value.width = (uint8_t)width;
	}
}

/* A feature bit has one meaning in an interface at a time. What was withdrawn has none any more. */
static void check_features(struct reader *reader, struct interface *interface)
{
	size_t i, j;

	for (i = 0; i < interface->constants.count; i++) {
		const struct et_constant *one = &interface->constants.items[i];

		if (one->kind != ET_CONST_FEATURE || one->def.status == ET_STATUS_WITHDRAWN)
			continue;
		if (one->representation == ET_REP_BIT && one->value.bits >= 128)
			et_yaml_error(reader->diags, interface->constant_nodes.items[i],
				"feature bits end at 127");
		for (j = 0; j < i; j++) {
			const struct et_constant *other = &interface->constants.items[j];

			if (other->kind == ET_CONST_FEATURE &&
				other->def.status != ET_STATUS_WITHDRAWN &&
				et_editions_overlap(one->def.since, one->def.until,
					other->def.since, other->def.until) &&
				other->representation == one->representation &&
				other->value.bits == one->value.bits)
				et_yaml_error(reader->diags, interface->constant_nodes.items[i],
					"'%s' and '%s' are on one feature bit, %llu", one->def.name,
					other->def.name, (unsigned long long)one->value.bits);
		}
	}
}

void et_reg_check_values(struct reader *reader)
{
	size_t i, j;

	for (i = 0; i < reader->interfaces.count; i++) {
		struct interface *interface = reader->interfaces.items[i];

		for (j = 0; j < interface->sets.count; j++)
			check_set(reader, interface, &interface->sets.items[j]);
		check_features(reader, interface);
	}
}
