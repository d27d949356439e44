/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which files a consumer has: folders that are built into, hidden ones and links are left out. The
 * order is that of paths, whatever the system says.
 */
#include "use_graph.h"

#include "str.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LEVELS = 64, LONGEST_PATH = 4096, MOST_FILES = 1 << 20, ENTRIES_SIZE = 64 << 10 };

struct folder {
	const char *path; /* below the root, with a slash behind it; "" for the root */
	unsigned level;
};

struct walker {
	struct et_arena *arena;
	struct use_files *files;
	struct et_diags *diags;
	ET_ARRAY(struct folder) folders; /* still to be read */
	char *entries;			 /* ENTRIES_SIZE bytes, of the folder that is read */
};

struct suffix {
	const char *text;
	bool header;
	bool cxx;
};

static const struct suffix suffixes[] = {
	{".c", false, false},
	{".h", true, false},
	{".inc", true, false},
	{".cc", false, true},
	{".cpp", false, true},
	{".cxx", false, true},
	{".hh", true, true},
	{".hpp", true, true},
	{".hxx", true, true},
	{".S", false, false},
	{".m", false, false},
};

static const struct suffix *suffix_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot && i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (strcmp(dot, suffixes[i].text) == 0)
			return &suffixes[i];
	return NULL;
}

/* What a build leaves in its folder. */
static bool is_of_build(const char *name)
{
	return strcmp(name, "build.ninja") == 0 || strcmp(name, "compile_commands.json") == 0 ||
	       strcmp(name, "meson-private") == 0;
}

static bool is_excepted(const struct et_use_options *options, const char *path)
{
	const char *const *pattern;

	for (pattern = options->except; pattern && *pattern; pattern++) {
		if (et_ends_with(*pattern, "/") ? et_starts_with(path, *pattern)
						: et_glob(*pattern, path))
			return true;
	}
	return false;
}

