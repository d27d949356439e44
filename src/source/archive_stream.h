/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The members of an archive, one after the other: what unpacks the file, and what takes the tar
 * apart, within bounds. Private to src/source.
 */
#ifndef ETALON_ARCHIVE_STREAM_H
#define ETALON_ARCHIVE_STREAM_H

#include "archive_api.h"
#include "source.h"

enum { ET_ARCHIVE_BLOCK = 256 * 1024, ET_ARCHIVE_TAIL = 512 };

struct et_archive_stream {
	const struct et_archive *lib;
	const struct et_source_want *want; /* its progress */
	int fd;
	uint64_t size;	      /* of the file */
	uint64_t done;	      /* bytes of it that were read */
	uint64_t unpacked;    /* bytes that came out */
	uint64_t most;	      /* bytes that may come out */
	struct archive *file; /* unpacks the file: one member, which is the tar */
	struct archive *tar;
	bool at_end;		    /* the file has no more */
	const char *problem;	    /* that unpacking met with, or NULL */
	char tail[ET_ARCHIVE_TAIL]; /* the last bytes that came out */
	char *block;
};

/*
 * Begins at the first byte of an open file. Only what unpacks this kind of file is set up, and no
 * other program is ever run to do it. Returns NULL, or why not. Call et_archive_stream_finish() in
 * either case.
 */
const char *et_archive_stream_begin(struct et_archive_stream *stream, struct et_arena *arena,
	const struct et_archive *lib, int fd, uint64_t size, uint64_t most,
	const struct et_source_want *want);

/*
 * Sets *entry to the next member, or to NULL at the end of a whole archive, whose check sums hold.
 * Returns NULL, or what is wrong.
 */
const char *et_archive_stream_next(struct et_archive_stream *stream, struct archive_entry **entry);

/* Reads length bytes of the member. Returns NULL, or what is wrong. */
const char *et_archive_stream_read(struct et_archive_stream *stream, char *data, size_t length);

void et_archive_stream_finish(struct et_archive_stream *stream);

#endif
