/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Developers' program: prove_dump CONSUMER BUILD NEW [REMOVED...] lays the files below NEW over a
 * consumer, by et_prove(), and prints what its compilers say, a message a line:
 * "error|warning TAB file TAB line TAB column TAB text TAB unit".
 */
#include "file.h"
#include "prove.h"
#include "walk.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool any(const char *path, void *data)
{
	(void)path;
	(void)data;
	return true;
}

static void progress(void *data, size_t done, size_t all)
{
	(void)data;
	if (isatty(2) || done % 50 == 0 || done == all)
		fprintf(stderr, "%zu of %zu%c", done, all, isatty(2) ? '\r' : '\n');
}

static double seconds(void)
{
	struct timespec time = {0};

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct et_arena arena;
	struct et_diags diags;
	struct et_walk walk = {0};
	struct et_proof proof;
	struct et_prove_options options = {.progress = progress};
	struct et_staged *files;
	double begin = seconds();
	bool good;
	size_t i;

	if (argc < 4) {
		fprintf(stderr, "usage: prove_dump CONSUMER BUILD NEW [REMOVED...]\n");
		return 2;
	}
	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	et_walk(&walk, &arena, argv[3], any, NULL, &diags);
	files = ET_NEW_ARRAY(&arena, walk.paths.count + 1, struct et_staged);
	for (i = 0; i < walk.paths.count; i++) {
		const char *path = et_join(&arena, argv[3], "/", walk.paths.items[i]);
		struct et_text text = {0};
		const char *why = et_read_file(&arena, AT_FDCWD, path, 64 << 20, &text);

		if (why)
			fprintf(stderr, "%s: %s\n", path, why);
		files[i].path = walk.paths.items[i];
		files[i].data = text.data;
		files[i].length = text.length;
	}
	options.consumer = argv[1];
	options.build = argv[2];
	options.files = files;
	options.n_files = walk.paths.count;
	options.removed = (const char *const *)argv + 4;
	good = et_prove(&arena, &options, &proof, &diags);
	for (i = 0; i < diags.list.count; i++)
		fprintf(stderr, "%s:%u: %s\n", diags.list.items[i].file, diags.list.items[i].line,
			diags.list.items[i].text);
	for (i = 0; i < proof.messages.count; i++) {
		const struct et_proof_message *m = &proof.messages.items[i];

		printf("%s\t%s\t%u\t%u\t%s\t%s\n", m->error ? "error" : "warning", m->file, m->line,
			m->column, m->text, m->unit);
	}
	fprintf(stderr,
		"%zu of %zu units, %zu failing, %zu broken, %zu skipped, %zu messages; %.1f s, %zu "
		"KiB\n",
		proof.units, proof.all, proof.failing, proof.broken, proof.skipped,
		proof.messages.count, seconds() - begin, arena.used >> 10);
	et_arena_finish(&arena);
	return good ? 0 : 2;
}
