/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * requirements.yaml: what the text demands, by the labels of its sections. An edition's text, read
 * after the one before it, tells when a requirement came and went.
 */
#include "import_int.h"

#include <string.h>

static struct et_doc *find_doc(struct import *import)
{
	static const char name[] = "requirements.yaml";
	struct et_doc *doc;
	size_t i;

	for (i = 0; i < import->out->docs.count; i++) {
		if (strcmp(import->out->docs.items[i]->name, name) == 0)
			return import->out->docs.items[i];
	}
	if (!import->options->requirements)
		return NULL;
	doc = ET_NEW(import->arena, struct et_doc);
	doc->name = name;
	*ET_APPEND(import->arena, &import->out->docs) = doc;
	return doc;
}

/* A requirement of the file, as it was and as it is to be. */
struct entry {
	const char *id, *level, *target;
	enum et_edition since, until;
	bool seen;
	struct entry *next; /* of the section */
};

struct section {
	const char *label;
	struct entry *first, *last;
};

struct file {
	struct import *import;
	struct et_map ids, labels;
	ET_ARRAY(struct section *) sections;
};

static const char *word_of(const struct et_yaml *node, const char *key)
{
	const struct et_yaml *value = et_yaml_get(node, key);

	return value && value->text ? value->text : "";
}

static struct section *section_of(struct file *file, const char *label)
{
	void **slot = et_map_slot(&file->labels, file->import->arena, label, strlen(label));

	if (!*slot) {
		struct section *section = ET_NEW(file->import->arena, struct section);

		section->label = label;
		*slot = section;
		*ET_APPEND(file->import->arena, &file->sections) = section;
	}
	return *slot;
}

/* Adds an entry behind another of the section; NULL: at its end. */
static struct entry *add(struct file *file, const char *label, const char *id, struct entry *behind)
{
	struct section *section = section_of(file, label);
	struct entry *entry = ET_NEW(file->import->arena, struct entry);

	entry->id = id;
	*et_map_slot(&file->ids, file->import->arena, id, strlen(id)) = entry;
	if (!behind)
		behind = section->last;
	if (behind) {
		entry->next = behind->next;
		behind->next = entry;
	} else {
		section->first = entry;
	}
	if (behind == section->last)
		section->last = entry;
	return entry;
}

static enum et_edition edition_at(const struct et_yaml *node, const char *key)
{
	enum et_edition edition = et_edition_by_name(word_of(node, key));

	return edition == ET_EDITION_COUNT ? ET_EDITION_UNKNOWN : edition;
}

static void take_old(struct file *file, const struct et_yaml *sections)
{
	size_t i, k;

	for (i = 0; sections && i < sections->count; i++) {
		const struct et_yaml *list = sections->items[i];

		for (k = 0; k < list->count; k++) {
			const struct et_yaml *node = list->items[k];
			struct entry *entry =
				add(file, sections->keys[i]->text, word_of(node, "id"), NULL);

			entry->level = word_of(node, "level");
			entry->target = word_of(node, "target");
			entry->since = edition_at(node, "since");
			entry->until = edition_at(node, "until");
		}
	}
}

static bool is_edition(const struct import *import)
{
	return import->edition != ET_EDITION_UNKNOWN;
}

/* What the text demands comes in, or is there already: from an edition that may be older. */
static void take_text(struct file *file)
{
	const struct import *import = file->import;
	struct entry *before = NULL;
	const char *last = NULL;
	size_t i;

	for (i = 0; i < import->spec->n_statements; i++) {
		const struct et_statement *one = &import->spec->statements[i];
		const char *label = one->place.section ? one->place.section->label : NULL;
		struct entry *entry = et_map_get(&file->ids, one->id, strlen(one->id));

		if (!label)
			label = "";
		if (!et_streq(label, last))
			before = NULL;
		last = label;
		if (!entry) {
			entry = add(file, label, one->id, before);
			entry->since = import->edition;
		} else if (is_edition(import)) {
			if (entry->since > import->edition)
				entry->since = import->edition;
			if (entry->until && entry->until < import->edition)
				entry->until = ET_EDITION_UNKNOWN;
		} else {
			entry->until = ET_EDITION_UNKNOWN;
		}
		entry->level = et_level_name(one->level);
		entry->target = et_target_name(one->target);
		entry->seen = true;
		before = entry;
	}
}

/* What the text has no more. Returns whether it goes altogether. */
static bool end(const struct import *import, struct entry *entry)
{
	if (entry->seen)
		return false;
	if (!is_edition(import)) {
		if (!entry->until)
			entry->until = import->options->edition;
		return false;
	}
	/* It came later, or went before. */
	if (entry->since > import->edition || (entry->until && entry->until < import->edition))
		return false;
	if (!entry->since || entry->since == import->edition)
		return true;
	entry->until = (enum et_edition)(import->edition - 1);
	return false;
}

static const struct et_yaml *node_of(struct import *import, const struct entry *entry)
{
	struct et_made *made = et_make_mapping(import->arena);

	et_make_put(import->arena, made, "id", et_make_text(import->arena, entry->id));
	et_make_put(import->arena, made, "level", et_make_plain(import->arena, entry->level));
	et_make_put(import->arena, made, "target", et_make_plain(import->arena, entry->target));
	if (entry->since)
		et_make_put(import->arena, made, "since",
			et_make_text(import->arena, et_edition_name(entry->since)));
	if (entry->until)
		et_make_put(import->arena, made, "until",
			et_make_text(import->arena, et_edition_name(entry->until)));
	return &made->node;
}

/* The file anew: it has nothing but such lines, each section in order, so that a diff stays small.
 */
static const char *print(struct file *file, const char *head, size_t head_length, size_t *length)
{
	struct import *import = file->import;
	struct et_buf out = {0};
	const char *result;
	size_t i;

	et_buf_add(&out, head, head_length);
	et_buf_puts(&out, "requirements:\n");
	for (i = 0; i < file->sections.count; i++) {
		const struct section *section = file->sections.items[i];
		struct entry *entry;
		bool any = false;

		for (entry = section->first; entry; entry = entry->next) {
			if (end(import, entry))
				continue;
			if (!any) {
				struct et_yaml label = {
					.kind = ET_YAML_SCALAR, .text = section->label};

				et_buf_puts(&out, "  ");
				et_yaml_flow(&out, &label);
				et_buf_puts(&out, ":\n");
			}
			any = true;
			et_buf_puts(&out, "    - ");
			et_yaml_flow(&out, node_of(import, entry));
			et_buf_putc(&out, '\n');
		}
	}
	*length = out.length;
	result = et_strdup(import->arena, out.data);
	et_buf_finish(&out);
	return result;
}

void et_import_requirements(struct import *import)
{
	static const char head[] =
		"# SPDX-License-Identifier: BSD-3-Clause\n"
		"# What the standard demands, by the labels of its sections; made "
		"by etalon spec import.\n";
	struct et_doc *doc = find_doc(import);
	struct file file = {.import = import};
	const char *first = head;
	size_t length = sizeof(head) - 1;

	if (!doc)
		return;
	/* Up to its only key: the comments at its head. */
	if (doc->root && doc->root->count && doc->root->keys[0]->end) {
		first = doc->text;
		length = doc->root->keys[0]->start;
	}
	take_old(&file, et_yaml_get(doc->root, "requirements"));
	take_text(&file);
	doc->anew = true;
	doc->after = print(&file, first, length, &doc->after_length);
}
