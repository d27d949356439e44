/* SPDX-License-Identifier: BSD-3-Clause */
/* Variables of a function: parameters, and declarations wherever a statement may begin. */
#include "use_int.h"

enum { MOST_OUTER = 64 };

const struct use_local *use_find_local(
	const struct use_locals *locals, uint32_t name, uint32_t here)
{
	unsigned n = 0;

	while (locals && n++ < MOST_OUTER) {
		uint32_t i = locals->slots[name % USE_LOCAL_SLOTS];

		while (i) {
			const struct use_local *local = &locals->list.items[i - 1];

			if (local->name == name && local->from <= here && here < local->to)
				return local;
			i = local->before;
		}
		here = locals->here;
		locals = locals->outer;
	}
	return NULL;
}

const struct use_local *use_local_at(const struct use_parser *p, uint32_t i)
{
	return use_find_local(p->locals, p->tokens[i].name, use_is_in_file(p) ? i : p->here);
}

static void add_local(struct use_parser *p, struct use_locals *locals, uint32_t token,
	const struct use_type *type, uint32_t to)
{
	uint32_t *slot = &locals->slots[p->tokens[token].name % USE_LOCAL_SLOTS];
	struct use_local *local = ET_APPEND(locals->arena, &locals->list);

	*local = (struct use_local){.name = p->tokens[token].name,
		.from = token,
		.to = to,
		.before = *slot,
		.type = *type};
	*slot = (uint32_t)locals->list.count;
}

/* Behind the statement that begins at i. */
static uint32_t behind_statement(const struct use_parser *p, uint32_t i)
{
	while (i < p->end) {
		switch (use_kind(p, i)) {
		case USE_OPEN_BRACE:
			return use_behind(p, i);
		case USE_SEMICOLON:
			return i + 1;
		case USE_OPEN:
		case USE_OPEN_INDEX:
			i = use_behind(p, i);
			break;
		case USE_CLOSE_BRACE:
			return i;
		default:
			i++;
		}
	}
	return p->end;
}

/* Where a variable declared at a token ends: with its block, or with the loop that declares it. */
static uint32_t scope_end(const struct use_parser *p, uint32_t token)
{
	uint32_t up = p->tokens[token].up;
	unsigned n = 0;

	while (up && n++ < MOST_OUTER) {
		const struct use_token *open = &p->tokens[up - 1];

		if (open->kind == USE_OPEN && up >= 2 &&
			use_keyword_at(p, up - 2) >= USE_KW_SWITCH &&
			use_keyword_at(p, up - 2) <= USE_KW_WHILE)
			return behind_statement(p, use_behind(p, up - 1));
		if (open->kind == USE_OPEN_BRACE)
			return open->name == USE_NONE || open->name > p->end ? p->end : open->name;
		up = open->up;
	}
	return p->end;
}

/* Whether what begins at pos may be a declaration: asked of each statement, so it looks at a few
 * tokens only. */
static bool may_declare(struct use_parser *p)
{
	enum use_keyword keyword = use_keyword_at(p, p->pos);
	enum use_token_kind next = use_kind(p, p->pos + 1);
	uint32_t i = p->pos + 1;
	uint32_t behind;

	if (keyword != USE_KW_NONE)
		return (keyword <= USE_KW_ATTRIBUTE && keyword != USE_KW_ATTRIBUTE) ||
		       keyword == USE_KW_EXTENSION;
	if (use_kind(p, p->pos) != USE_NAME)
		return false;
	if (next == USE_NAME)
		return use_keyword_at(p, i) <= USE_KW_TYPEOF;
	if (next == USE_STAR) {
		while (use_kind(p, i) == USE_STAR || use_keyword_at(p, i) == USE_KW_QUALIFIER)
			i++;
		return use_is_plain(p, i) || use_keyword_at(p, i) == USE_KW_SOFT_INTEGER;
	}
	if (next == USE_SCOPE)
		return true;
	if (next != USE_OPEN)
		return false;
	behind = use_behind(p, i);
	if (use_kind(p, i + 1) == USE_STAR && use_kind(p, behind) == USE_OPEN)
		return !use_local_at(p, p->pos);
	while (use_kind(p, behind) == USE_STAR)
		behind++;
	if (!use_is_plain(p, behind) || use_local_at(p, behind))
		return false;
	next = use_kind(p, behind + 1);
	return next == USE_ASSIGN || next == USE_SEMICOLON || next == USE_OPEN_INDEX ||
	       next == USE_COMMA;
}

/* Behind a declarator: to the comma or the semicolon. */
static void skip_value(struct use_parser *p)
{
	while (p->pos < p->end) {
		switch (use_kind(p, p->pos)) {
		case USE_COMMA:
		case USE_SEMICOLON:
		case USE_CLOSE:
		case USE_CLOSE_BRACE:
			return;
		case USE_OPEN:
		case USE_OPEN_INDEX:
		case USE_OPEN_BRACE:
			p->pos = use_behind(p, p->pos);
			break;
		default:
			p->pos++;
		}
	}
}

static struct use_type value_type(struct use_parser *p)
{
	struct use_parser value = *p;

	value.mark = false;
	value.pos = p->pos + 1;
	if (use_kind(p, p->pos) != USE_ASSIGN)
		return use_no_type();
	return use_parse_expression(&value, false);
}

