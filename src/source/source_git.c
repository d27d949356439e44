/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A revision of a git repository, read from its objects: nothing is checked out, nothing written,
 * and no hook, filter or helper program runs.
 */
#include "source_int.h"

#include <stdio.h>
#include <string.h>

#ifdef ETALON_GIT

#include "git_api.h"
#include "git_trim.h"
#include "map.h"

enum {
	MOST_SIGNS = 16,    /* places of "@" or ":" at which the name is tried to be divided */
	MOST_FOLDERS = 256, /* remembered, so that files beside each other are found at once */
	MOST_FOLDER_BYTES = 4 * 1024 * 1024,
	LARGEST_FOLDER = 16 * 1024 * 1024,
	LONGEST_NAME = 255,
	TRIM_AFTER = 16, /* objects that were looked for */
	MOST_LINKS = 40, /* as many as a system follows */
	LONGEST_TARGET = ET_SOURCE_LONGEST_PATH,
};

struct repository {
	struct et_source source;
	struct et_git git;
	git_repository *repository;
	git_odb *objects;
	git_tree *root;
	struct et_arena folder_arena;
	struct et_map folders; /* git_tree by path */
	size_t folder_bytes;
	unsigned looked_for; /* objects, since memory was trimmed */
};

static const char *last_error(const struct repository *repository)
{
	const git_error *error = repository->git.error_last();

	return error && error->message ? error->message : "unknown error";
}

static void forget_folders(struct repository *repository)
{
	size_t i;

	for (i = 0; i < repository->folders.capacity; i++)
		repository->git.tree_free(repository->folders.entries[i].value);
	repository->folders = (struct et_map){0};
	repository->folder_bytes = 0;
	et_arena_finish(&repository->folder_arena);
}

/* The size and type of an object, before anything of it is unpacked. */
static bool read_header(
	struct repository *repository, const git_oid *id, size_t *size, git_object_t *type)
{
	if (++repository->looked_for >= TRIM_AFTER) {
		repository->looked_for = 0;
		et_git_trim();
	}
	return repository->git.odb_read_header(size, type, repository->objects, id) == 0;
}

/* Reads a folder's object. NULL when it is none, or out of bounds. Free it. */
static git_tree *read_folder(struct repository *repository, const git_tree_entry *entry)
{
	const git_oid *id = repository->git.tree_entry_id(entry);
	git_object_t type = GIT_OBJECT_INVALID;
	git_tree *folder = NULL;
	size_t size = 0;

	if (repository->git.tree_entry_filemode(entry) != GIT_FILEMODE_TREE ||
		!read_header(repository, id, &size, &type) || type != GIT_OBJECT_TREE ||
		size > LARGEST_FOLDER ||
		repository->git.tree_lookup(&folder, repository->repository, id) < 0)
		return NULL;
	repository->folder_bytes += size;
	return folder;
}

static const git_tree_entry *find_in(const struct repository *repository, const git_tree *folder,
	const char *name, size_t length)
{
	char copy[LONGEST_NAME + 1];

	if (length >= sizeof(copy))
		return NULL;
	memcpy(copy, name, length);
	copy[length] = '\0';
	return repository->git.tree_entry_byname(folder, copy);
}

/* The folder that a path's first length bytes name, or NULL. Lives until the next call. */
static const git_tree *find_folder(struct repository *repository, const char *path, size_t length)
{
	const git_tree *folder = repository->root;
	size_t levels = 0;
	size_t from;
	size_t to;

	if (repository->folders.count >= MOST_FOLDERS ||
		repository->folder_bytes > MOST_FOLDER_BYTES)
		forget_folders(repository);
	for (from = 0; folder && from < length; from = to + 1) {
		const git_tree_entry *entry;
		const char *part = path + from;
		size_t n = strcspn(part, "/");
		git_tree *known;

		to = from + n;
		if (n == 0 || (n == 1 && *part == '.'))
			continue;
		known = et_map_get(&repository->folders, path, to);
		if (!known) {
			entry = find_in(repository, folder, part, n);
			if (!entry || ++levels > ET_SOURCE_MOST_LEVELS)
				return NULL;
			known = read_folder(repository, entry);
			if (known)
				*et_map_slot(&repository->folders, &repository->folder_arena,
					et_strndup(&repository->folder_arena, path, to), to) =
					known;
		}
		folder = known;
	}
	return folder;
}

