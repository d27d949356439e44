/* SPDX-License-Identifier: BSD-3-Clause */
/* Types of expressions: names, calls of macros, blocks with a value. */
#include "use_int.h"

enum { MOST_STATEMENTS = 4096 };

/* Macros and functions of libraries whose headers are not read, by what type they have. */
struct known {
	const char *name;
	uint8_t argument;   /* which argument says the type, from 1; 0: none */
	bool type;	    /* … it is a type, else an expression */
	char op;	    /* put around it */
	enum use_base base; /* without an argument */
};

static const struct known known_calls[] = {
	{"g_new", 1, true, '*', USE_UNKNOWN},
	{"g_new0", 1, true, '*', USE_UNKNOWN},
	{"g_try_new", 1, true, '*', USE_UNKNOWN},
	{"g_try_new0", 1, true, '*', USE_UNKNOWN},
	{"g_renew", 1, true, '*', USE_UNKNOWN},
	{"g_slice_new", 1, true, '*', USE_UNKNOWN},
	{"g_slice_new0", 1, true, '*', USE_UNKNOWN},
	{"g_array_index", 2, true, 0, USE_UNKNOWN},
	{"g_steal_pointer", 1, false, '/', USE_UNKNOWN},
	{"container_of", 2, true, '*', USE_UNKNOWN},
	{"va_arg", 2, true, 0, USE_UNKNOWN},
	{"READ_ONCE", 1, false, 0, USE_UNKNOWN},
	{"MIN", 1, false, 0, USE_UNKNOWN},
	{"MAX", 1, false, 0, USE_UNKNOWN},
	{"__builtin_choose_expr", 2, false, 0, USE_UNKNOWN},
	{"__builtin_expect", 1, false, 0, USE_UNKNOWN},
	{"likely", 1, false, 0, USE_UNKNOWN},
	{"malloc", 0, false, '*', USE_VOID},
	{"calloc", 0, false, '*', USE_VOID},
	{"realloc", 0, false, '*', USE_VOID},
	{"g_malloc", 0, false, '*', USE_VOID},
	{"g_malloc0", 0, false, '*', USE_VOID},
};

/* The use of a well-known name at pos, with arguments. Returns false when it is none. */
static bool known_type(struct use_parser *p, struct use_type *type)
{
	const char *name = use_name_text(&p->u->names, p->tokens[p->pos].name);
	const struct known *known = NULL;
	struct use_parser argument = *p;
	unsigned n;
	size_t i;

	for (i = 0; i < sizeof(known_calls) / sizeof(known_calls[0]); i++)
		if (strcmp(name, known_calls[i].name) == 0)
			known = &known_calls[i];
	if (!known)
		return false;
	argument.pos = p->pos + 2;
	argument.end = use_behind(p, p->pos + 1) - 1;
	p->pos = argument.end + 1;
	*type = use_simple_type(known->base);
	for (n = 1; n < known->argument; n++) {
		while (argument.pos < argument.end &&
			use_kind(&argument, argument.pos) != USE_COMMA)
			argument.pos = use_kind(&argument, argument.pos) == USE_OPEN
					       ? use_behind(&argument, argument.pos)
					       : argument.pos + 1;
		argument.pos++;
	}
	if (known->argument && known->type)
		use_parse_type_name(&argument, type);
	else if (known->argument)
		*type = use_parse_expression(&argument, false);
	if (known->op == '/')
		use_pop(type);
	else if (known->op)
		use_push(type, known->op);
	return true;
}

/* Whether the tokens of a macro that takes no arguments begin a type. */
static bool macro_begins_type(struct use_parser *p, uint32_t i, struct use_macro *macro)
{
	struct use_code code;
	struct use_parser inner;
	uint32_t behind;
	bool begins;

	if (p->u->depth >= USE_DEEPEST || !macro->count)
		return false;
	code = use_expand(p, macro, i, &behind);
	inner = *p;
	inner.tokens = code.tokens;
	inner.end = code.count;
	inner.source = NULL;
	if (!use_is_in_file(p))
		inner.here = p->here;
	else
		inner.here = i;
	p->u->depth++;
	begins = code.count && use_begins_type(&inner, 0);
	p->u->depth--;
	return begins;
}

