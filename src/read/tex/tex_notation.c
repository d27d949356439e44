/* SPDX-License-Identifier: BSD-3-Clause */
/* The parser of one listing: its cursor, faults and mentions, and what stands at the top. */
#include "tex_notation.h"

#include "tex_names.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

enum {
	LONGEST_NOTE = 2000,  /* bytes */
	MOST_LOOKED_AT = 200, /* tokens of a function's parameters */
};

struct et_place tex_c_parser_place(const struct tex_parser *parser, uint32_t line)
{
	const struct tex_doc *doc = parser->builder->doc;
	const struct tex_block *block = parser->block;
	struct et_place place = {
		.file = doc->files.items[block->text.file].file.path, .line = line};

	if (block->heading != ET_SPEC_NONE)
		place.section = doc->sections[block->heading];
	return place;
}

void tex_c_fault(struct tex_parser *parser, enum et_fault_kind kind, uint32_t line,
	const char *name, const char *fix, const char *format, ...)
{
	struct et_fault *fault;
	va_list args;

	if (parser->silent || parser->n_faults >= TEX_MOST_FAULTS)
		return;
	parser->n_faults++;
	fault = ET_APPEND(parser->arena, &parser->builder->faults);
	fault->kind = kind;
	if (name && parser->within && kind != ET_FAULT_DEFINE &&
		kind != ET_FAULT_SEMICOLON_DEFINE && kind != ET_FAULT_OTHER)
		fault->name = et_join(parser->arena, parser->within, ".", name);
	else
		fault->name = name ? name : parser->within;
	va_start(args, format);
	fault->text = et_vsprintf(parser->arena, format, args);
	va_end(args);
	fault->fix = fix;
	fault->place = tex_c_parser_place(parser, line);
	fault->heading = parser->block->heading;
	fault->superseded = parser->block->superseded;
}

void tex_c_mention(struct tex_parser *parser, const char *name, size_t length,
	enum et_mention_kind kind, uint32_t line)
{
	struct et_mention *mention;

	mention = ET_APPEND(parser->arena, &parser->builder->mentions);
	mention->name = et_strndup(parser->arena, name, length);
	mention->kind = kind;
	mention->place = tex_c_parser_place(parser, line);
	mention->heading = parser->block->heading;
	mention->superseded = parser->block->superseded;
}

/* Names in a comment, also patterns ("VIRTIO_X*", "VIRTIO_X_"); placeholders stand for none. */
static void mention_comment(struct tex_parser *parser, const struct tex_token *token)
{
	const char *p = token->text, *end = p + token->length;
	uint32_t line = token->line;

	while (p < end) {
		const char *word = p;
		size_t length;

		while (p < end && (isalnum((unsigned char)*p) || *p == '_'))
			p++;
		length = (size_t)(p - word);
		if (!length) {
			line += *p++ == '\n';
			continue;
		}
		if (tex_is_placeholder(word, length, 'X') || !tex_is_name(word, length))
			continue;
		length += p < end && *p == '*';
		tex_c_mention(parser, word, length, ET_MENTION_COMMENT, line);
	}
}

void tex_c_mention_all(struct tex_parser *parser, const struct tex_token *tokens, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct tex_token *token = &tokens[i];

		if (token->kind == TEX_T_WORD && tex_is_name(token->text, token->length) &&
			!tex_c_token_starts(token, "__"))
			tex_c_mention(parser, token->text, token->length, ET_MENTION_LISTING,
				token->line);
	}
}

/* A comment's words, with one blank between them and without the stars at the lines' beginnings. */
static void add_words(struct et_buf *buf, const struct tex_token *token)
{
	const char *p = token->text, *end = p + token->length;
	bool gap = buf->length > 0, begins = true;

	for (; p < end; p++) {
		if (*p == '\n')
			begins = true;
		if (isspace((unsigned char)*p) || (begins && *p == '*')) {
			gap = true;
			continue;
		}
		begins = false;
		if (gap && buf->length)
			et_buf_putc(buf, ' ');
		gap = false;
		et_buf_putc(buf, *p);
	}
}

