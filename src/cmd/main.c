/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon(1): finds the command and runs it. */
#include "cmds.h"

#include <stdio.h>
#include <string.h>

enum { DEFAULT_WIDTH = 80 }; /* of help, which is prose, also in a pipe */

const struct et_cmd *const et_cmds[] = {
	&et_cmd_check,
	&et_cmd_diff,
	&et_cmd_show,
	&et_cmd_list,
	&et_cmd_sync,
	&et_cmd_spec,
	&et_cmd_explain,
	&et_cmd_completion,
	&et_cmd_help,
	NULL,
};

int et_finish_stdout(struct et_sink *sink, int status)
{
	int error = et_sink_finish(sink, true);

	if (!error)
		return status;
	et_complain(NULL, "standard output: %s", strerror(error));
	return ET_EXIT_TROUBLE;
}

int et_print(struct et_buf *text)
{
	struct et_sink sink;

	et_sink_stdout(&sink);
	et_sink_write(&sink, text->data ? text->data : "", text->length);
	et_buf_finish(text);
	return et_finish_stdout(&sink, ET_EXIT_OK);
}

int et_print_help(const struct et_cmd *cmd)
{
	struct et_buf text;

	et_buf_init(&text);
	et_help(&text, cmd, et_width() ? et_width() : DEFAULT_WIDTH);
	return et_print(&text);
}

static int print_version(void)
{
	struct et_buf text;

	et_buf_init(&text);
	et_buf_printf(&text, "etalon %s (VIRTIO %s)\n", etalon_version(), etalon_editions());
#ifdef ETALON_FEATURES
	et_buf_printf(&text, "features: %s\n", ETALON_FEATURES);
#endif
	return et_print(&text);
}

static int unknown_command(const char *name)
{
	struct et_buf words;
	char nearest[64];
	size_t i;

	et_buf_init(&words);
	for (i = 0; et_cmds[i]; i++)
		et_buf_printf(&words, "%s%s", i ? " " : "", et_cmds[i]->name);
	et_nearest(name, words.data, nearest, sizeof(nearest));
	if (*nearest)
		et_complain(NULL, "there is no command '%s'; did you mean '%s'?", name, nearest);
	else
		et_complain(NULL, "there is no command '%s'", name);
	et_buf_finish(&words);
	fprintf(stderr, "Try 'etalon help'.\n");
	return ET_EXIT_TROUBLE;
}

/* A call without a command, or with options only. */
static int run_option(const char *option)
{
	if (strcmp(option, "--version") == 0)
		return print_version();
	if (strcmp(option, "--help") == 0 || strcmp(option, "-h") == 0)
		return et_print_help(NULL);
	et_complain(NULL, "unknown option '%s'", option);
	fprintf(stderr, "Try 'etalon help'.\n");
	return ET_EXIT_TROUBLE;
}

static int usage(void)
{
	struct et_buf text;

	et_buf_init(&text);
	et_help(&text, NULL, DEFAULT_WIDTH);
	fwrite(text.data, 1, text.length, stderr);
	et_buf_finish(&text);
	return ET_EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	struct et_args args = {0};

	et_sink_prepare();
	if (argc < 2)
		return usage();
	if (argv[1][0] == '-')
		return run_option(argv[1]);
	args.cmd = et_cmd_by_name(argv[1]);
	if (!args.cmd)
		return unknown_command(argv[1]);
	args.rest = argv + 2;
	return args.cmd->run(&args);
}
