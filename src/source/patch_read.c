/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading a patch: a line at a time, by what lines begin with. */
#include "patch.h"

#include "map.h"
#include "source.h"
#include "source_int.h"
#include "str.h"

#include <string.h>

enum { MOST_FILES = 1 << 16, LONGEST_NAME = 4096 };

struct reader {
	struct et_patch *patch;
	struct et_arena *arena;
	const char *name;
	struct et_diags *diags;
	et_wanted_fn *wanted;
	void *data;
	struct et_map made; /* paths that a file had after it was changed or deleted */
	const char *at, *end;
	uint32_t line;		   /* of at */
	struct et_patch_file file; /* in work */
	bool open;		   /* there is one */
	bool named;		   /* and its paths are known for sure */
	bool failed;
};

static bool fail(struct reader *r, const char *what)
{
	if (!r->failed)
		et_diag(r->diags, ET_ERROR, r->name, r->line, NULL, "%s", what);
	r->failed = true;
	return false;
}

static size_t line_length(const struct reader *r)
{
	const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at));

	return newline ? (size_t)(newline - r->at) : (size_t)(r->end - r->at);
}

static void next_line(struct reader *r)
{
	r->at += line_length(r);
	if (r->at < r->end)
		r->at++;
	r->line++;
}

static bool begins(const struct reader *r, const char *prefix)
{
	size_t length = strlen(prefix);

	return (size_t)(r->end - r->at) >= length && memcmp(r->at, prefix, length) == 0;
}

/* One of git's escapes in a quoted name; at stands behind the backslash. Returns its length. */
static size_t unescape(const char *at, size_t left, char *byte)
{
	static const char names[] = "abfnrtv\\\"";
	static const char bytes[] = "\a\b\f\n\r\t\v\\\"";
	const char *found = left ? strchr(names, *at) : NULL;
	unsigned value = 0;
	size_t i;

	if (found && *found) {
		*byte = bytes[found - names];
		return 1;
	}
	for (i = 0; i < 3 && i < left && at[i] >= '0' && at[i] <= '7'; i++)
		value = value * 8 + (unsigned)(at[i] - '0');
	*byte = (char)value;
	return i;
}

/* A name in a header line: quoted as git does, or up to a tab or the line's end. */
static const char *read_name(struct reader *r, const char *at, const char *end)
{
	char *name;
	size_t n = 0;

	if (end > at && end[-1] == '\r')
		end--;
	if (end - at > LONGEST_NAME)
		return NULL;
	name = et_alloc(r->arena, (size_t)(end - at) + 1);
	if (at == end || *at != '"') {
		while (at < end && *at != '\t')
			name[n++] = *at++;
		return name;
	}
	for (at++; at < end && *at != '"'; at++) {
		if (*at == '\\')
			at += unescape(at + 1, (size_t)(end - at - 1), &name[n]);
		else
			name[n] = *at;
		n++;
	}
	return at < end ? name : NULL;
}

/* "a/", "b/", or the letters that git has for index, work tree, commit and object. */
static bool has_prefix(const char *name)
{
	return name && strchr("abciow", name[0]) && name[0] && name[1] == '/' && name[2];
}

/* Prefixes stand on both sides or on neither: a folder may be called "b". */
static void strip_prefixes(const char **old_path, const char **new_path)
{
	bool old_has = !*old_path || has_prefix(*old_path);
	bool new_has = !*new_path || has_prefix(*new_path);

	if (!old_has || !new_has)
		return;
	if (*old_path)
		*old_path += 2;
	if (*new_path)
		*new_path += 2;
}

static bool is_wanted(struct reader *r, const char *path)
{
	return path && r->wanted(path, r->data);
}

/* Remembers what becomes of a file. Returns false when the patch had said that before. */
static bool is_first(struct reader *r, const struct et_patch_file *file)
{
	const char *path = file->new_path ? file->new_path : file->old_path;
	void **slot = et_map_slot(&r->made, r->arena, path, strlen(path));

	if (*slot)
		return false;
	*slot = r;
	return true;
}

