/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Macros: definitions out of directives, and one step of replacement. What comes out may use macros
 * again: whoever reads it asks for the next step.
 */
#include "use_int.h"

#include "str.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_BODY_TOKENS = 16384, MOST_VARIANTS = 16 };

/* An argument's tokens. */
struct argument {
	uint32_t from;
	uint32_t to;
};

struct expansion {
	struct use_parser *p;
	struct use_macro *macro;
	struct argument arguments[USE_MOST_PARAMETERS + 1];
	unsigned n_arguments;
	struct use_code *out;
	size_t capacity;
	uint32_t limit; /* of tokens that may come out */
	bool too_long;
};

/* "(", names and ")" of a function-like macro. Returns the index behind, or 0 when it is odd. */
static uint32_t parse_parameters(
	struct use *u, struct use_macro *macro, const struct use_token *words, uint32_t count)
{
	uint32_t names[USE_MOST_PARAMETERS];
	unsigned n = 0;
	uint32_t i;

	for (i = 2; i < count && words[i].kind != USE_CLOSE; i++) {
		if (words[i].kind == USE_ELLIPSIS) {
			macro->variadic = true;
			/* name...: its own name for them. */
			if (words[i - 1].kind == USE_NAME && n)
				n--;
			else
				names[n < USE_MOST_PARAMETERS ? n : 0] =
					use_intern_text(&u->names, "__VA_ARGS__");
		} else if (words[i].kind == USE_NAME && n < USE_MOST_PARAMETERS - 1) {
			names[n++] = words[i].name;
		} else if (words[i].kind != USE_COMMA) {
			return 0;
		}
	}
	if (i == count)
		return 0;
	macro->n_parameters = (uint8_t)n;
	macro->parameters = ET_NEW_ARRAY(use_store(u, macro->file), n + 1, uint32_t);
	memcpy(macro->parameters, names, (n + macro->variadic) * sizeof(*names));
	return i + 1;
}

static uint32_t parameter_of(const struct use_macro *macro, uint32_t name)
{
	unsigned count = macro->n_parameters + macro->variadic;
	unsigned i;

	for (i = 0; i < count; i++)
		if (macro->parameters[i] == name)
			return i + 1;
	return 0;
}

struct use_macro *use_parse_macro(
	struct use *u, const struct use_source *source, const struct use_directive *directive)
{
	const struct use_token *words = source->words.tokens + directive->from;
	uint32_t count = directive->count;
	uint32_t from = 1;
	struct use_macro *macro;
	uint32_t i;

	if (!count || words[0].kind != USE_NAME || count > MOST_BODY_TOKENS)
		return NULL;
	macro = ET_NEW(use_store(u, source->file), struct use_macro);
	macro->name = words[0].name;
	macro->file = source->file;
	macro->at = words[0].at;
	if (count > 1 && words[1].kind == USE_OPEN &&
		words[1].at == words[0].at + use_name_at(&u->names, words[0].name)->length) {
		macro->function = true;
		from = parse_parameters(u, macro, words, count);
		if (!from)
			return NULL;
	}
	macro->count = count - from;
	macro->body = ET_NEW_ARRAY(use_store(u, macro->file), macro->count, struct use_token);
	for (i = 0; i < macro->count; i++) {
		struct use_token *token = &macro->body[i];

		*token = words[from + i];
		token->body = 1;
		if (token->kind == USE_NAME)
			token->up = parameter_of(macro, token->name);
		else if (token->kind == USE_NUMBER)
			token->name = use_intern(&u->names, source->text + token->at,
				use_word_length(source, token->at));
	}
	return macro;
}

struct use_macro *use_macro_at(struct use_parser *p, uint32_t i)
{
	struct use_macro *best = NULL;
	const struct use_symbol *nearest;
	const struct use_symbol *symbol = NULL;
	unsigned n;

	if (!use_is_plain(p, i) || p->tokens[i].barred)
		return NULL;
	nearest = use_look(p->u, p->tokens[i].name, USE_SYM_MACRO);
	/* Of several in one file, such as those of #if and #else, the one that does something. */
	for (n = 0; nearest && n < MOST_VARIANTS; n++) {
		struct use_macro *macro;

		symbol = use_next(p->u, p->tokens[i].name, symbol, USE_SYM_MACRO);
		if (!symbol)
			break;
		macro = symbol->more.macro;
		if ((macro->function && use_kind(p, i + 1) != USE_OPEN) ||
			symbol->file != nearest->file)
			continue;
		if (!best || (best->count <= 1 && macro->count > best->count))
			best = macro;
	}
	return best;
}

static struct use_token *put(struct expansion *e, const struct use_token *token)
{
	struct use_code *out = e->out;

	if (out->count >= e->limit) {
		e->too_long = true;
		return NULL;
	}
	if (out->count + 1 >= e->capacity) {
		size_t capacity = e->capacity ? e->capacity * 2 : 256;
		struct use_token *larger = realloc(out->tokens, capacity * sizeof(*out->tokens));

		if (!larger) {
			fprintf(stderr, "etalon: out of memory (%zu tokens wanted)\n", capacity);
			abort();
		}
		out->tokens = larger;
		e->capacity = capacity;
	}
	out->tokens[out->count] = *token;
	return &out->tokens[out->count++];
}

