/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Changes of a tree for a person, by header:
 *
 *	include/uapi/linux/virtio_net.h
 *	  source renamed: virtio_net_hdr_v1_hash.hash_value
 *	         was __le32 at offset 12, virtio_net.h:169
 *	         is  __le16 hash_value_lo at offset 12, …, virtio_net.h:196
 *	         use hw/net/virtio-net.c:1802 (certain): member of …
 *	  source removed: VIRTIO_NET_EXAMPLE (1), virtio_net.h:15
 *	  compatible: 14 new constants, 1 new record
 *
 * What is compatible is counted, unless all is to be listed.
 */
#include "changes.h"
#include "style.h"
#include "text.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

enum {
	BODY = 9,
	SIDE = BODY + 4,
	WHATS = ETALON_FUNCTION + 1,
	IMPACTS = ETALON_IMPACT_COMPATIBLE + 1
};

struct printer {
	struct et_text_report text; /* its report has the messages only */
	const struct et_changes *changes;
};

static enum et_style style_of(enum etalon_impact impact)
{
	static const enum et_style styles[] = {[ETALON_IMPACT_NONE] = ET_STYLE_NONE,
		[ETALON_IMPACT_WIRE] = ET_STYLE_WIRE,
		[ETALON_IMPACT_SOURCE] = ET_STYLE_SOURCE,
		[ETALON_IMPACT_BEHAVIOUR] = ET_STYLE_ACCEPTANCE,
		[ETALON_IMPACT_COMPATIBLE] = ET_STYLE_FRESHNESS};

	return styles[impact];
}

/* Ends the paragraph in work, which begins behind so many blanks. */
static void paragraph(struct printer *p, size_t first, size_t indent)
{
	size_t i;

	for (i = 0; i < first; i++)
		et_buf_putc(&p->text.out.buf, ' ');
	et_wrap(&p->text.out.buf, p->text.line.data ? p->text.line.data : "", first, indent,
		p->text.options->width);
	et_buf_clear(&p->text.line);
}

static void place(struct printer *p, const struct etalon_evidence *side)
{
	struct et_buf *line = &p->text.line;

	if (!side->file)
		return;
	if (line->length)
		et_buf_puts(line, ", ");
	et_text_style(&p->text, ET_STYLE_DIM);
	et_buf_visible(line, et_basename(side->file));
	if (side->line)
		et_buf_printf(line, ":%u", (unsigned)side->line);
	et_text_style(&p->text, ET_STYLE_NONE);
}

/* What is the same at the beginning of two long texts, down to a word's end. */
static size_t common_begin(const char *left, const char *right)
{
	size_t common = 0, i;

	for (i = 0; left[i] && left[i] == right[i]; i++) {
		if (left[i] == ' ')
			common = i + 1;
	}
	return common;
}

/* A text of a macro may be long: what differs of it begins where the other side's differs. */
static void put_text(struct printer *p, const char *text, const char *other)
{
	enum { LONG = 100, LONGEST = 240 };
	struct et_buf part;
	size_t skip = 0;

	if (!text)
		return;
	if (other && strlen(text) > LONG)
		skip = common_begin(text, other);
	et_buf_init(&part);
	et_buf_puts(&part, skip ? "… " : "");
	et_buf_add(&part, text + skip, strnlen(text + skip, LONGEST));
	if (strnlen(text + skip, LONGEST + 1) > LONGEST)
		et_buf_puts(&part, " …");
	et_buf_visible(&p->text.line, part.data);
	et_buf_finish(&part);
}

/* "was …, file:line" */
static void side(struct printer *p, const char *word, const struct etalon_evidence *side,
	const struct etalon_evidence *other, bool newer)
{
	struct et_buf *out = &p->text.out.buf;
	size_t i;

	/* The word is padded by hand: the paragraph's blanks would collapse. */
	for (i = 0; i < BODY; i++)
		et_buf_putc(out, ' ');
	et_buf_puts(out, et_style(p->text.options->color, ET_STYLE_DIM));
	et_buf_printf(out, "%-4s", word);
	et_buf_puts(out, et_style(p->text.options->color, ET_STYLE_NONE));
	/* A new name is said where it is. */
	if (newer && !et_streq(side->name, other->name)) {
		et_buf_visible(&p->text.line, side->name);
		if (side->text)
			et_buf_puts(&p->text.line, ": ");
	}
	put_text(p, side->text, other->text);
	place(p, side);
	et_wrap(out, p->text.line.data ? p->text.line.data : "", SIDE, SIDE,
		p->text.options->width);
	et_buf_clear(&p->text.line);
}

