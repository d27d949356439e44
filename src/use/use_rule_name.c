/* SPDX-License-Identifier: BSD-3-Clause */
/* Names that are gone, and constants whose value is another. */
#include "use_rules.h"

/* Whether a file is the header that loses the name by one of the queries. */
static bool loses(const struct use *u, const struct use_query *query, uint32_t file)
{
	const struct use_wish *wish =
		&u->job->wishes.items[use_name_at(&u->names, query->name)->wanted - 1];
	size_t i;
	size_t k;

	for (i = 0; i < wish->asked.count; i++) {
		const struct use_query *each = &u->job->queries[wish->asked.items[i].query];

		if (each->query->kind != query->query->kind || each->name != query->name)
			continue;
		for (k = 0; k < each->headers.count; k++)
			if (each->headers.items[k] == file)
				return true;
	}
	return false;
}

static unsigned kinds_of(const struct use_query *query)
{
	if (query->query->kind == ET_QUERY_TAG_GONE)
		return USE_SYM_TAG | USE_SYM_ENUM;
	return USE_SYM_MACRO | USE_SYM_TYPEDEF | USE_SYM_OBJECT | USE_SYM_FUNCTION |
	       USE_SYM_ENUMERATOR;
}

enum use_truth use_has_other(struct use *u, const struct use_query *query)
{
	const unsigned kinds = kinds_of(query);
	const struct use_symbol *symbol = NULL;
	enum use_truth truth = USE_FALSE;

	if (use_reaches_elsewhere(u, query))
		return USE_TRUE;
	use_look(u, query->name, kinds);
	while ((symbol = use_next(u, query->name, symbol, kinds))) {
		if (loses(u, query, symbol->file) || symbol->without == USE_FALSE)
			continue;
		/* Of the same name, but nothing of its own. */
		if (symbol->kind == USE_SYM_MACRO && symbol->more.macro->count == 1 &&
			symbol->more.macro->body[0].name == query->name)
			continue;
		if (symbol->without == USE_TRUE)
			return USE_TRUE;
		truth = USE_MAYBE;
	}
	return truth;
}

/* Whether any file but those that lose it defines the name. */
static bool is_defined_far(struct use *u, const struct use_query *query)
{
	const unsigned kinds = kinds_of(query);
	const struct use_symbol *symbol;

	use_look_far(u, query->name, kinds);
	for (symbol = use_name_at(&u->names, query->name)->symbols; symbol; symbol = symbol->next)
		if ((symbol->kind & kinds) && !loses(u, query, symbol->file))
			return true;
	return false;
}

static const char *was_kind(const struct use_query *query)
{
	switch (query->query->def) {
	case ET_DEFINED_MACRO:
	case ET_DEFINED_FUNCTION_MACRO:
		return "macro";
	case ET_DEFINED_ENUMERATOR:
		return "enumerator";
	case ET_DEFINED_TYPEDEF:
		return "type";
	case ET_DEFINED_OBJECT:
		return "declaration";
	default:
		return "name";
	}
}

static const char *header_of(const struct use_query *query)
{
	return query->query->header ? query->query->header : "its header";
}

const char *use_why_gone(struct use *u, const struct use_query *query)
{
	return et_sprintf(&u->temp,
		query->query->hidden ? "%s, which defines it, is no longer included"
				     : "%s no longer defines it",
		header_of(query));
}

void use_judge_name_gone(
	struct use *u, const struct use_query *query, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	enum use_truth other;

	if (use_setting_of(u, place) != USE_AS_NAME)
		return;
	if (query->query->def == ET_DEFINED_FUNCTION_MACRO && use_kind(p, place->i + 1) != USE_OPEN)
		return;
	other = use_has_other(u, query);
	if (other == USE_TRUE)
		return;
	if (!use_reaches_here(u, query)) {
		if (query->query->hidden || is_defined_far(u, query))
			return;
		use_report(u, query, place, ET_USE_LIKELY, ET_USE_NAME, true,
			"the %s is no longer in %s, and no other definition was found, though it "
			"is not clear how this file includes it",
			was_kind(query), header_of(query));
		return;
	}
	if (query->query->hidden) {
		if (other == USE_FALSE)
			use_report(u, query, place, u->sure ? ET_USE_CERTAIN : ET_USE_LIKELY,
				ET_USE_NAME, true, "the %s is in %s, which is no longer included",
				was_kind(query), header_of(query));
		return;
	}
	if (other == USE_MAYBE) {
		use_report(u, query, place, ET_USE_LIKELY, ET_USE_NAME, true,
			"the %s is no longer in %s; some builds have another definition",
			was_kind(query), header_of(query));
		return;
	}
	use_report(u, query, place, u->sure ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_NAME, true,
		"the %s is no longer in %s", was_kind(query), header_of(query));
}

