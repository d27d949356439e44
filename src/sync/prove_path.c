/* SPDX-License-Identifier: BSD-3-Clause */
/* Paths: absolute, canonical, and as they are seen in the view. */
#include "prove_int.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *prove_absolute(struct et_arena *arena, const char *directory, const char *name)
{
	return name[0] == '/' ? name : et_join(arena, directory, "/", name);
}

bool prove_is_below(const char *path, const char *folder)
{
	size_t length = strlen(folder);

	if (length == 1 && folder[0] == '/')
		return path[0] == '/';
	return strncmp(path, folder, length) == 0 && (!path[length] || path[length] == '/');
}

enum { MAX_LINKS = 40 };

/* Takes "x/../", "./" and "//" out of an absolute path by its text. */
static char *normal(struct et_arena *arena, const char *path)
{
	char *result = et_strdup(arena, path);
	size_t n = 0;
	const char *p = path;

	while (*p) {
		size_t length;

		while (*p == '/')
			p++;
		length = strcspn(p, "/");
		if (length == 2 && p[0] == '.' && p[1] == '.') {
			while (n && result[--n] != '/')
				;
		} else if (length && !(length == 1 && p[0] == '.')) {
			result[n++] = '/';
			memcpy(result + n, p, length);
			n += length;
		}
		p += length;
	}
	if (!n)
		result[n++] = '/';
	result[n] = '\0';
	return result;
}

/*
 * ".." behind what does not exist is taken by the text, as there is no link to follow; in front of
 * it, by the file system.
 */
const char *prove_canonical(struct et_arena *arena, const char *path)
{
	char resolved[PATH_MAX];
	size_t length = strlen(path);
	char *head;

	if (length >= PATH_MAX)
		return normal(arena, path);
	if (realpath(path, resolved))
		return et_strdup(arena, resolved);
	head = et_strdup(arena, path);
	while (length) {
		while (length && head[length - 1] != '/')
			length--;
		while (length && head[length - 1] == '/')
			length--;
		if (!length)
			break;
		head[length] = '\0';
		if (realpath(head, resolved))
			return normal(arena, et_join(arena, resolved, "", path + length));
	}
	return normal(arena, path);
}

const char *prove_link_target(struct et_arena *arena, const char *path)
{
	char text[PATH_MAX];
	unsigned steps;

	path = prove_canonical_folder(arena, path);
	for (steps = 0; steps < MAX_LINKS; steps++) {
		ssize_t length = readlink(path, text, sizeof(text) - 1);
		const char *base = et_basename(path);

		if (length < 0)
			break;
		text[length] = '\0';
		path = prove_canonical_folder(
			arena, prove_absolute(arena, et_strndup(arena, path, (size_t)(base - path)),
				       text));
	}
	return path;
}

const char *prove_canonical_folder(struct et_arena *arena, const char *path)
{
	const char *base = et_basename(path);
	const char *folder;

	if (base == path || !*base || strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		return prove_canonical(arena, path);
	folder = prove_canonical(arena, et_strndup(arena, path, (size_t)(base - path)));
	return et_join(arena, folder, strcmp(folder, "/") == 0 ? "" : "/", base);
}

/*
 * The path of a link to a file decides where its includes are looked for, so it is kept; the path
 * of a link to a whole root is not in the view, and what it leads to is.
 */
const char *prove_in_view(const struct prove *p, struct et_arena *arena, const char *path)
{
	const char *const tries[] = {
		prove_canonical_folder(arena, path), prove_canonical(arena, path)};
	size_t i, k;

	for (k = 0; k < 2; k++)
		for (i = 0; i < p->view.roots.count; i++)
			if (prove_is_below(tries[k], p->view.roots.items[i]))
				return et_join(arena, p->view.root, "", tries[k]);
	return NULL;
}

void prove_add_root(struct prove *p, const char *path)
{
	prove_words *roots = &p->view.roots;
	size_t i, n = 0;

	for (i = 0; i < roots->count; i++)
		if (prove_is_below(path, roots->items[i]))
			return;
	for (i = 0; i < roots->count; i++)
		if (!prove_is_below(roots->items[i], path))
			roots->items[n++] = roots->items[i];
	roots->count = n;
	*ET_APPEND(p->arena, roots) = path;
}
