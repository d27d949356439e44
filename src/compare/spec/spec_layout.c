/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon's records against the text's: fields in their order, types, arrays, parts. */
#include "spec_check.h"
#include "spec_fits.h"

#include <inttypes.h>
#include <string.h>

enum { DEEPEST = 16 };

/* One pair of records in comparison. */
struct pair {
	struct et_spec_check *check;
	const struct et_record *canon;
	const struct et_spec_record *text;
	struct et_place outer; /* of the record, for fields that have no place */
};

static const struct et_place *place_of(const struct pair *pair, const struct et_field *field)
{
	return field->place.line ? &field->place : &pair->text->record.def.place;
}

static void differ(struct pair *pair, enum et_rule rule, const char *path,
	const struct et_field *canon, const struct et_field *text, const char *expected,
	const char *says)
{
	struct et_spec_check *check = pair->check;
	struct et_spec_draft draft = {.rule = rule,
		.definition = path,
		.found = text ? *place_of(pair, text) : pair->text->record.def.place,
		.says = says,
		.expected = expected};

	if (canon && canon->place.line)
		draft.other = canon->place;
	else
		draft.other = pair->canon->def.place;
	if (et_spec_is_erratum(check, path, &draft.found))
		return;
	draft.message = et_sprintf(
		check->arena, "%s: the text has %s, and the registry has %s", path, says, expected);
	et_spec_emit(check, &draft);
}

static const char *join(struct pair *pair, const char *path, const char *name)
{
	return name ? et_sprintf(pair->check->arena, "%s.%s", path, name) : path;
}

static const char *order_name(enum et_order order)
{
	switch (order) {
	case ET_ORDER_LITTLE:
		return "le";
	case ET_ORDER_BIG:
		return "be";
	default:
		return "u";
	}
}

/* A type as the standard spells it: "le32", "struct virtio_x". */
static const char *type_name(struct pair *pair, const struct et_type *type)
{
	if (type->kind == ET_TYPE_RECORD)
		return type->record && type->record->def.name
			       ? et_sprintf(pair->check->arena, "struct %s", type->record->def.name)
			       : "a nested record";
	if (type->kind != ET_TYPE_INT)
		return type->spelling ? type->spelling : "no type";
	if (type->is_char)
		return "char";
	return et_sprintf(pair->check->arena, "%s%u", order_name(type->order),
		8U * et_abi(ET_ABI_LP64)->size[type->base]);
}

static const char *count_name(struct pair *pair, const struct et_field *field)
{
	struct et_buf buf = {0};
	const char *result;
	size_t i;

	for (i = 0; i < field->n_counts; i++) {
		const struct et_count *count = &field->counts[i];

		if (count->kind == ET_COUNT_FIXED && !count->name)
			et_buf_printf(&buf, "[%" PRIu64 "]", count->value);
		else
			et_buf_printf(&buf, "[%s]", count->name ? count->name : "");
	}
	result = field->n_counts ? et_strdup(pair->check->arena, buf.data) : "no array";
	et_buf_finish(&buf);
	return result;
}

static void compare_condition(struct pair *pair, const char *path, const struct et_field *canon,
	const struct et_field *text)
{
	const struct et_when *outer = pair->canon->def.when;

	if (et_spec_fits_condition(canon->when, outer, text->guard))
		return;
	differ(pair, ET_D553, path, canon, text,
		et_spec_names_feature(canon->when, NULL, 0) || et_spec_names_feature(outer, NULL, 0)
			? "another condition"
			: "no condition",
		et_sprintf(pair->check->arena, "the condition \"%s\"", text->guard));
}

/* Bit-fields that the text writes as members: how many there are from here on. */
static size_t count_bits(const struct et_field *text, size_t n_text)
{
	size_t n = 0;

	while (n < n_text && text[n].bits > 0)
		n++;
	return n;
}

static void compare_fields(struct pair *pair, const char *path, const struct et_field *canon,
	size_t n_canon, const struct et_field *text, size_t n_text, unsigned depth);

