/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_int.h"

#include "str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct et_source *et_source_new(const struct et_source_ops *ops, const char *name, size_t size)
{
	struct et_arena arena;
	struct et_source *source;

	et_arena_init(&arena);
	source = et_alloc(&arena, size);
	source->ops = ops;
	source->name = name;
	source->arena = arena;
	return source;
}

bool et_source_is_archive(const char *name)
{
	static const char *const endings[] = {".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz",
		".tar.zst", ".tzst", ".tar.bz2", ".tbz2", ".tbz"};
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (et_ends_with(name, endings[i]))
			return true;
	}
	return false;
}

struct et_source *et_source_open_wanted(
	const char *name, const struct et_source_want *want, struct et_diags *diags)
{
	size_t before = diags->errors;
	const char *reason = NULL;
	struct et_source *source = et_source_open_directory(name, &reason);
	struct stat status;

	if (source)
		return source;
	if (et_source_is_archive(name) && stat(name, &status) == 0)
		return et_source_open_archive(name, want, diags);
	source = et_source_open_revision(name, diags);
	if (!source && diags->errors == before)
		et_diag(diags, ET_ERROR, name, 0, NULL,
			"can't be read: %s; give a folder that has the text, REPO@REV or an "
			"archive",
			reason);
	return source;
}

struct et_source *et_source_open(const char *name, struct et_diags *diags)
{
	static const struct et_source_want all;

	return et_source_open_wanted(name, &all, diags);
}

struct et_source *et_source_open_revision(const char *name, struct et_diags *diags)
{
	return et_source_open_git(name, diags);
}

void et_source_close(struct et_source *source)
{
	struct et_arena arena;

	if (!source)
		return;
	source->ops->close(source);
	arena = source->arena;
	et_arena_finish(&arena);
}

const char *et_source_name(const struct et_source *source)
{
	return source->name;
}

const char *et_source_revision(const struct et_source *source)
{
	return source->revision;
}

const char *et_source_file(const struct et_source *source)
{
	return source->file;
}

static bool has_control(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == '\x7f')
			return true;
	}
	return false;
}

const char *et_source_path_problem(const char *path)
{
	const char *part = path;

	if (!*path)
		return "has no name";
	if (*path == '/')
		return "leads out of the source";
	while (part) {
		size_t length = strcspn(part, "/");

		if (length == 2 && strncmp(part, "..", 2) == 0)
			return "leads out of the source";
		part = part[length] ? part + length + 1 : NULL;
	}
	return has_control(path) ? "has a control character in its name" : NULL;
}

const char *et_source_read(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	const char *error = et_source_path_problem(path);

	*text = (struct et_text){0};
	return error ? error : source->ops->read(source, arena, path, limit, text);
}

bool et_source_has(struct et_source *source, const char *path)
{
	return !et_source_path_problem(path) && source->ops->has(source, path);
}

struct entry {
	const char *name;
	enum et_entry_kind kind;
};

struct entries {
	struct et_arena arena;
	ET_ARRAY(struct entry) list;
};

enum et_entry_kind et_source_entry_kind(const char *name, enum et_entry_kind kind)
{
	return has_control(name) || strchr(name, '/') ? ET_ENTRY_OTHER : kind;
}

static void collect(const char *name, enum et_entry_kind kind, bool link, void *data)
{
	struct entries *entries = data;

	(void)link;
	if (*name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
		*ET_APPEND(&entries->arena, &entries->list) = (struct entry){
			et_strdup(&entries->arena, name), et_source_entry_kind(name, kind)};
}

static int compare_entries(const void *left, const void *right)
{
	return strcmp(((const struct entry *)left)->name, ((const struct entry *)right)->name);
}

bool et_source_entries(
	struct et_source *source, const char *path, et_source_entry_fn *take, void *data)
{
	struct entries entries = {.list = {NULL}};
	bool ok;
	size_t i;

	ok = (!*path || !et_source_path_problem(path)) &&
	     source->ops->entries(source, path, collect, &entries);
	if (ok && entries.list.count)
		qsort(entries.list.items, entries.list.count, sizeof(*entries.list.items),
			compare_entries);
	for (i = 0; ok && i < entries.list.count; i++)
		take(entries.list.items[i].name, entries.list.items[i].kind, data);
	et_arena_finish(&entries.arena);
	return ok;
}

struct listing {
	et_source_name_fn *take;
	void *data;
};

static void take_file(const char *name, enum et_entry_kind kind, void *data)
{
	const struct listing *listing = data;

	if (kind == ET_ENTRY_FILE)
		listing->take(name, listing->data);
}

void et_source_list(struct et_source *source, et_source_name_fn *take, void *data)
{
	et_source_entries(source, "", take_file, &(struct listing){take, data});
}
