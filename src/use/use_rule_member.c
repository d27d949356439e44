/* SPDX-License-Identifier: BSD-3-Clause */
/* Members that are gone or have another type: what stands before the dot decides. */
#include "use_rules.h"

#include "str.h"

/* What a type in a query's text is, as far as the language tells them apart. */
enum shape { SHAPE_UNKNOWN, SHAPE_SCALAR, SHAPE_ARRAY, SHAPE_POINTER, SHAPE_RECORD };

/* offsetof(T, a.m): the type that has the member at i. Returns false when this is none. */
static bool offset_type(struct use_parser *p, uint32_t i, struct use_type *type)
{
	uint32_t up = p->tokens[i].up;
	struct use_parser inner = *p;

	if (up < 2 || use_kind(p, up - 1) != USE_OPEN ||
		use_keyword_at(p, up - 2) != USE_KW_OFFSETOF)
		return false;
	inner.pos = up;
	inner.end = use_behind(p, up - 1) - 1;
	inner.mark = false;
	if (!use_parse_type_name(&inner, type) || use_kind(&inner, inner.pos) != USE_COMMA ||
		inner.pos >= i)
		return false;
	for (inner.pos++; inner.pos < i;) {
		if (use_kind(&inner, inner.pos) == USE_NAME) {
			*type = use_member_type(p->u, *type, inner.tokens[inner.pos].name, false);
			inner.pos++;
		} else if (use_kind(&inner, inner.pos) == USE_OPEN_INDEX) {
			*type = use_resolve(p->u, *type);
			use_pop(type);
			inner.pos = use_behind(&inner, inner.pos);
		} else if (use_kind(&inner, inner.pos) == USE_DOT) {
			inner.pos++;
		} else {
			return false;
		}
	}
	return true;
}

/*
 * M(…, T, …, m): with a macro of which nothing is known, the member of a type that stands among the
 * arguments before it.
 */
static bool argument_type(
	struct use_parser *p, uint32_t i, const struct use_query *query, struct use_type *type)
{
	uint32_t up = p->tokens[i].up;
	struct use_parser inner = *p;
	enum use_token_kind next = use_kind(p, i + 1);
	unsigned n;

	if (up < 2 || use_kind(p, up - 1) != USE_OPEN || !use_is_plain(p, up - 2) ||
		use_kind(p, i - 1) != USE_COMMA || (next != USE_COMMA && next != USE_CLOSE))
		return false;
	if (use_look(p->u, p->tokens[up - 2].name, USE_SYM_FUNCTION | USE_SYM_MACRO))
		return false;
	inner.mark = false;
	inner.end = i;
	for (inner.pos = up, n = 0; inner.pos < i && n < 32; n++) {
		struct use_parser one = inner;

		if (use_parse_type_name(&one, type) && use_kind(&one, one.pos) == USE_COMMA &&
			use_matches(p->u, type, query) == USE_SAME_TYPE)
			return true;
		while (inner.pos < i && use_kind(&inner, inner.pos) != USE_COMMA)
			inner.pos = use_kind(&inner, inner.pos) == USE_OPEN
					    ? use_behind(&inner, inner.pos)
					    : inner.pos + 1;
		inner.pos++;
	}
	return false;
}

/* How the type before a member was found. */
struct object {
	struct use_type type;
	bool guess;
	uint32_t start; /* of the operand, or USE_NONE */
	uint32_t mark;	/* the dot, the arrow or offsetof, or USE_NONE */
};

/* What has the member at a place. Returns false when the token is no member's name. */
static bool find_object(struct use *u, const struct use_place *place, const struct use_query *query,
	struct object *object)
{
	struct use_parser p = place->p;
	uint32_t i = place->i;
	enum use_token_kind before = i ? use_kind(&p, i - 1) : USE_END;
	struct use_parser operand;

