/* SPDX-License-Identifier: BSD-3-Clause */
/* What a word means: quotes, parameters, substitutions, and how it falls into fields. */
#include "shell_int.h"

#include <ctype.h>
#include <string.h>

enum mode {
	FIELDS,	 /* words of a command: unquoted values are split */
	ONE,	 /* values of variables, targets */
	PATTERN, /* quoted characters stand for themselves */
	HERE,	 /* like inside double quotes, but these are plain characters */
};

struct expansion {
	struct et_shell *sh;
	enum mode mode;
	struct et_buf text; /* of the field that is being made */
	bool any;	    /* there is one, even if it is empty */
	struct et_sh_words *words;
	unsigned depth;
};

static bool expand(struct expansion *x, const char *at, const char *end, bool quoted);

static void end_field(struct expansion *x)
{
	if (!x->any)
		return;
	*ET_APPEND(&x->sh->memory, &x->words->list) =
		et_strndup(&x->sh->memory, x->text.data ? x->text.data : "", x->text.length);
	et_buf_clear(&x->text);
	x->any = false;
}

static void add_literal(struct expansion *x, const char *text, size_t length, bool quoted)
{
	size_t i;

	x->any = true;
	if (x->mode != PATTERN || !quoted) {
		et_buf_add(&x->text, text, length);
		return;
	}
	for (i = 0; i < length; i++) {
		if (strchr("*?[]\\", text[i]))
			et_buf_putc(&x->text, '\\');
		et_buf_putc(&x->text, text[i]);
	}
}

/* Adds the value of a parameter or a substitution. */
static void add_value(struct expansion *x, const char *value, bool quoted)
{
	if (quoted || x->mode != FIELDS) {
		add_literal(x, value, strlen(value), quoted);
		return;
	}
	while (*value) {
		size_t blank = strspn(value, " \t\n");
		size_t length;

		if (blank)
			end_field(x);
		value += blank;
		length = strcspn(value, " \t\n");
		if (length)
			add_literal(x, value, length, false);
		value += length;
	}
}

/* "$@" and "$*": the script's arguments. */
static void add_arguments(struct expansion *x, char which, bool quoted)
{
	const struct et_sh_scope *scope = &x->sh->scope;
	size_t i;

	for (i = 0; i < scope->n_arguments; i++) {
		if (i && (which == '*' || x->mode != FIELDS) && quoted)
			add_literal(x, " ", 1, true);
		else if (i)
			end_field(x);
		if (quoted)
			add_literal(x, scope->arguments[i], strlen(scope->arguments[i]), true);
		else
			add_value(x, scope->arguments[i], false);
	}
}

static const char *number(struct et_shell *sh, long long value)
{
	return et_sprintf(&sh->memory, "%lld", value);
}

/* The value of a parameter by its name; NULL: not set. Special ones have one character. */
static const char *parameter(struct et_shell *sh, const char *name, size_t length)
{
	if (isdigit((unsigned char)*name)) {
		size_t n = 0;

		while (length--)
			n = n > 10000 ? n : n * 10 + (size_t)(*name++ - '0');
		if (n == 0)
			return sh->scope.script;
		return n <= sh->scope.n_arguments ? sh->scope.arguments[n - 1] : NULL;
	}
	if (length == 1 && *name == '#')
		return number(sh, (long long)sh->scope.n_arguments);
	if (length == 1 && *name == '?')
		return number(sh, sh->status);
	if (!et_is_name_character(*name)) {
		et_sh_fail(sh, "uses the parameter $%c, which is not known", *name);
		return NULL;
	}
	return et_sh_get(sh, name, length);
}

/* Expands a part of a word on its own, as one text. */
static const char *inner(struct expansion *x, const char *at, const char *end, enum mode mode)
{
	struct expansion part = {.sh = x->sh, .mode = mode, .depth = x->depth + 1};
	const char *text = NULL;

	if (part.depth > ET_SH_CALLS)
		et_sh_fail(x->sh, "nests expansions too deep");
	else if (expand(&part, at, end, false))
		text = et_strndup(
			&x->sh->memory, part.text.data ? part.text.data : "", part.text.length);
	et_buf_finish(&part.text);
	return text;
}

/* ${name#pattern} and its like: value without its shortest or longest matching end. */
static const char *trimmed(
	struct et_shell *sh, const char *value, const char *pattern, bool prefix, bool longest)
{
	size_t length = strlen(value);
	size_t i;

