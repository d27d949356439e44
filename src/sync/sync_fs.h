/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The system calls that a sync makes, each of which a test can have fail or end the process. They
 * return and set errno as the system's own do. Private to src/sync and its tests.
 */
#ifndef ETALON_SYNC_FS_H
#define ETALON_SYNC_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

enum et_call {
	ET_CALL_OPEN,
	ET_CALL_STAT,
	ET_CALL_READ,
	ET_CALL_WRITE,
	ET_CALL_CLOSE, /* of a file that was written */
	ET_CALL_OWN,
	ET_CALL_MODE,
	ET_CALL_SYNC,
	ET_CALL_RENAME,
	ET_CALL_MKDIR,
	ET_CALL_UNLINK,
	ET_CALL_RMDIR,
};

struct et_fs {
	/*
	 * Called before each call and, with done, after one that went well: what it returns other
	 * than 0 is the errno that the call fails with. NULL: nothing is made to fail.
	 */
	int (*fault)(void *data, enum et_call call, bool done);
	void *data;
};

/* The system as it is. */
extern const struct et_fs et_fs_real;

/* et_open_beneath(), which follows no link and stays on the filesystem of the root. */
int et_fs_open_beneath(const struct et_fs *fs, int root, const char *path, int flags);

/* Makes a file that must not be there yet, for writing. */
int et_fs_create(const struct et_fs *fs, int folder, const char *name, mode_t mode);

/* fstatat() that follows no link. */
int et_fs_stat(const struct et_fs *fs, int folder, const char *name, struct stat *status);

ssize_t et_fs_read(const struct et_fs *fs, int fd, void *data, size_t length);

/* Writes all of it, or fails. */
int et_fs_write(const struct et_fs *fs, int fd, const void *data, size_t length);

/* fd is closed in any case. */
int et_fs_close(const struct et_fs *fs, int fd);

int et_fs_own(const struct et_fs *fs, int fd, uid_t user, gid_t group);
int et_fs_mode(const struct et_fs *fs, int fd, mode_t mode);

/* fsync(). */
int et_fs_sync(const struct et_fs *fs, int fd);

/* Makes all that was written to the filesystem of fd durable: syncfs(). */
int et_fs_sync_all(const struct et_fs *fs, int fd);

/* Renames; EEXIST when something has the new name already. */
int et_fs_move(
	const struct et_fs *fs, int from_folder, const char *from, int to_folder, const char *to);

/* Renames over what has the new name, if anything. */
int et_fs_replace(
	const struct et_fs *fs, int from_folder, const char *from, int to_folder, const char *to);

int et_fs_mkdir(const struct et_fs *fs, int folder, const char *name, mode_t mode);
int et_fs_unlink(const struct et_fs *fs, int folder, const char *name);

/* Removes files of a folder, those that are there, and goes on after one that can't be. */
int et_fs_unlink_all(const struct et_fs *fs, int folder, const char *const *names, size_t n);

int et_fs_rmdir(const struct et_fs *fs, int folder, const char *name);

#endif
