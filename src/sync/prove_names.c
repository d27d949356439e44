/* SPDX-License-Identifier: BSD-3-Clause */
#include "prove_names.h"

#include "file.h"
#include "prove_inert.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_SOURCE = 64 << 20 };

/* What the list of a folder says of a name. */
#define ENTRY_PLAIN ((void *)1)
#define ENTRY_OTHER ((void *)2) /* to be looked at */

const char *prove_intern(struct prove_names *names, const char *name)
{
	void **slot = et_map_slot(&names->interned, names->p->arena, name, strlen(name));

	/* The map keeps the first pointer as its key; its value is the same pointer. */
	if (!*slot)
		*slot = (void *)name;
	return *slot;
}

static void add_entry(struct prove_names *names, struct prove_folder *folder, const char *name,
	size_t length, void *kind)
{
	void **slot;

	if (et_map_get(&folder->entries, name, length))
		return;
	name = et_strndup(names->p->arena, name, length);
	slot = et_map_slot(&folder->entries, names->p->arena, name, length);
	*slot = kind;
}

/* What is in a folder now, and what will be. */
static void list_folder(struct prove_names *names, struct prove_folder *folder)
{
	const struct prove *p = names->p;
	DIR *dir = opendir(folder->path);
	const struct dirent *entry;
	size_t i, length = strlen(folder->path);

	while (dir && (entry = readdir(dir)) != NULL)
		add_entry(names, folder, entry->d_name, strlen(entry->d_name),
			entry->d_type == DT_REG ? ENTRY_PLAIN : ENTRY_OTHER);
	if (dir)
		closedir(dir);
	for (i = 0; i < p->changes.count; i++) {
		const char *path = p->changes.items[i].path;

		if (prove_is_below(path, folder->path) && path[length] == '/')
			add_entry(names, folder, path + length + 1, strcspn(path + length + 1, "/"),
				ENTRY_OTHER);
	}
}

struct prove_folder *prove_folder(struct prove_names *names, const char *path)
{
	struct et_arena *arena = names->p->arena;
	void **slot, **known = et_map_slot(&names->spelled, arena, path, strlen(path));
	struct prove_folder *folder = *known;
	const char *canonical;

	if (folder)
		return folder;
	canonical = prove_canonical(arena, path);
	slot = et_map_slot(&names->folders, arena, canonical, strlen(canonical));
	if (!*slot) {
		folder = ET_NEW(arena, struct prove_folder);
		folder->path = canonical;
		list_folder(names, folder);
		*slot = folder;
	}
	*known = *slot;
	return *slot;
}

static const struct prove_change *change_of(const struct prove_names *names, const char *path)
{
	return et_map_get(&names->p->by_path, path, strlen(path));
}

/* Now and then of a name in its folder. */
static void look_up(struct prove_names *names, struct prove_file *file, const char *base)
{
	void *entry = et_map_get(&file->folder->entries, base, strlen(base));
	const struct prove_change *change = change_of(names, file->path);
	struct stat status;

	file->before = entry == ENTRY_PLAIN ||
		       (entry && stat(file->path, &status) == 0 && S_ISREG(status.st_mode));
	file->after = file->before;
	/* What a link leads to may change, or be there only then. */
	if (!change && entry == ENTRY_OTHER)
		change = change_of(names, prove_link_target(names->p->arena, file->path));
	if (change) {
		file->change = change;
		file->after = change->file != NULL;
	}
}

struct prove_file *prove_file_in(
	struct prove_names *names, struct prove_folder *folder, const char *name)
{
	struct et_arena *arena = names->p->arena;
	const void *key[2] = {folder, name};
	struct prove_file *file;
	const char *base = et_basename(name);
	struct prove_folder *own = folder;
	void **slot;