static void take_comment(struct tex_parser *parser, const struct tex_token *token)
{
	struct tex_note note;
	bool goes_on = token->rest && token->first && parser->note.length &&
		       parser->note.length < LONGEST_NOTE && parser->note_line + 1 == token->line &&
		       parser->note.data && token->length > 1 &&
		       islower((unsigned char)token->text[strspn(token->text, " \t")]);

	/* Only the comment right before a member speaks of it, "//" lines in a row as one. */
	if (!goes_on)
		et_buf_clear(&parser->note);
	add_words(&parser->note, token);
	parser->note_line = token->last_line;
	tex_c_note(parser->arena, parser->note.data, &note);
	if (note.condition) {
		parser->said.condition = note.condition;
		parser->said.fields = note.fields;
	}
	if (note.says_segment) {
		parser->said.says_segment = true;
		parser->said.segment = note.segment;
	}
	parser->said.access = note.access;
	mention_comment(parser, token);
	if (token->bare)
		tex_c_fault(parser, ET_FAULT_OTHER, token->line, NULL,
			et_sprintf(parser->arena, "/* %.*s */", (int)token->length, token->text),
			"a comment is never opened");
	if (token->open) {
		const char *words = et_strndup(parser->arena, token->text, token->length);
		size_t length = strcspn(words, "\n");

		while (length && isspace((unsigned char)words[length - 1]))
			length--;
		tex_c_fault(parser, ET_FAULT_COMMENT_OPEN, token->line, NULL,
			memchr(token->text, '\n', token->length)
				? NULL
				: et_sprintf(parser->arena, "/*%.*s */", (int)length, words),
			"a comment is never closed");
	}
}

const struct tex_token *tex_c_peek(struct tex_parser *parser)
{
	while (parser->tokens[parser->at].kind == TEX_T_COMMENT)
		take_comment(parser, &parser->tokens[parser->at++]);
	return &parser->tokens[parser->at];
}

const struct tex_token *tex_c_ahead(const struct tex_parser *parser, size_t n)
{
	const struct tex_token *token = &parser->tokens[parser->at];

	while (token->kind != TEX_T_END) {
		if (token->kind != TEX_T_COMMENT && !n--)
			break;
		token++;
	}
	return token;
}

void tex_c_skip(struct tex_parser *parser)
{
	if (tex_c_peek(parser)->kind != TEX_T_END)
		parser->at++;
}

void tex_c_skip_balanced(struct tex_parser *parser)
{
	size_t depth = 0;

	for (;;) {
		const struct tex_token *token = tex_c_peek(parser);

		if (token->kind == TEX_T_END)
			return;
		if (token->kind == TEX_T_PUNCT && token->length == 1) {
			if (strchr("([{", *token->text)) {
				depth++;
			} else if (strchr(")]}", *token->text) && --depth == 0) {
				parser->at++;
				return;
			}
		}
		tex_c_mention_all(parser, token, 1);
		parser->at++;
	}
}

void tex_c_take_note(struct tex_parser *parser, struct tex_note *note)
{
	*note = parser->said;
	memset(&parser->said, 0, sizeof(parser->said));
	et_buf_clear(&parser->note);
}

void tex_c_drop_note(struct tex_parser *parser)
{
	struct tex_note note;

	tex_c_take_note(parser, &note);
}

bool tex_c_take_beside(struct tex_parser *parser, struct tex_note *note)
{
	const struct tex_token *token = &parser->tokens[parser->at];

	if (token->kind != TEX_T_COMMENT || token->first)
		return false;
	tex_c_drop_note(parser);
	take_comment(parser, token);
	parser->at++;
	tex_c_take_note(parser, note);
	return true;
}

/* Whether a function or a call stands here: "(" comes before ";" and belongs to a name. */
static bool is_function(const struct tex_parser *parser)
{
	const struct tex_token *token = tex_c_ahead(parser, 0);
	size_t depth = 0, looked = 0, i;

	if (tex_c_token_is(token, "static") || tex_c_token_is(token, "inline") ||
		tex_c_token_is(token, "extern"))
		return true;
	for (i = 0; i < 8; i++, token = tex_c_ahead(parser, i)) {
		if (token->kind != TEX_T_WORD && !tex_c_token_is(token, "*"))
			break;
	}
	if (!i || !tex_c_token_is(token, "("))
		return false;
	if (i == 1)
		return true;
	for (; token->kind != TEX_T_END && looked++ < MOST_LOOKED_AT; token++) {
		depth += tex_c_token_is(token, "(");
		if (tex_c_token_is(token, ")") && --depth == 0)
			return tex_c_token_is(token + 1, "{");
		if (tex_c_token_is(token, ";"))
			break;
	}
	return false;
}

