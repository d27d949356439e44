/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon spec import: a new text of the standard, as a change of the registry to review. */
#include "spec_cmds.h"

#include <errno.h>
#include <string.h>

enum { OPT_REGISTRY = 1, OPT_DRAFT, OPT_REQUIREMENTS, OPT_OUTPUT, OPT_WRITE };

static const struct et_option options[] = {
	{.id = OPT_REGISTRY,
		.name = "registry",
		.argument = "DIRECTORY",
		.help = "change the registry in DIRECTORY (the default: registry)"},
	{.id = OPT_DRAFT,
		.name = "draft",
		.help = "take TEXT for a draft of the next edition, whatever it says of itself"},
	{.id = OPT_REQUIREMENTS,
		.name = "requirements",
		.help = "bring in requirements only, also from an older edition"},
	{.id = OPT_OUTPUT,
		.letter = 'o',
		.name = "output",
		.argument = "FILE",
		.help = "write the patch to FILE, whole or not at all"},
	{.id = OPT_WRITE,
		.letter = 'w',
		.name = "write",
		.help = "change the registry's files in place instead of writing a patch"},
	{.name = NULL},
};

struct import {
	const struct et_cmd *cmd;
	struct etalon *etalon;
	struct etalon_import_options options;
	const char *text, *output;
	bool write;
};

static int write_patch(struct import *import, int status)
{
	struct et_sink sink;
	int error;

	et_sink_stdout(&sink);
	if (import->output && et_sink_file(&sink, import->output) != 0) {
		et_complain(import->cmd, "%s: %s", import->output, strerror(errno));
		return ET_EXIT_TROUBLE;
	}
	etalon_import_diff(import->etalon, et_sink_write, &sink);
	if (sink.path == NULL)
		return et_finish_stdout(&sink, status);
	error = et_sink_finish(&sink, true);
	if (!error)
		return status;
	et_complain(import->cmd, "%s: %s", import->output, strerror(error));
	return ET_EXIT_TROUBLE;
}

/* What was not decided: the notes from one on. Those before it are about what was not read. */
static void print_notes(const struct etalon *etalon, size_t i)
{
	for (; i < etalon_message_count(etalon); i++) {
		const struct etalon_message *message = etalon_message(etalon, i);

		if (message->severity == ETALON_NOTE)
			et_spec_message(message);
	}
}

static int run_import(struct import *import)
{
	struct etalon *etalon = import->etalon;
	size_t read;
	int status;

	if (import->write && import->output) {
		et_complain(import->cmd, "--write and --output exclude each other");
		return ET_EXIT_TROUBLE;
	}
	status = etalon_spec_read(etalon, import->text ? import->text : ".");
	read = etalon_message_count(etalon);
	if (status != 0 || etalon_spec_import(etalon, &import->options) != 0) {
		et_spec_messages(etalon);
		et_complain(import->cmd, "%s", etalon_error(etalon));
		return ET_EXIT_TROUBLE;
	}
	status = et_spec_messages(etalon);
	print_notes(etalon, read);
	if (!import->write)
		return write_patch(import, status);
	if (status != ET_EXIT_OK) {
		et_complain(import->cmd, "the text has errors: nothing is written");
		return status;
	}
	if (etalon_import_write(etalon) != 0) {
		et_complain(import->cmd, "%s", etalon_error(etalon));
		return ET_EXIT_TROUBLE;
	}
	return status;
}

/* Takes one option. Returns whether that ends the command, with its exit status. */
static bool take(struct import *import, int option, const char *value, int *status)
{
	*status = ET_EXIT_TROUBLE;
	switch (option) {
	case ET_OPT_HELP:
		*status = et_print_help(import->cmd);
		return true;
	case OPT_REGISTRY:
		import->options.registry = value;
		return false;
	case OPT_DRAFT:
		import->options.draft = true;
		return false;
	case OPT_REQUIREMENTS:
		import->options.requirements = true;
		return false;
	case OPT_OUTPUT:
		import->output = value;
		return false;
	case OPT_WRITE:
		import->write = true;
		return false;
	case ET_ARGS_OPERAND:
		if (import->text)
			et_complain(import->cmd, "one TEXT is imported at a time");
		else
			import->text = value;
		return import->text != value;
	default:
		return true;
	}
}

static int run(struct et_args *args)
{
	struct import import = {.cmd = args->cmd, .options = {.registry = "registry"}};
	int status;

	import.etalon = et_spec_session(args->cmd);
	if (!import.etalon)
		return ET_EXIT_TROUBLE;
	for (;;) {
		const char *value;
		int option = et_args_next(args, &value);

		if (option == ET_ARGS_END) {
			status = run_import(&import);
			break;
		}
		if (take(&import, option, value, &status))
			break;
	}
	etalon_destroy(import.etalon);
	return status;
}

static const char *const about[] = {
	"Brings a TEXT of the standard into a registry, and writes the change as a patch to "
	"review, "
	"for `git apply` or `patch -p1`. A TEXT is a directory of its TeX, or REPO@REV, a revision "
	"of a git repository. Without one it is the current directory.",
	"Places follow the text; what is new is entered, what changed is corrected, and what is "
	"gone "
	"is taken out, or ended when the text is a draft. What can't be decided by reading is "
	"left, "
	"and said on standard error, a line each.",
	"Exits with 0 when the patch is there, also when it is empty, and with 2 when something "
	"could not be read or no valid registry would come of it: then nothing is written.",
	NULL,
};

const struct et_cmd et_cmd_spec_import = {
	.name = "spec import",
	.operand = "[TEXT]",
	.summary = "bring a new text of the standard into the registry, as a patch",
	.about = about,
	.options = options,
	.operands = ET_OPERANDS_PATHS,
	.run = run,
};
