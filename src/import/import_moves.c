/* SPDX-License-Identifier: BSD-3-Clause */
/* Fields that came, went, or stand elsewhere in their record. */
#include "import_records.h"

#include "spec_fits.h"

#include <string.h>

/* A moved entry's type and length, where they changed as well. */
static void correct_moved(struct pair *pair, const struct slot *slot, const struct et_field *text,
	struct et_edits *edits)
{
	const struct et_yaml *type = et_yaml_get(slot->node, "type");
	const struct et_yaml *count = et_yaml_get(slot->node, "count");
	size_t base = slot->node->start;

	if (type && type->end && !et_spec_fits_type(&slot->field->type, &text->type))
		et_edit(pair->import->arena, edits, type->start - base, type->end - base,
			et_fields_flow(pair, et_shape_type(&pair->shape, &text->type)));
	if (count && count->end && text->n_counts && !et_spec_fits_counts(slot->field, text))
		et_edit(pair->import->arena, edits, count->start - base, count->end - base,
			et_fields_flow(pair, et_shape_counts(&pair->shape, text)));
}

/* An entry as it stands in the registry, with the line that it has now. */
static const char *moved_text(
	struct pair *pair, const struct slot *slot, const struct et_field *text)
{
	const struct et_doc *doc = pair->ref->doc;
	const struct et_yaml *at = et_yaml_get(slot->node, "at");
	struct et_arena *arena = pair->import->arena;
	size_t length = slot->node->end - slot->node->start, i, n = 0;
	struct et_edits edits = {0};
	const char *raw;
	char *result;

	if (at && at->end && text->place.line)
		et_edit(arena, &edits, at->start - slot->node->start, at->end - slot->node->start,
			et_fields_flow(
				pair, et_shape_at(pair->import, pair->shape.file, &text->place)));
	correct_moved(pair, slot, text, &edits);
	raw = et_edits_apply(arena, &edits, doc->text + slot->node->start, length, &length);
	result = et_strdup(arena, raw ? raw : "");
	for (i = 0; result[i]; i++) {
		if (result[i] != '\r')
			result[n++] = result[i];
	}
	result[n] = '\0';
	return result;
}

/* The place for a new field: behind the one before it, in the same segment where that can be. */
static void insert(struct pair *pair, const slot_list *slots, size_t behind,
	const struct et_field *text, const struct et_yaml *made, const char *raw)
{
	bool first = behind == SIZE_MAX;
	/* Of the two that it comes between, the one that says where it goes; and the other. */
	const struct slot *beside = &slots->items[first ? 0 : behind];
	const struct slot *after =
		!first && behind + 1 < slots->count ? &slots->items[behind + 1] : NULL;
	const struct et_yaml *list = beside->list;
	size_t index = first ? 0 : beside->index + 1;

	if (after && after->list != list && text->segment != ET_SEGMENT_NONE &&
		beside->field->segment != text->segment && after->field->segment == text->segment) {
		list = after->list;
		index = 0;
	}
	if (raw)
		et_doc_insert_text(pair->import->arena, pair->ref->doc, list, index, raw);
	else
		et_doc_insert(pair->import->arena, pair->ref->doc, list, index, made);
}

static void tell_draft(struct pair *pair, const char *path, const struct et_field *text)
{
	if (pair->import->edition != ET_EDITION_UNKNOWN || pair->told)
		return;
	pair->told = true;
	et_import_note(pair->import,
		text->place.line ? &text->place : &pair->text->record.def.place,
		"%s is a draft's: fields have no status, so 'etalon check' takes it for the "
		"standard's",
		path);
}

/* Whether another field of the registry has the name, which stays. */
static bool is_used(const slot_list *slots, const char *name)
{
	size_t i;

	for (i = 0; name && i < slots->count; i++) {
		if (!slots->items[i].removed && et_streq(slots->items[i].field->name, name))
			return true;
	}
	return false;
}

/* The names of padding are nobody's: one that is used gets a number. */
static void name_padding(struct pair *pair, slot_list *slots, struct et_field *field)
{
	const char *name = field->name;
	unsigned number = 1;

	while (is_used(slots, field->name))
		field->name = et_sprintf(pair->import->arena, "%s%u", name, number++);
}

