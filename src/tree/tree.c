/* SPDX-License-Identifier: BSD-3-Clause */
#include "tree.h"

#include "c_read.h"
#include "file.h"
#include "map.h"
#include "str.h"
#include "walk.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* Where a header's path names one of these, the header belongs to VIRTIO or to its relatives. */
static const char *const marks[] = {"virtio", "vring", "vhost"};

static bool contains_mark(const char *path)
{
	size_t i;

	for (; *path; path++) {
		if (*path != 'v' && *path != 'V')
			continue;
		for (i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
			if (strncasecmp(path, marks[i], strlen(marks[i])) == 0)
				return true;
		}
	}
	return false;
}

static bool is_header(const char *path)
{
	static const char *const endings[] = {".h", ".hh", ".hpp"};
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (et_ends_with(path, endings[i]))
			return true;
	}
	return false;
}

bool et_tree_wants(const char *path)
{
	return is_header(path) && contains_mark(path);
}

static bool wanted(const char *path, void *data)
{
	(void)data;
	return et_tree_wants(path);
}

/* A text file has no NUL byte near its beginning; git decides the same way. */
static bool is_binary(const struct et_text *text)
{
	enum { PROBE = 8000 };

	return memchr(text->data, '\0', text->length < PROBE ? text->length : PROBE) != NULL;
}

/* Whether a file is not in the map yet, by whatever path; it is then. */
static bool is_new(struct et_map *files, struct et_arena *arena, const struct et_text *text)
{
	uint64_t identity[2] = {text->device, text->inode};
	void **slot;

	if (et_map_get(files, (const char *)identity, sizeof(identity)))
		return false;
	slot = et_map_slot(files, arena,
		et_strndup(arena, (const char *)identity, sizeof(identity)), sizeof(identity));
	*slot = files;
	return true;
}

/* No more headers than these are read for the sake of others. */
enum { MOST_CONTEXT = 512 };

struct batch {
	struct et_map context; /* device and inode of files read for others, as in known_files */
	ET_ARRAY(struct et_c_input) inputs;
};

static size_t directory_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

/* A header that a file of the batch includes, for what it defines. Silent: it may not be there. */
static void read_included(struct et_tree *tree, struct et_arena *arena, int directory,
	const char *path, struct batch *batch)
{
	struct et_text text;

	if (et_read_file(arena, directory, path, ET_LARGEST_HEADER, &text) || is_binary(&text) ||
		!is_new(&batch->context, arena, &text))
		return;
	*ET_APPEND(arena, &batch->inputs) = (struct et_c_input){.path = path,
		.root = tree->path,
		.text = text.data,
		.length = text.length,
		.context = true};
}

/*
 * Without an include path, a header is looked for where projects keep them: beside the one that
 * includes it, from the tree's root, from its include folder, and beside a root that is itself what
 * the name begins with (<linux/types.h> from a tree that is .../linux).
 */
static void read_context(struct et_tree *tree, struct et_arena *arena, int directory,
	const struct et_unit *unit, struct batch *batch)
{
	const char *root = et_basename(tree->path);
	size_t i;
	size_t j;

	for (i = 0; i < unit->n_files && batch->inputs.count < MOST_CONTEXT; i++) {
		const struct et_unit_file *file = &unit->files[i];
		size_t length = directory_length(file->path);

		for (j = 0; j < file->n_includes && j < MOST_CONTEXT; j++) {
			const char *name = file->includes[j];

			if (*name == '/' || strstr(name, ".."))
				continue;
			if (length)
				read_included(tree, arena, directory,
					et_sprintf(arena, "%.*s/%s", (int)length, file->path, name),
					batch);
			read_included(tree, arena, directory, name, batch);
			read_included(tree, arena, directory, et_join(arena, "include/", "", name),
				batch);
			if (et_starts_with(name, root) && name[strlen(root)] == '/')
				read_included(tree, arena, directory,
					et_join(arena, "../", "", name), batch);
		}
	}
}

static void read_one(struct et_tree *tree, struct et_arena *arena, int directory, const char *path,
	struct batch *batch, struct et_diags *diags)
{
	struct et_text text;
	const char *error = et_read_file(arena, directory, path, ET_LARGEST_HEADER, &text);

	if (error) {
		et_diag(diags, ET_ERROR, path, 0, NULL, "%s, and was not read", error);
	} else if (is_binary(&text)) {
		et_diag(diags, tree->partial ? ET_ERROR : ET_WARNING, path, 0, NULL,
			"is binary, and was not read");
		tree->skipped++;
	} else if (is_new(tree->known_files, arena, &text)) {
		is_new(&batch->context, arena, &text);
		*ET_APPEND(arena, &batch->inputs) = (struct et_c_input){
			.path = path, .root = tree->path, .text = text.data, .length = text.length};
	} else {
		tree->repeated++;
	}
}

/* Messages about the files themselves; those about their context are nobody's concern. */
static void keep_messages(struct et_tree *tree, const struct et_diags *messages,
	const struct et_unit *unit, size_t n_files)
{
	size_t i;
	size_t j;

	for (i = 0; i < messages->list.count; i++) {
		const struct et_diag *diag = &messages->list.items[i];

		for (j = 0; j < n_files; j++) {
			if (diag->file == unit->files[j].path)
				break;
		}
		if (j < n_files)
			et_diag(&tree->unread, diag->severity, diag->file, diag->line, diag->name,
				"%s", diag->text);
	}
	tree->unread.suppressed += messages->suppressed;
}

static void read_batch(
	struct et_tree *tree, struct et_arena *arena, int directory, struct batch *batch)
{
	size_t n_files = batch->inputs.count;
	const struct et_unit *unit;
	struct et_diags messages;

	if (!n_files)
		return;
	et_diags_init(&messages, arena);
	unit = et_c_read(arena, batch->inputs.items, n_files, &messages);
	if (et_tree_lacks_context(tree, arena, unit)) {
		read_context(tree, arena, directory, unit, batch);
		if (batch->inputs.count > n_files) {
			et_diags_init(&messages, arena);
			unit = et_c_read(
				arena, batch->inputs.items, batch->inputs.count, &messages);
		}
	}
	keep_messages(tree, &messages, unit, n_files);
	*ET_APPEND(arena, &tree->units) = unit;
	tree->n_files += n_files;
	*batch = (struct batch){0};
}

void et_tree_read_files(struct et_tree *tree, struct et_arena *arena, const char *const *paths,
	size_t count, struct et_diags *diags)
{
	int directory = open(tree->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct batch batch = {0};
	size_t i;

	for (i = 0; i < count; i++) {
		size_t length = directory_length(paths[i]);

		if (i && (length != directory_length(paths[i - 1]) ||
				 memcmp(paths[i], paths[i - 1], length) != 0))
			read_batch(tree, arena, directory, &batch);
		read_one(tree, arena, directory, paths[i], &batch, diags);
	}
	read_batch(tree, arena, directory, &batch);
	if (directory >= 0)
		close(directory);
}

void et_tree_read_directory(struct et_tree *tree, struct et_arena *arena, struct et_diags *diags)
{
	struct et_walk walk;

	if (!et_walk(&walk, arena, tree->path, wanted, NULL, diags))
		return;
	tree->skipped += walk.skipped;
	et_tree_read_files(tree, arena, walk.paths.items, walk.paths.count, diags);
}
