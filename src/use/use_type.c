/* SPDX-License-Identifier: BSD-3-Clause */
/* Types: what is under a typedef, which members a record has, and whose record it is. */
#include "use_int.h"

#include "str.h"

enum { MOST_TYPEDEFS = 24, MOST_CALLS = 64 };

struct use_type use_no_type(void)
{
	return (struct use_type){0};
}

struct use_type use_simple_type(enum use_base base)
{
	return (struct use_type){.base = (uint8_t)base};
}

bool use_push(struct use_type *type, char op)
{
	if (type->n == USE_OPS) {
		*type = use_no_type();
		return false;
	}
	type->ops[type->n++] = op;
	return true;
}

char use_pop(struct use_type *type)
{
	return type->n ? type->ops[--type->n] : '\0';
}

/* inner's operations under outer's. */
static struct use_type compose(struct use_type inner, const struct use_type *outer)
{
	unsigned i;

	for (i = 0; i < outer->n; i++)
		if (!use_push(&inner, outer->ops[i]))
			break;
	return inner;
}

/* The well-known ones of libraries whose headers are not there. */
static bool known_call(struct use_parser *p, const char *name, struct use_type *type)
{
	if (strcmp(name, "g_autoptr") != 0 && strcmp(name, "g_auto") != 0)
		return false;
	p->pos = 2;
	p->end--;
	if (!use_parse_type_name(p, type))
		return false;
	return strcmp(name, "g_auto") == 0 || use_push(type, '*');
}

/* The type that a macro's use makes. */
static struct use_type call_type(struct use *u, struct use_call *call)
{
	struct use_parser p = {
		.u = u, .tokens = call->tokens, .end = call->count, .file = call->file};
	struct use_macro *macro = use_macro_at(&p, 0);
	struct use_type type = use_no_type();
	struct use_code code;
	uint32_t behind;
	bool is_typedef;

	if (!macro) {
		if (call->count > 3)
			known_call(&p, use_name_text(&u->names, call->tokens[0].name), &type);
		return type;
	}
	code = use_expand(&p, macro, 0, &behind);
	p = (struct use_parser){
		.u = u, .tokens = code.tokens, .end = code.count, .file = call->file};
	if (!use_parse_specifiers(&p, &type, &is_typedef))
		return use_no_type();
	while (use_kind(&p, p.pos) == USE_STAR && use_push(&type, '*'))
		p.pos++;
	return type;
}

struct use_type use_resolve(struct use *u, struct use_type type)
{
	unsigned i;

	for (i = 0; i < MOST_TYPEDEFS; i++) {
		struct use_type inner;

		if (!use_step(u))
			return use_no_type();
		if (type.base == USE_TYPEDEF) {
			const struct use_symbol *symbol = use_look(u, type.name, USE_SYM_TYPEDEF);

			if (symbol && symbol->type.base == USE_TYPEDEF &&
				symbol->type.name == type.name)
				return use_no_type();
			inner = symbol ? symbol->type : use_no_type();
		} else if (type.base == USE_CALL && u->depth < USE_DEEPEST) {
			u->depth++;
			inner = call_type(u, type.more.call);
			u->depth--;
		} else {
			return type;
		}
		type = compose(inner, &type);
	}
	return use_no_type();
}

struct use_record *use_record_of(struct use *u, const struct use_type *type)
{
	struct use_type resolved = use_resolve(u, *type);
	struct use_symbol *symbol;

	if (resolved.n)
		return NULL;
	if (resolved.base == USE_RECORD)
		return resolved.more.record;
	if (resolved.base != USE_TAGGED)
		return NULL;
	symbol = use_look(u, resolved.name, USE_SYM_TAG);
	return symbol ? symbol->more.record : NULL;
}

/* What macros between the members add to them. */
static struct use_record *expand_calls(struct use *u, struct use_record *record)
{
	struct use_record *more;
	size_t i;

