/* SPDX-License-Identifier: BSD-3-Clause */
/* A listing's text as tokens, with its comments and directives. */
#include "tex_notation.h"

#include <ctype.h>
#include <string.h>

struct lexer {
	struct tex_tokens *tokens;
	struct et_arena *arena;
	const char *at, *end;
	uint32_t line;
	uint32_t indent;
	bool first;
	bool directive; /* inside of one */
};

bool tex_c_token_is(const struct tex_token *token, const char *text)
{
	size_t length = strlen(text);

	return token->kind != TEX_T_COMMENT && token->kind != TEX_T_DIRECTIVE &&
	       token->length == length && memcmp(token->text, text, length) == 0;
}

bool tex_c_token_starts(const struct tex_token *token, const char *text)
{
	size_t length = strlen(text);

	return token->length >= length && memcmp(token->text, text, length) == 0;
}

static struct tex_token *add(struct lexer *lexer, enum tex_token_kind kind, size_t length)
{
	struct tex_token *token = ET_APPEND(lexer->arena, &lexer->tokens->list);

	memset(token, 0, sizeof(*token)); /* its place may have been another's */
	token->text = lexer->at;
	token->length = (uint32_t)length;
	token->line = token->last_line = lexer->line;
	token->kind = (uint8_t)kind;
	token->first = lexer->first;
	token->indent = lexer->indent;
	lexer->first = false;
	lexer->at += length;
	return token;
}

