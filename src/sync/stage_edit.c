/* SPDX-License-Identifier: BSD-3-Clause */
#include "stage_edit.h"

#include "stage_filter.h"

#include <regex.h>
#include <stdint.h>
#include <string.h>

enum { MAX_GROUPS = 10 };

struct step {
	const struct et_profile_edit *edit;
	regex_t pattern, end;
	bool inside; /* a range has begun and has not ended */
};

/* Edits of lines that follow each other: one run over the text. Or one edit of the whole text. */
struct pass {
	size_t first, count;
	bool whole;
	struct stage_filter *filter;
};

struct stage_edits {
	struct step steps[ET_PROFILE_MAX_EDITS];
	size_t n_steps;
	struct pass passes[ET_PROFILE_MAX_EDITS];
	size_t n_passes;
	regex_t *includes;
	size_t n_includes;
	bool checks_includes;
	/* A run's: the line as it is becoming, its next form, what is appended to it. */
	struct et_buf line, next, appended;
	const char *why;
};

/* The reader has seen that patterns compile; an empty one matches nothing here. */
static void compile(regex_t *regex, const char *pattern, int flags)
{
	if (regcomp(regex, pattern, REG_EXTENDED | flags))
		(void)regcomp(regex, "$.", REG_EXTENDED | flags);
}

static void add_step(struct stage_edits *edits, const struct et_profile_edit *edit)
{
	struct step *step = &edits->steps[edits->n_steps];
	struct pass *last = edits->n_passes ? &edits->passes[edits->n_passes - 1] : NULL;
	bool whole = edit->kind == ET_EDIT_REPLACE_TEXT;
	bool replaces = edit->kind == ET_EDIT_REPLACE || whole;

	step->edit = edit;
	compile(&step->pattern, edit->pattern, replaces ? 0 : REG_NOSUB);
	if (edit->kind == ET_EDIT_DELETE_RANGE)
		compile(&step->end, edit->end, REG_NOSUB);
	if (!last || last->whole || whole) {
		last = &edits->passes[edits->n_passes++];
		*last = (struct pass){.first = edits->n_steps, .whole = whole};
	}
	last->count++;
	edits->n_steps++;
}

static void make_filter(struct stage_edits *edits, struct et_arena *arena, struct pass *pass)
{
	const char *patterns[ET_PROFILE_MAX_EDITS];
	size_t i;

	for (i = 0; i < pass->count; i++)
		patterns[i] = edits->steps[pass->first + i].edit->pattern;
	pass->filter = stage_filter_make(arena, patterns, pass->count);
}

static void add_includes(struct stage_edits *edits, struct et_arena *arena,
	const struct et_transformation *transformation, const char *release)
{
	size_t i;

	edits->checks_includes = transformation->n_includes != 0;
	edits->includes = ET_NEW_ARRAY(arena, transformation->n_includes, regex_t);
	for (i = 0; i < transformation->n_includes; i++) {
		const struct et_profile_include *include = &transformation->includes[i];

		if (et_span_has(&include->span, release))
			compile(&edits->includes[edits->n_includes++], include->pattern, REG_NOSUB);
	}
}

struct stage_edits *stage_edits_make(struct et_arena *arena,
	const struct et_transformation *transformation, const char *release, bool arch)
{
	struct stage_edits *edits = ET_NEW(arena, struct stage_edits);
	size_t i;

	for (i = 0; i < transformation->n_edits; i++) {
		const struct et_profile_edit *edit = &transformation->edits[i];

		if (et_span_has(&edit->span, release) &&
			(!edit->when_arch || (edit->when_arch > 0) == arch))
			add_step(edits, edit);
	}
	for (i = 0; i < edits->n_passes; i++)
		make_filter(edits, arena, &edits->passes[i]);
	add_includes(edits, arena, transformation, release);
	return edits;
}

void stage_edits_free(struct stage_edits *edits)
{
	size_t i;

	if (!edits)
		return;
	for (i = 0; i < edits->n_steps; i++) {
		regfree(&edits->steps[i].pattern);
		if (edits->steps[i].edit->kind == ET_EDIT_DELETE_RANGE)
			regfree(&edits->steps[i].end);
	}
	for (i = 0; i < edits->n_includes; i++)
		regfree(&edits->includes[i]);
	et_buf_finish(&edits->line);
	et_buf_finish(&edits->next);
	et_buf_finish(&edits->appended);
}

