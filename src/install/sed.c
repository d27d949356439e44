/* SPDX-License-Identifier: BSD-3-Clause */
#include "sed.h"

#include <string.h>

enum { MOST_COMMANDS = 64 };

struct reader {
	struct et_sed *sed;
	const char *at;
	const char *error;
};

static bool fail(struct reader *r, const char *why)
{
	if (!r->error)
		r->error = why;
	return false;
}

/*
 * Reads up to the delimiter. In an expression, an escaped delimiter is the character itself, and a
 * bracket hides it; every other escape stays for who reads the text.
 */
static bool delimited(struct reader *r, char delimiter, bool expression, struct et_buf *text)
{
	bool bracket = false;

	et_buf_clear(text);
	for (; *r->at && *r->at != '\n'; r->at++) {
		char c = *r->at;

		if (c == delimiter && !bracket) {
			r->at++;
			return true;
		}
		if (c == '\\' && r->at[1] && !bracket) {
			r->at++;
			if (*r->at != delimiter || strchr("|(){}+?*.[^$", delimiter))
				et_buf_putc(text, '\\');
			et_buf_putc(text, *r->at);
			continue;
		}
		if (expression && !bracket && c == '[') {
			bracket = true;
			et_buf_putc(text, c);
			if (r->at[1] == '^')
				et_buf_putc(text, *++r->at);
			if (r->at[1] == ']')
				et_buf_putc(text, *++r->at);
			continue;
		}
		if (bracket && c == '[' &&
			(r->at[1] == ':' || r->at[1] == '.' || r->at[1] == '=')) {
			/* A class has a ']' of its own. */
			const char *end = strchr(r->at + 2, ']');

			if (end) {
				et_buf_add(text, r->at, (size_t)(end + 1 - r->at));
				r->at = end;
				continue;
			}
		}
		if (bracket && c == ']')
			bracket = false;
		et_buf_putc(text, c);
	}
	return fail(r, "lacks a delimiter");
}

static struct et_pattern *pattern(struct reader *r, char delimiter, struct et_buf *text)
{
	const char *error = NULL;
	struct et_pattern *made;

	if (!delimited(r, delimiter, true, text))
		return NULL;
	made = et_pattern_compile(r->sed->arena, text->data ? text->data : "", text->length,
		r->sed->extended, &error);
	if (!made)
		fail(r, error);
	else if (!text->length)
		fail(r, "uses the last expression again");
	return made;
}

static void add_text(
	struct reader *r, struct et_sed_command *command, const char *text, size_t length)
{
	struct et_sed_part *part = ET_APPEND(r->sed->arena, &command->parts);

	part->text = et_strndup(r->sed->arena, text, length);
	part->length = length;
}

/* Cuts a replacement into texts and groups. */
static bool replacement(struct reader *r, struct et_sed_command *command, const struct et_buf *text)
{
	const char *at = text->data ? text->data : "";
	const char *end = at + text->length;

	while (at < end) {
		size_t plain = strcspn(at, "\\&");

		if (plain) {
			add_text(r, command, at, plain);
			at += plain;
			continue;
		}
		if (*at == '&') {
			*ET_APPEND(r->sed->arena, &command->parts) = (struct et_sed_part){0};
			at++;
			continue;
		}
		at++;
		if (*at >= '0' && *at <= '9') {
			unsigned group = (unsigned)(*at - '0');

			if (group > et_pattern_groups(command->pattern))
				return fail(r, "refers to a group that is not there");
			*ET_APPEND(r->sed->arena, &command->parts) =
				(struct et_sed_part){.group = group};
		} else if (*at == 'n') {
			add_text(r, command, "\n", 1);
		} else if (*at == 't') {
			add_text(r, command, "\t", 1);
		} else if (et_is_name_character(*at)) {
			return fail(r, "has an escape that is not known");
		} else {
			add_text(r, command, at, 1);
		}
		at++;
	}
	return true;
}

static bool substitute(struct reader *r, struct et_sed_command *command, struct et_buf *text)
{
	char delimiter = *r->at;

	if (!delimiter || delimiter == '\n' || delimiter == '\\')
		return fail(r, "lacks a delimiter");
	r->at++;
	command->pattern = pattern(r, delimiter, text);
	if (r->error || !delimited(r, delimiter, false, text) || !replacement(r, command, text))
		return false;
	for (;; r->at++) {
		if (*r->at == 'g')
			command->global = true;
		else if (*r->at == 'p')
			command->print = true;
		else
			return true;
	}
}

/* The characters of one half of y, escapes read. */
static size_t characters(const struct et_buf *text, unsigned char *out, size_t room)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < text->length && n < room; i++) {
		char c = text->data[i];

		if (c == '\\' && i + 1 < text->length) {
			c = text->data[++i];
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		out[n++] = (unsigned char)c;
	}
	return n;
}

static bool transliterate(struct reader *r, struct et_sed_command *command, struct et_buf *text)
{
	unsigned char *table = ET_NEW_ARRAY(r->sed->arena, 256, unsigned char);
	unsigned char from[512];
	unsigned char to[512];
	char delimiter = *r->at;
	size_t n;
	size_t i;

	if (!delimiter || delimiter == '\n' || delimiter == '\\')
		return fail(r, "lacks a delimiter");
	r->at++;
	if (!delimited(r, delimiter, false, text))
		return false;
	n = characters(text, from, sizeof(from));
	if (!delimited(r, delimiter, false, text))
		return false;
	if (characters(text, to, sizeof(to)) != n)
		return fail(r, "maps characters to more or fewer ones");
	for (i = 0; i < 256; i++)
		table[i] = (unsigned char)i;
	for (i = 0; i < n; i++)
		table[from[i]] = to[i];
	command->table = table;
	return true;
}

