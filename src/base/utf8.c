/* SPDX-License-Identifier: BSD-3-Clause */
#include "utf8.h"

#include <string.h>

size_t et_utf8_decode(const char *text, size_t length, uint32_t *code)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *byte = (const unsigned char *)text;
	size_t wanted;
	uint32_t value;
	size_t i;

	*code = ET_REPLACEMENT;
	if (byte[0] < 0x80) {
		*code = byte[0];
		return 1;
	}
	if (byte[0] >= 0xC2 && byte[0] < 0xE0)
		wanted = 2;
	else if (byte[0] >= 0xE0 && byte[0] < 0xF0)
		wanted = 3;
	else if (byte[0] >= 0xF0 && byte[0] < 0xF5)
		wanted = 4;
	else
		return 1;
	if (wanted > length)
		return 1;
	value = byte[0] & (0x7FU >> wanted);
	for (i = 1; i < wanted; i++) {
		if ((byte[i] & 0xC0) != 0x80)
			return 1;
		value = value << 6 | (byte[i] & 0x3FU);
	}
	if (value < least[wanted] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
		return 1;
	*code = value;
	return wanted;
}

void et_buf_add_code(struct et_buf *buf, uint32_t code)
{
	if (code < 0x80) {
		et_buf_putc(buf, (char)code);
		return;
	}
	if (code < 0x800) {
		et_buf_putc(buf, (char)(0xC0 | code >> 6));
	} else {
		if (code < 0x10000) {
			et_buf_putc(buf, (char)(0xE0 | code >> 12));
		} else {
			et_buf_putc(buf, (char)(0xF0 | code >> 18));
			et_buf_putc(buf, (char)(0x80 | (code >> 12 & 0x3F)));
		}
		et_buf_putc(buf, (char)(0x80 | (code >> 6 & 0x3F)));
	}
	et_buf_putc(buf, (char)(0x80 | (code & 0x3F)));
}

struct range {
	uint32_t first;
	uint32_t last;
};

static bool is_in(uint32_t code, const struct range *ranges, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	}
	return false;
}

unsigned et_code_columns(uint32_t code)
{
	static const struct range none[] = {
		{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}};
	static const struct range two[] = {{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},
		{0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6},
		{0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};

	if (code < 0x300)
		return 1;
	if (is_in(code, none, sizeof(none) / sizeof(*none)))
		return 0;
	return is_in(code, two, sizeof(two) / sizeof(*two)) ? 2 : 1;
}

size_t et_columns(const char *text, size_t length)
{
	size_t columns = 0;
	size_t i = 0;

	while (i < length) {
		uint32_t code;

		if (text[i] == '\x1b') {
			while (i < length && text[i] != 'm')
				i++;
			i++;
			continue;
		}
		i += et_utf8_decode(text + i, length - i, &code);
		columns += et_code_columns(code);
	}
	return columns;
}

void et_buf_visible(struct et_buf *buf, const char *text)
{
	size_t length = text ? strlen(text) : 0;
	size_t i = 0;

	while (i < length) {
		uint32_t code;

		i += et_utf8_decode(text + i, length - i, &code);
		/* C1 controls begin escape sequences as ESC does; the others reverse a line's text.
		 */
		if (code < 0x20 || code == 0x7F)
			et_buf_printf(buf, "\\x%02x", (unsigned)code);
		else if ((code >= 0x80 && code < 0xA0) || (code >= 0x202A && code <= 0x202E) ||
			 (code >= 0x2066 && code <= 0x2069))
			et_buf_add_code(buf, ET_REPLACEMENT);
		else
			et_buf_add_code(buf, code);
	}
}
