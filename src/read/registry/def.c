/* SPDX-License-Identifier: BSD-3-Clause */
/* What all definitions of the registry have in common. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

const char *et_reg_identifier(
	struct reader *reader, const struct et_yaml *node, const char *what, bool dashes)
{
	static const char first[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
	static const char rest[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789-";
	const char *text = et_yaml_text(reader->diags, node, what);

	if (!text)
		return NULL;
	if (!strchr(first, text[0]) || text[strspn(text, rest)] || (!dashes && strchr(text, '-'))) {
		et_yaml_error(reader->diags, node, "%s '%s' is not a name", what, text);
		return NULL;
	}
	return text;
}

void et_reg_expect(struct reader *reader, struct interface *interface, enum reference reference,
	const struct et_record *record, const char *name, const struct et_yaml *node)
{
	*ET_APPEND(reader->arena, &reader->names) =
		(struct pending_name){reference, interface, record, name, node};
}

static void read_operands(struct reader *reader, struct interface *interface,
	const struct et_record *record, const struct et_yaml *list, struct et_when *when)
{
	struct et_when *operands;
	size_t i;

	if (!et_yaml_is(reader->diags, list, "a list of conditions", ET_YAML_SEQUENCE))
		return;
	if (!list->count)
		et_yaml_error(reader->diags, list, "a condition over nothing");
	operands = ET_NEW_ARRAY(reader->arena, list->count, struct et_when);
	for (i = 0; i < list->count; i++) {
		const struct et_when *operand =
			et_reg_when(reader, interface, record, list->items[i]);

		if (operand)
			operands[when->n_operands++] = *operand;
	}
	when->operands = operands;
}

/* {field: NAME, is: VALUE} and {flag: NAME, of: FIELD} */
static void read_field_condition(struct reader *reader, struct interface *interface,
	const struct et_record *record, const struct et_yaml *node, struct et_when *when)
{
	bool flag = when->flag;
	const struct et_yaml *field =
		et_yaml_need(reader->diags, node, "condition", flag ? "of" : "field");
	const struct et_yaml *is =
		et_yaml_need(reader->diags, node, "condition", flag ? "flag" : "is");

	when->name = et_yaml_text(reader->diags, field, "field");
	when->is = et_yaml_scalar(reader->diags, is, flag ? "flag" : "is");
	if (when->name)
		et_reg_expect(reader, interface, REFERENCE_FIELD, record, when->name, field);
	if (when->is && (flag || !et_yaml_is_integer(is)))
		et_reg_expect(reader, interface, REFERENCE_CONSTANT, NULL, when->is, is);
}

const struct et_when *et_reg_when(struct reader *reader, struct interface *interface,
	const struct et_record *record, const struct et_yaml *node)
{
	static const struct {
		enum et_when_op op;
		const char *keys[3]; /* the first one tells */
	} forms[] = {
		{ET_WHEN_ANY, {"any"}},
		{ET_WHEN_ALL, {"all"}},
		{ET_WHEN_NOT, {"not"}},
		{ET_WHEN_FIELD, {"field", "is"}},
		{ET_WHEN_FIELD, {"flag", "of"}},
	};
	const struct et_yaml *value = NULL;
	struct et_when *when;
	size_t i;

	if (!node)
		return NULL;
	when = ET_NEW(reader->arena, struct et_when);
	if (node->kind == ET_YAML_SCALAR) {
		when->op = ET_WHEN_FEATURE;
		when->name = et_reg_identifier(reader, node, "feature", false);
		if (!when->name)
			return NULL;
		et_reg_expect(reader, interface, REFERENCE_FEATURE, NULL, when->name, node);
		return when;
	}
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		value = et_yaml_get(node, forms[i].keys[0]);
		if (value)
			break;
	}
	if (!value) {
		et_yaml_error(reader->diags, node,
			"a condition is a feature's name or one of any, all, not, field, flag");
		return NULL;
	}
	et_yaml_check_keys(reader->diags, node, "condition", forms[i].keys);
	when->op = forms[i].op;
	when->flag = strcmp(forms[i].keys[0], "flag") == 0;
	if (when->op == ET_WHEN_FIELD) {
		read_field_condition(reader, interface, record, node, when);
		return when->name && when->is ? when : NULL;
	}
	if (when->op == ET_WHEN_NOT) {
		when->operands = et_reg_when(reader, interface, record, value);
		when->n_operands = when->operands != NULL;
	} else {
		read_operands(reader, interface, record, value, when);
	}
	return when->n_operands ? when : NULL;
}

typedef ET_ARRAY(struct et_alias) alias_list;

