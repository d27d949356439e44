/* SPDX-License-Identifier: BSD-3-Clause */
/* A profile's lists of files, and the rules of its closure. */
#include "profile_int.h"
#include "str.h"

#include <string.h>

static const char *const group_keys[] = {"to", "headers", "sources", "text", "architectures",
	"through", "otherwise", "optional", "since", "until", NULL};

typedef ET_ARRAY(struct et_profile_entry) entry_list;

static void read_archs(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_entry *entry)
{
	static const char *const words[] = {"all", NULL};

	if (!node)
		return;
	entry->per_arch = true;
	if (node->kind == ET_YAML_SCALAR)
		et_yaml_word(reader->diags, node, "architectures", words);
	else
		entry->archs = profile_paths(reader, node, "architectures");
}

/* What holds for all files of a group. */
static void read_group(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_entry *group)
{
	const struct et_yaml *to = et_yaml_need(reader->diags, node, "an entry", "to");

	group->to = profile_path(reader, to, "to");
	group->span = profile_span(reader, node, NULL);
	group->optional =
		et_yaml_bool(reader->diags, et_yaml_get(node, "optional"), "optional", false);
	read_archs(reader, et_yaml_get(node, "architectures"), group);
	profile_through(reader, et_yaml_get(node, "through"), group->transformations);
	if (!group->to)
		return;
	/* A list of them has "$arch" nowhere else to go when it is only one. */
	if (group->per_arch && !profile_has_arch(group->to) &&
		(!group->archs || !group->archs[0] || group->archs[1]))
		et_yaml_error(reader->diags, to,
			"to '%s' is the same for all architectures: it needs a $arch", group->to);
	if (!group->per_arch && profile_has_arch(group->to))
		et_yaml_error(reader->diags, to,
			"to '%s' has $arch, and the entry no 'architectures'", group->to);
}

static bool has_wildcard(const char *text)
{
	return strpbrk(text, "*?") != NULL;
}

/* Wildcards in names of files only, not of folders, and not in what is copied to one file. */
static void check_wildcards(struct profile_reader *reader, const struct et_yaml *node,
	const struct et_profile_entry *entry)
{
	const char *slash = strrchr(entry->from, '/');
	const char *wild = strpbrk(entry->from, "*?");

	if (!wild)
		return;
	if (entry->kind == ET_FROM_SOURCE)
		et_yaml_error(reader->diags, node, "'%s': no wildcards in sources", entry->from);
	else if (!slash || wild < slash)
		et_yaml_error(reader->diags, node,
			"'%s': wildcards can be in the last part of a path only", entry->from);
	else if (!et_ends_with(entry->to, "/"))
		et_yaml_error(reader->diags, node, "'%s' may be many files, and goes to one: '%s'",
			entry->from, entry->to);
}

static void read_otherwise(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_entry *entry)
{
	static const char *const keys[] = {"header", "text", "since", "until", NULL};
	const char *name, *header, *text;

	if (!node || !et_yaml_check_keys(reader->diags, node, "otherwise", keys))
		return;
	header = profile_path(
		reader, et_yaml_need(reader->diags, node, "otherwise", "header"), "header");
	text = profile_body(reader, et_yaml_need(reader->diags, node, "otherwise", "text"), "text");
	if (!header || !text)
		return;
	if (has_wildcard(entry->from)) {
		et_yaml_error(reader->diags, node, "'otherwise' does not go with wildcards");
		return;
	}
	name = et_basename(entry->from);
	entry->otherwise = profile_expand_name(reader->arena, header, name);
	entry->otherwise_text = profile_expand_name(reader->arena, text, name);
	entry->otherwise_span = profile_span(reader, node, NULL);
}

/* One name of a group's list, alone or with more to say. */
static void read_item(struct profile_reader *reader, const struct et_yaml *group_node,
	const struct et_yaml *item, const struct et_profile_entry *group, entry_list *list)
{
	static const char *const keys[] = {"name", "since", "until", "optional", NULL};
	struct et_profile_entry entry = *group;
	const struct et_yaml *name = item;

	entry.line = item->line;
	if (item->kind == ET_YAML_MAPPING) {
		if (!et_yaml_check_keys(reader->diags, item, "a file", keys))
			return;
		name = et_yaml_need(reader->diags, item, "a file", "name");
		entry.span = profile_span(reader, item, &group->span);
		entry.optional = et_yaml_bool(
			reader->diags, et_yaml_get(item, "optional"), "optional", group->optional);
	}
	entry.from = profile_path(reader, name, "a file");
	if (!entry.from || !entry.to)
		return;
	if (et_ends_with(entry.from, "/")) {
		et_yaml_error(reader->diags, name, "'%s' is a folder", entry.from);
		return;
	}
	if (profile_has_arch(entry.from) && !entry.per_arch)
		et_yaml_error(reader->diags, name,
			"'%s' has $arch, and the entry no 'architectures'", entry.from);
	check_wildcards(reader, name, &entry);
	read_otherwise(reader, et_yaml_get(group_node, "otherwise"), &entry);
	*ET_APPEND(reader->arena, list) = entry;
}

