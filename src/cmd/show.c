/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon show, etalon list: what the standard has. */
#include "cmds.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { OPT_EDITION = 1, OPT_COLOR };

static const struct et_option options[] = {
	{.id = OPT_EDITION,
		.name = "edition",
		.argument = "EDITION",
		.help = "as this edition of the standard has it, from 1.0 to 1.4, the default"},
	ET_OPTION_COLOR(OPT_COLOR),
	{.name = NULL},
};

/* etalon_show() or etalon_list(). */
typedef int printer(const struct etalon *etalon, const char *name,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

struct show {
	const struct et_cmd *cmd;
	printer *print;
	bool separate; /* a blank line between two names */
	bool needs_name;
	enum et_color color;
	const char *edition; /* NULL: the newest */
};

static int print_names(const struct show *show, char **names)
{
	struct etalon_report_options format = {
		.color = et_use_color(show->color), .width = et_width()};
	struct etalon *etalon = etalon_create();
	int status = ET_EXIT_OK;
	struct et_sink sink;
	bool first = true;

	if (!etalon) {
		et_complain(show->cmd, "%s", strerror(ENOMEM));
		return ET_EXIT_TROUBLE;
	}
	if (show->edition && etalon_set_edition(etalon, show->edition) != 0) {
		et_complain(show->cmd, "%s", etalon_error(etalon));
		etalon_destroy(etalon);
		return ET_EXIT_TROUBLE;
	}
	et_sink_stdout(&sink);
	do {
		if (!first && show->separate)
			et_sink_write(&sink, "\n", 1);
		first = false;
		/* 1 is the sink's: its reader is gone, or it could not write, as it says itself. */
		if (show->print(etalon, *names, &format, et_sink_write, &sink) == ET_EXIT_TROUBLE)
			status = ET_EXIT_TROUBLE;
	} while (*names && *++names && !sink.error);
	etalon_destroy(etalon);
	return et_finish_stdout(&sink, status);
}

static int run_with(struct show show, struct et_args *args)
{
	char **names = args->rest;
	size_t n = 0;

	for (;;) {
		const char *value;

		switch (et_args_next(args, &value)) {
		case ET_OPT_HELP:
			return et_print_help(args->cmd);
		case OPT_EDITION:
			show.edition = value;
			continue;
		case OPT_COLOR:
			show.color = et_color_by_name(value);
			continue;
		case ET_ARGS_OPERAND:
			names[n++] = (char *)value;
			continue;
		case ET_ARGS_END:
			break;
		default:
			return ET_EXIT_TROUBLE;
		}
		break;
	}
	names[n] = NULL;
	if (show.needs_name && !n) {
		et_complain(args->cmd, "needs a NAME");
		fprintf(stderr, "Try 'etalon %s --help'.\n", args->cmd->name);
		return ET_EXIT_TROUBLE;
	}
	return print_names(&show, names);
}

static int run_show(struct et_args *args)
{
	return run_with((struct show){.cmd = args->cmd,
				.print = etalon_show,
				.separate = true,
				.needs_name = true},
		args);
}

static int run_list(struct et_args *args)
{
	return run_with((struct show){.cmd = args->cmd, .print = etalon_list}, args);
}

static const char *const about_show[] = {
	"Writes all that is known about a definition of the standard: its value or layout, where "
	"the standard defines it, since when, and how others call it.",
	"A NAME is a constant, a structure, a field (virtio_blk_config.capacity), a register, a "
	"virtqueue, a command or an interface (blk), in upper or lower case, as the standard or "
	"any "
	"known tree spells it.",
	NULL,
};

const struct et_cmd et_cmd_show = {
	.name = "show",
	.operand = "NAME...",
	.summary = "show what the standard says about a name",
	.about = about_show,
	.options = options,
	.operands = ET_OPERANDS_NAMES,
	.run = run_show,
};

static const char *const about_list[] = {
	"Lists the interfaces of the standard: devices, transports, queue formats and the core; "
	"or, "
	"given an INTERFACE, its definitions.",
	NULL,
};

const struct et_cmd et_cmd_list = {
	.name = "list",
	.operand = "[INTERFACE...]",
	.summary = "list interfaces, or the definitions of one",
	.about = about_list,
	.options = options,
	.operands = ET_OPERANDS_INTERFACES,
	.run = run_list,
};
