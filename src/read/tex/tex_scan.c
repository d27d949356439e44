/* SPDX-License-Identifier: BSD-3-Clause */
/* The smallest pieces of TeX: commands, groups, comments. */
#include "tex_scan.h"

#include "tex_doc.h"

#include <string.h>

/*
 * A group that never ends would be looked for from each of its beginnings: the bounds make that
 * linear, as beginnings that stay open lie inside of each other.
 */
enum { DEEPEST_GROUP = 64, MOST_BRACKETS = 8 };

bool tex_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool tex_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

bool tex_is(const char *name, size_t length, const char *what)
{
	return strlen(what) == length && memcmp(name, what, length) == 0;
}

const void *tex_find_entry(
	const void *table, size_t count, size_t size, const char *name, size_t length)
{
	size_t low = 0;
	size_t high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const char *const *entry = (const void *)((const char *)table + middle * size);
		int order = strncmp(*entry, name, length);

		if (!order && (*entry)[length])
			order = 1;
		if (!order)
			return entry;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const char *tex_skip_comment(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline + 1 : end;
}

const char *tex_skip_blanks(const char *at, const char *end)
{
	while (at < end) {
		if (*at == '%')
			at = tex_skip_comment(at, end);
		else if (tex_is_blank(*at))
			at++;
		else
			break;
	}
	return at;
}

bool tex_blank_line(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
		at++;
	return at == end || *at == '\n';
}

bool tex_command(const char **at, const char *end, const char **name, size_t *length)
{
	const char *p = *at;

	if (p >= end || *p != '\\')
		return false;
	*name = ++p;
	while (p < end && tex_is_letter(*p))
		p++;
	if (p == *name && p < end)
		p++;
	*length = (size_t)(p - *name);
	*at = p;
	return true;
}

/* Behind the group that begins at "at", or NULL when it does not end within the bounds. */
static const char *group_end(const char *at, const char *end, char close)
{
	unsigned depth = 0;
	unsigned brackets = 0;
	const char *p = at;

	for (; p < end; p++) {
		switch (*p) {
		case '\\':
			p++;
			break;
		case '%':
			p = tex_skip_comment(p, end) - 1;
			break;
		case '\n':
			if (close == ']' && tex_blank_line(p + 1, end))
				return NULL;
			break;
		case '[':
			if (close == ']' && !depth && ++brackets > MOST_BRACKETS)
				return NULL;
			break;
		case ']':
			if (close == ']' && !depth)
				return p;
			break;
		case '{':
			if (++depth > DEEPEST_GROUP)
				return NULL;
			break;
		case '}':
			if (!depth)
				return close == '}' ? p : NULL;
			depth--;
			break;
		default:
			break;
		}
	}
	return NULL;
}

bool tex_group(const char **at, const char *end, char open, struct tex_span *inside)
{
	const char *begin = tex_skip_blanks(*at, end);
	const char *close;

	if (begin >= end || *begin != open)
		return false;
	begin++;
	close = group_end(begin, end, open == '[' ? ']' : '}');
	if (!close)
		return false;
	*inside = (struct tex_span){.begin = begin, .end = close};
	*at = close + 1;
	return true;
}

const char *tex_skip_arguments(const char *at, const char *end)
{
	struct tex_span span;

	while (tex_group(&at, end, '[', &span) || tex_group(&at, end, '{', &span))
		;
	return at;
}

bool tex_is_name(const char *word, size_t length)
{
	bool underscore = false;
	bool other = false;
	size_t i;

	if (!length || (*word >= '0' && *word <= '9'))
		return false;
	for (i = 0; i < length; i++) {
		if (word[i] == '_')
			underscore = true;
		else if (tex_is_letter(word[i]) || (word[i] >= '0' && word[i] <= '9'))
			other = true;
		else
			return false;
	}
	return underscore && other;
}