/* Skips a function's definition or declaration, or a statement. */
static void skip_function(struct tex_parser *parser)
{
	for (;;) {
		const struct tex_token *token = tex_c_peek(parser);

		if (token->kind == TEX_T_END || token->kind == TEX_T_DIRECTIVE)
			return;
		if (tex_c_token_is(token, "{")) {
			tex_c_skip_balanced(parser);
			return;
		}
		tex_c_mention_all(parser, token, 1);
		parser->at++;
		if (tex_c_token_is(token, ";"))
			return;
	}
}

/* Skips what makes no sense: to the end of the line or of the statement. */
static void skip_line(struct tex_parser *parser)
{
	uint32_t line = tex_c_peek(parser)->line;

	for (;;) {
		const struct tex_token *token = tex_c_peek(parser);

		if (token->kind == TEX_T_END || token->kind == TEX_T_DIRECTIVE ||
			token->line != line)
			return;
		if (tex_c_token_is(token, "{")) {
			tex_c_skip_balanced(parser);
			return;
		}
		parser->at++;
	}
}

/* A member outside of any record: "le32 limit;", "le32 { … };". */
static void read_declaration(struct tex_parser *parser)
{
	struct tex_builder *builder = parser->builder;
	struct tex_body body = {.complete = true};
	struct et_spec_record *spec;

	tex_c_read_member(parser, &body);
	if (!body.fields.count || builder->records.count >= TEX_MOST_RECORDS)
		return;
	spec = ET_NEW(parser->arena, struct et_spec_record);
	spec->record.def.kind = ET_DEF_RECORD;
	spec->record.def.place = body.fields.items[0].place;
	spec->record.def.abis = ET_ABI_ALL;
	spec->record.packed = true;
	spec->record.complete = body.complete;
	spec->record.fields = body.fields.items;
	spec->record.n_fields = body.fields.count;
	spec->listing = parser->listing;
	spec->heading = parser->block->heading;
	spec->superseded = parser->block->superseded;
	spec->declaration = true;
	*ET_APPEND(parser->arena, &builder->records) = spec;
}

/* "enum x {", "enum {"; also with the brace missing and the names on the lines below. */
static bool begins_enum(const struct tex_parser *parser)
{
	const struct tex_token *next = tex_c_ahead(parser, 1), *after = tex_c_ahead(parser, 2);

	return tex_c_token_is(next, "{") || tex_c_token_is(after, "{") ||
	       (next->kind == TEX_T_WORD && (next->first || after->first));
}

static void read_word(struct tex_parser *parser)
{
	const struct tex_token *token = tex_c_peek(parser);

	if (tex_c_token_is(token, "typedef")) {
		/* A record's own name counts; names given to plain types are none of ours. */
		tex_c_skip(parser);
		if (tex_c_begins_record(parser))
			tex_c_read_record(parser);
		else
			skip_line(parser);
	} else if (tex_c_begins_record(parser)) {
		tex_c_read_record(parser);
	} else if (tex_c_token_is(token, "enum") && begins_enum(parser)) {
		tex_c_read_enum(parser);
	} else if (token->first && tex_c_token_is(token, "define")) {
		tex_c_read_bare_define(parser, NULL);
	} else if (is_function(parser)) {
		skip_function(parser);
	} else if (!tex_c_read_assignment(parser)) {
		read_declaration(parser);
	}
}

void tex_c_parse(struct tex_parser *parser)
{
	const struct tex_token *token;

	while ((token = tex_c_peek(parser))->kind != TEX_T_END) {
		size_t at = parser->at;

		if (token->kind == TEX_T_DIRECTIVE) {
			tex_c_read_directive(parser, NULL);
		} else if (token->kind == TEX_T_WORD) {
			read_word(parser);
		} else if (token->kind == TEX_T_OMITTED || tex_c_token_is(token, ";")) {
			tex_c_skip(parser);
		} else if (tex_c_token_is(token, "}")) {
			tex_c_fault(parser, ET_FAULT_BRACES, token->line, NULL, NULL,
				"a closing brace without an opening one");
			tex_c_skip(parser);
		} else if (tex_c_token_is(token, "{")) {
			tex_c_fault(parser, ET_FAULT_BRACES, token->line, NULL, NULL,
				"a brace that belongs to nothing");
			tex_c_skip_balanced(parser);
		} else {
			tex_c_fault(parser, ET_FAULT_OTHER, token->line, NULL, NULL,
				"'%s' is no definition", tex_c_written(parser->arena, token, 1));
			skip_line(parser);
		}
		if (parser->at == at)
			parser->at++;
	}
}
