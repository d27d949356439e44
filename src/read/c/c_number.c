/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers and character constants. */
#include "c_int.h"

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

struct suffix {
	bool is_unsigned;
	unsigned longs; /* 1: long, 2: long long */
};

static bool read_suffix(const char *p, const char *end, struct suffix *suffix)
{
	*suffix = (struct suffix){0};
	while (p < end) {
		char c = (char)(*p | 0x20);

		if (c == 'u' && !suffix->is_unsigned) {
			suffix->is_unsigned = true;
			p++;
		} else if (c == 'l' && !suffix->longs) {
			suffix->longs = p + 1 < end && p[1] == *p ? 2 : 1;
			p += suffix->longs;
		} else if (c == 'i' && end - p >= 2 && !suffix->longs) {
			/* Microsoft's i8 … i64. */
			if (end - p == 3 && memcmp(p + 1, "64", 2) == 0)
				suffix->longs = 2;
			else if (!(end - p == 3 && memcmp(p + 1, "32", 2) == 0) &&
				 !(end - p == 3 && memcmp(p + 1, "16", 2) == 0) &&
				 !(end - p == 2 && p[1] == '8'))
				return false;
			p = end;
		} else {
			return false;
		}
	}
	return true;
}

static bool read_digits(const char **p, const char *end, unsigned base, uint64_t *value)
{
	const char *from = *p;

	*value = 0;
	for (; *p < end; ++*p) {
		unsigned digit = (unsigned)digit_of(**p);

		if (**p == '\'' || digit >= base)
			break;
		if (*value > (UINT64_MAX - digit) / base)
			return false;
		*value = *value * base + digit;
	}
	return *p > from;
}

static bool read_integer(
	const struct c_tok *tok, uint64_t *value, bool *decimal, struct suffix *suffix)
{
	const char *p = tok->text;
	const char *end = p + tok->len;
	unsigned base = 10;

	if (*p == '0' && end - p > 1) {
		char c = (char)(p[1] | 0x20);

		base = c == 'x' ? 16 : c == 'b' ? 2 : 8;
		p += base == 8 ? 0 : 2;
	}
	*decimal = base == 10;
	return read_digits(&p, end, base, value) && read_suffix(p, end, suffix);
}

bool c_plain_number(const struct c_tok *tok, uint64_t *value)
{
	struct suffix suffix;
	bool decimal;

	return tok->kind == C_NUMBER && read_integer(tok, value, &decimal, &suffix) &&
	       !suffix.longs &&
	       (decimal || suffix.is_unsigned ? *value <= INT32_MAX : *value <= UINT32_MAX);
}

bool c_number(const struct c_tok *tok, const struct et_abi *abi, bool pp, struct c_value *value,
	bool *varies)
{
	struct suffix suffix;
	bool decimal;
	unsigned width;
	unsigned long_width = abi->size[ET_BASE_LONG] * 8U;

	*value = (struct c_value){0};
	if (!read_integer(tok, &value->bits, &decimal, &suffix))
		return false;
	width = pp || suffix.longs == 2 ? 64 : suffix.longs ? long_width : 32;
	if (suffix.longs == 1)
		*varies = true;
	for (;; width = 64) {
		uint64_t most = width == 64 ? INT64_MAX : INT32_MAX;

		if (!suffix.is_unsigned && value->bits <= most)
			break;
		most = most * 2 + 1;
		if ((suffix.is_unsigned || !decimal) && value->bits <= most) {
			value->is_unsigned = true;
			break;
		}
		if (width == 64) {
			value->is_unsigned = true;
			break;
		}
	}
	value->width = (uint8_t)width;
	return true;
}

static bool read_escape(const char **p, const char *end, uint32_t *code)
{
	static const char from[] = "abfnrtv\\'\"?e";
	static const char to[] = "\a\b\f\n\r\t\v\\'\"?\033";
	const char *found;
	uint64_t value;

	if (++*p >= end)
		return false;
	if (**p == 'x') {
		++*p;
		if (!read_digits(p, end, 16, &value))
			return false;
		*code = (uint32_t)value;
		return true;
	}
	if (**p >= '0' && **p <= '7') {
		const char *stop = end - *p > 3 ? *p + 3 : end;

		if (!read_digits(p, stop, 8, &value))
			return false;
		*code = (uint32_t)value;
		return true;
	}
	found = memchr(from, **p, sizeof(from) - 1);
	if (!found)
		return false;
	*code = (unsigned char)to[found - from];
	++*p;
	return true;
}

uint64_t c_string_bytes(const struct c_tok *tok)
{
	const char *p = tok->text + 1;
	const char *end = tok->text + tok->len - 1;
	uint64_t n = 0;

	while (p < end) {
		uint32_t code;

		/* What is no escape is a backslash and what follows it. */
		if (*p != '\\' || !read_escape(&p, end, &code))
			p++;
		n++;
	}
	return n;
}

bool c_char(const struct c_tok *tok, const struct et_abi *abi, struct c_value *value)
{
	const char *p = tok->text + 1;
	const char *end = tok->text + tok->len - 1;
	uint32_t result = 0;
	unsigned n = 0;

	while (p < end) {
		uint32_t code = (unsigned char)*p;

		if (*p == '\\') {
			if (!read_escape(&p, end, &code))
				return false;
		} else {
			p++;
		}
		result = result << 8 | (code & 0xff);
		n++;
	}
	if (!n)
		return false;
	*value = (struct c_value){.width = 32};
	/* One character has the value of a char; several make an int, first one highest. */
	if (n == 1 && abi->char_is_signed)
		value->bits = (uint64_t)(int64_t)(int8_t)result;
	else
		value->bits = (uint64_t)(int64_t)(int32_t)result;
	return true;
}
