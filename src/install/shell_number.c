/* SPDX-License-Identifier: BSD-3-Clause */
/* Numbers of the shell: $((...)) and "expr". */
#include "shell_int.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	struct et_shell *sh;
	const char *at;
	unsigned depth;
	bool failed;
};

static long long fail(struct reader *r, const char *what)
{
	if (!r->failed)
		et_sh_fail(r->sh, "computes %s", what);
	r->failed = true;
	return 0;
}

/* The operators of two operands, by how tightly they bind; longer ones first. */
static const struct {
	const char *text;
	int level;
	char name;
} operators[] = {
	{"||", 0, 'o'},
	{"&&", 1, 'a'},
	{"==", 2, '='},
	{"!=", 2, '!'},
	{"<=", 3, 'l'},
	{">=", 3, 'g'},
	{"<<", 4, 'L'},
	{">>", 4, 'R'},
	{"<", 3, '<'},
	{">", 3, '>'},
	{"+", 5, '+'},
	{"-", 5, '-'},
	{"*", 6, '*'},
	{"/", 6, '/'},
	{"%", 6, '%'},
};

enum { UNARY = 7 };

/* Wraps around, as the shell's numbers do. */
static long long compute(struct reader *r, char name, long long left, long long right)
{
	unsigned long long a = (unsigned long long)left;
	unsigned long long b = (unsigned long long)right;

	switch (name) {
	case 'o':
		return left || right;
	case 'a':
		return left && right;
	case '=':
		return left == right;
	case '!':
		return left != right;
	case 'l':
		return left <= right;
	case 'g':
		return left >= right;
	case '<':
		return left < right;
	case '>':
		return left > right;
	case 'L':
		return b < 64 ? (long long)(a << b) : fail(r, "a shift that is too far");
	case 'R':
		return b < 64 ? left >> b : fail(r, "a shift that is too far");
	case '+':
		return (long long)(a + b);
	case '-':
		return (long long)(a - b);
	case '*':
		return (long long)(a * b);
	default:
		if (right == 0 || right == -1)
			return right ? fail(r, "a division by -1") : fail(r, "a division by zero");
		return name == '/' ? left / right : left % right;
	}
}

static long long expression(struct reader *r, int level);

static long long literal(struct reader *r, const char *text, const char **end)
{
	long long value;
	char *stop;

	errno = 0;
	value = strtoll(text, &stop, 0);
	if (stop == text || errno || et_is_name_character(*stop))
		return fail(r, "with what is no number");
	*end = stop;
	return value;
}

static long long variable(struct reader *r)
{
	const char *name = r->at;
	const char *value;
	const char *end = "";
	long long number;

	while (et_is_name_character(*r->at))
		r->at++;
	value = et_sh_get(r->sh, name, (size_t)(r->at - name));
	if (!value || !*value)
		return 0;
	number = literal(r, value, &end);
	return *end ? fail(r, "with what is no number") : number;
}

static long long unary(struct reader *r)
{
	long long value;
	char c;

	r->at += strspn(r->at, " \t\n");
	c = *r->at;
	if (++r->depth > ET_SH_DEPTH)
		return fail(r, "an expression that is nested too deep");
	if (c == '(') {
		r->at++;
		value = expression(r, 0);
		r->at += strspn(r->at, " \t\n");
		if (*r->at != ')')
			value = fail(r, "an expression that lacks a ')'");
		else
			r->at++;
	} else if (c == '-' || c == '+' || c == '!') {
		r->at++;
		value = unary(r);
		value = c == '-'   ? (long long)-(unsigned long long)value
			: c == '!' ? !value
				   : value;
	} else if (isdigit((unsigned char)c)) {
		value = literal(r, r->at, &r->at);
	} else if (et_is_name_character(c)) {
		value = variable(r);
	} else {
		value = fail(r, "what is no expression");
	}
	r->depth--;
	return value;
}

static long long expression(struct reader *r, int level)
{
	long long left = level == UNARY ? unary(r) : expression(r, level + 1);

	while (level < UNARY && !r->failed) {
		size_t n = sizeof(operators) / sizeof(*operators);
		size_t i;

		r->at += strspn(r->at, " \t\n");
		for (i = 0; i < n; i++)
			if (strncmp(r->at, operators[i].text, strlen(operators[i].text)) == 0)
				break;
		if (i == n || operators[i].level != level)
			break;
		r->at += strlen(operators[i].text);
		left = compute(r, operators[i].name, left, expression(r, level + 1));
	}
	return left;
}

bool et_sh_arithmetic(struct et_shell *sh, const char *text, long long *value)
{
	struct reader r = {.sh = sh, .at = text};

	*value = expression(&r, 0);
	r.at += strspn(r.at, " \t\n");
	if (*r.at)
		fail(&r, "an expression that is not understood");
	return !r.failed;
}

/* expr NUMBER OPERATOR NUMBER...: its words make an expression of the same form. */
int et_sh_expr(struct et_shell *sh, const char *const *words, size_t count)
{
	struct et_buf text;
	long long value;
	size_t i;

	et_buf_init(&text);
	for (i = 1; i < count; i++) {
		const char *digits = words[i] + (*words[i] == '-');

		if (!strchr("+-*/%", *words[i]) && !isdigit((unsigned char)*digits)) {
			et_buf_finish(&text);
			et_sh_fail(sh, "uses expr with '%s', which is not known", words[i]);
			return 2;
		}
		/* Numbers of expr are decimal. */
		while (isdigit((unsigned char)*words[i]) && *digits == '0' && digits[1])
			digits++;
		et_buf_printf(&text, "%s ", isdigit((unsigned char)*words[i]) ? digits : words[i]);
	}
	i = et_sh_arithmetic(sh, text.data ? text.data : "", &value);
	et_buf_finish(&text);
	if (!i)
		return 2;
	et_buf_printf(sh->out, "%lld\n", value);
	return value == 0;
}
