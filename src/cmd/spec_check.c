/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon spec check: the standard's text against the registry, and against itself. */
#include "findings.h"
#include "spec_cmds.h"

enum { OPT_REGISTRY = 1 };

static const struct et_option check_options[] = {
	{.id = OPT_REGISTRY,
		.name = "registry",
		.argument = "DIRECTORY",
		.help = "use the registry in DIRECTORY instead of the one that is built in"},
	{.id = ET_FINDINGS_FAIL_ON,
		.name = "fail-on",
		.argument = "FAMILY",
		.words = "document never",
		.help = "exit with 1 for findings of this family: document (the default) or never"},
	ET_FINDINGS_OPTIONS,
	{.name = NULL},
};

static int check_text(struct et_findings *check, const char *registry, const char *text)
{
	struct etalon *etalon = check->etalon;

	if ((registry && etalon_spec_registry(etalon, registry) != 0) ||
		etalon_spec_read(etalon, text) != 0 || etalon_spec_check(etalon) != 0) {
		et_spec_messages(etalon);
		et_complain(check->cmd, "%s", etalon_error(etalon));
		return ET_EXIT_TROUBLE;
	}
	return et_findings_report(check, etalon_status(etalon, check->fail_on));
}

static int run_check(struct et_args *args, struct et_findings *check)
{
	const char *registry = NULL;
	const char *text = NULL;

	for (;;) {
		const char *value;
		int option = et_args_next(args, &value);

		if (option == ET_OPT_HELP)
			return et_print_help(args->cmd);
		if (option == ET_ARGS_END)
			break;
		if (option == OPT_REGISTRY) {
			registry = value;
		} else if (option == ET_ARGS_OPERAND && !text) {
			text = value;
		} else if (option == ET_ARGS_OPERAND) {
			et_complain(args->cmd, "one TEXT is checked at a time");
			return ET_EXIT_TROUBLE;
		} else if (option == ET_ARGS_ERROR ||
			   et_findings_option(check, option, value) != 0) {
			return ET_EXIT_TROUBLE;
		}
	}
	return check_text(check, registry, text ? text : ".");
}

static int spec_check(struct et_args *args)
{
	struct et_findings check = {.cmd = args->cmd, .fail_on = ETALON_DOCUMENT};
	int status;

	check.etalon = et_spec_session(args->cmd);
	if (!check.etalon)
		return ET_EXIT_TROUBLE;
	status = run_check(args, &check);
	etalon_destroy(check.etalon);
	return status;
}

static const char *const check_about[] = {
	"Holds a TEXT of the standard to the registry, both ways, and to itself. A TEXT is a "
	"directory of its TeX, or REPO@REV, a revision of a git repository. Without one it is the "
	"current directory.",
	"Exits with 0 when there is no finding, 1 when there is, and 2 when something could not be "
	"read.",
	NULL,
};

const struct et_cmd et_cmd_spec_check = {
	.name = "spec check",
	.operand = "[TEXT]",
	.summary = "hold the standard's text to the registry and to itself",
	.about = check_about,
	.options = check_options,
	.operands = ET_OPERANDS_PATHS,
	.run = spec_check,
};
