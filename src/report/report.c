/* SPDX-License-Identifier: BSD-3-Clause */
#include "report.h"

#include <string.h>

int et_report(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	switch (options->format) {
	case ETALON_JSON:
		return et_report_json(report, options, write, data);
	case ETALON_SARIF:
		return et_report_sarif(report, options, write, data);
	case ETALON_GCC:
		return et_report_gcc(report, options, write, data);
	case ETALON_TEXT:
		break;
	}
	return et_report_text(report, options, write, data);
}

void et_report_path(struct et_buf *buf, const char *tree, const char *file)
{
	bool tree_is_file =
		!file || !*file || (tree && et_streq(et_basename(tree), file) && strchr(file, '.'));

	if (!tree || et_streq(tree, ".") || !*tree) {
		et_buf_puts(buf, file && *file ? file : ".");
		return;
	}
	et_buf_puts(buf, tree);
	if (tree_is_file)
		return;
	if (!et_ends_with(tree, "/"))
		et_buf_putc(buf, '/');
	et_buf_puts(buf, file);
}

bool et_report_lists(
	const struct etalon_finding *finding, const struct etalon_report_options *options)
{
	return !finding->waived && (!finding->known || options->known);
}

size_t et_report_count_messages(const struct et_report *report, enum etalon_severity severity)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < report->n_messages; i++)
		count += report->messages[i].severity == severity;
	return count;
}
