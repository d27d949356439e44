/* SPDX-License-Identifier: BSD-3-Clause */
#include "waivers.h"

#include "rules.h"
#include "str.h"
#include "yaml.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

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

static bool is_change(const char *text)
{
	static const char *const words[] = {
		"wire", "source", "behaviour", "include", "construct", "edited", "compile"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(words[i], text) == 0)
			return true;
	}
	return false;
}

static bool read_waiver(struct et_diags *diags, const struct et_yaml *node, int64_t today,
	enum et_edition edition, struct et_waiver *waiver)
{
	static const char *const known[] = {
		"rule", "change", "definition", "reason", "until", NULL};
	const struct et_yaml *until = et_yaml_get(node, "until");
	const struct et_yaml *change = et_yaml_get(node, "change");
	bool valid = true;

	if (!et_yaml_check_keys(diags, node, "a waiver", known))
		return false;
	waiver->line = node->line;
	if (change)
		waiver->change = et_yaml_text(diags, change, "a waiver's change");
	else
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
	if (change && et_yaml_get(node, "rule")) {
		et_yaml_error(diags, node, "a waiver has a rule or a change, not both");
		valid = false;
	}
	if (waiver->change && !is_change(waiver->change)) {
		et_yaml_error(diags, change,
			"'%s' is no class of changes: wire, source, behaviour, and of a sync "
			"include, construct, edited, compile",
			waiver->change);
		valid = false;
	}
	return valid && (waiver->rule || waiver->change) && waiver->definition && waiver->reason;
}

struct et_waiver *et_waivers_read(struct et_arena *arena, const char *path, const char *text,
	size_t length, int64_t today, enum et_edition edition, size_t *count,
	struct et_diags *diags)
{
	static const char *const known[] = {"waivers", NULL};
	const struct et_yaml *root = et_yaml_load(arena, diags, path, text, length);
	const struct et_yaml *list;
	struct et_waiver *waivers;
	size_t errors = diags->errors;
	size_t i;

	*count = 0;
	if (!root || !et_yaml_check_keys(diags, root, "etalon.yaml", known))
		return NULL;
	list = et_yaml_get(root, "waivers");
	if (!list || !et_yaml_is(diags, list, "waivers", ET_YAML_SEQUENCE))
		return NULL;
	waivers = ET_NEW_ARRAY(arena, list->count, struct et_waiver);
	for (i = 0; i < list->count; i++)
		read_waiver(diags, list->items[i], today, edition, &waivers[i]);
	if (diags->errors == errors)
		*count = list->count;
	return waivers;
}

const char *et_waivers_reason(struct et_waiver *waivers, size_t count, const char *change,
	const char *definition, const char *other_name)
{
	const char *reason = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		struct et_waiver *waiver = &waivers[i];

		if (!et_streq(waiver->change, change) ||
			!((definition && et_glob(waiver->definition, definition)) ||
				(other_name && et_glob(waiver->definition, other_name))))
			continue;
		waiver->used = true;
		if (!waiver->expired && !reason)
			reason = waiver->reason;
	}
	return reason;
}
