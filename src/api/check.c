/* SPDX-License-Identifier: BSD-3-Clause */
/* Reading trees and comparing them: etalon_read(), etalon_compare(). */
#include "session.h"

#include "apply.h"
#include "builtin.h"
#include "file.h"
#include "str.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { LARGEST_SETTINGS = 1 << 20 };
#define SETTINGS "etalon.yaml"

static struct et_named_tree *add_tree(struct etalon *etalon, const struct et_subject *subject)
{
	struct et_named_tree *named = ET_NEW(&etalon->arena, struct et_named_tree);

	named->tree.path = subject->root;
	named->tree.known_files = &etalon->known_files;
	named->tree.partial = subject->file != NULL;
	named->subject = *subject;
	et_diags_init(&named->diags, &etalon->arena);
	et_diags_init(&named->tree.unread, &etalon->arena);
	*ET_APPEND(&etalon->arena, &etalon->trees) = named;
	return named;
}

/* Files of one directory are one tree, so that they know each other's definitions. */
static void add_file(struct etalon *etalon, const struct et_subject *subject)
{
	struct et_named_tree *named = NULL;
	size_t i;

	for (i = 0; i < etalon->trees.count; i++) {
		if (etalon->trees.items[i]->files.count &&
			strcmp(etalon->trees.items[i]->tree.path, subject->root) == 0)
			named = etalon->trees.items[i];
	}
	if (!named)
		named = add_tree(etalon, subject);
	*ET_APPEND(&etalon->arena, &named->files) = subject->file;
}

int etalon_read(struct etalon *etalon, const char *path)
{
	struct et_subject subject;
	struct et_diags diags;

	if (etalon->compared)
		return et_session_fail(etalon, "%s: this session has been compared already", path);
	et_diags_init(&diags, &etalon->arena);
	if (!et_subject_open(&subject, &etalon->arena, path, NULL, NULL, &diags))
		return et_session_fail(etalon, "%s: %s", path, diags.list.items[0].text);
	if (subject.file && !subject.source)
		add_file(etalon, &subject);
	else
		add_tree(etalon, &subject);
	return 0;
}

static void read_tree(struct etalon *etalon, struct et_named_tree *named)
{
	const struct et_dialect *const *dialects;
	size_t count;

	named->tree.canon = etalon->canon;
	if (named->files.count)
		et_tree_read_files(&named->tree, &etalon->arena, named->files.items,
			named->files.count, &named->diags);
	else
		et_tree_read_subject(&named->tree, &etalon->arena, &named->subject, &named->diags);
	dialects = et_builtin_dialects(&count);
	named->tree.dialect =
		etalon->dialect ? etalon->dialect
				: et_tree_recognise(&named->tree, etalon->canon, dialects, count);
}

/* Returns whether the tree has a file of waivers; error says why it can't be read, or NULL. */
static bool read_settings(struct etalon *etalon, const struct et_named_tree *named,
	struct et_text *text, const char **error)
{
	int directory;
	bool found;

