/* SPDX-License-Identifier: BSD-3-Clause */
/* Operators, with C's conversions. */
#include "c_eval.h"

enum { MAX_DEPTH = 200 };

struct c_value c_int(uint64_t bits)
{
	return (struct c_value){.bits = bits, .width = 32};
}

struct c_value c_size(const struct c_eval *e, uint64_t bits)
{
	return (struct c_value){.bits = bits,
		.width = (uint8_t)(e->abi->size[ET_BASE_POINTER] * 8),
		.is_unsigned = true};
}

void c_convert(struct c_value *value, unsigned width, bool is_unsigned)
{
	if (width < 64) {
		uint64_t low = value->bits & ((UINT64_C(1) << width) - 1);
		uint64_t sign = UINT64_C(1) << (width - 1);

		value->bits = is_unsigned ? low : (low ^ sign) - sign;
	}
	value->width = (uint8_t)width;
	value->is_unsigned = is_unsigned;
}

void c_promote(struct c_value *value)
{
	if (value->width < 32)
		c_convert(value, 32, false);
}

/* What both operands of an operator become. */
static void balance(struct c_value *left, struct c_value *right)
{
	unsigned width;
	bool is_unsigned;

	c_promote(left);
	c_promote(right);
	width = left->width > right->width ? left->width : right->width;
	is_unsigned = (left->is_unsigned && left->width == width) ||
		      (right->is_unsigned && right->width == width);
	c_convert(left, width, is_unsigned);
	c_convert(right, width, is_unsigned);
}

static int precedence(uint8_t kind)
{
	switch (kind) {
	case C_STAR:
	case C_SLASH:
	case C_PERCENT:
		return 10;
	case C_PLUS:
	case C_MINUS:
		return 9;
	case C_LSHIFT:
	case C_RSHIFT:
		return 8;
	case C_LT:
	case C_GT:
	case C_LE:
	case C_GE:
		return 7;
	case C_EQ:
	case C_NE:
		return 6;
	case C_AMP:
		return 5;
	case C_CARET:
		return 4;
	case C_PIPE:
		return 3;
	case C_ANDAND:
		return 2;
	case C_OROR:
		return 1;
	default:
		return 0;
	}
}

static bool shift(const struct c_eval *e, uint8_t kind, struct c_value *left, struct c_value *right)
{
	uint64_t count;

	c_promote(left);
	c_promote(right);
	count = right->bits;
	if (!right->is_unsigned && (int64_t)count < 0)
		return e->dead > 0;
	if (count >= left->width)
		return e->dead > 0;
	if (kind == C_LSHIFT)
		left->bits <<= count;
	else if (left->is_unsigned || (int64_t)left->bits >= 0)
		left->bits >>= count;
	else
		left->bits = ~(~left->bits >> count);
	c_convert(left, left->width, left->is_unsigned);
	return true;
}

static bool divide(
	const struct c_eval *e, uint8_t kind, struct c_value *left, const struct c_value *right)
{
	int64_t a = (int64_t)left->bits;
	int64_t b = (int64_t)right->bits;

	if (!right->bits)
		return e->dead > 0;
	if (left->is_unsigned) {
		left->bits = kind == C_SLASH ? left->bits / right->bits : left->bits % right->bits;
		return true;
	}
	if (b == -1) {
		left->bits = kind == C_SLASH ? 0 - left->bits : 0;
		c_convert(left, left->width, false);
		return true;
	}
	left->bits = (uint64_t)(kind == C_SLASH ? a / b : a % b);
	return true;
}

static void compare(uint8_t kind, struct c_value *left, const struct c_value *right)
{
	int64_t a = (int64_t)left->bits;
	int64_t b = (int64_t)right->bits;
	bool less = left->is_unsigned ? left->bits < right->bits : a < b;
	bool equal = left->bits == right->bits;
	bool result = false;

	switch (kind) {
	case C_LT:
		result = less;
		break;
	case C_GT:
		result = !less && !equal;
		break;
	case C_LE:
		result = less || equal;
		break;
	case C_GE:
		result = !less;
		break;
	case C_EQ:
		result = equal;
		break;
	default:
		result = !equal;
		break;
	}
	*left = c_int(result);
}

static bool apply(const struct c_eval *e, uint8_t kind, struct c_value *left, struct c_value *right)
{
	if (left->pointer || right->pointer || left->lvalue || right->lvalue)
		return false;
	if (kind == C_LSHIFT || kind == C_RSHIFT)
		return shift(e, kind, left, right);
	balance(left, right);
	switch (kind) {
	case C_STAR:
		left->bits *= right->bits;
		break;
	case C_SLASH:
	case C_PERCENT:
		return divide(e, kind, left, right);
	case C_PLUS:
		left->bits += right->bits;
		break;
	case C_MINUS:
		left->bits -= right->bits;
		break;
	case C_AMP:
		left->bits &= right->bits;
		break;
	case C_CARET:
		left->bits ^= right->bits;
		break;
	case C_PIPE:
		left->bits |= right->bits;
		break;
	default:
		compare(kind, left, right);
		return true;
	}
	c_convert(left, left->width, left->is_unsigned);
	return true;
}

/* && and ||, whose right operand may not count. */
static bool binary(struct c_eval *e, int least, struct c_value *left);

static bool logical(struct c_eval *e, uint8_t kind, int level, struct c_value *left)
{
	struct c_value right;
	bool is_or = kind == C_OROR;
	bool decided;
	bool ok;

	if (left->lvalue)
		return false;
	decided = (left->bits != 0) == is_or;
	e->dead += decided;
	ok = c_eval_unary(e, &right) && binary(e, level + 1, &right) && !right.lvalue;
	e->dead -= decided;
	if (!ok)
		return false;
	*left = c_int(decided ? is_or : right.bits != 0);
	return true;
}

static bool binary(struct c_eval *e, int least, struct c_value *left)
{
	for (;;) {
		uint8_t kind = e->p.t.kind;
		int level = precedence(kind);
		struct c_value right;

		if (!level || level < least)
			return true;
		c_advance(&e->p);
		if (kind == C_ANDAND || kind == C_OROR) {
			if (!logical(e, kind, level, left))
				return false;
			continue;
		}
		if (!c_eval_unary(e, &right) || !binary(e, level + 1, &right) ||
			!apply(e, kind, left, &right))
			return false;
	}
}

bool c_eval_conditional(struct c_eval *e, struct c_value *value)
{
	struct c_value yes, no;
	bool chosen, ok;

	if (++e->depth > MAX_DEPTH || !c_eval_unary(e, value) || !binary(e, 1, value))
		return false;
	e->depth--;
	if (e->p.t.kind != C_QUESTION)
		return true;
	c_advance(&e->p);
	if (value->lvalue)
		return false;
	chosen = value->bits != 0;
	yes = *value;
	e->dead += !chosen;
	/* GNU's "a ?: b". */
	ok = e->p.t.kind == C_COLON || c_eval_conditional(e, &yes);
	e->dead -= !chosen;
	if (!ok || !c_accept(&e->p, C_COLON))
		return false;
	e->dead += chosen;
	if (++e->depth > MAX_DEPTH)
		return false;
	ok = c_eval_conditional(e, &no);
	e->depth--;
	e->dead -= chosen;
	if (!ok)
		return false;
	if (!yes.pointer && !no.pointer && !yes.lvalue && !no.lvalue)
		balance(&yes, &no);
	*value = chosen ? yes : no;
	return true;
}
