/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the readers of lists, tables and registers share: numbers as people write them, names with a
 * number in parentheses, and the way into the builder. Private to src/read/tex.
 */
#ifndef ETALON_TEX_TAKE_H
#define ETALON_TEX_TAKE_H

#include "tex_doc.h"

/* A number as written, or several. */
struct tex_range {
	uint64_t first, last; /* equal: one number; last UINT64_MAX: open ended */
	bool shift;	      /* written as "1 << n" */
	bool range;	      /* written as a range, even of one */
};

/*
 * Reads "12", "007" (decimal), "0x1F" with C's suffixes, and moves *at behind it. Returns false
 * when there is none, when letters or a decimal part follow, or when it does not fit.
 */
bool tex_number(const char **at, const char *end, uint64_t *value);

/* The same with "1 << n", and with "a - b", "a to b", "a and above", "a+". */
bool tex_range(const char **at, const char *end, struct tex_range *range);

/* Moves behind blanks. */
const char *tex_skip(const char *at, const char *end);

/* Whether the text goes on with a word, in any case and not as a part of a longer word; moves *at
   behind it and the blanks that follow. */
bool tex_word(const char **at, const char *end, const char *word);

/* The length of the identifier at a position of plain text; 0: none. */
size_t tex_identifier(const char *at, const char *end);

/* Whether an identifier looks like a constant's name: mostly upper case. Without an underscore only
   when loose, and then all in upper case. */
bool tex_is_constant(const char *name, size_t length, bool loose);

/* Whether it is a device's or the general feature bit: VIRTIO_F_x, VIRTIO_NAME_F_x. */
bool tex_is_feature(const char *name, size_t length);

/* Whether text contains words in any case. text may be NULL. */
bool tex_mentions(const char *text, const char *words);

/* A name beside a number in parentheses, or a number beside a name in parentheses. */
struct tex_pair {
	const char *name; /* in the source, where "_" may be "\_" */
	size_t length;
	const char *begin, *end; /* of the whole */
	struct tex_range value;
	bool bit; /* "bit 3" */
};

/* Goes through a stretch of TeX for pairs, in linear time over all calls. Comments are left out. */
struct tex_scan {
	const char *begin, *at, *end;
	const char *percent; /* the next "%", or end; NULL: not looked for yet */
};

void tex_scan_begin(struct tex_scan *scan, const char *begin, const char *end);

/* Whether there is one more. loose: unprefixed names too, and a number before the name stands
   alone, as in the brackets of an item. */
bool tex_scan_pair(struct tex_scan *scan, bool loose, struct tex_pair *pair);

/* The next of a character outside of comments, NULL at the end. */
const char *tex_scan_char(struct tex_scan *scan, char wanted);

/* tex_take.c: into the builder. */

/*
 * Whether there is more in the text than anybody wrote by hand, and no more is to be taken: an
 * entry is much larger than the few bytes that ask for it.
 */
bool tex_full(const struct tex_builder *builder);

/* An error that says so; the block is the last that was looked at. */
void tex_complain_full(const struct tex_builder *builder, const struct tex_block *block);

/* The title of the section that a block is in; "" before the first. */
const char *tex_title(const struct tex_doc *doc, const struct tex_block *block);

/* Whether it is in a section on feature bits. */
bool tex_in_features(const struct tex_doc *doc, const struct tex_block *block);

/* Whether it is in a section on the legacy interface. */
bool tex_in_legacy(const struct tex_doc *doc, const struct tex_block *block);

/*
 * Appends a constant; name may have "\_" in it. value NULL: it has none, and the caller says in
 * constant.text why not. Kind and representation are what name, section and value tell; the caller
 * may know better. Valid until the next one.
 */
struct et_spec_constant *tex_add_constant(struct tex_builder *builder,
	const struct tex_block *block, const char *at, const char *name, size_t length,
	const struct tex_range *value, enum et_origin origin, uint32_t group);

/*
 * Appends a number without a name, of no group; nothing, and NULL, from superseded text. title is
 * copied; table, as many numbers have the same, is borrowed.
 */
struct et_spec_id *tex_add_id(struct tex_builder *builder, const struct tex_block *block,
	const char *at, const char *title, size_t length, const struct tex_range *value,
	const char *table);

/* Appends the pairs of a stretch of the block, each a group of its own when the origin is prose. */
void tex_add_pairs(struct tex_builder *builder, const struct tex_block *block, const char *begin,
	const char *end);

/* tex_queues.c: takes an item of a list of virtqueues; false: it is none. */
bool tex_take_queue(struct tex_builder *builder, const struct tex_block *block);

/* tex_registers.c. */

struct tex_cell {
	const char *text; /* plain, trimmed */
	const char *at;	  /* where it begins in the source */
};

enum { TEX_MAX_CELLS = 64 };

struct tex_row {
	const struct tex_block *block;
	const struct tex_cell *cells;
	size_t n_cells;
};

/* Takes the registers of macros like \mmioreg that a block calls. */
void tex_take_register_macros(struct tex_builder *builder, const struct tex_block *block);

/*
 * Takes a table that has a register in each column and "Bits", "Read/Write" and "Purpose" in its
 * rows. *next is the offset that the block's registers have come to. Returns false when the table
 * is none of the kind.
 */
bool tex_take_register_columns(
	struct tex_builder *builder, const struct tex_row *rows, size_t n_rows, uint32_t *next);

#endif
