/* SPDX-License-Identifier: BSD-3-Clause */
/* Chapters that no file of the registry is about: a file for each. */
#include "import_int.h"

#include <ctype.h>
#include <string.h>

/* "device-types/foo/description.tex" is in the chapter's folder "foo"; NULL: in none. */
static const char *folder_of(struct import *import, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *start = slash;

	if (!slash)
		return NULL;
	while (start > path && start[-1] != '/')
		start--;
	return et_strndup(import->arena, start, (size_t)(slash - start));
}

static bool is_device(const struct import *import, uint32_t heading)
{
	unsigned depth;

	for (depth = 0; depth < 32 && heading != ET_SPEC_NONE; depth++) {
		if (et_streq(import->spec->headings[heading].section.title, "Device Types"))
			return true;
		heading = import->spec->headings[heading].parent;
	}
	return false;
}

static uint32_t first_heading(const struct import *import, const char *file)
{
	uint32_t i;

	for (i = 0; i < import->spec->n_headings; i++) {
		if (et_streq(import->spec->headings[i].place.file, file))
			return i;
	}
	return ET_SPEC_NONE;
}

static const char *interface_name(struct import *import, const char *folder)
{
	char *name = et_strdup(import->arena, folder), *at;

	for (at = name; *at; at++)
		*at = et_is_name_character(*at) ? (char)tolower((unsigned char)*at) : '-';
	while (*name == '-' || *name == '_')
		name++;
	return *name ? name : NULL;
}

static size_t common(const char *one, const char *other)
{
	size_t length = 0;

	while (one[length] && one[length] == other[length])
		length++;
	return length;
}

/* What all names of the chapter's constants begin with: "VIRTIO_FOO_". */
static const char *prefix_of(struct import *import, const char *file, const char *name)
{
	const char *first = NULL, *feature;
	char *prefix, *at;
	size_t i, length = 0;

	for (i = 0; i < import->spec->n_constants; i++) {
		const struct et_spec_constant *one = &import->spec->constants[i];
		const char *own = one->constant.def.name;

		if (one->superseded || !own || !et_streq(one->constant.def.place.file, file))
			continue;
		if (!first) {
			first = own;
			feature = strstr(own, "_F_");
			length = feature ? (size_t)(feature - own) + 1 : strlen(own);
		} else if (common(first, own) < length) {
			length = common(first, own);
		}
	}
	while (length && first[length - 1] != '_')
		length--;
	if (length > strlen("VIRTIO_") && et_starts_with(first, "VIRTIO_"))
		return et_strndup(import->arena, first, length);
	prefix = et_sprintf(import->arena, "VIRTIO_%s_", name);
	for (at = prefix; *at; at++)
		*at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
	return prefix;
}

static const char *lower(struct import *import, const char *text)
{
	char *copy = et_strdup(import->arena, text), *at;

	for (at = copy; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return copy;
}

static void add_id(
	struct import *import, struct et_made *root, const char *file, const struct et_place *place)
{
	size_t i;

	for (i = 0; i < import->spec->n_ids; i++) {
		const struct et_spec_id *id = &import->spec->ids[i];

		if (et_streq(id->place.file, file) && et_streq(id->table, "Device ID")) {
			et_make_put(import->arena, root, "device_id",
				et_make_number(import->arena, id->number));
			return;
		}
	}
	et_import_note(import, place, "no device id is given in this chapter");
}

static void create(
	struct import *import, const struct et_spec_file *file, const char *name, uint32_t heading)
{
	struct et_arena *arena = import->arena;
	const struct et_spec_heading *top = &import->spec->headings[heading];
	struct et_doc *doc = ET_NEW(arena, struct et_doc);
	struct et_made *root = et_make_mapping(arena);
	struct et_made *prefixes = et_make_sequence(arena), *headers = et_make_sequence(arena);
	const char *prefix = prefix_of(import, file->path, name), *section;
	char *at;

	doc->name = et_sprintf(arena, "%s.yaml", name);
	doc->root = &root->node;
	et_make_put(arena, root, "interface", et_make_text(arena, name));
	et_make_put(arena, root, "title", et_make_text(arena, top->section.title));
	et_make_put(arena, root, "kind", et_make_plain(arena, "device"));
	add_id(import, root, file->path, &top->place);
	et_make_put(arena, root, "text", et_make_text(arena, file->path));
	section = et_import_section(import, doc, heading);
	if (section)
		et_make_put(arena, root, "section", et_make_text(arena, section));
	et_make_put(arena, root, "at", et_shape_at(import, file->path, &top->place));
	et_make_add(arena, prefixes, et_make_text(arena, prefix));
	et_make_add(arena, prefixes, et_make_text(arena, lower(import, prefix)));
	et_make_put(arena, root, "prefixes", &prefixes->node);
	at = et_sprintf(arena, "virtio_%s.h", name);
	et_make_add(arena, headers, et_make_text(arena, at));
	et_make_put(arena, root, "headers", &headers->node);
	*ET_APPEND(arena, &import->out->docs) = doc;
	et_import_claim(import, doc, file->path);
	et_import_note(import, &top->place, "%s gets a file of its own, %s: look at its head",
		top->section.title, doc->name);
}

/* Whether something stands in the file that a registry would have. */
static bool defines(const struct import *import, const char *file)
{
	const struct et_spec *spec = import->spec;
	size_t i;

	for (i = 0; i < spec->n_constants; i++) {
		if (!spec->constants[i].superseded &&
			et_streq(spec->constants[i].constant.def.place.file, file))
			return true;
	}
	for (i = 0; i < spec->n_records; i++) {
		if (!spec->records[i].superseded && !spec->records[i].declaration &&
			et_streq(spec->records[i].record.def.place.file, file))
			return true;
	}
	return false;
}

void et_import_devices(struct import *import)
{
	size_t i, k;

	for (i = 0; i < import->spec->n_files; i++) {
		const struct et_spec_file *file = &import->spec->files[i];
		const char *folder = folder_of(import, file->path), *name;
		uint32_t heading;
		bool taken = false;

		if (file->part != ET_PART_BODY || !file->read || !folder ||
			et_import_owner(import, file->path, NULL) || !defines(import, file->path))
			continue;
		heading = first_heading(import, file->path);
		name = interface_name(import, folder);
		for (k = 0; name && k < import->out->docs.count; k++)
			taken |= et_streq(import->out->docs.items[k]->name,
				et_sprintf(import->arena, "%s.yaml", name));
		if (name)
			taken |= et_map_get(import->frozen,
					 et_sprintf(import->arena, "%s.yaml", name),
					 strlen(name) + strlen(".yaml")) != NULL;
		if (name && !taken && is_device(import, heading))
			create(import, file, name, heading);
	}
}
