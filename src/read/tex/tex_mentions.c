/* SPDX-License-Identifier: BSD-3-Clause */
/* Where running text, items, tables and headings name what is defined elsewhere. */
#include "str.h"
#include "tex_doc.h"
#include "tex_names.h"

#include <string.h>

struct taker {
	struct tex_builder *builder;
	const struct tex_block *block;
	struct et_map names;   /* each kept once */
	struct et_map defined; /* the names alone that the text defines outside of listings */
	struct et_map own;     /* how many times one is defined in a line: by own_key() */
	struct et_buf key;
	struct et_arena scratch;
};

/* A name in a line of a file. */
static void own_key(
	struct et_buf *key, const char *name, size_t length, const struct et_place *place)
{
	et_buf_clear(key);
	et_buf_add(key, name, length);
	et_buf_add(key, (const char *)&place->file, sizeof(place->file));
	et_buf_add(key, (const char *)&place->line, sizeof(place->line));
}

/* Whether the name stands there as what is defined. Once for each definition. */
static bool is_own(struct taker *t, const struct tex_name *name, const struct et_place *place)
{
	size_t *times;

	if (!et_map_get(&t->defined, name->text, name->length))
		return false;
	own_key(&t->key, name->text, name->length, place);
	times = et_map_get(&t->own, t->key.data, t->key.length);
	if (!times || !*times)
		return false;
	--*times;
	return true;
}

static void take_name(void *data, const struct tex_name *name)
{
	struct taker *t = data;
	struct et_place place = tex_place(t->builder->doc, t->block, name->at);
	struct et_mention *mention;
	char *text;

	if (is_own(t, name, &place))
		return;
	text = et_map_get(&t->names, name->text, name->length);
	if (!text) {
		text = et_strndup(t->builder->arena, name->text, name->length);
		*et_map_slot(&t->names, &t->scratch, text, name->length) = text;
	}
	mention = ET_APPEND(t->builder->arena, &t->builder->mentions);
	*mention = (struct et_mention){.name = text,
		.kind = name->field ? ET_MENTION_FIELD : ET_MENTION_PROSE,
		.place = place,
		.heading = t->block->heading,
		.superseded = t->block->superseded};
}

/* What items, tables and prose define: listings are not looked into here. */
static void take_definitions(struct taker *t)
{
	const struct tex_builder *builder = t->builder;
	size_t i;

	for (i = 0; i < builder->constants.count; i++) {
		const struct et_spec_constant *constant = &builder->constants.items[i];
		const struct et_def *def = &constant->constant.def;
		size_t *times;

		if (!def->name || !def->place.file ||
			(constant->origin != ET_ORIGIN_ITEM &&
				constant->origin != ET_ORIGIN_TABLE &&
				constant->origin != ET_ORIGIN_PROSE))
			continue;
		own_key(&t->key, def->name, strlen(def->name), &def->place);
		times = et_map_get(&t->own, t->key.data, t->key.length);
		if (!times) {
			times = ET_NEW(&t->scratch, size_t);
			*et_map_slot(&t->own, &t->scratch,
				et_strndup(&t->scratch, t->key.data, t->key.length),
				t->key.length) = times;
		}
		++*times;
		*et_map_slot(&t->defined, &t->scratch, def->name, strlen(def->name)) = times;
	}
}

void tex_take_mentions(struct tex_builder *builder)
{
	const struct tex_doc *doc = builder->doc;
	struct taker t = {.builder = builder};
	size_t i;

	take_definitions(&t);
	for (i = 0; i < doc->blocks.count; i++) {
		const struct tex_block *block = &doc->blocks.items[i];

		if (block->kind == TEX_LISTING || block->kind == TEX_BEGIN ||
			block->kind == TEX_END)
			continue;
		t.block = block;
		if (block->has_option)
			tex_names(block->option.begin, block->option.end, take_name, &t);
		tex_names(block->text.begin, block->text.end, take_name, &t);
	}
	et_buf_finish(&t.key);
	et_arena_finish(&t.scratch);
}
