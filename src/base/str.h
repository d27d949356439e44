/* SPDX-License-Identifier: BSD-3-Clause */
/* Text: a growing buffer on the heap, and the few comparisons that several layers need. */
#ifndef ETALON_STR_H
#define ETALON_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* A growing text. data is NULL or NUL-terminated; the structure owns it until et_buf_finish(). */
struct et_buf {
	char *data;
	size_t length;
	size_t capacity;
};

void et_buf_init(struct et_buf *buf);
void et_buf_finish(struct et_buf *buf);

/* Empties the text and keeps its memory. */
void et_buf_clear(struct et_buf *buf);

void et_buf_add(struct et_buf *buf, const char *text, size_t length);
void et_buf_puts(struct et_buf *buf, const char *text);
void et_buf_putc(struct et_buf *buf, char character);
void et_buf_printf(struct et_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void et_buf_vprintf(struct et_buf *buf, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Equality that takes NULL on either side; two NULLs are equal. */
bool et_streq(const char *left, const char *right);
bool et_starts_with(const char *text, const char *prefix);
bool et_ends_with(const char *text, const char *suffix);

/* Letters, digits and the underscore: what names of C are made of. */
bool et_is_name_character(char character);

/* Whether all of a text is such a name, and begins with no digit; NULL is none. */
bool et_is_name(const char *text);

/* The part of a path behind its last slash. Points into path. */
const char *et_basename(const char *path);

/* Number of single-character edits between two names, at most limit + 1; for "did you mean". */
size_t et_edit_distance(const char *left, const char *right, size_t limit);

/* Shell-style match of a whole name: '*' and '?' only. */
bool et_glob(const char *pattern, const char *name);

#endif
