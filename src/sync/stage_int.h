/* SPDX-License-Identifier: BSD-3-Clause */
/* For stage*.c only: one run of a profile. */
#ifndef ETALON_STAGE_INT_H
#define ETALON_STAGE_INT_H

#include "map.h"
#include "stage.h"
#include "stage_edit.h"

struct stage_run {
	struct et_arena *arena;
	const struct et_profile *profile;
	const char *release;
	struct et_install *install;
	struct et_stage *stage;
	struct et_diags *diags;
	bool accumulates;
	struct et_map by_path; /* a staged file's place in the list, counted from 1 */
	struct stage_edits *
		*edits; /* of each transformation: for files of no architecture, of one */
	struct et_buf buf, other;
};

enum { STAGE_MAX_FILES = 20000, STAGE_MAX_SOURCE = 16 << 20 };

void stage_run_begin(struct stage_run *run);
/* Puts the files in order. */
void stage_run_end(struct stage_run *run);

/* "missing", "warnings". */
void stage_missing(struct stage_run *run, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void stage_warn(struct stage_run *run, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Each "$arch" of a text replaced; the text itself when there is none, or no architecture. */
const char *stage_expand(struct et_arena *arena, const char *text, const char *arch);

/*
 * The installed header for the architecture of that index, or the one that is left over from an
 * architecture before it, where installs accumulate; NULL when there is none.
 */
const struct et_installed *stage_header(struct stage_run *run, size_t arch, const char *path);

/*
 * Puts a file through transformations (NULL-terminated) and stages it, in the place of one of the
 * same path. file's path, origin, arch and closure say where and what; data and length are what it
 * is made of. Returns the staged file, valid until the next; NULL with an error when it can't be.
 */
const struct et_staged *stage_add(struct stage_run *run, const struct et_staged *file,
	const struct et_transformation *const *transformations, const char *name);

/* What one entry of the lists says. */
void stage_entry(struct stage_run *run, const struct et_profile_entry *entry);

/* Reads a file of the source into file; false with *why when that can't be, NULL for there is none.
 */
bool stage_source_file(
	struct stage_run *run, const char *path, struct et_staged *file, const char **why);

#endif