static void split_arguments(struct expansion *e, uint32_t open, uint32_t close)
{
	struct use_parser *p = e->p;
	unsigned most = e->macro->n_parameters + e->macro->variadic;
	uint32_t from = open + 1;
	uint32_t i;

	for (i = from; i < close; i++) {
		enum use_token_kind kind = use_kind(p, i);

		if (kind == USE_OPEN || kind == USE_OPEN_INDEX || kind == USE_OPEN_BRACE) {
			/* Only parentheses keep commas together. */
			if (kind == USE_OPEN)
				i = use_behind(p, i) - 1;
			continue;
		}
		if (kind != USE_COMMA || e->n_arguments + 1 >= most)
			continue;
		e->arguments[e->n_arguments++] = (struct argument){from, i};
		from = i + 1;
	}
	if (from < close || most)
		e->arguments[e->n_arguments++] = (struct argument){from, close};
}

static const char *word_of(const struct expansion *e, const struct use_token *token, size_t *length)
{
	struct use *u = e->p->u;

	if (token->kind == USE_NAME || (token->kind == USE_NUMBER && token->name)) {
		*length = use_name_at(&u->names, token->name)->length;
		return use_name_text(&u->names, token->name);
	}
	if (token->kind == USE_NUMBER && e->p->source && !token->body) {
		*length = use_word_length(e->p->source, token->at);
		return e->p->source->text + token->at;
	}
	return NULL;
}

/* The last token that was put and another become one. */
static void paste(struct expansion *e, const struct use_token *right)
{
	struct use_token *left = &e->out->tokens[e->out->count - 1];
	struct use *u = e->p->u;
	char text[256] = {0};
	size_t first = 0;
	size_t second = 0;
	const char *head = word_of(e, left, &first);
	const char *tail = word_of(e, right, &second);

	if (!head || !tail || first + second + 16 > sizeof(text)) {
		left->kind = USE_OTHER;
		return;
	}
	memcpy(text + 8, head, first);
	memcpy(text + 8 + first, tail, second);
	left->kind = text[8] >= '0' && text[8] <= '9' ? USE_NUMBER : USE_NAME;
	left->name = use_intern(&u->names, text + 8, first + second);
	left->keyword = left->kind == USE_NAME ? use_name_at(&u->names, left->name)->keyword : 0;
	left->body = 1;
	left->region = e->macro->serial;
	left->barred = 0;
}

/* What a token of the body comes to: itself, or an argument's. */
static void put_token(struct expansion *e, const struct use_token *token, bool pasted)
{
	const struct argument *argument;
	struct use_token *placed;
	uint32_t i;

	if (!token->up || token->kind != USE_NAME) {
		if (pasted && e->out->count) {
			paste(e, token);
			return;
		}
		placed = put(e, token);
		if (!placed)
			return;
		placed->region = e->macro->serial;
		if (placed->kind == USE_NAME && placed->name == e->macro->name)
			placed->barred = 1;
		return;
	}
	if (token->up > e->n_arguments)
		return;
	argument = &e->arguments[token->up - 1];
	for (i = argument->from; i < argument->to && !e->too_long; i++) {
		if (pasted && i == argument->from && e->out->count)
			paste(e, &e->p->tokens[i]);
		else
			put(e, &e->p->tokens[i]);
	}
}

static bool is_empty(const struct expansion *e, const struct use_token *token)
{
	return token->kind == USE_NAME && token->up &&
	       (token->up > e->n_arguments ||
		       e->arguments[token->up - 1].from >= e->arguments[token->up - 1].to);
}

static void replace(struct expansion *e)
{
	const struct use_macro *macro = e->macro;
	uint32_t i;

	for (i = 0; i < macro->count && !e->too_long; i++) {
		const struct use_token *token = &macro->body[i];

		if (token->kind == USE_HASH && macro->function && i + 1 < macro->count &&
			macro->body[i + 1].up) {
			struct use_token string = *token;

			string.kind = USE_STRING;
			put(e, &string);
			i++;
		} else if (token->kind == USE_PASTE && i && i + 1 < macro->count) {
			const struct use_token *before = &macro->body[i - 1];
			const struct use_token *after = &macro->body[++i];
			bool variadic = after->up == macro->n_parameters + 1u && macro->variadic;

			/* , ## __VA_ARGS__ */
			if (before->kind == USE_COMMA && variadic) {
				if (is_empty(e, after) && e->out->count)
					e->out->count--;
				else
					put_token(e, after, false);
			} else if (!is_empty(e, after)) {
				put_token(e, after, !is_empty(e, before));
			}
		} else {
			put_token(e, token, false);
		}
	}
}

struct use_code use_expand(
	struct use_parser *p, struct use_macro *macro, uint32_t from, uint32_t *behind)
{
	struct use *u = p->u;
	struct expansion e = {.p = p,
		.macro = macro,
		.out = &u->scratch,
		.capacity = u->scratch_capacity,
		.limit = u->steps < USE_LONGEST_EXPANSION ? u->steps : USE_LONGEST_EXPANSION};
	struct use_code code = {0};

	*behind = from + 1;
	if (macro->function) {
		if (use_kind(p, from + 1) != USE_OPEN)
			return code;
		*behind = use_behind(p, from + 1);
		if (!u->steps)
			return code;
		split_arguments(&e, from + 1, *behind - 1);
	}
	if (!macro->serial && u->macros.count < UINT16_MAX) {
		*ET_APPEND(&u->arena, &u->macros) = macro;
		macro->serial = (uint16_t)u->macros.count;
	}
	u->scratch.count = 0;
	replace(&e);
	u->scratch_capacity = e.capacity;
	if (e.too_long || u->scratch.count + 16 > u->steps) {
		u->steps = 0;
		return code;
	}
	u->steps -= u->scratch.count + 16;
	code.count = u->scratch.count;
	code.tokens = ET_NEW_ARRAY(&u->temp, (size_t)code.count + 1, struct use_token);
	if (code.count)
		memcpy(code.tokens, u->scratch.tokens, code.count * sizeof(*code.tokens));
	use_link(&code);
	return code;
}
