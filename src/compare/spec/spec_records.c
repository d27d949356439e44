/* SPDX-License-Identifier: BSD-3-Clause */
/* Records of the text: types that nobody defines, byte order, second definitions, padding. */
#include "layout.h"
#include "spec_check.h"

#include <inttypes.h>
#include <string.h>

enum { DEEPEST = 16 };

typedef void field_fn(struct et_spec_check *check, const struct et_spec_record *record,
	const struct et_field *field, const char *path);

static void each_field(struct et_spec_check *check, const struct et_spec_record *record,
	const struct et_record *inner, const char *path, field_fn *function, unsigned depth)
{
	size_t i;

	for (i = 0; i < inner->n_fields && depth < DEEPEST; i++) {
		const struct et_field *field = &inner->fields[i];
		const struct et_record *nested = field->type.record;
		const char *name =
			field->name ? et_sprintf(check->arena, "%s.%s", path, field->name) : path;

		function(check, record, field, name);
		if (field->type.kind == ET_TYPE_RECORD && nested && !nested->def.name)
			each_field(check, record, nested, name, function, depth + 1);
	}
}

static const struct et_place *place_of(
	const struct et_spec_record *record, const struct et_field *field)
{
	return field->place.line ? &field->place : &record->record.def.place;
}

/* A record of a specification that the standard builds on: the registry knows whose it is. */
static bool is_foreign(struct et_spec_check *check, const char *spelling)
{
	const char *tag = strrchr(spelling, ' ');
	size_t count = 0;
	const struct et_name *name = et_canon_find(check->canon, tag ? tag + 1 : spelling, &count);

	return count && name->def->status == ET_STATUS_DE_FACTO;
}

/* Before 1.0 integers had the guest's order, so that plain ones are right there. */
static bool is_legacy(const struct et_spec_check *check, const struct et_spec_record *record)
{
	return record->heading != ET_SPEC_NONE && check->spec->headings[record->heading].legacy;
}

/* A copy for programs, in an appendix: it has what is in memory only, too, such as struct virtq. */
static bool is_copy(const struct et_spec_check *check, const struct et_spec_record *record)
{
	return record->heading != ET_SPEC_NONE &&
	       check->spec->headings[record->heading].non_normative;
}

/* D507 and D508. */
static void judge_type(struct et_spec_check *check, const struct et_spec_record *record,
	const struct et_field *field, const char *path)
{
	const struct et_type *type = &field->type;
	struct et_spec_draft draft = {.definition = path, .found = *place_of(record, field)};

	if (et_streq(type->spelling, "le8") || et_streq(type->spelling, "be8")) {
		draft.rule = ET_D507;
		draft.says = type->spelling;
		draft.expected = "u8";
		draft.fix = "u8";
		draft.message = et_sprintf(check->arena,
			"%s has the type %s, which the text defines nowhere; a byte is u8", path,
			type->spelling);
		et_spec_emit(check, &draft);
	} else if (type->kind == ET_TYPE_UNKNOWN && type->spelling && *type->spelling) {
		if (is_foreign(check, type->spelling))
			return;
		draft.rule = ET_D507;
		draft.says = type->spelling;
		draft.message = et_sprintf(check->arena,
			"%s has the type %s, which the text defines nowhere", path, type->spelling);
		et_spec_emit(check, &draft);
	} else if (type->kind == ET_TYPE_INT && type->order == ET_ORDER_HOST &&
		   !is_legacy(check, record) && !type->is_enum &&
		   et_abi(ET_ABI_LP64)->size[type->base] > 1) {
		draft.rule = ET_D508;
		draft.says = type->spelling;
		draft.expected = "le16 to le64, or be16 to be64";
		draft.message = et_sprintf(
			check->arena, "%s is %s, which has no byte order", path, type->spelling);
		et_spec_emit(check, &draft);
	}
}

static bool same_shape(const struct et_record *left, const struct et_record *right)
{
	size_t i;

	if (left->n_fields != right->n_fields || left->is_union != right->is_union)
		return false;
	for (i = 0; i < left->n_fields; i++) {
		if (!et_streq(left->fields[i].name, right->fields[i].name) ||
			!et_streq(left->fields[i].type.spelling, right->fields[i].type.spelling))
			return false;
	}
	return true;
}

/* D509. */
static void judge_double(struct et_spec_check *check, const struct et_spec_name *name)
{
	const struct et_spec_record *first = name->records.items[0];
	size_t i;

	for (i = 1; i < name->records.count; i++) {
		const struct et_spec_record *again = name->records.items[i];
		bool same = same_shape(&first->record, &again->record);
		struct et_spec_draft draft = {.rule = ET_D509,
			.definition = name->name,
			.found = again->record.def.place,
			.other = first->record.def.place,
			.says = same ? "the same fields" : "other fields",
			.expected = "the first definition"};

		if (is_copy(check, again) || is_copy(check, first))
			continue;
		draft.message = et_sprintf(check->arena,
			"struct %s is defined again, with %s; the first is at %s", name->name,
			draft.says, et_spec_where(check, &first->record.def.place));
		et_spec_emit(check, &draft);
	}
}

