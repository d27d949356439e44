/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_names.h"

#include "tex_doc.h"
#include "tex_scan.h"

#include <string.h>

/* A closing brace is looked for no further than this, so that many open ones cost no more. */
enum { LONGEST_GROUP = 1000, LONGEST_BOUND = 100 };

/* A longer word is no name. */
enum { LONGEST_NAME = 200 };

struct word {
	size_t length;
	char data[LONGEST_NAME + 1];
};

struct scan {
	const char *at, *end;
	const char *begin;
	bool field;
	struct word word;
	tex_name_fn *fn;
	void *data;
};

/* Commands whose arguments are no text: how many of them. Options between them go as well. */
static const struct {
	const char *name;
	unsigned arguments;
} silent[] = {
	{"label", 1},
	{"ref", 1},
	{"nameref", 1},
	{"pageref", 1},
	{"autoref", 1},
	{"cref", 1},
	{"Cref", 1},
	{"eqref", 1},
	{"cite", 1},
	{"url", 1},
	{"href", 1},
	{"hyperref", 0},
	{"input", 1},
	{"include", 1},
	{"includegraphics", 1},
	{"lstinputlisting", 1},
	{"begin", 1},
	{"end", 1},
	{"vspace", 1},
	{"hspace", 1},
	{"color", 1},
	{"textcolor", 1},
	{"multicolumn", 2},
	{"multirow", 2},
	{"cline", 1},
	{"fontsize", 2},
	{"setlength", 2},
	{"definecolor", 3},
	{"newcommand", 2},
	{"renewcommand", 2},
	{"providecommand", 2},
	{"newenvironment", 3},
	{"renewenvironment", 3},
	{"usepackage", 1},
	{"urldef", 2},
};

static void put(struct word *word, char c)
{
	if (word->length <= LONGEST_NAME)
		word->data[word->length++] = c;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '_';
}

/*
 * The end of a word of letters and digits, where running text can have no more of it behind; NULL
 * where it has to be looked at closely. Most words are done with here.
 */
static const char *behind_plain_word(const char *at, const char *end)
{
	while (at < end && is_word(*at) && *at != '_')
		at++;
	if (at == end || *at == ' ' || *at == '\n' || *at == ',' || *at == '}' || *at == ')')
		return at;
	return at + 1 < end && *at == '.' && !is_letter(at[1]) ? at : NULL;
}

static bool starts(const char *at, const char *end, const char *prefix)
{
	size_t length = strlen(prefix);

	return (size_t)(end - at) >= length && memcmp(at, prefix, length) == 0;
}

/* Moves behind a comment of TeX, its line's end, and the blanks that begin the next line. */
static const char *behind_comment(const char *at, const char *end)
{
	const char *line = memchr(at, '\n', (size_t)(end - at));

	if (!line)
		return end;
	line++;
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	return line;
}

/* Takes a character of a word, however it is written; 0 when the word ends here. */
static char take_character(struct scan *s, bool inside)
{
	for (;;) {
		const char *at = s->at;

		if (at >= s->end)
			return 0;
		if (is_word(*at)) {
			s->at++;
			return *at;
		}
		if (starts(at, s->end, "\\_")) {
			s->at += 2;
			return '_';
		}
		if (starts(at, s->end, "{\\_}")) {
			s->at += 4;
			return '_';
		}
		if (!inside)
			return 0;
		if (s->field && *at == '-' && s->end - at > 1 && is_letter(at[1])) {
			s->at++;
			return '-';
		}
		if (starts(at, s->end, "\\-"))
			s->at += 2;
		else if (starts(at, s->end, "\\allowbreak"))
			for (s->at += 11; s->at < s->end && *s->at == ' ';)
				s->at++;
		else if (*at == '%')
			s->at = behind_comment(at, s->end);
		else
			return 0;
	}
}

/* Moves behind the bounds of an array. */
static void skip_bounds(struct scan *s)
{
	while (s->at < s->end && *s->at == '[') {
		size_t left = (size_t)(s->end - s->at);
		const char *close = memchr(s->at, ']', left < LONGEST_BOUND ? left : LONGEST_BOUND);

		if (!close)
			return;
		s->at = close + 1;
	}
}

/* Moves behind what leads to a member: ".", "->", "::". */
static bool take_step(struct scan *s)
{
	const char *at = s->at;

	if (starts(at, s->end, "->") || starts(at, s->end, "::"))
		at += 2;
	else if (at < s->end && *at == '.')
		at++;
	else
		return false;
	/* In running text a full stop can stand there as well. */
	if (at >= s->end || !is_letter(*at) || (!s->field && *at < 'a'))
		return false;
	s->at = at;
	return true;
}

/* Takes the word that begins here; leaves nothing where it can be no name. */
static void take_word(struct scan *s)
{
	const char *behind = s->field ? NULL : behind_plain_word(s->at, s->end);
	char c;

	s->word.length = 0;
	if (behind && behind > s->at) {
		s->at = behind;
		return;
	}
	do {
		while ((c = take_character(s, s->word.length > 0)))
			put(&s->word, c);
		if (s->field)
			skip_bounds(s);
		if (!s->word.length || !take_step(s))
			return;
		put(&s->word, '.');
	} while (true);
}

static bool is_file_name(const char *word, size_t length)
{
	static const char *const endings[] = {
		"h", "c", "cc", "py", "tex", "txt", "html", "pdf", "md", "xml"};
	const char *dot = memrchr(word, '.', length);
	size_t i;

	if (!dot)
		return false;
	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		size_t ending = strlen(endings[i]);

		if (word + length == dot + 1 + ending && memcmp(dot + 1, endings[i], ending) == 0)
			return true;
	}
	return false;
}

