/* SPDX-License-Identifier: BSD-3-Clause */
/* Tells what a listing is written in. */
#include "tex_notation.h"

#include <ctype.h>
#include <string.h>

struct signs {
	size_t asn1, tree;
	size_t defines, functions; /* #define NAME, #define NAME(x) */
	size_t aggregates;	   /* struct, union, enum with a body, at the top */
	size_t groups;		   /* le16 { … } at the top */
	size_t members;		   /* "le32 x;" at the top */
	size_t assigned;	   /* "VIRTIO_X = 1" */
	size_t statements, calls;  /* "x = y;", "f(x);" */
	size_t code;		   /* what only code has */
	size_t operators, words, drawn;
	size_t semicolons;
};

static bool is_word(const struct tex_token *token)
{
	return token->kind == TEX_T_WORD;
}

static bool is_aggregate(const struct tex_token *token)
{
	return tex_c_token_is(token, "struct") || tex_c_token_is(token, "union") ||
	       tex_c_token_is(token, "enum");
}

static bool is_type(const struct tex_token *token)
{
	struct et_type type;

	return is_word(token) && tex_c_int_type(token->text, token->length, &type);
}

static bool is_upper_name(const struct tex_token *token)
{
	bool underscore = false;
	uint32_t i;

	if (!is_word(token))
		return false;
	for (i = 0; i < token->length; i++) {
		if (islower((unsigned char)token->text[i]) && i < 3)
			return false;
		underscore = underscore || token->text[i] == '_';
	}
	return underscore && isupper((unsigned char)token->text[0]);
}

static const struct tex_token *next_of(const struct tex_token *token)
{
	if (token->kind == TEX_T_END)
		return token;
	do
		token++;
	while (token->kind == TEX_T_COMMENT);
	return token;
}

/* Behind the brace that closes the one at token; the END when there is none. */
static const struct tex_token *behind_body(const struct tex_token *token)
{
	size_t depth = 0;

	for (; token->kind != TEX_T_END; token++) {
		if (tex_c_token_is(token, "{")) {
			depth++;
		} else if (tex_c_token_is(token, "}") && --depth == 0) {
			return token + 1;
		}
	}
	return token;
}

static bool is_code_word(const struct tex_token *token)
{
	static const char *const words[] = {"for", "while", "do", "if", "else", "return", "switch",
		"case", "goto", "break", "continue", "assert", NULL};
	size_t i;

	for (i = 0; words[i]; i++) {
		if (tex_c_token_is(token, words[i]))
			return true;
	}
	return false;
}

static bool is_code_operator(const struct tex_token *token)
{
	static const char *const operators[] = {
		"->", "++", "--", "+=", "-=", "*=", "/=", "|=", "^=", "&=", "<<=", ">>=", NULL};
	size_t i;

	for (i = 0; operators[i]; i++) {
		if (tex_c_token_is(token, operators[i]))
			return true;
	}
	return false;
}

/* At "struct" and its like. Returns where to go on. */
static const struct tex_token *see_aggregate(const struct tex_token *token, struct signs *signs)
{
	const struct tex_token *next = next_of(token);
	bool named = is_word(next);
	const struct tex_token *tag = next;

	if (named)
		next = next_of(next);
	if (tex_c_token_is(next, "{")) {
		signs->aggregates++;
		return behind_body(next);
	}
	/* The brace is missing: the next line begins as a member. */
	if (named && next->first && next->line > tag->line &&
		(is_type(next) || is_aggregate(next) || tex_c_token_is(token, "enum")))
		signs->aggregates++;
	if (named && tag->first && tag->line > token->line &&
		(is_type(tag) || tex_c_token_is(token, "enum")))
		signs->aggregates++;
	/* "struct x y;" */
	if (named && is_word(next)) {
		next = next_of(next);
		signs->members += tex_c_token_is(next, ";") || tex_c_token_is(next, "[");
	} else if (named && tex_c_token_is(next, ";")) {
		signs->members++;
	}
	return next;
}