static void compare_field(struct pair *pair, const char *path, const struct et_field *canon,
	const struct et_field *text, unsigned depth)
{
	const struct et_record *mine = canon->type.record;
	const struct et_record *theirs = text->type.record;

	compare_condition(pair, path, canon, text);
	if (canon->name)
		et_spec_check_place(pair->check, path, canon->name,
			canon->place.line ? &canon->place : &pair->canon->def.place,
			canon->place.section ? canon->place.section
					     : pair->canon->def.place.section,
			text->place.line ? &text->place : NULL, false);
	if (canon->type.kind == ET_TYPE_RECORD && text->type.kind == ET_TYPE_RECORD && mine &&
		theirs && !mine->def.name && !theirs->def.name) {
		if (mine->is_union != theirs->is_union)
			differ(pair, ET_D552, path, canon, text,
				mine->is_union ? "a union" : "a struct",
				theirs->is_union ? "a union" : "a struct");
		compare_fields(pair, path, mine->fields, mine->n_fields, theirs->fields,
			theirs->n_fields, depth + 1);
		return;
	}
	/* An integer that the text writes as a record of bit-fields. */
	if (canon->n_parts && theirs && !theirs->def.name &&
		count_bits(theirs->fields, theirs->n_fields) == theirs->n_fields) {
		compare_fields(pair, path, canon->parts, canon->n_parts, theirs->fields,
			theirs->n_fields, depth + 1);
		return;
	}
	if (canon->n_parts && text->n_parts) {
		compare_fields(pair, path, canon->parts, canon->n_parts, text->parts, text->n_parts,
			depth + 1);
	} else if (canon->bits != text->bits) {
		differ(pair, ET_D552, path, canon, text,
			et_sprintf(pair->check->arena, "%d bits", canon->bits),
			et_sprintf(pair->check->arena, "%d bits", text->bits));
	}
	if (!et_spec_fits_type(&canon->type, &text->type))
		differ(pair, ET_D552, path, canon, text, type_name(pair, &canon->type),
			type_name(pair, &text->type));
	else if (!et_spec_fits_counts(canon, text))
		differ(pair, ET_D552, path, canon, text, count_name(pair, canon),
			count_name(pair, text));
	else
		pair->check->account->confirmed++;
	if (text->segment != ET_SEGMENT_NONE && canon->segment != ET_SEGMENT_NONE &&
		text->segment != canon->segment)
		differ(pair, ET_D552, path, canon, text,
			canon->segment == ET_SEGMENT_READABLE ? "device-readable"
							      : "device-writable",
			text->segment == ET_SEGMENT_READABLE ? "device-readable"
							     : "device-writable");
}

/* The place of a field of that name at or behind first; n when there is none. */
static size_t find_name(
	const struct et_field *fields, size_t first, size_t n, const struct et_field *wanted)
{
	size_t i;

	for (i = first; i < n; i++) {
		if (et_spec_fits_name(&fields[i], wanted))
			return i;
	}
	return n;
}

static const char *show_name(const struct et_field *field)
{
	return field->name ? field->name : "an unnamed member";
}

/* Whether the edition of the text has the field. */
static bool is_there(const struct pair *pair, const struct et_field *field)
{
	/* What has no place, as trees share it, is not the text's. */
	return (field->place.line || !field->name) &&
	       et_spec_is_held(pair->check, field->since, field->until, ET_STATUS_STANDARD);
}

/* A buffer that the text lists once, and that is there in either direction. */
static bool is_second_half(const struct et_field *canon, size_t i)
{
	size_t k;

	for (k = 0; k < i && canon[i].segment == ET_SEGMENT_WRITABLE; k++) {
		if (canon[k].segment == ET_SEGMENT_READABLE &&
			et_streq(canon[k].name, canon[i].name))
			return true;
	}
	return false;
}

