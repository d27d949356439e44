/* SPDX-License-Identifier: BSD-3-Clause */
/* What the comparison of records is made of. Private to src/import. */
#ifndef ETALON_IMPORT_RECORDS_H
#define ETALON_IMPORT_RECORDS_H

#include "import_int.h"

/* A field of the registry: as it is read, and where it stands. */
struct slot {
	const struct et_field *field;
	const struct et_yaml *node;
	const struct et_yaml *list;
	size_t index;
	bool removed;
};

typedef ET_ARRAY(struct slot) slot_list;

/* One record of both. */
struct pair {
	struct import *import;
	struct ref *ref;
	const struct et_record *canon;
	const struct et_spec_record *text;
	struct shape shape;
	bool told; /* that a draft's fields have no status */
};

/* import_same.c */

/* Whether it is a record without a name of its own. */
bool et_fields_is_nested(const struct et_type *type);
/* As et_spec_fits_name(), but fields without a name are told by what they are. */
bool et_fields_same_name(const struct et_field *canon, const struct et_field *text);
/* "record.field"; the path itself for a field without a name. */
const char *et_fields_join(struct pair *pair, const char *path, const char *name);
/* The field's place in the text, else its record's. */
const struct et_place *et_fields_place(const struct pair *pair, const struct et_field *field);
/* A node in one line. */
const char *et_fields_flow(struct pair *pair, const struct et_yaml *node);
/* Says why a field can't be entered, and forgets why. */
void et_fields_impossible(struct pair *pair, const char *path, const struct et_field *field);

/* import_moves.c */

/*
 * A field that only the text has: new, or one that stood elsewhere in the record. It goes behind
 * the slot "behind" (SIZE_MAX: before all). of: which slot each of the text's n_text fields is.
 */
void et_fields_bring(struct pair *pair, const char *path, slot_list *slots, size_t behind,
	const struct et_field *new_field, const size_t *of, size_t n_text);
/* Looks at fields that only the registry has (their refs are gone): some stay nevertheless. */
void et_fields_drop(struct pair *pair, const char *path, slot_list *slots);

#endif
