/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the import share. Private to src/import. */
#ifndef ETALON_IMPORT_INT_H
#define ETALON_IMPORT_INT_H

#include "canon.h"
#include "diag.h"
#include "import.h"
#include "map.h"
#include "yaml_make.h"

/* How a name stands on a line of the text. */
enum occ_kind {
	OCC_CONSTANT,
	OCC_RECORD,
	OCC_FIELD,
	OCC_REGISTER,
	OCC_QUEUE,
	OCC_MENTION,
};

struct occ {
	enum occ_kind kind;
	const char *name;
	struct et_place place;
	const struct et_spec_constant *constant; /* of these, what kind says */
	const struct et_spec_record *record;	 /* FIELD: the one it is in */
	const struct et_spec_register *reg;
	const struct et_spec_queue *queue;
};

struct occ_list {
	const char *name;
	ET_ARRAY(struct occ) list;
	bool is_new; /* taken into the registry by this import */
};

/* What an entry of the registry is. */
enum ref_kind {
	REF_INTERFACE,
	REF_GROUP, /* a set or a block with a place of its own */
	REF_CONSTANT,
	REF_RECORD,
	REF_FIELD,
	REF_PART,
	REF_VIEW,
	REF_REGISTER,
	REF_QUEUE,
	REF_COMMAND,
	REF_ERRATUM,
};

/* An entry of the registry that has, or could have, a place in the text. */
struct ref {
	enum ref_kind kind;
	struct et_doc *doc;
	const struct et_yaml *interface; /* the document's root */
	const struct et_yaml *node;
	const struct et_yaml *group; /* its set, block or record, or NULL */
	const char *group_name;	     /* of the set, block or record */
	const struct et_yaml *list;  /* that it is in, with its index; NULL: a key's value */
	size_t index;
	const char *name;	  /* NULL: none (a group) */
	const struct et_yaml *at; /* where its line is said; NULL: it has none of its own */
	const char *file;	  /* of the text, or NULL */
	uint32_t line;		  /* the registry's; 0: none */
	uint32_t new_line;	  /* what it is in this text */
	const struct occ *occ;	  /* what stands there, or NULL */
	bool sure;		  /* errata: new_line is no estimate */
	bool held;		  /* the text should have it */
	bool present;		  /* the registry's own edition has it: its line is of that */
	bool gone;		  /* and has not */
};

/* A set that comes in whole. Its name is in set->node.file until then. */
struct made_set {
	struct et_doc *doc;
	struct et_made *set, *values;
};

struct import {
	struct et_arena *arena;
	struct et_diags *diags;
	const struct et_spec *spec;
	const struct et_import_options *options;
	struct et_import *out;
	const struct et_canon *canon; /* the registry before the change */
	enum et_edition edition;      /* of the text; UNKNOWN: a draft */
	struct et_map names;	      /* struct occ_list */
	ET_ARRAY(struct ref *) refs;
	struct et_map ref_by_node;  /* of the node's address */
	struct et_map ref_by_name;  /* constants, records: "name" to the first struct ref */
	struct et_map known;	    /* all names that the registry has for something */
	struct et_map by_line;	    /* constants and registers by "file:line" of this text */
	struct et_map doc_by_file;  /* of the text: who has entries there */
	struct et_map anchors;	    /* by file: how its lines moved */
	struct et_map new_sections; /* "doc:label" to the short name that was made for it */
	struct et_map new_records;  /* names of records that come in */
	struct et_map new_features; /* and of feature bits */
	ET_ARRAY(struct made_set) made_sets;
	const struct et_map *frozen; /* files that would not be valid if they changed */
	bool quiet;		     /* nothing is noted: a trial */
};

/* import_note.c */

