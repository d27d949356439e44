/* SPDX-License-Identifier: BSD-3-Clause */
/* Records: their fields, bit-fields, arrays and nested records. */
#include "reader.h"

#include <string.h>

static const char *const record_keys[] = {
	"name", "role", "union", "legacy", "fields", "segments", ET_DEF_KEYS, NULL};

static const char *const field_keys[] = {"name", "type", "count", "padding", "access", "legacy",
	"bits", "section", "at", "when", "since", "until", "former", "aliases", "about", NULL};

static const char *const part_keys[] = {"name", "width", "padding", "access", "section", "at",
	"when", "since", "until", "former", "aliases", "about", NULL};

static const char *const roles[] = {"config", "message", "ring", "capability", "other", NULL};

static const enum et_role role_values[] = {
	ET_ROLE_CONFIG, ET_ROLE_MESSAGE, ET_ROLE_RING, ET_ROLE_CAPABILITY, ET_ROLE_OTHER};

/* What fields take over from what is around them. */
struct around {
	struct interface *interface;
	struct et_record *outermost; /* the record with a name: conditions and counts look there */
	struct et_place place;
	enum et_order legacy;
	enum et_segment segment;
	unsigned int depth;
};

static bool read_fields(struct reader *reader, const struct around *around,
	const struct et_yaml *list, struct et_field *fields, size_t *count);

bool et_reg_scalar_type(struct reader *reader, const struct et_yaml *node, struct et_type *type)
{
	static const struct {
		const char *name;
		enum et_base base;
		enum et_order order;
	} types[] = {
		{"u8", ET_BASE_CHAR, ET_ORDER_NONE},
		{"char", ET_BASE_CHAR, ET_ORDER_NONE},
		{"u16", ET_BASE_SHORT, ET_ORDER_HOST},
		{"u32", ET_BASE_INT, ET_ORDER_HOST},
		{"u64", ET_BASE_LLONG, ET_ORDER_HOST},
		{"s8", ET_BASE_CHAR, ET_ORDER_NONE},
		{"s16", ET_BASE_SHORT, ET_ORDER_HOST},
		{"s32", ET_BASE_INT, ET_ORDER_HOST},
		{"s64", ET_BASE_LLONG, ET_ORDER_HOST},
		{"le16", ET_BASE_SHORT, ET_ORDER_LITTLE},
		{"le32", ET_BASE_INT, ET_ORDER_LITTLE},
		{"le64", ET_BASE_LLONG, ET_ORDER_LITTLE},
		{"be16", ET_BASE_SHORT, ET_ORDER_BIG},
		{"be32", ET_BASE_INT, ET_ORDER_BIG},
		{"be64", ET_BASE_LLONG, ET_ORDER_BIG},
	};
	const char *name = et_yaml_text(reader->diags, node, "type");
	size_t i;

	for (i = 0; name && i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(types[i].name, name) != 0)
			continue;
		type->kind = ET_TYPE_INT;
		type->base = types[i].base;
		type->order = types[i].order;
		type->is_signed = name[0] == 's';
		type->is_char = strcmp(name, "char") == 0;
		type->spelling = types[i].name;
		return true;
	}
	if (name)
		et_yaml_error(reader->diags, node,
			"type '%s' is none of u8 u16 u32 u64 s8 s16 s32 s64 le16 le32 le64 be16 "
			"be32 be64 char, nor {record:}, {struct:} or {union:}",
			name);
	return false;
}

/* {struct: [fields]} and {union: [fields]}: a record without a name. */
static void read_nested(struct reader *reader, const struct around *around,
	const struct et_field *field, const struct et_yaml *list, bool is_union,
	struct et_type *type)
{
	struct et_record *record = ET_NEW(reader->arena, struct et_record);
	struct around inside = *around;
	struct et_field *fields;

