/* SPDX-License-Identifier: BSD-3-Clause */
/* What is no text: definitions of macros, branches that are not taken, verbatim contents. */
#include "tex_scan.h"
#include "tex_walk.h"

#include "str.h"

#include <string.h>

/* Behind a group of any depth; at the end of the file when it does not end. */
static const char *skip_group(const char *at, const char *end)
{
	size_t depth = 0;

	for (; at < end; at++) {
		if (*at == '\\') {
			at++;
		} else if (*at == '%') {
			at = tex_skip_comment(at, end) - 1;
		} else if (*at == '{') {
			depth++;
		} else if (*at == '}' && --depth == 0) {
			return at + 1;
		}
	}
	return end;
}

/* A command's name as it is between \makeatletter and \makeatother. */
static const char *skip_name(const char *at, const char *end)
{
	if (at < end && *at == '\\')
		at++;
	if (at < end && (tex_is_letter(*at) || *at == '@')) {
		while (at < end && (tex_is_letter(*at) || *at == '@'))
			at++;
	} else if (at < end) {
		at++;
	}
	return at;
}

/* The text's version, as macros that a script writes say it: 1.4, cs, 01. */
static void keep_value(
	struct tex_walk *walk, const char *name, const char *name_end, const char *at)
{
	struct tex_span body;
	const char **to = NULL;
	size_t length;

	while (name < name_end && (*name == '{' || *name == '\\' || tex_is_blank(*name)))
		name++;
	length = (size_t)(name_end - name);
	if (length && name[length - 1] == '}')
		length--;
	if (tex_is(name, length, "virtiorev"))
		to = &walk->revision;
	else if (tex_is(name, length, "virtiodraftstage"))
		to = &walk->stage;
	else if (tex_is(name, length, "virtioworkingdraft"))
		to = &walk->draft;
	if (to && tex_group(&at, walk->end, '{', &body) && body.end - body.begin < 100)
		*to = tex_plain_text(walk->doc->arena, body.begin, body.end);
}

void tex_skip_definition(struct tex_walk *walk, const char *name, size_t length)
{
	const char *end = walk->end;
	const char *begin = name - 1;
	const char *at = walk->at;
	const char *defined;
	struct tex_span span;
	unsigned groups = 1;

	tex_flush(walk, begin);
	if (length >= 3 && memcmp(name + length - 3, "def", 3) == 0) {
		at = skip_name(tex_skip_blanks(at, end), end);
		while (at < end && *at != '{' && *at != '\n') /* its parameters */
			at++;
	} else {
		if (length > 11 && memcmp(name + length - 11, "environment", 11) == 0)
			groups = 2;
		else if (tex_is(name, length, "NewDocumentCommand"))
			groups = 2;
		if (at < end && *at == '*')
			at++;
		at = tex_skip_blanks(at, end);
		defined = at;
		at = at < end && *at == '{' ? skip_group(at, end) : skip_name(at, end);
		keep_value(walk, defined, at, at);
		while (tex_group(&at, end, '[', &span))
			;
	}
	for (; groups; groups--) {
		const char *next = tex_skip_blanks(at, end);

		if (next < end && *next == '{')
			at = skip_group(next, end);
	}
	if (at == end && at > begin && at[-1] != '}')
		tex_complain(walk, ET_ERROR, begin, "a definition that does not end%s", "");
	walk->at = at;
	walk->run = at;
}

/* Whether a command opens a condition that \fi ends; what takes its branches in braces does not. */
static bool opens(const char *name, size_t length, const char *behind, const char *end)
{
	return length >= 2 && name[0] == 'i' && name[1] == 'f' && !tex_is(name, length, "iff") &&
	       (behind == end || *behind != '{');
}

/* From the beginning of a branch that is not taken to behind \fi, or \else where that may be. */
static bool skip_branch(struct tex_walk *walk, bool to_else)
{
	const char *begin = walk->at;
	const char *at = begin;
	size_t depth = 0;

	while (at < walk->end) {
		const char *name;
		size_t length;

		if (*at == '%') {
			at = tex_skip_comment(at, walk->end);
			continue;
		}
		if (!tex_command(&at, walk->end, &name, &length)) {
			at++;
			continue;
		}
		if (opens(name, length, at, walk->end)) {
			depth++;
		} else if (tex_is(name, length, "fi")) {
			if (!depth--) {
				walk->at = at;
				return false;
			}
		} else if (to_else && !depth && tex_is(name, length, "else")) {
			walk->at = at;
			return true;
		}
	}
	tex_complain(walk, ET_ERROR, begin, "a condition without \\fi%s", "");
	walk->at = walk->end;
	return false;
}

