/* SPDX-License-Identifier: BSD-3-Clause */
/* Statements of a makefile: conditions, definitions, includes, assignments, rules. */
#include "make_int.h"

#include "install_path.h"
#include "make_rule.h"
#include "str.h"

#include <string.h>

enum { MOST_CONDITIONS = 64 };

struct condition {
	bool live;  /* the lines count */
	bool taken; /* a branch was */
	bool outer; /* what is around counts */
};

struct reader {
	struct et_make *make;
	const char *at;
	const char *end;
	uint32_t number; /* of the next line */
	struct condition conditions[MOST_CONDITIONS];
	size_t n_conditions;
};

static bool live(const struct reader *r)
{
	return !r->n_conditions || r->conditions[r->n_conditions - 1].live;
}

/* Whether the newline at a place is escaped, by an odd number of backslashes. */
static bool is_escaped(const char *begin, const char *newline)
{
	size_t count = 0;

	while (newline > begin && newline[-1] == '\\') {
		newline--;
		count++;
	}
	return count % 2;
}

/* The next line with those that it goes on in; *length is without its newline. */
static bool next_line(struct reader *r, const char **line, size_t *length)
{
	const char *begin = r->at;
	const char *newline;

	if (r->at >= r->end)
		return false;
	r->make->line = r->number;
	do {
		newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
		r->at = newline ? newline + 1 : r->end;
		r->number++;
	} while (newline && is_escaped(begin, newline) && r->at < r->end);
	*line = begin;
	*length = (size_t)((newline ? newline : r->end) - begin);
	return true;
}

/* Joins continued lines by one blank. Returns the new length. */
static size_t join_lines(char *text, size_t length)
{
	char *out = text;
	size_t i = 0;

	while (i < length) {
		if (text[i] == '\\' && i + 1 < length && text[i + 1] == '\n') {
			while (out > text && (out[-1] == ' ' || out[-1] == '\t'))
				out--;
			i += 2;
			while (i < length && (text[i] == ' ' || text[i] == '\t'))
				i++;
			*out++ = ' ';
			continue;
		}
		*out++ = text[i++];
	}
	*out = '\0';
	return (size_t)(out - text);
}

/* Ends a line at its comment; "\#" is a character. Returns the new length. */
static size_t cut_comment(char *text, size_t length)
{
	char *at = text;
	char *end = text + length;

	for (;;) {
		at += et_make_find(at, end, "#") - at;
		if (at >= end || at == text || at[-1] != '\\')
			break;
		memmove(at - 1, at, (size_t)(end - at) + 1);
		end--;
	}
	*at = '\0';
	return (size_t)(at - text);
}

/* A line as one statement: joined, without comment and outer blanks before it. */
static char *statement(struct reader *r, const char *line, size_t length, bool comments)
{
	char *text = et_strndup(r->make->arena, line, length);

	length = join_lines(text, length);
	if (comments)
		cut_comment(text, length);
	return text;
}

static void open_condition(struct reader *r, bool value, bool outer)
{
	if (r->n_conditions == MOST_CONDITIONS) {
		et_make_fail(r->make, "nests conditions too deep");
		return;
	}
	r->conditions[r->n_conditions++] =
		(struct condition){.live = outer && value, .taken = value, .outer = outer};
}

static void read_else(struct reader *r, const char *rest)
{
	struct condition *c;
	bool value = true;

	if (!r->n_conditions) {
		et_make_fail(r->make, "has an else without a condition");
		return;
	}
	c = &r->conditions[r->n_conditions - 1];
	if (*rest && !et_make_condition(r->make, rest, c->outer && !c->taken, &value)) {
		et_make_fail(r->make, "has an else that is not understood");
		return;
	}
	c->live = c->outer && !c->taken && value;
	c->taken = c->taken || value;
}

/* Conditions, whether what is around them counts or not. Returns whether it was one. */
static bool read_conditional(struct reader *r, const char *text)
{
	const char *rest;
	bool value;

	if (et_make_condition(r->make, text, live(r), &value)) {
		open_condition(r, value, live(r));
	} else if (et_make_begins(text, "else", &rest)) {
		read_else(r, rest);
	} else if (et_make_begins(text, "endif", &rest)) {
		if (!r->n_conditions)
			et_make_fail(r->make, "has an endif without a condition");
		else
			r->n_conditions--;
	} else {
		return false;
	}
	return true;
}

