/* SPDX-License-Identifier: BSD-3-Clause */
/* Records (structs and unions), their fields and types; views of the canon's records. */
#ifndef ETALON_RECORD_H
#define ETALON_RECORD_H

#include "abi.h"
#include "constant.h"
#include "def.h"

struct et_record;

enum et_order {
	ET_ORDER_NONE,	 /* a byte, or no integer: there is no order */
	ET_ORDER_LITTLE, /* le16 … le64 */
	ET_ORDER_BIG,	 /* be16 … be64 */
	ET_ORDER_HOST,	 /* a tree's plain integer: unspecified; the canon's "native" */
	ET_ORDER_VIRTIO, /* __virtio16 …: little, or native to the guest before 1.0 */
};

enum et_type_kind {
	ET_TYPE_INT, /* integers, characters, enums, booleans */
	ET_TYPE_FLOAT,
	ET_TYPE_POINTER,
	ET_TYPE_RECORD,
	ET_TYPE_UNKNOWN, /* a name that nobody defines: no size, so no layout behind it */
};

struct et_type {
	enum et_type_kind kind;
	enum et_base base; /* for INT and FLOAT; POINTER has ET_BASE_POINTER */
	bool is_signed;	   /* for INT, as written; plain char: false, with is_char */
	bool is_char;	   /* text: the standard's "char", C's plain char */
	bool is_enum;
	enum et_order order;
	uint32_t align; /* an alignment that a typedef's aligned(n) sets, also downwards; 0: natural
			 */
	const struct et_record *record; /* for RECORD */
	const char *spelling;		/* as written: "__le32", "struct virtio_gpu_rect" */
};

enum et_count_kind {
	ET_COUNT_FIXED,	    /* value, or expr when set */
	ET_COUNT_OPEN,	    /* [] : to the end of the buffer; never the same as 0 */
	ET_COUNT_PARAMETER, /* canon: given by name: another field, a configuration field, prose */
};

/* One dimension of an array. */
struct et_count {
	enum et_count_kind kind;
	uint64_t value;
	const char *name; /* the constant or parameter that gives it, as written, or NULL */
	const struct et_expr *expr;   /* tree only: depends on the ABI; NULL: value holds */
	const struct et_scope *scope; /* tree only */
};

/* Who writes a part of a message (2.7.4: device-readable before device-writable). */
enum et_segment {
	ET_SEGMENT_NONE, /* not a message */
	ET_SEGMENT_READABLE,
	ET_SEGMENT_WRITABLE,
};

/* How a driver may access a field of a configuration structure or a register. */
enum et_access {
	ET_ACCESS_UNKNOWN,
	ET_ACCESS_RO,
	ET_ACCESS_RW,
	ET_ACCESS_WO,
	ET_ACCESS_RC, /* reading clears it */
	ET_ACCESS_WC, /* writing a bit clears it */
};

const char *et_access_name(enum et_access access); /* "ro" …; "unknown" */

enum { ET_NO_BITS = -1 };

struct et_field {
	const char *name; /* NULL: an anonymous member, whose members are the outer record's */
	struct et_type type;
	const struct et_count *counts; /* n_counts dimensions, the outermost first */
	size_t n_counts;
	int16_t bits;	/* a C bit-field's width, also 0; ET_NO_BITS: none */
	uint32_t align; /* aligned(n) on the member; 0: none */
	bool packed;	/* packed on the member */
	struct et_place place;
	const char *guard; /* tree, as in et_def */
	uint32_t abis;	   /* tree, as in et_def; canon: all */

	/* The canon's only. */
	const struct et_field *parts; /* bit-fields inside this integer, from bit 0 upwards */
	size_t n_parts;
	enum et_order legacy; /* byte order before 1.0: HOST where native; NONE: no legacy form */
	enum et_segment segment;
	enum et_access access;
	bool padding; /* reserved or padding: its name is nobody's contract */
	const struct et_when *when;
	enum et_edition since;
	enum et_edition until;
	const struct et_alias *aliases;
	size_t n_aliases;
};

enum et_role {
	ET_ROLE_OTHER,
	ET_ROLE_CONFIG,	 /* a device's configuration space: grows at its tail */
	ET_ROLE_MESSAGE, /* a buffer's contents, in segments */
	ET_ROLE_RING,	 /* shared memory of a virtqueue */
	ET_ROLE_CAPABILITY,
};

struct et_record {
	struct et_def def;
	bool is_union;
	bool packed;	/* no padding and alignment 1; the standard's records all are */
	uint32_t align; /* aligned(n) on the record; 0: none */
	uint32_t pack;	/* #pragma pack(n) in force; 0: none */
	bool complete;	/* false: declared only, or a member could not be read */
	enum et_role role;
	const struct et_field *fields;
	size_t n_fields;
	const char *const
		*typedefs; /* tree: names given to it by typedef; NULL-terminated, or NULL */
};

/* Says whether a field is what is looked for. */
typedef bool et_field_test(const struct et_field *field, void *data);

/*
 * The first field, at any depth of nested records, that the test holds for; NULL when there is
 * none. Looks at no more than 4,096 fields: records that hold each other twice have no end worth
 * seeing. *cut, when not NULL, says whether that stopped it.
 */
const struct et_field *et_find_field(
	const struct et_record *record, et_field_test *test, void *data, bool *cut);

/* Tree: another name for a type. */
struct et_typedef {
	struct et_def def;
	struct et_type type;
	const struct et_count *counts; /* n_counts dimensions, the outermost first */
	size_t n_counts;
	bool is_function; /* of a function, not of a pointer to one: type is what it returns */
};

/* Tree: a function that a header declares or defines. */
struct et_function {
	struct et_def def;
	uint32_t n_parameters; /* 0 also for (); ET_VARIADIC where there is "..." */
};

enum { ET_VARIADIC = 0xffffff };

/*
 * A struct of a tree that is a part of a canonical record: the fields from first to last that are
 * there when every feature in "with" and none in "without" is negotiated. Canon only.
 */
struct et_view {
	struct et_def def; /* name: as the trees spell it, when all agree; else with aliases */
	const struct et_record *record;
	enum et_segment segment;    /* NONE: whichever */
	const char *first;	    /* field name; NULL: the record's first */
	const char *last;	    /* field name; NULL: the record's last */
	bool legacy;		    /* the legacy interface's form */
	const char *const *with;    /* feature names, NULL-terminated, or NULL */
	const char *const *without; /* likewise */
};

#endif
