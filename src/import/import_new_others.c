/* SPDX-License-Identifier: BSD-3-Clause */
/* Registers, virtqueues, rows of tables of ids and commands that the registry lacks. */
#include "import_int.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The entry of a kind that stands next above a place of the text, in the registry's file or any. */
static struct ref *above(const struct import *import, enum ref_kind kind, const struct et_doc *doc,
	const struct et_place *place)
{
	struct ref *best = NULL;
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		if (ref->kind == kind && (!doc || ref->doc == doc) && ref->present && !ref->gone &&
			ref->list && et_streq(ref->file, place->file) &&
			ref->new_line <= place->line && (!best || ref->new_line >= best->new_line))
			best = ref;
	}
	return best;
}

static void enter_register(struct import *import, const struct et_spec_register *text)
{
	const struct et_place *place = &text->reg.def.place;
	struct ref *sibling = above(import, REF_REGISTER, NULL, place);
	struct et_made *entry = et_make_mapping(import->arena);
	const struct et_yaml *like = sibling ? et_yaml_get(sibling->node, "offset") : NULL;

	if (!sibling) {
		et_import_note(import, place,
			"register %s is not entered: no block of registers is known above it",
			text->reg.def.name);
		return;
	}
	et_make_put(import->arena, entry, "name", et_make_text(import->arena, text->reg.def.name));
	et_make_put(import->arena, entry, "offset",
		et_make_plain(
			import->arena, et_import_number(import, text->reg.offset, like, true)));
	if (text->reg.width)
		et_make_put(import->arena, entry, "width",
			et_make_number(import->arena, text->reg.width));
	if (text->reg.access != ET_ACCESS_UNKNOWN)
		et_make_put(import->arena, entry, "access",
			et_make_plain(import->arena, et_access_name(text->reg.access)));
	et_import_place_entry(import, sibling->doc, entry, place, text->heading, sibling->group);
	et_doc_insert(import->arena, sibling->doc, sibling->list, sibling->index + 1, &entry->node);
}

static void new_registers(struct import *import)
{
	size_t i;

	for (i = 0; i < import->spec->n_registers; i++) {
		const struct et_spec_register *text = &import->spec->registers[i];
		struct occ_list *names = et_import_find(import, text->reg.def.name);

		if (!names || names->is_new || et_import_is_known(import, names->name) ||
			et_import_is_other(
				import, &text->reg.def.place, text->reg.offset, "offset"))
			continue;
		names->is_new = true;
		enter_register(import, text);
	}
}

/* Whether the file has a virtqueue of that name, or of a family that it is one of. */
static bool has_queue(const struct import *import, const struct et_doc *doc, const char *name)
{
	size_t i, length = strlen(name);

	while (length && (isdigit((unsigned char)name[length - 1]) || name[length - 1] == 'N'))
		length--;
	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];

		if (ref->kind == REF_QUEUE && ref->doc == doc && ref->name &&
			(et_streq(ref->name, name) ||
				(strlen(ref->name) == length &&
					strncmp(ref->name, name, length) == 0)))
			return true;
	}
	return false;
}

static void enter_queue(struct import *import, struct et_doc *doc, const struct et_spec_queue *text)
{
	const struct et_yaml *list = et_yaml_get(doc->root, "virtqueues");
	struct ref *sibling = above(import, REF_QUEUE, doc, &text->place);
	struct et_made *entry = et_make_mapping(import->arena);

	if (!text->has_number) {
		et_import_note(import, &text->place,
			"virtqueue %s is not entered: its index \"%s\" has to be told by hand",
			text->name, text->index ? text->index : "");
		return;
	}
	et_make_put(import->arena, entry, "name", et_make_text(import->arena, text->name));
	et_make_put(import->arena, entry, "index", et_make_number(import->arena, text->number));
	et_import_place_entry(import, doc, entry, &text->place, text->heading, NULL);
	et_import_note(import, &text->place,
		"virtqueue %s is entered without its direction, which prose tells", text->name);
	if (list && list->count) {
		et_doc_insert(import->arena, doc, list, sibling ? sibling->index + 1 : list->count,
			&entry->node);
		return;
	}
	if (!doc->virtqueues)
		doc->virtqueues = et_make_sequence(import->arena);
	et_make_add(import->arena, doc->virtqueues, &entry->node);
}

