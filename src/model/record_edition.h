/* SPDX-License-Identifier: BSD-3-Clause */
/* The fields of a record of all editions, as one edition has them. */
#ifndef ETALON_RECORD_EDITION_H
#define ETALON_RECORD_EDITION_H

#include "arena.h"
#include "record.h"

struct et_field_filter {
	struct et_arena *arena;
	enum et_edition edition; /* whose fields stay */
	enum et_edition lines;	 /* the edition whose line numbers are wanted; UNKNOWN: any */
	enum et_edition until;	 /* the record's own; UNKNOWN: it is still there */
	const struct et_interface *interface; /* of the copies; NULL: as it was */
	/* Gives the record that stands for a named one in the edition; never NULL. */
	const struct et_record *(*record)(void *data, const struct et_record *record);
	/* Sets the value of a count that a constant gives; NULL: it stays. */
	void (*count)(void *data, struct et_count *count);
	void *data;
};

/*
 * The fields that the edition has, as copies in the arena. A nested record of which nothing is left
 * goes, too. Of an integer's bits those that came later, and have nothing in their place before,
 * become padding.
 */
const struct et_field *et_fields_at(const struct et_field_filter *filter,
	const struct et_field *fields, size_t count, size_t *n_left);

/* A line is only right in the last edition that has the definition: 0 in any other. */
uint32_t et_line_at(uint32_t line, enum et_edition lines, enum et_edition until);

#endif
