/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What an #include leads to. The include path of the build is not known: a file is looked for
 * beside the one that includes it, in the usual folders, and by the end of its path. What is found
 * nowhere is the system's.
 */
#include "use_graph.h"

#include "str.h"

enum { LONGEST_PATH = 1024, MOST_TARGETS = 32 };

/* What an include of a name may be, wherever it stands. */
struct use_targets {
	uint32_t *files;
	uint32_t count;
	bool sure; /* found in one of the folders; else all whose paths end so */
};

/* folder (length bytes, with a slash, or 0) and name as one path without "." and "..". Returns
 * false when that leads out of the tree or is too long. */
static bool join(char *path, const char *folder, size_t length, const char *name)
{
	const char *part = name;

	if (length + strlen(name) + 2 > LONGEST_PATH)
		return false;
	memcpy(path, folder, length);
	while (*part) {
		size_t n = strcspn(part, "/");

		if (n == 2 && part[0] == '.' && part[1] == '.') {
			if (!length)
				return false;
			for (length--; length && path[length - 1] != '/'; length--)
				;
		} else if (n && !(n == 1 && part[0] == '.')) {
			memcpy(path + length, part, n);
			length += n;
			if (part[n])
				path[length++] = '/';
		}
		part += n + (part[n] == '/');
	}
	path[length] = '\0';
	return length > 0;
}

static size_t folder_length(const char *path)
{
	return (size_t)(et_basename(path) - path);
}

static uint32_t find_path(const struct use_resolver *r, const char *path)
{
	uintptr_t found = (uintptr_t)et_map_get(&r->files->by_path, path, strlen(path));

	return found ? (uint32_t)found - 1 : USE_NONE;
}

static uint32_t find_below(const struct use_resolver *r, const char *folder, const char *name)
{
	char path[LONGEST_PATH];
	char slashed[LONGEST_PATH];
	size_t length = strlen(folder);

	if (length + 2 > sizeof(slashed))
		return USE_NONE;
	memcpy(slashed, folder, length + 1);
	if (length && slashed[length - 1] != '/')
		slashed[length++] = '/';
	return join(path, slashed, length, name) ? find_path(r, path) : USE_NONE;
}

static uint32_t find_in_folders(const struct use_resolver *r, const char *name)
{
	static const char *const usual[] = {"include", "linux-headers", "", NULL};
	const char *const *lists[] = {r->files->options->includes, usual};
	const char *const *folder;
	uint32_t found;
	size_t i;

	for (i = 0; i < 2; i++) {
		for (folder = lists[i]; folder && *folder; folder++) {
			found = find_below(r, *folder, name);
			if (found != USE_NONE)
				return found;
		}
	}
	return USE_NONE;
}

/* Whether path is what "asm/x.h" is with one architecture's folder: ".../asm-x86/x.h". */
static bool is_of_arch(const char *path, const char *name)
{
	const char *rest = name + strlen("asm");
	size_t length = strlen(path);
	size_t tail = strlen(rest);
	const char *folder;

	if (!et_starts_with(name, "asm/") || length <= tail ||
		strcmp(path + length - tail, rest) != 0)
		return false;
	folder = path + length - tail;
	while (folder > path && folder[-1] != '/')
		folder--;
	return et_starts_with(folder, "asm-") && !et_starts_with(folder, "asm-generic/");
}

bool use_ends_with_path(const char *path, const char *name)
{
	size_t length = strlen(path);
	size_t tail = strlen(name);

	return length >= tail && strcmp(path + length - tail, name) == 0 &&
	       (length == tail || path[length - tail - 1] == '/');
}

static struct use_targets *find_targets(struct use_resolver *r, const struct use_include *include)
{
	const char *base = et_basename(include->name);
	const struct use_list *same;
	struct use_targets *targets;
	uint32_t found[MOST_TARGETS];
	void **slot = et_map_slot(&r->includes, r->arena, include->name, include->length);
	bool archs = false;
	size_t i;

	if (*slot)
		return *slot;
	*slot = targets = ET_NEW(r->arena, struct use_targets);
	found[0] = find_in_folders(r, include->name);
	if (found[0] != USE_NONE) {
		targets->sure = true;
		targets->count = 1;
	} else {
		same = et_map_get(&r->files->by_name, base, strlen(base));
		for (i = 0; same && i < same->count && targets->count < MOST_TARGETS; i++) {
			uint32_t file = same->items[i];
			const char *path = r->files->list.items[file].path;
			bool arch = is_of_arch(path, include->name);

			if (arch && !archs)
				targets->count = 0;
			archs |= arch;
			if (arch || (!archs && use_ends_with_path(path, include->name)))
				found[targets->count++] = file;
		}
		targets->sure = archs;
	}
	targets->files = ET_NEW_ARRAY(r->arena, targets->count, uint32_t);
	memcpy(targets->files, found, targets->count * sizeof(*found));
	return targets;
}

/* How many folders two paths have in common at their beginning. */
static unsigned common_folders(const char *left, const char *right)
{
	unsigned n = 0;

	for (; *left && *left == *right; left++, right++)
		n += *left == '/';
	return n;
}

/* Of files whose paths end alike those that are nearest to the one that includes them. */
static void add_nearest(struct use_resolver *r, struct use_list *to, const char *path,
	const struct use_targets *targets)
{
	const struct use_file *files = r->files->list.items;
	unsigned nearest = 0;
	uint32_t i;

	for (i = 0; i < targets->count; i++) {
		unsigned n = common_folders(path, files[targets->files[i]].path);

		if (n > nearest)
			nearest = n;
	}
	for (i = 0; i < targets->count; i++)
		if (common_folders(path, files[targets->files[i]].path) == nearest)
			*ET_APPEND(r->arena, to) = targets->files[i];
}

void use_resolve_includes(
	struct use_resolver *r, uint32_t file, struct use_list *to, struct use_list *foreign)
{
	const struct use_file *each = &r->files->list.items[file];
	uint32_t i;
	uint32_t k;

	for (i = 0; i < each->n_includes; i++) {
		const struct use_include *include = &each->includes[i];
		const struct use_targets *targets;
		char path[LONGEST_PATH];
		uint32_t beside = USE_NONE;

		if (include->quoted &&
			join(path, each->path, folder_length(each->path), include->name))
			beside = find_path(r, path);
		if (beside != USE_NONE) {
			*ET_APPEND(r->arena, to) = beside;
			continue;
		}
		targets = find_targets(r, include);
		if (targets->sure)
			for (k = 0; k < targets->count; k++)
				*ET_APPEND(r->arena, to) = targets->files[k];
		else if (targets->count && (include->quoted || strchr(include->name, '/')))
			add_nearest(r, to, each->path, targets);
		else
			*ET_APPEND(r->arena, foreign) = i;
	}
}
