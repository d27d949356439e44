/* SPDX-License-Identifier: BSD-3-Clause */
/* A record's table between its two halves: what stands in it, and how it is set. */
#ifndef ETALON_SHOW_TABLE_H
#define ETALON_SHOW_TABLE_H

#include "layout.h"
#include "show_int.h"

struct et_row {
	const char *offset; /* "16", "19 + cdb_size", "bit 3" */
	const char *size;   /* "" where it is no number */
	const char *field;  /* "le16 keys[4]" */
	const char *access; /* "ro"; "" */
	const char *legacy; /* "native"; "" */
	const struct et_when *when;
	const char *banner; /* a line of its own instead: which segment begins */
	bool padding;
	unsigned depth; /* of nested records */
};

struct et_table {
	struct et_shower *s;
	const struct et_layout *layout; /* while it is being filled */
	size_t leaf;			/* the next one, likewise */
	enum et_segment segment;	/* of the rows so far */
	struct et_extent base;		/* where that segment begins */
	const char *const *with; /* a view's features: their conditions hold, and are left out */
	ET_ARRAY(struct et_row) rows;
};

/* Fills the table for a record, or for a view of it where that is not NULL. */
void et_table_fill(struct et_table *table, struct et_shower *s, const struct et_record *record,
	const struct et_view *view);

/* The layout that tables and sizes are made of. */
struct et_layout et_show_layout(
	struct et_shower *s, const struct et_record *record, const struct et_view *view);

/* "16", "cdb_size", "19 + cdb_size". In the arena. */
const char *et_show_extent(struct et_shower *s, const struct et_extent *extent);

#endif
