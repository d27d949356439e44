/* SPDX-License-Identifier: BSD-3-Clause */
#include "beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LONGEST_PART = 255, LONGEST_PATH = 4095, MOST_TRIES = 1000 };

static int open_at_once(int root, const char *path, int flags, unsigned allow)
{
	struct open_how how = {.flags = (unsigned)flags | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS};
	unsigned tries = 0;
	int fd;

	if (!(allow & ET_BENEATH_LINKS))
		how.resolve |= RESOLVE_NO_SYMLINKS;
	if (!(allow & ET_BENEATH_MOUNTS))
		how.resolve |= RESOLVE_NO_XDEV;
	/* EAGAIN: something was renamed while a ".." of a link was followed. */
	do
		fd = (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
	while (fd < 0 && errno == EAGAIN && ++tries < MOST_TRIES);
	return fd;
}

/* Opens one part of a path; a link is ELOOP, also where a folder is wanted. */
static int open_part(int folder, const char *part, int flags)
{
	int fd = openat(folder, part, flags | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (fd < 0 && errno == ENOTDIR) {
		if (fstatat(folder, part, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
			S_ISLNK(status.st_mode))
			errno = ELOOP;
		else
			errno = ENOTDIR;
	}
	return fd;
}

static int close_with(int fd, int error)
{
	if (fd >= 0)
		close(fd);
	errno = error;
	return -1;
}

int et_open_by_parts(int root, const char *path, int flags, unsigned allow)
{
	int fd = fcntl(root, F_DUPFD_CLOEXEC, 0);
	struct stat here;
	struct stat there;

	if (fd < 0 || fstat(fd, &here) != 0)
		return close_with(fd, errno);
	if (*path == '/')
		return close_with(fd, EXDEV);
	for (;;) {
		size_t length = strcspn(path, "/");
		size_t behind = length + strspn(path + length, "/");
		bool last = path[behind] == '\0';
		char part[LONGEST_PART + 1];
		int next;

		if (length > LONGEST_PART)
			return close_with(fd, ENAMETOOLONG);
		if (length == 2 && strncmp(path, "..", 2) == 0)
			return close_with(fd, EXDEV);
		memcpy(part, path, length);
		part[length] = '\0';
		next = open_part(fd, length ? part : ".",
			(last ? flags : O_PATH) | (behind > length ? O_DIRECTORY : 0));
		close_with(fd, errno);
		if (next < 0)
			return -1;
		fd = next;
		if (!(allow & ET_BENEATH_MOUNTS)) {
			if (fstat(fd, &there) != 0)
				return close_with(fd, errno);
			if (there.st_dev != here.st_dev)
				return close_with(fd, EXDEV);
		}
		if (last)
			return fd;
		path += behind;
	}
}

int et_open_beneath(int root, const char *path, int flags, unsigned allow)
{
	int fd = open_at_once(root, path, flags, allow);

	/* EPERM is what sandboxes say that don't know the call. */
	if (fd < 0 && (errno == ENOSYS || errno == EPERM || errno == E2BIG))
		fd = et_open_by_parts(root, path, flags, allow);
	return fd;
}

bool et_is_plain_path(const char *path)
{
	const char *part = path;
	size_t i;

	for (i = 0; path[i]; i++) {
		if ((unsigned char)path[i] < 0x20 || path[i] == 0x7f || i >= LONGEST_PATH)
			return false;
	}
	for (;;) {
		size_t length = strcspn(part, "/");

		if (!length || length > LONGEST_PART || (length == 1 && part[0] == '.') ||
			(length == 2 && part[0] == '.' && part[1] == '.'))
			return false;
		if (!part[length])
			return true;
		part += length + 1;
	}
}

/* What a part of a path is, not followed. */
static enum et_way look_at(int folder, const char *part, dev_t device)
{
	struct stat status;

	if (fstatat(folder, part, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return errno == ENOENT ? ET_WAY_NOTHING : ET_WAY_ERROR;
	if (S_ISLNK(status.st_mode))
		return ET_WAY_LINK;
	if (!S_ISDIR(status.st_mode))
		return ET_WAY_FILE;
	return status.st_dev == device ? ET_WAY_CLEAR : ET_WAY_MOUNT;
}

enum et_way et_look_beneath(int root, const char *path, size_t length, size_t *reached)
{
	int fd = fcntl(root, F_DUPFD_CLOEXEC, 0);
	enum et_way way = ET_WAY_CLEAR;
	size_t at = 0;
	struct stat status;

	*reached = 0;
	if (fd < 0 || fstat(fd, &status) != 0)
		way = ET_WAY_ERROR;
	while (way == ET_WAY_CLEAR && at < length) {
		const char *slash = memchr(path + at, '/', length - at);
		size_t end = slash ? (size_t)(slash - path) : length;
		char part[LONGEST_PART + 1];
		int next;

		*reached = end;
		if (end - at > LONGEST_PART) {
			errno = ENAMETOOLONG;
			way = ET_WAY_ERROR;
			break;
		}
		memcpy(part, path + at, end - at);
		part[end - at] = '\0';
		way = look_at(fd, part, status.st_dev);
		if (way != ET_WAY_CLEAR)
			break;
		next = openat(fd, part, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (next < 0)
			way = ET_WAY_ERROR;
		close_with(fd, errno);
		fd = next;
		at = end + 1;
	}
	close_with(fd, errno);
	return way;
}
