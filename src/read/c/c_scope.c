/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reading one piece (declaration, member, enumerator) for ABIs that see it differently, and
 * conditionals that cut it in two. A piece is first read with the tokens of all branches, for all
 * ABIs. When a name in it means different things, it is read once for each meaning; when that fails
 * and a conditional stands in it, once for each way through the branches.
 */
#include "c_int.h"

struct lists {
	struct c_enumr **enumrs;
	struct c_record **records;
	struct c_typedef **typedefs;
	struct c_function **functions;
	size_t n_enumrs, n_records, n_typedefs, n_functions;
	size_t masks;
	size_t fields;
};

static struct lists remember(const struct c_parser *p)
{
	const struct c_file *file = p->file;

	return (struct lists){.enumrs = file->enumrs_end,
		.records = file->records_end,
		.typedefs = file->typedefs_end,
		.functions = file->functions_end,
		.n_enumrs = file->n_enumrs,
		.n_records = file->n_records,
		.n_typedefs = file->n_typedefs,
		.n_functions = file->n_functions,
		.masks = p->masks.count,
		.fields = p->fields.count};
}

/* Takes back what was defined since; names that mean it stay, for no ABI. */
static void take_back(struct c_parser *p, const struct lists *lists)
{
	struct c_file *file = p->file;
	size_t i;

	file->enumrs_end = lists->enumrs;
	*file->enumrs_end = NULL;
	file->records_end = lists->records;
	*file->records_end = NULL;
	file->typedefs_end = lists->typedefs;
	*file->typedefs_end = NULL;
	file->functions_end = lists->functions;
	*file->functions_end = NULL;
	file->n_enumrs = lists->n_enumrs;
	file->n_records = lists->n_records;
	file->n_typedefs = lists->n_typedefs;
	file->n_functions = lists->n_functions;
	for (i = lists->masks; i < p->masks.count; i++)
		*p->masks.items[i] = 0;
	p->masks.count = lists->masks;
	p->fields.count = lists->fields;
}

void c_defined(struct c_parser *p, uint8_t *mask)
{
	*mask = c_eff_at(&p->src, p->start);
	*ET_APPEND(&p->r->session->spill, &p->masks) = mask;
}

static void narrow_defined(struct c_parser *p, const struct lists *lists)
{
	size_t i;

	for (i = lists->masks; i < p->masks.count; i++)
		*p->masks.items[i] &= p->src.mask;
	for (i = lists->fields; i < p->fields.count; i++)
		p->fields.items[i].mask &= p->src.mask;
}

static void rewind_to(struct c_parser *p, const struct c_mark *mark, uint8_t mask)
{
	struct c_src *s = &p->src;

	s->n_ctx = 0;
	s->i = mark->i;
	s->pos = mark->pos;
	s->cond = mark->cond;
	s->mask = mask;
	c_advance(p);
	/* What lies before the first token is not inside. */
	s->inside = false;
}

static void report(struct c_parser *p, uint32_t line)
{
	struct c_reader *r = p->r;
	const char *name = p->name;

	if (p->quiet)
		return;
	/* One message a place: passes for other ABIs fail alike. */
	if (r->said_file == p->file->path && r->said_line == line)
		return;
	r->said_file = p->file->path;
	r->said_line = line;
	/* A member that no ABI's branches have is no loss to the record. */
	if (p->in_record && !c_eff_at(&p->src, p->start) && c_eff_at(&p->src, p->outer))
		return;
	p->file->unread++;
	et_diag(r->diags, c_is_virtio(name) ? ET_ERROR : ET_WARNING, p->file->path, line, name,
		"cannot read %s%s: %s", name ? name : "this declaration",
		p->in_record ? "'s member" : "", p->why ? p->why : "it is no C that is known here");
}

