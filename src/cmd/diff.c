/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon diff: two trees with each other, as a person or as a gate in review. */
#include "findings.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { OPT_ABI = 1, OPT_HEADERS, OPT_USES, OPT_FAIL_ON, OPT_ALL, OPT_PATCH };
enum { MOST_GLOBS = 256 };

static const struct et_option options[] = {
	{.id = ET_FINDINGS_INTERFACE,
		.letter = 'i',
		.name = "interface",
		.argument = "NAME",
		.help = "compare this interface only, such as blk; may be repeated"},
	{.id = OPT_HEADERS,
		.name = "headers",
		.argument = "GLOB",
		.help = "compare the headers of such names instead of VIRTIO's, such as kvm.h or "
			"'*'; may be repeated"},
	{.id = OPT_ABI,
		.name = "abi",
		.argument = "ABI",
		.help = "lay records out for this ABI: lp64, i386, llp64 or be64; may be repeated; "
			"the default is all"},
	{.id = OPT_USES,
		.letter = 'u',
		.name = "uses",
		.argument = "DIR",
		.help = "find the places in a consumer's sources that a change reaches"},
	{.id = OPT_PATCH,
		.letter = 'p',
		.name = "patch",
		.help = "compare what a patch on standard input changes, such as git diff writes"},
	{.id = OPT_FAIL_ON,
		.name = "fail-on",
		.argument = "CLASS",
		.words = "wire source behaviour never",
		.help = "exit with 1 for changes of this class or a worse one: wire, source (the "
			"default), behaviour or never"},
	{.id = ET_FINDINGS_FORMAT,
		.letter = 'f',
		.name = "format",
		.argument = "FORMAT",
		.words = "text json sarif gcc",
		.help = "write the report as text (the default), json, sarif or gcc"},
	{.id = ET_FINDINGS_OUTPUT,
		.letter = 'o',
		.name = "output",
		.argument = "FILE",
		.help = "write the report to FILE, whole or not at all"},
	{.id = OPT_ALL,
		.letter = 'a',
		.name = "all",
		.help = "list what is compatible, too, which is otherwise counted"},
	{.id = ET_FINDINGS_SUMMARY,
		.letter = 's',
		.name = "summary",
		.help = "count the changes of each header instead of listing them"},
	{.id = ET_FINDINGS_QUIET,
		.letter = 'q',
		.name = "quiet",
		.help = "list changes only: no notes, no counts"},
	ET_OPTION_COLOR(ET_FINDINGS_COLOR),
	{.name = NULL},
};

struct diff {
	struct et_findings report; /* for the options that reports share */
	const char *from, *to;
	const char *globs[MOST_GLOBS + 1];
	size_t n_globs;
	struct etalon_diff_options asked;
	enum etalon_impact fail_on;
	bool patch;
};

enum { LARGEST_PATCH = 256 << 20 };

/* Standard input, whole. Returns 0, or -1 after a message. */
static int read_input(const struct diff *diff, struct et_buf *text)
{
	char part[65536];
	ssize_t got;

	while ((got = read(STDIN_FILENO, part, sizeof(part))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || text->length > LARGEST_PATCH) {
			et_complain(diff->report.cmd, "standard input: %s",
				got < 0 ? strerror(errno) : "larger than the limit");
			return -1;
		}
		et_buf_add(text, part, (size_t)got);
	}
	return 0;
}

/* Below which directory a patch's paths lie: git's start at the work tree's top. */
static const char *directory_of_patch(const struct diff *diff)
{
	const char *top;

	if (diff->from)
		return diff->from;
	top = etalon_work_tree(diff->report.etalon);
	return top ? top : ".";
}

static int compare_patch(struct diff *diff)
{
	struct et_buf text;
	int result = -1;

	if (diff->to) {
		et_complain(diff->report.cmd, "--patch takes one directory");
		return -1;
	}
	et_buf_init(&text);
	if (read_input(diff, &text) == 0) {
		result = etalon_diff_patch(diff->report.etalon, directory_of_patch(diff),
			text.data ? text.data : "", text.length, &diff->asked);
		if (result != 0)
			et_complain(diff->report.cmd, "%s", etalon_error(diff->report.etalon));
	}
	et_buf_finish(&text);
	return result;
}

