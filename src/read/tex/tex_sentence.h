/* SPDX-License-Identifier: BSD-3-Clause */
/* Sentences of plain text: where they end, and what makes two of them the same. */
#ifndef ETALON_TEX_SENTENCE_H
#define ETALON_TEX_SENTENCE_H

#include "str.h"

/*
 * The end of the sentence that begins at "from", behind its stop and the quotes and brackets that
 * close with it; the end of the text where none stops. "e.g.", "cap.offset" and "1.4" stop nothing.
 */
size_t tex_sentence_end(const char *text, size_t length, size_t from);

/* Whether a sentence has no stop, so that it may go on in a list or behind a listing. */
bool tex_sentence_is_open(const char *text, size_t length);

/*
 * Appends the words of a text with one blank between them, and before them where there is text
 * already. Punctuation, quotes, dashes, hyphens, line breaks and the capital that begins a sentence
 * make no difference; each word, name, number and operator does.
 */
void tex_sentence_words(struct et_buf *out, const char *text, size_t length);

/*
 * Appends words in lower case with "-" between them, cut at a word's end to at most longest bytes,
 * for use in an identifier. Returns how many bytes that are.
 */
size_t tex_sentence_slug(struct et_buf *out, const char *text, size_t length, size_t longest);

#endif