/* The lines up to endef; the name and its operator are in text. */
static void read_define(struct reader *r, const char *text)
{
	const char *end = et_make_find(text, text + strlen(text), "=");
	char how = '=';
	struct et_buf value;
	const char *line;
	const char *rest;
	unsigned level = 1;
	size_t length;

	if (*end == '=' && end > text && strchr(":+?", end[-1])) {
		how = end[-1];
		end--;
		while (how == ':' && end > text && end[-1] == ':')
			end--;
	}
	et_buf_init(&value);
	while (next_line(r, &line, &length)) {
		const char *plain = statement(r, line, length, false);

		if (*plain != '\t' && et_make_begins(et_make_blanks(plain), "define", &rest))
			level++;
		if (*plain != '\t' && et_make_begins(et_make_blanks(plain), "endef", &rest) &&
			--level == 0)
			break;
		if (value.length)
			et_buf_putc(&value, '\n');
		et_buf_puts(&value, plain);
		if (value.length > ET_MAKE_VALUE)
			break;
	}
	if (level)
		et_make_fail(r->make, "has a define without an endef");
	else if (live(r))
		et_make_assign(r->make, et_make_trimmed(r->make, text, end), how,
			value.data ? value.data : "");
	et_buf_finish(&value);
}

static bool read_file(struct et_make *make, const char *path, bool included);

static void read_include(struct reader *r, const char *text, bool optional)
{
	struct et_make *make = r->make;
	const char *at = et_make_expand(make, text, strlen(text));
	const char *file = make->file;
	uint32_t line = make->line;
	const char *word;
	size_t length;

	while (!make->failed && et_make_word(&at, &word, &length)) {
		const char *path =
			et_path_normal(make->arena, et_strndup(make->arena, word, length));
		const char *instead = et_map_get(&make->instead, path, strlen(path));

		if (instead)
			et_make_read_text(make, instead, strlen(instead), path);
		else if (make->includes && !(optional && !make->files.has(make->files.data, path)))
			read_file(make, path, true);
		make->file = file;
		make->line = line;
	}
}

/* Keywords that begin a statement. Returns whether it was one. */
static bool read_keyword(struct reader *r, const char *text)
{
	const char *rest;

	if (et_make_begins(text, "include", &rest))
		read_include(r, rest, false);
	else if (et_make_begins(text, "-include", &rest) || et_make_begins(text, "sinclude", &rest))
		read_include(r, rest, true);
	else if (et_make_begins(text, "vpath", &rest) || et_make_begins(text, "undefine", &rest))
		return true;
	else
		return false;
	return true;
}

/* Words before an assignment that do not change what it means here. */
static const char *skip_modifiers(const char *text, bool *modified)
{
	static const char *const words[] = {"export", "unexport", "override", "private"};
	const char *rest;
	size_t i = 0;

	while (i < sizeof(words) / sizeof(*words)) {
		if (et_make_begins(text, words[i], &rest) && *rest != '=' && *rest != ':') {
			*modified = true;
			text = rest;
			i = 0;
		} else {
			i++;
		}
	}
	return text;
}

bool et_make_is_assignment(
	struct et_make *make, const char *text, struct et_make_target_value *made)
{
	const char *end = text + strlen(text);
	const char *at = et_make_find(text, end, "=:");
	const char *name_end = at;
	const char *name;

	made->how = '=';
	if (at < end && *at == ':') {
		while (*at == ':')
			at++;
		if (*at != '=' || at - name_end > 3)
			return false;
		made->how = ':';
	} else if (at < end && at > text && strchr("+?!", at[-1])) {
		made->how = at[-1];
		name_end--;
	}
	if (at >= end)
		return false;
	while (name_end > text && (name_end[-1] == ' ' || name_end[-1] == '\t'))
		name_end--;
	/* A name has no blanks, unless a reference has them. */
	if (et_make_find(text, name_end, " \t") < name_end)
		return false;
	name = et_make_expand(make, text, (size_t)(name_end - text));
	made->name = name;
	made->value = et_make_blanks(at + 1);
	if (made->how == '!') {
		made->how = ':';
		made->value = et_sprintf(make->arena, "$(shell %s)", made->value);
	}
	return true;
}

