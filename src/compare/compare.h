/* SPDX-License-Identifier: BSD-3-Clause */
/* Compares a tree with the canon: the layer's face to the ones above. */
#ifndef ETALON_COMPARE_H
#define ETALON_COMPARE_H

#include "arena.h"
#include "canon.h"
#include "etalon.h"
#include "rules.h"
#include "tree.h"

struct et_compare_options {
	const struct et_canon *canon;
	uint32_t abis;		       /* which ABIs to judge by; at least one */
	const char *const *interfaces; /* NULL-terminated names; NULL: all */
};

/* A finding with what it is sorted by. */
struct et_result {
	struct etalon_finding finding;
	const char *header;	   /* the file it is listed under */
	size_t tree;		   /* which tree, for the order */
	enum etalon_family *group; /* shared by its header's results */
	enum etalon_family worst;  /* the worst family among them */
};

struct et_results {
	ET_ARRAY(struct et_result *) list;
	size_t matched;	   /* definitions of the tree that the canon has */
	size_t unmatched;  /* VIRTIO-named ones that it has not */
	size_t not_judged; /* headers with VIRTIO-named definitions, none of which the canon has */
};

/* Appends the tree's findings to results; everything lives in the arena. */
void et_compare_tree(struct et_arena *arena, const struct et_tree *tree, size_t index,
	const struct et_compare_options *options, struct et_results *results,
	struct et_diags *diags);

/*
 * Sorts by tree, worst header first, then by header, family, line and code, and gives each finding
 * its fingerprint, so that the same input gives the same bytes.
 */
void et_results_finish(struct et_arena *arena, struct et_results *results);

/* A document etalon.findings/1: marks the findings that it lists. Returns false when it is none. */
bool et_apply_baseline(
	struct et_arena *arena, struct et_results *results, const char *json, size_t length);

/*
 * Applies the waivers in the text of an etalon.yaml to the findings of a tree, and adds findings
 * for waivers that match nothing (unless the tree is partial) or are past their end. today: seconds
 * since 1970. Mistakes in the file are errors in diags.
 */
void et_apply_waivers(struct et_arena *arena, struct et_results *results, size_t tree_index,
	const struct et_tree *tree, const char *path, const char *text, size_t length,
	int64_t today, enum et_edition edition, struct et_diags *diags);

#endif
