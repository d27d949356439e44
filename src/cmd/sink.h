/* SPDX-License-Identifier: BSD-3-Clause */
/* Where output goes: standard output, or a file that is there whole or not at all. */
#ifndef ETALON_SINK_H
#define ETALON_SINK_H

#include "str.h"

struct et_sink {
	int fd;
	char *path;	 /* of the file, links resolved; NULL: standard output */
	char *temporary; /* where it grows; NULL: written in place, as a device is */
	int error;	 /* errno of the first failure */
	bool closed;	 /* the reader of a pipe went away, which is no failure */
};

/* The program's standard streams: a write to a closed pipe fails instead of killing. */
void et_sink_prepare(void);

void et_sink_stdout(struct et_sink *sink);

/* Opens a file; "-" is standard output. Returns 0, or -1 with errno. */
int et_sink_file(struct et_sink *sink, const char *path);

/* An etalon_write_fn; data is the sink. */
int et_sink_write(void *data, const char *text, size_t length);

/*
 * Ends the output: puts the file in place when keep holds and all was written, else removes it.
 * Standard output is closed. Returns 0; or the errno of what could not be written.
 */
int et_sink_finish(struct et_sink *sink, bool keep);

#endif
