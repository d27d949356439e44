/* SPDX-License-Identifier: BSD-3-Clause */
/* A command's words, as a POSIX shell would split them; what only a shell can do is refused. */
#include "prove_int.h"

#include <string.h>

struct splitter {
	struct et_arena *arena;
	const char *p;
	struct et_buf word;
	bool started; /* a word, though it may be empty: '' */
	prove_words *words;
};

static void end_word(struct splitter *s)
{
	if (s->started)
		*ET_APPEND(s->arena, s->words) =
			et_strndup(s->arena, s->word.length ? s->word.data : "", s->word.length);
	s->started = false;
	et_buf_clear(&s->word);
}

static const char *take_single(struct splitter *s)
{
	const char *end = strchr(s->p, '\'');

	if (!end)
		return "a single quote is not closed";
	et_buf_add(&s->word, s->p, (size_t)(end - s->p));
	s->p = end + 1;
	return NULL;
}

static const char *take_double(struct splitter *s)
{
	for (; *s->p && *s->p != '"'; s->p++) {
		if (*s->p == '$' || *s->p == '`')
			return "a shell would expand something in it ($ or `)";
		if (*s->p == '\\' && s->p[1] && strchr("$`\"\\\n", s->p[1])) {
			s->p++;
			if (*s->p == '\n')
				continue;
		}
		et_buf_putc(&s->word, *s->p);
	}
	if (!*s->p)
		return "a double quote is not closed";
	s->p++;
	return NULL;
}

static const char *take_character(struct splitter *s)
{
	char character = *s->p++;

	switch (character) {
	case ' ':
	case '\t':
	case '\n':
	case '\r':
		end_word(s);
		return NULL;
	case '\'':
		s->started = true;
		return take_single(s);
	case '"':
		s->started = true;
		return take_double(s);
	case '\\':
		if (*s->p == '\n') {
			s->p++;
			return NULL;
		}
		if (!*s->p)
			return "it ends in a backslash";
		character = *s->p++;
		break;
	case '$':
	case '`':
		return "a shell would expand something in it ($ or `)";
	case '|':
	case '&':
	case ';':
	case '<':
	case '>':
	case '(':
	case ')':
		return "it is more than one command for a shell (|, &, ;, <, > or parentheses)";
	case '#':
		if (!s->started)
			return "it has a comment for a shell (#)";
		break;
	default:
		break;
	}
	s->started = true;
	et_buf_putc(&s->word, character);
	return NULL;
}

const char *prove_split(struct et_arena *arena, const char *command, prove_words *words)
{
	struct splitter s = {.arena = arena, .p = command, .words = words};
	const char *why = NULL;

	et_buf_init(&s.word);
	while (*s.p && !why)
		why = take_character(&s);
	if (!why)
		end_word(&s);
	et_buf_finish(&s.word);
	return why;
}
