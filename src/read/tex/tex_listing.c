/* SPDX-License-Identifier: BSD-3-Clause */
/* Which listings there are, what each is written in, and what is in them. */
#include "tex_notation.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct state {
	struct tex_builder *builder;
	struct et_arena scratch; /* tokens */
	struct tex_tokens tokens;
	struct tex_values values;
	size_t listed; /* bytes read so far */
};

/* An option's value: "escapechar=|", "escapechar={|}". Returns its length; 0: it is not there. */
static size_t option_value(const struct tex_span *options, const char *name, const char **value)
{
	size_t length = strlen(name), n;
	const char *p, *end = options->end;

	for (p = options->begin; p && p + length < end; p++) {
		if (memcmp(p, name, length) != 0 ||
			(p > options->begin && isalnum((unsigned char)p[-1])))
			continue;
		p += length;
		while (p < end && isspace((unsigned char)*p))
			p++;
		if (p == end || *p++ != '=')
			continue;
		while (p < end && (isspace((unsigned char)*p) || *p == '{' || *p == '\\'))
			p++;
		for (n = 0; p + n < end && !strchr(",]}", p[n]) && !isspace((unsigned char)p[n]);)
			n++;
		*value = p;
		return n;
	}
	return 0;
}

/* Replaces what is between two escapes by the text that it prints, line breaks kept. */
static void print_escape(struct et_arena *arena, char *from, char *to, size_t left, size_t right)
{
	const char *text = tex_plain_text(arena, from + left, to - right);
	char *p;

	for (p = from; p < to; p++) {
		if (*p == '\n')
			text = "";
		else
			*p = *text && *text != '\n' ? *text++ : ' ';
	}
}

/*
 * The listing as it is printed: with [escapechar=|], "|\hyperref[x]{[X]}|" is "[X]". As long as the
 * source, and with its lines.
 */
static const char *print(struct state *state, const struct tex_block *block)
{
	const char *begin = block->text.begin, *open = NULL, *end;
	size_t length = (size_t)(block->text.end - begin), side;
	char close, *copy, *p, *to;

	side = option_value(&block->option, "escapechar", &open);
	if (!side)
		side = option_value(&block->option, "escapeinside", &open);
	if (!side || !memchr(begin, *open, length))
		return begin;
	/* One character each way; longer ones are told apart by their first. */
	close = side > 1 ? open[1] : *open;
	copy = et_strndup(state->builder->arena, begin, length);
	end = copy + length;
	for (p = copy; (p = memchr(p, *open, (size_t)(end - p))); p = to) {
		to = memchr(p + 1, close, (size_t)(end - p - 1));
		if (!to)
			break;
		to++;
		print_escape(state->builder->arena, p, to, 1, 1);
	}
	return copy;
}

/* The last sentence before the listing, plain; "" when something else stands there. */
static const char *said_before(const struct state *state, size_t index)
{
	const struct tex_doc *doc = state->builder->doc;
	const struct tex_block *block = &doc->blocks.items[index], *before = block;
	const char *begin, *plain, *p, *sentence;

	while (before > doc->blocks.items) {
		before--;
		if (before->kind != TEX_BEGIN)
			break;
	}
	if (before == block || (before->kind != TEX_PARA && before->kind != TEX_ITEM) ||
		before->heading != block->heading)
		return "";
	begin = before->text.begin;
	if (before->text.end - begin > 400)
		begin = before->text.end - 400;
	plain = tex_plain_text(state->builder->arena, begin, before->text.end);
	sentence = plain;
	for (p = plain; *p; p++) {
		if (*p == '.' && p[1] == ' ' && p > plain && p[-1] != 'g' && p[-1] != 'e')
			sentence = p + 2;
	}
	return sentence;
}

/* Whether any name that the listing defines looks like one of VIRTIO's. */
static bool has_own_names(const struct tex_tokens *tokens)
{
	const struct tex_token *token;

	for (token = tokens->list.items; token->kind != TEX_T_END; token++) {
		if ((token->kind == TEX_T_DIRECTIVE || tex_c_token_is(token, "struct") ||
			    tex_c_token_is(token, "union") || tex_c_token_is(token, "enum")) &&
			token[1].kind == TEX_T_WORD && token[1].length > 4 &&
			!strncasecmp(token[1].text, "virt", 4))
			return true;
	}
	return false;
}

/*
 * Definitions that only show a notation stand behind a bare "For example:"; those that are taken
 * from elsewhere behind a sentence with it.
 */
