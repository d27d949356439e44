/* SPDX-License-Identifier: BSD-3-Clause */
/* Operands, casts, sizeof and offsetof. */
#include "c_eval.h"
#include "layout_int.h"

enum { MAX_DEPTH = 200 };

static struct c_type *keep_type(struct c_eval *e, const struct c_type *type)
{
	struct c_type *copy = ET_NEW(e->p.r->arena, struct c_type);

	*copy = *type;
	return copy;
}

/* Only fixed-width scalars are the same for every ABI. */
static bool measure(struct c_eval *e, const struct c_type *type, uint64_t *size, uint32_t *align)
{
	bool fixed = type->t.kind == ET_TYPE_INT && !type->n_counts && !type->t.is_enum &&
		     (type->t.base <= ET_BASE_INT || type->t.base == ET_BASE_LLONG);

	if (!fixed || align)
		e->p.src.s->varies = true;
	if (type->function)
		return false;
	if (type->t.kind == ET_TYPE_UNKNOWN && type->unknown)
		return false;
	if (type->t.kind == ET_TYPE_INT && type->t.base == ET_BASE_VOID) {
		*size = 1;
		return true;
	}
	{
		uint32_t ignored;

		return et_type_extent(&type->t, type->counts, type->n_counts, e->abi, size,
			align ? align : &ignored);
	}
}

bool c_convert_to(struct c_eval *e, struct c_value *value, const struct c_type *type)
{
	unsigned width;

	if (type->n_counts || type->function || value->lvalue)
		return false;
	if (type->t.kind != ET_TYPE_INT || type->t.base == ET_BASE_VOID ||
		type->t.base == ET_BASE_INT128)
		return false;
	width = e->abi->size[type->t.base] * 8U;
	if (type->t.base == ET_BASE_LONG)
		e->p.src.s->varies = true;
	if (type->t.is_char)
		e->p.src.s->varies = true;
	value->pointer = false;
	if (type->t.base == ET_BASE_BOOL) {
		*value = c_int(value->bits != 0);
		value->width = 8;
		value->is_unsigned = true;
		return true;
	}
	c_convert(value, width, type->t.is_char ? !e->abi->char_is_signed : !type->t.is_signed);
	return true;
}

/* Behind '(' and with a type at hand: (type) operand. */
static bool cast(struct c_eval *e, struct c_value *value)
{
	struct c_type type;

	if (!c_type_name(&e->p, &type) || !c_accept(&e->p, C_RPAREN))
		return false;
	if (e->p.t.kind == C_LBRACE)
		return false;
	if (++e->depth > MAX_DEPTH || !c_eval_unary(e, value))
		return false;
	e->depth--;
	if (type.t.kind == ET_TYPE_POINTER && !type.n_counts) {
		e->p.src.s->varies = true;
		if (value->lvalue)
			return false;
		c_convert(value, e->abi->size[ET_BASE_POINTER] * 8U, true);
		value->pointer = true;
		value->type = type.pointee ? keep_type(e, type.pointee) : NULL;
		return true;
	}
	return c_convert_to(e, value, &type);
}

/* .name on something at an address. */
static bool select_member(struct c_eval *e, struct c_value *value)
{
	const struct et_field *field;
	struct c_type type;
	uint64_t offset;

	if (e->p.t.kind != C_IDENT || !value->type || value->type->n_counts ||
		value->type->t.kind != ET_TYPE_RECORD || !value->type->t.record)
		return false;
	e->p.src.s->varies = true;
	if (!et_member_offset(value->type->t.record, e->p.t.sym->name, e->abi, &offset, &field))
		return false;
	c_advance(&e->p);
	type = (struct c_type){
		.t = field->type, .counts = field->counts, .n_counts = (uint32_t)field->n_counts};
	value->bits += offset;
	value->lvalue = true;
	value->pointer = false;
	value->type = keep_type(e, &type);
	return true;
}

static bool subscript(struct c_eval *e, struct c_value *value)
{
	struct c_value index;
	struct c_type type;
	uint64_t size;

	if (!c_eval_conditional(e, &index) || !c_accept(&e->p, C_RBRACKET) || !value->lvalue ||
		!value->type || !value->type->n_counts)
		return false;
	type = *value->type;
	type.counts++;
	type.n_counts--;
	if (!measure(e, &type, &size, NULL))
		return false;
	value->bits += index.bits * size;
	value->type = keep_type(e, &type);
	return true;
}

static bool postfix(struct c_eval *e, struct c_value *value)
{
	for (;;) {
		if (e->p.t.kind == C_ARROW && value->pointer) {
			c_advance(&e->p);
			if (!select_member(e, value))
				return false;
		} else if (e->p.t.kind == C_DOT && value->lvalue) {
			c_advance(&e->p);
			if (!select_member(e, value))
				return false;
		} else if (e->p.t.kind == C_LBRACKET && value->lvalue) {
			c_advance(&e->p);
			if (!subscript(e, value))
				return false;
		} else {
			return true;
		}
	}
}

/* The size of strings side by side. */
static void strings(struct c_eval *e, struct c_value *value)
{
	uint64_t size = 1;

	for (; e->p.t.kind == C_STRING; c_advance(&e->p))
		size += c_string_bytes(&e->p.t);
	*value = c_size(e, size);
	e->p.src.s->varies = true;
}