static void abis(struct printer *p, const struct etalon_change *change)
{
	const char *const *abi = change->abis;

	if (!abi)
		return;
	et_buf_puts(&p->text.line, " (only");
	for (; *abi; abi++)
		et_buf_printf(&p->text.line, "%s %s", abi == change->abis ? "" : ",", *abi);
	et_buf_putc(&p->text.line, ')');
}

/* "source renamed: virtio_net_hdr_v1_hash.hash_value (only lp64)" */
static void title(struct printer *p, const struct etalon_change *change)
{
	et_text_style(&p->text, style_of(change->impact));
	et_buf_puts(&p->text.line, et_impact_name(change->impact));
	et_text_style(&p->text, ET_STYLE_NONE);
	et_buf_printf(&p->text.line, " %s: ",
		change->aspect && change->kind != ETALON_RENAMED ? change->aspect
		: change->kind == ETALON_ADDED			 ? "new"
					       : et_change_kind_name(change->kind));
	et_text_style(&p->text, ET_STYLE_HEAD);
	if (change->kind == ETALON_REMOVED || change->kind == ETALON_ADDED)
		et_buf_visible(&p->text.line, change->has_to ? change->to.name : change->from.name);
	else
		et_buf_visible(&p->text.line, change->definition);
	et_text_style(&p->text, ET_STYLE_NONE);
	abis(p, change);
}

static void one_side(struct printer *p, const struct etalon_change *change)
{
	const struct etalon_evidence *evidence = change->has_to ? &change->to : &change->from;

	if (evidence->text) {
		et_buf_puts(&p->text.line, " (");
		et_buf_visible(&p->text.line, evidence->text);
		et_buf_putc(&p->text.line, ')');
	}
	if (change->what != ETALON_HEADER)
		place(p, evidence);
}

static void use(struct printer *p, const struct etalon_use *use)
{
	struct et_buf *out = &p->text.out.buf;
	size_t i;

	for (i = 0; i < BODY; i++)
		et_buf_putc(out, ' ');
	et_buf_puts(out, et_style(p->text.options->color, ET_STYLE_NOTE));
	et_buf_puts(out, "use ");
	et_buf_puts(out, et_style(p->text.options->color, ET_STYLE_NONE));
	et_buf_visible(&p->text.line, use->file);
	et_buf_printf(&p->text.line, ":%u (%s)", (unsigned)use->line,
		use->certain ? "certain" : "likely");
	if (use->why) {
		et_buf_puts(&p->text.line, ": ");
		et_buf_visible(&p->text.line, use->why);
	}
	et_wrap(out, p->text.line.data, SIDE, SIDE, p->text.options->width);
	et_buf_clear(&p->text.line);
}

static void remark(struct printer *p, const char *what, const char *said)
{
	if (!said)
		return;
	et_text_style(&p->text, ET_STYLE_NOTE);
	et_buf_puts(&p->text.line, what);
	et_text_style(&p->text, ET_STYLE_NONE);
	et_buf_visible(&p->text.line, said);
	paragraph(p, BODY, SIDE);
}

static void change(struct printer *p, const struct etalon_change *change)
{
	bool both = change->has_from && change->has_to && change->what != ETALON_HEADER;
	size_t i;

	title(p, change);
	if (change->what == ETALON_HEADER && change->kind == ETALON_CHANGED) {
		et_buf_puts(&p->text.line, " no longer includes ");
		et_buf_visible(&p->text.line, change->from.text);
	} else if (change->what == ETALON_HEADER && change->has_from && change->has_to) {
		et_buf_puts(&p->text.line, " is ");
		et_buf_visible(&p->text.line, change->to.file);
		et_buf_puts(&p->text.line, " now");
	} else if (!both) {
		one_side(p, change);
	}
	paragraph(p, 2, BODY);
	if (both) {
		side(p, "was", &change->from, &change->to, false);
		side(p, "is", &change->to, &change->from, true);
	}
	if (change->guard && !et_streq(change->aspect, "condition"))
		remark(p, "under #if ", change->guard);
	for (i = 0; i < change->n_uses && et_out_more(&p->text.out); i++)
		use(p, &change->uses[i]);
	remark(p, "waived: ", change->waived);
}

/* "14 new constants, 1 new record": what of a group is not listed. */
static void count(
	struct printer *p, const struct etalon_change *list, size_t n, enum etalon_impact impact)
{
	static const enum etalon_change_kind order[] = {
		ETALON_ADDED, ETALON_CHANGED, ETALON_RENAMED, ETALON_MOVED, ETALON_REMOVED};
	bool first = true;
	size_t kind, what, i;

