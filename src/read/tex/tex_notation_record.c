/* SPDX-License-Identifier: BSD-3-Clause */
/* Structures and unions: their bodies, from brace to brace. */
#include "tex_notation.h"

#include <string.h>
#include <strings.h>

enum { LONGEST_NAMES = 500 }; /* that are compared word by word */

bool tex_c_begins_record(const struct tex_parser *parser)
{
	const struct tex_token *token = tex_c_ahead(parser, 0), *tag, *next;

	if (!tex_c_token_is(token, "struct") && !tex_c_token_is(token, "union"))
		return token->kind == TEX_T_WORD && tex_c_token_is(tex_c_ahead(parser, 1), "{") &&
		       !tex_c_is_type_word(token) && tex_c_is_type_word(tex_c_ahead(parser, 2));
	tag = tex_c_ahead(parser, 1);
	if (tex_c_token_is(tag, "{") || (tag->first && tex_c_is_type_word(tag)))
		return true;
	next = tex_c_ahead(parser, 2);
	/* "struct x;", and "struct x" with the brace missing. */
	return tag->kind == TEX_T_WORD && (tex_c_token_is(next, "{") || tex_c_token_is(next, ";") ||
						  (next->first && next->line > tag->line));
}

/* "__attribute__((packed))": skipped; returns whether it says packed. */
static bool skip_attributes(struct tex_parser *parser)
{
	bool packed = false;

	while (tex_c_token_is(tex_c_peek(parser), "__attribute__")) {
		size_t from = parser->at, i;

		tex_c_skip(parser);
		if (tex_c_token_is(tex_c_peek(parser), "("))
			tex_c_skip_balanced(parser);
		for (i = from; i < parser->at; i++)
			packed = packed || tex_c_token_is(&parser->tokens[i], "packed") ||
				 tex_c_token_is(&parser->tokens[i], "__packed__");
	}
	if (tex_c_token_is(tex_c_peek(parser), "__packed")) {
		tex_c_skip(parser);
		packed = true;
	}
	return packed;
}

/* How well a field's name fits a constant's: its words that the constant has, of a hundred. */
static unsigned fit(const char *field, const char *record, const char *constant)
{
	unsigned words = 0, found = 0;

	if (strlen(field) + strlen(constant) + (record ? strlen(record) : 0) > LONGEST_NAMES)
		return 0;
	while (*field) {
		size_t length = strcspn(field, "_"), bare = length;
		const char *in;
		bool own = false, there = false;

		if (bare > 3 && field[bare - 1] == 's')
			bare--;
		/* Words of the record's name say nothing of the field. */
		for (in = record; in && *in; in += strcspn(in, "_"), in += *in == '_')
			own = own ||
			      (strcspn(in, "_") == length && !strncasecmp(in, field, length));
		for (in = constant; *in; in += strcspn(in, "_"), in += *in == '_') {
			size_t word = strcspn(in, "_");

			there = there ||
				(word >= bare && word <= bare + 1 && !strncasecmp(in, field, bare));
		}
		words += !own && length;
		found += !own && length && there;
		field += length + (field[length] == '_');
	}
	return words ? found * 100 / words : 0;
}

/* Whether the field's size is given by the constant. */
static bool is_size_of(const struct et_field *field, const char *constant)
{
	size_t i;

	for (i = 0; i < field->n_counts; i++) {
		if (et_streq(field->counts[i].name, constant))
			return true;
	}
	return false;
}

/*
 * Defines stand before their field in some records and behind it in others. A name that fits
 * decides; without one, what stands before the first field is the first field's, and so on.
 */
static const struct et_field *owner_of(const struct tex_parser *parser, const struct tex_body *body,
	const struct et_field *before, const struct et_field *next)
{
	const struct et_spec_constant *defines =
		&parser->builder->constants.items[body->first_define];
	unsigned left = 0, right = 0;
	size_t i;

	for (i = 0; i < body->n_defines; i++) {
		const char *name = defines[i].constant.def.name;

		left += before && before->name ? fit(before->name, body->name, name) : 0;
		right += next && next->name ? fit(next->name, body->name, name) : 0;
	}
	left /= (unsigned)body->n_defines;
	right /= (unsigned)body->n_defines;
	if (before && (before->padding || before->n_counts))
		left = 0;
	if (next && (next->padding || (next->n_counts && right <= 50)))
		right = 0;
	if (left != right)
		return left > right ? before : next;
	if (left)
		return NULL;
	if (next && !next->padding && !next->n_counts && (!before || body->defines_first))
		return next;
	if (!before && next)
		return next;
	return before && !before->padding && !before->n_counts &&
			       before->type.kind == ET_TYPE_INT && (!next || next->padding)
		       ? before
		       : NULL;
}