static void push(struct tex_walk *walk, bool first_taken)
{
	walk->conditions = walk->conditions << 1 | first_taken;
	walk->n_conditions++;
}

static void pop(struct tex_walk *walk)
{
	if (!walk->n_conditions)
		return;
	walk->conditions >>= 1;
	walk->n_conditions--;
}

/* \if0 compares two characters. What compares anything else is not known, and both are read. */
static bool is_false(struct tex_walk *walk, const char *name, size_t length)
{
	const char *at = walk->at;

	if (tex_is(name, length, "iffalse"))
		return true;
	if (!tex_is(name, length, "if") || at == walk->end || *at < '0' || *at > '9')
		return false;
	walk->at++;
	return at + 1 == walk->end || at[1] != *at;
}

bool tex_take_condition(struct tex_walk *walk, const char *name, size_t length)
{
	const char *begin = name - 1;

	if (tex_is(name, length, "fi")) {
		tex_flush(walk, begin);
		pop(walk);
	} else if (tex_is(name, length, "else")) {
		tex_flush(walk, begin);
		if (walk->n_conditions && walk->conditions & 1) {
			skip_branch(walk, false);
			pop(walk);
		}
	} else if (!opens(name, length, walk->at, walk->end)) {
		return false;
	} else {
		tex_flush(walk, begin);
		if (!is_false(walk, name, length))
			push(walk, tex_is(name, length, "iftrue"));
		else if (skip_branch(walk, true))
			push(walk, false);
	}
	walk->run = walk->at;
	return true;
}

/* Whether a line begins what never stands inside of a listing: the one before was not ended. */
static bool begins_other(const char *at, const char *end)
{
	static const char *const words[] = {"\\begin{lstlisting}", "\\chapter{", "\\section{",
		"\\subsection{", "\\subsubsection{", "\\paragraph{", "\\drivernormative{",
		"\\devicenormative{", "\\end{document}"};
	size_t i;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (at == end || *at != '\\')
		return false;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t length = strlen(words[i]);

		if ((size_t)(end - at) >= length && memcmp(at, words[i], length) == 0)
			return true;
	}
	return false;
}

/* "\end{name}" within a line, or NULL. */
static const char *find_end(const char *at, const char *end, const char *name, size_t length)
{
	while ((at = memmem(at, (size_t)(end - at), "\\end", 4))) {
		struct tex_span span;
		const char *behind = at + 4;

		if (tex_group(&behind, end, '{', &span) &&
			(size_t)(span.end - span.begin) == length &&
			memcmp(span.begin, name, length) == 0)
			return at;
		at += 4;
	}
	return NULL;
}

struct tex_span tex_skip_verbatim(
	struct tex_walk *walk, const char *begin, const char *name, size_t length)
{
	const char *end = walk->end;
	const char *text = walk->at;
	bool comment = tex_is(name, length, "comment");
	const char *line;
	const char *next;

	if (tex_blank_line(text, end)) {
		text = memchr(text, '\n', (size_t)(end - text));
		text = text ? text + 1 : end;
	}
	for (line = text; line < end; line = next) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *found;

		next = newline ? newline + 1 : end;
		found = find_end(line, next, name, length);
		if (found) {
			struct tex_span span;
			const char *behind = found + 4;

			tex_group(&behind, next, '{', &span);
			walk->at = behind;
			if (tex_skip_blanks(line, found) == found)
				found = line;
			return tex_span(walk->doc, walk->file, text, found);
		}
		if (!comment && begins_other(line, next))
			break;
	}
	walk->at = line;
	tex_complain(walk, ET_ERROR, begin, "\\begin{%s} has no \\end",
		et_strndup(walk->doc->arena, name, length));
	return tex_span(walk->doc, walk->file, text, line);
}
