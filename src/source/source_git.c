/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A revision of a git repository, read from its objects: nothing is checked out, nothing written,
 * and no hook, filter or helper program runs.
 */
#include "source_int.h"

#ifdef ETALON_GIT

#include "git_api.h"

#include <string.h>

enum { MOST_SIGNS = 16 }; /* places of "@" at which the name is tried to be divided */

struct repository {
	struct et_source source;
	struct et_git git;
	git_repository *repository;
	git_tree *tree;
	git_odb *objects;
};

static const char *last_error(const struct repository *repository)
{
	const git_error *error = repository->git.error_last();

	return error && error->message ? error->message : "unknown error";
}

/* The entry of a regular file; NULL with the reason. Free it. */
static git_tree_entry *find_entry(
	const struct repository *repository, const char *path, const char **reason)
{
	git_tree_entry *entry = NULL;

	*reason = "no such file";
	if (repository->git.tree_entry_bypath(&entry, repository->tree, path) < 0)
		return NULL;
	switch (repository->git.tree_entry_filemode(entry)) {
	case GIT_FILEMODE_BLOB:
	case GIT_FILEMODE_BLOB_EXECUTABLE:
		return entry;
	case GIT_FILEMODE_TREE:
		*reason = "is a directory";
		break;
	case GIT_FILEMODE_LINK:
		*reason = "is a link, which is not followed in a repository";
		break;
	default:
		*reason = "is not a regular file";
		break;
	}
	repository->git.tree_entry_free(entry);
	return NULL;
}

static const char *read_object(const struct repository *repository, struct et_arena *arena,
	const git_oid *id, size_t limit, struct et_text *text)
{
	git_odb_object *object = NULL;
	git_object_t type = GIT_OBJECT_INVALID;
	size_t size = 0;

	/* The header first, so that what is too large is never unpacked. */
	if (repository->git.odb_read_header(&size, &type, repository->objects, id) < 0)
		return et_strdup(arena, last_error(repository));
	if (type != GIT_OBJECT_BLOB)
		return "is not a regular file";
	if (size > limit)
		return "is larger than what etalon reads of one file";
	if (repository->git.odb_read(&object, repository->objects, id) < 0)
		return et_strdup(arena, last_error(repository));
	size = repository->git.odb_object_size(object);
	if (size <= limit) {
		text->data = et_strndup(arena, repository->git.odb_object_data(object), size);
		text->length = size;
	}
	repository->git.odb_object_free(object);
	return size <= limit ? NULL : "is larger than what etalon reads of one file";
}

static const char *read_file(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	const struct repository *repository = (const struct repository *)source;
	const char *error;
	git_tree_entry *entry = find_entry(repository, path, &error);

	if (!entry)
		return error;
	error = read_object(repository, arena, repository->git.tree_entry_id(entry), limit, text);
	repository->git.tree_entry_free(entry);
	return error;
}

static bool has_file(struct et_source *source, const char *path)
{
	const struct repository *repository = (const struct repository *)source;
	const char *error;
	git_tree_entry *entry = find_entry(repository, path, &error);

	repository->git.tree_entry_free(entry);
	return entry != NULL;
}

static void list_files(struct et_source *source, et_source_name_fn *take, void *data)
{
	const struct repository *repository = (const struct repository *)source;
	const git_tree *tree = repository->tree;
	size_t count = repository->git.tree_entrycount(tree);
	size_t i;

	for (i = 0; i < count; i++) {
		const git_tree_entry *entry = repository->git.tree_entry_byindex(tree, i);

		if (repository->git.tree_entry_type(entry) == GIT_OBJECT_BLOB &&
			repository->git.tree_entry_filemode(entry) != GIT_FILEMODE_LINK)
			take(repository->git.tree_entry_name(entry), data);
	}
}

static void close_repository(struct et_source *source)
{
	struct repository *repository = (struct repository *)source;

	if (!repository->git.handle)
		return;
	repository->git.odb_free(repository->objects);
	repository->git.tree_free(repository->tree);
	repository->git.repository_free(repository->repository);
	et_git_unload(&repository->git);
}

static const struct et_source_ops ops = {read_file, has_file, list_files, close_repository};

/* Opens what is before an "@", the first of those where a repository is. Returns the revision. */
static const char *open_repository(struct repository *repository, const char *name)
{
	const char *sign = name;
	unsigned tries;

	for (tries = 0; tries < MOST_SIGNS && (sign = strchr(sign, '@')); tries++) {
		const char *path =
			et_strndup(&repository->source.arena, name, (size_t)(sign - name));

		sign++;
		if (*path && repository->git.repository_open_ext(&repository->repository, path,
				     GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0)
			return sign;
	}
	return NULL;
}

static bool open_revision(struct repository *repository, const char *revision)
{
	git_object *object = NULL;
	git_object *commit = NULL;
	char *id = et_alloc(&repository->source.arena, GIT_OID_HEXSZ + 1);
	bool ok = *revision &&
		  repository->git.revparse_single(&object, repository->repository, revision) == 0 &&
		  repository->git.object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0 &&
		  repository->git.commit_tree(&repository->tree, (git_commit *)commit) == 0 &&
		  repository->git.repository_odb(&repository->objects, repository->repository) == 0;

	if (ok)
		repository->source.revision = repository->git.oid_tostr(
			id, GIT_OID_HEXSZ + 1, repository->git.object_id(commit));
	repository->git.object_free(commit);
	repository->git.object_free(object);
	return ok;
}

bool et_source_git(void)
{
	return true;
}

struct et_source *et_source_open_git(const char *name, struct et_diags *diags)
{
	struct et_source *source = et_source_new(&ops, name, sizeof(struct repository));
	struct repository *repository = (struct repository *)source;
	const char *error = et_git_load(&repository->git);
	const char *revision;

	if (error) {
		et_diag(diags, ET_ERROR, name, 0, NULL, "is no folder, and as a repository: %s",
			error);
		et_source_close(source);
		return NULL;
	}
	revision = open_repository(repository, name);
	if (!revision) {
		et_diag(diags, ET_ERROR, name, 0, NULL,
			"is neither a folder nor a git repository with a revision behind '@': %s",
			last_error(repository));
	} else if (!open_revision(repository, revision)) {
		et_diag(diags, ET_ERROR, name, 0, NULL, "the repository has no revision '%s': %s",
			revision, *revision ? last_error(repository) : "nothing stands behind '@'");
	} else {
		return source;
	}
	et_source_close(source);
	return NULL;
}

#else

bool et_source_git(void)
{
	return false;
}

struct et_source *et_source_open_git(const char *name, struct et_diags *diags)
{
	et_diag(diags, ET_ERROR, name, 0, NULL,
		"is no folder, and this build of etalon reads no git repositories: check the "
		"revision out, or build etalon with libgit2");
	return NULL;
}

#endif