/* Returns 0, or -1 after a message. */
static int compare(struct diff *diff)
{
	struct et_findings *report = &diff->report;

	if (diff->patch)
		return compare_patch(diff);
	if (!diff->from) {
		et_complain(report->cmd, "needs two trees, files or revisions: FROM and TO");
		return -1;
	}
	if (etalon_diff(report->etalon, diff->from, diff->to, &diff->asked) == 0)
		return 0;
	et_complain(report->cmd, "%s", etalon_error(report->etalon));
	return -1;
}

static int run_diff(struct diff *diff)
{
	if (diff->n_globs)
		diff->asked.headers = diff->globs;
	if (compare(diff) != 0)
		return ET_EXIT_TROUBLE;
	return et_findings_write(&diff->report, etalon_report_changes,
		etalon_diff_status(diff->report.etalon, diff->fail_on));
}

/* Returns 0, or -1 after a message. */
static int add_glob(struct diff *diff, const char *glob)
{
	if (diff->n_globs == MOST_GLOBS) {
		et_complain(diff->report.cmd, "--headers is given more than %d times", MOST_GLOBS);
		return -1;
	}
	diff->globs[diff->n_globs++] = glob;
	return 0;
}

static int add_operand(struct diff *diff, const char *name)
{
	if (diff->to) {
		et_complain(diff->report.cmd, "two trees are compared at a time");
		return -1;
	}
	*(diff->from ? &diff->to : &diff->from) = name;
	return 0;
}

/* Returns 0 to go on, -1 to end after a message. */
static int take(struct diff *diff, int option, const char *value)
{
	switch (option) {
	case OPT_ABI:
		return et_findings_set(&diff->report, etalon_only_abi, value);
	case OPT_HEADERS:
		return add_glob(diff, value);
	case OPT_USES:
		diff->asked.uses = value;
		return 0;
	case OPT_PATCH:
		diff->patch = true;
		return 0;
	case OPT_FAIL_ON:
		diff->fail_on = etalon_impact_by_name(value);
		return 0;
	case OPT_ALL:
		diff->report.report.freshness = true;
		return 0;
	case ET_ARGS_OPERAND:
		return add_operand(diff, value);
	case ET_ARGS_ERROR:
		return -1;
	default:
		return et_findings_option(&diff->report, option, value);
	}
}

static int run(struct et_args *args)
{
	struct diff diff = {.report = {.cmd = args->cmd}, .fail_on = ETALON_IMPACT_SOURCE};
	int status = ET_EXIT_TROUBLE;
	int option;

	diff.report.etalon = etalon_create();
	if (!diff.report.etalon) {
		et_complain(args->cmd, "%s", strerror(ENOMEM));
		return ET_EXIT_TROUBLE;
	}
	do {
		const char *value;

		option = et_args_next(args, &value);
		if (option == ET_ARGS_END)
			status = run_diff(&diff);
		else if (option == ET_OPT_HELP)
			status = et_print_help(args->cmd);
		else if (take(&diff, option, value) == 0)
			continue;
		break;
	} while (true);
	etalon_destroy(diff.report.etalon);
	return status;
}

static const char *const about[] = {
	"Says what changed from one tree to another, and what each change does to those who use "
	"it. FROM and TO are each a directory, a file, an archive, REPO@REV, or a revision of the "
	"repository around the current directory; a revision alone is compared with the work tree. "
	"With --patch FROM is the directory of the patched files, by default the work tree's top.",
	"Exits with 0 when there is no change at or above the threshold, 1 when there is, and 2 "
	"when something could not be compared.",
	NULL,
};

const struct et_cmd et_cmd_diff = {
	.name = "diff",
	.operand = "[FROM [TO]]",
	.summary = "compare two trees with each other",
	.about = about,
	.options = options,
	.operands = ET_OPERANDS_PATHS,
	.run = run,
};
