/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon check: read the trees, compare them with the standard, report. */
#include "arena.h"
#include "cmds.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

enum {
	OPT_EDITION = 1,
	OPT_INTERFACE,
	OPT_RULE,
	OPT_FAIL_ON,
	OPT_ABI,
	OPT_DIALECT,
	OPT_FORMAT,
	OPT_OUTPUT,
	OPT_BASELINE,
	OPT_FRESHNESS,
	OPT_SUMMARY,
	OPT_QUIET,
	OPT_COLOR,
};

static const struct et_option options[] = {
	{.id = OPT_EDITION,
		.name = "edition",
		.argument = "EDITION",
		.help = "compare with this edition of the standard; this version has 1.4"},
	{.id = OPT_INTERFACE,
		.letter = 'i',
		.name = "interface",
		.argument = "NAME",
		.help = "check this interface only, such as blk; may be repeated"},
	{.id = OPT_RULE,
		.letter = 'r',
		.name = "rule",
		.argument = "RULE",
		.help = "report this rule only: a code (W103), the beginning of one (W1) or a "
			"family (wire); may be repeated"},
	{.id = OPT_FAIL_ON,
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
	{.id = OPT_FORMAT,
		.letter = 'f',
		.name = "format",
		.argument = "FORMAT",
		.words = "text json sarif gcc",
		.help = "write the report as text (the default), json, sarif or gcc"},
	{.id = OPT_OUTPUT,
		.letter = 'o',
		.name = "output",
		.argument = "FILE",
		.help = "write the report to FILE, whole or not at all"},
	{.id = OPT_BASELINE,
		.letter = 'b',
		.name = "baseline",
		.argument = "FILE",
		.help = "leave out what an earlier report in JSON has already"},
	{.id = OPT_FRESHNESS,
		.name = "freshness",
		.help = "list what the standard has and the trees lack, which is otherwise "
			"counted"},
	{.id = OPT_SUMMARY,
		.letter = 's',
		.name = "summary",
		.help = "count the findings of each header instead of listing them"},
	{.id = OPT_QUIET,
		.letter = 'q',
		.name = "quiet",
		.help = "list findings only: no notes, no counts"},
	ET_OPTION_COLOR(OPT_COLOR),
	{.name = NULL},
};

struct check {
	const struct et_cmd *cmd;
	struct etalon *etalon;
	struct etalon_report_options report;
	enum etalon_family fail_on;
	enum et_color color;
	const char *output;
	size_t trees;  /* named on the command line */
	size_t failed; /* of them could not be read */
};

typedef int setter(struct etalon *etalon, const char *name);

/* Sets one name of the library's, or several that commas separate. */
static int set(struct check *check, setter *function, const char *names)
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

static int set_baseline(struct check *check, const char *path)
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
static int take_option(struct check *check, int option, const char *value)
{
	switch (option) {
	case OPT_EDITION:
		return set(check, etalon_set_edition, value);
	case OPT_INTERFACE:
		return set(check, etalon_only_interface, value);
	case OPT_RULE:
		return set(check, etalon_only_rule, value);
	case OPT_ABI:
		return set(check, etalon_only_abi, value);
	case OPT_DIALECT:
		return set(check, etalon_set_dialect, value);
	case OPT_BASELINE:
		return set_baseline(check, value);
	case OPT_FAIL_ON:
		check->fail_on = etalon_family_by_name(value);
		break;
	case OPT_FORMAT:
		check->report.format = format_by_name(value);
		break;
	case OPT_OUTPUT:
		check->output = value;
		break;
	case OPT_FRESHNESS:
		check->report.freshness = true;
		break;
	case OPT_SUMMARY:
		check->report.summary = true;
		break;
	case OPT_QUIET:
		check->report.quiet = true;
		break;
	case OPT_COLOR:
		check->color = et_color_by_name(value);
		break;
	default:
		return -1;
	}
	return 0;
}

static void read_tree(struct check *check, const char *path)
{
	check->trees++;
	if (etalon_read(check->etalon, path) == 0)
		return;
	check->failed++;
	et_complain(check->cmd, "%s", etalon_error(check->etalon));
}

/* Says why a check that found no fault and reported no error still is none. */
static void explain_trouble(const struct check *check)
{
	size_t i;

	for (i = 0; i < etalon_message_count(check->etalon); i++) {
		if (etalon_message(check->etalon, i)->severity == ETALON_ERROR)
			return;
	}
	et_complain(check->cmd, "nothing in %s was recognised as VIRTIO's",
		check->trees == 1 ? "the tree" : "the trees");
}

static int report(struct check *check)
{
	struct et_sink sink;
	int status = etalon_status(check->etalon, check->fail_on);
	int error;

	if (check->failed)
		status = ET_EXIT_TROUBLE;
	else if (status == ET_EXIT_TROUBLE)
		explain_trouble(check);
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
	etalon_report(check->etalon, &check->report, et_sink_write, &sink);
	if (sink.path == NULL)
		return et_finish_stdout(&sink, status);
	error = et_sink_finish(&sink, true);
	if (!error)
		return status;
	et_complain(check->cmd, "%s: %s", check->output, strerror(error));
	return ET_EXIT_TROUBLE;
}

static int read_and_report(struct check *check, char **trees)
{
	if (!*trees)
		read_tree(check, ".");
	for (; *trees; trees++)
		read_tree(check, *trees);
	/* For a person the message has said it all; a program gets its document in any case. */
	if (check->failed == check->trees && check->report.format == ETALON_TEXT)
		return ET_EXIT_TROUBLE;
	if (etalon_compare(check->etalon) != 0) {
		et_complain(check->cmd, "%s", etalon_error(check->etalon));
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
			return et_print_help(check->cmd);
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
	struct check check = {.cmd = args->cmd, .fail_on = ETALON_WIRE};
	int status;

	check.etalon = etalon_create();
	if (!check.etalon) {
		et_complain(args->cmd, "%s", strerror(ENOMEM));
		return ET_EXIT_TROUBLE;
	}
	status = run_check(&check, args);
	etalon_destroy(check.etalon);
	return status;
}

static const char *const about[] = {
	"Compares the definitions in each TREE, a directory or a file, with those of the VIRTIO "
	"standard. Without a TREE it checks the current directory.",
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
