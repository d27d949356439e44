/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a consumer uses what changed between two trees. */
#include "diff.h"

#include "queries.h"
#include "str.h"

enum { LARGEST_HEADER = 4 << 20 };

/* A header as its users include it: what is known of that, else its path in the tree. */
static const char *include_of(struct et_arena *arena, const struct et_tree *tree, const char *path)
{
	const char *whole = *tree->path ? et_join(arena, tree->path, "/", path) : path;
	const char *name = et_include_name(whole);

	return name == whole ? path : name;
}

static void read_unit(struct et_arena *arena, struct et_source *source, const struct et_tree *tree,
	const struct et_unit *unit, struct et_use_options *options)
{
	struct et_use_header *headers = (struct et_use_header *)options->headers;
	size_t i;

	for (i = 0; i < unit->n_files; i++) {
		const char *path = unit->files[i].path;
		struct et_text text;

		if (!et_source_read(source, arena, path, LARGEST_HEADER, &text))
			headers[options->n_headers++] = (struct et_use_header){
				include_of(arena, tree, path), text.data, text.length};
	}
}

/*
 * The older side's headers as texts: a consumer that has no copy of one, as most programs have
 * none of the system's, sees the types that are in it. What can't be read again is not
 * missed, and a patch's consumer has its headers.
 */
static void read_headers(
	struct etalon *etalon, const struct et_diff_input *from, struct et_use_options *options)
{
	struct et_source *source = from->subject.source;
	struct et_source *directory = NULL;
	const char *reason = NULL;
	size_t count = 0, i;

	if (!source && from->subject.root)
		source = directory = et_source_open_directory(from->subject.root, &reason);
	for (i = 0; i < from->tree.units.count; i++)
		count += from->tree.units.items[i]->n_files;
	options->headers = ET_NEW_ARRAY(&etalon->arena, count, struct et_use_header);
	for (i = 0; i < from->tree.units.count && source; i++)
		read_unit(&etalon->arena, source, &from->tree, from->tree.units.items[i], options);
	et_source_close(directory);
}

void et_diff_uses(struct etalon *etalon, const struct et_diff_input *from,
	const struct et_tree_changes *changes, struct etalon_change *list, const char *directory)
{
	struct et_use_options options = {.root = directory};
	struct et_uses uses = {0};
	struct et_diags diags;
	const struct et_query *queries;
	size_t n;

	et_diags_init(&diags, &etalon->arena);
	queries = et_change_queries(&etalon->arena, changes, &n);
	options.edges = et_change_edges(&etalon->arena, changes, &options.n_edges);
	read_headers(etalon, from, &options);
	if (et_use_find(&etalon->arena, &options, queries, n, &uses, &diags))
		et_change_attach(&etalon->arena, list, changes->list.count, &uses);
	et_session_show(etalon, NULL, &diags);
}
