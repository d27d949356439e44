/* SPDX-License-Identifier: BSD-3-Clause */
/* The members of a record in one list, however deep they are, as both tables have them. */
#include "spec_table.h"

#include <inttypes.h>
#include <string.h>

enum { DEEPEST = 16, MOST_MEMBERS = 4096 };

struct members {
	struct et_arena *arena;
	const struct et_def *def;
	ET_ARRAY(struct et_spec_member) list;
};

static unsigned int_size(const struct et_type *type)
{
	return type->kind == ET_TYPE_INT ? et_abi(ET_ABI_LP64)->size[type->base] : 0;
}

static const char *type_name(struct et_arena *arena, const struct et_type *type)
{
	static const char *const orders[] = {[ET_ORDER_NONE] = "u",
		[ET_ORDER_LITTLE] = "le",
		[ET_ORDER_BIG] = "be",
		[ET_ORDER_HOST] = "u",
		[ET_ORDER_VIRTIO] = "u"};
	const struct et_record *record = type->record;

	if (type->kind == ET_TYPE_RECORD && record) {
		const char *kind = record->is_union ? "union" : "struct";

		return record->def.name ? et_join(arena, kind, " ", record->def.name) : kind;
	}
	if (type->kind != ET_TYPE_INT || !int_size(type))
		return type->spelling ? type->spelling : "?";
	if (type->is_char)
		return "char";
	return et_sprintf(
		arena, "%s%u", int_size(type) == 1 ? "u" : orders[type->order], 8 * int_size(type));
}

static const char *declarator(struct et_arena *arena, const struct et_field *field)
{
	const char *text = field->name ? field->name : "";
	size_t i;

	for (i = 0; i < field->n_counts; i++) {
		const struct et_count *count = &field->counts[i];

		if (count->name)
			text = et_sprintf(arena, "%s[%s]", text, count->name);
		else if (count->kind == ET_COUNT_FIXED)
			text = et_sprintf(arena, "%s[%" PRIu64 "]", text, count->value);
		else
			text = et_sprintf(arena, "%s[]", text);
	}
	if (field->bits != ET_NO_BITS)
		text = et_sprintf(arena, "%s : %d", text, field->bits);
	return text;
}

static uint64_t size_of(const struct et_field *field)
{
	uint64_t size = int_size(&field->type);
	size_t i;

	if (field->bits != ET_NO_BITS)
		return 0;
	for (i = 0; i < field->n_counts; i++) {
		const struct et_count *count = &field->counts[i];

		if (count->kind != ET_COUNT_FIXED || count->value > 1 << 20)
			return 0;
		size *= count->value;
	}
	return size;
}

static void add_fields(struct members *members, const char *path, const struct et_field *fields,
	size_t count, bool unnamed, unsigned depth)
{
	size_t i;

	if (depth > DEEPEST)
		return;
	for (i = 0; i < count && members->list.count < MOST_MEMBERS; i++) {
		const struct et_field *field = &fields[i];
		const struct et_record *inner = field->type.record;
		const char *name = field->name ? field->name : "";
		struct et_spec_member *member = ET_APPEND(members->arena, &members->list);
		const char *below;

		below = *path && *name ? et_join(members->arena, path, ".", name)
				       : (*name ? name : path);
		*member = (struct et_spec_member){.path = *name ? below : "",
			.type = type_name(members->arena, &field->type),
			.unnamed = unnamed,
			.declarator = declarator(members->arena, field),
			.field = field,
			.features = field->guard
					    ? et_spec_features(members->arena, field->guard)
					    : et_spec_when_features(members->arena, field->when),
			.place = field->place.line ? field->place : members->def->place,
			.size = size_of(field)};
		add_fields(members, below, field->parts, field->n_parts, unnamed, depth + 1);
		if (field->type.kind == ET_TYPE_RECORD && inner && !inner->def.name)
			add_fields(members, below, inner->fields, inner->n_fields,
				!*name && inner->is_union, depth + 1);
	}
}

void et_spec_members(
	struct et_spec_table *table, struct et_spec_item *item, const struct et_record *record)
{
	struct members members = {.arena = table->arena, .def = &record->def};

	add_fields(&members, "", record->fields, record->n_fields, false, 0);
	item->is_union = record->is_union;
	item->members = members.list.items;
	item->n_members = members.list.count;
	item->text =
		et_sprintf(table->arena, "%s of %zu field%s", record->is_union ? "union" : "struct",
			record->n_fields, record->n_fields == 1 ? "" : "s");
}