/* At an integer type's name. */
static const struct tex_token *see_type(const struct tex_token *token, struct signs *signs)
{
	const struct tex_token *next = next_of(token);

	if (tex_c_token_is(next, "{")) {
		signs->groups++;
		return behind_body(next);
	}
	if (!is_word(next))
		return next;
	next = next_of(next);
	while (tex_c_token_is(next, "[")) {
		next = next_of(next);
		while (next->kind != TEX_T_END && !next->first && !tex_c_token_is(next, "]"))
			next = next_of(next);
		next = tex_c_token_is(next, "]") ? next_of(next) : next;
	}
	if (tex_c_token_is(next, ";") || tex_c_token_is(next, ":") || tex_c_token_is(next, ",") ||
		tex_c_token_is(next, "(") || next->kind == TEX_T_END)
		signs->members++;
	else if (tex_c_token_is(next, "="))
		signs->code++;
	return next;
}

static const struct tex_token *see_directive(const struct tex_token *token, struct signs *signs)
{
	const struct tex_token *name = next_of(token);

	/* "#defin" is meant as one too. */
	if (token->length >= 3 && !memcmp(token->text, "def", 3) && is_word(name)) {
		const struct tex_token *next = next_of(name);

		if (tex_c_token_is(next, "(") && next->text == name->text + name->length)
			signs->functions++;
		else
			signs->defines++;
	}
	while (token->kind != TEX_T_EOL && token->kind != TEX_T_END)
		token++;
	return token;
}

/* At a word at the top that is no type. */
static const struct tex_token *see_word(const struct tex_token *token, struct signs *signs)
{
	const struct tex_token *next = next_of(token);

	if (is_code_word(token)) {
		signs->code++;
	} else if (tex_c_token_is(next, "{") &&
		   (is_type(next_of(next)) || is_aggregate(next_of(next)))) {
		signs->aggregates++; /* "struct" is missing */
		return behind_body(next);
	} else if (token->first && tex_c_token_is(token, "define") && is_word(next) &&
		   !tex_c_token_is(next_of(next), "=")) {
		signs->defines++; /* "#" is missing */
	} else if (tex_c_token_is(next, "@")) {
		next = next_of(next);
		signs->tree += tex_c_token_is(next_of(next), "{");
	} else if (tex_c_token_is(next, "=")) {
		if (token->first && is_upper_name(token))
			signs->assigned++;
		else
			signs->statements++;
		signs->tree += tex_c_token_is(next_of(next), "<");
	} else if (tex_c_token_is(next, "(")) {
		signs->calls++;
	}
	return token + 1;
}

static void see(const struct tex_tokens *tokens, struct signs *signs)
{
	const struct tex_token *token = tokens->list.items;

	while (token->kind != TEX_T_END) {
		const struct tex_token *from = token;

		signs->words += is_word(token);
		signs->semicolons += tex_c_token_is(token, ";");
		if (token->kind == TEX_T_DIRECTIVE) {
			token = see_directive(token, signs);
		} else if (is_aggregate(token)) {
			token = see_aggregate(token, signs);
		} else if (is_type(token)) {
			token = see_type(token, signs);
		} else if (is_word(token)) {
			token = see_word(token, signs);
		} else if (token->kind == TEX_T_PUNCT) {
			signs->asn1 += tex_c_token_is(token, "::=");
			signs->code += is_code_operator(token);
			signs->operators +=
				token->length > 1 || strchr("+-*/=<>%&|^~", *token->text);
			signs->drawn += strchr("+-|<>", *token->text) != NULL;
		}
		if (token == from)
			token++;
	}
}

enum et_notation tex_c_sort(const struct tex_tokens *tokens)
{
	struct signs signs = {0};

	see(tokens, &signs);
	if (signs.asn1)
		return ET_NOTATION_ASN1;
	if (signs.tree && !signs.defines && !signs.aggregates)
		return ET_NOTATION_DEVICE_TREE;
	if (signs.aggregates || signs.defines)
		return ET_NOTATION_DEFINITIONS;
	if (signs.code || signs.calls)
		return signs.code || signs.semicolons ? ET_NOTATION_CODE : ET_NOTATION_FORMULA;
	if (signs.assigned && !signs.statements)
		return ET_NOTATION_DEFINITIONS;
	if (signs.members || signs.groups)
		return ET_NOTATION_DECLARATION;
	if (signs.functions)
		return ET_NOTATION_DEFINITIONS;
	if (signs.statements > 1)
		return ET_NOTATION_CODE;
	if (signs.operators || signs.statements || signs.drawn)
		return ET_NOTATION_FORMULA;
	return ET_NOTATION_UNKNOWN;
}
