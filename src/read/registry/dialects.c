/* SPDX-License-Identifier: BSD-3-Clause */
#include "dialects.h"

#include "map.h"

#include <stdlib.h>
#include <string.h>

static const char *const dialect_keys[] = {"dialect", "title", "parent", "orders", "paths",
	"includes", "types", "rewrites", "respellings", "helpers", NULL};

struct reader {
	struct et_arena *arena;
	struct et_diags *diags;
	const struct et_canon *canon;
	ET_ARRAY(struct et_dialect *) dialects;
	ET_ARRAY(const struct et_yaml *) nodes; /* beside dialects */
};

/* A key that a tree could spell: a name or the beginning of one, or a path of fields. */
static const char *tree_name(struct reader *reader, const struct et_yaml *key, bool path)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789.";
	const char *text = key->text;

	if (!*text || strchr("0123456789.", *text) || text[strspn(text, letters)] ||
		(!path && strchr(text, '.')))
		et_yaml_error(reader->diags, key, "'%s' is not a name", text);
	return text;
}

static int compare_rewrites(const void *left, const void *right)
{
	const struct et_rewrite *a = left, *b = right;
	size_t length_a = strlen(a->tree), length_b = strlen(b->tree);

	/* Longer prefixes first: who goes through them finds the most special one first. */
	if (length_a != length_b)
		return length_a > length_b ? -1 : 1;
	return strcmp(a->tree, b->tree);
}

static void read_rewrites(
	struct reader *reader, const struct et_yaml *node, struct et_dialect *dialect)
{
	struct et_rewrite *rewrites;
	size_t i;

	if (!et_yaml_is(reader->diags, node, "rewrites", ET_YAML_MAPPING) || !node->count)
		return;
	rewrites = ET_NEW_ARRAY(reader->arena, node->count, struct et_rewrite);
	for (i = 0; i < node->count; i++) {
		const char *canon = et_yaml_text(reader->diags, node->items[i], "rewrite");

		rewrites[i].tree = tree_name(reader, node->keys[i], false);
		rewrites[i].canon = canon ? canon : "";
	}
	qsort(rewrites, node->count, sizeof(*rewrites), compare_rewrites);
	dialect->rewrites = rewrites;
	dialect->n_rewrites = node->count;
}

static int compare_respellings(const void *left, const void *right)
{
	const struct et_respelling *a = left, *b = right;
	int order = strcmp(a->tree, b->tree);

	return order ? order : strcmp(a->canon, b->canon);
}

/* The canon has it under its own name, or one of its earlier names. */
static void check_canon(struct reader *reader, const struct et_yaml *node, const char *name)
{
	size_t i, count;
	const struct et_name *found;

	if (!reader->canon)
		return;
	found = et_canon_find(reader->canon, name, &count);
	for (i = 0; i < count; i++) {
		if (!found[i].dialect)
			return;
	}
	et_yaml_error(reader->diags, node, "the canon has no '%s'", name);
}

static void read_respellings(
	struct reader *reader, const struct et_yaml *node, struct et_dialect *dialect)
{
	ET_ARRAY(struct et_respelling) list = {0};
	size_t i, j;

	if (!et_yaml_is(reader->diags, node, "respellings", ET_YAML_MAPPING))
		return;
	for (i = 0; i < node->count; i++) {
		const struct et_yaml *value = node->items[i];
		bool several = value->kind == ET_YAML_SEQUENCE;
		const char *tree = tree_name(reader, node->keys[i], true);

		for (j = 0; j < (several ? value->count : 1); j++) {
			const struct et_yaml *item = several ? value->items[j] : value;
			const char *canon = et_yaml_text(reader->diags, item, "respelling");

			if (!canon)
				continue;
			check_canon(reader, item, canon);
			*ET_APPEND(reader->arena, &list) = (struct et_respelling){tree, canon};
		}
	}
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), compare_respellings);
	dialect->respellings = list.items;
	dialect->n_respellings = list.count;
}

static const char *const *read_texts(
	struct reader *reader, const struct et_yaml *node, const char *key)
{
	return et_yaml_texts(reader->arena, reader->diags, et_yaml_get(node, key), key);
}

