/* SPDX-License-Identifier: BSD-3-Clause */
#include "sync_fs.h"

#include "beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

const struct et_fs et_fs_real = {0};

/* Whether a call is made to fail, with errno set. */
static bool fails(const struct et_fs *fs, enum et_call call, bool done)
{
	int error = fs->fault ? fs->fault(fs->data, call, done) : 0;

	if (error)
		errno = error;
	return error != 0;
}

/* The result of a call that may be made to fail afterwards. */
static int after(const struct et_fs *fs, enum et_call call, int result)
{
	return result < 0 || fails(fs, call, true) ? -1 : result;
}

static int after_open(const struct et_fs *fs, int fd)
{
	int error;

	if (fd < 0 || !fails(fs, ET_CALL_OPEN, true))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

int et_fs_open_beneath(const struct et_fs *fs, int root, const char *path, int flags)
{
	if (fails(fs, ET_CALL_OPEN, false))
		return -1;
	return after_open(fs, et_open_beneath(root, path, flags, 0));
}

int et_fs_create(const struct et_fs *fs, int folder, const char *name, mode_t mode)
{
	if (fails(fs, ET_CALL_OPEN, false))
		return -1;
	return after_open(fs,
		openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
}

int et_fs_stat(const struct et_fs *fs, int folder, const char *name, struct stat *status)
{
	if (fails(fs, ET_CALL_STAT, false))
		return -1;
	return after(fs, ET_CALL_STAT, fstatat(folder, name, status, AT_SYMLINK_NOFOLLOW));
}

ssize_t et_fs_read(const struct et_fs *fs, int fd, void *data, size_t length)
{
	ssize_t n;

	if (fails(fs, ET_CALL_READ, false))
		return -1;
	do
		n = read(fd, data, length);
	while (n < 0 && errno == EINTR);
	return n;
}

int et_fs_write(const struct et_fs *fs, int fd, const void *data, size_t length)
{
	const char *at = data;

	if (fails(fs, ET_CALL_WRITE, false))
		return -1;
	while (length) {
		ssize_t n = write(fd, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			if (!n)
				errno = ENOSPC;
			return -1;
		}
		at += n;
		length -= (size_t)n;
	}
	return after(fs, ET_CALL_WRITE, 0);
}

int et_fs_close(const struct et_fs *fs, int fd)
{
	/* As everywhere on Linux: the descriptor is gone whatever close() says. */
	int result = close(fd);

	if (result < 0 && errno == EINTR)
		result = 0;
	return after(fs, ET_CALL_CLOSE, result);
}

int et_fs_own(const struct et_fs *fs, int fd, uid_t user, gid_t group)
{
	if (fails(fs, ET_CALL_OWN, false))
		return -1;
	return after(fs, ET_CALL_OWN, fchown(fd, user, group));
}

int et_fs_mode(const struct et_fs *fs, int fd, mode_t mode)
{
	if (fails(fs, ET_CALL_MODE, false))
		return -1;
	return after(fs, ET_CALL_MODE, fchmod(fd, mode));
}

int et_fs_sync(const struct et_fs *fs, int fd)
{
	if (fails(fs, ET_CALL_SYNC, false))
		return -1;
	return after(fs, ET_CALL_SYNC, fsync(fd));
}

int et_fs_sync_all(const struct et_fs *fs, int fd)
{
	if (fails(fs, ET_CALL_SYNC, false))
		return -1;
	return after(fs, ET_CALL_SYNC, syncfs(fd));
}

/* For filesystems that can't refuse by themselves: looks first. */
static int move_by_look(int from_folder, const char *from, int to_folder, const char *to)
{
	struct stat status;

	if (fstatat(to_folder, to, &status, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return -1;
	}
	if (errno != ENOENT)
		return -1;
	return renameat(from_folder, from, to_folder, to);
}

int et_fs_move(
	const struct et_fs *fs, int from_folder, const char *from, int to_folder, const char *to)
{
	int result;

	if (fails(fs, ET_CALL_RENAME, false))
		return -1;
	result = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, RENAME_NOREPLACE);
	if (result != 0 && (errno == EINVAL || errno == ENOSYS))
		result = move_by_look(from_folder, from, to_folder, to);
	return after(fs, ET_CALL_RENAME, result);
}

int et_fs_replace(
	const struct et_fs *fs, int from_folder, const char *from, int to_folder, const char *to)
{
	if (fails(fs, ET_CALL_RENAME, false))
		return -1;
	return after(fs, ET_CALL_RENAME, renameat(from_folder, from, to_folder, to));
}

int et_fs_mkdir(const struct et_fs *fs, int folder, const char *name, mode_t mode)
{
	if (fails(fs, ET_CALL_MKDIR, false))
		return -1;
	return after(fs, ET_CALL_MKDIR, mkdirat(folder, name, mode));
}

int et_fs_unlink(const struct et_fs *fs, int folder, const char *name)
{
	if (fails(fs, ET_CALL_UNLINK, false))
		return -1;
	return after(fs, ET_CALL_UNLINK, unlinkat(folder, name, 0));
}

int et_fs_rmdir(const struct et_fs *fs, int folder, const char *name)
{
	if (fails(fs, ET_CALL_RMDIR, false))
		return -1;
	return after(fs, ET_CALL_RMDIR, unlinkat(folder, name, AT_REMOVEDIR));
}
