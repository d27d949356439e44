/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tokens with macros expanded, by a stack of contexts instead of recursion. A macro whose context
 * is on the stack stays as it is, so a macro that refers to itself ends.
 */
#include "c_int.h"

enum { MAX_VERSIONS = 64 };

bool c_step(struct c_session *s, uint64_t n)
{
	s->steps += n;
	if (s->steps > s->max_steps)
		s->exhausted = true;
	return !s->exhausted;
}

struct c_tok *c_pool(struct c_session *s, size_t n)
{
	if (n <= s->size - s->used) {
		s->used += n;
		return s->pool + s->used - n;
	}
	return ET_NEW_ARRAY(&s->spill, n, struct c_tok);
}

void c_src_init(struct c_src *s, struct c_reader *r, const struct c_tok *toks, uint32_t n,
	uint32_t pos, uint8_t mask)
{
	/* Not the contexts: they are large, and written before they are read. */
	memset(s, 0, offsetof(struct c_src, ctx));
	s->r = r;
	s->s = r->session;
	s->base = toks;
	s->n = n;
	s->pos = pos;
	s->mask = mask;
	s->floor = -1;
	s->line = n ? toks[0].line : 0;
}

/* The branch at that depth that cond is in. */
static const struct c_cond *at_depth(const struct c_cond *cond, uint32_t depth)
{
	while (cond && cond->depth > depth)
		cond = cond->parent;
	return cond;
}

/* Whether a macro may be meant in a branch that no ABI has. */
static bool may_mean(const struct c_macro *m, const struct c_cond *cond)
{
	const struct c_cond *theirs = m->cond;
	uint32_t depth, walked;

	if (!theirs || !cond || cond->depth > C_MAX_DEPTH || theirs->depth > C_MAX_DEPTH)
		return m->mask || !theirs;
	/* Defined in a branch that no ABI has: for that branch. */
	if (!m->mask)
		return at_depth(cond, theirs->depth) == theirs;
	for (depth = cond->depth < theirs->depth ? cond->depth : theirs->depth; depth; depth--) {
		const struct c_cond *mine = at_depth(cond, depth);
		const struct c_cond *other = at_depth(theirs, depth);

		/* Defined in another branch of a conditional that both are in: never here. */
		for (walked = 0; mine && walked < C_MAX_DEPTH; walked++) {
			mine = mine->before;
			if (mine && mine == other)
				return false;
		}
	}
	return true;
}

/* The newest definition up to there. Reading goes forward, so the last answer is near. */
static struct c_macro *newest_at(struct c_sym *sym, uint32_t pos)
{
	struct c_macro *m = sym->hint ? sym->hint : sym->macros;

	while (m && m->newer && m->newer->pos <= pos)
		m = m->newer;
	while (m && m->pos > pos)
		m = m->older;
	if (m)
		sym->hint = m;
	return m;
}

struct c_macro *c_macro_at(
	struct c_sym *sym, uint32_t pos, uint8_t *mask, const struct c_cond *cond)
{
	struct c_macro *m = sym->macros;
	uint8_t rest = *mask;
	uint8_t lowest = (uint8_t)(rest & -rest);
	unsigned walked;

	if (m && m->pos <= pos && rest && (m->mask & rest) == rest)
		return m->undef ? NULL : m;
	for (m = newest_at(sym, pos), walked = 0; m && walked < MAX_VERSIONS;
		m = m->older, walked++) {
		uint8_t got = m->mask & rest;

		if (!*mask) {
			if (!may_mean(m, cond))
				continue;
			return m->undef ? NULL : m;
		}
		if (got & lowest) {
			*mask = got;
			return m->undef ? NULL : m;
		}
		rest = (uint8_t)(rest & ~got);
	}
	*mask = rest;
	return NULL;
}

bool c_push(struct c_src *s, const struct c_tok *toks, size_t n, const struct c_macro *macro)
{
	if (s->n_ctx >= C_MAX_CONTEXTS) {
		s->failed = true;
		return false;
	}
	s->ctx[s->n_ctx++] = (struct c_ctx){toks, toks + n, macro};
	return true;
}

uint8_t c_eff_at(const struct c_src *s, const struct c_cond *cond)
{
	return cond ? s->mask & cond->mask : s->mask;
}

uint8_t c_eff(const struct c_src *s)
{
	return c_eff_at(s, s->cond);
}

void c_narrow(struct c_src *s, uint8_t to)
{
	s->mask = (uint8_t)(s->mask & ~(c_eff(s) & ~to));
}

