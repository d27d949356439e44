/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What changed from one tree to another, and what each change does to those who use the tree: the
 * layer's face to etalon diff and to the preflight of etalon sync.
 */
#ifndef ETALON_TREE_DIFF_H
#define ETALON_TREE_DIFF_H

#include "arena.h"
#include "canon.h"
#include "etalon.h"
#include "tree.h"

/* What of a definition changed. */
enum et_aspect {
	ET_ASPECT_NONE, /* it came, went, or has another name */
	ET_ASPECT_VALUE,
	ET_ASPECT_SIZE,
	ET_ASPECT_OFFSET,
	ET_ASPECT_ORDER, /* of fields */
	ET_ASPECT_TYPE,
	ET_ASPECT_BYTE_ORDER,
	ET_ASPECT_SIGN,
	ET_ASPECT_COUNT, /* of an array's elements */
	ET_ASPECT_ALIGNMENT,
	ET_ASPECT_GUARD,      /* the condition that it is under */
	ET_ASPECT_SPELLING,   /* macro, function-like macro or enumerator */
	ET_ASPECT_TEXT,	      /* of a macro that has no value */
	ET_ASPECT_HEADER,     /* which one defines it */
	ET_ASPECT_INCLUDE,    /* of a header: it no longer includes another one */
	ET_ASPECT_PARAMETERS, /* of a function: how many */
};

/* "byte order"; NULL for NONE. Static. */
const char *et_aspect_name(enum et_aspect aspect);

/* How users spell a record or enum. */
struct et_tree_spelling {
	const char *const *typedefs; /* other names of a record, NULL-terminated, or NULL */
	bool is_union;
	bool is_tag; /* users say "struct NAME", not a typedef's name */
};

/* A definition that is still there, and not seen where it was. */
struct et_tree_lost {
	const char *name;
	const struct et_def *def;
	struct et_tree_spelling spelling;
};

/* A change, and what a search for its uses needs beside it. */
struct et_tree_change {
	struct etalon_change shown;
	enum et_aspect aspect;
	const char *name;		  /* constant, tag, header, or the way to a member in names
					   * alone: "csum.start" */
	const char *record;		  /* of a field: the tag of its record, on the older side */
	struct et_tree_spelling spelling; /* of the record, a field's record, or the enum */
	const char *enum_tag;		  /* of an enumerator, or NULL */
	const char *header;		/* that defines it, as users include it: "linux/vhost.h" */
	const char *within;		/* as in et_query */
	const struct et_def *from, *to; /* what each side defines, or NULL */
	bool is_function;		/* a macro that is called */
	bool is_alias; /* a new enumerator with the value of one that was there: no new case */
	const char *elsewhere; /* of what is gone or moved: the header that has it, or NULL */
	/* ET_ASPECT_INCLUDE: the header that is not included, as users include it, and what it has.
	 */
	const char *other;
	const char *other_within;
	ET_ARRAY(struct et_tree_lost) lost;
};

/* That users of a header no longer get another one with it, or get it now; as in "header". */
struct et_tree_edge {
	const char *from, *to;
	bool gained;
};

struct et_tree_changes {
	ET_ARRAY(struct et_tree_change) list; /* worst header first, worst change first */
	size_t headers;			      /* of the newer side that were compared, or are new */
	size_t paired;			      /* definitions that both sides have */
	size_t paired_headers;
	ET_ARRAY(struct et_tree_edge) edges; /* where includes changed, if any was lost */
};

struct et_tree_diff_options {
	const struct et_canon *canon;
	uint32_t abis;		       /* which ABIs to judge by; at least one */
	const char *const *interfaces; /* NULL-terminated names; NULL: all */
};

/*
 * Compares two trees. Their headers pair by path, else by the end of it, else by what they define;
 * two trees of a single header each are that pair. Everything lives in the arena; the trees have
 * to live as long as the changes. Thread-unsafe for trees that other threads use, as values are
 * worked out when they are asked for.
 */
void et_tree_diff(struct et_arena *arena, const struct et_tree *from, const struct et_tree *to,
	const struct et_tree_diff_options *options, struct et_tree_changes *changes);

/*
 * What is shown of the changes, in their order, with all texts copied into the arena: it needs
 * neither the trees nor the arena of the changes any longer. One element more than there are.
 */
struct etalon_change *et_tree_changes_keep(
	struct et_arena *arena, const struct et_tree_changes *changes);

/*
 * A header's path as those who use it include it: what follows the last folder of a path that
 * compilers look in ("include", "uapi", "linux-headers"). Points into path.
 */
const char *et_include_name(const char *path);

#endif
