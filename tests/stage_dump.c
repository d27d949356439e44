/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writes what a profile makes of a source into a folder: for the comparison with what consumers'
 * own scripts write.
 *
 * usage: stage_dump [--close] [--profile NAME|FILE.yaml] [--time N] SOURCE CONSUMER [OUTPUT]
 */
#include "profile_read.h"
#include "stage.h"
#include "str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

struct options {
	const char *source, *consumer, *output, *profile;
	bool close;
	int times;
};

static void print_diags(const struct et_diags *diags)
{
	static const char *const words[] = {"note", "warning", "error"};
	size_t i;

	for (i = 0; i < diags->list.count; i++) {
		const struct et_diag *diag = &diags->list.items[i];

		fprintf(stderr, "%s:%u: %s: %s\n", diag->file ? diag->file : "stage_dump",
			(unsigned)diag->line, words[diag->severity], diag->text);
	}
}

static bool make_folders(struct et_arena *arena, const char *path)
{
	char *part = et_strdup(arena, path);
	char *slash;

	for (slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0777) && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return true;
}

static bool write_file(struct et_arena *arena, const char *output, const struct et_staged *file)
{
	const char *path = et_join(arena, output, "/", file->path);
	FILE *stream;
	bool good;

	if (!make_folders(arena, path) || !(stream = fopen(path, "wb"))) {
		perror(path);
		return false;
	}
	good = fwrite(file->data, 1, file->length, stream) == file->length;
	return fclose(stream) == 0 && good;
}

static bool write_all(struct et_arena *arena, const char *output, const struct et_stage *stage)
{
	size_t i;

	for (i = 0; i < stage->files.count; i++) {
		if (!write_file(arena, output, &stage->files.items[i]))
			return false;
	}
	return true;
}

static void print_stage(const struct et_stage *stage)
{
	size_t i;

	for (i = 0; i < stage->missing.count; i++)
		printf("missing: %s\n", stage->missing.items[i]);
	for (i = 0; i < stage->warnings.count; i++)
		printf("warning: %s\n", stage->warnings.items[i]);
	for (i = 0; i < stage->files.count; i++) {
		if (stage->files.items[i].closure)
			printf("closure: %s, for %s:%u\n", stage->files.items[i].path,
				stage->files.items[i].by, (unsigned)stage->files.items[i].by_line);
	}
	printf("%zu files\n", stage->files.count);
}

static const struct et_profile *choose(struct et_arena *arena, const struct options *options,
	struct et_source *consumer, struct et_diags *diags)
{
	if (!options->profile)
		return et_profile_recognise(arena, consumer, diags);
	if (et_ends_with(options->profile, ".yaml"))
		return et_profile_load(arena, options->profile, diags);
	return et_profile_builtin(arena, options->profile, diags);
}

static bool run(const struct options *options, bool last)
{
	struct et_arena arena;
	struct et_diags diags;
	struct et_stage stage = {0};
	struct et_source *source, *consumer;
	struct et_install *install = NULL;
	const struct et_profile *profile = NULL;
	bool good = false;

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	source = et_source_open(options->source, &diags);
	consumer = et_source_open(options->consumer, &diags);
	if (source && consumer) {
		install = et_install_open(&arena, source, &diags);
		profile = choose(&arena, options, consumer, &diags);
	}
	if (install && profile) {
		const char *release = et_profile_release_of(&arena, profile, consumer, &diags);

		good = et_stage_make(&arena, profile, release, install, &stage, &diags);
		if (good && options->close)
			et_stage_close(&arena, profile, release, install, options->consumer, &stage,
				&diags);
	}
	if (last) {
		print_diags(&diags);
		print_stage(&stage);
		if (good && options->output)
			good = write_all(&arena, options->output, &stage);
	}
	good = good && !diags.errors;
	et_source_close(source);
	et_source_close(consumer);
	et_arena_finish(&arena);
	return good;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
	struct options options = {.times = 1};
	const char **places[] = {&options.source, &options.consumer, &options.output};
	double begin, best = 1e9;
	bool good = true;
	int i, place = 0;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--close") == 0)
			options.close = true;
		else if (strcmp(argv[i], "--profile") == 0 && i + 1 < argc)
			options.profile = argv[++i];
		else if (strcmp(argv[i], "--time") == 0 && i + 1 < argc)
			options.times = atoi(argv[++i]);
		else if (place < 3)
			*places[place++] = argv[i];
	}
	if (place < 2) {
		fputs("usage: stage_dump [--close] [--profile NAME] [--time N] SOURCE CONSUMER "
		      "[OUTPUT]\n",
			stderr);
		return 2;
	}
	for (i = 0; i < options.times; i++) {
		begin = now();
		good = run(&options, i + 1 == options.times);
		if (now() - begin < best)
			best = now() - begin;
	}
	if (options.times > 1)
		printf("best of %d: %.1f ms\n", options.times, best);
	return good ? 0 : 1;
}
