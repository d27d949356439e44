/* SPDX-License-Identifier: BSD-3-Clause */
/* What a session holds. Private to src/api. */
#ifndef ETALON_SESSION_H
#define ETALON_SESSION_H

#include "changes.h"
#include "compare.h"
#include "subject.h"
#include "report.h"
#include "spec.h"
#include "tree.h"

#include <stdarg.h>
#include <time.h>

/* What was named as a tree; or the directory of files that were. */
struct et_named_tree {
	struct et_tree tree;
	struct et_subject subject;    /* open until the tree is read */
	ET_ARRAY(const char *) files; /* names in it that were named; none: the whole of it */
	struct et_diags diags;	      /* with paths below the tree */
};

struct et_sync;

struct etalon {
	struct et_arena arena;
	struct et_diags diags;
	const struct et_canon *canon;
	const struct et_canon *all; /* of all editions; NULL: the built-in one, not unpacked yet */
	const struct et_dialect *dialect; /* NULL: recognised */
	ET_ARRAY(const char *) interfaces;
	ET_ARRAY(const char *) rules;
	uint32_t abis;
	int64_t today;
	const char *baseline; /* JSON text, or NULL */
	size_t baseline_length;
	ET_ARRAY(struct et_named_tree *) trees;
	struct et_map known_files;
	struct et_results results;
	ET_ARRAY(const struct et_spec *) specs;
	const char *registry;	   /* the directory that the canon was read from; NULL: built in */
	struct et_changes changes; /* etalon_spec_diff() */
	const struct et_import *import; /* etalon_spec_import() */
	bool compared;
	struct et_sync *sync; /* etalon_sync_plan() */
	etalon_progress_fn *progress;
	void *progress_data;
	const char *error;

	/* As they are shown. */
	struct etalon_finding *findings;
	size_t n_findings;
	struct etalon_tree *trees_shown;
	size_t n_trees_shown;
	ET_ARRAY(struct etalon_message) messages;
};

/* Remembers an error for etalon_error(). Returns -1. */
int et_session_fail(struct etalon *etalon, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The canon of all editions, each definition with its own, and with its names. */
const struct et_canon *et_session_all_names(struct etalon *etalon);

/* The canon of an edition, out of the one that the session uses. */
const struct et_canon *et_session_canon(struct etalon *etalon, enum et_edition edition);

/* Adds messages about a tree or a text, with their paths as a person opens them. */
void et_session_show(struct etalon *etalon, const char *root, const struct et_diags *diags);

/* Sorts the results, applies the baseline, and lists what is asked for as findings. */
void et_session_finish(struct etalon *etalon);

/* The names of the ABIs that are judged by, NULL-terminated. */
void et_session_abis(const struct etalon *etalon, const char *names[ET_ABI_COUNT + 1]);

/* Whether the findings of a rule are asked for. */
bool et_session_wants(const struct etalon *etalon, const struct etalon_rule *rule);

#endif
