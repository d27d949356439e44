/* SPDX-License-Identifier: BSD-3-Clause */
/* Bodies of struct, union and enum. */
#include "use_int.h"

enum { MOST_MEMBERS = 65536 };

/* Behind the declarator of a member: its width, attributes, default value. */
static void skip_to_next(struct use_parser *p)
{
	while (p->pos < p->end) {
		switch (use_kind(p, p->pos)) {
		case USE_COMMA:
		case USE_SEMICOLON:
			return;
		case USE_OPEN:
		case USE_OPEN_INDEX:
		case USE_OPEN_BRACE:
			p->pos = use_behind(p, p->pos);
			break;
		case USE_CLOSE_BRACE:
			return;
		default:
			p->pos++;
		}
	}
}

static void add_member(
	struct use_parser *p, struct use_record *record, const struct use_type *type, uint32_t name)
{
	struct use_member *member;

	if (record->members.count >= MOST_MEMBERS)
		return;
	/* Most records have few. */
	if (!record->members.capacity) {
		record->members.items =
			ET_NEW_ARRAY(use_store(p->u, p->file), 2, struct use_member);
		record->members.capacity = 2;
	}
	member = ET_APPEND(use_store(p->u, p->file), &record->members);
	member->type = *type;
	if (type->base == USE_RECORD && !type->more.record->tag) {
		type->more.record->parent = record;
		if (name != USE_NONE)
			type->more.record->as = p->tokens[name].name;
	}
	if (name == USE_NONE)
		return;
	member->name = p->tokens[name].name;
	member->at = p->tokens[name].at;
	if (p->symbols && !p->quiet && member->name) {
		struct use_name *of = use_name_at(&p->u->names, member->name);
		struct use_holder *holder = ET_NEW(use_store(p->u, p->file), struct use_holder);

		holder->record = record;
		holder->file = p->file;
		use_touch(p->u, p->file, member->name);
		holder->next = of->holders;
		of->holders = holder;
		use_add_user(p, type, member->name, record, false);
	}
}

static void parse_member(struct use_parser *p, struct use_record *record)
{
	struct use_type base;
	struct use_type type;
	uint32_t name;
	bool is_typedef;

	if (!use_parse_specifiers(p, &base, &is_typedef)) {
		/* A macro that makes members. */
		if (use_is_plain(p, p->pos) && use_kind(p, p->pos + 1) == USE_OPEN) {
			uint32_t from = p->pos;

			p->pos = use_behind(p, p->pos + 1);
			*ET_APPEND(use_store(p->u, p->file), &record->calls) =
				use_keep_call(p, from, p->pos);
		} else {
			use_skip_declaration(p);
		}
		return;
	}
	if (use_kind(p, p->pos) == USE_SEMICOLON) {
		if (base.base == USE_RECORD)
			add_member(p, record, &base, USE_NONE);
		else if (base.base == USE_TYPEDEF) {
			/* A macro without arguments: KVM_COMMON; */
			*ET_APPEND(use_store(p->u, p->file), &record->calls) =
				use_keep_call(p, p->pos - 1, p->pos);
		}
		return;
	}
	while (p->pos < p->end) {
		if (!use_parse_declarator(p, &base, &type, &name) &&
			use_kind(p, p->pos) != USE_COLON)
			break;
		if (name != USE_NONE || base.base == USE_RECORD)
			add_member(p, record, &type, name);
		skip_to_next(p);
		if (use_kind(p, p->pos) != USE_COMMA)
			break;
		p->pos++;
	}
}

void use_parse_members(struct use_parser *p, struct use_record *record)
{
	while (p->pos < p->end) {
		uint32_t before = p->pos;

		if (use_kind(p, p->pos) == USE_SEMICOLON) {
			p->pos++;
			continue;
		}
		if (use_keyword_at(p, p->pos) == USE_KW_ACCESS &&
			use_kind(p, p->pos + 1) == USE_COLON) {
			p->pos += 2;
			continue;
		}
		parse_member(p, record);
		if (p->pos == before)
			p->pos++;
	}
}

static void parse_enumerators(struct use_parser *p, struct use_enum *list)
{
	struct use_type type = use_simple_type(USE_ENUM);

	type.name = list->tag;
	type.more.list = list;
	while (p->pos < p->end) {
		if (!use_is_plain(p, p->pos)) {
			p->pos++;
			continue;
		}
		*ET_APPEND(use_store(p->u, p->file), &list->names) = p->tokens[p->pos].name;
		if (p->mark)
			p->tokens[p->pos].declares = 1;
		use_add_symbol(p, USE_SYM_ENUMERATOR, p->pos, &type);
		p->pos++;
		skip_to_next(p);
		if (p->pos < p->end)
			p->pos++;
	}
}

