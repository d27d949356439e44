/* SPDX-License-Identifier: BSD-3-Clause */
#include "subject.h"

#include "builtin.h"
#include "str.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* A header that is read for the sake of others only; there are larger ones, which nobody needs. */
enum { LARGEST_CONTEXT = 512 * 1024, LARGEST_SETTINGS = 1 << 20 };

/* An archive can't be asked again for what a header turns out to include. */
struct wanted {
	et_wanted_fn *wants;
	void *data;
};

static size_t limit_in_archive(const char *path, void *data)
{
	const struct wanted *wanted = data;

	if (wanted->wants ? wanted->wants(path, wanted->data) : et_tree_wants(path))
		return ET_LARGEST_HEADER;
	if (strcmp(path, "etalon.yaml") == 0)
		return LARGEST_SETTINGS;
	return et_ends_with(path, ".h") ? LARGEST_CONTEXT : 0;
}

static const char *without_trailing_slashes(struct et_arena *arena, const char *name)
{
	size_t length = strlen(name);

	while (length > 1 && name[length - 1] == '/')
		length--;
	return et_strndup(arena, name, length);
}

/* A single file: its directory is the root. */
static void take_file(struct et_subject *subject, struct et_arena *arena)
{
	const char *slash = strrchr(subject->name, '/');

	subject->file = slash ? slash + 1 : subject->name;
	if (!slash)
		subject->root = ".";
	else if (slash == subject->name)
		subject->root = "/";
	else
		subject->root = et_strndup(arena, subject->name, (size_t)(slash - subject->name));
}

/* Says why a source was not opened; error: what the file system had said of the name, or 0. */
static bool fail(const struct et_diags *messages, int error, struct et_diags *diags)
{
	if (messages->list.count)
		et_diag(diags, ET_ERROR, NULL, 0, NULL, "%s", messages->list.items[0].text);
	else if (error == ENOENT)
		et_diag(diags, ET_ERROR, NULL, 0, NULL,
			"No such file or directory, and no revision of a repository here");
	else
		et_diag(diags, ET_ERROR, NULL, 0, NULL, "%s", strerror(error));
	return false;
}

bool et_subject_open(struct et_subject *subject, struct et_arena *arena, const char *name,
	et_wanted_fn *wants, void *data, struct et_diags *diags)
{
	struct wanted wanted = {wants, data};
	struct et_source_want want = {.limit = limit_in_archive, .data = &wanted};
	struct et_diags messages;
	struct stat status;

	et_diags_init(&messages, arena);
	*subject = (struct et_subject){.name = et_strdup(arena, name)};
	subject->root = subject->name;
	if (stat(name, &status) != 0) {
		int error = errno;

		subject->source = et_source_open_revision(subject->name, &messages);
		if (!subject->source)
			return fail(&messages, error, diags);
		/* The source's own name of it goes with the source. */
		if (et_source_file(subject->source))
			subject->file = et_strdup(arena, et_source_file(subject->source));
	} else if (S_ISDIR(status.st_mode)) {
		subject->name = subject->root = without_trailing_slashes(arena, name);
	} else if (et_source_is_archive(name)) {
		subject->source = et_source_open_wanted(subject->name, &want, &messages);
		if (!subject->source)
			return fail(&messages, 0, diags);
	} else {
		take_file(subject, arena);
	}
	return true;
}

void et_subject_close(struct et_subject *subject)
{
	et_source_close(subject->source);
	subject->source = NULL;
}

void et_tree_read_subject(struct et_tree *tree, struct et_arena *arena,
	const struct et_subject *subject, struct et_diags *diags)
{
	if (subject->file && subject->source)
		et_tree_read_source_files(tree, arena, subject->source, &subject->file, 1, diags);
	else if (subject->file)
		et_tree_read_files(tree, arena, &subject->file, 1, diags);
	else if (subject->source)
		et_tree_read_source(tree, arena, subject->source, diags);
	else
		et_tree_read_directory(tree, arena, diags);
}

bool et_tree_read_named(
	struct et_tree *tree, struct et_arena *arena, const char *name, struct et_diags *diags)
{
	const struct et_dialect *const *dialects;
	size_t before = diags->errors;
	struct et_subject subject;
	size_t count;

	*tree = (struct et_tree){
		.canon = tree->canon, .wants = tree->wants, .wants_data = tree->wants_data};
	et_diags_init(&tree->unread, arena);
	if (!et_subject_open(&subject, arena, name, tree->wants, tree->wants_data, diags))
		return false;
	tree->path = subject.root;
	tree->partial = subject.file != NULL;
	et_tree_read_subject(tree, arena, &subject, diags);
	et_subject_close(&subject);
	if (!tree->n_files && diags->errors == before)
		et_diag(diags, ET_ERROR, "", 0, NULL, "there are no VIRTIO headers here");
	dialects = et_builtin_dialects(&count);
	tree->dialect = et_tree_recognise(tree, tree->canon, dialects, count);
	return tree->n_files != 0;
}
