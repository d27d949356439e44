/* SPDX-License-Identifier: BSD-3-Clause */
/* A profile's transformations. */
#include "profile_int.h"
#include "str.h"

#include <regex.h>
#include <string.h>

static const char *const edit_keys[] = {"replace", "with", "all", "whole", "delete", "to", "after",
	"append", "for", "since", "until", NULL};

/* Groups that a replacement names and its pattern has not, and lone backslashes. */
static void check_replacement(struct profile_reader *reader, const struct et_yaml *node,
	const char *pattern, const char *text)
{
	regex_t regex;
	size_t groups;

	if (regcomp(&regex, pattern, REG_EXTENDED))
		return;
	groups = regex.re_nsub;
	regfree(&regex);
	for (; *text; text++) {
		if (*text != '\\')
			continue;
		text++;
		if (*text >= '1' && *text <= '9' && (size_t)(*text - '0') > groups)
			et_yaml_error(reader->diags, node, "'%s' has no group %c", pattern, *text);
		else if (*text != '\\' && (*text < '1' || *text > '9')) {
			et_yaml_error(reader->diags, node,
				"a backslash is followed by the number of a group, or by another "
				"one");
			return;
		}
	}
}

static void read_replace(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_edit *edit)
{
	const struct et_yaml *with = et_yaml_need(reader->diags, node, "an edit", "with");
	bool whole = et_yaml_bool(reader->diags, et_yaml_get(node, "whole"), "whole", false);

	edit->kind = whole ? ET_EDIT_REPLACE_TEXT : ET_EDIT_REPLACE;
	edit->pattern = profile_pattern(reader, et_yaml_get(node, "replace"), "replace");
	edit->text = profile_body(reader, with, "with");
	edit->all = et_yaml_bool(reader->diags, et_yaml_get(node, "all"), "all", false);
	if (edit->pattern && edit->text)
		check_replacement(reader, with, edit->pattern, edit->text);
}

static void read_delete(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_edit *edit)
{
	const struct et_yaml *end = et_yaml_get(node, "to");

	edit->kind = end ? ET_EDIT_DELETE_RANGE : ET_EDIT_DELETE;
	edit->pattern = profile_pattern(reader, et_yaml_get(node, "delete"), "delete");
	edit->end = end ? profile_pattern(reader, end, "to") : NULL;
}

static void read_append(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_edit *edit)
{
	const struct et_yaml *text = et_yaml_need(reader->diags, node, "an edit", "append");

	edit->kind = ET_EDIT_APPEND;
	edit->pattern = profile_pattern(reader, et_yaml_get(node, "after"), "after");
	edit->text = profile_body(reader, text, "append");
	if (edit->text && !et_ends_with(edit->text, "\n"))
		edit->text = et_join(reader->arena, edit->text, "", "\n");
}

/* Keys that belong to another kind of edit than this one. */
static void check_kind(struct profile_reader *reader, const struct et_yaml *node, const char *kind,
	const char *const *own)
{
	size_t i, j;

	for (i = 0; i < node->count; i++) {
		const char *key = node->keys[i]->text;

		if (strcmp(key, kind) == 0 || strcmp(key, "for") == 0 ||
			strcmp(key, "since") == 0 || strcmp(key, "until") == 0)
			continue;
		for (j = 0; own[j] && strcmp(own[j], key) != 0; j++)
			;
		if (!own[j])
			et_yaml_error(reader->diags, node->keys[i], "'%s' does not go with '%s'",
				key, kind);
	}
}

static void read_edit(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_edit *edit)
{
	static const char *const whose[] = {"architectures", "common", NULL};
	static const struct {
		const char *key;
		const char *own[4];
		void (*read)(
			struct profile_reader *, const struct et_yaml *, struct et_profile_edit *);
	} kinds[] = {
		{"replace", {"with", "all", "whole"}, read_replace},
		{"delete", {"to"}, read_delete},
		{"after", {"append"}, read_append},
	};
	int word;
	size_t i;

	if (!et_yaml_check_keys(reader->diags, node, "an edit", edit_keys))
		return;
	edit->line = node->line;
	edit->span = profile_span(reader, node, NULL);
	word = et_yaml_word(reader->diags, et_yaml_get(node, "for"), "for", whose);
	edit->when_arch = word == 0 ? 1 : word == 1 ? -1 : 0;
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!et_yaml_get(node, kinds[i].key))
			continue;
		check_kind(reader, node, kinds[i].key, kinds[i].own);
		kinds[i].read(reader, node, edit);
		return;
	}
	et_yaml_error(reader->diags, node, "an edit is to have 'replace', 'delete' or 'after'");
}

