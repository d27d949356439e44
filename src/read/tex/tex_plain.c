/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * TeX to plain text, in one pass that never looks ahead for the end of a group: what is not shown
 * is muted until its group ends. What is written is never longer than what it came from.
 */
#include "tex_doc.h"
#include "tex_scan.h"

#include "str.h"

#include <string.h>

/* What a command shows. A command that is not here shows its arguments. */
struct command {
	const char *name;
	const char *shows;   /* in its place, or NULL; never longer than the command */
	unsigned char drops; /* how many arguments in braces are not shown */
	bool option;	     /* an argument in brackets is not shown either */
};

/* Sorted by name. */
static const struct command commands[] = {
	{"approx", "~", 0, false},
	{"autoref", NULL, 1, false},
	{"begin", " ", 1, true},
	{"cdot", "*", 0, false},
	{"cdots", "...", 0, false},
	{"cite", NULL, 1, true},
	{"cline", " ", 1, false},
	{"color", NULL, 1, true},
	{"cref", NULL, 1, false},
	{"documentclass", NULL, 1, true},
	{"dots", "...", 0, false},
	{"end", " ", 1, false},
	{"endhead", " ", 0, false},
	{"eqref", NULL, 1, false},
	{"footnote", NULL, 1, true},
	{"footnotemark", NULL, 0, true},
	{"footnotetext", NULL, 1, true},
	{"ge", ">=", 0, false},
	{"geq", ">=", 0, false},
	{"gg", ">>", 0, false},
	{"hline", " ", 0, false},
	{"href", NULL, 1, false},
	{"hspace", " ", 1, false},
	{"hyperref", NULL, 0, true},
	{"hypertarget", NULL, 1, false},
	{"include", " ", 1, false},
	{"includegraphics", NULL, 1, true},
	{"index", NULL, 1, false},
	{"input", " ", 1, false},
	{"item", " ", 0, false},
	{"label", NULL, 1, false},
	{"lbrack", "[", 0, false},
	{"ldots", "...", 0, false},
	{"le", "<=", 0, false},
	{"leq", "<=", 0, false},
	{"ll", "<<", 0, false},
	{"lstinputlisting", " ", 1, true},
	{"multicolumn", NULL, 2, false},
	{"multirow", NULL, 2, true},
	{"nameref", NULL, 1, false},
	{"ne", "!=", 0, false},
	{"neq", "!=", 0, false},
	{"newline", " ", 0, false},
	{"newpage", " ", 0, false},
	{"pageref", NULL, 1, false},
	{"par", " ", 0, false},
	{"quad", " ", 0, false},
	{"rbrack", "]", 0, false},
	{"ref", NULL, 1, false},
	{"rightarrow", "->", 0, false},
	{"space", " ", 0, false},
	{"textasciicircum", "^", 0, false},
	{"textasciitilde", "~", 0, false},
	{"textbackslash", "\\", 0, false},
	{"textcolor", NULL, 1, true},
	{"textgreater", ">", 0, false},
	{"textless", "<", 0, false},
	{"textunderscore", "_", 0, false},
	{"times", "*", 0, false},
	{"to", "->", 0, false},
	{"vspace", " ", 1, false},
};

enum { N_COMMANDS = sizeof(commands) / sizeof(*commands) };

struct plain {
	char *to; /* the next byte */
	const char *from;
	const char **map; /* parallel to "to", or NULL */
	const char *end;
	unsigned depth;	     /* of braces */
	unsigned mute_depth; /* muted until the group that opened here ends */
	char mute;	     /* the character that ends what is muted, or 0 */
	unsigned char drops; /* arguments that are still to come and are not shown */
	bool option;
	bool blank; /* the last that was shown was a blank, or nothing was yet */
};

static void put(struct plain *p, char c, const char *at)
{
	if (p->mute)
		return;
	if (c == ' ') {
		if (p->blank)
			return;
		p->blank = true;
	} else {
		p->blank = false;
	}
	*p->to++ = c;
	if (p->map)
		*p->map++ = at;
}

