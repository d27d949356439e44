/* SPDX-License-Identifier: BSD-3-Clause */
/* A file's declarations, one after the other. */
#include "c_int.h"

enum { MAX_STILL = 8 };

void c_parser_init(struct c_parser *p, struct c_reader *r, struct c_file *file)
{
	/* Not the source: c_src_init() does that, and its contexts are large. */
	memset((char *)p + sizeof(p->src), 0, sizeof(*p) - sizeof(p->src));
	p->r = r;
	p->file = file;
}

static bool is_mark(const struct c_tok *tok)
{
	return tok->kind >= C_COND && tok->kind <= C_PACK;
}

static void here(const struct c_parser *p, struct c_mark *mark)
{
	const struct c_src *s = &p->src;

	mark->i = s->i;
	mark->pos = s->pos;
	mark->mask = s->mask;
	mark->cond = s->cond;
	mark->valid = s->n_ctx == 0;
}

/*
 * Takes the marks before the next token. A piece that begins with it is read again from there, but
 * from before the conditionals that open just before it, because another branch may suit better.
 */
static void pass_marks(struct c_parser *p)
{
	struct c_src *s = &p->src;
	bool opened = false;

	while (s->i < s->n && !s->split && is_mark(&s->base[s->i])) {
		const struct c_tok *mark = &s->base[s->i];
		bool opens = !s->strict && mark->kind == C_COND && !mark->cond->before;

		if (opens && !opened)
			here(p, &p->before);
		opened = opens || (opened && mark->kind != C_COND);
		s->i++;
		if (!c_at_mark(s, mark)) {
			s->i--;
			break;
		}
		if (!opened && !s->split)
			here(p, &p->before);
	}
}

void c_advance(struct c_parser *p)
{
	struct c_src *s = &p->src;

	while (s->n_ctx > 0 && s->ctx[s->n_ctx - 1].t == s->ctx[s->n_ctx - 1].end)
		s->n_ctx--;
	here(p, &p->before);
	if (s->n_ctx == 0 && s->is_file && s->i < s->n && is_mark(&s->base[s->i]))
		pass_marks(p);
	c_src_next(s, &p->t);
}

const void *c_where(const struct c_parser *p)
{
	const struct c_src *s = &p->src;

	if (s->n_ctx > 0)
		return s->ctx[s->n_ctx - 1].t;
	return s->base + s->i;
}

bool c_accept(struct c_parser *p, enum c_kind kind)
{
	if (p->t.kind != kind)
		return false;
	c_advance(p);
	return true;
}

bool c_fail(struct c_parser *p, const char *why)
{
	if (!p->why)
		p->why = why;
	return false;
}

static enum c_kind peek(const struct c_parser *p, unsigned skip)
{
	const struct c_src *s = &p->src;
	const struct c_tok *t;
	uint32_t i;
	int n;

	for (n = s->n_ctx; n > 0; n--)
		for (t = s->ctx[n - 1].t; t < s->ctx[n - 1].end; t++)
			if (skip-- == 0)
				return (enum c_kind)t->kind;
	for (i = s->i; i < s->n; i++)
		if ((!s->is_file || !is_mark(&s->base[i])) && skip-- == 0)
			return (enum c_kind)s->base[i].kind;
	return C_END;
}

enum c_kind c_peek(const struct c_parser *p)
{
	return peek(p, 0);
}

enum c_kind c_peek_second(const struct c_parser *p)
{
	return peek(p, 1);
}

/*
 * The next token without expansion. Depth is that of brackets: a branch of a conditional begins as
 * deep as the others, and behind it counts what the first one left open.
 */
static void raw(struct c_parser *p, int *depth)
{
	struct c_src *s = &p->src;

	while (s->n_ctx > 0 && s->ctx[s->n_ctx - 1].t == s->ctx[s->n_ctx - 1].end)
		s->n_ctx--;
	while (s->is_file && s->n_ctx == 0 && s->i < s->n && s->base[s->i].kind >= C_COND &&
		s->base[s->i].kind <= C_PACK) {
		const struct c_tok *mark = &s->base[s->i++];

		if (mark->kind == C_COND && !s->strict) {
			const struct c_cond *cond = mark->cond;

			*depth += (cond->directive == D_ENDIF ? cond->before->first_end
							      : cond->brackets) -
				  cond->at;
		}
		if (!c_at_mark(s, mark) && mark->kind == C_PACK)
			c_apply_pack(p->r, &p->r->pack_events.items[mark->index]);
	}
	c_src_raw(s, &p->t);
}

uint32_t c_skip_parameters(struct c_parser *p)
{
	const bool inside = p->src.inside;
	uint32_t commas = 0, words = 0;
	bool is_void = false, variadic = false;
	int depth = 1;

	while (depth > 0) {
		raw(p, &depth);
		if (p->t.kind == C_END)
			break;
		if (p->t.kind >= C_LPAREN && p->t.kind <= C_RBRACE)
			depth += (p->t.kind - C_LPAREN) % 2 ? -1 : 1;
		if (!depth)
			break;
		commas += depth == 1 && p->t.kind == C_COMMA;
		words++;
		variadic |= depth == 1 && p->t.kind == C_ELLIPSIS;
		is_void = p->t.kind == C_IDENT && p->t.sym->keyword == K_VOID;
	}
	if (p->t.kind != C_END)
		c_advance(p);
	else if (!p->src.split)
		here(p, &p->before);
	/* What is passed over may have any conditionals. */
	p->src.inside = inside;
	if (variadic)
		return ET_VARIADIC;
	return words == 0 || (words == 1 && is_void) ? 0 : commas + 1;
}

