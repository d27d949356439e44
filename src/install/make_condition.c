/* SPDX-License-Identifier: BSD-3-Clause */
/* ifeq, ifneq, ifdef, ifndef. */
#include "make_int.h"

#include <string.h>

const char *et_make_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* Whether a statement begins with a word; *rest is what follows it. */
bool et_make_begins(const char *text, const char *word, const char **rest)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || (text[length] && !strchr(" \t(", text[length])))
		return false;
	*rest = et_make_blanks(text + length);
	return true;
}

/* One side of "ifeq 'a' 'b'". */
static const char *quoted(struct et_make *make, const char **at)
{
	char quote = **at;
	const char *begin = *at + 1;
	const char *stop = quote == '\'' || quote == '"' ? strchr(begin, quote) : NULL;

	if (!stop) {
		et_make_fail(make, "has a condition that is not understood");
		return "";
	}
	*at = et_make_blanks(stop + 1);
	return et_make_expand(make, begin, (size_t)(stop - begin));
}

const char *et_make_trimmed(struct et_make *make, const char *begin, const char *end)
{
	while (begin < end && (*begin == ' ' || *begin == '\t'))
		begin++;
	while (end > begin && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	return et_make_expand(make, begin, (size_t)(end - begin));
}

/* What is behind ifeq or ifneq: whether both sides are the same. */
static bool same(struct et_make *make, const char *at)
{
	const char *end = at + strlen(at);
	const char *left;
	const char *right;

	while (end > at && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	if (*at == '(') {
		const char *comma = et_make_find(at + 1, end, ",");

		if (comma >= end || end[-1] != ')') {
			et_make_fail(make, "has a condition that is not understood");
			return false;
		}
		/* Only the blanks around the comma do not count. */
		left = at + 1;
		right = et_make_blanks(comma + 1);
		while (comma > left && (comma[-1] == ' ' || comma[-1] == '\t'))
			comma--;
		left = et_make_expand(make, left, (size_t)(comma - left));
		right = right < end ? et_make_expand(make, right, (size_t)(end - 1 - right)) : "";
	} else {
		left = quoted(make, &at);
		right = quoted(make, &at);
	}
	return strcmp(left, right) == 0;
}

static bool is_defined(struct et_make *make, const char *at)
{
	const struct et_make_variable *variable;
	const char *name = et_make_trimmed(make, at, at + strlen(at));

	variable = et_make_variable(make, name, strlen(name));
	return variable && *variable->value;
}

/* Reads a condition's statement. Returns false when it is none. */
bool et_make_condition(struct et_make *make, const char *text, bool evaluate, bool *value)
{
	const char *rest;

	*value = false;
	if (et_make_begins(text, "ifeq", &rest))
		*value = evaluate && same(make, rest);
	else if (et_make_begins(text, "ifneq", &rest))
		*value = evaluate && !same(make, rest);
	else if (et_make_begins(text, "ifdef", &rest))
		*value = evaluate && is_defined(make, rest);
	else if (et_make_begins(text, "ifndef", &rest))
		*value = evaluate && !is_defined(make, rest);
	else
		return false;
	return true;
}