/* \verb|x|, \lstinline|x|, \url{x}: as it stands there, up to the end of the line at most. */
static void take_verbatim(struct plain *p, bool url)
{
	const char *at = p->from;
	char close;

	if (at < p->end && *at == '*' && !url)
		at++;
	if (at >= p->end || (url && *at != '{') || *at == '\n')
		return;
	close = *at == '{' ? '}' : *at;
	for (at++; at < p->end && *at != close && *at != '\n'; at++)
		put(p, tex_is_blank(*at) ? ' ' : *at, at);
	p->from = at < p->end && *at == close ? at + 1 : at;
}

/* A command that is one character: an escaped one, a kind of blank, or an accent. */
static void take_symbol(struct plain *p, char c, const char *at)
{
	switch (c) {
	case '_':
	case '&':
	case '%':
	case '#':
	case '$':
	case '{':
	case '}':
		put(p, c, at);
		break;
	case '\\':
	case ' ':
	case '\t':
	case '\n':
	case '\r':
	case ',':
	case ';':
	case ':':
		put(p, ' ', at);
		break;
	default: /* accents, \-, \/, \@ and what nobody knows: nothing */
		break;
	}
}

static void take_command(struct plain *p)
{
	const char *begin = p->from;
	const struct command *command;
	const char *name;
	const char *c;
	size_t length;

	tex_command(&p->from, p->end, &name, &length);
	if (!length)
		return;
	if (!tex_is_letter(*name)) {
		take_symbol(p, *name, begin);
		return;
	}
	if (tex_is(name, length, "verb") || tex_is(name, length, "lstinline") ||
		tex_is(name, length, "url")) {
		take_verbatim(p, *name == 'u');
		return;
	}
	command = tex_find_entry(commands, N_COMMANDS, sizeof(*commands), name, length);
	if (p->from < p->end && *p->from == '*')
		p->from++;
	while (p->from < p->end && (*p->from == ' ' || *p->from == '\t'))
		p->from++;
	if (!command)
		return;
	for (c = command->shows; c && *c; c++)
		put(p, *c, begin);
	if (!p->mute) {
		p->drops = command->drops;
		p->option = command->option;
	}
}

/* What stands between a command and the arguments that it does not show; false: not among them. */
static bool take_argument(struct plain *p)
{
	char c = *p->from;

	if (tex_is_blank(c)) {
		if (!p->drops) { /* only an option could follow, and brackets follow at once */
			p->option = false;
			return false;
		}
		p->from++;
		return true;
	}
	if (c == '[' && p->option) {
		p->mute = ']';
		p->mute_depth = p->depth;
		p->option = false;
		p->from++;
		return true;
	}
	if (c == '{' && p->drops) {
		p->drops--;
		p->option = false;
		p->mute = '}';
		p->mute_depth = p->depth;
		p->depth++;
		p->from++;
		return true;
	}
	p->drops = 0;
	p->option = false;
	return false;
}

static void take_brace(struct plain *p, char c)
{
	p->from++;
	if (c == '{') {
		p->depth++;
		return;
	}
	/* Arguments of a macro that is not known here: what they show does not run together. */
	if (p->from < p->end && *p->from == '{')
		put(p, ' ', p->from);
	if (p->depth)
		p->depth--;
	/* The end of a group ends brackets inside of it, too, that nobody closed. */
	if (p->mute && (p->mute == '}' ? p->depth <= p->mute_depth : p->depth < p->mute_depth))
		p->mute = 0;
}

static void take_blank(struct plain *p)
{
	if (*p->from == '\n' && p->mute == ']' && tex_blank_line(p->from + 1, p->end))
		p->mute = 0;
	put(p, ' ', p->from++);
}

