/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times et_apply() of as many files as a sync of QEMU writes, against writing the same files one by
 * one with no care at all. Works in TMPDIR, whose disk is what counts.
 */
#include "apply.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FILES = 130, FOLDERS = 13, SIZE = 20000, RUNS = 15 };

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int compare(const void *left, const void *right)
{
	double l = *(const double *)left;
	double r = *(const double *)right;

	return (l > r) - (l < r);
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	return remove(path);
}

static struct et_write *make_writes(struct et_arena *arena, int run)
{
	struct et_write *writes = ET_NEW_ARRAY(arena, FILES, struct et_write);
	int i;

	for (i = 0; i < FILES; i++) {
		char *data = et_alloc(arena, SIZE);

		memset(data, 'a' + run % 26, SIZE);
		writes[i] = (struct et_write){
			.path = et_sprintf(arena, "include/set%d/file%d.h", i % FOLDERS, i),
			.data = data,
			.length = SIZE};
	}
	return writes;
}

/* The peer: open, write, close. */
static int write_plainly(const char *root, const struct et_write *writes)
{
	char path[8192];
	int i;

	for (i = 0; i < FILES; i++) {
		FILE *file;

		snprintf(path, sizeof(path), "%s/%s", root, writes[i].path);
		file = fopen(path, "w");
		if (!file ||
			fwrite(writes[i].data, 1, writes[i].length, file) != writes[i].length ||
			fclose(file) != 0)
			return -1;
	}
	return 0;
}

int main(void)
{
	const char *where = getenv("TMPDIR");
	char root[4096];
	double careful[RUNS];
	double plain[RUNS];
	int status = 0;
	int run;

	snprintf(root, sizeof(root), "%s/etalon-bench-XXXXXX", where ? where : P_tmpdir);
	if (!mkdtemp(root)) {
		perror(root);
		return 1;
	}
	for (run = 0; run < RUNS && !status; run++) {
		struct et_arena arena;
		struct et_diags diags;
		struct et_write *writes;
		double start;

		et_arena_init(&arena);
		et_diags_init(&diags, &arena);
		writes = make_writes(&arena, 2 * run);
		sync();
		start = now();
		if (!et_apply(&arena, root, writes, FILES, &diags)) {
			fprintf(stderr, "%s: %s\n", diags.list.items[0].file,
				diags.list.items[0].text);
			status = 1;
		}
		careful[run] = now() - start;
		writes = make_writes(&arena, 2 * run + 1);
		sync();
		start = now();
		if (write_plainly(root, writes) != 0)
			status = 1;
		plain[run] = now() - start;
		et_arena_finish(&arena);
	}
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	if (status)
		return status;
	qsort(careful, RUNS, sizeof(*careful), compare);
	qsort(plain, RUNS, sizeof(*plain), compare);
	printf("%d files of %d bytes: %.1f ms whole or not at all (%.1f to %.1f), "
	       "%.1f ms plainly written\n",
		FILES, SIZE, careful[RUNS / 2], careful[0], careful[RUNS - 1], plain[RUNS / 2]);
	return 0;
}
