/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon explain: the pages of the rules. etalon help: the pages of the commands. */
#include "cmds.h"
#include "wrap.h"

#include <ctype.h>
#include <stdio.h>

enum { OPT_COLOR = 1 };

static const struct et_option options[] = {
	ET_OPTION_COLOR(OPT_COLOR),
	{.name = NULL},
};

static int unknown_rule(const struct et_cmd *cmd, const char *code)
{
	const struct etalon_rule *rule;
	struct et_buf words;
	char nearest[64];
	char upper[16];
	size_t i;

	et_buf_init(&words);
	for (i = 0; (rule = etalon_rule(i)); i++)
		et_buf_printf(&words, "%s%s", i ? " " : "", rule->code);
	for (i = 0; code[i] && i < sizeof(upper) - 1; i++)
		upper[i] = (char)toupper((unsigned char)code[i]);
	upper[i] = '\0';
	et_nearest(upper, words.data, nearest, sizeof(nearest));
	et_buf_finish(&words);
	if (*nearest)
		et_complain(cmd, "there is no rule '%s'; did you mean '%s'?", code, nearest);
	else
		et_complain(cmd, "there is no rule '%s'; 'etalon explain' lists them", code);
	return ET_EXIT_TROUBLE;
}

static void list_rules(struct et_buf *out, unsigned width)
{
	enum { SUMMARY = 6 };
	const struct etalon_rule *rule;
	size_t i;

	for (i = 0; (rule = etalon_rule(i)); i++) {
		et_buf_printf(out, "%-*s", SUMMARY, rule->code);
		et_wrap(out, rule->summary, SUMMARY, SUMMARY, width);
	}
}

static int explain(const struct et_cmd *cmd, char **codes, enum et_color color)
{
	const struct etalon_rule *rule;
	unsigned width = et_width();
	int status = ET_EXIT_OK;
	struct et_sink sink;
	struct et_buf out;

	et_buf_init(&out);
	if (!*codes)
		list_rules(&out, width);
	for (; *codes; codes++) {
		rule = etalon_rule_by_code(*codes);
		if (!rule) {
			status = unknown_rule(cmd, *codes);
			continue;
		}
		if (out.length)
			et_buf_putc(&out, '\n');
		et_render_page(&out, rule->page, et_use_color(color), width);
	}
	et_sink_stdout(&sink);
	et_sink_write(&sink, out.data ? out.data : "", out.length);
	et_buf_finish(&out);
	return et_finish_stdout(&sink, status);
}

static int run(struct et_args *args)
{
	enum et_color color = ET_COLOR_AUTO;
	char **codes = args->rest;
	size_t n = 0;

	for (;;) {
		const char *value;

		switch (et_args_next(args, &value)) {
		case ET_OPT_HELP:
			return et_print_help(args->cmd);
		case OPT_COLOR:
			color = et_color_by_name(value);
			continue;
		case ET_ARGS_OPERAND:
			codes[n++] = (char *)value;
			continue;
		case ET_ARGS_END:
			break;
		default:
			return ET_EXIT_TROUBLE;
		}
		break;
	}
	codes[n] = NULL;
	return explain(args->cmd, codes, color);
}

static const char *const about[] = {
	"Prints the page of a rule: what a finding of it means, for whom, with an example, and "
	"what "
	"to do. Without a CODE it lists the rules.",
	NULL,
};

const struct et_cmd et_cmd_explain = {
	.name = "explain",
	.operand = "[CODE...]",
	.summary = "explain a rule",
	.about = about,
	.options = options,
	.operands = ET_OPERANDS_RULES,
	.run = run,
};

static int run_help(struct et_args *args)
{
	const struct et_cmd *about_cmd = NULL;
	const char *value;
	int option;

	while ((option = et_args_next(args, &value)) != ET_ARGS_END) {
		if (option == ET_OPT_HELP) {
			about_cmd = args->cmd;
			break;
		}
		if (option != ET_ARGS_OPERAND)
			return ET_EXIT_TROUBLE;
		about_cmd = et_cmd_by_name(value);
		if (!about_cmd) {
			et_complain(args->cmd, "there is no command '%s'", value);
			return ET_EXIT_TROUBLE;
		}
	}
	return et_print_help(about_cmd);
}

static const char *const about_help[] = {
	"Shows the help of a command, or of all in short.",
	NULL,
};

const struct et_cmd et_cmd_help = {
	.name = "help",
	.operand = "[COMMAND]",
	.summary = "show the help of a command",
	.about = about_help,
	.operands = ET_OPERANDS_COMMANDS,
	.run = run_help,
};
