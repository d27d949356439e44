/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants of a listing: #define, enum, "NAME = value". */
#include "tex_notation.h"

#include <ctype.h>
#include <string.h>

enum { MOST_PARAMETERS = 32 };

static bool is_alias(const struct tex_token *tokens, size_t count)
{
	while (count >= 3 && tex_c_token_is(tokens, "(") &&
		tex_c_token_is(&tokens[count - 1], ")")) {
		tokens++;
		count -= 2;
	}
	return count == 1 && tokens->kind == TEX_T_WORD;
}

/* Appends a constant with its right-hand side. Returns NULL when there is to be none. */
static struct tex_macro *add_constant(struct tex_parser *parser, const struct tex_token *name,
	const struct tex_token *value, size_t count, enum et_origin origin)
{
	struct tex_builder *builder = parser->builder;
	const struct tex_doc *doc = builder->doc;
	uint32_t heading = parser->block->heading;
	struct et_spec_constant *spec;
	struct et_constant *constant;

	if (builder->constants.count >= TEX_MOST_CONSTANTS)
		return NULL;
	spec = ET_APPEND(parser->arena, &builder->constants);
	constant = &spec->constant;
	constant->def.kind = ET_DEF_CONSTANT;
	constant->def.name = et_strndup(parser->arena, name->text, name->length);
	constant->def.place = tex_c_parser_place(parser, name->line);
	constant->def.abis = ET_ABI_ALL;
	if (heading != ET_SPEC_NONE && doc->headings.items[heading].legacy)
		constant->def.status = ET_STATUS_LEGACY;
	constant->spelling = origin == ET_ORIGIN_ENUM ? ET_SPELLED_ENUMERATOR : ET_SPELLED_MACRO;
	constant->text = tex_c_written(parser->arena, value, count);
	if (is_alias(value, count))
		constant->alias_of = constant->text;
	spec->origin = origin;
	spec->heading = heading;
	spec->group = parser->group;
	spec->superseded = parser->block->superseded;
	return tex_c_keep(parser->values, (uint32_t)builder->constants.count - 1, value, count);
}

/* "(for automatic receive steering)" behind a value, meant as a comment. */
static void fault_trailing(struct tex_parser *parser, const struct tex_token *name,
	const struct tex_token *value, size_t used, size_t count)
{
	const char *own = et_strndup(parser->arena, name->text, name->length);
	const char *good = tex_c_written(parser->arena, value, used);
	const struct tex_token *rest = &value[used];
	size_t n = count - used;

	if (n == 1 && tex_c_token_is(rest, ";")) {
		tex_c_fault(parser, ET_FAULT_SEMICOLON_DEFINE, name->line, own,
			et_sprintf(parser->arena, "#define %s %s", own, good),
			"';' at the end of a #define");
		return;
	}
	if (n == 1 && tex_c_token_is(rest, ")")) {
		tex_c_fault(parser, ET_FAULT_DEFINE, name->line, own,
			et_sprintf(parser->arena, "#define %s (%s)", own, good),
			"unbalanced parentheses");
		return;
	}
	if (n >= 2 && tex_c_token_is(rest, "(") && tex_c_token_is(&rest[n - 1], ")")) {
		rest++;
		n -= 2;
	}
	tex_c_fault(parser, ET_FAULT_DEFINE, name->line, own,
		et_sprintf(parser->arena, "#define %s %s /* %s */", own, good,
			tex_c_written(parser->arena, rest, n)),
		"text behind the value that is no comment: '%s'",
		tex_c_written(parser->arena, &value[used], count - used));
}

/* What is wrong with a value that is no expression, if something is. */
static void fault_value(struct tex_parser *parser, const struct tex_token *name,
	const struct tex_token *value, size_t count)
{
	const char *own = et_strndup(parser->arena, name->text, name->length);
	size_t i, open = 0, closed = 0;
	uint64_t number;

	for (i = 0; i < count; i++) {
		open += tex_c_token_is(&value[i], "(");
		closed += tex_c_token_is(&value[i], ")");
		if (value[i].kind == TEX_T_NUMBER && !tex_c_number(&value[i], &number)) {
			tex_c_fault(parser, ET_FAULT_DEFINE, name->line, own, NULL,
				"'%s' is no number", tex_c_written(parser->arena, &value[i], 1));
			return;
		}
	}
	if (open != closed)
		tex_c_fault(parser, ET_FAULT_DEFINE, name->line, own,
			open == closed + 1 && count < 32
				? et_sprintf(parser->arena, "#define %s %s)", own,
					  tex_c_written(parser->arena, value, count))
				: NULL,
			"unbalanced parentheses");
}

