/* SPDX-License-Identifier: BSD-3-Clause */
/* What is in a text of the standard, for a person and for programs. */
#ifndef ETALON_SPEC_REPORT_H
#define ETALON_SPEC_REPORT_H

#include "etalon.h"
#include "spec.h"

/*
 * Writes the files, the listings by what they are, and the counts of what was read of a text. With
 * options->freshness every listing, definition and requirement is listed. Returns 0, or what write
 * returned when that was not 0.
 */
int et_report_spec_stats(const struct et_spec *spec, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data);

/* All of it as etalon.spec/1 (docs/spec.schema.json). */
int et_report_spec_json(const struct et_spec *spec, etalon_write_fn *write, void *data);

#endif
