/* SPDX-License-Identifier: BSD-3-Clause */
/* --help, from the tables. Its first line is the synopsis that the manual has, too. */
#include "options.h"
#include "wrap.h"

enum { HELP_COLUMN = 27, SUMMARY_COLUMN = 15 };

/* Fills up to a column; a text that reaches it goes on below. */
static void fill(struct et_buf *out, size_t start, size_t column)
{
	if (out->length - start + 2 > column) {
		et_buf_putc(out, '\n');
		start = out->length;
	}
	while (out->length - start < column)
		et_buf_putc(out, ' ');
}

static void option_help(struct et_buf *out, const struct et_option *option, unsigned width)
{
	size_t start = out->length;

	if (option->letter)
		et_buf_printf(out, "  -%c, ", option->letter);
	else
		et_buf_puts(out, "      ");
	et_buf_printf(out, "--%s", option->name);
	if (option->argument)
		et_buf_printf(out, " %s", option->argument);
	fill(out, start, HELP_COLUMN);
	et_wrap(out, option->help, HELP_COLUMN, HELP_COLUMN, width);
}

static void command_list(struct et_buf *out, const struct et_cmd *const *commands, unsigned width)
{
	et_buf_puts(out, "Commands:\n");
	for (; *commands; commands++) {
		size_t start = out->length;

		et_buf_printf(out, "  %s", et_cmd_word(*commands));
		fill(out, start, SUMMARY_COLUMN);
		et_wrap(out, (*commands)->summary, SUMMARY_COLUMN, SUMMARY_COLUMN, width);
	}
}

static void program_help(struct et_buf *out, unsigned width)
{
	et_buf_puts(out, "Usage: etalon COMMAND [OPTION...] [OPERAND...]\n\n");
	et_wrap(out, "Compares code with the definitions of the VIRTIO standard.", 0, 0, width);
	et_buf_putc(out, '\n');
	command_list(out, et_cmds, width);
	et_buf_puts(out, "\nOptions:\n"
			 "  -h, --help     show this help\n"
			 "      --version  show the version and the editions of the standard\n\n");
	et_wrap(out, "'etalon COMMAND --help' and etalon-COMMAND(1) say more.", 0, 0, width);
}

void et_help(struct et_buf *out, const struct et_cmd *cmd, unsigned width)
{
	static const struct et_option help = {
		.letter = 'h', .name = "help", .help = "show this help"};
	const struct et_option *option;
	const char *const *paragraph;

	if (!cmd) {
		program_help(out, width);
		return;
	}
	et_buf_printf(out, "Usage: etalon %s %s", cmd->name,
		cmd->commands ? "COMMAND [OPTION...] [OPERAND...]" : "[OPTION...]");
	if (cmd->operand)
		et_buf_printf(out, " %s", cmd->operand);
	et_buf_puts(out, "\n\n");
	for (paragraph = cmd->about; *paragraph; paragraph++) {
		et_wrap(out, *paragraph, 0, 0, width);
		et_buf_putc(out, '\n');
	}
	if (cmd->commands) {
		command_list(out, cmd->commands, width);
		et_buf_putc(out, '\n');
	}
	et_buf_puts(out, "Options:\n");
	for (option = cmd->options; option && option->name; option++)
		option_help(out, option, width);
	option_help(out, &help, width);
}
