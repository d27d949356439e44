/* SPDX-License-Identifier: BSD-3-Clause */
#include "wrap.h"

#include "utf8.h"

#include <string.h>

enum { LEAST_ROOM = 8 };

struct line {
	struct et_buf *out;
	size_t column;
	size_t indent;
	size_t width;
	bool empty; /* nothing of the paragraph stands on it */
};

static void next_line(struct line *line)
{
	size_t i;

	et_buf_putc(line->out, '\n');
	for (i = 0; i < line->indent; i++)
		et_buf_putc(line->out, ' ');
	line->column = line->indent;
	line->empty = true;
}

/* Bytes of a word that fit in room columns, at the best place to break; at least one character. */
static size_t fitting(const char *word, size_t length, size_t room)
{
	size_t columns = 0;
	size_t slash = 0; /* the best place, unless it leaves half the line empty */
	size_t good = 0;
	size_t i = 0;

	while (i < length) {
		size_t start = i;
		uint32_t code;

		if (word[i] == '\x1b') {
			while (i < length && word[i] != 'm')
				i++;
			i++;
			continue;
		}
		i += et_utf8_decode(word + i, length - i, &code);
		columns += et_code_columns(code);
		if (columns > room && start > 0) {
			if (slash > room / 2)
				return slash;
			return good ? good : start;
		}
		if (code == '/')
			slash = i;
		if (code == '/' || code == '_' || code == '.')
			good = i;
	}
	return length;
}

static void put_word(struct line *line, const char *word, size_t length)
{
	size_t columns = et_columns(word, length);
	size_t blank = line->empty ? 0 : 1;

	if (line->width && line->column + blank + columns > line->width) {
		if (!line->empty || line->column > line->indent) {
			next_line(line);
			blank = 0;
		}
		while (line->column + columns > line->width) {
			size_t part = fitting(word, length, line->width - line->column);

			if (part >= length)
				break;
			et_buf_add(line->out, word, part);
			word += part;
			length -= part;
			columns = et_columns(word, length);
			next_line(line);
		}
	}
	if (blank)
		et_buf_putc(line->out, ' ');
	et_buf_add(line->out, word, length);
	line->column += blank + columns;
	line->empty = false;
}

void et_wrap(struct et_buf *out, const char *text, size_t column, size_t indent, size_t width)
{
	struct line line = {
		.out = out, .column = column, .indent = indent, .width = width, .empty = true};

	if (width && width < 2 * LEAST_ROOM)
		line.width = 2 * LEAST_ROOM;
	if (width && line.indent + LEAST_ROOM > line.width)
		line.indent = line.width - LEAST_ROOM;
	for (;;) {
		size_t length;

		text += strspn(text, " \n");
		length = strcspn(text, " \n");
		if (!length)
			break;
		put_word(&line, text, length);
		text += length;
	}
	et_buf_putc(out, '\n');
}
