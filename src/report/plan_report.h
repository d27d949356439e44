/* SPDX-License-Identifier: BSD-3-Clause */
/* Reports of a sync's plan. They know the public structures only. */
#ifndef ETALON_PLAN_REPORT_H
#define ETALON_PLAN_REPORT_H

#include "changes.h"
#include "etalon.h"

/* Everything is borrowed. */
struct et_plan_report {
	const char *edition;
	const char *source;   /* as named */
	const char *revision; /* of its repository, or NULL */
	const char *version;  /* the kernel's, or NULL */
	const char *consumer; /* as named */
	const char *release;  /* or NULL */
	const char *profile;
	const struct etalon_sync_file *files;
	size_t n_files;
	const struct et_changes *changes;
	const struct etalon_problem *problems;
	size_t n_problems;
	size_t stops;		       /* problems and changes that stop */
	bool uses;		       /* the consumer's sources were looked through */
	size_t sources;		       /* how many of them */
	bool proved;		       /* compilers were asked */
	size_t units, failing, broken; /* what they said */
	bool forced;
	bool applied; /* it is written */
	const struct etalon_message *messages;
	size_t n_messages;
};

int et_report_plan_text(const struct et_plan_report *plan,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* etalon.plan/1 (docs/plan.schema.json). */
int et_report_plan_json(const struct et_plan_report *plan, etalon_write_fn *write, void *data);

/* A message to commit the sync with: subject, source, what came in, what to look at. */
int et_report_plan_message(const struct et_plan_report *plan, etalon_write_fn *write, void *data);

/* "added", "changed" …; "include", "construct" …: as in JSON. Static. */
const char *et_file_action_name(enum etalon_file_action action);
const char *et_problem_name(enum etalon_problem_kind kind);

/* Whether one of a change's uses is certain to break. */
bool et_plan_is_certain(const struct etalon_change *change);

/* How many files have an action. */
size_t et_plan_count(const struct et_plan_report *plan, enum etalon_file_action action);

#endif
