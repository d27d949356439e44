/* SPDX-License-Identifier: BSD-3-Clause */
/* Members of structures: type, names, dimensions, bits. */
#include "tex_notation.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_FIX = 64 }; /* tokens */

/* A type's spelling and what it means; unknown names stay unknown. */
static void plain_type(struct tex_parser *parser, const struct tex_token *first, size_t count,
	struct et_type *type)
{
	size_t i;
	bool is_unsigned = false, known = true;
	unsigned longs = 0;
	struct et_type one;

	memset(type, 0, sizeof(*type));
	for (i = 0; i < count; i++) {
		if (first[i].kind != TEX_T_WORD)
			continue;
		if (tex_c_token_is(&first[i], "const") || tex_c_token_is(&first[i], "volatile"))
			continue;
		known = tex_c_int_type(first[i].text, first[i].length, &one) && known;
		is_unsigned = is_unsigned || tex_c_token_is(&first[i], "unsigned");
		longs += tex_c_token_is(&first[i], "long");
		if (!type->kind || !tex_c_token_is(&first[i], "int"))
			*type = one;
	}
	if (longs > 1)
		type->base = ET_BASE_LLONG;
	if (is_unsigned)
		type->is_signed = type->is_char = false;
	type->kind = known ? ET_TYPE_INT : ET_TYPE_UNKNOWN;
	type->spelling = tex_c_written(parser->arena, first, count);
}

bool tex_c_is_type_word(const struct tex_token *token)
{
	struct et_type type;

	return token->kind == TEX_T_WORD &&
	       (tex_c_token_is(token, "struct") || tex_c_token_is(token, "union") ||
		       tex_c_token_is(token, "enum") || tex_c_token_is(token, "const") ||
		       tex_c_token_is(token, "volatile") ||
		       tex_c_int_type(token->text, token->length, &type));
}

static bool is_c_word(const struct tex_token *token)
{
	static const char *const words[] = {
		"unsigned", "signed", "long", "short", "int", "char", "const", "volatile", NULL};
	size_t i;

	for (i = 0; words[i]; i++) {
		if (tex_c_token_is(token, words[i]))
			return true;
	}
	return false;
}

/* "struct x": the record itself is looked for when all are known. */
static void read_tag(struct tex_parser *parser, struct et_type *type)
{
	const struct tex_token *word = tex_c_peek(parser), *tag = tex_c_ahead(parser, 1);

	memset(type, 0, sizeof(*type));
	if (tag->kind != TEX_T_WORD) {
		type->kind = ET_TYPE_UNKNOWN;
		type->spelling = tex_c_written(parser->arena, word, 1);
		tex_c_skip(parser);
		return;
	}
	type->kind = tex_c_token_is(word, "enum") ? ET_TYPE_INT : ET_TYPE_RECORD;
	type->is_enum = type->kind == ET_TYPE_INT;
	if (type->is_enum) {
		type->base = ET_BASE_INT;
		type->order = ET_ORDER_HOST;
	}
	type->spelling = et_sprintf(parser->arena, "%.*s %.*s", (int)word->length, word->text,
		(int)tag->length, tag->text);
	tex_c_mention(parser, tag->text, tag->length, ET_MENTION_LISTING, tag->line);
	tex_c_skip(parser);
	tex_c_skip(parser);
}

/* What stands on the line where the ";" belongs, with it. */
static void fault_semicolon(
	struct tex_parser *parser, const struct tex_token *begin, const char *name)
{
	const struct tex_token *last = &parser->tokens[parser->at - 1], *from;

	while (last > begin && last->kind == TEX_T_COMMENT)
		last--;
	for (from = last; from > begin && from[-1].line == last->line && last - from < LONGEST_FIX;)
		from--;
	if (parser->n_faults >= TEX_MOST_FAULTS)
		return;
	tex_c_fault(parser, ET_FAULT_SEMICOLON_MISSING, last->line, name,
		et_sprintf(parser->arena, "%s;",
			tex_c_written(parser->arena, from, (size_t)(last - from) + 1)),
		"';' is missing");
}

