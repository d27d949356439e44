/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * YAML documents as trees of nodes with file and line, over libfyaml's events.
 *
 * Only what data files need: one document of mappings, sequences and scalars, in UTF-8. Anchors,
 * aliases, tags, directives, merge keys, duplicate keys, keys that are no scalars and single quotes
 * over several lines are errors, so that what a person reads is what is there, and nothing can
 * expand. Size, depth and number of nodes are bounded.
 */
#ifndef ETALON_YAML_H
#define ETALON_YAML_H

#include "arena.h"
#include "diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ET_YAML_MAX_BYTES = 4 << 20,
	ET_YAML_MAX_DEPTH = 48,
	ET_YAML_MAX_NODES = 400000,

	/* What programs write for programs: compile_commands.json of tens of thousands of units. */
	ET_YAML_LARGE_BYTES = 256 << 20,
	ET_YAML_LARGE_NODES = 16000000,
};

enum et_yaml_kind {
	ET_YAML_SCALAR,
	ET_YAML_SEQUENCE,
	ET_YAML_MAPPING,
};

struct et_yaml {
	enum et_yaml_kind kind;
	const char *file; /* as given to the loader */
	uint32_t line;	  /* from 1 */
	/* What the node is made of in the text: bytes [start, end), with quotes and brackets;
	   without what stands behind a block's last value. Both 0 where there is none. */
	uint32_t start, end;
	bool plain;	  /* a scalar without quotes: 1, true and null mean what they look like */
	const char *text; /* scalar: NUL-terminated, and without NUL inside; else NULL */
	const struct et_yaml *const *items; /* a sequence's elements, a mapping's values */
	const struct et_yaml *const *keys;  /* a mapping's keys, as many; all scalars */
	size_t count;
};

/*
 * Reads one document. Returns its root, which lives in the arena, or NULL when the text is empty or
 * wrong: then diags has an error. file is borrowed for as long as the nodes live.
 */
const struct et_yaml *et_yaml_load(struct et_arena *arena, struct et_diags *diags, const char *file,
	const char *text, size_t length);

/*
 * The same with the larger limits, for JSON that a program wrote: it may be one long line. JSON is
 * read as the YAML that it is, so that a duplicate key is an error here, too.
 */
const struct et_yaml *et_yaml_load_json(struct et_arena *arena, struct et_diags *diags,
	const char *file, const char *text, size_t length);

/* et_yaml_load() from a file (limit: ET_YAML_MAX_BYTES). dir_fd as in et_read_file(). */
const struct et_yaml *et_yaml_load_file(
	struct et_arena *arena, struct et_diags *diags, int dir_fd, const char *path);

/* Adds an error at a node. */
void et_yaml_error(struct et_diags *diags, const struct et_yaml *node, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The value of a key, or NULL; also NULL for a NULL node and for one that is no mapping. */
const struct et_yaml *et_yaml_get(const struct et_yaml *node, const char *key);

/*
 * Checks that a node is a mapping whose keys are all in known (NULL-terminated): "unknown key 'x'
 * in record; known are a, b". what names the node in messages. Returns false when it is no mapping;
 * unknown keys are errors that leave the others usable.
 */
bool et_yaml_check_keys(struct et_diags *diags, const struct et_yaml *node, const char *what,
	const char *const *known);

/* The value of a key that has to be there; NULL with an error when it is not. */
const struct et_yaml *et_yaml_need(
	struct et_diags *diags, const struct et_yaml *node, const char *what, const char *key);

/* Whether the node is of the kind; else an error that says what is wanted. NULL: false, no error.
 */
bool et_yaml_is(struct et_diags *diags, const struct et_yaml *node, const char *what,
	enum et_yaml_kind kind);

/*
 * One line of text, or NULL with an error. An unquoted number, boolean or null is not text: quotes
 * make it so. NULL for a NULL node, without one.
 */
const char *et_yaml_text(struct et_diags *diags, const struct et_yaml *node, const char *what);

/* Text, or a number as it is spelled. */
const char *et_yaml_scalar(struct et_diags *diags, const struct et_yaml *node, const char *what);

/*
 * An integer, decimal or 0x hexadecimal, from minimum to maximum: its 64-bit pattern goes
 * to *bits. False with an error when it is not one; false without for a NULL node.
 */
bool et_yaml_integer(struct et_diags *diags, const struct et_yaml *node, const char *what,
	int64_t minimum, uint64_t maximum, uint64_t *bits);

/* True when the node looks like an integer: plain, a sign or a digit first. */
bool et_yaml_is_integer(const struct et_yaml *node);

/* true or false; fallback for a NULL node, and with an error for anything else. */
bool et_yaml_bool(
	struct et_diags *diags, const struct et_yaml *node, const char *what, bool fallback);

/*
 * The index of the node's text in a NULL-terminated list of words, or -1 with an error that lists
 * them. -1 without an error for a NULL node.
 */
int et_yaml_word(struct et_diags *diags, const struct et_yaml *node, const char *what,
	const char *const *words);

/*
 * A sequence of texts as a NULL-terminated array in the arena. Empty (never NULL) for a NULL node.
 * Duplicates are errors.
 */
const char *const *et_yaml_texts(struct et_arena *arena, struct et_diags *diags,
	const struct et_yaml *node, const char *what);

#endif