/* What a path names; NULL when nothing of it is there. Lives as find_folder()'s. */
static const git_tree_entry *find_any(struct repository *repository, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	const git_tree *folder = find_folder(repository, path, slash ? (size_t)(slash - path) : 0);

	return folder ? find_in(repository, folder, name, strlen(name)) : NULL;
}

static const char *read_object(struct repository *repository, struct et_arena *arena,
	const git_oid *id, size_t limit, struct et_text *text)
{
	git_odb_object *object = NULL;
	git_object_t type = GIT_OBJECT_INVALID;
	size_t size = 0;

	/* The header first, so that what is too large is never unpacked. */
	if (!read_header(repository, id, &size, &type))
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

/* Reads where a link leads. Returns NULL, or why not. */
static const char *read_link(
	struct repository *repository, const git_tree_entry *entry, char target[LONGEST_TARGET])
{
	struct et_arena arena;
	struct et_text text = {0};
	const char *error;

	et_arena_init(&arena);
	error = read_object(repository, &arena, repository->git.tree_entry_id(entry),
		LONGEST_TARGET - 1, &text);
	if (error)
		error = "is a link that can't be read";
	else if (!text.length || memchr(text.data, '\0', text.length))
		error = "is a link that leads nowhere";
	else
		memcpy(target, text.data, text.length + 1);
	et_arena_finish(&arena);
	return error;
}

/* Adds a part to a path. Returns false when it becomes too long. */
static bool enter(char path[LONGEST_TARGET], const char *part, size_t length)
{
	size_t before = strlen(path);

	if (before + length + 2 > LONGEST_TARGET)
		return false;
	if (before)
		path[before++] = '/';
	memcpy(path + before, part, length);
	path[before + length] = '\0';
	return true;
}

/* Takes the last part off a path. Returns false when it has none. */
static bool leave(char *path)
{
	char *slash = strrchr(path, '/');

	if (!*path)
		return false;
	*(slash ? slash : path) = '\0';
	return true;
}

/*
 * Follows the links in a path, and the one that it may name, as far as they stay in the source.
 * Returns NULL with the path of what it leads to in real, or why that can't be had.
 */
static const char *follow(
	struct repository *repository, const char *path, char real[LONGEST_TARGET])
{
	static const char outside[] = "is a link that leads out of the source";
	char rest[2 * LONGEST_TARGET];
	char target[LONGEST_TARGET];
	const char *at = rest;
	unsigned links = 0;

	*real = '\0';
	if (snprintf(rest, LONGEST_TARGET, "%s", path) >= LONGEST_TARGET)
		return "no such file";
	while (*at) {
		size_t length = strcspn(at, "/");
		const git_tree_entry *entry;
		const char *error;

		if (length == 2 && strncmp(at, "..", 2) == 0) {
			if (!leave(real))
				return outside;
		} else if (length && !(length == 1 && *at == '.')) {
			entry = enter(real, at, length) ? find_any(repository, real) : NULL;
			if (!entry)
				return "no such file";
			if (repository->git.tree_entry_filemode(entry) == GIT_FILEMODE_LINK) {
				error = read_link(repository, entry, target);
				if (error || ++links > MOST_LINKS)
					return error ? error : "is one of too many links";
				if (*target == '/')
					return outside;
				leave(real);
				/* What is behind the link goes on from where it leads. */
				memmove(rest + strlen(target), at + length,
					strlen(at + length) + 1);
				memcpy(rest, target, strlen(target));
				if (strlen(rest) >= LONGEST_TARGET)
					return "no such file";
				at = rest;
				continue;
			}
		}
		at += length;
		at += *at == '/';
	}
	return NULL;
}

/* What a path names, links followed; NULL with the reason. Lives as find_folder()'s. */
static const git_tree_entry *find_followed(
	struct repository *repository, const char *path, const char **reason)
{
	const git_tree_entry *entry = find_any(repository, path);
	char real[LONGEST_TARGET];

	*reason = NULL;
	if (entry && repository->git.tree_entry_filemode(entry) != GIT_FILEMODE_LINK)
		return entry;
	*reason = follow(repository, path, real);
	if (*reason)
		return NULL;
	*reason = "is a directory";
	return *real ? find_any(repository, real) : NULL;
}

/* The entry of a regular file; NULL with the reason. */
static const git_tree_entry *find_file(
	struct repository *repository, const char *path, const char **reason)
{
	const git_tree_entry *entry = find_followed(repository, path, reason);

	if (!entry)
		return NULL;
	switch (repository->git.tree_entry_filemode(entry)) {
	case GIT_FILEMODE_BLOB:
	case GIT_FILEMODE_BLOB_EXECUTABLE:
		return entry;
	case GIT_FILEMODE_TREE:
		*reason = "is a directory";
		break;
	default:
		*reason = "is not a regular file";
		break;
	}
	return NULL;
}

static const char *read_file(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	struct repository *repository = (struct repository *)source;
	const char *error;
	const git_tree_entry *entry = find_file(repository, path, &error);

	return entry ? read_object(
			       repository, arena, repository->git.tree_entry_id(entry), limit, text)
		     : error;
}

static bool has_file(struct et_source *source, const char *path)
{
	const char *error;

	return find_file((struct repository *)source, path, &error) != NULL;
}

static enum et_entry_kind kind_of(const struct et_git *git, const git_tree_entry *entry)
{
	switch (git->tree_entry_filemode(entry)) {
	case GIT_FILEMODE_BLOB:
	case GIT_FILEMODE_BLOB_EXECUTABLE:
		return ET_ENTRY_FILE;
	case GIT_FILEMODE_TREE:
		return ET_ENTRY_FOLDER;
	default:
		return ET_ENTRY_OTHER;
	}
}

/* The folder that a path names, links followed; NULL when there is none. */
static const git_tree *find_folder_followed(struct repository *repository, const char *path)
{
	const git_tree *folder = find_folder(repository, path, strlen(path));
	char real[LONGEST_TARGET];

	if (!folder && !follow(repository, path, real))
		folder = find_folder(repository, real, strlen(real));
	return folder;
}

static enum et_entry_kind kind_of_link(struct repository *repository, const char *path)
{
	char real[LONGEST_TARGET];
	const git_tree_entry *entry;

	if (follow(repository, path, real))
		return ET_ENTRY_OTHER;
	if (!*real)
		return ET_ENTRY_FOLDER;
	entry = find_any(repository, real);
	return entry ? kind_of(&repository->git, entry) : ET_ENTRY_OTHER;
}

static bool list_entries(
	struct et_source *source, const char *path, et_source_raw_fn *take, void *data)
{
	struct repository *repository = (struct repository *)source;
	const struct et_git *git = &repository->git;
	const git_tree *folder = find_folder_followed(repository, path);
	ET_ARRAY(const char *) links = {0};
	struct et_arena arena;
	size_t count;
	size_t i;

	if (!folder)
		return false;
	et_arena_init(&arena);
	count = git->tree_entrycount(folder);
	for (i = 0; i < count; i++) {
		const git_tree_entry *entry = git->tree_entry_byindex(folder, i);
		const char *name = git->tree_entry_name(entry);

		if (git->tree_entry_filemode(entry) == GIT_FILEMODE_LINK)
			*ET_APPEND(&arena, &links) = et_strdup(&arena, name);
		else
			take(name, kind_of(git, entry), false, data);
	}
	/* Afterwards, as the folder does not outlive another one that is looked for. */
	for (i = 0; i < links.count; i++) {
		const char *whole = et_join(&arena, path, *path ? "/" : "", links.items[i]);

		take(links.items[i], kind_of_link(repository, whole), true, data);
	}
	et_arena_finish(&arena);
	return true;
}

static void close_repository(struct et_source *source)
{
	struct repository *repository = (struct repository *)source;

	if (!repository->git.handle)
		return;
	forget_folders(repository);
	repository->git.tree_free(repository->root);
	repository->git.odb_free(repository->objects);
	repository->git.repository_free(repository->repository);
	et_git_unload(&repository->git);
}

static const struct et_source_ops ops = {read_file, has_file, list_entries, close_repository};

/*
 * Opens what is before an "@", the first of those where a repository is; without one the repository
 * that the current directory is in. Returns the revision, or NULL.
 */
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
	if (repository->git.repository_open_ext(&repository->repository, ".", 0, NULL) == 0)
		return name;
	return NULL;
}

