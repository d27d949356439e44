/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Declarations, read without knowing most of the macros in them: specifiers and declarators, with
 * what looks like an attribute left out.
 */
#include "use_int.h"

/* Goes over a name and its arguments. */
static void skip_with_arguments(struct use_parser *p)
{
	p->pos++;
	if (use_kind(p, p->pos) == USE_OPEN)
		p->pos = use_behind(p, p->pos);
}

static void skip_attributes(struct use_parser *p)
{
	for (;;) {
		enum use_keyword keyword = use_keyword_at(p, p->pos);

		if (keyword == USE_KW_ATTRIBUTE)
			skip_with_arguments(p);
		else if (keyword == USE_KW_QUALIFIER || keyword == USE_KW_EXTENSION)
			p->pos++;
		else if (use_kind(p, p->pos) == USE_OPEN_INDEX &&
			 use_kind(p, p->pos + 1) == USE_OPEN_INDEX)
			p->pos = use_behind(p, p->pos);
		else
			return;
	}
}

/* Whether a name is spelt as attributes are: macros of compilers and of projects. */
static bool is_like_attribute(const struct use_parser *p, uint32_t i)
{
	static const char *const known[] = {"coroutine_fn", "coroutine_mixed_fn", "no_coroutine_fn",
		"g_autofree", "co_wrapper", "co_wrapper_mixed", "co_wrapper_bdrv_rdlock",
		"co_wrapper_mixed_bdrv_rdlock", "noinline", "notrace", "asmlinkage",
		"noinline_for_stack", "nokprobe_inline", "fastcall", "dllexport", "always_inline"};
	const struct use_name *name = use_name_at(&p->u->names, p->tokens[i].name);
	const char *c;
	size_t k;

	for (k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		if (strcmp(name->text, known[k]) == 0)
			return true;
	if (name->length > 2 && name->text[0] == '_' && name->text[1] == '_')
		return name->length < 3 || strcmp(name->text + name->length - 2, "_t") != 0;
	for (c = name->text; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			return false;
	return name->length > 3;
}

/* What the first of several names is. */
enum first { FIRST_IS_TYPE, FIRST_IS_ATTRIBUTE, FIRST_IS_CALL, FIRST_IS_NOTHING };

static enum first sort_name(const struct use_parser *p, uint32_t i)
{
	enum use_token_kind next = use_kind(p, i + 1);
	enum use_keyword keyword = use_keyword_at(p, i + 1);
	uint32_t behind;

	if (next == USE_OPEN) {
		behind = use_behind(p, i + 1);
		/* M(x) T v; M(x) T *v: whatever M is, it is not the type. */
		if (use_is_plain(p, behind) && (use_kind(p, behind + 1) == USE_NAME ||
						       use_kind(p, behind + 1) == USE_STAR))
			return FIRST_IS_ATTRIBUTE;
		if (use_is_plain(p, behind) || use_kind(p, behind) == USE_STAR)
			return FIRST_IS_CALL;
		if (use_keyword_at(p, behind) != USE_KW_NONE &&
			use_keyword_at(p, behind) < USE_KW_TYPEOF)
			return FIRST_IS_ATTRIBUTE;
		/* T (*f)(…) */
		if (use_kind(p, i + 2) == USE_STAR && use_kind(p, behind) == USE_OPEN)
			return FIRST_IS_TYPE;
		return FIRST_IS_NOTHING;
	}
	if (keyword == USE_KW_QUALIFIER)
		return FIRST_IS_TYPE;
	if (keyword == USE_KW_SOFT_INTEGER)
		return use_is_plain(p, i + 2) || use_kind(p, i + 2) == USE_STAR ? FIRST_IS_ATTRIBUTE
										: FIRST_IS_TYPE;
	if (keyword != USE_KW_NONE && keyword < USE_KW_TYPEOF)
		return FIRST_IS_ATTRIBUTE;
	if (next == USE_NAME && use_is_plain(p, i + 1)) {
		enum use_token_kind third = use_kind(p, i + 2);

		if (third == USE_OPEN && use_kind(p, i + 3) == USE_STAR &&
			use_kind(p, use_behind(p, i + 2)) == USE_OPEN)
			return FIRST_IS_ATTRIBUTE;
		if ((third == USE_NAME || third == USE_STAR) && is_like_attribute(p, i) &&
			(third == USE_STAR || use_is_plain(p, i + 2)) &&
			!is_like_attribute(p, i + 1))
			return FIRST_IS_ATTRIBUTE;
	}
	return FIRST_IS_TYPE;
}

/* Whether a name behind the type is an attribute, and not what is declared. */
static bool is_between(const struct use_parser *p, uint32_t i)
{
	enum use_token_kind next = use_kind(p, i + 1);
	uint32_t behind;

	if (next == USE_NAME)
		return use_is_plain(p, i + 1) || use_keyword_at(p, i + 1) == USE_KW_SOFT_INTEGER ||
		       use_keyword_at(p, i + 1) == USE_KW_QUALIFIER;
	if (next == USE_STAR)
		return true;
	if (next != USE_OPEN)
		return false;
	behind = use_behind(p, i + 1);
	return (use_is_plain(p, behind) && !is_like_attribute(p, behind) &&
		       use_kind(p, behind + 1) != USE_OPEN_BRACE) ||
	       (use_kind(p, behind) == USE_STAR && is_like_attribute(p, i));
}

/* C++: a::b<c>; the last name is the type. */
static uint32_t scoped_name(struct use_parser *p)
{
	uint32_t name = p->pos;

	while (use_kind(p, p->pos + 1) == USE_SCOPE && use_kind(p, p->pos + 2) == USE_NAME) {
		p->pos += 2;
		name = p->pos;
	}
	return name;
}

static void parse_typeof(struct use_parser *p, struct use_type *type)
{
	struct use_parser inner = *p;

	*type = use_no_type();
	p->pos++;
	if (use_kind(p, p->pos) != USE_OPEN)
		return;
	inner.pos = p->pos + 1;
	p->pos = use_behind(p, p->pos);
	inner.end = p->pos - 1;
	/* Among a file's declarations nothing is looked up: others may not be read yet. */
	if (p->symbols || p->u->depth >= USE_DEEPEST)
		return;
	inner.mark = false;
	p->u->depth++;
	if (!use_begins_type(&inner, inner.pos) || !use_parse_type_name(&inner, type))
		*type = use_parse_expression(&inner, true);
	p->u->depth--;
}

/* A name where a type may be. Returns false when there is no type. */
static bool take_name(struct use_parser *p, struct use_type *type, bool *have)
{
	uint32_t name;

	if (*have) {
		if (!is_between(p, p->pos))
			return false;
		skip_with_arguments(p);
		return true;
	}
	switch (sort_name(p, p->pos)) {
	case FIRST_IS_ATTRIBUTE:
		name = p->pos;
		skip_with_arguments(p);
		use_keep_declaring(p, name, p->pos);
		return true;
	case FIRST_IS_CALL:
		name = p->pos;
		skip_with_arguments(p);
		use_keep_declaring(p, name, p->pos);
		if (use_kind(p, p->pos + 1) == USE_OPEN)
			use_keep_declaring(p, p->pos, use_behind(p, p->pos + 1));
		*type = use_simple_type(USE_CALL);
		type->more.call = use_keep_call(p, name, p->pos);
		*have = true;
		return true;
	case FIRST_IS_TYPE:
		name = scoped_name(p);
		*type = use_simple_type(USE_TYPEDEF);
		type->name = p->tokens[name].name;
		p->pos = name + 1;
		*have = true;
		return true;
	default:
		return false;
	}
}

bool use_parse_specifiers(struct use_parser *p, struct use_type *type, bool *is_typedef)
{
	uint32_t start = p->pos;
	bool have = false;

	*type = use_no_type();
	*is_typedef = false;
	p->automatic = false;
	for (;;) {
		uint32_t before = p->pos;

		switch (use_keyword_at(p, p->pos)) {
		case USE_KW_QUALIFIER:
		case USE_KW_EXTENSION:
			p->pos++;
			break;
		case USE_KW_ATTRIBUTE:
			skip_with_arguments(p);
			break;
		case USE_KW_TYPEDEF:
			*is_typedef = true;
			p->pos++;
			break;
		case USE_KW_STRUCT:
		case USE_KW_UNION:
		case USE_KW_CLASS:
		case USE_KW_ENUM:
			if (have)
				return true;
			use_parse_tagged(p, type);
			have = true;
			break;
		case USE_KW_INTEGER:
			if (!have)
				*type = use_simple_type(USE_INTEGER);
			have = true;
			p->pos++;
			break;
		case USE_KW_FLOAT:
			*type = use_simple_type(USE_FLOATING);
			have = true;
			p->pos++;
			break;
		case USE_KW_VOID:
			*type = use_simple_type(USE_VOID);
			have = true;
			p->pos++;
			break;
		case USE_KW_SOFT_INTEGER:
			if (have)
				return true;
			*type = use_simple_type(USE_INTEGER);
			have = true;
			p->pos++;
			break;
		case USE_KW_TYPEOF:
			parse_typeof(p, type);
			have = true;
			break;
		case USE_KW_AUTO:
			p->automatic = !have;
			have = true;
			p->pos++;
			break;
		case USE_KW_NONE:
			if (use_is_plain(p, p->pos) && take_name(p, type, &have))
				break;
			/* Fall through. */
		default:
			if (!have)
				p->pos = start;
			return have;
		}
		if (p->pos == before)
			return have;
	}
}

/* Whether "(" at pos, where a name could be, holds another declarator. */
static bool is_nested(const struct use_parser *p)
{
	enum use_token_kind next = use_kind(p, p->pos + 1);
	uint32_t behind = use_behind(p, p->pos);

	if (next == USE_STAR || next == USE_OPEN || (next == USE_ARITHMETIC))
		return true;
	if (use_keyword_at(p, p->pos + 1) == USE_KW_ATTRIBUTE)
		return true;
	/* T (name)(…), T (name)[…]; with only the name in parentheses it is what is declared. */
	return use_is_plain(p, p->pos + 1) &&
	       ((use_kind(p, p->pos + 2) == USE_CLOSE &&
			(use_kind(p, behind) == USE_OPEN ||
				use_kind(p, behind) == USE_OPEN_INDEX)) ||
		       use_kind(p, p->pos + 2) == USE_STAR);
}

static bool is_name(const struct use_parser *p)
{
	return use_is_plain(p, p->pos) || use_keyword_at(p, p->pos) == USE_KW_SOFT_INTEGER;
}

/* The suffixes from pos on, the first outermost. */
static void add_suffixes(struct use_parser *p, struct use_type *type, bool named)
{
	char ops[USE_OPS];
	unsigned n = 0;

	for (;;) {
		enum use_token_kind kind = use_kind(p, p->pos);

		if (kind != USE_OPEN && kind != USE_OPEN_INDEX)
			break;
		if (kind == USE_OPEN && named)
			p->parameters = p->pos;
		/* HELPER(name)(…) is one function. */
		if (n < USE_OPS && !(kind == USE_OPEN && n && ops[n - 1] == '('))
			ops[n++] = kind == USE_OPEN ? '(' : '[';
		p->pos = use_behind(p, p->pos);
	}
	while (n)
		use_push(type, ops[--n]);
}

bool use_parse_declarator(
	struct use_parser *p, const struct use_type *base, struct use_type *type, uint32_t *name)
{
	uint32_t inner = USE_NONE;
	uint32_t start = p->pos;
	bool abstract = false;

	*type = *base;
	*name = USE_NONE;
	p->parameters = USE_NONE;
	for (;; p->pos++) {
		skip_attributes(p);
		if (use_kind(p, p->pos) == USE_STAR)
			use_push(type, '*');
		else if (use_kind(p, p->pos) != USE_AND && use_kind(p, p->pos) != USE_BOTH)
			break;
	}
	/* Attributes may stand before the name, too. */
	while (use_is_plain(p, p->pos) && is_between(p, p->pos) &&
		use_kind(p, p->pos + 1) != USE_STAR)
		skip_with_arguments(p);
	if (use_kind(p, p->pos) == USE_OPEN && is_nested(p)) {
		inner = p->pos;
		p->pos = use_behind(p, p->pos);
	} else if (is_name(p)) {
		*name = p->pos++;
		while (use_kind(p, p->pos) == USE_SCOPE && use_kind(p, p->pos + 1) == USE_NAME) {
			*name = p->pos + 1;
			p->pos += 2;
		}
	} else {
		abstract = true;
	}
	add_suffixes(p, type, *name != USE_NONE);
	if (inner != USE_NONE && p->u->depth < USE_DEEPEST) {
		struct use_type outer = *type;
		struct use_parser nested = *p;

		nested.pos = inner + 1;
		nested.end = use_behind(p, inner);
		if (nested.end > nested.pos)
			nested.end--;
		p->u->depth++;
		use_parse_declarator(&nested, &outer, type, name);
		p->u->depth--;
		if (nested.parameters != USE_NONE)
			p->parameters = nested.parameters;
	}
	if (*name != USE_NONE && p->mark)
		p->tokens[*name].declares = 1;
	return !abstract || p->pos > start;
}

bool use_parse_type_name(struct use_parser *p, struct use_type *type)
{
	struct use_type base;
	uint32_t name;
	bool is_typedef;
	uint32_t start = p->pos;
	bool mark = p->mark;
	bool symbols = p->symbols;

	p->mark = p->symbols = false;
	if (!use_parse_specifiers(p, &base, &is_typedef)) {
		p->mark = mark;
		p->symbols = symbols;
		return false;
	}
	use_parse_declarator(p, &base, type, &name);
	p->mark = mark;
	p->symbols = symbols;
	if (name != USE_NONE) {
		p->pos = start;
		return false;
	}
	return true;
}
