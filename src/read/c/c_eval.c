/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Values of expressions, when somebody asks: for a constant, an array's size, a condition. Each is
 * evaluated straight from its tokens; answers are remembered in the model's et_expr.
 */
#include "c_eval.h"
#include "layout_int.h"

enum {
	POOL = 2048,
	MAX_STEPS = 1 << 16,
};

/* All evaluations of one unit together; far above what any header needs. */
static const uint64_t max_spent = UINT64_C(1) << 25;

static void init(struct c_eval *e, struct c_reader *r, const struct et_abi *abi, uint32_t pos)
{
	const uint8_t bit = (uint8_t)ET_ABI_BIT(abi->id);

	e->abi = abi;
	e->depth = 0;
	e->dead = 0;
	c_parser_init(&e->p, r, &r->prelude);
	c_src_init(&e->p.src, r, NULL, 0, pos, bit);
	e->p.quiet = true;
	e->p.src.evaluating = true;
	e->p.src.keep_atomic = true;
	e->p.src.keep_orders = true;
}

static bool run(struct c_eval *e, struct c_value *value)
{
	c_advance(&e->p);
	return c_eval_conditional(e, value) && e->p.t.kind == C_END && !e->p.src.failed;
}

/* The value of an expression of tokens, as a number. */
static bool evaluate_tokens(
	struct c_reader *r, struct c_expr *expr, const struct et_abi *abi, struct et_value *result)
{
	struct c_value value;
	struct c_eval e;
	uint32_t n = expr->self ? expr->self->n : expr->n;
	const struct c_tok *toks = expr->self ? expr->self->body : expr->toks;

	init(&e, r, abi, expr->pos);
	/* In a branch that no ABI has, what that branch defines counts, too. */
	e.p.src.cond = expr->dead;
	if (!c_push(&e.p.src, toks, n, expr->self) || !run(&e, &value) || value.pointer ||
		value.lvalue)
		return false;
	*result = (struct et_value){value.bits, value.width, value.is_unsigned};
	return true;
}

bool c_pp_condition(
	struct c_reader *r, const struct c_tok *toks, uint32_t n, const struct et_abi *abi)
{
	struct c_value value;
	struct c_eval e;

	init(&e, r, abi, r->pos);
	e.p.src.pp = true;
	e.p.src.keep_atomic = false;
	e.p.src.keep_orders = false;
	return c_push(&e.p.src, toks, n, NULL) && run(&e, &value) && value.bits;
}

static bool same_for_all(const struct et_expr *expr)
{
	unsigned id;

	if (expr->asked != ET_ABI_ALL)
		return false;
	for (id = 1; id < ET_ABI_COUNT; id++)
		if ((expr->has & 1) != (expr->has >> id & 1) ||
			expr->values[id].bits != expr->values[0].bits ||
			expr->values[id].width != expr->values[0].width ||
			expr->values[id].is_unsigned != expr->values[0].is_unsigned)
			return false;
	return true;
}

bool c_eval_nested(
	struct c_reader *r, struct c_expr *expr, const struct et_abi *abi, struct et_value *value)
{
	bool has = et_expr_value(&expr->base, &r->scope, abi, value);

	if (!same_for_all(&expr->base))
		r->session->varies = true;
	return has;
}

/* Where counting stands, for one ABI. Enumerators that it lacks count on by themselves. */
struct counter {
	int64_t active, any;
	bool active_known, any_known;
	bool is_unsigned; /* the last value is one of the largest 64-bit numbers */
};

static bool has_own_value(const struct c_enumr *e, unsigned id)
{
	return e->known || e->own || (e->expr->base.has & ET_ABI_BIT(id));
}

static void remember_value(const struct c_reader *r, struct c_enumr *e, const struct et_abi *abi,
	const struct et_value *value)
{
	struct et_expr *memo = &e->expr->base;
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (id != (unsigned)abi->id && r->session->varies)
			continue;
		memo->asked |= (uint8_t)ET_ABI_BIT(id);
		memo->has |= (uint8_t)ET_ABI_BIT(id);
		memo->values[id] = *value;
	}
}

static struct et_value typed(int64_t number, bool is_unsigned)
{
	struct et_value value = {.bits = (uint64_t)number, .width = 64, .is_unsigned = is_unsigned};

	if (number >= INT32_MIN && number <= UINT32_MAX) {
		value.width = 32;
		value.is_unsigned = number > INT32_MAX;
	}
	return value;
}

