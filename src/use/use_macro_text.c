/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether a macro may be defined a second time: compilers want the same tokens again. */
#include "use_rules.h"

struct text {
	const char *p;
	const char *end;
};

static bool begins(const struct text *text, const char *with)
{
	size_t length = strlen(with);

	return (size_t)(text->end - text->p) >= length && memcmp(text->p, with, length) == 0;
}

static bool at_end(const struct text *text)
{
	return text->p >= text->end || *text->p == '\n' || begins(text, "\r\n");
}

static void pass_comment(struct text *text)
{
	bool line = begins(text, "//");

	text->p += 2;
	while (line ? !at_end(text) : text->p < text->end && !begins(text, "*/")) {
		if (line && begins(text, "\\\n"))
			text->p++;
		text->p++;
	}
	if (!line && text->p < text->end)
		text->p += 2;
}

/* Passes over blanks, comments and ends of lines that go on. Returns whether there was a gap. */
static bool pass_gap(struct text *text)
{
	bool gap = false;

	for (;;) {
		if (begins(text, "\\\n")) {
			text->p += 2;
			continue;
		}
		if (begins(text, "\\\r\n")) {
			text->p += 3;
			continue;
		}
		if (begins(text, " ") || begins(text, "\t"))
			text->p++;
		else if (begins(text, "/*") || begins(text, "//"))
			pass_comment(text);
		else
			return gap;
		gap = true;
	}
}

/* How long a gap is says nothing, that there is one does, apart from the first. */
static bool is_same_body(struct text own, struct text other)
{
	char quote = '\0';
	bool first = true;

	for (;; first = false) {
		bool gap = !quote && pass_gap(&own);
		bool other_gap = !quote && pass_gap(&other);

		if (at_end(&own) || at_end(&other))
			return at_end(&own) && at_end(&other);
		if ((gap != other_gap && !first) || *own.p != *other.p)
			return false;
		if (*own.p == quote)
			quote = '\0';
		else if (!quote && (*own.p == '"' || *own.p == '\''))
			quote = *own.p;
		else if (quote && *own.p == '\\' && own.p + 1 < own.end) {
			own.p++;
			other.p++;
			if (at_end(&other) || *own.p != *other.p)
				return false;
		}
		own.p++;
		other.p++;
	}
}

/* Passes over parameters. Returns whether they are those that are wanted, or NULL. */
static bool pass_parameters(struct text *own, const char *wanted)
{
	struct text other = {wanted, wanted ? wanted + strlen(wanted) : NULL};

	if (!begins(own, "("))
		return false;
	if (!wanted) {
		while (!at_end(own) && *own->p != ')')
			own->p++;
		own->p += !at_end(own);
		return true;
	}
	for (;;) {
		pass_gap(own);
		pass_gap(&other);
		if (at_end(&other))
			return true;
		if (at_end(own) || *own->p++ != *other.p++)
			return false;
	}
}

bool use_defines_the_same(
	const struct use *u, const struct use_directive *directive, const struct et_query *query)
{
	uint32_t at = u->source.words.tokens[directive->from].at;
	struct text own = {u->source.text + at + use_word_length(&u->source, at),
		u->source.text + u->source.length};
	struct text now = {query->now, query->now + strlen(query->now)};

	if (query->def == ET_DEFINED_FUNCTION_MACRO ? !pass_parameters(&own, query->parameters)
						    : begins(&own, "("))
		return false;
	return is_same_body(own, now);
}
