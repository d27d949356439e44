/* SPDX-License-Identifier: BSD-3-Clause */
/* Operands: numbers, names, and the words that stand for a value. */
#include "c_eval.h"

static struct c_enumr *find_enumr(struct c_sym *sym, uint8_t bit)
{
	struct c_enumr *any = sym->enumrs;
	struct c_enumr *e;
	unsigned walked;

	for (e = sym->enumrs, walked = 0; e && walked < 64; e = e->older, walked++)
		if (e->mask & bit)
			return e;
	return any;
}

static bool from_memo(struct c_value *value, const struct et_value *memo)
{
	*value = (struct c_value){
		.bits = memo->bits, .width = memo->width, .is_unsigned = memo->is_unsigned};
	return true;
}

static struct c_expr *expr_of(struct c_reader *r, struct c_macro *m)
{
	if (!m->expr) {
		m->expr = c_new_expr(r, NULL, 0, UINT32_MAX, m->cond);
		m->expr->self = m;
	}
	return m->expr;
}

static bool macro_value(struct c_eval *e, struct c_macro *m, struct c_value *value)
{
	struct et_value memo;

	return c_eval_nested(e->p.r, expr_of(e->p.r, m), e->abi, &memo) && from_memo(value, &memo);
}

/* EDK2's BIT0 … BIT63, too many to define for everybody. */
static bool edk2_bit(const struct c_sym *sym, struct c_value *value)
{
	const char *p = sym->name;
	unsigned n;

	if (sym->length < 4 || sym->length > 5 || memcmp(p, "BIT", 3) != 0 || p[3] < '0' ||
		p[3] > '9')
		return false;
	n = (unsigned)(p[3] - '0');
	if (p[4]) {
		if (p[4] < '0' || p[4] > '9' || !n)
			return false;
		n = n * 10 + (unsigned)(p[4] - '0');
	}
	if (n > 63)
		return false;
	*value = (struct c_value){
		.bits = UINT64_C(1) << n, .width = n < 32 ? 32 : 64, .is_unsigned = n >= 31};
	return true;
}

/* A function's call, in an operand whose value is not asked for. */
static bool uncalled(struct c_eval *e, struct c_value *value)
{
	if (!e->dead || e->p.t.kind != C_LPAREN)
		return false;
	c_skip_group(&e->p);
	*value = c_int(0);
	return true;
}

static bool swap_bytes(struct c_eval *e, unsigned bytes, struct c_value *value)
{
	uint64_t from, to = 0;
	unsigned i;

	if (!c_accept(&e->p, C_LPAREN) || !c_eval_conditional(e, value) ||
		!c_accept(&e->p, C_RPAREN) || value->lvalue || value->pointer)
		return false;
	from = value->bits;
	for (i = 0; i < bytes; i++, from >>= 8)
		to = to << 8 | (from & 0xff);
	*value = (struct c_value){.bits = to, .width = (uint8_t)(bytes * 8), .is_unsigned = true};
	return true;
}

static bool name(struct c_eval *e, struct c_value *value)
{
	const uint8_t bit = (uint8_t)ET_ABI_BIT(e->abi->id);
	struct c_sym *sym = e->p.t.sym;
	bool stays = e->p.t.flags & C_NOEXPAND;
	struct c_enumr *enumr;
	struct et_value memo;
	struct c_macro *m;
	uint8_t mask = c_eff(&e->p.src);

	m = stays ? NULL : c_macro_at(sym, e->p.src.pos, &mask, e->p.src.cond);
	if (!m && !stays && !sym->enumrs && sym->macros && !e->p.src.pp) {
		/* Defined behind its use: the author had another order of files in mind. */
		mask = bit;
		m = c_macro_at(sym, UINT32_MAX, &mask, NULL);
		e->p.src.s->varies = e->p.src.s->varies || (m && m->mask != ET_ABI_ALL);
	}
	c_advance(&e->p);
	if (m && !m->function && !e->p.src.pp)
		return macro_value(e, m, value);
	enumr = find_enumr(sym, bit);
	if (!enumr)
		return edk2_bit(sym, value) || uncalled(e, value);
	if (enumr->mask != ET_ABI_ALL)
		e->p.src.s->varies = true;
	if (enumr->known) {
		*value = c_int((uint64_t)enumr->value);
		return true;
	}
	return c_eval_nested(e->p.r, enumr->expr, e->abi, &memo) && from_memo(value, &memo);
}

