/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Where everything is now. From how far lines have moved follows about where an entry has to be,
 * and of the places where its name stands the nearest one is meant.
 */
#include "import_places.h"

#include <ctype.h>
#include <string.h>

/* How a definition of the registry stands in a text where it is defined. */
static enum occ_kind kind_of(const struct ref *ref)
{
	switch (ref->kind) {
	case REF_CONSTANT:
		return OCC_CONSTANT;
	case REF_RECORD:
		return OCC_RECORD;
	case REF_FIELD:
	case REF_PART:
		return OCC_FIELD;
	case REF_REGISTER:
		return OCC_REGISTER;
	case REF_QUEUE:
		return OCC_QUEUE;
	default:
		return OCC_MENTION;
	}
}

bool et_place_is_definition(const struct ref *ref, const struct occ *occ)
{
	if (occ->kind != kind_of(ref) || occ->kind == OCC_MENTION)
		return false;
	return occ->kind != OCC_FIELD || et_streq(occ->record->record.def.name, ref->group_name);
}

/* Of all places where the name stands in its file, the one nearest to where it should. */
static const struct occ *nearest(
	const struct import *import, const struct ref *ref, uint32_t wanted, bool sure)
{
	enum { MENTION = 7, ELSEWHERE = 1000000 };
	const struct occ_list *names = et_import_find(import, ref->name);
	const struct et_yaml *section = et_place_section(ref);
	const struct occ *best = NULL;
	uint64_t least = UINT64_MAX;
	size_t i;

	for (i = 0; names && i < names->list.count; i++) {
		const struct occ *occ = &names->list.items[i];
		uint32_t line = occ->place.line;
		uint64_t cost = 2 * (uint64_t)(line > wanted ? line - wanted : wanted - line);

		if (!et_streq(occ->place.file, ref->file))
			continue;
		/* What is no definition is meant only where it can't be another thing. */
		if (!et_place_is_definition(ref, occ) && !(sure && !cost))
			cost += MENTION;
		if (section && !et_place_is_below(import, &occ->place, section))
			cost += ELSEWHERE;
		if (cost < least || (cost == least && et_place_is_definition(ref, occ))) {
			least = cost;
			best = occ;
		}
	}
	return best;
}

/* A virtqueue's name without what counts or joins: "control-receiveq" is "control receiveq". */
static void reduce(const char *name, char out[64])
{
	size_t n = 0;

	for (; *name && n < 63; name++) {
		if (isalpha((unsigned char)*name))
			out[n++] = (char)tolower((unsigned char)*name);
	}
	out[n] = '\0';
}

/* Whether the file lists virtqueues, and none of that name. */
static bool is_queue_gone(const struct import *import, const struct ref *ref)
{
	char mine[64], theirs[64];
	bool any = false;
	size_t i;

	reduce(ref->name, mine);
	for (i = 0; i < import->spec->n_queues; i++) {
		const struct et_spec_queue *queue = &import->spec->queues[i];

		if (!queue->name || !et_streq(queue->place.file, ref->file))
			continue;
		reduce(queue->name, theirs);
		any = true;
		/* "receiveqN" is one of the family "receiveq". */
		if (et_starts_with(theirs, mine) || (*theirs && et_starts_with(mine, theirs)))
			return false;
	}
	return any;
}

/*
 * Whether a place where the name stands is the entry's: its definition; else only what is near, or
 * just where it should be.
 */
static bool is_meant(const struct ref *ref, const struct occ *occ, uint32_t wanted, bool sure)
{
	enum { NEAR = 20 };
	uint32_t line = occ->place.line;

	if (et_place_is_definition(ref, occ))
		return true;
	return line == wanted || (!sure && (line > wanted ? line - wanted : wanted - line) < NEAR);
}

/*
 * Whether nothing but a mention is left of what stood here: one in another section, or far away.
 * Its definition went, then.
 */
static bool is_left_behind(
	const struct import *import, const struct ref *ref, uint32_t wanted, bool sure)
{
	enum { NEAR = 20 };
	const struct et_yaml *section = et_place_section(ref);
	uint32_t line;

	if (!ref->held || !ref->at || et_place_is_definition(ref, ref->occ) ||
		(ref->kind != REF_CONSTANT && ref->kind != REF_RECORD && ref->kind != REF_REGISTER))
		return false;
	if (section && !et_place_is_below(import, &ref->occ->place, section))
		return true;
	if (is_meant(ref, ref->occ, wanted, sure))
		return false;
	/* In a form that is no name to the reader of the text. */
	line = et_place_line_of_name(import, ref->file, ref->name, wanted);
	return !line || (line > wanted ? line - wanted : wanted - line) > (sure ? 0 : NEAR);
}