static void read_statement(struct reader *r, const char *text)
{
	struct et_make_target_value assignment;
	bool modified = false;

	if (read_keyword(r, text))
		return;
	text = skip_modifiers(text, &modified);
	if (et_make_is_assignment(r->make, text, &assignment))
		et_make_assign(r->make, assignment.name, assignment.how, assignment.value);
	else if (!modified)
		et_make_read_rule(r->make, text);
}

/* A line of commands, as the shell gets it: the tab that continued lines begin with goes. */
static void read_commands(struct reader *r, const char *line, size_t length)
{
	char *text = et_strndup(r->make->arena, line + 1, length - 1);
	char *out = text;
	const char *at;

	for (at = text; *at; at++) {
		*out++ = *at;
		if (*at == '\n' && at[1] == '\t')
			at++;
	}
	*out = '\0';
	*ET_APPEND(r->make->arena, &r->make->open->lines) =
		(struct et_make_line){text, r->make->line};
}

static void read_line(struct reader *r, const char *line, size_t length)
{
	struct et_make *make = r->make;
	const char *text;
	const char *rest;

	if (++make->steps > ET_MAKE_STEPS) {
		et_make_fail(make, "takes too much work");
		return;
	}
	if (length && *line == '\t' && make->open) {
		if (live(r))
			read_commands(r, line, length);
		return;
	}
	text = et_make_blanks(statement(r, line, length, true));
	if (!*text)
		return;
	if (read_conditional(r, text))
		return;
	if (et_make_begins(text, "define", &rest)) {
		read_define(r, rest);
		return;
	}
	if (!live(r))
		return;
	make->open = NULL;
	read_statement(r, text);
}

bool et_make_read_text(struct et_make *make, const char *text, size_t length, const char *path)
{
	struct reader r = {.make = make, .at = text, .end = text + length, .number = 1};
	const char *line;

	if (++make->depth > ET_MAKE_DEPTH)
		return et_make_fail(make, "includes too deep");
	make->file = path;
	make->open = NULL;
	while (!make->failed && next_line(&r, &line, &length))
		read_line(&r, line, length);
	if (r.n_conditions)
		et_make_fail(make, "has a condition without an endif");
	make->open = NULL;
	make->depth--;
	return !make->failed;
}

static bool read_file(struct et_make *make, const char *path, bool included)
{
	struct et_text text;
	const char *error;

	if (make->failed)
		return false;
	if (++make->n_files > ET_MAKE_FILES)
		return et_make_fail(make, "includes too many files");
	error = make->files.read(make->files.data, path, &text);
	if (error && included)
		return et_make_fail(make, "includes %s, which can't be read: %s", path, error);
	if (error) {
		et_diag(make->diags, ET_ERROR, path, 0, NULL, "can't be read: %s", error);
		make->failed = true;
		return false;
	}
	if (memchr(text.data, '\0', text.length) ||
		memchr(text.data, *ET_MAKE_UNKNOWN, text.length)) {
		make->file = path;
		make->line = 0;
		return et_make_fail(make, "is not text");
	}
	return et_make_read_text(make, text.data, text.length, path);
}

bool et_make_read(struct et_make *make, const char *path)
{
	make->main = path;
	return read_file(make, path, false);
}

void et_make_no_includes(struct et_make *make)
{
	make->includes = false;
}

void et_make_instead(struct et_make *make, const char *path, const char *text)
{
	void **slot = et_map_slot(&make->instead, make->arena, path, strlen(path));

	*slot = (void *)text;
}

struct et_make *et_make_new(struct et_arena *arena, const struct et_make_files *files,
	struct et_shell *shell, struct et_diags *diags)
{
	struct et_make *make = ET_NEW(arena, struct et_make);

	make->arena = arena;
	make->files = *files;
	make->shell = shell;
	make->diags = diags;
	make->includes = true;
	return make;
}
