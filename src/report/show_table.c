/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A record as a table, nested records in place:
 *
 *	  OFFSET  SIZE  FIELD                                WHEN VIRTIO_BLK_F_...
 *	       0     8  le64 capacity
 *	      16     4  struct virtio_blk_geometry geometry  GEOMETRY
 *	      16     2    le16 cylinders
 *	   bit 0          unmap : 1
 *
 * Conditions lose what they have in common when the terminal is too narrow for all of them.
 */
#include "show_table.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

enum { LONG_OFFSET = 18, LONG_FIELD = 44, LEAST_WHEN = 20, MARGIN = 2 };

struct columns {
	size_t offset, size, field;			/* widths */
	size_t field_at, access_at, legacy_at, when_at; /* where they begin; 0: not there */
	const char *prefix;				/* that conditions are without, or NULL */
};

/* The text that all rows with one have in common; NULL when they differ, "" when none has. */
static const char *uniform(const struct et_table *t, bool legacy)
{
	const char *common = NULL;
	size_t i;

	for (i = 0; i < t->rows.count; i++) {
		const struct et_row *row = &t->rows.items[i];
		const char *text = legacy ? row->legacy : row->access;

		if (row->banner || row->padding || (legacy && !*row->size))
			continue;
		if (common && !et_streq(common, text))
			return NULL;
		common = text;
	}
	return common ? common : "";
}

static void widen(size_t *width, const char *text, size_t more, size_t most)
{
	size_t length = strlen(text) + more;

	if (length > *width && length <= most)
		*width = length;
}

/* Length of a feature's name up to "_F_" inclusive; 0 when it has none. */
static size_t prefix_length(const char *name)
{
	const char *end = strstr(name, "_F_");

	return end ? (size_t)(end - name) + strlen("_F_") : 0;
}

/* How many features in a condition begin with a prefix; *other gets one that does not. */
static size_t count_prefix(const struct et_when *when, const char *prefix, const char **other)
{
	size_t count = 0;
	size_t i;

	if (when->op == ET_WHEN_FEATURE) {
		if (prefix && et_starts_with(when->name, prefix))
			return 1;
		if (prefix_length(when->name))
			*other = when->name;
	}
	for (i = 0; i < when->n_operands; i++)
		count += count_prefix(&when->operands[i], prefix, other);
	return count;
}

/* The prefix that most features in the table's conditions have; NULL when there is none. */
static const char *prefix_of(const struct et_table *t)
{
	enum { TRIES = 8 };
	const char *best = NULL;
	const char *prefix = NULL;
	size_t most = 0;
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		const char *other = NULL;
		size_t count = 0;
		size_t i;

		for (i = 0; i < t->rows.count; i++) {
			if (t->rows.items[i].when)
				count += count_prefix(t->rows.items[i].when, prefix, &other);
		}
		if (count > most) {
			most = count;
			best = prefix;
		}
		if (!other || (prefix && et_starts_with(other, prefix)))
			break;
		prefix = et_strndup(t->s->arena, other, prefix_length(other));
	}
	return best;
}

/* Columns that the widest condition takes. */
static size_t widest_when(const struct et_table *t, const char *prefix)
{
	size_t width = 0;
	size_t i;

	for (i = 0; i < t->rows.count; i++) {
		const struct et_row *row = &t->rows.items[i];

		if (row->when)
			widen(&width, et_show_when_below(t->s, row->when, prefix), 0, SIZE_MAX);
	}
	return width;
}

static void place_columns(struct columns *c, bool access, bool legacy)
{
	size_t at = c->field_at + c->field + MARGIN;

	c->access_at = access ? at : 0;
	at += access ? strlen("ACC") + MARGIN : 0;
	c->legacy_at = legacy ? at : 0;
	at += legacy ? strlen("LEGACY") + MARGIN : 0;
	c->when_at = at;
}

static struct columns measure(const struct et_table *t, bool access, bool legacy)
{
	unsigned width = t->s->options->width;
	struct columns c = {.offset = 6, .size = 4, .field = 5};
	size_t longest = LONG_FIELD;
	const struct et_when *any = NULL;
	size_t i;

	if (width && width < 2 * LONG_FIELD)
		longest = width / 2;
	for (i = 0; i < t->rows.count; i++) {
		const struct et_row *row = &t->rows.items[i];

		if (row->banner)
			continue;
		widen(&c.offset, row->offset, 0, LONG_OFFSET);
		widen(&c.size, row->size, 0, 12);
		widen(&c.field, row->field, 2 * row->depth, longest);
		any = any ? any : row->when;
	}
	c.field_at = MARGIN + c.offset + MARGIN + c.size + MARGIN;
	place_columns(&c, access, legacy);
	if (!any)
		c.when_at = 0;
	else if (width && c.when_at + widest_when(t, NULL) > width)
		c.prefix = prefix_of(t);
	return c;
}

/* Fills up to a column of the line that begins at start; a blank at least behind what is there. */
static void pad(struct et_buf *out, size_t start, size_t column)
{
	size_t used = et_columns(out->data + start, out->length - start);

	if (used && used >= column)
		column = used + 1;
	for (; used < column; used++)
		et_buf_putc(out, ' ');
}

/* Whether the prefix of conditions has room in the heading; else it is said above. */
static bool heading_fits(const struct et_shower *s, const struct columns *c)
{
	return c->when_at + strlen("WHEN ...") + strlen(c->prefix) <= s->options->width;
}

