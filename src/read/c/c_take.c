/* SPDX-License-Identifier: BSD-3-Clause */
/* Expressions inside declarations: taken as they stand, evaluated when somebody asks. */
#include "c_int.h"

struct c_expr *c_new_expr(
	struct c_reader *r, const struct c_tok *toks, uint32_t n, uint32_t pos, struct c_cond *cond)
{
	struct c_expr *expr = ET_NEW(r->arena, struct c_expr);

	expr->toks = toks;
	expr->n = n;
	expr->pos = pos;
	expr->dead = cond && !cond->mask ? cond : NULL;
	return expr;
}

static bool ends(const struct c_parser *p, uint64_t stop, int depth)
{
	if (p->t.kind == C_END)
		return true;
	if (depth)
		return false;
	return (stop & C_STOP(p->t.kind)) ||
	       (p->t.kind == C_IDENT && p->t.sym->keyword == K_ATTRIBUTE);
}

bool c_take(struct c_parser *p, uint64_t stop, struct c_taken *taken)
{
	struct c_reader *r = p->r;
	struct c_src *s = &p->src;
	size_t begin = r->scratch.count;
	bool by_hand, inside;
	int depth = 0;
	struct c_tok *copy;

	*taken = (struct c_taken){.pos = s->pos, .cond = s->cond};
	while (s->n_ctx > 0 && s->ctx[s->n_ctx - 1].t == s->ctx[s->n_ctx - 1].end)
		s->n_ctx--;
	/* Straight from the file they stay unexpanded, so that each ABI can have its own macros. */
	by_hand = s->n_ctx == 0;
	for (;;) {
		inside = s->inside;
		if (by_hand)
			c_src_raw(s, &p->t);
		else
			c_advance(p);
		if (ends(p, stop, depth))
			break;
		if (p->t.kind == C_LPAREN || p->t.kind == C_LBRACKET || p->t.kind == C_LBRACE)
			depth++;
		else if (p->t.kind == C_RPAREN || p->t.kind == C_RBRACKET || p->t.kind == C_RBRACE)
			depth--;
		if (depth < 0)
			break;
		*c_scratch(r) = p->t;
	}
	/* What comes behind it may be in another branch. */
	s->inside = inside;
	taken->n = (uint32_t)(r->scratch.count - begin);
	copy = ET_NEW_ARRAY(r->arena, taken->n, struct c_tok);
	if (taken->n)
		memcpy(copy, r->scratch.items + begin, taken->n * sizeof(*copy));
	r->scratch.count = begin;
	taken->toks = copy;
	taken->is_number = taken->n == 1 && c_plain_number(&copy[0], &taken->number);
	if (p->t.kind == C_END)
		return c_fail(p, "an expression does not end");
	if (by_hand) {
		/* The token behind it is read again, the way a parser wants it. */
		s->i--;
		c_advance(p);
	}
	return true;
}

bool c_take_value(struct c_parser *p, uint64_t stop, uint64_t *value)
{
	uint8_t seen = c_eff(&p->src);
	uint8_t agree = 0;
	struct c_taken taken;
	struct c_expr *expr;
	unsigned id;

	if (!c_take(p, stop, &taken))
		return false;
	*value = taken.number;
	if (taken.is_number)
		return true;
	expr = c_new_expr(p->r, taken.toks, taken.n, taken.pos, taken.cond);
	if (!seen) {
		if (c_eval_now(p->r, expr, et_abi(ET_ABI_LP64), value))
			return true;
		return c_fail(p, "a number in it is not known");
	}
	for (id = 0; id < ET_ABI_COUNT; id++) {
		uint64_t each;

		if (!(seen & ET_ABI_BIT(id)))
			continue;
		if (!c_eval_now(p->r, expr, et_abi((enum et_abi_id)id), &each)) {
			if (!agree)
				return c_fail(p, "a number in it is not known");
			continue;
		}
		if (!agree)
			*value = each;
		if (*value == each)
			agree |= (uint8_t)ET_ABI_BIT(id);
	}
	c_narrow(&p->src, agree);
	return true;
}
