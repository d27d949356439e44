/* SPDX-License-Identifier: BSD-3-Clause */
/* Files that a source has in memory, by path. Private to src/source. */
#ifndef ETALON_SOURCE_FILES_H
#define ETALON_SOURCE_FILES_H

#include "source_int.h"

struct et_source_entry {
	const char *path; /* below the root, as et_source_read() takes it */
	const char *data;
	size_t length;
	enum et_entry_kind kind; /* ET_ENTRY_FILE, or ET_ENTRY_OTHER */
	const char *problem;	 /* why it can't be read, or NULL */
	const char *link;	 /* the path of what it leads to, for who adds it; or NULL */
};

/* All of it lives in the arena that the entries are added with. */
struct et_source_files {
	ET_ARRAY(struct et_source_entry) list;
};

/* After the last was added: sorts them. Of several of one path the last is kept. */
void et_source_files_sort(struct et_source_files *files, struct et_arena *arena);

/* Once they are sorted. */
struct et_source_entry *et_source_files_find(const struct et_source_files *files, const char *path);

/* The ops of a source. Copies what it reads into the arena. */
const char *et_source_files_read(const struct et_source_files *files, struct et_arena *arena,
	const char *path, size_t limit, struct et_text *text);
bool et_source_files_has(const struct et_source_files *files, const char *path);
bool et_source_files_entries(
	const struct et_source_files *files, const char *path, et_source_raw_fn *take, void *data);

#endif
