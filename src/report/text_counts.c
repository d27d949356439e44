/* SPDX-License-Identifier: BSD-3-Clause */
/* The end of the report for a person: messages, and how much of what there was. */
#include "text.h"
#include "utf8.h"
#include "wrap.h"

/* "3 headers": the noun takes an s unless there is one. */
static void count(struct et_buf *buf, size_t number, const char *noun)
{
	et_buf_printf(buf, "%zu %s%s", number, noun, number == 1 ? "" : "s");
}

static void message_text(struct et_text_report *text, const struct etalon_message *message)
{
	if (message->name) {
		et_buf_visible(&text->line, message->name);
		et_buf_puts(&text->line, ": ");
	}
	et_buf_visible(&text->line, message->text);
}

static void message_place(struct et_text_report *text, const struct etalon_message *message)
{
	if (!message->file)
		return;
	et_buf_visible(&text->line, message->file);
	if (message->line)
		et_buf_printf(&text->line, ":%u", (unsigned)message->line);
	et_buf_puts(&text->line, ": ");
}

void et_text_errors(struct et_text_report *text)
{
	const struct et_report *report = text->report;
	bool any = false;
	size_t i;

	for (i = 0; i < report->n_messages; i++) {
		if (report->messages[i].severity != ETALON_ERROR)
			continue;
		any = true;
		et_text_style(text, ET_STYLE_WIRE);
		et_buf_puts(&text->line, "error: ");
		et_text_style(text, ET_STYLE_NONE);
		message_place(text, &report->messages[i]);
		message_text(text, &report->messages[i]);
		et_text_wrap(text, 7);
	}
	if (any && !text->options->quiet)
		et_buf_putc(&text->out.buf, '\n');
}

static bool is_same(const struct etalon_message *left, const struct etalon_message *right)
{
	return left->severity == right->severity && !left->name && !right->name &&
	       et_streq(left->text, right->text);
}

/* One note for all files that it was said about. */
static void note(struct et_text_report *text, size_t index)
{
	const struct et_report *report = text->report;
	const struct etalon_message *message = &report->messages[index];
	size_t same = 0;
	size_t i;

	for (i = 0; i < report->n_messages; i++) {
		if (!is_same(&report->messages[i], message))
			continue;
		if (i < index)
			return;
		same++;
	}
	et_text_style(text, ET_STYLE_NOTE);
	et_buf_puts(&text->line, message->severity == ETALON_NOTE ? "note: " : "warning: ");
	et_text_style(text, ET_STYLE_NONE);
	if (same > 1 && message->file) {
		et_buf_visible(&text->line, message->file);
		et_buf_puts(&text->line, " and ");
		count(&text->line, same - 1, "more header");
		et_buf_puts(&text->line, ": ");
	} else {
		message_place(text, message);
	}
	message_text(text, message);
	et_text_wrap(text, 6);
}

void et_text_notes(struct et_text_report *text)
{
	size_t before = text->out.buf.length;
	size_t i;

	for (i = 0; i < text->report->n_messages; i++) {
		if (text->report->messages[i].severity != ETALON_ERROR)
			note(text, i);
	}
	if (text->out.buf.length > before)
		et_buf_putc(&text->out.buf, '\n');
}

static void tree_counts(struct et_text_report *text, const struct etalon_tree *tree)
{
	struct et_buf *line = &text->line;

	if (text->report->is_text) {
		count(line, tree->files, "file");
		if (tree->skipped)
			et_buf_printf(line, " (%zu more not there)", tree->skipped);
		et_buf_printf(line, ", %zu facts of the registry confirmed", tree->matched);
		if (tree->unmatched)
			et_buf_printf(line, ", %zu unverified", tree->unmatched);
		return;
	}
	count(line, tree->files, "header");
	if (tree->dialect && text->report->n_trees == 1)
		et_buf_printf(line, " (%s)", tree->dialect);
	et_buf_puts(line, ", ");
	count(line, tree->matched, "definition");
	et_buf_puts(line, " matched");
	if (tree->unmatched)
		et_buf_printf(line, ", %zu not", tree->unmatched);
	if (tree->not_judged) {
		et_buf_puts(line, "; ");
		count(line, tree->not_judged, "header");
		et_buf_puts(line, " not judged");
	}
	if (tree->skipped) {
		et_buf_puts(line, "; ");
		count(line, tree->skipped, "file");
		et_buf_puts(line, " skipped");
	}
}

