/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any text as a patch, and files for it to change: "%%FILE path" begins a file, the first one is
 * the patch. It is read, applied and taken back as for "etalon diff --patch".
 */
#include "patch.h"
#include "source_memory.h"
#include "str.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LARGEST = 1 << 20 };

static bool wanted(const char *path, void *data)
{
	(void)data;
	return !et_ends_with(path, ".c");
}

/* Looks at all of it. */
static unsigned sum(const struct et_text *text)
{
	unsigned result = 0;
	size_t i;

	for (i = 0; text->data && i < text->length; i++)
		result += (unsigned char)text->data[i];
	return result;
}

static void apply(struct et_arena *arena, const struct et_patch_file *file,
	struct et_source *source, bool reverse)
{
	const char *here = reverse ? file->new_path : file->old_path;
	const char *other = reverse ? file->old_path : file->new_path;
	struct et_text found = {0};
	struct et_text made;
	const struct et_patch_hunk *where;
	bool has = et_source_has(source, here ? here : other);

	if (has && et_source_read(source, arena, here ? here : other, LARGEST, &found))
		return;
	if (et_patch_apply(arena, file, reverse, has ? &found : NULL, &made, &where))
		return;
	/* A file is there afterwards, or was deleted; without pieces it is as it was. */
	if (!made.data != !other)
		__builtin_trap();
	if (!file->hunks.count && sum(&made) != sum(&found))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const char *end = text + size;
	const char *files = text;
	struct et_source *source;
	struct et_arena arena;
	struct et_diags diags;
	struct et_patch patch;
	size_t i;

	/* The first file's mark ends the patch. */
	while (files < end && (end - files < 7 || memcmp(files, "%%FILE ", 7) != 0)) {
		const char *newline = memchr(files, '\n', (size_t)(end - files));

		files = newline ? newline + 1 : end;
	}
	source = et_source_memory("fuzz", files, (size_t)(end - files));
	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	/* Either it is read, or it is said why not. */
	if (et_patch_read(&patch, &arena, "the patch", text, (size_t)(files - text), wanted, NULL,
		    &diags) != (diags.errors == 0))
		__builtin_trap();
	for (i = 0; i < patch.files.count; i++) {
		apply(&arena, &patch.files.items[i], source, false);
		apply(&arena, &patch.files.items[i], source, true);
	}
	et_source_close(source);
	et_arena_finish(&arena);
	return 0;
}