	for (kind = 0; kind < sizeof(order) / sizeof(*order); kind++) {
		for (what = 0; what < WHATS; what++) {
			size_t same = 0;

			for (i = 0; i < n; i++)
				same += list[i].impact == impact && list[i].kind == order[kind] &&
					list[i].what == what;
			if (!same || what == ETALON_HEADER)
				continue;
			et_buf_printf(&p->text.line, "%s%zu %s %s%s", first ? "" : ", ", same,
				order[kind] == ETALON_ADDED ? "new"
							    : et_change_kind_name(order[kind]),
				et_change_what_name((enum etalon_change_what)what),
				same == 1 ? "" : "s");
			first = false;
		}
	}
}

static void heading(struct printer *p, const struct etalon_change *first)
{
	struct et_buf path;

	et_buf_init(&path);
	et_change_path(&path, p->changes, first, first->to.file);
	et_text_style(&p->text, ET_STYLE_HEAD);
	et_buf_visible(&p->text.line, path.data);
	et_text_style(&p->text, ET_STYLE_NONE);
	et_buf_finish(&path);
}

/* Whether a change is counted instead of listed. */
static bool collapses(const struct printer *p, const struct etalon_change *change)
{
	if (change->what == ETALON_HEADER)
		return false;
	if (change->whole && change->kind == ETALON_REMOVED && !change->n_uses)
		return !p->text.options->freshness;
	return change->impact == ETALON_IMPACT_COMPATIBLE && !p->text.options->freshness;
}

/* A header of which there is nothing to list is a line. */
static void counted(struct printer *p, const struct etalon_change *list, size_t n)
{
	bool is_new = list->what == ETALON_HEADER && list->kind == ETALON_ADDED;

	heading(p, list);
	et_buf_puts(&p->text.line, is_new ? ": new" : ":");
	if (!is_new || n > 1)
		et_buf_puts(&p->text.line, is_new ? "; " : " ");
	count(p, list, n, ETALON_IMPACT_COMPATIBLE);
	paragraph(p, 0, 4);
}

static void group(struct printer *p, const struct etalon_change *list, size_t n)
{
	bool removed = false, compatible = false;
	size_t i;

	heading(p, list);
	paragraph(p, 0, 4);
	for (i = 0; i < n && et_out_more(&p->text.out); i++) {
		if (!collapses(p, &list[i])) {
			change(p, &list[i]);
			continue;
		}
		removed |= list[i].impact != ETALON_IMPACT_COMPATIBLE;
		compatible |= list[i].impact == ETALON_IMPACT_COMPATIBLE;
	}
	if (removed) {
		et_buf_puts(&p->text.line, "with it: ");
		count(p, list, n, ETALON_IMPACT_SOURCE);
		paragraph(p, BODY, SIDE);
	}
	if (compatible && !p->text.options->quiet) {
		et_text_style(&p->text, ET_STYLE_FRESHNESS);
		et_buf_puts(&p->text.line, "compatible");
		et_text_style(&p->text, ET_STYLE_NONE);
		et_buf_puts(&p->text.line, ": ");
		count(p, list, n, ETALON_IMPACT_COMPATIBLE);
		paragraph(p, 2, BODY);
	}
	et_buf_putc(&p->text.out.buf, '\n');
}

static size_t group_end(const struct et_changes *changes, size_t first)
{
	const struct etalon_evidence *place = et_change_place(&changes->list[first]);
	size_t end = first + 1;

	while (end < changes->count &&
		et_streq(place->file, et_change_place(&changes->list[end])->file))
		end++;
	return end;
}

/* Whether all of a header's changes are only counted. */
static bool is_counted(const struct printer *p, const struct etalon_change *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (list[i].impact != ETALON_IMPACT_COMPATIBLE || list[i].n_uses)
			return false;
	}
	return !p->text.options->freshness;
}

static void list_changes(struct printer *p)
{
	const struct et_changes *changes = p->changes;
	bool blank = false;
	size_t first, end;

	for (first = 0; first < changes->count && et_out_more(&p->text.out); first = end) {
		end = group_end(changes, first);
		if (!is_counted(p, &changes->list[first], end - first)) {
			group(p, &changes->list[first], end - first);
		} else if (!p->text.options->quiet) {
			counted(p, &changes->list[first], end - first);
			blank = true;
		}
	}
	if (blank)
		et_buf_putc(&p->text.out.buf, '\n');
}