/* A comment, with the line's end and what indents the next. */
static void take_comment(struct plain *p)
{
	p->from = tex_skip_comment(p->from, p->end);
	if (tex_blank_line(p->from, p->end))
		return;
	while (p->from < p->end && tex_is_blank(*p->from))
		p->from++;
}

static void take_other(struct plain *p, char c)
{
	const char *at = p->from++;

	switch (c) {
	case '~':
	case '&':
		put(p, ' ', at);
		break;
	case '-':
		while (p->from < p->end && *p->from == '-')
			p->from++;
		put(p, '-', at);
		break;
	case '`':
	case '\'':
		if (p->from < p->end && *p->from == c) {
			p->from++;
			put(p, '"', at);
		} else {
			put(p, '\'', at);
		}
		break;
	case ']':
		if (p->mute == ']' && p->depth == p->mute_depth)
			p->mute = 0;
		else
			put(p, c, at);
		break;
	case '$':
		break;
	default:
		if ((unsigned char)c >= ' ' && c != 0x7f)
			put(p, c, at);
		break;
	}
}

/* Whether a character is itself wherever it stands; brackets and dashes are not always. */
static bool is_ordinary(char c)
{
	static const bool special[256] = {['\\'] = true,
		['%'] = true,
		['{'] = true,
		['}'] = true,
		['~'] = true,
		['&'] = true,
		['-'] = true,
		['`'] = true,
		['\''] = true,
		[']'] = true,
		['$'] = true,
		[0x7f] = true};

	return (unsigned char)c > ' ' && !special[(unsigned char)c];
}

/* As many ordinary characters as follow. */
static void take_ordinary(struct plain *p)
{
	const char *begin = p->from;
	const char *end = begin;

	while (end < p->end && is_ordinary(*end))
		end++;
	p->from = end;
	if (p->mute)
		return;
	memcpy(p->to, begin, (size_t)(end - begin));
	p->to += end - begin;
	p->blank = false;
	if (p->map) {
		for (; begin < end; begin++)
			*p->map++ = begin;
	}
}

static void run(struct plain *p)
{
	while (p->from < p->end) {
		char c = *p->from;

		if (c == '%') {
			take_comment(p);
			continue;
		}
		if ((p->drops || p->option) && !p->mute && take_argument(p))
			continue;
		if (is_ordinary(c))
			take_ordinary(p);
		else if (c == '\\')
			take_command(p);
		else if (c == '{' || c == '}')
			take_brace(p, c);
		else if (tex_is_blank(c))
			take_blank(p);
		else
			take_other(p, c);
	}
}

void tex_plain(struct et_buf *out, const char *begin, const char *end, struct tex_map *map)
{
	struct plain p = {.from = begin, .end = end};
	size_t length = (size_t)(end - begin);
	size_t old = out->length;

	if (!length)
		return;
	/* Room for all there may be; what is copied meanwhile is overwritten. */
	et_buf_add(out, begin, length);
	p.to = out->data + old;
	p.blank = !old || p.to[-1] == ' ';
	if (map) {
		size_t needed = map->at.count + length;

		if (needed > map->at.capacity) {
			const char **items = ET_NEW_ARRAY(map->arena, needed * 2, const char *);

			if (map->at.count)
				memcpy(items, map->at.items, map->at.count * sizeof(*items));
			map->at.items = items;
			map->at.capacity = needed * 2;
		}
		p.map = map->at.items + map->at.count;
	}
	run(&p);
	out->length = (size_t)(p.to - out->data);
	out->data[out->length] = '\0';
	if (map)
		map->at.count += out->length - old;
}

const char *tex_plain_text(struct et_arena *arena, const char *begin, const char *end)
{
	struct plain p = {.from = begin, .end = end, .blank = true};
	char *text = et_alloc(arena, (size_t)(end - begin) + 1);

	p.to = text;
	run(&p);
	if (p.to > text && p.to[-1] == ' ')
		p.to--;
	*p.to = '\0';
	return text;
}