static bool command(struct reader *r, struct et_buf *text)
{
	struct et_sed_command *made;

	if (r->sed->commands.count >= MOST_COMMANDS)
		return fail(r, "has too many commands");
	made = ET_APPEND(r->sed->arena, &r->sed->commands);
	if (*r->at == '/') {
		r->at++;
		made->address = pattern(r, '/', text);
		if (r->error)
			return false;
	}
	while (made->address && (*r->at == ' ' || *r->at == '!'))
		made->negated |= *r->at++ == '!';
	made->name = *r->at;
	switch (*r->at) {
	case 's':
		r->at++;
		return substitute(r, made, text);
	case 'y':
		r->at++;
		return transliterate(r, made, text);
	case 'p':
	case 'd':
		r->at++;
		return true;
	default:
		return fail(r, "has a command that is not known");
	}
}

const char *et_sed_add(struct et_sed *sed, const char *script, const char **at)
{
	struct reader r = {.sed = sed, .at = script};
	struct et_buf text;

	et_buf_init(&text);
	for (;;) {
		r.at += strspn(r.at, " \t\n;");
		if (!*r.at)
			break;
		*at = r.at;
		if (*r.at == '#') {
			r.at += strcspn(r.at, "\n");
			continue;
		}
		if (!command(&r, &text))
			break;
		r.at += strspn(r.at, " \t");
		if (*r.at && *r.at != '\n' && *r.at != ';') {
			fail(&r, "has a flag that is not known");
			break;
		}
	}
	et_buf_finish(&text);
	return r.error;
}

static void add_replacement(const struct et_sed_command *command, const char *line,
	const struct et_span *spans, struct et_buf *out)
{
	size_t i;

	for (i = 0; i < command->parts.count; i++) {
		const struct et_sed_part *part = &command->parts.items[i];
		const struct et_span *span = &spans[part->group];

		if (part->text)
			et_buf_add(out, part->text, part->length);
		else if (span->from >= 0)
			et_buf_add(out, line + span->from, (size_t)(span->to - span->from));
	}
}

/* Replaces into out; returns whether there was anything to replace. */
static bool replace(
	const struct et_sed_command *command, const char *line, size_t length, struct et_buf *out)
{
	struct et_span spans[ET_PATTERN_GROUPS];
	size_t copied = 0;
	size_t at = 0;
	bool any = false;

	if (!et_pattern_match(command->pattern, line, length, 0, spans))
		return false;
	et_buf_clear(out);
	do {
		size_t from = (size_t)spans[0].from;
		size_t to = (size_t)spans[0].to;

		et_buf_add(out, line + copied, from - copied);
		copied = from;
		/* Nothing is replaced at the very place where a replacement ended. */
		if (!any || to > from || from > at) {
			add_replacement(command, line, spans, out);
			any = true;
			copied = to;
		}
		at = to;
		if (to == from) {
			if (from < length)
				et_buf_putc(out, line[from]);
			copied = from + 1;
		}
	} while (command->global && out->length <= ET_SED_LINE && copied <= length &&
		 et_pattern_match(command->pattern, line, length, copied, spans));
	if (copied < length)
		et_buf_add(out, line + copied, length - copied);
	return true;
}

static void map(const unsigned char *table, const char *line, size_t length, struct et_buf *out)
{
	size_t i;

	et_buf_clear(out);
	et_buf_add(out, line, length);
	for (i = 0; i < length; i++)
		out->data[i] = (char)table[(unsigned char)out->data[i]];
}

/* Whether any of the texts is there that the pattern needs. */
static bool may_match(const struct et_pattern *pattern, const char *line, size_t length)
{
	const char *const *texts;
	size_t count = et_pattern_literals(pattern, &texts);
	size_t i;

	for (i = 0; i < count; i++)
		if (memmem(line, length, texts[i], strlen(texts[i])))
			return true;
	return !count;
}

unsigned et_sed_line(
	const struct et_sed *sed, struct et_buf buffers[2], const char **line, size_t *length)
{
	unsigned printed = 0;
	unsigned turn = 0;
	size_t i;

	for (i = 0; i < sed->commands.count; i++) {
		const struct et_sed_command *c = &sed->commands.items[i];
		struct et_buf *out = &buffers[turn];
		bool changed = true;

		/* What a replacement has made too long stays as it is. */
		if (*length > ET_SED_LINE)
			break;
		if (c->address &&
			et_pattern_match(c->address, *line, *length, 0, NULL) == c->negated)
			continue;
		if (c->name == 'd')
			return printed;
		if (c->name == 'p') {
			printed++;
			continue;
		}
		if (c->name == 'y')
			map(c->table, *line, *length, out);
		else
			changed = may_match(c->pattern, *line, *length) &&
				  replace(c, *line, *length, out);
		if (!changed)
			continue;
		printed += c->print;
		*line = out->data;
		*length = out->length;
		turn = !turn;
	}
	return printed + !sed->quiet;
}

size_t et_sed_work(const struct et_sed *sed)
{
	size_t work = 0;
	size_t i;

	for (i = 0; i < sed->commands.count; i++) {
		const struct et_sed_command *c = &sed->commands.items[i];

		work += c->address ? et_pattern_work(c->address) : 0;
		work += c->pattern ? et_pattern_work(c->pattern) : 0;
	}
	return work;
}
