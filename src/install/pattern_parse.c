/* SPDX-License-Identifier: BSD-3-Clause */
#include "pattern_int.h"

#include <ctype.h>
#include <string.h>

struct parser {
	struct et_arena *arena;
	const char *at;
	const char *end;
	bool extended;
	unsigned groups;
	unsigned depth;
	const char *error;
};

static struct et_pattern_node *fail(struct parser *p, const char *why)
{
	if (!p->error)
		p->error = why;
	return NULL;
}

static struct et_pattern_node *node(struct parser *p, enum et_pattern_kind kind)
{
	struct et_pattern_node *made = ET_NEW(p->arena, struct et_pattern_node);

	made->kind = kind;
	return made;
}

static struct et_pattern_node *byte(struct parser *p, char value)
{
	struct et_pattern_node *made = node(p, ET_RE_BYTE);

	made->byte = (unsigned char)value;
	return made;
}

/* Whether the special character c begins here: bare in an extended expression, else behind "\". */
static bool is_operator(const struct parser *p, char c)
{
	if (p->extended)
		return p->at < p->end && *p->at == c;
	return p->end - p->at >= 2 && p->at[0] == '\\' && p->at[1] == c;
}

static void take_operator(struct parser *p)
{
	p->at += p->extended ? 1 : 2;
}

static const struct {
	const char *name;
	int (*is)(int);
} classes[] = {
	{"alnum", isalnum},
	{"alpha", isalpha},
	{"blank", isblank},
	{"cntrl", iscntrl},
	{"digit", isdigit},
	{"graph", isgraph},
	{"lower", islower},
	{"print", isprint},
	{"punct", ispunct},
	{"space", isspace},
	{"upper", isupper},
	{"xdigit", isxdigit},
};

/* The classes of the C locale: ASCII only, whatever the process has set. */
static bool add_class(struct et_byte_set *set, const char *name, size_t length)
{
	size_t i;
	int c;

	for (i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		if (strlen(classes[i].name) != length || memcmp(classes[i].name, name, length) != 0)
			continue;
		for (c = 0; c < 128; c++)
			if (classes[i].is(c))
				et_byte_set_add(set, (unsigned char)c);
		return true;
	}
	return false;
}

static void invert(struct et_byte_set *set)
{
	size_t i;

	for (i = 0; i < 4; i++)
		set->bits[i] = ~set->bits[i];
}

/* [:class:] at p->at, behind the bracket. */
static bool class_in_bracket(struct parser *p, struct et_byte_set *set)
{
	const char *begin = p->at + 2;
	const char *at = begin;

	while (at + 1 < p->end && !(at[0] == ':' && at[1] == ']'))
		at++;
	if (at + 1 >= p->end || !add_class(set, begin, (size_t)(at - begin))) {
		fail(p, "has a class of characters that is not known");
		return false;
	}
	p->at = at + 2;
	return true;
}

/* One member of a bracket expression, or a range of them. */
static bool bracket_member(struct parser *p, struct et_byte_set *set)
{
	unsigned char first = (unsigned char)*p->at;
	unsigned char last = first;

	if (first == '[' && p->end - p->at >= 2) {
		if (p->at[1] == ':')
			return class_in_bracket(p, set);
		if (p->at[1] == '=' || p->at[1] == '.') {
			fail(p, "has a collating element");
			return false;
		}
	}
	p->at++;
	/* sed and grep read these two escapes even in here. */
	if (first == '\\' && p->at < p->end && (*p->at == 'n' || *p->at == 't')) {
		first = last = *p->at == 'n' ? '\n' : '\t';
		p->at++;
	}
	if (p->end - p->at >= 2 && *p->at == '-' && p->at[1] != ']') {
		last = (unsigned char)p->at[1];
		p->at += 2;
		if (last == '[' || last < first) {
			fail(p, "has a range of characters that is none");
			return false;
		}
	}
	for (; first < last; first++)
		et_byte_set_add(set, first);
	et_byte_set_add(set, last);
	return true;
}

static struct et_pattern_node *bracket(struct parser *p)
{
	struct et_pattern_node *made = node(p, ET_RE_SET);
	const char *begin;
	bool negated;

	made->set = ET_NEW(p->arena, struct et_byte_set);
	negated = p->at < p->end && *p->at == '^';
	p->at += negated;
	begin = p->at;
	while (p->at < p->end && (*p->at != ']' || p->at == begin))
		if (!bracket_member(p, made->set))
			return NULL;
	if (p->at >= p->end)
		return fail(p, "lacks a ']'");
	p->at++;
	if (negated)
		invert(made->set);
	return made;
}

static struct et_pattern_node *class_escape(
	struct parser *p, const char *name, bool word, bool not )
{
	struct et_pattern_node *made = node(p, ET_RE_SET);

	made->set = ET_NEW(p->arena, struct et_byte_set);
	add_class(made->set, name, strlen(name));
	if (word)
		et_byte_set_add(made->set, '_');
	if (not )
		invert(made->set);
	return made;
}

static struct et_pattern_node *edge(struct parser *p, unsigned kind)
{
	struct et_pattern_node *made = node(p, ET_RE_EDGE);

	made->number = kind;
	return made;
}

/* What is behind a backslash that is no operator. */
static struct et_pattern_node *escape(struct parser *p)
{
	char c;

