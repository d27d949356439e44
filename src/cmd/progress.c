/* SPDX-License-Identifier: BSD-3-Clause */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 500, PAUSE = 100 }; /* milliseconds: before the first line, between two */

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000) + time.tv_nsec / 1000000;
}

void et_progress_begin(struct et_progress *progress, const struct et_cmd *cmd)
{
	*progress = (struct et_progress){.cmd = cmd, .start = now()};
	progress->is_terminal = isatty(STDERR_FILENO) == 1;
}

void et_progress_show(void *data, const char *step, size_t done, size_t all)
{
	struct et_progress *progress = data;
	int64_t time;

	if (!progress->is_terminal)
		return;
	time = now();
	if (time - progress->start < PATIENCE || time - progress->shown < PAUSE)
		return;
	progress->shown = time;
	progress->visible = true;
	/* Back to the line's beginning, and clear what the last one leaves over. */
	if (all)
		fprintf(stderr, "\r\033[Ketalon %s: %s, %zu of %zu", progress->cmd->name, step,
			done, all);
	else
		fprintf(stderr, "\r\033[Ketalon %s: %s", progress->cmd->name, step);
	fflush(stderr);
}

void et_progress_end(struct et_progress *progress)
{
	if (progress->visible)
		fputs("\r\033[K", stderr);
	progress->visible = false;
}
