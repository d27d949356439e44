/* SPDX-License-Identifier: BSD-3-Clause */
/* Writes the files that change: each beside the old one first, and in its place when all are there.
 */
#include "import.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_changed(const struct et_doc *doc)
{
	return !doc->text || doc->length != doc->after_length ||
	       memcmp(doc->text, doc->after, doc->length) != 0;
}

static const char *temporary(struct et_arena *arena, const struct et_doc *doc)
{
	return et_sprintf(arena, ".%s.%ld.new", doc->name, (long)getpid());
}

static int write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t n = write(fd, text, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		text += n;
		length -= (size_t)n;
	}
	return fsync(fd) == 0 ? 0 : errno;
}

/* Returns 0, or errno. */
static int write_beside(int directory, const struct et_doc *doc, const char *name)
{
	struct stat status;
	mode_t mode = fstatat(directory, doc->name, &status, 0) == 0 ? status.st_mode & 0777 : 0644;
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	int error;

	if (fd < 0)
		return errno;
	error = write_all(fd, doc->after, doc->after_length);
	if (close(fd) != 0 && !error)
		error = errno;
	return error;
}

bool et_import_write(const struct et_import *import, const char *directory, struct et_diags *diags)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = fd < 0 ? errno : 0;
	const char *file = directory;
	size_t i, written = 0;

	for (i = 0; i < import->docs.count && !error; i++) {
		const struct et_doc *doc = import->docs.items[i];

		if (!is_changed(doc))
			continue;
		file = doc->name;
		error = write_beside(fd, doc, temporary(diags->arena, doc));
		written = i + 1;
	}
	for (i = 0; i < import->docs.count && !error; i++) {
		const struct et_doc *doc = import->docs.items[i];

		if (!is_changed(doc))
			continue;
		file = doc->name;
		if (renameat(fd, temporary(diags->arena, doc), fd, doc->name) != 0)
			error = errno;
	}
	for (i = 0; i < written && error; i++) {
		if (is_changed(import->docs.items[i]))
			unlinkat(fd, temporary(diags->arena, import->docs.items[i]), 0);
	}
	if (fd >= 0)
		close(fd);
	if (error)
		et_diag(diags, ET_ERROR, file, 0, NULL, "cannot be written: %s", strerror(error));
	return !error;
}
