/* SPDX-License-Identifier: BSD-3-Clause */
/* Declaration specifiers and declarators. */
#include "c_int.h"

enum { MAX_DERIVED = 24 };

/* The words of a builtin type, counted. */
struct words {
	uint8_t base; /* enum c_keyword of char, int, … or K_NONE */
	uint8_t longs, shorts, signs, unsigneds, complex;
	bool any;
};

static bool builtin_type(const struct words *w, struct c_type *type)
{
	static const struct {
		uint8_t base;
		const char *plain, *is_signed, *is_unsigned;
	} names[ET_BASE_COUNT] = {
		[ET_BASE_VOID] = {0, "void", "void", "void"},
		[ET_BASE_BOOL] = {0, "_Bool", "_Bool", "_Bool"},
		[ET_BASE_CHAR] = {0, "char", "signed char", "unsigned char"},
		[ET_BASE_SHORT] = {0, "short", "short", "unsigned short"},
		[ET_BASE_INT] = {0, "int", "int", "unsigned int"},
		[ET_BASE_LONG] = {0, "long", "long", "unsigned long"},
		[ET_BASE_LLONG] = {0, "long long", "long long", "unsigned long long"},
		[ET_BASE_INT128] = {0, "__int128", "__int128", "unsigned __int128"},
		[ET_BASE_FLOAT] = {0, "float", "float", "float"},
		[ET_BASE_DOUBLE] = {0, "double", "double", "double"},
		[ET_BASE_LDOUBLE] = {0, "long double", "long double", "long double"},
	};
	enum et_base base;

	if (w->shorts)
		base = ET_BASE_SHORT;
	else if (w->longs && w->base == K_DOUBLE)
		base = ET_BASE_LDOUBLE;
	else if (w->longs)
		base = w->longs > 1 ? ET_BASE_LLONG : ET_BASE_LONG;
	else
		base = w->base == K_VOID       ? ET_BASE_VOID
		       : w->base == K_BOOL     ? ET_BASE_BOOL
		       : w->base == K_CHAR     ? ET_BASE_CHAR
		       : w->base == K_INT64    ? ET_BASE_LLONG
		       : w->base == K_INT128   ? ET_BASE_INT128
		       : w->base == K_FLOAT    ? ET_BASE_FLOAT
		       : w->base == K_DOUBLE   ? ET_BASE_DOUBLE
		       : w->base == K_FLOAT128 ? ET_BASE_LDOUBLE
					       : ET_BASE_INT;
	*type = (struct c_type){.t = {.kind = ET_TYPE_INT, .base = base}};
	if (base >= ET_BASE_FLOAT)
		type->t.kind = ET_TYPE_FLOAT;
	type->t.is_char = base == ET_BASE_CHAR && !w->signs && !w->unsigneds;
	type->t.is_signed = type->t.kind == ET_TYPE_INT && base > ET_BASE_BOOL && !w->unsigneds &&
			    !type->t.is_char;
	if (type->t.kind == ET_TYPE_INT && base >= ET_BASE_SHORT)
		type->t.order = ET_ORDER_HOST;
	type->t.spelling = w->unsigneds ? names[base].is_unsigned
			   : w->signs	? names[base].is_signed
					: names[base].plain;
	if (w->complex)
		type->t.kind = ET_TYPE_UNKNOWN;
	return true;
}

static bool is_word(struct words *w, uint8_t keyword)
{
	switch (keyword) {
	case K_LONG:
		w->longs++;
		break;
	case K_SHORT:
		w->shorts++;
		break;
	case K_SIGNED:
		w->signs++;
		break;
	case K_UNSIGNED:
		w->unsigneds++;
		break;
	case K_COMPLEX:
		w->complex++;
		break;
	case K_INT:
		if (!w->base)
			w->base = K_INT;
		break;
	case K_VOID:
	case K_BOOL:
	case K_CHAR:
	case K_INT64:
	case K_INT128:
	case K_FLOAT:
	case K_DOUBLE:
	case K_FLOAT128:
		w->base = keyword;
		break;
	default:
		return false;
	}
	w->any = true;
	return true;
}