	record->def.kind = ET_DEF_RECORD;
	record->def.interface = around->interface->out;
	record->def.place = field->place;
	record->def.abis = ET_ABI_ALL;
	record->is_union = is_union;
	record->packed = true;
	record->complete = true;
	type->kind = ET_TYPE_RECORD;
	type->record = record;
	type->spelling = is_union ? "union" : "struct";
	if (!et_yaml_is(reader->diags, list, type->spelling, ET_YAML_SEQUENCE))
		return;
	inside.legacy = field->legacy;
	inside.depth++;
	fields = ET_NEW_ARRAY(reader->arena, list->count, struct et_field);
	record->fields = fields;
	read_fields(reader, &inside, list, fields, &record->n_fields);
}

static void read_type(struct reader *reader, const struct around *around, struct et_field *field,
	const struct et_yaml *node)
{
	static const char *const keys[] = {"record", "struct", "union", NULL};
	const struct et_yaml *record = et_yaml_get(node, "record");
	const struct et_yaml *list = et_yaml_get(node, "struct");
	struct et_type *type = &field->type;
	bool is_union = false;

	type->kind = ET_TYPE_UNKNOWN;
	if (!node)
		return;
	if (node->kind == ET_YAML_SCALAR) {
		et_reg_scalar_type(reader, node, type);
		return;
	}
	if (!et_yaml_check_keys(reader->diags, node, "type", keys))
		return;
	if (!list) {
		list = et_yaml_get(node, "union");
		is_union = true;
	}
	if (node->count != 1) {
		et_yaml_error(reader->diags, node, "a type has one of record, struct, union");
	} else if (record) {
		const char *name = et_reg_identifier(reader, record, "record", false);

		type->kind = ET_TYPE_RECORD;
		if (name)
			*ET_APPEND(reader->arena, &reader->types) =
				(struct pending_type){around->interface, type, name, record};
	} else if (list) {
		read_nested(reader, around, field, list, is_union, type);
	}
}

static void read_dimension(struct reader *reader, const struct around *around,
	const struct et_yaml *node, struct et_count *count)
{
	static const char *const keys[] = {"constant", "field", "config", "prose", NULL};
	const struct et_yaml *value;
	struct pending_count pending = {
		.interface = around->interface, .record = around->outermost, .count = count};
	size_t i;

	if (node->kind == ET_YAML_SCALAR) {
		if (node->plain && strcmp(node->text, "open") == 0)
			count->kind = ET_COUNT_OPEN;
		else
			et_yaml_integer(reader->diags, node, "count", 0, UINT32_MAX, &count->value);
		return;
	}
	if (!et_yaml_check_keys(reader->diags, node, "count", keys))
		return;
	if (node->count != 1) {
		et_yaml_error(
			reader->diags, node, "a count has one of constant, field, config, prose");
		return;
	}
	value = node->items[0];
	count->name = et_yaml_text(reader->diags, value, node->keys[0]->text);
	if (!count->name)
		return;
	for (i = 0; keys[i] && strcmp(keys[i], node->keys[0]->text) != 0; i++)
		;
	count->kind = i == 0 ? ET_COUNT_FIXED : ET_COUNT_PARAMETER;
	pending.node = value;
	if (i == 0)
		pending.kind = COUNT_CONSTANT;
	else if (i == 1)
		pending.kind = COUNT_FIELD;
	else if (i == 2)
		pending.kind = COUNT_CONFIG;
	else
		return; /* prose: nothing to look up */
	*ET_APPEND(reader->arena, &reader->counts) = pending;
}

static void read_counts(struct reader *reader, const struct around *around,
	const struct et_yaml *node, struct et_field *field)
{
	const struct et_yaml *const *items = &node;
	struct et_count *counts;
	size_t i, n = 1;

	if (!node)
		return;
	if (node->kind == ET_YAML_SEQUENCE) {
		items = node->items;
		n = node->count;
		if (!n)
			et_yaml_error(reader->diags, node, "a count without dimensions");
	}
	counts = ET_NEW_ARRAY(reader->arena, n, struct et_count);
	for (i = 0; i < n; i++)
		read_dimension(reader, around, items[i], &counts[i]);
	field->counts = counts;
	field->n_counts = n;
}

