/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Writes all headers that a kernel exports for an architecture below a folder, to be compared with
 * what its own headers_install writes; or, without a folder, makes them and says how long it took.
 * Usage: install_dump SOURCE ARCH [FOLDER]; "-" is each architecture.
 */
#include "install.h"
#include "str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

struct dump {
	struct et_arena arena;
	struct et_diags diags;
	struct et_install *install;
	const char *arch;
	const char *out; /* or NULL */
	const char *folder;
	size_t headers;
	size_t bytes;
};

static void fail(const char *what)
{
	fprintf(stderr, "install_dump: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void make_folders(char *path)
{
	char *slash = path;

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			fail(path);
		*slash = '/';
	}
}

static void write_header(struct dump *d, const struct et_installed *header)
{
	char *path = et_sprintf(&d->arena, "%s/%s", d->out, header->path);
	FILE *file;

	make_folders(path);
	file = fopen(path, "w");
	if (!file || fwrite(header->data, 1, header->length, file) != header->length ||
		fclose(file) != 0)
		fail(path);
}

static void take_header(const char *name, void *data)
{
	struct dump *d = data;
	const struct et_installed *header = et_install_header(
		d->install, d->arch, et_sprintf(&d->arena, "%s/%s", d->folder, name), &d->diags);

	if (!header)
		return;
	d->headers++;
	d->bytes += header->length;
	if (d->out)
		write_header(d, header);
}

struct walk {
	struct dump *dump;
	const char *root;
	const char *folder; /* below the root */
};

static void take_entry(const char *name, enum et_entry_kind kind, void *data)
{
	const struct walk *w = data;
	struct dump *d = w->dump;
	struct walk inner = *w;

	if (kind != ET_ENTRY_FOLDER)
		return;
	inner.folder = et_sprintf(&d->arena, "%s%s%s", w->folder, *w->folder ? "/" : "", name);
	d->folder = inner.folder;
	et_install_list(d->install, d->arch, inner.folder, take_header, d);
	et_source_entries(et_install_source(d->install),
		et_sprintf(&d->arena, "%s/%s", w->root, inner.folder), take_entry, &inner);
}

static void dump_arch(struct dump *d, const char *arch)
{
	struct walk common = {d, "include/uapi", ""};
	struct walk own = {d, et_sprintf(&d->arena, "arch/%s/include/uapi", arch), ""};

	d->arch = arch;
	et_source_entries(et_install_source(d->install), common.root, take_entry, &common);
	et_source_entries(et_install_source(d->install), own.root, take_entry, &own);
}

static void dump(struct dump *d, struct et_source *source, const char *arch)
{
	const char *const *archs;
	size_t count;
	size_t i;

	d->install = et_install_open(&d->arena, source, &d->diags);
	if (!d->install)
		return;
	archs = et_install_archs(d->install, &count);
	for (i = 0; i < count; i++)
		if (strcmp(arch, "-") == 0 || strcmp(arch, archs[i]) == 0)
			dump_arch(d, archs[i]);
}

int main(int argc, char **argv)
{
	struct dump d = {.out = argc > 3 ? argv[3] : NULL};
	struct et_source *source;
	struct timespec begin;
	struct timespec end;
	size_t i;

	if (argc < 3)
		return 2;
	et_arena_init(&d.arena);
	et_diags_init(&d.diags, &d.arena);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	source = et_source_open(argv[1], &d.diags);
	if (source)
		dump(&d, source, argv[2]);
	clock_gettime(CLOCK_MONOTONIC, &end);
	for (i = 0; i < d.diags.list.count; i++)
		fprintf(stderr, "%s:%u: %s\n", d.diags.list.items[i].file,
			(unsigned)d.diags.list.items[i].line, d.diags.list.items[i].text);
	if (d.install)
		printf("%s: %zu headers, %zu bytes, %.1f ms\n", et_install_version(d.install),
			d.headers, d.bytes,
			(double)(end.tv_sec - begin.tv_sec) * 1e3 +
				(double)(end.tv_nsec - begin.tv_nsec) / 1e6);
	et_source_close(source);
	i = d.diags.errors;
	et_arena_finish(&d.arena);
	return i ? 1 : 0;
}
