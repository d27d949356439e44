/* SPDX-License-Identifier: BSD-3-Clause */
/* Which files of a body of code are VIRTIO's, by their paths. */
#include "tree.h"

#include "str.h"

#include <string.h>
#include <strings.h>

/* Where a header's path names one of these, the header belongs to VIRTIO or to its relatives. */
static const char *const marks[] = {"virtio", "vring", "vhost"};

static bool contains_mark(const char *path)
{
	size_t i;

	for (; *path; path++) {
		if (*path != 'v' && *path != 'V')
			continue;
		for (i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
			if (strncasecmp(path, marks[i], strlen(marks[i])) == 0)
				return true;
		}
	}
	return false;
}

bool et_tree_is_header(const char *path)
{
	static const char *const endings[] = {".h", ".hh", ".hpp"};
	size_t i;

	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (et_ends_with(path, endings[i]))
			return true;
	}
	return false;
}

bool et_tree_wants(const char *path)
{
	return et_tree_is_header(path) && contains_mark(path);
}
