/* SPDX-License-Identifier: BSD-3-Clause */
#include "install_sanitize.h"

#include "install_script.h"

#include <stdint.h>
#include <string.h>

/* Texts that are looked for; steps that the rules may take for all headers together. */
enum { MOST_NEEDLES = 64, MOST_WORK = 100000000 };

/* A text without which no rule applies to a line; found by two of its bytes, which are rare. */
struct needle {
	const char *text;
	size_t length;
	size_t offset; /* of the two bytes */
};

struct et_sanitizer {
	struct et_script script;
	bool every_line; /* a rule may apply to any line */
	struct needle needles[MOST_NEEDLES];
	size_t n_needles;
	uint64_t pairs[65536 / 64];
};

static unsigned pair(const char *at)
{
	return (unsigned)(unsigned char)at[0] << 8 | (unsigned char)at[1];
}

/* How rare a character is in headers, roughly. */
static size_t rarity(char c)
{
	static const char common[] = " _\tetiasnrodlcupfmhgb";
	const char *found = strchr(common, c);

	return found && *found ? (size_t)(found - common) : sizeof(common);
}

static void add_needle(struct et_sanitizer *s, const char *text)
{
	struct needle *needle = &s->needles[s->n_needles];
	size_t length = strlen(text);
	size_t best = 0;
	size_t i;

	if (length < 2 || s->n_needles == MOST_NEEDLES) {
		s->every_line = true;
		return;
	}
	*needle = (struct needle){.text = text, .length = length};
	for (i = 0; i + 1 < length; i++) {
		size_t value = rarity(text[i]) + rarity(text[i + 1]);

		if (value > best) {
			best = value;
			needle->offset = i;
		}
	}
	i = pair(text + needle->offset);
	s->pairs[i / 64] |= UINT64_C(1) << i % 64;
	s->n_needles++;
}

struct et_sanitizer *et_sanitizer_read(
	struct et_arena *arena, struct et_source *source, struct et_diags *diags)
{
	struct et_sanitizer *s = ET_NEW(arena, struct et_sanitizer);
	size_t i;
	size_t j;

	if (!et_script_read(arena, source, &s->script, diags))
		return NULL;
	s->every_line = s->script.sed.quiet;
	for (i = 0; i < s->script.sed.commands.count; i++) {
		const struct et_sed_command *command = &s->script.sed.commands.items[i];
		const struct et_pattern *pattern =
			command->address ? command->address : command->pattern;
		const char *const *texts;
		size_t count =
			pattern && !command->negated ? et_pattern_literals(pattern, &texts) : 0;

		s->every_line |= !count;
		for (j = 0; j < count; j++)
			add_needle(s, texts[j]);
	}
	return s;
}

static bool has_needle(
	const struct et_sanitizer *s, const char *text, const char *at, const char *end)
{
	size_t i;

	for (i = 0; i < s->n_needles; i++) {
		const struct needle *needle = &s->needles[i];

		if ((size_t)(at - text) >= needle->offset &&
			(size_t)(end - at) + needle->offset >= needle->length &&
			pair(at) == pair(needle->text + needle->offset) &&
			memcmp(at - needle->offset, needle->text, needle->length) == 0)
			return true;
	}
	return false;
}

/* The next place at or behind at where a rule may apply; NULL if there is none. */
static const char *next_candidate(
	const struct et_sanitizer *s, const char *text, const char *at, const char *end)
{
	if (s->every_line)
		return at < end ? at : NULL;
	for (; at + 1 < end; at++) {
		unsigned index = pair(at);

		if (s->pairs[index / 64] >> index % 64 & 1 && has_needle(s, text, at, end))
			return at;
	}
	return NULL;
}

struct rewriting {
	const struct et_sanitizer *sanitizer;
	const char *text;
	const char *end;
	const char *copied; /* what is before it is in out, or is nothing */
	const char *error;
	struct et_buf *out;
	struct et_buf buffers[2];
};

