/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the comparison of two trees share. Private to src/compare/diff. */
#ifndef ETALON_DIFFER_H
#define ETALON_DIFFER_H

#include "comparison.h"
#include "tree_diff.h"

enum et_item_kind {
	ET_ITEM_CONSTANT,
	ET_ITEM_RECORD,
	ET_ITEM_TYPEDEF,
	ET_ITEM_ENUM,
	ET_ITEM_FUNCTION
};
enum { ET_ITEM_KINDS = ET_ITEM_FUNCTION + 1 };

struct et_diff_side;

struct et_diff_file;

/* A header that another one includes, or may: <asm/kvm.h> is one of several. */
struct et_diff_link {
	const char *name; /* as the #include line has it */
	struct et_diff_file *file;
};

/* A header of one side. */
struct et_diff_file {
	const struct et_diff_side *side;
	const struct et_unit *unit;
	const struct et_unit_file *file;
	struct et_diff_file *pair;
	const char *include; /* its path as users include it */
	const char *
		within; /* the part of that which is sure: a tree's folder need be in no #include */
	size_t index;	/* in its side's list */
	size_t first_item; /* its items are [first_item, first_item + n_items) of its side's */
	size_t n_items;
	uint32_t abis;	    /* that may compile it, of those asked for; at least one */
	bool spells_order;  /* it puts little or big-endian into types, and may */
	bool spells_legacy; /* it has types that are little or native, __virtio16 and so on */
	bool is_private;    /* of a program of its own: nothing in it goes over a wire */
	bool renamed;	    /* paired by what it defines */
	ET_ARRAY(struct et_diff_link) links;
};

/* A name that a header defines, with all its definitions there. */
struct et_diff_item {
	enum et_item_kind kind;
	const char *name;
	struct et_diff_file *file;
	ET_ARRAY(const struct et_def *) variants; /* those that a condition can let be */
	struct et_diff_item *next;		  /* of the same name, in another header */
	struct et_diff_item *pair;
	bool moved;	/* paired with an item of another header */
	bool has_macro; /* an enumerator that is a macro of its own name, too */
	bool told;	/* as a part of another change */
};

/* Memory of walks through what a side's headers include: used again by each. */
struct et_diff_walk {
	size_t serial;
	size_t *seen; /* by header: the last walk that came to it */
	const struct et_diff_file **queue;
};

struct et_diff_side {
	const struct et_tree *tree;
	ET_ARRAY(struct et_diff_file *) files;
	ET_ARRAY(struct et_diff_item *) items; /* by file, then line */
	struct et_map names[ET_ITEM_KINDS];    /* name: the first et_diff_item of it */
	struct et_matcher matcher;
	struct et_diff_walk *walk;
};

struct et_differ {
	struct et_arena *arena;
	const struct et_tree_diff_options *options;
	struct et_tree_changes *changes;
	struct et_diff_side from, to;
	struct et_map same;  /* pairs of records that were compared: see same_shape.c */
	struct et_map cases; /* "TAG VALUE" of enumerators that were there */
	size_t shapes;	     /* and how many times a record was looked into for that */
};

/* A change in the making. from and to are items of which one may be NULL. */
struct et_change_draft {
	enum etalon_change_kind kind;
	enum etalon_change_what what;
	enum et_aspect aspect;
	enum etalon_impact impact;
	const struct et_diff_item *from, *to;
	const struct et_def *from_def, *to_def; /* the definitions meant; NULL: the items' first */
	const char *from_name, *to_name;	/* NULL: the items' */
	const char *from_text, *to_text;	/* what each side says */
	uint32_t from_line, to_line;		/* 0: the definitions' */
	uint32_t abis;				/* 0: all that are asked for */
	bool has_value;
	int64_t from_value, to_value;
	const char *guard;
	const char *message;
	const char *member;		      /* of a field: as its users spell it */
	const struct et_diff_file *elsewhere; /* that defines what is gone here, or NULL */
	bool is_alias; /* a new enumerator with the value of one that was there */
};

/* index.c: what each side defines. */
void et_diff_index(struct et_differ *differ, struct et_diff_side *side);
/* The item of a name that a header defines, or NULL. */
struct et_diff_item *et_diff_find(const struct et_diff_side *side, enum et_item_kind kind,
	const char *name, const struct et_diff_file *file);
/* The first item of a name in any header, or NULL. */
struct et_diff_item *et_diff_first(
	const struct et_diff_side *side, enum et_item_kind kind, const char *name);

/* pair_files.c, pair_items.c, renames.c */
void et_diff_pair_files(struct et_differ *differ);
void et_diff_pair_items(struct et_differ *differ);
void et_diff_find_renames(struct et_differ *differ);

/* include_graph.c, includes.c */
void et_diff_link_files(struct et_arena *arena, struct et_diff_side *side);
/* Whether users of a header get another one of its side with it. */
bool et_diff_reaches(const struct et_diff_file *from, const struct et_diff_file *to);
void et_diff_lost_includes(struct et_differ *differ);

/* constants.c, macros.c, counts.c */
void et_diff_constants(
	struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to);
/* Whether those who define nothing still see a definition of the pair. */
void et_diff_guards(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to,
	enum etalon_change_what what);
/* What a change of a constant's value does, by what the constant is. */
enum etalon_impact et_value_impact(
	struct et_differ *differ, const struct et_diff_item *from, const struct et_diff_item *to);
/* The value under an ABI, as a mask says which: false when there is none. */
bool et_item_value(
	const struct et_differ *differ, const struct et_def *def, struct et_value *value);
/* A number for a person, as its type sees it. */
const char *et_value_text(struct et_arena *arena, const struct et_value *value);

/* How two macros that have no value by themselves differ. */
enum et_text_change {
	ET_TEXT_SAME,	 /* but for blanks, redundant parentheses, names of parameters */
	ET_TEXT_GROUPED, /* but for parentheses */
	ET_TEXT_NUMBERS, /* what is computed is other numbers */
	ET_TEXT_OTHER,
};
/* By what they make of a few numbers; by their texts where that is not known. */
enum et_text_change et_compare_macros(const struct et_differ *differ,
	const struct et_constant *from, const struct et_constant *to);
/* How many parameters it has; a variadic one counts as one. */
size_t et_count_parameters(const struct et_constant *constant);

/* records.c, same_shape.c, typedefs.c, functions.c */
void et_diff_records(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to);
void et_diff_typedefs(struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to);
void et_diff_functions(
	struct et_differ *differ, struct et_diff_item *from, struct et_diff_item *to);
/* "a function of 2 parameters" */
const char *et_function_text(struct et_arena *arena, const struct et_def *def);
/* Whether two records have the same members, of the same types, under every ABI asked for. */
bool et_same_shape(
	struct et_differ *differ, const struct et_record *from, const struct et_record *to);
/* Whether two names of records are one, or the newer took the older one's place. */
bool et_same_tag(
	struct et_differ *differ, const struct et_record *from, const struct et_record *to);
/* Whether a record is of a program's own, and of no wire: it has pointers to its own things. */
bool et_is_private_record(const struct et_record *record);

/* emit.c */
void et_diff_emit(struct et_differ *differ, const struct et_change_draft *draft);
struct et_tree_spelling et_diff_spelling(const struct et_diff_item *item);
/* A change of a whole header, of which one side may be NULL. */
void et_diff_emit_file(struct et_differ *differ, enum etalon_change_kind kind,
	enum etalon_impact impact, const struct et_diff_file *from, const struct et_diff_file *to,
	const char *message);
/* Puts the changes in order, and gives each its fingerprint. */
void et_diff_sort(struct et_differ *differ);

#endif
