/* SPDX-License-Identifier: BSD-3-Clause */
/* switch over an enum that has grown: compilers warn of values without a case. */
#include "use_rules.h"

/* What a switch's body has, without those inside of it. */
struct cases {
	unsigned of_enum;
	bool has_default;
};

static bool is_of_enum(const struct use_query *query, uint32_t name)
{
	size_t i;

	for (i = 0; i < query->members.count; i++)
		if (query->members.items[i] == name)
			return true;
	return false;
}

static struct cases count_cases(
	const struct use_parser *p, const struct use_query *query, uint32_t open)
{
	struct cases cases = {0};
	uint32_t close = use_behind(p, open);
	uint32_t i;

	for (i = open + 1; i < close; i++) {
		switch (use_keyword_at(p, i)) {
		case USE_KW_SWITCH:
			if (use_kind(p, i + 1) == USE_OPEN) {
				uint32_t body = use_behind(p, i + 1);

				if (use_kind(p, body) == USE_OPEN_BRACE)
					i = use_behind(p, body) - 1;
			}
			break;
		case USE_KW_DEFAULT:
			cases.has_default |= use_kind(p, i + 1) == USE_COLON;
			break;
		case USE_KW_CASE:
			if (use_kind(p, i + 1) == USE_NAME)
				cases.of_enum += is_of_enum(query, p->tokens[i + 1].name);
			break;
		default:
			break;
		}
	}
	return cases;
}

/* Whether a macro in a switch's body brings the default. */
static bool has_hidden_default(struct use_parser *p, uint32_t open)
{
	uint32_t close = use_behind(p, open);
	uint32_t i;
	uint32_t k;

	for (i = open + 1; i < close; i++) {
		const struct use_macro *macro;

		if (use_kind(p, i) != USE_NAME || use_keyword_at(p, i) != USE_KW_NONE)
			continue;
		macro = use_macro_at(p, i);
		for (k = 0; macro && k < macro->count; k++)
			if (macro->body[k].keyword == USE_KW_DEFAULT)
				return true;
	}
	return false;
}

/* Whether a type is the query's enum. */
static enum use_match is_enum(
	struct use *u, const struct use_type *type, const struct use_query *query)
{
	struct use_type resolved = use_resolve(u, *type);
	const struct use_symbol *symbol;
	const struct use_enum *list = resolved.more.list;
	size_t i;

	if (use_matches(u, type, query) == USE_SAME_TYPE)
		return USE_SAME_TYPE;
	if (resolved.base == USE_UNKNOWN)
		return USE_CANT_TELL;
	if (resolved.base == USE_INTEGER && !resolved.n)
		return USE_CANT_TELL;
	if (resolved.base != USE_ENUM || resolved.n)
		return USE_OTHER_TYPE;
	for (i = 0; i < USE_MOST_NAMES && query->names[i]; i++)
		if (resolved.name == query->names[i])
			return USE_SAME_TYPE;
	if (resolved.name) {
		symbol = use_look(u, resolved.name, USE_SYM_ENUM);
		list = symbol ? symbol->more.list : NULL;
	}
	for (i = 0; list && i < list->names.count; i++)
		if (is_of_enum(query, list->names.items[i]))
			return USE_SAME_TYPE;
	return USE_OTHER_TYPE;
}

static void judge(
	struct use *u, const struct use_query *query, const struct use_place *place, uint32_t open)
{
	struct use_parser all = place->p;
	struct use_parser value = all;
	uint32_t body = use_behind(&all, place->i + 1);
	struct cases cases = count_cases(&all, query, body);
	struct use_type type;
	enum use_match match;

	if (!cases.of_enum || cases.has_default)
		return;
	value.pos = open + 1;
	value.end = body - 1;
	type = use_parse_expression(&value, true);
	match = is_enum(u, &type, query);
	if (match == USE_OTHER_TYPE || has_hidden_default(&all, body))
		return;
	if (match == USE_SAME_TYPE)
		use_report(u, query, place, u->sure ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_SWITCH,
			true, "has no default, and no case for what is new in the enum");
	else
		use_report(u, query, place, ET_USE_LIKELY, ET_USE_SWITCH, false,
			"has cases of the enum, none for what is new, and no default");
}

void use_judge_switch(struct use *u, uint32_t token)
{
	struct use_place place = use_place_of(u, token);
	uint32_t i;

	if (use_kind(&place.p, token + 1) != USE_OPEN ||
		use_kind(&place.p, use_behind(&place.p, token + 1)) != USE_OPEN_BRACE)
		return;
	for (i = 0; i < u->job->n_queries; i++) {
		const struct use_query *query = &u->job->queries[i];

		if (query->query->kind == ET_QUERY_ENUM_GREW && use_reaches_here(u, query))
			judge(u, query, &place, token + 1);
	}
}