/* Whether an array is declared or designated by the token in brackets at open. */
static enum et_use_role role_in_brackets(const struct use_parser *p, uint32_t open)
{
	uint32_t before = open;
	uint32_t close = p->tokens[open].name;
	unsigned n;

	if (close != USE_NONE &&
		(use_kind(p, close + 1) == USE_ASSIGN || use_kind(p, close + 1) == USE_DOT ||
			use_kind(p, close + 1) == USE_OPEN_INDEX) &&
		open &&
		(use_kind(p, open - 1) == USE_OPEN_BRACE || use_kind(p, open - 1) == USE_COMMA))
		return ET_USE_DESIGNATOR;
	/* a[x][NAME] declares as a[NAME] does. */
	for (n = 0; before && use_kind(p, before - 1) == USE_CLOSE_INDEX && n < 8; n++) {
		uint32_t other = p->tokens[before - 1].name;

		if (other == USE_NONE || other >= before)
			break;
		before = other;
	}
	if (before && p->tokens[before - 1].declares)
		return ET_USE_BOUND;
	return ET_USE_VALUE;
}

static bool is_counting(enum use_token_kind kind)
{
	return kind == USE_LESS || kind == USE_EQUAL || kind == USE_UNEQUAL || kind == USE_STAR ||
	       kind == USE_ARITHMETIC || kind == USE_PLUS || kind == USE_MINUS;
}

static enum et_use_role value_role(const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	uint32_t i = place->i;
	uint32_t up = p->tokens[i].up;
	unsigned n;

	for (n = 0; up && n < 8; n++) {
		const struct use_token *open = &p->tokens[up - 1];

		if (open->kind == USE_OPEN_INDEX) {
			enum et_use_role role = role_in_brackets(p, up - 1);

			if (role != ET_USE_VALUE)
				return role;
			break;
		}
		if (open->kind == USE_OPEN_BRACE)
			break;
		up = open->up;
	}
	if ((i && is_counting(use_kind(p, i - 1))) || is_counting(use_kind(p, i + 1)))
		return ET_USE_COUNT;
	return ET_USE_VALUE;
}

static const char *changed_text(struct use *u, const struct use_query *query)
{
	if (!query->query->was || !query->query->now)
		return "has another value";
	return et_sprintf(&u->temp, "was %s and is %s", query->query->was, query->query->now);
}

void use_judge_value(struct use *u, const struct use_query *query, const struct use_place *place)
{
	enum use_setting setting = use_setting_of(u, place);
	enum use_assertion assertion;
	enum et_use_role role;

	if (setting != USE_AS_NAME || use_has_other(u, query) == USE_TRUE)
		return;
	if (!use_reaches_here(u, query) && is_defined_far(u, query))
		return;
	assertion = use_asserts(place, place->i, place->i + 1, query);
	if (assertion) {
		use_report(u, query, place,
			assertion == USE_ASSERTS && u->sure && use_reaches_here(u, query)
				? ET_USE_CERTAIN
				: ET_USE_LIKELY,
			ET_USE_ASSERTION, assertion == USE_ASSERTS,
			"it %s, which this asserts against", changed_text(u, query));
		return;
	}
	role = value_role(place);
	use_report(u, query, place, ET_USE_LIKELY, role, false, "%s; it %s",
		role == ET_USE_BOUND	    ? "the array has another length"
		: role == ET_USE_DESIGNATOR ? "the element is another one"
		: role == ET_USE_COUNT	    ? "it counts or compares"
					    : "its value is used",
		changed_text(u, query));
}

void use_judge_sibling(struct use *u, const struct use_query *query, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	uint32_t up = p->tokens[place->i].up;
	uint32_t brace;
	uint32_t i;

	if (!up || use_kind(p, up - 1) != USE_OPEN_INDEX || use_setting_of(u, place) != USE_AS_NAME)
		return;
	if (role_in_brackets(p, up - 1) != ET_USE_DESIGNATOR || !use_reaches_here(u, query))
		return;
	/* Told once an array, at its first one. */
	brace = p->tokens[up - 1].up;
	if (!brace || use_kind(p, brace - 1) != USE_OPEN_BRACE ||
		use_kind(p, brace) != USE_OPEN_INDEX)
		return;
	for (i = brace; i < place->i; i++)
		if (use_kind(p, i) == USE_NAME)
			return;
	use_report(u, query, place, ET_USE_LIKELY, ET_USE_DESIGNATOR, false,
		"the array has an element for each of these; '%s' %s",
		use_name_text(&u->names, query->name), changed_text(u, query));
}
