/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon sync: update a consumer's copies of Linux's headers, whole or not at all. */
#include "findings.h"
#include "progress.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	OPT_PROFILE = 1,
	OPT_DRY_RUN,
	OPT_NO_CLOSURE,
	OPT_NO_USES,
	OPT_PRUNE,
	OPT_FORCE,
	OPT_PROVE,
	OPT_JOBS,
	OPT_RECOVER,
	OPT_MESSAGE,
	OPT_ALL,
};

static const struct et_option options[] = {
	{.id = OPT_PROFILE,
		.letter = 'p',
		.name = "profile",
		.argument = "PROFILE",
		.help = "copy what this profile says, a name or a file, instead of the one that "
			"CONSUMER is recognised by"},
	{.id = OPT_DRY_RUN,
		.letter = 'n',
		.name = "dry-run",
		.help = "write nothing: show the plan and what stands against it"},
	{.id = OPT_FORCE, .name = "force", .help = "write although something stops it"},
	{.id = OPT_PRUNE,
		.name = "prune",
		.help = "remove files that nobody writes any longer, instead of keeping them"},
	{.id = OPT_NO_CLOSURE,
		.name = "no-closure",
		.help = "carry nothing that the profile does not list, also when a header includes "
			"it"},
	{.id = OPT_NO_USES,
		.name = "no-uses",
		.help = "don't look for uses of what changes in CONSUMER's sources"},
	{.id = OPT_PROVE,
		.name = "prove",
		.argument = "BUILD",
		.help = "compile what is affected of BUILD's compile_commands.json against the new "
			"headers, touching neither tree nor build"},
	{.id = OPT_JOBS,
		.letter = 'j',
		.name = "jobs",
		.argument = "N",
		.help = "compilers at the same time (the default: one a processor)"},
	{.id = OPT_RECOVER,
		.name = "recover",
		.help = "end a sync of CONSUMER that was interrupted, and nothing else"},
	{.id = OPT_MESSAGE,
		.name = "commit-message",
		.help = "write a message to commit the sync with, instead of the report"},
	{.id = OPT_ALL,
		.letter = 'a',
		.name = "all",
		.help = "list every change, use and file, instead of counts"},
	{.id = ET_FINDINGS_FORMAT,
		.letter = 'f',
		.name = "format",
		.argument = "FORMAT",
		.words = "text json",
		.help = "write the report as text (the default) or json"},
	{.id = ET_FINDINGS_OUTPUT,
		.letter = 'o',
		.name = "output",
		.argument = "FILE",
		.help = "write the report to FILE, whole or not at all"},
	{.id = ET_FINDINGS_QUIET,
		.letter = 'q',
		.name = "quiet",
		.help = "leave out the list of files"},
	ET_OPTION_COLOR(ET_FINDINGS_COLOR),
	{.name = NULL},
};

struct sync {
	struct et_findings shared;
	struct etalon_sync_options options;
	struct et_progress progress;
	const char *operands[2];
	size_t n_operands;
	bool dry_run, recover, message;
};

static int fail(const struct sync *sync)
{
	size_t i;

	for (i = 0; i < etalon_message_count(sync->shared.etalon); i++) {
		const struct etalon_message *message = etalon_message(sync->shared.etalon, i);

		if (message->severity != ETALON_ERROR)
			continue;
		if (message->file && message->line)
			et_complain(sync->shared.cmd, "%s:%u: %s", message->file, message->line,
				message->text);
		else
			et_complain(sync->shared.cmd, "%s%s%s", message->file ? message->file : "",
				message->file ? ": " : "", message->text);
	}
	et_complain(sync->shared.cmd, "%s", etalon_error(sync->shared.etalon));
	return ET_EXIT_TROUBLE;
}

/* Returns 0, or -1 after a message. */
static int take_jobs(struct sync *sync, const char *value)
{
	char *end;
	unsigned long jobs = strtoul(value, &end, 10);

	if (*end || end == value || !jobs || jobs > 1024) {
		et_complain(
			sync->shared.cmd, "--jobs takes a number from 1 to 1024, not '%s'", value);
		return -1;
	}
	sync->options.jobs = (unsigned)jobs;
	return 0;
}

/* Returns 0, or -1 after a message. */
static int take_option(struct sync *sync, int option, const char *value)
{
	switch (option) {
	case OPT_PROFILE:
		sync->options.profile = value;
		return 0;
	case OPT_DRY_RUN:
		sync->dry_run = true;
		return 0;
	case OPT_FORCE:
		sync->options.force = true;
		return 0;
	case OPT_PRUNE:
		sync->options.prune = true;
		return 0;
	case OPT_NO_CLOSURE:
		sync->options.no_closure = true;
		return 0;
	case OPT_NO_USES:
		sync->options.no_uses = true;
		return 0;
	case OPT_PROVE:
		sync->options.prove = value;
		return 0;
	case OPT_JOBS:
		return take_jobs(sync, value);
	case OPT_RECOVER:
		sync->recover = true;
		return 0;
	case OPT_MESSAGE:
		sync->message = true;
		return 0;
	case OPT_ALL:
		sync->shared.report.freshness = true;
		return 0;
	case ET_ARGS_OPERAND:
		if (sync->n_operands == 2) {
			et_complain(sync->shared.cmd, "takes SOURCE and CONSUMER; '%s' is too much",
				value);
			return -1;
		}
		sync->operands[sync->n_operands++] = value;
		return 0;
	default:
		return et_findings_option(&sync->shared, option, value);
	}
}

