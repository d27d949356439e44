/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon spec: what is done with the standard's text. Finds the command. */
#include "spec_cmds.h"

#include "utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct etalon *et_spec_session(const struct et_cmd *cmd)
{
	struct etalon *etalon = etalon_create();

	if (!etalon)
		et_complain(cmd, "%s", strerror(ENOMEM));
	return etalon;
}

/* What is quoted of the text in a message may have anything in it. */
void et_spec_message(const struct etalon_message *message)
{
	static const char *const severities[] = {"note", "warning", "error"};
	struct et_buf line;

	et_buf_init(&line);
	et_buf_visible(&line, message->file);
	if (message->line)
		et_buf_printf(&line, ":%u", (unsigned)message->line);
	et_buf_printf(&line, ": %s: ", severities[message->severity]);
	et_buf_visible(&line, message->text);
	et_buf_putc(&line, '\n');
	fwrite(line.data, 1, line.length, stderr);
	et_buf_finish(&line);
}

int et_spec_messages(const struct etalon *etalon)
{
	int status = ET_EXIT_OK;
	size_t i;

	for (i = 0; i < etalon_message_count(etalon); i++) {
		const struct etalon_message *message = etalon_message(etalon, i);

		if (message->severity == ETALON_NOTE)
			continue;
		if (message->severity == ETALON_ERROR)
			status = ET_EXIT_TROUBLE;
		et_spec_message(message);
	}
	return status;
}

static const struct et_cmd *const commands[] = {
	&et_cmd_spec_check, &et_cmd_spec_stats, &et_cmd_spec_diff, &et_cmd_spec_import, NULL};

static const struct et_cmd *command_by_name(const char *name)
{
	size_t i;

	for (i = 0; commands[i]; i++) {
		if (strcmp(et_cmd_word(commands[i]), name) == 0)
			return commands[i];
	}
	return NULL;
}

static int run(struct et_args *args)
{
	const struct et_cmd *command;

	if (!args->rest[0]) {
		et_complain(args->cmd, "needs a command: check, stats, diff or import");
		fprintf(stderr, "Try 'etalon spec --help'.\n");
		return ET_EXIT_TROUBLE;
	}
	command = command_by_name(args->rest[0]);
	if (command) {
		struct et_args inner = {.cmd = command, .rest = args->rest + 1};

		return command->run(&inner);
	}
	if (strcmp(args->rest[0], "--help") == 0 || strcmp(args->rest[0], "-h") == 0)
		return et_print_help(args->cmd);
	et_complain(args->cmd, "there is no command 'spec %s'", args->rest[0]);
	fprintf(stderr, "Try 'etalon spec --help'.\n");
	return ET_EXIT_TROUBLE;
}

static const char *const about[] = {
	"Works on the standard's own text, in the TeX of its committee. Each command has its own "
	"--help.",
	NULL,
};

const struct et_cmd et_cmd_spec = {
	.name = "spec",
	.summary = "work on the standard's own text",
	.about = about,
	.commands = commands,
	.run = run,
};
