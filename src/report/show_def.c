/* SPDX-License-Identifier: BSD-3-Clause */
/* What all definitions have: a head, where they stand, since when, on what condition, other names.
 */
#include "show_int.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

const char *et_show_kind(const struct et_def *def)
{
	static const char *const constants[] = {
		[ET_CONST_OTHER] = "constant",
		[ET_CONST_FEATURE] = "feature bit",
		[ET_CONST_ID] = "id",
		[ET_CONST_STATUS] = "status",
		[ET_CONST_FLAG] = "flag",
		[ET_CONST_VALUE] = "value",
		[ET_CONST_COMMAND] = "command",
		[ET_CONST_LIMIT] = "limit",
		[ET_CONST_OFFSET] = "offset",
		[ET_CONST_COUNT] = "count",
	};
	static const char *const kinds[] = {
		[ET_DEF_CONSTANT] = "constant",
		[ET_DEF_RECORD] = "structure",
		[ET_DEF_VIEW] = "structure",
		[ET_DEF_REGISTER] = "register",
		[ET_DEF_QUEUE] = "virtqueue",
		[ET_DEF_COMMAND] = "command",
		[ET_DEF_DEVICE] = "interface",
	};

	if (def->kind == ET_DEF_CONSTANT)
		return constants[((const struct et_constant *)def)->kind];
	return kinds[def->kind];
}

void et_show_style(struct et_shower *s, enum et_style style)
{
	et_buf_puts(&s->out.buf, et_style(s->options->color, style));
}

void et_show_head(struct et_shower *s, const char *name, const char *what,
	const struct et_interface *interface)
{
	struct et_buf line;

	et_buf_init(&line);
	et_buf_printf(&line, "%s%s%s: %s", et_style(s->options->color, ET_STYLE_HEAD), name,
		et_style(s->options->color, ET_STYLE_NONE), what);
	if (interface)
		et_buf_printf(&line, " in %s (%s)", interface->def.name, interface->title);
	et_wrap(&s->out.buf, line.data, 0, ET_SHOW_INDENT, s->options->width);
	et_buf_finish(&line);
}

void et_show_pair(struct et_shower *s, const char *key, const char *text)
{
	struct et_buf *out = &s->out.buf;

	if (!text || !*text)
		return;
	et_buf_puts(out, "  ");
	et_show_style(s, ET_STYLE_DIM);
	et_buf_printf(out, "%-*s", ET_SHOW_COLUMN - ET_SHOW_INDENT, key);
	et_show_style(s, ET_STYLE_NONE);
	et_wrap(out, text, ET_SHOW_COLUMN, ET_SHOW_COLUMN, s->options->width);
}

void et_show_pairf(struct et_shower *s, const char *key, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	et_show_pair(s, key, et_vsprintf(s->arena, format, args));
	va_end(args);
}

void et_show_part(struct et_shower *s, const char *title)
{
	et_buf_putc(&s->out.buf, '\n');
	et_show_style(s, ET_STYLE_HEAD);
	et_wrap(&s->out.buf, title, 0, ET_SHOW_INDENT, s->options->width);
	if (s->options->color) {
		/* The style ends with its line, before the newline that et_wrap() has put. */
		s->out.buf.length--;
		et_show_style(s, ET_STYLE_NONE);
		et_buf_putc(&s->out.buf, '\n');
	}
}

void et_show_place(struct et_shower *s, const struct et_place *place)
{
	const struct et_section *section = place->section;

	if (section)
		et_show_pair(s, "section", section->title);
	if (place->file && place->line)
		et_show_pairf(s, "text", "%s:%u", place->file, (unsigned)place->line);
	else
		et_show_pair(s, "text", place->file);
	if (section)
		et_show_pair(s, "label", section->label);
}

static const char *edition_text(enum et_edition edition)
{
	return edition == ET_EDITION_LEGACY ? "before 1.0" : et_edition_name(edition);
}

void et_show_editions(struct et_shower *s, enum et_edition since, enum et_edition until)
{
	if (since != ET_EDITION_UNKNOWN)
		et_show_pair(s, "since", edition_text(since));
	if (until != ET_EDITION_UNKNOWN)
		et_show_pair(s, "until", edition_text(until));
}

void et_show_aliases(struct et_shower *s, const struct et_alias *aliases, size_t n_aliases)
{
	size_t i;

	for (i = 0; i < n_aliases; i++) {
		const char *key = aliases[i].dialect ? aliases[i].dialect : "also";

		if (i && et_streq(aliases[i].dialect, aliases[i - 1].dialect))
			key = "";
		et_show_pair(s, key, aliases[i].name);
	}
}

/* What follows name in definition, when that is the name or, with fields, a field of it; else NULL.
 */
static const char *about_it(const char *definition, const char *name, bool fields)
{
	size_t length = strlen(name);

	if (!definition || strncmp(definition, name, length) != 0)
		return NULL;
	if (fields && definition[length] == '.')
		return definition + length + 1;
	return definition[length] ? NULL : definition + length;
}

