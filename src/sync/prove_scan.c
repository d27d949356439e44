/* SPDX-License-Identifier: BSD-3-Clause */
#include "prove_scan.h"

#include "str.h"

#include <string.h>

enum { MAX_LINE = 65536 };

static bool is_blank(char character)
{
	return character == ' ' || character == '\t' || character == '\f' || character == '\v' ||
	       character == '\r';
}

/* Past blanks and comments that end before the end of the text. */
static const char *skip_blanks(const char *p)
{
	for (;;) {
		const char *end;

		while (is_blank(*p))
			p++;
		if (p[0] != '/' || p[1] != '*' || !(end = strstr(p + 2, "*/")))
			return p;
		p = end + 2;
	}
}

/* Past "#", in any of its spellings; or NULL. */
static const char *skip_hash(const char *p)
{
	if (*p == '#')
		return p + 1;
	if (strncmp(p, "%:", 2) == 0)
		return p + 2;
	return strncmp(p,
		       "?"
		       "?=",
		       3) == 0
		       ? p + 3
		       : NULL;
}

static size_t name_length(const char *p)
{
	size_t n = 0;

	while (et_is_name_character(p[n]))
		n++;
	return n;
}

/* "name" or <name>: fills *include and returns true. */
static bool take_header(struct et_arena *arena, const char *p, struct prove_include *include)
{
	char close = *p == '<' ? '>' : '"';
	const char *end = *p == '<' || *p == '"' ? strchr(p + 1, close) : NULL;

	if (!end || end == p + 1)
		return false;
	include->kind = *p == '<' ? PROVE_BRACKETS : PROVE_QUOTED;
	include->name = et_strndup(arena, p + 1, (size_t)(end - p - 1));
	return true;
}

static void take_include(
	struct et_arena *arena, const char *p, bool next, struct prove_includes *includes)
{
	struct prove_include include = {.next = next, .kind = PROVE_COMPUTED};

	if (!take_header(arena, p, &include)) {
		size_t length = name_length(p);

		if (length && !*skip_blanks(p + length))
			include.kind = PROVE_MACRO;
		else if (!length)
			return; /* no directive of C: a comment's text, or of another language */
		include.name = et_strndup(arena, p, length);
	}
	*ET_APPEND(arena, &includes->list) = include;
}

/* A value that an #include may come to: a header, a macro's name, or what a macro would make. */
static bool take_value(struct et_arena *arena, const char *value, struct prove_include *include)
{
	size_t length;

	include->next = false;
	if (take_header(arena, value, include))
		return true;
	length = name_length(value);
	if (!length || !et_is_name(et_strndup(arena, value, length)))
		return false;
	if (!*skip_blanks(value + length))
		include->kind = PROVE_MACRO;
	else if (*skip_blanks(value + length) == '(')
		include->kind = PROVE_COMPUTED;
	else
		return false;
	include->name = et_strndup(arena, value, length);
	return true;
}

static void take_define(struct et_arena *arena, const char *p, struct prove_includes *includes)
{
	size_t length = name_length(p);
	const char *value = skip_blanks(p + length);
	struct prove_named named;

	if (!length || value == p + length || !take_value(arena, value, &named.include))
		return;
	named.macro = et_strndup(arena, p, length);
	*ET_APPEND(arena, &includes->named) = named;
}

static void take_questions(struct et_arena *arena, const char *p, struct prove_includes *includes)
{
	static const char question[] = "__has_include";

	while ((p = strstr(p, question)) != NULL) {
		struct prove_include include = {0};

		p += sizeof(question) - 1;
		p += name_length(p);
		p = skip_blanks(p);
		if (*p != '(')
			continue;
		p = skip_blanks(p + 1);
		if (take_header(arena, p, &include))
			*ET_APPEND(arena, &includes->list) = include;
	}
}

/* A directive's text without its "#", in one line. */
static void take_directive(struct et_arena *arena, const char *p, struct prove_includes *includes)
{
	size_t length;

	p = skip_blanks(p);
	length = name_length(p);
	if ((length == 7 && strncmp(p, "include", 7) == 0) ||
		(length == 6 && strncmp(p, "import", 6) == 0) ||
		(length == 5 && strncmp(p, "embed", 5) == 0))
		take_include(arena, skip_blanks(p + length), false, includes);
	else if (length == 12 && strncmp(p, "include_next", 12) == 0)
		take_include(arena, skip_blanks(p + length), true, includes);
	else if (length == 6 && strncmp(p, "define", 6) == 0)
		take_define(arena, skip_blanks(p + length), includes);
	take_questions(arena, p, includes);
}

/* Whether a line's newline at p[0] is escaped: blanks may stand behind the backslash. */
static bool is_continued(const char *start, const char *p)
{
	while (p > start && is_blank(p[-1]))
		p--;
	return p > start && p[-1] == '\\';
}

/* Copies a logical line, without what joins it. Returns its end. */
static const char *copy_line(struct et_buf *line, const char *p, const char *end)
{
	et_buf_clear(line);
	for (;;) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *stop = newline ? newline : end;
		const char *cut = stop;
		bool more = newline && is_continued(p, newline) && line->length < MAX_LINE;

		while (more && *--cut != '\\')
			;
		et_buf_add(line, p, (size_t)(cut - p));
		if (!newline)
			return end;
		p = newline + 1;
		if (!more)
			return p;
	}
}

/* Where a line may have a directive: its first "#", where only comments stand before it. */
static const char *find_hash(const char *line, const char *end)
{
	const char *p = line;

	while (p < end && is_blank(*p))
		p++;
	if (p < end && skip_hash(p))
		return p;
	/* A comment ends here, whether it began in this line or before. */
	while ((p = memchr(p, '*', (size_t)(end - p))) != NULL && p + 1 < end) {
		const char *after = p + 2;

		p++;
		if (*p != '/')
			continue;
		while (after < end && is_blank(*after))
			after++;
		if (after < end && skip_hash(after))
			return after;
	}
	return NULL;
}

void prove_scan(
	struct et_arena *arena, const char *text, size_t length, struct prove_includes *includes)
{
	const char *p = text, *end = text + length;
	struct et_buf line;

	et_buf_init(&line);
	while (p < end) {
		const char *newline = memchr(p, '\n', (size_t)(end - p));
		const char *stop = newline ? newline : end;
		const char *hash = find_hash(p, stop);

		if (!hash) {
			p = newline ? newline + 1 : end;
			continue;
		}
		p = copy_line(&line, hash, end);
		take_directive(arena, skip_hash(line.data), includes);
	}
	et_buf_finish(&line);
}

bool prove_scan_define(struct et_arena *arena, const char *define, struct prove_named *named)
{
	size_t length = name_length(define);

	if (!length || define[length] != '=' ||
		!take_value(arena, define + length + 1, &named->include))
		return false;
	named->macro = et_strndup(arena, define, length);
	return true;
}

const char *prove_absolute_include(const char *line, size_t length)
{
	const char *end = line + length;
	const char *p = find_hash(line, end);

	p = p ? skip_hash(p) : NULL;
	while (p && p < end && is_blank(*p))
		p++;
	if (!p || p + 7 > end || strncmp(p, "include", 7) != 0)
		return NULL;
	for (p += 7; p < end && is_blank(*p); p++)
		;
	return p + 1 < end && (*p == '"' || *p == '<') && p[1] == '/' ? p + 1 : NULL;
}
