/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the comparison of one tree share. Private to src/compare. */
#ifndef ETALON_COMPARISON_H
#define ETALON_COMPARISON_H

#include "compare.h"
#include "layout.h"
#include "match.h"
#include "set.h"

struct et_comparison {
	struct et_arena *arena;
	const struct et_compare_options *options;
	const struct et_tree *tree;
	size_t tree_index;
	struct et_matcher matcher;
	struct et_results *results;
	struct et_diags *diags;
	struct et_set covered;	/* canonical definitions and fields that the tree has */
	struct et_set reported; /* tree fields and rules, so that one difference is told once */
	struct et_map hosts;	/* by interface, and set or record: struct et_host */
};

/* The header of a tree that holds an interface, or one of its sets. */
struct et_host {
	const struct et_unit_file *file;
	size_t count;			    /* of its definitions there */
	const struct et_unit_file *current; /* the file that is being compared */
	size_t here;			    /* and how many it has so far */
};

enum { ET_HOST_KEY = 256 };

/* A finding in the making: the two sides are filled in by the callers. */
struct et_draft {
	enum et_rule rule;
	const struct et_interface *interface;
	const char *definition;
	uint32_t abis; /* 0: all that are asked for */
	const char *guard;
	const struct et_field *field; /* the tree's, where it is about one */
	struct etalon_evidence expected;
	struct etalon_evidence found;
	const char *message;
};

/* Where in a tree a definition is: which file, and what that file does. */
struct et_site {
	const struct et_unit_file *file;
	bool spells_order; /* it puts byte order into types, so that a plain one says something */
	bool may_spell_order; /* its dialect does not take byte order out of types */
	bool spells_legacy;   /* it has types that are little or native, __virtio16 and so on */
	bool noted;	      /* the note about unspecified byte order has been made */
	size_t matched;
	size_t unmatched;
	ET_ARRAY(struct et_draft) unknown; /* what the canon has not: A301, A302 */
};

/* Enters a finding. found.tree and found.file are filled in from the file, with its line. */
void et_emit(struct et_comparison *comparison, const struct et_unit_file *file,
	const struct et_draft *draft);

/* A text as a part of a fingerprint; NULL is "". Continues from hash. */
uint64_t et_hash_text(uint64_t hash, const char *text);

/* 16 hex digits for a hash; seen has all that were handed out, so that equal ones differ. */
const char *et_fingerprint(struct et_arena *arena, struct et_map *seen, uint64_t hash);

/* The canon's side of a finding: place, label and section. place's own section wins over outer. */
struct etalon_evidence et_expect(
	const struct et_place *place, const struct et_place *outer, const char *text);

/* Whether a name is in a NULL-terminated list; a list that is NULL has all. name may be NULL. */
bool et_is_asked_for(const char *const *interfaces, const char *name);

/* Whether a definition's interface is among those asked for. */
bool et_asked_for(const struct et_comparison *comparison, const struct et_interface *interface);

/* Counts a canonical definition as present, in this file. */
void et_cover(struct et_comparison *comparison, const struct et_def *def,
	const struct et_unit_file *file);

/* The header that holds most of an interface, or of one of its sets or records; NULL: none. */
const struct et_host *et_host_of(
	const struct et_comparison *comparison, const char *interface, const char *scope);

/* The parts, in the order in which they run. */
void et_compare_constants(struct et_comparison *comparison, const struct et_unit *unit,
	const struct et_unit_file *file, struct et_site *site);
void et_compare_records(struct et_comparison *comparison, const struct et_unit *unit,
	const struct et_unit_file *file, struct et_site *site);
void et_find_missing(struct et_comparison *comparison);

/*
 * What the reader could not read: errors where it is a definition of VIRTIO, warnings where it is
 * the tree's own business.
 */
void et_compare_unread(struct et_comparison *comparison);

/* Whether a record could go over a wire: no pointers, every integer of a fixed width. */
bool et_is_wire_record(const struct et_record *record);

/* Whether a guard is never true whatever is defined: #if 0, which is how text is put aside. */
bool et_is_dead(const char *guard);

/* Whether a file's name is one that usually holds the interface. */
bool et_is_home(const struct et_interface *interface, const struct et_unit_file *file);

/* "since 1.2", "until 1.1": when another edition had what this one lacks. */
const char *et_edition_text(
	struct et_comparison *comparison, enum et_edition since, enum et_edition until);

/* A definition that is in the canon but not in the standard, or in another edition: A304, A305. */
void et_compare_standing(struct et_comparison *comparison, const struct et_unit_file *file,
	const struct et_def *tree, const struct et_def *canon);

#endif
