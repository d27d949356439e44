/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_sentence.h"

#include "utf8.h"

#include <string.h>
#include <strings.h>

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_upper(c) || is_lower(c) || is_digit(c);
}

static bool is_closer(char c)
{
	return c == ')' || c == ']' || c == '"' || c == '\'';
}

/* Abbreviations that go on in any case. */
static bool is_abbreviation(const char *word, size_t length)
{
	static const char *const words[] = {"e.g", "i.e", "eg", "ie", "cf", "vs", "aka", "a.k.a",
		"approx", "resp", "viz", "al", "fig", "sec", "sect", "eq", "ch"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == length && strncasecmp(words[i], word, length) == 0)
			return true;
	return false;
}

/* Whether the full stop at "stop" ends the sentence; next is what follows behind the blank. */
static bool is_full_stop(const char *text, size_t from, size_t stop, char next)
{
	size_t word = stop, i;

	while (word > from && text[word - 1] != ' ' && text[word - 1] != '(')
		word--;
	if (is_abbreviation(text + word, stop - word))
		return false;
	/* "etc.", "p. 3", "...": the next word's first letter tells. */
	if (stop == word || text[stop - 1] == '.' || (stop - word == 1 && is_lower(text[word])) ||
		(stop - word == 3 && memcmp(text + word, "etc", 3) == 0))
		return is_upper(next);
	if (word > from)
		return true;
	for (i = word; i < stop; i++)
		if (!is_digit(text[i]))
			return true;
	return false; /* "1. " begins it */
}

size_t tex_sentence_end(const char *text, size_t length, size_t from)
{
	size_t i, behind;

	for (i = from; i < length; i++) {
		if (text[i] != '.' && text[i] != '?' && text[i] != '!')
			continue;
		behind = i + 1;
		while (behind < length && is_closer(text[behind]))
			behind++;
		if (behind >= length)
			return length;
		if (text[behind] != ' ')
			continue;
		if (text[i] == '.' &&
			!is_full_stop(text, from, i, behind + 1 < length ? text[behind + 1] : '\0'))
			continue;
		return behind;
	}
	return length;
}

bool tex_sentence_is_open(const char *text, size_t length)
{
	while (length && (is_closer(text[length - 1]) || text[length - 1] == ' '))
		length--;
	return length && text[length - 1] != '.' && text[length - 1] != '?' &&
	       text[length - 1] != '!';
}

/* Finishes a word: the capital that begins a sentence, a heading or a term goes. */
static void end_word(struct et_buf *out, size_t begin)
{
	size_t i;

	if (begin >= out->length || !is_upper(out->data[begin]))
		return;
	for (i = begin + 1; i < out->length; i++)
		if (!is_lower(out->data[i]))
			return;
	out->data[begin] = (char)(out->data[begin] - 'A' + 'a');
}

static bool is_operator(char c)
{
	switch (c) {
	case '+':
	case '*':
	case '/':
	case '=':
	case '<':
	case '>':
	case '^':
	case '&':
	case '|':
	case '#':
	case '@':
	case '$':
	case '%':
	case '\\':
	case '~':
		return true;
	default:
		return false;
	}
}

/* Spaces, dashes, quotes and dots of typesetters. */
static bool is_typographic(uint32_t code)
{
	return (code >= 0x2000 && code <= 0x206f) || code == 0xa0 || code == 0xab || code == 0xbb;
}

void tex_sentence_words(struct et_buf *out, const char *text, size_t length)
{
	size_t begin = 0, i, step;
	bool inside = false;

	for (i = 0; i < length; i += step) {
		char c = text[i];
		uint32_t code = (unsigned char)c;
		bool between, part;

		step = 1;
		if (code >= 0x80)
			step = et_utf8_decode(text + i, length - i, &code);
		if (code == 0xad || code == 0xfeff) /* breaks that are not shown */
			continue;
		between = inside && i + step < length && is_alnum(text[i + step]);
		if (code == '\'' || code == 0x2019) {
			c = '\'';
			part = between;
		} else if (code == '.') {
			part = between;
		} else if (code >= 0x80) {
			part = !is_typographic(code);
		} else {
			part = is_alnum(c) || c == '_' || is_operator(c);
		}
		if (inside && (!part || is_operator(c))) {
			end_word(out, begin);
			inside = false;
		}
		if (!part)
			continue;
		if (!inside) {
			if (out->length)
				et_buf_putc(out, ' ');
			begin = out->length;
		}
		if (is_alnum(c))
			while (i + step < length && is_alnum(text[i + step]))
				step++;
		et_buf_add(out, code == 0x2019 ? "'" : text + i, code == 0x2019 ? 1 : step);
		inside = !is_operator(c);
	}
	if (inside)
		end_word(out, begin);
}

size_t tex_sentence_slug(struct et_buf *out, const char *text, size_t length, size_t longest)
{
	size_t start = out->length, fits = start, i;
	bool gap = false;

	for (i = 0; i < length && out->length - start <= longest; i++) {
		char c = text[i];

		if (!is_alnum(c)) {
			gap = out->length > start;
			continue;
		}
		if (gap) {
			fits = out->length;
			et_buf_putc(out, '-');
			gap = false;
		}
		et_buf_putc(out, is_upper(c) ? (char)(c - 'A' + 'a') : c);
	}
	if (out->length - start > longest)
		out->length = fits > start ? fits : start + longest;
	if (out->data)
		out->data[out->length] = '\0';
	return out->length - start;
}
