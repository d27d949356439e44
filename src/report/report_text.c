/* SPDX-License-Identifier: BSD-3-Clause */
/* The report for a person: findings by header, then what could not be read, notes, counts. */
#include "text.h"
#include "utf8.h"
#include "wrap.h"

void et_tally_add(struct et_tally *tally, const struct etalon_finding *finding,
	const struct etalon_report_options *options)
{
	if (finding->waived)
		tally->waived++;
	else if (!et_report_lists(finding, options))
		tally->known++;
	else
		tally->families[finding->rule->family]++;
}

bool et_text_collapses(
	const struct etalon_finding *finding, const struct etalon_report_options *options)
{
	/* A waiver that has ended or fits nothing is the reader's own business, so it is shown. */
	return finding->rule->family == ETALON_FRESHNESS && !options->freshness &&
	       !et_streq(finding->rule->code, "F404") && !et_streq(finding->rule->code, "F405");
}

void et_text_style(struct et_text_report *text, enum et_style style)
{
	et_buf_puts(&text->line, et_style(text->options->color, style));
}

void et_text_wrap(struct et_text_report *text, size_t indent)
{
	if (text->line.length)
		et_wrap(&text->out.buf, text->line.data, 0, indent, text->options->width);
	et_buf_clear(&text->line);
}

size_t et_text_group_end(const struct et_report *report, size_t first)
{
	const struct etalon_evidence *found = &report->findings[first].found;
	size_t end = first + 1;

	while (end < report->n_findings &&
		et_streq(found->tree, report->findings[end].found.tree) &&
		et_streq(found->file, report->findings[end].found.file))
		end++;
	return end;
}

static void heading(struct et_text_report *text, const struct etalon_evidence *found)
{
	struct et_buf path;

	et_buf_init(&path);
	et_report_path(&path, found->tree, found->file);
	et_text_style(text, ET_STYLE_HEAD);
	et_buf_visible(&text->line, path.data);
	et_text_style(text, ET_STYLE_NONE);
	et_text_wrap(text, 4);
	et_buf_finish(&path);
}

static void missing(struct et_text_report *text, size_t count)
{
	et_buf_puts(&text->out.buf, "  ");
	et_text_style(text, ET_STYLE_FRESHNESS);
	et_buf_puts(&text->line, "F4xx");
	et_text_style(text, ET_STYLE_NONE);
	et_buf_printf(&text->line, " the standard has %zu more", count);
	et_wrap(&text->out.buf, text->line.data, 2, 7, text->options->width);
	et_buf_clear(&text->line);
}

/* Findings first .. end - 1, which share a header. Returns how many were only counted. */
static size_t group(struct et_text_report *text, size_t first, size_t end)
{
	const struct et_report *report = text->report;
	size_t listed = 0;
	size_t counted = 0;
	size_t i;

	for (i = first; i < end; i++) {
		if (!et_report_lists(&report->findings[i], text->options))
			continue;
		if (et_text_collapses(&report->findings[i], text->options))
			counted++;
		else
			listed++;
	}
	if (!listed && (!counted || text->options->quiet))
		return counted;
	heading(text, &report->findings[first].found);
	for (i = first; i < end && et_out_more(&text->out); i++) {
		if (et_report_lists(&report->findings[i], text->options) &&
			!et_text_collapses(&report->findings[i], text->options))
			et_text_finding(text, &report->findings[i]);
	}
	if (counted && !text->options->quiet)
		missing(text, counted);
	et_buf_putc(&text->out.buf, '\n');
	return counted;
}

static size_t findings(struct et_text_report *text)
{
	size_t counted = 0;
	size_t first = 0;

	while (first < text->report->n_findings) {
		size_t end = et_text_group_end(text->report, first);

		counted += group(text, first, end);
		first = end;
	}
	return counted;
}

int et_report_text(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	struct et_text_report text = {.report = report, .options = options};
	struct et_tally tally = {0};
	size_t counted = 0;
	size_t i;

	et_out_init(&text.out, write, data);
	et_buf_init(&text.line);
	for (i = 0; i < report->n_findings; i++)
		et_tally_add(&tally, &report->findings[i], options);
	if (options->summary)
		et_text_summary(&text);
	else
		counted = findings(&text);
	et_text_errors(&text);
	if (!options->quiet) {
		et_text_notes(&text);
		et_text_counts(&text, &tally);
		if (counted) {
			et_buf_puts(&text.line,
				"--freshness lists what the standard has and the trees lack.");
			et_text_wrap(&text, 0);
		}
	}
	et_buf_finish(&text.line);
	return et_out_finish(&text.out);
}
