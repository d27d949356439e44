/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers, ranges and names as the text writes them. */
#include "tex_take.h"

#include <string.h>
#include <strings.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_part(char c)
{
	return is_digit(c) || is_upper(c) || is_lower(c) || c == '_';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *tex_skip(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

static int digit_of(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

bool tex_number(const char **at, const char *end, uint64_t *value)
{
	const char *here = *at;
	int base = 10;
	uint64_t sum = 0;

	if (end - here > 2 && here[0] == '0' && (here[1] == 'x' || here[1] == 'X')) {
		base = 16;
		here += 2;
	}
	if (here == end || digit_of(*here) >= base)
		return false;
	for (; here < end && digit_of(*here) < base; here++) {
		uint64_t digit = (uint64_t)digit_of(*here);

		if (sum > (UINT64_MAX - digit) / (uint64_t)base)
			return false;
		sum = sum * (uint64_t)base + digit;
	}
	while (here < end && (*here == 'u' || *here == 'U' || *here == 'l' || *here == 'L'))
		here++;
	if (here < end && is_part(*here))
		return false;
	if (end - here > 1 && *here == '.' && is_digit(here[1]))
		return false;
	*at = here;
	*value = sum;
	return true;
}

bool tex_word(const char **at, const char *end, const char *word)
{
	size_t length = strlen(word);
	const char *behind;

	if ((size_t)(end - *at) < length || strncasecmp(*at, word, length) != 0)
		return false;
	behind = *at + length;
	if (behind < end && is_part(word[length - 1]) && is_part(*behind))
		return false;
	*at = tex_skip(behind, end);
	return true;
}

/* What may stand between the ends of a range. */
static bool range_sign(const char **at, const char *end)
{
	static const char *const signs[] = {
		"to", "through", "...", "\\ldots", "\\dots", "-", "\xe2\x80\x93"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (tex_word(at, end, signs[i])) {
			while (*at < end && **at == '-') /* TeX's dashes */
				(*at)++;
			*at = tex_skip(*at, end);
			return true;
		}
	return false;
}

static bool open_end(const char **at, const char *end)
{
	static const char *const words[] = {
		"above", "greater", "higher", "up", "upwards", "larger", "more", "beyond"};
	const char *here = *at;

	if (here < end && *here == '+' && tex_skip(here + 1, end) == end) {
		*at = end;
		return true;
	}
	if (!tex_word(&here, end, "and") && !tex_word(&here, end, "or"))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (tex_word(&here, end, words[i])) {
			*at = here;
			return true;
		}
	return false;
}

bool tex_range(const char **at, const char *end, struct tex_range *range)
{
	const char *here = tex_skip(*at, end), *before;
	uint64_t value;

	*range = (struct tex_range){0};
	if (!tex_number(&here, end, &value))
		return false;
	range->first = range->last = value;
	*at = here;
	here = tex_skip(here, end);
	if (end - here > 2 && here[0] == '<' && here[1] == '<') {
		here = tex_skip(here + 2, end);
		if (!tex_number(&here, end, &value) || value > 63)
			return false;
		range->first = range->last = range->first << value;
		range->shift = true;
		*at = here;
		return true;
	}
	before = here;
	if (range_sign(&here, end)) {
		if (tex_number(&here, end, &value) && value >= range->first) {
			range->last = value;
			range->range = true;
			*at = here;
			return true;
		}
		here = before;
	}
	if (open_end(&here, end)) {
		range->last = UINT64_MAX;
		range->range = true;
		*at = here;
	}
	return true;
}

size_t tex_identifier(const char *at, const char *end)
{
	const char *here = at;

	if (here < end && is_digit(*here))
		return 0;
	while (here < end && is_part(*here))
		here++;
	return (size_t)(here - at);
}

bool tex_is_constant(const char *name, size_t length, bool loose)
{
	size_t upper = 0, lower = 0, under = 0;

	for (size_t i = 0; i < length; i++) {
		upper += is_upper(name[i]);
		lower += is_lower(name[i]);
		under += name[i] == '_';
	}
	if (length < 2 || is_digit(*name) || upper < 2)
		return false;
	return under ? upper > lower : loose && !lower;
}

bool tex_is_feature(const char *name, size_t length)
{
	static const char prefix[] = "VIRTIO_";
	const size_t skip = sizeof(prefix) - 1;
	const char *rest = name + skip, *end = name + length;

	if (length < skip + 2 || memcmp(name, prefix, skip) != 0)
		return false;
	if (rest[0] == 'F' && rest[1] == '_')
		return true;
	while (rest < end && (is_upper(*rest) || is_digit(*rest)))
		rest++;
	return end - rest > 3 && memcmp(rest, "_F_", 3) == 0;
}

bool tex_mentions(const char *text, const char *words)
{
	return text && strcasestr(text, words);
}

void tex_scan_begin(struct tex_scan *scan, const char *begin, const char *end)
{
	*scan = (struct tex_scan){.begin = begin, .at = begin, .end = end};
}

/* A comment's begin: a "%" without an odd number of backslashes before it. */
static const char *next_percent(const char *begin, const char *at, const char *end)
{
	while (at < end && (at = memchr(at, '%', (size_t)(end - at)))) {
		size_t slashes = 0;

		while (at - slashes > begin && at[-(ptrdiff_t)slashes - 1] == '\\')
			slashes++;
		if (slashes % 2 == 0)
			return at;
		at++;
	}
	return end;
}

const char *tex_scan_char(struct tex_scan *scan, char wanted)
{
	while (scan->at < scan->end) {
		const char *found = memchr(scan->at, wanted, (size_t)(scan->end - scan->at));

		if (!found)
			break;
		if (!scan->percent || scan->percent < scan->at)
			scan->percent = next_percent(scan->begin, scan->at, scan->end);
		if (found < scan->percent) {
			scan->at = found + 1;
			return found;
		}
		scan->at = memchr(scan->percent, '\n', (size_t)(scan->end - scan->percent));
		if (!scan->at)
			break;
	}
	scan->at = scan->end;
	return NULL;
}

static bool is_gap(char c)
{
	return is_blank(c) || c == '~' || c == '$';
}

static const char *skip_gap(const char *at, const char *end)
{
	while (at < end && is_gap(*at))
		at++;
	return at;
}

static const char *back_gap(const char *begin, const char *at)
{
	while (at > begin && is_gap(at[-1]))
		at--;
	return at;
}

/* Back over an identifier that may have "\_" in it. */
static const char *back_name(const char *begin, const char *at)
{
	while (at > begin && is_part(at[-1])) {
		at--;
		if (*at == '_' && at > begin && at[-1] == '\\')
			at--;
	}
	return at;
}

/* The same forwards. */
static const char *over_name(const char *at, const char *end)
{
	while (at < end && (is_part(*at) || (*at == '\\' && end - at > 1 && at[1] == '_')))
		at++;
	return at;
}

/* "NAME (3)", "\field{NAME} (bit 3)"; open is at "(". */
static bool name_first(
	const struct tex_scan *scan, const char *open, bool loose, struct tex_pair *pair)
{
	const char *at = skip_gap(open + 1, scan->end), *end = back_gap(scan->begin, open);
	const char *begin;

	pair->bit = tex_word(&at, scan->end, "bits") || tex_word(&at, scan->end, "bit");
	if (!pair->bit && !tex_word(&at, scan->end, "value"))
		tex_word(&at, scan->end, "=");
	at = skip_gap(at, scan->end);
	if (!tex_range(&at, scan->end, &pair->value))
		return false;
	at = skip_gap(at, scan->end);
	if (at == scan->end || *at != ')')
		return false;
	while (end > scan->begin && end[-1] == '}')
		end--;
	begin = back_name(scan->begin, end);
	if (begin == end || !tex_is_constant(begin, (size_t)(end - begin), loose))
		return false;
	if (begin > scan->begin && (begin[-1] == '\\' || begin[-1] == '.'))
		return false;
	pair->name = pair->begin = begin;
	pair->length = (size_t)(end - begin);
	pair->end = at + 1;
	return true;
}

/* Words before a number that is a value: "is 1 (NAME)", not "step 4 (NAME)". */
static bool gives_value(const char *begin, const char *end, bool *bit)
{
	static const char *const words[] = {
		"is", "are", "and", "or", "to", "value", "=", "code", "opcode", "type"};
	const char *at = begin;

	*bit = tex_word(&at, end, "bit");
	for (size_t i = 0; !*bit && i < sizeof(words) / sizeof(*words); i++)
		if (tex_word(&at, end, words[i]))
			return true;
	return *bit;
}

/* "is 3 (NAME)". */
static bool number_first(
	const struct tex_scan *scan, const char *open, bool loose, struct tex_pair *pair)
{
	const char *at = skip_gap(open + 1, scan->end), *end = back_gap(scan->begin, open);
	const char *number, *word, *before, *name;
	static const char field[] = "\\field{";

	if ((size_t)(scan->end - at) > sizeof(field) - 1 &&
		memcmp(at, field, sizeof(field) - 1) == 0)
		at += sizeof(field) - 1;
	name = at;
	at = over_name(at, scan->end);
	pair->name = name;
	pair->length = (size_t)(at - name);
	if (name == at || !tex_is_constant(name, pair->length, loose))
		return false;
	if (at < scan->end && *at == '}')
		at++;
	at = skip_gap(at, scan->end);
	if (at == scan->end || *at != ')')
		return false;
	number = back_name(scan->begin, end);
	before = number;
	if (number == end || !tex_range(&before, end, &pair->value) || before != end)
		return false;
	before = back_gap(scan->begin, number);
	if (before == number && number > scan->begin)
		return false;
	word = before;
	while (word > scan->begin && !is_gap(word[-1]) && before - word < 16)
		word--;
	pair->bit = false;
	if (!gives_value(word, before, &pair->bit) && !(loose && number == scan->begin))
		return false;
	pair->begin = number;
	pair->end = at + 1;
	return true;
}

bool tex_scan_pair(struct tex_scan *scan, bool loose, struct tex_pair *pair)
{
	const char *open;

	while ((open = tex_scan_char(scan, '(')))
		if (name_first(scan, open, loose, pair) || number_first(scan, open, loose, pair)) {
			scan->at = pair->end;
			return true;
		}
	return false;
}
