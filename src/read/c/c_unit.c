/* SPDX-License-Identifier: BSD-3-Clause */
/* What was read, as the model wants it. */
#include "c_int.h"
#include "str.h"

static void make_macro(struct c_reader *r, struct c_macro *m, struct et_constant *constant)
{
	const struct c_tok *body = m->body;
	bool varies = false;
	uint64_t plain;
	struct c_value value;

	constant->def.name = m->sym->name;
	constant->def.place.file = m->file->path;
	constant->def.place.line = m->line;
	constant->def.guard = c_guard(r, m->cond, NULL);
	constant->def.abis = m->mask & (uint8_t)~m->ended;
	constant->spelling = m->function ? ET_SPELLED_FUNCTION_MACRO : ET_SPELLED_MACRO;
	constant->text = m->text;
	constant->parameters = m->params;
	constant->scope = &r->scope;
	if (m->function)
		return;
	if (m->n == 1 && c_plain_number(&body[0], &plain) &&
		c_number(&body[0], et_abi(ET_ABI_LP64), false, &value, &varies) && !varies) {
		constant->value = (struct et_value){value.bits, value.width, value.is_unsigned};
		return;
	}
	if (m->n == 1 && body[0].kind == C_IDENT)
		constant->alias_of = body[0].sym->name;
	else if (m->n == 3 && body[0].kind == C_LPAREN && body[1].kind == C_IDENT &&
		 body[2].kind == C_RPAREN)
		constant->alias_of = body[1].sym->name;
	if (!m->expr) {
		m->expr = c_new_expr(r, NULL, 0, UINT32_MAX, m->cond);
		m->expr->self = m;
	}
	constant->expr = &m->expr->base;
}

static const char *join_text(struct c_reader *r, const struct c_tok *toks, uint32_t n)
{
	struct et_buf buf;
	const char *text;
	uint32_t i;

	if (n == 1) {
		size_t length;

		text = c_tok_text(toks, &length);
		return toks->kind == C_IDENT ? text : et_strndup(r->arena, text, length);
	}
	et_buf_init(&buf);
	for (i = 0; i < n; i++) {
		size_t length;

		text = c_tok_text(&toks[i], &length);
		if (i && (toks[i].flags & C_SPACE))
			et_buf_putc(&buf, ' ');
		et_buf_add(&buf, text, length);
	}
	text = et_strndup(r->arena, buf.data ? buf.data : "", buf.length);
	et_buf_finish(&buf);
	return text;
}

static void make_enumerator(struct c_reader *r, struct c_enumr *e, struct et_constant *constant)
{
	constant->def.name = e->sym->name;
	constant->def.scope = e->tag;
	constant->def.place.file = e->file->path;
	constant->def.place.line = e->line;
	constant->def.guard = c_guard(r, e->cond, NULL);
	constant->def.abis = e->mask;
	constant->spelling = ET_SPELLED_ENUMERATOR;
	if (e->toks)
		constant->text = join_text(r, e->toks, e->n);
	if (e->n == 1 && e->toks && e->toks[0].kind == C_IDENT)
		constant->alias_of = e->toks[0].sym->name;
	if (e->known) {
		constant->value = (struct et_value){(uint64_t)e->value, 32, false};
	} else {
		constant->expr = &e->expr->base;
		constant->scope = &r->scope;
	}
}

/* Macros and enumerators of a file, merged by line. */
static size_t make_constants(struct c_reader *r, struct c_file *file, struct et_constant *constants)
{
	struct c_macro *m = file->macros;
	struct c_enumr *e = file->enumrs;
	size_t n = 0;

	while (m || e) {
		if (m && (!e || m->line <= e->line)) {
			if (!m->guard)
				make_macro(r, m, &constants[n++]);
			m = m->next_in_file;
		} else {
			make_enumerator(r, e, &constants[n++]);
			e = e->next_in_file;
		}
	}
	return n;
}

