/* SPDX-License-Identifier: BSD-3-Clause */
/* What changed about records: fields that became something else, field by field. */
#include "import_records.h"

#include "spec_fits.h"

#include <string.h>

enum { DEEPEST = 12, MOST_PAIRS = 4 << 20 };

static void add_slots(struct pair *pair, slot_list *slots, const struct et_field *fields,
	const struct et_yaml *list)
{
	size_t i;

	for (i = 0; list && i < list->count; i++) {
		const struct ref *ref = et_import_ref(pair->import, list->items[i]);

		/* Those of other editions are in the list as well. */
		if (!ref || ref->held)
			*ET_APPEND(pair->import->arena, slots) =
				(struct slot){&fields[i], list->items[i], list, i, false};
	}
}

/* Sets a key of a field to a value; NULL: takes it out. */
static void set(
	struct pair *pair, const struct slot *slot, const char *key, const struct et_yaml *value)
{
	const struct et_yaml *old = et_yaml_get(slot->node, key);
	size_t i;

	if (old && value) {
		et_doc_value(pair->import->arena, pair->ref->doc, old, et_fields_flow(pair, value));
	} else if (value) {
		et_doc_key(pair->import->arena, pair->ref->doc, slot->node, "type", key,
			et_fields_flow(pair, value));
	} else {
		for (i = 0; old && i < slot->node->count; i++) {
			if (slot->node->items[i] == old)
				et_doc_remove_key(pair->import->arena, pair->ref->doc, slot->node,
					slot->node->keys[i]);
		}
	}
}

static void compare_lists(struct pair *pair, const char *path, slot_list *slots,
	const struct et_field *text, size_t n_text, unsigned depth);

static void correct_condition(
	struct pair *pair, const char *path, const struct slot *slot, const struct et_field *text)
{
	const struct et_yaml *when;

	if (et_spec_fits_condition(slot->field->when, pair->canon->def.when, text->guard))
		return;
	when = et_import_when(pair->import, text->guard);
	if (when && (!slot->field->when || slot->field->when->op == ET_WHEN_FEATURE))
		set(pair, slot, "when", when);
	else
		et_import_note(pair->import, &text->place,
			"%s has the condition \"%s\" now, which has to be entered by hand", path,
			text->guard);
}

static void correct_nested(struct pair *pair, const char *path, const struct slot *slot,
	const struct et_field *text, unsigned depth)
{
	const struct et_yaml *type = et_yaml_get(slot->node, "type");
	const struct et_record *mine = slot->field->type.record;
	const struct et_record *theirs = text->type.record;
	slot_list inside = {0};

	if (mine->is_union != theirs->is_union) {
		et_doc_value(pair->import->arena, pair->ref->doc, type->keys[0],
			theirs->is_union ? "union" : "struct");
	}
	add_slots(pair, &inside, mine->fields, type->items[0]);
	compare_lists(pair, path, &inside, theirs->fields, theirs->n_fields, depth + 1);
}

static void correct_field(struct pair *pair, const char *path, const struct slot *slot,
	const struct et_field *text, unsigned depth)
{
	const struct et_field *canon = slot->field;
	const struct et_yaml *made;

	if (et_import_is_erratum(pair->import, path, et_fields_place(pair, text)))
		return;
	correct_condition(pair, path, slot, text);
	/* An integer that the text writes as a record of bit-fields. */
	if (canon->n_parts && et_fields_is_nested(&text->type) &&
		et_import_is_bits(text->type.record)) {
		slot_list parts = {0};

		add_slots(pair, &parts, canon->parts, et_yaml_get(slot->node, "bits"));
		compare_lists(pair, path, &parts, text->type.record->fields,
			text->type.record->n_fields, depth + 1);
		return;
	}
	if (et_fields_is_nested(&canon->type) && et_fields_is_nested(&text->type)) {
		correct_nested(pair, path, slot, text, depth);
	} else if (!et_spec_fits_type(&canon->type, &text->type)) {
		made = et_shape_type(&pair->shape, &text->type);
		if (pair->shape.impossible)
			et_fields_impossible(pair, path, text);
		else
			set(pair, slot, "type", made);
	}
	if (!et_spec_fits_counts(canon, text)) {
		made = et_shape_counts(&pair->shape, text);
		set(pair, slot, "count", made);
	}
	if (canon->n_parts && text->n_parts) {
		slot_list parts = {0};

		add_slots(pair, &parts, canon->parts, et_yaml_get(slot->node, "bits"));
		compare_lists(pair, path, &parts, text->parts, text->n_parts, depth + 1);
	} else if (text->n_parts && !canon->n_parts && canon->type.kind == ET_TYPE_INT) {
		made = et_yaml_get(et_shape_field(&pair->shape, text), "bits");
		if (pair->shape.impossible)
			et_fields_impossible(pair, path, text);
		else
			set(pair, slot, "bits", made);
	} else if (canon->bits != text->bits && canon->bits != ET_NO_BITS &&
		   text->bits != ET_NO_BITS) {
		set(pair, slot, "width", et_make_number(pair->import->arena, (uint64_t)text->bits));
	}
	if (text->segment != ET_SEGMENT_NONE && canon->segment != ET_SEGMENT_NONE &&
		text->segment != canon->segment)
		et_import_note(pair->import, &text->place,
			"%s is %s in the text, and not so in the registry: it moves by hand", path,
			text->segment == ET_SEGMENT_READABLE ? "device-readable"
							     : "device-writable");
}

/* Which field of the registry each of the text's is: the longest that keeps the order. SIZE_MAX:
   none. */
