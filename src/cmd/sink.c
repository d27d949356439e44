/* SPDX-License-Identifier: BSD-3-Clause */
#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void et_sink_prepare(void)
{
	int fd;

	/*
	 * A stream that the caller has closed is taken by something that cannot be written to, or
	 * the first header that is opened would get its number, and a message.
	 */
	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			open("/dev/null", O_RDONLY);
	}
	signal(SIGPIPE, SIG_IGN);
}

void et_sink_stdout(struct et_sink *sink)
{
	*sink = (struct et_sink){.fd = STDOUT_FILENO};
}

/* The mode that a new file would get. */
static mode_t new_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static int open_temporary(struct et_sink *sink, mode_t mode)
{
	const char *base = et_basename(sink->path);
	struct et_buf name;

	et_buf_init(&name);
	et_buf_add(&name, sink->path, (size_t)(base - sink->path));
	et_buf_printf(&name, ".%s.XXXXXX", base);
	sink->temporary = name.data; /* the sink's from here on */
	sink->fd = mkostemp(sink->temporary, O_CLOEXEC);
	if (sink->fd < 0)
		return -1;
	return fchmod(sink->fd, mode);
}

int et_sink_file(struct et_sink *sink, const char *path)
{
	struct stat status;
	int error;

	et_sink_stdout(sink);
	if (strcmp(path, "-") == 0)
		return 0;
	sink->fd = -1;
	if (stat(path, &status) != 0) {
		if (errno != ENOENT)
			return -1;
		sink->path = strdup(path);
		if (sink->path && open_temporary(sink, new_mode()) == 0)
			return 0;
	} else if (S_ISDIR(status.st_mode)) {
		errno = EISDIR;
		return -1;
	} else if (!S_ISREG(status.st_mode)) {
		sink->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
		sink->path = strdup(path);
		return sink->fd < 0 ? -1 : 0;
	} else {
		sink->path = realpath(path, NULL); /* a link stays a link */
		if (sink->path && open_temporary(sink, status.st_mode & 07777) == 0)
			return 0;
	}
	error = errno;
	et_sink_finish(sink, false);
	errno = error;
	return -1;
}

/* A pipe or terminal that somebody else has made non-blocking takes more later. */
static void wait_for_room(int fd)
{
	struct pollfd room = {.fd = fd, .events = POLLOUT};

	poll(&room, 1, -1);
}

int et_sink_write(void *data, const char *text, size_t length)
{
	struct et_sink *sink = data;

	while (length && !sink->error && !sink->closed) {
		ssize_t n = write(sink->fd, text, length);

		if (n >= 0) {
			text += n;
			length -= (size_t)n;
		} else if (errno == EPIPE) {
			sink->closed = true;
		} else if (errno == EAGAIN) {
			wait_for_room(sink->fd);
		} else if (errno != EINTR) {
			sink->error = errno;
		}
	}
	return sink->error || sink->closed;
}

static void note_error(struct et_sink *sink, int result)
{
	if (result != 0 && !sink->error)
		sink->error = errno;
}

/* The folder's entry reaches the disk, too. Not every file system can, and the file is there. */
static void sync_folder(const char *path)
{
	const char *base = et_basename(path);
	char *folder = base == path ? strdup(".") : strndup(path, (size_t)(base - path));
	int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

int et_sink_finish(struct et_sink *sink, bool keep)
{
	if (sink->temporary) {
		if (keep && sink->fd >= 0 && !sink->error)
			note_error(sink, fsync(sink->fd));
		if (sink->fd >= 0)
			note_error(sink, close(sink->fd));
		if (keep && !sink->error) {
			note_error(sink, rename(sink->temporary, sink->path));
			if (!sink->error)
				sync_folder(sink->path);
		}
		if (sink->fd >= 0 && (!keep || sink->error))
			unlink(sink->temporary);
	} else if (sink->fd >= 0) {
		/* Some file systems tell only here that nothing more fits. */
		note_error(sink, close(sink->fd));
	}
	free(sink->temporary);
	free(sink->path);
	sink->temporary = NULL;
	sink->path = NULL;
	sink->fd = -1;
	return sink->error;
}
