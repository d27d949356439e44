/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Whether what a text says could be what the canon has, as far as the text tells: what the D rules
 * judge fields by, and what an import corrects.
 */
#ifndef ETALON_SPEC_FITS_H
#define ETALON_SPEC_FITS_H

#include "record.h"

/* Former names and padding too. Two that have no name fit. */
bool et_spec_fits_name(const struct et_field *canon, const struct et_field *text);

/* Bytes have no order, however they are spelt; what only names itself is what it names. */
bool et_spec_fits_type(const struct et_type *canon, const struct et_type *text);

/* Whether the text's words between brackets could give the canon's counts. */
bool et_spec_fits_counts(const struct et_field *canon, const struct et_field *text);

/*
 * Whether every feature that the text's condition names is in one of the canon's, a field's own and
 * its record's. Each may be NULL.
 */
bool et_spec_fits_condition(
	const struct et_when *own, const struct et_when *outer, const char *guard);

/* Whether a condition, which may be NULL, names the feature of so many letters; NULL: any. */
bool et_spec_names_feature(const struct et_when *when, const char *name, size_t length);

#endif
