/* SPDX-License-Identifier: BSD-3-Clause */
/* The order of work: read the registry, work out its change, and see that it is one. */
#include "import_int.h"

#include "file.h"
#include "registry.h"
#include "spec_judge.h"
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_registry_file(const char *path, void *data)
{
	(void)data;
	return !strchr(path, '/') &&
	       (et_ends_with(path, ".yaml") || strcmp(path, "meson.build") == 0);
}

static bool is_yaml(const struct et_doc *doc)
{
	return et_ends_with(doc->name, ".yaml");
}

static void load(struct import *import, int fd, const char *name)
{
	struct et_doc *doc = ET_NEW(import->arena, struct et_doc);
	struct et_text text = {0};
	const char *why = et_read_file(import->arena, fd, name, ET_YAML_MAX_BYTES, &text);

	if (why) {
		et_diag(import->diags, ET_ERROR, name, 0, NULL, "cannot be read: %s", why);
		return;
	}
	doc->name = name;
	doc->text = text.data;
	doc->length = text.length;
	/* A byte order mark would shift every place by three. */
	if (text.length >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0)
		et_diag(import->diags, ET_ERROR, name, 1, NULL, "begins with a byte order mark");
	if (is_yaml(doc))
		doc->root =
			et_yaml_load(import->arena, import->diags, name, text.data, text.length);
	*ET_APPEND(import->arena, &import->out->docs) = doc;
}