	if (length > 4096) {
		et_sh_fail(sh, "matches a pattern with a text that is too long");
		return value;
	}
	for (i = 0; i <= length; i++) {
		size_t cut = longest == prefix ? length - i : i;
		char *head = et_strndup(&sh->memory, value, cut);

		if (et_sh_matches(pattern, prefix ? head : value + cut))
			return prefix ? value + cut : head;
	}
	return value;
}

/* What is behind the name in ${name...}; value is NULL when it is not set. */
static bool modified(struct expansion *x, const char *name, size_t length, const char *value,
	const char *at, const char *end, bool quoted)
{
	bool colon = *at == ':';
	bool has = value && (!colon || *value);
	const char *word;
	char how;

	at += colon;
	how = at < end ? *at++ : '\0';
	if (!colon && (how == '#' || how == '%')) {
		bool longest = at < end && *at == how;

		word = inner(x, at + longest, end, PATTERN);
		if (!word)
			return false;
		add_value(x, trimmed(x->sh, value ? value : "", word, how == '#', longest), quoted);
		return x->sh->flow != ET_SH_FAILED;
	}
	if (!strchr("-=+", how) || !how)
		return et_sh_fail(x->sh, "changes the variable %.*s in a way that is not known",
			(int)length, name);
	if ((how == '+') != has) {
		add_value(x, has ? value : "", quoted);
		return true;
	}
	word = inner(x, at, end, ONE);
	if (!word)
		return false;
	if (how == '=')
		et_sh_set(x->sh, name, length, word);
	add_value(x, word, quoted);
	return true;
}

static size_t name_length(const char *at, const char *end)
{
	const char *begin = at;

	if (at < end && !et_is_name_character(*at))
		return 1;
	if (at < end && isdigit((unsigned char)*at)) {
		while (at < end && isdigit((unsigned char)*at))
			at++;
		return (size_t)(at - begin);
	}
	while (at < end && et_is_name_character(*at))
		at++;
	return (size_t)(at - begin);
}

/* Inside of ${...} */
static bool braced(struct expansion *x, const char *at, const char *end, bool quoted)
{
	bool count = end - at > 1 && *at == '#' && et_is_name_character(at[1]);
	const char *value;
	size_t length;

	at += count;
	length = name_length(at, end);
	if (at >= end)
		return et_sh_fail(x->sh, "has an empty ${}");
	if ((*at == '@' || *at == '*') && at + 1 == end) {
		add_arguments(x, *at, quoted);
		return true;
	}
	value = parameter(x->sh, at, length);
	if (x->sh->flow == ET_SH_FAILED)
		return false;
	if (count) {
		add_value(x, number(x->sh, value ? (long long)strlen(value) : 0), quoted);
		return at + length == end ||
		       et_sh_fail(x->sh, "has a length that is not understood");
	}
	if (at + length < end)
		return modified(x, at, length, value, at + length, end, quoted);
	add_value(x, value ? value : "", quoted);
	return true;
}

static bool arithmetic(struct expansion *x, const char *at, const char *end, bool quoted)
{
	const char *text = inner(x, at, end, ONE);
	long long value;

	if (!text || !et_sh_arithmetic(x->sh, text, &value))
		return false;
	add_value(x, number(x->sh, value), quoted);
	return true;
}

static bool substitution(struct expansion *x, const char *at, const char *end, bool quoted)
{
	const char *text = et_sh_substitute(x->sh, at, (size_t)(end - at));

	if (!text)
		return false;
	/* A command that prints nothing makes no field, unless it is quoted. */
	add_value(x, text, quoted);
	return true;
}

/* Between backquotes, a backslash escapes these, and in double quotes '"', before all else. */
static bool backquoted(struct expansion *x, const char *at, const char *end, bool quoted)
{
	char *text = et_strndup(&x->sh->memory, at, (size_t)(end - at));
	char *out = text;

	for (; at < end; at++) {
		if (*at == '\\' && at + 1 < end && strchr(quoted ? "$`\\\"" : "$`\\", at[1]))
			at++;
		*out++ = *at;
	}
	return substitution(x, text, out, quoted);
}

