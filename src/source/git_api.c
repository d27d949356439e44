/* SPDX-License-Identifier: BSD-3-Clause */
#ifdef ETALON_GIT

#include "git_api.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* The one whose header this was compiled with: its functions are what the table says they are. */
#define LIBRARY "libgit2.so." LIBGIT2_SOVERSION

enum { WINDOW = 1024 * 1024, MOST_MAPPED = 16 * 1024 * 1024 };

static const char *const names[] = {
#define ET_GIT_NAME(name) "git_" #name,
	ET_GIT_FUNCTIONS(ET_GIT_NAME)
#undef ET_GIT_NAME
};

/*
 * Little memory, as each object is read once, and in any order: packs are mapped in small pieces
 * and few at a time, and no object is kept. The compressed data has a checksum that is verified; to
 * hash each object again, too, would take longer than to read it.
 */
static void tune(const struct et_git *git)
{
	git->libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)WINDOW);
	git->libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)MOST_MAPPED);
	git->libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	git->libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

const char *et_git_load(struct et_git *git)
{
	/* A function's address by way of memory: C has no conversion from dlsym()'s pointer. */
	char *members = (char *)git + offsetof(struct et_git, libgit2_init);
	size_t i;

	*git = (struct et_git){.handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL)};
	if (!git->handle)
		return LIBRARY " can't be loaded; install libgit2";
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		void *function = dlsym(git->handle, names[i]);

		if (!function) {
			dlclose(git->handle);
			*git = (struct et_git){0};
			return LIBRARY " lacks functions that etalon was built with";
		}
		memcpy(members + i * sizeof(function), &function, sizeof(function));
	}
	/* Where the program around this library uses libgit2, too, its settings stay. */
	if (git->libgit2_init() == 1)
		tune(git);
	return NULL;
}

void et_git_unload(struct et_git *git)
{
	if (!git->handle)
		return;
	git->libgit2_shutdown();
	dlclose(git->handle);
	*git = (struct et_git){0};
}

#else

/* A translation unit is never empty. */
typedef int et_git_is_not_built;

#endif
