/* SPDX-License-Identifier: BSD-3-Clause */
/* A patch on a text: each piece where its lines stand, at or near the line that it names. */
#include "patch.h"

#include "str.h"

#include <string.h>

struct line {
	const char *text;
	size_t length; /* with its newline, where it has one */
};

struct lines {
	ET_ARRAY(struct line) list;
};

static void cut(struct et_arena *arena, const char *text, size_t length, struct lines *lines)
{
	const char *end = text + length;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t here = newline ? (size_t)(newline - text) + 1 : (size_t)(end - text);

		*ET_APPEND(arena, &lines->list) = (struct line){text, here};
		text += here;
	}
}

/* What a piece takes, and what it puts there. */
struct piece {
	struct lines before, after;
};

static void add(struct et_arena *arena, struct lines *lines, const char *text, size_t length)
{
	*ET_APPEND(arena, &lines->list) = (struct line){text, length};
}

/* "\ No newline at end of file": the last line's newline is the patch's own. */
static void drop_newline(struct lines *lines)
{
	struct line *last = lines->list.count ? &lines->list.items[lines->list.count - 1] : NULL;

	if (last && last->length && last->text[last->length - 1] == '\n')
		last->length--;
}

static void cut_hunk(
	struct et_arena *arena, const struct et_patch_hunk *hunk, bool reverse, struct piece *piece)
{
	struct lines lines = {0};
	char last = ' ';
	size_t i;

	*piece = (struct piece){0};
	cut(arena, hunk->lines, hunk->length, &lines);
	for (i = 0; i < lines.list.count; i++) {
		const struct line *line = &lines.list.items[i];
		char sign = line->text[0];
		size_t skip = 1;

		if (sign == '\\') {
			if (last != '+')
				drop_newline(reverse ? &piece->after : &piece->before);
			if (last != '-')
				drop_newline(reverse ? &piece->before : &piece->after);
			continue;
		}
		if (sign == '\n' || sign == '\r') {
			sign = ' ';
			skip = 0;
		}
		if (sign != '+')
			add(arena, reverse ? &piece->after : &piece->before, line->text + skip,
				line->length - skip);
		if (sign != '-')
			add(arena, reverse ? &piece->before : &piece->after, line->text + skip,
				line->length - skip);
		last = sign;
	}
}

/* A file may have its own line ends, which a mailer took from the patch. */
static size_t bare_length(const struct line *line)
{
	size_t length = line->length;
	bool ended = length && line->text[length - 1] == '\n';

	if (length > 1 && ended && line->text[length - 2] == '\r')
		return length - 2;
	return ended ? length - 1 : length;
}

static bool same_line(const struct line *left, const struct line *right)
{
	size_t length = bare_length(left);

	return length == bare_length(right) && memcmp(left->text, right->text, length) == 0;
}

/* Lines that are compared with each other in one file, so that no patch takes for ever. */
enum { MOST_STEPS = 1 << 24 };

static bool fits(const struct lines *file, const struct lines *wanted, size_t at, size_t *steps)
{
	size_t i;

	if (at > file->list.count || wanted->list.count > file->list.count - at)
		return false;
	for (i = 0; i < wanted->list.count; i++) {
		if (++*steps > MOST_STEPS ||
			!same_line(&file->list.items[at + i], &wanted->list.items[i]))
			return false;
	}
	return true;
}

/* Where a piece's lines stand, from first on: at the line it names, else nearest to it. */
static bool find(const struct lines *file, const struct lines *wanted, size_t first, size_t named,
	size_t *steps, size_t *at)
{
	size_t distance;

	/* A line behind the end is as far from all others as the end is. */
	if (named > file->list.count)
		named = file->list.count;
	for (distance = 0; distance <= file->list.count; distance++) {
		if (++*steps > MOST_STEPS)
			return false;
		if (named >= first + distance && fits(file, wanted, named - distance, steps)) {
			*at = named - distance;
			return true;
		}
		if (named + distance >= first && fits(file, wanted, named + distance, steps)) {
			*at = named + distance;
			return true;
		}
	}
	return false;
}

static void put(struct et_buf *out, const struct lines *lines, size_t first, size_t end)
{
	size_t i;

	for (i = first; i < end; i++)
		et_buf_add(out, lines->list.items[i].text, lines->list.items[i].length);
}

static const char *apply_hunks(struct et_arena *arena, const struct et_patch_file *file,
	bool reverse, const struct lines *lines, struct et_buf *out,
	const struct et_patch_hunk **where)
{
	size_t done = 0, steps = 0;
	size_t i;

	for (i = 0; i < file->hunks.count; i++) {
		const struct et_patch_hunk *hunk = &file->hunks.items[i];
		uint32_t line = reverse ? hunk->new_line : hunk->old_line;
		uint32_t count = reverse ? hunk->new_count : hunk->old_count;
		struct piece piece;
		size_t at;

		if (where)
			*where = hunk;
		cut_hunk(arena, hunk, reverse, &piece);
		/* Of no lines it names the line before; of some, the first. */
		if (!find(lines, &piece.before, done, line && count ? line - 1 : line, &steps, &at))
			return "its lines are not there";
		put(out, lines, done, at);
		put(out, &piece.after, 0, piece.after.list.count);
		done = at + piece.before.list.count;
	}
	put(out, lines, done, lines->list.count);
	return NULL;
}

const char *et_patch_apply(struct et_arena *arena, const struct et_patch_file *file, bool reverse,
	const struct et_text *text, struct et_text *result, const struct et_patch_hunk **where)
{
	const char *before = reverse ? file->new_path : file->old_path;
	const char *after = reverse ? file->old_path : file->new_path;
	struct lines lines = {0};
	const char *problem;
	struct et_arena own; /* for lines, which take more than the text */
	struct et_buf out;

	*result = (struct et_text){.data = NULL};
	if (where)
		*where = NULL;
	if (file->is_binary)
		return "it is binary";
	if (!before && text)
		return "it is there already";
	if (before && !text)
		return "it is not there";
	et_arena_init(&own);
	if (text)
		cut(&own, text->data, text->length, &lines);
	et_buf_init(&out);
	problem = apply_hunks(&own, file, reverse, &lines, &out, where);
	if (!problem && !after && out.length)
		problem = "it has more than the patch deletes";
	if (!problem && after) {
		result->data = et_strndup(arena, out.data ? out.data : "", out.length);
		result->length = out.length;
	}
	et_buf_finish(&out);
	et_arena_finish(&own);
	return problem;
}
