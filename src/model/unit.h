/* SPDX-License-Identifier: BSD-3-Clause */
/* What a reader found in the files of a tree: the model's tree side. */
#ifndef ETALON_UNIT_H
#define ETALON_UNIT_H

#include "arena.h"
#include "constant.h"
#include "diag.h"
#include "record.h"

/* One file that was read. */
struct et_unit_file {
	const char *path;	     /* as reports show it */
	const char *root;	     /* the tree it was found under, as named by the user */
	const char *const *includes; /* names in its #include lines, without <> or "" */
	size_t n_includes;
	size_t first_constant; /* its constants are [first_constant, first_constant + n_constants)
				*/
	size_t n_constants;    /* in source order */
	size_t first_record;   /* likewise; nested named records count, anonymous ones do not */
	size_t n_records;
	size_t first_typedef; /* likewise */
	size_t n_typedefs;
	size_t first_function; /* likewise */
	size_t n_functions;
	size_t unread; /* declarations in it that could not be read; each has a diag */
	bool context;  /* read only for what others need: nothing in it is judged */
};

/* Lives in the reader's arena. Elements of a file are in the order of its lines. */
struct et_unit {
	const struct et_unit_file *files;
	size_t n_files;
	struct et_constant *constants;
	size_t n_constants;
	struct et_record *const *records;
	size_t n_records;
	const struct et_typedef *typedefs; /* also those that name records */
	size_t n_typedefs;
	const struct et_function *functions; /* a declaration each */
	size_t n_functions;
};

#endif
