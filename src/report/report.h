/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Reports of a check: one printer a format. They know the public structures only, so that a report
 * can be made of anything that has findings. The same input gives the same bytes.
 */
#ifndef ETALON_REPORT_H
#define ETALON_REPORT_H

#include "etalon.h"
#include "str.h"

/* Everything is borrowed. Findings of one tree and file stand together. */
struct et_report {
	const char *version;	 /* "0.1.0" */
	const char *edition;	 /* that the trees were compared with: "1.4" */
	const char *const *abis; /* that were judged by: names, NULL-terminated */
	const struct etalon_finding *findings;
	size_t n_findings;
	const struct etalon_tree *trees;
	size_t n_trees;
	const struct etalon_message *messages; /* file: as a person opens it, tree included */
	size_t n_messages;
	bool is_text; /* the tree is a text of the standard, not code */
};

/* Each writes a whole report. Returns 0, or what write returned when that was not 0. */
int et_report_text(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data);
int et_report_json(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data);
int et_report_sarif(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data);
int et_report_gcc(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data);

/* The one that options->format names. */
int et_report(const struct et_report *report, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data);

/*
 * Appends the path that opens a file of a tree from where the user stands: tree and file joined;
 * the tree alone when it is that file, or file is NULL.
 */
void et_report_path(struct et_buf *buf, const char *tree, const char *file);

/* Whether a finding is listed: neither waived, nor known unless the options ask for those. */
bool et_report_lists(
	const struct etalon_finding *finding, const struct etalon_report_options *options);

/* How many messages have a severity. */
size_t et_report_count_messages(const struct et_report *report, enum etalon_severity severity);

#endif
