/* SPDX-License-Identifier: BSD-3-Clause */
/* The entries of the registry's files: what each is, and where it says that it stands. */
#include "import_int.h"

#include <stdlib.h>
#include <string.h>

/* What entries have from what they are in. */
struct around {
	struct et_doc *doc;
	const struct et_yaml *group;
	const char *group_name;
	const struct ref *outer; /* whose place a field has when it says none; NULL */
};

/* A number of the registry as its line; 0 when it is none. */
static uint32_t line_of(const char *text)
{
	char *end;
	unsigned long line = strtoul(text, &end, 10);

	return *end || line > UINT32_MAX ? 0 : (uint32_t)line;
}

static void read_place(struct import *import, struct ref *ref)
{
	const char *text, *colon;

	ref->at = et_yaml_get(ref->node, "at");
	text = ref->at ? ref->at->text : NULL;
	if (!text)
		return;
	colon = strrchr(text, ':');
	ref->file = colon ? et_strndup(import->arena, text, (size_t)(colon - text))
			  : et_import_text_of(ref->doc);
	ref->line = line_of(colon ? colon + 1 : text);
}

const struct et_yaml *et_import_key(const struct ref *ref, const char *key)
{
	const struct et_yaml *value = et_yaml_get(ref->node, key);
	/* Fields and bit-fields have nothing from their record but its standing. */
	bool shared = ref->kind != REF_FIELD && ref->kind != REF_PART;

	return value || !(shared || strcmp(key, "status") == 0 || strcmp(key, "section") == 0)
		       ? value
		       : et_yaml_get(ref->group, key);
}

enum et_edition et_import_edition_of(const struct ref *ref, const char *key)
{
	const struct et_yaml *value = et_import_key(ref, key);
	enum et_edition edition;

	if (!value || !value->text)
		return ET_EDITION_UNKNOWN;
	edition = et_edition_by_name(value->text);
	return edition == ET_EDITION_COUNT ? ET_EDITION_UNKNOWN : edition;
}

/* Whether this text should have the entry: what trees share and what has ended it need not. */
static bool is_held(const struct import *import, const struct ref *ref)
{
	static const char *const foreign[] = {"de-facto", "proposed", "withdrawn", NULL};
	/* A draft's may be in an edition, or never. */
	bool draft = import->edition != ET_EDITION_UNKNOWN;
	const struct et_yaml *status = et_import_key(ref, "status");
	enum et_edition since = et_import_edition_of(ref, "since");
	enum et_edition until = et_import_edition_of(ref, "until");
	size_t i;

	for (i = 0; status && foreign[i]; i++) {
		if (et_streq(status->text, foreign[i]))
			return false;
	}
	if (status && draft && et_streq(status->text, "draft"))
		return false;
	/* A draft follows the edition that the registry holds. */
	if (import->edition == ET_EDITION_UNKNOWN)
		return until == ET_EDITION_UNKNOWN;
	return since <= import->edition &&
	       (until == ET_EDITION_UNKNOWN || until >= import->edition);
}

static struct ref *add(struct import *import, const struct around *around, enum ref_kind kind,
	const struct et_yaml *node, const char *name)
{
	struct ref *ref = ET_NEW(import->arena, struct ref);
	void **slot;

	*ref = (struct ref){.kind = kind,
		.doc = around->doc,
		.interface = around->doc->root,
		.node = node,
		.group = around->group,
		.group_name = around->group_name,
		.name = name};
	read_place(import, ref);
	if (!ref->line && around->outer) {
		ref->file = around->outer->file;
		ref->line = around->outer->line;
	}
	ref->held = is_held(import, ref);
	ref->present = et_import_edition_of(ref, "until") == ET_EDITION_UNKNOWN ||
		       et_import_edition_of(ref, "until") >= import->options->edition;
	*ET_APPEND(import->arena, &import->refs) = ref;
	/* The map borrows its keys. */
	slot = et_map_slot(
		&import->ref_by_node, import->arena, (const char *)&ref->node, sizeof(ref->node));
	*slot = ref;
	if (name && (kind == REF_CONSTANT || kind == REF_RECORD || kind == REF_REGISTER)) {
		const char *key = et_sprintf(import->arena, "%d %s", (int)kind, name);

		slot = et_map_slot(&import->ref_by_name, import->arena, key, strlen(key));
		/* The one of this edition before those of others. */
		if (!*slot || (ref->present && !((struct ref *)*slot)->present))
			*slot = ref;
	}
	return ref;
}

