/* SPDX-License-Identifier: BSD-3-Clause */
/* Errata and deviations. Both have to be about something that the canon has. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

static const char *const file_keys[] = {"errata", "deviations", NULL};
static const char *const erratum_keys[] = {
	"interface", "definition", "edition", "at", "says", "holds", "why", NULL};
static const char *const deviation_keys[] = {
	"interface", "definition", "rule", "who", "text", NULL};

typedef ET_ARRAY(struct et_erratum) erratum_list;
typedef ET_ARRAY(struct et_deviation) deviation_list;

static const char *need_text(
	struct reader *reader, const struct et_yaml *node, const char *what, const char *key)
{
	return et_yaml_text(reader->diags, et_yaml_need(reader->diags, node, what, key), key);
}

static const char *need_scalar(
	struct reader *reader, const struct et_yaml *node, const char *what, const char *key)
{
	return et_yaml_scalar(reader->diags, et_yaml_need(reader->diags, node, what, key), key);
}

/* The interface that an entry names, if it names one; *name becomes "" when it is unknown. */
static const char *read_interface(struct reader *reader, const struct et_yaml *node)
{
	const struct et_yaml *value = et_yaml_get(node, "interface");
	const char *name = et_yaml_text(reader->diags, value, "interface");

	if (name && !et_canon_interface(reader->canon, name))
		et_yaml_error(reader->diags, value, "no file has the interface '%s'", name);
	return name;
}

/* Whether the canon has the definition, in the interface if one is named. */
static const char *read_definition(
	struct reader *reader, const struct et_yaml *node, const char *what, const char *interface)
{
	const char *name = need_text(reader, node, what, "definition");
	const struct et_name *found;
	size_t i, count = 0;

	if (!name)
		return NULL;
	found = et_canon_find(reader->canon, name, &count);
	for (i = 0; i < count; i++) {
		if (!interface || strcmp(found[i].def->interface->def.name, interface) == 0)
			return name;
	}
	et_yaml_error(reader->diags, et_yaml_get(node, "definition"), "no file defines '%s'%s%s",
		name, interface && count ? " in interface " : "",
		interface && count ? interface : "");
	return name;
}

static void read_erratum(struct reader *reader, const struct et_yaml *node, erratum_list *list)
{
	static const char what[] = "erratum";
	struct interface nowhere = {0}; /* "at" has to name the file */
	struct et_erratum *erratum;

	if (!et_yaml_check_keys(reader->diags, node, what, erratum_keys))
		return;
	erratum = ET_APPEND(reader->arena, list);
	et_yaml_need(reader->diags, node, what, "interface");
	et_yaml_need(reader->diags, node, what, "edition");
	et_yaml_need(reader->diags, node, what, "at");
	erratum->interface = read_interface(reader, node);
	erratum->definition = read_definition(reader, node, what, erratum->interface);
	erratum->edition = et_reg_edition(reader, node, "edition", ET_EDITION_UNKNOWN);
	et_reg_place(reader, &nowhere, node, &erratum->place);
	erratum->says = need_scalar(reader, node, what, "says");
	erratum->holds = need_scalar(reader, node, what, "holds");
	erratum->why = need_text(reader, node, what, "why");
}

static void read_deviation(struct reader *reader, const struct et_yaml *node, deviation_list *list)
{
	static const char what[] = "deviation";
	struct et_deviation *deviation;
	const char *rule;

	if (!et_yaml_check_keys(reader->diags, node, what, deviation_keys))
		return;
	deviation = ET_APPEND(reader->arena, list);
	deviation->definition = read_definition(reader, node, what, read_interface(reader, node));
	rule = need_text(reader, node, what, "rule");
	if (rule && (strlen(rule) != 4 || !strchr("WSAFD", rule[0]) ||
			    strspn(rule + 1, "0123456789") != 3))
		et_yaml_error(reader->diags, node, "'%s' is no rule's code", rule);
	deviation->rule = rule;
	deviation->who = need_text(reader, node, what, "who");
	deviation->text = need_text(reader, node, what, "text");
}

static int compare_texts(const char *left, const char *right)
{
	return strcmp(left ? left : "", right ? right : "");
}

static int compare_errata(const void *left, const void *right)
{
	const struct et_erratum *a = left, *b = right;
	int order = compare_texts(a->interface, b->interface);

	if (!order)
		order = compare_texts(a->definition, b->definition);
	if (!order)
		order = compare_texts(a->place.file, b->place.file);
	if (!order)
		order = (a->place.line > b->place.line) - (a->place.line < b->place.line);
	return order ? order : compare_texts(a->says, b->says);
}

static int compare_deviations(const void *left, const void *right)
{
	const struct et_deviation *a = left, *b = right;
	int order = compare_texts(a->definition, b->definition);

	if (!order)
		order = compare_texts(a->rule, b->rule);
	return order ? order : compare_texts(a->who, b->who);
}

void et_reg_errata(struct reader *reader)
{
	erratum_list errata = {0};
	deviation_list deviations = {0};
	size_t i, j;

	for (i = 0; i < reader->errata.count; i++) {
		const struct et_yaml *node = reader->errata.items[i];
		const struct et_yaml *list;

		et_yaml_check_keys(reader->diags, node, "errata file", file_keys);
		list = et_yaml_get(node, "errata");
		if (et_yaml_is(reader->diags, list, "errata", ET_YAML_SEQUENCE)) {
			for (j = 0; j < list->count; j++)
				read_erratum(reader, list->items[j], &errata);
		}
		list = et_yaml_get(node, "deviations");
		if (et_yaml_is(reader->diags, list, "deviations", ET_YAML_SEQUENCE)) {
			for (j = 0; j < list->count; j++)
				read_deviation(reader, list->items[j], &deviations);
		}
	}
	if (errata.count > 1)
		qsort(errata.items, errata.count, sizeof(*errata.items), compare_errata);
	if (deviations.count > 1)
		qsort(deviations.items, deviations.count, sizeof(*deviations.items),
			compare_deviations);
	reader->canon->errata = errata.items;
	reader->canon->n_errata = errata.count;
	reader->canon->deviations = deviations.items;
	reader->canon->n_deviations = deviations.count;
}
