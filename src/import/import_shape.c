/* SPDX-License-Identifier: BSD-3-Clause */
/* Fields of the text as the registry writes them. */
#include "import_int.h"

#include <inttypes.h>
#include <string.h>

enum { DEEPEST = 12 };

static void can_not(struct shape *shape, const char *why, const char *what)
{
	if (!shape->impossible)
		shape->impossible = et_sprintf(shape->import->arena, "%s '%s'", why, what);
}

const struct et_yaml *et_shape_at(
	struct import *import, const char *default_file, const struct et_place *place)
{
	if (et_streq(default_file, place->file))
		return et_make_number(import->arena, place->line);
	return et_make_text(import->arena,
		et_sprintf(import->arena, "%s:%u", place->file, (unsigned)place->line));
}

/* Whether a record of that name is, or will be, in the registry, so that the name tells which. */
static bool has_record(const struct shape *shape, const char *name)
{
	struct import *import = shape->import;
	size_t i, n = 0;

	if (et_map_get(&import->new_records, name, strlen(name)))
		return true;
	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];

		if (ref->kind != REF_RECORD || !et_streq(ref->name, name))
			continue;
		if (ref->doc == shape->doc)
			return true;
		n++;
	}
	return n == 1;
}

static const char *scalar_name(struct shape *shape, const struct et_type *type)
{
	unsigned bits = 8U * et_abi(ET_ABI_LP64)->size[type->base];

	if (type->is_char)
		return "char";
	if (bits == 8)
		return "u8";
	if (bits != 16 && bits != 32 && bits != 64)
		return NULL;
	return et_sprintf(shape->import->arena, "%s%u",
		type->order == ET_ORDER_LITTLE ? "le"
		: type->order == ET_ORDER_BIG  ? "be"
					       : "u",
		bits);
}

static const struct et_yaml *fields_of(
	struct shape *shape, const struct et_field *fields, size_t count, unsigned depth);

static const struct et_yaml *type_of(
	struct shape *shape, const struct et_type *type, unsigned depth)
{
	struct et_arena *arena = shape->import->arena;
	struct et_made *made = et_make_mapping(arena);
	const char *name = type->record ? type->record->def.name : NULL;

	if (type->kind == ET_TYPE_INT) {
		name = scalar_name(shape, type);
		if (!name)
			can_not(shape, "no type of the registry is",
				type->spelling ? type->spelling : "?");
		return name ? et_make_plain(arena, name) : NULL;
	}
	if (type->kind == ET_TYPE_RECORD && type->record && !name &&
		!et_import_is_bits(type->record)) {
		et_make_put(arena, made, type->record->is_union ? "union" : "struct",
			fields_of(shape, type->record->fields, type->record->n_fields, depth + 1));
		return &made->node;
	}
	if (!name && type->spelling) {
		name = strrchr(type->spelling, ' ');
		name = name ? name + 1 : type->spelling;
	}
	if (!name || !has_record(shape, name)) {
		can_not(shape, "the registry has no record", name ? name : "?");
		return NULL;
	}
	et_make_put(arena, made, "record", et_make_text(arena, name));
	return &made->node;
}

const struct et_yaml *et_shape_type(struct shape *shape, const struct et_type *type)
{
	return type_of(shape, type, 0);
}

bool et_import_is_bits(const struct et_record *record)
{
	size_t i = 0;

	while (i < record->n_fields && record->fields[i].bits > 0)
		i++;
	return i && i == record->n_fields && !record->is_union;
}

static unsigned size_of(const struct et_type *type)
{
	return type->kind == ET_TYPE_INT ? 8U * et_abi(ET_ABI_LP64)->size[type->base] : 0;
}

const struct et_field *et_import_joined(
	struct import *import, const struct et_field *fields, size_t count, size_t *joined)
{
	struct et_field *out = ET_NEW_ARRAY(import->arena, count + 1, struct et_field);
	size_t i, n;

	*joined = 0;
	for (i = 0; i < count; i += n) {
		struct et_field *field = &out[(*joined)++];
		unsigned bits = 0;

		*field = fields[i];
		n = 1;
		if (fields[i].bits <= 0)
			continue;
		/* As many as fit into one integer of their type. */
		for (n = 0; i + n < count && fields[i + n].bits > 0 &&
			    fields[i + n].type.base == fields[i].type.base &&
			    bits + (unsigned)fields[i + n].bits <= size_of(&fields[i].type);
			n++)
			bits += (unsigned)fields[i + n].bits;
		if (!n) {
			n = 1;
			continue;
		}
		field->name = NULL;
		field->bits = ET_NO_BITS;
		field->guard = NULL;
		field->parts = fields + i;
		field->n_parts = n;
	}
	return out;
}

static bool is_config_field(const struct shape *shape, const char *name)
{
	const struct et_yaml *records = et_yaml_get(shape->doc->root, "records");
	size_t i, k;

	for (i = 0; records && i < records->count; i++) {
		const struct et_yaml *role = et_yaml_get(records->items[i], "role");
		const struct et_yaml *fields = et_yaml_get(records->items[i], "fields");

		if (!role || !et_streq(role->text, "config"))
			continue;
		for (k = 0; fields && k < fields->count; k++) {
			const struct et_yaml *field = et_yaml_get(fields->items[k], "name");

			if (field && et_streq(field->text, name))
				return true;
		}
	}
	return false;
}

/* One dimension: a number, a constant, a field beside it or of the configuration space, or words.
 */
