/* SPDX-License-Identifier: BSD-3-Clause */
/* Conditions in words: entered where they are plainly over features, and never guessed. */
#include "import_int.h"

#include <string.h>

/* What may stand around the names of features without meaning anything else. */
static const char *const fillers[] = {"if", "only", "when", "is", "are", "be", "has", "have",
	"been", "negotiated", "offered", "set", "feature", "features", "bit", "the", "present",
	"valid", "available", "exists", "defined", "field", "this", "in", "case", "both", "either",
	"was", "were", "supported", NULL};

enum joint { JOINT_NONE, JOINT_ALL, JOINT_ANY };

static bool is_filler(const char *word, size_t length)
{
	size_t i;

	for (i = 0; fillers[i]; i++) {
		if (strlen(fillers[i]) == length && strncasecmp(fillers[i], word, length) == 0)
			return true;
	}
	return false;
}

static bool is(const char *word, size_t length, const char *wanted)
{
	return strlen(wanted) == length && strncasecmp(word, wanted, length) == 0;
}

static bool is_feature(const struct import *import, const char *name)
{
	const struct ref *ref = et_import_known(import, REF_CONSTANT, name);
	const struct et_yaml *kind = ref ? et_yaml_get(ref->group, "kind") : NULL;

	if (kind && et_streq(kind->text, "feature"))
		return true;
	return et_map_get(&import->new_features, name, strlen(name)) != NULL;
}

const struct et_yaml *et_import_when(struct import *import, const char *words)
{
	struct et_made *list = et_make_sequence(import->arena);
	struct et_made *made = et_make_mapping(import->arena);
	enum joint joint = JOINT_NONE;

	for (; *words; words++) {
		size_t length = 0;
		enum joint next = JOINT_NONE;

		while (et_is_name_character(words[length]))
			length++;
		if (!length) {
			if (strncmp(words, "&&", 2) == 0)
				next = JOINT_ALL;
			else if (strncmp(words, "||", 2) == 0)
				next = JOINT_ANY;
			else if (!strchr(" \t\n(),.;:\\&|*/", *words))
				return NULL;
			length = next ? 2 : 1;
		} else if (is(words, length, "and")) {
			next = JOINT_ALL;
		} else if (is(words, length, "or")) {
			next = JOINT_ANY;
		} else if (memmem(words, length, "_F_", 3)) {
			const char *name = et_strndup(import->arena, words, length);

			if (!is_feature(import, name))
				return NULL;
			et_make_add(import->arena, list, et_make_text(import->arena, name));
		} else if (!is_filler(words, length)) {
			return NULL;
		}
		/* "A and B or C" can be read in two ways. */
		if (next && joint && next != joint)
			return NULL;
		if (next)
			joint = next;
		words += length - 1;
	}
	if (!list->node.count || (list->node.count > 1 && !joint))
		return NULL;
	if (list->node.count == 1)
		return joint ? NULL : list->node.items[0];
	et_make_put(import->arena, made, joint == JOINT_ALL ? "all" : "any", &list->node);
	return &made->node;
}
