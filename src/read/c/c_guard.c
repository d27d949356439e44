/* SPDX-License-Identifier: BSD-3-Clause */
/* Conditions as text, for findings: "!defined(VIRTIO_NET_NO_LEGACY)". */
#include "c_int.h"
#include "str.h"

enum { MAX_GUARD = 400 };

/* One operand of &&: whether it only asks for C++ or assembler (1), or for neither (-1). */
static int noise_of(const struct c_tok *t, uint32_t n)
{
	int sign = 1;

	while (n > 2 && t[0].kind == C_LPAREN && t[n - 1].kind == C_RPAREN) {
		t++;
		n -= 2;
	}
	while (n && t[0].kind == C_NOT) {
		sign = -sign;
		t++;
		n--;
	}
	if (n && t[0].kind == C_IDENT && t[0].sym->keyword == K_DEFINED) {
		t++;
		n--;
		if (n == 3 && t[0].kind == C_LPAREN && t[2].kind == C_RPAREN) {
			t++;
			n = 1;
		}
		return n == 1 && t[0].kind == C_IDENT && t[0].sym->noise ? sign : 0;
	}
	if (n && t[0].kind == C_IDENT && t[0].sym->noise && (n == 1 || n == 3))
		return sign;
	return 0;
}

void c_classify(struct c_cond *cond)
{
	uint32_t i, from = 0;
	int depth = 0;
	bool positive = false, negative = true;

	if (cond->directive == D_ELSE) {
		cond->positive = cond->before->negative && !cond->before->before;
		cond->negative = cond->before->positive && !cond->before->before;
		cond->drop = cond->positive;
		cond->quiet = cond->positive || cond->negative;
		return;
	}
	if (cond->directive == D_IFDEF || cond->directive == D_IFNDEF) {
		bool noise = cond->n && cond->toks[0].kind == C_IDENT && cond->toks[0].sym->noise;

		cond->positive = noise && cond->directive == D_IFDEF;
		cond->negative = noise && cond->directive == D_IFNDEF;
		cond->drop = cond->positive;
		cond->quiet = noise;
		return;
	}
	for (i = 0; i <= cond->n; i++) {
		uint8_t kind = i < cond->n ? cond->toks[i].kind : C_ANDAND;

		if (kind == C_LPAREN)
			depth++;
		else if (kind == C_RPAREN)
			depth--;
		else if (kind == C_OROR && depth == 0)
			return;
		if (depth == 0 && kind == C_ANDAND) {
			int noise = noise_of(cond->toks + from, i - from);

			positive = positive || noise > 0;
			negative = negative && noise < 0;
			cond->positive = noise > 0 && from == 0 && i == cond->n;
			from = i + 1;
		}
	}
	cond->negative = negative && cond->n;
	cond->drop = positive;
	cond->quiet = cond->positive || cond->negative;
}

static void add_tok(struct et_buf *buf, const struct c_tok *tok, bool first)
{
	size_t length;
	const char *text = c_tok_text(tok, &length);

	if (!first && (tok->flags & C_SPACE))
		et_buf_putc(buf, ' ');
	et_buf_add(buf, text, length);
}

/* "defined X" and "defined(X)" are one; the rest stays as written. */
static void add_toks(struct et_buf *buf, const struct c_tok *t, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n && buf->length < MAX_GUARD; i++) {
		add_tok(buf, &t[i], i == 0);
		if (t[i].kind == C_IDENT && t[i].sym->keyword == K_DEFINED && i + 1 < n &&
			t[i + 1].kind == C_IDENT) {
			et_buf_printf(buf, "(%s)", t[i + 1].sym->name);
			i++;
		}
	}
}

static bool has_weak_operator(const struct c_tok *t, uint32_t n)
{
	int depth = 0;
	uint32_t i;

	for (i = 0; i < n; i++) {
		if (t[i].kind == C_LPAREN)
			depth++;
		else if (t[i].kind == C_RPAREN)
			depth--;
		else if (depth == 0 && (t[i].kind == C_OROR || t[i].kind == C_QUESTION))
			return true;
	}
	return false;
}

