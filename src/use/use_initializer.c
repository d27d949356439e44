/* SPDX-License-Identifier: BSD-3-Clause */
/* What stands before a member's name: an operand, or the braces that initialize something. */
#include "use_int.h"

enum { MOST_ELEMENTS = 4096, MOST_BACK = 65536 };

static bool ends_operand(const struct use_parser *p, uint32_t i)
{
	switch (use_kind(p, i)) {
	case USE_CLOSE:
	case USE_CLOSE_INDEX:
	case USE_CLOSE_BRACE:
	case USE_STRING:
		return true;
	case USE_NAME:
		return use_keyword_at(p, i) == USE_KW_NONE ||
		       use_keyword_at(p, i) == USE_KW_SOFT_INTEGER ||
		       use_keyword_at(p, i) >= USE_KW_NAMESPACE;
	default:
		return false;
	}
}

static uint32_t partner_of(const struct use_parser *p, uint32_t i)
{
	uint32_t partner = p->tokens[i].name;

	return partner == USE_NONE || partner >= i ? USE_NONE : partner;
}

/* Of parentheses that close at i: where the operand begins when they are not a call's arguments;
 * USE_NONE when they are. */
static uint32_t start_of_parentheses(struct use_parser *p, uint32_t open)
{
	enum use_token_kind before = open ? use_kind(p, open - 1) : USE_END;
	uint32_t other;

	if (!open || !ends_operand(p, open - 1) || before == USE_STRING ||
		before == USE_CLOSE_BRACE)
		return open;
	if (before != USE_CLOSE)
		return USE_NONE;
	/* (T)(x)->m casts the member; (*f)(x)->m calls. */
	other = partner_of(p, open - 1);
	if (other == USE_NONE || use_begins_type(p, other + 1))
		return open;
	/* if (x) (y)->m, and macros that loop */
	if (other && use_keyword_at(p, other - 1) >= USE_KW_SWITCH &&
		use_keyword_at(p, other - 1) <= USE_KW_WHILE)
		return open;
	return USE_NONE;
}

uint32_t use_operand_start(struct use_parser *p, uint32_t i)
{
	unsigned n;

	for (n = 0; i > 0 && n < MOST_BACK && use_step(p->u); n++) {
		uint32_t last = i - 1;
		uint32_t start;

		switch (use_kind(p, last)) {
		case USE_CLOSE_INDEX:
		case USE_STEP:
			start = last;
			if (use_kind(p, last) == USE_CLOSE_INDEX)
				start = partner_of(p, last);
			if (start == USE_NONE || !start || !ends_operand(p, start - 1))
				return USE_NONE;
			i = start;
			break;
		case USE_CLOSE:
			i = partner_of(p, last);
			if (i == USE_NONE)
				return USE_NONE;
			start = start_of_parentheses(p, i);
			if (start != USE_NONE)
				return start;
			break;
		case USE_CLOSE_BRACE:
			i = partner_of(p, last);
			if (i == USE_NONE || !i || use_kind(p, i - 1) != USE_CLOSE)
				return USE_NONE;
			return partner_of(p, i - 1);
		case USE_NAME:
			if (!ends_operand(p, last))
				return USE_NONE;
			if (!last || (use_kind(p, last - 1) != USE_DOT &&
					     use_kind(p, last - 1) != USE_ARROW))
				return last;
			i = last - 1;
			if (!i || !(ends_operand(p, i - 1) || use_kind(p, i - 1) == USE_STEP))
				return USE_NONE;
			break;
		case USE_STRING:
			return last;
		default:
			return USE_NONE;
		}
	}
	return USE_NONE;
}

/*
 * The first token of the designators that end before i: ".a[1].b" in front of "=", or of another.
 * USE_NONE when there are none.
 */
static uint32_t designators_start(const struct use_parser *p, uint32_t i)
{
	unsigned n;

	for (n = 0; i > 0 && n < USE_DEEPEST; n++) {
		enum use_token_kind kind = use_kind(p, i - 1);

		if (kind == USE_OPEN_BRACE || kind == USE_COMMA)
			return n ? i : USE_NONE;
		if (kind == USE_CLOSE_INDEX) {
			i = partner_of(p, i - 1);
			if (i == USE_NONE)
				return USE_NONE;
		} else if (kind == USE_NAME && i > 1 && use_kind(p, i - 2) == USE_DOT) {
			i -= 2;
		} else {
			return USE_NONE;
		}
	}
	return USE_NONE;
}

/* The type that designators from pos to end lead to. */
static struct use_type follow(
	struct use_parser *p, struct use_type type, uint32_t pos, uint32_t end)
{
	while (pos < end) {
		if (use_kind(p, pos) == USE_DOT) {
			type = use_member_type(p->u, type, p->tokens[pos + 1].name, false);
			pos += 2;
		} else if (use_kind(p, pos) == USE_OPEN_INDEX) {
			char top;

			type = use_resolve(p->u, type);
			top = use_pop(&type);
			if (top != '[' && top != '*')
				return use_no_type();
			pos = use_behind(p, pos);
		} else {
			return use_no_type();
		}
	}
	return type;
}