/* Goes behind what could not be read: a ';', a '}' that ends the body around, a new declaration. */
static void recover(struct c_parser *p, const struct c_mark *mark)
{
	const struct c_tok *t = &p->t;

	for (; t->kind != C_END; c_advance(p)) {
		if (t->kind == C_SEMI)
			return;
		if (t->kind == C_RBRACE && p->in_record)
			return;
		if (p->src.top && (t->kind == C_PACK || t->kind == C_INCLUDE))
			return;
		if (t->kind == C_IDENT && (t->flags & C_FIRST) && !p->in_record &&
			p->before.i > mark->i &&
			(t->sym->keyword == K_TYPEDEF || t->sym->keyword == K_STRUCT ||
				t->sym->keyword == K_ENUM || t->sym->keyword == K_EXTERN))
			return;
		while (t->kind == C_LBRACE || t->kind == C_LPAREN || t->kind == C_LBRACKET) {
			bool body = t->kind == C_LBRACE;

			c_skip_group(p);
			if (body && !p->in_record && t->kind != C_SEMI)
				return;
			if (t->kind == C_SEMI || t->kind == C_END ||
				(t->kind == C_RBRACE && p->in_record))
				return;
		}
	}
}

/* The end of the outermost conditional that began behind the mark and is open at the end. */
static void leave_conditionals(const struct c_mark *mark, struct c_mark *end)
{
	struct c_cond *cond = end->cond;
	uint32_t depth = mark->cond ? mark->cond->depth : 0;

	while (cond && cond->depth > depth) {
		struct c_cond *last = cond;

		while (last->next)
			last = last->next;
		end->i = last->index + 1;
		end->cond = cond = cond->parent;
	}
}

static bool ends_here(const struct c_parser *p)
{
	return p->t.kind == C_RBRACE || p->t.kind == C_END;
}

static bool is_deeper(const struct c_cond *cond, const struct c_mark *mark)
{
	return cond && cond->depth > (mark->cond ? mark->cond->depth : 0);
}

bool c_scoped(struct c_parser *p, bool (*read)(struct c_parser *p, void *data), void *data)
{
	struct c_src *s = &p->src;
	const struct c_mark mark = p->before;
	const struct lists lists = remember(p);
	const bool was_strict = s->strict;
	const bool was_crossed = s->crossed;
	const bool was_inside = s->inside;
	struct c_cond *was_start = p->start;
	struct c_mark end = {0};
	uint8_t rest = mark.mask;
	struct lists pass = lists;
	bool result = true;
	bool again = false;

	s->crossed = s->split;
	s->inside = false;
	for (;;) {
		uint32_t line = p->t.line;
		bool ok;

		p->why = NULL;
		p->start = s->cond;
		/* Without the other branches, there may be nothing left to read. */
		ok = (again && ends_here(p)) || (read(p, data) && !s->failed && !s->split);
		while (ok && s->strict && !was_strict && is_deeper(s->cond, &mark) &&
			!ends_here(p)) {
			/* The branch may hold more than the piece that was begun. */
			p->start = s->cond;
			ok = c_accept(p, C_SEMI) || read(p, data);
		}
		if (s->split && !(mark.valid && mark.i <= s->split_at)) {
			/* It began before this piece did. */
			s->crossed = true;
			return false;
		}
		s->split = false;
		if ((!ok || s->inside) && mark.valid && s->crossed && !s->strict && !s->failed) {
			take_back(p, &lists);
			pass = lists;
			s->strict = again = true;
			rest = mark.mask;
			rewind_to(p, &mark, rest);
			continue;
		}
		if (!ok) {
			if (s->failed)
				p->why = "its macros expand beyond the limits";
			report(p, line);
			s->failed = false;
			recover(p, &mark);
			/* What no ABI has leaves no gap in the record around. */
			if (c_eff_at(s, p->start) || !c_eff_at(s, p->outer))
				result = false;
		}
		narrow_defined(p, &pass);
		pass = remember(p);
		if (p->before.i >= end.i)
			end = p->before;
		rest = (uint8_t)(rest & ~s->mask);
		if (!mark.valid || !rest || !p->before.valid)
			break;
		again = true;
		rewind_to(p, &mark, rest);
	}
	s->crossed = s->crossed || was_crossed;
	s->inside = was_inside;
	p->start = was_start;
	if (mark.valid && end.valid && (again || s->mask != mark.mask)) {
		if (s->strict && !was_strict)
			leave_conditionals(&mark, &end);
		s->strict = was_strict;
		rewind_to(p, &end, mark.mask);
	}
	s->strict = was_strict;
	return result;
}