static void finish_record(struct c_reader *r, struct c_record *record)
{
	record->rec.def.abis = record->mask;
	record->rec.def.guard = c_guard(r, record->cond, NULL);
	if (!record->typedefs.count)
		return;
	*ET_APPEND(r->arena, &record->typedefs) = NULL;
	record->rec.typedefs = record->typedefs.items;
}

static void make_typedefs(struct c_reader *r, struct c_file *file, struct et_typedef *typedefs)
{
	const struct c_typedef *t;

	for (t = file->typedefs; t; t = t->next_in_file, typedefs++) {
		typedefs->def.kind = ET_DEF_TYPEDEF;
		typedefs->def.name = t->sym->name;
		typedefs->def.place.file = file->path;
		typedefs->def.place.line = t->line;
		typedefs->def.guard = c_guard(r, t->cond, NULL);
		typedefs->def.abis = t->mask;
		typedefs->type = t->type.t;
		typedefs->counts = t->type.counts;
		typedefs->n_counts = t->type.n_counts;
		typedefs->is_function = t->type.function;
	}
}

static void make_functions(struct c_reader *r, struct c_file *file, struct et_function *functions)
{
	const struct c_function *f;

	for (f = file->functions; f; f = f->next_in_file, functions++) {
		functions->def.kind = ET_DEF_FUNCTION;
		functions->def.name = f->sym->name;
		functions->def.place.file = file->path;
		functions->def.place.line = f->line;
		functions->def.guard = c_guard(r, f->cond, NULL);
		functions->def.abis = f->mask;
		functions->n_parameters = f->n_parameters;
	}
}

const struct et_unit *c_make_unit(struct c_reader *r)
{
	struct et_unit *unit = ET_NEW(r->arena, struct et_unit);
	struct et_unit_file *files = ET_NEW_ARRAY(r->arena, r->n_files, struct et_unit_file);
	size_t n_constants = 0, n_records = 0, n_typedefs = 0, n_functions = 0;
	struct et_typedef *typedefs;
	struct et_function *functions;
	struct et_record **records;
	size_t i;

	for (i = 0; i < r->n_files; i++) {
		n_constants += r->files[i].n_macros + r->files[i].n_enumrs;
		n_records += r->files[i].n_records;
		n_typedefs += r->files[i].n_typedefs;
		n_functions += r->files[i].n_functions;
	}
	unit->files = files;
	unit->n_files = r->n_files;
	unit->constants = ET_NEW_ARRAY(r->arena, n_constants, struct et_constant);
	records = ET_NEW_ARRAY(r->arena, n_records, struct et_record *);
	typedefs = ET_NEW_ARRAY(r->arena, n_typedefs, struct et_typedef);
	functions = ET_NEW_ARRAY(r->arena, n_functions, struct et_function);
	for (i = 0; i < r->n_files; i++) {
		struct c_file *from = &r->files[i];
		struct et_unit_file *file = &files[i];
		struct c_record *record;

		file->path = from->input->path;
		file->root = from->input->root;
		file->context = from->input->context;
		file->unread = from->unread;
		file->n_includes = from->includes.count;
		file->includes = from->includes.items;
		file->first_constant = unit->n_constants;
		file->n_constants = make_constants(r, from, unit->constants + unit->n_constants);
		unit->n_constants += file->n_constants;
		file->first_record = unit->n_records;
		for (record = from->records; record; record = record->next) {
			finish_record(r, record);
			if (record->rec.def.name)
				records[unit->n_records++] = &record->rec;
		}
		file->n_records = unit->n_records - file->first_record;
		file->first_typedef = unit->n_typedefs;
		file->n_typedefs = from->n_typedefs;
		make_typedefs(r, from, typedefs + unit->n_typedefs);
		unit->n_typedefs += from->n_typedefs;
		file->first_function = unit->n_functions;
		file->n_functions = from->n_functions;
		make_functions(r, from, functions + unit->n_functions);
		unit->n_functions += from->n_functions;
	}
	unit->records = records;
	unit->typedefs = typedefs;
	unit->functions = functions;
	return unit;
}
