/* SPDX-License-Identifier: BSD-3-Clause */
/* Structs and unions. */
#include "c_int.h"

static bool push_field(struct c_parser *p, struct c_record *record, const struct c_specs *specs,
	const struct c_declarator *d)
{
	uint32_t align = specs->attrs.align > d->attrs.align ? specs->attrs.align : d->attrs.align;
	struct c_field *field;
	struct et_field *f;

	if (d->type.function)
		return c_fail(p, "a member is a function");
	if (d->type.t.kind == ET_TYPE_INT && d->type.t.base == ET_BASE_VOID)
		return c_fail(p, "a member has no type");
	if (!d->sym && d->bits == ET_NO_BITS && d->type.t.kind != ET_TYPE_RECORD)
		return c_fail(p, "a member has no name");
	field = ET_APPEND(&p->r->session->spill, &p->fields);
	/* It is a stack: an earlier record's member may have stood in this place. */
	*field = (struct c_field){.unknown = d->type.unknown,
		.unknown_tag = d->type.unknown_tag,
		.mask = c_eff_at(&p->src, p->start)};
	f = &field->f;
	f->name = d->sym ? d->sym->name : NULL;
	f->type = d->type.t;
	f->counts = d->type.counts;
	f->n_counts = d->type.n_counts;
	f->bits = (int16_t)d->bits;
	f->align = align;
	f->packed = specs->attrs.packed || d->attrs.packed;
	f->place.file = record->rec.def.place.file;
	f->place.line = d->line;
	if (p->start != p->outer)
		f->guard = c_guard(p->r, p->start, p->outer);
	return true;
}

/* "(*name" or "(CALLING_CONVENTION *name" begins a pointer to a function, whatever it returns. */
static bool points(const struct c_parser *p)
{
	enum c_kind next = c_peek(p);

	return next == C_STAR || next == C_CARET || (next == C_IDENT && c_peek_second(p) == C_STAR);
}

static bool member(struct c_parser *p, void *data)
{
	struct c_record *record = data;
	struct c_specs specs;
	struct c_declarator d;
	uint32_t line = p->t.line;

	p->name = record->rec.def.name ? record->rec.def.name : p->name;
	if (p->t.kind == C_IDENT && p->t.sym->keyword == K_STATIC_ASSERT) {
		c_skip_to(p, C_STOP(C_SEMI));
		return true;
	}
	if (!c_specifiers(p, &specs))
		return false;
	if (p->t.kind == C_SEMI || p->t.kind == C_RBRACE) {
		if (!specs.has_body)
			return specs.is_guess ? c_fail(p, "a member has no name") : true;
		if (!specs.record || specs.record->rec.def.name)
			return true;
		d = (struct c_declarator){.line = line, .type = specs.type, .bits = ET_NO_BITS};
		return push_field(p, record, &specs, &d);
	}
	if (specs.is_guess && p->t.kind == C_LPAREN && !points(p)) {
		/* LIST_HEAD(…) name: a type that a macro makes, as unknown as any other. */
		c_skip_group(p);
		specs.type.unknown = NULL;
		if (p->t.kind != C_IDENT && p->t.kind != C_STAR)
			return c_fail(p, "a macro that is not known stands for members");
	}
	for (;;) {
		if (!c_declarator(p, &specs.type, &d))
			return false;
		if (!push_field(p, record, &specs, &d))
			return false;
		if (p->t.kind == C_SEMI || p->t.kind == C_RBRACE)
			return true;
		if (!c_accept(p, C_COMMA))
			return c_fail(p, "a ';' is missing, or what stands before it is not known");
	}
}

static void copy_fields(struct c_parser *p, struct c_record *record, size_t begin)
{
	struct c_reader *r = p->r;
	size_t n = p->fields.count - begin;
	struct et_field *fields = ET_NEW_ARRAY(r->arena, n, struct et_field);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct c_field *from = &p->fields.items[begin + i];

		fields[i] = from->f;
		fields[i].abis = from->mask;
		if (from->unknown) {
			struct c_fixup *fixup = ET_APPEND(&r->session->spill, &r->fixups);

			fixup->field = &fields[i];
			fixup->sym = from->unknown;
			fixup->tag = from->unknown_tag;
			fixup->mask = from->mask;
		}
	}
	record->rec.fields = fields;
	record->rec.n_fields = n;
	p->fields.count = begin;
}

/* The packing in force, for the ABIs that agree on it. */
static uint32_t pack_now(struct c_parser *p)
{
	const struct c_pack_state *pack = p->r->pack;
	uint8_t seen = c_eff(&p->src);
	uint8_t agree = 0;
	uint32_t value = 0;
	unsigned id;

	if (!seen)
		return pack[ET_ABI_COUNT].now;
	for (id = 0; id < ET_ABI_COUNT; id++) {
		if (!(seen & ET_ABI_BIT(id)))
			continue;
		if (!agree)
			value = pack[id].now;
		if (pack[id].now == value)
			agree |= (uint8_t)ET_ABI_BIT(id);
	}
	c_narrow(&p->src, agree);
	return value;
}

