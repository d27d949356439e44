/* SPDX-License-Identifier: BSD-3-Clause */
/* Constants that the registry lacks: into the set of those that they stand among. */
#include "import_int.h"

#include <inttypes.h>
#include <string.h>

/* What stands in one listing, list or table of the text. */
struct group {
	struct ref *before;  /* the last constant in it, so far, that the registry knows */
	struct ref *first;   /* and the first of all */
	struct et_made *set; /* the set that is made for it, where it knows none */
};

struct constants {
	struct import *import;
	struct et_map groups;
};

/* Listings, and lists and tables, are counted each for themselves. */
static struct group *group_of(struct constants *constants, const struct et_spec_constant *text)
{
	struct et_arena *arena = constants->import->arena;
	const char *key = et_sprintf(arena, "%s %d %u", text->constant.def.place.file,
		text->origin <= ET_ORIGIN_ASSIGNMENT, (unsigned)text->group);
	void **slot = et_map_slot(&constants->groups, arena, key, strlen(key));

	if (!*slot)
		*slot = ET_NEW(arena, struct group);
	return *slot;
}

static struct ref *known(const struct import *import, const struct et_spec_constant *text)
{
	struct ref *ref = et_import_known(import, REF_CONSTANT, text->constant.def.name);

	return ref && !ref->gone && ref->list ? ref : NULL;
}

static bool is_feature(const struct et_spec_constant *text)
{
	return text->constant.kind == ET_CONST_FEATURE ||
	       strstr(text->constant.def.name, "_F_") != NULL;
}

static const char *word_of(const struct et_yaml *set, const char *key)
{
	const struct et_yaml *value = et_yaml_get(set, key);

	return value && value->text ? value->text : "";
}

/* The number in the set's terms: a bit's number where it counts bits, and so on. */
static bool number_for(const char *representation, const struct et_constant *text, uint64_t *value)
{
	uint64_t bits = text->value.bits;

	*value = bits;
	if (strcmp(representation, "bit") == 0 && text->representation == ET_REP_MASK) {
		if (!bits || (bits & (bits - 1)))
			return false;
		*value = (uint64_t)__builtin_ctzll(bits);
	} else if (strcmp(representation, "mask") == 0 && text->representation == ET_REP_BIT) {
		if (bits > 63)
			return false;
		*value = UINT64_C(1) << bits;
	}
	return true;
}

static const struct et_yaml *entry_of(struct import *import, struct et_doc *doc,
	const struct et_spec_constant *text, const struct et_yaml *set, const struct et_yaml *like)
{
	struct et_made *entry = et_make_mapping(import->arena);
	const struct et_place *place = &text->constant.def.place;
	const char *representation = word_of(set, "representation");
	uint64_t value;

	if (!number_for(representation, &text->constant, &value)) {
		et_import_note(import, place,
			"%s is no one bit, as others of its set are; not entered",
			text->constant.def.name);
		return NULL;
	}
	et_make_put(
		import->arena, entry, "name", et_make_text(import->arena, text->constant.def.name));
	et_make_put(import->arena, entry, "value",
		et_make_plain(import->arena, et_import_number(import, value, like,
						     strcmp(representation, "mask") == 0)));
	et_import_place_entry(import, doc, entry, place, text->heading, set);
	if (text->condition) {
		const struct et_yaml *when = et_import_when(import, text->condition);

		if (!when)
			et_import_note(import, place,
				"the condition \"%s\" of %s is not entered: it has to be told by "
				"hand",
				text->condition, text->constant.def.name);
		et_make_put(import->arena, entry,
			strcmp(word_of(set, "kind"), "feature") == 0 ? "requires" : "when", when);
	}
	return &entry->node;
}

static const struct et_yaml *value_of(const struct ref *ref)
{
	return ref ? et_yaml_get(ref->node, "value") : NULL;
}

/* A command's records are not told by its number; they are entered where names leave no doubt. */
static void note_command(struct import *import, struct et_doc *doc,
	const struct et_spec_constant *text, const struct et_yaml *set)
{
	if (strcmp(word_of(set, "kind"), "command") == 0 &&
		!et_import_new_command(import, doc, text, set))
		et_import_note(import, &text->constant.def.place,
			"%s is a command: what it carries is to be entered in 'commands' by hand",
			text->constant.def.name);
}

static void insert_beside(struct import *import, struct ref *sibling, size_t index,
	const struct et_spec_constant *text)
{
	const struct et_yaml *entry =
		entry_of(import, sibling->doc, text, sibling->group, value_of(sibling));

	if (!entry)
		return;
	et_doc_insert(import->arena, sibling->doc, sibling->list, index, entry);
	note_command(import, sibling->doc, text, sibling->group);
}

/* The set of an interface's feature bits, where it has one: the first of that kind. */
static struct ref *feature_sibling(
	const struct import *import, const struct et_doc *doc, const struct et_place *place)
{
	struct ref *best = NULL;
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		if (ref->kind != REF_CONSTANT || ref->doc != doc || ref->gone || !ref->present ||
			strcmp(word_of(ref->group, "kind"), "feature") != 0 || !ref->list)
			continue;
		/* The last one above it in the text; else any. */
		if (!best || (et_streq(ref->file, place->file) && ref->new_line <= place->line &&
				     ref->new_line >= best->new_line))
			best = ref;
	}
	return best;
}