/* What fields and bit-fields have in common. own: the name, or NULL. */
static void read_common(struct reader *reader, const struct around *around,
	const struct et_yaml *node, struct et_field *field)
{
	static const char *const accesses[] = {"ro", "rw", "wo", "rc", "wc", NULL};
	struct et_diags *diags = reader->diags;
	int access = et_yaml_word(diags, et_yaml_get(node, "access"), "access", accesses);

	field->name = et_reg_identifier(reader, et_yaml_get(node, "name"), "name", true);
	field->place = around->place;
	field->place.line = 0;
	et_reg_place(reader, around->interface, node, &field->place);
	if (!field->place.line)
		field->place.line = around->place.line;
	field->abis = ET_ABI_ALL;
	field->bits = ET_NO_BITS;
	field->segment = around->segment;
	field->access = access < 0 ? ET_ACCESS_UNKNOWN : (enum et_access)(access + ET_ACCESS_RO);
	field->padding = et_yaml_bool(diags, et_yaml_get(node, "padding"), "padding", false);
	field->when = et_reg_when(
		reader, around->interface, around->outermost, et_yaml_get(node, "when"));
	field->since = et_reg_edition(reader, node, "since", ET_EDITION_UNKNOWN);
	field->until = et_reg_edition(reader, node, "until", ET_EDITION_UNKNOWN);
	if (field->until && field->until < field->since)
		et_yaml_error(diags, node, "until %s, but since %s", et_edition_name(field->until),
			et_edition_name(field->since));
	et_reg_aliases(reader, node, field->name, &field->aliases, &field->n_aliases);
	et_yaml_text(diags, et_yaml_get(node, "about"), "about");
}

/* How many bits of an integer have a meaning in an edition. */
static unsigned bits_at(const struct et_field *field, enum et_edition edition)
{
	unsigned total = 0;
	size_t i;

	for (i = 0; i < field->n_parts; i++) {
		const struct et_field *part = &field->parts[i];

		if (part->bits > 0 && et_presence(edition, part->since, part->until) == ET_PRESENT)
			total += (unsigned)part->bits;
	}
	return total;
}

static void read_parts(struct reader *reader, const struct around *around,
	const struct et_yaml *list, struct et_field *field)
{
	static const uint64_t widths[ET_BASE_COUNT] = {
		[ET_BASE_CHAR] = 8, [ET_BASE_SHORT] = 16, [ET_BASE_INT] = 32, [ET_BASE_LLONG] = 64};
	struct around inside = *around;
	enum et_edition edition;
	struct et_field *parts;
	size_t i;

	if (!et_yaml_is(reader->diags, list, "bits", ET_YAML_SEQUENCE))
		return;
	if (field->type.kind != ET_TYPE_INT || field->type.is_char)
		et_yaml_error(reader->diags, list, "bit-fields are parts of an integer");
	inside.place = field->place;
	parts = ET_NEW_ARRAY(reader->arena, list->count, struct et_field);
	for (i = 0; i < list->count; i++) {
		const struct et_yaml *node = list->items[i];
		uint64_t width = 0;

		if (!et_yaml_check_keys(reader->diags, node, "bit-field", part_keys))
			continue;
		read_common(reader, &inside, node, &parts[i]);
		et_yaml_need(reader->diags, node, "bit-field", "name");
		et_yaml_integer(reader->diags,
			et_yaml_need(reader->diags, node, "bit-field", "width"), "width", 1, 64,
			&width);
		parts[i].type = field->type;
		parts[i].bits = (int16_t)width;
		parts[i].legacy = field->legacy;
	}
	field->parts = parts;
	field->n_parts = list->count;
	for (edition = ET_EDITION_LEGACY; edition < ET_EDITION_COUNT; edition++) {
		unsigned total = bits_at(field, edition);

		if (field->type.kind != ET_TYPE_INT || total <= widths[field->type.base])
			continue;
		et_yaml_error(reader->diags, list, "%u bits do not fit into %s", total,
			field->type.spelling);
		break;
	}
}

