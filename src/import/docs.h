/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The registry's files as texts that are changed: entries are put in, taken out and corrected where
 * they stand, and everything else, comments too, stays as it is. In blocks an entry has lines of
 * its own; in brackets it has a place between commas.
 */
#ifndef ETALON_DOCS_H
#define ETALON_DOCS_H

#include "edits.h"
#include "map.h"
#include "yaml_make.h"

struct et_doc {
	const char *name; /* of the file: "blk.yaml" */
	const char *text; /* as it was; NULL: a new file */
	size_t length;
	const struct et_yaml *root; /* NULL: a file that is no YAML (meson.build), or a new one */
	struct et_edits edits;
	bool frozen;	     /* only lines of places change: the rest would not be valid */
	struct et_map taken; /* short names that the change brings in */
	/* What comes in whole, because the file has no such key yet; NULL: nothing. */
	struct et_made *sections, *constants, *records, *virtqueues, *commands;
	bool anew;	   /* "after" was not made by edits */
	const char *after; /* as it is to be; the same as text when nothing changed */
	size_t after_length;
};

/* Replaces a scalar, as text says it: with quotes where it needs some. */
void et_doc_value(
	struct et_arena *arena, struct et_doc *doc, const struct et_yaml *value, const char *text);

/* The same for a place, which is corrected in any case. */
void et_doc_place(
	struct et_arena *arena, struct et_doc *doc, const struct et_yaml *value, const char *text);

/*
 * Puts a key into a mapping, behind the key "behind", or the one that is last when it has none of
 * that name. text: the value in one line.
 */
void et_doc_key(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *mapping,
	const char *behind, const char *key, const char *text);

/* Takes a key out of a mapping, with its value. Not the only one. */
void et_doc_remove_key(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *mapping,
	const struct et_yaml *key);

/* Takes an item out of a sequence, or a key of a mapping whose values are entries (sets). */
void et_doc_remove_item(
	struct et_arena *arena, struct et_doc *doc, const struct et_yaml *list, size_t index);

/* Puts an item into a sequence, before the item of that index, or at the end. */
void et_doc_insert(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *sequence,
	size_t index, const struct et_yaml *item);

/* Puts an item there whose text is at hand: one that stood elsewhere in the same sequence. */
void et_doc_insert_text(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *sequence,
	size_t index, const char *text);

/* Puts a key with an entry of its own at a mapping's end: a set, a section. */
void et_doc_entry(struct et_arena *arena, struct et_doc *doc, const struct et_yaml *mapping,
	const char *key, const struct et_yaml *entry);

/* Enters what comes in whole, and makes "after" of the text, or of a new file's root. Returns false
   when changes overlap. */
bool et_doc_finish(struct et_arena *arena, struct et_doc *doc);

#endif