static void read_includes(
	struct profile_reader *reader, const struct et_yaml *node, struct et_transformation *into)
{
	static const char *const keys[] = {"line", "since", "until", NULL};
	struct et_profile_include *includes;
	size_t i;

	if (!et_yaml_is(reader->diags, node, "includes", ET_YAML_SEQUENCE))
		return;
	includes = ET_NEW_ARRAY(reader->arena, node->count + 1, struct et_profile_include);
	for (i = 0; i < node->count; i++) {
		const struct et_yaml *item = node->items[i], *pattern = item;

		if (item->kind == ET_YAML_MAPPING) {
			if (!et_yaml_check_keys(reader->diags, item, "an include", keys))
				continue;
			pattern = et_yaml_need(reader->diags, item, "an include", "line");
			includes[i].span = profile_span(reader, item, NULL);
		}
		includes[i].pattern = profile_pattern(reader, pattern, "an include");
	}
	into->includes = includes;
	into->n_includes = node->count;
}

static void read_transformation(
	struct profile_reader *reader, const struct et_yaml *node, struct et_transformation *into)
{
	static const char *const keys[] = {"portable", "includes", "edits", NULL};
	const struct et_yaml *list;
	struct et_profile_edit *edits;
	size_t i;

	if (!et_yaml_check_keys(reader->diags, node, "a transformation", keys))
		return;
	into->portable =
		et_yaml_bool(reader->diags, et_yaml_get(node, "portable"), "portable", false);
	read_includes(reader, et_yaml_get(node, "includes"), into);
	list = et_yaml_need(reader->diags, node, "a transformation", "edits");
	if (!et_yaml_is(reader->diags, list, "edits", ET_YAML_SEQUENCE))
		return;
	if (list->count > ET_PROFILE_MAX_EDITS) {
		et_yaml_error(reader->diags, list, "more than %d edits", ET_PROFILE_MAX_EDITS);
		return;
	}
	edits = ET_NEW_ARRAY(reader->arena, list->count + 1, struct et_profile_edit);
	for (i = 0; i < list->count; i++)
		read_edit(reader, list->items[i], &edits[i]);
	into->edits = edits;
	into->n_edits = list->count;
}

void profile_transformations(struct profile_reader *reader, const struct et_yaml *node)
{
	struct et_transformation *transformations;
	size_t i;

	if (!et_yaml_is(reader->diags, node, "transformations", ET_YAML_MAPPING))
		return;
	transformations = ET_NEW_ARRAY(reader->arena, node->count + 1, struct et_transformation);
	for (i = 0; i < node->count; i++) {
		transformations[i].name = node->keys[i]->text;
		read_transformation(reader, node->items[i], &transformations[i]);
	}
	reader->profile->transformations = transformations;
	reader->profile->n_transformations = node->count;
}

void profile_through(struct profile_reader *reader, const struct et_yaml *node,
	const struct et_transformation **into)
{
	const struct et_profile *profile = reader->profile;
	const char *const *names;
	size_t i, j;

	if (!node)
		return;
	names = et_yaml_texts(reader->arena, reader->diags, node, "through");
	for (i = 0; names[i]; i++) {
		for (j = 0; j < profile->n_transformations; j++) {
			if (strcmp(profile->transformations[j].name, names[i]) == 0)
				break;
		}
		if (j == profile->n_transformations)
			et_yaml_error(
				reader->diags, node, "there is no transformation '%s'", names[i]);
		else if (i == ET_PROFILE_MAX_STEPS)
			et_yaml_error(reader->diags, node, "more than %d transformations",
				ET_PROFILE_MAX_STEPS);
		else if (i < ET_PROFILE_MAX_STEPS)
			into[i] = &profile->transformations[j];
	}
}
