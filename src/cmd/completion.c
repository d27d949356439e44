/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon completion: the shell's completion, made of the same tables that are parsed by. */
#include "cmds.h"

#include <stdio.h>
#include <string.h>

static void option_words(struct et_buf *out, const struct et_cmd *cmd)
{
	const struct et_option *option;

	for (option = cmd->options; option && option->name; option++) {
		et_buf_printf(out, "--%s ", option->name);
		if (option->letter)
			et_buf_printf(out, "-%c ", option->letter);
	}
	et_buf_puts(out, "--help");
}

/* The list of editions, with blanks where it has commas. */
static void edition_words(struct et_buf *out)
{
	const char *c;

	et_buf_puts(out, "_etalon_words \"");
	for (c = etalon_editions(); *c; c++) {
		if (*c != ',')
			et_buf_putc(out, *c);
	}
	et_buf_putc(out, '"');
}

/* What may stand behind an option that takes an argument. */
static void argument_words(struct et_buf *out, const struct et_option *option)
{
	const char *what = option->argument;

	et_buf_printf(out, "\t\t--%s", option->name);
	if (option->letter)
		et_buf_printf(out, "|-%c", option->letter);
	et_buf_puts(out, ")\n\t\t\t");
	if (option->words)
		et_buf_printf(out, "_etalon_words \"%s\"", option->words);
	else if (strcmp(option->name, "interface") == 0)
		et_buf_puts(out, "_etalon_words \"$(etalon list 2>/dev/null | cut -d' ' -f1)\"");
	else if (strcmp(option->name, "edition") == 0)
		edition_words(out);
	else if (strcmp(option->name, "dialect") == 0)
		et_buf_puts(out, "_etalon_words \"linux qemu\"");
	else if (strcmp(option->name, "abi") == 0)
		et_buf_puts(out, "_etalon_words \"lp64 i386 llp64 be64\"");
	else if (strcmp(option->name, "rule") == 0)
		et_buf_puts(out, "_etalon_words \"$rules wire source acceptance freshness\"");
	else if (strcmp(what, "FILE") == 0)
		et_buf_puts(out, "_etalon_files");
	else
		et_buf_putc(out, ':');
	et_buf_puts(out, "\n\t\t\treturn;;\n");
}

static void operand_words(struct et_buf *out, enum et_operands operands)
{
	switch (operands) {
	case ET_OPERANDS_NONE:
		et_buf_puts(out, "\t\t:");
		break;
	case ET_OPERANDS_PATHS:
		et_buf_puts(out, "\t\t_etalon_files");
		break;
	case ET_OPERANDS_NAMES:
		et_buf_puts(out, "\t\t_etalon_words \"$(etalon list $(etalon list 2>/dev/null | "
				 "cut -d' ' -f1) 2>/dev/null | cut -d' ' -f1)\"");
		break;
	case ET_OPERANDS_INTERFACES:
		et_buf_puts(
			out, "\t\t_etalon_words \"$(etalon list 2>/dev/null | cut -d' ' -f1)\"");
		break;
	case ET_OPERANDS_RULES:
		et_buf_puts(out, "\t\t_etalon_words \"$rules\"");
		break;
	case ET_OPERANDS_COMMANDS:
		et_buf_puts(out, "\t\t_etalon_words \"$commands\"");
		break;
	case ET_OPERANDS_SHELLS:
		et_buf_puts(out, "\t\t_etalon_words \"bash\"");
		break;
	}
}

static void command(struct et_buf *out, const struct et_cmd *cmd)
{
	const struct et_option *option;

	et_buf_printf(out, "\t%s)\n", et_cmd_word(cmd));
	et_buf_puts(out, "\t\tcase $previous in\n");
	for (option = cmd->options; option && option->name; option++) {
		if (option->argument)
			argument_words(out, option);
	}
	et_buf_puts(out, "\t\tesac\n\t\tif [[ $current == -* ]]; then\n\t\t\t_etalon_words \"");
	option_words(out, cmd);
	et_buf_puts(out, "\"\n\t\t\treturn\n\t\tfi\n");
	operand_words(out, cmd->operands);
	et_buf_puts(out, ";;\n");
}

