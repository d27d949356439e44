/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A text of the standard brought into the registry: the change of its files that makes the registry
 * say what the text says. Places follow the text; what is new is entered, what changed corrected,
 * what is gone taken out or ended. What can't be decided by reading is left, and said.
 */
#ifndef ETALON_IMPORT_H
#define ETALON_IMPORT_H

#include "docs.h"
#include "spec.h"

struct et_import_options {
	const char *directory;	 /* of the registry */
	enum et_edition edition; /* that the registry holds */
	const char *month;	 /* "2026-11": for evidence */
	bool draft;		 /* the text is a draft, whatever it says of itself */
	bool requirements;	 /* only requirements.yaml, also from an older edition */
};

struct et_import {
	const struct et_spec *spec;
	ET_ARRAY(struct et_doc *)
	docs; /* sorted by name; those that are to change differ in after */
	size_t changed;
};

/*
 * Reads the registry and works out its change. Returns NULL, with errors in diags, when the
 * registry can't be read or has mistakes, or when the change would not make a valid registry.
 * diags: errors have files of the registry; notes are about the text, with "TEXT/file" as it was
 * named. All lives in the arena.
 */
const struct et_import *et_import(struct et_arena *arena, const struct et_spec *spec,
	const struct et_import_options *options, struct et_diags *diags);

/* The change as a patch of the files below a folder of that name; "" when nothing changes. */
void et_import_diff(const struct et_import *import, struct et_arena *arena, const char *folder,
	struct et_buf *out);

/* Writes the files that change, all of them or none. Returns false with an error in diags. */
bool et_import_write(const struct et_import *import, const char *directory, struct et_diags *diags);

#endif
