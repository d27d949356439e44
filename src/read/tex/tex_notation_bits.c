/* SPDX-License-Identifier: BSD-3-Clause */
/* Bit-fields: "le16 { a : 15; b : 1; } x;". */
#include "tex_notation.h"

#include <string.h>

int16_t tex_c_read_width(struct tex_parser *parser)
{
	uint64_t value = 0;

	if (!tex_c_number(tex_c_peek(parser), &value) || value > 64)
		return ET_NO_BITS;
	tex_c_skip(parser);
	return (int16_t)value;
}

/* "a : 15;" inside of "le16 { … }". Returns false when it is none. */
static bool read_part(struct tex_parser *parser, struct tex_body *body, const struct et_type *type)
{
	const struct tex_token *begin = tex_c_peek(parser), *token;
	struct et_field *field;
	const char *name;
	uint32_t line;

	if (begin->kind != TEX_T_WORD)
		return false;
	/* "le16 a : 15;": the type says nothing new. */
	if (tex_c_is_type_word(begin) && tex_c_ahead(parser, 1)->kind == TEX_T_WORD)
		tex_c_skip(parser);
	tex_c_peek(parser);
	name = tex_c_read_name(parser, &line);
	field = tex_c_add_field(parser, body, type, name, line);
	if (!tex_c_token_is(tex_c_ahead(parser, 0), ":")) {
		tex_c_fault(parser, ET_FAULT_MEMBER, line, name, NULL,
			"a bit-field without a number of bits");
		body->complete = false;
	} else {
		tex_c_skip(parser);
		field->bits = tex_c_read_width(parser);
		if (field->bits == ET_NO_BITS) {
			tex_c_fault(parser, ET_FAULT_MEMBER, line, name, NULL,
				"a bit-field's number of bits can't be understood");
			body->complete = false;
		}
	}
	token = tex_c_ahead(parser, 0);
	if (tex_c_token_is(token, ","))
		parser->at = (size_t)(token - parser->tokens) + 1;
	else
		tex_c_read_end(parser, body, begin, name);
	return true;
}

/* In a union of bit-fields only the first has a place of its own; the others are its other names.
 */
static void merge_union(struct tex_parser *parser, struct tex_body *body, size_t first)
{
	size_t n = body->fields.count, i;
	struct et_alias *aliases;

	if (n <= first + 1)
		return;
	aliases = ET_NEW_ARRAY(parser->arena, n - first - 1, struct et_alias);
	for (i = first + 1; i < n; i++)
		aliases[i - first - 1].name = body->fields.items[i].name;
	body->fields.items[first].aliases = aliases;
	body->fields.items[first].n_aliases = n - first - 1;
	body->fields.count = first + 1;
}

/* At "{" behind an integer type: its bit-fields, from bit 0 upwards. */
void tex_c_read_parts(struct tex_parser *parser, struct tex_body *outer, const struct et_type *type,
	const struct tex_token *begin)
{
	struct tex_body body = {.complete = true, .segment = outer->segment, .name = outer->name};
	size_t union_first = 0;
	bool in_union = false;
	const struct tex_token *token;
	struct et_field *field;
	const char *name = NULL;
	uint32_t line = begin->line;
	const char *condition = parser->condition;
	unsigned n_condition = parser->n_condition;
	struct tex_note note;

	parser->n_condition = 0;
	tex_c_skip(parser);
	for (;;) {
		if (tex_c_take_beside(parser, &note) && body.fields.count)
			body.fields.items[body.fields.count - 1].guard = note.condition;
		token = tex_c_peek(parser);
		tex_c_drop_note(parser);
		if (token->kind == TEX_T_END || token->kind == TEX_T_DIRECTIVE ||
			(tex_c_token_is(token, ";") && token->first))
			break;
		if (tex_c_token_is(token, "}") && in_union) {
			merge_union(parser, &body, union_first);
			in_union = false;
			tex_c_skip(parser);
			if (tex_c_token_is(tex_c_ahead(parser, 0), ";"))
				tex_c_skip(parser);
		} else if (tex_c_token_is(token, "}")) {
			break;
		} else if (!in_union && tex_c_token_is(token, "union") &&
			   tex_c_token_is(tex_c_ahead(parser, 1), "{")) {
			in_union = true;
			union_first = body.fields.count;
			tex_c_skip(parser);
			tex_c_skip(parser);
		} else if (tex_c_token_is(token, "{") || tex_c_token_is(token, "struct")) {
			break;
		} else if (!read_part(parser, &body, type)) {
			tex_c_skip(parser);
		}
	}
	outer->complete = outer->complete && body.complete;
	parser->condition = condition;
	parser->n_condition = n_condition;
	if (tex_c_token_is(token, "}")) {
		tex_c_skip(parser);
	} else {
		tex_c_fault(parser, ET_FAULT_BRACES, token->line, NULL, "};",
			"the bit-fields' closing brace is missing");
	}
	token = tex_c_ahead(parser, 0);
	if (token->kind == TEX_T_WORD && !token->first) {
		tex_c_peek(parser);
		name = tex_c_read_name(parser, &line);
	}
	field = tex_c_add_field(parser, outer, type, name, line);
	field->parts = body.fields.items;
	field->n_parts = body.fields.count;
	tex_c_read_counts(parser, field, begin);
	tex_c_settle(parser, outer, field);
	tex_c_read_end(parser, outer, &parser->tokens[parser->at - 1], name);
}
