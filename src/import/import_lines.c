/* SPDX-License-Identifier: BSD-3-Clause */
/* Lines of a file of the text: where a name, a number, a row or a section is. */
#include "import_places.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Whether a name stands in a line of TeX, where it may be written with \_. */
static bool has_name(const char *line, const char *end, const char *name)
{
	const char *start;

	for (start = line; start < end && *start != '%'; start++) {
		const char *at = start, *wanted = name;

		if (start > line && et_is_name_character(start[-1]))
			continue;
		while (at < end && *wanted) {
			if (*at == '\\' && at + 1 < end && at[1] == '_')
				at++;
			if (*at != *wanted)
				break;
			at++;
			wanted++;
		}
		if (!*wanted && (at == end || !(et_is_name_character(*at) ||
						      (*at == '\\' && at[1] == '_'))))
			return true;
	}
	return false;
}

/* The line nearest to one on which a name stands in any way; 0: none. */
uint32_t et_place_line_of_name(
	const struct import *import, const char *path, const char *name, uint32_t wanted)
{
	const struct et_spec_file *file = et_import_file(import, path);
	const char *at, *end;
	uint32_t line = 0, best = 0;

	if (!file || !file->data)
		return 0;
	at = file->data;
	end = at + file->length;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		line++;
		if (!newline)
			newline = end;
		if (has_name(at, newline, name)) {
			if (best && line > wanted && line - wanted >= wanted - best)
				break;
			best = line;
			if (line >= wanted)
				break;
		}
		at = newline + 1;
	}
	return best;
}

/* The heading of the entry's section, as the registry names it; NULL when it has none. */
const struct et_yaml *et_place_section(const struct ref *ref)
{
	const struct et_yaml *name = et_import_key(ref, "section");

	return name && name->text ? et_yaml_get(et_yaml_get(ref->interface, "sections"), name->text)
				  : NULL;
}

bool et_place_is_below(
	const struct import *import, const struct et_place *place, const struct et_yaml *section)
{
	const struct et_yaml *label = et_yaml_get(section, "label");
	const struct et_yaml *title = et_yaml_get(section, "title");
	uint32_t heading = et_import_heading(import, place->file, place->line);
	unsigned depth;

	for (depth = 0; depth < 32 && heading != ET_SPEC_NONE; depth++) {
		const struct et_spec_heading *one = &import->spec->headings[heading];

		if (label ? et_streq(one->section.label, label->text)
			  : title && et_streq(one->section.title, title->text))
			return true;
		heading = one->parent;
	}
	return false;
}

/* Whether a row of a table of ids is in the entry's file and section. */
static bool is_near(const struct import *import, const struct ref *ref, const struct et_spec_id *id)
{
	const struct et_yaml *section = et_place_section(ref);

	return section && et_streq(id->place.file, ref->file) &&
	       et_place_is_below(import, &id->place, section);
}

static uint64_t number_of(const struct et_yaml *node)
{
	const struct et_yaml *value = et_yaml_get(node, "value");

	return value && value->text ? strtoull(value->text, NULL, 0) : UINT64_MAX;
}

/* Whether the set is a table: at least half of its numbers are rows of one in its section. */
static bool is_table(const struct import *import, const struct ref *ref)
{
	size_t i, k, found = 0;

	for (i = 0; ref->list && i < ref->list->count; i++) {
		uint64_t number = number_of(ref->list->items[i]);

		for (k = 0; k < import->spec->n_ids; k++) {
			const struct et_spec_id *id = &import->spec->ids[k];

			if (id->number == number && is_near(import, ref, id)) {
				found++;
				break;
			}
		}
	}
	return found > 1 && 2 * found >= ref->list->count;
}

/*
 * The row of a table that has the title that the registry has in "about", or gives the entry's
 * number; the nearest to a line. 0: none.
 */
