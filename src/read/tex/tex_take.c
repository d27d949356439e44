/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants and numbers into the builder, with what their section says about them. */
#include "tex_take.h"

#include <string.h>
#include <strings.h>

enum { MOST = 20000 }; /* the whole of edition 1.4 has a few hundred */

bool tex_full(const struct tex_builder *builder)
{
	return builder->constants.count > MOST || builder->ids.count > MOST ||
	       builder->queues.count > MOST || builder->registers.count > MOST;
}

void tex_complain_full(const struct tex_builder *builder, const struct tex_block *block)
{
	struct et_place place = tex_place(builder->doc, block, block->text.begin);

	et_diag(builder->diags, ET_ERROR, place.file, place.line, NULL,
		"more than %d definitions in lists and tables up to here; the rest is left out",
		MOST);
}

const char *tex_title(const struct tex_doc *doc, const struct tex_block *block)
{
	const char *title = NULL;

	if (block->heading < doc->headings.count)
		title = doc->headings.items[block->heading].section.title;
	return title ? title : "";
}

bool tex_in_features(const struct tex_doc *doc, const struct tex_block *block)
{
	uint32_t heading = block->heading;

	/* Headings have six levels. */
	for (int level = 0; level < 6 && heading < doc->headings.count; level++) {
		if (tex_mentions(doc->headings.items[heading].section.title, "feature bit"))
			return true;
		heading = doc->headings.items[heading].parent;
	}
	return false;
}

bool tex_in_legacy(const struct tex_doc *doc, const struct tex_block *block)
{
	return block->heading < doc->headings.count && doc->headings.items[block->heading].legacy;
}

static char *clean_name(struct et_arena *arena, const char *name, size_t length)
{
	char *clean = et_strndup(arena, name, length), *to = clean;

	for (const char *from = clean; *from; from++)
		if (*from != '\\')
			*to++ = *from;
	*to = '\0';
	return clean;
}

/* What a name that only keeps a number free begins with. */
static bool is_reserved(const char *name)
{
	return strncasecmp(name, "unused", 6) == 0 || strncasecmp(name, "reserved", 8) == 0;
}

static enum et_constant_kind kind_by_title(const char *title)
{
	return tex_mentions(title, "status") ? ET_CONST_STATUS : ET_CONST_OTHER;
}

struct et_spec_constant *tex_add_constant(struct tex_builder *builder,
	const struct tex_block *block, const char *at, const char *name, size_t length,
	const struct tex_range *value, enum et_origin origin, uint32_t group)
{
	const struct tex_doc *doc = builder->doc;
	struct et_spec_constant *added = ET_APPEND(builder->arena, &builder->constants);
	struct et_constant *constant = &added->constant;
	char *clean = clean_name(builder->arena, name, length);

	constant->def.kind = ET_DEF_CONSTANT;
	constant->def.name = clean;
	constant->def.place = tex_place(doc, block, at);
	constant->def.abis = ET_ABI_ALL;
	if (is_reserved(clean))
		constant->def.status = ET_STATUS_RESERVED;
	else if (tex_in_legacy(doc, block))
		constant->def.status = ET_STATUS_LEGACY;
	if (tex_is_feature(clean, strlen(clean)) ||
		(origin == ET_ORIGIN_ITEM && tex_in_features(doc, block))) {
		constant->kind = ET_CONST_FEATURE;
		constant->representation = ET_REP_BIT;
	} else {
		constant->kind = kind_by_title(tex_title(doc, block));
	}
	added->origin = origin;
	added->heading = block->heading;
	added->group = group;
	added->superseded = block->superseded;
	if (value) {
		void **slot;

		constant->value.bits = value->first;
		constant->value.is_unsigned = true;
		if (value->shift)
			constant->representation = ET_REP_MASK;
		added->has_value = true;
		added->last = value->last;
		if (block->superseded)
			return added;
		slot = et_map_slot(&builder->names, builder->arena, clean, strlen(clean));
		if (!*slot)
			*slot = (void *)(uintptr_t)builder->constants.count;
	}
	return added;
}

struct et_spec_id *tex_add_id(struct tex_builder *builder, const struct tex_block *block,
	const char *at, const char *title, size_t length, const struct tex_range *value,
	const char *table)
{
	struct et_spec_id *id;

	if (block->superseded)
		return NULL;
	id = ET_APPEND(builder->arena, &builder->ids);
	id->title = et_strndup(builder->arena, title, length);
	id->number = value->first;
	id->last = value->last;
	id->table = table;
	id->place = tex_place(builder->doc, block, at);
	id->heading = block->heading;
	id->group = ET_SPEC_NONE;
	return id;
}

void tex_add_pairs(struct tex_builder *builder, const struct tex_block *block, const char *begin,
	const char *end)
{
	struct tex_scan scan;
	struct tex_pair pair;

	tex_scan_begin(&scan, begin, end);
	while (!tex_full(builder) && tex_scan_pair(&scan, false, &pair)) {
		struct et_spec_constant *constant;

		if (pair.value.range)
			continue;
		constant = tex_add_constant(builder, block, pair.name, pair.name, pair.length,
			&pair.value, ET_ORIGIN_PROSE, builder->groups++);
		if (pair.bit) {
			constant->constant.representation = ET_REP_BIT;
			if (constant->constant.kind == ET_CONST_OTHER)
				constant->constant.kind = ET_CONST_FLAG;
		}
	}
}