static void new_queues(struct import *import)
{
	size_t i;

	for (i = 0; i < import->spec->n_queues; i++) {
		const struct et_spec_queue *text = &import->spec->queues[i];
		struct et_doc *doc =
			text->name ? et_import_owner(import, text->place.file, NULL) : NULL;
		const char *key;
		void **slot;

		if (!doc || !et_is_name(text->name) || has_queue(import, doc, text->name))
			continue;
		key = et_sprintf(import->arena, "queue %s %s", doc->name, text->name);
		slot = et_map_slot(&import->new_sections, import->arena, key, strlen(key));
		if (*slot)
			continue;
		*slot = (void *)text;
		enter_queue(import, doc, text);
	}
}

/* A known row of the same table, the nearest one above; else the first below. */
static struct ref *row_beside(const struct import *import, const struct et_spec_id *id)
{
	struct ref *best = NULL;
	size_t i, k;

	for (i = 0; i < import->spec->n_ids; i++) {
		const struct et_spec_id *other = &import->spec->ids[i];

		if (other->group != id->group || other->place.line > id->place.line ||
			!et_streq(other->place.file, id->place.file))
			continue;
		for (k = 0; k < import->refs.count; k++) {
			struct ref *ref = import->refs.items[k];
			const struct et_yaml *value = et_yaml_get(ref->node, "value");

			if (ref->kind == REF_CONSTANT && ref->list && ref->present && !ref->gone &&
				ref->new_line == other->place.line &&
				et_streq(ref->file, other->place.file) && value &&
				strtoull(value->text, NULL, 0) == other->number)
				best = ref;
		}
	}
	return best;
}

static size_t common(const char *one, const char *other)
{
	size_t length = 0;

	while (one[length] && one[length] == other[length])
		length++;
	return length;
}

/* "Frobnication device" beside VIRTIO_ID_NET: VIRTIO_ID_FROBNICATION. */
static const char *row_name(struct import *import, const struct ref *sibling, const char *title)
{
	const struct et_yaml *other =
		sibling->list->count > 1
			? et_yaml_get(sibling->list->items[sibling->index ? 0 : 1], "name")
			: NULL;
	size_t length = other && other->text ? common(sibling->name, other->text) : 0;
	char *name, *at;

	while (length && sibling->name[length - 1] != '_')
		length--;
	if (!length)
		return NULL;
	name = et_sprintf(import->arena, "%.*s%s", (int)length, sibling->name, title);
	at = strcasestr(name, " device");
	if (at && (!at[7] || at[7] == ' '))
		*at = '\0';
	for (at = name + length; *at; at++)
		*at = isalnum((unsigned char)*at) ? (char)toupper((unsigned char)*at) : '_';
	return name;
}

static void enter_row(struct import *import, const struct et_spec_id *id)
{
	struct ref *sibling = row_beside(import, id);
	struct et_made *entry = et_make_mapping(import->arena);
	const char *name = sibling ? row_name(import, sibling, id->title) : NULL;
	const struct et_yaml *value = sibling ? et_yaml_get(sibling->node, "value") : NULL;

	if (!sibling)
		return; /* a table that the registry has no names for */
	if (!name || et_import_is_known(import, name)) {
		et_import_note(import, &id->place,
			"number %" PRIu64 " (%s) is not entered: it needs a name", id->number,
			id->title);
		return;
	}
	et_make_put(import->arena, entry, "name", et_make_text(import->arena, name));
	et_make_put(import->arena, entry, "value",
		et_make_plain(import->arena, et_import_number(import, id->number, value, false)));
	et_import_place_entry(import, sibling->doc, entry, &id->place, id->heading, sibling->group);
	et_make_put(import->arena, entry, "about", et_make_text(import->arena, id->title));
	et_doc_insert(import->arena, sibling->doc, sibling->list, sibling->index + 1, &entry->node);
	et_import_note(import, &id->place,
		"%s is called %s, a name of our own until trees have one", id->title, name);
}

