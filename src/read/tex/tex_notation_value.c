/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Constants' values. What a listing says is kept until the whole text is read, as it may use names
 * that come later; then every expression is worked out once.
 */
#include "tex_notation.h"

#include <ctype.h>
#include <string.h>

enum {
	DEEPEST_EXPRESSION = 48,
	DEEPEST_MACRO = 24,
	MOST_PARAMETERS = 8,
	WORK = 4000000, /* steps for all expressions of a text */
};

struct argument {
	const struct tex_token *name;
	uint64_t value;
};

/* The state of one expression. */
struct eval {
	struct tex_values *values; /* NULL: only the form is looked at */
	const struct tex_token *at, *end;
	const struct argument *arguments;
	size_t n_arguments;
	unsigned depth, macros;
	bool ok;       /* the form holds so far */
	bool known;    /* and there is a value */
	bool negative; /* a minus stands before it */
};

bool tex_c_number(const struct tex_token *token, uint64_t *value)
{
	const char *p = token->text, *end = p + token->length;
	unsigned base = 10;

	*value = 0;
	if (token->kind != TEX_T_NUMBER)
		return false;
	while (end > p + 1 && strchr("uUlL", end[-1]))
		end--;
	if (end - p > 2 && p[0] == '0' && (p[1] == 'x' || p[1] == 'X')) {
		base = 16;
		p += 2;
	} else if (end - p > 2 && p[0] == '0' && (p[1] == 'b' || p[1] == 'B')) {
		base = 2;
		p += 2;
	} else if (end - p > 1 && p[0] == '0') {
		base = 8;
	}
	for (; p < end; p++) {
		unsigned char c = (unsigned char)*p;
		unsigned digit = isdigit(c) ? c - 48U : isxdigit(c) ? tolower(c) - 'a' + 10U : 99U;

		if (digit >= base || *value > (UINT64_MAX - digit) / base)
			return false;
		*value = *value * base + digit;
	}
	return true;
}

static uint64_t ternary(struct eval *eval);

static bool at(const struct eval *eval, const char *text)
{
	return eval->at < eval->end && tex_c_token_is(eval->at, text);
}

static bool accept(struct eval *eval, const char *text)
{
	if (!at(eval, text))
		return false;
	eval->at++;
	return true;
}

static uint64_t unknown(struct eval *eval)
{
	eval->known = false;
	return 0;
}

static uint64_t bad(struct eval *eval)
{
	eval->ok = false;
	return unknown(eval);
}

static void solve(struct tex_values *values, struct tex_macro *macro, unsigned depth);

/* A function-like macro with its arguments, "(" is behind us. */
static uint64_t call(struct eval *eval, const struct tex_token *name)
{
	struct argument arguments[MOST_PARAMETERS];
	const struct tex_macro *macro =
		eval->values ? et_map_get(&eval->values->by_name, name->text, name->length) : NULL;
	struct eval inside = {.values = eval->values,
		.arguments = arguments,
		.depth = eval->depth,
		.macros = eval->macros + 1,
		.ok = true,
		.known = true};
	size_t n = 0;
	uint64_t value;

	while (eval->ok && !at(eval, ")")) {
		value = ternary(eval);
		if (n < MOST_PARAMETERS)
			arguments[n].value = value;
		n++;
		if (!accept(eval, ","))
			break;
	}
	if (!eval->ok || !accept(eval, ")"))
		return bad(eval);
	if (!eval->known)
		return 0;
	if (!macro && n == 1 &&
		(tex_c_token_is(name, "BIT") || tex_c_token_is(name, "BIT_ULL") ||
			tex_c_token_is(name, "_BITUL") || tex_c_token_is(name, "_BITULL")))
		return arguments[0].value < 64 ? UINT64_C(1) << arguments[0].value : unknown(eval);
	if (!macro || !macro->function || macro->n_params != n || n > MOST_PARAMETERS ||
		inside.macros > DEEPEST_MACRO)
		return unknown(eval);
	inside.n_arguments = n;
	for (n = 0; n < macro->n_params; n++)
		arguments[n].name = &macro->params[n];
	inside.at = macro->body;
	inside.end = macro->body + macro->n_body;
	value = ternary(&inside);
	return inside.ok && inside.known && inside.at == inside.end ? value : unknown(eval);
}

static uint64_t name_value(struct eval *eval, const struct tex_token *name)
{
	struct tex_macro *macro;
	size_t i;

	for (i = 0; i < eval->n_arguments; i++) {
		const struct tex_token *argument = eval->arguments[i].name;

		if (argument->length == name->length &&
			memcmp(argument->text, name->text, name->length) == 0)
			return eval->arguments[i].value;
	}
	if (!eval->values)
		return unknown(eval);
	macro = et_map_get(&eval->values->by_name, name->text, name->length);
	if (!macro)
		return unknown(eval);
	solve(eval->values, macro, eval->macros + 1);
	if (macro->state != 2 || !macro->has_value)
		return unknown(eval);
	eval->negative = eval->negative || macro->negative;
	return macro->value;
}