/*
 * No struct of C: with parts for either direction, or something behind an array without an end;
 * also in a record that it holds. Looks at so many fields only.
 */
static bool is_message(const struct et_record *record, size_t *left)
{
	size_t i, k;

	for (i = 0; i < record->n_fields; i++) {
		const struct et_field *field = &record->fields[i];

		if (!*left)
			return true;
		--*left;
		if (field->type.record && is_message(field->type.record, left))
			return true;
		if (field->segment != ET_SEGMENT_NONE &&
			field->segment != record->fields[0].segment)
			return true;
		for (k = 0; k < field->n_counts; k++) {
			if (field->counts[k].kind != ET_COUNT_FIXED && i + 1 < record->n_fields)
				return true;
		}
	}
	return false;
}

/* How a listing is looked at as C: records that hold each other many times have no end worth
 * seeing. */
struct compiler {
	struct et_spec_check *check;
	size_t left; /* records that may still be looked at */
};

static bool is_marked(const struct et_spec_check *check, const struct et_record *record)
{
	const struct et_spec_name *name =
		record->def.name ? et_spec_find(check, record->def.name) : NULL;
	size_t i;

	for (i = 0; name && i < name->records.count; i++) {
		if (&name->records.items[i]->record == record)
			return name->records.items[i]->marked_packed;
	}
	return false;
}

/* The standard packs all its records; a compiler only those that the listing marks. */
static struct et_record *as_compiled(
	struct compiler *compiler, const struct et_record *record, unsigned depth)
{
	struct et_arena *arena = compiler->check->arena;
	struct et_record *copy = ET_NEW(arena, struct et_record);
	struct et_field *fields = ET_NEW_ARRAY(arena, record->n_fields + 1, struct et_field);
	size_t i;

	*copy = *record;
	copy->packed = is_marked(compiler->check, record);
	copy->fields = fields;
	for (i = 0; i < record->n_fields; i++) {
		struct et_type *type = &fields[i].type;
		struct et_record *inner;

		fields[i] = record->fields[i];
		if (type->kind != ET_TYPE_RECORD || !type->record || depth == DEEPEST ||
			!compiler->left)
			continue;
		compiler->left--;
		inner = as_compiled(compiler, type->record, depth + 1);
		/* Once is enough: an inner record is told by itself, and then is as if mended. */
		if (inner->def.name && !inner->packed)
			inner->packed = et_layout(arena, inner, et_abi(ET_ABI_LP64)).padding > 0;
		type->record = inner;
	}
	return copy;
}

/*
 * D510: what a compiler that takes the listing as it stands makes of it. Only where everything is
 * known: a record with parts of unknown length is no struct of C anyway.
 */
static void judge_padding(struct et_spec_check *check, const struct et_spec_record *record)
{
	enum { MOST_INNER = 256, MOST_FIELDS = 4096 };
	struct compiler compiler = {.check = check, .left = MOST_INNER};
	size_t left = MOST_FIELDS;
	const struct et_record *natural = &record->record;
	struct et_layout layout;
	struct et_spec_draft draft = {
		.rule = ET_D510, .definition = natural->def.name, .found = natural->def.place};

	if (record->marked_packed || !natural->complete || !natural->def.name ||
		is_message(natural, &left))
		return;
	layout = et_layout(check->arena, as_compiled(&compiler, natural, 0), et_abi(ET_ABI_LP64));
	if (!compiler.left || !layout.known || !layout.padding)
		return;
	draft.says = et_sprintf(check->arena, "%" PRIu64 " byte%s of padding", layout.padding,
		layout.padding == 1 ? "" : "s");
	draft.expected = "no padding";
	draft.message = et_sprintf(check->arena,
		"a compiler puts %s into struct %s, which is not marked packed", draft.says,
		natural->def.name);
	et_spec_emit(check, &draft);
}

void et_spec_records(struct et_spec_check *check)
{
	size_t i;

	for (i = 0; i < check->spec->n_records; i++) {
		const struct et_spec_record *record = &check->spec->records[i];
		const char *name = record->record.def.name;

		if (record->superseded || record->declaration || is_copy(check, record))
			continue;
		each_field(check, record, &record->record, name ? name : "a record without a name",
			judge_type, 0);
		judge_padding(check, record);
	}
	for (i = 0; i < check->all.count; i++) {
		if (check->all.items[i]->records.count > 1)
			judge_double(check, check->all.items[i]);
	}
}
