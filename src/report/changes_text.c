/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Changes for a person, by interface:
 *
 *	VIRTIO 1.2 to 1.3: 46 new, 5 changed, 2 renamed, 1 removed definitions; …
 *
 *	blk, Block Device
 *	  new      VIRTIO_BLK_F_ZONED, feature bit 17
 *	  changed  virtio_blk_config.zoned: … is new at the end
 *	  Requirements: 12 new
 *	    Device Requirements: Device Initialization
 *	      new      MUST NOT  The device …
 */
#include "changes.h"
#include "out.h"
#include "style.h"
#include "wrap.h"

#include <string.h>

enum {
	KINDS = ETALON_RENAMED + 1,
	WHATS = ETALON_REQUIREMENT + 1,
	TAG = 9,
	INDENT = 6,
	LEVEL = 12
};

struct printer {
	struct et_out out;
	struct et_buf line;
	const struct et_changes *changes;
	const struct etalon_report_options *options;
};

static const char *tag_of(enum etalon_change_kind kind)
{
	static const char *const tags[KINDS] = {[ETALON_ADDED] = "new",
		[ETALON_CHANGED] = "changed",
		[ETALON_REMOVED] = "removed",
		[ETALON_RENAMED] = "renamed"};

	return tags[kind];
}

static enum et_style style_of(enum etalon_change_kind kind)
{
	static const enum et_style styles[KINDS] = {[ETALON_ADDED] = ET_STYLE_FRESHNESS,
		[ETALON_CHANGED] = ET_STYLE_SOURCE,
		[ETALON_REMOVED] = ET_STYLE_WIRE,
		[ETALON_RENAMED] = ET_STYLE_NOTE};

	return styles[kind];
}

static void style(struct printer *p, enum et_style wanted)
{
	et_buf_puts(&p->out.buf, et_style(p->options->color, wanted));
}

static void blanks(struct printer *p, size_t count)
{
	while (count--)
		et_buf_putc(&p->out.buf, ' ');
}

/* A tag in its column. */
static void tag(struct printer *p, size_t indent, enum etalon_change_kind kind)
{
	const char *text = tag_of(kind);

	blanks(p, indent);
	style(p, style_of(kind));
	et_buf_puts(&p->out.buf, text);
	style(p, ET_STYLE_NONE);
	blanks(p, TAG - strlen(text));
}

/* The same, and the line in work behind it. */
static void row(struct printer *p, size_t indent, enum etalon_change_kind kind)
{
	tag(p, indent, kind);
	et_wrap(&p->out.buf, p->line.data ? p->line.data : "", indent + TAG, indent + TAG + 2,
		p->options->width);
	et_buf_clear(&p->line);
}

static void count(
	struct et_buf *line, const struct etalon_change *list, size_t n, bool requirements)
{
	static const enum etalon_change_kind order[] = {
		ETALON_ADDED, ETALON_CHANGED, ETALON_RENAMED, ETALON_REMOVED};
	size_t counts[KINDS] = {0}, i;
	bool first = true;

	for (i = 0; i < n; i++) {
		if ((list[i].what == ETALON_REQUIREMENT) != requirements)
			continue;
		/* A field more is its record changed. */
		if (list[i].what == ETALON_FIELD && list[i].kind != ETALON_RENAMED)
			counts[ETALON_CHANGED]++;
		else
			counts[list[i].kind]++;
	}
	for (i = 0; i < KINDS; i++) {
		if (!counts[order[i]])
			continue;
		et_buf_printf(
			line, "%s%zu %s", first ? "" : ", ", counts[order[i]], tag_of(order[i]));
		first = false;
	}
	if (first)
		et_buf_puts(line, "none");
}

static void definition(struct printer *p, const struct etalon_change *change)
{
	const struct etalon_evidence *side = change->has_to ? &change->to : &change->from;
	enum etalon_change_kind kind = change->kind;
	const char *bold = et_style(p->options->color, ET_STYLE_HEAD);
	const char *plain = et_style(p->options->color, ET_STYLE_NONE);

	/* It is the record that changes. */
	if (change->what == ETALON_FIELD && kind != ETALON_RENAMED)
		kind = ETALON_CHANGED;
	if (change->what != ETALON_FIELD && (kind == ETALON_ADDED || kind == ETALON_REMOVED)) {
		et_buf_printf(&p->line, "%s%s%s, %s", bold, change->definition, plain,
			side->text && *side->text ? side->text : et_change_what_name(change->what));
		if (change->what == ETALON_VIRTQUEUE || change->what == ETALON_REGISTER)
			et_buf_printf(&p->line, " (%s)", et_change_what_name(change->what));
	} else {
		const char *rest = change->message;
		size_t length = strlen(change->definition);

		if (strncmp(rest, change->definition, length) == 0) {
			et_buf_printf(&p->line, "%s%s%s", bold, change->definition, plain);
			rest += length;
		}
		et_buf_puts(&p->line, rest);
	}
	if (change->legacy)
		et_buf_puts(&p->line, " (legacy)");
	row(p, 2, kind);
}

