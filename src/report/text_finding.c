/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * One finding for a person:
 *
 *	  W103 offset: virtio_scsi_req_cmd.cdb (only lp64, be64)
 *	       expected offset 19 in "Device Operation: Request Queues",
 *	                device-types/scsi/description.tex:177
 *	       found    offset 27 as virtio_scsi_cmd_req_pi.cdb, virtio_scsi.h:62
 *	       note: all known trees place the protection information sizes before the CDB
 *
 * What one side lacks altogether has one side to show, and takes a line:
 *
 *	  A301 constant: VIRTIO_ID_DMABUF (37), virtio_ids.h:66
 *	  F401 constant: VIRTIO_BLK_F_ZONED in "Feature bits", device-types/blk/description.tex:62
 *
 * What is wrong with the standard's own text is a line of it, and a sentence:
 *
 *	   117  D506 max_cap_id is no field of any record
 */
#include "text.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

enum { BODY = 7, SIDE = BODY + 9 };

/* Writes the paragraph in work at an indentation, its later lines at another. */
static void wrap_at(struct et_text_report *text, size_t first, size_t indent)
{
	size_t i;

	for (i = 0; i < first; i++)
		et_buf_putc(&text->out.buf, ' ');
	et_wrap(&text->out.buf, text->line.data, first, indent, text->options->width);
	et_buf_clear(&text->line);
}

static void title(struct et_text_report *text, const struct etalon_finding *finding)
{
	const char *const *abi = finding->abis;

	et_text_style(text, et_style_of_family(finding->rule->family));
	et_buf_puts(&text->line, finding->rule->code);
	et_text_style(text, ET_STYLE_NONE);
	et_buf_printf(&text->line, " %s: ", finding->rule->name);
	et_text_style(text, ET_STYLE_HEAD);
	et_buf_visible(&text->line, finding->definition);
	et_text_style(text, ET_STYLE_NONE);
	if (abi) {
		et_buf_puts(&text->line, " (only");
		for (; *abi; abi++)
			et_buf_printf(&text->line, "%s %s", abi == finding->abis ? "" : ",", *abi);
		et_buf_putc(&text->line, ')');
	}
	if (finding->known)
		et_buf_puts(&text->line, " (known)");
}

/* "file:line", dim. */
static void place(struct et_text_report *text, const char *path, uint32_t line)
{
	et_text_style(text, ET_STYLE_DIM);
	et_buf_visible(&text->line, path);
	if (line)
		et_buf_printf(&text->line, ":%u", (unsigned)line);
	et_text_style(text, ET_STYLE_NONE);
}

/* Separates what a side says from where it stands. */
static void separate(struct et_text_report *text)
{
	if (text->line.length)
		et_buf_puts(&text->line, ", ");
}

static void end_side(struct et_text_report *text, const char *name)
{
	struct et_buf *out = &text->out.buf;
	size_t i;

	/* The name is padded by hand: the paragraph's blanks would collapse. */
	for (i = 0; i < BODY; i++)
		et_buf_putc(out, ' ');
	et_buf_puts(out, et_style(text->options->color, ET_STYLE_DIM));
	et_buf_printf(out, "%-9s", name);
	et_buf_puts(out, et_style(text->options->color, ET_STYLE_NONE));
	et_wrap(out, text->line.data, SIDE, SIDE, text->options->width);
	et_buf_clear(&text->line);
}

/* " in "Section", file:line" of the standard, behind what stands in the line. */
static void expected_place(struct et_text_report *text, const struct etalon_evidence *side)
{
	if (side->section) {
		et_buf_puts(&text->line, text->line.length ? " in \"" : "in \"");
		et_buf_visible(&text->line, side->section);
		et_buf_putc(&text->line, '"');
	}
	if (side->file) {
		separate(text);
		place(text, side->file, side->line);
	}
}

/* The header is the group's heading already: its last name will do. */
static void found_place(struct et_text_report *text, const struct etalon_evidence *side)
{
	if (!side->file)
		return;
	separate(text);
	place(text, et_basename(side->file), side->line);
}

static void expected(struct et_text_report *text, const struct etalon_evidence *side)
{
	if (!side->text && !side->file)
		return;
	et_buf_visible(&text->line, side->text);
	expected_place(text, side);
	end_side(text, "expected");
}

static void found(struct et_text_report *text, const struct etalon_finding *finding)
{
	const struct etalon_evidence *side = &finding->found;

	if (!side->text && !side->line)
		return;
	et_buf_visible(&text->line, side->text);
	if (side->name && !et_streq(side->name, finding->definition)) {
		et_buf_puts(&text->line, text->line.length ? " as " : "as ");
		et_buf_visible(&text->line, side->name);
	}
	found_place(text, side);
	end_side(text, "found");
}

/* What a finding says that shows one side only; false when it is none. */
static bool one_side(struct et_text_report *text, const struct etalon_finding *finding)
{
	const char *code = finding->rule->code;
	const struct etalon_evidence *side = &finding->found;

	if (et_streq(code, "A301") || et_streq(code, "A302") || et_streq(code, "A304")) {
		if (side->has_value) {
			et_buf_puts(&text->line, " (");
			et_buf_visible(&text->line, side->text);
			et_buf_putc(&text->line, ')');
		}
		found_place(text, side);
		return true;
	}
	if (finding->rule->family != ETALON_FRESHNESS)
		return false;
	if (side->line)
		found_place(text, side);
	else
		expected_place(text, &finding->expected);
	return true;
}

static void remark(struct et_text_report *text, const char *what, const char *said)
{
	if (!said)
		return;
	et_text_style(text, ET_STYLE_NOTE);
	et_buf_puts(&text->line, what);
	et_text_style(text, ET_STYLE_NONE);
	et_buf_visible(&text->line, said);
	wrap_at(text, BODY, BODY + strlen(what));
}

/* "  117: D506 undefined field: …": an editor of the text acts on a line of it. */
static void document(struct et_text_report *text, const struct etalon_finding *finding)
{
	enum { LINE = 6 };

	et_text_style(text, ET_STYLE_DIM);
	if (finding->found.line)
		et_buf_printf(&text->line, "%*u", LINE, (unsigned)finding->found.line);
	else
		et_buf_printf(&text->line, "%*s", LINE, "-");
	/* The number is padded by hand: the paragraph's blanks would collapse. */
	et_buf_puts(&text->out.buf, text->line.data);
	et_buf_puts(&text->out.buf, et_style(text->options->color, ET_STYLE_NONE));
	et_buf_puts(&text->out.buf, "  ");
	et_buf_clear(&text->line);
	et_text_style(text, et_style_of_family(finding->rule->family));
	et_buf_puts(&text->line, finding->rule->code);
	et_text_style(text, ET_STYLE_NONE);
	et_buf_puts(&text->line, " ");
	et_buf_visible(&text->line, finding->message);
	if (finding->known)
		et_buf_puts(&text->line, " (known)");
	et_wrap(&text->out.buf, text->line.data, LINE + 2, LINE + 7, text->options->width);
	et_buf_clear(&text->line);
}

void et_text_finding(struct et_text_report *text, const struct etalon_finding *finding)
{
	bool two;

	if (finding->rule->family == ETALON_DOCUMENT) {
		document(text, finding);
		return;
	}

	title(text, finding);
	two = !one_side(text, finding);
	wrap_at(text, 2, BODY);
	if (two) {
		expected(text, &finding->expected);
		found(text, finding);
	}
	remark(text, "under #if ", finding->guard);
	remark(text, "note: ", finding->deviation);
}
