/* SPDX-License-Identifier: BSD-3-Clause */
/* What changed about constants, registers and virtqueues. */
#include "import_int.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A number of the registry, which its reader has found to be one. */
static uint64_t number_of(const struct et_yaml *node)
{
	return strtoull(node->text, NULL, strncmp(node->text, "0x", 2) == 0 ? 16 : 10);
}

const char *et_import_number(
	struct import *import, uint64_t value, const struct et_yaml *like, bool mask)
{
	size_t length = like && like->text ? strlen(like->text) : 0;

	if (length > 2 && strncmp(like->text, "0x", 2) == 0)
		return et_sprintf(import->arena,
			strpbrk(like->text + 2, "ABCDEF") ? "0x%0*" PRIX64 : "0x%0*" PRIx64,
			(int)length - 2, value);
	if (mask && !like)
		return et_sprintf(import->arena, "0x%" PRIx64, value);
	return et_sprintf(import->arena, "%" PRIu64, value);
}

/* The text's number as the set means its values. Returns false where it can't be. */
static bool as_set(const struct ref *ref, const struct et_constant *text, uint64_t *value)
{
	const struct et_yaml *representation = et_yaml_get(ref->group, "representation");
	uint64_t bits = text->value.bits;
	const char *word = representation && representation->text ? representation->text : "";

	*value = bits;
	if (strcmp(word, "bit") == 0 && text->representation == ET_REP_MASK) {
		if (!bits || (bits & (bits - 1)))
			return false;
		*value = (uint64_t)__builtin_ctzll(bits);
	} else if (strcmp(word, "mask") == 0 && text->representation == ET_REP_BIT) {
		if (bits > 63)
			return false;
		*value = UINT64_C(1) << bits;
	}
	return true;
}

/* A number that stands for either: what a set of masks says with a bit's number, and so on. */
static bool agrees(const struct ref *ref, uint64_t mine, const struct et_constant *text)
{
	const struct et_yaml *representation = et_yaml_get(ref->group, "representation");
	const char *word = representation && representation->text ? representation->text : "";
	uint64_t theirs = text->value.bits;

	if (theirs == mine)
		return true;
	if (strcmp(word, "bit") == 0)
		return text->representation != ET_REP_BIT && mine < 64 &&
		       theirs == UINT64_C(1) << mine;
	if (strcmp(word, "mask") == 0)
		return text->representation != ET_REP_MASK && theirs < 64 &&
		       UINT64_C(1) << theirs == mine;
	return false;
}

/* Of the definitions in the entry's file: on its line; else one that agrees; else the nearest. */
static const struct occ *definition(
	const struct import *import, const struct ref *ref, uint64_t mine)
{
	const struct occ_list *names = et_import_find(import, ref->name);
	const struct occ *best = NULL;
	size_t i;

	for (i = 0; names && i < names->list.count; i++) {
		const struct occ *occ = &names->list.items[i];

		if (occ->kind != OCC_CONSTANT || !occ->constant->has_value ||
			!et_streq(occ->place.file, ref->file))
			continue;
		if (occ->place.line == ref->new_line)
			return occ;
		if (!best || (!agrees(ref, mine, &best->constant->constant) &&
				     agrees(ref, mine, &occ->constant->constant)))
			best = occ;
	}
	return best;
}

/* The number that a table gives to the entry's title on its line. */
static const struct et_spec_id *id_at(const struct import *import, const struct ref *ref)
{
	size_t i;

	for (i = 0; i < import->spec->n_ids; i++) {
		const struct et_spec_id *id = &import->spec->ids[i];

		if (id->place.line == ref->new_line && et_streq(id->place.file, ref->file) &&
			strcasecmp(id->title, et_yaml_get(ref->node, "about")->text) == 0)
			return id;
	}
	return NULL;
}

static void correct_constant(struct import *import, struct ref *ref)
{
	const struct et_yaml *node = et_yaml_get(ref->node, "value");
	const struct et_spec_id *id;
	const struct occ *occ;
	uint64_t mine, value;

	if (!node || !node->text || node->text[0] == '-')
		return;
	mine = number_of(node);
	id = et_yaml_get(ref->node, "about") ? id_at(import, ref) : NULL;
	occ = definition(import, ref, mine);
	if (id && !occ) {
		value = id->number;
	} else {
		if (!occ || agrees(ref, mine, &occ->constant->constant))
			return;
		if (!as_set(ref, &occ->constant->constant, &value)) {
			et_import_note(import, &occ->place,
				"%s is no number of one bit, as others of '%s' are; not changed",
				ref->name, ref->group_name);
			return;
		}
	}
	if (value != mine &&
		!et_import_is_erratum(import, ref->name, occ ? &occ->place : &id->place))
		et_doc_value(import->arena, ref->doc, node,
			et_import_number(import, value, node, false));
}

static void correct_register(struct import *import, struct ref *ref)
{
	const struct et_yaml *offset = et_yaml_get(ref->node, "offset");
	const struct et_yaml *access = et_yaml_get(ref->node, "access");
	const struct et_yaml *width = et_yaml_get(ref->node, "width");
	const struct et_register *text;

	if (!ref->occ || ref->occ->kind != OCC_REGISTER ||
		et_import_is_erratum(import, ref->name, &ref->occ->place))
		return;
	text = &ref->occ->reg->reg;
	if (offset && number_of(offset) != text->offset)
		et_doc_value(import->arena, ref->doc, offset,
			et_import_number(import, text->offset, offset, false));
	if (access && text->access != ET_ACCESS_UNKNOWN &&
		!et_streq(access->text, et_access_name(text->access)))
		et_doc_value(import->arena, ref->doc, access, et_access_name(text->access));
	/* The text says no width where it is the usual one. */
	if (width && text->width && text->width != 4 && number_of(width) != text->width)
		et_doc_value(import->arena, ref->doc, width,
			et_import_number(import, text->width, width, false));
}

static void correct_queue(struct import *import, struct ref *ref)
{
	const struct et_yaml *index = et_yaml_get(ref->node, "index");

	if (!ref->occ || ref->occ->kind != OCC_QUEUE || !ref->occ->queue->has_number || !index ||
		et_import_is_erratum(import, ref->name, &ref->occ->place))
		return;
	if (index->kind == ET_YAML_SCALAR && number_of(index) != ref->occ->queue->number)
		et_doc_value(import->arena, ref->doc, index,
			et_import_number(import, ref->occ->queue->number, index, false));
	else if (index->kind == ET_YAML_MAPPING && !et_yaml_get(index, "after") &&
		 et_yaml_get(index, "start") &&
		 number_of(et_yaml_get(index, "start")) != ref->occ->queue->number)
		et_import_note(import, &ref->occ->place,
			"virtqueue %s has index %s, and another one in the registry; not changed",
			ref->name, ref->occ->queue->index);
}

void et_import_values(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		if (!ref->held || ref->gone || !ref->name || !ref->file || !ref->at)
			continue;
		if (ref->kind == REF_CONSTANT)
			correct_constant(import, ref);
		else if (ref->kind == REF_REGISTER)
			correct_register(import, ref);
		else if (ref->kind == REF_QUEUE)
			correct_queue(import, ref);
	}
}
