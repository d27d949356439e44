/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An archive, whose wanted files are kept in memory while its bytes pass by once. Nothing is
 * unpacked to the file system.
 */
#include "source_int.h"

#ifdef ETALON_ARCHIVE

#include "archive_stream.h"
#include "source_files.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A kernel has 100,000 members, 1.7 GB of them, and a single file of 20 MB. */
#define MOST_UNPACKED (UINT64_C(16) << 30)
enum {
	MOST_MEMBERS = ET_SOURCE_MOST_ENTRIES,
	MOST_KEPT = 1 << 30,
	LARGEST_FILE = 64 << 20,
	MOST_LINKS = 16, /* that lead to each other */
};

struct archive_source {
	struct et_source source;
	struct et_arena arena; /* of the files */
	struct et_source_files files;
};

/* The folder that all of an archive lies in ("linux-7.2"), which is no part of its files' paths. */
enum top { TOP_UNKNOWN, TOP_NONE, TOP_KNOWN };

struct keeper {
	struct et_arena *arena;
	const struct et_source_want *want;
	struct et_source_files *files;
	struct et_archive_stream stream;
	enum top top;
	bool mistaken; /* there is no folder on top after all: to be read once more */
	const char *folder;
	size_t folder_length;
	size_t kept; /* bytes */
};

/* Adds to a path in its plain form another: no "./", no doubled slashes, none at the end. */
static const char *append_path(char *plain, size_t *length, const char *path)
{
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && path[0] == '.' && path[1] == '.') {
			if (!*length)
				return "leads out of the archive";
			while (*length && plain[--*length] != '/')
				;
		} else if (n && !(n == 1 && *path == '.')) {
			if (*length + n + 2 > ET_SOURCE_LONGEST_PATH)
				return "has too long a path";
			if (*length)
				plain[(*length)++] = '/';
			memcpy(plain + *length, path, n);
			*length += n;
		}
		path += n + (path[n] == '/');
	}
	plain[*length] = '\0';
	return NULL;
}

/* The plain form of a member's path. Returns NULL, or why no member may be called so. */
static const char *member_path(char plain[ET_SOURCE_LONGEST_PATH], const char *path)
{
	const char *problem = et_source_path_problem(path);
	size_t length = 0;

	return problem ? problem : append_path(plain, &length, path);
}

/* Whether a path agrees with there being one folder on top, as far as that is known. */
static bool agrees_with_top(struct keeper *keeper, const char *path, bool is_folder)
{
	size_t n = strcspn(path, "/");

	if (keeper->top == TOP_UNKNOWN) {
		keeper->top = path[n] || is_folder ? TOP_KNOWN : TOP_NONE;
		keeper->folder = et_strndup(keeper->arena, path, n);
		keeper->folder_length = n;
	}
	return keeper->top == TOP_NONE ||
	       (n == keeper->folder_length && memcmp(path, keeper->folder, n) == 0 &&
		       (path[n] || is_folder));
}

/* The part of a path below the top folder; "" for that itself. */
static const char *below_top(const struct keeper *keeper, const char *path)
{
	size_t n = keeper->folder_length;

	if (keeper->top != TOP_KNOWN || strncmp(path, keeper->folder, n) != 0)
		return path;
	return path[n] == '/' ? path + n + 1 : path[n] ? path : "";
}

/* Where a link leads to, by the path of a file; what leads out is a problem of the link alone. */
static void keep_link(struct keeper *keeper, struct archive_entry *entry, const char *hardlink,
	struct et_source_entry *file)
{
	const char *slash = strrchr(file->path, '/');
	const char *target = hardlink ? hardlink : keeper->stream.lib->entry_symlink(entry);
	char plain[ET_SOURCE_LONGEST_PATH];
	size_t length = 0;

	file->kind = ET_ENTRY_OTHER;
	file->problem = "is a link that leads out of the archive";
	if (!target || *target == '/')
		return;
	if (!hardlink && slash) {
		length = (size_t)(slash - file->path);
		memcpy(plain, file->path, length);
	}
	if (append_path(plain, &length, target))
		return;
	file->problem = "is a link to what the archive lacks, or to no file";
	file->link = et_strdup(keeper->arena, hardlink ? below_top(keeper, plain) : plain);
}

static const char too_much[] = "more of it is wanted than etalon keeps of an archive";

static bool has_room(struct keeper *keeper, size_t size)
{
	keeper->kept += size;
	return keeper->kept <= MOST_KEPT;
}

static const char *keep_data(struct keeper *keeper, struct archive_entry *entry, size_t limit,
	struct et_source_entry *file)
{
	la_int64_t size = keeper->stream.lib->entry_size(entry);
	char *data;

	if (size < 0 || (uint64_t)size > limit) {
		file->problem = "is larger than what etalon reads of one file";
		return NULL;
	}
	if (!has_room(keeper, (size_t)size))
		return too_much;
	data = et_alloc(keeper->arena, (size_t)size + 1);
	file->data = data;
	file->length = (size_t)size;
	return et_archive_stream_read(&keeper->stream, data, (size_t)size);
}

