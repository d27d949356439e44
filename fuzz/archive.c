/* SPDX-License-Identifier: BSD-3-Clause */
/* Any bytes as an archive: opened, gone through, and each file and folder of it asked for. */
#include "source_int.h"
#include "str.h"

#include <dlfcn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t limit(const char *path, void *data)
{
	(void)data;
	return et_ends_with(path, ".h") ? 1000 : et_ends_with(path, ".c") ? 0 : 1 << 20;
}

static void progress(uint64_t done, uint64_t all, void *data)
{
	(void)data;
	if (done > all)
		__builtin_trap();
}

static void ignore(const char *name, enum et_entry_kind kind, void *data)
{
	(void)name;
	(void)kind;
	(void)data;
}

static bool wanted(const char *path, void *data)
{
	struct et_arena arena = {0};
	struct et_text text;

	et_source_has(data, path);
	et_source_read(data, &arena, path, 100, &text);
	et_source_entries(data, path, ignore, NULL);
	et_arena_finish(&arena);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void *library;
	const struct et_source_want want = {limit, progress, NULL};
	struct et_arena arena = {0};
	struct et_diags diags;
	struct et_source *source;
	struct et_walk walk;
	char name[64];
	int fd = memfd_create("archive", MFD_CLOEXEC);

	/* Kept, so that it is not loaded anew for each input. */
	if (!library)
		library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
	if (fd < 0)
		return 0;
	if (write(fd, data, size) == (ssize_t)size) {
		et_diags_init(&diags, &arena);
		snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
		source = et_source_open_archive(name, &want, &diags);
		/* Either it is open, or it is said why not. */
		if (!source != (diags.errors == 1))
			__builtin_trap();
		if (source)
			et_source_walk(source, &arena, &walk, wanted, source, &diags);
		et_source_close(source);
	}
	close(fd);
	et_arena_finish(&arena);
	return 0;
}
