/* SPDX-License-Identifier: BSD-3-Clause */
/* What an implementer must know who goes from one edition of the standard to another. */
#ifndef ETALON_SPEC_DIFF_H
#define ETALON_SPEC_DIFF_H

#include "spec_table.h"

struct et_spec_diff_options {
	const char *const *interfaces; /* NULL-terminated names; NULL: all */
	bool definitions;
	bool requirements;
};

struct et_spec_changes {
	ET_ARRAY(struct etalon_change) list;
};

/*
 * Pairs the items of two tables and appends what differs to changes, by interface, definitions
 * before requirements. The tables' items are marked with their pairs. All in the arena.
 */
void et_spec_diff(struct et_arena *arena, struct et_spec_table *from, struct et_spec_table *to,
	const struct et_spec_diff_options *options, struct et_spec_changes *changes);

/* The parts of it. */

struct et_spec_differ {
	struct et_arena *arena;
	struct et_spec_table *from, *to;
	const struct et_spec_diff_options *options;
	struct et_spec_changes *changes;
	/*
	 * A text against the canon, which knows more than any text says, and by names that none
	 * has: only what is certain in spite of that is a change.
	 */
	bool mixed;
	size_t comparisons; /* of sentences, still to be spent */
};

/* spec_pair.c: definitions, by name, by former names, by what they are. */
void et_spec_pair_definitions(struct et_spec_differ *differ);

/* spec_pair_requirements.c: by id, by sentence, by likeness. */
void et_spec_pair_requirements(struct et_spec_differ *differ);

/* Whether the canon departs from the text here knowingly, in a definition or record.field. */
bool et_spec_is_known_slip(const struct et_spec_differ *differ, const char *definition);

/*
 * Whether a table at least uses the name of an item that it does not define: then it is there, and
 * nothing took its place.
 */
bool et_spec_is_mentioned(const struct et_spec_table *table, const struct et_spec_item *item);

/* Items that may be pairs: those of one key, of either table. */
struct et_spec_bucket {
	ET_ARRAY(struct et_spec_item *) from, to;
};

/* Buckets by their keys. All zeroes: none. */
struct et_spec_buckets {
	struct et_map by_key;			/* struct et_spec_bucket */
	ET_ARRAY(struct et_spec_bucket *) list; /* the same, in order of first appearance */
};

/* Puts an item into the bucket of a key, which is borrowed; all else lives in the arena. */
void et_spec_bucket_add(struct et_arena *arena, struct et_spec_buckets *buckets, const char *key,
	struct et_spec_item *item, bool is_from);

/* Makes a pair. */
void et_spec_pair(struct et_spec_item *from, struct et_spec_item *to);

/* Whether two types of members are one: bytes have no order, and a record may have a new name. */
bool et_spec_same_type(struct et_spec_differ *differ, const struct et_spec_member *from,
	const struct et_spec_member *to);

/* Whether they hold as many elements, as far as the texts tell. */
bool et_spec_same_counts(const struct et_spec_member *from, const struct et_spec_member *to);

/* spec_diff_fields.c: members of a pair of records, each difference a change. */
void et_spec_diff_fields(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to);

/* How many members differ; for choosing among several definitions of a name. */
size_t et_spec_count_differences(struct et_spec_differ *differ, const struct et_spec_item *from,
	const struct et_spec_item *to);

/* spec_diff_order.c: by interface, definitions first, requirements by section. */
void et_spec_order_changes(struct et_spec_differ *differ);

/* Appends a change about items of which one may be NULL. Takes place, section and text from them.
 */
struct etalon_change *et_spec_change(struct et_spec_differ *differ, enum etalon_change_kind kind,
	const struct et_spec_item *from, const struct et_spec_item *to, const char *message);

#endif
