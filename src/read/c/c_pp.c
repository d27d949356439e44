/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Files into tokens. Directives are followed at their place, for every ABI at once: a condition
 * yields the set of ABIs that it holds for. The tokens of all branches are kept, with marks.
 */
#include "c_int.h"

enum { MAX_INCLUDES = 64 };

struct pp {
	struct c_reader *r;
	struct c_lexer l;
	struct c_file *file;
	struct c_cond *cond;
	size_t begin; /* of the file's tokens in the scratch */
	int brackets;
	bool any; /* something stood before this in the file */
};

struct c_tok *c_scratch(struct c_reader *r)
{
	if (r->scratch.count < r->scratch.capacity)
		return &r->scratch.items[r->scratch.count++];
	return ET_APPEND(&r->session->spill, &r->scratch);
}

static uint8_t mask_now(const struct pp *pp)
{
	return pp->cond ? pp->cond->mask : pp->file->base;
}

static bool dropped(const struct pp *pp)
{
	return pp->cond && pp->cond->drop;
}

static struct c_tok *mark(struct pp *pp, enum c_kind kind)
{
	struct c_tok *tok = c_scratch(pp->r);

	*tok = (struct c_tok){.kind = (uint8_t)kind, .line = pp->l.line};
	return tok;
}

static void mark_pos(struct pp *pp)
{
	struct c_reader *r = pp->r;
	struct c_tok *tok;

	if (dropped(pp))
		return;
	if (r->scratch.count > pp->begin && r->scratch.items[r->scratch.count - 1].kind == C_POS)
		tok = &r->scratch.items[r->scratch.count - 1];
	else
		tok = mark(pp, C_POS);
	tok->index = r->pos;
}

/* Copies the rest of the directive's tokens to memory that lasts as long as reading does. */
static void take_condition(struct pp *pp, struct c_cond *cond)
{
	struct c_reader *r = pp->r;
	size_t begin = r->scratch.count;
	struct c_tok *copy;
	struct c_tok tok;

	for (c_lex(&pp->l, &tok); tok.kind != C_NEWLINE; c_lex(&pp->l, &tok))
		*c_scratch(r) = tok;
	cond->n = (uint32_t)(r->scratch.count - begin);
	copy = ET_NEW_ARRAY(&r->session->spill, cond->n + 1, struct c_tok);
	if (cond->n)
		memcpy(copy, r->scratch.items + begin, cond->n * sizeof(*copy));
	cond->toks = copy;
	r->scratch.count = begin;
}

static uint8_t evaluate_condition(struct pp *pp, const struct c_cond *cond, uint8_t among)
{
	struct c_session *session = pp->r->session;
	uint8_t result = 0;
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (!(among & ET_ABI_BIT(id)))
			continue;
		session->varies = false;
		if (c_pp_condition(pp->r, cond->toks, cond->n, et_abi((enum et_abi_id)id)))
			result |= (uint8_t)ET_ABI_BIT(id);
		if (!session->varies)
			return result ? among : 0;
	}
	return result;
}

/* The name that the condition says is not defined, when that is all it says; or NULL. */
static struct c_sym *only_undefined(const struct c_cond *cond)
{
	const struct c_tok *t = cond->toks;

	if (cond->directive == D_IFNDEF)
		return cond->n && t[0].kind == C_IDENT ? t[0].sym : NULL;
	if (cond->directive != D_IF || cond->n < 3 || t[0].kind != C_NOT || t[1].kind != C_IDENT ||
		t[1].sym->keyword != K_DEFINED)
		return NULL;
	if (cond->n == 3 && t[2].kind == C_IDENT)
		return t[2].sym;
	if (cond->n == 5 && t[2].kind == C_LPAREN && t[3].kind == C_IDENT && t[4].kind == C_RPAREN)
		return t[3].sym;
	return NULL;
}

/* Whether the next line defines the name. */
static bool defined_next(const struct pp *pp, const struct c_sym *sym)
{
	struct c_lexer ahead = pp->l;
	struct c_tok tok;

	ahead.directive = false;
	c_lex(&ahead, &tok);
	if (tok.kind != C_HASH || !(tok.flags & C_FIRST))
		return false;
	ahead.directive = true;
	c_lex(&ahead, &tok);
	if (tok.kind != C_IDENT || tok.sym->directive != D_DEFINE)
		return false;
	c_lex(&ahead, &tok);
	return tok.kind == C_IDENT && tok.sym == sym;
}