	/* Most names are in most folders not, and that is soon said. */
	if (!et_map_get(&folder->entries, name, strcspn(name, "/")))
		return NULL;
	file = et_map_get(&names->resolved, (const char *)key, sizeof(key));
	if (file)
		return file->before || file->after ? file : NULL;
	if (base != name)
		own = prove_folder(names,
			et_sprintf(arena, "%s/%.*s", folder->path, (int)(base - name - 1), name));
	file = ET_NEW(arena, struct prove_file);
	file->folder = own;
	file->path = et_join(arena, strcmp(own->path, "/") == 0 ? "" : own->path, "/", base);
	slot = et_map_slot(&names->files, arena, file->path, strlen(file->path));
	if (*slot) {
		file = *slot;
	} else {
		*slot = file;
		look_up(names, file, base);
	}
	*et_map_slot(&names->resolved, arena,
		memcpy(ET_NEW_ARRAY(arena, sizeof(key), char), key, sizeof(key)), sizeof(key)) =
		file;
	return file->before || file->after ? file : NULL;
}

struct prove_file *prove_file_at(struct prove_names *names, const char *path)
{
	const char *base = et_basename(path);
	size_t length = base - path > 1 ? (size_t)(base - path - 1) : 1;

	return prove_file_in(names, prove_folder(names, et_strndup(names->p->arena, path, length)),
		prove_intern(names, base));
}

void prove_add_meaning(struct prove_names *names, const struct prove_named *named)
{
	struct et_arena *arena = names->p->arena;
	void **slot = et_map_slot(&names->named, arena, named->macro, strlen(named->macro));
	prove_meanings *list = *slot;
	struct prove_include include = named->include;
	size_t i;

	include.name = prove_intern(names, include.name);
	if (!list)
		*slot = list = ET_NEW(arena, prove_meanings);
	for (i = 0; i < list->count; i++)
		if (list->items[i].name == include.name && list->items[i].kind == include.kind)
			return;
	*ET_APPEND(arena, list) = include;
}

const prove_meanings *prove_meanings_of(const struct prove_names *names, const char *macro)
{
	return et_map_get(&names->named, macro, strlen(macro));
}

/* Adds what a text includes; each once. */
static void take_text(
	struct prove_names *names, struct prove_file *file, const char *text, size_t length)
{
	struct et_arena *arena = names->p->arena;
	struct prove_includes found = {0};
	size_t i, k;

	prove_scan(arena, text, length, &found);
	for (i = 0; i < found.list.count; i++) {
		struct prove_include include = found.list.items[i];

		include.name = prove_intern(names, include.name);
		for (k = 0; k < file->includes.list.count; k++) {
			const struct prove_include *other = &file->includes.list.items[k];

			if (other->name == include.name && other->kind == include.kind &&
				other->next == include.next)
				break;
		}
		if (k == file->includes.list.count)
			*ET_APPEND(arena, &file->includes.list) = include;
	}
	for (i = 0; i < found.named.count; i++)
		prove_add_meaning(names, &found.named.items[i]);
}

/* A file of the tree with absolute includes into the tree is shown as a copy that leads into the
 * view. */
static void note_absolute(struct prove_names *names, const struct prove_file *file)
{
	struct prove *p = names->p;
	size_t i;

	for (i = 0; i < file->includes.list.count; i++)
		if (file->includes.list.items[i].name[0] == '/' &&
			prove_in_view(p, p->arena, file->path) &&
			prove_in_view(p, p->arena, file->includes.list.items[i].name)) {
			*ET_APPEND(p->arena, &p->rewritten) = file->path;
			return;
		}
}

void prove_look(struct prove_names *names, struct prove_file *file)
{
	const struct prove_change *change = file->change;
	struct et_arena scratch;
	struct et_text text;

	if (file->scanned)
		return;
	file->scanned = true;
	et_arena_init(&scratch);
	if (file->before && !et_read_file(&scratch, AT_FDCWD, file->path, MAX_SOURCE, &text)) {
		take_text(names, file, text.data, text.length);
		if (names->p->spelled.count)
			prove_note_spelled(&names->p->spelled, text.data, text.length);
	}
	et_arena_finish(&scratch);
	if (change && change->file)
		take_text(names, file, change->file->data, change->file->length);
	if (!change)
		note_absolute(names, file);
}

bool prove_was_looked_at(const struct prove_names *names, const char *path)
{
	const struct prove_file *file = et_map_get(&names->files, path, strlen(path));

	return file && file->scanned;
}

bool prove_was_looked_in(const struct prove_names *names, const char *path)
{
	return et_map_get(&names->folders, path, strlen(path)) != NULL;
}
