/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon spec stats: what is in the standard's text. */
#include "spec_cmds.h"

#include <string.h>

enum { OPT_ALL = 1, OPT_COLOR, OPT_FORMAT };

static const struct et_option stats_options[] = {
	{.id = OPT_ALL,
		.letter = 'a',
		.name = "all",
		.help = "list every listing, also those that are definitions"},
	{.id = OPT_FORMAT,
		.letter = 'f',
		.name = "format",
		.argument = "FORMAT",
		.words = "text json",
		.help = "write text (the default), or all that was read as json"},
	ET_OPTION_COLOR(OPT_COLOR),
	{.name = NULL},
};

static int stats_of(
	const struct et_cmd *cmd, const char *text, struct etalon_report_options *format)
{
	struct etalon *etalon = et_spec_session(cmd);
	struct et_sink sink;
	int status;

	if (!etalon)
		return ET_EXIT_TROUBLE;
	if (etalon_spec_read(etalon, text) != 0) {
		et_spec_messages(etalon);
		et_complain(cmd, "%s", etalon_error(etalon));
		etalon_destroy(etalon);
		return ET_EXIT_TROUBLE;
	}
	et_sink_stdout(&sink);
	etalon_spec_stats(etalon, format, et_sink_write, &sink);
	status = et_finish_stdout(&sink, et_spec_messages(etalon));
	etalon_destroy(etalon);
	return status;
}

static int spec_stats(struct et_args *args)
{
	struct etalon_report_options format = {.width = et_width()};
	enum et_color color = ET_COLOR_AUTO;
	const char *text = NULL;

	for (;;) {
		const char *value;
		int option = et_args_next(args, &value);

		if (option == ET_OPT_HELP)
			return et_print_help(args->cmd);
		if (option == ET_ARGS_END)
			break;
		if (option == OPT_COLOR) {
			color = et_color_by_name(value);
		} else if (option == OPT_ALL) {
			format.freshness = true;
		} else if (option == OPT_FORMAT) {
			format.format = strcmp(value, "json") == 0 ? ETALON_JSON : ETALON_TEXT;
		} else if (option == ET_ARGS_OPERAND && !text) {
			text = value;
		} else {
			if (option == ET_ARGS_OPERAND)
				et_complain(args->cmd, "one TEXT is counted at a time");
			return ET_EXIT_TROUBLE;
		}
	}
	format.color = et_use_color(color);
	return stats_of(args->cmd, text ? text : ".", &format);
}

static const char *const stats_about[] = {
	"Accounts for what is in a TEXT of the standard, a directory of its TeX or REPO@REV: its "
	"files, its listings, whether read or why not, and its definitions and requirements.",
	NULL,
};

const struct et_cmd et_cmd_spec_stats = {
	.name = "spec stats",
	.operand = "[TEXT]",
	.summary = "account for every file and listing of the standard's text",
	.about = stats_about,
	.options = stats_options,
	.operands = ET_OPERANDS_PATHS,
	.run = spec_stats,
};
