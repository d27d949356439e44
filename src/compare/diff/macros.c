/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Texts of macros that have no value of their own: whether two say the same in other words, and
 * otherwise how they differ. Texts are cut into tokens; parameters count by their position.
 */
#include "differ.h"

#include "expr.h"
#include "str.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum token_kind { NAME, PARAMETER, NUMBER, STRING, OPEN, CLOSE, OTHER };

struct token {
	enum token_kind kind;
	const char *text;
	size_t length;
	uint64_t number; /* of a number; a parameter's position */
};

struct tokens {
	ET_ARRAY(struct token) list;
};

enum { MOST_TOKENS = 4096, MOST_ROUNDS = 8 };

/* The position of a name among the parameters, from 1; 0: it is none. */
static size_t parameter(const char *parameters, const char *name, size_t length)
{
	size_t position = 0;

	while (parameters && *parameters) {
		size_t here = 0;

		if (!et_is_name_character(*parameters)) {
			parameters++;
			continue;
		}
		while (et_is_name_character(parameters[here]))
			here++;
		position++;
		if (here == length && memcmp(parameters, name, length) == 0)
			return position;
		parameters += here;
	}
	return 0;
}

size_t et_count_parameters(const struct et_constant *constant)
{
	const char *text = constant->parameters;
	size_t count = 0;

	for (; text && *text; text++) {
		if (et_is_name_character(*text) && !et_is_name_character(text[-1]))
			count++;
		else if (*text == '.' && text[-1] != '.' && !et_is_name_character(text[-1]))
			count++;
	}
	return count;
}

static size_t quoted_length(const char *text)
{
	size_t length = 1;

	while (text[length] && text[length] != *text) {
		length += text[length] == '\\' && text[length + 1];
		length++;
	}
	return length + (text[length] == *text);
}

static struct token next_token(const char *text, const char *parameters)
{
	struct token token = {.kind = OTHER, .text = text, .length = 1};
	char *end;

	if (isdigit((unsigned char)*text)) {
		token.kind = NUMBER;
		token.number = strtoull(text, &end, 0);
		token.length = (size_t)(end - text);
		/* A suffix changes the type, not the number. */
		while (et_is_name_character(text[token.length]))
			token.length++;
	} else if (et_is_name_character(*text)) {
		while (et_is_name_character(text[token.length]))
			token.length++;
		token.number = parameter(parameters, text, token.length);
		token.kind = token.number ? PARAMETER : NAME;
	} else if (*text == '"' || *text == '\'') {
		token.kind = STRING;
		token.length = quoted_length(text);
	} else if (*text == '(' || *text == ')') {
		token.kind = *text == '(' ? OPEN : CLOSE;
	}
	return token;
}

static void cut(struct et_arena *arena, const struct et_constant *constant, struct tokens *tokens)
{
	const char *text = constant->text ? constant->text : "";

	while (*text && tokens->list.count < MOST_TOKENS) {
		struct token token;

		if (isspace((unsigned char)*text) || *text == '\\') {
			text++;
			continue;
		}
		token = next_token(text, constant->parameters);
		*ET_APPEND(arena, &tokens->list) = token;
		text += token.length;
	}
}

/* The bracket that closes the one at first, or the count. */
static size_t closing(const struct tokens *tokens, size_t first)
{
	size_t depth = 0, i;

	for (i = first; i < tokens->list.count; i++) {
		depth += tokens->list.items[i].kind == OPEN;
		if (tokens->list.items[i].kind == CLOSE && --depth == 0)
			return i;
	}
	return i;
}

static void drop(struct tokens *tokens, size_t index)
{
	struct token *items = tokens->list.items;

	memmove(items + index, items + index + 1, (--tokens->list.count - index) * sizeof(*items));
}

/* Brackets that change nothing: around all, around one operand, around brackets. */
static bool drop_redundant(struct tokens *tokens)
{
	size_t i;

	for (i = 0; i < tokens->list.count; i++) {
		const struct token *items = tokens->list.items;
		size_t end;

		if (items[i].kind != OPEN ||
			(i && (items[i - 1].kind == NAME || items[i - 1].kind == PARAMETER)))
			continue;
		end = closing(tokens, i);
		if (end >= tokens->list.count)
			return false;
		if ((i == 0 && end == tokens->list.count - 1) ||
			(end == i + 2 && items[i + 1].kind != OTHER) ||
			(items[i + 1].kind == OPEN && closing(tokens, i + 1) == end - 1)) {
			drop(tokens, end);
			drop(tokens, i);
			return true;
		}
	}
	return false;
}

/* typeof and __typeof__ are one word of the compiler's. */
static void strip(const char **text, size_t *length)
{
	while (*length > 4 && **text == '_') {
		++*text;
		--*length;
	}
	while (*length > 2 && (*text)[*length - 1] == '_')
		--*length;
}