void tex_c_settle(struct tex_parser *parser, struct tex_body *body, const struct et_field *next)
{
	struct et_spec_constant *defines;
	const struct et_field *before, *owner;
	size_t n_before = body->fields.count - (next ? 1 : 0), i;

	if (body->n_defines && body->name) {
		defines = &parser->builder->constants.items[body->first_define];
		before = n_before ? &body->fields.items[n_before - 1] : NULL;
		owner = owner_of(parser, body, before, next);
		for (i = 0; i < body->n_defines && owner && owner->name; i++) {
			if (!next || !is_size_of(next, defines[i].constant.def.name))
				defines[i].constant.in =
					et_join(parser->arena, body->name, ".", owner->name);
		}
	}
	body->n_defines = 0;
}

/* "(Only if X negotiated)" behind the last field, or before the next one. */
static void read_remark(struct tex_parser *parser, struct tex_body *body)
{
	const struct tex_token *open = tex_c_peek(parser);
	struct et_field *field;
	size_t from = parser->at + 1;
	const char *text;

	tex_c_skip_balanced(parser);
	if (parser->at <= from)
		return;
	text = tex_c_written(parser->arena, &parser->tokens[from], parser->at - from - 1);
	if (!body->fields.count || open->first) {
		parser->condition = text;
		parser->n_condition = 1;
		return;
	}
	field = &body->fields.items[body->fields.count - 1];
	if (!field->guard)
		field->guard = text;
	tex_c_fault(parser, ET_FAULT_MEMBER, open->line, field->name, NULL,
		"text behind the member that is no comment: '(%s)'", text);
}

/* A comment on the line where the last field ends speaks of that. */
static void take_trailing(struct tex_parser *parser, struct tex_body *body, uint32_t line)
{
	struct et_field *field;
	struct tex_note note;

	if (parser->tokens[parser->at].line != line || !body->fields.count ||
		!tex_c_take_beside(parser, &note))
		return;
	field = &body->fields.items[body->fields.count - 1];
	if (note.condition && note.fields == 1 && !field->guard)
		field->guard = note.condition;
	if (note.access && !field->access)
		field->access = note.access;
	if (note.says_segment)
		body->segment = note.segment;
}

/* What the comments before a member say. */
static void take_leading(struct tex_parser *parser)
{
	struct tex_note note;

	tex_c_take_note(parser, &note);
	if (note.condition) {
		parser->condition = note.condition;
		parser->n_condition = note.fields;
	}
}

/* Whether a record begins where no member may: the body before it was not closed. */
static bool is_new_record(
	const struct tex_parser *parser, const struct tex_token *token, uint32_t indent)
{
	const struct tex_token *tag;

	if (!token->first || token->indent > indent ||
		(!tex_c_token_is(token, "struct") && !tex_c_token_is(token, "union") &&
			!tex_c_token_is(token, "enum")))
		return false;
	tag = tex_c_ahead(parser, 1);
	return tag->kind == TEX_T_WORD && tex_c_token_is(tex_c_ahead(parser, 2), "{");
}

/* "name;" no deeper than the "struct" above: the brace before the name is missing. */
static bool is_bare_name(
	const struct tex_parser *parser, const struct tex_token *token, uint32_t indent)
{
	const struct tex_token *next = tex_c_ahead(parser, 1);

	return token->first && token->kind == TEX_T_WORD && token->indent <= indent + 1 &&
	       !tex_c_is_type_word(token) &&
	       (tex_c_token_is(next, ";") || tex_c_token_is(next, "["));
}

static uint32_t last_line_of(const struct tex_parser *parser)
{
	return parser->at ? parser->tokens[parser->at - 1].last_line : 0;
}

