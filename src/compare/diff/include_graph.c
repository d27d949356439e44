/* SPDX-License-Identifier: BSD-3-Clause */
/* Which headers of one side include which. */
#include "differ.h"

#include "str.h"

#include <string.h>

/* Headers of one basename. */
struct namesakes {
	ET_ARRAY(struct et_diff_file *) files;
};

/* <asm/kvm.h> is asm-x86/kvm.h for one, and asm-s390/kvm.h for another. */
static bool is_of_architecture(const char *name, const char *path)
{
	const char *part = path;

	if (!et_starts_with(name, "asm/"))
		return false;
	while (part) {
		const char *slash = strchr(part, '/');

		if (slash && et_starts_with(part, "asm-") && et_streq(slash, name + strlen("asm")))
			return true;
		part = slash ? slash + 1 : NULL;
	}
	return false;
}

/* Whether what an #include line names may mean a header of the same side. */
static bool may_mean(const char *name, const struct et_diff_file *other)
{
	const char *path = other->file->path;
	size_t length = strlen(path);
	size_t wanted = strlen(name);

	if (et_streq(name, other->include) || is_of_architecture(name, path))
		return true;
	/* The tree may begin below the folder that compilers look in, or above it. */
	if (wanted <= length && et_streq(path + length - wanted, name) &&
		(wanted == length || path[length - wanted - 1] == '/'))
		return true;
	return length < wanted && et_streq(name + wanted - length, path) &&
	       name[wanted - length - 1] == '/';
}

static void link_file(struct et_arena *arena, const struct et_map *names, struct et_diff_file *file)
{
	size_t i, k;

	for (i = 0; i < file->file->n_includes; i++) {
		const char *base = et_basename(file->file->includes[i]);
		const struct namesakes *same = et_map_get(names, base, strlen(base));

		for (k = 0; same && k < same->files.count; k++)
			if (may_mean(file->file->includes[i], same->files.items[k]))
				*ET_APPEND(arena, &file->links) = (struct et_diff_link){
					file->file->includes[i], same->files.items[k]};
	}
}

void et_diff_link_files(struct et_arena *arena, struct et_diff_side *side)
{
	struct et_map names = {0};
	size_t i;

	side->walk = ET_NEW(arena, struct et_diff_walk);
	side->walk->seen = ET_NEW_ARRAY(arena, side->files.count, size_t);
	side->walk->queue = ET_NEW_ARRAY(arena, side->files.count, const struct et_diff_file *);
	for (i = 0; i < side->files.count; i++) {
		const char *base = et_basename(side->files.items[i]->file->path);
		void **slot = et_map_slot(&names, arena, base, strlen(base));

		if (!*slot)
			*slot = ET_NEW(arena, struct namesakes);
		*ET_APPEND(arena, &((struct namesakes *)*slot)->files) = side->files.items[i];
	}
	for (i = 0; i < side->files.count; i++)
		link_file(arena, &names, side->files.items[i]);
}

bool et_diff_reaches(const struct et_diff_file *from, const struct et_diff_file *to)
{
	struct et_diff_walk *walk = from->side->walk;
	size_t first = 0, last = 0, i;

	walk->serial++;
	walk->queue[last++] = from;
	walk->seen[from->index] = walk->serial;
	for (; first < last && walk->seen[to->index] != walk->serial; first++) {
		for (i = 0; i < walk->queue[first]->links.count; i++) {
			const struct et_diff_file *other = walk->queue[first]->links.items[i].file;

			if (walk->seen[other->index] == walk->serial)
				continue;
			walk->seen[other->index] = walk->serial;
			walk->queue[last++] = other;
		}
	}
	return walk->seen[to->index] == walk->serial;
}