static void attributes_behind(
	struct c_parser *p, const struct c_specs *specs, bool tagged, struct c_attrs *attrs)
{
	for (;;) {
		if (p->t.kind == C_IDENT && p->t.sym->keyword != K_ASM && c_attribute(p, attrs))
			continue;
		if (p->t.kind == C_IDENT && p->t.sym->keyword == K_NONE &&
			c_says_packed(p->t.sym)) {
			enum c_kind next = c_peek(p);

			if (next == C_IDENT || next == C_STAR ||
				(next == C_SEMI && tagged && !specs->is_typedef)) {
				attrs->packed = true;
				c_advance(p);
				continue;
			}
		}
		return;
	}
}

static struct c_record *new_record(struct c_parser *p, struct c_sym *tag, uint32_t line)
{
	struct c_record *record = ET_NEW(p->r->arena, struct c_record);
	struct c_file *file = p->file;

	record->rec.def.kind = ET_DEF_RECORD;
	record->rec.def.name = tag ? tag->name : NULL;
	record->rec.def.place.file = file->path;
	record->rec.def.place.line = line;
	record->rec.complete = true;
	record->file = file;
	record->cond = p->start;
	*file->records_end = record;
	file->records_end = &record->next;
	file->n_records++;
	c_defined(p, &record->mask);
	return record;
}

/* From the '{' to the '}'. */
static bool body(struct c_parser *p, struct c_record *record)
{
	const char *name = p->name;
	struct c_cond *outer = p->outer;
	bool in_record = p->in_record;
	size_t begin = p->fields.count;
	const bool inside = p->src.inside;
	bool ended;

	p->outer = p->src.cond;
	c_advance(p);
	p->in_record = true;
	p->depth++;
	while (p->t.kind != C_RBRACE && p->t.kind != C_END) {
		const void *at = c_where(p);

		if (c_accept(p, C_SEMI))
			continue;
		if (!c_scoped(p, member, record))
			record->rec.complete = false;
		p->why = NULL;
		p->name = name;
		if (p->t.kind != C_SEMI && p->t.kind != C_RBRACE && c_where(p) == at)
			c_advance(p);
	}
	ended = p->t.kind == C_RBRACE;
	/* Conditionals around members are theirs, not the record's. */
	p->src.inside = inside;
	p->depth--;
	p->in_record = in_record;
	p->outer = outer;
	copy_fields(p, record, begin);
	if (ended)
		return true;
	record->rec.complete = false;
	return c_fail(p, "its '}' is missing");
}

static const char *spell(struct c_parser *p, bool is_union, const struct c_sym *tag)
{
	const char *what = is_union ? "union" : "struct";

	return tag ? et_join(p->r->arena, what, " ", tag->name) : what;
}

bool c_record(struct c_parser *p, bool is_union, struct c_specs *specs)
{
	struct c_attrs attrs = {0};
	struct c_record *record;
	struct c_sym *tag = NULL;
	uint32_t line = p->t.line;

	c_advance(p);
	while (c_attribute(p, &attrs))
		;
	if (p->t.kind == C_IDENT && p->t.sym->keyword == K_NONE && c_peek(p) == C_IDENT &&
		c_peek_second(p) == C_LBRACE && c_says_packed(p->t.sym)) {
		attrs.packed = true;
		c_advance(p);
	}
	if (p->t.kind == C_IDENT && p->t.sym->keyword == K_NONE) {
		tag = p->t.sym;
		if (!p->name || c_is_virtio(tag->name))
			p->name = tag->name;
		line = p->t.line;
		c_advance(p);
	}
	while (p->t.kind == C_IDENT && c_attribute(p, &attrs))
		;
	if (p->t.kind != C_LBRACE) {
		if (!tag)
			return c_fail(p, "a struct has neither a name nor a body");
		c_tagged_type(p, tag, is_union ? "union" : "struct", &specs->type);
		specs->attrs.align =
			attrs.align > specs->attrs.align ? attrs.align : specs->attrs.align;
		return true;
	}
	if (p->quiet)
		return c_fail(p, "a body inside an expression");
	if (p->depth >= C_MAX_DEPTH)
		return c_fail(p, "records are nested more than 64 deep");
	record = new_record(p, tag, line);
	record->rec.is_union = is_union;
	/* Before the first member's token is fetched: members come back to the ABIs it was for. */
	record->rec.pack = pack_now(p);
	if (!body(p, record))
		return false;
	c_advance(p);
	attributes_behind(p, specs, tag != NULL, &attrs);
	record->rec.packed = attrs.packed;
	record->rec.align = attrs.align;
	specs->has_body = true;
	specs->record = record;
	specs->type = (struct c_type){.t = {.kind = ET_TYPE_RECORD,
					      .record = &record->rec,
					      .spelling = spell(p, is_union, tag)}};
	if (tag)
		c_add_tag(p, tag, &specs->type.t);
	return !p->why;
}