/* Reads members up to the closing brace, which is skipped. Returns whether it is there. */
static bool read_body(struct tex_parser *parser, struct tex_body *body, uint32_t indent)
{
	const struct tex_token *token;

	for (;;) {
		size_t at;

		take_trailing(parser, body, last_line_of(parser));
		token = tex_c_peek(parser);
		at = parser->at;
		if (token->kind == TEX_T_END || is_new_record(parser, token, indent))
			return false;
		/* ";" alone, no deeper than "struct": the brace before it is missing. */
		if (tex_c_token_is(token, ";") && token->first && token->indent <= indent + 1)
			return false;
		if (body->depth > 1 && is_bare_name(parser, token, indent)) {
			tex_c_fault(parser, ET_FAULT_BRACES, token->line, NULL,
				et_sprintf(parser->arena, "} %s;",
					tex_c_written(parser->arena, token, 1)),
				"the closing brace is missing");
			return true;
		}
		if (parser->said.says_segment)
			body->segment = parser->said.segment;
		if (token->kind == TEX_T_DIRECTIVE) {
			tex_c_read_directive(parser, body);
		} else if (tex_c_token_is(token, "}")) {
			take_leading(parser);
			tex_c_skip(parser);
			return true;
		} else if (tex_c_token_is(token, ";")) {
			tex_c_skip(parser);
		} else if (token->kind == TEX_T_OMITTED) {
			body->complete = false;
			tex_c_skip(parser);
		} else if (tex_c_token_is(token, "(")) {
			read_remark(parser, body);
		} else if (token->first && tex_c_token_is(token, "define")) {
			tex_c_read_bare_define(parser, body);
		} else {
			take_leading(parser);
			tex_c_read_member(parser, body);
		}
		if (parser->at == at)
			parser->at++;
	}
}

/* The name that faults and constants use for what is inside. */
static const char *name_inside(
	struct tex_parser *parser, const struct tex_body *outer, const char *tag, const char *kind)
{
	if (tag)
		return tag;
	return outer && outer->name ? outer->name : et_strdup(parser->arena, kind);
}

/* A new record, in the builder's list where it has a name. */
static struct et_spec_record *add_record(struct tex_parser *parser, const struct tex_token *tag,
	const struct tex_token *word, struct et_spec_record *outer, bool listed)
{
	struct et_spec_record *spec = ET_NEW(parser->arena, struct et_spec_record);
	uint32_t heading = parser->block->heading;

	spec->record.def.kind = ET_DEF_RECORD;
	spec->record.def.name = tag ? et_strndup(parser->arena, tag->text, tag->length) : NULL;
	spec->record.def.place = tex_c_parser_place(parser, tag ? tag->line : word->line);
	spec->record.def.abis = ET_ABI_ALL;
	spec->record.is_union = tex_c_token_is(word, "union");
	spec->record.packed = true; /* as all of the standard's */
	spec->listing = parser->listing;
	spec->heading = heading;
	spec->superseded = parser->block->superseded;
	spec->outer = outer;
	if (heading != ET_SPEC_NONE && parser->builder->doc->headings.items[heading].legacy)
		spec->record.def.status = ET_STATUS_LEGACY;
	if (listed && parser->builder->records.count < TEX_MOST_RECORDS)
		*ET_APPEND(parser->arena, &parser->builder->records) = spec;
	return spec;
}

struct et_spec_record *tex_c_read_braces(
	struct tex_parser *parser, const struct tex_body *outer, bool *closed)
{
	const struct tex_token *word = tex_c_peek(parser), *tag = NULL, *brace;
	struct tex_body body = {.complete = true};
	const char *within = parser->within, *condition = parser->condition;
	unsigned n_condition = parser->n_condition;
	bool keyword = tex_c_token_is(word, "struct") || tex_c_token_is(word, "union");
	struct et_spec_record *spec;
	bool packed;

