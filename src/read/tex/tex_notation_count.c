/* SPDX-License-Identifier: BSD-3-Clause */
/* Dimensions of arrays: numbers, constants, other fields, words. */
#include "tex_notation.h"

#include <string.h>

enum {
	MOST_DIMENSIONS = 8,
	LONGEST_COUNT = 200, /* tokens between the brackets */
};

/* What is between "[" and "]". Returns false when the bracket is not closed on its line. */
static bool read_count(struct tex_parser *parser, struct et_count *count)
{
	const struct tex_token *open = &parser->tokens[parser->at], *close = open + 1;
	size_t depth = 1, n, i;
	bool words = false;

	while (close->kind != TEX_T_END && !close->first && !tex_c_token_is(close, ";") &&
		close - open < LONGEST_COUNT) {
		depth += tex_c_token_is(close, "[");
		if (tex_c_token_is(close, "]") && --depth == 0)
			break;
		close++;
	}
	if (!tex_c_token_is(close, "]") || depth)
		return false;
	n = (size_t)(close - open) - 1;
	for (i = 0; i < n; i++)
		words = words || open[i + 1].kind != TEX_T_COMMENT;
	parser->at = (size_t)(close - parser->tokens) + 1;
	if (!n) {
		count->kind = ET_COUNT_OPEN;
		return true;
	}
	count->kind = ET_COUNT_PARAMETER;
	if (!words) {
		/* "[ /\* Queue Size *\/ ]" */
		size_t from = 0, to = open[1].length;

		while (from < to && strchr(" \t\n", open[1].text[from]))
			from++;
		while (to > from && strchr(" \t\n", open[1].text[to - 1]))
			to--;
		count->name = et_strndup(parser->arena, open[1].text + from, to - from);
		return true;
	}
	if (n == 1 && tex_c_number(&open[1], &count->value)) {
		count->kind = ET_COUNT_FIXED;
		return true;
	}
	if (n > 2 && tex_c_token_is(&open[1], "<") && tex_c_token_is(close - 1, ">"))
		count->name = tex_c_written(parser->arena, &open[2], n - 2);
	else
		count->name = tex_c_written(parser->arena, &open[1], n);
	tex_c_mention_all(parser, &open[1], n);
	return true;
}

/* "a[6;": what is there is read as if it were closed. Returns whether that is certain. */
static bool read_unclosed(struct tex_parser *parser, struct et_field *field, struct et_count *count,
	const struct tex_token *begin)
{
	const struct tex_token *open = &parser->tokens[parser->at], *inside = open + 1;
	bool one = inside->kind == TEX_T_NUMBER || inside->kind == TEX_T_WORD;
	bool end = one && (inside[1].first || tex_c_token_is(&inside[1], ";")) &&
		   open - begin < LONGEST_COUNT;
	const char *fix = NULL;

	if (end)
		fix = et_sprintf(parser->arena, "%s];",
			tex_c_written(parser->arena, begin, (size_t)(open - begin) + 2));
	tex_c_fault(parser, ET_FAULT_MEMBER, open->line, field->name, fix, "']' is missing");
	parser->at += end ? 2 : 1;
	field->n_counts++;
	if (end && tex_c_number(inside, &count->value)) {
		count->kind = ET_COUNT_FIXED;
	} else {
		count->kind = ET_COUNT_PARAMETER;
		count->name = end ? tex_c_written(parser->arena, inside, 1) : "";
	}
	return end;
}

/* A dimension that may turn out to be a constant. */
static void keep(struct tex_parser *parser, struct et_count *count, const struct tex_token *tokens,
	size_t n_tokens)
{
	struct tex_sized *sized = ET_APPEND(parser->arena, &parser->values->counts);
	struct tex_token *copy = ET_NEW_ARRAY(parser->arena, n_tokens, struct tex_token);
	size_t i;

	sized->count = count;
	sized->tokens = copy;
	for (i = 0; i < n_tokens; i++) {
		if (tokens[i].kind != TEX_T_COMMENT)
			copy[sized->n_tokens++] = tokens[i];
	}
}

bool tex_c_read_counts(
	struct tex_parser *parser, struct et_field *field, const struct tex_token *begin)
{
	struct et_count *counts;
	size_t i;

	if (!tex_c_token_is(&parser->tokens[parser->at], "["))
		return true;
	counts = ET_NEW_ARRAY(parser->arena, MOST_DIMENSIONS, struct et_count);
	field->counts = counts;
	for (i = 0; i < MOST_DIMENSIONS && tex_c_token_is(&parser->tokens[parser->at], "["); i++) {
		const struct tex_token *open = &parser->tokens[parser->at];

		if (!read_count(parser, &counts[i]))
			return read_unclosed(parser, field, &counts[i], begin);
		field->n_counts++;
		if (counts[i].kind == ET_COUNT_PARAMETER)
			keep(parser, &counts[i], open + 1,
				(size_t)(&parser->tokens[parser->at] - open) - 2);
	}
	return true;
}
