/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a report goes: a buffer before the caller's function. */
#ifndef ETALON_OUT_H
#define ETALON_OUT_H

#include "etalon.h"
#include "str.h"

struct et_out {
	struct et_buf buf; /* printers append here */
	etalon_write_fn *write;
	void *data;
	int status; /* what write returned when that was not 0: the printer may stop */
};

void et_out_init(struct et_out *out, etalon_write_fn *write, void *data);

/* Hands the buffer on when it has grown large. Returns false when the caller wants no more. */
bool et_out_more(struct et_out *out);

/* Hands on the rest, frees the buffer and returns the status. */
int et_out_finish(struct et_out *out);

#endif