/* The type of the variable whose declaration ends before "=" at i. */
static struct use_type declared_type(struct use_parser *p, uint32_t i)
{
	unsigned n;

	for (n = 0; i > 0 && n < 16; n++) {
		uint32_t last = i - 1;
		const struct use_local *local;
		const struct use_symbol *symbol;

		switch (use_kind(p, last)) {
		case USE_CLOSE_INDEX:
		case USE_CLOSE:
			i = partner_of(p, last);
			if (i == USE_NONE)
				return use_no_type();
			break;
		case USE_NAME:
			local = use_local_at(p, last);
			if (local)
				return local->type;
			symbol = use_look(p->u, p->tokens[last].name, USE_SYM_OBJECT);
			if (symbol)
				return symbol->type;
			i = last;
			break;
		default:
			return use_no_type();
		}
	}
	return use_no_type();
}

/* The member that an element without a designator initializes, counted from 0. */
static struct use_type nth_member(struct use *u, struct use_type type, uint32_t n)
{
	struct use_record *record;

	type = use_resolve(u, type);
	if (use_top(&type) == '[') {
		use_pop(&type);
		return type;
	}
	record = use_record_of(u, &type);
	return record && n < record->members.count ? record->members.items[n].type : use_no_type();
}

/* Which member of the type the element at brace is, inside of the braces at outer. */
static uint32_t element_index(
	struct use_parser *p, struct use_type type, uint32_t outer, uint32_t brace)
{
	struct use_record *record = use_record_of(p->u, &type);
	uint32_t index = 0;
	uint32_t i = outer + 1;
	unsigned n;

	for (n = 0; i < brace && n < MOST_ELEMENTS; n++) {
		if (use_kind(p, i) == USE_DOT && record && use_kind(p, i + 1) == USE_NAME) {
			uint32_t k;

			for (k = 0; k < record->members.count; k++)
				if (record->members.items[k].name == p->tokens[i + 1].name)
					index = k;
		}
		for (; i < brace && use_kind(p, i) != USE_COMMA; n++) {
			enum use_token_kind kind = use_kind(p, i);

			if (kind == USE_OPEN || kind == USE_OPEN_INDEX || kind == USE_OPEN_BRACE)
				i = use_behind(p, i);
			else
				i++;
		}
		if (i < brace) {
			index++;
			i++;
		}
	}
	return i < brace ? USE_NONE : index;
}

static struct use_type literal_type(struct use_parser *p, uint32_t close)
{
	struct use_parser inner = *p;
	uint32_t open = partner_of(p, close);
	struct use_type type;

	if (open == USE_NONE)
		return use_no_type();
	inner.pos = open + 1;
	inner.end = close;
	inner.mark = false;
	if (!use_begins_type(&inner, inner.pos) || !use_parse_type_name(&inner, &type))
		return use_no_type();
	return type;
}

static struct use_type find_brace_type(struct use_parser *p, uint32_t brace)
{
	uint32_t up = p->tokens[brace].up;
	struct use_type type;
	uint32_t start;

	if (!brace || p->u->depth >= USE_DEEPEST || !use_step(p->u))
		return use_no_type();
	switch (use_kind(p, brace - 1)) {
	case USE_ASSIGN:
		start = designators_start(p, brace - 1);
		if (start == USE_NONE)
			return declared_type(p, brace - 1);
		if (!up)
			return use_no_type();
		type = use_brace_type(p, up - 1);
		return follow(p, type, start, brace - 1);
	case USE_CLOSE:
		return literal_type(p, brace - 1);
	case USE_OPEN_BRACE:
	case USE_COMMA:
		if (!up || use_kind(p, up - 1) != USE_OPEN_BRACE)
			return use_no_type();
		type = use_resolve(p->u, use_brace_type(p, up - 1));
		return nth_member(p->u, type,
			use_top(&type) == '[' ? 0 : element_index(p, type, up - 1, brace));
	default:
		return use_no_type();
	}
}

struct use_type use_brace_type(struct use_parser *p, uint32_t brace)
{
	struct use *u = p->u;
	struct use_type type;

	if (use_kind(p, brace) != USE_OPEN_BRACE)
		return use_no_type();
	if (u->braces == p->tokens && u->brace == brace)
		return u->brace_type;
	u->depth++;
	type = find_brace_type(p, brace);
	u->depth--;
	u->braces = p->tokens;
	u->brace = brace;
	u->brace_type = type;
	return type;
}

bool use_designated_type(struct use_parser *p, uint32_t dot, struct use_type *type)
{
	uint32_t start = dot;
	uint32_t up = p->tokens[dot].up;

	if (!dot || !up || use_kind(p, up - 1) != USE_OPEN_BRACE)
		return false;
	if (use_kind(p, dot - 1) != USE_OPEN_BRACE && use_kind(p, dot - 1) != USE_COMMA)
		start = designators_start(p, dot);
	if (start == USE_NONE)
		return false;
	*type = follow(p, use_brace_type(p, up - 1), start, dot);
	return true;
}
