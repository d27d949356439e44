/* SPDX-License-Identifier: BSD-3-Clause */
/* Errata: where what they quote stands now; those that the text no longer has go. */
#include "import_int.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The words of a quotation that only the text can have: names and numbers. */
struct words {
	ET_ARRAY(const char *) list;
};

static void take_words(struct import *import, struct words *words, const char *says)
{
	while (*says) {
		size_t length = 0;
		bool distinct = false;

		while (et_is_name_character(says[length])) {
			distinct |= says[length] == '_' || isdigit((unsigned char)says[length]);
			length++;
		}
		if (distinct)
			*ET_APPEND(import->arena, &words->list) =
				et_strndup(import->arena, says, length);
		says += length ? length : 1;
	}
}

/* Whether a stretch of TeX has one of the words, with its underscores escaped or not. */
static bool has_word(const struct words *words, const char *text, size_t length)
{
	struct et_buf plain = {0};
	bool found = false;
	size_t i;

	for (i = 0; i < length; i++) {
		if (text[i] != '\\')
			et_buf_putc(&plain, text[i]);
	}
	for (i = 0; i < words->list.count && plain.data && !found; i++)
		found = strstr(plain.data, words->list.items[i]) != NULL;
	et_buf_finish(&plain);
	return found;
}

/* The line nearest to one on which the quotation stands; 0: nowhere near. */
static uint32_t find(const struct et_spec_file *file, const struct words *words, uint32_t wanted)
{
	enum { NEAR = 60 };
	const char *at = file->data, *end = at + file->length;
	uint32_t line = 0, best = 0;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *next = newline ? newline + 1 : end;
		bool far;

		line++;
		far = (line > wanted ? line - wanted : wanted - line) > NEAR;
		if (!far && has_word(words, at, (size_t)(next - at))) {
			if (!best ||
				labs((long)line - (long)wanted) < labs((long)best - (long)wanted))
				best = line;
		}
		at = next;
	}
	return best;
}

/* Whether the four lines from one on have a word: as "spec check" looks at it. */
static bool stands(const struct et_spec_file *file, const struct words *words, uint32_t line)
{
	enum { LINES = 4 };
	const char *at = file->data, *end = at + file->length;
	uint32_t number = 1;
	const char *first;

	while (at < end && number < line) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		at = newline ? newline + 1 : end;
		number++;
	}
	first = at;
	while (at < end && number < line + LINES) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		at = newline ? newline + 1 : end;
		number++;
	}
	return at > first && has_word(words, first, (size_t)(at - first));
}

/* Whether a path ("record.u.field") has a field among its parts, behind its record. */
static bool has_part(const char *path, const char *field)
{
	size_t length = strlen(field);
	const char *at = strchr(path, '.');

	for (; at; at = strchr(at + 1, '.')) {
		if (strncmp(at + 1, field, length) == 0 &&
			(!at[1 + length] || at[1 + length] == '.'))
			return true;
	}
	return false;
}

/* Whether what it is about went, so that it can't stay. */
static bool is_orphan(const struct import *import, const char *definition)
{
	size_t head = strcspn(definition, "."), i;

	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];
		bool inner = ref->kind == REF_FIELD || ref->kind == REF_PART;
		const char *top = inner ? ref->group_name : ref->name;

		if (!ref->gone || !top || ref->doc->frozen || ref->kind == REF_ERRATUM ||
			import->edition != import->options->edition)
			continue;
		if (strlen(top) == head && strncmp(definition, top, head) == 0 &&
			(!inner || (ref->name && has_part(definition, ref->name))))
			return true;
	}
	return false;
}

/* Whether it is about this text: its own edition's, or one that a draft follows. */
static bool is_about(const struct import *import, const struct ref *ref)
{
	enum et_edition edition = et_import_edition_of(ref, "edition");

	if (import->edition == ET_EDITION_UNKNOWN)
		return edition == import->options->edition;
	return edition == import->edition;
}

/* Where its quotation stands now. One that stands nowhere near any more is gone. */
static void look_at(struct import *import, struct ref *ref)
{
	const struct et_yaml *says = et_yaml_get(ref->node, "says");
	const struct et_spec_file *file = et_import_file(import, ref->file);
	struct words words = {0};
	uint32_t wanted = et_import_predict(import, ref->file, ref->line, &ref->sure);

	ref->new_line = wanted;
	if (!file || !file->read || !file->data || !says || !says->text)
		return;
	take_words(import, &words, says->text);
	ref->sure |= words.list.count > 0;
	if (words.list.count && !stands(file, &words, wanted))
		ref->new_line = find(file, &words, wanted);
	if (ref->new_line)
		return;
	ref->gone = true;
	et_import_doc_note(import, ref->doc, ref->node,
		"the text does not have \"%s\" any more: the erratum goes", says->text);
}

void et_import_errata_places(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];

		ref->held = ref->kind == REF_ERRATUM ? is_about(import, ref) : ref->held;
		if (ref->kind == REF_ERRATUM && ref->list && ref->file && ref->held)
			look_at(import, ref);
	}
}

bool et_import_is_erratum(
	const struct import *import, const char *definition, const struct et_place *place)
{
	enum { NEAR = 3 };
	size_t head = strcspn(definition, ".");
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		const struct ref *ref = import->refs.items[i];
		const struct et_yaml *node;
		const char *about;

		if (ref->kind != REF_ERRATUM || !ref->held || ref->gone)
			continue;
		node = et_yaml_get(ref->node, "definition");
		about = node && node->text ? node->text : "";
		/* What prose says of a field is no word about its place in the listing. */
		if (strcmp(about, definition) == 0 &&
			(!place || (et_streq(ref->file, place->file) &&
					   labs((long)ref->new_line - (long)place->line) <= NEAR)))
			return true;
		if (strncmp(about, definition, head) == 0 && (!about[head] || about[head] == '.') &&
			place && ref->sure && ref->new_line == place->line &&
			et_streq(ref->file, place->file))
			return true;
	}
	return false;
}

void et_import_errata(struct import *import)
{
	size_t i;

	for (i = 0; i < import->refs.count; i++) {
		struct ref *ref = import->refs.items[i];
		const struct et_yaml *definition = et_yaml_get(ref->node, "definition");

		if (ref->kind != REF_ERRATUM || !ref->list)
			continue;
		/* Its quotation went, or what it is about. */
		if (ref->gone ||
			(definition && definition->text && is_orphan(import, definition->text)))
			et_doc_remove_item(import->arena, ref->doc, ref->list, ref->index);
	}
}