static size_t *match(
	struct pair *pair, const slot_list *slots, const struct et_field *text, size_t n_text)
{
	struct et_arena *arena = pair->import->arena;
	size_t n = slots->count, width = n_text + 1, i, k;
	uint16_t *best = ET_NEW_ARRAY(arena, (n + 1) * width, uint16_t);
	size_t *of = ET_NEW_ARRAY(arena, n_text + 1, size_t);

	for (k = 0; k < n_text; k++)
		of[k] = SIZE_MAX;
	for (i = n; i-- > 0;) {
		for (k = n_text; k-- > 0;) {
			uint16_t down = best[(i + 1) * width + k], right = best[i * width + k + 1];

			best[i * width + k] = down > right ? down : right;
			if (et_fields_same_name(slots->items[i].field, &text[k]) &&
				best[(i + 1) * width + k + 1] + 1 > best[i * width + k])
				best[i * width + k] = (uint16_t)(best[(i + 1) * width + k + 1] + 1);
		}
	}
	for (i = 0, k = 0; i < n && k < n_text;) {
		if (et_fields_same_name(slots->items[i].field, &text[k]) &&
			best[i * width + k] == best[(i + 1) * width + k + 1] + 1)
			of[k++] = i++;
		else if (best[(i + 1) * width + k] >= best[i * width + k + 1])
			i++;
		else
			k++;
	}
	return of;
}

/* Whether the text is to have the field, by its own editions. */
static bool is_there(const struct pair *pair, const struct slot *slot)
{
	const struct ref *ref = et_import_ref(pair->import, slot->node);

	return !ref || ref->held;
}

static void compare_lists(struct pair *pair, const char *path, slot_list *slots,
	const struct et_field *text, size_t n_text, unsigned depth)
{
	size_t *of, i, k, behind = SIZE_MAX;

	if (depth > DEEPEST || !slots->count)
		return;
	if (slots->items[0].field->bits == ET_NO_BITS)
		text = et_import_joined(pair->import, text, n_text, &n_text);
	if (slots->count * n_text > MOST_PAIRS || slots->count > UINT16_MAX ||
		n_text > UINT16_MAX) {
		et_import_note(pair->import, &pair->text->record.def.place,
			"%s has too many fields to be compared", path);
		return;
	}
	of = match(pair, slots, text, n_text);
	for (k = 0; k < n_text; k++) {
		if (of[k] == SIZE_MAX) {
			et_fields_bring(pair, path, slots, behind, &text[k], of, n_text);
			continue;
		}
		behind = of[k];
		correct_field(pair, et_fields_join(pair, path, slots->items[behind].field->name),
			&slots->items[behind], &text[k], depth);
	}
	for (i = 0; i < slots->count; i++) {
		struct ref *ref = et_import_ref(pair->import, slots->items[i].node);

		for (k = 0; k < n_text && of[k] != i; k++)
			;
		if (ref && k == n_text && !slots->items[i].removed &&
			is_there(pair, &slots->items[i]))
			ref->gone = true;
	}
	et_fields_drop(pair, path, slots);
}

static const struct et_record *canon_record(const struct import *import, const struct ref *ref)
{
	const char *name = et_yaml_get(ref->interface, "interface")->text;
	const struct et_interface *interface = et_canon_interface(import->canon, name);
	size_t i;

	for (i = 0; interface && i < interface->n_records; i++) {
		const struct et_def *def = &interface->records[i]->def;

		/* A name may stand for another record in each edition. */
		if (et_streq(def->name, ref->name) && def->place.line == ref->line &&
			def->until == et_import_edition_of(ref, "until"))
			return interface->records[i];
	}
	return NULL;
}

/* The definition in the text that the registry means: on its line, else the first. */
static const struct et_spec_record *text_record(const struct import *import, const struct ref *ref)
{
	const struct occ_list *names = et_import_find(import, ref->name);
	size_t i;

	if (ref->occ && ref->occ->kind == OCC_RECORD)
		return ref->occ->record;
	for (i = 0; names && i < names->list.count; i++) {
		if (names->list.items[i].kind == OCC_RECORD)
			return names->list.items[i].record;
	}
	return NULL;
}

static void correct_union(struct pair *pair)
{
	const struct et_yaml *node = pair->ref->node;
	const struct et_yaml *old = et_yaml_get(node, "union");

	if (pair->canon->is_union == pair->text->record.is_union ||
		et_import_is_erratum(pair->import, pair->ref->name, NULL))
		return;
	if (old)
		et_doc_value(pair->import->arena, pair->ref->doc, old,
			pair->text->record.is_union ? "true" : "false");
	else
		et_doc_key(pair->import->arena, pair->ref->doc, node, "name", "union", "true");
}

static void correct(struct import *import, struct ref *ref)
{
	struct pair pair = {.import = import,
		.ref = ref,
		.canon = canon_record(import, ref),
		.text = text_record(import, ref)};
	const struct et_yaml *segments = et_yaml_get(ref->node, "segments");
	slot_list slots = {0};
	size_t i, first = 0;

	if (!pair.canon || !pair.text)
		return;
	pair.shape = (struct shape){.import = import,
		.doc = ref->doc,
		.record = pair.text,
		.file = et_import_text_of(ref->doc)};
	if (!segments)
		add_slots(&pair, &slots, pair.canon->fields, et_yaml_get(ref->node, "fields"));
	for (i = 0; segments && i < segments->count; i++) {
		const struct et_yaml *list = et_yaml_get(segments->items[i], "fields");

		add_slots(&pair, &slots, pair.canon->fields + first, list);
		first += list ? list->count : 0;
	}
	correct_union(&pair);
	compare_lists(
		&pair, ref->name, &slots, pair.text->record.fields, pair.text->record.n_fields, 0);
}

void et_import_records(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		if (ref->kind == REF_RECORD && ref->held && !ref->gone && ref->at)
			correct(import, ref);
	}
}
