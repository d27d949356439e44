/* SPDX-License-Identifier: BSD-3-Clause */
#include "str.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void et_buf_init(struct et_buf *buf)
{
	*buf = (struct et_buf){0};
}

void et_buf_finish(struct et_buf *buf)
{
	free(buf->data);
	et_buf_init(buf);
}

void et_buf_clear(struct et_buf *buf)
{
	buf->length = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

static void reserve(struct et_buf *buf, size_t more)
{
	size_t wanted;
	char *larger;

	if (more > SIZE_MAX / 2 - buf->length - 1)
		abort();
	if (buf->length + more + 1 <= buf->capacity)
		return;
	wanted = buf->capacity ? buf->capacity * 2 : 256;
	while (wanted < buf->length + more + 1)
		wanted *= 2;
	larger = realloc(buf->data, wanted);
	if (!larger) {
		fprintf(stderr, "etalon: out of memory (%zu bytes wanted)\n", wanted);
		abort();
	}
	buf->data = larger;
	buf->capacity = wanted;
}

void et_buf_add(struct et_buf *buf, const char *text, size_t length)
{
	reserve(buf, length);
	if (length)
		memcpy(buf->data + buf->length, text, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void et_buf_puts(struct et_buf *buf, const char *text)
{
	et_buf_add(buf, text, strlen(text));
}

void et_buf_putc(struct et_buf *buf, char character)
{
	et_buf_add(buf, &character, 1);
}

void et_buf_vprintf(struct et_buf *buf, const char *format, va_list args)
{
	va_list again;
	int length;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length <= 0)
		return;
	reserve(buf, (size_t)length);
	vsnprintf(buf->data + buf->length, (size_t)length + 1, format, args);
	buf->length += (size_t)length;
}

void et_buf_printf(struct et_buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	et_buf_vprintf(buf, format, args);
	va_end(args);
}

bool et_streq(const char *left, const char *right)
{
	if (!left || !right)
		return left == right;
	return strcmp(left, right) == 0;
}

bool et_starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool et_ends_with(const char *text, const char *suffix)
{
	size_t length = strlen(text);
	size_t tail = strlen(suffix);

	return tail <= length && strcmp(text + length - tail, suffix) == 0;
}

bool et_is_name_character(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

bool et_is_name(const char *text)
{
	if (!text || !*text || isdigit((unsigned char)*text))
		return false;
	while (et_is_name_character(*text))
		text++;
	return !*text;
}

const char *et_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

size_t et_edit_distance(const char *left, const char *right, size_t limit)
{
	enum { LONGEST = 127 };
	size_t row[LONGEST + 1];
	size_t n = strlen(left);
	size_t m = strlen(right);
	size_t i;
	size_t j;

	if (n > LONGEST || m > LONGEST || (n > m ? n - m : m - n) > limit)
		return limit + 1;
	for (j = 0; j <= m; j++)
		row[j] = j;
	/* Cells farther from the diagonal than the limit cost more than it. */
	for (i = 1; i <= n; i++) {
		size_t first = i > limit ? i - limit : 1;
		size_t last = m - (i < m ? i : m) > limit ? i + limit : m;
		size_t diagonal = row[first - 1];
		size_t best = limit + 1;

		row[first - 1] = first == 1 ? i : limit + 1;
		if (first == 1)
			best = i;
		for (j = first; j <= last; j++) {
			size_t above = j < i + limit ? row[j] : limit + 1;
			size_t cost = diagonal + (left[i - 1] != right[j - 1]);

			if (above + 1 < cost)
				cost = above + 1;
			if (row[j - 1] + 1 < cost)
				cost = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = cost;
			if (cost < best)
				best = cost;
		}
		if (best > limit)
			return limit + 1;
	}
	return row[m] > limit ? limit + 1 : row[m];
}

bool et_glob(const char *pattern, const char *name)
{
	const char *star = NULL;
	const char *resume = NULL;

	while (*name) {
		if (*pattern == '*') {
			star = ++pattern;
			resume = name;
		} else if (*pattern == '?' || *pattern == *name) {
			pattern++;
			name++;
		} else if (star) {
			pattern = star;
			name = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
