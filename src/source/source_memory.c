/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_memory.h"

#include "source_files.h"

#include <string.h>

struct memory {
	struct et_source source;
	struct et_source_files files;
};

static const char *read_file(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	return et_source_files_read(&((struct memory *)source)->files, arena, path, limit, text);
}

static bool has_file(struct et_source *source, const char *path)
{
	return et_source_files_has(&((struct memory *)source)->files, path);
}

static bool list_entries(
	struct et_source *source, const char *path, et_source_raw_fn *take, void *data)
{
	return et_source_files_entries(&((struct memory *)source)->files, path, take, data);
}

static void close_memory(struct et_source *source)
{
	(void)source;
}

static const struct et_source_ops ops = {read_file, has_file, list_entries, close_memory};

static void add_file(struct memory *memory, const char *path, const char *data, size_t length)
{
	*ET_APPEND(&memory->source.arena, &memory->files.list) = (struct et_source_entry){

		.path = path, .data = length ? data : "", .length = length, .kind = ET_ENTRY_FILE};
}

struct et_source *et_source_texts(const char *name, const struct et_source_text *texts, size_t n)
{
	struct et_source *source = et_source_new(&ops, name, sizeof(struct memory));
	struct memory *memory = (struct memory *)source;
	size_t i;

	for (i = 0; i < n; i++)
		add_file(memory, texts[i].path, texts[i].data, texts[i].length);
	et_source_files_sort(&memory->files, &source->arena);
	return source;
}

struct et_source *et_source_memory(const char *name, const char *text, size_t length)
{
	static const char mark[] = "%%FILE ";
	struct et_source *source = et_source_new(&ops, name, sizeof(struct memory));
	struct memory *memory = (struct memory *)source;
	const char *path = "virtio.tex";
	const char *begin = et_strndup(&source->arena, text, length);
	const char *at = begin;
	const char *end = at + length;

	/* From line to line: a mark ends what has come since the one before. */
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *next = newline ? newline + 1 : end;

		if ((size_t)(next - at) >= sizeof(mark) &&
			memcmp(at, mark, sizeof(mark) - 1) == 0) {
			if (at > begin)
				add_file(memory, path, begin, (size_t)(at - begin));
			at += sizeof(mark) - 1;
			path = et_strndup(
				&source->arena, at, (size_t)((newline ? newline : end) - at));
			begin = next;
		}
		at = next;
	}
	if (end > begin)
		add_file(memory, path, begin, (size_t)(end - begin));
	et_source_files_sort(&memory->files, &source->arena);
	return source;
}