/* Ends the file in work. */
static bool finish(struct reader *r)
{
	const struct et_patch_file *file = &r->file;
	const char *problem = NULL;

	if (!r->open)
		return true;
	r->open = false;
	r->patch->all++;
	if (!is_wanted(r, file->old_path) && !is_wanted(r, file->new_path))
		return true;
	if (file->old_path)
		problem = et_source_path_problem(file->old_path);
	if (file->new_path && !problem)
		problem = et_source_path_problem(file->new_path);
	if (problem) {
		r->line = file->place;
		return fail(r, et_sprintf(r->arena, "the path of a file is refused: %s", problem));
	}
	if (!is_first(r, file)) {
		r->line = file->place;
		return fail(r, "a file is changed a second time; of a series of patches, give the "
			       "difference from first to last, as 'git diff' makes it");
	}
	if (r->patch->files.count >= MOST_FILES)
		return fail(r, "the patch changes too many headers");
	*ET_APPEND(r->arena, &r->patch->files) = *file;
	return true;
}

static bool begin(struct reader *r)
{
	if (!finish(r))
		return false;
	r->file = (struct et_patch_file){.place = r->line};
	r->open = true;
	r->named = false;
	return true;
}

/*
 * "diff --git a/x b/x": where no other line names the file, as for an empty or a binary one, both
 * names are the same, and the line's middle divides them.
 */
static void read_git_line(struct reader *r)
{
	const char *from = r->at + strlen("diff --git ");
	const char *end = r->at + line_length(r);
	const char *middle = from + (end - from) / 2;
	const char *left, *right;

	if (end > from && end[-1] == '\r')
		end--;
	if (middle >= end || *from == '"' || *middle != ' ')
		return;
	left = read_name(r, from, middle);
	right = read_name(r, middle + 1, end);
	if (!left || !right)
		return;
	strip_prefixes(&left, &right);
	if (strcmp(left, right) != 0)
		return;
	r->file.old_path = left;
	r->file.new_path = right;
}

/* "--- a/x" with its "+++ b/x", which a hunk follows: a plain diff has no line before them. */
static bool read_names(struct reader *r)
{
	const char *old_path = read_name(r, r->at + 4, r->at + line_length(r));
	const char *new_path;

	if (!r->open || r->file.hunks.count) {
		if (!begin(r))
			return false;
	}
	next_line(r);
	if (!begins(r, "+++ "))
		return fail(r, "a line '+++' is missing behind '---'");
	new_path = read_name(r, r->at + 4, r->at + line_length(r));
	if (!old_path || !new_path)
		return fail(r, "a file's name can't be read");
	if (strcmp(old_path, "/dev/null") == 0)
		old_path = NULL;
	if (strcmp(new_path, "/dev/null") == 0)
		new_path = NULL;
	strip_prefixes(&old_path, &new_path);
	r->file.old_path = old_path;
	r->file.new_path = new_path;
	r->named = true;
	next_line(r);
	return true;
}

/* A number, or 1 where there is none. */
static bool read_range(const char **at, const char *end, char sign, uint32_t *line, uint32_t *count)
{
	uint32_t *number[2] = {line, count};
	unsigned i;

	if (*at == end || **at != sign)
		return false;
	++*at;
	*count = 1;
	for (i = 0; i < 2; i++) {
		uint64_t value = 0;
		const char *first = *at;

		for (; *at < end && **at >= '0' && **at <= '9' && value <= INT32_MAX; ++*at)
			value = value * 10 + (uint64_t)(**at - '0');
		if (*at == first || value > INT32_MAX)
			return false;
		*number[i] = (uint32_t)value;
		if (*at == end || **at != ',')
			break;
		++*at;
	}
	return true;
}

static bool read_hunk_head(struct reader *r, struct et_patch_hunk *hunk)
{
	const char *at = r->at + 3;
	const char *end = r->at + line_length(r);

	*hunk = (struct et_patch_hunk){.place = r->line};
	if (!read_range(&at, end, '-', &hunk->old_line, &hunk->old_count) || at == end ||
		*at++ != ' ' || !read_range(&at, end, '+', &hunk->new_line, &hunk->new_count) ||
		end - at < 3 || memcmp(at, " @@", 3) != 0)
		return fail(r, "this line does not say which lines a piece changes");
	next_line(r);
	hunk->lines = r->at;
	return true;
}

