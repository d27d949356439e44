/* SPDX-License-Identifier: BSD-3-Clause */
/* Looking things up in the canon. */
#include "session.h"

#include "show.h"

static const struct etalon_report_options defaults;

int etalon_show(const struct etalon *etalon, const char *name,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	struct et_arena scratch;
	int status;

	et_arena_init(&scratch);
	status = et_show(etalon->canon, &scratch, name, options ? options : &defaults, write, data);
	et_arena_finish(&scratch);
	return status;
}

int etalon_list(const struct etalon *etalon, const char *interface,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data)
{
	struct et_arena scratch;
	int status;

	et_arena_init(&scratch);
	status = et_list(
		etalon->canon, &scratch, interface, options ? options : &defaults, write, data);
	et_arena_finish(&scratch);
	return status;
}