/* Keeps a member if it is wanted. Returns NULL, or what is wrong with the archive. */
static const char *take_member(struct keeper *keeper, struct archive_entry *entry)
{
	const struct et_archive *lib = keeper->stream.lib;
	const char *name = lib->entry_pathname(entry);
	const char *hardlink = lib->entry_hardlink(entry);
	unsigned type = lib->entry_filetype(entry);
	bool is_folder = !hardlink && type == AE_IFDIR;
	char plain[ET_SOURCE_LONGEST_PATH];
	const char *problem = name ? member_path(plain, name) : "has no name";
	struct et_source_entry *file;
	const char *path;
	size_t limit;

	if (problem) {
		struct et_buf visible = {0};

		et_buf_visible(&visible, name);
		problem = et_sprintf(keeper->arena, "its member '%s' %s",
			visible.data ? visible.data : "", problem);
		et_buf_finish(&visible);
		return problem;
	}
	if (!*plain)
		return NULL;
	keeper->mistaken = !agrees_with_top(keeper, plain, is_folder);
	path = below_top(keeper, plain);
	if (keeper->mistaken || is_folder || !*path)
		return NULL;
	limit = keeper->want->limit ? keeper->want->limit(path, keeper->want->data) : LARGEST_FILE;
	if (!limit)
		return NULL;
	if (!has_room(keeper, sizeof(*file) + strlen(path)))
		return too_much;
	file = ET_APPEND(keeper->arena, &keeper->files->list);
	file->path = et_strdup(keeper->arena, path);
	file->kind = ET_ENTRY_FILE;
	if (hardlink || type == AE_IFLNK) {
		keep_link(keeper, entry, hardlink, file);
	} else if (type == AE_IFREG) {
		return keep_data(keeper, entry, limit, file);
	} else {
		file->kind = ET_ENTRY_OTHER;
		file->problem = "is not a regular file";
	}
	return NULL;
}

static const char *take_members(struct keeper *keeper)
{
	struct archive_entry *entry;
	const char *error = NULL;
	size_t members = 0;

	while (!error && !keeper->mistaken) {
		error = et_archive_stream_next(&keeper->stream, &entry);
		if (!error && !entry)
			break;
		if (!error && ++members > MOST_MEMBERS)
			error = "it has more members than etalon looks through";
		if (!error)
			error = take_member(keeper, entry);
	}
	return error;
}

/* Gives each link the file that it leads to. */
static void follow_links(struct et_source_files *files)
{
	size_t i;

	for (i = 0; i < files->list.count; i++) {
		struct et_source_entry *file = &files->list.items[i];
		const struct et_source_entry *target = file;
		unsigned steps;

		for (steps = 0; target && target->link && steps < MOST_LINKS; steps++)
			target = et_source_files_find(files, target->link);
		if (!target || target->link || target == file)
			continue;
		file->data = target->data;
		file->length = target->length;
		file->kind = target->kind;
		file->problem = target->problem;
	}
}

/* Reads the archive once, or twice when it turns out late that it has no folder on top. */
static const char *read_archive(
	struct archive_source *archive, int fd, uint64_t size, const struct et_source_want *want)
{
	struct et_arena *arena = &archive->source.arena;
	struct keeper keeper = {0};
	struct et_archive lib;
	const char *error = et_archive_load(&lib);
	enum top top;

	for (top = TOP_UNKNOWN; !error && top <= TOP_NONE; top++) {
		et_arena_finish(&archive->arena);
		archive->files = (struct et_source_files){0};
		keeper = (struct keeper){.arena = &archive->arena,
			.want = want,
			.files = &archive->files,
			.top = top};
		error = et_archive_stream_begin(
			&keeper.stream, &archive->arena, &lib, fd, size, MOST_UNPACKED, want);
		if (!error)
			error = take_members(&keeper);
		if (error)
			error = et_strdup(arena, error);
		et_archive_stream_finish(&keeper.stream);
		if (!keeper.mistaken)
			break;
	}
	et_archive_unload(&lib);
	return error;
}

static const char *read_file(struct et_source *source, struct et_arena *arena, const char *path,
	size_t limit, struct et_text *text)
{
	return et_source_files_read(
		&((struct archive_source *)source)->files, arena, path, limit, text);
}

static bool has_file(struct et_source *source, const char *path)
{
	return et_source_files_has(&((struct archive_source *)source)->files, path);
}

static bool list_entries(
	struct et_source *source, const char *path, et_source_raw_fn *take, void *data)
{
	return et_source_files_entries(&((struct archive_source *)source)->files, path, take, data);
}

static void close_archive(struct et_source *source)
{
	et_arena_finish(&((struct archive_source *)source)->arena);
}

static const struct et_source_ops ops = {read_file, has_file, list_entries, close_archive};

bool et_source_archive(void)
{
	return true;
}

struct et_source *et_source_open_archive(
	const char *name, const struct et_source_want *want, struct et_diags *diags)
{
	struct et_source *source = et_source_new(&ops, name, sizeof(struct archive_source));
	struct archive_source *archive = (struct archive_source *)source;
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *error = NULL;
	struct stat status;

	if (fd < 0 || fstat(fd, &status) != 0)
		error = strerror(errno);
	else if (!S_ISREG(status.st_mode))
		error = "is not a regular file";
	else
		error = read_archive(archive, fd, (uint64_t)status.st_size, want);
	if (fd >= 0)
		close(fd);
	if (!error) {
		et_source_files_sort(&archive->files, &archive->arena);
		follow_links(&archive->files);
		return source;
	}
	et_diag(diags, ET_ERROR, name, 0, NULL, "can't be read as an archive: %s", error);
	et_source_close(source);
	return NULL;
}

#else

bool et_source_archive(void)
{
	return false;
}

struct et_source *et_source_open_archive(
	const char *name, const struct et_source_want *want, struct et_diags *diags)
{
	(void)want;
	et_diag(diags, ET_ERROR, name, 0, NULL,
		"is an archive, and this build of etalon reads none: unpack it, or build etalon "
		"with libarchive");
	return NULL;
}

#endif