/* "(x, y)" right behind the name. Returns how many tokens it takes; 0: there are none. */
static size_t read_parameters(struct tex_parser *parser, const struct tex_token *tokens,
	size_t count, const struct tex_token **params, size_t *n_params)
{
	struct tex_token *list = NULL;
	size_t i, n = 0;

	for (i = 1; i < count && !tex_c_token_is(&tokens[i], ")"); i++)
		n += tokens[i].kind == TEX_T_WORD;
	if (i == count)
		return 0;
	list = ET_NEW_ARRAY(parser->arena, n ? n : 1, struct tex_token);
	n = 0;
	for (i = 1; !tex_c_token_is(&tokens[i], ")"); i++) {
		if (tokens[i].kind == TEX_T_WORD && n < MOST_PARAMETERS)
			list[n++] = tokens[i];
	}
	*params = list;
	*n_params = n;
	return i + 1;
}

/* Names in a value that are no parameters. */
static void mention_value(struct tex_parser *parser, const struct tex_token *value, size_t count,
	const struct tex_token *params, size_t n_params)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < n_params; j++) {
			if (params[j].length == value[i].length &&
				!memcmp(params[j].text, value[i].text, params[j].length))
				break;
		}
		if (j == n_params)
			tex_c_mention_all(parser, &value[i], 1);
	}
}

static bool is_guard_name(const struct tex_parser *parser, const struct tex_token *name)
{
	const struct tex_token *token;
	size_t n;

	/* "#ifndef X" right before "#define X". */
	for (token = name, n = 0; token > parser->tokens && n < 4; n++) {
		token--;
		if (token->kind == TEX_T_DIRECTIVE && tex_c_token_starts(token, "ifndef"))
			return true;
	}
	return false;
}

/* The tokens of a directive's line, from name on, without comments; those are taken as notes. */
static void read_define(struct tex_parser *parser, struct tex_body *body,
	const struct tex_token *name, const struct tex_token *end)
{
	const struct tex_token *value = name + 1, *params = NULL;
	size_t count = (size_t)(end - value), n_params = 0, used, before;
	bool function =
		count && tex_c_token_is(value, "(") && value->text == name->text + name->length;
	struct tex_builder *builder = parser->builder;
	struct tex_macro *macro;
	struct tex_note note;

	if (function) {
		used = read_parameters(parser, value, count, &params, &n_params);
		function = used > 0;
		value += used;
		count -= used;
	}
	tex_c_take_note(parser, &note);
	/* Comments at the end and in between. */
	for (before = 0; before < count; before++) {
		struct tex_note beside;

		if (value[before].kind != TEX_T_COMMENT || value[before].first)
			continue;
		parser->at = (size_t)(&value[before] - parser->tokens);
		tex_c_take_beside(parser, &beside);
		if (!note.condition)
			note.condition = beside.condition;
	}
	while (count && value[count - 1].kind == TEX_T_COMMENT)
		count--;
	mention_value(parser, value, count, params, n_params);
	if (!count && is_guard_name(parser, name))
		return;
	used = tex_c_expression(value, count);
	if (!count)
		tex_c_fault(parser, ET_FAULT_DEFINE, name->line,
			et_strndup(parser->arena, name->text, name->length), NULL,
			"a #define without a value");
	else if (used && used < count && !function)
		fault_trailing(parser, name, value, used, count);
	else if (!used)
		fault_value(parser, name, value, count);
	before = builder->constants.count;
	macro = add_constant(parser, name, value, used ? used : count, ET_ORIGIN_DEFINE);
	if (!macro)
		return;
	builder->constants.items[before].condition = note.condition;
	if (function) {
		macro->function = true;
		macro->params = params;
		macro->n_params = n_params;
		builder->constants.items[before].constant.spelling = ET_SPELLED_FUNCTION_MACRO;
		builder->constants.items[before].constant.alias_of = NULL;
	}
	if (body && !function) {
		if (!body->n_defines++)
			body->first_define = before;
		body->defines_first = body->defines_first || !body->fields.count;
	}
}

