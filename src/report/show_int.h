/* SPDX-License-Identifier: BSD-3-Clause */
/* The parts of show.h; inside this layer only. */
#ifndef ETALON_SHOW_INT_H
#define ETALON_SHOW_INT_H

#include "out.h"
#include "show.h"
#include "style.h"

struct et_shower {
	const struct et_canon *canon;
	struct et_arena *arena;
	const struct etalon_report_options *options;
	struct et_out out;
};

enum { ET_SHOW_INDENT = 2, ET_SHOW_COLUMN = 13 };

/* Static: "feature", "record", "view" … what a definition is, in a word. */
const char *et_show_kind(const struct et_def *def);

/* Appends a style's sequence to the output. */
void et_show_style(struct et_shower *s, enum et_style style);

/* The first line: "NAME  what of INTERFACE, Title". */
void et_show_head(struct et_shower *s, const char *name, const char *what,
	const struct et_interface *interface);

/* A line "  key        text", wrapped under the text. Nothing for NULL or "". */
void et_show_pair(struct et_shower *s, const char *key, const char *text);
void et_show_pairf(struct et_shower *s, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A heading of a part, behind a blank line. */
void et_show_part(struct et_shower *s, const char *title);

/* Place, editions, standing, condition, spellings: what every definition has. */
void et_show_common(struct et_shower *s, const struct et_def *def);
void et_show_place(struct et_shower *s, const struct et_place *place);
void et_show_editions(struct et_shower *s, enum et_edition since, enum et_edition until);
void et_show_aliases(struct et_shower *s, const struct et_alias *aliases, size_t n_aliases);
/* What errata.yaml says of a name, and with fields of its fields. A part of its own. */
void et_show_errata(struct et_shower *s, const char *definition, bool fields);

/* "A and (B or C)", in the arena; NULL for NULL. */
const char *et_show_when(struct et_shower *s, const struct et_when *when);
/* The same with names of features that begin with prefix (or NULL) shown without it. */
const char *et_show_when_below(struct et_shower *s, const struct et_when *when, const char *prefix);
/* Whether a condition speaks of a feature. */
bool et_when_mentions(const struct et_when *when, const char *feature);

/* "le32", "struct virtio_blk_geometry"; "name[6]" with its dimensions. In the arena, or static. */
const char *et_show_type(struct et_shower *s, const struct et_field *field);
const char *et_show_declarator(struct et_shower *s, const struct et_field *field);

/* "bit 5, mask 0x20"; "17, 0x11". In the arena. */
const char *et_show_value(struct et_shower *s, const struct et_constant *constant);

void et_show_constant(struct et_shower *s, const struct et_constant *constant);
void et_show_record(struct et_shower *s, const struct et_record *record);
void et_show_view(struct et_shower *s, const struct et_view *view);
void et_show_field(struct et_shower *s, const char *path, const struct et_record *record,
	const struct et_field *field);
void et_show_register(struct et_shower *s, const struct et_register *reg);
void et_show_queue(struct et_shower *s, const struct et_queue *queue);
void et_show_command(struct et_shower *s, const struct et_command *command);
void et_show_interface(struct et_shower *s, const struct et_interface *interface);

/* "0", "2, 4, 6, …", "2 * max_virtqueue_pairs". In the arena. */
const char *et_show_queue_index(struct et_shower *s, const struct et_queue *queue);

/* The table of a record's or a view's fields; view may be NULL. Returns the size, in the arena. */
void et_show_table(struct et_shower *s, const struct et_record *record, const struct et_view *view);
const char *et_show_size(
	struct et_shower *s, const struct et_record *record, const struct et_view *view);

/* The registers of one block or all, as a table. */
void et_show_registers(
	struct et_shower *s, const struct et_interface *interface, const char *block);

/* The constants of an interface that belong to a set, as a table; title NULL: the set's name. */
void et_show_set(struct et_shower *s, const struct et_interface *interface, const char *set,
	const char *title);

/* Everything whose condition speaks of a feature. */
void et_show_dependents(struct et_shower *s, const char *feature);

#endif
