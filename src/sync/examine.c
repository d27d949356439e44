/* SPDX-License-Identifier: BSD-3-Clause */
#include "examine.h"

#include "beneath.h"
#include "map.h"
#include "str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WRITES = 1 << 20 };

struct examiner {
	struct et_site *site;
	struct et_examined *examined;
	struct et_map paths;   /* of all writes */
	struct et_map folders; /* that will be made */
	/* The way that was looked at last: paths come sorted, and so many share one. */
	const char *folder; /* of length bytes; NULL: none */
	size_t length;
	size_t reached;
	bool missing;
};

static void refuse(struct examiner *examiner, const char *path, const char *why)
{
	et_diag(examiner->site->diags, ET_ERROR, path, 0, NULL, "%s", why);
}

/* Whether a path is one that a sync may write, by its text. */
static bool check_path(struct examiner *examiner, const char *path)
{
	const char *part = path;

	if (!et_is_plain_path(path)) {
		refuse(examiner, path,
			"can't be written: it is not the plain path of a file below the folder");
		return false;
	}
	while (part) {
		size_t length = strcspn(part, "/");

		if (length == 4 && strncasecmp(part, ".git", 4) == 0) {
			refuse(examiner, path, "can't be written: what is in .git is git's own");
			return false;
		}
		part = part[length] ? part + length + 1 : NULL;
	}
	if (et_starts_with(path, ET_JOURNAL) &&
		(path[strlen(ET_JOURNAL)] == '/' || !path[strlen(ET_JOURNAL)])) {
		refuse(examiner, path, "can't be written: the journal is there");
		return false;
	}
	return true;
}

/* Whether none of the folders that a path is in is written as a file. */
static bool check_folders(struct examiner *examiner, const char *path)
{
	const char *slash;

	for (slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		if (et_map_get(&examiner->paths, path, (size_t)(slash - path))) {
			et_diag(examiner->site->diags, ET_ERROR, path, 0, NULL,
				"can't be written: %.*s is to be a file", (int)(slash - path),
				path);
			return false;
		}
	}
	return true;
}

/* Notes the folders of a path that are not there, the first of them ending at `from`. */
static void note_folders(struct examiner *examiner, const char *path, size_t from)
{
	struct et_arena *arena = examiner->site->arena;
	const char *slash;

	for (slash = path + from; slash; slash = strchr(slash + 1, '/')) {
		const char *folder = et_strndup(arena, path, (size_t)(slash - path));
		void **slot = et_map_slot(&examiner->folders, arena, folder, strlen(folder));

		if (*slot)
			continue;
		*slot = (void *)folder;
		*ET_APPEND(arena, &examiner->examined->journal.folders) = folder;
	}
}

/* Whether the way to a path is free; notes how far it is there. */
static bool check_way(struct examiner *examiner, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	enum et_way way = ET_WAY_CLEAR;

	if (examiner->folder && examiner->length == length &&
		memcmp(examiner->folder, path, length) == 0)
		return true;
	examiner->folder = NULL;
	examiner->reached = 0;
	if (length)
		way = et_look_beneath(examiner->site->root, path, length, &examiner->reached);
	if (way == ET_WAY_CLEAR || way == ET_WAY_NOTHING) {
		examiner->missing = way == ET_WAY_NOTHING;
		examiner->folder = path;
		examiner->length = length;
		return true;
	}
	if (way == ET_WAY_LINK)
		errno = ELOOP;
	else if (way == ET_WAY_FILE)
		errno = ENOTDIR;
	else if (way == ET_WAY_MOUNT)
		errno = EXDEV;
	et_site_fail(examiner->site, path, "written");
	return false;
}

/* Whether what is there is what the plan was made for, and a file. */
static bool check_seen(
	struct examiner *examiner, const struct et_write *write, const struct et_seen *seen)
{
	if (seen->kind == ET_SEEN_UNKNOWN)
		et_site_fail(examiner->site, write->path, "read");
	else if (seen->kind == ET_SEEN_LINK)
		refuse(examiner, write->path,
			"is a link, and etalon writes through none; remove it, or put the file in "
			"its place");
	else if (seen->kind == ET_SEEN_OTHER)
		refuse(examiner, write->path,
			"is not a regular file, and etalon replaces only those; move it away");
	else if (write->before && strcmp(write->before, seen->hash) != 0)
		refuse(examiner, write->path, "has changed since the plan was made; plan again");
	else
		return true;
	return false;
}

static bool examine(struct examiner *examiner, const struct et_write *write)
{
	struct et_arena *arena = examiner->site->arena;
	struct et_seen seen = {.kind = ET_SEEN_NOTHING};
	const char *new_hash = NULL;

	if (!check_folders(examiner, write->path) || !check_way(examiner, write->path))
		return false;
	if (!examiner->missing)
		seen = et_site_see(examiner->site, write->path);
	if (!check_seen(examiner, write, &seen))
		return false;
	if (write->data)
		new_hash = write->hash ? write->hash : et_sha256(arena, write->data, write->length);
	if (et_streq(new_hash, *seen.hash ? seen.hash : NULL))
		return true;
	if (examiner->missing)
		note_folders(examiner, write->path, examiner->reached);
	*ET_APPEND(arena, &examiner->examined->journal.swaps) =
		(struct et_swap){.path = write->path,
			.old_hash = *seen.hash ? et_strdup(arena, seen.hash) : NULL,
			.new_hash = new_hash};
	*ET_APPEND(arena, &examiner->examined->actions) =
		(struct et_action){.write = write, .old = seen.status};
	return true;
}

static int compare_writes(const void *left, const void *right)
{
	return strcmp((*(const struct et_write *const *)left)->path,
		(*(const struct et_write *const *)right)->path);
}

/* The writes by path, so that the same list gives the same steps; NULL with errors. */
static const struct et_write **sort(
	struct examiner *examiner, const struct et_write *writes, size_t n)
{
	struct et_arena *arena = examiner->site->arena;
	const struct et_write **sorted = ET_NEW_ARRAY(arena, n, const struct et_write *);
	bool ok = true;
	size_t i;

	for (i = 0; i < n; i++) {
		const char *path = writes[i].path;
		void **slot = et_map_slot(&examiner->paths, arena, path, strlen(path));

		sorted[i] = &writes[i];
		if (*slot) {
			refuse(examiner, path, "is to be written twice");
			ok = false;
		}
		*slot = (void *)path;
		ok &= check_path(examiner, path);
	}
	if (n)
		qsort(sorted, n, sizeof(*sorted), compare_writes);
	return ok ? sorted : NULL;
}

bool et_examine(
	struct et_site *site, const struct et_write *writes, size_t n, struct et_examined *examined)
{
	struct examiner examiner = {.site = site, .examined = examined};
	const struct et_write **sorted;
	bool ok = true;
	size_t i;

	*examined = (struct et_examined){0};
	if (n > MOST_WRITES) {
		refuse(&examiner, "", "gets more files than etalon writes at once");
		return false;
	}
	sorted = sort(&examiner, writes, n);
	if (!sorted)
		return false;
	for (i = 0; i < n; i++)
		ok &= examine(&examiner, sorted[i]);
	return ok;
}
