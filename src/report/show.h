/* SPDX-License-Identifier: BSD-3-Clause */
/* What the canon knows, for a person. */
#ifndef ETALON_SHOW_H
#define ETALON_SHOW_H

#include "arena.h"
#include "canon.h"
#include "etalon.h"

/*
 * Writes all that the canon knows about a name, in either case: own or alias, "record.field", or an
 * interface. All definitions of that name. Returns 0; 2 when there is none, with the nearest names
 * written instead; else what write returned. The arena is for scratch.
 */
int et_show(const struct et_canon *canon, struct et_arena *arena, const char *name,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/*
 * Writes a line for each definition of an interface, or for each interface when it is NULL; its
 * first word is the name. Returns as et_show() does.
 */
int et_list(const struct et_canon *canon, struct et_arena *arena, const char *interface,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

#endif