/* An edit's text for one match: groups and "$arch" put in. */
static void add_replacement(struct et_buf *out, const char *text, const char *arch,
	const char *subject, const regmatch_t *groups)
{
	static const char variable[] = "$arch";

	for (; *text; text++) {
		if (groups && *text == '\\' && text[1] >= '1' && text[1] <= '9') {
			const regmatch_t *group = &groups[*++text - '0'];

			if (group->rm_so >= 0)
				et_buf_add(out, subject + group->rm_so,
					(size_t)(group->rm_eo - group->rm_so));
		} else if (groups && *text == '\\' && text[1]) {
			et_buf_putc(out, *++text);
		} else if (arch && strncmp(text, variable, sizeof(variable) - 1) == 0) {
			et_buf_puts(out, arch);
			text += sizeof(variable) - 2;
		} else {
			et_buf_putc(out, *text);
		}
	}
}

/* Replaces in from, into an empty out. Returns whether there was a match. */
static bool replace(
	struct step *step, const char *arch, const struct et_buf *from, struct et_buf *out)
{
	regmatch_t groups[MAX_GROUPS];
	const char *text = from->data;
	size_t at = 0, last_end = SIZE_MAX;
	bool found = false;

	while (at <= from->length && out->length < STAGE_MAX_OUTPUT &&
		regexec(&step->pattern, text + at, MAX_GROUPS, groups, at ? REG_NOTBOL : 0) == 0) {
		size_t begin = at + (size_t)groups[0].rm_so, end = at + (size_t)groups[0].rm_eo;

		et_buf_add(out, text + at, begin - at);
		/* Nothing right behind a match is not another match. */
		if (begin != end || begin != last_end) {
			add_replacement(out, step->edit->text, arch, text + at, groups);
			found = true;
		}
		last_end = end;
		at = end;
		if (found && !step->edit->all)
			break;
		if (begin == end) {
			if (at < from->length)
				et_buf_putc(out, text[at]);
			at++;
		}
	}
	if (at < from->length)
		et_buf_add(out, text + at, from->length - at);
	return found;
}

static bool matches(const regex_t *regex, const struct et_buf *line)
{
	return regexec(regex, line->data, 0, NULL, 0) == 0;
}

/* Whether a range deletes the line. */
static bool in_range(struct step *step, const struct et_buf *line, bool may_begin)
{
	if (step->inside) {
		step->inside = !matches(&step->end, line);
		return true;
	}
	step->inside = may_begin && matches(&step->pattern, line);
	return step->inside;
}

/* Puts edits->line through the pass. Returns false when it is deleted. */
static bool edit_line(
	struct stage_edits *edits, const struct pass *pass, const char *arch, uint64_t candidates)
{
	struct et_buf swap;
	size_t i;

	for (i = 0; i < pass->count; i++) {
		struct step *step = &edits->steps[pass->first + i];
		bool candidate = candidates >> i & 1;

		if (!candidate && !step->inside)
			continue;
		switch (step->edit->kind) {
		case ET_EDIT_REPLACE:
			et_buf_clear(&edits->next);
			if (!replace(step, arch, &edits->line, &edits->next))
				break;
			swap = edits->line;
			edits->line = edits->next;
			edits->next = swap;
			candidates = stage_filter_line(
				pass->filter, edits->line.data, edits->line.length);
			break;
		case ET_EDIT_DELETE:
			if (matches(&step->pattern, &edits->line))
				return false;
			break;
		case ET_EDIT_DELETE_RANGE:
			if (in_range(step, &edits->line, candidate))
				return false;
			break;
		case ET_EDIT_APPEND:
			if (matches(&step->pattern, &edits->line))
				add_replacement(
					&edits->appended, step->edit->text, arch, NULL, NULL);
			break;
		case ET_EDIT_REPLACE_TEXT:
			break;
		}
		if (edits->line.length > STAGE_MAX_LINE) {
			edits->why = "a line grows beyond 4096 characters";
			return false;
		}
	}
	return true;
}

static bool inside_any(const struct stage_edits *edits, const struct pass *pass)
{
	size_t i;

	for (i = 0; i < pass->count; i++) {
		if (edits->steps[pass->first + i].inside)
			return true;
	}
	return false;
}