/* In #if: "defined X", and a name that is no macro is 0. */
static bool pp_name(struct c_eval *e, struct c_value *value)
{
	struct c_src *s = &e->p.src;
	struct c_sym *sym = e->p.t.sym;

	*value = (struct c_value){.width = 64};
	if (sym->keyword == K_DEFINED) {
		struct c_tok tok;
		bool parens;

		c_src_raw(s, &tok);
		parens = tok.kind == C_LPAREN;
		if (parens)
			c_src_raw(s, &tok);
		if (tok.kind != C_IDENT)
			return false;
		value->bits = (tok.sym->defined & s->mask) != 0;
		if (tok.sym->defined && tok.sym->defined != ET_ABI_ALL)
			s->s->varies = true;
		if (parens)
			c_src_raw(s, &tok);
		c_advance(&e->p);
		return true;
	}
	c_advance(&e->p);
	if (e->p.t.kind == C_LPAREN)
		c_skip_group(&e->p);
	return true;
}

static bool constant_p(struct c_eval *e, struct c_value *value)
{
	bool ok;

	if (!c_accept(&e->p, C_LPAREN))
		return false;
	ok = c_eval_conditional(e, value) && c_accept(&e->p, C_RPAREN);
	*value = c_int(ok);
	return ok;
}

/* __builtin_choose_expr(condition, yes, no) */
static bool choose(struct c_eval *e, struct c_value *value)
{
	struct c_value no;

	return c_accept(&e->p, C_LPAREN) && c_eval_conditional(e, &no) &&
	       c_accept(&e->p, C_COMMA) && c_eval_conditional(e, value) &&
	       c_accept(&e->p, C_COMMA) &&
	       (no.bits ? c_eval_conditional(e, &no) : c_eval_conditional(e, value)) &&
	       c_accept(&e->p, C_RPAREN);
}

static bool word(struct c_eval *e, struct c_value *value)
{
	uint8_t keyword = e->p.t.sym->keyword;

	if (e->p.src.pp)
		return pp_name(e, value);
	if (keyword == K_NONE)
		return name(e, value);
	c_advance(&e->p);
	switch (keyword) {
	case K_SIZEOF:
		return c_eval_sizeof(e, false, value);
	case K_ALIGNOF:
		return c_eval_sizeof(e, true, value);
	case K_OFFSETOF:
		return c_eval_offsetof(e, value);
	case K_EXTENSION:
		return c_eval_unary(e, value);
	case K_CONSTANT_P:
		return constant_p(e, value);
	case K_CHOOSE:
		return choose(e, value);
	case K_BSWAP16:
		return swap_bytes(e, 2, value);
	case K_BSWAP32:
		return swap_bytes(e, 4, value);
	case K_BSWAP64:
		return swap_bytes(e, 8, value);
	default:
		return false;
	}
}

bool c_eval_operand(struct c_eval *e, struct c_value *value)
{
	const struct c_tok *t = &e->p.t;
	bool ok;

	switch (t->kind) {
	case C_NUMBER:
		ok = c_number(t, e->abi, e->p.src.pp, value, &e->p.src.s->varies);
		break;
	case C_CHAR:
		ok = c_char(t, e->abi, value);
		if (e->p.src.pp)
			value->width = 64;
		if (ok && value->bits > 127)
			e->p.src.s->varies = true;
		break;
	case C_IDENT:
		return word(e, value);
	default:
		return false;
	}
	if (ok)
		c_advance(&e->p);
	return ok;
}
