/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Two readers of libarchive, one behind the other: the first only unpacks, the second takes its
 * blocks as they are and finds members in them. So every byte that comes out is counted, whoever
 * skips it, and the end of the file is reached, which has the check sum, though the tar ends
 * before.
 */
#ifdef ETALON_ARCHIVE

#include "archive_stream.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The kinds of compressed files, by their first bytes. */
static int add_filter(const struct et_archive *lib, struct archive *file, const char *start)
{
	if (memcmp(start, "\x1f\x8b", 2) == 0)
		return lib->read_support_filter_gzip(file);
	if (memcmp(start, "BZh", 3) == 0)
		return lib->read_support_filter_bzip2(file);
	if (memcmp(start,
		    "\xfd"
		    "7zXZ",
		    6) == 0)
		return lib->read_support_filter_xz(file);
	if (memcmp(start, "\x28\xb5\x2f\xfd", 4) == 0)
		return lib->read_support_filter_zstd(file);
	return ARCHIVE_OK;
}

static la_ssize_t read_file(struct archive *file, void *data, const void **block)
{
	struct et_archive_stream *stream = data;
	ssize_t n;

	do {
		n = read(stream->fd, stream->block, ET_ARCHIVE_BLOCK);
	} while (n < 0 && errno == EINTR);
	if (n < 0) {
		stream->lib->set_error(file, errno, "%s", strerror(errno));
		return -1;
	}
	stream->done += (uint64_t)n;
	if (stream->want->progress)
		stream->want->progress(stream->done, stream->size, stream->want->data);
	*block = stream->block;
	return n;
}

static void keep_tail(struct et_archive_stream *stream, const char *block, size_t size)
{
	size_t kept = ET_ARCHIVE_TAIL;

	if (size < kept) {
		memmove(stream->tail, stream->tail + size, kept - size);
		kept = size;
	}
	memcpy(stream->tail + ET_ARCHIVE_TAIL - kept, block + size - kept, kept);
}

/* Unpacks some more. Returns how many bytes, which stay until the next call; 0: the end; -1. */
static la_ssize_t unpack(struct et_archive_stream *stream, const void **block)
{
	la_int64_t offset;
	size_t size = 0;
	int status;

	if (stream->at_end)
		return 0;
	do {
		status = stream->lib->read_data_block(stream->file, block, &size, &offset);
	} while (status == ARCHIVE_RETRY);
	if (status == ARCHIVE_EOF) {
		stream->at_end = true;
		return 0;
	}
	if (status != ARCHIVE_OK) {
		stream->problem = stream->lib->error_string(stream->file);
		return -1;
	}
	stream->unpacked += size;
	if (stream->unpacked > stream->most) {
		stream->problem = "it unpacks to more than etalon reads of an archive";
		return -1;
	}
	keep_tail(stream, *block, size);
	return (la_ssize_t)size;
}

static la_ssize_t read_unpacked(struct archive *tar, void *data, const void **block)
{
	(void)tar;
	return unpack(data, block);
}

static const char *error_of(const struct et_archive_stream *stream, struct archive *archive)
{
	const char *text = stream->problem;

	/* The second reader only sees that there is no more. */
	if (!text)
		text = stream->lib->error_string(archive);
	return text ? text : "it is none";
}

const char *et_archive_stream_begin(struct et_archive_stream *stream, struct et_arena *arena,
	const struct et_archive *lib, int fd, uint64_t size, uint64_t most,
	const struct et_source_want *want)
{
	struct archive_entry *entry;
	char start[8] = {0};

	*stream = (struct et_archive_stream){
		.lib = lib, .want = want, .fd = fd, .size = size, .most = most};
	stream->block = et_alloc(arena, ET_ARCHIVE_BLOCK);
	stream->file = lib->read_new();
	stream->tar = lib->read_new();
	if (!stream->file || !stream->tar)
		return "there is no memory to read it";
	if (pread(fd, start, sizeof(start), 0) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return strerror(errno);
	/* Where it lacks a library, libarchive would run a program instead, and says so here. */
	if (add_filter(lib, stream->file, start) != ARCHIVE_OK)
		return "is compressed in a way that this machine's libarchive can't unpack";
	if (lib->read_support_format_raw(stream->file) != ARCHIVE_OK ||
		lib->read_open(stream->file, stream, NULL, read_file, NULL) != ARCHIVE_OK ||
		lib->read_next_header(stream->file, &entry) != ARCHIVE_OK)
		return error_of(stream, stream->file);
	if (lib->read_support_format_tar(stream->tar) != ARCHIVE_OK ||
		lib->read_open(stream->tar, stream, NULL, read_unpacked, NULL) != ARCHIVE_OK)
		return error_of(stream, stream->tar);
	return NULL;
}

/* A tar ends with blocks of zeroes. One that just stops was cut off between two members. */
static const char *finish(struct et_archive_stream *stream)
{
	static const char zeroes[ET_ARCHIVE_TAIL];
	bool stopped = stream->at_end;
	const void *block;
	la_ssize_t n;

	do {
		n = unpack(stream, &block);
	} while (n > 0);
	if (n < 0)
		return error_of(stream, stream->file);
	if (stopped && memcmp(stream->tail, zeroes, sizeof(zeroes)) != 0)
		return "it is cut off";
	return NULL;
}

const char *et_archive_stream_next(struct et_archive_stream *stream, struct archive_entry **entry)
{
	int status;

	do {
		status = stream->lib->read_next_header(stream->tar, entry);
	} while (status == ARCHIVE_RETRY);
	if (status == ARCHIVE_OK || status == ARCHIVE_WARN)
		return NULL;
	*entry = NULL;
	return status == ARCHIVE_EOF ? finish(stream) : error_of(stream, stream->tar);
}

const char *et_archive_stream_read(struct et_archive_stream *stream, char *data, size_t length)
{
	while (length) {
		la_ssize_t n = stream->lib->read_data(stream->tar, data, length);

		if (n == ARCHIVE_RETRY)
			continue;
		if (n < 0)
			return error_of(stream, stream->tar);
		if (n == 0)
			return "it is cut off";
		data += n;
		length -= (size_t)n;
	}
	return NULL;
}

void et_archive_stream_finish(struct et_archive_stream *stream)
{
	if (stream->tar)
		stream->lib->read_free(stream->tar);
	if (stream->file)
		stream->lib->read_free(stream->file);
	stream->tar = stream->file = NULL;
}

#else

/* A translation unit is never empty. */
typedef int et_archive_stream_is_not_built;

#endif
