/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Fuzzes what a kernel exports: the input is a tree ("%%FILE path" begins a file), whose scripts,
 * makefiles and tables are read for all its architectures, and whose headers are all made.
 */
#include "install.h"
#include "source_memory.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct asking {
	struct et_arena *arena;
	struct et_install *install;
	struct et_diags *diags;
	const char *arch;
	const char *folder;
};

static void ask(const char *name, void *data)
{
	const struct asking *a = data;

	et_install_header(a->install, a->arch, et_join(a->arena, a->folder, "/", name), a->diags);
}

static void ask_all(struct asking *a)
{
	static const char *const folders[] = {"linux", "asm-generic", "asm"};
	const char *const *archs;
	size_t count;
	size_t i;
	size_t j;

	archs = et_install_archs(a->install, &count);
	for (i = 0; i < count && i < 4; i++) {
		a->arch = archs[i];
		for (j = 0; j < sizeof(folders) / sizeof(*folders); j++) {
			a->folder = folders[j];
			et_install_list(a->install, a->arch, a->folder, ask, a);
		}
		et_install_header(a->install, a->arch, "asm/none.h", a->diags);
	}
	et_install_version(a->install);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct et_source *source = et_source_memory("fuzz", (const char *)data, size);
	struct et_arena arena;
	struct et_diags diags;
	struct asking asking = {.arena = &arena, .diags = &diags};

	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	asking.install = et_install_open(&arena, source, &diags);
	if (asking.install)
		ask_all(&asking);
	et_source_close(source);
	et_arena_finish(&arena);
	return 0;
}
