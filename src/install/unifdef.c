/* SPDX-License-Identifier: BSD-3-Clause */
#include "unifdef_int.h"

#include <string.h>

enum { MOST_LEVELS = 63 };

enum kind { PLAIN, IF, ELIF, ELSE, ENDIF };

/* A directive as it stands in the text. */
struct directive {
	enum kind kind;
	enum et_verdict verdict; /* of IF and ELIF */
	bool split;		 /* a comment goes on from the line before or into the next */
	const char *keyword;
};

/* An #if that is open. */
struct level {
	bool shown;   /* a directive of it was kept, so that its #endif must be */
	bool decided; /* a branch that is true was met: those behind it go */
	bool live;    /* the text is kept */
	bool is_else; /* #else was met */
	uint32_t line;
};

struct filter {
	struct et_scanner scanner;
	struct et_buf *out;
	struct level levels[MOST_LEVELS + 1]; /* the first is the file */
	unsigned depth;
	uint32_t number; /* of the line */
	const char *line;
	const char *kept; /* begin of text that is kept and not copied yet */
	const char *end;  /* of the file */
	const char *newline;
	bool adds_newline; /* to the line, which lacks it */
};

static bool fail(struct filter *f, const char *why)
{
	if (!f->scanner.error)
		f->scanner.error = why;
	return false;
}

/* Copies what is kept up to a place. */
static void flush(struct filter *f, const char *to)
{
	et_buf_add(f->out, f->kept, (size_t)(to - f->kept));
	f->kept = to;
}

static void keep(struct filter *f)
{
	if (!f->adds_newline)
		return;
	flush(f, f->scanner.end);
	et_buf_puts(f->out, f->newline);
}

static void drop(struct filter *f)
{
	flush(f, f->line);
	f->kept = f->scanner.end;
}

/* Keeps the line with another keyword; what is behind it goes. */
static void replace(struct filter *f, const struct directive *d, const char *keyword)
{
	flush(f, d->keyword);
	et_buf_puts(f->out, keyword);
	et_buf_puts(f->out, f->newline);
	f->kept = f->scanner.end;
}

/* An #elif that has become the first: its condition stays. */
static void make_if(struct filter *f, const struct directive *d)
{
	flush(f, d->keyword);
	et_buf_puts(f->out, "if  ");
	f->kept = d->keyword + strlen("elif");
	keep(f);
}

/* A directive over several lines can be kept or dropped with its surroundings, and not else. */
static bool whole(struct filter *f, const struct directive *d)
{
	return !d->split || fail(f, "a directive that has to be edited is on several lines");
}

static bool do_if(struct filter *f, const struct directive *d)
{
	bool live = f->levels[f->depth].live;
	struct level *level;

	if (f->depth == MOST_LEVELS)
		return fail(f, "conditions are nested too deep");
	level = &f->levels[++f->depth];
	*level = (struct level){.line = f->number};
	if (!live) {
		level->decided = true;
	} else if (d->verdict == ET_UNKNOWN) {
		level->shown = true;
		level->live = true;
		keep(f);
		return true;
	} else {
		level->decided = level->live = d->verdict == ET_TRUE;
		if (!whole(f, d))
			return false;
	}
	drop(f);
	return true;
}

/* A branch behind one that is true. */
static bool end_decided(struct filter *f, const struct directive *d, struct level *level)
{
	if (level->live && !whole(f, d))
		return false;
	if (level->live && level->shown) {
		/* The true branch was made an #else: it ends here. */
		replace(f, d, "endif");
		level->shown = false;
	} else {
		drop(f);
	}
	level->live = false;
	return true;
}

static bool do_elif(struct filter *f, const struct directive *d)
{
	struct level *level = &f->levels[f->depth];
	bool was_live = level->live;

	if (!f->depth || level->is_else)
		return fail(f, "an #elif belongs to no #if");
	if (level->decided)
		return end_decided(f, d, level);
	level->live = d->verdict != ET_FALSE;
	level->decided = d->verdict == ET_TRUE;
	if (d->verdict != ET_UNKNOWN) {
		if (!whole(f, d))
			return false;
		if (level->shown && level->decided)
			replace(f, d, "else");
		else
			drop(f);
	} else if (!level->shown) {
		level->shown = true;
		make_if(f, d);
	} else {
		if (!was_live && !whole(f, d))
			return false;
		keep(f);
	}
	return true;
}

static bool do_else(struct filter *f, const struct directive *d)
{
	struct level *level = &f->levels[f->depth];
	bool was_live = level->live;

	if (!f->depth || level->is_else)
		return fail(f, "an #else belongs to no #if");
	level->is_else = true;
	if (level->decided)
		return end_decided(f, d, level);
	level->live = true;
	if (!(level->shown && was_live) && !whole(f, d))
		return false;
	if (level->shown)
		keep(f);
	else
		drop(f);
	return true;
}

static bool do_endif(struct filter *f, const struct directive *d)
{
	const struct level *level = &f->levels[f->depth];

	if (!f->depth)
		return fail(f, "an #endif belongs to no #if");
	if (!(level->shown && level->live) && !whole(f, d))
		return false;
	if (level->shown)
		keep(f);
	else
		drop(f);
	f->depth--;
	return true;
}

static bool do_plain(struct filter *f)
{
	if (f->levels[f->depth].live)
		keep(f);
	else
		drop(f);
	return true;
}

static bool is_keyword(const char *keyword, size_t length, const char *name)
{
	return strlen(name) == length && memcmp(keyword, name, length) == 0;
}

