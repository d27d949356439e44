/* SPDX-License-Identifier: BSD-3-Clause */
/* Macro definitions. */
#include "c_int.h"

struct params {
	struct c_sym *names[C_MAX_PARAMS];
	uint16_t n;
	bool variadic;
};

static void bad_define(struct c_lexer *l, const struct c_sym *sym, const char *why)
{
	bool virtio = sym && c_is_virtio(sym->name);

	l->file->unread++;
	et_diag(l->r->diags, virtio ? ET_ERROR : ET_WARNING, l->file->path, l->line,
		sym ? sym->name : NULL, "cannot read #define%s%s: %s", sym ? " " : "",
		sym ? sym->name : "", why);
}

/* Behind the '('. */
static const char *read_params(struct c_lexer *l, struct params *params)
{
	struct c_tok tok;

	c_lex(l, &tok);
	if (tok.kind == C_RPAREN)
		return NULL;
	for (;; c_lex(l, &tok)) {
		if (params->n >= C_MAX_PARAMS)
			return "more than 64 parameters";
		if (tok.kind == C_ELLIPSIS) {
			params->names[params->n++] = l->r->va_args;
			params->variadic = true;
			c_lex(l, &tok);
		} else if (tok.kind == C_IDENT) {
			params->names[params->n++] = tok.sym;
			c_lex(l, &tok);
			if (tok.kind == C_ELLIPSIS) {
				params->variadic = true;
				c_lex(l, &tok);
			}
		} else {
			return "its parameters are no names";
		}
		if (tok.kind == C_RPAREN)
			return NULL;
		if (tok.kind != C_COMMA || params->variadic)
			return "its parameters do not end with )";
	}
}

static void as_param(struct c_tok *tok, const struct params *params)
{
	uint16_t i;

	for (i = 0; i < params->n; i++) {
		if (params->names[i] == tok->sym) {
			tok->kind = C_PARAM;
			tok->len = i;
			return;
		}
	}
}

/* Whether the body is one operand, so that its value may stand for it anywhere in an expression. */
static bool is_atomic(const struct c_macro *m)
{
	uint32_t i;
	int depth = 0;
	bool number = false;

	if (m->function)
		return false;
	if (m->n == 1)
		return m->body[0].kind == C_NUMBER || m->body[0].kind == C_CHAR;
	if (!m->n || m->body[0].kind != C_LPAREN)
		return false;
	for (i = 0; i < m->n; i++) {
		switch (m->body[i].kind) {
		case C_LPAREN:
			depth++;
			break;
		case C_RPAREN:
			if (--depth == 0 && i + 1 < m->n)
				return false;
			break;
		case C_NUMBER:
		case C_CHAR:
			number = true;
			break;
		case C_LBRACE:
		case C_STRING:
		case C_OTHER:
		case C_HASH:
		case C_PASTE:
			return false;
		default:
			break;
		}
	}
	/* A body without a number may be a type: (uint32_t). */
	return number && depth == 0;
}

static void take_body(struct c_lexer *l, struct c_macro *m, const struct params *params)
{
	struct c_reader *r = l->r;
	size_t begin = r->scratch.count;
	const char *from = l->p, *to = l->p;
	bool dirty = false;
	struct c_tok *copy;
	struct c_tok tok;

	l->dirty = false;
	for (c_lex(l, &tok); tok.kind != C_NEWLINE; c_lex(l, &tok)) {
		if (r->scratch.count == begin) {
			from = l->start;
			l->dirty = false;
		}
		to = l->p;
		dirty = l->dirty;
		if (params->n && tok.kind == C_IDENT)
			as_param(&tok, params);
		*c_scratch(r) = tok;
	}
	m->n = (uint32_t)(r->scratch.count - begin);
	copy = ET_NEW_ARRAY(r->arena, m->n, struct c_tok);
	if (m->n)
		memcpy(copy, r->scratch.items + begin, m->n * sizeof(*copy));
	m->body = copy;
	r->scratch.count = begin;
	m->text = m->prelude ? "" : c_clean_text(r, from, to, dirty);
}

