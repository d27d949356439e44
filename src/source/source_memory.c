/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_memory.h"

#include "map.h"
#include "source_int.h"

#include <string.h>

struct memory {
	struct et_source source;
	struct et_map files; /* of struct et_text */
};

static const char *read_file(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	const struct et_text *file =
		et_map_get(&((struct memory *)source)->files, path, strlen(path));

	if (!file)
		return "no such file";
	if (file->length > limit)
		return "is larger than what etalon reads of one file";
	text->data = et_strndup(arena, file->data, file->length);
	text->length = file->length;
	return NULL;
}

static bool has_file(struct et_source *source, const char *path)
{
	return et_map_get(&((struct memory *)source)->files, path, strlen(path)) != NULL;
}

static void list_files(struct et_source *source, et_source_name_fn *take, void *data)
{
	const struct et_map *files = &((struct memory *)source)->files;
	size_t i;

	for (i = 0; i < files->capacity; i++) {
		if (files->entries[i].key && !strchr(files->entries[i].key, '/'))
			take(files->entries[i].key, data);
	}
}

static void close_memory(struct et_source *source)
{
	(void)source;
}

static const struct et_source_ops ops = {read_file, has_file, list_files, close_memory};

struct et_source *et_source_memory(const char *name, const char *text, size_t length)
{
	static const char mark[] = "%%FILE ";
	struct et_source *source = et_source_new(&ops, name, sizeof(struct memory));
	struct et_map *files = &((struct memory *)source)->files;
	const char *path = "virtio.tex";
	const char *at = et_strndup(&source->arena, text, length);
	const char *end = at + length;
	struct et_text *file = NULL;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *next = newline ? newline + 1 : end;

		if ((size_t)(next - at) >= sizeof(mark) &&
			memcmp(at, mark, sizeof(mark) - 1) == 0) {
			at += sizeof(mark) - 1;
			path = et_strndup(
				&source->arena, at, (size_t)((newline ? newline : end) - at));
			file = NULL;
		} else if (!file) {
			file = ET_NEW(&source->arena, struct et_text);
			*file = (struct et_text){.data = at, .length = (size_t)(next - at)};
			*et_map_slot(files, &source->arena, path, strlen(path)) = file;
		} else {
			file->length += (size_t)(next - at);
		}
		at = next;
	}
	return source;
}