bool c_eval_sizeof(struct c_eval *e, bool align, struct c_value *value)
{
	struct c_type type = {0};
	struct c_value operand;
	uint64_t size = 0;
	uint32_t alignment = 1;

	if (e->p.t.kind == C_STRING) {
		strings(e, value);
		return true;
	}
	if (e->p.t.kind == C_LPAREN) {
		c_advance(&e->p);
		if (c_starts_type(&e->p)) {
			if (!c_type_name(&e->p, &type) || !c_accept(&e->p, C_RPAREN) ||
				!measure(e, &type, &size, align ? &alignment : NULL))
				return false;
			*value = c_size(e, align ? alignment : size);
			if (e->abi->size[ET_BASE_POINTER] != 8)
				e->p.src.s->varies = true;
			return true;
		}
		e->dead++;
		if (e->p.t.kind == C_STRING) {
			strings(e, value);
			e->dead--;
			return c_accept(&e->p, C_RPAREN);
		}
		if (!c_eval_conditional(e, &operand) || !c_accept(&e->p, C_RPAREN) ||
			!postfix(e, &operand))
			return false;
		e->dead--;
	} else {
		e->dead++;
		if (++e->depth > MAX_DEPTH || !c_eval_unary(e, &operand))
			return false;
		e->depth--;
		e->dead--;
	}
	e->p.src.s->varies = true;
	if (operand.lvalue && operand.type) {
		if (!measure(e, operand.type, &size, align ? &alignment : NULL))
			return false;
	} else {
		size = alignment = operand.width / 8U;
	}
	*value = c_size(e, align ? alignment : size);
	return true;
}

bool c_eval_offsetof(struct c_eval *e, struct c_value *value)
{
	struct c_type type;

	if (!c_accept(&e->p, C_LPAREN) || !c_type_name(&e->p, &type) || !c_accept(&e->p, C_COMMA))
		return false;
	*value = (struct c_value){.lvalue = true, .type = keep_type(e, &type)};
	if (!select_member(e, value) || !postfix(e, value) || !c_accept(&e->p, C_RPAREN))
		return false;
	*value = c_size(e, value->bits);
	return true;
}

/* &lvalue: the address, which counts from 0 in the idiom that computes offsets. */
static bool address(struct c_eval *e, struct c_value *value)
{
	if (!c_eval_unary(e, value) || !value->lvalue)
		return false;
	value->lvalue = false;
	value->pointer = true;
	value->width = (uint8_t)(e->abi->size[ET_BASE_POINTER] * 8);
	value->is_unsigned = true;
	return true;
}

static bool dereference(struct c_eval *e, struct c_value *value)
{
	if (!c_eval_unary(e, value) || !value->pointer || !value->type)
		return false;
	value->pointer = false;
	value->lvalue = true;
	return true;
}

static bool arithmetic(struct c_eval *e, uint8_t kind, struct c_value *value)
{
	if (!c_eval_unary(e, value) || value->lvalue)
		return false;
	if (kind == C_NOT) {
		*value = c_int(!value->bits);
		return true;
	}
	if (value->pointer)
		return false;
	c_promote(value);
	if (kind == C_MINUS)
		value->bits = 0 - value->bits;
	else if (kind == C_TILDE)
		value->bits = ~value->bits;
	c_convert(value, value->width, value->is_unsigned);
	return true;
}

/* (typeof(x)) operand; behind the first '('. */
static bool typeof_cast(struct c_eval *e, struct c_value *value)
{
	struct c_type type = {0};
	struct c_value like = {0};
	bool named;

	c_advance(&e->p);
	if (!c_accept(&e->p, C_LPAREN))
		return false;
	named = c_starts_type(&e->p);
	e->dead++;
	if (named ? !c_type_name(&e->p, &type) : !c_eval_conditional(e, &like))
		return false;
	e->dead--;
	/* Two parentheses close. */
	if (!c_accept(&e->p, C_RPAREN))
		return false;
	if (!c_accept(&e->p, C_RPAREN) || !c_eval_unary(e, value))
		return false;
	if (named)
		return c_convert_to(e, value, &type);
	if (like.pointer || value->pointer || value->lvalue)
		return false;
	if (like.lvalue)
		return like.type && c_convert_to(e, value, like.type);
	c_convert(value, like.width, like.is_unsigned);
	return true;
}

static bool unary(struct c_eval *e, struct c_value *value)
{
	uint8_t kind = e->p.t.kind;

	switch (kind) {
	case C_PLUS:
	case C_MINUS:
	case C_TILDE:
	case C_NOT:
		c_advance(&e->p);
		return arithmetic(e, kind, value);
	case C_AMP:
		c_advance(&e->p);
		return address(e, value);
	case C_STAR:
		c_advance(&e->p);
		return dereference(e, value);
	case C_LPAREN:
		c_advance(&e->p);
		if (!e->p.src.pp && e->p.t.kind == C_IDENT && e->p.t.sym->keyword == K_TYPEOF)
			return typeof_cast(e, value);
		if (!e->p.src.pp && c_starts_type(&e->p))
			return cast(e, value);
		return c_eval_conditional(e, value) && c_accept(&e->p, C_RPAREN) &&
		       postfix(e, value);
	default:
		return c_eval_operand(e, value) && postfix(e, value);
	}
}

bool c_eval_unary(struct c_eval *e, struct c_value *value)
{
	bool ok;

	if (++e->depth > MAX_DEPTH)
		return false;
	ok = unary(e, value);
	e->depth--;
	return ok;
}
