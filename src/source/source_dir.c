/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_int.h"

#include "beneath.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct directory {
	struct et_source source;
	int fd;
};

enum { OPEN_FILE = O_RDONLY | O_NONBLOCK | O_NOCTTY };

static int open_file(const struct directory *directory, const char *path, int flags)
{
	return et_open_beneath(directory->fd, path, flags, ET_BENEATH_LINKS | ET_BENEATH_MOUNTS);
}

static const char *read_file(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	int fd = open_file((const struct directory *)source, path, OPEN_FILE);
	const char *error;

	if (fd < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return "no such file";
		if (errno == EXDEV || errno == ELOOP)
			return "is a link that leads out of the source";
		return strerror(errno);
	}
	error = et_read_fd(arena, fd, limit, text);
	close(fd);
	return error;
}

static bool has_file(struct et_source *source, const char *path)
{
	int fd = open_file((const struct directory *)source, path, OPEN_FILE);
	struct stat status;
	bool regular;

	if (fd < 0)
		return false;
	regular = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	close(fd);
	return regular;
}

/* What a link leads to, which may be out of the source: only opening it tells. */
static mode_t linked_mode(const struct directory *directory, const char *path, const char *name)
{
	char whole[ET_SOURCE_LONGEST_PATH];
	struct stat status;
	bool ok;
	int fd;

	if (snprintf(whole, sizeof(whole), "%s%s%s", path, *path ? "/" : "", name) >=
		(int)sizeof(whole))
		return 0;
	/* Not for reading, as even opening a device may do something. */
	fd = open_file(directory, whole, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return 0;
	ok = fstat(fd, &status) == 0;
	close(fd);
	return ok ? status.st_mode : 0;
}

/* What an entry is; the folder's own word is taken where it is enough. */
static enum et_entry_kind kind_of(const struct directory *directory, int fd, const char *path,
	const struct dirent *entry, bool *link)
{
	struct stat status;
	mode_t mode = DTTOIF(entry->d_type);

	if (entry->d_type == DT_UNKNOWN)
		mode = fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0
			       ? status.st_mode
			       : 0;
	*link = S_ISLNK(mode);
	if (*link)
		mode = linked_mode(directory, path, entry->d_name);
	return S_ISREG(mode) ? ET_ENTRY_FILE : S_ISDIR(mode) ? ET_ENTRY_FOLDER : ET_ENTRY_OTHER;
}

static bool list_entries(
	struct et_source *source, const char *path, et_source_raw_fn *take, void *data)
{
	int fd = open_file(
		(const struct directory *)source, *path ? path : ".", OPEN_FILE | O_DIRECTORY);
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	enum et_entry_kind kind;
	bool link;

	if (!stream) {
		if (fd >= 0)
			close(fd);
		return false;
	}
	while ((entry = readdir(stream))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		kind = kind_of((struct directory *)source, fd, path, entry, &link);
		take(entry->d_name, kind, link, data);
	}
	closedir(stream);
	return true;
}

static void close_directory(struct et_source *source)
{
	close(((struct directory *)source)->fd);
}

static const struct et_source_ops ops = {read_file, has_file, list_entries, close_directory};

struct et_source *et_source_open_directory(const char *name, const char **reason)
{
	int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct et_source *source;

	if (fd < 0) {
		*reason = strerror(errno);
		return NULL;
	}
	source = et_source_new(&ops, name, sizeof(struct directory));
	((struct directory *)source)->fd = fd;
	return source;
}
