/* SPDX-License-Identifier: BSD-3-Clause */
/* The commands, a file each, and what they share. */
#ifndef ETALON_CMDS_H
#define ETALON_CMDS_H

#include "etalon.h"
#include "options.h"
#include "sink.h"
#include "terminal.h"

extern const struct et_cmd et_cmd_check;
extern const struct et_cmd et_cmd_diff;
extern const struct et_cmd et_cmd_show;
extern const struct et_cmd et_cmd_list;
extern const struct et_cmd et_cmd_sync;
extern const struct et_cmd et_cmd_spec;
extern const struct et_cmd et_cmd_explain;
extern const struct et_cmd et_cmd_completion;
extern const struct et_cmd et_cmd_help;

/* Exit statuses that are the same for all. */
enum { ET_EXIT_OK = 0, ET_EXIT_FINDINGS = 1, ET_EXIT_TROUBLE = 2 };

/* The option --color, for the tables. */
#define ET_OPTION_COLOR(number)                                                                    \
	{                                                                                          \
		.id = (number), .name = "color", .argument = "WHEN", .words = "auto always never", \
		.help = "use colors: auto (the default: on a terminal), always or never"           \
	}

/*
 * Ends standard output after a command with that status. Returns the status, or ET_EXIT_TROUBLE
 * after a message when something could not be written.
 */
int et_finish_stdout(struct et_sink *sink, int status);

/* Writes a text to standard output as a whole command: finishes the buffer, returns the status. */
int et_print(struct et_buf *text);

/* Writes the command's --help, as et_print() does. */
int et_print_help(const struct et_cmd *cmd);

/* Appends Markdown for a person: filled to width (0: left as it is), with colour or without. */
void et_render_page(struct et_buf *out, const char *markdown, bool color, unsigned width);

#endif