	*object = (struct object){.start = USE_NONE, .mark = USE_NONE};
	if (i && offset_type(&p, i, &object->type)) {
		object->mark = p.tokens[i].up - 2;
		return true;
	}
	if (before == USE_DOT || before == USE_ARROW) {
		object->start = use_operand_start(&p, i - 1);
		if (object->start == USE_NONE)
			return before == USE_DOT && use_designated_type(&p, i - 1, &object->type);
		object->mark = i - 1;
		operand = p;
		operand.pos = object->start;
		operand.end = i - 1;
		operand.mark = false;
		object->type = use_parse_postfix(&operand);
		/* Something in it that was not understood. */
		if (operand.pos != operand.end)
			object->type = use_no_type();
		if (before == USE_ARROW && !object->type.n)
			object->type = use_resolve(u, object->type);
		if (before == USE_ARROW && object->type.base != USE_UNKNOWN) {
			char top = use_pop(&object->type);

			if (top != '*' && top != '[')
				object->type = use_no_type();
		}
		return true;
	}
	if (i && argument_type(&p, i, query, &object->type)) {
		object->guess = true;
		return true;
	}
	return false;
}

/* Whether another record that the file sees has a member of that name. */
static bool has_other_holder(struct use *u, const struct use_query *query)
{
	struct use_name *name = use_name_at(&u->names, query->name);
	const struct use_holder *holder;

	use_look(u, query->name, USE_SYM_OBJECT | USE_SYM_MACRO);
	for (holder = name->holders; holder; holder = holder->next) {
		const struct use_record *record = holder->record;
		struct use_type type = use_simple_type(USE_RECORD);
		bool of_header = false;
		size_t i;

		if (!use_sees(&u->view, record->file))
			continue;
		type.more.record = holder->record;
		for (i = 0; i < query->headers.count; i++)
			of_header |= query->headers.items[i] == record->file;
		while (record->parent && !record->tag)
			record = record->parent;
		if (use_matches(u, &type, query) == USE_SAME_TYPE)
			continue;
		/* A record without a tag may be the one that the typedef names. */
		if (!record->tag && of_header)
			continue;
		return true;
	}
	return false;
}

static enum shape shape_of(const char *text)
{
	if (!text)
		return SHAPE_UNKNOWN;
	if (strchr(text, '['))
		return SHAPE_ARRAY;
	if (strchr(text, '*'))
		return SHAPE_POINTER;
	if (et_starts_with(text, "struct ") || et_starts_with(text, "union "))
		return SHAPE_RECORD;
	return SHAPE_SCALAR;
}

/* Whether a compiler must refuse what is done with a member that changed so. */
static bool must_break(const struct use_query *query, const struct use_place *place)
{
	const struct use_parser *p = &place->p;
	enum shape was = shape_of(query->query->was);
	enum shape now = shape_of(query->query->now);
	enum use_token_kind next = use_kind(p, place->i + 1);
	uint32_t i = place->i;
	bool designated = i && use_kind(p, i - 1) == USE_DOT && i > 1 &&
			  (use_kind(p, i - 2) == USE_OPEN_BRACE || use_kind(p, i - 2) == USE_COMMA);

	if (was == now || was == SHAPE_UNKNOWN || now == SHAPE_UNKNOWN)
		return false;
	if (next == USE_OPEN_INDEX)
		return now == SHAPE_SCALAR || now == SHAPE_RECORD;
	if (next == USE_DOT)
		return now != SHAPE_RECORD;
	if (next == USE_ARROW)
		return now != SHAPE_POINTER && now != SHAPE_ARRAY;
	if (next == USE_ASSIGN && !designated)
		return now == SHAPE_ARRAY || (now == SHAPE_RECORD) || was == SHAPE_RECORD;
	if (next == USE_ASSIGN_OP || next == USE_STEP)
		return now == SHAPE_ARRAY || now == SHAPE_RECORD;
	return false;
}

static const char *described(
	struct use *u, const struct use_place *place, const struct object *object)
{
	const struct use_parser *p = &place->p;
	struct use_type type = object->type;
	uint32_t i = place->i;