static int recover(struct sync *sync, const char *consumer)
{
	static const char *const said[] = {
		"no sync was interrupted here",
		"undid the interrupted sync: all is as before it",
		"finished the interrupted sync: all is as planned",
	};
	struct et_buf text;
	int how = etalon_sync_recover(sync->shared.etalon, consumer);

	if (how < 0)
		return fail(sync);
	et_buf_init(&text);
	et_buf_printf(&text, "%s: %s\n", consumer, said[how]);
	return et_print(&text);
}

/* What comes before anything else; a dry run writes nothing, and so does not do it. */
static int recover_first(struct sync *sync)
{
	int how;

	if (sync->dry_run) {
		if (!etalon_sync_is_interrupted(sync->options.consumer))
			return 0;
		et_complain(sync->shared.cmd,
			"%s: a sync was interrupted here; run 'etalon sync --recover %s' first",
			sync->options.consumer, sync->options.consumer);
		return -1;
	}
	how = etalon_sync_recover(sync->shared.etalon, sync->options.consumer);
	if (how > 0)
		et_complain(sync->shared.cmd, "%s: a sync was interrupted here, and is %s now",
			sync->options.consumer, how == 1 ? "undone" : "finished");
	return how < 0 ? -1 : 0;
}

static int print_message(const struct etalon *etalon, const struct etalon_report_options *report,
	etalon_write_fn *write, void *data)
{
	(void)report;
	return etalon_sync_message(etalon, write, data);
}

static int run_sync(struct sync *sync)
{
	struct etalon *etalon = sync->shared.etalon;
	int status = ET_EXIT_OK;
	int written = 0;

	sync->options.source = sync->operands[0];
	sync->options.consumer = sync->operands[1];
	if (recover_first(sync) != 0)
		return sync->dry_run ? ET_EXIT_TROUBLE : fail(sync);
	et_progress_begin(&sync->progress, sync->shared.cmd);
	etalon_set_progress(etalon, et_progress_show, &sync->progress);
	if (etalon_sync_plan(etalon, &sync->options) != 0) {
		et_progress_end(&sync->progress);
		return fail(sync);
	}
	if (etalon_sync_stops(etalon) && !sync->options.force)
		status = ET_EXIT_FINDINGS;
	else if (!sync->dry_run)
		written = etalon_sync_apply(etalon);
	if (sync->dry_run && etalon_sync_check(etalon) < 0)
		written = -1;
	et_progress_end(&sync->progress);
	if (written < 0)
		return fail(sync);
	if (sync->message && status == ET_EXIT_FINDINGS) {
		et_complain(sync->shared.cmd,
			"%s: %zu thing%s the update, nothing is written and there is no message; "
			"without --commit-message they are listed",
			sync->options.consumer, etalon_sync_stops(etalon),
			etalon_sync_stops(etalon) == 1 ? " stops" : "s stop");
		return status;
	}
	if (sync->message && !sync->dry_run && !written) {
		et_complain(sync->shared.cmd, "%s: nothing changes, and there is no message",
			sync->options.consumer);
		return status;
	}
	return et_findings_write(
		&sync->shared, sync->message ? print_message : etalon_report_plan, status);
}

static int check_operands(const struct sync *sync)
{
	if (sync->recover && sync->n_operands == 1)
		return 0;
	if (sync->recover)
		et_complain(sync->shared.cmd, "--recover takes CONSUMER alone");
	else if (sync->message && sync->shared.report.format != ETALON_TEXT)
		et_complain(sync->shared.cmd,
			"--commit-message has a form of its own; leave --format out");
	else if (sync->n_operands == 2)
		return 0;
	else
		et_complain(sync->shared.cmd, "needs %s",
			sync->n_operands ? "a CONSUMER behind SOURCE" : "a SOURCE and a CONSUMER");
	return -1;
}

static int run_parsed(struct sync *sync, struct et_args *args)
{
	for (;;) {
		const char *value;
		int option = et_args_next(args, &value);

		if (option == ET_OPT_HELP)
			return et_print_help(sync->shared.cmd);
		if (option == ET_ARGS_END)
			break;
		if (option == ET_ARGS_ERROR || take_option(sync, option, value) != 0)
			return ET_EXIT_TROUBLE;
	}
	if (check_operands(sync) != 0)
		return ET_EXIT_TROUBLE;
	return sync->recover ? recover(sync, sync->operands[0]) : run_sync(sync);
}

static int run(struct et_args *args)
{
	struct sync sync = {.shared = {.cmd = args->cmd}};
	int status;

	sync.shared.etalon = etalon_create();
	if (!sync.shared.etalon) {
		et_complain(args->cmd, "%s", strerror(ENOMEM));
		return ET_EXIT_TROUBLE;
	}
	status = run_parsed(&sync, args);
	etalon_destroy(sync.shared.etalon);
	return status;
}

static const char *const about[] = {
	"Brings CONSUMER's copies of Linux's headers to what SOURCE has: copies, transforms and "
	"generates what the consumer's profile says. SOURCE is a directory of Linux's source, "
	"REPO@REV, a revision of a git repository, or an archive of it; nothing of it is run.",
	"First it looks for what would break: headers that nobody carries, constructs that the "
	"consumer can't digest, and uses in the consumer's sources of what changes. A certain "
	"break or a change of behaviour stops it, unless CONSUMER's etalon.yaml accepts it with a "
	"reason. Then all files are written, or none.",
	"Exits with 0 when the headers are up to date or, with --dry-run, nothing stops the plan; "
	"1 when something stops it; 2 when no plan can be made or it could not be written.",
	NULL,
};

const struct et_cmd et_cmd_sync = {
	.name = "sync",
	.operand = "SOURCE CONSUMER",
	.summary = "update a tree's copies of Linux's headers without breaking it",
	.about = about,
	.options = options,
	.operands = ET_OPERANDS_PATHS,
	.run = run,
};
