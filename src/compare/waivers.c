/* SPDX-License-Identifier: BSD-3-Clause */
/* Waivers: the findings that a tree accepts, in its etalon.yaml; F404 and F405. */
#include "comparison.h"

#include "str.h"
#include "yaml.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

struct waiver {
	const char *rule;	/* a code, or a prefix of one */
	const char *definition; /* a name, or a glob over names */
	const char *reason;
	const char *until; /* as written, or NULL */
	uint32_t line;
	bool expired;
	bool used;
};

/* YYYY-MM-DD, a day that exists. */
static bool parse_date(const char *text, struct tm *date)
{
	struct tm normal;
	int length = 0;

	*date = (struct tm){0};
	if (sscanf(text, "%4d-%2d-%2d%n", &date->tm_year, &date->tm_mon, &date->tm_mday, &length) !=
			3 ||
		length != 10 || text[10])
		return false;
	normal = (struct tm){.tm_year = date->tm_year - 1900,
		.tm_mon = date->tm_mon - 1,
		.tm_mday = date->tm_mday};
	timegm(&normal);
	return normal.tm_mday == date->tm_mday && normal.tm_mon == date->tm_mon - 1;
}

static int compare_dates(const struct tm *left, int year, int month, int day)
{
	if (left->tm_year != year)
		return left->tm_year < year ? -1 : 1;
	if (left->tm_mon != month)
		return left->tm_mon < month ? -1 : 1;
	return left->tm_mday < day ? -1 : left->tm_mday > day;
}

/* A date is past when its day is over (UTC); an edition when a later one is judged by. */
static bool is_over(const char *until, int64_t today, enum et_edition edition, bool *valid)
{
	enum et_edition last = et_edition_by_name(until);
	time_t seconds = (time_t)today;
	struct tm date;
	struct tm now;

	*valid = true;
	if (last != ET_EDITION_COUNT && last != ET_EDITION_UNKNOWN)
		return edition > last;
	if (!parse_date(until, &date) || !gmtime_r(&seconds, &now)) {
		*valid = false;
		return false;
	}
	return compare_dates(&date, now.tm_year + 1900, now.tm_mon + 1, now.tm_mday) < 0;
}

static bool is_rule(const char *text)
{
	unsigned rule;

	for (rule = 0; rule < ET_RULE_COUNT; rule++) {
		if (*text &&
			strncasecmp(et_rule((enum et_rule)rule)->code, text, strlen(text)) == 0)
			return true;
	}
	return false;
}

static bool read_waiver(struct et_diags *diags, const struct et_yaml *node, int64_t today,
	enum et_edition edition, struct waiver *waiver)
{
	static const char *const known[] = {"rule", "definition", "reason", "until", NULL};
	const struct et_yaml *until = et_yaml_get(node, "until");
	bool valid = true;

	if (!et_yaml_check_keys(diags, node, "a waiver", known))
		return false;
	waiver->line = node->line;
	waiver->rule = et_yaml_text(
		diags, et_yaml_need(diags, node, "a waiver", "rule"), "a waiver's rule");
	waiver->definition = et_yaml_text(diags,
		et_yaml_need(diags, node, "a waiver", "definition"), "a waiver's definition");
	waiver->reason = et_yaml_text(
		diags, et_yaml_need(diags, node, "a waiver", "reason"), "a waiver's reason");
	waiver->until = until ? et_yaml_scalar(diags, until, "a waiver's end") : NULL;
	if (waiver->until) {
		waiver->expired = is_over(waiver->until, today, edition, &valid);
		if (!valid)
			et_yaml_error(diags, until,
				"'%s' is no end of a waiver; write a date as 2027-01-31, or an "
				"edition as \"1.4\"",
				waiver->until);
	}
	if (waiver->rule && !is_rule(waiver->rule)) {
		et_yaml_error(diags, node, "no rule is called '%s'; `etalon explain` lists them",
			waiver->rule);
		valid = false;
	}
	if (waiver->reason && !*waiver->reason) {
		et_yaml_error(diags, node, "the waiver for %s has an empty reason; say why",
			waiver->definition ? waiver->definition : "?");
		valid = false;
	}
	return valid && waiver->rule && waiver->definition && waiver->reason;
}

static bool accepts(const struct waiver *waiver, const struct etalon_finding *finding)
{
	if (strncasecmp(finding->rule->code, waiver->rule, strlen(waiver->rule)) != 0)
		return false;
	return et_glob(waiver->definition, finding->definition) ||
	       (finding->found.name && et_glob(waiver->definition, finding->found.name));
}

static void add_finding(struct et_arena *arena, struct et_results *results, size_t tree_index,
	const struct et_tree *tree, const char *file, const struct waiver *waiver,
	enum et_rule rule, const char *message)
{
	struct et_result *result = ET_NEW(arena, struct et_result);
	struct etalon_finding *finding = &result->finding;

	finding->rule = et_rule(rule);
	finding->definition = waiver->definition;
	finding->expected.text = rule == ET_F404 ? "a finding to accept" : "an end in the future";
	finding->found.text = waiver->until ? waiver->until : waiver->rule;
	finding->found.name = waiver->definition;
	finding->found.tree = tree->path;
	finding->found.file = file;
	finding->found.line = waiver->line;
	finding->message = message;
	result->header = file;
	result->tree = tree_index;
	*ET_APPEND(arena, &results->list) = result;
}

static void apply(struct et_arena *arena, struct et_results *results, size_t tree_index,
	const struct et_tree *tree, const char *file, struct waiver *waiver)
{
	size_t count = results->list.count;
	size_t i;

	for (i = 0; i < count; i++) {
		struct etalon_finding *finding = &results->list.items[i]->finding;

		if (results->list.items[i]->tree != tree_index || !accepts(waiver, finding))
			continue;
		waiver->used = true;
		if (!waiver->expired && !finding->waived)
			finding->waived = waiver->reason;
	}
	if (waiver->expired)
		add_finding(arena, results, tree_index, tree, file, waiver, ET_F405,
			et_sprintf(arena, "the waiver of %s for %s ended %s", waiver->rule,
				waiver->definition, waiver->until));
	/* A few files of a tree say nothing about findings in the rest of it. */
	else if (!waiver->used && !tree->partial)
		add_finding(arena, results, tree_index, tree, file, waiver, ET_F404,
			et_sprintf(arena, "the waiver of %s for %s matches no finding",
				waiver->rule, waiver->definition));
}

void et_apply_waivers(struct et_arena *arena, struct et_results *results, size_t tree_index,
	const struct et_tree *tree, const char *path, const char *text, size_t length,
	int64_t today, enum et_edition edition, struct et_diags *diags)
{
	static const char *const known[] = {"waivers", NULL};
	const struct et_yaml *root = et_yaml_load(arena, diags, path, text, length);
	const struct et_yaml *list;
	struct waiver *waivers;
	size_t errors = diags->errors;
	size_t i;

	if (!root || !et_yaml_check_keys(diags, root, "etalon.yaml", known))
		return;
	list = et_yaml_get(root, "waivers");
	if (!list || !et_yaml_is(diags, list, "waivers", ET_YAML_SEQUENCE))
		return;
	waivers = ET_NEW_ARRAY(arena, list->count, struct waiver);
	for (i = 0; i < list->count; i++)
		read_waiver(diags, list->items[i], today, edition, &waivers[i]);
	/* With a mistake in the file nothing is accepted: what was meant is not known. */
	if (diags->errors != errors)
		return;
	for (i = 0; i < list->count; i++)
		apply(arena, results, tree_index, tree, et_basename(path), &waivers[i]);
}