static void read_dialect(struct reader *reader, const struct et_yaml *node)
{
	struct et_dialect *dialect = ET_NEW(reader->arena, struct et_dialect);
	struct et_diags *diags = reader->diags;

	if (!et_yaml_check_keys(diags, node, "dialect", dialect_keys))
		return;
	dialect->name =
		et_yaml_text(diags, et_yaml_need(diags, node, "dialect", "dialect"), "dialect");
	dialect->title =
		et_yaml_text(diags, et_yaml_need(diags, node, "dialect", "title"), "title");
	if (!dialect->name)
		return;
	if (strcmp(dialect->name, "former") == 0 ||
		dialect->name[strspn(dialect->name, "abcdefghijklmnopqrstuvwxyz0123456789-_")])
		et_yaml_error(diags, node, "'%s' cannot be a dialect's name", dialect->name);
	dialect->orders = et_yaml_bool(diags, et_yaml_get(node, "orders"), "orders", false);
	dialect->paths = read_texts(reader, node, "paths");
	dialect->includes = read_texts(reader, node, "includes");
	dialect->types = read_texts(reader, node, "types");
	dialect->helpers = read_texts(reader, node, "helpers");
	read_rewrites(reader, et_yaml_get(node, "rewrites"), dialect);
	read_respellings(reader, et_yaml_get(node, "respellings"), dialect);
	*ET_APPEND(reader->arena, &reader->dialects) = dialect;
	*ET_APPEND(reader->arena, &reader->nodes) = node;
}

static struct et_dialect *find(struct reader *reader, const char *name)
{
	size_t i;

	for (i = 0; i < reader->dialects.count; i++) {
		if (strcmp(reader->dialects.items[i]->name, name) == 0)
			return reader->dialects.items[i];
	}
	return NULL;
}

static void resolve_parents(struct reader *reader)
{
	const struct et_dialect *ancestor;
	size_t i, steps;

	for (i = 0; i < reader->dialects.count; i++) {
		const struct et_yaml *parent = et_yaml_get(reader->nodes.items[i], "parent");
		const char *name = et_yaml_text(reader->diags, parent, "parent");
		struct et_dialect *dialect = reader->dialects.items[i];

		if (find(reader, dialect->name) != dialect)
			et_yaml_error(reader->diags, reader->nodes.items[i],
				"another file is dialect '%s' already", dialect->name);
		if (!name)
			continue;
		dialect->parent = find(reader, name);
		if (!dialect->parent)
			et_yaml_error(reader->diags, parent, "no file is dialect '%s'", name);
		for (ancestor = dialect->parent, steps = 0; ancestor; ancestor = ancestor->parent) {
			if (ancestor == dialect || ++steps > reader->dialects.count) {
				et_yaml_error(reader->diags, parent, "'%s' is its own ancestor",
					dialect->name);
				dialect->parent = NULL;
				break;
			}
		}
	}
}

/* One warning for each dialect that only aliases know. */
static void check_aliases(struct reader *reader)
{
	struct et_map seen = {0};
	size_t i;

	for (i = 0; reader->canon && i < reader->canon->n_names; i++) {
		const struct et_name *name = &reader->canon->names[i];
		void **slot;

		if (!name->dialect || strcmp(name->dialect, "former") == 0 ||
			find(reader, name->dialect))
			continue;
		slot = et_map_slot(&seen, reader->arena, name->dialect, strlen(name->dialect));
		if (!*slot)
			et_diag(reader->diags, ET_WARNING, NULL, 0, name->name,
				"'%s' is an alias in dialect '%s', which no file describes",
				name->name, name->dialect);
		*slot = reader;
	}
}

static int compare_dialects(const void *left, const void *right)
{
	const struct et_dialect *const *a = left, *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

const struct et_dialect *const *et_dialects_read(struct et_arena *arena, struct et_diags *diags,
	const struct et_canon *canon, const struct et_yaml *const *documents, size_t n_documents,
	size_t *count)
{
	struct reader reader = {.arena = arena, .diags = diags, .canon = canon};
	size_t i;

	for (i = 0; i < n_documents; i++) {
		if (et_yaml_is(diags, documents[i], "a dialect", ET_YAML_MAPPING))
			read_dialect(&reader, documents[i]);
	}
	resolve_parents(&reader);
	check_aliases(&reader);
	if (reader.dialects.count)
		qsort(reader.dialects.items, reader.dialects.count, sizeof(*reader.dialects.items),
			compare_dialects);
	*count = reader.dialects.count;
	return (const struct et_dialect *const *)reader.dialects.items;
}