/* Applies the rules to the line that at is in. Returns its end; NULL with an error. */
static const char *rewrite_line(struct rewriting *r, const char *at)
{
	const char *begin = memrchr(r->text, '\n', (size_t)(at - r->text));
	const char *stop = memchr(at, '\n', (size_t)(r->end - at));
	const char *line;
	unsigned times = 1;
	size_t length;

	begin = begin ? begin + 1 : r->text;
	stop = stop ? stop : r->end;
	line = begin;
	length = (size_t)(stop - begin);
	if (length <= ET_SED_LINE)
		times = et_sed_line(&r->sanitizer->script.sed, r->buffers, &line, &length);
	if (length > ET_SED_LINE) {
		r->error = "the line is too long to be rewritten";
		return NULL;
	}
	if (et_sed_work(&r->sanitizer->script.sed) > MOST_WORK) {
		r->error = "the rules for sed take too long";
		return NULL;
	}
	stop += stop < r->end;
	if (line == begin && times == 1)
		return stop;
	et_buf_add(r->out, r->copied, (size_t)(begin - r->copied));
	while (times--) {
		et_buf_add(r->out, line, length);
		/* sed ends the last line as it was. */
		if (times || (stop > begin && stop[-1] == '\n'))
			et_buf_putc(r->out, '\n');
	}
	r->copied = stop;
	return stop;
}

static uint32_t line_of(const char *text, const char *at)
{
	uint32_t line = 1;

	while ((text = memchr(text, '\n', (size_t)(at - text)))) {
		text++;
		line++;
	}
	return line;
}

/* Returns false with an error; *changed says whether out has the text. */
static bool rewrite(const struct et_sanitizer *s, const char *text, size_t length, const char *file,
	struct et_buf *out, bool *changed, struct et_diags *diags)
{
	struct rewriting r = {
		.sanitizer = s, .text = text, .end = text + length, .copied = text, .out = out};
	const char *at = text;

	while ((at = next_candidate(s, text, at, r.end))) {
		const char *next = rewrite_line(&r, at);

		if (!next) {
			et_diag(diags, ET_ERROR, file, line_of(text, at), NULL, "%s", r.error);
			break;
		}
		at = next;
	}
	*changed = r.copied != text;
	if (*changed)
		et_buf_add(out, r.copied, (size_t)(r.end - r.copied));
	et_buf_finish(&r.buffers[0]);
	et_buf_finish(&r.buffers[1]);
	return !at;
}

/* The script refuses the GPL for user space without a certain note. */
static void check_license(const char *text, size_t length, const char *file, struct et_diags *diags)
{
	static const char tag[] = "SPDX-License-Identifier:";
	static const char note[] = "WITH Linux-syscall-note";
	const char *end = text + length;
	const char *at = text;

	while ((at = memmem(at, (size_t)(end - at), tag, sizeof(tag) - 1))) {
		const char *begin = memrchr(text, '\n', (size_t)(at - text));
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		begin = begin ? begin : text;
		stop = stop ? stop : end;
		if (memmem(at, (size_t)(stop - at), "GPL-", 4) &&
			!memmem(begin, (size_t)(stop - begin), note, sizeof(note) - 1))
			et_diag(diags, ET_WARNING, file, line_of(text, at), NULL,
				"the kernel's headers_install refuses this header: its license "
				"lacks "
				"\"%s\"",
				note);
		at = stop;
	}
}

bool et_sanitize(const struct et_sanitizer *s, const char *text, size_t length, const char *file,
	struct et_buf *out, struct et_diags *diags)
{
	struct et_buf rewritten;
	bool changed = false;
	bool ok;

	if (memchr(text, '\0', length)) {
		et_diag(diags, ET_ERROR, file, 0, NULL, "is not text, so it can't be a header");
		return false;
	}
	if (s->script.checks_license)
		check_license(text, length, file, diags);
	et_buf_init(&rewritten);
	ok = rewrite(s, text, length, file, &rewritten, &changed, diags);
	if (ok && changed)
		ok = et_unifdef(&s->script.unifdef, rewritten.data ? rewritten.data : "",
			rewritten.length, file, out, diags);
	else if (ok)
		ok = et_unifdef(&s->script.unifdef, text, length, file, out, diags);
	et_buf_finish(&rewritten);
	return ok;
}