/* A note about a place of the text. */
void et_import_note(struct import *import, const struct et_place *place, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A note about an entry of the registry. */
void et_import_doc_note(struct import *import, const struct et_doc *doc, const struct et_yaml *node,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* import_index.c: names of the text. */
void et_import_index(struct import *import);
struct occ_list *et_import_find(const struct import *import, const char *name);
const struct et_spec_file *et_import_file(const struct import *import, const char *path);
/* The heading that a line is under, also through the files that take it in. */
uint32_t et_import_heading(const struct import *import, const char *file, uint32_t line);
/* A record's fields in the text that have that name, at any depth; NULL. */
const struct et_field *et_import_text_field(const struct et_spec_record *record, const char *name);

/* import_refs.c: entries of the registry. */
void et_import_refs(struct import *import);
struct ref *et_import_ref(const struct import *import, const struct et_yaml *node);
/* The first constant (record) of that name. */
struct ref *et_import_known(const struct import *import, enum ref_kind kind, const char *name);
/* The edition of a key ("since"), of the entry or its group. */
enum et_edition et_import_edition_of(const struct ref *ref, const char *key);
/* A key of the entry, else of its group. */
const struct et_yaml *et_import_key(const struct ref *ref, const char *key);
/* The registry's file that has, or should have, what is in a file of the text; NULL: none. */
struct et_doc *et_import_owner(const struct import *import, const char *file, const char *name);

/* Lets a file of the text be the registry's file's own. */
void et_import_claim(struct import *import, struct et_doc *doc, const char *file);

/* import_places.c: where everything is now. Fills new_line, occ, gone; edits "at". */
void et_import_places(struct import *import);
void et_import_place_edits(struct import *import);
/* The line of this text that a line of the registry's has become. *sure: it is no estimate. */
uint32_t et_import_predict(
	const struct import *import, const char *file, uint32_t line, bool *sure);

/* import_sections.c */

/* Corrects labels and titles of sections that were renamed. */
void et_import_sections(struct import *import);
/*
 * The short name of the section that a heading is, made when there is none yet. NULL when the file
 * has none and the heading has no title.
 */
const char *et_import_section(struct import *import, struct et_doc *doc, uint32_t heading);

/* A name that no key of a mapping and nothing in taken has, of a title's words. */
const char *et_import_fresh(struct import *import, const struct et_yaml *mapping,
	struct et_map *taken, const char *title);

/* import_values.c */

/* Corrects constants, registers and virtqueues. */
void et_import_values(struct import *import);
/* A value as the set and the neighbour write it. */
const char *et_import_number(
	struct import *import, uint64_t value, const struct et_yaml *like, bool mask);

/* import_gone.c: what is gone is taken out, or ended. */
void et_import_gone(struct import *import);

/* import_records.c: corrects records' fields. */
void et_import_records(struct import *import);

/* import_shape.c: fields of the text as the registry writes them. */
struct shape {
	struct import *import;
	struct et_doc *doc;
	const struct et_spec_record *record;
	const char *file;	/* the default of "at" in doc */
	const char *impossible; /* what can't be entered, or NULL */
};
const struct et_yaml *et_shape_type(struct shape *shape, const struct et_type *type);
const struct et_yaml *et_shape_counts(struct shape *shape, const struct et_field *field);
const struct et_yaml *et_shape_field(struct shape *shape, const struct et_field *field);
const struct et_yaml *et_shape_fields(
	struct shape *shape, const struct et_field *fields, size_t count);
/* A record's fields with neighbouring bit-fields joined into an integer without a name. */
const struct et_field *et_import_joined(
	struct import *import, const struct et_field *fields, size_t count, size_t *joined);
/* Whether it has nothing but bit-fields. */
bool et_import_is_bits(const struct et_record *record);
const struct et_yaml *et_shape_at(
	struct import *import, const char *default_file, const struct et_place *place);

/* import_when.c: a condition of the text over features; NULL when it is not plainly one. */
const struct et_yaml *et_import_when(struct import *import, const char *words);

/*
 * What the registry lacks. import_device.c makes files for chapters that none is about;
 * import_new_records.c decides which records can come in before it enters them.
 */
void et_import_devices(struct import *import);
void et_import_new_constants(struct import *import);
/* Decides first which records can come in: fields of others may need them. */
void et_import_choose_records(struct import *import);
void et_import_new_records(struct import *import);
void et_import_new_others(struct import *import);
/* Enters a command whose records are told by its name. Returns whether there was no doubt. */
bool et_import_new_command(struct import *import, struct et_doc *doc,
	const struct et_spec_constant *text, const struct et_yaml *set);

/* import_new.c: what they share. */

/* Whether the registry has something of that name, or of that number on that line. */
bool et_import_is_known(struct import *import, const char *name);
bool et_import_is_other(
	struct import *import, const struct et_place *place, uint64_t number, const char *key);
/* Adds "section", where it is not the group's, "at", and what a draft's have: status, evidence. */
void et_import_place_entry(struct import *import, struct et_doc *doc, struct et_made *entry,
	const struct et_place *place, uint32_t heading, const struct et_yaml *group);
/* Says once that there is no file for what stands in a file of the text. */
void et_import_no_owner(struct import *import, const struct et_place *place, const char *name);

/* import_errata.c, import_requirements.c, import_build.c */
/* Where errata stand now; then, when all is decided, those that are about nothing go. */
void et_import_errata_places(struct import *import);
void et_import_errata(struct import *import);
/* Whether one of them says why the text differs here. place may be NULL. */
bool et_import_is_erratum(
	const struct import *import, const char *definition, const struct et_place *place);
void et_import_requirements(struct import *import);
/* Enters a new file in the build's list. */
void et_import_build(struct import *import);

/* The default file of "at" in a registry's file. */
const char *et_import_text_of(const struct et_doc *doc);

#endif