void c_skip_group(struct c_parser *p)
{
	(void)c_skip_parameters(p);
}

void c_skip_to(struct c_parser *p, uint64_t stop)
{
	while (p->t.kind != C_END && !(stop & C_STOP(p->t.kind))) {
		if (p->t.kind == C_LPAREN || p->t.kind == C_LBRACKET || p->t.kind == C_LBRACE)
			c_skip_group(p);
		else if (p->t.kind == C_RBRACE)
			return;
		else
			c_advance(p);
	}
}

/*
 * NAME(…) where NAME is no type that anybody defined: a macro's call, with ';' or without, or a
 * function of old that returns an int.
 */
static bool macro_call(struct c_parser *p)
{
	while (p->t.kind == C_LPAREN)
		c_skip_group(p);
	if (p->t.kind == C_LBRACE) {
		p->src.top = true;
		c_skip_group(p);
		return true;
	}
	if (p->t.kind == C_SEMI || p->t.kind == C_END || (p->t.flags & C_FIRST))
		return true;
	c_skip_to(p, C_STOP(C_SEMI));
	return true;
}

/* Attributes behind a function's parameters, whose macros nobody may know. */
static void skip_to_body(struct c_parser *p)
{
	while (p->t.kind != C_SEMI && p->t.kind != C_COMMA && p->t.kind != C_LBRACE &&
		p->t.kind != C_RBRACE && p->t.kind != C_END) {
		if (p->t.kind == C_IDENT && (p->t.flags & C_FIRST) &&
			(p->t.sym->keyword == K_TYPEDEF || p->t.sym->keyword == K_EXTERN))
			return;
		if (p->t.kind == C_LPAREN || p->t.kind == C_LBRACKET)
			c_skip_group(p);
		else
			c_advance(p);
	}
}

/* One declaration up to its ';', which stays, or to behind a function's body. */
static bool external(struct c_parser *p, void *data)
{
	struct c_specs specs;

	(void)data;
	p->src.top = false;
	p->name = NULL;
	if (p->t.kind == C_IDENT &&
		(p->t.sym->keyword == K_STATIC_ASSERT || p->t.sym->keyword == K_ASM)) {
		c_skip_to(p, C_STOP(C_SEMI));
		return true;
	}
	if (!c_specifiers(p, &specs))
		return false;
	if (specs.is_guess && !specs.is_typedef && p->t.kind == C_LPAREN)
		return macro_call(p);
	while (p->t.kind != C_SEMI && p->t.kind != C_END) {
		struct c_declarator d;

		if (!c_declarator(p, &specs.type, &d))
			return false;
		if (d.type.function)
			skip_to_body(p);
		if (specs.is_typedef && d.sym) {
			c_add_typedef(p, &d, &specs);
		} else if (d.type.function && d.sym) {
			c_add_function(p, &d);
		}
		if (!specs.is_typedef && d.type.function && p->t.kind == C_LBRACE) {
			p->src.top = true;
			c_skip_group(p);
			return true;
		}
		if (p->t.kind == C_ASSIGN)
			c_skip_to(p, C_STOP(C_SEMI) | C_STOP(C_COMMA));
		if (p->t.kind == C_SEMI)
			return true;
		if (c_accept(p, C_COMMA))
			continue;
		return c_fail(p, "a ';' is missing, or what stands before it is not known");
	}
	return true;
}

/* extern "C" { */
static bool skips_linkage(struct c_parser *p)
{
	const struct c_src *s = &p->src;

	if (p->t.kind != C_IDENT || p->t.sym->keyword != K_EXTERN || s->n_ctx || s->i + 1 >= s->n ||
		s->base[s->i].kind != C_STRING || s->base[s->i + 1].kind != C_LBRACE)
		return false;
	c_advance(p);
	c_advance(p);
	c_advance(p);
	return true;
}

void c_parse_file(struct c_reader *r, struct c_file *file)
{
	struct c_parser parser;
	struct c_parser *p = &parser;
	unsigned braces = 0;
	unsigned still = 0; /* pieces since one went further than all before */
	uint32_t furthest = 0;

	file->parsed = true;
	c_parser_init(p, r, file);
	c_src_init(&p->src, r, file->toks, file->n, 0, file->base);
	p->src.is_file = true;
	p->src.keep_orders = true;
	p->src.top = true;
	p->src.pos = file->first_pos;
	c_advance(p);
	while (p->t.kind != C_END || p->src.split) {
		const void *at = c_where(p);

		/* What is cut by conditionals is read again; if that leads nowhere, go on behind.
		 */
		still = p->src.i > furthest || p->src.n_ctx ? 0 : still + 1;
		furthest = p->src.i > furthest ? p->src.i : furthest;
		p->src.top = true;
		if (still > MAX_STILL) {
			p->src.split = p->src.strict = false;
			p->src.i = furthest;
		} else if (p->t.kind == C_PACK) {
			c_apply_pack(r, &r->pack_events.items[p->t.index]);
		} else if (p->t.kind == C_INCLUDE) {
			struct c_file *other = &r->files[p->t.index];

			if (!other->parsed)
				c_parse_file(r, other);
		} else if (p->t.kind == C_RBRACE) {
			if (braces)
				braces--;
		} else if (skips_linkage(p)) {
			braces++;
			continue;
		} else if (p->t.kind != C_SEMI) {
			c_scoped(p, external, NULL);
			p->masks.count = 0;
			if (p->t.kind != C_SEMI && c_where(p) != at)
				continue;
			p->src.top = true;
		}
		c_advance(p);
	}
}
