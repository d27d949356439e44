/* SPDX-License-Identifier: BSD-3-Clause */
/* What new entries have in common. */
#include "import_int.h"

#include <stdlib.h>
#include <string.h>

bool et_import_is_known(struct import *import, const char *name)
{
	return et_map_get(&import->known, name, strlen(name)) != NULL;
}

struct on_line {
	ET_ARRAY(const struct ref *) list;
};

static struct on_line *on_line(struct import *import, const char *file, uint32_t line, bool make)
{
	const char *key = et_sprintf(import->arena, "%s:%u", file, (unsigned)line);
	void **slot;

	if (!make)
		return et_map_get(&import->by_line, key, strlen(key));
	slot = et_map_slot(&import->by_line, import->arena, key, strlen(key));
	if (!*slot)
		*slot = ET_NEW(import->arena, struct on_line);
	return *slot;
}

static void fill_lines(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];

		if ((ref->kind == REF_CONSTANT || ref->kind == REF_REGISTER) && ref->new_line &&
			ref->file && !ref->gone && ref->present)
			*ET_APPEND(import->arena,
				&on_line(import, ref->file, ref->new_line, true)->list) = ref;
	}
}

bool et_import_is_other(
	struct import *import, const struct et_place *place, uint64_t number, const char *key)
{
	const struct on_line *there;
	size_t i;

	if (!import->by_line.count)
		fill_lines(import);
	there = on_line(import, place->file, place->line, false);
	for (i = 0; there && i < there->list.count; i++) {
		const struct et_yaml *value = et_yaml_get(there->list.items[i]->node, key);

		if (value && value->text && strtoull(value->text, NULL, 0) == number)
			return true;
	}
	return false;
}

/* Status and evidence of what only a draft has. */
static void add_standing(struct import *import, struct et_made *entry, const struct et_yaml *group)
{
	const struct et_yaml *status = et_yaml_get(group, "status");
	const struct et_spec *spec = import->spec;
	const char *evidence;

	if (import->edition != ET_EDITION_UNKNOWN || (status && et_streq(status->text, "draft")))
		return;
	evidence = et_sprintf(import->arena, "the standard's text, %s%s%.12s, seen %s",
		spec->version ? spec->version : "a draft", spec->revision ? " at " : "",
		spec->revision ? spec->revision : "", import->options->month);
	et_make_put(import->arena, entry, "status", et_make_plain(import->arena, "draft"));
	et_make_put(import->arena, entry, "evidence", et_make_text(import->arena, evidence));
}

void et_import_place_entry(struct import *import, struct et_doc *doc, struct et_made *entry,
	const struct et_place *place, uint32_t heading, const struct et_yaml *group)
{
	const struct et_yaml *shared = et_yaml_get(group, "section");
	const char *section = et_import_section(import, doc, heading);

	if (section && !(shared && et_streq(shared->text, section)))
		et_make_put(import->arena, entry, "section", et_make_text(import->arena, section));
	et_make_put(import->arena, entry, "at", et_shape_at(import, et_import_text_of(doc), place));
	add_standing(import, entry, group);
}

void et_import_no_owner(struct import *import, const struct et_place *place, const char *name)
{
	const char *key = et_sprintf(import->arena, "no owner %s", place->file);
	void **slot = et_map_slot(&import->new_sections, import->arena, key, strlen(key));

	if (!*slot)
		et_import_note(import, place,
			"%s, and what else is new in this file, has no file in the registry to go "
			"to",
			name);
	*slot = (void *)key;
}
