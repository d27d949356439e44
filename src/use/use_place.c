/* SPDX-License-Identifier: BSD-3-Clause */
/* A token and its surroundings, with the macros around it replaced. */
#include "use_rules.h"

#include <stdarg.h>

enum {
	FAR = 512,	 /* tokens of a statement that are kept on each side */
	MOST_COPIES = 8, /* of a token in what a macro makes of it */
	MOST_STEPS = 12, /* macros in macros */
	TEMP_KEPT = 1 << 20,
};

/* Empties u->temp when it has become large: only between places, as what they expand to is there.
 */
static void trim(struct use *u)
{
	struct et_arena fresh;

	if (u->temp.used <= TEMP_KEPT)
		return;
	et_arena_init_in_steps(&fresh);
	et_arena_recycle(&fresh, &u->temp);
	u->temp = fresh;
	u->braces = NULL;
}

void use_begin_place(struct use *u)
{
	uint32_t steps = u->file_steps < USE_STEPS ? u->file_steps : USE_STEPS;

	u->file_steps -= steps;
	u->steps = steps;
	if (u->braces != u->source.code.tokens)
		u->braces = NULL;
	trim(u);
}

void use_end_place(struct use *u)
{
	/* What was not used is given back. */
	u->file_steps += u->steps;
	u->steps = 0;
}

struct use_place use_place_of(struct use *u, uint32_t token)
{
	const struct use_token *at = &u->source.code.tokens[token];

	return (struct use_place){
		.p = {.u = u,
			.tokens = u->source.code.tokens,
			.end = u->source.code.count,
			.file = u->source.file,
			.locals = &u->locals,
			.here = token,
			.source = &u->source},
		.i = token,
		.at = at->at,
		.region = (uint16_t)at->region,
	};
}

static bool ends_statement(enum use_token_kind kind)
{
	return kind == USE_SEMICOLON || kind == USE_OPEN_BRACE || kind == USE_CLOSE_BRACE;
}

/*
 * The statement around the macro at index m with the macro replaced. *first and *count are the
 * tokens that have come in.
 */
static bool splice(struct use *u, const struct use_place *place, struct use_macro *macro,
	uint32_t m, struct use_place *result, uint32_t *first, uint32_t *count)
{
	struct use_parser p = place->p;
	uint32_t low = m;
	uint32_t high;
	uint32_t behind;
	struct use_code code = use_expand(&p, macro, m, &behind);
	struct use_code all = {0};
	struct use_locals *locals;
	struct use_parser block;

	if (!code.count)
		return false;
	while (low > 0 && m - low < FAR && !ends_statement(use_kind(&p, low - 1)))
		low--;
	for (high = behind; high < p.end && high - behind < FAR; high++)
		if (ends_statement(use_kind(&p, high)))
			break;
	all.count = (m - low) + code.count + (high - behind);
	if (all.count > u->steps)
		return false;
	u->steps -= all.count;
	all.tokens = ET_NEW_ARRAY(&u->temp, (size_t)all.count + 1, struct use_token);
	memcpy(all.tokens, p.tokens + low, (m - low) * sizeof(*all.tokens));
	memcpy(all.tokens + (m - low), code.tokens, code.count * sizeof(*all.tokens));
	memcpy(all.tokens + (m - low) + code.count, p.tokens + behind,
		(high - behind) * sizeof(*all.tokens));
	use_link(&all);
	*first = m - low;
	*count = code.count;
	*result = *place;
	result->p.tokens = all.tokens;
	result->p.end = all.count;
	result->steps++;
	/* Variables that the macro declares for itself. */
	locals = ET_NEW(&u->temp, struct use_locals);
	locals->arena = &u->temp;
	locals->outer = place->p.locals;
	locals->here = use_is_in_file(&place->p) ? m : place->p.here;
	block = result->p;
	block.locals = locals;
	block.pos = *first;
	block.end = *first + *count;
	use_parse_locals(&block, locals);
	result->p.locals = locals;
	return true;
}

