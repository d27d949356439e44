/* SPDX-License-Identifier: BSD-3-Clause */
/* A line on the terminal that says how far a step is, once the command takes longer than a moment.
 */
#ifndef ETALON_PROGRESS_H
#define ETALON_PROGRESS_H

#include "options.h"

#include <stdbool.h>
#include <stdint.h>

struct et_progress {
	const struct et_cmd *cmd;
	int64_t start; /* milliseconds */
	int64_t shown; /* when the line was written last */
	bool is_terminal;
	bool visible;
};

/* Nothing is shown where standard error is no terminal. */
void et_progress_begin(struct et_progress *progress, const struct et_cmd *cmd);

/* An etalon_progress_fn; data is the progress. */
void et_progress_show(void *data, const char *step, size_t done, size_t all);

/* Takes the line away. */
void et_progress_end(struct et_progress *progress);

#endif
