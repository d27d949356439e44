/* SPDX-License-Identifier: BSD-3-Clause */
/* Tags that are gone: struct NAME needs its members in some places, and only its name in others. */
#include "use_rules.h"

/* The first token of the declaration that a token is in. */
static uint32_t statement_start(const struct use_parser *p, uint32_t i)
{
	unsigned n;

	for (n = 0; i > 0 && n < 64; n++, i--) {
		enum use_token_kind kind = use_kind(p, i - 1);

		if (kind == USE_SEMICOLON || kind == USE_OPEN_BRACE || kind == USE_CLOSE_BRACE ||
			kind == USE_OPEN || kind == USE_COMMA)
			break;
	}
	return i;
}

/* Whether "struct NAME" with NAME at i must be complete there. */
static bool needs_members(const struct use_parser *p, uint32_t i)
{
	uint32_t next = i + 1;
	uint32_t start;

	while (use_keyword_at(p, next) == USE_KW_QUALIFIER)
		next++;
	switch (use_kind(p, next)) {
	case USE_CLOSE:
		/* sizeof(struct s), (struct s){…}; a prototype may leave it open. */
		return use_kind(p, i - 2) == USE_OPEN && i >= 3 &&
		       (use_keyword_at(p, i - 3) == USE_KW_SIZEOF ||
			       use_kind(p, next + 1) == USE_OPEN_BRACE);
	case USE_COMMA:
		return i >= 3 && use_kind(p, i - 2) == USE_OPEN &&
		       use_keyword_at(p, i - 3) == USE_KW_OFFSETOF;
	case USE_NAME:
		break;
	default:
		return false;
	}
	start = statement_start(p, i);
	for (; start < i; start++)
		if (use_keyword_at(p, start) == USE_KW_TYPEDEF ||
			(use_keyword_at(p, start) == USE_KW_QUALIFIER &&
				strcmp(use_name_text(&p->u->names, p->tokens[start].name),
					"extern") == 0))
			return false;
	/* A function's result, as long as it is only declared; a parameter likewise. */
	return use_kind(p, next + 1) == USE_SEMICOLON || use_kind(p, next + 1) == USE_ASSIGN ||
	       use_kind(p, next + 1) == USE_OPEN_INDEX;
}

/* Whether the file, or what it sees, names the tag where that declares it: before this place, and
 * not among parameters. */
static bool in_parameters(const struct use *u, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	uint32_t up = p->tokens[place->i].up;

	return up && use_kind(p, up - 1) == USE_OPEN && u->function == USE_NONE;
}

void use_judge_tag_gone(struct use *u, const struct use_query *query, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	uint32_t i = place->i;
	bool certain;

	if (!i || (use_keyword_at(p, i - 1) != USE_KW_STRUCT &&
			  use_keyword_at(p, i - 1) != USE_KW_UNION &&
			  use_keyword_at(p, i - 1) != USE_KW_ENUM))
		return;
	/* Its own definition, or a declaration in advance. */
	if (use_kind(p, i + 1) == USE_OPEN_BRACE || use_kind(p, i + 1) == USE_SEMICOLON)
		return;
	if (use_has_other(u, query) == USE_TRUE)
		return;
	certain = needs_members(p, i) && u->sure && use_reaches_here(u, query) &&
		  use_has_other(u, query) == USE_FALSE;
	if (certain)
		use_report(u, query, place, ET_USE_CERTAIN, ET_USE_NAME, true,
			"its members are needed here, and %s", use_why_gone(u, query));
	else if (use_reaches_here(u, query))
		use_report(u, query, place, ET_USE_LIKELY, ET_USE_NAME, true, "%s, and %s",
			in_parameters(u, place) ? "a parameter's type, which nobody may declare"
						: "a name for a type",
			use_why_gone(u, query));
}