static void tally(
	const struct etalon_change *list, size_t n, size_t counts[IMPACTS], size_t *waived)
{
	size_t i;

	memset(counts, 0, IMPACTS * sizeof(*counts));
	*waived = 0;
	for (i = 0; i < n; i++) {
		if (list[i].waived)
			++*waived;
		else
			counts[list[i].impact]++;
	}
}

static void summary(struct printer *p)
{
	const struct et_changes *changes = p->changes;
	size_t counts[IMPACTS], waived, first, end;

	if (!changes->count)
		return;
	et_buf_puts(&p->text.out.buf, et_style(p->text.options->color, ET_STYLE_DIM));
	et_buf_puts(&p->text.out.buf, "wire source behaviour compatible  header");
	et_buf_puts(&p->text.out.buf, et_style(p->text.options->color, ET_STYLE_NONE));
	et_buf_putc(&p->text.out.buf, '\n');
	for (first = 0; first < changes->count && et_out_more(&p->text.out); first = end) {
		struct et_buf path;

		end = group_end(changes, first);
		tally(&changes->list[first], end - first, counts, &waived);
		et_buf_init(&path);
		et_change_path(&path, changes, &changes->list[first], changes->list[first].to.file);
		et_buf_printf(&p->text.out.buf, "%4zu %6zu %9zu %10zu  ",
			counts[ETALON_IMPACT_WIRE], counts[ETALON_IMPACT_SOURCE],
			counts[ETALON_IMPACT_BEHAVIOUR], counts[ETALON_IMPACT_COMPATIBLE]);
		et_buf_visible(&p->text.line, path.data);
		et_wrap(&p->text.out.buf, p->text.line.data, 34, 38, p->text.options->width);
		et_buf_clear(&p->text.line);
		et_buf_finish(&path);
	}
	et_buf_putc(&p->text.out.buf, '\n');
}

static void headers(struct printer *p, const struct etalon_tree *tree)
{
	et_buf_printf(&p->text.line, "%zu header%s", tree->files, tree->files == 1 ? "" : "s");
	if (tree->dialect)
		et_buf_printf(&p->text.line, " (%s)", tree->dialect);
}

static void counts(struct printer *p)
{
	const struct et_changes *changes = p->changes;
	size_t of[IMPACTS], waived, i, k;
	size_t certain = 0, likely = 0;

	tally(changes->list, changes->count, of, &waived);
	headers(p, &changes->trees[0]);
	et_buf_puts(&p->text.line, " to ");
	headers(p, &changes->trees[1]);
	et_buf_printf(&p->text.line,
		", %zu definition%s in both; changes: %zu wire, %zu source, "
		"%zu behaviour, %zu compatible",
		changes->paired, changes->paired == 1 ? "" : "s", of[ETALON_IMPACT_WIRE],
		of[ETALON_IMPACT_SOURCE], of[ETALON_IMPACT_BEHAVIOUR],
		of[ETALON_IMPACT_COMPATIBLE]);
	if (waived)
		et_buf_printf(&p->text.line, ", %zu waived", waived);
	et_buf_puts(&p->text.line, ".");
	paragraph(p, 0, 0);
	if (!changes->uses)
		return;
	for (i = 0; i < changes->count; i++) {
		for (k = 0; k < changes->list[i].n_uses; k++) {
			certain += changes->list[i].uses[k].certain;
			likely += !changes->list[i].uses[k].certain;
		}
	}
	et_buf_puts(&p->text.line, "Uses in ");
	et_buf_visible(&p->text.line, changes->uses);
	et_buf_printf(&p->text.line, ": %zu certain, %zu likely.", certain, likely);
	paragraph(p, 0, 0);
}

int et_report_tree_text(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	const struct et_report report = {
		.messages = changes->messages, .n_messages = changes->n_messages};
	struct printer p = {.text = {.report = &report, .options = options}, .changes = changes};
	size_t of[IMPACTS], waived;

	et_out_init(&p.text.out, write, data);
	et_buf_init(&p.text.line);
	if (options->summary)
		summary(&p);
	else
		list_changes(&p);
	et_text_errors(&p.text);
	if (!options->quiet) {
		et_text_notes(&p.text);
		counts(&p);
		tally(changes->list, changes->count, of, &waived);
		if (of[ETALON_IMPACT_COMPATIBLE] && !options->freshness && !options->summary) {
			et_buf_puts(&p.text.line, "--all lists what is compatible, too.");
			paragraph(&p, 0, 0);
		}
	}
	et_buf_finish(&p.text.line);
	return et_out_finish(&p.text.out);
}