/* What is behind the '#', at a keyword. Returns the place behind what was understood. */
static const char *read_directive(struct filter *f, const char *at, struct directive *d)
{
	struct et_scanner *s = &f->scanner;
	const char *keyword = at;
	const struct et_unifdef_name *name;
	size_t length;

	at = et_scan_name(s, at);
	length = (size_t)(at - keyword);
	d->keyword = keyword;
	if (at < s->end && at[0] == '\\' && (at[1] == '\n' || (at[1] == '\r' && at[2] == '\n'))) {
		fail(f, "a directive's name is on several lines");
	} else if (is_keyword(keyword, length, "ifdef") || is_keyword(keyword, length, "ifndef")) {
		at = et_scan_skip(s, at);
		name = et_scan_find(s, at);
		d->kind = IF;
		if (name)
			d->verdict = (name->value != NULL) == (length == 5) ? ET_TRUE : ET_FALSE;
		at = et_scan_name(s, at);
	} else if (is_keyword(keyword, length, "if") || is_keyword(keyword, length, "elif")) {
		d->kind = length == 2 ? IF : ELIF;
		d->verdict = et_scan_condition(s, &at);
	} else if (is_keyword(keyword, length, "else")) {
		d->kind = ELSE;
	} else if (is_keyword(keyword, length, "endif")) {
		d->kind = ENDIF;
	} else {
		s->seen = ET_SEEN_SOMETHING;
	}
	return at;
}

static const char *line_end(const struct filter *f, const char *at)
{
	const char *newline = memchr(at, '\n', (size_t)(f->end - at));

	return newline ? newline + 1 : f->end;
}

/* A directive that has been read up to the end of the text of its line, without a newline. */
static void finish_directive(struct filter *f)
{
	struct et_scanner *s = &f->scanner;

	if (s->end < f->end) {
		/* It goes on in the next line, which belongs to it. */
		s->end = line_end(f, s->end);
		s->seen = ET_SEEN_SOMETHING;
	} else {
		f->adds_newline = true;
		s->seen = ET_SEEN_BLANK;
	}
}

/* Goes through the rest of a line for the sake of comments and quotes. */
static void skip_rest(struct et_scanner *s, const char *at)
{
	at += at < s->end;
	while (at < s->end) {
		if (s->inside == ET_IN_CODE)
			while (at < s->end && *at != '\n' && *at != '/' && *at != '"' &&
				*at != '\'' && *at != '\\')
				at++;
		at = et_scan_skip(s, at);
		at += at < s->end;
	}
}

static void read_line(struct filter *f, struct directive *d)
{
	struct et_scanner *s = &f->scanner;
	bool inside = s->inside != ET_IN_CODE;
	const char *at;

	*d = (struct directive){0};
	f->adds_newline = false;
	s->end = line_end(f, f->line);
	at = et_scan_skip(s, f->line);
	if (s->seen == ET_SEEN_BLANK && at < s->end) {
		s->seen = *at == '#' ? ET_SEEN_HASH : ET_SEEN_SOMETHING;
		if (*at == '#')
			at = et_scan_skip(s, at + 1);
	}
	if (s->inside == ET_IN_CODE && s->seen == ET_SEEN_HASH) {
		at = read_directive(f, at, d);
		at = et_scan_skip(s, at);
		if (at < s->end) {
			/* What is behind a condition that was decided may be part of it. */
			s->seen = ET_SEEN_SOMETHING;
			d->verdict = ET_UNKNOWN;
		}
		if (d->kind != PLAIN && (inside || s->inside != ET_IN_CODE)) {
			d->split = true;
			if (s->inside != ET_IN_CODE)
				s->seen = ET_SEEN_SOMETHING;
		}
		if (s->seen == ET_SEEN_HASH)
			finish_directive(f);
	}
	if (s->seen == ET_SEEN_SOMETHING)
		skip_rest(s, at);
}

static bool do_line(struct filter *f)
{
	struct directive d;

	read_line(f, &d);
	if (f->scanner.error)
		return false;
	switch (d.kind) {
	case IF:
		return do_if(f, &d);
	case ELIF:
		return do_elif(f, &d);
	case ELSE:
		return do_else(f, &d);
	case ENDIF:
		return do_endif(f, &d);
	default:
		return do_plain(f);
	}
}

static uint32_t count_lines(const char *from, const char *to)
{
	uint32_t count = 0;

	while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
		from++;
		count++;
	}
	return count;
}

static bool run(struct filter *f)
{
	while (f->line < f->end) {
		if (!do_line(f))
			return false;
		/* More than one, where a directive goes on. */
		f->number += count_lines(f->line, f->scanner.end);
		f->line = f->scanner.end;
	}
	if (f->depth) {
		f->number = f->levels[f->depth].line;
		return fail(f, "a condition has no #endif");
	}
	if (f->scanner.inside != ET_IN_CODE)
		return fail(f, "the file ends in a comment or a quote");
	flush(f, f->end);
	return true;
}

bool et_unifdef(const struct et_unifdef *unifdef, const char *text, size_t length, const char *file,
	struct et_buf *out, struct et_diags *diags)
{
	struct filter f = {
		.scanner = {.unifdef = unifdef},
		.out = out,
		.levels = {{.live = true}},
		.number = 1,
		.line = text,
		.kept = text,
		.end = text + length,
		.newline = "\n",
	};
	const char *first = line_end(&f, text);

	if (first - text >= 2 && first[-2] == '\r' && first[-1] == '\n')
		f.newline = "\r\n";
	if (run(&f))
		return true;
	et_diag(diags, ET_ERROR, file, f.number, NULL,
		"the kernel's unifdef would fail here: %s; correct the header", f.scanner.error);
	return false;
}