static void heading(struct et_shower *s, const struct columns *c)
{
	struct et_buf *out = &s->out.buf;
	size_t start = out->length;

	et_show_style(s, ET_STYLE_DIM);
	et_buf_printf(out, "  %*s  %*s  FIELD", (int)c->offset, "OFFSET", (int)c->size, "SIZE");
	if (c->access_at) {
		pad(out, start, c->access_at);
		et_buf_puts(out, "ACC");
	}
	if (c->legacy_at) {
		pad(out, start, c->legacy_at);
		et_buf_puts(out, "LEGACY");
	}
	if (c->when_at) {
		pad(out, start, c->when_at);
		et_buf_puts(out, "WHEN");
		if (c->prefix && heading_fits(s, c))
			et_buf_printf(out, " %s...", c->prefix);
	}
	et_show_style(s, ET_STYLE_NONE);
	et_buf_putc(out, '\n');
}

/* Where the last line begins. */
static size_t last_line(const struct et_buf *out, size_t start)
{
	const char *newline = memrchr(out->data + start, '\n', out->length - start);

	return newline ? (size_t)(newline - out->data) + 1 : start;
}

/* The condition: in its column, or below the field where that has no room for it. Ends the row.
 * above: what the row above has there, which need not be said again when it is long. */
static void put_when(struct et_shower *s, const struct et_row *row, size_t start,
	const struct columns *c, const char **above)
{
	struct et_buf *out = &s->out.buf;
	unsigned width = s->options->width;
	size_t indent = c->field_at + 2 * row->depth + 2;
	size_t used = et_columns(out->data + start, out->length - start);
	const char *when;
	size_t column;

	if (!row->when) {
		*above = NULL;
		et_buf_putc(out, '\n');
		return;
	}
	when = et_show_when_below(s, row->when, c->prefix);
	if (width && row->when->n_operands && et_streq(when, *above))
		when = "as above";
	else
		*above = when;
	column = used + MARGIN > c->when_at ? used + MARGIN : c->when_at;
	if (width && column + strlen(when) > width && c->when_at + LEAST_WHEN > width) {
		et_buf_putc(out, '\n');
		start = out->length;
		pad(out, start, indent);
		et_show_style(s, ET_STYLE_DIM);
		et_buf_puts(out, "when ");
		et_wrap(out, when, indent + 5, indent + 5, width);
	} else {
		pad(out, start, column);
		et_show_style(s, ET_STYLE_DIM);
		et_wrap(out, when, column, c->when_at, width);
	}
	out->length--;
	et_show_style(s, ET_STYLE_NONE);
	et_buf_putc(out, '\n');
}

static void put_row(
	struct et_shower *s, const struct et_row *row, const struct columns *c, const char **above)
{
	struct et_buf *out = &s->out.buf;
	size_t start = out->length;
	size_t field_at = c->field_at + 2 * row->depth;

	et_buf_puts(out, "  ");
	if (strlen(row->offset) > c->offset) {
		/* An offset of many terms has a line of its own. */
		et_wrap(out, row->offset, MARGIN, MARGIN + 2, s->options->width);
		start = out->length;
		et_buf_printf(out, "  %*s", (int)c->offset, "");
	} else {
		et_buf_printf(out, "%*s", (int)c->offset, row->offset);
	}
	et_buf_printf(out, "  %*s", (int)c->size, row->size);
	pad(out, start, field_at);
	if (row->padding)
		et_show_style(s, ET_STYLE_DIM);
	et_wrap(out, row->field, field_at, field_at + 2, s->options->width);
	out->length--; /* the row goes on */
	if (row->padding)
		et_show_style(s, ET_STYLE_NONE);
	start = last_line(out, start);
	if (c->access_at && *row->access) {
		pad(out, start, c->access_at);
		et_buf_puts(out, row->access);
	}
	if (c->legacy_at && *row->legacy) {
		pad(out, start, c->legacy_at);
		et_buf_puts(out, row->legacy);
	}
	put_when(s, row, start, c, above);
}

static void put_banner(struct et_shower *s, const char *text)
{
	et_show_style(s, ET_STYLE_NOTE);
	et_buf_printf(&s->out.buf, "  %s:", text);
	et_show_style(s, ET_STYLE_NONE);
	et_buf_putc(&s->out.buf, '\n');
}

void et_show_table(struct et_shower *s, const struct et_record *record, const struct et_view *view)
{
	const char *access;
	const char *legacy;
	const char *above = NULL; /* the condition of the row above */
	struct columns c;
	struct et_table t;
	size_t i;

	et_table_fill(&t, s, record, view);
	if (!t.rows.count)
		return;
	access = uniform(&t, false);
	legacy = uniform(&t, true);
	if (access && *access)
		et_show_pairf(s, "access", "%s, all fields", access);
	if (legacy && *legacy)
		et_show_pairf(s, "legacy", "%s byte order before 1.0", legacy);
	c = measure(&t, !access, !legacy);
	if (c.prefix && !heading_fits(s, &c))
		et_show_pairf(s, "when", "features are without %s", c.prefix);
	et_buf_putc(&s->out.buf, '\n');
	heading(s, &c);
	for (i = 0; i < t.rows.count; i++) {
		if (t.rows.items[i].banner)
			put_banner(s, t.rows.items[i].banner);
		else
			put_row(s, &t.rows.items[i], &c, &above);
	}
}