/* The outermost macro with arguments around a place, or USE_NONE. */
static uint32_t macro_around(struct use *u, const struct use_place *place, struct use_macro **macro)
{
	struct use_parser p = place->p;
	uint32_t up = p.tokens[place->i].up;
	uint32_t floor = 0;
	uint32_t found = USE_NONE;
	unsigned n;

	if (use_is_in_file(&p) && u->function != USE_NONE &&
		u->functions.items[u->function].from < place->i)
		floor = u->functions.items[u->function].from;
	for (n = 0; up > floor + 1 && n < 64; n++) {
		const struct use_token *open = &p.tokens[up - 1];
		struct use_macro *each;

		if (open->kind == USE_OPEN && up >= 2) {
			each = use_macro_at(&p, up - 2);
			if (each && each->function) {
				*macro = each;
				found = up - 2;
			}
		}
		up = open->up;
	}
	return found;
}

void use_settle(struct use *u, const struct use_place *place, use_place_fn *take, void *data)
{
	const struct use_token token = place->p.tokens[place->i];
	struct use_macro *macro = NULL;
	uint32_t m = place->steps < MOST_STEPS ? macro_around(u, place, &macro) : USE_NONE;
	struct use_place next;
	uint32_t first;
	uint32_t count;
	uint32_t i;
	unsigned copies = 0;

	if (m == USE_NONE) {
		take(u, place, data);
		return;
	}
	if (!splice(u, place, macro, m, &next, &first, &count))
		return;
	for (i = first; i < first + count && copies < MOST_COPIES; i++) {
		const struct use_token *each = &next.p.tokens[i];

		if (each->kind != USE_NAME || each->name != token.name || each->at != token.at ||
			each->body != token.body)
			continue;
		next.i = i;
		next.p.here = i;
		copies++;
		use_settle(u, &next, take, data);
	}
}

void use_enter_macro(struct use *u, const struct use_place *place, uint32_t name,
	const struct use_carrier *carrier, use_place_fn *take, void *data)
{
	struct use_parser p = place->p;
	struct use_macro *macro = use_macro_at(&p, place->i);
	struct use_place next;
	uint32_t first;
	uint32_t count;
	uint32_t i;
	unsigned copies = 0;

	if (!macro || macro->file != carrier->of_file || macro->at != carrier->at ||
		place->steps >= MOST_STEPS)
		return;
	if (!splice(u, place, macro, place->i, &next, &first, &count))
		return;
	if (!next.through)
		next.through = carrier->name;
	for (i = first; i < first + count && copies < MOST_COPIES; i++) {
		const struct use_token *each = &next.p.tokens[i];

		if (each->kind != USE_NAME || each->name != name || !each->body)
			continue;
		next.i = i;
		next.p.here = i;
		copies++;
		use_settle(u, &next, take, data);
	}
}

enum use_setting use_setting_of(struct use *u, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	uint32_t i = place->i;
	enum use_token_kind before = i ? use_kind(p, i - 1) : USE_END;
	enum use_keyword keyword = i ? use_keyword_at(p, i - 1) : USE_KW_NONE;

	(void)u;
	if (before == USE_DOT || before == USE_ARROW)
		return USE_AS_MEMBER;
	if (keyword == USE_KW_STRUCT || keyword == USE_KW_UNION || keyword == USE_KW_ENUM ||
		keyword == USE_KW_CLASS)
		return USE_AS_TAG;
	if (p->tokens[i].declares)
		return USE_AS_DECLARED;
	if (keyword == USE_KW_GOTO)
		return USE_AS_LABEL;
	if (use_kind(p, i + 1) == USE_COLON &&
		(before == USE_SEMICOLON || before == USE_OPEN_BRACE || before == USE_CLOSE_BRACE))
		return USE_AS_LABEL;
	return use_local_at(p, i) ? USE_AS_DECLARED : USE_AS_NAME;
}