static const uint8_t mode_order[] = {
	[ET_BASE_CHAR] = ET_ORDER_NONE, [ET_BASE_SHORT] = ET_ORDER_HOST};

static void apply_mode(struct c_type *type, const struct c_attrs *attrs)
{
	if (!attrs->mode || type->t.kind != ET_TYPE_INT)
		return;
	type->t.base = (enum et_base)(attrs->mode - 1);
	if (type->t.order == ET_ORDER_NONE || type->t.base == ET_BASE_CHAR)
		type->t.order = (enum et_order)
			mode_order[type->t.base == ET_BASE_CHAR ? ET_BASE_CHAR : ET_BASE_SHORT];
}

/* A name where a type may stand. False: it is no type, so the specifiers end before it. */
static bool name_specifier(struct c_parser *p, struct c_specs *specs, bool *typed)
{
	struct c_sym *sym = p->t.sym;

	if (*typed) {
		enum c_kind next;

		/* Behind a name that nobody knows, a known type: the first was a macro. */
		if (!specs->is_guess || !(sym->typedefs || c_order(sym) != ET_ORDER_NONE))
			return false;
		next = c_peek(p);
		if (next != C_IDENT && next != C_STAR)
			return false;
	}
	specs->is_guess = !c_named_type(p, sym, &specs->type);
	*typed = true;
	c_advance(p);
	return true;
}

static void start_type(struct c_specs *specs, bool *typed)
{
	/* What stood before it was a macro that nobody defines. */
	if (specs->is_guess) {
		specs->is_guess = false;
		*typed = false;
	}
}

static bool keyword_specifier(
	struct c_parser *p, struct c_specs *specs, struct words *words, bool *typed)
{
	uint8_t keyword = p->t.sym->keyword;

	switch (keyword) {
	case K_TYPEDEF:
		start_type(specs, typed);
		specs->is_typedef = true;
		break;
	case K_EXTERN:
		start_type(specs, typed);
		specs->is_extern = true;
		c_advance(p);
		if (p->t.kind == C_STRING)
			c_advance(p);
		return true;
	case K_STORAGE:
	case K_EXTENSION:
		if (p->t.flags & C_FIRST)
			start_type(specs, typed);
		break;
	case K_STRUCT:
	case K_UNION:
	case K_ENUM:
		start_type(specs, typed);
		if (*typed || words->any)
			return c_fail(p, "two types in one declaration; is a ';' missing before?");
		*typed = true;
		return keyword == K_ENUM ? c_enum(p, specs)
					 : c_record(p, keyword == K_UNION, specs);
	case K_TYPEOF:
		c_advance(p);
		if (p->t.kind == C_LPAREN)
			c_skip_group(p);
		specs->type = (struct c_type){.t = {ET_TYPE_UNKNOWN, .spelling = "typeof"}};
		*typed = true;
		return true;
	default:
		start_type(specs, typed);
		if (*typed)
			return c_fail(p, "two types in one declaration; is a ';' missing before?");
		if (!is_word(words, keyword))
			return c_fail(p, "a declaration does not begin like this");
	}
	c_advance(p);
	return true;
}

bool c_specifiers(struct c_parser *p, struct c_specs *specs)
{
	struct words words = {0};
	bool typed = false;

	memset(specs, 0, sizeof(*specs));
	while (!p->why) {
		if (p->t.kind == C_IDENT && p->t.sym->keyword == K_NONE) {
			if (words.any || !name_specifier(p, specs, &typed))
				break;
		} else if (p->t.kind == C_IDENT && p->t.sym->keyword != K_STORAGE &&
			   p->t.sym->keyword != K_EXTENSION && c_attribute(p, &specs->attrs)) {
			continue;
		} else if (p->t.kind == C_IDENT) {
			if (!keyword_specifier(p, specs, &words, &typed))
				return false;
		} else if (p->t.kind == C_LBRACKET && !typed && !words.any &&
			   c_attribute(p, &specs->attrs)) {
			continue;
		} else {
			break;
		}
	}
	if (p->why)
		return false;
	if (words.any)
		builtin_type(&words, &specs->type);
	else if (!typed)
		return c_fail(p, "a declaration does not begin like this");
	apply_mode(&specs->type, &specs->attrs);
	return true;
}