void tex_c_read_directive(struct tex_parser *parser, struct tex_body *body)
{
	const struct tex_token *hash = tex_c_peek(parser), *end = hash + 1, *name = hash + 1;
	bool define = hash->length == 6 && !memcmp(hash->text, "define", 6);
	const char *word = et_strndup(parser->arena, hash->text, hash->length);

	while (end->kind != TEX_T_EOL && end->kind != TEX_T_END)
		end++;
	if (!define && et_edit_distance(word, "define", 2) <= 2) {
		define = true;
		tex_c_fault(parser, ET_FAULT_DEFINE, hash->line, NULL, "#define",
			"'#%s' is not known", word);
	}
	if (define && name->kind == TEX_T_WORD)
		read_define(parser, body, name, end);
	else if (define)
		tex_c_fault(parser, ET_FAULT_DEFINE, hash->line, NULL, NULL,
			"a #define without a name");
	parser->at = (size_t)(end - parser->tokens) + (end->kind == TEX_T_EOL);
	tex_c_drop_note(parser);
}

void tex_c_read_bare_define(struct tex_parser *parser, struct tex_body *body)
{
	const struct tex_token *word = tex_c_peek(parser), *end = word + 1;

	while (end->kind != TEX_T_END && end->kind != TEX_T_DIRECTIVE && !end->first)
		end++;
	tex_c_fault(parser, ET_FAULT_DEFINE, word->line, NULL, "#define", "'define' without '#'");
	if (word[1].kind == TEX_T_WORD && end > word + 1)
		read_define(parser, body, word + 1, end);
	parser->at = (size_t)(end - parser->tokens);
}

/* At an enumerator's name; ends behind its comma. Returns it, or what was before it. */
static struct tex_macro *read_enumerator(
	struct tex_parser *parser, const char *tag, struct tex_macro *last)
{
	struct tex_builder *builder = parser->builder;
	const struct tex_token *name = tex_c_peek(parser), *value, *next, *end;
	size_t index = builder->constants.count, depth = 0;
	struct tex_macro *macro;
	struct tex_note note;
	const char *own = et_strndup(parser->arena, name->text, name->length);

	tex_c_take_note(parser, &note);
	parser->at++;
	next = tex_c_ahead(parser, 0);
	value = end = next;
	if (tex_c_token_is(next, "=")) {
		tex_c_skip(parser);
		value = end = tex_c_peek(parser);
		while (end->kind != TEX_T_END && end->kind != TEX_T_DIRECTIVE &&
			end->kind != TEX_T_COMMENT && !tex_c_token_is(end, "}") &&
			!tex_c_token_is(end, ";") && (depth || !tex_c_token_is(end, ",")) &&
			(!end->first || end == value)) {
			depth += tex_c_token_is(end, "(");
			depth -= depth && tex_c_token_is(end, ")");
			end++;
		}
		parser->at = (size_t)(end - parser->tokens);
		next = tex_c_ahead(parser, 0);
		if (!tex_c_expression(value, (size_t)(end - value)))
			fault_value(parser, name, value, (size_t)(end - value));
	}
	mention_value(parser, value, (size_t)(end - value), NULL, 0);
	macro = add_constant(parser, name, value, (size_t)(end - value), ET_ORIGIN_ENUM);
	if (macro) {
		struct et_spec_constant *spec = &builder->constants.items[index];

		spec->constant.def.scope = tag;
		spec->condition = note.condition;
		if (value == end && last) {
			macro->after = last;
			spec->constant.text = et_sprintf(parser->arena, "%s + 1", last->name);
		} else if (value == end) {
			macro->state = 2;
			macro->has_value = true;
			spec->constant.text = "0";
		}
	}
	if (tex_c_token_is(next, ",")) {
		tex_c_skip(parser);
	} else if (tex_c_token_is(next, ";") && !next->first) {
		tex_c_fault(parser, ET_FAULT_OTHER, next->line, own, ",",
			"';' between enumerators, where ',' belongs");
		tex_c_skip(parser);
	} else if (next->kind == TEX_T_WORD) {
		tex_c_fault(parser, ET_FAULT_OTHER, name->line, own,
			et_sprintf(parser->arena, "%s,",
				tex_c_written(parser->arena, name, (size_t)(end - name))),
			"',' is missing behind an enumerator");
	}
	/* A comment on the line is this one's. */
	if (tex_c_take_beside(parser, &note) && macro && note.condition)
		builder->constants.items[index].condition = note.condition;
	return macro ? macro : last;
}

