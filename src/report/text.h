/* SPDX-License-Identifier: BSD-3-Clause */
/* The parts of the report for a person; inside this layer only. */
#ifndef ETALON_TEXT_H
#define ETALON_TEXT_H

#include "out.h"
#include "report.h"
#include "style.h"

/* How many findings are of each family, and how many are accepted or known. */
struct et_tally {
	size_t families[ETALON_NEVER];
	size_t waived;
	size_t known;
};

struct et_text_report {
	const struct et_report *report;
	const struct etalon_report_options *options;
	struct et_out out;
	struct et_buf line; /* the paragraph in work */
};

/* Counts a finding. */
void et_tally_add(struct et_tally *tally, const struct etalon_finding *finding,
	const struct etalon_report_options *options);

/* Whether a finding of the freshness family is only counted. */
bool et_text_collapses(
	const struct etalon_finding *finding, const struct etalon_report_options *options);

/* Appends a style's sequence to the paragraph in work. */
void et_text_style(struct et_text_report *text, enum et_style style);

/* Writes the paragraph in work, its first line from column 0, and empties it. */
void et_text_wrap(struct et_text_report *text, size_t indent);

/* A finding: what, both sides, and what goes with it. */
void et_text_finding(struct et_text_report *text, const struct etalon_finding *finding);

/* Messages, the same text of several files once; counts of trees and findings. */
void et_text_errors(struct et_text_report *text);
void et_text_notes(struct et_text_report *text);
void et_text_counts(struct et_text_report *text, const struct et_tally *tally);

/* A line of counts a header instead of findings. */
void et_text_summary(struct et_text_report *text);

/* One past the last finding of the same tree and file as the first. */
size_t et_text_group_end(const struct et_report *report, size_t first);

#endif