/* At '$'; *at is moved behind what it is. */
static bool dollar(struct expansion *x, const char **at, const char *end, bool quoted)
{
	const char *begin = *at + 1;
	const char *stop = et_sh_skip_part(*at, end);
	const char *value;
	size_t length;

	if (begin >= end || (!et_is_name_character(*begin) && !strchr("({@*#?$!-", *begin))) {
		add_literal(x, "$", 1, quoted);
		(*at)++;
		return true;
	}
	if (*begin == '(' || *begin == '{') {
		if (!stop)
			return et_sh_fail(x->sh, "has a bracket that is not closed");
		*at = stop;
		if (*begin == '{')
			return braced(x, begin + 1, stop - 1, quoted);
		if (begin[1] == '(' && stop - begin > 4 && stop[-2] == ')')
			return arithmetic(x, begin + 2, stop - 2, quoted);
		return substitution(x, begin + 1, stop - 1, quoted);
	}
	if (*begin == '@' || *begin == '*') {
		*at = begin + 1;
		add_arguments(x, *begin, quoted);
		return true;
	}
	/* Without braces, an argument's number has one digit. */
	length = isdigit((unsigned char)*begin) ? 1 : name_length(begin, end);
	value = parameter(x->sh, begin, length);
	*at = begin + length;
	if (x->sh->flow == ET_SH_FAILED)
		return false;
	if (value)
		add_value(x, value, quoted);
	return true;
}

/* At a backslash. */
static void backslash(struct expansion *x, const char **at, const char *end, bool quoted)
{
	const char *next = *at + 1;

	*at = next < end ? next + 1 : next;
	if (next >= end) {
		add_literal(x, "\\", 1, true);
	} else if (*next == '\n') {
		return;
	} else if (quoted && !strchr(x->mode == HERE ? "$`\\" : "$`\\\"", *next)) {
		add_literal(x, *at - 2, 2, true);
	} else {
		add_literal(x, next, 1, true);
	}
}

/* A part in quotes, or from a '$' or a backquote on. */
static bool special(struct expansion *x, const char **at, const char *end, bool quoted)
{
	const char *begin = *at;
	const char *stop;

	if (*begin == '$')
		return dollar(x, at, end, quoted);
	if (*begin == '\\') {
		backslash(x, at, end, quoted);
		return true;
	}
	stop = et_sh_skip_part(begin, end);
	if (!stop)
		return et_sh_fail(x->sh, "has a quote that is not closed");
	*at = stop;
	if (*begin == '`')
		return backquoted(x, begin + 1, stop - 1, quoted);
	x->any = true;
	if (*begin == '"')
		return expand(x, begin + 1, stop - 1, true);
	add_literal(x, begin + 1, (size_t)(stop - begin) - 2, true);
	return true;
}

static bool is_special(char c, bool quoted)
{
	return c == '$' || c == '\\' || c == '`' || (!quoted && (c == '\'' || c == '"'));
}

static bool expand(struct expansion *x, const char *at, const char *end, bool quoted)
{
	while (at < end && x->sh->flow != ET_SH_FAILED) {
		const char *begin = at;

		while (at < end && !is_special(*at, quoted))
			at++;
		if (at > begin) {
			add_literal(x, begin, (size_t)(at - begin), quoted);
			if (!quoted && x->mode == FIELDS &&
				(memchr(begin, '*', (size_t)(at - begin)) ||
					memchr(begin, '?', (size_t)(at - begin))))
				return et_sh_fail(x->sh, "has a pattern for names of files");
		}
		if (at < end && !special(x, &at, end, quoted))
			return false;
	}
	return x->sh->flow != ET_SH_FAILED;
}

bool et_sh_expand(struct et_shell *sh, const struct et_sh_word *word, struct et_sh_words *words)
{
	struct expansion x = {.sh = sh, .mode = FIELDS, .words = words};
	bool ok;

	if (word->plain) {
		*ET_APPEND(&sh->memory, &words->list) = word->text;
		return true;
	}
	ok = expand(&x, word->text, word->text + word->length, false);
	if (ok)
		end_field(&x);
	et_buf_finish(&x.text);
	return ok;
}

static const char *whole(struct et_shell *sh, const struct et_sh_word *word, enum mode mode)
{
	struct expansion x = {.sh = sh, .mode = mode};
	const char *text = NULL;

	if (word->plain)
		return word->text;
	if (expand(&x, word->text, word->text + word->length, mode == HERE))
		text = et_strndup(&sh->memory, x.text.data ? x.text.data : "", x.text.length);
	et_buf_finish(&x.text);
	return text;
}

const char *et_sh_expand_one(struct et_shell *sh, const struct et_sh_word *word)
{
	return whole(sh, word, ONE);
}

const char *et_sh_expand_pattern(struct et_shell *sh, const struct et_sh_word *word)
{
	return whole(sh, word, PATTERN);
}

const char *et_sh_expand_here(struct et_shell *sh, const struct et_sh_word *word)
{
	return whole(sh, word, HERE);
}
