/* SPDX-License-Identifier: BSD-3-Clause */
/* What commands share that end in a report of findings: their options, and the report. */
#include "findings.h"

#include "arena.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Sets one name of the library's, or several that commas separate. */
int et_findings_set(struct et_findings *check, et_findings_setter *function, const char *names)
{
	char name[256];

	do {
		size_t length = strcspn(names, ",");

		if (length >= sizeof(name)) {
			et_complain(check->cmd, "'%s' is no name", names);
			return -1;
		}
		memcpy(name, names, length);
		name[length] = '\0';
		if (function(check->etalon, name) != 0) {
			et_complain(check->cmd, "%s", etalon_error(check->etalon));
			return -1;
		}
		names += length;
	} while (*names++);
	return 0;
}

static int set_baseline(struct et_findings *check, const char *path)
{
	enum { LIMIT = 256 << 20 };
	struct et_arena arena;
	struct et_text text;
	const char *error;
	int result = -1;

	et_arena_init(&arena);
	error = et_read_file(&arena, AT_FDCWD, path, LIMIT, &text);
	if (error)
		et_complain(check->cmd, "%s: %s", path, error);
	else if (etalon_set_baseline(check->etalon, text.data, text.length) != 0)
		et_complain(check->cmd, "%s: %s", path, etalon_error(check->etalon));
	else
		result = 0;
	et_arena_finish(&arena);
	return result;
}

static enum etalon_format format_by_name(const char *name)
{
	if (strcmp(name, "json") == 0)
		return ETALON_JSON;
	if (strcmp(name, "sarif") == 0)
		return ETALON_SARIF;
	return strcmp(name, "gcc") == 0 ? ETALON_GCC : ETALON_TEXT;
}

/* Returns 0, or -1 after a message. */
int et_findings_option(struct et_findings *check, int option, const char *value)
{
	switch (option) {
	case ET_FINDINGS_INTERFACE:
		return et_findings_set(check, etalon_only_interface, value);
	case ET_FINDINGS_RULE:
		return et_findings_set(check, etalon_only_rule, value);
	case ET_FINDINGS_BASELINE:
		return set_baseline(check, value);
	case ET_FINDINGS_FAIL_ON:
		check->fail_on = etalon_family_by_name(value);
		break;
	case ET_FINDINGS_FORMAT:
		check->report.format = format_by_name(value);
		break;
	case ET_FINDINGS_OUTPUT:
		check->output = value;
		break;
	case ET_FINDINGS_SUMMARY:
		check->report.summary = true;
		break;
	case ET_FINDINGS_QUIET:
		check->report.quiet = true;
		break;
	case ET_FINDINGS_COLOR:
		check->color = et_color_by_name(value);
		break;
	default:
		return -1;
	}
	return 0;
}

int et_findings_write(struct et_findings *check, et_findings_printer *print, int status)
{
	struct et_sink sink;
	int error;

	et_sink_stdout(&sink);
	if (check->output && et_sink_file(&sink, check->output) != 0) {
		et_complain(check->cmd, "%s: %s", check->output, strerror(errno));
		return ET_EXIT_TROUBLE;
	}
	/* Colours and the terminal's width are no concern of a file. */
	if (sink.path == NULL) {
		check->report.color = et_use_color(check->color);
		check->report.width = et_width();
	} else {
		check->report.color = check->color == ET_COLOR_ALWAYS;
	}
	print(check->etalon, &check->report, et_sink_write, &sink);
	if (sink.path == NULL)
		return et_finish_stdout(&sink, status);
	error = et_sink_finish(&sink, true);
	if (!error)
		return status;
	et_complain(check->cmd, "%s: %s", check->output, strerror(error));
	return ET_EXIT_TROUBLE;
}

int et_findings_report(struct et_findings *check, int status)
{
	return et_findings_write(check, etalon_report, status);
}
