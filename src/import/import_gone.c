/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What is gone: from the registry too, when it holds the text's own edition; else it is ended with
 * the last edition that had it. What others refer to stays, and is said.
 */
#include "import_int.h"

#include <string.h>

/* A value in the registry that may name a definition. */
struct use {
	const struct et_doc *doc;
	const struct ref *by; /* the entry that it is in */
	const struct et_yaml *node;
	const char *key;
};

struct uses {
	struct import *import;
	struct et_map by_head; /* ET_ARRAY(struct use) by the text up to its first dot */
};

struct use_list {
	ET_ARRAY(struct use) list;
};

/* Keys whose values are words for people, or a name's own place. */
static bool is_prose(const char *key)
{
	static const char *const keys[] = {"about", "evidence", "former", "aliases", "why", "says",
		"holds", "title", "label", "who", "text", "definition", "at", "section", "since",
		"until", "status", "prose", "prefixes", "headers", NULL};
	size_t i;

	for (i = 0; keys[i]; i++) {
		if (strcmp(keys[i], key) == 0)
			return true;
	}
	return false;
}

static void collect(struct uses *uses, const struct et_doc *doc, const struct ref *by,
	const char *key, const struct et_yaml *node)
{
	struct import *import = uses->import;
	const struct ref *own = node->kind == ET_YAML_MAPPING ? et_import_ref(import, node) : NULL;
	size_t i;

	if (own)
		by = own;
	if (node->kind == ET_YAML_SCALAR) {
		void **slot = et_map_slot(
			&uses->by_head, import->arena, node->text, strcspn(node->text, "."));

		if (!*slot)
			*slot = ET_NEW(import->arena, struct use_list);
		*ET_APPEND(import->arena, &((struct use_list *)*slot)->list) =
			(struct use){doc, by, node, key};
	}
	for (i = 0; i < node->count; i++) {
		const char *inner = node->keys ? node->keys[i]->text : key;

		if (!is_prose(inner))
			collect(uses, doc, by, inner, node->items[i]);
	}
}

static const struct use_list *uses_of(const struct uses *uses, const char *name)
{
	return et_map_get(&uses->by_head, name, strlen(name));
}

/* Whether a value is about what is gone, and not the name of that itself. */
static bool means(const struct ref *gone, const struct use *use)
{
	const char *dot = strchr(use->node->text, '.');
	bool own = strcmp(use->key, "name") == 0;

	switch (gone->kind) {
	case REF_CONSTANT:
		return own ? use->by && use->by->kind == REF_COMMAND : !dot;
	case REF_RECORD:
		return !own;
	case REF_QUEUE:
		return strcmp(use->key, "queue") == 0 && use->doc == gone->doc;
	case REF_FIELD:
	case REF_PART:
		if (own)
			return false;
		/* RECORD.FIELD from anywhere; FIELD alone in its record, and of a configuration. */
		if (dot &&
			strncmp(use->node->text, gone->group_name, strlen(gone->group_name)) == 0) {
			size_t length = strlen(gone->name);

			return strncmp(dot + 1, gone->name, length) == 0 &&
			       (!dot[1 + length] || dot[1 + length] == '.');
		}
		if (use->by && use->by->kind == REF_VIEW)
			return (strcmp(use->key, "first") == 0 || strcmp(use->key, "last") == 0) &&
			       et_yaml_get(use->by->node, "of") &&
			       et_streq(et_yaml_get(use->by->node, "of")->text, gone->group_name);
		if (strcmp(use->key, "config") == 0)
			return use->doc == gone->doc;
		return use->by && use->by->group == gone->group &&
		       (strcmp(use->key, "field") == 0 || strcmp(use->key, "of") == 0);
	default:
		return false;
	}
}

