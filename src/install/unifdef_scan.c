/* SPDX-License-Identifier: BSD-3-Clause */
#include "unifdef_int.h"

#include <string.h>

/* Length of a backslash and the newline behind it, or 0. */
static size_t continuation(const char *at)
{
	if (at[0] != '\\')
		return 0;
	if (at[1] == '\n')
		return 2;
	return at[1] == '\r' && at[2] == '\n' ? 3 : 0;
}

/* In code. Returns NULL at a character that is no blank and begins no comment or quote. */
static const char *skip_code(struct et_scanner *s, const char *at)
{
	size_t joined;

	switch (*at) {
	case ' ':
	case '\t':
	case '\r':
		return at + 1;
	case '\n':
		s->seen = ET_SEEN_BLANK;
		return at + 1;
	case '\'':
	case '"':
		s->inside = *at == '"' ? ET_IN_STRING : ET_IN_CHARACTER;
		s->seen = ET_SEEN_SOMETHING;
		return at + 1;
	case '/':
		joined = continuation(at + 1);
		if (joined) {
			s->inside = ET_IN_SLASH;
			return at + 1 + joined;
		}
		if (at[1] != '*' && at[1] != '/')
			return NULL;
		s->inside = at[1] == '*' ? ET_IN_COMMENT : ET_IN_LINE_COMMENT;
		return at + 2;
	default:
		return NULL;
	}
}

static const char *skip_comment(struct et_scanner *s, const char *at)
{
	size_t joined;

	while (at < s->end && *at != '*' && *at != '\\')
		at++;
	if (at >= s->end || *at == '\\')
		return at < s->end ? at + 1 : at;
	joined = continuation(at + 1);
	if (joined) {
		s->inside = ET_IN_STAR;
		return at + 1 + joined;
	}
	if (at[1] != '/')
		return at + 1;
	s->inside = ET_IN_CODE;
	return at + 2;
}

static const char *skip_quoted(struct et_scanner *s, const char *at)
{
	bool string = s->inside == ET_IN_STRING;

	if (*at == (string ? '"' : '\'')) {
		s->inside = ET_IN_CODE;
	} else if (*at == '\n') {
		s->error = string ? "a string does not end" : "a quoted character does not end";
		return s->end;
	} else if (*at == '\\' && at + 1 < s->end) {
		return at + 2;
	}
	return at + 1;
}

const char *et_scan_skip(struct et_scanner *s, const char *at)
{
	while (at < s->end) {
		size_t joined = continuation(at);
		const char *next;

		/* What goes on in the next line is no new line. */
		if (joined) {
			at += joined;
			continue;
		}
		switch (s->inside) {
		case ET_IN_CODE:
			next = skip_code(s, at);
			if (!next)
				return at;
			at = next;
			break;
		case ET_IN_COMMENT:
			at = skip_comment(s, at);
			break;
		case ET_IN_LINE_COMMENT:
			if (*at == '\n') {
				s->inside = ET_IN_CODE;
				s->seen = ET_SEEN_BLANK;
			}
			at++;
			break;
		case ET_IN_CHARACTER:
		case ET_IN_STRING:
			at = skip_quoted(s, at);
			break;
		case ET_IN_SLASH:
			s->inside = *at == '*'	 ? ET_IN_COMMENT
				    : *at == '/' ? ET_IN_LINE_COMMENT
						 : ET_IN_CODE;
			if (s->inside == ET_IN_CODE)
				s->seen = ET_SEEN_SOMETHING;
			else
				at++;
			break;
		case ET_IN_STAR:
			s->inside = *at == '/' ? ET_IN_CODE : ET_IN_COMMENT;
			at += s->inside == ET_IN_CODE;
			break;
		}
	}
	return at;
}

const char *et_scan_name(const struct et_scanner *s, const char *at)
{
	while (at < s->end && et_is_name_character(*at))
		at++;
	return at;
}

const struct et_unifdef_name *et_scan_find(const struct et_scanner *s, const char *at)
{
	size_t length = (size_t)(et_scan_name(s, at) - at);
	size_t i;

	for (i = 0; length && i < s->unifdef->names.count; i++) {
		const struct et_unifdef_name *name = &s->unifdef->names.items[i];

		if (strncmp(name->name, at, length) == 0 && !name->name[length])
			return name;
	}
	return NULL;
}