/* Whether an entry can go elsewhere as it is, with another type or length. */
static bool can_move(struct pair *pair, const struct slot *slot, const struct et_field *text)
{
	if (!et_spec_fits_type(&slot->field->type, &text->type))
		et_shape_type(&pair->shape, &text->type);
	if (pair->shape.impossible || !slot->field->n_counts != !text->n_counts) {
		pair->shape.impossible = NULL;
		return false;
	}
	return true;
}

/* A field that only the text has: new, or one that stood elsewhere in the record. */
void et_fields_bring(struct pair *pair, const char *path, slot_list *slots, size_t behind,
	const struct et_field *new_field, const size_t *of, size_t n_text)
{
	struct et_field *text = ET_NEW(pair->import->arena, struct et_field);
	const char *own = et_fields_join(pair, path, new_field->name);
	const struct et_yaml *made;
	size_t i, k;

	*text = *new_field;
	if (et_import_is_erratum(pair->import, own, et_fields_place(pair, text)))
		return;
	for (i = 0; i < slots->count; i++) {
		struct slot *slot = &slots->items[i];

		for (k = 0; k < n_text && of[k] != i; k++)
			;
		if (k < n_text || slot->removed || !et_fields_same_name(slot->field, text))
			continue;
		slot->removed = true;
		et_doc_remove_item(pair->import->arena, pair->ref->doc, slot->list, slot->index);
		if (!can_move(pair, slot, text))
			break;
		insert(pair, slots, behind, text, NULL, moved_text(pair, slot, text));
		return;
	}
	if (text->padding)
		name_padding(pair, slots, text);
	if (is_used(slots, text->name)) {
		pair->shape.impossible = "another field of the record has its name";
		et_fields_impossible(pair, own, text);
		return;
	}
	made = text->bits != ET_NO_BITS && !text->n_parts ? NULL
							  : et_shape_field(&pair->shape, text);
	if (text->bits != ET_NO_BITS && !text->n_parts) {
		struct et_field whole = {
			.parts = text, .n_parts = 1, .name = "x", .type = text->type};
		const struct et_yaml *bits;

		whole.bits = ET_NO_BITS;
		bits = et_yaml_get(et_shape_field(&pair->shape, &whole), "bits");
		made = bits ? bits->items[0] : NULL;
	}
	if (pair->shape.impossible || !made) {
		et_fields_impossible(pair, own, text);
		return;
	}
	insert(pair, slots, behind, text, made, NULL);
	tell_draft(pair, own, text);
}

/* A buffer that the text lists once, and that is there in either direction. */
static bool is_second_half(const slot_list *slots, size_t i)
{
	const struct et_field *field = slots->items[i].field;
	size_t k;

	for (k = 0; k < i && field->segment == ET_SEGMENT_WRITABLE; k++) {
		if (slots->items[k].field->segment == ET_SEGMENT_READABLE &&
			et_streq(slots->items[k].field->name, field->name))
			return true;
	}
	return false;
}

/* Fields that only the registry has. */
void et_fields_drop(struct pair *pair, const char *path, slot_list *slots)
{
	size_t i, k;

	for (i = 0; i < slots->count; i++) {
		struct slot *slot = &slots->items[i];
		struct ref *ref = et_import_ref(pair->import, slot->node);
		struct et_place place = {0};
		size_t staying = 0;

		if (slot->removed || !ref || !ref->held || !ref->gone)
			continue;
		place.file = ref->file;
		place.line = ref->new_line;
		if (is_second_half(slots, i)) {
			ref->gone = false;
			continue;
		}
		if (et_import_is_erratum(
			    pair->import, et_fields_join(pair, path, slot->field->name), &place)) {
			ref->gone = false;
			continue;
		}
		for (k = 0; k < slots->count; k++) {
			const struct ref *other = et_import_ref(pair->import, slots->items[k].node);

			staying += slots->items[k].list == slot->list && other && !other->gone;
		}
		/* A record has fields; what refers to one is looked at in import_gone.c. */
		if (!staying) {
			ref->gone = false;
			et_import_note(pair->import, &pair->text->record.def.place,
				"%s has none of the registry's fields: it has to be entered anew",
				path);
			return;
		}
	}
}