static void edit_one(struct stage_edits *edits, const struct pass *pass, const char *arch,
	const char *line, size_t length, bool newline, uint64_t candidates, struct et_buf *out)
{
	if (length > STAGE_MAX_LINE) {
		edits->why = "a line that an edit may apply to is longer than 4096 characters";
		return;
	}
	et_buf_clear(&edits->line);
	et_buf_clear(&edits->appended);
	et_buf_add(&edits->line, line, length);
	if (edit_line(edits, pass, arch, candidates)) {
		et_buf_add(out, edits->line.data, edits->line.length);
		if (newline || edits->appended.length)
			et_buf_putc(out, '\n');
	}
	if (edits->appended.length)
		et_buf_add(out, edits->appended.data, edits->appended.length);
}

static void run_lines(struct stage_edits *edits, const struct pass *pass, const char *arch,
	const char *text, size_t length, struct et_buf *out)
{
	const char *end = text + length;
	bool inside = false;
	size_t i;

	for (i = 0; i < pass->count; i++)
		edits->steps[pass->first + i].inside = false;
	while (text < end && !edits->why) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t line = (size_t)((newline ? newline : end) - text);
		uint64_t candidates = stage_filter_line(pass->filter, text, line);

		if (candidates || inside) {
			edit_one(edits, pass, arch, text, line, newline != NULL, candidates, out);
			inside = inside_any(edits, pass);
		} else {
			et_buf_add(out, text, line + (newline != NULL));
		}
		text += line + (newline != NULL);
		if (out->length > STAGE_MAX_OUTPUT)
			edits->why = "it grows beyond all measure";
	}
}

/* The whole text is one line, as its newlines but the last are characters like others. */
static void run_whole(struct stage_edits *edits, const struct pass *pass, const char *arch,
	const char *text, size_t length, struct et_buf *out)
{
	bool newline = length && text[length - 1] == '\n';

	if (length > STAGE_MAX_WHOLE) {
		edits->why = "it is larger than 64 KiB, and an edit is for the whole of it";
		return;
	}
	et_buf_clear(&edits->line);
	et_buf_add(&edits->line, text, length - newline);
	et_buf_clear(&edits->next);
	if (length)
		replace(&edits->steps[pass->first], arch, &edits->line, &edits->next);
	et_buf_add(out, edits->next.data, edits->next.length);
	if (newline)
		et_buf_putc(out, '\n');
	if (out->length > STAGE_MAX_OUTPUT)
		edits->why = "it grows beyond all measure";
}

const char *stage_edits_run(struct stage_edits *edits, const char *arch, const char *text,
	size_t length, struct et_buf *out)
{
	struct et_buf from, to;
	size_t i;

	edits->why = NULL;
	if (length > STAGE_MAX_INPUT)
		return "it is larger than 4 MiB";
	if (memchr(text, '\0', length))
		return "it is no text: it holds a NUL";
	et_buf_init(&from);
	et_buf_init(&to);
	for (i = 0; i < edits->n_passes && !edits->why; i++) {
		const struct pass *pass = &edits->passes[i];
		struct et_buf swap = from;

		et_buf_clear(&to);
		(pass->whole ? run_whole : run_lines)(edits, pass, arch, text, length, &to);
		from = to;
		to = swap;
		text = from.data ? from.data : "";
		length = from.length;
	}
	if (!edits->why)
		et_buf_add(out, text, length);
	et_buf_finish(&from);
	et_buf_finish(&to);
	return edits->why;
}

void stage_edits_includes(
	struct stage_edits *edits, const char *text, size_t length, stage_line_fn *take, void *data)
{
	static const char word[] = "#include";
	const char *end = text + length, *at = text, *counted = text;
	size_t number = 1, i;

	while (edits->checks_includes &&
		(at = memmem(at, (size_t)(end - at), word, sizeof(word) - 1))) {
		const char *line = memrchr(text, '\n', (size_t)(at - text));
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		bool known = false;

		line = line ? line + 1 : text;
		stop = stop ? stop : end;
		for (; counted < line; counted++)
			number += *counted == '\n';
		et_buf_clear(&edits->line);
		et_buf_add(&edits->line, line, (size_t)(stop - line));
		for (i = 0; i < edits->n_includes && !known; i++)
			known = matches(&edits->includes[i], &edits->line);
		if (!known)
			take(line, (size_t)(stop - line), number, data);
		at = stop;
	}
}
