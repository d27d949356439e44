/* SPDX-License-Identifier: BSD-3-Clause */
/* Records that the registry lacks: each behind the one that it follows in the text. */
#include "import_int.h"

#include <string.h>

static bool is_wanted(struct import *import, const struct et_spec_record *text)
{
	return !text->superseded && !text->declaration && text->record.def.name &&
	       et_is_name(text->record.def.name) &&
	       !et_import_is_known(import, text->record.def.name);
}

/* Segments of a message; fields before the first mark are what the device reads. NULL: no message,
   or one that the registry can't say. */
static const struct et_yaml *segments_of(struct shape *shape, const struct et_spec_record *text)
{
	struct et_arena *arena = shape->import->arena;
	struct et_made *list = et_make_sequence(arena);
	const struct et_field *fields = text->record.fields;
	size_t i, n, count = text->record.n_fields;
	enum et_segment last = ET_SEGMENT_NONE;

	for (i = 0; i < count; i += n) {
		enum et_segment segment = ET_SEGMENT_NONE;
		struct et_made *made;

		/* Up to where another begins. */
		for (n = 0; i + n < count; n++) {
			enum et_segment next = fields[i + n].segment;

			if (next == ET_SEGMENT_NONE)
				continue;
			if (segment != ET_SEGMENT_NONE && next != segment)
				break;
			if (segment == ET_SEGMENT_NONE && n && next == ET_SEGMENT_WRITABLE) {
				segment = ET_SEGMENT_READABLE;
				break;
			}
			segment = next;
		}
		if (segment == ET_SEGMENT_NONE || segment <= last)
			return NULL;
		last = segment;
		made = et_make_mapping(arena);
		et_make_put(arena, made, "access",
			et_make_plain(
				arena, segment == ET_SEGMENT_READABLE ? "readable" : "writable"));
		et_make_put(arena, made, "fields", et_shape_fields(shape, fields + i, n));
		et_make_add(arena, list, &made->node);
	}
	return &list->node;
}

static bool has_segments(const struct et_spec_record *text)
{
	size_t i;

	for (i = 0; i < text->record.n_fields; i++) {
		if (text->record.fields[i].segment != ET_SEGMENT_NONE)
			return true;
	}
	return false;
}

static const char *role_of(const struct et_spec_record *text)
{
	if (has_segments(text))
		return "message";
	return et_ends_with(text->record.def.name, "_config") ? "config" : NULL;
}

/* The whole entry; NULL with shape->impossible. */
static const struct et_yaml *entry_of(struct shape *shape, const struct et_spec_record *text)
{
	struct import *import = shape->import;
	struct et_made *entry = et_make_mapping(import->arena);
	const struct et_def *def = &text->record.def;
	const struct et_yaml *segments = has_segments(text) ? segments_of(shape, text) : NULL;

	if (!text->record.complete)
		shape->impossible = "a member of it can't be read";
	et_make_put(import->arena, entry, "name", et_make_text(import->arena, def->name));
	if (role_of(text) && (segments || !has_segments(text)))
		et_make_put(
			import->arena, entry, "role", et_make_plain(import->arena, role_of(text)));
	if (text->record.is_union)
		et_make_put(import->arena, entry, "union", et_make_plain(import->arena, "true"));
	et_import_place_entry(import, shape->doc, entry, &def->place, text->heading, NULL);
	if (def->guard) {
		const struct et_yaml *when = et_import_when(import, def->guard);

		if (!when)
			et_import_note(import, &def->place,
				"the condition \"%s\" of %s is not entered: it has to be told by "
				"hand",
				def->guard, def->name);
		et_make_put(import->arena, entry, "when", when);
	}
	if (segments)
		et_make_put(import->arena, entry, "segments", segments);
	else
		et_make_put(import->arena, entry, "fields",
			et_shape_fields(shape, text->record.fields, text->record.n_fields));
	return shape->impossible ? NULL : &entry->node;
}

static struct shape shape_of(struct import *import, const struct et_spec_record *text)
{
	struct et_doc *doc =
		et_import_owner(import, text->record.def.place.file, text->record.def.name);

