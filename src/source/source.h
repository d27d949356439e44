/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A body of text files that is read by path: a directory, a revision of a git repository without a
 * work tree, an archive. Nothing outside of it is ever opened: paths with "..", absolute ones, and
 * links that lead out of it are refused. So are paths with control characters: names that can't be
 * shown in a line can't be reported.
 */
#ifndef ETALON_SOURCE_H
#define ETALON_SOURCE_H

#include "arena.h"
#include "diag.h"
#include "file.h"
#include "walk.h"

#include <stdbool.h>

struct et_source;

/*
 * Opens what a user named: a directory; an archive, which is a file whose name
 * et_source_is_archive() knows; else a revision: REPO@REV (REPO a checkout or a bare repository),
 * or REV alone, of the repository that the current directory is in. REV is what git rev-parse
 * takes, and REV:PATH one folder or one file of it. Returns NULL with an error in diags, which says
 * what to do, when it is none of them or when this build can't read it. name is borrowed.
 *
 * All of an archive is kept in memory, as far as it fits a bound; see et_source_open_wanted().
 */
struct et_source *et_source_open(const char *name, struct et_diags *diags);

/* What is to be kept of an archive, whose bytes pass by only once. */
struct et_source_want {
	/*
	 * The most bytes that a file of this path may have to be kept; 0: it is not wanted. One
	 * that has more is known to be there and can't be read. NULL: all are wanted. The path is
	 * below the root, as for et_source_read().
	 */
	size_t (*limit)(const char *path, void *data);
	/* Called now and then while an archive is read, with bytes of its file; or NULL. */
	void (*progress)(uint64_t done, uint64_t all, void *data);
	void *data;
};

/* The same; of an archive only what is wanted will be there. */
struct et_source *et_source_open_wanted(
	const char *name, const struct et_source_want *want, struct et_diags *diags);

/* Opens a directory only. Returns NULL when there is none: *reason is errno's text then. */
struct et_source *et_source_open_directory(const char *name, const char **reason);

/* Opens a revision only, named as above. On failure without "@" in the name there may be no error.
 */
struct et_source *et_source_open_revision(const char *name, struct et_diags *diags);

/* Whether a file is an archive by its name: .tar, .tar.gz, .tgz, .tar.xz, .tar.zst, .tar.bz2 … */
bool et_source_is_archive(const char *name);

/* Takes NULL. */
void et_source_close(struct et_source *source);

/* As named by the user. */
const char *et_source_name(const struct et_source *source);

/* The full commit that a git source reads, in hexadecimal; NULL for what is none. */
const char *et_source_revision(const struct et_source *source);

/* The one file at the root that was named, as REV:PATH; NULL: the whole source was. */
const char *et_source_file(const struct et_source *source);

/*
 * Reads a file of at most limit bytes by its path below the root, as et_read_file() does: NULL on
 * success, else why not. device and inode are 0 in what is no directory.
 */
const char *et_source_read(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text);

/* Whether a regular file of that path is there. */
bool et_source_has(struct et_source *source, const char *path);

/* Calls take with the name of each file at the root, in byte order. */
typedef void et_source_name_fn(const char *name, void *data);
void et_source_list(struct et_source *source, et_source_name_fn *take, void *data);

/*
 * What an entry of a folder is; a link is what it leads to only when it stays inside. What has
 * control characters in its name is neither file nor folder.
 */
enum et_entry_kind { ET_ENTRY_FILE, ET_ENTRY_FOLDER, ET_ENTRY_OTHER };

/*
 * Calls take for each entry of a folder by its path below the root, "" for the root itself, in byte
 * order of names; "." and ".." are left out. Returns false when there is no such folder.
 */
typedef void et_source_entry_fn(const char *name, enum et_entry_kind kind, void *data);
bool et_source_entries(
	struct et_source *source, const char *path, et_source_entry_fn *take, void *data);

/*
 * Collects the wanted files of the whole source, as et_walk() does for a directory: sorted, without
 * hidden folders; links to folders are not entered. Returns false, with an error in diags, when
 * the source is too deep or has too many files. All lives in the arena.
 */
bool et_source_walk(struct et_source *source, struct et_arena *arena, struct et_walk *walk,
	et_wanted_fn *wanted, void *data, struct et_diags *diags);

/* Whether this build reads git repositories, and archives. */
bool et_source_git(void);
bool et_source_archive(void);

#endif
