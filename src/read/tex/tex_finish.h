/* SPDX-License-Identifier: BSD-3-Clause */
/* What is done when all has been taken out of the blocks. Private to src/read/tex. */
#ifndef ETALON_TEX_FINISH_H
#define ETALON_TEX_FINISH_H

#include "tex_doc.h"

/*
 * Makes the final array of records, to which all pointers to records lead then, and finds the
 * records that fields name as their types: the one of the same listing, else of the same file, else
 * the first of the text. What would hold itself, or is nested too deeply, stays unknown, so that
 * those who go from record to record come to an end.
 */
struct et_spec_record *tex_resolve_records(struct tex_builder *builder);

/* Brings what several have taken into the order of the text. */
void tex_sort(struct tex_builder *builder);

#endif