/* A name of which nothing is known: T *), T) followed by an operand. */
static bool is_like_type(const struct use_parser *p, uint32_t i)
{
	uint32_t behind = i + 1;
	enum use_token_kind kind;

	while (use_kind(p, behind) == USE_STAR || use_keyword_at(p, behind) == USE_KW_QUALIFIER)
		behind++;
	if (use_kind(p, behind) != USE_CLOSE && behind < p->end)
		return false;
	if (behind > i + 1)
		return true;
	kind = behind + 1 < p->end ? use_kind(p, behind + 1) : USE_END;
	return kind == USE_NAME || kind == USE_NUMBER || kind == USE_STRING ||
	       kind == USE_OPEN_BRACE || kind == USE_COMPLEMENT || kind == USE_NOT;
}

bool use_begins_type(struct use_parser *p, uint32_t i)
{
	enum use_keyword keyword = use_keyword_at(p, i);
	struct use_macro *macro;
	struct use *u = p->u;

	if (keyword == USE_KW_SOFT_INTEGER)
		return !use_local_at(p, i);
	if (keyword != USE_KW_NONE)
		return keyword < USE_KW_AUTO || keyword == USE_KW_EXTENSION;
	if (!use_is_plain(p, i) || use_local_at(p, i))
		return false;
	macro = use_macro_at(p, i);
	if (macro && !macro->function)
		return macro_begins_type(p, i, macro);
	if (macro && use_kind(p, use_behind(p, i + 1)) != USE_STAR &&
		use_kind(p, use_behind(p, i + 1)) != USE_CLOSE)
		return false;
	if (macro)
		return macro_begins_type(p, i, macro);
	if (use_look(u, p->tokens[i].name, USE_SYM_TYPEDEF))
		return true;
	if (use_look(u, p->tokens[i].name, USE_SYM_OBJECT | USE_SYM_FUNCTION | USE_SYM_ENUMERATOR))
		return false;
	if (p->source && p->source->cxx && use_look(u, p->tokens[i].name, USE_SYM_TAG))
		return true;
	return is_like_type(p, i);
}

/* Where the last statement of a block begins. */
static uint32_t last_statement(const struct use_parser *p)
{
	uint32_t start = p->pos;
	uint32_t i = p->pos;
	unsigned n = 0;

	while (i < p->end && n++ < MOST_STATEMENTS * 64) {
		switch (use_kind(p, i)) {
		case USE_OPEN:
		case USE_OPEN_INDEX:
			i = use_behind(p, i);
			break;
		case USE_OPEN_BRACE:
			i = use_behind(p, i);
			if (use_kind(p, i) != USE_SEMICOLON && i < p->end &&
				use_kind(p, i) != USE_DOT && use_kind(p, i) != USE_COMMA &&
				use_kind(p, i) != USE_CLOSE)
				start = i;
			break;
		case USE_SEMICOLON:
			i++;
			if (i < p->end && use_kind(p, i) != USE_SEMICOLON)
				start = i;
			break;
		default:
			i++;
		}
	}
	return start;
}

/* ({ … }): pos is at the brace, end at the closing parenthesis. */
static struct use_type block_type(struct use_parser *p)
{
	struct use *u = p->u;
	struct use_parser inner = *p;
	struct use_locals *locals = NULL;

	inner.pos = p->pos + 1;
	inner.end = use_behind(p, p->pos) - 1;
	inner.mark = false;
	if (!use_is_in_file(p)) {
		struct use_parser block = inner;

		locals = ET_NEW(&u->temp, struct use_locals);
		locals->arena = &u->temp;
		locals->outer = p->locals;
		locals->here = p->here;
		block.locals = locals;
		block.here = 0;
		use_parse_locals(&block, locals);
		inner.locals = locals;
		/* All are visible at the end. */
		inner.here = inner.end ? inner.end - 1 : 0;
	}
	inner.pos = last_statement(&inner);
	return use_parse_expression(&inner, true);
}

static struct use_type parse_parenthesis(struct use_parser *p)
{
	struct use_parser inner = *p;
	struct use_type type = use_no_type();

	inner.pos = p->pos + 1;
	p->pos = use_behind(p, p->pos);
	inner.end = p->pos > inner.pos ? p->pos - 1 : inner.pos;
	if (use_kind(&inner, inner.pos) == USE_OPEN_BRACE)
		return block_type(&inner);
	/* (T){ … } */
	if (use_kind(p, p->pos) == USE_OPEN_BRACE) {
		struct use_parser name = inner;

		if (use_begins_type(&name, name.pos) && use_parse_type_name(&name, &type)) {
			p->pos = use_behind(p, p->pos);
			return type;
		}
	}
	return use_parse_expression(&inner, true);
}