/*
 * The end of a member. Words in parentheses may stand before the ";", which may be missing.
 */
void tex_c_read_end(struct tex_parser *parser, struct tex_body *body, const struct tex_token *begin,
	const char *name)
{
	const struct tex_token *token = tex_c_ahead(parser, 0);
	const struct tex_token *last = &parser->tokens[parser->at - 1];
	size_t at, after, length;

	if (tex_c_token_is(token, ";")) {
		parser->at = (size_t)(token - parser->tokens) + 1;
		return;
	}
	if (tex_c_token_is(token, "(") && token->line == last->last_line && body->fields.count) {
		parser->at = (size_t)(token - parser->tokens);
		at = parser->at;
		tex_c_skip_balanced(parser);
		after = parser->at;
		length = after - at;
		if (length >= 2)
			body->fields.items[body->fields.count - 1].guard =
				tex_c_written(parser->arena, &parser->tokens[at + 1], length - 2);
		if (tex_c_token_is(tex_c_ahead(parser, 0), ";")) {
			tex_c_skip(parser);
			return;
		}
		parser->at = at;
		fault_semicolon(parser, begin, name);
		parser->at = after;
		return;
	}
	if (token->first || token->kind == TEX_T_END || tex_c_token_is(token, "}") ||
		token->kind == TEX_T_DIRECTIVE || token->line > last->last_line) {
		fault_semicolon(parser, begin, name);
		return;
	}
	tex_c_fault(parser, ET_FAULT_MEMBER, token->line, name, NULL,
		"'%s' behind a member can't be understood", tex_c_written(parser->arena, token, 1));
	body->complete = false;
	while (tex_c_peek(parser)->kind != TEX_T_END && !tex_c_peek(parser)->first) {
		token = tex_c_peek(parser);
		if (tex_c_token_is(token, "}") || token->kind == TEX_T_DIRECTIVE)
			return;
		tex_c_skip(parser);
		if (tex_c_token_is(token, ";"))
			return;
	}
}

/* A member's name: also words with "-" between them, which are no identifier. */
const char *tex_c_read_name(struct tex_parser *parser, uint32_t *line)
{
	const struct tex_token *first = tex_c_peek(parser), *token = first;
	const char *name;

	*line = first->line;
	while (tex_c_token_is(&token[1], "-") && token[1].text == token->text + token->length &&
		(token[2].kind == TEX_T_WORD || token[2].kind == TEX_T_NUMBER) &&
		token[2].text == token[1].text + 1)
		token += 2;
	name = et_strndup(
		parser->arena, first->text, (size_t)(token->text + token->length - first->text));
	parser->at = (size_t)(token - parser->tokens) + 1;
	if (token != first)
		tex_c_fault(parser, ET_FAULT_MEMBER, first->line, name, NULL,
			"'%s' is no identifier", name);
	return name;
}

struct et_field *tex_c_add_field(struct tex_parser *parser, struct tex_body *body,
	const struct et_type *type, const char *name, uint32_t line)
{
	struct et_field *field = ET_APPEND(parser->arena, &body->fields);

	/* A place that a union of bit-fields has given up is used again. */
	memset(field, 0, sizeof(*field));
	field->name = name;
	field->type = *type;
	field->bits = ET_NO_BITS;
	field->place = tex_c_parser_place(parser, line);
	field->abis = ET_ABI_ALL;
	field->segment = body->segment;
	field->padding = tex_c_is_padding(name);
	if (parser->n_condition) {
		field->guard = parser->condition;
		parser->n_condition--;
	}
	return field;
}

/* "le32 a," with "le32 b;" below: the comma is meant as ";". */
static bool comma_ends(const struct tex_parser *parser)
{
	const struct tex_token *next = tex_c_ahead(parser, 1);

	return next->first && tex_c_is_type_word(next) &&
	       tex_c_ahead(parser, 2)->kind == TEX_T_WORD;
}

