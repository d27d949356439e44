/* SPDX-License-Identifier: BSD-3-Clause */
#ifdef ETALON_GIT

#include "git_api.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* The one whose header this was compiled with: its functions are what the table says they are. */
#define LIBRARY "libgit2.so." LIBGIT2_SOVERSION

static const char *const names[] = {
#define ET_GIT_NAME(name) "git_" #name,
	ET_GIT_FUNCTIONS(ET_GIT_NAME)
#undef ET_GIT_NAME
};

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
	git->libgit2_init();
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