static const char *kind_of(const struct et_spec_constant *text)
{
	const char *name = text->constant.def.name;

	if (is_feature(text))
		return "feature";
	if (strstr(name, "_CMD_") || strstr(name, "_REQ_") || strstr(name, "_T_"))
		return "command";
	if (strstr(name, "_S_") || strstr(name, "_STATUS_") || strstr(name, "_RESP_"))
		return "status";
	if (strstr(name, "_FLAG_") || text->constant.representation != ET_REP_NUMBER)
		return "flag";
	if (strstr(name, "_MAX") || strstr(name, "_MIN") || strstr(name, "_SIZE"))
		return "limit";
	return "value";
}

static const char *representation_of(const struct et_spec_constant *text)
{
	if (is_feature(text) || text->constant.representation == ET_REP_BIT)
		return "bit";
	return text->constant.representation == ET_REP_MASK ? "mask" : "number";
}

/* A set for constants that stand among nothing that the registry knows. */
static void insert_alone(
	struct constants *constants, struct et_doc *doc, const struct et_spec_constant *text)
{
	struct import *import = constants->import;
	const struct et_yaml *sets = et_yaml_get(doc->root, "constants");
	struct et_made *set;
	struct et_made **slot = &group_of(constants, text)->set;
	const struct et_yaml *entry;
	const char *section;

	if (!*slot) {
		const char *title = text->heading == ET_SPEC_NONE
					    ? NULL
					    : import->spec->headings[text->heading].section.title;

		if (is_feature(text))
			title = "features";

		*slot = et_make_mapping(import->arena);
		et_make_put(
			import->arena, *slot, "kind", et_make_plain(import->arena, kind_of(text)));
		et_make_put(import->arena, *slot, "representation",
			et_make_plain(import->arena, representation_of(text)));
		section = et_import_section(import, doc, text->heading);
		if (section)
			et_make_put(import->arena, *slot, "section",
				et_make_text(import->arena, section));
		(*slot)->node.file =
			et_import_fresh(import, sets, &doc->taken, title ? title : "values");
		*ET_APPEND(import->arena, &import->made_sets) =
			(struct made_set){doc, *slot, et_make_sequence(import->arena)};
	}
	set = *slot;
	entry = entry_of(import, doc, text, &set->node, NULL);
	if (!entry)
		return;
	for (size_t i = 0; i < import->made_sets.count; i++) {
		if (import->made_sets.items[i].set == set)
			et_make_add(import->arena, import->made_sets.items[i].values, entry);
	}
	note_command(import, doc, text, &set->node);
}

/* The sets that were made, now that all is in them. */
static void enter_sets(struct import *import)
{
	size_t i;

	for (i = 0; i < import->made_sets.count; i++) {
		const struct made_set *made = &import->made_sets.items[i];
		const struct et_yaml *sets = et_yaml_get(made->doc->root, "constants");
		const char *name = made->set->node.file;

		if (!made->values->node.count)
			continue;
		et_make_put(import->arena, made->set, "values", &made->values->node);
		if (sets && sets->count) {
			et_doc_entry(import->arena, made->doc, sets, name, &made->set->node);
			continue;
		}
		if (!made->doc->constants)
			made->doc->constants = et_make_mapping(import->arena);
		et_make_put(import->arena, made->doc->constants, name, &made->set->node);
	}
}

static void enter(struct constants *constants, const struct et_spec_constant *text)
{
	struct import *import = constants->import;
	const struct et_place *place = &text->constant.def.place;
	const char *name = text->constant.def.name;
	const struct group *group = group_of(constants, text);
	struct ref *sibling = group->before;
	struct et_doc *doc = et_import_owner(import, place->file, name);

	if (!text->has_value || text->last != text->constant.value.bits) {
		et_import_note(import, place, "%s has no value that can be entered", name);
		return;
	}
	if (sibling) {
		insert_beside(import, sibling, sibling->index + 1, text);
	} else if (group->first) {
		sibling = group->first;
		insert_beside(import, sibling, sibling->index, text);
	} else if (!doc) {
		et_import_no_owner(import, place, name);
	} else if (is_feature(text) && feature_sibling(import, doc, place)) {
		sibling = feature_sibling(import, doc, place);
		insert_beside(import, sibling, sibling->index + 1, text);
	} else {
		insert_alone(constants, doc, text);
	}
}

static bool is_taken(const struct et_spec_constant *text)
{
	return !text->superseded && text->constant.def.name &&
	       text->constant.spelling != ET_SPELLED_FUNCTION_MACRO;
}

static void survey(struct constants *constants)
{
	const struct et_spec *spec = constants->import->spec;
	size_t i;

	for (i = spec->n_constants; i-- > 0;) {
		const struct et_spec_constant *text = &spec->constants[i];
		struct ref *ref = is_taken(text) ? known(constants->import, text) : NULL;

		if (ref && text->group != ET_SPEC_NONE)
			group_of(constants, text)->first = ref;
	}
}

void et_import_new_constants(struct import *import)
{
	const struct et_spec *spec = import->spec;
	struct constants constants = {.import = import};
	size_t i;

	survey(&constants);
	for (i = 0; i < spec->n_constants; i++) {
		const struct et_spec_constant *text = &spec->constants[i];
		struct occ_list *names;

		if (!is_taken(text))
			continue;
		if (known(import, text) && text->group != ET_SPEC_NONE)
			group_of(&constants, text)->before = known(import, text);
		names = et_import_find(import, text->constant.def.name);
		if (!names || names->is_new || et_import_is_known(import, names->name) ||
			!et_is_name(names->name) ||
			et_import_is_other(import, &text->constant.def.place,
				text->constant.value.bits, "value") ||
			et_import_is_other(import, &text->constant.def.place,
				text->constant.value.bits, "offset"))
			continue;
		names->is_new = true;
		enter(&constants, text);
	}
	enter_sets(import);
}
