/* SPDX-License-Identifier: BSD-3-Clause */
/* YAML nodes that are made, not read, and their text. */
#ifndef ETALON_YAML_MAKE_H
#define ETALON_YAML_MAKE_H

#include "str.h"
#include "yaml.h"

/* A mapping or sequence in the making. node is what it has become so far. */
struct et_made {
	struct et_yaml node;
	ET_ARRAY(const struct et_yaml *) items, keys;
};

struct et_made *et_make_mapping(struct et_arena *arena);
struct et_made *et_make_sequence(struct et_arena *arena);

/* A text: quoted where it would not be one otherwise. */
const struct et_yaml *et_make_text(struct et_arena *arena, const char *text);
/* What stands as it is: numbers, true, a word that is surely one. */
const struct et_yaml *et_make_plain(struct et_arena *arena, const char *text);
const struct et_yaml *et_make_number(struct et_arena *arena, uint64_t number);

/* Add to the end; key is borrowed. A NULL value is left out. */
void et_make_put(struct et_arena *arena, struct et_made *mapping, const char *key,
	const struct et_yaml *value);
void et_make_add(struct et_arena *arena, struct et_made *sequence, const struct et_yaml *value);

/* A node on one line: {name: x, value: 1}. */
void et_yaml_flow(struct et_buf *out, const struct et_yaml *node);

/*
 * A node in the registry's style, with its first line where out ends and the others indented by
 * indent blanks: mappings and sequences as blocks, except that those of an entry are on one line
 * when they are as simple as a field is. No newline at the end.
 */
void et_yaml_block(struct et_buf *out, const struct et_yaml *node, unsigned indent);

#endif
