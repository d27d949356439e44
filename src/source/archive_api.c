/* SPDX-License-Identifier: BSD-3-Clause */
#ifdef ETALON_ARCHIVE

#include "archive_api.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

/* All of libarchive 3, whose functions are those of the header that this was compiled with. */
#define LIBRARY "libarchive.so.13"

static const char *const names[] = {
#define ET_ARCHIVE_NAME(name) "archive_" #name,
	ET_ARCHIVE_FUNCTIONS(ET_ARCHIVE_NAME)
#undef ET_ARCHIVE_NAME
};

const char *et_archive_load(struct et_archive *archive)
{
	/* A function's address by way of memory: C has no conversion from dlsym()'s pointer. */
	char *members = (char *)archive + offsetof(struct et_archive, read_new);
	size_t i;

	*archive = (struct et_archive){.handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL)};
	if (!archive->handle)
		return LIBRARY " can't be loaded; install libarchive";
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		void *function = dlsym(archive->handle, names[i]);

		if (!function) {
			et_archive_unload(archive);
			return LIBRARY " lacks functions that etalon was built with";
		}
		memcpy(members + i * sizeof(function), &function, sizeof(function));
	}
	return NULL;
}

void et_archive_unload(struct et_archive *archive)
{
	if (archive->handle)
		dlclose(archive->handle);
	*archive = (struct et_archive){0};
}

#else

/* A translation unit is never empty. */
typedef int et_archive_is_not_built;

#endif