/* Names behind a type, up to the ";". */
static void read_names(struct tex_parser *parser, struct tex_body *body, const struct et_type *base,
	const struct tex_token *begin)
{
	const char *name = NULL;

	for (;;) {
		struct et_type type = *base;
		struct et_field *field;
		uint32_t line;

		while (tex_c_token_is(tex_c_peek(parser), "*")) {
			type.kind = ET_TYPE_POINTER;
			type.base = ET_BASE_POINTER;
			type.spelling = et_join(parser->arena, type.spelling, " ", "*");
			tex_c_skip(parser);
		}
		if (tex_c_peek(parser)->kind != TEX_T_WORD)
			break;
		name = tex_c_read_name(parser, &line);
		field = tex_c_add_field(parser, body, &type, name, line);
		if (!tex_c_read_counts(parser, field, begin))
			body->complete = false;
		if (tex_c_token_is(tex_c_ahead(parser, 0), ":")) {
			tex_c_skip(parser);
			field->bits = tex_c_read_width(parser);
		}
		tex_c_settle(parser, body, field);
		if (!tex_c_token_is(tex_c_ahead(parser, 0), ","))
			break;
		if (comma_ends(parser)) {
			fault_semicolon(parser, begin, name);
			tex_c_skip(parser);
			return;
		}
		tex_c_skip(parser);
	}
	tex_c_read_end(parser, body, begin, name);
}

/* At "struct {" and its like inside of a record. */
static void read_nested(struct tex_parser *parser, struct tex_body *outer)
{
	const struct tex_token *word = tex_c_peek(parser), *next;
	struct et_spec_record *spec;
	struct et_type type = {.kind = ET_TYPE_RECORD};
	struct et_field *field;
	bool closed;

	next = tex_c_ahead(parser, 1);
	type.spelling = next->kind == TEX_T_WORD && !next->first
				? et_sprintf(parser->arena, "%.*s %.*s", (int)word->length,
					  word->text, (int)next->length, next->text)
				: et_strndup(parser->arena, word->text, word->length);
	spec = tex_c_read_braces(parser, outer, &closed);
	type.record = &spec->record;
	next = tex_c_ahead(parser, 0);
	if (closed && next->kind == TEX_T_WORD &&
		(!next->first || (!tex_c_is_type_word(next) &&
					 tex_c_token_is(tex_c_ahead(parser, 1), ";")))) {
		read_names(parser, outer, &type, &parser->tokens[parser->at - 1]);
		return;
	}
	field = tex_c_add_field(parser, outer, &type, NULL, word->line);
	tex_c_settle(parser, outer, field);
	if (closed)
		tex_c_read_end(parser, outer, &parser->tokens[parser->at - 1], NULL);
}

/* A word at a member's place that is no type: "flags;". */
static void read_untyped(struct tex_parser *parser, struct tex_body *body)
{
	const struct tex_token *begin = tex_c_peek(parser);
	struct et_type type = {.kind = ET_TYPE_UNKNOWN, .spelling = ""};
	const char *name;
	struct et_field *field;
	uint32_t line;

	if (begin->kind != TEX_T_WORD) {
		tex_c_fault(parser, ET_FAULT_MEMBER, begin->line, NULL, NULL, "'%s' is no member",
			tex_c_written(parser->arena, begin, 1));
		body->complete = false;
		tex_c_skip(parser);
		while (!tex_c_peek(parser)->first && tex_c_peek(parser)->kind != TEX_T_END &&
			!tex_c_token_is(tex_c_peek(parser), "}") &&
			tex_c_peek(parser)->kind != TEX_T_DIRECTIVE)
			tex_c_skip(parser);
		return;
	}
	if (tex_c_is_type_word(begin)) {
		tex_c_fault(parser, ET_FAULT_TYPE_MISSING, begin->line, NULL, NULL,
			"'%s' is a type without a member", tex_c_written(parser->arena, begin, 1));
		body->complete = false;
		tex_c_skip(parser);
		if (tex_c_token_is(tex_c_ahead(parser, 0), ";"))
			tex_c_skip(parser);
		return;
	}
	name = tex_c_read_name(parser, &line);
	tex_c_fault(parser, ET_FAULT_TYPE_MISSING, line, name, NULL, "the member '%s' has no type",
		name);
	body->complete = false;
	field = tex_c_add_field(parser, body, &type, name, line);
	tex_c_read_counts(parser, field, begin);
	tex_c_settle(parser, body, field);
	tex_c_read_end(parser, body, begin, name);
}

