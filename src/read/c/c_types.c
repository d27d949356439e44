/* SPDX-License-Identifier: BSD-3-Clause */
/* What names of types mean: typedefs and tags, for the ABIs that see them. */
#include "c_int.h"

enum {
	MAX_VERSIONS = 64,
	MAX_CHAIN = 32,
};

struct c_typedef *c_find_typedef(struct c_sym *sym, uint8_t *mask)
{
	struct c_typedef *t = sym->typedefs;
	uint8_t rest = *mask;
	uint8_t lowest = (uint8_t)(rest & -rest);
	unsigned walked;

	for (walked = 0; t && walked < MAX_VERSIONS; t = t->older, walked++) {
		uint8_t got = t->mask & rest;

		if (!*mask)
			return t;
		if (got & lowest) {
			*mask = got;
			return t;
		}
		rest = (uint8_t)(rest & ~got);
	}
	*mask = rest;
	return NULL;
}

struct c_tag *c_find_tag(struct c_sym *sym, uint8_t *mask)
{
	struct c_tag *t = sym->tags;
	uint8_t rest = *mask;
	uint8_t lowest = (uint8_t)(rest & -rest);
	unsigned walked;

	for (walked = 0; t && walked < MAX_VERSIONS; t = t->older, walked++) {
		uint8_t got = t->mask & rest;

		if (!*mask)
			return t;
		if (got & lowest) {
			*mask = got;
			return t;
		}
		rest = (uint8_t)(rest & ~got);
	}
	*mask = rest;
	return NULL;
}

/* A name that carries a byte order says its width too. */
static bool ordered_type(const struct c_sym *sym, struct c_type *type)
{
	const char *name = sym->name;

	type->t.kind = ET_TYPE_INT;
	if (strstr(name, "16"))
		type->t.base = ET_BASE_SHORT;
	else if (strstr(name, "32"))
		type->t.base = ET_BASE_INT;
	else
		type->t.base = ET_BASE_LLONG;
	return true;
}

bool c_named_type(struct c_parser *p, struct c_sym *sym, struct c_type *type)
{
	uint8_t mask = c_eff(&p->src);
	struct c_typedef *found = sym->typedefs ? c_find_typedef(sym, &mask) : NULL;
	enum et_order order = c_order(sym);
	bool known = found != NULL;

	*type = (struct c_type){.t = {.kind = ET_TYPE_UNKNOWN}};
	if (p->src.evaluating && (!found || found != sym->typedefs || found->mask != ET_ABI_ALL))
		p->src.s->varies = true;
	if (found) {
		c_narrow(&p->src, mask);
		*type = found->type;
	} else if (order != ET_ORDER_NONE) {
		known = ordered_type(sym, type);
	} else {
		if (sym->typedefs)
			c_narrow(&p->src, mask);
		type->unknown = sym;
	}
	if (order != ET_ORDER_NONE && type->t.kind == ET_TYPE_INT)
		type->t.order = order;
	type->t.spelling = sym->name;
	return known;
}

void c_tagged_type(struct c_parser *p, struct c_sym *sym, const char *what, struct c_type *type)
{
	uint8_t mask = c_eff(&p->src);
	struct c_tag *found = sym->tags ? c_find_tag(sym, &mask) : NULL;

	*type = (struct c_type){.t = {.kind = ET_TYPE_UNKNOWN}};
	if (p->src.evaluating)
		p->src.s->varies = true;
	if (found) {
		c_narrow(&p->src, mask);
		type->t = found->type;
		return;
	}
	if (sym->tags)
		c_narrow(&p->src, mask);
	type->unknown = sym;
	type->unknown_tag = true;
	type->t.spelling = p->quiet ? sym->name : et_join(p->r->arena, what, " ", sym->name);
}

void c_add_tag(struct c_parser *p, struct c_sym *sym, const struct et_type *type)
{
	struct c_tag *tag = ET_NEW(p->r->arena, struct c_tag);

	tag->type = *type;
	tag->older = sym->tags;
	sym->tags = tag;
	c_defined(p, &tag->mask);
}

