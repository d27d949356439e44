/* SPDX-License-Identifier: BSD-3-Clause */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LEVELS = 128, LONGEST_PATH = 4096 };

/* Directories that are still to be read; a stack, so that depth costs no C stack. */
struct pending {
	const char *path; /* below the root; "" for the root itself */
	unsigned level;
};

struct walker {
	struct et_walk *walk;
	struct et_arena *arena;
	const char *root;
	int root_fd;
	et_wanted_fn *wanted;
	void *data;
	struct et_diags *diags;
	ET_ARRAY(struct pending) pending;
};

static const char *join(struct et_arena *arena, const char *directory, const char *name)
{
	size_t head = strlen(directory);
	size_t tail = strlen(name);
	char *path;

	if (!head)
		return et_strndup(arena, name, tail);
	path = et_alloc(arena, head + tail + 2);
	memcpy(path, directory, head);
	path[head] = '/';
	memcpy(path + head + 1, name, tail);
	return path;
}

/* What an entry is where the directory does not say, and for links what they lead to. */
static unsigned char entry_type(int directory_fd, const struct dirent *entry, bool *is_link)
{
	struct stat status;
	unsigned char type = entry->d_type;

	if (type == DT_UNKNOWN) {
		if (fstatat(directory_fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
			return DT_UNKNOWN;
		type = (unsigned char)IFTODT(status.st_mode);
	}
	*is_link = type == DT_LNK;
	if (*is_link) {
		if (fstatat(directory_fd, entry->d_name, &status, 0) != 0)
			return DT_UNKNOWN;
		type = (unsigned char)IFTODT(status.st_mode);
	}
	return type;
}

static void take_entry(struct walker *walker, int directory_fd, const struct pending *directory,
	const struct dirent *entry)
{
	const char *name = entry->d_name;
	const char *path;
	unsigned char type;
	bool is_link = false;

	path = join(walker->arena, directory->path, name);
	if (entry->d_type == DT_REG) {
		if (walker->wanted(path, walker->data))
			*ET_APPEND(walker->arena, &walker->walk->paths) = path;
		return;
	}
	type = entry_type(directory_fd, entry, &is_link);
	if (type == DT_DIR && is_link) {
		walker->walk->skipped++;
	} else if (type == DT_DIR) {
		if (name[0] == '.')
			return;
		if (directory->level >= MOST_LEVELS || strlen(path) > LONGEST_PATH) {
			et_diag(walker->diags, ET_WARNING, path, 0, NULL,
				"is nested too deeply and was not entered");
			return;
		}
		*ET_APPEND(walker->arena, &walker->pending) =
			(struct pending){.path = path, .level = directory->level + 1};
	} else if (walker->wanted(path, walker->data)) {
		if (type == DT_REG)
			*ET_APPEND(walker->arena, &walker->walk->paths) = path;
		else
			walker->walk->skipped++;
	}
}

static bool read_directory(struct walker *walker, const struct pending *directory)
{
	int fd = openat(walker->root_fd, *directory->path ? directory->path : ".",
		O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	if (!stream) {
		et_diag(walker->diags, ET_ERROR, directory->path, 0, NULL, "can't be read: %s",
			strerror(errno));
		if (fd >= 0)
			close(fd);
		return false;
	}
	while ((entry = readdir(stream))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			take_entry(walker, fd, directory, entry);
	}
	closedir(stream);
	return true;
}

static int compare_paths(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool et_walk(struct et_walk *walk, struct et_arena *arena, const char *root, et_wanted_fn *wanted,
	void *data, struct et_diags *diags)
{
	struct walker walker = {.walk = walk,
		.arena = arena,
		.root = root,
		.wanted = wanted,
		.data = data,
		.diags = diags};
	bool ok = true;

	*walk = (struct et_walk){0};
	walker.root_fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (walker.root_fd < 0) {
		et_diag(diags, ET_ERROR, "", 0, NULL, "can't be read: %s", strerror(errno));
		return false;
	}
	*ET_APPEND(arena, &walker.pending) = (struct pending){.path = ""};
	while (walker.pending.count) {
		struct pending directory = walker.pending.items[--walker.pending.count];

		ok &= read_directory(&walker, &directory) || *directory.path;
	}
	close(walker.root_fd);
	if (walk->paths.count)
		qsort(walk->paths.items, walk->paths.count, sizeof(*walk->paths.items),
			compare_paths);
	return ok;
}