/* Makes a commit the source's. */
static bool take_commit(struct repository *repository, const char *revision)
{
	git_object *object = NULL;
	git_object *commit = NULL;
	char *id = et_alloc(&repository->source.arena, GIT_OID_HEXSZ + 1);
	bool ok = *revision &&
		  repository->git.revparse_single(&object, repository->repository, revision) == 0 &&
		  repository->git.object_peel(&commit, object, GIT_OBJECT_COMMIT) == 0 &&
		  repository->git.commit_tree(&repository->root, (git_commit *)commit) == 0;

	if (ok)
		repository->source.revision = repository->git.oid_tostr(
			id, GIT_OID_HEXSZ + 1, repository->git.object_id(commit));
	repository->git.object_free(commit);
	repository->git.object_free(object);
	return ok;
}

/* Makes a folder of the source its root, or the folder of a file, which is then all of it. */
static bool take_path(struct repository *repository, const char *path)
{
	struct et_arena *arena = &repository->source.arena;
	size_t length = strlen(path);
	const git_tree_entry *entry;
	git_tree *root;
	const char *slash;

	while (length && path[length - 1] == '/')
		length--;
	path = et_strndup(arena, path, length);
	if (!*path)
		return true;
	entry = find_any(repository, path);
	if (!entry)
		return false;
	if (repository->git.tree_entry_type(entry) == GIT_OBJECT_BLOB) {
		slash = strrchr(path, '/');
		repository->source.file = slash ? slash + 1 : path;
		return !slash ||
		       take_path(repository, et_strndup(arena, path, (size_t)(slash - path)));
	}
	root = read_folder(repository, entry);
	if (!root)
		return false;
	forget_folders(repository);
	repository->git.tree_free(repository->root);
	repository->root = root;
	return true;
}

