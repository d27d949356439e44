/* SPDX-License-Identifier: BSD-3-Clause */
#include "prove_inert.h"

#include <ctype.h>
#include <string.h>

/* Takes a text's lines one by one, without comments, with single blanks, none empty. */
struct reader {
	const char *p, *end;
	struct et_buf line;
};

static bool is_at(const struct reader *r, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(r->end - r->p) >= length && memcmp(r->p, text, length) == 0;
}

static void skip_comment(struct reader *r)
{
	r->p += 2;
	while (r->p < r->end && !is_at(r, "*/"))
		r->p++;
	r->p = r->end - r->p < 2 ? r->end : r->p + 2;
}

/* "text" or 'c', as it is. */
static void copy_literal(struct reader *r)
{
	char quote = *r->p;

	do {
		if (*r->p == '\\' && r->p + 1 < r->end)
			et_buf_putc(&r->line, *r->p++);
		et_buf_putc(&r->line, *r->p++);
	} while (r->p < r->end && *r->p != quote && *r->p != '\n');
	if (r->p < r->end && *r->p == quote)
		et_buf_putc(&r->line, *r->p++);
}

/* Returns false at the end of the text. */
static bool next_line(struct reader *r)
{
	bool blank = false;

	et_buf_clear(&r->line);
	while (r->p < r->end) {
		if (*r->p == '\n') {
			r->p++;
			if (r->line.length)
				return true;
			blank = false;
			continue;
		}
		if (is_at(r, "\\\n") || is_at(r, "\\\r\n")) {
			r->p += r->p[1] == '\n' ? 2 : 3;
			continue;
		}
		if (is_at(r, "/*")) {
			skip_comment(r);
			blank = true;
			continue;
		}
		if (is_at(r, "//")) {
			while (r->p < r->end && *r->p != '\n')
				r->p++;
			continue;
		}
		if (isspace((unsigned char)*r->p)) {
			r->p++;
			blank = true;
			continue;
		}
		if (blank && r->line.length)
			et_buf_putc(&r->line, ' ');
		blank = false;
		if (*r->p == '"' || *r->p == '\'')
			copy_literal(r);
		else
			et_buf_putc(&r->line, *r->p++);
	}
	return r->line.length != 0;
}

static void start(struct reader *r, const char *text, size_t length)
{
	*r = (struct reader){.p = text, .end = text + length};
}

bool prove_same_code(const char *old, size_t old_length, const char *fresh, size_t fresh_length)
{
	struct reader left, right;
	bool same = true, more = true;

	start(&left, old, old_length);
	start(&right, fresh, fresh_length);
	while (same && more) {
		more = next_line(&left);
		same = next_line(&right) == more &&
		       (!more || strcmp(left.line.data, right.line.data) == 0);
	}
	et_buf_finish(&left.line);
	et_buf_finish(&right.line);
	return same;
}

/* Behind "#" and a directive's name, or NULL when the line is another. */
static const char *behind(const char *line, const char *directive)
{
	size_t length = strlen(directive);

	if (*line++ != '#')
		return NULL;
	line += *line == ' ';
	if (strncmp(line, directive, length) != 0 || et_is_name_character(line[length]))
		return NULL;
	line += length;
	return line + (*line == ' ');
}

/* An added line that may be inert. depth: of the conditionals that were added around it. */
static bool take_added(
	struct et_arena *arena, const char *line, unsigned *depth, prove_words *names)
{
	const char *name = behind(line, "define");
	size_t length = 0;

	if (name) {
		while (et_is_name_character(name[length]))
			length++;
		*ET_APPEND(arena, names) = et_strndup(arena, name, length);
		return length != 0;
	}
	if (behind(line, "if") || behind(line, "ifdef") || behind(line, "ifndef")) {
		(*depth)++;
		return true;
	}
	if (!*depth)
		return false;
	if (behind(line, "endif")) {
		(*depth)--;
		return true;
	}
	return behind(line, "else") || behind(line, "elif");
}

bool prove_only_adds_macros(struct et_arena *arena, const char *old, size_t old_length,
	const char *fresh, size_t fresh_length, prove_words *names)
{
	struct reader left, right;
	unsigned depth = 0;
	bool inert = true, more;

	start(&left, old, old_length);
	start(&right, fresh, fresh_length);
	more = next_line(&left);
	while (inert && next_line(&right)) {
		if (!depth && more && strcmp(left.line.data, right.line.data) == 0)
			more = next_line(&left);
		else
			inert = take_added(arena, right.line.data, &depth, names);
	}
	inert = inert && !more && !depth;
	et_buf_finish(&left.line);
	et_buf_finish(&right.line);
	return inert;
}

void prove_note_spelled(const struct et_map *names, const char *text, size_t length)
{
	const char *p = text, *end = text + length;

	while (p < end) {
		const char *begin = p;
		bool *spelled;

		while (p < end && et_is_name_character(*p))
			p++;
		if (p == begin) {
			p++;
			continue;
		}
		spelled = et_map_get(names, begin, (size_t)(p - begin));
		if (spelled)
			*spelled = true;
	}
}
