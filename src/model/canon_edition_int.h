/* SPDX-License-Identifier: BSD-3-Clause */
/* The work of et_canon_at() while it is done. Private to canon_edition*.c. */
#ifndef ETALON_CANON_EDITION_INT_H
#define ETALON_CANON_EDITION_INT_H

#include "canon_edition.h"
#include "canon_index.h"
#include "map.h"

/* What becomes of a definition. */
enum et_fate {
	ET_KEPT,  /* it is in the edition */
	ET_LOOSE, /* it is in others: found by its name only */
	ET_DROPPED,
};

struct et_constant_copy {
	struct et_constant constant;
	enum et_fate fate;
};

struct et_record_copy {
	const struct et_record *original;
	struct et_record *record;
	struct et_interface_copy *owner;
	enum et_fate fate;
};

struct et_interface_copy {
	const struct et_interface *original;
	struct et_interface *interface;
	bool kept;
	enum et_edition edition; /* what it is shown at: the wanted one, or the nearest that has it
				  */
	struct et_constant_copy *constants; /* as many as in original */
	struct et_record_copy *records;	    /* likewise */
	struct et_queue *queues;	    /* those that are kept, then the others */
};

struct et_snapshot {
	struct et_arena *arena;
	const struct et_canon *all;
	struct et_canon *canon; /* in the making */
	struct et_interface_copy *interfaces;
	struct et_map records; /* struct et_record_copy, by the original's address */
	ET_ARRAY(const struct et_def *) loose;
	ET_ARRAY(struct et_name) loose_fields;
};

/*
 * What stands for a record of all editions in this one: another one of its name, or its own copy;
 * NULL for one that is in no list.
 */
struct et_record_copy *et_stand_in(
	const struct et_snapshot *snapshot, const struct et_record *original);

/* The kept record of that name: the interface's, else any other's; NULL. */
struct et_record_copy *et_kept_record(const struct et_snapshot *snapshot,
	const struct et_interface_copy *owner, const char *name, size_t length);

/* Makes a copied definition the snapshot's own: interface, line, standing. Says its fate. */
enum et_fate et_adopt(const struct et_snapshot *snapshot, const struct et_interface_copy *owner,
	struct et_def *def);

/* canon_edition_constants.c */

/* Copies all constants; those that are computed come when the records are there. */
void et_copy_constants(struct et_snapshot *snapshot, struct et_interface_copy *copy);
void et_compute_constants(struct et_snapshot *snapshot, struct et_interface_copy *copy);
/* Puts them into the interface's array, the others into the loose ones. */
void et_place_constants(struct et_snapshot *snapshot, struct et_interface_copy *copy);
/* The kept constant of that name: the interface's, else any other's; NULL. */
const struct et_constant *et_kept_constant(const struct et_snapshot *snapshot,
	const struct et_interface_copy *owner, const char *name);

/* canon_edition_records.c */
void et_copy_records(struct et_snapshot *snapshot, struct et_interface_copy *copy);
void et_fill_records(struct et_snapshot *snapshot, struct et_interface_copy *copy);
void et_copy_views(struct et_snapshot *snapshot, struct et_interface_copy *copy);

#endif
