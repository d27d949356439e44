/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Conditions of #if as unifdef evaluates them: not as C does. It knows fewer operators, and a name
 * that was not given makes an operand unknown.
 */
#include "unifdef_int.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARENTHESES = 256 };

struct operand {
	enum et_verdict verdict;
	int value; /* unless it is unknown */
};

struct evaluation {
	struct et_scanner *scanner;
	const char *at;
	bool named; /* a name occurred: without one, the condition is left to the compiler */
	bool broken;
	unsigned depth;
};

static struct operand known(int value)
{
	return (struct operand){value ? ET_TRUE : ET_FALSE, value};
}

static struct operand broken(struct evaluation *e)
{
	e->broken = true;
	return (struct operand){0};
}

static bool ends_name(char c)
{
	return !et_is_name_character(c);
}

/* The arguments of a macro that is not known; as if there were none when they do not end. */
static const char *skip_arguments(struct evaluation *e, const char *at)
{
	const char *begin = at;
	size_t level = 0;

	at = et_scan_skip(e->scanner, at);
	if (at >= e->scanner->end || *at != '(')
		return at;
	do {
		level += *at == '(';
		level -= *at == ')';
		at = et_scan_skip(e->scanner, at + 1);
	} while (level && at < e->scanner->end);
	return level ? begin : at;
}

static struct operand defined(struct evaluation *e)
{
	const struct et_unifdef_name *name;
	struct operand result = {0};
	bool parenthesis;

	e->named = true;
	e->at = et_scan_skip(e->scanner, e->at + strlen("defined"));
	parenthesis = e->at < e->scanner->end && *e->at == '(';
	if (parenthesis)
		e->at = et_scan_skip(e->scanner, e->at + 1);
	name = et_scan_find(e->scanner, e->at);
	if (name)
		result = known(name->value != NULL);
	e->at = et_scan_skip(e->scanner, et_scan_name(e->scanner, e->at));
	if (!parenthesis)
		return result;
	if (e->at >= e->scanner->end || *e->at != ')')
		return broken(e);
	e->at++;
	return result;
}

static struct operand named(struct evaluation *e)
{
	const struct et_unifdef_name *name = et_scan_find(e->scanner, e->at);
	struct operand result = {0};
	char *end;

	e->named = true;
	e->at = et_scan_name(e->scanner, e->at);
	if (name && !name->value)
		return known(0);
	if (name) {
		result = known((int)strtol(name->value, &end, 0));
		if (*end || end == name->value)
			return broken(e);
	}
	e->at = skip_arguments(e, e->at);
	return result;
}

static struct operand level(struct evaluation *e, unsigned tightness);

static struct operand primary(struct evaluation *e)
{
	struct operand result;

	e->at = et_scan_skip(e->scanner, e->at);
	if (e->at >= e->scanner->end)
		return broken(e);
	if (e->depth > MOST_PARENTHESES) {
		e->scanner->error = "a condition is nested too deep";
		return broken(e);
	}
	if (*e->at == '!') {
		e->at++;
		e->depth++;
		result = primary(e);
		e->depth--;
		return result.verdict == ET_UNKNOWN ? result : known(!result.value);
	}
	if (*e->at == '(') {
		e->at++;
		e->depth++;
		result = level(e, 0);
		e->depth--;
		if (e->broken)
			return result;
		e->at = et_scan_skip(e->scanner, e->at);
		if (e->at >= e->scanner->end || *e->at != ')')
			return broken(e);
		e->at++;
		return result;
	}
	if (isdigit((unsigned char)*e->at)) {
		result = known((int)strtol(e->at, NULL, 0));
		e->at = et_scan_name(e->scanner, e->at);
		return result;
	}
	if (strncmp(e->at, "defined", 7) == 0 && ends_name(e->at[7]))
		return defined(e);
	return ends_name(*e->at) ? broken(e) : named(e);
}

/* By how tightly they bind; of those that begin alike, the longer first. */
static const char *const operators[][5] = {
	{"||"},
	{"&&"},
	{"==", "!="},
	{"<=", ">=", "<", ">"},
};

enum { LEVELS = sizeof(operators) / sizeof(*operators) };

static int compare(const char *operator, int left, int right)
{
	switch (operator[0]) {
	case '|':
		return left || right;
	case '&':
		return left && right;
	case '=':
		return left == right;
	case '!':
		return left != right;
	case '<':
		return operator[1] ? left <= right : left<right;
	default:
		return operator[1] ? left >= right : left> right;
	}
}

static struct operand apply(const char *operator, struct operand left, struct operand right)
{
	/* One side alone can decide. */
	if (operator[0] == '|' &&(left.verdict == ET_TRUE || right.verdict == ET_TRUE))
		return known(1);
	if (operator[0] == '&' &&(left.verdict == ET_FALSE || right.verdict == ET_FALSE))
		return known(0);
	if (left.verdict == ET_UNKNOWN || right.verdict == ET_UNKNOWN)
		return (struct operand){0};
	return known(compare(operator, left.value, right.value));
}

static struct operand level(struct evaluation *e, unsigned tightness)
{
	struct operand left;

	if (tightness == LEVELS)
		return primary(e);
	left = level(e, tightness + 1);
	while (!e->broken) {
		const char *const *operator= operators[tightness];

		e->at = et_scan_skip(e->scanner, e->at);
		if (e->at >= e->scanner->end)
			break;
		while (*operator&& strncmp(e->at, *operator, strlen(*operator)) != 0)
			operator++;
		if (!*operator)
			break;
		e->at += strlen(*operator);
		left = apply(*operator, left, level(e, tightness + 1));
	}
	return left;
}

enum et_verdict et_scan_condition(struct et_scanner *s, const char **at)
{
	struct evaluation e = {.scanner = s, .at = *at};
	struct operand result = level(&e, 0);

	if (e.broken)
		return ET_UNKNOWN;
	*at = e.at;
	return e.named ? result.verdict : ET_UNKNOWN;
}
