/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of a function, or of a function-like macro, that takes another number of arguments now. */
#include "use_rules.h"

/* Arguments in the parentheses at open; false where a macro among them may be several. */
static bool count_arguments(const struct use_parser *p, uint32_t open, int64_t *count)
{
	uint32_t close = p->tokens[open].name;
	uint32_t i;

	*count = 0;
	if (close == USE_NONE || close >= p->end)
		return false;
	for (i = open + 1; i < close; i++) {
		enum use_token_kind kind = use_kind(p, i);

		if (!*count)
			*count = 1;
		if (kind == USE_COMMA)
			++*count;
		else if (kind == USE_OPEN || kind == USE_OPEN_INDEX || kind == USE_OPEN_BRACE)
			i = use_behind(p, i) - 1;
		else if (kind == USE_ELLIPSIS)
			return false;
	}
	return true;
}

void use_judge_call(struct use *u, const struct use_query *query, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	enum use_truth other;
	int64_t count;
	bool certain;

	if (use_setting_of(u, place) != USE_AS_NAME || use_kind(p, place->i + 1) != USE_OPEN ||
		!query->numbers || p->tokens[place->i].declares)
		return;
	other = use_has_other(u, query);
	if (other == USE_TRUE || !use_reaches_here(u, query))
		return;
	certain = other == USE_FALSE && u->sure && count_arguments(p, place->i + 1, &count) &&
		  count == query->was;
	use_report(u, query, place, certain ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_NAME, true,
		"it is called, with %s argument%s before and %s now", query->query->was,
		query->was == 1 ? "" : "s", query->query->now);
}