static void finding_counts(struct et_text_report *text, const struct et_tally *tally)
{
	struct et_buf *line = &text->line;
	const char *comma = "";
	int family;

	for (family = ETALON_WIRE; family < ETALON_NEVER; family++) {
		if (!tally->families[family])
			continue;
		et_buf_puts(line, comma);
		et_text_style(text, et_style_of_family((enum etalon_family)family));
		et_buf_printf(line, "%zu %s", tally->families[family],
			etalon_family_name((enum etalon_family)family));
		et_text_style(text, ET_STYLE_NONE);
		comma = ", ";
	}
	if (!*comma)
		et_buf_puts(line, "no findings");
	if (tally->waived)
		et_buf_printf(line, "; %zu waived", tally->waived);
	if (tally->known)
		et_buf_printf(line, "; %zu known", tally->known);
}

void et_text_counts(struct et_text_report *text, const struct et_tally *tally)
{
	const struct et_report *report = text->report;
	struct etalon_tree sum = {0};
	size_t i;

	for (i = 0; i < report->n_trees; i++) {
		const struct etalon_tree *tree = &report->trees[i];

		sum.dialect = tree->dialect;
		sum.files += tree->files;
		sum.matched += tree->matched;
		sum.unmatched += tree->unmatched;
		sum.skipped += tree->skipped;
		sum.not_judged += tree->not_judged;
		if (report->n_trees == 1)
			break;
		et_buf_visible(&text->line, tree->path);
		if (tree->dialect)
			et_buf_printf(&text->line, " (%s)", tree->dialect);
		et_buf_puts(&text->line, ": ");
		tree_counts(text, tree);
		et_text_wrap(text, 2);
	}
	tree_counts(text, &sum);
	et_buf_puts(&text->line, "; ");
	finding_counts(text, tally);
	et_text_wrap(text, 0);
}

static void cell(struct et_buf *buf, int width, size_t number)
{
	if (number)
		et_buf_printf(buf, "%*zu ", width, number);
	else
		et_buf_printf(buf, "%*s ", width, "-");
}

static void row(struct et_text_report *text, const struct et_tally *tally, const char *path)
{
	struct et_buf *out = &text->out.buf;
	size_t start = out->length;

	cell(out, 4, tally->families[ETALON_WIRE]);
	cell(out, 6, tally->families[ETALON_SOURCE]);
	cell(out, 10, tally->families[ETALON_ACCEPTANCE]);
	cell(out, 9, tally->families[ETALON_FRESHNESS]);
	cell(out, 6, tally->waived);
	et_buf_putc(out, ' ');
	et_buf_visible(&text->line, path);
	et_wrap(out, text->line.data, out->length - start, out->length - start,
		text->options->width);
	et_buf_clear(&text->line);
}

void et_text_summary(struct et_text_report *text)
{
	const struct et_report *report = text->report;
	size_t first = 0;

	if (!report->n_findings)
		return;
	et_buf_puts(&text->out.buf, et_style(text->options->color, ET_STYLE_DIM));
	et_buf_puts(&text->out.buf, "wire source acceptance freshness waived  header");
	et_buf_puts(&text->out.buf, et_style(text->options->color, ET_STYLE_NONE));
	et_buf_putc(&text->out.buf, '\n');
	while (first < report->n_findings && et_out_more(&text->out)) {
		const struct etalon_evidence *found = &report->findings[first].found;
		size_t end = et_text_group_end(report, first);
		struct et_tally tally = {0};
		struct et_buf path;

		et_buf_init(&path);
		et_report_path(&path, found->tree, found->file);
		for (; first < end; first++)
			et_tally_add(&tally, &report->findings[first], text->options);
		row(text, &tally, path.data);
		et_buf_finish(&path);
	}
	et_buf_putc(&text->out.buf, '\n');
}