static bool word_begins(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

static bool word_goes_on(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t word_length(const char *at, const char *end)
{
	const char *p = at;

	while (p < end && word_goes_on(*p))
		p++;
	return (size_t)(p - at);
}

static const char *line_end(const char *at, const char *end)
{
	const char *p = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;

	return p ? p : end;
}

/*
 * Whether a line below a comment that is never closed is still its text: " * more", or words
 * without anything that a definition has.
 */
static bool is_comment_text(const char *at, const char *end)
{
	size_t words = 0;
	const char *p;

	while (at < end && isblank((unsigned char)*at))
		at++;
	if (at < end && *at == '*')
		return true;
	for (p = at; p < end; p++) {
		if (strchr(";{}#=[]", *p) || (*p == '/' && p + 1 < end && p[1] == '*'))
			return false;
		if (word_goes_on(*p) && (p == at || !word_goes_on(p[-1])))
			words++;
	}
	while (end > at && isspace((unsigned char)end[-1]))
		end--;
	if (words < 3 || end[-1] == ',')
		return false;
	words = word_length(at, end);
	return !(words == 6 && (!memcmp(at, "struct", 6)));
}

/*
 * The end of a comment's inside, from behind its opening. One that is never closed, or that has
 * another's opening inside, ends with its line.
 */
static const char *comment_end(const char *at, const char *end, bool *open)
{
	const char *p = at, *line;

	*open = false;
	while ((p = p < end ? memchr(p, '*', (size_t)(end - p)) : NULL)) {
		if (p + 1 < end && p[1] == '/')
			return p;
		if (p > at && p[-1] == '/') {
			/* "dir/ *" on the line of the comment's end is only text. */
			line = line_end(at, end);
			for (; p + 1 < line; p++) {
				if (p[0] == '*' && p[1] == '/')
					return p;
			}
			break;
		}
		p++;
	}
	*open = true;
	line = line_end(at, end);
	while (line < end) {
		const char *next = line_end(line + 1, end);

		if (!is_comment_text(line + 1, next))
			break;
		line = next;
	}
	return line;
}

static void count_lines(struct lexer *lexer, const char *from, const char *to)
{
	while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
		lexer->line++;
		from++;
	}
}

static void take_comment(struct lexer *lexer)
{
	bool rest = lexer->at[1] == '/', open = false;
	const char *inside = lexer->at + 2;
	const char *close =
		rest ? line_end(inside, lexer->end) : comment_end(inside, lexer->end, &open);
	struct tex_token *token;

	lexer->at = inside;
	token = add(lexer, TEX_T_COMMENT, (size_t)(close - inside));
	token->open = open;
	token->rest = rest;
	count_lines(lexer, inside, close);
	token->last_line = lexer->line;
	lexer->at = open || rest ? close : close + 2;
}

/* "$...$" and "\ldots": what a listing leaves out. */
static bool take_omission(struct lexer *lexer)
{
	const char *at = lexer->at, *end = lexer->end;
	const char *stop = at + 1;
	bool dots = false;

	if (*at == '$') {
		while (stop < end && *stop != '$' && *stop != '\n')
			stop++;
		if (stop == end || *stop != '$')
			return false;
		stop++;
	} else if (*at == '\\') {
		stop += word_length(stop, end);
	} else if (end - at >= 3 && !memcmp(at, "...", 3)) {
		add(lexer, TEX_T_OMITTED, 3);
		return true;
	} else if (end - at >= 3 && !memcmp(at, "\xe2\x80\xa6", 3)) {
		add(lexer, TEX_T_OMITTED, 3);
		return true;
	} else {
		return false;
	}
	for (; at + 4 <= stop; at++)
		dots = dots || !memcmp(at, "dots", 4);
	if (dots)
		add(lexer, TEX_T_OMITTED, (size_t)(stop - lexer->at));
	return dots;
}

static void take_quoted(struct lexer *lexer)
{
	/* A bound, as one without an end is looked for again from each quote behind it. */
	enum { LONGEST = 1000 };
	const char *p = lexer->at + 1;

	while (p < lexer->end && *p != *lexer->at && *p != '\n' && p - lexer->at < LONGEST)
		p += *p == '\\' && p + 1 < lexer->end && p[1] != '\n' ? 2 : 1;
	if (p < lexer->end && *p == *lexer->at)
		add(lexer, TEX_T_TEXT, (size_t)(p + 1 - lexer->at));
	else
		add(lexer, TEX_T_PUNCT, 1); /* an apostrophe of prose */
}

static void take_punct(struct lexer *lexer)
{
	static const char *const longer[] = {"::=", "<<=", ">>=", "<<", ">>", "->",
		"==", "!=", "<=", ">=", "&&", "||", "++", "--",
		"+=", "-=", "*=", "/=", "|=", "^=", "&="};
	size_t i, left = (size_t)(lexer->end - lexer->at);

	for (i = 0; i < sizeof(longer) / sizeof(*longer); i++) {
		size_t length = strlen(longer[i]);

		if (left >= length && !memcmp(lexer->at, longer[i], length)) {
			add(lexer, TEX_T_PUNCT, length);
			return;
		}
	}
	add(lexer, TEX_T_PUNCT, 1);
}

/* "NAME," or "NAME = 3,": what is behind it is no part of it. */
static bool ends_enumerator(const struct tex_token *list, size_t at)
{
	return at && tex_c_token_is(&list[at], ",") &&
	       (list[at - 1].first || list[at - 1].kind == TEX_T_NUMBER);
}

/*
 * At a comment's end outside of any: the words before it on the line are its text, as far back as
 * no definition reaches.
 */
static bool take_bare_end(struct lexer *lexer)
{
	struct tex_token *list = lexer->tokens->list.items, *last;
	size_t n = lexer->tokens->list.count, from = n;

	if (lexer->end - lexer->at < 2 || lexer->at[1] != '/')
		return false;
	while (from && list[from - 1].line == lexer->line &&
		(list[from - 1].kind == TEX_T_WORD || list[from - 1].kind == TEX_T_PUNCT ||
			list[from - 1].kind == TEX_T_TEXT ||
			(list[from - 1].kind == TEX_T_NUMBER && !lexer->directive)) &&
		!tex_c_token_is(&list[from - 1], ";") && !tex_c_token_is(&list[from - 1], "{") &&
		!tex_c_token_is(&list[from - 1], "}") && !ends_enumerator(list, from - 1))
		from--;
	if (from == n)
		return false;
	last = &list[n - 1];
	list[from].length = (uint32_t)(last->text + last->length - list[from].text);
	list[from].kind = TEX_T_COMMENT;
	list[from].bare = true;
	lexer->tokens->list.count = from + 1;
	lexer->at += 2;
	return true;
}

static void take_directive(struct lexer *lexer)
{
	const char *hash = lexer->at++;

	while (lexer->at < lexer->end && isblank((unsigned char)*lexer->at))
		lexer->at++;
	if (lexer->at == lexer->end || !word_begins(*lexer->at)) {
		lexer->at = hash;
		take_punct(lexer);
		return;
	}
	add(lexer, TEX_T_DIRECTIVE, word_length(lexer->at, lexer->end));
	lexer->directive = true;
}

static void take_newline(struct lexer *lexer)
{
	if (lexer->directive)
		add(lexer, TEX_T_EOL, 0);
	lexer->directive = false;
	lexer->at++;
	lexer->line++;
	lexer->first = true;
	lexer->indent = 0;
}

/* A backslash at the line's end; blanks behind it are forgiven. */
static bool take_continuation(struct lexer *lexer)
{
	const char *p = lexer->at + 1;

	while (p < lexer->end && (isblank((unsigned char)*p) || *p == '\r'))
		p++;
	if (p == lexer->end || *p != '\n')
		return false;
	lexer->at = p + 1;
	lexer->line++;
	if (!lexer->directive) {
		lexer->first = true;
		lexer->indent = 0;
	}
	return true;
}

static void take(struct lexer *lexer)
{
	const char *at = lexer->at;
	size_t left = (size_t)(lexer->end - at);

	if (*at == '/' && left > 1 && (at[1] == '*' || at[1] == '/')) {
		take_comment(lexer);
	} else if (*at == '*' && take_bare_end(lexer)) {
		return;
	} else if (*at == '#' && lexer->first) {
		take_directive(lexer);
	} else if (word_begins(*at)) {
		add(lexer, TEX_T_WORD, word_length(at, lexer->end));
	} else if (isdigit((unsigned char)*at)) {
		add(lexer, TEX_T_NUMBER, word_length(at, lexer->end));
	} else if (*at == '"' || *at == '\'') {
		take_quoted(lexer);
	} else if (!strchr("$\\.\xe2", *at) || !take_omission(lexer)) {
		take_punct(lexer);
	}
}

void tex_c_lex(struct tex_tokens *tokens, struct et_arena *arena, const char *begin,
	const char *end, uint32_t line)
{
	struct lexer lexer = {.tokens = tokens,
		.arena = arena,
		.at = begin,
		.end = end,
		.line = line,
		.first = true};

	tokens->list.count = 0;
	while (lexer.at < end) {
		if (*lexer.at == '\n') {
			take_newline(&lexer);
		} else if (isspace((unsigned char)*lexer.at) || !*lexer.at) {
			lexer.indent += *lexer.at == '\t' ? 8 - lexer.indent % 8 : 1;
			lexer.at++;
		} else if (*lexer.at != '\\' || !take_continuation(&lexer)) {
			take(&lexer);
		}
	}
	if (lexer.directive)
		add(&lexer, TEX_T_EOL, 0);
	lexer.first = true;
	add(&lexer, TEX_T_END, 0);
}

const char *tex_c_written(struct et_arena *arena, const struct tex_token *tokens, size_t count)
{
	struct et_buf buf;
	const char *result;
	size_t i;

	et_buf_init(&buf);
	for (i = 0; i < count; i++) {
		const struct tex_token *token = &tokens[i];

		if (token->kind == TEX_T_COMMENT || token->kind == TEX_T_EOL)
			continue;
		/* A blank where there was one. */
		if (buf.length && (isspace((unsigned char)token->text[-1]) ||
					  token->text[-1] == '/' || token->first))
			et_buf_putc(&buf, ' ');
		et_buf_add(&buf, token->text, token->length);
	}
	result = et_strndup(arena, buf.data ? buf.data : "", buf.length);
	et_buf_finish(&buf);
	return result;
}