/* A single "defined(X)", "!defined(X)" or name needs no parentheses to be negated. */
static bool is_simple(const struct c_cond *cond)
{
	uint32_t n = cond->n;
	const struct c_tok *t = cond->toks;

	if (n && t[0].kind == C_NOT) {
		t++;
		n--;
	}
	if (n == 1)
		return true;
	return n && t[0].kind == C_IDENT && t[0].sym->keyword == K_DEFINED &&
	       (n == 2 || (n == 4 && t[1].kind == C_LPAREN));
}

static void add_condition(struct et_buf *buf, const struct c_cond *cond, bool negate)
{
	const struct c_tok *t = cond->toks;
	uint32_t n = cond->n;

	if (cond->directive == D_IFDEF || cond->directive == D_IFNDEF) {
		bool absent = cond->directive == D_IFNDEF;

		et_buf_printf(buf, "%sdefined(%s)", absent != negate ? "!" : "",
			n && t[0].kind == C_IDENT ? t[0].sym->name : "");
	} else if (!negate) {
		bool weak = has_weak_operator(t, n);

		et_buf_puts(buf, weak ? "(" : "");
		add_toks(buf, t, n);
		et_buf_puts(buf, weak ? ")" : "");
	} else if (is_simple(cond) && t[0].kind == C_NOT) {
		add_toks(buf, t + 1, n - 1);
	} else if (is_simple(cond)) {
		et_buf_putc(buf, '!');
		add_toks(buf, t, n);
	} else {
		et_buf_puts(buf, "!(");
		add_toks(buf, t, n);
		et_buf_putc(buf, ')');
	}
}

/* The branch's own condition, with what the branches before it were not. */
static const char *own_text(struct c_reader *r, struct c_cond *cond)
{
	const struct c_cond *chain[8];
	const struct c_cond *before;
	struct et_buf buf;
	size_t n = 0;

	if (cond->text)
		return cond->text;
	et_buf_init(&buf);
	for (before = cond->before; before && n < 8; before = before->before)
		chain[n++] = before;
	while (n-- > 0) {
		if (chain[n]->quiet)
			continue;
		et_buf_puts(&buf, buf.length ? " && " : "");
		add_condition(&buf, chain[n], true);
	}
	if (cond->directive != D_ELSE) {
		et_buf_puts(&buf, buf.length ? " && " : "");
		add_condition(&buf, cond, false);
	}
	if (buf.length > MAX_GUARD) {
		buf.length = MAX_GUARD;
		et_buf_puts(&buf, "…");
	}
	cond->text = et_strndup(r->arena, buf.data ? buf.data : "", buf.length);
	et_buf_finish(&buf);
	return cond->text;
}

const char *c_guard(struct c_reader *r, struct c_cond *cond, const struct c_cond *outer)
{
	struct c_cond *each;
	const char *guard = NULL;
	struct et_buf buf;

	if (cond == outer || !cond)
		return NULL;
	/* Most often there is one that says something, and all its definitions share the text. */
	for (each = cond; each && each != outer && each->quiet;)
		each = each->parent;
	if (!each || each == outer)
		return NULL;
	cond = each;
	if (!outer && cond->guard)
		return cond->guard;
	et_buf_init(&buf);
	for (each = cond; each && each != outer; each = each->parent) {
		const char *text;
		struct et_buf joined;

		if (each->quiet)
			continue;
		text = own_text(r, each);
		if (!*text)
			continue;
		et_buf_init(&joined);
		et_buf_puts(&joined, text);
		if (buf.length) {
			et_buf_puts(&joined, " && ");
			et_buf_add(&joined, buf.data, buf.length);
		}
		et_buf_finish(&buf);
		buf = joined;
		if (buf.length > MAX_GUARD)
			break;
	}
	if (buf.length)
		guard = et_strndup(r->arena, buf.data, buf.length);
	et_buf_finish(&buf);
	if (!outer)
		cond->guard = guard;
	return guard;
}