static bool is_example(const struct state *state, size_t index)
{
	static const char *const openings[] = {
		"for example", "for instance", "e.g.", "example", "an example", NULL};
	const char *sentence = said_before(state, index);
	size_t i, words = 1;
	const char *p;

	for (i = 0; openings[i]; i++) {
		if (strncasecmp(sentence, openings[i], strlen(openings[i])) == 0)
			break;
	}
	if (!openings[i])
		return false;
	for (p = sentence; *p; p++)
		words += *p == ' ' && p[1];
	return words <= 3 || !has_own_names(&state->tokens);
}

/* Names in a listing that defines nothing; its macros count nevertheless. */
static void read_code(struct tex_parser *parser)
{
	const struct tex_token *token;

	parser->silent = true;
	while ((token = tex_c_peek(parser))->kind != TEX_T_END) {
		if (token->kind == TEX_T_DIRECTIVE) {
			tex_c_read_directive(parser, NULL);
			continue;
		}
		tex_c_mention_all(parser, token, 1);
		parser->at++;
	}
}

static void read_text(struct state *state, size_t index, uint32_t listing, uint32_t line)
{
	struct tex_builder *builder = state->builder;
	const struct tex_block *block = &builder->doc->blocks.items[index];
	struct et_spec_listing *spec = &builder->listings.items[listing];
	const char *text = print(state, block);
	struct tex_parser parser = {.builder = builder,
		.values = &state->values,
		.arena = builder->arena,
		.block = block,
		.listing = listing,
		.group = ++builder->groups};

	tex_c_lex(&state->tokens, &state->scratch, text,
		text + (block->text.end - block->text.begin), line);
	parser.tokens = state->tokens.list.items;
	spec->notation = tex_c_sort(&state->tokens);
	if ((spec->notation == ET_NOTATION_DEFINITIONS ||
		    spec->notation == ET_NOTATION_DECLARATION) &&
		is_example(state, index))
		spec->notation = ET_NOTATION_EXAMPLE;
	et_buf_init(&parser.note);
	switch (spec->notation) {
	case ET_NOTATION_DEFINITIONS:
	case ET_NOTATION_DECLARATION:
		tex_c_parse(&parser);
		break;
	case ET_NOTATION_CODE:
	case ET_NOTATION_FORMULA:
		read_code(&parser);
		break;
	default:
		break;
	}
	et_buf_finish(&parser.note);
	spec->n_faults = (uint32_t)parser.n_faults;
}

static void read_listing(struct state *state, size_t index)
{
	struct tex_builder *builder = state->builder;
	const struct tex_block *block = &builder->doc->blocks.items[index];
	const struct tex_file *file = &builder->doc->files.items[block->text.file];
	struct et_spec_listing *spec = ET_APPEND(builder->arena, &builder->listings);
	uint32_t listing = (uint32_t)builder->listings.count - 1, line = block->text.line;
	size_t length = (size_t)(block->text.end - block->text.begin);

	spec->place.file = file->file.path;
	/* A file taken in has no \begin. */
	spec->place.line = file->file.listing || line < 2 ? line : line - 1;
	if (block->heading != ET_SPEC_NONE)
		spec->place.section = builder->doc->sections[block->heading];
	spec->last_line = block->last_line;
	spec->heading = block->heading;
	spec->file = block->text.file;
	spec->superseded = block->superseded;
	spec->first_record = (uint32_t)builder->records.count;
	spec->first_constant = (uint32_t)builder->constants.count;
	spec->notation = ET_NOTATION_UNKNOWN;
	if (length > TEX_LONGEST_LISTING || length > TEX_MOST_LISTED - state->listed) {
		et_diag(builder->diags, ET_ERROR, spec->place.file, spec->place.line, NULL,
			"the listing is too long to be read");
	} else {
		state->listed += length;
		read_text(state, index, listing, line);
	}
	spec->n_records = (uint32_t)builder->records.count - spec->first_record;
	spec->n_constants = (uint32_t)builder->constants.count - spec->first_constant;
}

void tex_take_listings(struct tex_builder *builder)
{
	struct state state = {.builder = builder};
	size_t i;

	et_arena_init(&state.scratch);
	state.values.arena = builder->arena;
	state.values.builder = builder;
	for (i = 0; i < builder->doc->blocks.count; i++) {
		if (builder->doc->blocks.items[i].kind == TEX_LISTING)
			read_listing(&state, i);
	}
	tex_c_work_out(&state.values);
	et_arena_finish(&state.scratch);
}
