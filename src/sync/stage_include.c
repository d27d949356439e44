/* SPDX-License-Identifier: BSD-3-Clause */
#include "stage_include.h"

#include <string.h>

struct cursor {
	const char *at, *end;
};

static void skip_blanks(struct cursor *cursor)
{
	while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
		cursor->at++;
}

static bool take_word(struct cursor *cursor, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0)
		return false;
	cursor->at += length;
	return true;
}

/* A line that begins outside of comments. */
static void read_line(
	const char *line, size_t length, uint32_t number, stage_include_fn *take, void *data)
{
	struct cursor cursor = {line, line + length};
	struct stage_include include = {.line = number};
	const char *close;
	char open;

	skip_blanks(&cursor);
	if (!take_word(&cursor, "#"))
		return;
	skip_blanks(&cursor);
	if (!take_word(&cursor, "include"))
		return;
	skip_blanks(&cursor);
	if (cursor.at == cursor.end || (*cursor.at != '<' && *cursor.at != '"'))
		return;
	open = *cursor.at++;
	close = memchr(cursor.at, open == '<' ? '>' : '"', (size_t)(cursor.end - cursor.at));
	include.name = cursor.at;
	include.quoted = open == '"';
	if (!close || close == cursor.at)
		return;
	include.length = (size_t)(close - cursor.at);
	take(&include, data);
}

/* Whether a comment is open behind the line. */
static bool comment_open(const char *line, size_t length, bool open)
{
	const char *end = line + length;

	while (line < end) {
		const char *next = memmem(line, (size_t)(end - line), open ? "*/" : "/*", 2);

		if (!next)
			break;
		open = !open;
		line = next + 2;
	}
	return open;
}

void stage_includes(const char *text, size_t length, stage_include_fn *take, void *data)
{
	const char *end = text + length;
	bool comment = false;
	uint32_t number = 0;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t line = (size_t)((newline ? newline : end) - text);

		number++;
		if (!comment)
			read_line(text, line, number, take, data);
		comment = comment_open(text, line, comment);
		text += line + (newline != NULL);
	}
}
