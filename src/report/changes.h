/* SPDX-License-Identifier: BSD-3-Clause */
/* Reports of changes between two texts of the standard, or between two trees. */
#ifndef ETALON_CHANGES_H
#define ETALON_CHANGES_H

#include "canon.h"
#include "etalon.h"
#include "json.h"

struct et_changes_side {
	const char *name;     /* "1.2", or as the user named the text or tree */
	const char *version;  /* by the text's own account, or NULL */
	const char *revision; /* of its git repository, or NULL */
	/*
	 * Trees: what stands before the paths of its files where they are opened; NULL: the tree's
	 * path. A revision's files are the work tree's.
	 */
	const char *folder;
	const char *tree; /* trees: the path that changes have for it */
};

struct et_changes {
	struct et_changes_side from, to;
	const struct etalon_change *list; /* in the order of etalon_change() */
	size_t count;
	const struct et_canon *canon; /* for the titles of interfaces */
	bool named; /* the user asked for certain interfaces: all of them is shown */

	/* Of trees only. */
	bool of_trees;
	const char *const *abis;	       /* that were judged by: names, NULL-terminated */
	const struct etalon_tree *trees;       /* the older and the newer */
	size_t paired;			       /* definitions that both have */
	const struct etalon_message *messages; /* file: as a person opens it, tree included */
	size_t n_messages;
	const char *uses; /* the consumer that was searched, or NULL */
};

/*
 * For a person. An interface that is new as a whole is a line of counts, unless named or with
 * options->freshness. Returns 0, or what write returned when that was not 0.
 */
int et_report_changes_text(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/*
 * Changes of a tree for a person, by header. What is compatible is counted, unless
 * options->freshness; options->summary counts all of it.
 */
int et_report_tree_text(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* A line a change, as compilers write them; uses as notes. Trees only. */
int et_report_changes_gcc(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* SARIF 2.1.0, a rule a class. Trees only. */
int et_report_changes_sarif(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* The one that options->format names. */
int et_report_changes(const struct et_changes *changes, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data);

/* The side of a change where it is to be looked at: the newer, where it has the header. */
const struct etalon_evidence *et_change_place(const struct etalon_change *change);

/* The path that opens a side's file from where the user stands. */
void et_change_path(struct et_buf *buf, const struct et_changes *changes,
	const struct etalon_change *change, bool newer);

/* etalon.changes/1 (docs/changes.schema.json). No sentence of a text is in it. */
int et_report_changes_json(const struct et_changes *changes, etalon_write_fn *write, void *data);

/* One change as an object of a JSON array: of its changes only of_trees, abis and uses matter. */
void et_change_json(
	struct et_json *json, const struct et_changes *changes, const struct etalon_change *change);

/* "constant", "virtqueue" …, "added" …, "wire" …: as in JSON. Static. */
const char *et_change_what_name(enum etalon_change_what what);
const char *et_change_kind_name(enum etalon_change_kind kind);
const char *et_impact_name(enum etalon_impact impact);

#endif