/* "MUST NOT    the sentence", or the id where there is no sentence to show. */
static void sentence(struct printer *p, const struct etalon_evidence *side, const char *text)
{
	et_buf_printf(&p->out.buf, "%-*s", LEVEL, side->text);
	et_wrap(&p->out.buf, text ? text : side->name, INDENT + TAG + LEVEL, INDENT + TAG + LEVEL,
		p->options->width);
}

static void requirement(struct printer *p, const struct etalon_change *change)
{
	tag(p, INDENT, change->kind);
	if (change->has_from)
		sentence(p, &change->from, change->from_sentence);
	if (change->has_from && change->has_to) {
		blanks(p, INDENT + TAG - 3);
		et_buf_puts(&p->out.buf, "-> ");
	}
	if (change->has_to)
		sentence(p, &change->to, change->to_sentence);
}

static const char *section_of(const struct etalon_change *change)
{
	const struct etalon_evidence *side = change->has_to ? &change->to : &change->from;

	return side->section ? side->section : "";
}

static void requirements(struct printer *p, const struct etalon_change *list, size_t n)
{
	const char *section = NULL;
	size_t i;

	et_buf_puts(&p->line, "Requirements: ");
	count(&p->line, list, n, true);
	blanks(p, 2);
	et_wrap(&p->out.buf, p->line.data, 2, 4, p->options->width);
	et_buf_clear(&p->line);
	for (i = 0; i < n && et_out_more(&p->out); i++) {
		const char *of = section_of(&list[i]);

		if (!section || strcmp(section, of) != 0) {
			blanks(p, 4);
			style(p, ET_STYLE_DIM);
			et_wrap(&p->out.buf, *of ? of : "(no section)", 4, 6, p->options->width);
			style(p, ET_STYLE_NONE);
			section = of;
		}
		requirement(p, &list[i]);
	}
}

/* "40 constants, 1 record, 12 requirements". */
static void sum(struct printer *p, const struct etalon_change *list, size_t n)
{
	size_t counts[WHATS] = {0};
	size_t i;
	bool first = true;

	for (i = 0; i < n; i++)
		counts[list[i].what]++;
	for (i = 0; i < WHATS; i++) {
		if (!counts[i])
			continue;
		et_buf_printf(&p->line, "%s%zu %s%s", first ? "all of it: " : ", ", counts[i],
			et_change_what_name((enum etalon_change_what)i), counts[i] == 1 ? "" : "s");
		first = false;
	}
	row(p, 2, list[0].kind);
}

/* The changes of one interface. */
static void group(struct printer *p, const struct etalon_change *list, size_t n)
{
	const struct et_interface *interface =
		list->interface ? et_canon_interface(p->changes->canon, list->interface) : NULL;
	size_t definitions = 0;

	et_buf_putc(&p->out.buf, '\n');
	style(p, ET_STYLE_HEAD);
	if (interface)
		et_buf_printf(&p->line, "%s, %s", list->interface, interface->title);
	else
		et_buf_puts(&p->line, list->interface ? list->interface : "elsewhere");
	et_wrap(&p->out.buf, p->line.data, 0, 2, p->options->width);
	et_buf_clear(&p->line);
	style(p, ET_STYLE_NONE);
	if (list->whole && !p->changes->named && !p->options->freshness) {
		sum(p, list, n);
		return;
	}
	for (; definitions < n && list[definitions].what != ETALON_REQUIREMENT &&
		et_out_more(&p->out);
		definitions++)
		definition(p, &list[definitions]);
	if (definitions < n)
		requirements(p, list + definitions, n - definitions);
}

static void name_side(struct et_buf *line, const struct et_changes_side *side)
{
	et_buf_puts(line, side->name);
	if (side->version)
		et_buf_printf(line, " (%s)", side->version);
}

static void head(struct printer *p)
{
	const struct et_changes *changes = p->changes;

	et_buf_puts(&p->line, "VIRTIO ");
	name_side(&p->line, &changes->from);
	et_buf_puts(&p->line, " to ");
	name_side(&p->line, &changes->to);
	et_wrap(&p->out.buf, p->line.data, 0, 2, p->options->width);
	et_buf_clear(&p->line);
	et_buf_puts(&p->line, "definitions: ");
	count(&p->line, changes->list, changes->count, false);
	et_buf_puts(&p->line, "; requirements: ");
	count(&p->line, changes->list, changes->count, true);
	et_wrap(&p->out.buf, p->line.data, 0, 2, p->options->width);
	et_buf_clear(&p->line);
}

static bool same_interface(const struct etalon_change *left, const struct etalon_change *right)
{
	return et_streq(left->interface, right->interface);
}

int et_report_changes_text(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	struct printer p = {.changes = changes, .options = options};
	size_t first = 0, end;

	et_out_init(&p.out, write, data);
	et_buf_init(&p.line);
	if (!options->quiet)
		head(&p);
	for (; first < changes->count && et_out_more(&p.out); first = end) {
		end = first + 1;
		while (end < changes->count &&
			same_interface(&changes->list[first], &changes->list[end]))
			end++;
		group(&p, &changes->list[first], end - first);
	}
	et_buf_finish(&p.line);
	return et_out_finish(&p.out);
}
