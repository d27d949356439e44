/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A text of the standard, as its reader found it: what it defines, what it demands, what it names,
 * and how it hangs together. Nothing here is judged; that is src/spec's business.
 *
 * All places have file and line in the text, and the section that they are in. Everything lives in
 * the reader's arena. Arrays are in the order of the text as it is printed (files are taken in
 * where \input stands).
 */
#ifndef ETALON_SPEC_H
#define ETALON_SPEC_H

#include "canon.h"
#include "constant.h"
#include "record.h"
#include "requirement.h"

enum { ET_SPEC_NONE = UINT32_MAX }; /* an index that points to nothing */

/* What a file of the text is. */
enum et_spec_part {
	ET_PART_BODY,	    /* defines and demands */
	ET_PART_APPARATUS,  /* title page, macros, set-up: defines nothing */
	ET_PART_SUPERSEDED, /* change logs, acknowledgements, advice for new devices: old names */
};

struct et_spec_file {
	const char *path; /* below the root */
	enum et_spec_part part;
	bool read;
	const char *why;      /* not read: why not ("no such file") */
	struct et_place from; /* the \input that asks for it; line 0: the main file */
	bool listing;	      /* asked for by \lstinputlisting */
	const char *data;     /* what was read, NUL-terminated behind length; else NULL */
	size_t length;
};

struct et_spec_heading {
	struct et_section section; /* label "" where it has none */
	struct et_place place;	   /* place.section is &section */
	unsigned level;		   /* 0 chapter, 1 section … 3 subsubsection, 4 paragraph, 5 */
	uint32_t parent;	   /* index of the heading above it, or ET_SPEC_NONE */
	enum et_target normative;  /* \drivernormative, \devicenormative; NONE: neither */
	bool conformance;	   /* \conformance{…}: a clause */
	bool legacy;		   /* it or one above it is headed "Legacy Interface…" or so */
	bool non_normative;	   /* in an appendix that says so: it repeats definitions */
	enum et_spec_part part;
	const char
		*interface; /* the file's chapter in lower case words, for reports; may be NULL */
};

/* What is in a listing. */
enum et_notation {
	ET_NOTATION_DEFINITIONS, /* records and constants in the standard's notation */
	ET_NOTATION_DECLARATION, /* a bare field or value: "le32 limit;" */
	ET_NOTATION_CODE,	 /* example code and pseudo-code */
	ET_NOTATION_ASN1,
	ET_NOTATION_DEVICE_TREE,
	ET_NOTATION_FORMULA, /* arithmetic, tables of values, message flows, drawings */
	ET_NOTATION_EXAMPLE, /* definitions that only show a notation */
	ET_NOTATION_UNKNOWN, /* could not be told: an error */
	ET_NOTATION_COUNT,
};

const char *et_notation_name(enum et_notation notation); /* "definitions", "ASN.1" … */

struct et_spec_listing {
	struct et_place place; /* of \begin{lstlisting} */
	uint32_t last_line;    /* of \end */
	uint32_t heading;
	uint32_t file;
	enum et_notation notation;
	uint32_t first_record, n_records;     /* in records; nested named ones count */
	uint32_t first_constant, n_constants; /* in constants */
	uint32_t n_faults;
	bool superseded; /* in a part that is no body */
};

/* How a constant stands in the text. */
enum et_origin {
	ET_ORIGIN_DEFINE,     /* #define in a listing */
	ET_ORIGIN_ENUM,	      /* enumerator in a listing */
	ET_ORIGIN_ASSIGNMENT, /* other notations of a listing: "NAME = 3" */
	ET_ORIGIN_ITEM,	      /* \item[NAME (n)] and its like */
	ET_ORIGIN_TABLE,      /* a row of a table */
	ET_ORIGIN_PROSE,      /* "NAME (n)" or "NAME is n" in running text */
};

struct et_spec_constant {
	struct et_constant constant; /* kind and representation as far as they can be told: items of
					lists in feature sections are FEATURE and BIT */
	enum et_origin origin;
	bool has_value; /* constant.value holds; otherwise constant.text says why not */
	uint64_t last;	/* of a range; else the value */
	uint32_t heading;
	uint32_t group;	       /* same number: same listing, list or table */
	const char *condition; /* requires/when as written, or NULL */
	bool superseded;
};

struct et_spec_record {
	struct et_record record; /* def.name NULL: anonymous, at a listing's top; field.guard: the
				    condition as the text writes it; type.record: resolved */
	uint32_t listing;
	uint32_t heading;
	bool superseded;
	bool marked_packed; /* __attribute__((packed)): the text says what holds for all */
	bool declaration;   /* no braces: "struct x;" or a bare field outside of any record */
	const struct et_spec_record *outer; /* the record in whose body it is defined, or NULL */
};