/* What a declarator makes of its type, from the name outwards. */
struct derived {
	enum { POINTER, ARRAY, FUNCTION } kind;
	struct et_count count;
};

struct chain {
	struct derived items[MAX_DERIVED];
	unsigned n;
};

static bool derive(struct c_parser *p, struct chain *chain, int kind)
{
	if (chain->n >= MAX_DERIVED)
		return c_fail(p, "its declarator is nested too deeply");
	chain->items[chain->n++] = (struct derived){.kind = kind};
	return true;
}

static bool array_suffix(struct c_parser *p, struct chain *chain)
{
	struct c_taken taken;
	struct et_count *count;

	if (!derive(p, chain, ARRAY) || !c_take(p, C_STOP(C_RBRACKET), &taken))
		return false;
	if (!c_accept(p, C_RBRACKET))
		return c_fail(p, "a ']' is missing");
	count = &chain->items[chain->n - 1].count;
	count->kind = ET_COUNT_FIXED;
	if (!taken.n) {
		count->kind = ET_COUNT_OPEN;
		return true;
	}
	if (taken.n == 1 && taken.toks[0].kind == C_IDENT)
		count->name = taken.toks[0].sym->name;
	if (taken.is_number) {
		count->value = taken.number;
		return true;
	}
	count->expr = &c_new_expr(p->r, taken.toks, taken.n, taken.pos, taken.cond)->base;
	count->scope = &p->r->scope;
	return true;
}

static bool declare(struct c_parser *p, struct c_declarator *d, struct chain *chain, unsigned depth)
{
	unsigned stars = 0;

	if (depth > C_MAX_DEPTH)
		return c_fail(p, "its declarator is nested too deeply");
	for (;;) {
		if (p->t.kind == C_STAR || p->t.kind == C_CARET) {
			stars++;
			c_advance(p);
		} else if (!(p->t.kind == C_IDENT && c_attribute(p, &d->attrs))) {
			break;
		}
	}
	if (p->t.kind == C_IDENT && p->t.sym->keyword == K_NONE) {
		d->sym = p->t.sym;
		d->line = p->t.line;
		c_advance(p);
	} else if (p->t.kind == C_LPAREN) {
		enum c_kind next = c_peek(p);

		if (next == C_STAR || next == C_LPAREN || next == C_IDENT || next == C_CARET) {
			c_advance(p);
			/* A calling convention that nobody defines. */
			if (p->t.kind == C_IDENT && p->t.sym->keyword == K_NONE &&
				c_peek(p) == C_STAR && !c_starts_type(p))
				c_advance(p);
			if (c_starts_type(p)) {
				/* The parameters of a function without a name. */
				c_skip_to(p, C_STOP(C_RPAREN));
				if (!derive(p, chain, FUNCTION))
					return false;
			} else if (!declare(p, d, chain, depth + 1)) {
				return false;
			}
			if (!c_accept(p, C_RPAREN))
				return c_fail(p, "a ')' is missing");
		}
	}
	for (;;) {
		if (p->t.kind == C_LBRACKET) {
			if (!array_suffix(p, chain))
				return false;
		} else if (p->t.kind == C_LPAREN) {
			d->n_parameters = c_skip_parameters(p);
			if (!derive(p, chain, FUNCTION))
				return false;
		} else {
			break;
		}
	}
	while (stars--)
		if (!derive(p, chain, POINTER))
			return false;
	return true;
}

static void make_type(struct c_parser *p, const struct c_type *base, const struct chain *chain,
	struct c_type *type)
{
	struct et_count *counts;
	unsigned n = 0;
	unsigned i;