static void add_aliases(struct reader *reader, const struct et_yaml *node, const char *dialect,
	const char *own, alias_list *list)
{
	size_t i, count;

	if (!node)
		return;
	count = node->kind == ET_YAML_SEQUENCE ? node->count : 1;
	for (i = 0; i < count; i++) {
		const struct et_yaml *item = node->kind == ET_YAML_SEQUENCE ? node->items[i] : node;
		const char *name = et_reg_identifier(reader, item, "alias", true);
		size_t j;

		if (!name)
			continue;
		for (j = 0; j < list->count; j++) {
			const struct et_alias *other = &list->items[j];

			if (strcmp(other->name, name) == 0 &&
				(dialect ? other->dialect && strcmp(other->dialect, dialect) == 0
					 : !other->dialect))
				et_yaml_error(reader->diags, item, "'%s' is an alias twice", name);
		}
		if (own && strcmp(name, own) == 0)
			et_yaml_error(reader->diags, item, "'%s' is its own alias", name);
		*ET_APPEND(reader->arena, list) = (struct et_alias){dialect, name};
	}
}

static int compare_aliases(const void *left, const void *right)
{
	const struct et_alias *a = left, *b = right;
	int order = strcmp(a->dialect ? a->dialect : "", b->dialect ? b->dialect : "");

	return order ? order : strcmp(a->name, b->name);
}

void et_reg_aliases(struct reader *reader, const struct et_yaml *node, const char *own,
	const struct et_alias **aliases, size_t *count)
{
	const struct et_yaml *former = et_yaml_get(node, "former");
	const struct et_yaml *others = et_yaml_get(node, "aliases");
	alias_list list = {0};
	size_t i;

	if (et_yaml_is(reader->diags, former, "former", ET_YAML_SEQUENCE))
		add_aliases(reader, former, "former", own, &list);
	if (others && others->kind == ET_YAML_MAPPING) {
		for (i = 0; i < others->count; i++) {
			if (strcmp(others->keys[i]->text, "former") == 0)
				et_yaml_error(reader->diags, others->keys[i],
					"'former' is no dialect: it is a key beside aliases");
			add_aliases(reader, others->items[i], others->keys[i]->text, own, &list);
		}
	} else if (et_yaml_is(reader->diags, others, "aliases", ET_YAML_SEQUENCE)) {
		add_aliases(reader, others, NULL, own, &list);
	}
	if (list.count)
		qsort(list.items, list.count, sizeof(*list.items), compare_aliases);
	*aliases = list.items;
	*count = list.count;
}

static const struct et_section *find_section(
	struct reader *reader, struct interface *interface, const struct et_yaml *node)
{
	const char *name = et_yaml_text(reader->diags, node, "section");
	size_t i;

	if (!name)
		return NULL;
	for (i = 0; interface->sections_node && i < interface->sections_node->count; i++) {
		if (strcmp(interface->sections_node->keys[i]->text, name) == 0)
			return &interface->sections[i];
	}
	et_yaml_error(reader->diags, node, "no section '%s' in this file", name);
	return NULL;
}

void et_reg_place(struct reader *reader, struct interface *interface, const struct et_yaml *node,
	struct et_place *place)
{
	const struct et_yaml *section = et_yaml_get(node, "section");
	const struct et_yaml *at = et_yaml_get(node, "at");
	uint64_t line = 0;
	const char *text, *colon;

	if (section)
		place->section = find_section(reader, interface, section);
	if (!at || !et_yaml_is(reader->diags, at, "at", ET_YAML_SCALAR))
		return;
	colon = strrchr(at->text, ':');
	if (!colon) {
		if (!interface->text)
			et_yaml_error(reader->diags, at,
				"a line without a file, and the interface has no 'text'");
		et_yaml_integer(reader->diags, at, "at", 1, UINT32_MAX, &line);
		text = interface->text;
	} else {
		char *end;

		line = strtoul(colon + 1, &end, 10);
		if (*end || colon[1] < '1' || colon[1] > '9' || line > UINT32_MAX ||
			colon == at->text)
			et_yaml_error(reader->diags, at, "at is to be a line, or \"file:line\"");
		text = et_strndup(reader->arena, at->text, (size_t)(colon - at->text));
	}
	place->file = text;
	place->line = (uint32_t)line;
}

enum et_edition et_reg_edition(struct reader *reader, const struct et_yaml *node, const char *key,
	enum et_edition fallback)
{
	const struct et_yaml *value = et_yaml_get(node, key);
	const char *name = et_yaml_text(reader->diags, value, key);
	enum et_edition edition;

	if (!name)
		return fallback;
	edition = et_edition_by_name(name);
	if (edition != ET_EDITION_COUNT)
		return edition;
	et_yaml_error(reader->diags, value, "%s '%s' is no edition (legacy, 1.0 … 1.4)", key, name);
	return fallback;
}

