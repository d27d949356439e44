/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where names of includes lead, before and after the sync: folders, files, and what each file
 * includes, all looked at once. For src/sync/prove*.c only.
 */
#ifndef ETALON_PROVE_NAMES_H
#define ETALON_PROVE_NAMES_H

#include "prove_int.h"
#include "prove_scan.h"

struct prove_folder {
	const char *path;      /* canonical */
	struct et_map entries; /* names that are there now or then */
};

struct prove_file {
	const char *path; /* canonical, but for a link in its last part */
	struct prove_folder *folder;
	bool before, after;		   /* whether it is there */
	const struct prove_change *change; /* of it, or of the file it is a link to; or NULL */
	bool scanned;
	struct prove_includes includes;
	/* For the search that goes on: */
	size_t search;
	size_t number;
};

struct prove_names {
	struct prove *p;
	struct et_map folders;	/* by canonical path */
	struct et_map spelled;	/* paths to folders */
	struct et_map resolved; /* folder and name to file */
	struct et_map files;	/* by path */
	struct et_map named;	/* macros to lists of includes */
	struct et_map interned; /* names */
};

typedef ET_ARRAY(struct prove_include) prove_meanings;

/* The folder of an absolute path, whether it exists or not. */
struct prove_folder *prove_folder(struct prove_names *names, const char *path);

/* The file that a name means in a folder, or NULL when it is not there, neither now nor then. */
struct prove_file *prove_file_in(
	struct prove_names *names, struct prove_folder *folder, const char *name);

/* The file of an absolute path, likewise. */
struct prove_file *prove_file_at(struct prove_names *names, const char *path);

/* One pointer for equal names. */
const char *prove_intern(struct prove_names *names, const char *name);

/* Reads what a file includes, of its text now and of its text then. */
void prove_look(struct prove_names *names, struct prove_file *file);

/* Whether a path's file was looked at, or its folder; both canonical but for the last part. */
bool prove_was_looked_at(const struct prove_names *names, const char *path);
bool prove_was_looked_in(const struct prove_names *names, const char *path);

/* What a macro was defined as, in any file that was looked at and by any command; or NULL. */
const prove_meanings *prove_meanings_of(const struct prove_names *names, const char *macro);
void prove_add_meaning(struct prove_names *names, const struct prove_named *named);

#endif
