/* SPDX-License-Identifier: BSD-3-Clause */
/* What the D rules share: the text by names, and how a finding about it is made. Private to
 * src/compare/spec. */
#ifndef ETALON_SPEC_CHECK_H
#define ETALON_SPEC_CHECK_H

#include "comparison.h"
#include "map.h"
#include "spec_judge.h"
#include "str.h"

/* All that the text has under one name, in the order of the text. Superseded parts are left out. */
struct et_spec_name {
	const char *name;
	ET_ARRAY(const struct et_spec_constant *) constants;
	ET_ARRAY(const struct et_spec_record *) records;
	ET_ARRAY(const struct et_mention *) mentions;
	ET_ARRAY(const struct et_spec_register *) registers;
	ET_ARRAY(const struct et_spec_queue *) queues;
	bool is_field; /* some record of the text has a field of the name */
};

/* A file of the text, made ready to be asked for lines. */
struct et_spec_source {
	const struct et_spec_file *file;
	const uint32_t *lines;	     /* where each begins; n_lines, and the end of the file */
	size_t n_lines;		     /* 0: not read */
	ET_ARRAY(uint32_t) headings; /* indices, in the order of their lines */
};

struct et_spec_check {
	struct et_arena *arena;
	const struct et_spec *spec;
	const struct et_spec_options *options;
	const struct et_canon *canon;
	struct et_results *results;
	struct et_spec_account *account;     /* (a) only */
	struct et_map names;		     /* struct et_spec_name */
	ET_ARRAY(struct et_spec_name *) all; /* the same, in order of first appearance */
	struct et_map sources;		     /* struct et_spec_source by path */
	struct et_map tags;		     /* of enums, which name no constant and no record */
	struct et_map files;		     /* struct et_interface whose text a file is */
	size_t letters;			     /* that may still be spent on et_spec_may_suggest() */
};

void et_spec_index(struct et_spec_check *check);

/* What the text has of a name, or NULL. */
const struct et_spec_name *et_spec_find(const struct et_spec_check *check, const char *name);

/* Whether the text defines something of the name, and does not only mention it. */
bool et_spec_is_defined(const struct et_spec_name *name);

/*
 * The interface that a name belongs to: the canon's, when it knows the name, else the one whose
 * chapter the file is; NULL when neither says.
 */
const struct et_interface *et_spec_owner(
	const struct et_spec_check *check, const char *name, const struct et_place *place);

/* A finding in the making. */
struct et_spec_draft {
	enum et_rule rule;
	const char *definition; /* what it is about: a name, record.field, a label */
	struct et_place found;	/* where the text says it */
	const char *says;	/* and what: found.text */
	struct et_place other; /* what contradicts it: another place, of the text or of the canon */
	const char *expected;  /* and what stands there: expected.text */
	const char *fix;       /* what to write instead, where that is certain, or NULL */
	const char *message;   /* one whole line; no file and line of found in it */
};

/* Enters a finding, unless its interface is not asked for. */
void et_spec_emit(struct et_spec_check *check, const struct et_spec_draft *draft);

/* "file:line", in the arena. */
const char *et_spec_where(struct et_spec_check *check, const struct et_place *place);

/* The heading that a line of a file is under, also through the files that take it in. */
uint32_t et_spec_heading_at(const struct et_spec_check *check, const char *file, uint32_t line);

/* The file of that path, or NULL when no \\input asks for it. */
const struct et_spec_file *et_spec_file(const struct et_spec_check *check, const char *path);

/* The lines from first to last of a file, as they stand there; NULL when there are none. */
const char *et_spec_text(const struct et_spec_check *check, const char *path, uint32_t first,
	uint32_t last, size_t *length);

/* Makes the sources and the tags of a check. */
void et_spec_index_sources(struct et_spec_check *check);

/* Whether a heading is, or is below, a section (by its label; by its title where it has none). */
bool et_spec_is_below(
	const struct et_spec *spec, uint32_t heading, const struct et_section *section);

/*
 * The part of the text that a heading belongs to: the device's section under the chapter of device
 * types, else the chapter.
 */
