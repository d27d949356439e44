/* SPDX-License-Identifier: BSD-3-Clause */
#include "install_folder.h"

#include <string.h>

enum { MOST_ENTRIES = 1 << 20, ASKED_BEFORE_LISTED = 6, MOST_ODD = 100 };

/* Values of the map of kinds. */
static const char a_file[] = "file";
static const char a_folder[] = "folder";
static const char nothing[] = "nothing";

struct taking {
	struct et_folders *folders;
	struct et_arena *arena;
	struct et_folder *folder;
	const char *path;
};

/* Whether only headers and the folders of architectures are in a folder: nothing odd belongs there.
 */
static bool is_of_headers(const char *path)
{
	return strcmp(path, "arch") == 0 || strstr(path, "include/uapi");
}

static void take(const char *name, enum et_entry_kind kind, void *data)
{
	struct taking *t = data;
	const char *copy;
	void **slot;

	if (kind == ET_ENTRY_OTHER && is_of_headers(t->path) && t->folders->odd.count < MOST_ODD)
		*ET_APPEND(t->arena, &t->folders->odd) = et_join(t->arena, t->path, "/", name);
	if (kind == ET_ENTRY_OTHER || t->folder->kinds.count >= MOST_ENTRIES)
		return;
	copy = et_strdup(t->arena, name);
	slot = et_map_slot(&t->folder->kinds, t->arena, copy, strlen(copy));
	*slot = (void *)(kind == ET_ENTRY_FILE ? a_file : a_folder);
	if (kind == ET_ENTRY_FILE)
		*ET_APPEND(t->arena, &t->folder->files) = copy;
	else
		*ET_APPEND(t->arena, &t->folder->folders) = copy;
}

static struct et_folder *find(struct et_folders *folders, const char *path)
{
	struct et_folder *folder = et_map_get(&folders->known, path, strlen(path));
	void **slot;

	if (folder)
		return folder;
	folder = ET_NEW(folders->arena, struct et_folder);
	path = et_strdup(folders->arena, path);
	slot = et_map_slot(&folders->known, folders->arena, path, strlen(path));
	*slot = folder;
	return folder;
}

static void list(struct et_folders *folders, struct et_folder *folder, const char *path)
{
	struct taking taking = {folders, folders->arena, folder, path};

	if (folder->listed)
		return;
	folder->listed = true;
	folder->kinds = (struct et_map){0};
	folder->absent = !et_source_entries(folders->source, path, take, &taking);
}

const struct et_folder *et_folders_get(struct et_folders *folders, const char *path)
{
	struct et_folder *folder = find(folders, path);

	list(folders, folder, path);
	return folder->absent ? NULL : folder;
}

static const char *parent(struct et_folders *folders, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');

	*name = slash ? slash + 1 : path;
	return slash ? et_strndup(folders->arena, path, (size_t)(slash - path)) : "";
}

bool et_folders_has_file(struct et_folders *folders, const char *path)
{
	const char *name;
	const char *where = parent(folders, path, &name);
	struct et_folder *folder = find(folders, where);
	void **slot;

	if (!folder->listed && ++folder->asked <= ASKED_BEFORE_LISTED) {
		slot = et_map_get(&folder->kinds, name, strlen(name));
		if (slot)
			return (const char *)slot == a_file;
		name = et_strdup(folders->arena, name);
		slot = et_map_slot(&folder->kinds, folders->arena, name, strlen(name));
		*slot = (void *)(et_source_has(folders->source, path) ? a_file : nothing);
		return *slot == a_file;
	}
	list(folders, folder, where);
	return et_map_get(&folder->kinds, name, strlen(name)) == a_file;
}

bool et_folders_has_folder(struct et_folders *folders, const char *path)
{
	const char *name;
	const struct et_folder *folder = et_folders_get(folders, parent(folders, path, &name));

	return folder && et_map_get(&folder->kinds, name, strlen(name)) == a_folder;
}