/*
 * A macro without arguments that is nothing but the name of one with arguments: the name, and what
 * follows here.
 */
static bool is_renamed(struct use_parser *p, const struct use_code *code, struct use_code *joined)
{
	uint32_t behind;
	uint32_t i;

	if (code->count != 1 || code->tokens[0].kind != USE_NAME ||
		use_kind(p, p->pos + 1) != USE_OPEN)
		return false;
	behind = use_behind(p, p->pos + 1);
	joined->count = behind - p->pos;
	if (joined->count > USE_LONGEST_EXPANSION || joined->count > p->u->steps)
		return false;
	p->u->steps -= joined->count;
	joined->tokens = ET_NEW_ARRAY(&p->u->temp, (size_t)joined->count + 1, struct use_token);
	joined->tokens[0] = code->tokens[0];
	for (i = 1; i < joined->count; i++)
		joined->tokens[i] = p->tokens[p->pos + i];
	use_link(joined);
	return true;
}

static struct use_type macro_type(struct use_parser *p, struct use_macro *macro)
{
	uint32_t behind;
	struct use_code code = use_expand(p, macro, p->pos, &behind);
	struct use_code joined;
	struct use_parser inner = *p;
	struct use_type type;

	if (use_is_in_file(p))
		inner.here = p->pos;
	if (!macro->function && is_renamed(p, &code, &joined)) {
		behind = use_behind(p, p->pos + 1);
		code = joined;
	}
	inner.tokens = code.tokens;
	inner.pos = 0;
	inner.end = code.count;
	inner.source = NULL;
	inner.mark = inner.symbols = false;
	p->pos = behind;
	if (!code.count || p->u->depth >= USE_DEEPEST)
		return use_no_type();
	p->u->depth++;
	type = use_parse_expression(&inner, true);
	p->u->depth--;
	return type;
}

static struct use_type name_type(struct use_parser *p)
{
	const struct use_local *local = use_local_at(p, p->pos);
	struct use_macro *macro;
	const struct use_symbol *symbol;
	struct use_type type;

	macro = use_macro_at(p, p->pos);
	if (macro && (!local || macro->function))
		return macro_type(p, macro);
	if (local) {
		p->pos++;
		return local->type;
	}
	symbol = use_look(p->u, p->tokens[p->pos].name,
		USE_SYM_OBJECT | USE_SYM_FUNCTION | USE_SYM_ENUMERATOR);
	if (!symbol && use_kind(p, p->pos + 1) == USE_OPEN && known_type(p, &type))
		return type;
	p->pos++;
	return symbol ? symbol->type : use_no_type();
}

struct use_type use_parse_primary(struct use_parser *p)
{
	struct use_type type;

	switch (use_kind(p, p->pos)) {
	case USE_NUMBER:
	case USE_CHARACTER:
		p->pos++;
		return use_simple_type(USE_INTEGER);
	case USE_STRING:
		while (use_kind(p, p->pos) == USE_STRING)
			p->pos++;
		type = use_simple_type(USE_INTEGER);
		use_push(&type, '*');
		return type;
	case USE_OPEN:
		return parse_parenthesis(p);
	case USE_NAME:
		switch (use_keyword_at(p, p->pos)) {
		case USE_KW_OFFSETOF:
		case USE_KW_ALIGNOF:
			p->pos++;
			if (use_kind(p, p->pos) == USE_OPEN)
				p->pos = use_behind(p, p->pos);
			return use_simple_type(USE_INTEGER);
		case USE_KW_NONE:
		case USE_KW_SOFT_INTEGER:
			return name_type(p);
		default:
			if (p->tokens[p->pos].keyword >= USE_KW_NAMESPACE)
				return name_type(p);
			p->pos++;
			if (use_kind(p, p->pos) == USE_OPEN)
				p->pos = use_behind(p, p->pos);
			return use_no_type();
		}
	case USE_CLOSE:
	case USE_CLOSE_INDEX:
	case USE_CLOSE_BRACE:
	case USE_COMMA:
	case USE_SEMICOLON:
	case USE_COLON:
	case USE_END:
		return use_no_type();
	default:
		p->pos++;
		return use_no_type();
	}
}
