/* SPDX-License-Identifier: BSD-3-Clause */
/* UTF-8 without a locale: what foreign bytes become before they reach a terminal or a document. */
#ifndef ETALON_UTF8_H
#define ETALON_UTF8_H

#include "str.h"

#include <stdint.h>

#define ET_REPLACEMENT UINT32_C(0xFFFD)

/*
 * Decodes the first character of length bytes, length > 0. Returns how many bytes it took; a byte
 * that begins no valid character gives ET_REPLACEMENT and 1.
 */
size_t et_utf8_decode(const char *text, size_t length, uint32_t *code);

void et_buf_add_code(struct et_buf *buf, uint32_t code);

/* Columns that a character takes on a terminal: 0, 1 or 2. */
unsigned et_code_columns(uint32_t code);

/* Columns of a text; sequences ESC [ … m count for nothing. */
size_t et_columns(const char *text, size_t length);

/*
 * Appends a text of foreign origin so that a terminal shows it and does nothing else: control
 * characters as \xNN, invalid bytes as U+FFFD. NULL appends nothing.
 */
void et_buf_visible(struct et_buf *buf, const char *text);

#endif