static bool count_one(
	struct c_reader *r, struct c_enumr *e, const struct et_abi *abi, struct counter *c)
{
	const bool active = e->mask & ET_ABI_BIT(abi->id);
	bool known = active ? c->active_known : c->any_known;
	int64_t number = (int64_t)((uint64_t)(active ? c->active : c->any) + 1);
	struct et_value value;

	if (e->mask != ET_ABI_ALL)
		r->session->varies = true;
	if (e->known) {
		known = true;
		number = e->value;
	} else if (e->expr->base.asked & e->expr->base.has & ET_ABI_BIT(abi->id)) {
		known = true;
		number = (int64_t)e->expr->base.values[abi->id].bits;
		r->session->varies = r->session->varies || !same_for_all(&e->expr->base);
	} else if (e->own) {
		known = c_eval_nested(r, e->own, abi, &value);
		number = (int64_t)value.bits;
		c->is_unsigned = known && value.is_unsigned && value.width == 64 && number < 0;
	}
	if (known && !e->known) {
		value = typed(number, c->is_unsigned && number < 0);
		remember_value(r, e, abi, &value);
	}
	c->any = number;
	c->any_known = known;
	if (active) {
		c->active = number;
		c->active_known = known;
	}
	return known;
}

/*
 * Enumerators count up from the one before that the ABI has. The chain is walked, not recursed,
 * from the nearest one whose value is known, and the values on the way are remembered.
 */
bool c_enumr_value(
	struct c_reader *r, struct c_enumr *enumr, const struct et_abi *abi, struct et_value *value)
{
	struct counter counter = {-1, -1, true, true, false};
	struct c_enumr *e = enumr;
	bool known;

	while (e->prev && !((e->mask & ET_ABI_BIT(abi->id)) && has_own_value(e, abi->id)))
		e = e->prev;
	for (;; e = e->next) {
		known = count_one(r, e, abi, &counter);
		if (e == enumr || !e->next || !c_step(r->session, 1))
			break;
	}
	if (!known || e != enumr)
		return false;
	*value = e->known ? typed(e->value, false) : e->expr->base.values[abi->id];
	return true;
}

/* With a session under way. Returns the ABIs that the answer is for; 0: it may change. */
static uint32_t evaluate(struct c_reader *r, struct c_expr *expr, const struct et_abi *abi,
	struct et_value *value, bool *has)
{
	struct c_session *s = r->session;
	bool varied = s->varies;
	uint32_t holds;

	*has = false;
	if (expr->evaluating || s->depth >= C_MAX_EVALS || !c_step(s, 1))
		return 0;
	expr->evaluating = true;
	s->depth++;
	s->varies = false;
	if (expr->enumr)
		*has = c_enumr_value(r, expr->enumr, abi, value);
	else
		*has = evaluate_tokens(r, expr, abi, value);
	holds = s->varies ? ET_ABI_BIT(abi->id) : (uint32_t)ET_ABI_ALL;
	s->varies = s->varies || varied;
	s->depth--;
	expr->evaluating = false;
	/* A failure is final only when all is read and nothing was cut short. */
	if (!*has && (r->reading || s->exhausted || s->depth))
		return 0;
	return holds;
}

uint32_t c_evaluate(const struct et_scope *scope, const struct et_expr *expr,
	const struct et_abi *abi, struct et_value *value, bool *has)
{
	struct c_reader *r = (struct c_reader *)(uintptr_t)(const void *)scope;
	struct c_expr *e = (struct c_expr *)(uintptr_t)(const void *)expr;
	struct c_tok pool[POOL];
	struct c_session session;
	uint32_t holds;

	if (r->session)
		return evaluate(r, e, abi, value, has);
	*has = false;
	if (r->spent > max_spent)
		return ET_ABI_BIT(abi->id);
	session = (struct c_session){.pool = pool, .size = POOL, .max_steps = MAX_STEPS};
	memset(&r->scratch, 0, sizeof(r->scratch));
	r->session = &session;
	holds = evaluate(r, e, abi, value, has);
	/* What the limits cut short has no value, now and later. */
	if (!*has && !holds)
		holds = ET_ABI_BIT(abi->id);
	r->spent += session.steps;
	r->session = NULL;
	et_arena_finish(&session.spill);
	return holds;
}

bool c_eval_now(struct c_reader *r, struct c_expr *expr, const struct et_abi *abi, uint64_t *bits)
{
	struct et_value value;

	if (!et_expr_value(&expr->base, &r->scope, abi, &value))
		return false;
	*bits = value.bits;
	return value.is_unsigned || (int64_t)value.bits >= 0;
}