uint32_t et_spec_chapter(const struct et_spec *spec, uint32_t heading);

/* Whether that part is a device's. */
bool et_spec_is_device(const struct et_spec *spec, uint32_t chapter);

/* Whether any definition or mention of the name stands on that line. name may be NULL. */
bool et_spec_stands_at(const struct et_spec_name *name, const struct et_place *place);

/* Whether each part of a path such as "hdr.type" or "desc[x].flags" is a name of the text. */
bool et_spec_is_path(struct et_spec_check *check, const char *text);

/* Whether only the standard, or an interface of the canon, has names that begin so; also misspelt.
 */
bool et_spec_is_own_name(const struct et_spec_check *check, const char *name);

/*
 * Whether a misspelt name may be compared with so many others; spends what that takes. A text of
 * nothing but slips gets its findings, and not a suggestion for each.
 */
bool et_spec_may_suggest(struct et_spec_check *check, const char *wrong, size_t count);

/* The defined names that are nearest to an undefined one. */
struct et_spec_near {
	const char *name;  /* NULL: none is near, or too many are */
	const char *other; /* as near as name; or NULL */
	bool certain;	   /* nothing but a slip of the pen for name */
};

struct et_spec_near et_spec_near(struct et_spec_check *check, const char *wrong);

/* The rules, a function a file. */
/* How the text has a constant's value: "bit 3", "0x80", "5". */
const char *et_spec_show_value(
	struct et_spec_check *check, const struct et_spec_constant *constant);
void et_spec_values(struct et_spec_check *check);      /* D501 to D503 */
void et_spec_codes(struct et_spec_check *check);       /* D504 */
void et_spec_undefined(struct et_spec_check *check);   /* D505 */
void et_spec_fields(struct et_spec_check *check);      /* D506 */
void et_spec_records(struct et_spec_check *check);     /* D507 to D510 */
void et_spec_listings(struct et_spec_check *check);    /* D511 */
void et_spec_labels(struct et_spec_check *check);      /* D512, D513 */
void et_spec_conformance(struct et_spec_check *check); /* D514, D515 */

/* The canon against the text. */
void et_spec_compare_constants(struct et_spec_check *check); /* D551, D553, D554, D556 */
void et_spec_compare_records(struct et_spec_check *check);   /* D552 to D554, D556 */
void et_spec_compare_others(struct et_spec_check *check);    /* registers, virtqueues, commands */
void et_spec_compare_missing(struct et_spec_check *check);   /* D555 */
void et_spec_compare_errata(struct et_spec_check *check);    /* D557 */
void et_spec_compare_requirements(struct et_spec_check *check); /* D558 */

/* How an older text spells a definition: by its own name, else by a former one that it has. */
const char *et_spec_spelling(const struct et_spec_check *check, const struct et_def *def);

/* Whether the canon at the edition of the text has it: a definition's or field's since, until. */
bool et_spec_is_held(const struct et_spec_check *check, enum et_edition since,
	enum et_edition until, enum et_status status);

/* Whether an erratum is about the edition of the text, or the one that a draft follows. */
bool et_spec_is_current(const struct et_spec_check *check, const struct et_erratum *erratum);

/* Whether what an erratum quotes stands at a place, or can't be looked up there. */
bool et_spec_says(struct et_spec_check *check, const struct et_erratum *erratum,
	const struct et_place *place);

/*
 * Whether an erratum of the text explains a difference in this definition: its own one, when what
 * it quotes stands at the place that differs (line 0: nowhere in particular), or its record's at
 * the same line.
 */
bool et_spec_is_erratum(
	struct et_spec_check *check, const char *definition, const struct et_place *place);

/*
 * Holds a place of the canon to the text: file, line with the name on it, section. text is where
 * the text defines it, when that is known; else the name is looked for, unless the text gives none
 * (unnamed). Emits D554 or D556 where it is
 * not so. Returns whether the place is right, or can't be told.
 */
bool et_spec_check_place(struct et_spec_check *check, const char *definition, const char *name,
	const struct et_place *place, const struct et_section *section, const struct et_place *text,
	bool unnamed);

#endif
