/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * libarchive, loaded when an archive is first named, as libgit2 is: it brings a library for each
 * way of compressing. Private to src/source.
 */
#ifndef ETALON_ARCHIVE_API_H
#define ETALON_ARCHIVE_API_H

#include <archive.h>
#include <archive_entry.h>

/* The functions in use. FUNCTION(name) for each, without "archive_". */
#define ET_ARCHIVE_FUNCTIONS(FUNCTION)                                                             \
	FUNCTION(read_new)                                                                         \
	FUNCTION(read_free)                                                                        \
	FUNCTION(read_support_filter_bzip2)                                                        \
	FUNCTION(read_support_filter_gzip)                                                         \
	FUNCTION(read_support_filter_xz)                                                           \
	FUNCTION(read_support_filter_zstd)                                                         \
	FUNCTION(read_support_format_raw)                                                          \
	FUNCTION(read_support_format_tar)                                                          \
	FUNCTION(read_open)                                                                        \
	FUNCTION(read_next_header)                                                                 \
	FUNCTION(read_data)                                                                        \
	FUNCTION(read_data_block)                                                                  \
	FUNCTION(error_string)                                                                     \
	FUNCTION(set_error)                                                                        \
	FUNCTION(entry_filetype)                                                                   \
	FUNCTION(entry_hardlink)                                                                   \
	FUNCTION(entry_pathname)                                                                   \
	FUNCTION(entry_size)                                                                       \
	FUNCTION(entry_symlink)

struct et_archive {
	void *handle; /* dlopen()'s; NULL: not loaded */
#define ET_ARCHIVE_MEMBER(name) __typeof__ (&archive_##name)(name);
	ET_ARCHIVE_FUNCTIONS(ET_ARCHIVE_MEMBER)
#undef ET_ARCHIVE_MEMBER
};

/* Loads the library. Returns NULL, or why it can't be had, a text that lasts. */
const char *et_archive_load(struct et_archive *archive);

/* Takes one that was never loaded, all zeroes. */
void et_archive_unload(struct et_archive *archive);

#endif
