/* SPDX-License-Identifier: BSD-3-Clause */
/* Which dialect a tree is written in. */
#include "tree.h"

#include "str.h"

/* The types of so many fields of a directory tell a family from another. */
enum { ENOUGH_FIELDS = 256 };

static size_t count_prefixed(const char *const *prefixes, const struct et_unit_file *file)
{
	size_t hits = 0;
	size_t i;

	for (; prefixes && *prefixes; prefixes++) {
		for (i = 0; i < file->n_includes; i++)
			hits += et_starts_with(file->includes[i], *prefixes);
	}
	return hits;
}

static size_t count_globs(const char *const *globs, const char *path)
{
	size_t hits = 0;

	for (; globs && *globs; globs++)
		hits += et_glob(*globs, path);
	return hits;
}

static size_t count_types(const char *const *types, const struct et_unit *unit)
{
	const char *const *type;
	size_t hits = 0;
	size_t looked = 0;
	size_t i;
	size_t j;

	for (i = 0; i < unit->n_records && looked < ENOUGH_FIELDS; i++) {
		const struct et_record *record = unit->records[i];

		for (j = 0; j < record->n_fields; j++, looked++) {
			for (type = types; type && *type; type++)
				hits += et_streq(record->fields[j].type.spelling, *type);
		}
	}
	return hits;
}

/* Names that only the dialect's aliases explain. */
static size_t count_names(
	const struct et_dialect *dialect, const struct et_canon *canon, const struct et_unit *unit)
{
	size_t hits = 0;
	size_t count;
	size_t i;

	for (i = 0; i < unit->n_constants; i++) {
		const struct et_name *name =
			et_canon_find(canon, unit->constants[i].def.name, &count);

		for (; count; count--, name++)
			hits += et_streq(name->dialect, dialect->name);
	}
	return hits;
}

static size_t count_evidence(const struct et_tree *tree, const struct et_dialect *dialect)
{
	size_t hits = 0;
	size_t j;
	size_t k;

	for (j = 0; j < tree->units.count; j++) {
		const struct et_unit *unit = tree->units.items[j];

		hits += count_types(dialect->types, unit);
		for (k = 0; k < unit->n_files; k++) {
			/* A path or an include names the family; one type is a trace. */
			hits += 100 * count_prefixed(dialect->includes, &unit->files[k]);
			hits += 100 * count_globs(dialect->paths, unit->files[k].path);
		}
	}
	return hits;
}

const struct et_dialect *et_tree_recognise(const struct et_tree *tree, const struct et_canon *canon,
	const struct et_dialect *const *dialects, size_t count)
{
	const struct et_dialect *best = NULL;
	size_t most = 0;
	size_t i;
	size_t j;

	for (i = 0; i < count; i++) {
		size_t hits = count_evidence(tree, dialects[i]);

		if (hits > most) {
			most = hits;
			best = dialects[i];
		}
	}
	for (i = 0; i < count && !best; i++) {
		size_t hits = 0;

		for (j = 0; j < tree->units.count; j++)
			hits += count_names(dialects[i], canon, tree->units.items[j]);
		if (hits > most) {
			most = hits;
			best = dialects[i];
		}
	}
	return best;
}