/* Follows one branch of a conditional: the first that an ABI has, and only ABIs that have it. */
static void choose_branch(struct c_src *s, struct c_cond *cond)
{
	uint8_t seen;

	if (cond->directive != D_ENDIF && cond->before) {
		/* Reached from the end of the branch that was chosen. */
		while (cond->next)
			cond = cond->next;
	}
	s->cond = cond->parent;
	seen = c_eff(s);
	for (; cond && cond->directive != D_ENDIF; cond = cond->next) {
		if (seen && !(cond->mask & seen))
			continue;
		c_narrow(s, cond->mask);
		s->i = cond->index + 1;
		s->cond = cond;
		return;
	}
	if (cond)
		s->i = cond->index + 1;
}

/* Brackets that open in one branch and close elsewhere: only c_scoped() can make sense of that. */
static void cut(struct c_src *s, const struct c_cond *cond)
{
	while (cond->before)
		cond = cond->before;
	if (!s->split)
		s->split_at = cond->index;
	s->split = true;
}

bool c_at_mark(struct c_src *s, const struct c_tok *tok)
{
	switch (tok->kind) {
	case C_POS:
		s->pos = tok->index;
		return true;
	case C_COND:
		s->crossed = s->inside = true;
		if (s->strict) {
			choose_branch(s, tok->cond);
			return true;
		}
		if (tok->cond->unbalanced && s->mask)
			cut(s, tok->cond);
		s->cond = tok->cond->directive == D_ENDIF ? tok->cond->parent : tok->cond;
		return true;
	case C_PACK:
		if (s->top)
			return false;
		c_apply_pack(s->r, &s->r->pack_events.items[tok->index]);
		return true;
	case C_INCLUDE:
		/* In the middle of a declaration: the file is read afterwards. */
		return !s->top;
	default:
		return false;
	}
}

void c_src_raw(struct c_src *s, struct c_tok *tok)
{
	while (s->n_ctx > s->floor && s->n_ctx > 0) {
		struct c_ctx *ctx = &s->ctx[s->n_ctx - 1];

		if (ctx->t < ctx->end) {
			*tok = *ctx->t++;
			/* A body's lines are elsewhere; a call's tokens have got theirs. */
			if (ctx->macro && !ctx->macro->function)
				tok->line = s->line;
			if (!c_step(s->s, 1))
				s->failed = true;
			return;
		}
		s->n_ctx--;
	}
	if (s->n_ctx == s->floor) {
		*tok = (struct c_tok){.kind = C_END, .line = s->line};
		return;
	}
	while (s->i < s->n && !s->split) {
		const struct c_tok *t = &s->base[s->i++];

		if (s->is_file && c_at_mark(s, t))
			continue;
		*tok = *t;
		s->line = t->line;
		return;
	}
	*tok = (struct c_tok){.kind = C_END, .line = s->line};
}

/* Whether '(' is the next token; nothing is taken. */
static bool paren_is_next(const struct c_src *s)
{
	uint32_t i;
	int n;

	for (n = s->n_ctx; n > 0 && n > s->floor; n--)
		if (s->ctx[n - 1].t < s->ctx[n - 1].end)
			return s->ctx[n - 1].t->kind == C_LPAREN;
	if (n == s->floor)
		return false;
	for (i = s->i; i < s->n; i++) {
		uint8_t kind = s->base[i].kind;

		if (!s->is_file || (kind != C_POS && kind != C_COND))
			return kind == C_LPAREN;
	}
	return false;
}

static bool is_open(const struct c_src *s, const struct c_macro *m)
{
	int i;

	for (i = 0; i < s->n_ctx; i++)
		if (s->ctx[i].macro == m)
			return true;
	return false;
}

/* Puts a macro's expansion on the stack; false: the token stays. */
static bool expand(struct c_src *s, struct c_tok *tok)
{
	struct c_sym *sym = tok->sym;
	uint8_t mask = c_eff(s);
	struct c_macro *m;

	if (s->keep_orders && c_order(sym) != ET_ORDER_NONE)
		return false;
	m = c_macro_at(sym, s->pos, &mask, s->cond);
	c_narrow(s, mask);
	if (s->evaluating && !(m && m == sym->macros && m->mask == ET_ABI_ALL))
		s->s->varies = true;
	if (!m)
		return false;
	if (is_open(s, m)) {
		tok->flags |= C_NOEXPAND;
		return false;
	}
	if (s->keep_atomic && m->atomic)
		return false;
	if (!c_step(s->s, (uint64_t)s->n_ctx / 8))
		return false;
	if (m->function)
		return paren_is_next(s) && c_call(s, m);
	return c_push(s, m->body, m->n, m);
}

void c_src_next(struct c_src *s, struct c_tok *tok)
{
	do {
		c_src_raw(s, tok);
	} while (tok->kind == C_IDENT && tok->sym->macros && !(tok->flags & C_NOEXPAND) &&
		 expand(s, tok));
}