/* The first use by something that stays. */
static const struct use *find_use(const struct uses *uses, const struct ref *gone)
{
	const char *heads[] = {gone->name,
		gone->kind == REF_FIELD || gone->kind == REF_PART ? gone->group_name : NULL};
	size_t i, k;

	for (i = 0; i < 2; i++) {
		const struct use_list *list = heads[i] ? uses_of(uses, heads[i]) : NULL;

		for (k = 0; list && k < list->list.count; k++) {
			const struct use *use = &list->list.items[k];
			const struct ref *by = use->by;
			const struct ref *record =
				by && by->group ? et_import_ref(uses->import, by->group) : NULL;

			if (by == gone || (by && by->gone) || (record && record->gone))
				continue;
			if (means(gone, use))
				return use;
		}
	}
	return NULL;
}

/* What stays may refer to more that has to stay. */
static void keep_used(struct import *import)
{
	struct uses uses = {.import = import};
	bool again = true;
	size_t i;

	for (i = 0; i < import->out->docs.count; i++) {
		const struct et_doc *doc = import->out->docs.items[i];

		if (doc->root)
			collect(&uses, doc, NULL, "", doc->root);
	}
	while (again) {
		again = false;
		for (i = 0; i < import->refs.count; i++) {
			struct ref *ref = import->refs.items[i];
			const struct use *use =
				ref->gone && ref->name ? find_use(&uses, ref) : NULL;

			if (!use)
				continue;
			ref->gone = false;
			again = true;
			et_import_doc_note(import, use->doc, use->node,
				"%s is gone from the text, and is still named here: both stay "
				"until "
				"this is told otherwise by hand",
				ref->name);
		}
	}
}

/* The edition before the text's: the last one that had what is gone. */
static enum et_edition last_edition(const struct import *import)
{
	if (import->edition == ET_EDITION_UNKNOWN)
		return import->options->edition;
	return (enum et_edition)(import->edition - 1);
}

/* Whether nothing else of its list stays, so that the list can't. */
static bool leaves_nothing(const struct import *import, const struct ref *ref)
{
	size_t i;

	for (i = 0; i < ref->list->count; i++) {
		const struct ref *other = et_import_ref(import, ref->list->items[i]);

		if (!other || !other->gone)
			return false;
	}
	return true;
}

/* The key of the document, or of its sets, that has a list to itself: it goes as a whole. */
static void remove_whole(struct import *import, struct ref *ref)
{
	static const char *const tops[] = {
		"constants", "registers", "records", "virtqueues", "commands", "views", NULL};
	const struct et_yaml *root = ref->interface;
	size_t i, k;

	if (ref->index)
		return; /* the first one does it for all */
	for (i = 0; tops[i]; i++) {
		const struct et_yaml *top = et_yaml_get(root, tops[i]);

		for (k = 0; top && k < root->count; k++) {
			if (root->items[k] == top && top == ref->list)
				et_doc_remove_key(import->arena, ref->doc, root, root->keys[k]);
		}
		for (k = 0; top && top->keys && k < top->count; k++) {
			if (top->items[k] != ref->group)
				continue;
			if (top->count == 1)
				et_import_doc_note(import, ref->doc, top->items[k],
					"nothing is left of '%s': the key goes by hand", tops[i]);
			else
				et_doc_remove_item(import->arena, ref->doc, top, k);
		}
	}
}

static void end(struct import *import, struct ref *ref)
{
	const struct et_yaml *until = et_yaml_get(ref->node, "until");
	const char *edition;

	if (import->edition == import->options->edition) {
		if (ref->list && leaves_nothing(import, ref))
			remove_whole(import, ref);
		else if (ref->list)
			et_doc_remove_item(import->arena, ref->doc, ref->list, ref->index);
		return;
	}
	edition = et_sprintf(import->arena, "\"%s\"", et_edition_name(last_edition(import)));
	if (until)
		et_doc_value(import->arena, ref->doc, until, edition);
	else
		et_doc_key(import->arena, ref->doc, ref->node,
			et_yaml_get(ref->node, "since") ? "since" : "at", "until", edition);
}

void et_import_gone(struct import *import)
{
	size_t i;

	if (import->edition == import->options->edition)
		keep_used(import);
	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		if (ref->gone)
			end(import, ref);
	}
}