static bool load_all(struct import *import)
{
	struct et_walk walk = {0};
	int fd = open(import->options->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t i, n = 0;

	if (fd < 0) {
		et_diag(import->diags, ET_ERROR, NULL, 0, NULL, "%s: %s",
			import->options->directory, strerror(errno));
		return false;
	}
	et_walk(&walk, import->arena, import->options->directory, is_registry_file, NULL,
		import->diags);
	for (i = 0; i < walk.paths.count; i++) {
		load(import, fd, walk.paths.items[i]);
		n += et_ends_with(walk.paths.items[i], ".yaml");
	}
	close(fd);
	if (!n)
		et_diag(import->diags, ET_ERROR, NULL, 0, NULL,
			"%s: there are no registry files (*.yaml) here",
			import->options->directory);
	return !import->diags->errors;
}

/* The registry as it was, in all its editions. */
static bool read_before(struct import *import)
{
	size_t i, n = 0;
	const struct et_yaml **documents =
		ET_NEW_ARRAY(import->arena, import->out->docs.count + 1, const struct et_yaml *);

	for (i = 0; i < import->out->docs.count; i++) {
		if (import->out->docs.items[i]->root)
			documents[n++] = import->out->docs.items[i]->root;
	}
	import->canon = et_registry_read_all(import->arena, import->diags, documents, n);
	return !import->diags->errors;
}

/* What was made has to be a registry. */
static const struct et_canon *read_after(struct import *import)
{
	size_t i, n = 0;
	const struct et_yaml **documents =
		ET_NEW_ARRAY(import->arena, import->out->docs.count + 1, const struct et_yaml *);

	for (i = 0; i < import->out->docs.count; i++) {
		struct et_doc *doc = import->out->docs.items[i];

		if (is_yaml(doc))
			documents[n++] = et_yaml_load(import->arena, import->diags, doc->name,
				doc->after, doc->after_length);
	}
	return import->diags->errors ? NULL
				     : et_registry_read(import->arena, import->diags,
					       import->options->edition, documents, n);
}

/* What differs still is for a person to look at. */
static void note_rest(struct import *import, const struct et_canon *canon)
{
	struct et_results results = {0};
	struct et_spec_account account = {0};
	struct et_spec_options options = {.canon = canon,
		.same_lines = import->edition == ET_EDITION_UNKNOWN ||
			      import->edition == import->options->edition};
	size_t i;

	et_spec_compare(import->arena, import->spec, &options, &results, &account);
	for (i = 0; i < results.list.count; i++) {
		const struct etalon_finding *finding = &results.list.items[i]->finding;
		struct et_place place = {.file = finding->found.file, .line = finding->found.line};

		if (!place.file)
			place = (struct et_place){
				.file = finding->expected.file, .line = finding->expected.line};
		if (place.file)
			et_import_note(import, &place, "not imported: %s", finding->message);
	}
}

static void note_drafts_end(struct import *import);

/* The parts, each after what it needs. */
static void work(struct import *import)
{
	et_import_index(import);
	et_import_refs(import);
	if (import->options->requirements) {
		et_import_requirements(import);
		return;
	}
	et_import_places(import);
	et_import_errata_places(import);
	et_import_sections(import);
	et_import_devices(import);
	et_import_choose_records(import);
	et_import_values(import);
	et_import_records(import);
	et_import_gone(import);
	et_import_errata(import);
	et_import_place_edits(import);
	note_drafts_end(import);
	et_import_new_constants(import);
	et_import_new_records(import);
	et_import_new_others(import);
	et_import_requirements(import);
	et_import_build(import);
}

/* What was a draft's is the standard's when an edition has it. */
static void note_drafts_end(struct import *import)
{
	size_t i, k;

	for (i = 0; i < import->refs.count && import->edition == import->options->edition; i++) {
		const struct ref *ref = import->refs.items[i];
		const struct et_yaml *status = et_yaml_get(ref->node, "status");
		const struct occ_list *names = ref->name ? et_import_find(import, ref->name) : NULL;

		if (!status || !et_streq(status->text, "draft") || ref->kind == REF_FIELD || !names)
			continue;
		for (k = 0; k < ref->node->count; k++) {
			const struct et_yaml *key = ref->node->keys[k];

			if (ref->node->items[k] == status)
				et_edit(import->arena, &ref->doc->edits, key->start, status->end,
					et_sprintf(import->arena, "since: \"%s\"",
						et_edition_name(import->edition)));
			else if (strcmp(key->text, "evidence") == 0)
				et_doc_remove_key(import->arena, ref->doc, ref->node, key);
		}
	}
}

static int compare_docs(const void *left, const void *right)
{
	const struct et_doc *const *a = left, *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

static bool finish(struct import *import)
{
	const struct et_canon *canon;
	size_t i;

	for (i = 0; i < import->out->docs.count; i++) {
		struct et_doc *doc = import->out->docs.items[i];

		if (!et_doc_finish(import->arena, doc)) {
			et_diag(import->diags, ET_ERROR, doc->name, 0, NULL,
				"its changes are in each other's way; nothing was changed");
			return false;
		}
	}
	canon = read_after(import);
	if (!canon || import->diags->errors) {
		et_diag(import->diags, ET_ERROR, NULL, 0, NULL,
			"the change would not make a valid registry (see above); nothing was "
			"changed");
		return false;
	}
	if (!import->options->requirements)
		note_rest(import, canon);
	if (import->out->docs.count > 1)
		qsort(import->out->docs.items, import->out->docs.count,
			sizeof(*import->out->docs.items), compare_docs);
	for (i = 0; i < import->out->docs.count; i++) {
		const struct et_doc *doc = import->out->docs.items[i];

		import->out->changed += !doc->text || doc->length != doc->after_length ||
					memcmp(doc->text, doc->after, doc->length) != 0;
	}
	return true;
}

/* The document of that name, or NULL. */
static struct et_doc *doc_named(const struct import *import, const char *name)
{
	size_t i;

	for (i = 0; name && i < import->out->docs.count; i++) {
		if (strcmp(import->out->docs.items[i]->name, name) == 0)
			return import->out->docs.items[i];
	}
	return NULL;
}

/*
 * What came of a trial that made no valid registry: the files with mistakes get no more than their
 * places in the next. Returns whether there is a next: some file is newly one of these.
 */
static bool freeze(const struct import *import, const struct et_diags *trial, struct et_map *frozen,
	struct et_diags *diags)
{
	bool any = false;
	size_t i;

	for (i = 0; i < trial->list.count; i++) {
		const struct et_diag *one = &trial->list.items[i];
		const struct et_doc *doc =
			one->severity == ET_ERROR ? doc_named(import, one->file) : NULL;
		void **slot;

		if (!doc)
			continue;
		slot = et_map_slot(frozen, import->arena, doc->name, strlen(doc->name));
		if (*slot)
			continue;
		*slot = (void *)doc;
		any = true;
		et_diag(diags, ET_WARNING,
			et_sprintf(import->arena, "%s/%s", import->options->directory, doc->name),
			1, NULL,
			"nothing but lines of places is imported, as the rest would not be valid: "
			"line %u: %s",
			(unsigned)one->line, one->text);
	}
	/* Where that did not help, what one file lost was another's: then none loses anything. */
	for (i = 0; !any && i < import->out->docs.count; i++) {
		const struct et_doc *doc = import->out->docs.items[i];
		void **slot = et_map_slot(frozen, import->arena, doc->name, strlen(doc->name));

		if (*slot)
			continue;
		*slot = (void *)(uintptr_t)doc;
		any = true;
		for (i++; i < import->out->docs.count; i++) {
			doc = import->out->docs.items[i];
			*et_map_slot(frozen, import->arena, doc->name, strlen(doc->name)) =
				(void *)(uintptr_t)doc;
		}
		et_diag(diags, ET_WARNING, import->options->directory, 1, NULL,
			"nothing but lines of places is imported: the files' changes depend on "
			"each "
			"other");
	}
	return any;
}

/* Files that a trial before has told not to change. New ones are not made then. */
static void apply_frozen(struct import *import, const struct et_map *frozen)
{
	size_t i;

	import->frozen = frozen;
	for (i = 0; i < import->out->docs.count; i++) {
		struct et_doc *doc = import->out->docs.items[i];

		doc->frozen = et_map_get(frozen, doc->name, strlen(doc->name)) != NULL;
	}
}

static void add_all(struct et_diags *to, const struct et_diags *from)
{
	size_t i;

	for (i = 0; i < from->list.count; i++) {
		const struct et_diag *one = &from->list.items[i];

		et_diag(to, one->severity, one->file, one->line, one->name, "%s", one->text);
	}
}

enum et_import_end { IMPORT_DONE, IMPORT_AGAIN, IMPORT_FAILED };

static enum et_import_end attempt(
	struct import *import, struct et_map *frozen, struct et_diags *diags)
{
	struct et_diags trial;

	et_diags_init(&trial, import->arena);
	import->diags = &trial;
	if (!load_all(import) || !read_before(import)) {
		add_all(diags, &trial);
		return IMPORT_FAILED;
	}
	apply_frozen(import, frozen);
	work(import);
	if (finish(import)) {
		add_all(diags, &trial);
		return IMPORT_DONE;
	}
	if (freeze(import, &trial, frozen, diags))
		return IMPORT_AGAIN;
	add_all(diags, &trial);
	return IMPORT_FAILED;
}

const struct et_import *et_import(struct et_arena *arena, const struct et_spec *spec,
	const struct et_import_options *options, struct et_diags *diags)
{
	enum et_edition edition = options->draft ? ET_EDITION_UNKNOWN : spec->edition;
	struct et_map frozen = {0};

	/* A later edition than the registry's is as good as a draft of it, until it holds that. */
	if (edition > options->edition)
		edition = ET_EDITION_UNKNOWN;
	if (edition != ET_EDITION_UNKNOWN && edition != options->edition &&
		!options->requirements) {
		et_diag(diags, ET_ERROR, NULL, 0, NULL,
			"%s is edition %s, and the registry holds %s: from an older text only "
			"requirements are imported (--requirements)",
			spec->name, et_edition_name(edition), et_edition_name(options->edition));
		return NULL;
	}
	for (;;) {
		struct import *import = ET_NEW(arena, struct import);
		enum et_import_end end;

		*import = (struct import){
			.arena = arena, .spec = spec, .options = options, .edition = edition};
		import->out = ET_NEW(arena, struct et_import);
		import->out->spec = spec;
		end = attempt(import, &frozen, diags);
		if (end != IMPORT_AGAIN)
			return end == IMPORT_DONE ? import->out : NULL;
	}
}

void et_import_diff(const struct et_import *import, struct et_arena *arena, const char *folder,
	struct et_buf *out)
{
	size_t i;

	for (i = 0; i < import->docs.count; i++) {
		const struct et_doc *doc = import->docs.items[i];
		const struct et_versions versions = {.before = doc->text,
			.before_length = doc->length,
			.after = doc->after,
			.after_length = doc->after_length,
			.edits = doc->anew ? NULL : &doc->edits};

		et_unified_diff(
			out, arena, et_sprintf(arena, "%s/%s", folder, doc->name), &versions);
	}
}
