/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon spec diff: what changed from one edition or text of the standard to another. */
#include "findings.h"
#include "spec_cmds.h"

#include <string.h>

enum { OPT_ONLY = 1, OPT_EXIT_CODE, OPT_ALL };

static const struct et_option options[] = {
	{.id = ET_FINDINGS_INTERFACE,
		.letter = 'i',
		.name = "interface",
		.argument = "NAME",
		.help = "compare this interface only, such as blk; may be repeated"},
	{.id = OPT_ONLY,
		.name = "only",
		.argument = "WHAT",
		.words = "definitions requirements",
		.help = "compare only definitions, or only requirements"},
	{.id = OPT_ALL,
		.letter = 'a',
		.name = "all",
		.help = "list all of an interface that is new as a whole, instead of counts"},
	{.id = OPT_EXIT_CODE, .name = "exit-code", .help = "exit with 1 when there is any change"},
	{.id = ET_FINDINGS_FORMAT,
		.letter = 'f',
		.name = "format",
		.argument = "FORMAT",
		.words = "text json",
		.help = "write the report as text (the default) or json"},
	{.id = ET_FINDINGS_OUTPUT,
		.letter = 'o',
		.name = "output",
		.argument = "FILE",
		.help = "write the report to FILE, whole or not at all"},
	{.id = ET_FINDINGS_QUIET,
		.letter = 'q',
		.name = "quiet",
		.help = "list changes only: no counts at the beginning"},
	ET_OPTION_COLOR(ET_FINDINGS_COLOR),
	{.name = NULL},
};

struct diff {
	struct et_findings report; /* for the options that reports share */
	const char *from, *to;
	enum etalon_spec_parts parts;
	bool exit_code;
};

static int run_diff(struct diff *diff)
{
	struct et_findings *report = &diff->report;
	int status;

	if (!diff->to) {
		et_complain(report->cmd, "needs two editions or texts: FROM and TO");
		return ET_EXIT_TROUBLE;
	}
	if (etalon_spec_diff(report->etalon, diff->from, diff->to, diff->parts) != 0) {
		et_spec_messages(report->etalon);
		et_complain(report->cmd, "%s", etalon_error(report->etalon));
		return ET_EXIT_TROUBLE;
	}
	status = et_spec_messages(report->etalon);
	if (status == ET_EXIT_OK && diff->exit_code && etalon_change_count(report->etalon))
		status = ET_EXIT_FINDINGS;
	return et_findings_write(report, etalon_report_changes, status);
}

/* Returns 0 to go on, 1 to end with *status. */
static int take(struct diff *diff, int option, const char *value, int *status)
{
	*status = ET_EXIT_TROUBLE;
	switch (option) {
	case ET_OPT_HELP:
		*status = et_print_help(diff->report.cmd);
		return 1;
	case ET_ARGS_ERROR:
		return 1;
	case OPT_ONLY:
		diff->parts = strcmp(value, "definitions") == 0 ? ETALON_SPEC_DEFINITIONS
								: ETALON_SPEC_REQUIREMENTS;
		return 0;
	case OPT_ALL:
		diff->report.report.freshness = true;
		return 0;
	case OPT_EXIT_CODE:
		diff->exit_code = true;
		return 0;
	case ET_ARGS_OPERAND:
		if (diff->to) {
			et_complain(diff->report.cmd, "two texts are compared at a time");
			return 1;
		}
		*(diff->from ? &diff->to : &diff->from) = value;
		return 0;
	default:
		return et_findings_option(&diff->report, option, value) != 0;
	}
}

static int run(struct et_args *args)
{
	struct diff diff = {.report = {.cmd = args->cmd}};
	int status;

	diff.report.etalon = et_spec_session(args->cmd);
	if (!diff.report.etalon)
		return ET_EXIT_TROUBLE;
	for (;;) {
		const char *value;
		int option = et_args_next(args, &value);

		if (option == ET_ARGS_END) {
			status = run_diff(&diff);
			break;
		}
		if (take(&diff, option, value, &status))
			break;
	}
	etalon_destroy(diff.report.etalon);
	return status;
}

static const char *const about[] = {
	"Says what an implementer must know who goes from one edition of the standard to another, "
	"by interface: new, changed, renamed and removed definitions, and new, changed and removed "
	"requirements. FROM and TO are each an edition that this program knows (1.0 to 1.4), a "
	"directory with the standard's TeX, or REPO@REV, a revision of a git repository of it. A "
	"directory whose name is an edition's is ./1.2.",
	"With editions, requirements are shown by their ids, which say section, who is bound and "
	"how strongly; where a text is read, its sentences are shown.",
	NULL,
};

const struct et_cmd et_cmd_spec_diff = {
	.name = "spec diff",
	.operand = "FROM TO",
	.summary = "say what changed from one edition or text to another",
	.about = about,
	.options = options,
	.operands = ET_OPERANDS_PATHS,
	.run = run,
};