struct ref *et_import_ref(const struct import *import, const struct et_yaml *node)
{
	return et_map_get(&import->ref_by_node, (const char *)&node, sizeof(node));
}

struct ref *et_import_known(const struct import *import, enum ref_kind kind, const char *name)
{
	const char *key = et_sprintf(import->arena, "%d %s", (int)kind, name);

	return et_map_get(&import->ref_by_name, key, strlen(key));
}

static const char *text_of(const struct et_yaml *node, const char *key)
{
	const struct et_yaml *value = et_yaml_get(node, key);

	return value ? value->text : NULL;
}

/* The entries of a list, each with the name that it gives itself. */
static void add_list(struct import *import, const struct around *around, enum ref_kind kind,
	const struct et_yaml *list)
{
	size_t i;

	for (i = 0; list && i < list->count; i++) {
		struct ref *ref =
			add(import, around, kind, list->items[i], text_of(list->items[i], "name"));

		ref->list = list;
		ref->index = i;
	}
}

static void add_fields(
	struct import *import, const struct around *around, const struct et_yaml *list)
{
	size_t i;

	for (i = 0; list && i < list->count; i++) {
		const struct et_yaml *node = list->items[i];
		const struct et_yaml *type = et_yaml_get(node, "type");
		struct around inside = *around;
		struct ref *ref = add(import, around, REF_FIELD, node, text_of(node, "name"));

		ref->list = list;
		ref->index = i;
		inside.outer = ref;
		add_fields(import, &inside, et_yaml_get(type, "struct"));
		add_fields(import, &inside, et_yaml_get(type, "union"));
		add_list(import, &inside, REF_PART, et_yaml_get(node, "bits"));
	}
}

static void add_records(struct import *import, struct around *around)
{
	const struct et_yaml *records = et_yaml_get(around->doc->root, "records");
	size_t i, k;

	for (i = 0; records && i < records->count; i++) {
		const struct et_yaml *node = records->items[i];
		const struct et_yaml *segments = et_yaml_get(node, "segments");
		struct around inside = *around;
		struct ref *ref;

		inside.group = node;
		inside.group_name = text_of(node, "name");
		ref = add(import, around, REF_RECORD, node, inside.group_name);
		ref->list = records;
		ref->index = i;
		inside.outer = ref;
		add_fields(import, &inside, et_yaml_get(node, "fields"));
		for (k = 0; segments && k < segments->count; k++)
			add_fields(import, &inside, et_yaml_get(segments->items[k], "fields"));
	}
}

/* Sets of constants, blocks of registers. */
static void add_groups(
	struct import *import, const struct around *around, const char *key, enum ref_kind kind)
{
	const struct et_yaml *groups = et_yaml_get(around->doc->root, key);
	size_t i;

	for (i = 0; groups && i < groups->count; i++) {
		struct around inside = *around;
		struct ref *ref = add(import, around, REF_GROUP, groups->items[i], NULL);

		inside.group = groups->items[i];
		inside.group_name = groups->keys[i]->text;
		ref->group_name = inside.group_name;
		if (ref->line)
			inside.outer = ref;
		add_list(import, &inside, kind, et_yaml_get(groups->items[i], "values"));
	}
}

/* How many entries a registry's file has in a file of the text. */
struct share {
	struct et_doc *doc;
	size_t count;
};

struct owners {
	ET_ARRAY(struct share) list;
};

static void count_share(struct import *import, struct et_doc *doc, const char *file, size_t n)
{
	void **slot = et_map_slot(&import->doc_by_file, import->arena, file, strlen(file));
	struct owners *owners;
	size_t i;

	if (!*slot)
		*slot = ET_NEW(import->arena, struct owners);
	owners = *slot;
	for (i = 0; i < owners->list.count && owners->list.items[i].doc != doc; i++)
		;
	if (i == owners->list.count)
		*ET_APPEND(import->arena, &owners->list) = (struct share){doc, 0};
	owners->list.items[i].count += n;
}

