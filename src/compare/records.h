/* SPDX-License-Identifier: BSD-3-Clause */
/* The comparison of one record, under one group of ABIs that lay it out alike. Private. */
#ifndef ETALON_RECORDS_H
#define ETALON_RECORDS_H

#include "comparison.h"
#include "leaves.h"

struct et_pairing {
	struct et_comparison *comparison;
	struct et_site *site;
	const struct et_record *tree;  /* the tree's record */
	const char *tree_name;	       /* what the tree calls it */
	const struct et_record *canon; /* and what it is held to */
	const struct et_view *view;    /* or NULL */
	bool spells_order;	       /* the record has other fields with a byte order */
	struct et_layout want;
	struct et_layout have;
	struct et_pairs pairs;
	uint32_t abis;			  /* those that lay the record out this way */
	ET_ARRAY(struct et_draft) drafts; /* what differs in the layout: W102, W103, W104 */
};

/* Names for people: "virtio_scsi_req_cmd.cdb", and the tree's "virtio_scsi_cmd_req.cdb". */
const char *et_canon_path(const struct et_pairing *pairing, const struct et_leaf *leaf);
const char *et_tree_path(const struct et_pairing *pairing, const struct et_leaf *leaf);

/* Starts a draft about a pair of leaves; want or have may be NULL for the record as a whole. */
struct et_draft et_field_draft(const struct et_pairing *pairing, enum et_rule rule,
	const struct et_leaf *want, const struct et_leaf *have);

/* Offsets, order and sizes: drafts into pairing->drafts. */
void et_compare_placement(struct et_pairing *pairing);

/* Byte order, sign and shape of paired fields: W105, W106, S202, A306, emitted at once. */
void et_compare_types(struct et_pairing *pairing);

/* Fields that have no partner: S201, S202, A303; counts canonical fields as present. */
void et_compare_unpaired(struct et_pairing *pairing);

/* Emits a finding about a tree's field unless the same one has been told of another record. */
void et_emit_field(struct et_pairing *pairing, const struct et_draft *draft);

#endif