static const struct et_yaml *count_of(struct shape *shape, const struct et_count *count)
{
	struct et_arena *arena = shape->import->arena;
	struct et_made *made = et_make_mapping(arena);
	const char *key = "prose";

	if (count->kind == ET_COUNT_OPEN || (!count->name && count->kind != ET_COUNT_FIXED))
		return et_make_plain(arena, "open");
	if (!count->name)
		return et_make_number(arena, count->value);
	if (et_import_known(shape->import, REF_CONSTANT, count->name) &&
		count->kind == ET_COUNT_FIXED)
		key = "constant";
	else if (count->kind == ET_COUNT_FIXED)
		return et_make_number(arena, count->value);
	else if (shape->record && et_import_text_field(shape->record, count->name))
		key = "field";
	else if (is_config_field(shape, count->name))
		key = "config";
	et_make_put(arena, made, key, et_make_text(arena, count->name));
	return &made->node;
}

const struct et_yaml *et_shape_counts(struct shape *shape, const struct et_field *field)
{
	struct et_made *list = et_make_sequence(shape->import->arena);
	size_t i;

	if (!field->n_counts)
		return NULL;
	if (field->n_counts == 1)
		return count_of(shape, &field->counts[0]);
	for (i = 0; i < field->n_counts; i++)
		et_make_add(shape->import->arena, list, count_of(shape, &field->counts[i]));
	return &list->node;
}

/* Reserved and padding fields, whose names are nobody's contract. */
static bool is_padding(const struct et_field *field)
{
	static const char *const words[] = {"reserved", "padding", "unused", "pad", NULL};
	size_t i, length;

	if (field->padding)
		return true;
	for (i = 0; field->name && words[i]; i++) {
		length = strlen(words[i]);
		if (strncmp(field->name, words[i], length) == 0 &&
			!field->name[length + strspn(field->name + length, "_0123456789")])
			return true;
	}
	return false;
}

static const char *access_of(const struct et_field *field)
{
	return field->access == ET_ACCESS_UNKNOWN ? NULL : et_access_name(field->access);
}

static const struct et_yaml *parts_of(struct shape *shape, const struct et_field *field)
{
	struct et_arena *arena = shape->import->arena;
	struct et_made *list = et_make_sequence(arena);
	size_t i;

	for (i = 0; i < field->n_parts; i++) {
		const struct et_field *part = &field->parts[i];
		struct et_made *entry = et_make_mapping(arena);

		et_make_put(arena, entry, "name",
			et_make_text(arena, et_is_name(part->name) ? part->name : "reserved"));
		et_make_put(arena, entry, "width", et_make_number(arena, (uint64_t)part->bits));
		if (is_padding(part) || !et_is_name(part->name))
			et_make_put(arena, entry, "padding", et_make_plain(arena, "true"));
		if (part->place.line)
			et_make_put(arena, entry, "at",
				et_shape_at(shape->import, shape->file, &part->place));
		et_make_add(arena, list, &entry->node);
	}
	return &list->node;
}

static const struct et_yaml *field_of(
	struct shape *shape, const struct et_field *field, unsigned depth)
{
	struct et_arena *arena = shape->import->arena;
	struct et_made *entry = et_make_mapping(arena);
	const struct et_yaml *when = NULL;
	bool nested = field->type.record && !field->type.record->def.name;
	struct et_field flat;

	/* struct { le32 a : 1; … } flags is an integer with bit-fields. */
	if (nested && !field->n_counts && et_import_is_bits(field->type.record)) {
		flat = *field;
		flat.parts = field->type.record->fields;
		flat.n_parts = field->type.record->n_fields;
		flat.type = flat.parts[0].type;
		field = &flat;
		nested = false;
	}

	if (field->name && !et_is_name(field->name))
		can_not(shape, "no field can be called", field->name);
	else if (!field->name && !nested && !field->n_parts)
		can_not(shape, "a field has no name in record",
			shape->record && shape->record->record.def.name
				? shape->record->record.def.name
				: "?");
	if (field->name)
		et_make_put(arena, entry, "name", et_make_text(arena, field->name));
	et_make_put(arena, entry, "type", type_of(shape, &field->type, depth));
	et_make_put(arena, entry, "count", et_shape_counts(shape, field));
	if (is_padding(field))
		et_make_put(arena, entry, "padding", et_make_plain(arena, "true"));
	if (field->place.line)
		et_make_put(
			arena, entry, "at", et_shape_at(shape->import, shape->file, &field->place));
	if (access_of(field))
		et_make_put(arena, entry, "access", et_make_plain(arena, access_of(field)));
	if (field->guard) {
		when = et_import_when(shape->import, field->guard);
		if (!when)
			et_import_note(shape->import, &field->place,
				"the condition \"%s\" of %s is not entered: it has to be told by "
				"hand",
				field->guard, field->name ? field->name : "a field");
	}
	et_make_put(arena, entry, "when", when);
	if (field->n_parts)
		et_make_put(arena, entry, "bits", parts_of(shape, field));
	return &entry->node;
}

const struct et_yaml *et_shape_field(struct shape *shape, const struct et_field *field)
{
	return field_of(shape, field, 0);
}

static const struct et_yaml *fields_of(
	struct shape *shape, const struct et_field *fields, size_t count, unsigned depth)
{
	struct et_made *list = et_make_sequence(shape->import->arena);
	size_t i;

	fields = et_import_joined(shape->import, fields, count, &count);
	if (depth > DEEPEST || !count)
		can_not(shape, "there are no fields in", "a record");
	for (i = 0; i < count && depth <= DEEPEST; i++)
		et_make_add(shape->import->arena, list, field_of(shape, &fields[i], depth));
	return &list->node;
}

const struct et_yaml *et_shape_fields(
	struct shape *shape, const struct et_field *fields, size_t count)
{
	return fields_of(shape, fields, count, 0);
}
