/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_files.h"

#include <stdlib.h>
#include <string.h>

/* An entry, and when it was added. */
struct added {
	struct et_source_entry entry;
	size_t index;
};

static int compare_added(const void *left, const void *right)
{
	const struct added *one = left;
	const struct added *other = right;
	int order = strcmp(one->entry.path, other->entry.path);

	if (order)
		return order;
	return one->index < other->index ? -1 : one->index > other->index;
}

void et_source_files_sort(struct et_source_files *files, struct et_arena *arena)
{
	struct added *sorted = ET_NEW_ARRAY(arena, files->list.count, struct added);
	size_t count = 0;
	size_t i;

	for (i = 0; i < files->list.count; i++)
		sorted[i] = (struct added){files->list.items[i], i};
	if (i)
		qsort(sorted, i, sizeof(*sorted), compare_added);
	for (i = 0; i < files->list.count; i++) {
		if (i + 1 < files->list.count &&
			strcmp(sorted[i].entry.path, sorted[i + 1].entry.path) == 0)
			continue;
		files->list.items[count++] = sorted[i].entry;
	}
	files->list.count = count;
}

/* The first entry that does not come before a path's first length bytes and then "last". */
static size_t lower_bound(
	const struct et_source_files *files, const char *path, size_t length, char last)
{
	size_t low = 0;
	size_t high = files->list.count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *other = files->list.items[middle].path;
		int order = strncmp(other, path, length);

		if (order < 0 || (order == 0 && (unsigned char)other[length] < (unsigned char)last))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct et_source_entry *et_source_files_find(const struct et_source_files *files, const char *path)
{
	size_t i = lower_bound(files, path, strlen(path), '\0');

	return i < files->list.count && strcmp(files->list.items[i].path, path) == 0
		       ? &files->list.items[i]
		       : NULL;
}

/* Whether something lies below a path. */
static bool is_folder(const struct et_source_files *files, const char *path)
{
	size_t length = strlen(path);
	size_t i = lower_bound(files, path, length, '/');

	return i < files->list.count && strncmp(files->list.items[i].path, path, length) == 0 &&
	       files->list.items[i].path[length] == '/';
}

const char *et_source_files_read(const struct et_source_files *files, struct et_arena *arena,
	const char *path, size_t limit, struct et_text *text)
{
	const struct et_source_entry *file = et_source_files_find(files, path);

	if (!file)
		return is_folder(files, path) ? "is a directory" : "no such file";
	if (file->problem)
		return file->problem;
	if (file->length > limit)
		return "is larger than what etalon reads of one file";
	text->data = et_strndup(arena, file->data, file->length);
	text->length = file->length;
	return NULL;
}

bool et_source_files_has(const struct et_source_files *files, const char *path)
{
	const struct et_source_entry *file = et_source_files_find(files, path);

	return file && file->kind == ET_ENTRY_FILE;
}

bool et_source_files_entries(
	const struct et_source_files *files, const char *path, et_source_raw_fn *take, void *data)
{
	struct et_arena scratch = {0};
	size_t length = strlen(path);
	size_t i = length ? lower_bound(files, path, length, '/') : 0;
	size_t end = length ? lower_bound(files, path, length, '/' + 1) : files->list.count;
	bool found = i < end || !length;

	while (i < end) {
		const struct et_source_entry *file = &files->list.items[i];
		const char *name = file->path + (length ? length + 1 : 0);
		size_t part = strcspn(name, "/");

		if (!name[part]) {
			take(name, file->kind, file->link != NULL, data);
			i++;
			continue;
		}
		take(et_strndup(&scratch, name, part), ET_ENTRY_FOLDER, false, data);
		i = lower_bound(files, file->path, (size_t)(name - file->path) + part, '/' + 1);
	}
	et_arena_finish(&scratch);
	return found;
}