/* A paragraph of a part, with a hanging indent. */
static void paragraph(struct et_shower *s, const char *text)
{
	et_buf_puts(&s->out.buf, "  ");
	et_wrap(&s->out.buf, text, 2, 4, s->options->width);
}

void et_show_errata(struct et_shower *s, const char *definition, bool fields)
{
	const char *colon;
	const char *what;
	bool any = false;
	size_t i;

	for (i = 0; i < s->canon->n_errata; i++) {
		const struct et_erratum *erratum = &s->canon->errata[i];

		what = about_it(erratum->definition, definition, fields);
		if (!what)
			continue;
		if (!any)
			et_show_part(s, "Where the text is wrong");
		any = true;
		colon = *what ? ": " : "";
		paragraph(s, et_sprintf(s->arena, "%s%sit says %s; meant is %s: %s (%s:%u)", what,
				     colon, erratum->says, erratum->holds, erratum->why,
				     erratum->place.file ? erratum->place.file : "?",
				     (unsigned)erratum->place.line));
	}
	any = false;
	for (i = 0; i < s->canon->n_deviations; i++) {
		const struct et_deviation *deviation = &s->canon->deviations[i];

		what = about_it(deviation->definition, definition, fields);
		if (!what)
			continue;
		if (!any)
			et_show_part(s, "Where trees depart from it");
		any = true;
		colon = *what ? ": " : "";
		paragraph(s, et_sprintf(s->arena, "%s%s%s (%s) %s", what, colon, deviation->text,
				     deviation->rule, deviation->who));
	}
}

/* "type = A or B" says the field once. */
static bool is_same_field(const struct et_when *before, const struct et_when *when)
{
	return before->op == ET_WHEN_FIELD && when->op == ET_WHEN_FIELD && !before->flag &&
	       !when->flag && et_streq(before->name, when->name);
}

static void when_text(
	struct et_buf *out, const struct et_when *when, const char *prefix, bool inside, int depth)
{
	const char *word = when->op == ET_WHEN_ANY ? " or " : " and ";
	size_t i;

	switch (when->op) {
	case ET_WHEN_FEATURE:
		et_buf_puts(out, prefix && et_starts_with(when->name, prefix)
					 ? when->name + strlen(prefix)
					 : when->name);
		return;
	case ET_WHEN_FIELD:
		if (when->flag)
			et_buf_printf(out, "%s in %s", when->is, when->name);
		else
			et_buf_printf(out, "%s = %s", when->name, when->is);
		return;
	case ET_WHEN_NOT:
		et_buf_puts(out, "not ");
		inside = true;
		break;
	case ET_WHEN_ALL:
	case ET_WHEN_ANY:
		break;
	}
	if (inside && when->n_operands > 1)
		et_buf_putc(out, '(');
	for (i = 0; i < when->n_operands && depth < 32; i++) {
		if (i)
			et_buf_puts(out, word);
		if (i && when->op == ET_WHEN_ANY &&
			is_same_field(&when->operands[i - 1], &when->operands[i]))
			et_buf_puts(out, when->operands[i].is);
		else
			when_text(out, &when->operands[i], prefix, true, depth + 1);
	}
	if (inside && when->n_operands > 1)
		et_buf_putc(out, ')');
}

const char *et_show_when(struct et_shower *s, const struct et_when *when)
{
	return et_show_when_below(s, when, NULL);
}

const char *et_show_when_below(struct et_shower *s, const struct et_when *when, const char *prefix)
{
	const char *copy;
	struct et_buf text;

	if (!when)
		return NULL;
	et_buf_init(&text);
	when_text(&text, when, prefix, false, 0);
	copy = et_strdup(s->arena, text.data ? text.data : "");
	et_buf_finish(&text);
	return copy;
}

bool et_when_mentions(const struct et_when *when, const char *feature)
{
	size_t i;

	if (!when)
		return false;
	if (when->op == ET_WHEN_FEATURE)
		return et_streq(when->name, feature);
	for (i = 0; i < when->n_operands; i++) {
		if (et_when_mentions(&when->operands[i], feature))
			return true;
	}
	return false;
}

void et_show_common(struct et_shower *s, const struct et_def *def)
{
	if (et_canon_lacks(s->canon, def))
		et_show_pairf(s, "edition", "not in %s", et_edition_name(s->canon->edition));
	et_show_pair(s, "when", et_show_when(s, def->when));
	if (def->status != ET_STATUS_STANDARD)
		et_show_pair(s, "status", et_status_name(def->status));
	et_show_pair(s, "evidence", def->evidence);
	et_show_pair(s, "about", def->about);
	et_show_editions(s, def->since, def->until);
	et_show_place(s, &def->place);
	et_show_aliases(s, def->aliases, def->n_aliases);
}
