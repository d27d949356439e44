/* SPDX-License-Identifier: BSD-3-Clause */
/* Calls of function-like macros: arguments, # and ##. */
#include "c_int.h"

enum {
	MAX_ARG_DEPTH = 48,
	MAX_PASTE = 250,
};

/* Tokens that grow; at the pool's end without being moved. */
struct list {
	struct c_tok *items;
	size_t n, room;
};

static void add(struct c_session *s, struct list *list, const struct c_tok *tok)
{
	if (list->n == list->room) {
		bool at_end =
			s->pool && list->items && list->items + list->room == s->pool + s->used;
		size_t more = list->room ? list->room : 8;

		if (at_end && more <= s->size - s->used) {
			s->used += more;
		} else {
			struct c_tok *items = c_pool(s, list->room + more);

			if (list->n)
				memcpy(items, list->items, list->n * sizeof(*items));
			list->items = items;
		}
		list->room += more;
	}
	list->items[list->n++] = *tok;
}

struct arg {
	size_t from, n;	      /* in the list of all arguments' tokens */
	struct list expanded; /* once asked for */
	bool is_expanded;
};

struct call {
	struct list toks;
	struct arg args[C_MAX_PARAMS + 1];
	unsigned n_args;
};

/* Takes the arguments, '(' and ')' included. */
static bool take_args(struct c_src *s, const struct c_macro *m, struct call *call)
{
	struct arg *arg = &call->args[0];
	struct c_tok tok;
	int depth = 0;

	call->toks = (struct list){0};
	call->n_args = 0;
	c_src_raw(s, &tok);
	arg->from = 0;
	for (;;) {
		c_src_raw(s, &tok);
		if (tok.kind == C_END || !c_step(s->s, 1)) {
			s->failed = true;
			return false;
		}
		if (depth == 0 && tok.kind == C_RPAREN)
			break;
		if (tok.kind == C_LPAREN)
			depth++;
		else if (tok.kind == C_RPAREN)
			depth--;
		if (depth == 0 && tok.kind == C_COMMA &&
			!(m->variadic && call->n_args + 1 == m->n_params)) {
			if (call->n_args + 1 >= C_MAX_PARAMS) {
				s->failed = true;
				return false;
			}
			arg->n = call->toks.n - arg->from;
			arg = &call->args[++call->n_args];
			arg->from = call->toks.n;
			continue;
		}
		if (tok.kind == C_INCLUDE || tok.kind == C_PACK)
			continue;
		add(s->s, &call->toks, &tok);
	}
	arg->n = call->toks.n - arg->from;
	call->n_args++;
	/* Missing arguments are empty ones; so is the only argument of f(). */
	while (call->n_args < m->n_params)
		call->args[call->n_args++] = (struct arg){call->toks.n, 0, {0}, false};
	return true;
}

static void expand_arg(struct c_src *s, struct call *call, struct arg *arg)
{
	int floor = s->floor;
	bool keep_atomic = s->keep_atomic;
	struct c_tok tok;

	arg->is_expanded = true;
	if (s->arg_depth >= MAX_ARG_DEPTH || !arg->n) {
		s->failed = s->failed || arg->n;
		return;
	}
	if (!c_push(s, call->toks.items + arg->from, arg->n, NULL))
		return;
	s->arg_depth++;
	s->floor = s->n_ctx - 1;
	/* What the evaluator would look up may be an operand of ## further in. */
	s->keep_atomic = false;
	for (c_src_next(s, &tok); tok.kind != C_END; c_src_next(s, &tok)) {
		if (s->failed)
			break;
		add(s->s, &arg->expanded, &tok);
	}
	s->n_ctx = s->floor;
	s->floor = floor;
	s->keep_atomic = keep_atomic;
	s->arg_depth--;
}

/* Makes one token of two. False: they make none. */
static bool paste(struct c_src *s, struct c_tok *left, const struct c_tok *right)
{
	char text[MAX_PASTE + 1];
	size_t n, m;
	const char *from;
	struct c_lexer l;
	struct c_tok tok;

	if (left->kind == C_BLANK) {
		*left = *right;
		return true;
	}
	if (right->kind == C_BLANK)
		return true;
	from = c_tok_text(left, &n);
	if (n > MAX_PASTE)
		return false;
	memcpy(text, from, n);
	from = c_tok_text(right, &m);
	if (n + m > MAX_PASTE)
		return false;
	memcpy(text + n, from, m);
	text[n + m] = '\0';
	l = (struct c_lexer){.r = s->r,
		.file = &s->r->prelude,
		.p = text,
		.end = text + n + m,
		.line = left->line,
		.directive = true};
	c_lex(&l, &tok);
	if (l.p != l.end || tok.kind == C_NEWLINE)
		return false;
	if (tok.kind != C_IDENT)
		tok.text = et_strndup(s->r->arena, text, n + m);
	tok.line = left->line;
	tok.flags = left->flags & (uint8_t)~C_NOEXPAND;
	*left = tok;
	return true;
}