	return (struct shape){.import = import,
		.doc = doc,
		.record = text,
		.file = doc ? et_import_text_of(doc) : NULL};
}

/* Which can come in: what needs a record that can't, can't either. */
void et_import_choose_records(struct import *import)
{
	const struct et_spec *spec = import->spec;
	bool again = true;
	size_t i;

	for (i = 0; i < spec->n_records; i++) {
		const struct et_spec_record *text = &spec->records[i];
		void **slot;

		if (!is_wanted(import, text) || !shape_of(import, text).doc)
			continue;
		slot = et_map_slot(&import->new_records, import->arena, text->record.def.name,
			strlen(text->record.def.name));
		if (!*slot)
			*slot = (void *)text;
	}
	import->quiet = true;
	while (again) {
		again = false;
		for (i = 0; i < spec->n_records; i++) {
			const struct et_spec_record *text = &spec->records[i];
			const char *name = text->record.def.name;
			struct shape shape;

			if (!name || et_map_get(&import->new_records, name, strlen(name)) != text)
				continue;
			shape = shape_of(import, text);
			et_shape_fields(&shape, text->record.fields, text->record.n_fields);
			if (!shape.impossible && text->record.complete)
				continue;
			*et_map_slot(&import->new_records, import->arena, name, strlen(name)) =
				NULL;
			again = true;
		}
	}
	import->quiet = false;
}

/* The record of the registry that the new one follows in the text; NULL: none before it. */
static struct ref *before(
	const struct import *import, const struct et_doc *doc, const struct et_place *place)
{
	struct ref *best = NULL;
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		if (ref->kind == REF_RECORD && ref->doc == doc && ref->present && !ref->gone &&
			et_streq(ref->file, place->file) && ref->new_line <= place->line &&
			(!best || ref->new_line >= best->new_line))
			best = ref;
	}
	return best;
}

static void enter(struct import *import, const struct et_spec_record *text)
{
	const struct et_place *place = &text->record.def.place;
	struct shape shape = shape_of(import, text);
	const struct et_yaml *list = et_yaml_get(shape.doc->root, "records");
	const struct et_yaml *entry = entry_of(&shape, text);
	const struct ref *sibling = before(import, shape.doc, place);
	size_t index = 0;

	if (!entry)
		return;
	/* The first of its file stands first, where the file is the chapter; others at the end. */
	if (sibling)
		index = sibling->index + 1;
	else if (list && !et_streq(et_import_text_of(shape.doc), place->file))
		index = list->count;
	if (list && list->count) {
		et_doc_insert(import->arena, shape.doc, list, index, entry);
		return;
	}
	if (!shape.doc->records)
		shape.doc->records = et_make_sequence(import->arena);
	et_make_add(import->arena, shape.doc->records, entry);
}

static void explain(struct import *import, const struct et_spec_record *text)
{
	struct shape shape = shape_of(import, text);

	if (!shape.doc) {
		et_import_no_owner(import, &text->record.def.place, text->record.def.name);
		return;
	}
	import->quiet = true;
	et_shape_fields(&shape, text->record.fields, text->record.n_fields);
	import->quiet = false;
	if (!text->record.complete)
		shape.impossible = "a member of it can't be read";
	et_import_note(import, &text->record.def.place, "%s is not entered: %s",
		text->record.def.name, shape.impossible ? shape.impossible : "it can't be told");
}

void et_import_new_records(struct import *import)
{
	const struct et_spec *spec = import->spec;
	size_t i;

	for (i = 0; i < spec->n_records; i++) {
		const struct et_spec_record *text = &spec->records[i];
		const char *name = text->record.def.name;
		const void *chosen;

		if (!is_wanted(import, text))
			continue;
		chosen = et_map_get(&import->new_records, name, strlen(name));
		if (chosen == text)
			enter(import, text);
		else if (chosen)
			et_import_note(import, &text->record.def.place,
				"%s is defined a second time; the first is entered", name);
		else
			explain(import, text);
	}
}
