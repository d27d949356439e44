/* SPDX-License-Identifier: BSD-3-Clause */
/* What the parts of the registry reader share. Not for others: registry.h is. */
#ifndef ETALON_REGISTRY_READER_H
#define ETALON_REGISTRY_READER_H

#include "map.h"
#include "registry.h"

/* Keys that any definition may have, and those that a group holds for its members. */
#define ET_GROUP_KEYS                                                                              \
	"section", "at", "when", "status", "evidence", "since", "until", "about", "unnamed"
#define ET_DEF_KEYS ET_GROUP_KEYS, "former", "aliases"

/* A set of constants. Its constants are [first, first + count) of the interface's list. */
struct set {
	const char *name;
	const struct et_yaml *node;
	enum et_constant_kind kind;
	enum et_representation representation;
	uint32_t width; /* of the field that holds its values; 0: not said */
	const char *in;
	size_t first, count;
	size_t computed; /* of these, how many are counts of sets */
};

/* An interface being read. The lists grow; the canon's arrays are made of them at the end. */
struct interface {
	struct et_interface *out;
	const struct et_yaml *node;
	const char *text; /* the default file of "at" */
	struct et_section *sections;
	const struct et_yaml *sections_node;
	ET_ARRAY(struct et_constant) constants;
	ET_ARRAY(const struct et_yaml *) constant_nodes; /* beside constants */
	ET_ARRAY(struct set) sets;
	ET_ARRAY(struct et_record *) records;
	ET_ARRAY(const struct et_yaml *) record_nodes;
	struct et_map record_by_name; /* struct et_record *: the latest of that name */
	struct et_map
		constant_by_name; /* struct et_constant *: likewise; a feature before others */
	struct et_view *views;
	const struct et_yaml *views_node;
	size_t n_views;
	struct et_queue *queues;
	size_t n_queues;
	struct et_command *commands;
	const struct et_yaml *commands_node;
	size_t n_commands;
};

/* A type that names a record; done once every file is read. */
struct pending_type {
	struct interface *interface;
	struct et_type *type;
	const char *name;
	const struct et_yaml *node;
};

enum reference {
	REFERENCE_FEATURE,  /* name is a feature's */
	REFERENCE_FIELD,    /* name is a field's path, as seen from record */
	REFERENCE_CONSTANT, /* name is a constant's */
};

/* A name that has to exist. */
struct pending_name {
	enum reference reference;
	struct interface *interface;
	const struct et_record *record; /* whose field it may be, or NULL */
	const char *name;
	const struct et_yaml *node;
};

/* An array's length that is a constant's value, a field's, or a configuration field's. */
struct pending_count {
	struct interface *interface;
	const struct et_record *record;
	struct et_count *count;
	enum { COUNT_CONSTANT, COUNT_FIELD, COUNT_CONFIG } kind;
	const struct et_yaml *node;
};

struct reader {
	struct et_arena *arena;
	struct et_diags *diags;
	ET_ARRAY(struct interface *) interfaces;
	ET_ARRAY(const struct et_yaml *) errata;       /* documents */
	ET_ARRAY(const struct et_yaml *) requirements; /* likewise */
	ET_ARRAY(struct pending_type) types;
	ET_ARRAY(struct pending_name) names;
	ET_ARRAY(struct pending_count) counts;
	struct et_canon *canon;
};

/* def.c: what all definitions have in common. */

/* Fills def from the common keys; group's values (or NULL) hold where the node has none. */
void et_reg_def(struct reader *reader, struct interface *interface, const struct et_yaml *node,
	const struct et_def *group, enum et_def_kind kind, struct et_def *def);

/* The same for a group that is no definition of its own; what it lacks is no error. */
void et_reg_group(struct reader *reader, struct interface *interface, const struct et_yaml *node,
	struct et_def *def);

/* A name of letters, digits, '_' and, where dashes is set, '-'; NULL with an error. */
const char *et_reg_identifier(
	struct reader *reader, const struct et_yaml *node, const char *what, bool dashes);

/* The condition under a node; NULL for a NULL node. record: whose fields it may name, or NULL. */
const struct et_when *et_reg_when(struct reader *reader, struct interface *interface,
	const struct et_record *record, const struct et_yaml *node);

/* "former" and "aliases" of a node. own: its name, which may not be repeated. */
void et_reg_aliases(struct reader *reader, const struct et_yaml *node, const char *own,
	const struct et_alias **aliases, size_t *count);

/* "section" and "at". */
void et_reg_place(struct reader *reader, struct interface *interface, const struct et_yaml *node,
	struct et_place *place);

/* "since" or "until"; fallback when the node has none. */
enum et_edition et_reg_edition(struct reader *reader, const struct et_yaml *node, const char *key,
	enum et_edition fallback);

/*
 * Notes a definition's name. Another one of the name in the same map with an edition in common is
 * an error: "what 'name' is in where already, in line n".
 */
void et_reg_once(struct reader *reader, struct et_map *seen, const char *what, const char *where,
	const struct et_def *def, const struct et_yaml *node);

/* Whether a definition outlives another of its name: it is what a reference without edition means.
 */
bool et_reg_is_later(const struct et_def *def, const struct et_def *other);

/* Notes that a name has to exist. */
void et_reg_expect(struct reader *reader, struct interface *interface, enum reference reference,
	const struct et_record *record, const char *name, const struct et_yaml *node);

/* constants.c, records.c, others.c: the parts of an interface's file. */
void et_reg_constants(struct reader *reader, struct interface *interface);
void et_reg_records(struct reader *reader, struct interface *interface);
void et_reg_views(struct reader *reader, struct interface *interface);
void et_reg_registers(struct reader *reader, struct interface *interface);
void et_reg_queues(struct reader *reader, struct interface *interface);
void et_reg_commands(struct reader *reader, struct interface *interface);

/* A plain type by its name ("le32"); false with an error. */
bool et_reg_scalar_type(struct reader *reader, const struct et_yaml *node, struct et_type *type);

/* resolve.c: once every file is read. */
void et_reg_resolve(struct reader *reader);
/* Records by name: of the interface, else of the only other one that has it. NULL with an error. */
struct et_record *et_reg_record(struct reader *reader, struct interface *interface,
	const char *name, const struct et_yaml *node);
/* The field that "RECORD.FIELD" names; NULL with an error. */
const struct et_field *et_reg_field(struct reader *reader, struct interface *interface,
	const char *path, const struct et_yaml *node, const struct et_record **record);
/* The first constant of that name, of the interface before any other; NULL. */
const struct et_constant *et_reg_constant(
	struct reader *reader, struct interface *interface, const char *name);

/* compute.c: constants with offset_of, size_of or count_of, and whether all values fit. */
void et_reg_compute_counts(struct reader *reader);
void et_reg_compute_layouts(struct reader *reader);
void et_reg_check_values(struct reader *reader);

/* finish.c: the canon's sorted arrays and its table of names. */
void et_reg_finish(struct reader *reader);

/* errata.c: when the table of names is there. */
void et_reg_errata(struct reader *reader);

/* requirements.c */
void et_reg_requirements(struct reader *reader);

#endif