static void end_enum(struct tex_parser *parser)
{
	const struct tex_token *brace = tex_c_peek(parser);
	uint32_t line = brace->line;

	if (!tex_c_token_is(brace, "}")) {
		tex_c_fault(parser, ET_FAULT_BRACES, line, NULL, "};",
			"the list of enumerators is never closed");
		if (tex_c_token_is(brace, ";"))
			tex_c_skip(parser);
		return;
	}
	tex_c_skip(parser);
	if (tex_c_token_is(tex_c_ahead(parser, 0), ";"))
		tex_c_skip(parser);
	else if (tex_c_ahead(parser, 0)->first)
		tex_c_fault(parser, ET_FAULT_SEMICOLON_MISSING, line, NULL, "};",
			"';' is missing behind a list of enumerators");
}

void tex_c_read_enum(struct tex_parser *parser)
{
	const struct tex_token *token, *word = tex_c_peek(parser);
	const char *tag = NULL, *within = parser->within;
	struct tex_macro *last = NULL;

	tex_c_skip(parser);
	token = tex_c_peek(parser);
	if (token->kind == TEX_T_WORD && !token->first) {
		tag = et_strndup(parser->arena, token->text, token->length);
		tex_c_skip(parser);
	}
	if (tex_c_token_is(tex_c_peek(parser), "{"))
		tex_c_skip(parser);
	else
		tex_c_fault(parser, ET_FAULT_BRACES, word->line, tag,
			et_sprintf(parser->arena, "%s {",
				tex_c_written(parser->arena, word, tag ? 2 : 1)),
			"the opening brace is missing");
	parser->within = tag ? tag : within;
	for (;;) {
		token = tex_c_peek(parser);
		if (token->kind == TEX_T_END || tex_c_token_is(token, "}") ||
			(tex_c_token_is(token, ";") && token->first) ||
			tex_c_token_is(token, "struct") || tex_c_token_is(token, "enum") ||
			tex_c_token_is(token, "union"))
			break;
		if (token->kind == TEX_T_WORD)
			last = read_enumerator(parser, tag, last);
		else if (token->kind == TEX_T_DIRECTIVE)
			tex_c_read_directive(parser, NULL);
		else
			tex_c_skip(parser);
	}
	end_enum(parser);
	parser->within = within;
	tex_c_drop_note(parser);
}

bool tex_c_read_assignment(struct tex_parser *parser)
{
	const struct tex_token *name = tex_c_peek(parser), *value, *end;
	size_t count;

	if (!tex_c_token_is(tex_c_ahead(parser, 1), "=") || !isupper((unsigned char)*name->text))
		return false;
	tex_c_skip(parser);
	tex_c_skip(parser);
	value = end = tex_c_peek(parser);
	while (end->kind != TEX_T_END && (!end->first || end == value) &&
		!tex_c_token_is(end, ",") && !tex_c_token_is(end, ";") &&
		end->kind != TEX_T_COMMENT)
		end++;
	count = tex_c_expression(value, (size_t)(end - value));
	mention_value(parser, value, (size_t)(end - value), NULL, 0);
	if (count)
		add_constant(parser, name, value, count, ET_ORIGIN_ASSIGNMENT);
	parser->at = (size_t)(end - parser->tokens);
	if (tex_c_token_is(end, ",") || tex_c_token_is(end, ";"))
		parser->at++;
	tex_c_drop_note(parser);
	return true;
}
