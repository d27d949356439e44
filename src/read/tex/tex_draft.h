/* SPDX-License-Identifier: BSD-3-Clause */
/* Statements while they are put together. Private to src/read/tex. */
#ifndef ETALON_TEX_DRAFT_H
#define ETALON_TEX_DRAFT_H

#include "str.h"
#include "tex_doc.h"

/* A stretch of a statement: the sentence itself, its lead-in, what completes it. */
struct tex_piece {
	const char *text; /* plain, not NUL-terminated */
	size_t length;
	const char *begin, *end; /* where it came from */
	bool hidden;		 /* a listing: counts for the hash, is not shown */
	const struct tex_piece *next;
};

struct tex_draft {
	enum et_level level;
	enum et_target target;
	const char *keyword; /* in the source */
	const struct tex_block *block;
	struct tex_piece *first, *last;
	uint32_t items; /* that complete it */
	bool worded;	/* one of them has words, and not only a reference */
};

struct tex_drafts {
	ET_ARRAY(struct tex_draft) list;
	struct et_arena *arena; /* of the drafts, given back when they are finished */
};

/* Appends a piece; the text is copied. */
void tex_draft_add(struct tex_drafts *drafts, struct tex_draft *draft, struct tex_piece piece);

/* Makes the builder's statements of them. */
void tex_drafts_finish(struct tex_drafts *drafts, struct tex_builder *builder);

#endif