/* A command that has commands of its own. */
static void family(struct et_buf *out, const struct et_cmd *cmd)
{
	size_t i;

	et_buf_printf(
		out, "\t%s)\n\t\tif ((COMP_CWORD == 2)); then\n\t\t\t_etalon_words \"", cmd->name);
	for (i = 0; cmd->commands[i]; i++)
		et_buf_printf(out, "%s ", et_cmd_word(cmd->commands[i]));
	et_buf_puts(out, "--help\"\n\t\t\treturn\n\t\tfi\n\t\tcase ${COMP_WORDS[2]} in\n");
	for (i = 0; cmd->commands[i]; i++)
		command(out, cmd->commands[i]);
	et_buf_puts(out, "\t\tesac;;\n");
}

static void bash(struct et_buf *out)
{
	const struct etalon_rule *rule;
	size_t i;

	et_buf_puts(out, "# bash completion for etalon(1); made by 'etalon completion bash'\n"
			 "_etalon_words()\n{\n"
			 "\tmapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$current\")\n}\n\n"
			 "_etalon_files()\n{\n"
			 "\tcompopt -o filenames 2>/dev/null\n"
			 "\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n}\n\n"
			 "_etalon()\n{\n"
			 "\tlocal current=${COMP_WORDS[COMP_CWORD]}\n"
			 "\tlocal previous=${COMP_WORDS[COMP_CWORD-1]}\n"
			 "\t# bash splits --option=value into three words\n"
			 "\tif [[ $current == = ]]; then\n"
			 "\t\tcurrent=\n"
			 "\telif [[ $previous == = ]] && ((COMP_CWORD > 2)); then\n"
			 "\t\tprevious=${COMP_WORDS[COMP_CWORD-2]}\n"
			 "\tfi\n"
			 "\tlocal commands=\"");
	for (i = 0; et_cmds[i]; i++)
		et_buf_printf(out, "%s%s", i ? " " : "", et_cmds[i]->name);
	et_buf_puts(out, "\"\n\tlocal rules=\"");
	for (i = 0; (rule = etalon_rule(i)); i++)
		et_buf_printf(out, "%s%s", i ? " " : "", rule->code);
	et_buf_puts(out, "\"\n\n\tCOMPREPLY=()\n"
			 "\tif ((COMP_CWORD == 1)); then\n"
			 "\t\t_etalon_words \"$commands --help --version\"\n"
			 "\t\treturn\n"
			 "\tfi\n"
			 "\tcase ${COMP_WORDS[1]} in\n");
	for (i = 0; et_cmds[i]; i++) {
		if (et_cmds[i]->commands)
			family(out, et_cmds[i]);
		else
			command(out, et_cmds[i]);
	}
	et_buf_puts(out, "\tesac\n}\n\ncomplete -F _etalon etalon\n");
}

static int run(struct et_args *args)
{
	const char *shell = NULL;
	const char *value;
	struct et_buf out;
	int option;

	while ((option = et_args_next(args, &value)) != ET_ARGS_END) {
		if (option == ET_OPT_HELP)
			return et_print_help(args->cmd);
		if (option != ET_ARGS_OPERAND)
			return ET_EXIT_TROUBLE;
		shell = value;
	}
	if (!shell || strcmp(shell, "bash") != 0) {
		et_complain(args->cmd,
			shell ? "there is no completion for '%s', only for bash"
			      : "needs the name of a shell: bash",
			shell);
		return ET_EXIT_TROUBLE;
	}
	et_buf_init(&out);
	bash(&out);
	return et_print(&out);
}

static const char *const about[] = {
	"Writes a completion script for a shell; bash is the one it knows. In ~/.bashrc: "
	"source <(etalon completion bash)",
	NULL,
};

const struct et_cmd et_cmd_completion = {
	.name = "completion",
	.operand = "bash",
	.summary = "write a completion script for the shell",
	.about = about,
	.operands = ET_OPERANDS_SHELLS,
	.run = run,
};
