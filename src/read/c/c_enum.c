/* SPDX-License-Identifier: BSD-3-Clause */
/* Enumerations. */
#include "c_int.h"

struct list {
	struct c_enumr *last;
	const char *tag;
	uint8_t base; /* of the type, when it is said, + 1 */
};

static void set_value(struct c_parser *p, struct c_enumr *e, const struct c_taken *taken)
{
	if (taken && taken->is_number && taken->number <= INT32_MAX) {
		e->known = true;
		e->value = (int64_t)taken->number;
	} else if (taken) {
		e->own = c_new_expr(p->r, taken->toks, taken->n, taken->pos, taken->cond);
	} else if (!e->prev) {
		e->known = true;
	} else if (e->prev->known && e->prev->mask == e->mask && e->prev->value < INT32_MAX) {
		e->known = true;
		e->value = e->prev->value + 1;
	}
	if (!e->known) {
		e->expr = c_new_expr(p->r, NULL, 0, 0, NULL);
		e->expr->enumr = e;
	}
}

static bool enumerator(struct c_parser *p, void *data)
{
	struct c_file *file = p->file;
	struct list *list = data;
	struct c_attrs attrs = {0};
	struct c_taken taken = {0};
	struct c_enumr *e;
	bool has_value = false;
	bool inside;

	if (p->t.kind != C_IDENT || p->t.sym->keyword != K_NONE)
		return c_fail(p, "an enumerator has no name");
	p->name = p->t.sym->name;
	e = ET_NEW(p->r->arena, struct c_enumr);
	e->sym = p->t.sym;
	e->tag = list->tag;
	e->line = p->t.line;
	e->file = file;
	e->cond = p->start;
	e->prev = list->last;
	inside = p->src.inside;
	c_advance(p);
	/* A comma may stand in the next one's branch. */
	p->src.inside = inside;
	while (p->t.kind == C_IDENT && c_attribute(p, &attrs))
		;
	if (p->t.kind == C_ASSIGN) {
		has_value = true;
		if (!c_take(p, C_STOP(C_COMMA) | C_STOP(C_RBRACE), &taken))
			return false;
		e->toks = taken.toks;
		e->n = taken.n;
	}
	if (p->t.kind != C_COMMA && p->t.kind != C_RBRACE)
		return c_fail(p, "a ',' is missing between enumerators");
	c_defined(p, &e->mask);
	set_value(p, e, has_value ? &taken : NULL);
	e->older = e->sym->enumrs;
	e->sym->enumrs = e;
	*file->enumrs_end = e;
	file->enumrs_end = &e->next_in_file;
	file->n_enumrs++;
	if (list->last)
		list->last->next = e;
	list->last = e;
	return true;
}

/* The widest value decides the type's size: GNU's rule. */
static void size_type(
	struct c_parser *p, const struct c_enumr *last, bool packed, struct et_type *type)
{
	int64_t least = 0;
	int64_t most = 0;
	const struct c_enumr *e;

	for (e = last; e; e = e->prev) {
		struct et_value value;
		int64_t number = e->value;

		if (!e->known) {
			if (!c_enumr_value(p->r, (struct c_enumr *)(uintptr_t)e,
				    et_abi(ET_ABI_LP64), &value))
				continue;
			number = (int64_t)value.bits;
			if (value.is_unsigned && number < 0)
				number = INT64_MAX;
		}
		least = number < least ? number : least;
		most = number > most ? number : most;
	}
	type->is_signed = least < 0;
	if (least < INT32_MIN || most > UINT32_MAX || (least < 0 && most > INT32_MAX))
		type->base = ET_BASE_LLONG;
	else if (packed && least >= INT8_MIN && most <= (least < 0 ? INT8_MAX : UINT8_MAX))
		type->base = ET_BASE_CHAR;
	else if (packed && least >= INT16_MIN && most <= (least < 0 ? INT16_MAX : UINT16_MAX))
		type->base = ET_BASE_SHORT;
	if (type->base == ET_BASE_CHAR)
		type->order = ET_ORDER_NONE;
}

static bool fixed_type(struct c_parser *p, struct et_type *type)
{
	struct c_specs specs;

	c_advance(p);
	if (!c_specifiers(p, &specs))
		return false;
	type->base = specs.type.t.base;
	type->is_signed = specs.type.t.is_signed;
	type->order = specs.type.t.order;
	return true;
}

/* From the '{' to behind the '}'. */
static bool body(struct c_parser *p, struct list *list)
{
	const char *name = p->name;
	bool in_record = p->in_record;
	const bool inside = p->src.inside;
	bool ok = true;

	c_advance(p);
	/* Within the body a '}' ends what cannot be read, as in records. */
	p->in_record = true;
	while (p->t.kind != C_RBRACE && p->t.kind != C_END) {
		const void *at = c_where(p);

		if (c_accept(p, C_COMMA))
			continue;
		if (!c_scoped(p, enumerator, list)) {
			ok = false;
			if (p->t.kind == C_SEMI)
				break;
		}
		p->name = name;
		if (c_where(p) == at && p->t.kind != C_RBRACE)
			c_advance(p);
	}
	p->src.inside = inside;
	p->in_record = in_record;
	p->why = NULL;
	if (p->t.kind != C_RBRACE)
		return c_fail(p, ok ? "its '}' is missing" : "an enumerator of it cannot be read");
	c_advance(p);
	return true;
}

bool c_enum(struct c_parser *p, struct c_specs *specs)
{
	struct c_attrs attrs = {0};
	struct list list = {0};
	struct c_sym *tag = NULL;
	struct et_type type = {.kind = ET_TYPE_INT,
		.base = ET_BASE_INT,
		.is_enum = true,
		.order = ET_ORDER_HOST,
		.spelling = "enum"};
	bool fixed = false;

	c_advance(p);
	while (c_attribute(p, &attrs))
		;
	if (p->t.kind == C_IDENT && p->t.sym->keyword == K_NONE) {
		tag = p->t.sym;
		if (!p->name)
			p->name = tag->name;
		c_advance(p);
	}
	if (p->t.kind == C_COLON && !p->in_record) {
		fixed = true;
		if (!fixed_type(p, &type))
			return false;
	}
	if (p->t.kind != C_LBRACE) {
		if (!tag)
			return c_fail(p, "an enum has neither a name nor a body");
		c_tagged_type(p, tag, "enum", &specs->type);
		if (specs->type.unknown) {
			/* Nobody has said what it holds: an int, as for most. */
			type.spelling = specs->type.t.spelling;
			specs->type = (struct c_type){.t = type};
		}
		return true;
	}
	if (p->quiet)
		return c_fail(p, "a body inside an expression");
	list.tag = tag ? tag->name : NULL;
	if (!body(p, &list))
		return false;
	while (p->t.kind == C_IDENT && c_attribute(p, &attrs))
		;
	if (!fixed)
		size_type(p, list.last, attrs.packed, &type);
	if (tag) {
		type.spelling = et_join(p->r->arena, "enum", " ", tag->name);
		c_add_tag(p, tag, &type);
	}
	specs->has_body = true;
	specs->type = (struct c_type){.t = type};
	return !p->why;
}
