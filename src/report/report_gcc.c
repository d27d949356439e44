/* SPDX-License-Identifier: BSD-3-Clause */
/* One line a finding, as compilers write them, for editors and logs. */
#include "gcc.h"
#include "out.h"
#include "report.h"
#include "utf8.h"

/* A path is kept byte for byte, or the editor cannot open it; only what would end the line goes. */
static void put_path(struct et_buf *buf, const char *path)
{
	for (; *path; path++)
		et_buf_putc(buf, (unsigned char)*path < 0x20 ? '?' : *path);
}

void et_gcc_place(struct et_buf *buf, const char *path, uint32_t line)
{
	put_path(buf, path);
	if (line)
		et_buf_printf(buf, ":%u", (unsigned)line);
	et_buf_puts(buf, ": ");
}

static void put_finding(struct et_out *out, const struct etalon_finding *finding)
{
	struct et_buf path;

	et_buf_init(&path);
	et_report_path(&path, finding->found.tree, finding->found.file);
	et_gcc_place(&out->buf, path.data, finding->found.line);
	/* What a tree merely lacks is no fault in it. */
	et_buf_puts(&out->buf, finding->rule->family == ETALON_FRESHNESS ? "note: " : "warning: ");
	et_buf_visible(&out->buf, finding->message);
	et_buf_printf(&out->buf, " [%s]\n", finding->rule->code);
	if (finding->deviation) {
		et_gcc_place(&out->buf, path.data, finding->found.line);
		et_buf_puts(&out->buf, "note: ");
		et_buf_visible(&out->buf, finding->deviation);
		et_buf_putc(&out->buf, '\n');
	}
	et_buf_finish(&path);
}

void et_gcc_message(struct et_buf *buf, const struct etalon_message *message)
{
	static const char *const severities[] = {[ETALON_NOTE] = "note: ",
		[ETALON_WARNING] = "warning: ",
		[ETALON_ERROR] = "error: "};

	et_gcc_place(buf, message->file ? message->file : "etalon", message->line);
	et_buf_puts(buf, severities[message->severity]);
	if (message->name) {
		et_buf_visible(buf, message->name);
		et_buf_puts(buf, ": ");
	}
	et_buf_visible(buf, message->text);
	et_buf_putc(buf, '\n');
}

int et_report_gcc(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	struct et_out out;
	size_t i;

	et_out_init(&out, write, data);
	for (i = 0; i < report->n_findings && et_out_more(&out); i++) {
		if (et_report_lists(&report->findings[i], options))
			put_finding(&out, &report->findings[i]);
	}
	for (i = 0; i < report->n_messages && et_out_more(&out); i++) {
		if (!options->quiet || report->messages[i].severity == ETALON_ERROR)
			et_gcc_message(&out.buf, &report->messages[i]);
	}
	return et_out_finish(&out);
}