static void place(struct import *import, struct ref *ref)
{
	bool sure;
	uint32_t wanted = et_import_predict(import, ref->file, ref->line, &sure);
	const struct et_spec_file *file = et_import_file(import, ref->file);

	ref->new_line = ref->line;
	if (!file || !file->read)
		return;
	ref->new_line = wanted;
	if (!ref->name) {
		uint32_t heading = sure ? 0 : et_place_heading_line(import, ref, wanted);

		if (heading && ref->kind != REF_ERRATUM)
			ref->new_line = heading;
		return;
	}
	if (ref->kind == REF_INTERFACE) {
		uint32_t heading = et_place_heading_line(import, ref, wanted);

		ref->new_line = heading && !sure ? heading : wanted;
		return;
	}
	if (et_place_is_unnamed(ref)) {
		uint32_t line = sure ? 0 : et_place_row(import, ref, wanted);

		if (!line && !sure)
			line = et_place_line_of_number(import, ref, wanted);
		ref->new_line = line ? line : wanted;
		return;
	}
	ref->occ = nearest(import, ref, wanted, sure);
	if (ref->occ && is_left_behind(import, ref, wanted, sure)) {
		ref->gone = true;
		ref->new_line = wanted;
		et_import_note(import, &ref->occ->place,
			"%s is named here, and does not stand where it was defined any more",
			ref->name);
		return;
	}
	if (ref->occ && is_meant(ref, ref->occ, wanted, sure)) {
		ref->new_line = ref->occ->place.line;
		return;
	}
	if (ref->occ || et_place_line_of_name(import, ref->file, ref->name, wanted)) {
		ref->occ = NULL;
		return;
	}
	/* A name that stands nowhere: of the trees, or no longer there. Fields are looked at with
	   their records, virtqueues with the list that they are in. */
	ref->new_line = wanted;
	ref->gone = ref->held && ref->at && kind_of(ref) != OCC_FIELD && ref->kind != REF_VIEW &&
		    ref->kind != REF_COMMAND &&
		    (ref->kind != REF_QUEUE || is_queue_gone(import, ref));
}

/* A chapter that is in another file now: said once. */
static void note_moved(struct import *import)
{
	struct et_map said = {0};
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];
		void **slot;

		if (!ref->file || !ref->at || !ref->present || ref->kind == REF_ERRATUM ||
			et_import_file(import, ref->file))
			continue;
		slot = et_map_slot(&said, import->arena, ref->file, strlen(ref->file));
		if (!*slot)
			et_import_doc_note(import, ref->doc, ref->at,
				"the text takes in no file '%s': whether its chapter moved or is "
				"gone has to be told by hand",
				ref->file);
		*slot = (void *)ref;
	}
}

/* A command goes with the constant that selects it. */
static void end_commands(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];
		const struct ref *constant =
			ref->kind == REF_COMMAND && ref->name
				? et_import_known(import, REF_CONSTANT, ref->name)
				: NULL;

		ref->gone |= constant && constant->gone && ref->held;
	}
}

void et_import_places(struct import *import)
{
	size_t i;

	et_place_find_anchors(import);
	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		if (ref->file && ref->line && ref->present && ref->kind != REF_ERRATUM)
			place(import, ref);
	}
	end_commands(import);
	note_moved(import);
}

/* What is defined in another section now says so. */
static void correct_section(struct import *import, const struct ref *ref)
{
	const struct et_yaml *section = et_place_section(ref);
	const struct et_yaml *own = et_yaml_get(ref->node, "section");
	const char *name;

	if (!ref->held || !section || !ref->occ || !et_place_is_definition(ref, ref->occ) ||
		ref->kind == REF_FIELD || ref->kind == REF_PART ||
		et_place_is_below(import, &ref->occ->place, section))
		return;
	name = et_import_section(import, ref->doc,
		et_import_heading(import, ref->occ->place.file, ref->occ->place.line));
	if (!name)
		return;
	if (own)
		et_doc_value(import->arena, ref->doc, own, name);
	else
		et_doc_key(import->arena, ref->doc, ref->node, "at", "section", name);
}

void et_import_place_edits(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];
		const char *colon;

		if (ref->at && ref->present && !ref->gone)
			correct_section(import, ref);
		/* What the text has not, it has nowhere. */
		if (!ref->at || !ref->present || !ref->new_line || ref->new_line == ref->line ||
			ref->gone)
			continue;
		colon = strrchr(ref->at->text, ':');
		et_doc_place(import->arena, ref->doc, ref->at,
			colon ? et_sprintf(import->arena, "\"%s:%u\"", ref->file,
					(unsigned)ref->new_line)
			      : et_sprintf(import->arena, "%u", (unsigned)ref->new_line));
	}
}
