/* SPDX-License-Identifier: BSD-3-Clause */
#include "tree.h"

#include "c_read.h"
#include "file.h"
#include "map.h"
#include "str.h"
#include "walk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool wanted(const char *path, void *data)
{
	const struct et_tree *tree = data;

	return tree->wants ? tree->wants(path, tree->wants_data) : et_tree_wants(path);
}

/* Where the headers of a tree come from. */
struct supply {
	struct et_source *source; /* NULL: below a directory of the file system */
	int directory;
};

static const char *read_text(
	struct et_arena *arena, const struct supply *supply, const char *path, struct et_text *text)
{
	if (supply->source)
		return et_source_read(supply->source, arena, path, ET_LARGEST_HEADER, text);
	return et_read_file(arena, supply->directory, path, ET_LARGEST_HEADER, text);
}

/* A text file has no NUL byte near its beginning; git decides the same way. */
static bool is_binary(const struct et_text *text)
{
	enum { PROBE = 8000 };

	return memchr(text->data, '\0', text->length < PROBE ? text->length : PROBE) != NULL;
}

/*
 * Whether a file is not in the map yet; it is then. In a directory one file is one by whatever
 * path; a source has no other identity of a file than its name.
 */
static bool is_new(struct et_map *files, struct et_arena *arena, const struct supply *supply,
	const char *path, const struct et_text *text)
{
	uint64_t identity[2] = {text->device, text->inode};
	const char *key = (const char *)identity;
	size_t length = sizeof(identity);
	void **slot;

	if (supply->source) {
		const char *name = et_source_name(supply->source);

		length = strlen(name) + 1 + strlen(path);
		key = et_join(arena, name, "\n", path);
	}
	if (et_map_get(files, key, length))
		return false;
	slot = et_map_slot(files, arena, et_strndup(arena, key, length), length);
	*slot = files;
	return true;
}

/* No more headers than these are read for the sake of others. */
enum { MOST_CONTEXT = 512 };

struct batch {
	struct et_map context; /* files read for others, as in known_files */
	ET_ARRAY(struct et_c_input) inputs;
};

static size_t directory_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

/* A header that a file of the batch includes, for what it defines. Silent: it may not be there. */
static void read_included(struct et_tree *tree, struct et_arena *arena, const struct supply *supply,
	const char *path, struct batch *batch)
{
	struct et_text text;

	if (read_text(arena, supply, path, &text) || is_binary(&text) ||
		!is_new(&batch->context, arena, supply, path, &text))
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
static void read_context(struct et_tree *tree, struct et_arena *arena, const struct supply *supply,
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
				read_included(tree, arena, supply,
					et_sprintf(arena, "%.*s/%s", (int)length, file->path, name),
					batch);
			read_included(tree, arena, supply, name, batch);
			read_included(
				tree, arena, supply, et_join(arena, "include/", "", name), batch);
			if (!supply->source && et_starts_with(name, root) &&
				name[strlen(root)] == '/')
				read_included(tree, arena, supply, et_join(arena, "../", "", name),
					batch);
		}
	}
}

static void read_one(struct et_tree *tree, struct et_arena *arena, const struct supply *supply,
	const char *path, struct batch *batch, struct et_diags *diags)
{
	struct et_text text;
	const char *error = read_text(arena, supply, path, &text);

	if (error) {
		et_diag(diags, ET_ERROR, path, 0, NULL, "%s, and was not read", error);
	} else if (is_binary(&text)) {
		et_diag(diags, tree->partial ? ET_ERROR : ET_WARNING, path, 0, NULL,
			"is binary, and was not read");
		tree->skipped++;
	} else if (is_new(tree->known_files, arena, supply, path, &text)) {
		is_new(&batch->context, arena, supply, path, &text);
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

static void read_batch(struct et_tree *tree, struct et_arena *arena, const struct supply *supply,
	struct batch *batch)
{
	size_t n_files = batch->inputs.count;
	const struct et_unit *unit;
	struct et_diags messages;

	if (!n_files)
		return;
	et_diags_init(&messages, arena);
	unit = et_c_read(arena, batch->inputs.items, n_files, &messages);
	if (et_tree_lacks_context(tree, arena, unit)) {
		read_context(tree, arena, supply, unit, batch);
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

/* A path, and where it stood in the caller's list. */
struct listed {
	const char *path;
	size_t folder; /* length of its folder's path */
	size_t index;
};

static int compare_listed(const void *left, const void *right)
{
	const struct listed *one = left;
	const struct listed *other = right;
	size_t shorter = one->folder < other->folder ? one->folder : other->folder;
	int order = memcmp(one->path, other->path, shorter);

	if (order)
		return order;
	if (one->folder != other->folder)
		return one->folder < other->folder ? -1 : 1;
	return one->index < other->index ? -1 : one->index > other->index;
}

static void read_paths(struct et_tree *tree, struct et_arena *arena, const struct supply *supply,
	const char *const *paths, size_t count, struct et_diags *diags)
{
	struct listed *list = ET_NEW_ARRAY(arena, count, struct listed);
	struct et_map known = {0};
	struct batch batch = {0};
	bool own = !tree->known_files;
	size_t i;

	if (own)
		tree->known_files = &known;
	for (i = 0; i < count; i++)
		list[i] = (struct listed){paths[i], directory_length(paths[i]), i};
	if (count)
		qsort(list, count, sizeof(*list), compare_listed);
	for (i = 0; i < count; i++) {
		if (i && (list[i].folder != list[i - 1].folder ||
				 memcmp(list[i].path, list[i - 1].path, list[i].folder) != 0))
			read_batch(tree, arena, supply, &batch);
		read_one(tree, arena, supply, list[i].path, &batch, diags);
	}
	read_batch(tree, arena, supply, &batch);
	if (own)
		tree->known_files = NULL;
}

void et_tree_read_files(struct et_tree *tree, struct et_arena *arena, const char *const *paths,
	size_t count, struct et_diags *diags)
{
	struct supply supply = {.directory = open(tree->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)};

	read_paths(tree, arena, &supply, paths, count, diags);
	if (supply.directory >= 0)
		close(supply.directory);
}

void et_tree_read_directory(struct et_tree *tree, struct et_arena *arena, struct et_diags *diags)
{
	struct et_walk walk;

	if (!et_walk(&walk, arena, tree->path, wanted, tree, diags))
		return;
	tree->skipped += walk.skipped;
	et_tree_read_files(tree, arena, walk.paths.items, walk.paths.count, diags);
}

void et_tree_read_source_files(struct et_tree *tree, struct et_arena *arena,
	struct et_source *source, const char *const *paths, size_t count, struct et_diags *diags)
{
	struct supply supply = {.source = source, .directory = -1};

	read_paths(tree, arena, &supply, paths, count, diags);
}

void et_tree_read_source(struct et_tree *tree, struct et_arena *arena, struct et_source *source,
	struct et_diags *diags)
{
	struct et_walk walk;

	if (!et_source_walk(source, arena, &walk, wanted, tree, diags))
		return;
	tree->skipped += walk.skipped;
	et_tree_read_source_files(tree, arena, source, walk.paths.items, walk.paths.count, diags);
}

void et_tree_read_texts(struct et_tree *tree, struct et_arena *arena,
	const struct et_source_text *texts, size_t count, struct et_diags *diags)
{
	struct et_source *source = et_source_texts(tree->path, texts, count);
	const char **paths = ET_NEW_ARRAY(arena, count, const char *);
	size_t i;

	for (i = 0; i < count; i++)
		paths[i] = texts[i].path;
	et_tree_read_source_files(tree, arena, source, paths, count, diags);
	et_source_close(source);
}
