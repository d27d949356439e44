/* SPDX-License-Identifier: BSD-3-Clause */
/* Types of expressions: operators. What a value is does not matter, only of which type. */
#include "use_int.h"

static bool is_pointer(const struct use_type *type)
{
	return use_top(type) == '*' || use_top(type) == '[';
}

static bool is_known(const struct use_type *type)
{
	return type->base != USE_UNKNOWN;
}

/* What * or [] gives. */
static struct use_type dereference(struct use *u, struct use_type type)
{
	char top;

	type = use_resolve(u, type);
	top = use_top(&type);
	if (top == '*' || top == '[')
		use_pop(&type);
	else if (top != '(')
		return use_no_type();
	return type;
}

static struct use_type called(struct use *u, struct use_type type)
{
	type = use_resolve(u, type);
	if (use_top(&type) == '*')
		use_pop(&type);
	return use_pop(&type) == '(' ? type : use_no_type();
}

/* Behind "sizeof": its operand. */
static void skip_operand(struct use_parser *p)
{
	if (use_kind(p, p->pos) != USE_OPEN) {
		use_parse_unary(p);
		return;
	}
	p->pos = use_behind(p, p->pos);
	for (;;) {
		enum use_token_kind kind = use_kind(p, p->pos);

		if (kind == USE_OPEN_INDEX)
			p->pos = use_behind(p, p->pos);
		else if (kind == USE_DOT || kind == USE_ARROW)
			p->pos += 2;
		else
			break;
	}
}

/* (T) operand, (T){…}: at "(" before a type. Returns false when it is none. */
static bool parse_cast(struct use_parser *p, struct use_type *type)
{
	uint32_t behind = use_behind(p, p->pos);
	struct use_parser inner = *p;

	inner.pos = p->pos + 1;
	inner.end = behind - 1;
	if (!use_begins_type(p, p->pos + 1) || !use_parse_type_name(&inner, type) ||
		inner.pos != inner.end)
		return false;
	/* A literal is no cast: what follows belongs to it. */
	if (use_kind(p, behind) == USE_OPEN_BRACE)
		return false;
	p->pos = behind;
	use_parse_unary(p);
	return true;
}

static struct use_type parse_operator(struct use_parser *p)
{
	struct use_type type;

	switch (use_kind(p, p->pos++)) {
	case USE_STAR:
		return dereference(p->u, use_parse_unary(p));
	case USE_AND:
		type = use_parse_unary(p);
		if (is_known(&type))
			use_push(&type, '*');
		return type;
	case USE_BOTH:
		p->pos++;
		type = use_simple_type(USE_VOID);
		use_push(&type, '*');
		return type;
	case USE_NOT:
		use_parse_unary(p);
		return use_simple_type(USE_INTEGER);
	default:
		return use_parse_unary(p);
	}
}

struct use_type use_parse_unary(struct use_parser *p)
{
	struct use_type type = use_no_type();

	if (p->pos >= p->end || p->u->depth >= USE_DEEPEST || !use_step(p->u)) {
		p->pos = p->end;
		return type;
	}
	p->u->depth++;
	switch (use_kind(p, p->pos)) {
	case USE_STAR:
	case USE_AND:
	case USE_BOTH:
	case USE_NOT:
	case USE_PLUS:
	case USE_MINUS:
	case USE_COMPLEMENT:
	case USE_STEP:
		type = parse_operator(p);
		break;
	case USE_OPEN:
		if (!parse_cast(p, &type))
			type = use_parse_postfix(p);
		break;
	case USE_NAME:
		switch (use_keyword_at(p, p->pos)) {
		case USE_KW_SIZEOF:
		case USE_KW_ALIGNOF:
			p->pos++;
			skip_operand(p);
			type = use_simple_type(USE_INTEGER);
			break;
		case USE_KW_EXTENSION:
			p->pos++;
			type = use_parse_unary(p);
			break;
		default:
			type = use_parse_postfix(p);
			break;
		}
		break;
	default:
		type = use_parse_postfix(p);
		break;
	}
	p->u->depth--;
	return type;
}