static void read_list(struct profile_reader *reader, const struct et_yaml *node, const char *key,
	struct et_profile_entry *group, entry_list *list)
{
	const struct et_yaml *names = et_yaml_get(node, key);
	size_t i;

	if (!et_yaml_is(reader->diags, names, key, ET_YAML_SEQUENCE))
		return;
	if (names->count > 1 && group->to && !et_ends_with(group->to, "/"))
		et_yaml_error(reader->diags, names, "several files go to one: '%s'", group->to);
	for (i = 0; i < names->count; i++)
		read_item(reader, node, names->items[i], group, list);
}

static void read_entry(struct profile_reader *reader, const struct et_yaml *node, entry_list *list)
{
	struct et_profile_entry group = {0};
	const struct et_yaml *text;

	if (!et_yaml_check_keys(reader->diags, node, "an entry", group_keys))
		return;
	group.line = node->line;
	read_group(reader, node, &group);
	text = et_yaml_get(node, "text");
	if (!!text + !!et_yaml_get(node, "headers") + !!et_yaml_get(node, "sources") != 1) {
		et_yaml_error(reader->diags, node,
			"an entry is to have one of 'headers', 'sources' and 'text'");
	} else if (text) {
		group.kind = ET_FROM_TEXT;
		group.text = profile_body(reader, text, "text");
		if (group.to && et_ends_with(group.to, "/"))
			et_yaml_error(reader->diags, node, "a text goes to a file, not to '%s'",
				group.to);
		if (group.to && group.text)
			*ET_APPEND(reader->arena, list) = group;
	} else if (et_yaml_get(node, "headers")) {
		group.kind = ET_FROM_INSTALLED;
		read_list(reader, node, "headers", &group, list);
	} else {
		group.kind = ET_FROM_SOURCE;
		read_list(reader, node, "sources", &group, list);
	}
}

void profile_entries(struct profile_reader *reader, const struct et_yaml *node)
{
	entry_list list = {0};
	size_t i;

	if (!et_yaml_is(reader->diags, node, "files", ET_YAML_SEQUENCE))
		return;
	for (i = 0; i < node->count && list.count <= PROFILE_MAX_ENTRIES; i++)
		read_entry(reader, node->items[i], &list);
	if (list.count > PROFILE_MAX_ENTRIES)
		et_yaml_error(reader->diags, node, "more than %d files", PROFILE_MAX_ENTRIES);
	reader->profile->entries = list.items;
	reader->profile->n_entries = list.count;
}

/* A path with one '*', at its end, for the closure. */
static const char *read_star(
	struct profile_reader *reader, const struct et_yaml *node, const char *what)
{
	const char *path = profile_path(reader, node, what);

	if (!path)
		return NULL;
	if (strcspn(path, "*?") + 1 != strlen(path) || !et_ends_with(path, "/*")) {
		et_yaml_error(reader->diags, node, "%s '%s' is to end in '/*'", what, path);
		return NULL;
	}
	return path;
}

static void read_rule(
	struct profile_reader *reader, const struct et_yaml *node, struct et_profile_closure *rule)
{
	static const char *const keys[] = {
		"include", "header", "source", "to", "through", "since", "until", NULL};
	const struct et_yaml *header, *source;

	if (!et_yaml_check_keys(reader->diags, node, "a rule", keys))
		return;
	header = et_yaml_get(node, "header");
	source = et_yaml_get(node, "source");
	rule->line = node->line;
	rule->span = profile_span(reader, node, NULL);
	rule->include = read_star(
		reader, et_yaml_need(reader->diags, node, "a rule", "include"), "include");
	rule->to = read_star(reader, et_yaml_need(reader->diags, node, "a rule", "to"), "to");
	rule->kind = header ? ET_FROM_INSTALLED : ET_FROM_SOURCE;
	if (!header == !source)
		et_yaml_error(reader->diags, node, "a rule is to have 'header' or 'source'");
	else
		rule->from =
			read_star(reader, header ? header : source, header ? "header" : "source");
	profile_through(reader, et_yaml_get(node, "through"), rule->transformations);
}

void profile_closure(struct profile_reader *reader, const struct et_yaml *node)
{
	static const char *const keys[] = {"includes", "elsewhere", "rules", NULL};
	struct et_profile *profile = reader->profile;
	struct et_profile_closure *rules;
	const struct et_yaml *list;
	size_t i;

	if (!node || !et_yaml_check_keys(reader->diags, node, "closure", keys))
		return;
	profile->includes = profile_paths(reader, et_yaml_get(node, "includes"), "includes");
	profile->elsewhere = profile_names(
		reader, et_yaml_get(node, "elsewhere"), "elsewhere", false, &profile->n_elsewhere);
	list = et_yaml_need(reader->diags, node, "closure", "rules");
	if (!et_yaml_is(reader->diags, list, "rules", ET_YAML_SEQUENCE))
		return;
	rules = ET_NEW_ARRAY(reader->arena, list->count + 1, struct et_profile_closure);
	for (i = 0; i < list->count; i++)
		read_rule(reader, list->items[i], &rules[i]);
	profile->closure = rules;
	profile->n_closure = list->count;
}
