/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether a tree is marked by the journal of a sync. */
#include "apply.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_marked(int folder)
{
	struct stat status;

	return fstatat(folder, ET_JOURNAL, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

bool et_is_interrupted(const char *root)
{
	int fd = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool marked;

	if (fd < 0)
		return false;
	marked = is_marked(fd);
	close(fd);
	return marked;
}

const char *et_find_interrupted(struct et_arena *arena, const char *folder)
{
	char path[PATH_MAX];
	bool marked = false;
	bool top = false;

	if (!realpath(folder, path))
		return NULL;
	while (!marked && !top) {
		int fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
		char *slash = strrchr(path, '/');

		if (fd < 0)
			return NULL;
		marked = is_marked(fd);
		top = slash == path || faccessat(fd, ".git", F_OK, AT_SYMLINK_NOFOLLOW) == 0;
		close(fd);
		if (!marked)
			*slash = '\0';
	}
	return marked ? et_strdup(arena, path) : NULL;
}