	*error = NULL;
	if (named->subject.source) {
		found = et_source_has(named->subject.source, SETTINGS);
		if (found)
			*error = et_source_read(named->subject.source, &etalon->arena, SETTINGS,
				LARGEST_SETTINGS, text);
		return found;
	}
	directory = open(named->tree.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (directory < 0)
		return false;
	found = faccessat(directory, SETTINGS, F_OK, 0) == 0;
	if (found)
		*error = et_read_file(&etalon->arena, directory, SETTINGS, LARGEST_SETTINGS, text);
	close(directory);
	return found;
}

static void waive(struct etalon *etalon, struct et_named_tree *named, size_t index)
{
	struct et_tree seen = named->tree;
	struct et_text text;
	const char *error;

	if (!read_settings(etalon, named, &text, &error))
		return;
	/* What was not looked for is not missing. */
	seen.partial |= etalon->interfaces.count || etalon->abis;
	if (error)
		et_diag(&named->diags, ET_ERROR, SETTINGS, 0, NULL, "%s, and was not read", error);
	else
		et_apply_waivers(&etalon->arena, &etalon->results, index, &seen, SETTINGS,
			text.data, text.length, etalon->today, etalon->canon->edition,
			&named->diags);
}

/* A tree that a sync has left between two states is compared like any other, but not silently. */
static void warn_of_interrupted(struct etalon *etalon, struct et_named_tree *named)
{
	const char *root = et_find_interrupted(&etalon->arena, named->tree.path);

	if (root)
		et_diag(&named->diags, ET_WARNING, "", 0, NULL,
			"an \"etalon sync\" of %s was interrupted, or is running: its files may be "
			"between two states; run \"etalon sync --recover %s\"",
			root, root);
}

static void compare_tree(struct etalon *etalon, size_t index, struct etalon_tree *shown)
{
	struct et_named_tree *named = etalon->trees.items[index];
	struct et_compare_options options = {.canon = etalon->canon,
		.abis = etalon->abis ? etalon->abis : ET_ABI_ALL,
		.interfaces = etalon->interfaces.count ? etalon->interfaces.items : NULL};
	struct et_results *results = &etalon->results;

	results->matched = 0;
	results->unmatched = 0;
	results->not_judged = 0;
	warn_of_interrupted(etalon, named);
	read_tree(etalon, named);
	et_compare_tree(&etalon->arena, &named->tree, index, &options, results, &named->diags);
	waive(etalon, named, index);
	et_subject_close(&named->subject);
	/* All of it may be in another tree already. */
	if (!results->matched && !named->diags.errors &&
		!(named->tree.repeated && !named->tree.n_files))
		et_diag(&named->diags, ET_ERROR, "", 0, NULL,
			named->tree.n_files
				? "nothing in its headers is of an interface that etalon knows"
				: "there are no VIRTIO headers here");
	*shown = (struct etalon_tree){.path = named->tree.path,
		.dialect = named->tree.dialect ? named->tree.dialect->name : NULL,
		.files = named->tree.n_files,
		.matched = results->matched,
		.unmatched = results->unmatched,
		.skipped = named->tree.skipped,
		.not_judged = results->not_judged};
}

void et_session_show(struct etalon *etalon, const char *root, const struct et_diags *diags)
{
	size_t i;

	for (i = 0; i < diags->list.count; i++) {
		const struct et_diag *diag = &diags->list.items[i];
		struct etalon_message *message = ET_APPEND(&etalon->arena, &etalon->messages);
		struct et_buf path = {0};

		et_report_path(&path, root, diag->file && *diag->file ? diag->file : NULL);
		message->severity = (enum etalon_severity)diag->severity;
		message->file = et_strdup(&etalon->arena, path.data);
		message->line = diag->line;
		message->name = diag->name;
		message->text = diag->text;
		et_buf_finish(&path);
	}
	if (diags->suppressed) {
		struct etalon_message *message = ET_APPEND(&etalon->arena, &etalon->messages);

		message->severity = diags->errors ? ETALON_ERROR : ETALON_WARNING;
		message->file = root;
		message->text = et_sprintf(
			&etalon->arena, "%zu more messages were left out", diags->suppressed);
	}
}

static void show_findings(struct etalon *etalon)
{
	const struct et_results *results = &etalon->results;
	size_t i;

	etalon->findings = ET_NEW_ARRAY(&etalon->arena, results->list.count, struct etalon_finding);
	for (i = 0; i < results->list.count; i++) {
		const struct etalon_finding *finding = &results->list.items[i]->finding;

		if (et_session_wants(etalon, finding->rule))
			etalon->findings[etalon->n_findings++] = *finding;
	}
}

void et_session_finish(struct etalon *etalon)
{
	et_results_finish(&etalon->arena, &etalon->results);
	if (etalon->baseline)
		et_apply_baseline(&etalon->arena, &etalon->results, etalon->baseline,
			etalon->baseline_length);
	show_findings(etalon);
}

int etalon_compare(struct etalon *etalon)
{
	size_t i;

	if (etalon->compared)
		return et_session_fail(etalon, "this session has been compared already");
	etalon->compared = true;
	if (etalon->interfaces.count)
		*ET_APPEND(&etalon->arena, &etalon->interfaces) = NULL;
	etalon->trees_shown = ET_NEW_ARRAY(&etalon->arena, etalon->trees.count, struct etalon_tree);
	etalon->n_trees_shown = etalon->trees.count;
	for (i = 0; i < etalon->trees.count; i++) {
		compare_tree(etalon, i, &etalon->trees_shown[i]);
		et_session_show(
			etalon, etalon->trees.items[i]->tree.path, &etalon->trees.items[i]->diags);
	}
	et_session_finish(etalon);
	return 0;
}
