/* SPDX-License-Identifier: BSD-3-Clause */
#include "out.h"

enum { LARGE = 1 << 16 };

void et_out_init(struct et_out *out, etalon_write_fn *write, void *data)
{
	*out = (struct et_out){.write = write, .data = data};
	et_buf_init(&out->buf);
}

static void flush(struct et_out *out)
{
	if (!out->status && out->buf.length)
		out->status = out->write(out->data, out->buf.data, out->buf.length);
	et_buf_clear(&out->buf);
}

bool et_out_more(struct et_out *out)
{
	if (out->buf.length >= LARGE)
		flush(out);
	return out->status == 0;
}

int et_out_finish(struct et_out *out)
{
	flush(out);
	et_buf_finish(&out->buf);
	return out->status;
}