	*type = *base;
	while (n < chain->n && chain->items[n].kind == ARRAY)
		n++;
	if (n < chain->n && chain->items[n].kind == POINTER)
		*type = (struct c_type){.t = {.kind = ET_TYPE_POINTER,
						.base = ET_BASE_POINTER,
						.spelling = base->t.spelling}};
	else if (n < chain->n)
		type->function = true;
	if (type->t.kind == ET_TYPE_POINTER && n < chain->n && !p->quiet && base->t.spelling)
		type->t.spelling = et_sprintf(p->r->arena, "%s *", base->t.spelling);
	if (p->quiet && n == 0 && chain->n == 1 && type->t.kind == ET_TYPE_POINTER) {
		struct c_type *pointee = ET_NEW(p->r->arena, struct c_type);

		*pointee = *base;
		type->pointee = pointee;
	}
	if (!n)
		return;
	counts = ET_NEW_ARRAY(p->r->arena, n + type->n_counts, struct et_count);
	for (i = 0; i < n; i++)
		counts[i] = chain->items[i].count;
	if (type->n_counts)
		memcpy(counts + n, type->counts, type->n_counts * sizeof(*counts));
	type->counts = counts;
	type->n_counts += n;
}

/* Names behind a declarator that nobody defines are attributes of some kind. */
static void unknown_attributes(struct c_parser *p, struct c_attrs *attrs)
{
	unsigned n;

	for (n = 0; n < 8; n++) {
		if (c_attribute(p, attrs))
			continue;
		if (p->t.kind != C_IDENT || p->t.sym->keyword != K_NONE || (p->t.flags & C_FIRST))
			return;
		if (c_says_packed(p->t.sym))
			attrs->packed = true;
		c_advance(p);
		if (p->t.kind == C_LPAREN)
			c_skip_group(p);
	}
}

bool c_declarator(struct c_parser *p, const struct c_type *base, struct c_declarator *d)
{
	struct chain chain;
	uint64_t bits;

	*d = (struct c_declarator){.bits = ET_NO_BITS, .line = p->t.line};
	chain.n = 0;
	if (p->t.kind != C_COLON && !declare(p, d, &chain, 0))
		return false;
	make_type(p, base, &chain, &d->type);
	if (d->sym)
		unknown_attributes(p, &d->attrs);
	if (p->t.kind == C_COLON && !d->type.function) {
		if (!c_take_value(p, C_STOP(C_SEMI) | C_STOP(C_COMMA) | C_STOP(C_RBRACE), &bits))
			return false;
		if (bits > 128)
			return c_fail(p, "a bit-field is wider than its type");
		d->bits = (int32_t)bits;
		while (c_attribute(p, &d->attrs))
			;
	}
	apply_mode(&d->type, &d->attrs);
	return !p->why;
}

bool c_starts_type(struct c_parser *p)
{
	struct c_sym *sym;

	if (p->t.kind != C_IDENT)
		return false;
	sym = p->t.sym;
	switch (sym->keyword) {
	case K_NONE:
		if (p->src.keep_atomic && sym->macros && !(p->t.flags & C_NOEXPAND)) {
			uint8_t mask = c_eff(&p->src);

			/* A macro that the evaluator left in its place is a number. */
			if (c_macro_at(sym, p->src.pos, &mask, NULL))
				return false;
		}
		return (sym->typedefs && !sym->enumrs) || c_order(sym) != ET_ORDER_NONE;
	case K_STORAGE:
	case K_TYPEOF:
	case K_EXTENSION:
	case K_ATTRIBUTE:
		return sym->keyword == K_STORAGE || sym->keyword == K_TYPEOF;
	default:
		return sym->keyword >= K_STRUCT && sym->keyword <= K_UNSIGNED;
	}
}

bool c_type_name(struct c_parser *p, struct c_type *type)
{
	struct c_specs specs;
	struct c_declarator d;

	if (!c_specifiers(p, &specs) || !c_declarator(p, &specs.type, &d) || d.sym)
		return false;
	*type = d.type;
	return true;
}