static void add(struct c_lexer *l, struct c_macro *m)
{
	struct c_reader *r = l->r;

	m->pos = ++r->pos;
	m->older = m->sym->macros;
	if (m->older)
		m->older->newer = m;
	m->sym->macros = m;
	if (l->file != &r->prelude)
		m->sym->defined = (uint8_t)(m->undef ? m->sym->defined & ~m->mask
						     : m->sym->defined | m->mask);
}

void c_define(struct c_lexer *l, struct c_cond *cond, uint8_t mask)
{
	struct c_reader *r = l->r;
	struct params params;
	struct c_macro *m;
	const char *why;
	struct c_tok tok;

	params.n = 0;
	params.variadic = false;
	c_lex(l, &tok);
	if (tok.kind != C_IDENT) {
		bad_define(l, NULL, "its name is missing");
		return;
	}
	m = ET_NEW(r->arena, struct c_macro);
	m->sym = tok.sym;
	m->line = tok.line;
	m->mask = mask;
	m->cond = cond;
	m->file = l->file;
	m->prelude = l->file == &r->prelude || l->file == &r->endian;
	if (l->p < l->end && *l->p == '(') {
		const char *from = l->p;

		c_lex(l, &tok);
		m->function = true;
		l->dirty = false;
		why = read_params(l, &params);
		m->params = m->prelude ? "" : c_clean_text(r, from, l->p, l->dirty);
		if (why) {
			bad_define(l, m->sym, why);
			return;
		}
		m->n_params = params.n;
		m->variadic = params.variadic;
	}
	take_body(l, m, &params);
	m->atomic = is_atomic(m);
	m->guard = !m->n && !m->function && cond && cond->quiet && cond->toks &&
		   cond->line < m->line &&
		   ((cond->directive == D_IFNDEF && cond->toks[0].sym == m->sym) ||
			   (cond->directive == D_IF && cond->n >= 3 &&
				   cond->toks[cond->n == 3 ? 2 : 3].sym == m->sym));
	add(l, m);
	if (m->prelude)
		return;
	*l->file->macros_end = m;
	l->file->macros_end = &m->next_in_file;
	l->file->n_macros++;
}

void c_undef(struct c_lexer *l, uint8_t mask)
{
	struct c_macro *m;
	struct c_tok tok;

	c_lex(l, &tok);
	if (tok.kind != C_IDENT || !mask || !tok.sym->macros)
		return;
	/* A file, or what it includes, takes back its own: it was a tool, not a definition. */
	for (m = tok.sym->macros; m && !m->undef && m->file && m->file->open; m = m->older)
		m->ended |= mask;
	m = ET_NEW(l->r->arena, struct c_macro);
	m->sym = tok.sym;
	m->mask = mask;
	m->undef = true;
	add(l, m);
}

/* The ABIs' own macros. One that several ABIs share with the same text is one definition. */
void c_predefine(struct c_reader *r)
{
	static const struct et_c_input none = {.path = "", .text = ""};
	unsigned id;

	r->endian.input = &none;
	for (id = 0; id < ET_ABI_COUNT; id++) {
		const char *const *macros = et_abi((enum et_abi_id)id)->predefined;
		const uint8_t bit = (uint8_t)ET_ABI_BIT(id);

		for (; *macros; macros++) {
			const char *equals = strchr(*macros, '=');
			size_t length = equals ? (size_t)(equals - *macros) : strlen(*macros);
			const char *text = equals ? equals + 1 : "1";
			struct c_sym *sym = c_intern(r, *macros, length);
			struct params params;
			struct c_lexer l;
			struct c_macro *m;

			for (m = sym->macros; m; m = m->older)
				if (strcmp(m->text, text) == 0)
					break;
			if (m) {
				m->mask |= bit;
				sym->defined |= bit;
				continue;
			}
			m = ET_NEW(r->arena, struct c_macro);
			m->sym = sym;
			m->mask = bit;
			params.n = 0;
			l = (struct c_lexer){.r = r,
				.file = &r->endian,
				.p = text,
				.end = text + strlen(text),
				.directive = true};
			take_body(&l, m, &params);
			m->prelude = true;
			m->text = text;
			m->atomic = is_atomic(m);
			add(&l, m);
		}
	}
}
