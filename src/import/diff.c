/* SPDX-License-Identifier: BSD-3-Clause */
/* Differences of two texts, line by line. */
#include "edits.h"
#include "map.h"

#include <string.h>

enum { CONTEXT = 3 };

struct line {
	const char *text;
	size_t length; /* with its newline */
};

typedef ET_ARRAY(struct line) line_list;

static void split(struct et_arena *arena, line_list *lines, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *next = newline ? newline + 1 : end;

		*ET_APPEND(arena, lines) = (struct line){text, (size_t)(next - text)};
		text = next;
	}
}

static bool same(const struct line *a, const struct line *b)
{
	return a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

/* A run of lines that differ: old lines [a, a_end) became [b, b_end). */
struct run {
	size_t a, a_end, b, b_end;
};

typedef ET_ARRAY(struct run) run_list;

struct texts {
	struct et_arena *arena;
	line_list a, b;
	run_list runs;
};

/* How often a line stands in a range, and where it was seen last. */
struct seen {
	size_t count_a, count_b, at_a, at_b;
};

static struct seen *look(struct et_map *map, struct et_arena *arena, const struct line *line)
{
	void **slot = et_map_slot(map, arena, line->text, line->length);

	if (!*slot)
		*slot = ET_NEW(arena, struct seen);
	return *slot;
}

/* A line that both ranges have just once, and in the same order as the ones before it. */
struct anchor {
	size_t a, b;
	size_t before; /* the anchor before it in the longest chain that ends here, + 1; 0: none */
};

/* Patience: the longest chain of lines that stand once in both. Returns how many, first ones first.
 */
static size_t find_anchors(struct texts *texts, const struct run *run, struct anchor **chain)
{
	struct et_map map = {0};
	size_t most = run->a_end - run->a, n = 0, length = 0, i;
	struct anchor *all = ET_NEW_ARRAY(texts->arena, most + 1, struct anchor);
	size_t *tails = ET_NEW_ARRAY(texts->arena, most + 1, size_t);

	for (i = run->a; i < run->a_end; i++) {
		struct seen *seen = look(&map, texts->arena, &texts->a.items[i]);

		seen->count_a++;
		seen->at_a = i;
	}
	for (i = run->b; i < run->b_end; i++) {
		struct seen *seen = look(&map, texts->arena, &texts->b.items[i]);

		seen->count_b++;
		seen->at_b = i;
	}
	for (i = run->a; i < run->a_end; i++) {
		struct seen *seen = look(&map, texts->arena, &texts->a.items[i]);
		size_t low = 0, high = length;

		if (seen->count_a != 1 || seen->count_b != 1)
			continue;
		while (low < high) {
			size_t middle = (low + high) / 2;

			if (all[tails[middle]].b < seen->at_b)
				low = middle + 1;
			else
				high = middle;
		}
		all[n] = (struct anchor){i, seen->at_b, low ? tails[low - 1] + 1 : 0};
		tails[low] = n++;
		if (low == length)
			length++;
	}
	*chain = ET_NEW_ARRAY(texts->arena, length + 1, struct anchor);
	for (i = length, n = length ? tails[length - 1] + 1 : 0; n; n = all[n - 1].before)
		(*chain)[--i] = all[n - 1];
	return length;
}

static void compare(struct texts *texts, struct run run, unsigned depth)
{
	enum { DEEPEST = 64 };
	struct anchor *chain;
	size_t i, n;

	while (run.a < run.a_end && run.b < run.b_end &&
		same(&texts->a.items[run.a], &texts->b.items[run.b])) {
		run.a++;
		run.b++;
	}
	while (run.a < run.a_end && run.b < run.b_end &&
		same(&texts->a.items[run.a_end - 1], &texts->b.items[run.b_end - 1])) {
		run.a_end--;
		run.b_end--;
	}
	if (run.a == run.a_end && run.b == run.b_end)
		return;
	n = run.a < run.a_end && run.b < run.b_end && depth < DEEPEST
		    ? find_anchors(texts, &run, &chain)
		    : 0;
	if (!n) {
		*ET_APPEND(texts->arena, &texts->runs) = run;
		return;
	}
	for (i = 0; i <= n; i++) {
		struct run part = run;

		if (i < n) {
			part.a_end = chain[i].a;
			part.b_end = chain[i].b;
		}
		compare(texts, part, depth + 1);
		if (i < n) {
			run.a = chain[i].a + 1;
			run.b = chain[i].b + 1;
		}
	}
}

/* How many lines begin before a byte, counted on from a place where that is known. */
static size_t lines_until(const char *text, size_t *at, size_t *line, size_t wanted)
{
	for (; *at < wanted; ++*at)
		*line += text[*at] == '\n';
	return *line;
}

/* What is known to have been done needs no search: a run for the lines of each change. */
static void take_edits(struct texts *texts, const struct et_versions *versions)
{
	size_t i, n, old_at = 0, new_at = 0, old_line = 0, new_line = 0;
	size_t grown = 0; /* new places are this much behind the old ones, modulo */
	const struct et_edit *edits =
		et_edits_sort(texts->arena, versions->edits, versions->before_length, &n);
	struct run run = {0};
	bool open = false;

	for (i = 0; edits && i < n; i++) {
		size_t length = strlen(edits[i].text);
		size_t a = lines_until(versions->before, &old_at, &old_line, edits[i].start);
		size_t b = lines_until(versions->after, &new_at, &new_line, edits[i].start + grown);

		if (open && a >= run.a_end) {
			compare(texts, run, UINT32_MAX);
			open = false;
		}
		if (!open)
			run = (struct run){.a = a, .b = b};
		open = true;
		grown += length - (edits[i].end - edits[i].start);
		run.a_end = lines_until(versions->before, &old_at, &old_line, edits[i].end) + 1;
		run.b_end =
			lines_until(versions->after, &new_at, &new_line, edits[i].end + grown) + 1;
		if (run.a_end > texts->a.count)
			run.a_end = texts->a.count;
		if (run.b_end > texts->b.count)
			run.b_end = texts->b.count;
	}
	if (open)
		compare(texts, run, UINT32_MAX);
}

static void print_lines(
	struct et_buf *out, const line_list *lines, size_t first, size_t end, char sign)
{
	for (; first < end; first++) {
		const struct line *line = &lines->items[first];

		et_buf_putc(out, sign);
		et_buf_add(out, line->text, line->length);
		if (line->text[line->length - 1] != '\n')
			et_buf_puts(out, "\n\\ No newline at end of file\n");
	}
}

/* "12,3"; a range of none names the line before it. */
static void print_range(struct et_buf *out, size_t first, size_t end)
{
	if (end - first == 1)
		et_buf_printf(out, "%zu", first + 1);
	else
		et_buf_printf(out, "%zu,%zu", end > first ? first + 1 : first, end - first);
}

/* The runs [first, end) in one hunk. */
static void print_hunk(struct et_buf *out, const struct texts *texts, size_t first, size_t end)
{
	const struct run *runs = texts->runs.items;
	size_t before = runs[first].a < CONTEXT ? runs[first].a : CONTEXT;
	size_t after = texts->a.count - runs[end - 1].a_end;
	size_t at = runs[first].a - before;
	size_t i;

	if (after > CONTEXT)
		after = CONTEXT;
	et_buf_puts(out, "@@ -");
	print_range(out, at, runs[end - 1].a_end + after);
	et_buf_puts(out, " +");
	print_range(out, runs[first].b - before, runs[end - 1].b_end + after);
	et_buf_puts(out, " @@\n");
	for (i = first; i < end; i++) {
		print_lines(out, &texts->a, at, runs[i].a, ' ');
		print_lines(out, &texts->a, runs[i].a, runs[i].a_end, '-');
		print_lines(out, &texts->b, runs[i].b, runs[i].b_end, '+');
		at = runs[i].a_end;
	}
	print_lines(out, &texts->a, at, at + after, ' ');
}

/* Runs with no line between them are one. */
static void join(run_list *runs)
{
	size_t i, n = 1;

	for (i = 1; i < runs->count; i++) {
		struct run *last = &runs->items[n - 1];
		const struct run *next = &runs->items[i];

		if (next->a == last->a_end && next->b == last->b_end) {
			last->a_end = next->a_end;
			last->b_end = next->b_end;
		} else {
			runs->items[n++] = *next;
		}
	}
	runs->count = n;
}

void et_unified_diff(struct et_buf *out, struct et_arena *arena, const char *path,
	const struct et_versions *versions)
{
	struct texts texts = {.arena = arena};
	size_t i, first;

	if (versions->before)
		split(arena, &texts.a, versions->before, versions->before_length);
	split(arena, &texts.b, versions->after, versions->after_length);
	if (versions->before && versions->edits)
		take_edits(&texts, versions);
	else
		compare(&texts, (struct run){0, texts.a.count, 0, texts.b.count}, 0);
	if (!texts.runs.count)
		return;
	join(&texts.runs);
	et_buf_printf(out, "diff --git a/%s b/%s\n", path, path);
	if (!versions->before)
		et_buf_puts(out, "new file mode 100644\n--- /dev/null\n");
	else
		et_buf_printf(out, "--- a/%s\n", path);
	et_buf_printf(out, "+++ b/%s\n", path);
	for (first = 0; first < texts.runs.count; first = i) {
		for (i = first + 1; i < texts.runs.count; i++) {
			if (texts.runs.items[i].a - texts.runs.items[i - 1].a_end > 2 * CONTEXT)
				break;
		}
		print_hunk(out, &texts, first, i);
	}
}