void et_import_claim(struct import *import, struct et_doc *doc, const char *file)
{
	enum { CHAPTER = 1000 }; /* what the file says itself counts for more than single entries */

	count_share(import, doc, file, CHAPTER);
}

static bool has_prefix(const struct et_doc *doc, const char *name)
{
	const struct et_yaml *prefixes = et_yaml_get(doc->root, "prefixes");
	size_t i;

	for (i = 0; name && prefixes && i < prefixes->count; i++) {
		if (prefixes->items[i]->text && et_starts_with(name, prefixes->items[i]->text))
			return true;
	}
	return false;
}

/* The registry's file whose chapter is in the same folder; none for the folder of all. */
static struct et_doc *by_folder(const struct import *import, const char *file)
{
	const char *slash = strrchr(file, '/');
	size_t i, length = slash ? (size_t)(slash - file) + 1 : 0;

	for (i = 0; length && i < import->out->docs.count; i++) {
		struct et_doc *doc = import->out->docs.items[i];
		const char *text = et_import_text_of(doc);

		if (text && strncmp(text, file, length) == 0 && !strchr(text + length, '/'))
			return doc;
	}
	return NULL;
}

struct et_doc *et_import_owner(const struct import *import, const char *file, const char *name)
{
	const struct owners *owners = et_map_get(&import->doc_by_file, file, strlen(file));
	const struct share *best = NULL;
	size_t i;

	for (i = 0; owners && i < owners->list.count; i++) {
		const struct share *one = &owners->list.items[i];
		bool mine = has_prefix(one->doc, name);

		if (!best || (mine && !has_prefix(best->doc, name)) ||
			(mine == has_prefix(best->doc, name) && one->count > best->count))
			best = one;
	}
	return best ? best->doc : by_folder(import, file);
}

const char *et_import_text_of(const struct et_doc *doc)
{
	const struct et_yaml *text = et_yaml_get(doc->root, "text");

	return text ? text->text : NULL;
}

static void add_document(struct import *import, struct et_doc *doc)
{
	struct around around = {.doc = doc};
	const char *text = et_import_text_of(doc);

	add(import, &around, REF_INTERFACE, doc->root, text_of(doc->root, "interface"));
	if (text)
		et_import_claim(import, doc, text);
	add_groups(import, &around, "constants", REF_CONSTANT);
	add_records(import, &around);
	add_list(import, &around, REF_VIEW, et_yaml_get(doc->root, "views"));
	add_groups(import, &around, "registers", REF_REGISTER);
	add_list(import, &around, REF_QUEUE, et_yaml_get(doc->root, "virtqueues"));
	add_list(import, &around, REF_COMMAND, et_yaml_get(doc->root, "commands"));
}

static void note_name(struct import *import, const struct ref *ref, const struct et_yaml *name)
{
	size_t i;

	if (!name)
		return;
	if (name->kind == ET_YAML_SCALAR)
		*et_map_slot(&import->known, import->arena, name->text, strlen(name->text)) =
			(void *)ref;
	for (i = 0; i < name->count; i++)
		note_name(import, ref, name->items[i]);
}

/* All names that the registry has for something: own, former, other spellings. */
static void note_names(struct import *import, const struct ref *ref)
{
	if (ref->kind == REF_FIELD || ref->kind == REF_PART || ref->kind == REF_GROUP ||
		ref->kind == REF_QUEUE)
		return;
	if (ref->kind == REF_ERRATUM) {
		/* A slip that an erratum tells is the name of nothing. */
		note_name(import, ref, et_yaml_get(ref->node, "says"));
		return;
	}
	note_name(import, ref, et_yaml_get(ref->node, "name"));
	note_name(import, ref, et_yaml_get(ref->node, "former"));
	note_name(import, ref, et_yaml_get(ref->node, "aliases"));
}

void et_import_refs(struct import *import)
{
	size_t i;

	for (i = 0; i < import->out->docs.count; i++) {
		struct et_doc *doc = import->out->docs.items[i];
		struct around around = {.doc = doc};

		if (et_yaml_get(doc->root, "interface"))
			add_document(import, doc);
		else
			add_list(import, &around, REF_ERRATUM, et_yaml_get(doc->root, "errata"));
	}
	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];

		if (ref->file && ref->kind != REF_ERRATUM)
			count_share(import, ref->doc, ref->file, 1);
		note_names(import, ref);
	}
}