/* An item of a list of virtqueues: \item[0] controlq, \item[0] receiveq1 … */
struct et_spec_queue {
	const char *name;
	const char *index; /* as written: "0", "2(N-1)", "\ldots" reduced to "..." */
	uint64_t number;   /* where index is a plain number */
	bool has_number;
	struct et_place place;
	uint32_t heading;
};

/* A register of a transport, from \mmioreg and \mmiodreg. */
struct et_spec_register {
	struct et_register
		reg; /* access; width 4 where the text says nothing else; 0: open ended */
	uint32_t heading;
	bool legacy;
};

/* A row that gives a number to a thing without a name of its own: device ids, transitional ids. */
struct et_spec_id {
	const char *title; /* "network device" */
	uint64_t number;
	uint64_t last;	   /* of a range; else the number; UINT64_MAX: open ended */
	const char *table; /* the first heading cell: "Device ID", "Transitional PCI Device ID" */
	struct et_place place;
	uint32_t heading;
	uint32_t group; /* as in et_spec_constant: the codes and ranges of one table share it */
};

/* A normative sentence. */
struct et_statement {
	const char *id; /* stays while the sentence does; unique in a text */
	enum et_level level;
	enum et_target target;
	uint64_t hash;	       /* of the normalised sentence */
	struct et_place place; /* of the keyword */
	uint32_t heading;
	const char *const *names; /* of definitions in it, NULL-terminated, in order, each once */
	const char *text; /* the sentence, plain; never stored anywhere, for a person to see */
};

/* How a name is mentioned. */
enum et_mention_kind {
	ET_MENTION_PROSE,   /* in running text, an item or a table */
	ET_MENTION_FIELD,   /* \field{name}: a field, or a register */
	ET_MENTION_LISTING, /* in a listing that is no definition of it: types, macros' values, code
			     */
	ET_MENTION_COMMENT, /* in a listing's comment */
};

/* A place where something that looks like a definition's name is used: it has an underscore or is
   in \field. Definitions' own places are not among them. */
struct et_mention {
	const char *name;
	enum et_mention_kind kind;
	struct et_place place;
	uint32_t heading;
	bool superseded;
};

struct et_spec_label {
	const char *name; /* white space reduced to one blank */
	struct et_place place;
	uint32_t heading;
	bool superseded;
};

enum et_ref_kind {
	ET_REF_REF, /* \ref */
	ET_REF_NAMEREF,
	ET_REF_HYPERREF, /* \hyperref[label]{text} */
	ET_REF_OTHER,	 /* \pageref, \autoref … */
};

struct et_spec_ref {
	const char *label; /* as in et_spec_label */
	const char *text;  /* HYPERREF: the words shown, plain; else NULL */
	enum et_ref_kind kind;
	struct et_place place;
	uint32_t heading;
	bool superseded;
};

/* What is wrong with the form of a listing; the reader went on, reading what was meant. */
enum et_fault_kind {
	ET_FAULT_SEMICOLON_MISSING, /* after a member or a record */
	ET_FAULT_SEMICOLON_DEFINE,  /* at the end of a #define */
	ET_FAULT_COMMENT_OPEN,	    /* never closed */
	ET_FAULT_BRACES,	    /* unbalanced */
	ET_FAULT_MEMBER, /* a member that can't be understood, or whose name is no identifier */
	ET_FAULT_TYPE_MISSING, /* a member without a type, or a type without a member */
	ET_FAULT_DEFINE,       /* a #define without value or name, or with trailing text */
	ET_FAULT_OTHER,
	ET_FAULT_COUNT,
};

struct et_fault {
	enum et_fault_kind kind;
	const char *name; /* of the definition it is in or about: "record.field", or NULL */
	const char *text; /* what is wrong, for a person, without file and line */
	const char *fix;  /* what should stand there, where that is certain, or NULL */
	struct et_place place;
	uint32_t heading;
	bool superseded;
};

struct et_spec {
	const char *name;	 /* as named by the user */
	const char *revision;	 /* git: the commit; or NULL */
	enum et_edition edition; /* by the text's own account; UNKNOWN: a draft or unsaid */
	const char *version;	 /* its account: "v1.4-cs01", or NULL */
	const struct et_spec_file *files;
	size_t n_files;
	const struct et_spec_heading *headings;
	size_t n_headings;
	const struct et_spec_listing *listings;
	size_t n_listings;
	const struct et_spec_constant *constants;
	size_t n_constants;
	const struct et_spec_record *records;
	size_t n_records;
	const struct et_spec_queue *queues;
	size_t n_queues;
	const struct et_spec_register *registers;
	size_t n_registers;
	const struct et_spec_id *ids;
	size_t n_ids;
	const struct et_statement *statements;
	size_t n_statements;
	const struct et_mention *mentions;
	size_t n_mentions;
	const struct et_spec_label *labels;
	size_t n_labels;
	const struct et_spec_ref *refs;
	size_t n_refs;
	const struct et_fault *faults;
	size_t n_faults;
};

#endif