/* Whether what a query does to a name keeps a region from being compiled. */
static bool is_kept_out(
	struct use *u, uint16_t region, uint32_t name, const struct use_query *query)
{
	enum use_state state;

	if (query->name != name)
		return false;
	switch (query->query->kind) {
	case ET_QUERY_NAME_GONE:
	case ET_QUERY_MACRO_GONE:
		state = USE_UNDEFINED;
		break;
	case ET_QUERY_NAME_NEW:
		if (query->query->def != ET_DEFINED_MACRO &&
			query->query->def != ET_DEFINED_FUNCTION_MACRO)
			return false;
		state = USE_DEFINED;
		break;
	default:
		return false;
	}
	return use_reaches_here(u, query) &&
	       use_region_truth(&u->source, &u->names, region, name, state) == USE_FALSE;
}

static bool find_vanishing(struct use *u, uint16_t region)
{
	uint16_t each = region;
	unsigned n;

	for (n = 0; each && n < 256; n++) {
		const struct use_region *asked = &u->source.regions[each];
		uint32_t i;

		for (i = 0; i < asked->count && i < 256; i++) {
			const struct use_token *token = &u->source.words.tokens[asked->from + i];
			const struct use_wish *wish = use_wish_of(u, token);
			size_t k;

			if (!wish)
				continue;
			for (k = 0; k < wish->asked.count; k++)
				if (is_kept_out(u, region, token->name,
					    &u->job->queries[wish->asked.items[k].query]))
					return true;
		}
		each = asked->before ? asked->before : asked->parent;
	}
	return false;
}

bool use_vanishes(struct use *u, uint16_t region)
{
	if (!region)
		return false;
	if (u->asked_region != region) {
		u->asked_region = region;
		u->vanishes = find_vanishing(u, region);
	}
	return u->vanishes;
}

struct use_found *use_report_at(struct use *u, const struct use_query *query, uint32_t at,
	enum et_certainty certainty, enum et_use_role role, bool breaks, const char *why)
{
	struct use_found *found;
	uint32_t line;
	uint32_t column;

	use_position(&u->source, at, &line, &column);
	found = ET_APPEND(&u->kept, &u->found);
	*found = (struct use_found){.query = query->index,
		.file = u->source.file,
		.at = at,
		.line = line,
		.column = column,
		.certainty = (uint8_t)certainty,
		.role = (uint8_t)role,
		.breaks = breaks,
		.why = why};
	return found;
}

void use_report_macro(struct use *u, const struct use_token *token, const struct use_found *found)
{
	const struct use_macro *macro;
	struct use_found *copy;
	const char *text;
	const char *p;
	size_t length;

	if (!token->body || !token->region)
		return;
	macro = u->macros.items[token->region - 1];
	if (!u->files->list.items[macro->file].own)
		return;
	text = use_read(&u->other_reader, u->files, &u->files->list.items[macro->file], &length);
	if (!text || token->at >= length)
		return;
	copy = ET_APPEND(&u->kept, &u->found);
	*copy = *found;
	copy->file = macro->file;
	copy->at = token->at;
	copy->line = 1;
	copy->column = token->at + 1;
	for (p = text; (p = memchr(p, '\n', (size_t)(text + token->at - p))); p++) {
		copy->line++;
		copy->column = (uint32_t)(text + token->at - p);
	}
}

void use_report(struct use *u, const struct use_query *query, const struct use_place *place,
	enum et_certainty certainty, enum et_use_role role, bool breaks, const char *why, ...)
{
	const char *text;
	va_list args;

	va_start(args, why);
	text = et_vsprintf(&u->kept, why, args);
	va_end(args);
	if (place->through)
		text = et_sprintf(&u->kept, "%s, through the macro '%s'", text, place->through);
	use_report_at(u, query, place->at, certainty, role, breaks, text);
}