/* "@@ -1,3 +1,4 @@" and as many lines as it says. */
static bool read_hunk(struct reader *r)
{
	struct et_patch_hunk hunk;
	uint32_t old_left, new_left;

	if (!r->open || !r->named)
		return fail(r, "a piece of a patch stands before any file's name");
	if (!read_hunk_head(r, &hunk))
		return false;
	old_left = hunk.old_count;
	new_left = hunk.new_count;
	while (old_left || new_left || begins(r, "\\ ")) {
		char sign = r->at < r->end ? *r->at : '\0';

		/* An empty line of context whose blank a mailer took. */
		if (sign == '\n' || sign == '\r')
			sign = ' ';
		if (r->at == r->end ||
			(sign != '\\' && sign != ' ' && sign != '-' && sign != '+') ||
			((sign == ' ' || sign == '-') && !old_left) ||
			((sign == ' ' || sign == '+') && !new_left))
			return fail(r, "a piece has other lines than it says, or is cut off");
		old_left -= sign == ' ' || sign == '-';
		new_left -= sign == ' ' || sign == '+';
		next_line(r);
	}
	hunk.length = (size_t)(r->at - hunk.lines);
	*ET_APPEND(r->arena, &r->file.hunks) = hunk;
	return true;
}

static const char *rest(struct reader *r, const char *prefix)
{
	return read_name(r, r->at + strlen(prefix), r->at + line_length(r));
}

/* git's lines between "diff --git" and the pieces. */
static void read_extended(struct reader *r)
{
	struct et_patch_file *file = &r->file;

	if (begins(r, "new file mode "))
		file->old_path = NULL;
	else if (begins(r, "deleted file mode "))
		file->new_path = NULL;
	else if (begins(r, "rename from "))
		file->old_path = rest(r, "rename from ");
	else if (begins(r, "rename to "))
		file->new_path = rest(r, "rename to ");
	else if (begins(r, "copy to "))
		/* What it was made of stays: to its users it is new. Its text can't be told from
		 * it. */
		file->new_path = rest(r, "copy to ");
	else if (begins(r, "copy from "))
		file->old_path = rest(r, "copy from ");
	else if (begins(r, "Binary files ") || begins(r, "GIT binary patch"))
		file->is_binary = true;
}

static bool read_line(struct reader *r)
{
	if (begins(r, "diff --git ")) {
		if (!begin(r))
			return false;
		read_git_line(r);
	} else if (begins(r, "diff --cc ") || begins(r, "diff --combined ") || begins(r, "@@@ ")) {
		return fail(
			r, "a merge's diff with several parents can't be read; diff against one");
	} else if (begins(r, "--- ")) {
		const char *after = r->at + line_length(r);

		/* In a mail a line of dashes may stand anywhere. */
		if (r->end - after > 5 && memcmp(after, "\n+++ ", 5) == 0)
			return read_names(r);
	} else if (begins(r, "@@ -")) {
		return read_hunk(r);
	} else if (r->open && !r->named) {
		read_extended(r);
	}
	next_line(r);
	return true;
}

bool et_patch_read(struct et_patch *patch, struct et_arena *arena, const char *name,
	const char *text, size_t length, et_wanted_fn *wanted, void *data, struct et_diags *diags)
{
	struct reader r = {.patch = patch,
		.arena = arena,
		.name = name,
		.diags = diags,
		.wanted = wanted,
		.data = data,
		.at = text,
		.end = text + length,
		.line = 1};

	*patch = (struct et_patch){.all = 0};
	while (r.at < r.end) {
		if (!read_line(&r))
			return false;
	}
	if (!finish(&r))
		return false;
	if (!patch->all && length)
		return fail(&r, "there is no patch in this text");
	return true;
}