void tex_c_read_member(struct tex_parser *parser, struct tex_body *body)
{
	const struct tex_token *begin = tex_c_peek(parser), *next = tex_c_ahead(parser, 1);
	struct et_type type;
	size_t words = 0;

	if (tex_c_token_is(begin, "enum") &&
		(tex_c_token_is(next, "{") || tex_c_token_is(tex_c_ahead(parser, 2), "{"))) {
		tex_c_read_enum(parser);
		return;
	}
	if ((tex_c_token_is(begin, "struct") || tex_c_token_is(begin, "union")) &&
		(tex_c_token_is(next, "{") || tex_c_token_is(tex_c_ahead(parser, 2), "{") ||
			(next->first && tex_c_is_type_word(next)) ||
			(tex_c_ahead(parser, 2)->first &&
				tex_c_is_type_word(tex_c_ahead(parser, 2))))) {
		read_nested(parser, body);
		return;
	}
	/* "x { le32 a; … }": the word before it is missing. */
	if (begin->kind == TEX_T_WORD && tex_c_token_is(next, "{") && !tex_c_is_type_word(begin) &&
		tex_c_is_type_word(tex_c_ahead(parser, 2))) {
		read_nested(parser, body);
		return;
	}
	if (tex_c_token_is(begin, "struct") || tex_c_token_is(begin, "union") ||
		tex_c_token_is(begin, "enum")) {
		read_tag(parser, &type);
	} else if (begin->kind == TEX_T_WORD && tex_c_token_is(next, "{")) {
		plain_type(parser, begin, 1, &type);
		tex_c_skip(parser);
		tex_c_peek(parser);
		tex_c_read_parts(parser, body, &type, begin);
		return;
	} else {
		while (is_c_word(tex_c_ahead(parser, words)))
			words++;
		if (!words || !strncmp(tex_c_ahead(parser, words - 1)->text, "const", 5))
			words++;
		next = tex_c_ahead(parser, words);
		if (begin->kind != TEX_T_WORD ||
			(next->kind != TEX_T_WORD && !tex_c_token_is(next, "*")) ||
			(next->first && next->line > begin->line + 1)) {
			read_untyped(parser, body);
			return;
		}
		/* "flags" alone on its line, and a member below it. */
		if (next->first && !tex_c_is_type_word(begin) && tex_c_is_type_word(next)) {
			read_untyped(parser, body);
			return;
		}
		plain_type(parser, begin, words, &type);
		if (type.kind == ET_TYPE_UNKNOWN)
			tex_c_mention_all(parser, begin, words);
		while (words--)
			tex_c_skip(parser);
	}
	if (tex_c_peek(parser)->kind != TEX_T_WORD && !tex_c_token_is(tex_c_peek(parser), "*")) {
		tex_c_fault(parser, ET_FAULT_TYPE_MISSING, begin->line, NULL, NULL,
			"'%s' is a type without a member", type.spelling);
		body->complete = false;
		if (tex_c_token_is(tex_c_peek(parser), ";"))
			tex_c_skip(parser);
		return;
	}
	read_names(parser, body, &type, begin);
}
