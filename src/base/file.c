/* SPDX-License-Identifier: BSD-3-Clause */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *et_read_fd(struct et_arena *arena, int fd, size_t limit, struct et_text *text)
{
	struct stat status;
	size_t length = 0;
	size_t size;
	char *data;

	if (fstat(fd, &status) != 0)
		return strerror(errno);
	if (S_ISDIR(status.st_mode))
		return "is a directory";
	if (!S_ISREG(status.st_mode))
		return "is not a regular file";
	if (status.st_size < 0 || (uint64_t)status.st_size > limit)
		return "is larger than what etalon reads of one file";
	size = (size_t)status.st_size;
	data = et_alloc(arena, size + 1);
	while (length < size) {
		ssize_t n = read(fd, data + length, size - length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return strerror(errno);
		if (n == 0)
			break; /* it shrank meanwhile: what was there is what counts */
		length += (size_t)n;
	}
	data[length] = '\0';
	*text = (struct et_text){.data = data,
		.length = length,
		.device = (uint64_t)status.st_dev,
		.inode = (uint64_t)status.st_ino};
	return NULL;
}

const char *et_read_file(
	struct et_arena *arena, int dir_fd, const char *path, size_t limit, struct et_text *text)
{
	int fd = openat(dir_fd, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *error;

	if (fd < 0)
		return strerror(errno);
	error = et_read_fd(arena, fd, limit, text);
	close(fd);
	return error;
}
