/* SPDX-License-Identifier: BSD-3-Clause */
/* What queries mean for directives: conditions, includes, and definitions of macros. */
#include "use_rules.h"

#include "str.h"

bool use_has_own_macro(struct use *u, uint32_t name)
{
	const struct use_symbol *symbol = NULL;

	use_look(u, name, USE_SYM_MACRO);
	while ((symbol = use_next(u, name, symbol, USE_SYM_MACRO)))
		if (u->files->list.items[symbol->file].own)
			return true;
	return false;
}

/* #if, #ifdef …: what a name's coming and going changes. */
static void judge_condition(struct use *u, const struct use_query *query,
	const struct use_directive *directive, uint32_t at)
{
	const char *why;
	uint32_t i;

	switch (query->query->kind) {
	case ET_QUERY_NAME_GONE:
		/* An enumerator never was defined for #if. */
		if (query->query->def != ET_DEFINED_SOMEHOW &&
			query->query->def != ET_DEFINED_MACRO &&
			query->query->def != ET_DEFINED_FUNCTION_MACRO)
			return;
		if (use_has_other(u, query) == USE_TRUE)
			return;
		why = "the name is no longer defined: other lines are compiled";
		break;
	case ET_QUERY_MACRO_GONE:
		why = "the name is no macro any longer: other lines are compiled";
		break;
	case ET_QUERY_NAME_NEW:
		if (query->query->def != ET_DEFINED_SOMEHOW &&
			query->query->def != ET_DEFINED_MACRO &&
			query->query->def != ET_DEFINED_FUNCTION_MACRO)
			return;
		why = "the name is defined now: other lines are compiled";
		break;
	case ET_QUERY_VALUE:
		if (directive->kind != USE_DIR_IF && directive->kind != USE_DIR_ELIF)
			return;
		/* defined(NAME) asks for no value. */
		for (i = 0; i < directive->count; i++)
			if (u->source.words.tokens[directive->from + i].keyword == USE_KW_DEFINED)
				return;
		why = "the value is another one";
		break;
	default:
		return;
	}
	if (use_reaches_here(u, query))
		use_report_at(u, query, at, ET_USE_LIKELY, ET_USE_CONDITION, false, why);
}

/* Whether the directive behind a condition defines what the condition asks for: a fallback. */
static bool is_fallback(const struct use *u, uint32_t i)
{
	const struct use_directive *directive = &u->source.directives[i];
	const struct use_token *words = u->source.words.tokens;

	return directive->kind == USE_DIR_IFNDEF && i + 1 < u->source.n_directives &&
	       directive[1].kind == USE_DIR_DEFINE && directive->count && directive[1].count &&
	       words[directive->from].name == words[directive[1].from].name;
}

static void judge_conditions(struct use *u, uint32_t d)
{
	const struct use_directive *directive = &u->source.directives[d];
	uint32_t i;

	if (is_fallback(u, d))
		return;
	for (i = 0; i < directive->count; i++) {
		const struct use_token *token = &u->source.words.tokens[directive->from + i];
		const struct use_wish *wish = use_wish_of(u, token);
		size_t k;

		for (k = 0; wish && k < wish->asked.count; k++)
			if (wish->asked.items[k].role == USE_WISH_NAME)
				judge_condition(u, &u->job->queries[wish->asked.items[k].query],
					directive, token->at);
	}
}

static bool is_undefined_before(const struct use *u, uint32_t d, uint32_t name)
{
	while (d-- > 0) {
		const struct use_directive *directive = &u->source.directives[d];

		if (directive->kind == USE_DIR_UNDEF && directive->count &&
			u->source.words.tokens[directive->from].name == name)
			return true;
	}
	return false;
}

/* Whether a directive before d includes what leads to the query's header. */
static bool is_included_before(struct use *u, const struct use_query *query, uint32_t at)
{
	/* The order of includes is that of the text; the first pass kept no places. */
	const struct use_directive *directive;
	uint32_t i;
	bool any = false;

	(void)query;
	for (i = 0; i < u->source.n_directives; i++) {
		directive = &u->source.directives[i];
		if (directive->kind == USE_DIR_INCLUDE && directive->at < at)
			any = true;
	}
	return any;
}