static bool is_range(const struct import *import, const struct et_spec_id *id)
{
	size_t i;

	for (i = 0; i < import->spec->n_ids; i++) {
		const struct et_spec_id *other = &import->spec->ids[i];

		if (other->last != other->number && other->place.line == id->place.line &&
			et_streq(other->place.file, id->place.file))
			return true;
	}
	return false;
}

static void new_rows(struct import *import)
{
	size_t i;

	for (i = 0; i < import->spec->n_ids; i++) {
		const struct et_spec_id *id = &import->spec->ids[i];

		if (id->group == ET_SPEC_NONE || strcasestr(id->title, "reserved") ||
			is_range(import, id) ||
			et_import_is_other(import, &id->place, id->number, "value"))
			continue;
		enter_row(import, id);
	}
}

void et_import_new_others(struct import *import)
{
	new_registers(import);
	new_queues(import);
	new_rows(import);
}

/* What all commands of the set say under a key; NULL with *same false when they differ. */
static const char *shared(struct import *import, struct et_doc *doc, const struct et_yaml *set,
	const char *key, bool *same, size_t *count)
{
	const struct et_yaml *commands = et_yaml_get(doc->root, "commands");
	const char *word = NULL;
	size_t i;

	*count = 0;
	for (i = 0; commands && i < commands->count; i++) {
		const struct et_yaml *name = et_yaml_get(commands->items[i], "name");
		const struct ref *ref =
			name ? et_import_known(import, REF_CONSTANT, name->text) : NULL;
		const struct et_yaml *value = et_yaml_get(commands->items[i], key);

		if (!ref || ref->group != set)
			continue;
		if ((*count)++ && !et_streq(word, value ? value->text : NULL))
			*same = false;
		word = value ? value->text : NULL;
	}
	return word;
}

bool et_import_new_command(struct import *import, struct et_doc *doc,
	const struct et_spec_constant *text, const struct et_yaml *set)
{
	const struct et_yaml *commands = et_yaml_get(doc->root, "commands");
	char *name = et_strdup(import->arena, text->constant.def.name), *at;
	struct et_made *entry, *payload;
	const struct occ_list *names;
	const struct et_spec_record *record = NULL;
	bool same = true, readable = false, writable = false;
	const char *queue, *class_name;
	size_t i, count;

	for (at = name; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	names = et_import_find(import, name);
	for (i = 0; names && i < names->list.count; i++) {
		if (names->list.items[i].kind == OCC_RECORD)
			record = names->list.items[i].record;
	}
	queue = shared(import, doc, set, "queue", &same, &count);
	class_name = shared(import, doc, set, "class", &same, &count);
	for (i = 0; record && i < record->record.n_fields; i++) {
		readable |= record->record.fields[i].segment == ET_SEGMENT_READABLE;
		writable |= record->record.fields[i].segment == ET_SEGMENT_WRITABLE;
	}
	/* Only a message of its very name, whose parts are marked, beside others of one virtqueue.
	 */
	if (!record || !count || !same || !(readable || writable) ||
		!(et_map_get(&import->new_records, name, strlen(name)) ||
			et_import_known(import, REF_RECORD, name)))
		return false;
	entry = et_make_mapping(import->arena);
	payload = et_make_mapping(import->arena);
	et_make_put(import->arena, payload, "record", et_make_text(import->arena, name));
	et_make_put(
		import->arena, entry, "name", et_make_text(import->arena, text->constant.def.name));
	if (class_name)
		et_make_put(import->arena, entry, "class", et_make_text(import->arena, class_name));
	if (queue)
		et_make_put(import->arena, entry, "queue", et_make_text(import->arena, queue));
	if (readable)
		et_make_put(import->arena, entry, "request", &payload->node);
	if (writable)
		et_make_put(import->arena, entry, "response", &payload->node);
	et_import_place_entry(import, doc, entry, &text->constant.def.place, text->heading, NULL);
	et_doc_insert(import->arena, doc, commands, commands->count, &entry->node);
	return true;
}
