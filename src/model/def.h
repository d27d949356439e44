/* SPDX-License-Identifier: BSD-3-Clause */
/* What every definition has, of the canon or of a tree: name, identity, origin, standing. */
#ifndef ETALON_DEF_H
#define ETALON_DEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct et_interface;

/* A section of the standard. */
struct et_section {
	const char *label; /* as in \label{...}, in full */
	const char *title; /* the heading, without TeX */
};

/* Where a node comes from. For the canon: the standard's file, line and section in the edition. */
struct et_place {
	const char *file;		  /* NULL when unknown */
	uint32_t line;			  /* from 1; 0 when unknown */
	const struct et_section *section; /* canon only; may be NULL */
};

enum et_edition {
	ET_EDITION_UNKNOWN, /* nobody has looked; never a guess */
	ET_EDITION_LEGACY,  /* before 1.0 */
	ET_EDITION_1_0,
	ET_EDITION_1_1,
	ET_EDITION_1_2,
	ET_EDITION_1_3,
	ET_EDITION_1_4,
	ET_EDITION_COUNT,
	ET_EDITION_NEWEST = ET_EDITION_COUNT - 1,
};

/* "legacy", "1.0" … "1.4"; "unknown". */
const char *et_edition_name(enum et_edition edition);
/* Returns ET_EDITION_COUNT for a name that is no edition. */
enum et_edition et_edition_by_name(const char *name);

/* Where an edition stands to what came with "since" and was last in "until". */
enum et_presence {
	ET_PRESENT,
	ET_LATER, /* it came after the edition */
	ET_GONE,  /* it was gone by then */
};

/* UNKNOWN as the edition stands for all of them; as since or until, for no bound. */
enum et_presence et_presence(enum et_edition edition, enum et_edition since, enum et_edition until);

/* Whether some edition has both. */
bool et_editions_overlap(enum et_edition since, enum et_edition until, enum et_edition other_since,
	enum et_edition other_until);

/* A definition's standing. */
enum et_status {
	ET_STATUS_STANDARD,  /* in the normative text of the edition */
	ET_STATUS_LEGACY,    /* in its legacy interface sections */
	ET_STATUS_RESERVED,  /* named or numbered by the text, and kept free */
	ET_STATUS_DE_FACTO,  /* everybody uses it, the text does not define it: evidence needed */
	ET_STATUS_DRAFT,     /* accepted for the next edition */
	ET_STATUS_PROPOSED,  /* posted, not accepted */
	ET_STATUS_WITHDRAWN, /* once in an edition or draft, gone since; with until: after that */
	ET_STATUS_COUNT,
};

const char *et_status_name(enum et_status status); /* as the registry spells it: "de-facto" … */

/* When something exists or applies. A tree of operators over features and fields. */
enum et_when_op {
	ET_WHEN_FEATURE, /* name: a feature bit's name, negotiated */
	ET_WHEN_FIELD,	 /* name: a field's path; is: the constant or number that it holds */
	ET_WHEN_ALL,
	ET_WHEN_ANY,
	ET_WHEN_NOT, /* one operand */
};

struct et_when {
	enum et_when_op op;
	const char *name;
	const char *is;
	const struct et_when *operands; /* n_operands of them, for ALL, ANY and NOT */
	size_t n_operands;
	bool flag; /* FIELD: "is" is a flag that is set in the field, beside whatever else it holds
		    */
};

/* Another spelling of the same definition. */
struct et_alias {
	const char *dialect; /* NULL: any tree; "former": the standard's own earlier name */
	const char *name;
};

enum et_def_kind {
	ET_DEF_CONSTANT,
	ET_DEF_RECORD,
	ET_DEF_VIEW,	 /* canon only */
	ET_DEF_REGISTER, /* canon only */
	ET_DEF_QUEUE,	 /* canon only */
	ET_DEF_COMMAND,	 /* canon only; shares its name with a constant */
	ET_DEF_DEVICE,	 /* canon only: an interface itself */
	ET_DEF_TYPEDEF,	 /* tree only */
	ET_DEF_FUNCTION, /* tree only */
};

/* The head of every definition's structure; the kind says which structure it heads. */
struct et_def {
	enum et_def_kind kind;
	const char *name;  /* NULL for an anonymous record of a tree */
	const char *scope; /* canon: the set that a constant belongs to; tree: the enum's tag */
	const struct et_interface *interface; /* canon only */
	struct et_place place;
	const char *guard; /* tree: the preprocessor condition it is under, as text, or NULL */
	uint32_t abis;	   /* tree: the ABIs whose predefined macros let it be; canon: all */
	enum et_status status;
	const char *evidence; /* for what is not ET_STATUS_STANDARD: who follows what, dated */
	enum et_edition since;
	enum et_edition until;	    /* the last edition that has it; unknown: still there */
	const struct et_when *when; /* NULL: always */
	const struct et_alias *aliases;
	size_t n_aliases;
	const char *about; /* canon: one line in our words, or NULL */
	bool unnamed; /* canon: the text has it, and no name for it: the name is the trees' or ours
		       */
};

#endif