/* The body in braces at pos, for which inner is set up. */
static struct use_parser enter_body(struct use_parser *p)
{
	struct use_parser inner = *p;

	inner.pos = p->pos + 1;
	p->pos = use_behind(p, p->pos);
	inner.end = p->pos > inner.pos ? p->pos - 1 : inner.pos;
	/* A brace without a partner: all that is left. */
	if (p->pos == p->end && use_kind(p, p->pos - 1) != USE_CLOSE_BRACE)
		inner.end = p->end;
	return inner;
}

static void parse_record_body(
	struct use_parser *p, struct use_type *type, uint32_t tag, bool is_union)
{
	struct use_record *record = ET_NEW(use_store(p->u, p->file), struct use_record);
	struct use_parser inner;
	struct use_symbol *symbol;

	record->is_union = is_union;
	record->file = p->file;
	record->at = p->tokens[p->pos].at;
	if (tag != USE_NONE) {
		record->tag = p->tokens[tag].name;
		if (p->mark)
			p->tokens[tag].declares = 1;
		symbol = use_add_symbol(p, USE_SYM_TAG, tag, type);
		if (symbol)
			symbol->more.record = record;
	} else {
		*type = use_simple_type(USE_RECORD);
		type->more.record = record;
	}
	inner = enter_body(p);
	inner.inside = true;
	if (p->u->depth >= USE_DEEPEST)
		return;
	p->u->depth++;
	use_parse_members(&inner, record);
	p->u->depth--;
}

static void parse_enum_body(struct use_parser *p, struct use_type *type, uint32_t tag)
{
	struct use_enum *list = ET_NEW(use_store(p->u, p->file), struct use_enum);
	struct use_parser inner;
	struct use_symbol *symbol;

	list->file = p->file;
	if (tag != USE_NONE) {
		list->tag = p->tokens[tag].name;
		if (p->mark)
			p->tokens[tag].declares = 1;
		symbol = use_add_symbol(p, USE_SYM_ENUM, tag, type);
		if (symbol)
			symbol->more.list = list;
	}
	type->more.list = list;
	inner = enter_body(p);
	parse_enumerators(&inner, list);
}

void use_parse_tagged(struct use_parser *p, struct use_type *type)
{
	enum use_keyword keyword = use_keyword_at(p, p->pos++);
	uint32_t tag = USE_NONE;

	/* Attributes, and macros that are some, before the tag. */
	for (;;) {
		if (use_keyword_at(p, p->pos) == USE_KW_ATTRIBUTE ||
			(use_is_plain(p, p->pos) && use_kind(p, p->pos + 1) == USE_OPEN &&
				use_is_plain(p, use_behind(p, p->pos + 1)) &&
				use_kind(p, use_behind(p, p->pos + 1) + 1) == USE_OPEN_BRACE)) {
			p->pos++;
			if (use_kind(p, p->pos) == USE_OPEN)
				p->pos = use_behind(p, p->pos);
		} else if (use_is_plain(p, p->pos) && use_is_plain(p, p->pos + 1) &&
			   use_kind(p, p->pos + 2) == USE_OPEN_BRACE) {
			p->pos++;
		} else if (keyword == USE_KW_ENUM && use_keyword_at(p, p->pos) == USE_KW_CLASS) {
			p->pos++;
		} else {
			break;
		}
	}
	if (use_kind(p, p->pos) == USE_NAME &&
		(use_is_plain(p, p->pos) || p->tokens[p->pos].keyword == USE_KW_SOFT_INTEGER))
		tag = p->pos++;
	*type = use_simple_type(keyword == USE_KW_ENUM ? USE_ENUM : USE_TAGGED);
	type->name = tag != USE_NONE ? p->tokens[tag].name : 0;
	/* enum e : type, and C++'s bases. */
	if (use_kind(p, p->pos) == USE_COLON && keyword != USE_KW_UNION) {
		uint32_t i = p->pos;

		while (use_kind(p, i) != USE_OPEN_BRACE && use_kind(p, i) != USE_SEMICOLON &&
			i < p->end && i - p->pos < 16)
			i++;
		if (use_kind(p, i) == USE_OPEN_BRACE)
			p->pos = i;
	}
	if (use_kind(p, p->pos) != USE_OPEN_BRACE)
		return;
	if (keyword == USE_KW_ENUM)
		parse_enum_body(p, type, tag);
	else
		parse_record_body(p, type, tag, keyword == USE_KW_UNION);
}