void c_add_typedef(struct c_parser *p, const struct c_declarator *d, const struct c_specs *specs)
{
	struct c_sym *sym = d->sym;
	struct c_typedef *new;
	uint32_t align = specs->attrs.align > d->attrs.align ? specs->attrs.align : d->attrs.align;

	/* A name that carries a byte order keeps what is known of it, whatever it is made of. */
	new = ET_NEW(p->r->arena, struct c_typedef);
	new->type = d->type;
	if (align)
		new->type.t.align = align;
	if (c_order(sym) != ET_ORDER_NONE && new->type.t.kind == ET_TYPE_INT)
		new->type.t.order = c_order(sym);
	new->older = sym->typedefs;
	sym->typedefs = new;
	new->sym = sym;
	new->line = d->line;
	new->cond = p->start;
	*p->file->typedefs_end = new;
	p->file->typedefs_end = &new->next_in_file;
	p->file->n_typedefs++;
	c_defined(p, &new->mask);
	if (d->type.t.kind == ET_TYPE_RECORD && d->type.t.record && !d->type.n_counts &&
		!d->type.function) {
		struct c_record *record =
			(struct c_record *)(uintptr_t)(const void *)d->type.t.record;

		*ET_APPEND(p->r->arena, &record->typedefs) = sym->name;
		if (!record->rec.def.name)
			record->rec.def.name = sym->name;
	}
}

void c_add_function(struct c_parser *p, const struct c_declarator *d)
{
	struct c_function *new = ET_NEW(p->r->arena, struct c_function);

	new->sym = d->sym;
	new->line = d->line;
	new->cond = p->start;
	new->n_parameters = d->n_parameters;
	*p->file->functions_end = new;
	p->file->functions_end = &new->next_in_file;
	p->file->n_functions++;
	c_defined(p, &new->mask);
}

/* At the end of reading: a name may have been defined behind its use, or in a later file. */
static bool look_up_again(struct c_sym *sym, bool tag, uint8_t mask, struct c_type *type)
{
	uint8_t seen = mask;

	if (tag) {
		struct c_tag *found = sym->tags ? c_find_tag(sym, &seen) : NULL;

		if (!found)
			return false;
		*type = (struct c_type){.t = found->type};
		return true;
	}
	if (sym->typedefs) {
		struct c_typedef *found = c_find_typedef(sym, &seen);

		if (!found)
			return false;
		*type = found->type;
		return true;
	}
	return false;
}

static void resolve_one(struct c_reader *r, const struct c_fixup *fixup)
{
	struct et_field *field = fixup->field;
	struct c_type type = {.unknown = fixup->sym, .unknown_tag = fixup->tag};
	const char *spelling = field->type.spelling;
	uint32_t align = field->type.align;
	struct et_count *counts;
	unsigned steps;

	for (steps = 0; type.unknown; steps++) {
		struct c_type next;

		if (steps > MAX_CHAIN ||
			!look_up_again(type.unknown, type.unknown_tag, fixup->mask, &next))
			return;
		type = next;
	}
	if (type.function)
		return;
	field->type = type.t;
	field->type.spelling = spelling;
	if (align)
		field->type.align = align;
	if (!type.n_counts)
		return;
	counts = ET_NEW_ARRAY(r->arena, field->n_counts + type.n_counts, struct et_count);
	if (field->n_counts)
		memcpy(counts, field->counts, field->n_counts * sizeof(*counts));
	memcpy(counts + field->n_counts, type.counts, type.n_counts * sizeof(*counts));
	field->counts = counts;
	field->n_counts += type.n_counts;
}

void c_resolve(struct c_reader *r)
{
	size_t i;

	for (i = 0; i < r->fixups.count; i++)
		resolve_one(r, &r->fixups.items[i]);
}
