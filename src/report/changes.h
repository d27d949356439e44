/* SPDX-License-Identifier: BSD-3-Clause */
/* Reports of changes between two texts of the standard. */
#ifndef ETALON_CHANGES_H
#define ETALON_CHANGES_H

#include "canon.h"
#include "etalon.h"

struct et_changes_side {
	const char *name;     /* "1.2", or as the user named the text */
	const char *version;  /* by the text's own account, or NULL */
	const char *revision; /* of its git repository, or NULL */
};

struct et_changes {
	struct et_changes_side from, to;
	const struct etalon_change *list; /* in the order of etalon_change() */
	size_t count;
	const struct et_canon *canon; /* for the titles of interfaces */
	bool named; /* the user asked for certain interfaces: all of them is shown */
};

/*
 * For a person. An interface that is new as a whole is a line of counts, unless named or with
 * options->freshness. Returns 0, or what write returned when that was not 0.
 */
int et_report_changes_text(const struct et_changes *changes,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* etalon.changes/1 (docs/changes.schema.json). No sentence of a text is in it. */
int et_report_changes_json(const struct et_changes *changes, etalon_write_fn *write, void *data);

/* "constant", "virtqueue" …: as in JSON. Static. */
const char *et_change_what_name(enum etalon_change_what what);

#endif
