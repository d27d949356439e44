/* SPDX-License-Identifier: BSD-3-Clause */
/* Taking values out of nodes, with messages that say where and what is wanted. */
#include "yaml.h"

#include "map.h"

#include <stdarg.h>
#include <string.h>

void et_yaml_error(struct et_diags *diags, const struct et_yaml *node, const char *format, ...)
{
	va_list args;
	const char *text = "";

	if (diags->suppressed) { /* nobody will see it: no memory for it either */
		et_diag(diags, ET_ERROR, node->file, node->line, NULL, "%s", text);
		return;
	}
	va_start(args, format);
	text = et_vsprintf(diags->arena, format, args);
	va_end(args);
	et_diag(diags, ET_ERROR, node->file, node->line, NULL, "%s", text);
}

const struct et_yaml *et_yaml_get(const struct et_yaml *node, const char *key)
{
	size_t i;

	if (!node || node->kind != ET_YAML_MAPPING)
		return NULL;
	for (i = 0; i < node->count; i++) {
		if (strcmp(node->keys[i]->text, key) == 0)
			return node->items[i];
	}
	return NULL;
}

/* "a, b, c", in the arena of the diags. */
static const char *join(struct et_diags *diags, const char *const *words)
{
	const char *all = "";

	for (; *words; words++)
		all = et_sprintf(diags->arena, "%s%s%s", all, *all ? ", " : "", *words);
	return all;
}

static bool listed(const char *const *words, const char *word)
{
	for (; *words; words++) {
		if (strcmp(*words, word) == 0)
			return true;
	}
	return false;
}

bool et_yaml_check_keys(struct et_diags *diags, const struct et_yaml *node, const char *what,
	const char *const *known)
{
	const char *all = NULL;
	size_t i;

	if (!et_yaml_is(diags, node, what, ET_YAML_MAPPING))
		return false;
	for (i = 0; i < node->count; i++) {
		if (listed(known, node->keys[i]->text))
			continue;
		if (!all)
			all = join(diags, known);
		et_yaml_error(diags, node->keys[i], "unknown key '%s' in %s; known are %s",
			node->keys[i]->text, what, all);
	}
	return true;
}

const struct et_yaml *et_yaml_need(
	struct et_diags *diags, const struct et_yaml *node, const char *what, const char *key)
{
	const struct et_yaml *value = et_yaml_get(node, key);

	if (!value && node)
		et_yaml_error(diags, node, "%s has no '%s'", what, key);
	return value;
}

bool et_yaml_is(struct et_diags *diags, const struct et_yaml *node, const char *what,
	enum et_yaml_kind kind)
{
	static const char *const names[] = {
		[ET_YAML_SCALAR] = "a single value",
		[ET_YAML_SEQUENCE] = "a list",
		[ET_YAML_MAPPING] = "a mapping (key: value)",
	};

	if (!node)
		return false;
	if (node->kind == kind)
		return true;
	et_yaml_error(diags, node, "%s is to be %s, not %s", what, names[kind], names[node->kind]);
	return false;
}

bool et_yaml_is_integer(const struct et_yaml *node)
{
	const char *text;

	if (!node || node->kind != ET_YAML_SCALAR || !node->plain)
		return false;
	text = node->text;
	if (*text == '-' || *text == '+')
		text++;
	return *text >= '0' && *text <= '9' &&
	       text[strspn(text, "0123456789abcdefABCDEFxX")] == '\0';
}

/* Whether YAML gives an unquoted text another type than text, in any of its versions. */
static bool is_other_type(const char *text)
{
	static const char *const words[] = {"null", "Null", "NULL", "~", "true", "True", "TRUE",
		"false", "False", "FALSE", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON",
		"off", "Off", "OFF", NULL};
	const char *digits = text + (*text == '-' || *text == '+');

	if (listed(words, text))
		return true;
	return *digits >= '0' && *digits <= '9' &&
	       (strncmp(digits, "0x", 2) == 0 || digits[strspn(digits, "0123456789._eE")] == '\0');
}

const char *et_yaml_scalar(struct et_diags *diags, const struct et_yaml *node, const char *what)
{
	if (!et_yaml_is(diags, node, what, ET_YAML_SCALAR))
		return NULL;
	if (!*node->text) {
		et_yaml_error(diags, node, "%s is empty", what);
		return NULL;
	}
	if (strpbrk(node->text, "\n\r")) {
		et_yaml_error(diags, node, "%s is to be one line", what);
		return NULL;
	}
	return node->text;
}