static struct c_cond *new_cond(struct pp *pp, enum c_directive directive)
{
	struct c_cond *cond = ET_NEW(pp->r->arena, struct c_cond);

	cond->directive = (uint8_t)directive;
	cond->index = (uint32_t)(pp->r->scratch.count - pp->begin);
	cond->line = pp->l.line;
	return cond;
}

static void begin_if(struct pp *pp, enum c_directive directive)
{
	struct c_cond *cond = new_cond(pp, directive);
	uint8_t among = mask_now(pp);
	struct c_sym *absent;

	cond->parent = pp->cond;
	cond->depth = pp->cond ? pp->cond->depth + 1 : 1;
	cond->brackets = cond->at = pp->brackets;
	take_condition(pp, cond);
	absent = only_undefined(cond);
	if (!among)
		cond->mask = 0;
	else if (directive == D_IF)
		cond->mask = evaluate_condition(pp, cond, among);
	else if (cond->n && cond->toks[0].kind == C_IDENT)
		cond->mask = among & (directive == D_IFDEF ? cond->toks[0].sym->defined
							   : ~cond->toks[0].sym->defined);
	c_classify(cond);
	if (absent && defined_next(pp, absent)) {
		/* Each file is read once, so its own include guard never keeps it out. */
		if (!pp->any)
			cond->mask = among;
		cond->quiet = true;
	}
	cond->taken = cond->mask;
	if (!dropped(pp))
		mark(pp, C_COND)->cond = cond;
	else
		cond->drop = true;
	pp->cond = cond;
}

static void stray(struct pp *pp, const char *what)
{
	et_diag(pp->r->diags, ET_WARNING, pp->file->path, pp->l.line, NULL,
		"#%s without #if; it was left out", what);
}

/* Ends the branch that is open; what follows in the conditional begins where it began. */
static void end_branch(struct pp *pp, struct c_cond *next)
{
	struct c_cond *open = pp->cond;
	bool outer_drop = open->parent && open->parent->drop;

	if (!open->before)
		open->first_end = pp->brackets;
	else
		open->first_end = open->before->first_end;
	next->unbalanced = open->unbalanced || pp->brackets != open->brackets;
	next->brackets = open->brackets;
	next->at = pp->brackets;
	next->before = open;
	next->parent = open->parent;
	next->depth = open->depth;
	open->next = next;
	if (!outer_drop)
		mark(pp, C_COND)->cond = next;
}

static void next_branch(struct pp *pp, enum c_directive directive)
{
	struct c_cond *open = pp->cond;
	struct c_cond *cond;
	uint8_t among;

	if (!open || open->directive == D_ELSE) {
		stray(pp, directive == D_ELSE ? "else" : "elif");
		return;
	}
	cond = new_cond(pp, directive);
	end_branch(pp, cond);
	pp->brackets = open->brackets;
	among = (uint8_t)((open->parent ? open->parent->mask : pp->file->base) & ~open->taken);
	if (directive == D_ELIF) {
		take_condition(pp, cond);
		cond->mask = among ? evaluate_condition(pp, cond, among) : 0;
	} else {
		cond->mask = among;
	}
	cond->taken = open->taken | cond->mask;
	c_classify(cond);
	if (cond->parent && cond->parent->drop)
		cond->drop = true;
	pp->cond = cond;
}

static void end_if(struct pp *pp)
{
	struct c_cond *open = pp->cond;
	struct c_cond *end;

	if (!open) {
		stray(pp, "endif");
		return;
	}
	end = new_cond(pp, D_ENDIF);
	end_branch(pp, end);
	pp->brackets = open->first_end;
	if (end->unbalanced)
		for (; open; open = open->before)
			open->unbalanced = true;
	pp->cond = end->parent;
}