static bool open_revision(struct repository *repository, const char *revision)
{
	const char *sign = revision;
	unsigned tries;

	if (repository->git.repository_odb(&repository->objects, repository->repository) < 0)
		return false;
	if (take_commit(repository, revision))
		return true;
	/* A revision may have colons in it, too: "HEAD^{/subject: of a commit}". */
	for (tries = 0; tries < MOST_SIGNS && (sign = strchr(sign, ':')); tries++, sign++) {
		const char *commit =
			et_strndup(&repository->source.arena, revision, (size_t)(sign - revision));

		if (take_commit(repository, commit) && take_path(repository, sign + 1))
			return true;
		forget_folders(repository);
		repository->git.tree_free(repository->root);
		repository->root = NULL;
	}
	return false;
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
	const char *revision = error ? NULL : open_repository(repository, name);

	if (revision && open_revision(repository, revision))
		return source;
	/* What has no "@" was most likely meant to be a file: the caller knows what to say. */
	if (!strchr(name, '@'))
		error = NULL;
	else if (error)
		et_diag(diags, ET_ERROR, name, 0, NULL, "is no folder, and as a repository: %s",
			error);
	else if (!revision || revision == name)
		et_diag(diags, ET_ERROR, name, 0, NULL,
			"is neither a folder nor a git repository with a revision behind '@': %s",
			last_error(repository));
	else
		et_diag(diags, ET_ERROR, name, 0, NULL, "the repository has no revision '%s': %s",
			revision, *revision ? last_error(repository) : "nothing stands behind '@'");
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
	if (strchr(name, '@'))
		et_diag(diags, ET_ERROR, name, 0, NULL,
			"is no folder, and this build of etalon reads no git repositories: check "
			"the revision out, or build etalon with libgit2");
	return NULL;
}

#endif