static bool same_name(const struct token *left, const struct token *right)
{
	const char *l = left->text, *r = right->text;
	size_t l_length = left->length, r_length = right->length;

	strip(&l, &l_length);
	strip(&r, &r_length);
	return l_length == r_length && memcmp(l, r, l_length) == 0;
}

static bool same_token(const struct token *left, const struct token *right)
{
	if (left->kind != right->kind)
		return false;
	if (left->kind == NUMBER || left->kind == PARAMETER)
		return left->number == right->number;
	if (left->kind == NAME && *left->text == '_' && *right->text != '_')
		return same_name(left, right);
	if (left->kind == NAME && *right->text == '_' && *left->text != '_')
		return same_name(left, right);
	return left->length == right->length && memcmp(left->text, right->text, left->length) == 0;
}

static bool all_same(const struct tokens *left, const struct tokens *right)
{
	size_t i;

	if (left->list.count != right->list.count)
		return false;
	for (i = 0; i < left->list.count; i++) {
		if (!same_token(&left->list.items[i], &right->list.items[i]))
			return false;
	}
	return true;
}

static void drop_brackets(struct tokens *tokens)
{
	size_t kept = 0, i;

	for (i = 0; i < tokens->list.count; i++) {
		enum token_kind kind = tokens->list.items[i].kind;

		if (kind != OPEN && kind != CLOSE)
			tokens->list.items[kept++] = tokens->list.items[i];
	}
	tokens->list.count = kept;
}

/* Whether only numbers and strings differ, each in its place. */
static bool same_but_values(const struct tokens *left, const struct tokens *right)
{
	size_t i;

	if (left->list.count != right->list.count)
		return false;
	for (i = 0; i < left->list.count; i++) {
		const struct token *l = &left->list.items[i];
		const struct token *r = &right->list.items[i];

		if (l->kind != r->kind ||
			(l->kind != NUMBER && l->kind != STRING && !same_token(l, r)))
			return false;
	}
	return true;
}

static enum et_text_change compare_texts(
	struct et_arena *arena, const struct et_constant *from, const struct et_constant *to)
{
	struct tokens left = {0}, right = {0};
	unsigned round;

	cut(arena, from, &left);
	cut(arena, to, &right);
	for (round = 0; round < MOST_ROUNDS && drop_redundant(&left); round++)
		;
	for (round = 0; round < MOST_ROUNDS && drop_redundant(&right); round++)
		;
	if (all_same(&left, &right))
		return ET_TEXT_SAME;
	/* The same computation of other numbers. */
	if (from->spelling == ET_SPELLED_FUNCTION_MACRO && same_but_values(&left, &right))
		return ET_TEXT_NUMBERS;
	drop_brackets(&left);
	drop_brackets(&right);
	return all_same(&left, &right) ? ET_TEXT_GROUPED : ET_TEXT_OTHER;
}

/*
 * Calls both with the same numbers. Returns whether there is a number for which both have a value,
 * and in *same whether the values are the same for all such.
 */
static bool try_calls(const struct et_differ *differ, const struct et_constant *from,
	const struct et_constant *to, bool *same)
{
	static const uint64_t samples[] = {0, 1, 2, 3, 5, 8, 15, 16, 31, 100, 255, 4097};
	enum { SAMPLES = sizeof(samples) / sizeof(*samples), MOST_PARAMETERS = 4 };
	size_t n = et_count_parameters(from);
	uint64_t arguments[MOST_PARAMETERS];
	bool called = false;
	unsigned id = 0;
	size_t i, k;

	*same = true;
	if (from->spelling != to->spelling || n > MOST_PARAMETERS || n != et_count_parameters(to))
		return false;
	while (!(differ->options->abis & ET_ABI_BIT(id)))
		id++;
	for (i = 0; i < SAMPLES; i++) {
		struct et_value left, right;

		for (k = 0; k < n; k++)
			arguments[k] = samples[(i * (k + 1) + k) % SAMPLES];
		if (!et_macro_call(from, arguments, n, et_abi((enum et_abi_id)id), &left) ||
			!et_macro_call(to, arguments, n, et_abi((enum et_abi_id)id), &right))
			continue;
		called = true;
		*same &= left.bits == right.bits;
	}
	return called;
}

enum et_text_change et_compare_macros(const struct et_differ *differ,
	const struct et_constant *from, const struct et_constant *to)
{
	bool same;

	if (et_streq(from->text, to->text) && et_streq(from->parameters, to->parameters))
		return ET_TEXT_SAME;
	if (from->spelling == ET_SPELLED_FUNCTION_MACRO && try_calls(differ, from, to, &same))
		return same ? ET_TEXT_SAME : ET_TEXT_NUMBERS;
	return compare_texts(differ->arena, from, to);
}