static void stringify(
	struct c_src *s, const struct call *call, const struct arg *arg, struct c_tok *tok)
{
	size_t size = 3, n = 0, i;
	char *text;

	for (i = 0; i < arg->n; i++) {
		size_t length;

		c_tok_text(&call->toks.items[arg->from + i], &length);
		size += length + 1;
	}
	if (size > 65000)
		size = 3;
	text = et_alloc(s->r->arena, size);
	text[n++] = '"';
	for (i = 0; size > 3 && i < arg->n; i++) {
		const struct c_tok *each = &call->toks.items[arg->from + i];
		size_t length;
		const char *from = c_tok_text(each, &length);

		if (i && (each->flags & C_SPACE))
			text[n++] = ' ';
		memcpy(text + n, from, length);
		n += length;
	}
	text[n++] = '"';
	*tok = (struct c_tok){.kind = C_STRING, .line = s->line, .len = (uint16_t)n, .text = text};
}

/* Appends an operand of ##: arguments as they were written. */
static void add_operand(struct c_src *s, const struct call *call, const struct c_tok *tok,
	struct list *out, bool join)
{
	struct c_tok first = *tok;
	const struct c_tok *more = NULL;
	size_t n = 0;

	if (tok->kind == C_PARAM) {
		const struct arg *arg = &call->args[tok->len];

		if (arg->n) {
			first = call->toks.items[arg->from];
			more = call->toks.items + arg->from + 1;
			n = arg->n - 1;
		} else {
			first = (struct c_tok){.kind = C_BLANK, .line = s->line};
		}
	}
	if (!join || !out->n || !paste(s, &out->items[out->n - 1], &first))
		add(s->s, out, &first);
	while (n-- > 0)
		add(s->s, out, more++);
}

static void add_expanded(struct c_src *s, struct call *call, struct arg *arg, struct list *out)
{
	size_t i;

	if (!arg->is_expanded)
		expand_arg(s, call, arg);
	for (i = 0; i < arg->expanded.n && c_step(s->s, 1); i++)
		add(s->s, out, &arg->expanded.items[i]);
}

static void substitute(
	struct c_src *s, const struct c_macro *m, struct call *call, struct list *out)
{
	bool join = false; /* the token before was ## */
	uint32_t i;

	for (i = 0; i < m->n && !s->failed; i++) {
		struct c_tok tok = m->body[i];
		bool joins = i + 1 < m->n && m->body[i + 1].kind == C_PASTE;

		if (!c_step(s->s, 1)) {
			s->failed = true;
			return;
		}
		if (tok.kind == C_PASTE && i) {
			join = true;
			continue;
		}
		if (tok.kind != C_PARAM)
			tok.line = s->line;
		if (tok.kind == C_HASH && i + 1 < m->n && m->body[i + 1].kind == C_PARAM) {
			stringify(s, call, &call->args[m->body[++i].len], &tok);
			joins = i + 1 < m->n && m->body[i + 1].kind == C_PASTE;
		}
		if (tok.kind == C_COMMA && joins && i + 2 < m->n && m->variadic &&
			m->body[i + 2].kind == C_PARAM && m->body[i + 2].len + 1 == m->n_params) {
			/* GNU's ", ## args" drops the comma when there are none. */
			struct arg *rest = &call->args[m->body[i + 2].len];

			if (rest->n) {
				add(s->s, out, &tok);
				add_expanded(s, call, rest, out);
			}
			i += 2;
			continue;
		}
		if (join || joins)
			add_operand(s, call, &tok, out, join);
		else if (tok.kind == C_PARAM)
			add_expanded(s, call, &call->args[tok.len], out);
		else
			add(s->s, out, &tok);
		join = false;
	}
}

static void drop_blanks(struct list *out)
{
	size_t i, n = 0;

	for (i = 0; i < out->n; i++)
		if (out->items[i].kind != C_BLANK)
			out->items[n++] = out->items[i];
	out->n = n;
}

bool c_call(struct c_src *s, const struct c_macro *m)
{
	struct call call;
	struct list out = {0};
	unsigned i;

	if (!take_args(s, m, &call))
		return false;
	for (i = 0; i < call.n_args; i++) {
		call.args[i].expanded = (struct list){0};
		call.args[i].is_expanded = false;
	}
	substitute(s, m, &call, &out);
	drop_blanks(&out);
	if (s->failed || s->n_ctx >= C_MAX_CONTEXTS) {
		s->failed = true;
		return false;
	}
	if (!out.n)
		return true;
	/* Not marked as the macro's own tokens for lines: those of arguments have their own. */
	s->ctx[s->n_ctx++] = (struct c_ctx){out.items, out.items + out.n, m};
	return true;
}