/* One entry of a name; they form a list, as editions may each have their own. */
struct entry {
	const struct et_def *def;
	const struct et_yaml *node;
	const struct entry *next;
};

void et_reg_once(struct reader *reader, struct et_map *seen, const char *what, const char *where,
	const struct et_def *def, const struct et_yaml *node)
{
	void **slot = et_map_slot(seen, reader->arena, def->name, strlen(def->name));
	struct entry *entry = ET_NEW(reader->arena, struct entry);
	const struct entry *other;

	for (other = *slot; other; other = other->next) {
		if (!et_editions_overlap(
			    def->since, def->until, other->def->since, other->def->until))
			continue;
		et_yaml_error(reader->diags, node, "%s%s'%s' is in %s already, in line %u%s", what,
			*what ? " " : "", def->name, where, other->node->line,
			def->since || def->until || other->def->since || other->def->until
				? ", for some of the same editions"
				: "");
		break;
	}
	*entry = (struct entry){def, node, *slot};
	*slot = entry;
}

bool et_reg_is_later(const struct et_def *def, const struct et_def *other)
{
	if (!def->until || !other->until)
		return !def->until && other->until;
	return def->until > other->until;
}

static enum et_status read_status(
	struct reader *reader, const struct et_yaml *node, enum et_status fallback)
{
	const char *names[ET_STATUS_COUNT + 1] = {0};
	int found;

	for (enum et_status status = 0; status < ET_STATUS_COUNT; status++)
		names[status] = et_status_name(status);
	found = et_yaml_word(reader->diags, et_yaml_get(node, "status"), "status", names);
	return found < 0 ? fallback : (enum et_status)found;
}

/* The common keys except for names; what def already has is what the group said. */
static void read_common(struct reader *reader, struct interface *interface,
	const struct et_record *record, const struct et_yaml *node, struct et_def *def)
{
	const struct et_yaml *when = et_yaml_get(node, "when");
	const char *evidence =
		et_yaml_text(reader->diags, et_yaml_get(node, "evidence"), "evidence");

	def->interface = interface->out;
	def->abis = ET_ABI_ALL;
	et_reg_place(reader, interface, node, &def->place);
	def->status = read_status(reader, node, def->status);
	if (evidence)
		def->evidence = evidence;
	def->unnamed =
		et_yaml_bool(reader->diags, et_yaml_get(node, "unnamed"), "unnamed", def->unnamed);
	/* What the interface says holds for all in it. */
	if (!def->since)
		def->since = interface->out->def.since;
	if (!def->until)
		def->until = interface->out->def.until;
	def->since = et_reg_edition(reader, node, "since", def->since);
	def->until = et_reg_edition(reader, node, "until", def->until);
	/* What trees share beside a legacy interface need not be as old as that. */
	if (def->status == ET_STATUS_DE_FACTO && def->since == ET_EDITION_LEGACY &&
		!et_yaml_get(node, "since"))
		def->since = ET_EDITION_UNKNOWN;
	if (when)
		def->when = et_reg_when(reader, interface, record, when);
	if (def->until && def->until < def->since)
		et_yaml_error(reader->diags, node, "until %s, but since %s",
			et_edition_name(def->until), et_edition_name(def->since));
}

void et_reg_group(struct reader *reader, struct interface *interface, const struct et_yaml *node,
	struct et_def *def)
{
	*def = (struct et_def){0};
	read_common(reader, interface, NULL, node, def);
	et_yaml_text(reader->diags, et_yaml_get(node, "about"), "about");
}

void et_reg_def(struct reader *reader, struct interface *interface, const struct et_yaml *node,
	const struct et_def *group, enum et_def_kind kind, struct et_def *def)
{
	const char *name = def->name, *scope = def->scope;
	const struct et_record *record = NULL;

	if (kind == ET_DEF_RECORD)
		record = (const struct et_record *)def;
	*def = group ? *group : (struct et_def){0};
	def->kind = kind;
	def->name = name;
	def->scope = scope;
	read_common(reader, interface, record, node, def);
	et_reg_aliases(reader, node, name, &def->aliases, &def->n_aliases);
	def->about = et_yaml_text(reader->diags, et_yaml_get(node, "about"), "about");
	switch (def->status) {
	case ET_STATUS_DE_FACTO:
	case ET_STATUS_DRAFT:
	case ET_STATUS_PROPOSED:
	case ET_STATUS_WITHDRAWN:
		if (!def->evidence)
			et_yaml_error(reader->diags, node,
				"'%s' is %s: that needs 'evidence' (who has it, where, seen when)",
				name ? name : "this", et_status_name(def->status));
		break;
	default:
		break;
	}
}