static void compare_fields(struct pair *pair, const char *path, const struct et_field *canon,
	size_t n_canon, const struct et_field *text, size_t n_text, unsigned depth)
{
	size_t i = 0, k = 0;

	if (depth > DEEPEST)
		return;
	while (i < n_canon || k < n_text) {
		const struct et_field *mine = i < n_canon ? &canon[i] : NULL;
		const struct et_field *theirs = k < n_text ? &text[k] : NULL;

		if (mine && !is_there(pair, mine)) {
			i++;
		} else if (mine && !mine->name && mine->n_parts && theirs && theirs->bits > 0) {
			size_t n = count_bits(theirs, n_text - k);

			compare_fields(
				pair, path, mine->parts, mine->n_parts, theirs, n, depth + 1);
			i++;
			k += n;
		} else if (mine && theirs && et_spec_fits_name(mine, theirs)) {
			compare_field(pair, join(pair, path, mine->name), mine, theirs, depth);
			i++;
			k++;
		} else if (theirs && (!mine || find_name(canon, i, n_canon, theirs) == n_canon)) {
			differ(pair, ET_D552, join(pair, path, show_name(theirs)), NULL, theirs,
				"no such field", "a field");
			k++;
		} else if (theirs && mine && find_name(text, k, n_text, mine) < n_text) {
			differ(pair, ET_D552, join(pair, path, show_name(mine)), mine, theirs,
				"it here",
				et_sprintf(pair->check->arena, "%s here", show_name(theirs)));
			return;
		} else if (mine) {
			if (!is_second_half(canon, i))
				differ(pair, ET_D552, join(pair, path, show_name(mine)), mine,
					theirs, "a field", "no such field");
			i++;
		}
	}
}

/* The definition in the text that the canon's place means: on its line, else the first. */
static const struct et_spec_record *meant(
	const struct et_record *canon, const struct et_spec_name *name)
{
	size_t i;

	for (i = 0; i < name->records.count; i++) {
		const struct et_place *place = &name->records.items[i]->record.def.place;

		if (place->line == canon->def.place.line &&
			et_streq(place->file, canon->def.place.file))
			return name->records.items[i];
	}
	return name->records.count ? name->records.items[0] : NULL;
}

/* Whether a listing is taken in there from a file that is not read. */
static bool is_taken_in(const struct et_spec_check *check, const struct et_place *place)
{
	enum { BEHIND = 3 }; /* lines that the name may stand in front of it */
	size_t i;

	for (i = 0; i < check->spec->n_files; i++) {
		const struct et_spec_file *file = &check->spec->files[i];

		if (!file->read && file->listing && file->from.line >= place->line &&
			file->from.line <= place->line + BEHIND &&
			et_streq(file->from.file, place->file))
			return true;
	}
	return false;
}

static void compare_record(struct et_spec_check *check, const struct et_record *canon)
{
	const char *spelt = et_spec_spelling(check, &canon->def);
	const struct et_spec_name *name = et_spec_find(check, spelt);
	struct pair pair = {.check = check, .canon = canon};

	if (!canon->def.place.line ||
		!et_spec_is_held(check, canon->def.since, canon->def.until, canon->def.status))
		return;
	if (!et_spec_check_place(check, canon->def.name, spelt, &canon->def.place,
		    canon->def.place.section, NULL, canon->def.unnamed))
		return;
	pair.text = name ? meant(canon, name) : NULL;
	if (!pair.text) {
		/* A record that an absent file or only prose describes. */
		if (is_taken_in(check, &canon->def.place))
			check->account->unverified += 1 + canon->n_fields;
		else
			check->account->by_mention++;
		return;
	}
	if (canon->is_union != pair.text->record.is_union)
		differ(&pair, ET_D552, canon->def.name, NULL, NULL,
			canon->is_union ? "a union" : "a struct",
			pair.text->record.is_union ? "a union" : "a struct");
	compare_fields(&pair, canon->def.name, canon->fields, canon->n_fields,
		pair.text->record.fields, pair.text->record.n_fields, 0);
}

void et_spec_compare_records(struct et_spec_check *check)
{
	size_t i, k;

	for (i = 0; i < check->canon->n_interfaces; i++) {
		const struct et_interface *interface = check->canon->interfaces[i];

		for (k = 0; k < interface->n_records; k++)
			compare_record(check, interface->records[k]);
	}
}
