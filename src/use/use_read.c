/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads files, and gives the first pass its threads. */
#include "use_files.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST_CAPACITY = 512 << 10, SHARE = 16 };

void use_reader_finish(struct use_reader *reader)
{
	free(reader->buffer);
	*reader = (struct use_reader){0};
}

static void make_room(struct use_reader *reader)
{
	size_t capacity = reader->capacity ? reader->capacity * 2 : FIRST_CAPACITY;
	char *larger = realloc(reader->buffer, capacity + 2 * (size_t)USE_PAD);

	if (!larger) {
		fprintf(stderr, "etalon: out of memory (%zu bytes wanted)\n", capacity);
		abort();
	}
	if (!reader->buffer)
		memset(larger, 0, USE_PAD);
	reader->buffer = larger;
	reader->capacity = capacity;
}

/*
 * Reads to the end or to one byte more than a file may have. Of a regular file less than what was
 * asked for is all there is: a second call for each of thousands of files would cost as much as the
 * first. Returns false when it can't.
 */
static bool read_all(struct use_reader *reader, int fd, size_t *length)
{
	for (;;) {
		size_t wanted;
		ssize_t n;

		if (*length == reader->capacity)
			make_room(reader);
		wanted = reader->capacity - *length;
		n = read(fd, reader->buffer + USE_PAD + *length, wanted);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		*length += (size_t)n;
		if ((size_t)n < wanted || *length > USE_LARGEST_FILE)
			return true;
	}
}

const char *use_read(struct use_reader *reader, const struct use_files *files,
	const struct use_file *file, size_t *length)
{
	bool ok;
	int fd;

	*length = 0;
	if (file->text) {
		*length = file->length;
		return file->text;
	}
	/* A link may have come where the walk saw a file: it leads nowhere. */
	fd = openat(
		files->root, file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	if (fd < 0)
		return NULL;
	ok = read_all(reader, fd, length) && *length <= USE_LARGEST_FILE;
	close(fd);
	if (!ok)
		return NULL;
	if (!reader->buffer)
		make_room(reader);
	memset(reader->buffer + USE_PAD + *length, 0, USE_PAD);
	return reader->buffer + USE_PAD;
}

struct shared {
	struct use_files *files;
	const struct use_filter *filter;
	atomic_uint next; /* file that nobody has taken yet */
};

struct worker {
	struct shared *shared;
	struct et_arena *arena;
};

static void *scan_files(void *data)
{
	struct worker *worker = data;
	struct shared *shared = worker->shared;
	struct use_files *files = shared->files;
	struct use_reader reader = {0};
	struct use_scanner scanner;
	uint32_t first;
	uint32_t i;

	use_scanner_init(&scanner, worker->arena, shared->filter);
	while ((first = atomic_fetch_add(&shared->next, SHARE)) < files->list.count) {
		for (i = first; i < first + SHARE && i < files->list.count; i++) {
			struct use_file *file = &files->list.items[i];
			const char *text;
			size_t length;

			text = use_read(&reader, files, file, &length);
			if (text)
				use_scan(&scanner, file, text, length, i + 1);
			else
				file->dropped = file->scanned = true;
		}
	}
	use_reader_finish(&reader);
	return NULL;
}

void use_scan_all(struct et_arena *arenas, struct use_files *files, const struct use_filter *filter,
	unsigned threads)
{
	struct shared shared = {.files = files, .filter = filter};
	struct worker first = {.shared = &shared, .arena = &arenas[0]};
	struct worker second = {.shared = &shared, .arena = &arenas[1]};
	pthread_t thread;
	bool started = threads > 1 && pthread_create(&thread, NULL, scan_files, &second) == 0;

	scan_files(&first);
	if (started)
		pthread_join(thread, NULL);
}