static enum et_order read_legacy(
	struct reader *reader, const struct et_yaml *node, enum et_order fallback)
{
	static const char *const words[] = {"none", "native", "little", NULL};
	static const enum et_order orders[] = {ET_ORDER_NONE, ET_ORDER_HOST, ET_ORDER_LITTLE};
	int word = et_yaml_word(reader->diags, et_yaml_get(node, "legacy"), "legacy", words);

	return word < 0 ? fallback : orders[word];
}

static void read_field(struct reader *reader, const struct around *around,
	const struct et_yaml *node, struct et_field *field)
{
	const struct et_yaml *bits = et_yaml_get(node, "bits");
	const struct et_yaml *count = et_yaml_get(node, "count");

	read_common(reader, around, node, field);
	field->legacy = read_legacy(reader, node, around->legacy);
	read_type(reader, around, field, et_yaml_need(reader->diags, node, "field", "type"));
	read_counts(reader, around, count, field);
	if (bits)
		read_parts(reader, around, bits, field);
	if (bits && count)
		et_yaml_error(reader->diags, bits, "an array has no bit-fields");
	if (!field->name && !bits &&
		(count || !field->type.record || field->type.record->def.name) &&
		!et_yaml_get(node, "name"))
		et_yaml_error(reader->diags, node,
			"only a nested struct or union, or bit-fields, can do without a name");
}

/* A field of a name; they form a list, as editions may each have their own. */
struct named {
	const struct et_field *field;
	const struct named *next;
};

/* Two members of one name at the same level of C's scopes, anonymous members included. */
static void check_names(struct reader *reader, const struct et_field *fields, size_t count,
	const struct et_yaml *list, struct et_map *seen)
{
	const struct named *other;
	struct named *named;
	size_t i;

	for (i = 0; i < count; i++) {
		const struct et_record *inner = fields[i].type.record;
		void **slot;

		if (!fields[i].name) {
			if (inner && !inner->def.name)
				check_names(reader, inner->fields, inner->n_fields, list, seen);
			else
				check_names(reader, fields[i].parts, fields[i].n_parts, list, seen);
			continue;
		}
		slot = et_map_slot(seen, reader->arena, fields[i].name, strlen(fields[i].name));
		for (other = *slot; other; other = other->next) {
			if (et_editions_overlap(fields[i].since, fields[i].until,
				    other->field->since, other->field->until))
				et_yaml_error(reader->diags, list, "two fields are named '%s'",
					fields[i].name);
		}
		named = ET_NEW(reader->arena, struct named);
		*named = (struct named){&fields[i], *slot};
		*slot = named;
	}
}

/* What the device reads and what it writes may share a name: blk's data is either. */
static void check_record_names(
	struct reader *reader, const struct et_record *record, const struct et_yaml *node)
{
	size_t i, n = 0;

	for (i = 0; i < record->n_fields; i += n) {
		struct et_map seen = {0};

		for (n = 1; i + n < record->n_fields; n++) {
			if (record->fields[i + n].segment != record->fields[i].segment)
				break;
		}
		check_names(reader, record->fields + i, n, node, &seen);
	}
}

static bool read_fields(struct reader *reader, const struct around *around,
	const struct et_yaml *list, struct et_field *fields, size_t *count)
{
	size_t i;

	if (!list->count)
		et_yaml_error(reader->diags, list, "no fields");
	for (i = 0; i < list->count; i++) {
		if (!et_yaml_check_keys(reader->diags, list->items[i], "field", field_keys))
			continue;
		read_field(reader, around, list->items[i], &fields[(*count)++]);
	}
	return *count > 0;
}

/* The segments of a message, one behind the other: readable before writable. */
static void read_segments(struct reader *reader, struct around *around, const struct et_yaml *list,
	struct et_record *record)
{
	static const char *const keys[] = {"access", "fields", NULL};
	static const char *const words[] = {"readable", "writable", NULL};
	struct et_diags *diags = reader->diags;
	struct et_field *fields;
	size_t i, total = 0;