struct use_type use_parse_postfix(struct use_parser *p)
{
	struct use_type type = use_parse_primary(p);

	while (p->pos < p->end && use_step(p->u)) {
		enum use_token_kind kind = use_kind(p, p->pos);

		if (kind == USE_OPEN_INDEX) {
			p->pos = use_behind(p, p->pos);
			type = dereference(p->u, type);
		} else if (kind == USE_OPEN) {
			p->pos = use_behind(p, p->pos);
			type = called(p->u, type);
		} else if ((kind == USE_DOT || kind == USE_ARROW) &&
			   use_kind(p, p->pos + 1) == USE_NAME) {
			type = use_member_type(
				p->u, type, p->tokens[p->pos + 1].name, kind == USE_ARROW);
			p->pos += 2;
		} else if (kind == USE_STEP) {
			p->pos++;
		} else {
			break;
		}
	}
	return type;
}

static bool is_binary(enum use_token_kind kind)
{
	switch (kind) {
	case USE_STAR:
	case USE_AND:
	case USE_PLUS:
	case USE_MINUS:
	case USE_ARITHMETIC:
	case USE_LESS:
	case USE_EQUAL:
	case USE_UNEQUAL:
	case USE_BOTH:
	case USE_EITHER:
		return true;
	default:
		return false;
	}
}

static struct use_type combine(
	struct use *u, struct use_type left, enum use_token_kind mark, struct use_type right)
{
	left = use_resolve(u, left);
	right = use_resolve(u, right);
	if (mark == USE_PLUS || mark == USE_MINUS) {
		if (is_pointer(&left) && is_pointer(&right))
			return use_simple_type(USE_INTEGER);
		if (is_pointer(&left))
			return left;
		if (is_pointer(&right))
			return right;
	}
	return left.base == USE_FLOATING ? left : use_simple_type(USE_INTEGER);
}

static struct use_type parse_binary(struct use_parser *p)
{
	struct use_type type = use_parse_unary(p);
	bool compared = false;

	while (p->pos < p->end && is_binary(use_kind(p, p->pos)) && use_step(p->u)) {
		enum use_token_kind mark = use_kind(p, p->pos++);

		compared |= mark >= USE_LESS && mark <= USE_EITHER;
		type = combine(p->u, type, mark, use_parse_unary(p));
	}
	return compared ? use_simple_type(USE_INTEGER) : type;
}

/* Of two branches, the one that says more: NULL, 0 and void * say nothing. */
static struct use_type better(struct use *u, struct use_type left, struct use_type right)
{
	struct use_type resolved = use_resolve(u, left);

	if (!is_known(&resolved) || resolved.base == USE_VOID ||
		(resolved.base == USE_INTEGER && !resolved.n))
		return is_known(&right) ? right : left;
	return left;
}

static struct use_type parse_assignment(struct use_parser *p)
{
	struct use_type type;
	enum use_token_kind kind;

	if (p->u->depth >= USE_DEEPEST) {
		p->pos = p->end;
		return use_no_type();
	}
	p->u->depth++;
	type = parse_binary(p);
	kind = use_kind(p, p->pos);
	if (kind == USE_QUESTION) {
		struct use_type other;

		p->pos++;
		if (use_kind(p, p->pos) != USE_COLON)
			type = use_parse_expression(p, true);
		if (use_kind(p, p->pos) == USE_COLON)
			p->pos++;
		other = parse_assignment(p);
		type = better(p->u, type, other);
	} else if (kind == USE_ASSIGN || kind == USE_ASSIGN_OP) {
		p->pos++;
		parse_assignment(p);
	}
	p->u->depth--;
	return type;
}

struct use_type use_parse_expression(struct use_parser *p, bool comma)
{
	struct use_type type = parse_assignment(p);

	while (comma && use_kind(p, p->pos) == USE_COMMA && use_step(p->u)) {
		p->pos++;
		type = parse_assignment(p);
	}
	return type;
}
