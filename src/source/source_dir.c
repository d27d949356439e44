/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_int.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct directory {
	struct et_source source;
	int fd;
};

enum { OPEN_FILE = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY };

static int open_beneath(int fd, const char *path)
{
	struct open_how how = {
		.flags = OPEN_FILE, .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};

	return (int)syscall(SYS_openat2, fd, path, &how, sizeof(how));
}

/* For kernels without openat2(), or where it is forbidden: part by part, no links at all. */
static int open_by_parts(int root, const char *path)
{
	int fd = fcntl(root, F_DUPFD_CLOEXEC, 0);

	while (fd >= 0) {
		size_t length = strcspn(path, "/");
		char part[256];
		int next;

		if (length >= sizeof(part)) {
			close(fd);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(part, path, length);
		part[length] = '\0';
		next = openat(fd, length ? part : ".",
			OPEN_FILE | O_NOFOLLOW | (path[length] ? O_DIRECTORY : 0));
		close(fd);
		if (!path[length])
			return next;
		fd = next;
		path += length + 1;
	}
	return -1;
}

static int open_file(const struct directory *directory, const char *path)
{
	int fd = open_beneath(directory->fd, path);

	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == E2BIG))
		fd = open_by_parts(directory->fd, path);
	return fd;
}

static const char *read_file(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	int fd = open_file((const struct directory *)source, path);
	const char *error;

	if (fd < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return "no such file";
		if (errno == EXDEV || errno == ELOOP)
			return "is a link that leads out of the text's folder";
		return strerror(errno);
	}
	error = et_read_fd(arena, fd, limit, text);
	close(fd);
	return error;
}

static bool has_file(struct et_source *source, const char *path)
{
	int fd = open_file((const struct directory *)source, path);
	struct stat status;
	bool regular;

	if (fd < 0)
		return false;
	regular = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
	close(fd);
	return regular;
}

static void list_files(struct et_source *source, et_source_name_fn *take, void *data)
{
	int fd = openat(((struct directory *)source)->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *stream = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	if (!stream) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((entry = readdir(stream))) {
		if (has_file(source, entry->d_name))
			take(entry->d_name, data);
	}
	closedir(stream);
}

static void close_directory(struct et_source *source)
{
	close(((struct directory *)source)->fd);
}

static const struct et_source_ops ops = {read_file, has_file, list_files, close_directory};

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
