/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A small tree that a sync changes in every way, and pictures of it: text that says of each file
 * and folder its mode, its time and what is in it.
 */
#ifndef ETALON_SYNC_TESTING_H
#define ETALON_SYNC_TESTING_H

#include "apply.h"
#include "site.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Files of the tree before are this old, so that one that was written anew shows. */
enum { LONG_AGO = 1000000000 };

struct world {
	struct et_arena arena;
	struct et_diags diags;
	char base[4096]; /* a folder of our own */
	char root[4200]; /* the tree, in it */
};

struct tree_file {
	const char *path;
	mode_t mode;
	const char *text; /* NULL: an empty folder */
};

/* linux/same.h is "written" with the bytes that it has. */
static const struct tree_file tree_before[] = {
	{"bin/tool.sh", 0755, "#!/bin/sh\n"},
	{"changed.h", 0640, "old changed\n"},
	{"empty", 0755, NULL},
	{"keep.h", 0644, "keep\n"},
	{"linux/a.h", 0644, "old a\n"},
	{"linux/same.h", 0644, "same\n"},
	{"some/gone.h", 0644, "old gone\n"},
	{"some/stays.h", 0600, "stays\n"},
	{"sub/deep/last.h", 0444, "old last\n"},
};

#define NEW_TEXT(path, text)                                                                       \
	{                                                                                          \
		path, text, sizeof(text) - 1, NULL                                                 \
	}
static const struct et_write tree_writes[] = {
	NEW_TEXT("bin/tool.sh", "#!/bin/sh\necho new\n"),
	NEW_TEXT("changed.h", "new changed\n"),
	NEW_TEXT("fresh/one/x.h", "new x\n"),
	NEW_TEXT("fresh/one/y.h", ""),
	NEW_TEXT("fresh/two/z.h", "new z\n"),
	NEW_TEXT("linux/a.h", "new a\n"),
	NEW_TEXT("linux/same.h", "same\n"),
	NEW_TEXT("new.h", "new new\n"),
	{"some/gone.h", NULL, 0, NULL},
	{"sub/deep/last.h", NULL, 0, NULL},
};
enum { N_WRITES = sizeof(tree_writes) / sizeof(tree_writes[0]) };

static inline const char *in_tree(struct world *w, const char *path)
{
	return et_sprintf(&w->arena, "%s/%s", w->root, path);
}

static inline void write_whole(const char *path, const char *text, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	const struct timespec times[2] = {{.tv_sec = LONG_AGO}, {.tv_sec = LONG_AGO}};

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	assert_int_equal(futimens(fd, times), 0);
	close(fd);
}

static inline const char *read_whole(struct world *w, const char *path)
{
	char *text = et_alloc(&w->arena, 4096);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return strerror(errno);
	assert_true(read(fd, text, 4095) >= 0);
	close(fd);
	return text;
}

static inline int remove_one(
	const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)where;
	if (type == FTW_D || type == FTW_DNR)
		chmod(path, 0755);
	return remove(path);
}

static inline void remove_all(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The tree as it was before. */
static inline void build_tree(struct world *w)
{
	size_t i;

	remove_all(w->root);
	et_arena_finish(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	assert_int_equal(mkdir(w->root, 0755), 0);
	for (i = 0; i < sizeof(tree_before) / sizeof(tree_before[0]); i++) {
		const struct tree_file *file = &tree_before[i];
		char *path = et_sprintf(&w->arena, "%s/%s", w->root, file->path);
		char *slash;

		for (slash = strchr(path + strlen(w->root) + 1, '/'); slash;
			slash = strchr(slash + 1, '/')) {
			*slash = '\0';
			assert_true(mkdir(path, 0755) == 0 || errno == EEXIST);
			*slash = '/';
		}
		if (file->text)
			write_whole(path, file->text, file->mode);
		else
			assert_int_equal(mkdir(path, file->mode), 0);
	}
}

/* Adds a line of the picture for what has a path, and for all that is in it. */
static inline void picture_of(struct world *w, const char *path, struct et_buf *out)
{
	struct dirent **entries;
	char link[100];
	ssize_t length;
	int count;
	int i;

	count = scandir(in_tree(w, path), &entries, NULL, alphasort);
	assert_true(count >= 0);
	for (i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		const char *below = et_sprintf(&w->arena, "%s%s%s", path, *path ? "/" : "", name);
		struct stat status;

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
			strcmp(below, ET_JOURNAL) == 0)
			continue;
		assert_int_equal(lstat(in_tree(w, below), &status), 0);
		et_buf_printf(out, "%s %o ", below, status.st_mode);
		if (S_ISDIR(status.st_mode)) {
			et_buf_putc(out, '\n');
			picture_of(w, below, out);
		} else if (S_ISLNK(status.st_mode)) {
			length = readlink(in_tree(w, below), link, sizeof(link));
			et_buf_printf(out, "-> %.*s\n", (int)length, link);
		} else if (S_ISREG(status.st_mode)) {
			et_buf_printf(out, "%s %s\n",
				status.st_mtim.tv_sec == LONG_AGO ? "old" : "new",
				read_whole(w, in_tree(w, below)));
		} else {
			et_buf_putc(out, '\n');
		}
	}
	for (i = 0; i < count; i++)
		free(entries[i]);
	free(entries);
}

/* The tree without the journal; in the arena. */
static inline const char *picture(struct world *w)
{
	struct et_buf out = {0};
	const char *text;

	picture_of(w, "", &out);
	text = et_strdup(&w->arena, out.data);
	et_buf_finish(&out);
	return text;
}

/* Whether a message about a file has these words. */
static inline bool has_message(struct world *w, const char *file, const char *words)
{
	size_t i;

	for (i = 0; i < w->diags.list.count; i++) {
		if (strcmp(w->diags.list.items[i].file, file) == 0 &&
			strstr(w->diags.list.items[i].text, words))
			return true;
	}
	return false;
}

static inline void print_messages(struct world *w)
{
	size_t i;

	for (i = 0; i < w->diags.list.count; i++)
		print_message("%s: %s\n", w->diags.list.items[i].file, w->diags.list.items[i].text);
}

/* Fails, and says what the messages are instead. */
#define assert_message(w, file, words)                                                             \
	do {                                                                                       \
		if (!has_message(w, file, words)) {                                                \
			print_messages(w);                                                         \
			fail_msg("no message about %s has \"%s\"", file, words);                   \
		}                                                                                  \
	} while (0)

static inline int begin_world(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	const char *where = getenv("TMPDIR");

	if (!w)
		return -1;
	/* Thousands of trees are made, and synced to disk: memory is good enough for that. */
	if (!where)
		where = access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : P_tmpdir;
	umask(022);
	snprintf(w->base, sizeof(w->base), "%s/etalon-test-XXXXXX", where);
	if (!mkdtemp(w->base))
		return -1;
	snprintf(w->root, sizeof(w->root), "%s/tree", w->base);
	et_arena_init(&w->arena);
	build_tree(w);
	*state = w;
	return 0;
}

static inline int end_world(void **state)
{
	struct world *w = *state;

	remove_all(w->base);
	et_arena_finish(&w->arena);
	free(w);
	return 0;
}

#endif