uint32_t et_place_row(const struct import *import, const struct ref *ref, uint32_t wanted)
{
	const struct et_yaml *about = et_yaml_get(ref->node, "about");
	uint64_t number = number_of(ref->node);
	uint32_t by_number = 0, by_title = 0;
	size_t i;

	if (ref->kind != REF_CONSTANT)
		return 0;
	for (i = 0; i < import->spec->n_ids; i++) {
		const struct et_spec_id *id = &import->spec->ids[i];
		bool named = about && about->text && strcasecmp(about->text, id->title) == 0;

		if (!(named || id->number == number) || !is_near(import, ref, id))
			continue;
		if (named)
			by_title = id->place.line;
		if (id->number == number &&
			(!by_number || llabs((long long)id->place.line - wanted) <
					       llabs((long long)by_number - wanted)))
			by_number = id->place.line;
	}
	if (by_title || !by_number)
		return by_title;
	return is_table(import, ref) ? by_number : 0;
}

/* A heading of the entry's section in its file, nearest to a line; 0: none. */
uint32_t et_place_heading_line(const struct import *import, const struct ref *ref, uint32_t wanted)
{
	const struct et_yaml *section = et_place_section(ref);
	const struct et_yaml *label = et_yaml_get(section, "label");
	uint32_t best = 0;
	size_t i;

	for (i = 0; label && i < import->spec->n_headings; i++) {
		const struct et_spec_heading *one = &import->spec->headings[i];

		if (et_streq(one->place.file, ref->file) &&
			et_streq(one->section.label, label->text) &&
			(!best || llabs((long long)one->place.line - wanted) <
					  llabs((long long)best - wanted)))
			best = one->place.line;
	}
	return best;
}

/* Whether the text has the entry and no name for it: the name is the trees' or ours. */
bool et_place_is_unnamed(const struct ref *ref)
{
	const struct et_yaml *unnamed = et_import_key(ref, "unnamed");

	return unnamed && et_streq(unnamed->text, "true");
}

/* The lines of the entry's section in its file: [first, end). Returns false when it has none. */
static bool section_lines(
	const struct import *import, const struct ref *ref, uint32_t *first, uint32_t *end)
{
	const struct et_spec *spec = import->spec;
	const struct et_yaml *section = et_place_section(ref);
	const struct et_spec_heading *top = NULL;
	size_t i;

	*end = UINT32_MAX;
	for (i = 0; section && i < spec->n_headings; i++) {
		const struct et_spec_heading *one = &spec->headings[i];

		if (!et_streq(one->place.file, ref->file))
			continue;
		if (!top && et_place_is_below(import, &one->place, section))
			top = one;
		else if (top && one->level <= top->level && one->place.line > top->place.line &&
			 one->place.line < *end)
			*end = one->place.line;
	}
	if (top)
		*first = top->place.line;
	return top != NULL;
}

/* Whether a number is on a line, in either notation. */
static bool has_number(const char *line, const char *end, uint64_t number)
{
	const char *at = line;

	while (at < end) {
		char *behind;

		if (!isdigit((unsigned char)*at) || (at > line && et_is_name_character(at[-1]))) {
			at++;
			continue;
		}
		if (strtoull(at, &behind, 0) == number && !et_is_name_character(*behind))
			return true;
		at = behind > at ? behind : at + 1;
	}
	return false;
}

/*
 * What has no name is found by its number: the line of its section, nearest to one, that has it;
 * else the nearest that is in the section. 0: the section is not known.
 */
uint32_t et_place_line_of_number(
	const struct import *import, const struct ref *ref, uint32_t wanted)
{
	const struct et_spec_file *file = et_import_file(import, ref->file);
	uint64_t number = number_of(ref->node);
	uint32_t first, end, line = 0, best = 0;
	const char *at, *last;

	if (!file->data || !section_lines(import, ref, &first, &end))
		return 0;
	at = file->data;
	last = at + file->length;
	while (at < last && ++line < end) {
		const char *newline = memchr(at, '\n', (size_t)(last - at));

		if (!newline)
			newline = last;
		if (line >= first && number != UINT64_MAX && has_number(at, newline, number) &&
			(!best ||
				llabs((long long)line - wanted) < llabs((long long)best - wanted)))
			best = line;
		at = newline + 1;
	}
	/* Too far away to be more than the same number. */
	if (best && llabs((long long)best - wanted) <= 12)
		return best;
	if (wanted < first)
		return first;
	return wanted >= end ? end - 1 : wanted;
}
