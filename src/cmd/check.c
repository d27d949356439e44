/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon check: read the trees, compare them with the standard, report. */
#include "findings.h"

#include <errno.h>
#include <string.h>

enum { OPT_EDITION = 1, OPT_ABI, OPT_DIALECT, OPT_FRESHNESS };

static const struct et_option options[] = {
	{.id = OPT_EDITION,
		.name = "edition",
		.argument = "EDITION",
		.help = "compare with this edition of the standard, from 1.0 to 1.4, the default"},
	{.id = ET_FINDINGS_INTERFACE,
		.letter = 'i',
		.name = "interface",
		.argument = "NAME",
		.help = "check this interface only, such as blk; may be repeated"},
	{.id = ET_FINDINGS_RULE,
		.letter = 'r',
		.name = "rule",
		.argument = "RULE",
		.help = "report this rule only: a code (W103), the beginning of one (W1) or a "
			"family (wire); may be repeated"},
	{.id = ET_FINDINGS_FAIL_ON,
		.name = "fail-on",
		.argument = "FAMILY",
		.words = "wire source acceptance freshness document never",
		.help = "exit with 1 for findings of this family or a worse one: wire (the "
			"default), "
			"source, acceptance, freshness, document or never"},
	{.id = OPT_ABI,
		.name = "abi",
		.argument = "ABI",
		.help = "lay records out for this ABI: lp64, i386, llp64 or be64; may be repeated; "
			"the default is all"},
	{.id = OPT_DIALECT,
		.name = "dialect",
		.argument = "DIALECT",
		.help = "read the trees in this dialect instead of the one they are recognised by"},
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
	{.id = ET_FINDINGS_BASELINE,
		.letter = 'b',
		.name = "baseline",
		.argument = "FILE",
		.help = "leave out what an earlier report in JSON has already"},
	{.id = OPT_FRESHNESS,
		.name = "freshness",
		.help = "list what the standard has and the trees lack, which is otherwise "
			"counted"},
	{.id = ET_FINDINGS_SUMMARY,
		.letter = 's',
		.name = "summary",
		.help = "count the findings of each header instead of listing them"},
	{.id = ET_FINDINGS_QUIET,
		.letter = 'q',
		.name = "quiet",
		.help = "list findings only: no notes, no counts"},
	ET_OPTION_COLOR(ET_FINDINGS_COLOR),
	{.name = NULL},
};

struct check {
	struct et_findings shared;
	size_t trees;  /* named on the command line */
	size_t failed; /* of them could not be read */
};

/* Returns 0, or -1 after a message. */
static int take_option(struct check *check, int option, const char *value)
{
	switch (option) {
	case OPT_EDITION:
		return et_findings_set(&check->shared, etalon_set_edition, value);
	case OPT_ABI:
		return et_findings_set(&check->shared, etalon_only_abi, value);
	case OPT_DIALECT:
		return et_findings_set(&check->shared, etalon_set_dialect, value);
	case OPT_FRESHNESS:
		check->shared.report.freshness = true;
		return 0;
	default:
		return et_findings_option(&check->shared, option, value);
	}
}

static void read_tree(struct check *check, const char *path)
{
	check->trees++;
	if (etalon_read(check->shared.etalon, path) == 0)
		return;
	check->failed++;
	et_complain(check->shared.cmd, "%s", etalon_error(check->shared.etalon));
}

/* Says why a check that found no fault and reported no error still is none. */
static void explain_trouble(const struct check *check)
{
	size_t i;

	for (i = 0; i < etalon_message_count(check->shared.etalon); i++) {
		if (etalon_message(check->shared.etalon, i)->severity == ETALON_ERROR)
			return;
	}
	et_complain(check->shared.cmd, "nothing in %s was recognised as VIRTIO's",
		check->trees == 1 ? "the tree" : "the trees");
}

static int report(struct check *check)
{
	int status = etalon_status(check->shared.etalon, check->shared.fail_on);

	if (check->failed)
		status = ET_EXIT_TROUBLE;
	else if (status == ET_EXIT_TROUBLE)
		explain_trouble(check);
	return et_findings_report(&check->shared, status);
}

static int read_and_report(struct check *check, char **trees)
{
	if (!*trees)
		read_tree(check, ".");
	for (; *trees; trees++)
		read_tree(check, *trees);
	/* For a person the message has said it all; a program gets its document in any case. */
	if (check->failed == check->trees && check->shared.report.format == ETALON_TEXT)
		return ET_EXIT_TROUBLE;
	if (etalon_compare(check->shared.etalon) != 0) {
		et_complain(check->shared.cmd, "%s", etalon_error(check->shared.etalon));
		return ET_EXIT_TROUBLE;
	}
	return report(check);
}

static int run_check(struct check *check, struct et_args *args)
{
	/* Operands move to the front of what was read already, so that options hold for all. */
	char **trees = args->rest;
	size_t n = 0;

	for (;;) {
		const char *value;
		int option = et_args_next(args, &value);

		if (option == ET_OPT_HELP)
			return et_print_help(check->shared.cmd);
		if (option == ET_ARGS_END)
			break;
		if (option == ET_ARGS_OPERAND)
			trees[n++] = (char *)value;
		else if (option == ET_ARGS_ERROR || take_option(check, option, value) != 0)
			return ET_EXIT_TROUBLE;
	}
	trees[n] = NULL;
	return read_and_report(check, trees);
}

static int run(struct et_args *args)
{
	struct check check = {.shared = {.cmd = args->cmd, .fail_on = ETALON_WIRE}};
	int status;

	check.shared.etalon = etalon_create();
	if (!check.shared.etalon) {
		et_complain(args->cmd, "%s", strerror(ENOMEM));
		return ET_EXIT_TROUBLE;
	}
	status = run_check(&check, args);
	etalon_destroy(check.shared.etalon);
	return status;
}

static const char *const about[] = {
	"Compares the definitions in each TREE with those of the VIRTIO standard. A TREE is a "
	"directory, a file, an archive (.tar, .tar.xz and the like), or a revision of a git "
	"repository: REPO@REV, or REV in a checkout. Without one it is the current directory.",
	"Exits with 0 when there is no finding at or above the threshold, 1 when there is, and 2 "
	"when something could not be checked.",
	NULL,
};

const struct et_cmd et_cmd_check = {
	.name = "check",
	.operand = "[TREE...]",
	.summary = "compare trees with the standard",
	.about = about,
	.options = options,
	.operands = ET_OPERANDS_PATHS,
	.run = run,
};