const char *et_yaml_text(struct et_diags *diags, const struct et_yaml *node, const char *what)
{
	const char *text = et_yaml_scalar(diags, node, what);

	if (text && node->plain && is_other_type(text)) {
		et_yaml_error(diags, node, "%s is to be text: put %s in quotes", what, text);
		return NULL;
	}
	return text;
}

/* The digits of a number without its sign; false when there are others, or too many. */
static bool parse_digits(const char *text, uint64_t *value)
{
	uint64_t base = 10;

	if (text[0] == '0' && text[1] == 'x') {
		base = 16;
		text += 2;
	} else if (text[0] == '0' && text[1]) {
		return false; /* octal to some parsers, decimal to others */
	}
	if (!*text)
		return false;
	for (*value = 0; *text; text++) {
		uint64_t digit = 99;

		if (*text >= '0' && *text <= '9')
			digit = (uint64_t)(*text - '0');
		else if (*text >= 'a' && *text <= 'f')
			digit = (uint64_t)(*text - 'a') + 10;
		else if (*text >= 'A' && *text <= 'F')
			digit = (uint64_t)(*text - 'A') + 10;
		if (digit >= base || *value > (UINT64_MAX - digit) / base)
			return false;
		*value = *value * base + digit;
	}
	return true;
}

bool et_yaml_integer(struct et_diags *diags, const struct et_yaml *node, const char *what,
	int64_t minimum, uint64_t maximum, uint64_t *bits)
{
	uint64_t value, below = minimum < 0 ? 0 - (uint64_t)minimum : 0;
	bool negative;

	if (!et_yaml_is(diags, node, what, ET_YAML_SCALAR))
		return false;
	negative = node->text[0] == '-';
	if (!node->plain || !parse_digits(node->text + negative, &value)) {
		et_yaml_error(diags, node,
			"%s is to be a number, decimal without leading zeroes or 0x hexadecimal",
			what);
		return false;
	}
	if (negative ? value > below
		     : value > maximum || (minimum > 0 && value < (uint64_t)minimum)) {
		et_yaml_error(diags, node, "%s is to be from %lld to %llu", what,
			(long long)minimum, (unsigned long long)maximum);
		return false;
	}
	*bits = negative ? 0 - value : value;
	return true;
}

bool et_yaml_bool(
	struct et_diags *diags, const struct et_yaml *node, const char *what, bool fallback)
{
	if (!et_yaml_is(diags, node, what, ET_YAML_SCALAR))
		return fallback;
	if (node->plain && strcmp(node->text, "true") == 0)
		return true;
	if (node->plain && strcmp(node->text, "false") == 0)
		return false;
	et_yaml_error(diags, node, "%s is to be true or false", what);
	return fallback;
}

int et_yaml_word(struct et_diags *diags, const struct et_yaml *node, const char *what,
	const char *const *words)
{
	const char *text = et_yaml_scalar(diags, node, what);
	int i;

	if (!text)
		return -1;
	for (i = 0; words[i]; i++) {
		if (strcmp(words[i], text) == 0)
			return i;
	}
	et_yaml_error(diags, node, "%s '%s' is none of %s", what, text, join(diags, words));
	return -1;
}

const char *const *et_yaml_texts(struct et_arena *arena, struct et_diags *diags,
	const struct et_yaml *node, const char *what)
{
	size_t i, n = 0, count = 0;
	struct et_map seen = {0};
	const char **texts;

	if (node && et_yaml_is(diags, node, what, ET_YAML_SEQUENCE))
		count = node->count;
	texts = ET_NEW_ARRAY(arena, count + 1, const char *);
	for (i = 0; i < count; i++) {
		const char *text = et_yaml_text(diags, node->items[i], what);

		void **slot;

		if (!text)
			continue;
		slot = et_map_slot(&seen, arena, text, strlen(text));
		if (*slot)
			et_yaml_error(diags, node->items[i], "%s has '%s' twice", what, text);
		else
			texts[n++] = text;
		*slot = (void *)node;
	}
	return (const char *const *)texts;
}