	if (keyword)
		tex_c_skip(parser);
	packed = skip_attributes(parser);
	if (tex_c_peek(parser)->kind == TEX_T_WORD &&
		!(tex_c_peek(parser)->first && tex_c_is_type_word(tex_c_peek(parser)))) {
		tag = tex_c_peek(parser);
		tex_c_skip(parser);
	}
	spec = add_record(parser, tag, word, outer ? outer->outer : NULL, tag || !outer);
	parser->within = body.name = name_inside(parser, outer, spec->record.def.name, "struct");
	body.outer = tag || !outer ? spec : outer->outer; /* one of the list */
	body.segment = outer ? outer->segment : ET_SEGMENT_NONE;
	body.depth = outer ? outer->depth + 1 : 1;
	parser->condition = NULL;
	parser->n_condition = 0;
	brace = tex_c_ahead(parser, 0);
	if (!keyword)
		tex_c_fault(parser, ET_FAULT_OTHER, word->line, NULL,
			et_sprintf(parser->arena, "struct %.*s {", (int)word->length, word->text),
			"'struct' or 'union' is missing");
	if (tex_c_token_is(brace, "{")) {
		tex_c_skip(parser);
	} else {
		tex_c_fault(parser, ET_FAULT_BRACES, word->line, NULL,
			et_sprintf(parser->arena, "%s {",
				tex_c_written(parser->arena, word, tag ? 2 : 1)),
			"the opening brace is missing");
	}
	tex_c_drop_note(parser);
	if (body.depth > TEX_DEEPEST_RECORD) {
		tex_c_fault(parser, ET_FAULT_BRACES, word->line, NULL, NULL,
			"nested too deep to be read");
		parser->at--;
		tex_c_skip_balanced(parser);
		*closed = true;
		body.complete = false;
	} else {
		*closed = read_body(parser, &body, word->first ? word->indent : 0);
	}
	tex_c_settle(parser, &body, NULL);
	if (!*closed) {
		tex_c_fault(parser, ET_FAULT_BRACES, tex_c_peek(parser)->line, NULL, "};",
			"the closing brace is missing");
	}
	spec->record.fields = body.fields.items;
	spec->record.n_fields = body.fields.count;
	spec->record.complete = body.complete;
	spec->marked_packed = skip_attributes(parser) || packed;
	parser->within = within;
	parser->condition = condition;
	parser->n_condition = n_condition;
	return spec;
}

/* "struct x;" */
static void read_forward(struct tex_parser *parser)
{
	const struct tex_token *word = tex_c_peek(parser), *tag = tex_c_ahead(parser, 1);

	add_record(parser, tag, word, NULL, true)->declaration = true;
	tex_c_skip(parser);
	tex_c_skip(parser);
	tex_c_skip(parser);
	tex_c_drop_note(parser);
}

void tex_c_read_record(struct tex_parser *parser)
{
	const struct tex_token *next;
	struct et_spec_record *spec;
	struct tex_note note;
	size_t brace, last;
	bool closed;

	tex_c_peek(parser);
	tex_c_take_note(parser, &note);
	if (tex_c_token_is(tex_c_ahead(parser, 2), ";")) {
		read_forward(parser);
		return;
	}
	spec = tex_c_read_braces(parser, NULL, &closed);
	spec->record.def.guard = note.condition;
	if (!closed)
		return;
	last = parser->at - 1;
	while (last && parser->tokens[last].kind == TEX_T_COMMENT)
		last--;
	/* "} name;" of a typedef or a variable. */
	next = tex_c_ahead(parser, 0);
	if (next->kind == TEX_T_WORD && !next->first) {
		if (!spec->record.def.name)
			spec->record.def.name = et_strndup(parser->arena, next->text, next->length);
		tex_c_skip(parser);
		next = tex_c_ahead(parser, 0);
		last = parser->at - 1;
	}
	if (tex_c_token_is(next, ";")) {
		tex_c_skip(parser);
		return;
	}
	for (brace = last; brace && parser->tokens[brace - 1].line == parser->tokens[last].line &&
			   last - brace < 32;)
		brace--;
	parser->within = spec->record.def.name;
	tex_c_fault(parser, ET_FAULT_SEMICOLON_MISSING, parser->tokens[last].line, NULL,
		et_sprintf(parser->arena, "%s;",
			tex_c_written(parser->arena, &parser->tokens[brace], last - brace + 1)),
		"';' is missing behind the closing brace");
	parser->within = NULL;
}