	if (!et_yaml_is(diags, list, "segments", ET_YAML_SEQUENCE))
		return;
	for (i = 0; i < list->count; i++) {
		const struct et_yaml *inside = et_yaml_get(list->items[i], "fields");

		total += inside ? inside->count : 0;
	}
	fields = ET_NEW_ARRAY(reader->arena, total, struct et_field);
	for (i = 0; i < list->count; i++) {
		const struct et_yaml *node = list->items[i], *inside;
		enum et_segment segment;
		int word;

		if (!et_yaml_check_keys(diags, node, "segment", keys))
			continue;
		inside = et_yaml_need(diags, node, "segment", "fields");
		word = et_yaml_word(
			diags, et_yaml_need(diags, node, "segment", "access"), "access", words);
		segment = word == 1 ? ET_SEGMENT_WRITABLE : ET_SEGMENT_READABLE;
		if (segment < around->segment)
			et_yaml_error(
				diags, node, "what the device reads comes before what it writes");
		around->segment = segment;
		if (et_yaml_is(diags, inside, "fields", ET_YAML_SEQUENCE))
			read_fields(reader, around, inside, fields, &record->n_fields);
	}
	record->fields = fields;
}

static void read_body(struct reader *reader, struct around *around, const struct et_yaml *node,
	struct et_record *record)
{
	const struct et_yaml *list = et_yaml_get(node, "fields");
	const struct et_yaml *segments = et_yaml_get(node, "segments");

	if ((list != NULL) == (segments != NULL)) {
		et_yaml_error(reader->diags, node, "a record has either 'fields' or 'segments'");
		return;
	}
	if (segments && record->is_union)
		et_yaml_error(reader->diags, segments, "a union has no segments");
	if (segments) {
		read_segments(reader, around, segments, record);
	} else if (et_yaml_is(reader->diags, list, "fields", ET_YAML_SEQUENCE)) {
		struct et_field *fields = ET_NEW_ARRAY(reader->arena, list->count, struct et_field);

		record->fields = fields;
		read_fields(reader, around, list, fields, &record->n_fields);
	}
	check_record_names(reader, record, node);
}

static void read_record(struct reader *reader, struct interface *interface,
	const struct et_yaml *node, struct et_map *seen)
{
	struct et_record *record = ET_NEW(reader->arena, struct et_record);
	struct around around = {.interface = interface, .outermost = record};
	struct et_diags *diags = reader->diags;
	void **slot;
	int role;

	if (!et_yaml_check_keys(diags, node, "record", record_keys))
		return;
	record->def.name = et_reg_identifier(
		reader, et_yaml_need(diags, node, "record", "name"), "name", false);
	if (!record->def.name)
		return;
	et_reg_def(reader, interface, node, NULL, ET_DEF_RECORD, &record->def);
	role = et_yaml_word(diags, et_yaml_get(node, "role"), "role", roles);
	record->role = role < 0 ? ET_ROLE_OTHER : role_values[role];
	record->is_union = et_yaml_bool(diags, et_yaml_get(node, "union"), "union", false);
	record->packed = true;
	record->complete = true;
	around.place = record->def.place;
	around.legacy = read_legacy(reader, node, ET_ORDER_NONE);
	read_body(reader, &around, node, record);
	et_reg_once(reader, seen, "record", "this file", &record->def, node);
	slot = et_map_slot(&interface->record_by_name, reader->arena, record->def.name,
		strlen(record->def.name));
	if (!*slot || et_reg_is_later(&record->def, &((struct et_record *)*slot)->def))
		*slot = record;
	*ET_APPEND(reader->arena, &interface->records) = record;
	*ET_APPEND(reader->arena, &interface->record_nodes) = node;
}

void et_reg_records(struct reader *reader, struct interface *interface)
{
	const struct et_yaml *records = et_yaml_get(interface->node, "records");
	struct et_map seen = {0};
	size_t i;

	if (!et_yaml_is(reader->diags, records, "records", ET_YAML_SEQUENCE))
		return;
	for (i = 0; i < records->count; i++)
		read_record(reader, interface, records->items[i], &seen);
}