/* A declaration at pos, which is left behind its first declarator. */
static void parse_local(struct use_parser *p, struct use_locals *locals)
{
	uint32_t start = p->pos;
	uint32_t resume = 0;
	struct use_type base;
	struct use_type type;
	uint32_t name;
	bool is_typedef;

	if (!use_parse_specifiers(p, &base, &is_typedef)) {
		p->pos = start;
		return;
	}
	while (p->pos < p->end) {
		bool automatic = p->automatic;

		if (!use_parse_declarator(p, &base, &type, &name) || name == USE_NONE)
			break;
		if (!resume)
			resume = p->pos;
		if (automatic && base.base == USE_UNKNOWN)
			type = value_type(p);
		p->automatic = automatic;
		if (is_typedef)
			use_add_symbol(p, USE_SYM_TYPEDEF, name, &type);
		else
			add_local(p, locals, name, &type, scope_end(p, name));
		skip_value(p);
		if (use_kind(p, p->pos) != USE_COMMA)
			break;
		p->pos++;
	}
	/* What initializes is gone through like all else. */
	if (resume)
		p->pos = resume;
}

/* Goes over what stands before a statement: labels, else, do. Returns false when there is none. */
static bool skip_label(struct use_parser *p)
{
	enum use_keyword keyword = use_keyword_at(p, p->pos);

	if (keyword == USE_KW_ELSE || keyword == USE_KW_DO) {
		p->pos++;
		return true;
	}
	if (keyword == USE_KW_CASE || keyword == USE_KW_DEFAULT) {
		while (p->pos < p->end && use_kind(p, p->pos) != USE_COLON &&
			use_kind(p, p->pos) != USE_SEMICOLON)
			p->pos++;
		p->pos++;
		return true;
	}
	if (use_is_plain(p, p->pos) && use_kind(p, p->pos + 1) == USE_COLON) {
		p->pos += 2;
		return true;
	}
	return false;
}

void use_parse_locals(struct use_parser *p, struct use_locals *locals)
{
	bool begins = true;

	while (p->pos < p->end) {
		enum use_token_kind kind;
		uint32_t partner;

		if (begins) {
			if (skip_label(p))
				continue;
			begins = false;
			if (may_declare(p)) {
				uint32_t before = p->pos;

				parse_local(p, locals);
				if (p->pos > before)
					continue;
			}
		}
		kind = use_kind(p, p->pos);
		if (kind == USE_SEMICOLON || kind == USE_OPEN_BRACE || kind == USE_CLOSE_BRACE) {
			begins = true;
		} else if (kind == USE_CLOSE) {
			partner = p->tokens[p->pos].name;
			begins = partner != USE_NONE && partner > 0 &&
				 use_keyword_at(p, partner - 1) >= USE_KW_SWITCH &&
				 use_keyword_at(p, partner - 1) <= USE_KW_WHILE;
		} else if (kind == USE_OPEN && p->pos > 0) {
			begins = use_keyword_at(p, p->pos - 1) == USE_KW_FOR ||
				 (p->source && p->source->cxx &&
					 use_keyword_at(p, p->pos - 1) == USE_KW_IF);
		}
		p->pos++;
	}
}

/* Parameters in the parentheses that open at p->pos; visible until to. */
static void parse_parameters(struct use_parser *p, struct use_locals *locals, uint32_t to)
{
	uint32_t close = use_behind(p, p->pos) - 1;
	struct use_parser one = *p;

	one.pos = p->pos + 1;
	one.end = close;
	while (one.pos < close) {
		struct use_type base;
		struct use_type type;
		uint32_t before = one.pos;
		uint32_t name;
		bool is_typedef;

		if (use_parse_specifiers(&one, &base, &is_typedef) &&
			use_parse_declarator(&one, &base, &type, &name) && name != USE_NONE) {
			/* An array among parameters is a pointer, which sizeof tells apart. */
			if (use_top(&type) == '[')
				type.ops[type.n - 1] = '*';
			add_local(&one, locals, name, &type, to);
		}
		skip_value(&one);
		if (one.pos == before || use_kind(&one, one.pos) == USE_COMMA)
			one.pos++;
	}
}

/* Index of the function around a token, or USE_NONE. */
static uint32_t find_function(const struct use *u, uint32_t token)
{
	uint32_t low = 0;
	uint32_t high = u->functions.items ? (uint32_t)u->functions.count : 0;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct use_function *function = &u->functions.items[middle];
		uint32_t from = function->parameters < function->from ? function->parameters
								      : function->from;

		if (token > function->to)
			low = middle + 1;
		else if (token < from)
			high = middle;
		else
			return middle;
	}
	return USE_NONE;
}

void use_enter(struct use *u, uint32_t token)
{
	const struct use_function *current =
		u->function != USE_NONE ? &u->functions.items[u->function] : NULL;
	uint32_t found;
	uint32_t steps;
	struct use_parser p;

	if (current && token >= current->from && token <= current->to)
		return;
	found = find_function(u, token);
	if (found != USE_NONE && found == u->function)
		return;
	u->function = found;
	u->locals.list.count = 0;
	memset(u->locals.slots, 0, sizeof(u->locals.slots));
	if (found == USE_NONE)
		return;
	current = &u->functions.items[found];
	steps = u->steps;
	u->steps = USE_STEPS + (current->to - current->from) * 4;
	p = (struct use_parser){.u = u,
		.tokens = u->source.code.tokens,
		.end = u->source.code.count,
		.file = u->source.file,
		.locals = &u->locals,
		.mark = true,
		.source = &u->source};
	if (current->parameters != USE_NONE) {
		p.pos = current->parameters;
		parse_parameters(&p, &u->locals, current->to);
	}
	p.pos = current->from;
	p.end = current->to;
	use_parse_locals(&p, &u->locals);
	u->steps = steps;
}
