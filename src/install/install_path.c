/* SPDX-License-Identifier: BSD-3-Clause */
#include "install_path.h"

#include <stdbool.h>
#include <string.h>

const char *et_path_normal(struct et_arena *arena, const char *path)
{
	char *normal;
	char *out;

	if (*path && strncmp(path, "./", 2) != 0 && !strstr(path, "//") && !strstr(path, "/./") &&
		path[strlen(path) - 1] != '/' && strcmp(path, ".") != 0)
		return path;
	normal = et_strdup(arena, path);
	out = normal;
	/* An absolute path stays one, so that a source refuses it. */
	if (*path == '/')
		*out++ = *path++;
	while (*path) {
		size_t length = strcspn(path, "/");

		if (length && !(length == 1 && *path == '.')) {
			if (out > normal && out[-1] != '/')
				*out++ = '/';
			memmove(out, path, length);
			out += length;
		}
		path += length;
		path += *path == '/';
	}
	*out = '\0';
	return normal;
}
