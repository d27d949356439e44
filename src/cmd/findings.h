/* SPDX-License-Identifier: BSD-3-Clause */
/* What commands share that end in a report of findings: their options, and the report. */
#ifndef ETALON_FINDINGS_H
#define ETALON_FINDINGS_H

#include "cmds.h"

/* Ids of the shared options; a command's own are below. */
enum {
	ET_FINDINGS_INTERFACE = 100,
	ET_FINDINGS_RULE,
	ET_FINDINGS_FAIL_ON,
	ET_FINDINGS_FORMAT,
	ET_FINDINGS_OUTPUT,
	ET_FINDINGS_BASELINE,
	ET_FINDINGS_SUMMARY,
	ET_FINDINGS_QUIET,
	ET_FINDINGS_COLOR,
};

struct et_findings {
	const struct et_cmd *cmd;
	struct etalon *etalon;
	struct etalon_report_options report;
	enum etalon_family fail_on;
	enum et_color color;
	const char *output; /* NULL: standard output */
};

typedef int et_findings_setter(struct etalon *etalon, const char *name);

/* Sets one name of the library's, or several that commas separate. 0, or -1 after a message. */
int et_findings_set(struct et_findings *check, et_findings_setter *function, const char *names);

/* Takes one of the shared options. Returns 0, or -1 after a message. */
int et_findings_option(struct et_findings *check, int option, const char *value);

typedef int et_findings_printer(const struct etalon *etalon,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* Writes what the function prints. Returns status, or ET_EXIT_TROUBLE after a message. */
int et_findings_write(struct et_findings *check, et_findings_printer *print, int status);

/* Writes the report. Returns status, or ET_EXIT_TROUBLE after a message. */
int et_findings_report(struct et_findings *check, int status);

#define ET_FINDINGS_OPTIONS                                                                        \
	{.id = ET_FINDINGS_INTERFACE,                                                              \
		.letter = 'i',                                                                     \
		.name = "interface",                                                               \
		.argument = "NAME",                                                                \
		.help = "check this interface only, such as blk; may be repeated"},                \
		{.id = ET_FINDINGS_RULE,                                                           \
			.letter = 'r',                                                             \
			.name = "rule",                                                            \
			.argument = "RULE",                                                        \
			.help = "report this rule only: a code (W103), the beginning of one (W1) " \
				"or a family (wire); may be repeated"},                            \
		{.id = ET_FINDINGS_FORMAT,                                                         \
			.letter = 'f',                                                             \
			.name = "format",                                                          \
			.argument = "FORMAT",                                                      \
			.words = "text json sarif gcc",                                            \
			.help = "write the report as text (the default), json, sarif or gcc"},     \
		{.id = ET_FINDINGS_OUTPUT,                                                         \
			.letter = 'o',                                                             \
			.name = "output",                                                          \
			.argument = "FILE",                                                        \
			.help = "write the report to FILE, whole or not at all"},                  \
		{.id = ET_FINDINGS_BASELINE,                                                       \
			.letter = 'b',                                                             \
			.name = "baseline",                                                        \
			.argument = "FILE",                                                        \
			.help = "leave out what an earlier report in JSON has already"},           \
		{.id = ET_FINDINGS_QUIET,                                                          \
			.letter = 'q',                                                             \
			.name = "quiet",                                                           \
			.help = "list findings only: no notes, no counts"},                        \
		ET_OPTION_COLOR(ET_FINDINGS_COLOR)

#endif