/* #define of a name that a header defines now, too. */
static void judge_redefinition(struct use *u, const struct use_query *query, uint32_t d)
{
	const struct use_directive *directive = &u->source.directives[d];
	const struct use_token *name = &u->source.words.tokens[directive->from];
	const char *now = query->query->now;
	bool macro = query->query->def == ET_DEFINED_MACRO ||
		     query->query->def == ET_DEFINED_FUNCTION_MACRO;
	bool certain;

	if (!use_reaches_here(u, query))
		return;
	if (use_region_truth(&u->source, &u->names, directive->region, name->name, USE_DEFINED) ==
			USE_FALSE &&
		(macro || query->query->def == ET_DEFINED_SOMEHOW))
		return;
	if (macro && now && use_defines_the_same(u, directive, query->query))
		return;
	if (is_undefined_before(u, d, name->name))
		return;
	if (!macro) {
		/* A definition before the enum turns it into something else. */
		certain = query->query->def == ET_DEFINED_ENUMERATOR &&
			  !is_included_before(u, query, directive->at) &&
			  !u->files->list.items[u->source.file].header;
		use_report_at(u, query, name->at,
			certain && u->sure ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_DEFINITION,
			certain, "a macro of a name that a header now declares otherwise");
		return;
	}
	certain = u->sure && now &&
		  use_region_truth(&u->source, &u->names, directive->region, name->name,
			  USE_DEFINED) == USE_TRUE;
	use_report_at(u, query, name->at, certain ? ET_USE_CERTAIN : ET_USE_LIKELY,
		ET_USE_DEFINITION, true,
		now ? "defined here with another text than in the header now"
		    : "defined here, and now in the header, too");
}

static void add_carrier(struct use *u, const struct use_query *query, uint8_t role,
	const struct use_token *name, uint32_t inner)
{
	struct use_carrier *carrier;
	size_t i;

	/* Those of one macro follow each other. */
	for (i = u->carriers.count; i-- > 0;) {
		carrier = &u->carriers.items[i];
		if (carrier->round != u->round || carrier->of_file != u->source.file ||
			carrier->at != name->at)
			break;
		if (carrier->query == query->index && carrier->role == role)
			return;
	}
	carrier = ET_APPEND(&u->kept, &u->carriers);
	*carrier = (struct use_carrier){
		.name = et_strdup(&u->kept, use_name_text(&u->names, name->name)),
		.of_file = u->source.file,
		.at = name->at,
		.query = query->index,
		.inner = inner,
		.role = role,
		.round = u->round};
}

static bool names_record(
	const struct use_query *query, const struct use_token *words, uint32_t count)
{
	const uint32_t *name;
	uint32_t i;

	for (i = 1; i < count; i++)
		for (name = query->names; words[i].kind == USE_NAME && *name; name++)
			if (words[i].name == *name)
				return true;
	return false;
}

/* A name in a macro's body. */
static void judge_body(struct use *u, const struct use_query *query, enum use_wish_role role,
	const struct use_directive *directive, uint32_t i)
{
	const struct use_token *words = u->source.words.tokens + directive->from;
	const struct use_token *token = &words[i];
	enum use_token_kind before = (enum use_token_kind)words[i - 1].kind;
	enum et_query_kind kind = query->query->kind;
	struct use_found *found;
	const char *why;

	if (role == USE_WISH_MEMBER) {
		/* The name alone may be put behind any dot. */
		if (before != USE_DOT && before != USE_ARROW && directive->count != 2 &&
			!(before == USE_COMMA && names_record(query, words, directive->count)))
			return;
		add_carrier(u, query, (uint8_t)role, &words[0], 0);
		if (!use_reaches_here(u, query))
			return;
		found = use_report_at(u, query, token->at, ET_USE_LIKELY, ET_USE_MEMBER,
			kind != ET_QUERY_MEMBER_TYPE,
			"a member of that name, in a macro that is used with such a record");
		found->macro = words[0].at + 1;
		return;
	}
	if (before == USE_DOT || before == USE_ARROW)
		return;
	if ((role == USE_WISH_TAG) !=
		(before == USE_NAME && words[i - 1].keyword >= USE_KW_STRUCT &&
			words[i - 1].keyword <= USE_KW_ENUM))
		return;
	if (kind == ET_QUERY_NAME_GONE || kind == ET_QUERY_TAG_GONE) {
		if (use_has_other(u, query) == USE_TRUE)
			return;
		add_carrier(u, query, (uint8_t)role, &words[0], 0);
		why = "no longer defined; it breaks where this macro is used";
		found = use_report_at(u, query, token->at, ET_USE_LIKELY, ET_USE_NAME, true, why);
		found->macro = words[0].at + 1;
	} else if (kind == ET_QUERY_VALUE && role == USE_WISH_NAME && use_reaches_here(u, query) &&
		   use_has_other(u, query) != USE_TRUE) {
		use_report_at(u, query, token->at, ET_USE_LIKELY, ET_USE_VALUE, false,
			"a macro is built on the value");
	}
}

