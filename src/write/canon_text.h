/* SPDX-License-Identifier: BSD-3-Clause */
/* Texts and plain tables as C source. For this folder only. */
#ifndef ETALON_CANON_TEXT_H
#define ETALON_CANON_TEXT_H

#include "canon.h"
#include "str.h"

/* A string literal, or NULL. */
void put_text(struct et_buf *out, const char *text);

/* "static const TYPE NAME[length + 1]" with the bytes. */
void put_array(
	struct et_buf *out, const char *type, const char *name, const char *bytes, size_t length);

/* The array "requirements"; nothing when there are none. */
void put_requirements(struct et_buf *out, const struct et_canon *canon);

#endif
