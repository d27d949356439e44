/* SPDX-License-Identifier: BSD-3-Clause */
/* The commands of etalon spec, a file each, and what they share. */
#ifndef ETALON_SPEC_CMDS_H
#define ETALON_SPEC_CMDS_H

#include "cmds.h"

extern const struct et_cmd et_cmd_spec_check;
extern const struct et_cmd et_cmd_spec_stats;
extern const struct et_cmd et_cmd_spec_diff;
extern const struct et_cmd et_cmd_spec_import;

/* Opens a session for a command. Returns NULL after a message. */
struct etalon *et_spec_session(const struct et_cmd *cmd);

/* Writes a message to standard error, as a line. What a terminal would act on is shown only. */
void et_spec_message(const struct etalon_message *message);

/*
 * Writes to standard error what the reading of texts said, for commands whose report has no room
 * for it. Returns ET_EXIT_TROUBLE when there is an error among it, else ET_EXIT_OK.
 */
int et_spec_messages(const struct etalon *etalon);

#endif