	if (record->expanded == u->view.serial)
		return record->more;
	record->expanded = u->view.serial;
	record->more = NULL;
	if (!record->calls.count || u->depth >= USE_DEEPEST)
		return NULL;
	more = ET_NEW(&u->own, struct use_record);
	more->tag = record->tag;
	more->file = record->file;
	more->at = record->at;
	for (i = 0; i < record->calls.count && i < MOST_CALLS; i++) {
		struct use_call *call = record->calls.items[i];
		struct use_parser p = {
			.u = u, .tokens = call->tokens, .end = call->count, .file = call->file};
		struct use_macro *macro = use_macro_at(&p, 0);
		struct use_code code;
		uint32_t behind;

		if (!macro)
			continue;
		code = use_expand(&p, macro, 0, &behind);
		p = (struct use_parser){
			.u = u, .tokens = code.tokens, .end = code.count, .file = call->file};
		u->depth++;
		use_parse_members(&p, more);
		u->depth--;
	}
	record->more = more;
	return more;
}

static const struct use_member *find_member(struct use *u, struct use_record *record, uint32_t name,
	struct use_record **owner, unsigned depth)
{
	struct use_record *more;
	size_t i;

	if (depth >= 16)
		return NULL;
	for (i = 0; i < record->members.count; i++) {
		const struct use_member *member = &record->members.items[i];
		const struct use_member *inner;

		if (!use_step(u))
			return NULL;
		if (member->name == name) {
			*owner = record;
			return member;
		}
		if (member->name || member->type.base != USE_RECORD || member->type.n)
			continue;
		inner = find_member(u, member->type.more.record, name, owner, depth + 1);
		if (inner)
			return inner;
	}
	more = record->calls.count ? expand_calls(u, record) : NULL;
	return more ? find_member(u, more, name, owner, depth + 1) : NULL;
}

const struct use_member *use_find_member(
	struct use *u, struct use_record *record, uint32_t name, struct use_record **owner)
{
	struct use_record *unused;

	return name ? find_member(u, record, name, owner ? owner : &unused, 0) : NULL;
}

/* Of a tag that the view has several records of, such as one an architecture: the member in the
 * first that has it. */
static const struct use_member *find_in_any(struct use *u, uint32_t tag, uint32_t name)
{
	const struct use_symbol *symbol = NULL;
	const struct use_member *member = NULL;

	while (!member && (symbol = use_next(u, tag, symbol, USE_SYM_TAG)))
		member = use_find_member(u, symbol->more.record, name, NULL);
	return member;
}

struct use_type use_member_type(struct use *u, struct use_type object, uint32_t name, bool arrow)
{
	const struct use_member *member;
	struct use_record *record;

	object = use_resolve(u, object);
	if (arrow) {
		char top = use_pop(&object);

		if (top != '*' && top != '[')
			return use_no_type();
	}
	record = use_record_of(u, &object);
	member = record ? use_find_member(u, record, name, NULL) : NULL;
	if (!member && record && record->tag)
		member = find_in_any(u, record->tag, name);
	return member ? member->type : use_no_type();
}

static bool has_name(const struct use_query *query, uint32_t name)
{
	const uint32_t *each;

	for (each = query->names; name && *each; each++)
		if (*each == name)
			return true;
	return false;
}

/* Whether a record without a tag is the one that the query's dotted name leads to. */
static bool is_on_path(
	struct use *u, const struct use_record *record, const struct use_query *query)
{
	const uint32_t *part;

	for (part = query->path; *part; part++) {
		if (!record || record->as != *part)
			return false;
		record = record->parent;
		while (record && !record->tag && !record->as && record->parent)
			record = record->parent;
	}
	(void)u;
	return record && (has_name(query, record->tag) || has_name(query, record->as));
}

enum use_match use_matches(
	struct use *u, const struct use_type *type, const struct use_query *query)
{
	struct use_type each = *type;
	unsigned i;

