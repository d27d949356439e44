/* SPDX-License-Identifier: BSD-3-Clause */
/* What finding an entry's place in the text is made of. Private to src/import. */
#ifndef ETALON_IMPORT_PLACES_H
#define ETALON_IMPORT_PLACES_H

#include "import_int.h"

/* import_anchors.c: fills import->anchors, from which et_import_predict() tells. */
void et_place_find_anchors(struct import *import);

/* Whether what stands there is the entry's definition, not just its name. */
bool et_place_is_definition(const struct ref *ref, const struct occ *occ);

/* import_lines.c */

/* Whether the text has the entry and no name for it: the name is the trees' or ours. */
bool et_place_is_unnamed(const struct ref *ref);

/* The registry's section that the entry is in; NULL when it says none. */
const struct et_yaml *et_place_section(const struct ref *ref);

/* Whether a place of the text is in a section of the registry. */
bool et_place_is_below(
	const struct import *import, const struct et_place *place, const struct et_yaml *section);

/* The line nearest to one on which a name stands in any way; 0: none. */
uint32_t et_place_line_of_name(
	const struct import *import, const char *path, const char *name, uint32_t wanted);

/*
 * For what has no name: the row of a table with its title or number; the line of its section that
 * has its number, else the nearest in that section. 0: none.
 */
uint32_t et_place_row(const struct import *import, const struct ref *ref, uint32_t wanted);
uint32_t et_place_line_of_number(
	const struct import *import, const struct ref *ref, uint32_t wanted);

/* A heading of the entry's section in its file, nearest to a line; 0: none. */
uint32_t et_place_heading_line(const struct import *import, const struct ref *ref, uint32_t wanted);

#endif