bool tex_is_placeholder(const char *name, size_t length, char x)
{
	size_t left = length;

	while (left && name[left - 1] == x)
		left--;
	return length > 3 && length - left >= 3;
}

/* Whether it stands for several names, or is no whole name. */
static bool is_pattern(const struct scan *s, const char *start, const char *word, size_t length)
{
	if (word[length - 1] == '_' || (s->at < s->end && *s->at == '*') ||
		(start > s->begin && start[-1] == '*'))
		return true;
	return (tex_is_placeholder(word, length, 'X') || tex_is_placeholder(word, length, 'x')) &&
	       length > 4 && word[length - 4] == '_';
}

/* The word just taken, if it is a name with an underscore: x_i of a formula is none. */
static bool has_underscore(const struct scan *s, const char *start)
{
	const char *word = s->word.data;
	size_t length = s->word.length;

	if (!length || length > LONGEST_NAME || !is_letter(*word) || !memchr(word, '_', length))
		return false;
	if (length < 4 && word[1] == '_')
		return false;
	return !is_pattern(s, start, word, length) && !is_file_name(word, length);
}

static void emit(struct scan *s, const char *text, size_t length, const char *at)
{
	struct tex_name name = {.text = text, .length = length, .at = at, .field = s->field};

	s->fn(s->data, &name);
}

static bool word_is(const struct word *word, const char *what)
{
	return tex_is(word->data, word->length, what);
}

static bool is_keyword(const struct word *word)
{
	return word_is(word, "struct") || word_is(word, "union") || word_is(word, "enum");
}

static void skip_command(struct scan *s);

/* Moves to the next word; false at the end. */
static bool next_word(struct scan *s)
{
	while (s->at < s->end) {
		if (is_word(*s->at))
			return true;
		if (*s->at == '%') {
			s->at = behind_comment(s->at, s->end);
		} else if (*s->at == '\\') {
			if (starts(s->at, s->end, "\\_"))
				return true;
			skip_command(s);
		} else {
			s->at++;
		}
	}
	return false;
}

/*
 * What is in \field: the names with underscores; without any, all of it where it is words only,
 * else the first ("limit - 1").
 */
static void take_field(struct scan *outer, const struct tex_span *inside)
{
	struct scan s = {.at = inside->begin,
		.begin = inside->begin,
		.end = inside->end,
		.field = true,
		.fn = outer->fn,
		.data = outer->data};
	struct word whole = {.length = 0};
	const char *first = NULL, *behind = inside->begin;
	bool plain = true, found = false;
	size_t i;

	while (next_word(&s)) {
		const char *start = s.at;

		for (; behind < start; behind++)
			plain &= *behind == ' ' || *behind == '\n' || *behind == '\t' ||
				 *behind == ':' || *behind == '~';
		take_word(&s);
		behind = s.at;
		if (!s.word.length || is_keyword(&s.word))
			continue;
		if (has_underscore(&s, start)) {
			found = true;
			emit(&s, s.word.data, s.word.length, start);
		} else if (!first && (!is_letter(*s.word.data) ||
					     is_pattern(&s, start, s.word.data, s.word.length))) {
			break; /* a number, a formula, a pattern */
		} else if (!first || plain) {
			if (first)
				put(&whole, ' ');
			else
				first = start;
			for (i = 0; i < s.word.length; i++)
				put(&whole, s.word.data[i]);
		}
	}
	if (first && !found && whole.length <= LONGEST_NAME) {
		for (; behind < inside->end; behind++)
			plain &= *behind == ' ' || *behind == '\n' || *behind == '\t';
		if (!plain && memchr(whole.data, ' ', whole.length))
			whole.length = (size_t)((char *)memchr(whole.data, ' ', whole.length) -
						whole.data);
		emit(&s, whole.data, whole.length, first);
	}
}

/* A group that begins here and is not too long. */
static bool take_group(struct scan *s, char open, struct tex_span *inside)
{
	const char *end = s->end;

	if (end - s->at > LONGEST_GROUP)
		end = s->at + LONGEST_GROUP;
	return tex_group(&s->at, end, open, inside);
}

static void skip_command(struct scan *s)
{
	struct tex_span inside;
	const char *name;
	size_t length, i;
	unsigned left;

	if (!tex_command(&s->at, s->end, &name, &length)) {
		s->at++;
		return;
	}
	if (!s->field && tex_is(name, length, "field")) {
		if (take_group(s, '{', &inside))
			take_field(s, &inside);
		return;
	}
	for (i = 0; i < sizeof(silent) / sizeof(*silent); i++)
		if (*silent[i].name == *name && tex_is(name, length, silent[i].name))
			break;
	if (i == sizeof(silent) / sizeof(*silent))
		return;
	if (s->at < s->end && *s->at == '*')
		s->at++;
	for (left = silent[i].arguments;; left--) {
		while (s->at < s->end && *s->at == '[' && take_group(s, '[', &inside))
			;
		if (!left || !take_group(s, '{', &inside))
			return;
	}
}

void tex_names(const char *begin, const char *end, tex_name_fn *fn, void *data)
{
	struct scan s;

	s.at = s.begin = begin;
	s.end = end;
	s.field = false;
	s.fn = fn;
	s.data = data;
	s.word.length = 0;

	while (next_word(&s)) {
		const char *start = s.at;

		take_word(&s);
		if (has_underscore(&s, start))
			emit(&s, s.word.data, s.word.length, start);
	}
}