	for (i = 0; i < MOST_TYPEDEFS; i++) {
		if (each.n)
			return USE_OTHER_TYPE;
		switch ((enum use_base)each.base) {
		case USE_UNKNOWN:
			return USE_CANT_TELL;
		case USE_TAGGED:
			return !query->path[0] && has_name(query, each.name) ? USE_SAME_TYPE
									     : USE_OTHER_TYPE;
		case USE_RECORD:
			/* An unnamed one inside the record is the record itself. */
			if (query->path[0])
				return is_on_path(u, each.more.record, query) ? USE_SAME_TYPE
									      : USE_OTHER_TYPE;
			return has_name(query, each.more.record->tag) ||
					       has_name(query, each.more.record->alias)
				       ? USE_SAME_TYPE
				       : USE_OTHER_TYPE;
		case USE_TYPEDEF:
			if (!query->path[0] && has_name(query, each.name))
				return USE_SAME_TYPE;
			/* Fall through. */
		case USE_CALL: {
			const struct use_symbol *symbol;

			if (each.base == USE_CALL) {
				each = use_resolve(u, each);
				break;
			}
			symbol = use_look(u, each.name, USE_SYM_TYPEDEF);
			if (!symbol)
				return USE_CANT_TELL;
			if (symbol->type.base == USE_TYPEDEF && symbol->type.name == each.name)
				return USE_OTHER_TYPE;
			each = symbol->type;
			break;
		}
		default:
			return USE_OTHER_TYPE;
		}
	}
	return USE_CANT_TELL;
}

static void add_base(struct use *u, struct et_buf *buf, const struct use_type *type)
{
	const struct use_symbol *symbol;

	switch ((enum use_base)type->base) {
	case USE_VOID:
		et_buf_puts(buf, "void");
		break;
	case USE_INTEGER:
		et_buf_puts(buf, "integer");
		break;
	case USE_FLOATING:
		et_buf_puts(buf, "floating-point number");
		break;
	case USE_TAGGED:
		symbol = use_look(u, type->name, USE_SYM_TAG);
		et_buf_puts(buf, symbol && symbol->more.record && symbol->more.record->is_union
					 ? "union "
					 : "struct ");
		et_buf_puts(buf, use_name_text(&u->names, type->name));
		break;
	case USE_ENUM:
		et_buf_puts(buf, "enum");
		if (type->name)
			et_buf_printf(buf, " %s", use_name_text(&u->names, type->name));
		break;
	case USE_TYPEDEF:
		et_buf_puts(buf, use_name_text(&u->names, type->name));
		break;
	case USE_RECORD:
		et_buf_puts(buf, type->more.record->is_union ? "union" : "struct");
		if (type->more.record->tag)
			et_buf_printf(buf, " %s", use_name_text(&u->names, type->more.record->tag));
		else if (type->more.record->as)
			et_buf_printf(
				buf, " of '%s'", use_name_text(&u->names, type->more.record->as));
		break;
	default:
		et_buf_puts(buf, "thing");
		break;
	}
}

const char *use_type_text(struct use *u, const struct use_type *type)
{
	struct et_buf buf;
	const char *text;
	unsigned i;

	et_buf_init(&buf);
	for (i = type->n; i-- > 0;) {
		if (type->ops[i] == '[')
			et_buf_puts(&buf, "array of ");
		else if (type->ops[i] == '(')
			et_buf_puts(&buf, "function that returns ");
		else
			break;
	}
	add_base(u, &buf, type);
	for (i++; i-- > 0 && type->n;)
		et_buf_puts(&buf, type->ops[i] == '*'
					  ? (buf.data[buf.length - 1] == '*' ? "*" : " *")
				  : type->ops[i] == '[' ? " []"
							: " ()");
	text = et_strdup(&u->temp, buf.data);
	et_buf_finish(&buf);
	return text;
}

bool use_step(struct use *u)
{
	if (!u->steps)
		return false;
	u->steps--;
	return true;
}
