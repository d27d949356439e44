/* SPDX-License-Identifier: BSD-3-Clause */
/* Judges a text of the standard: against the canon, and against itself. The D rules. */
#ifndef ETALON_SPEC_JUDGE_H
#define ETALON_SPEC_JUDGE_H

#include "compare.h"
#include "spec.h"

struct et_spec_options {
	const struct et_canon *canon;
	const char *const *interfaces; /* NULL-terminated names; NULL: all */
	/*
	 * The canon's places have the lines of this very text: true for the edition that it holds,
	 * and for a draft that follows; an older edition has the same definitions elsewhere.
	 */
	bool same_lines;
};

/* What could be confirmed of the canon, and what could not. */
struct et_spec_account {
	size_t confirmed;  /* values, layouts and places of the canon that the text has just so */
	size_t by_mention; /* whose value only prose gives: the name stands where the canon says */
	size_t unverified; /* that only a file confirms which is not there */
};

/* (a) The canon against the text, both ways: D551 to D559. Appends to results, in the arena. */
void et_spec_compare(struct et_arena *arena, const struct et_spec *spec,
	const struct et_spec_options *options, struct et_results *results,
	struct et_spec_account *account);

/* The same, and (b) the text against itself: D501 to D529. The canon only says what is whose. */
void et_spec_judge(struct et_arena *arena, const struct et_spec *spec,
	const struct et_spec_options *options, struct et_results *results,
	struct et_spec_account *account);

#endif
