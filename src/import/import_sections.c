/* SPDX-License-Identifier: BSD-3-Clause */
/* The sections that entries are in: renamed ones corrected, new ones entered. */
#include "import_int.h"

#include <ctype.h>
#include <string.h>

static const char *label_of(const struct et_section *section)
{
	return section->label && *section->label ? section->label : NULL;
}

/* Whether a section of the registry is a heading: by its label, else by its title. */
static bool is_heading(const struct et_yaml *section, const struct et_spec_heading *heading)
{
	const struct et_yaml *label = et_yaml_get(section, "label");
	const struct et_yaml *title = et_yaml_get(section, "title");

	if (label)
		return et_streq(label->text, label_of(&heading->section));
	return !label_of(&heading->section) && title &&
	       et_streq(title->text, heading->section.title);
}

/* The one heading in the file's chapter that has a title; NULL when none or several have it. */
static const struct et_spec_heading *only_title(
	const struct import *import, const char *file, const char *title)
{
	const struct et_spec_heading *found = NULL;
	size_t i;

	for (i = 0; i < import->spec->n_headings; i++) {
		const struct et_spec_heading *one = &import->spec->headings[i];

		if (!et_streq(one->place.file, file) || !et_streq(one->section.title, title))
			continue;
		if (found)
			return NULL;
		found = one;
	}
	return found;
}

static const struct et_spec_heading *by_label(const struct import *import, const char *label)
{
	size_t i;

	for (i = 0; i < import->spec->n_headings; i++) {
		if (et_streq(import->spec->headings[i].section.label, label))
			return &import->spec->headings[i];
	}
	return NULL;
}

static const char *flow_text(struct import *import, const char *text)
{
	struct et_buf buf = {0};
	const char *result;

	et_yaml_flow(&buf, et_make_text(import->arena, text));
	result = et_strdup(import->arena, buf.data);
	et_buf_finish(&buf);
	return result;
}

static void correct(struct import *import, struct et_doc *doc, const struct et_yaml *section)
{
	const struct et_yaml *label = et_yaml_get(section, "label");
	const struct et_yaml *title = et_yaml_get(section, "title");
	const struct et_spec_heading *heading = label ? by_label(import, label->text) : NULL;
	const char *text = et_import_text_of(doc);

	if (heading) {
		if (title && !et_streq(heading->section.title, title->text) &&
			*heading->section.title)
			et_doc_value(import->arena, doc, title,
				flow_text(import, heading->section.title));
		return;
	}
	heading = label && title && text ? only_title(import, text, title->text) : NULL;
	if (heading && label_of(&heading->section))
		et_doc_value(import->arena, doc, label, flow_text(import, heading->section.label));
	else if (label)
		et_import_doc_note(import, doc, section,
			"the text has no section labelled '%s': which one is meant has to be told "
			"by hand",
			label->text);
}

void et_import_sections(struct import *import)
{
	size_t i, k;

	for (i = 0; i < import->out->docs.count; i++) {
		struct et_doc *doc = import->out->docs.items[i];
		const struct et_yaml *sections = et_yaml_get(doc->root, "sections");

		for (k = 0; sections && k < sections->count; k++)
			correct(import, doc, sections->items[k]);
	}
}

/* "Device Operation: Request queue" as a short name: "device-operation-request-queue". */
static const char *slug(struct import *import, const char *title)
{
	enum { LONGEST = 40 };
	char name[LONGEST + 1];
	size_t length = 0;

	for (; *title && length < LONGEST; title++) {
		if (isalnum((unsigned char)*title))
			name[length++] = (char)tolower((unsigned char)*title);
		else if (length && name[length - 1] != '-')
			name[length++] = '-';
	}
	while (length && name[length - 1] == '-')
		length--;
	return et_strndup(import->arena, name, length);
}

const char *et_import_fresh(struct import *import, const struct et_yaml *mapping,
	struct et_map *taken, const char *title)
{
	const char *base = slug(import, title), *name;
	unsigned number = 1;

	if (!*base || !isalnum((unsigned char)*base))
		base = "section";
	for (name = base;; name = et_sprintf(import->arena, "%s-%u", base, ++number)) {
		void **slot;

		if (et_yaml_get(mapping, name))
			continue;
		slot = et_map_slot(taken, import->arena, name, strlen(name));
		if (*slot)
			continue;
		*slot = (void *)name;
		return name;
	}
}

static struct et_made *entry_of(struct import *import, const struct et_section *section)
{
	struct et_made *entry = et_make_mapping(import->arena);

	if (label_of(section))
		et_make_put(
			import->arena, entry, "label", et_make_text(import->arena, section->label));
	et_make_put(import->arena, entry, "title", et_make_text(import->arena, section->title));
	return entry;
}

const char *et_import_section(struct import *import, struct et_doc *doc, uint32_t heading)
{
	const struct et_yaml *sections = et_yaml_get(doc->root, "sections");
	const struct et_spec_heading *one;
	const char *key;
	void **slot;
	size_t i;

	if (heading == ET_SPEC_NONE)
		return NULL;
	one = &import->spec->headings[heading];
	for (i = 0; sections && i < sections->count; i++) {
		if (is_heading(sections->items[i], one))
			return sections->keys[i]->text;
	}
	key = et_sprintf(import->arena, "%s %u", doc->name, (unsigned)heading);
	slot = et_map_slot(&import->new_sections, import->arena, key, strlen(key));
	if (*slot)
		return *slot;
	/* Without a title it can't be named: what it is in has to do. */
	if (!one->section.title || !*one->section.title)
		return et_import_section(import, doc, one->parent);
	key = et_import_fresh(import, sections, &doc->taken, one->section.title);
	if (sections && sections->count) {
		et_doc_entry(
			import->arena, doc, sections, key, &entry_of(import, &one->section)->node);
	} else {
		if (!doc->sections)
			doc->sections = et_make_mapping(import->arena);
		et_make_put(
			import->arena, doc->sections, key, &entry_of(import, &one->section)->node);
	}
	slot = et_map_slot(&import->new_sections, import->arena,
		et_sprintf(import->arena, "%s %u", doc->name, (unsigned)heading),
		strlen(et_sprintf(import->arena, "%s %u", doc->name, (unsigned)heading)));
	*slot = (void *)key;
	return key;
}
