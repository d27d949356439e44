/* SPDX-License-Identifier: BSD-3-Clause */
/* Names that are new: the consumer may have them already, for something else. */
#include "use_rules.h"

#include "str.h"

static bool is_macro(const struct use_query *query)
{
	return query->query->def == ET_DEFINED_MACRO ||
	       query->query->def == ET_DEFINED_FUNCTION_MACRO;
}

static const char *header_of(const struct use_query *query)
{
	return query->query->header ? query->query->header : "an imported header";
}

/* Whether what a macro is replaced by is, as far as it is known, nothing but its own name. */
static bool is_harmless(const struct use *u, const struct use_query *query)
{
	const char *now = query->query->now;

	return now && (!*now || et_streq(now, use_name_text(&u->names, query->name)));
}

/* A name in the code that a new macro takes over. */
static void judge_captured(
	struct use *u, const struct use_query *query, const struct use_place *place)
{
	bool certain;

	/* What is used without being declared here is another header's. */
	if (is_harmless(u, query) || use_setting_of(u, place) != USE_AS_DECLARED ||
		!place->p.tokens[place->i].declares)
		return;
	if (query->query->def == ET_DEFINED_FUNCTION_MACRO &&
		use_kind(&place->p, place->i + 1) != USE_OPEN)
		return;
	/* Without its text it may be another name, which declares as well. */
	certain = query->query->now && u->sure && !et_is_name(query->query->now);
	use_report(u, query, place, certain ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_DEFINITION,
		true, "%s now defines a macro of this name", header_of(query));
}

/* What the sources declare under a name at file scope, or NULL. */
static const struct use_symbol *declared_at(
	struct use *u, uint32_t name, uint32_t at, unsigned kinds)
{
	const struct use_symbol *symbol = NULL;

	use_look(u, name, kinds);
	while ((symbol = use_next(u, name, symbol, kinds)))
		if (symbol->file == u->source.file && symbol->at == at)
			return symbol;
	return NULL;
}

static void judge_declared(
	struct use *u, const struct use_query *query, const struct use_place *place)
{
	const struct use_symbol *symbol = declared_at(u, query->name, place->p.tokens[place->i].at,
		USE_SYM_TYPEDEF | USE_SYM_OBJECT | USE_SYM_FUNCTION | USE_SYM_ENUMERATOR);
	enum et_query_def def = query->query->def;
	bool certain = u->sure;

	if (!symbol)
		return;
	/* The same type once more is fine, the same function too. */
	if (symbol->kind == USE_SYM_TYPEDEF && def == ET_DEFINED_TYPEDEF)
		certain = query->query->now && symbol->type.base != USE_TYPEDEF &&
			  symbol->type.base != USE_UNKNOWN && symbol->type.n == 0 &&
			  et_starts_with(query->query->now, "struct ") !=
				  (symbol->type.base == USE_TAGGED ||
					  symbol->type.base == USE_RECORD);
	if ((symbol->kind & (USE_SYM_OBJECT | USE_SYM_FUNCTION)) && def == ET_DEFINED_OBJECT)
		certain = false;
	if (def == ET_DEFINED_SOMEHOW)
		certain = false;
	use_report(u, query, place, certain ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_DEFINITION,
		true, "declared here and now in %s, too", header_of(query));
}

static void judge_tag(struct use *u, const struct use_query *query, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	uint32_t i = place->i;

	if (!i || use_kind(p, i + 1) != USE_OPEN_BRACE)
		return;
	if (use_keyword_at(p, i - 1) < USE_KW_STRUCT || use_keyword_at(p, i - 1) > USE_KW_ENUM)
		return;
	/* Inside of a function it hides the other. */
	if (u->function != USE_NONE)
		return;
	use_report(u, query, place, u->sure ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_DEFINITION,
		true, "defined here and now in %s, too", header_of(query));
}

void use_judge_new(struct use *u, const struct use_query *query, const struct use_place *place)
{
	if (!use_reaches_here(u, query))
		return;
	if (query->query->kind == ET_QUERY_TAG_NEW) {
		judge_tag(u, query, place);
		return;
	}
	if (is_macro(query)) {
		/* Inside of the file's own macros it was one already. */
		if (!place->p.tokens[place->i].body && use_has_own_macro(u, query->name))
			return;
		judge_captured(u, query, place);
		return;
	}
	if (use_setting_of(u, place) == USE_AS_DECLARED && u->function == USE_NONE)
		judge_declared(u, query, place);
}
