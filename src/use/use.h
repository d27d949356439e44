/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where a consumer's sources use a definition: which lines an update of headers breaks, or changes
 * without a word. Sources are read as text, without their build: all branches, no include path.
 */
#ifndef ETALON_USE_H
#define ETALON_USE_H

#include "arena.h"
#include "diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What happened to a definition, as far as a user of it can tell. */
enum et_query_kind {
	ET_QUERY_NAME_GONE,   /* a macro, enumerator, typedef or function-like macro is no more */
	ET_QUERY_TAG_GONE,    /* "struct NAME", "union NAME", "enum NAME" is no more */
	ET_QUERY_MEMBER_GONE, /* record.name is no more, or has another name */
	ET_QUERY_MEMBER_TYPE, /* record.name has another type, count or byte order */
	ET_QUERY_VALUE,	      /* the constant has another value: uses as a count or size change */
	ET_QUERY_SIZE,	      /* the record has another size */
	ET_QUERY_ENUM_GREW,   /* the enum has a new enumerator: switches over it */
	ET_QUERY_NAME_NEW,    /* the name is new: the consumer may define it itself */
	ET_QUERY_TAG_NEW,     /* the tag is new: likewise */
	ET_QUERY_HEADER_GONE, /* the header (name: as included) is no more */
	ET_QUERY_MACRO_GONE,  /* still there, but no macro any longer: #ifdef NAME changes */
	ET_QUERY_PARAMETERS,  /* the function, or function-like macro, takes another number of them
			       */
};

/* What a name is defined as: what was, or what is new. */
enum et_query_def {
	ET_DEFINED_SOMEHOW, /* not known: less is certain */
	ET_DEFINED_MACRO,
	ET_DEFINED_FUNCTION_MACRO,
	ET_DEFINED_ENUMERATOR,
	ET_DEFINED_TYPEDEF,
	ET_DEFINED_OBJECT, /* a function or variable */
};

struct et_query {
	enum et_query_kind kind;
	const char *name;   /* of the constant, member, tag or header. A member of an unnamed record
			     * that is itself a member: "csum.start" */
	const char *record; /* MEMBER_*, SIZE: the tag of the record, or its first typedef;
			     * ENUM_GREW: of the enum, or NULL when it has neither */
	const char *const *typedefs; /* other names of the record, NULL-terminated, or NULL */
	const char *header;	     /* where it is (or was) defined, below the consumer's root or
				      * as its users include it: "linux/virtio_net.h" */
	const char *within; /* the end of header that has to be in the consumer's name of it,
			     * where it is not known where others look for it ("x.h" of
			     * "/tmp/old/x.h"); NULL: all */
	bool is_union;	    /* of record or tag */
	bool hidden;	    /* *_GONE: the header has it, and fewer files include that */
	size_t id;	    /* the caller's */

	/* What else the caller knows: each may be left out, and makes more uses certain. */
	enum et_query_def def;	    /* NAME_*: what it was, or is now */
	const char *was;	    /* before and after, as text: a macro's body, a member's type */
	const char *now;	    /* ("__u8[4]"), a constant's value, a record's bytes; or NULL */
	const char *parameters;	    /* NAME_NEW of a function-like macro: "(x)", or NULL */
	const char *const *members; /* VALUE, ENUM_GREW: enumerators of the same enum before;
				     * TAG_GONE: members of the record; NULL-terminated. NULL: as
				     * the consumer's copy of the header has them */
	const char *elsewhere;	    /* *_GONE: a header that defines it now; who includes that one
				     * is not hit. Or NULL */
};

enum et_certainty {
	ET_USE_CERTAIN, /* a compiler that compiles this line gives an error or a new warning */
	ET_USE_LIKELY,	/* the program changes what it does, or it can't be told from here */
};

/* How a place uses a definition. */
enum et_use_role {
	ET_USE_NAME,	   /* by its name */
	ET_USE_MEMBER,	   /* x->m, x.m, .m =, offsetof(T, m) */
	ET_USE_BOUND,	   /* T a[NAME] */
	ET_USE_DESIGNATOR, /* [NAME] = */
	ET_USE_COUNT,	   /* compared, multiplied, a loop's end */
	ET_USE_VALUE,	   /* for its value otherwise */
	ET_USE_SIZE,	   /* sizeof */
	ET_USE_ASSERTION,  /* a size or value that the sources assert */
	ET_USE_SWITCH,	   /* a switch over the enum */
	ET_USE_CONDITION,  /* #if, #ifdef */
	ET_USE_DEFINITION, /* the consumer's own definition of the name */
	ET_USE_INCLUDE,	   /* #include */
};

/* One place. */
struct et_use {
	const struct et_query *query;
	const char *file; /* below the consumer's root */
	uint32_t line;
	uint32_t column; /* from 1 */
	enum et_certainty certainty;
	enum et_use_role role;
	const char *why; /* "member of 'hdr', a struct virtio_net_hdr_v1_hash *" */
	bool breaks; /* it does not compile or warns; false: it compiles and means another thing */
};

/* A header that the consumer includes and that is not below its root. */
struct et_use_header {
	const char *path; /* as it is included: "linux/virtio_net.h" */
	const char *text;
	size_t length;
};

/* An include that is gone with the change, or came with it: headers as in et_query. */
struct et_use_edge {
	const char *from, *to;
	bool gained;
};

struct et_use_options {
	const char *root;	   /* the consumer's directory */
	const char *const *except; /* paths below it that are not its own sources: what is imported
				    * (NULL-terminated globs or folders ending in '/'), or NULL.
				    * They are read only where its own sources include them */
	const char *const *leave_out; /* folders below it, with '/' behind them, that are not even
				       * looked into: other projects ("roms/"), or NULL */
	const char *const
		*includes; /* folders below it that #include looks in, beside the usual
			    * ones ("include", "linux-headers"), NULL-terminated, or NULL */
	const struct et_use_header *headers; /* as they were before the change: those that the
					      * consumer has no copy of are read; or NULL */
	size_t n_headers;
	const struct et_use_edge *edges; /* decide who includes "elsewhere" */
	size_t n_edges;
	unsigned threads; /* 0: as many as there are processors, two at most */
};

struct et_uses {
	ET_ARRAY(struct et_use) list; /* by query's order, then file and line */
	size_t files;		      /* sources that were read */
	size_t skipped;		      /* binary, too large, links, unreadable */
};

/*
 * Finds the uses of n definitions in the sources (.c, .h, .cc, .cpp, .hpp, .inc …) below root. What
 * is read stays bounded; all results live in the arena and point to the queries. Returns false,
 * with an error in diags, when the root can't be read.
 */
bool et_use_find(struct et_arena *arena, const struct et_use_options *options,
	const struct et_query *queries, size_t n, struct et_uses *uses, struct et_diags *diags);

#endif