static uint64_t character(struct eval *eval, const struct tex_token *token)
{
	if (token->text[0] != '\'')
		return unknown(eval);
	if (token->length == 3)
		return (unsigned char)token->text[1];
	return unknown(eval);
}

/* "(u32)": the type in parentheses has no say. */
static bool cast(struct eval *eval)
{
	struct et_type type;

	if (eval->end - eval->at < 3 || !at(eval, "(") || eval->at[1].kind != TEX_T_WORD ||
		!tex_c_token_is(&eval->at[2], ")") ||
		!tex_c_int_type(eval->at[1].text, eval->at[1].length, &type))
		return false;
	eval->at += 3;
	return true;
}

static uint64_t primary(struct eval *eval)
{
	const struct tex_token *token = eval->at;
	uint64_t value;

	if (token >= eval->end)
		return bad(eval);
	eval->at++;
	if (tex_c_token_is(token, "(")) {
		value = ternary(eval);
		return accept(eval, ")") ? value : bad(eval);
	}
	if (token->kind == TEX_T_NUMBER)
		return tex_c_number(token, &value) ? value : bad(eval);
	if (token->kind == TEX_T_TEXT)
		return character(eval, token);
	if (token->kind != TEX_T_WORD || tex_c_token_is(token, "sizeof"))
		return bad(eval);
	if (at(eval, "(")) {
		eval->at++;
		return call(eval, token);
	}
	return name_value(eval, token);
}

static uint64_t unary(struct eval *eval)
{
	uint64_t value;

	if (++eval->depth > DEEPEST_EXPRESSION ||
		(eval->values && !(eval->values->work && eval->values->work--))) {
		value = bad(eval);
	} else if (accept(eval, "-")) {
		value = 0 - unary(eval);
		eval->negative = true;
	} else if (accept(eval, "+")) {
		value = unary(eval);
	} else if (accept(eval, "~")) {
		value = ~unary(eval);
	} else if (accept(eval, "!")) {
		value = !unary(eval);
	} else if (cast(eval)) {
		value = unary(eval);
	} else {
		value = primary(eval);
	}
	eval->depth--;
	return value;
}

static uint64_t apply(struct eval *eval, const struct tex_token *op, uint64_t left, uint64_t right)
{
	char first = op->text[0];

	if (op->length == 2) {
		if (first == '<' && op->text[1] == '<')
			return right < 64 ? left << right : unknown(eval);
		if (first == '>' && op->text[1] == '>')
			return right < 64 ? left >> right : unknown(eval);
		switch (first) {
		case '=':
			return left == right;
		case '!':
			return left != right;
		case '<':
			return left <= right;
		case '>':
			return left >= right;
		case '&':
			return left && right;
		default:
			return left || right;
		}
	}
	switch (first) {
	case '*':
		return left * right;
	case '/':
		return right ? left / right : unknown(eval);
	case '%':
		return right ? left % right : unknown(eval);
	case '+':
		return left + right;
	case '-':
		eval->negative = eval->negative || left < right;
		return left - right;
	case '<':
		return left < right;
	case '>':
		return left > right;
	case '&':
		return left & right;
	case '^':
		return left ^ right;
	default:
		return left | right;
	}
}

static unsigned rank_of(const struct tex_token *token)
{
	static const struct {
		const char *text;
		unsigned rank;
	} operators[] = {{"||", 1}, {"&&", 2}, {"|", 3}, {"^", 4}, {"&", 5}, {"==", 6}, {"!=", 6},
		{"<", 7}, {">", 7}, {"<=", 7}, {">=", 7}, {"<<", 8}, {">>", 8}, {"+", 9}, {"-", 9},
		{"*", 10}, {"/", 10}, {"%", 10}};
	size_t i;

	if (token->kind != TEX_T_PUNCT)
		return 0;
	for (i = 0; i < sizeof(operators) / sizeof(*operators); i++) {
		if (tex_c_token_is(token, operators[i].text))
			return operators[i].rank;
	}
	return 0;
}

static uint64_t binary(struct eval *eval, unsigned least)
{
	uint64_t left = unary(eval);

	while (eval->ok && eval->at < eval->end) {
		const struct tex_token *op = eval->at;
		unsigned rank = rank_of(op);
		uint64_t right;

		if (!rank || rank < least)
			break;
		eval->at++;
		right = binary(eval, rank + 1);
		if (eval->ok)
			left = apply(eval, op, left, right);
	}
	return left;
}

static uint64_t ternary(struct eval *eval)
{
	uint64_t value, other;

	if (eval->depth++ > DEEPEST_EXPRESSION) {
		eval->depth--;
		return bad(eval);
	}
	value = binary(eval, 1);
	if (eval->ok && accept(eval, "?")) {
		uint64_t chosen = ternary(eval);

		other = eval->ok && accept(eval, ":") ? ternary(eval) : bad(eval);
		value = value ? chosen : other;
	}
	eval->depth--;
	return value;
}

