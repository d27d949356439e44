/* SPDX-License-Identifier: BSD-3-Clause */
/* "test" and "[" */
#include "shell_int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct test {
	struct et_shell *sh;
	const char *const *at;
	const char *const *end;
	unsigned depth;
};

static bool fail(struct test *t, const char *what, const char *which)
{
	return et_sh_fail(t->sh, "tests %s '%s'", what, which);
}

static bool number(struct test *t, const char *text, long long *value)
{
	char *end;

	errno = 0;
	*value = strtoll(text, &end, 10);
	if (end == text || *end || errno)
		return fail(t, "a number that is none:", text);
	return true;
}

static bool compare(
	struct test *t, const char *left, const char *operator, const char * right, bool *result)
{
	static const char *const names[] = {"-eq", "-ne", "-gt", "-ge", "-lt", "-le"};
	long long a;
	long long b;
	size_t i;

	if (et_streq(operator, "=") || et_streq(operator, "==") || et_streq(operator, "!=")) {
		*result = et_streq(left, right) == (*operator== '=');
		return true;
	}
	for (i = 0; i < 6 && !et_streq(operator, names[i]); i++)
		;
	if (i == 6)
		return fail(t, "by an operator that is not known:", operator);
	if (!number(t, left, &a) || !number(t, right, &b))
		return false;
	*result = i == 0   ? a == b
		  : i == 1 ? a != b
		  : i == 2 ? a > b
		  : i == 3 ? a >= b
		  : i == 4 ? a < b
			   : a <= b;
	return true;
}

static bool unary(struct test *t, char operator, const char * operand, bool *result)
{
	switch (operator) {
	case 'n':
		*result = *operand;
		return true;
	case 'z':
		*result = !*operand;
		return true;
	case 'e':
	case 'f':
	case 'r':
		*result = et_sh_has(t->sh, operand);
		return true;
	case 'd':
		*result = et_sh_has_folder(t->sh, operand);
		return true;
	default:
		return fail(t, "in a way that is not known:", (char[]){'-', operator, '\0'});
	}
}

static bool is_binary(const char *word)
{
	return et_streq(word, "=") || et_streq(word, "==") || et_streq(word, "!=") ||
	       (word[0] == '-' && strlen(word) == 3);
}

static bool primary(struct test *t, bool *result)
{
	size_t left = (size_t)(t->end - t->at);

	*result = false;
	if (!left)
		return et_sh_fail(t->sh, "tests nothing");
	if (left >= 3 && is_binary(t->at[1])) {
		t->at += 3;
		return compare(t, t->at[-3], t->at[-2], t->at[-1], result);
	}
	if (left >= 2 && et_streq(t->at[0], "!")) {
		if (++t->depth > ET_SH_DEPTH)
			return et_sh_fail(t->sh, "nests tests too deep");
		t->at++;
		if (!primary(t, result))
			return false;
		*result = !*result;
		return true;
	}
	if (left >= 2 && t->at[0][0] == '-' && t->at[0][1] && !t->at[0][2]) {
		t->at += 2;
		return unary(t, t->at[-2][1], t->at[-1], result);
	}
	*result = *t->at[0];
	t->at++;
	return true;
}

static bool conjunction(struct test *t, bool *result)
{
	if (!primary(t, result))
		return false;
	while (t->at < t->end && et_streq(*t->at, "-a")) {
		bool right = false;

		t->at++;
		if (!primary(t, &right))
			return false;
		*result = *result && right;
	}
	return true;
}

int et_sh_test(struct et_shell *sh, const char *const *words, size_t count)
{
	struct test t = {.sh = sh, .at = words + 1, .end = words + count};
	bool result = false;

	if (et_streq(words[0], "[")) {
		if (!et_streq(words[count - 1], "]")) {
			et_sh_fail(sh, "has a '[' without ']'");
			return 2;
		}
		t.end--;
	}
	if (t.at == t.end)
		return 1;
	if (!conjunction(&t, &result))
		return 2;
	while (t.at < t.end && et_streq(*t.at, "-o")) {
		bool right = false;

		t.at++;
		if (!conjunction(&t, &right))
			return 2;
		result = result || right;
	}
	if (t.at < t.end) {
		fail(&t, "something that is not understood:", *t.at);
		return 2;
	}
	return !result;
}