	if (object->start != USE_NONE && object->start + 2 == i &&
		use_kind(p, object->start) == USE_NAME) {
		if (use_kind(p, i - 1) == USE_ARROW)
			use_push(&type, '*');
		return et_sprintf(&u->temp, "member of '%s', a %s",
			use_name_text(&u->names, p->tokens[object->start].name),
			use_type_text(u, &type));
	}
	return et_sprintf(&u->temp, "member of a %s", use_type_text(u, &type));
}

static void report_member(struct use *u, const struct use_query *query,
	const struct use_place *place, const struct object *object, bool certain)
{
	const struct et_query *asked = query->query;
	const char *what = described(u, place, object);
	bool breaks;

	if (asked->kind == ET_QUERY_TAG_GONE) {
		use_report(u, query, place, certain ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_MEMBER,
			true, "%s, and %s", what, use_why_gone(u, query));
		return;
	}
	if (asked->kind == ET_QUERY_MEMBER_GONE) {
		use_report(u, query, place, certain ? ET_USE_CERTAIN : ET_USE_LIKELY, ET_USE_MEMBER,
			true, "%s", what);
		return;
	}
	breaks = must_break(query, place);
	use_report(u, query, place, certain && breaks ? ET_USE_CERTAIN : ET_USE_LIKELY,
		ET_USE_MEMBER, breaks, "%s; its type %s%s%s%s", what,
		asked->was && asked->now ? "was " : "changed",
		asked->was && asked->now ? asked->was : "",
		asked->was && asked->now ? " and is " : "",
		asked->was && asked->now ? asked->now : "");
}

/*
 * Whether the record that the file has under the query's name is the header's. USE_MAYBE: it sees
 * others of the name, too, that have the member, as those of other architectures.
 */
static enum use_truth is_the_record(
	struct use *u, const struct use_query *query, const struct use_type *type)
{
	struct use_type resolved = use_resolve(u, *type);
	const struct use_symbol *symbol = NULL;
	bool others = false;
	bool other_has = false;
	size_t i;

	if (resolved.base != USE_TAGGED || resolved.n)
		return USE_TRUE;
	use_look(u, resolved.name, USE_SYM_TAG);
	while ((symbol = use_next(u, resolved.name, symbol, USE_SYM_TAG))) {
		bool own = true;

		for (i = 0; i < query->headers.count; i++)
			own &= query->headers.items[i] != symbol->file;
		if (!own)
			continue;
		others = true;
		other_has |= use_find_member(u, symbol->more.record, query->name, NULL) != NULL;
	}
	if (!others)
		return USE_TRUE;
	/* With others alone it is not the header's. */
	symbol = NULL;
	while ((symbol = use_next(u, resolved.name, symbol, USE_SYM_TAG)))
		for (i = 0; i < query->headers.count; i++)
			if (query->headers.items[i] == symbol->file)
				return other_has ? USE_MAYBE : USE_TRUE;
	return USE_FALSE;
}

void use_judge_member(struct use *u, const struct use_query *query, const struct use_place *place)
{
	struct object object;
	enum use_match match;
	enum use_truth is;
	size_t before;

	if (!find_object(u, place, query, &object))
		return;
	match = use_matches(u, &object.type, query);
	if (match == USE_OTHER_TYPE)
		return;
	if (match == USE_CANT_TELL) {
		if (object.start == USE_NONE || !use_reaches_here(u, query) ||
			use_reaches_elsewhere(u, query) || has_other_holder(u, query))
			return;
		use_report(u, query, place, ET_USE_LIKELY, ET_USE_MEMBER,
			query->query->kind != ET_QUERY_MEMBER_TYPE,
			"a member of that name; of what could not be told, but no other record "
			"that this file sees has one");
		return;
	}
	is = is_the_record(u, query, &object.type);
	if (is == USE_FALSE || use_reaches_elsewhere(u, query))
		return;
	before = u->found.count;
	report_member(u, query, place, &object,
		!object.guess && is == USE_TRUE && u->sure && use_reaches_here(u, query));
	if (object.mark != USE_NONE && u->found.count > before && !place->p.tokens[place->i].body) {
		struct use_found found = u->found.items[before];

		use_report_macro(u, &place->p.tokens[object.mark], &found);
	}
}
