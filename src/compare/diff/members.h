/* SPDX-License-Identifier: BSD-3-Clause */
/* The comparison of the members of a pair of records under one ABI. Private to src/compare/diff. */
#ifndef ETALON_MEMBERS_H
#define ETALON_MEMBERS_H

#include "differ.h"
#include "layout.h"
#include "leaves.h"

/* The members of one side, in the order of their declaration. */
struct et_members {
	struct et_layout layout;
	int *pair; /* of each leaf: one of the other side's, or ET_UNPAIRED */
};

/* Members without places. */
struct et_member_list {
	ET_ARRAY(struct et_leaf) leaves;
};

struct et_member_diff {
	struct et_differ *differ;
	const struct et_diff_item *item[2]; /* the record on both sides; [0] is the older */
	const struct et_record *record[2];
	struct et_members from, to;
	const struct et_abi *abi;
	bool known;	 /* both layouts are: offsets and sizes can be compared */
	bool is_private; /* nothing of it goes over a wire: names and types matter, places do not */
	/* What differs, the same under several ABIs once. */
	ET_ARRAY(struct et_change_draft) drafts;
	size_t first; /* of this ABI's drafts */
	/* Members under conditions that no ABI asked for meets: no part of the layouts. */
	struct et_member_list hidden[2];
};

/*
 * A draft about a pair of leaves, of which one may be NULL; or about the record, when both are. Its
 * texts, names and lines are filled in.
 */
struct et_change_draft *et_member_draft(struct et_member_diff *diff, enum etalon_change_kind kind,
	enum et_aspect aspect, enum etalon_impact impact, const struct et_leaf *from,
	const struct et_leaf *to);

/* "__u8[3]": the type of a member with its dimensions. */
const char *et_leaf_type(struct et_arena *arena, const struct et_leaf *leaf);

/* Whether a member is reserved or padding by its name. */
bool et_is_filler(const char *name);

/*
 * A leaf's first bit, and the one behind its last, from the record's start, so that bit-fields come
 * in the order of their declaration whatever the byte order.
 */
int64_t et_leaf_begin(const struct et_member_diff *diff, const struct et_leaf *leaf);
int64_t et_leaf_end(const struct et_member_diff *diff, const struct et_leaf *leaf);

/* "virtio_gpu_ctrl_hdr.padding" */
const char *et_leaf_definition(const struct et_member_diff *diff, const struct et_diff_item *item,
	const struct et_leaf *leaf);

/* members.c: all of it, for one ABI. */
void et_diff_members(struct et_member_diff *diff);

/* The member of a path that no ABI sees, or NULL. */
const struct et_leaf *et_find_hidden(
	const struct et_member_diff *diff, bool newer, const char *path);

/* hidden.c: what became of members that no ABI sees, once for all ABIs. */
void et_diff_hidden(struct et_member_diff *diff);

/*
 * Appends the members of a record in the order of their declaration, without places: those that
 * some of the ABIs see, or with hidden those that none does.
 */
void et_list_members(struct et_arena *arena, const struct et_record *record, uint32_t abis,
	bool hidden, struct et_member_list *out);

/* replaced.c: what has no partner of its name: renamed, divided, joined, gone, new. */
void et_diff_replaced(struct et_member_diff *diff);

/* member_types.c: what a pair of leaves holds. */
void et_diff_member_type(
	struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to);
bool et_same_order(
	const struct et_member_diff *diff, const struct et_leaf *from, const struct et_leaf *to);

/* moves.c: order, offsets, the size of the whole. */
void et_diff_moves(struct et_member_diff *diff);

#endif
