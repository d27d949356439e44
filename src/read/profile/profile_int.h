/* SPDX-License-Identifier: BSD-3-Clause */
/* For the files of this folder only: the parts of a profile's reader. */
#ifndef ETALON_PROFILE_INT_H
#define ETALON_PROFILE_INT_H

#include "diag.h"
#include "profile.h"
#include "yaml.h"

enum {
	PROFILE_MAX_ENTRIES = 4096,
	PROFILE_MAX_PATTERN = 256,
	PROFILE_MAX_TEXT = 64 << 10,
};

struct profile_reader {
	struct et_arena *arena;
	struct et_diags *diags;
	struct et_profile *profile;
};

/* Values of nodes: NULL, or all zeroes, for a NULL node, and with an error for a wrong one. */
const char *profile_path(
	struct profile_reader *reader, const struct et_yaml *node, const char *what);
const char *const *profile_paths(
	struct profile_reader *reader, const struct et_yaml *node, const char *what);
const char *profile_release(
	struct profile_reader *reader, const struct et_yaml *node, const char *what);

/* A text of any number of lines, with or without something in it. */
const char *profile_body(
	struct profile_reader *reader, const struct et_yaml *node, const char *what);

/* A POSIX extended regular expression that is one, and costs no more than it should. */
const char *profile_pattern(
	struct profile_reader *reader, const struct et_yaml *node, const char *what);

/* A pattern that is searched in a whole file and has at least a group. */
const char *profile_file_pattern(
	struct profile_reader *reader, const struct et_yaml *node, const char *what);

/* "since" and "until" of a mapping; where it has neither, those of outer. */
struct et_span profile_span(
	struct profile_reader *reader, const struct et_yaml *node, const struct et_span *outer);

/* A list of names, each alone or as {name: …, since: …, until: …}. */
const struct et_profile_name *profile_names(struct profile_reader *reader,
	const struct et_yaml *node, const char *what, bool folders, size_t *count);

/* Whether "$arch" is in a text. */
bool profile_has_arch(const char *text);

/* The text with each "$name" replaced. */
const char *profile_expand_name(struct et_arena *arena, const char *text, const char *name);

/* The named lists of edits. */
void profile_transformations(struct profile_reader *reader, const struct et_yaml *node);

/* Names of transformations, into an array of ET_PROFILE_MAX_STEPS + 1. */
void profile_through(struct profile_reader *reader, const struct et_yaml *node,
	const struct et_transformation **into);

/* The lists of files; the rules of the closure. */
void profile_entries(struct profile_reader *reader, const struct et_yaml *node);
void profile_closure(struct profile_reader *reader, const struct et_yaml *node);

#endif