static unsigned char entry_type(int folder, const struct dirent64 *entry)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type;
	if (fstatat(folder, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		return DT_UNKNOWN;
	return (unsigned char)IFTODT(status.st_mode);
}

static void take_file(struct walker *walker, const char *folder, const char *name)
{
	const struct suffix *suffix = suffix_of(name);
	struct use_files *files = walker->files;

	if (!suffix)
		return;
	if (files->list.count >= MOST_FILES) {
		files->skipped++;
		return;
	}
	*ET_APPEND(walker->arena, &files->list) =
		(struct use_file){.path = et_join(walker->arena, folder, "", name),
			.header = suffix->header,
			.cxx = suffix->cxx};
}

static void take_folder(struct walker *walker, const struct folder *folder, const char *name)
{
	const char *const *left_out = walker->files->options->leave_out;
	const char *path;

	if (name[0] == '.' || strcmp(name, "node_modules") == 0)
		return;
	path = et_join(walker->arena, folder->path, name, "/");
	for (; left_out && *left_out; left_out++)
		if (strcmp(path, *left_out) == 0)
			return;
	if (folder->level >= MOST_LEVELS || strlen(path) > LONGEST_PATH) {
		walker->files->skipped++;
		return;
	}
	*ET_APPEND(walker->arena, &walker->folders) =
		(struct folder){.path = path, .level = folder->level + 1};
}

static void take_entry(
	struct walker *walker, int fd, const struct folder *folder, const struct dirent64 *entry)
{
	unsigned char type = entry_type(fd, entry);

	if (type == DT_REG)
		take_file(walker, folder->path, entry->d_name);
	else if (type == DT_DIR)
		take_folder(walker, folder, entry->d_name);
	else if (suffix_of(entry->d_name))
		walker->files->skipped++;
}

/* Takes all entries, or none when what a build leaves is among them. */
static bool read_folder(struct walker *walker, const struct folder *folder)
{
	const size_t files = walker->files->list.count;
	const size_t folders = walker->folders.count;
	const size_t skipped = walker->files->skipped;
	ssize_t length = -1;
	ssize_t at;
	int fd = openat(walker->files->root, *folder->path ? folder->path : ".",
		O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

	while (fd >= 0 && (length = getdents64(fd, walker->entries, ENTRIES_SIZE)) > 0) {
		const struct dirent64 *entry;

		for (at = 0; at < length; at += entry->d_reclen) {
			entry = (const struct dirent64 *)(const void *)(walker->entries + at);
			if (folder->level && is_of_build(entry->d_name)) {
				walker->files->list.count = files;
				walker->folders.count = folders;
				walker->files->skipped = skipped;
				close(fd);
				return true;
			}
			take_entry(walker, fd, folder, entry);
		}
	}
	if (length < 0)
		walker->files->skipped++;
	if (fd >= 0)
		close(fd);
	return length == 0;
}

static int compare_files(const void *left, const void *right)
{
	return strcmp(
		((const struct use_file *)left)->path, ((const struct use_file *)right)->path);
}

static void index_file(struct et_arena *arena, struct use_files *files, uint32_t i)
{
	const char *path = files->list.items[i].path;
	const char *base = et_basename(path);
	void **slot = et_map_slot(&files->by_path, arena, path, strlen(path));
	struct use_list **same;

	if (!*slot)
		*slot = (void *)(uintptr_t)(i + 1);
	if (!files->list.items[i].header)
		return;
	same = (struct use_list **)et_map_slot(&files->by_name, arena, base, strlen(base));
	if (!*same)
		*same = ET_NEW(arena, struct use_list);
	*ET_APPEND(arena, *same) = i;
}

/* Whether the consumer has a copy of its own of a header. */
static bool has_own(const struct use_files *files, const char *path)
{
	const char *base = et_basename(path);
	const struct use_list *same = et_map_get(&files->by_name, base, strlen(base));
	size_t i;

	for (i = 0; same && i < same->count; i++)
		if (use_ends_with_path(files->list.items[same->items[i]].path, path))
			return true;
	return false;
}

static void add_headers(struct walker *walker)
{
	const struct et_use_options *options = walker->files->options;
	size_t i;

	for (i = 0; i < options->n_headers; i++) {
		const struct et_use_header *header = &options->headers[i];
		char *copy;

		if (header->length > USE_LARGEST_FILE || has_own(walker->files, header->path))
			continue;
		copy = et_alloc(walker->arena, header->length + 2 * (size_t)USE_PAD);
		memcpy(copy + USE_PAD, header->text, header->length);
		*ET_APPEND(walker->arena, &walker->files->list) =
			(struct use_file){.path = header->path,
				.header = true,
				.text = copy + USE_PAD,
				.length = header->length};
	}
}

bool use_walk(struct et_arena *arena, const struct et_use_options *options, struct use_files *files,
	struct et_diags *diags)
{
	struct walker walker = {.arena = arena, .files = files, .diags = diags};
	uint32_t i;

	*files = (struct use_files){.options = options};
	files->root = open(options->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (files->root < 0) {
		et_diag(diags, ET_ERROR, options->root, 0, NULL,
			"can't be read: %s; it must be the folder of the sources to look for uses "
			"in",
			strerror(errno));
		return false;
	}
	walker.entries = et_alloc(arena, ENTRIES_SIZE);
	*ET_APPEND(arena, &walker.folders) = (struct folder){.path = ""};
	while (walker.folders.count) {
		struct folder folder = walker.folders.items[--walker.folders.count];

		if (!read_folder(&walker, &folder) && !folder.level) {
			et_diag(diags, ET_ERROR, options->root, 0, NULL, "can't be read: %s",
				strerror(errno));
			close(files->root);
			return false;
		}
	}
	if (files->list.count)
		qsort(files->list.items, files->list.count, sizeof(*files->list.items),
			compare_files);
	files->n_walked = (uint32_t)files->list.count;
	for (i = 0; i < files->n_walked; i++) {
		struct use_file *file = &files->list.items[i];

		file->own = !is_excepted(options, file->path);
		file->archs = use_source_archs(file->path);
		file->header_archs = use_header_archs(file->path);
	}
	for (i = 0; i < files->n_walked; i++)
		index_file(arena, files, i);
	add_headers(&walker);
	for (i = files->n_walked; i < files->list.count; i++)
		index_file(arena, files, i);
	return true;
}
