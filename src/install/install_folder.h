/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Folders of a source, each listed once, and only when more than a few of its files are asked for.
 * Private to src/install.
 */
#ifndef ETALON_INSTALL_FOLDER_H
#define ETALON_INSTALL_FOLDER_H

#include "arena.h"
#include "map.h"
#include "source.h"

#include <stdbool.h>

struct et_folder {
	bool listed;	     /* else only single files were asked for */
	bool absent;	     /* it is known not to be there */
	unsigned asked;	     /* how often */
	struct et_map kinds; /* by name */
	ET_ARRAY(const char *) files;
	ET_ARRAY(const char *) folders; /* both in byte order */
};

struct et_folders {
	struct et_arena *arena;
	struct et_source *source;
	struct et_map known;
	ET_ARRAY(const char *) odd; /* what is neither file nor folder, where only headers belong */
};

/* NULL when there is no such folder. "" is the root. */
const struct et_folder *et_folders_get(struct et_folders *folders, const char *path);

/* Whether a path is of a file, or of a folder. Links are what they lead to, inside of the source.
 */
bool et_folders_has_file(struct et_folders *folders, const char *path);
bool et_folders_has_folder(struct et_folders *folders, const char *path);

#endif
