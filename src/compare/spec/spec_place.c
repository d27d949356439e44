/* SPDX-License-Identifier: BSD-3-Clause */
/* Where in the text something is: which section a line is in, and what stands on it. */
#include "spec_check.h"

#include <string.h>

static void note_lines(struct et_spec_check *check, struct et_spec_source *source)
{
	const struct et_spec_file *file = source->file;
	const char *end = file->data + file->length;
	const char *at = file->data;
	uint32_t *lines;
	size_t count = 1;

	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		count++;
		at++;
	}
	lines = ET_NEW_ARRAY(check->arena, count + 1, uint32_t);
	count = 1;
	at = file->data;
	while ((at = memchr(at, '\n', (size_t)(end - at))))
		lines[count++] = (uint32_t)(++at - file->data);
	lines[count] = (uint32_t)file->length;
	source->lines = lines;
	source->n_lines = count;
}

/* Every word behind "enum". */
static void note_tags(struct et_spec_check *check, const struct et_spec_file *file)
{
	static const char word[] = "enum ";
	const char *end = file->data + file->length;
	const char *at = file->data;

	while ((at = memmem(at, (size_t)(end - at), word, sizeof(word) - 1))) {
		const char *tag = at += sizeof(word) - 1;

		while (at < end && et_is_name_character(*at))
			at++;
		if (at > tag)
			*et_map_slot(&check->tags, check->arena, tag, (size_t)(at - tag)) =
				(void *)file;
	}
}

static struct et_spec_source *source_of(const struct et_spec_check *check, const char *path)
{
	return path ? et_map_get(&check->sources, path, strlen(path)) : NULL;
}

void et_spec_index_sources(struct et_spec_check *check)
{
	const struct et_spec *spec = check->spec;
	uint32_t i;

	for (i = 0; i < spec->n_files; i++) {
		const char *path = spec->files[i].path;
		void **slot = et_map_slot(&check->sources, check->arena, path, strlen(path));
		struct et_spec_source *source =
			*slot ? *slot : ET_NEW(check->arena, struct et_spec_source);

		/* A file that is taken in twice is the same file. */
		if (*slot)
			continue;
		*slot = source;
		source->file = &spec->files[i];
		if (!source->file->data)
			continue;
		note_lines(check, source);
		note_tags(check, source->file);
	}
	for (i = 0; i < spec->n_headings; i++) {
		struct et_spec_source *source = source_of(check, spec->headings[i].place.file);

		if (source)
			*ET_APPEND(check->arena, &source->headings) = i;
	}
}

/* The last heading of a file at or above a line; ET_SPEC_NONE when the file has none so far. */
static uint32_t last_heading(
	const struct et_spec *spec, const struct et_spec_source *source, uint32_t line)
{
	size_t low = 0;
	size_t high = source->headings.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (spec->headings[source->headings.items[middle]].place.line <= line)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? source->headings.items[low - 1] : ET_SPEC_NONE;
}

uint32_t et_spec_heading_at(const struct et_spec_check *check, const char *file, uint32_t line)
{
	enum { DEEPEST = 32 };
	unsigned depth;

	for (depth = 0; depth < DEEPEST; depth++) {
		const struct et_spec_source *source = source_of(check, file);
		uint32_t heading;

		if (!source)
			break;
		heading = last_heading(check->spec, source, line);
		if (heading != ET_SPEC_NONE)
			return heading;
		/* A file without headings is in the section that takes it in. */
		if (!source->file->from.line)
			break;
		file = source->file->from.file;
		line = source->file->from.line;
	}
	return ET_SPEC_NONE;
}

const struct et_spec_file *et_spec_file(const struct et_spec_check *check, const char *path)
{
	const struct et_spec_source *source = source_of(check, path);

	return source ? source->file : NULL;
}

const char *et_spec_text(const struct et_spec_check *check, const char *path, uint32_t first,
	uint32_t last, size_t *length)
{
	const struct et_spec_source *source = source_of(check, path);

	if (!source || !first || first > source->n_lines)
		return NULL;
	if (last > source->n_lines)
		last = (uint32_t)source->n_lines;
	*length = source->lines[last] - source->lines[first - 1];
	return source->file->data + source->lines[first - 1];
}

static bool is_section(const struct et_spec_heading *heading, const struct et_section *section)
{
	if (section->label && *section->label)
		return et_streq(heading->section.label, section->label);
	return et_streq(heading->section.title, section->title);
}

bool et_spec_is_below(
	const struct et_spec *spec, uint32_t heading, const struct et_section *section)
{
	size_t steps = 0;

	for (; heading != ET_SPEC_NONE && steps < spec->n_headings; steps++) {
		if (is_section(&spec->headings[heading], section))
			return true;
		heading = spec->headings[heading].parent;
	}
	return false;
}

uint32_t et_spec_chapter(const struct et_spec *spec, uint32_t heading)
{
	uint32_t below = ET_SPEC_NONE;
	size_t steps = 0;

	for (; heading != ET_SPEC_NONE && steps < spec->n_headings; steps++) {
		const struct et_spec_heading *one = &spec->headings[heading];

		if (one->parent == ET_SPEC_NONE)
			return below != ET_SPEC_NONE && et_streq(one->section.title, "Device Types")
				       ? below
				       : heading;
		below = heading;
		heading = one->parent;
	}
	return ET_SPEC_NONE;
}

bool et_spec_is_device(const struct et_spec *spec, uint32_t chapter)
{
	return chapter != ET_SPEC_NONE && spec->headings[chapter].parent != ET_SPEC_NONE;
}

static bool is_at(const struct et_place *place, const struct et_place *wanted)
{
	return place->line == wanted->line && et_streq(place->file, wanted->file);
}

bool et_spec_stands_at(const struct et_spec_name *name, const struct et_place *place)
{
	size_t i;

	if (!name)
		return false;
	for (i = 0; i < name->constants.count; i++) {
		if (is_at(&name->constants.items[i]->constant.def.place, place))
			return true;
	}
	for (i = 0; i < name->records.count; i++) {
		if (is_at(&name->records.items[i]->record.def.place, place))
			return true;
	}
	for (i = 0; i < name->mentions.count; i++) {
		if (is_at(&name->mentions.items[i]->place, place))
			return true;
	}
	for (i = 0; i < name->registers.count; i++) {
		if (is_at(&name->registers.items[i]->reg.def.place, place))
			return true;
	}
	for (i = 0; i < name->queues.count; i++) {
		if (is_at(&name->queues.items[i]->place, place))
			return true;
	}
	return false;
}