	if (p->at >= p->end)
		return fail(p, "ends in a backslash");
	c = *p->at++;
	switch (c) {
	case 'n':
		return byte(p, '\n');
	case 't':
		return byte(p, '\t');
	case 'w':
	case 'W':
		return class_escape(p, "alnum", true, c == 'W');
	case 's':
	case 'S':
		return class_escape(p, "space", false, c == 'S');
	case 'b':
		return edge(p, 1);
	case 'B':
		return edge(p, 0);
	case '<':
		return edge(p, 2);
	case '>':
		return edge(p, 3);
	case '`':
		return node(p, ET_RE_BEGIN);
	case '\'':
		return node(p, ET_RE_END);
	default:
		if (isdigit((unsigned char)c))
			return fail(p, "has a back-reference");
		if (isalpha((unsigned char)c))
			return fail(p, "has an escape that is not known");
		return byte(p, c);
	}
}

static struct et_pattern_node *alternatives(struct parser *p);

static struct et_pattern_node *group(struct parser *p)
{
	struct et_pattern_node *made = node(p, ET_RE_GROUP);

	if (++p->depth > ET_PATTERN_DEPTH)
		return fail(p, "is nested too deep");
	made->number = ++p->groups;
	made->left = alternatives(p);
	p->depth--;
	if (!made->left)
		return NULL;
	if (!is_operator(p, ')'))
		return fail(p, "lacks a ')'");
	take_operator(p);
	return made;
}

static bool at_end_of_branch(const struct parser *p)
{
	return p->at >= p->end || is_operator(p, '|') || is_operator(p, ')');
}

/* '$' is an anchor at the end of a branch only, in a basic expression. */
static bool is_end_anchor(const struct parser *p)
{
	return p->extended || at_end_of_branch(p);
}

static struct et_pattern_node *atom(struct parser *p, bool first)
{
	char c;

	if (is_operator(p, '(')) {
		take_operator(p);
		return group(p);
	}
	c = *p->at++;
	switch (c) {
	case '[':
		return bracket(p);
	case '.': {
		struct et_pattern_node *made = node(p, ET_RE_SET);

		made->set = ET_NEW(p->arena, struct et_byte_set);
		invert(made->set);
		return made;
	}
	case '\\':
		return escape(p);
	case '^':
		return p->extended || first ? node(p, ET_RE_BEGIN) : byte(p, c);
	case '$':
		return is_end_anchor(p) ? node(p, ET_RE_END) : byte(p, c);
	case '*':
	case '+':
	case '?':
	case '{':
		if (p->extended)
			return fail(p, "repeats nothing");
		return byte(p, c);
	default:
		return byte(p, c);
	}
}

static int number(struct parser *p)
{
	int value = -1;

	while (p->at < p->end && isdigit((unsigned char)*p->at) && value <= ET_PATTERN_REPEAT)
		value = (value < 0 ? 0 : value * 10) + (*p->at++ - '0');
	return value;
}

/* Reads {n}, {n,} or {n,m} behind its brace. */
static bool interval(struct parser *p, int *least, int *most)
{
	*least = number(p);
	*most = *least;
	if (p->at < p->end && *p->at == ',') {
		p->at++;
		*most = number(p);
		if (*least < 0)
			*least = 0;
	}
	if (*least < 0 || *least > ET_PATTERN_REPEAT || *most > ET_PATTERN_REPEAT ||
		(*most >= 0 && *most < *least) || !is_operator(p, '}')) {
		fail(p, "has a repetition that is none, or is too large");
		return false;
	}
	take_operator(p);
	return true;
}

/* Reads a repetition, if one is here. */
static bool repetition(struct parser *p, int *least, int *most)
{
	*most = -1;
	if (p->at < p->end && *p->at == '*') {
		p->at++;
		*least = 0;
		return true;
	}
	if (is_operator(p, '+') || is_operator(p, '?')) {
		*least = p->at[p->extended ? 0 : 1] == '+';
		*most = *least ? -1 : 1;
		take_operator(p);
		return true;
	}
	if (is_operator(p, '{')) {
		take_operator(p);
		return interval(p, least, most);
	}
	return false;
}

static struct et_pattern_node *repeated(struct parser *p, bool first)
{
	struct et_pattern_node *made = atom(p, first);
	unsigned repeats = 0;
	int least;
	int most;

	while (made && repetition(p, &least, &most)) {
		struct et_pattern_node *outer = node(p, ET_RE_REPEAT);

		if (++repeats > 4)
			return fail(p, "repeats repetitions");
		outer->least = least;
		outer->most = most;
		outer->left = made;
		made = outer;
	}
	return p->error ? NULL : made;
}

static struct et_pattern_node *branch(struct parser *p)
{
	struct et_pattern_node *made = NULL;
	bool first = true;

	while (!at_end_of_branch(p)) {
		struct et_pattern_node *next = repeated(p, first);
		struct et_pattern_node *both;

		if (!next)
			return NULL;
		first = false;
		if (!made) {
			made = next;
			continue;
		}
		both = node(p, ET_RE_CAT);
		both->left = made;
		both->right = next;
		made = both;
	}
	return made ? made : node(p, ET_RE_EMPTY);
}

static struct et_pattern_node *alternatives(struct parser *p)
{
	struct et_pattern_node *made = branch(p);

	while (made && is_operator(p, '|')) {
		struct et_pattern_node *either = node(p, ET_RE_OR);

		take_operator(p);
		either->left = made;
		either->right = branch(p);
		if (!either->right)
			return NULL;
		made = either;
	}
	return made;
}

struct et_pattern_node *et_pattern_parse(struct et_arena *arena, const char *pattern, size_t length,
	bool extended, unsigned *groups, const char **error)
{
	struct parser p = {
		.arena = arena, .at = pattern, .end = pattern + length, .extended = extended};
	struct et_pattern_node *tree;

	if (length > ET_PATTERN_LENGTH) {
		*error = "is too long";
		return NULL;
	}
	tree = alternatives(&p);
	if (tree && p.at < p.end)
		tree = fail(&p, "has a ')' too many");
	*groups = p.groups;
	*error = p.error;
	return tree;
}
