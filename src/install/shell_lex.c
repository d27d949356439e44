/* SPDX-License-Identifier: BSD-3-Clause */
#include "shell_lex.h"

#include "str.h"

#include <ctype.h>
#include <string.h>

static const char *skip(const char *at, const char *end, unsigned depth);

static const char *skip_double(const char *at, const char *end, unsigned depth)
{
	for (at++; at < end; at++) {
		if (*at == '"')
			return at + 1;
		if (*at == '\\') {
			at++;
		} else if (*at == '`' || (*at == '$' && at + 1 < end && strchr("({", at[1]))) {
			at = skip(at, end, depth);
			if (!at)
				return NULL;
			at--;
		}
	}
	return NULL;
}

/* Behind the bracket that closes the one at the text's begin. */
static const char *skip_brackets(
	const char *at, const char *end, char open, char close, unsigned depth)
{
	unsigned level = 0;

	for (; at && at < end; at++) {
		if (*at == open) {
			level++;
		} else if (*at == close) {
			if (--level == 0)
				return at + 1;
		} else if (*at == '\\') {
			at++;
		} else if (*at == '\'' || *at == '"' || *at == '`') {
			at = skip(at, end, depth);
			if (!at)
				return NULL;
			at--;
		}
	}
	return NULL;
}

static const char *skip(const char *at, const char *end, unsigned depth)
{
	if (depth > ET_SH_DEPTH)
		return NULL;
	depth++;
	switch (*at) {
	case '\\':
		return at + 2 <= end ? at + 2 : end;
	case '\'':
		at = memchr(at + 1, '\'', (size_t)(end - at - 1));
		return at ? at + 1 : NULL;
	case '"':
		return skip_double(at, end, depth);
	case '`':
		for (at++; at < end && *at != '`'; at++)
			at += *at == '\\';
		return at < end ? at + 1 : NULL;
	case '$':
		if (at + 1 < end && at[1] == '(')
			return skip_brackets(at + 1, end, '(', ')', depth);
		if (at + 1 < end && at[1] == '{')
			return skip_brackets(at + 1, end, '{', '}', depth);
		return at + 1;
	default:
		return at + 1;
	}
}

const char *et_sh_skip_part(const char *text, const char *end)
{
	return skip(text, end, 0);
}

static void bad(struct et_sh_lexer *l, const char *why)
{
	l->token = ET_SH_T_BAD;
	l->error = why;
	l->at = l->end;
}

static uint32_t lines(const char *from, const char *to)
{
	uint32_t count = 0;

	while ((from = memchr(from, '\n', (size_t)(to - from)))) {
		from++;
		count++;
	}
	return count;
}

static void read_word(struct et_sh_lexer *l)
{
	const char *begin = l->at;
	bool plain = true;

	while (l->at < l->end && !strchr(" \t\n;&|<>()", *l->at)) {
		if (strchr("\\'\"$`", *l->at)) {
			plain = false;
			l->at = skip(l->at, l->end, 0);
			if (!l->at) {
				bad(l, "a quote or a bracket is not closed");
				return;
			}
		} else {
			l->at++;
		}
	}
	l->token = ET_SH_T_WORD;
	l->word.length = (size_t)(l->at - begin);
	l->word.text = et_strndup(l->arena, begin, l->word.length);
	l->word.plain = plain && !strpbrk(l->word.text, "*?[~");
	/* The test command's name and its last word are no patterns. */
	if (plain && (et_streq(l->word.text, "[") || et_streq(l->word.text, "]")))
		l->word.plain = true;
	l->line += lines(begin, l->at);
}

bool et_sh_heredoc(struct et_sh_lexer *l, struct et_sh_redirect *redirect, bool strip)
{
	if (l->n_pending >= ET_SH_HEREDOCS)
		return false;
	l->pending[l->n_pending] = redirect;
	l->strips[l->n_pending++] = strip;
	return true;
}

/* A delimiter without its quotes. */
static const char *unquoted(struct et_arena *arena, const char *text)
{
	char *plain = et_strdup(arena, text);
	char *out = plain;

	for (; *text; text++)
		if (!strchr("\\'\"", *text))
			*out++ = *text;
	*out = '\0';
	return plain;
}

