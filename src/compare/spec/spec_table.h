/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an edition of the standard has, in one form, whether its text was read or the canon holds
 * it: what `etalon spec diff` compares. Private to src/compare/spec, but for its tests.
 */
#ifndef ETALON_SPEC_TABLE_H
#define ETALON_SPEC_TABLE_H

#include "etalon.h"
#include "map.h"
#include "spec.h"
#include "str.h"

/* A member of a record, at any depth: members of nested records without a tag follow their record.
 */
struct et_spec_member {
	const char *path;	/* "capacity", "u.abs"; "" for an anonymous union */
	bool unnamed;		/* stands in a union without a name */
	const char *type;	/* "le32", "struct virtio_gpu_rect"; never NULL */
	const char *declarator; /* "macs[entries][6]", "flags : 3": a part of what a person sees */
	const struct et_field *field;
	const char
		*features; /* of its condition, sorted, with ", " between; "" when there are none */
	struct et_place place;
	uint64_t size; /* in bytes; 0: not known, or a bit-field */
};

/* One definition, or one requirement. */
struct et_spec_item {
	enum etalon_change_what what;
	const char *interface;		  /* its name; else the title of a chapter, or NULL */
	const struct et_interface *owner; /* or NULL */
	const char *name;
	const char *key; /* the same in both tables */
	const char
		*text; /* "feature bit 17", "struct of 5 fields", "offset 0x034, ro", "MUST NOT" */
	struct et_place place;
	const struct et_section *section; /* or NULL */
	enum et_edition since, until;	  /* the canon's; UNKNOWN otherwise */
	bool legacy;			  /* all of it stands in legacy sections */

	/* Constants, ids, registers and virtqueues. */
	enum et_constant_kind kind;
	enum et_representation representation;
	bool has_value;
	uint64_t value;
	ET_ARRAY(uint64_t) values; /* all that the text gives the name; value is the first */
	const char *features;	   /* what a feature requires, as in et_spec_member */
	enum et_access access;
	uint32_t width;

	/* Records. */
	bool is_union;
	const struct et_spec_member *members;
	size_t n_members;

	/* Requirements. */
	enum et_level level;
	enum et_target target;
	uint64_t hash;	       /* of the sentence; the canon keeps 32 bits, so these have no more */
	const char *sentence;  /* NULL from the canon */
	const uint32_t *words; /* hashes of its words, sorted */
	size_t n_words;

	const struct et_spec_item *pair; /* what it is in the other table, or NULL */
	struct et_spec_item *next;	 /* of the same key */
	struct et_spec_item *last;	 /* the first of a key only: the last of it, or NULL */
	bool again; /* not the first of its key in its interface: a second definition of the same */
};

struct et_spec_table {
	const char *name;     /* "1.2", or as the user named the text */
	const char *version;  /* a text's own account, or NULL */
	const char *revision; /* of a git repository, or NULL */
	bool is_canon;
	enum et_edition edition;      /* UNKNOWN: a draft, or a text that does not say */
	const struct et_canon *canon; /* who owns what, and what was called otherwise */
	struct et_arena *arena;
	ET_ARRAY(struct et_spec_item *) items; /* in the order of the source */
	struct et_map keys;		       /* struct et_spec_item, the first of its key */
	struct et_map interfaces; /* that it has anything of; filled by et_spec_diff() */
	struct et_map mentions;	  /* names that a text only uses; the value says nothing */
};

/* Both live in the arena, like what they return; spec and canon are borrowed. */
struct et_spec_table *et_spec_table_of_text(
	struct et_arena *arena, const struct et_spec *spec, const struct et_canon *canon);

/* The canon at one of its editions. */
struct et_spec_table *et_spec_table_of_canon(
	struct et_arena *arena, const struct et_canon *canon, enum et_edition edition);

/* For both: */

/* Appends an item; what and name are set. name is borrowed. */
struct et_spec_item *et_spec_table_add(
	struct et_spec_table *table, enum etalon_change_what what, const char *name);

/* Enters the item under its key, behind those that are there. */
void et_spec_table_enter(struct et_spec_table *table, struct et_spec_item *item, const char *key);

/* The key of a register: legacy ones stand beside others of their names. */
const char *et_spec_register_key(struct et_arena *arena, const struct et_spec_item *item);

/* "feature bit 17", "mask 0x20", "3": what an item of a value says. */
const char *et_spec_value_text(struct et_arena *arena, const struct et_spec_item *item);

/* Fills in members and text. */
void et_spec_members(
	struct et_spec_table *table, struct et_spec_item *item, const struct et_record *record);

/* The names of features in a text, sorted, each once, with ", " between; "" when there are none. */
const char *et_spec_features(struct et_arena *arena, const char *text);

/* The same of a condition of the canon; when may be NULL. */
const char *et_spec_when_features(struct et_arena *arena, const struct et_when *when);

/* The constant of the canon for an id that a table of the text gives to a title, or NULL. */
const struct et_constant *et_spec_known_id(
	const struct et_canon *canon, const char *table, uint64_t number);

/* Whether a set of constants, a scope of the core, holds such ids. */
bool et_spec_is_id_set(const struct et_constant *constant);

#endif
