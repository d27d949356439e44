/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which definition of the canon a tree's spelling is: by the canon's own names and aliases, by the
 * dialect's respellings and rewrites, by other dialects' aliases, and last by normalised name
 * (letter case and underscores don't count). Never by layout or value.
 */
#ifndef ETALON_MATCH_H
#define ETALON_MATCH_H

#include "arena.h"
#include "canon.h"
#include "dialect.h"
#include "map.h"

struct et_matcher {
	struct et_arena *arena; /* borrowed */
	const struct et_canon *canon;
	const struct et_dialect *dialect;
	struct et_map
		respelled; /* the dialect's and its parents' respellings, filled when needed */
	bool respelled_is_filled;
};

void et_matcher_init(struct et_matcher *matcher, struct et_arena *arena,
	const struct et_canon *canon, const struct et_dialect *dialect);

enum { ET_MOST_MEANINGS = 16 };

/* The meanings of one spelling: the standard itself gives some names several. */
struct et_meanings {
	const struct et_name *of[ET_MOST_MEANINGS];
	size_t count;
	bool by_likeness; /* only the normalised name is the same */
};

/* Fills in what a tree's name may mean; the kinds are those of et_def_kind as bits (1U << kind). */
void et_match(
	struct et_matcher *matcher, const char *name, unsigned kinds, struct et_meanings *meanings);

/* Whether a field's name, as a path or its last part, is the canonical field's or an alias of it.
 */
bool et_match_field(const struct et_matcher *matcher, const struct et_field *field,
	const char *record, const char *path, const char *name);

/* The interface whose prefix begins the name (the longest one wins), or NULL. */
const struct et_interface *et_match_claim(const struct et_matcher *matcher, const char *name);

/* Whether the dialect says that the name is the tree's own tool and none of VIRTIO's. */
bool et_match_helper(const struct et_matcher *matcher, const char *name);

#endif