size_t tex_c_expression(const struct tex_token *tokens, size_t count)
{
	struct eval eval = {.at = tokens, .end = tokens + count, .ok = true};
	const struct tex_token *good = tokens;

	/* "0 (for …)": what is behind the last whole operand is no part of it. */
	ternary(&eval);
	if (eval.ok)
		good = eval.at;
	return (size_t)(good - tokens);
}

static const struct tex_token *copy(
	struct et_arena *arena, const struct tex_token *tokens, size_t count, size_t *kept)
{
	struct tex_token *copies = ET_NEW_ARRAY(arena, count ? count : 1, struct tex_token);
	size_t i;

	*kept = 0;
	for (i = 0; i < count; i++) {
		if (tokens[i].kind != TEX_T_COMMENT)
			copies[(*kept)++] = tokens[i];
	}
	return copies;
}

struct tex_macro *tex_c_keep(
	struct tex_values *values, uint32_t constant, const struct tex_token *tokens, size_t count)
{
	const struct et_spec_constant *spec = &values->builder->constants.items[constant];
	struct tex_macro *macro = ET_NEW(values->arena, struct tex_macro);
	void **slot;

	*ET_APPEND(values->arena, &values->macros) = macro;
	macro->name = spec->constant.def.name;
	macro->constant = constant;
	macro->body = copy(values->arena, tokens, count, &macro->n_body);
	if (!spec->superseded) {
		slot = et_map_slot(
			&values->by_name, values->arena, macro->name, strlen(macro->name));
		if (!*slot)
			*slot = macro;
	}
	return macro;
}

static void evaluate(struct tex_values *values, struct tex_macro *macro, unsigned depth)
{
	struct eval eval = {.values = values,
		.at = macro->body,
		.end = macro->body + macro->n_body,
		.macros = depth,
		.ok = true,
		.known = true};

	if (macro->function || depth > DEEPEST_MACRO || !macro->n_body)
		return;
	macro->value = ternary(&eval);
	macro->has_value = eval.ok && eval.known && eval.at == eval.end;
	macro->negative = eval.negative && (int64_t)macro->value < 0;
}

static void solve(struct tex_values *values, struct tex_macro *macro, unsigned depth)
{
	/* An enumerator counts on from the nearest one with a value: by a loop, as lists are long.
	 */
	struct tex_macro *base = macro;
	uint64_t steps = 0;

	if (macro->state)
		return;
	if (depth > DEEPEST_MACRO)
		return;
	while (base->after && base->state != 2) {
		base = base->after;
		if (++steps > values->work + 1) {
			values->work = 0; /* spent in vain, and not to be spent again */
			return;
		}
	}
	values->work -= steps < values->work ? steps : values->work;
	if (!base->state) {
		base->state = 1;
		evaluate(values, base, depth);
		base->state = 2;
	}
	if (base != macro && base->state == 2) {
		macro->has_value = base->has_value;
		macro->value = base->value + steps;
		macro->negative = base->negative && (int64_t)macro->value < 0;
		macro->state = 2;
	}
}

/* "1 << n" is a mask, and as such a flag. */
static bool is_mask(const struct tex_macro *macro)
{
	const struct tex_token *body = macro->body;
	size_t count = macro->n_body;
	uint64_t one;

	while (count >= 2 && tex_c_token_is(body, "(") && tex_c_token_is(&body[count - 1], ")")) {
		body++;
		count -= 2;
	}
	return count >= 3 && tex_c_number(body, &one) && one == 1 && tex_c_token_is(&body[1], "<<");
}

static void settle(struct tex_values *values, struct tex_macro *macro)
{
	struct tex_builder *builder = values->builder;
	struct et_spec_constant *spec = &builder->constants.items[macro->constant];
	const char *name = spec->constant.def.name;
	void **slot;

	solve(values, macro, 0);
	spec->has_value = macro->has_value;
	if (!macro->has_value)
		return;
	spec->constant.value.bits = spec->last = macro->value;
	spec->constant.value.is_unsigned = !macro->negative;
	if (is_mask(macro)) {
		spec->constant.representation = ET_REP_MASK;
		spec->constant.kind = ET_CONST_FLAG;
	}
	if (spec->superseded)
		return;
	slot = et_map_slot(&builder->names, builder->arena, name, strlen(name));
	if (!*slot)
		*slot = (void *)((uintptr_t)macro->constant + 1);
}

void tex_c_work_out(struct tex_values *values)
{
	size_t i;

	values->work = WORK;
	for (i = 0; i < values->macros.count; i++)
		settle(values, values->macros.items[i]);
	for (i = 0; i < values->counts.count; i++) {
		struct tex_sized *sized = &values->counts.items[i];
		struct eval eval = {.values = values,
			.at = sized->tokens,
			.end = sized->tokens + sized->n_tokens,
			.ok = true,
			.known = true};
		uint64_t value = ternary(&eval);

		if (eval.ok && eval.known && eval.at == eval.end) {
			sized->count->kind = ET_COUNT_FIXED;
			sized->count->value = value;
		}
	}
}