/* Whether a token of a #define stands among the parameters. */
static bool is_parameter(const struct use *u, const struct use_directive *directive,
	const struct use_token *words, uint32_t i)
{
	uint32_t k;

	if (directive->count < 2 || words[1].kind != USE_OPEN ||
		words[1].at != words[0].at + use_name_at(&u->names, words[0].name)->length)
		return false;
	for (k = 2; k < i && words[k].kind != USE_CLOSE; k++)
		;
	return k >= i;
}

/* sizeof(struct S) in a macro's body. */
static void judge_size_in_body(struct use *u, const struct use_query *query,
	const struct use_directive *directive, uint32_t i)
{
	const struct use_token *words = u->source.words.tokens + directive->from;
	uint32_t k = i;

	while (k > 0 &&
		(words[k - 1].kind == USE_OPEN ||
			(words[k - 1].kind == USE_NAME && words[k - 1].keyword >= USE_KW_STRUCT &&
				words[k - 1].keyword <= USE_KW_UNION)))
		k--;
	if (k > 0 && words[k - 1].keyword == USE_KW_SIZEOF && i + 1 < directive->count &&
		words[i + 1].kind == USE_CLOSE && use_reaches_here(u, query))
		use_report_at(u, query, words[k - 1].at, ET_USE_LIKELY, ET_USE_SIZE, false,
			"its size changed; in a macro");
}

static void judge_define(struct use *u, uint32_t d)
{
	const struct use_directive *directive = &u->source.directives[d];
	const struct use_token *words = u->source.words.tokens + directive->from;
	const struct use_wish *wish;
	uint32_t i;
	size_t k;

	if (!directive->count || words[0].kind != USE_NAME)
		return;
	wish = use_wish_of(u, &words[0]);
	for (k = 0; wish && k < wish->asked.count; k++) {
		const struct use_query *query = &u->job->queries[wish->asked.items[k].query];

		if (query->query->kind == ET_QUERY_NAME_NEW)
			judge_redefinition(u, query, d);
	}
	for (i = 1; i < directive->count; i++) {
		wish = use_wish_of(u, &words[i]);
		if (!wish || is_parameter(u, directive, words, i) ||
			use_vanishes(u, directive->region))
			continue;
		for (k = 0; k < wish->asked.count; k++) {
			const struct use_asked *asked = &wish->asked.items[k];
			const struct use_query *query = &u->job->queries[asked->query];

			if (asked->role == USE_WISH_RECORD)
				judge_size_in_body(u, query, directive, i);
			else if (asked->role != USE_WISH_SIBLING && asked->role != USE_WISH_ENUM)
				judge_body(u, query, (enum use_wish_role)asked->role, directive, i);
		}
	}
}

/* In later rounds: macros whose bodies use macros that carry what queries ask for. */
static void carry_on(struct use *u, const struct use_directive *directive)
{
	const struct use_token *words = u->source.words.tokens + directive->from;
	uint32_t i;

	if (!directive->count || words[0].kind != USE_NAME)
		return;
	for (i = 1; i < directive->count; i++) {
		uint32_t carrier;

		if (words[i].kind != USE_NAME || is_parameter(u, directive, words, i))
			continue;
		carrier = use_name_at(&u->names, words[i].name)->carrier;
		while (carrier) {
			const struct use_carrier *inner = &u->carriers.items[carrier - 1];

			if (inner->round + 1 == u->round)
				add_carrier(u, &u->job->queries[inner->query], inner->role,
					&words[0], carrier);
			carrier = u->carriers.items[carrier - 1].next;
		}
	}
}

void use_judge_directives(struct use *u)
{
	uint32_t d;

	for (d = 0; d < u->source.n_directives; d++) {
		const struct use_directive *directive = &u->source.directives[d];

		switch (directive->kind) {
		case USE_DIR_DEFINE:
			if (u->round)
				carry_on(u, directive);
			else
				judge_define(u, d);
			break;
		case USE_DIR_INCLUDE:
			if (!u->round && u->job->headers.count &&
				!use_vanishes(u, directive->region))
				use_judge_include(u, directive);
			break;
		case USE_DIR_IF:
		case USE_DIR_IFDEF:
		case USE_DIR_IFNDEF:
		case USE_DIR_ELIF:
		case USE_DIR_ELIFDEF:
		case USE_DIR_ELIFNDEF:
			if (!u->round)
				judge_conditions(u, d);
			break;
		default:
			break;
		}
	}
}