/* Reads the text of a here-document, up to its delimiter's line. */
static void read_heredoc(struct et_sh_lexer *l, struct et_sh_redirect *redirect, bool strip)
{
	const char *delimiter = unquoted(l->arena, redirect->target.text);
	bool quoted = !et_streq(delimiter, redirect->target.text);
	size_t length = strlen(delimiter);
	struct et_buf body;

	et_buf_init(&body);
	while (l->at < l->end) {
		const char *newline = memchr(l->at, '\n', (size_t)(l->end - l->at));
		const char *stop = newline ? newline : l->end;
		const char *line = l->at;

		l->at = newline ? newline + 1 : l->end;
		l->line += newline != NULL;
		while (strip && line < stop && *line == '\t')
			line++;
		if ((size_t)(stop - line) == length && memcmp(line, delimiter, length) == 0)
			break;
		et_buf_add(&body, line, (size_t)(stop - line));
		et_buf_putc(&body, '\n');
	}
	redirect->target.length = body.length;
	redirect->target.text = et_strndup(l->arena, body.data ? body.data : "", body.length);
	redirect->target.plain = quoted || !strpbrk(redirect->target.text, "$`\\");
	et_buf_finish(&body);
}

static void read_newline(struct et_sh_lexer *l)
{
	size_t i;

	l->at++;
	l->line++;
	l->token = ET_SH_T_NEWLINE;
	for (i = 0; i < l->n_pending; i++)
		read_heredoc(l, l->pending[i], l->strips[i]);
	l->n_pending = 0;
}

/* At "<" or ">", behind the number of a file if one was there. */
static void read_redirect(struct et_sh_lexer *l, int fd)
{
	char c = *l->at++;
	char next = l->at < l->end ? *l->at : '\0';

	l->token = ET_SH_T_REDIRECT;
	l->strip = false;
	l->fd = fd >= 0 ? fd : c == '>';
	l->redirect = c == '>' ? ET_SH_WRITE : ET_SH_READ;
	if (next == '&') {
		l->redirect = ET_SH_DUP;
		l->at++;
	} else if (c == '>' && (next == '>' || next == '|')) {
		l->redirect = next == '>' ? ET_SH_APPEND : ET_SH_WRITE;
		l->at++;
	} else if (c == '<' && next == '<') {
		l->redirect = ET_SH_HERE;
		l->at++;
		l->strip = l->at < l->end && *l->at == '-';
		l->at += l->strip;
	} else if (c == '<' && next == '>') {
		bad(l, "a file is opened for reading and writing");
	}
}

/* Takes one or two characters of an operator. */
static void operator(struct et_sh_lexer *l, enum et_sh_token single, enum et_sh_token both)
{
	char c = *l->at++;

	l->token = single;
	if (both != ET_SH_T_BAD && l->at < l->end && *l->at == c) {
		l->at++;
		l->token = both;
	}
}

static void skip_blanks(struct et_sh_lexer *l)
{
	for (;;) {
		while (l->at < l->end && (*l->at == ' ' || *l->at == '\t'))
			l->at++;
		if (l->end - l->at >= 2 && l->at[0] == '\\' && l->at[1] == '\n') {
			l->at += 2;
			l->line++;
			continue;
		}
		if (l->at < l->end && *l->at == '#') {
			while (l->at < l->end && *l->at != '\n')
				l->at++;
		}
		return;
	}
}

void et_sh_next(struct et_sh_lexer *l)
{
	if (l->token == ET_SH_T_BAD)
		return;
	skip_blanks(l);
	l->word_line = l->line;
	if (l->at >= l->end) {
		l->token = ET_SH_T_END;
		return;
	}
	if (isdigit((unsigned char)*l->at) && l->end - l->at >= 2 &&
		(l->at[1] == '<' || l->at[1] == '>')) {
		l->at++;
		read_redirect(l, l->at[-1] - '0');
		return;
	}
	switch (*l->at) {
	case '\n':
		read_newline(l);
		return;
	case ';':
		operator(l, ET_SH_T_SEMI, ET_SH_T_DSEMI);
		return;
	case '&':
		operator(l, ET_SH_T_AMP, ET_SH_T_AND);
		return;
	case '|':
		operator(l, ET_SH_T_PIPE, ET_SH_T_OR);
		return;
	case '(':
		operator(l, ET_SH_T_OPEN, ET_SH_T_BAD);
		return;
	case ')':
		operator(l, ET_SH_T_CLOSE, ET_SH_T_BAD);
		return;
	case '<':
	case '>':
		read_redirect(l, -1);
		return;
	default:
		read_word(l);
	}
}
