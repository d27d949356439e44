/* SPDX-License-Identifier: BSD-3-Clause */
/* Going through all folders of a source, whatever its kind. */
#include "source_int.h"

#include "str.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 256 * 1024 * 1024 };

/* Folders that are still to be read; a stack, so that depth costs no C stack. */
struct pending {
	const char *path;
	unsigned level;
};

struct walker {
	struct et_walk *walk;
	struct et_arena *arena;	 /* of the result */
	struct et_arena scratch; /* of the folders' paths */
	et_wanted_fn *wanted;
	void *data;
	struct et_diags *diags;
	struct et_buf path; /* of the folder that is read, with a slash; then of an entry */
	size_t folder_length;
	unsigned level;
	size_t entries; /* seen, in all folders */
	size_t bytes;	/* of the paths that were remembered */
	bool too_many;
	ET_ARRAY(struct pending) pending;
};

static void add_folder(struct walker *walker)
{
	if (walker->level >= ET_SOURCE_MOST_LEVELS ||
		walker->path.length > ET_SOURCE_LONGEST_PATH) {
		et_diag(walker->diags, ET_WARNING, et_strdup(walker->arena, walker->path.data), 0,
			NULL, "is nested too deeply and was not entered");
		return;
	}
	walker->bytes += walker->path.length;
	*ET_APPEND(&walker->scratch, &walker->pending) = (struct pending){
		et_strndup(&walker->scratch, walker->path.data, walker->path.length),
		walker->level + 1};
}

static void take_entry(const char *name, enum et_entry_kind kind, bool link, void *data)
{
	struct walker *walker = data;
	const char *path;

	if (!*name)
		return;
	/* The same few objects of a repository can make a tree without end. */
	if (walker->too_many || ++walker->entries > ET_SOURCE_MOST_ENTRIES ||
		walker->bytes > MOST_BYTES) {
		walker->too_many = true;
		return;
	}
	walker->path.length = walker->folder_length;
	et_buf_puts(&walker->path, name);
	path = walker->path.data;
	kind = et_source_entry_kind(name, kind);
	if (kind == ET_ENTRY_FOLDER && link) {
		walker->walk->skipped++;
	} else if (kind == ET_ENTRY_FOLDER) {
		if (*name != '.')
			add_folder(walker);
	} else if (walker->wanted(path, walker->data)) {
		if (kind == ET_ENTRY_FILE) {
			walker->bytes += walker->path.length;
			*ET_APPEND(walker->arena, &walker->walk->paths) =
				et_strndup(walker->arena, path, walker->path.length);
		} else {
			walker->walk->skipped++;
		}
	}
}

static void read_folder(struct walker *walker, struct et_source *source, const char *path)
{
	et_buf_clear(&walker->path);
	if (*path) {
		et_buf_puts(&walker->path, path);
		et_buf_putc(&walker->path, '/');
	}
	walker->folder_length = walker->path.length;
	if (!source->ops->entries(source, path, take_entry, walker))
		et_diag(walker->diags, ET_ERROR, et_strdup(walker->arena, path), 0, NULL,
			"can't be read");
}

static int compare_paths(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool et_source_walk(struct et_source *source, struct et_arena *arena, struct et_walk *walk,
	et_wanted_fn *wanted, void *data, struct et_diags *diags)
{
	struct walker walker = {
		.walk = walk, .arena = arena, .wanted = wanted, .data = data, .diags = diags};

	*walk = (struct et_walk){0};
	*ET_APPEND(&walker.scratch, &walker.pending) = (struct pending){.path = ""};
	while (walker.pending.count && !walker.too_many) {
		struct pending folder = walker.pending.items[--walker.pending.count];

		walker.level = folder.level;
		read_folder(&walker, source, folder.path);
	}
	if (walker.too_many)
		et_diag(diags, ET_ERROR, "", 0, NULL,
			"has more than %d files and folders, which is more than etalon looks "
			"through",
			(int)ET_SOURCE_MOST_ENTRIES);
	if (walk->paths.count)
		qsort(walk->paths.items, walk->paths.count, sizeof(*walk->paths.items),
			compare_paths);
	et_buf_finish(&walker.path);
	et_arena_finish(&walker.scratch);
	return !walker.too_many;
}
