/* SPDX-License-Identifier: BSD-3-Clause */
#include "canon_text.h"

#include <string.h>

enum { BYTES_A_LINE = 64 };

/* A string literal. Bytes outside ASCII in octal; no trigraphs. */
static void put_bytes(struct et_buf *out, const char *bytes, size_t length)
{
	size_t i;

	et_buf_putc(out, '"');
	for (i = 0; i < length; i++) {
		unsigned char character = (unsigned char)bytes[i];

		if (character < 0x20 || character >= 0x7f || character == '?')
			et_buf_printf(out, "\\%03o", character);
		else if (character == '"' || character == '\\')
			et_buf_printf(out, "\\%c", character);
		else
			et_buf_putc(out, (char)character);
	}
	et_buf_putc(out, '"');
}

/* A string literal, or NULL. */
void put_text(struct et_buf *out, const char *text)
{
	if (text)
		put_bytes(out, text, strlen(text));
	else
		et_buf_puts(out, "NULL");
}

/* Bytes as an array of a name, in lines of a readable length. */
void put_array(
	struct et_buf *out, const char *type, const char *name, const char *bytes, size_t length)
{
	size_t i, n;

	et_buf_printf(out, "\nstatic const %s %s[%zu] =", type, name, length + 1);
	for (i = 0; i < length || !i; i += n) {
		n = length - i < BYTES_A_LINE ? length - i : BYTES_A_LINE;
		et_buf_puts(out, "\n\t");
		put_bytes(out, bytes + i, n);
		if (!n)
			break;
	}
	et_buf_puts(out, ";\n");
}

void put_requirements(struct et_buf *out, const struct et_canon *canon)
{
	size_t i;

	if (!canon->n_requirements)
		return;
	et_buf_printf(out, "\nstatic const struct et_requirement requirements[%zu] = {\n",
		canon->n_requirements);
	for (i = 0; i < canon->n_requirements; i++) {
		const struct et_requirement *one = &canon->requirements[i];

		et_buf_printf(out, "\t{%u, %u, %u, %u, %u, %u},\n", (unsigned)one->id,
			(unsigned)one->label, one->level, one->target, one->since, one->until);
	}
	et_buf_puts(out, "};\n");
}
