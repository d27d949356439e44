/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_int.h"

#include "str.h"

#include <string.h>

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

struct et_source *et_source_open(const char *name, struct et_diags *diags)
{
	const char *reason = NULL;
	struct et_source *source = et_source_open_directory(name, &reason);

	if (source)
		return source;
	if (strchr(name, '@'))
		return et_source_open_git(name, diags);
	et_diag(diags, ET_ERROR, name, 0, NULL,
		"can't be read: %s; give the folder that has the text, or REPO@REV", reason);
	return NULL;
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

/* Why a path is refused whatever is there, or NULL. */
static const char *refusal(const char *path)
{
	const char *part = path;

	if (!*path)
		return "has no name";
	if (*path == '/')
		return "leads out of the text's folder";
	while (part) {
		size_t length = strcspn(part, "/");

		if (length == 2 && strncmp(part, "..", 2) == 0)
			return "leads out of the text's folder";
		part = part[length] ? part + length + 1 : NULL;
	}
	return NULL;
}

const char *et_source_read(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	const char *error = refusal(path);

	*text = (struct et_text){0};
	return error ? error : source->ops->read(source, arena, path, limit, text);
}

bool et_source_has(struct et_source *source, const char *path)
{
	return !refusal(path) && source->ops->has(source, path);
}

void et_source_list(struct et_source *source, et_source_name_fn *take, void *data)
{
	source->ops->list(source, take, data);
}