static void include(struct pp *pp)
{
	struct c_reader *r = pp->r;
	size_t events = r->pack_events.count;
	struct c_file *file = c_note_include(&pp->l, mask_now(pp));

	if (dropped(pp))
		return;
	if (r->pack_events.count > events)
		mark(pp, C_PACK)->index = (uint32_t)events;
	if (!file)
		return;
	if (r->include_depth >= MAX_INCLUDES) {
		et_diag(r->diags, ET_WARNING, pp->file->path, pp->l.line, NULL,
			"#include nests deeper than %d; the file is read later, on its own",
			MAX_INCLUDES);
		return;
	}
	mark(pp, C_INCLUDE)->index = (uint32_t)(file - r->files);
	r->include_depth++;
	c_preprocess(r, file, file->input->context ? mask_now(pp) : (uint8_t)ET_ABI_ALL);
	r->include_depth--;
	mark_pos(pp);
}

static void directive(struct pp *pp)
{
	struct c_tok tok;

	pp->l.directive = true;
	c_lex(&pp->l, &tok);
	switch (tok.kind == C_IDENT ? tok.sym->directive : D_NONE) {
	case D_DEFINE:
		c_define(&pp->l, pp->cond, mask_now(pp));
		mark_pos(pp);
		break;
	case D_UNDEF:
		c_undef(&pp->l, mask_now(pp));
		mark_pos(pp);
		break;
	case D_INCLUDE:
		include(pp);
		break;
	case D_IF:
	case D_IFDEF:
	case D_IFNDEF:
		begin_if(pp, (enum c_directive)tok.sym->directive);
		break;
	case D_ELIF:
	case D_ELSE:
		next_branch(pp, (enum c_directive)tok.sym->directive);
		break;
	case D_ENDIF:
		end_if(pp);
		break;
	case D_PRAGMA:
		if (c_note_pragma(&pp->l, mask_now(pp)) && !dropped(pp))
			mark(pp, C_PACK)->index = (uint32_t)(pp->r->pack_events.count - 1);
		/* "#pragma once" before an include guard is still the file's beginning. */
		c_skip_line(&pp->l);
		pp->l.directive = false;
		return;
	default:
		break;
	}
	if (tok.kind != C_NEWLINE)
		c_skip_line(&pp->l);
	pp->l.directive = false;
	pp->any = true;
}

static void finish(struct pp *pp)
{
	struct c_reader *r = pp->r;
	struct c_tok *copy;
	size_t n;

	if (pp->cond)
		et_diag(r->diags, ET_WARNING, pp->file->path, pp->cond->line, NULL,
			"this conditional has no #endif; it was read as if one stood at the end of "
			"the file");
	while (pp->cond)
		end_if(pp);
	n = r->scratch.count - pp->begin;
	copy = ET_NEW_ARRAY(&r->session->spill, n + 1, struct c_tok);
	if (n)
		memcpy(copy, r->scratch.items + pp->begin, n * sizeof(*copy));
	pp->file->toks = copy;
	pp->file->n = (uint32_t)n;
	r->scratch.count = pp->begin;
}

void c_preprocess(struct c_reader *r, struct c_file *file, uint8_t mask)
{
	struct pp pp = {.r = r, .file = file, .begin = r->scratch.count};
	const char *text = file->input->text;
	size_t length = file->input->length;
	struct c_tok tok;

	file->started = file->open = true;
	file->base = mask;
	file->first_pos = r->pos;
	/* A byte order mark is no part of the text. */
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		length -= 3;
	}
	pp.l = (struct c_lexer){
		.r = r, .file = file, .p = text, .end = text + length, .line = 1, .first = true};
	for (c_lex(&pp.l, &tok); tok.kind != C_END; c_lex(&pp.l, &tok)) {
		if (tok.kind == C_HASH && (tok.flags & C_FIRST)) {
			directive(&pp);
			continue;
		}
		if (dropped(&pp))
			continue;
		pp.any = true;
		if (tok.kind >= C_LPAREN && tok.kind <= C_RBRACE) {
			pp.brackets += (tok.kind - C_LPAREN) % 2 ? -1 : 1;
			if (pp.cond && pp.brackets < pp.cond->brackets)
				pp.cond->unbalanced = true;
		}
		*c_scratch(r) = tok;
	}
	finish(&pp);
	file->open = false;
}
