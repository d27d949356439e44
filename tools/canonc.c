/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * canonc: compiles the registry and the dialects into C source. A tool of the build, run on the
 * machine that builds:
 *
 *	canonc --edition 1.4 --output canon.c [--check] registry/FILE... -- dialects/FILE...
 *
 * Errors go to standard error as "file:line: error: text". Exit status 1 when there are any: then
 *no output is written.
 */
#include "canon_c.h"
#include "canon_edition.h"
#include "dialects.h"
#include "registry.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
	"usage: canonc --edition EDITION (--output FILE | --check) REGISTRY... -- [DIALECT...]\n";

struct options {
	const char *edition;
	const char *output;
	bool check; /* read and judge only; prints what there is */
	char **registry;
	int n_registry;
	char **dialects;
	int n_dialects;
};

static bool parse_options(int argc, char **argv, struct options *options)
{
	int i;

	for (i = 1; i < argc && strncmp(argv[i], "--", 2) == 0 && argv[i][2]; i++) {
		if (strcmp(argv[i], "--check") == 0)
			options->check = true;
		else if (strcmp(argv[i], "--edition") == 0 && i + 1 < argc)
			options->edition = argv[++i];
		else if (strcmp(argv[i], "--output") == 0 && i + 1 < argc)
			options->output = argv[++i];
		else
			return false;
	}
	options->registry = argv + i;
	while (i < argc && strcmp(argv[i], "--") != 0) {
		options->n_registry++;
		i++;
	}
	if (i < argc) {
		options->dialects = argv + i + 1;
		options->n_dialects = argc - i - 1;
	}
	return options->edition && options->n_registry &&
	       (options->output != NULL) != options->check;
}

static void print_diags(const struct et_diags *diags)
{
	static const char *const severities[] = {
		[ET_NOTE] = "note", [ET_WARNING] = "warning", [ET_ERROR] = "error"};
	size_t i;

	for (i = 0; i < diags->list.count; i++) {
		const struct et_diag *diag = &diags->list.items[i];

		if (diag->file)
			fprintf(stderr, "%s:", diag->file);
		if (diag->file && diag->line)
			fprintf(stderr, "%u:", diag->line);
		fprintf(stderr, "%s%s: %s\n", diag->file ? " " : "", severities[diag->severity],
			diag->text);
	}
	if (diags->suppressed)
		fprintf(stderr, "canonc: and %zu more\n", diags->suppressed);
}

static const struct et_yaml *const *load(
	struct et_arena *arena, struct et_diags *diags, char **paths, int count)
{
	const struct et_yaml **documents =
		ET_NEW_ARRAY(arena, (size_t)count, const struct et_yaml *);
	int i;

	for (i = 0; i < count; i++)
		documents[i] = et_yaml_load_file(arena, diags, AT_FDCWD, paths[i]);
	return documents;
}

static bool write_file(const char *path, const struct et_buf *text)
{
	FILE *file = fopen(path, "wb");
	bool good;

	if (!file) {
		perror(path);
		return false;
	}
	good = fwrite(text->data, 1, text->length, file) == text->length;
	if (fclose(file) != 0 || !good) {
		perror(path);
		unlink(path);
		return false;
	}
	return true;
}

static void print_counts(const struct et_canon *canon, size_t n_dialects)
{
	size_t i, constants = 0, records = 0, views = 0, registers = 0, queues = 0, commands = 0;

	for (i = 0; i < canon->n_interfaces; i++) {
		const struct et_interface *interface = canon->interfaces[i];

		constants += interface->n_constants;
		records += interface->n_records;
		views += interface->n_views;
		registers += interface->n_registers;
		queues += interface->n_queues;
		commands += interface->n_commands;
	}
	printf("%zu interfaces, %zu constants, %zu records, %zu views, %zu registers, "
	       "%zu virtqueues, %zu commands, %zu names, %zu errata, %zu deviations, %zu "
	       "requirements, %zu dialects\n",
		canon->n_interfaces, constants, records, views, registers, queues, commands,
		canon->n_names, canon->n_errata, canon->n_deviations, canon->n_requirements,
		n_dialects);
}

static int run(struct et_arena *arena, const struct options *options)
{
	enum et_edition edition = et_edition_by_name(options->edition);
	const struct et_dialect *const *dialects;
	const struct et_canon *all;
	const struct et_yaml *const *documents;
	struct et_diags diags;
	struct et_buf text;
	size_t n_dialects;
	bool good = true;

	if (edition == ET_EDITION_COUNT) {
		fprintf(stderr, "canonc: no edition '%s'\n", options->edition);
		return 1;
	}
	et_diags_init(&diags, arena);
	documents = load(arena, &diags, options->registry, options->n_registry);
	all = et_registry_read_all(arena, &diags, documents, (size_t)options->n_registry);
	documents = load(arena, &diags, options->dialects, options->n_dialects);
	dialects = et_dialects_read(
		arena, &diags, all, documents, (size_t)options->n_dialects, &n_dialects);
	print_diags(&diags);
	if (diags.errors)
		return 1;
	if (options->check) {
		print_counts(all, n_dialects);
		return 0;
	}
	et_buf_init(&text);
	et_write_canon_c(arena, &text, et_canon_at(arena, all, edition), all, dialects, n_dialects);
	good = write_file(options->output, &text);
	et_buf_finish(&text);
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct options options = {0};
	struct et_arena arena;
	int status;

	if (!parse_options(argc, argv, &options)) {
		fputs(usage, stderr);
		return 1;
	}
	et_arena_init(&arena);
	status = run(&arena, &options);
	et_arena_finish(&arena);
	return status;
}
