/* SPDX-License-Identifier: BSD-3-Clause */
/* A tree of headers that were installed: they are taken as they are. */
#include "install_int.h"

#include "str.h"

#include <stdlib.h>
#include <string.h>

/* Where the headers are below what a user names. */
static const char *const prefixes[] = {"", "include/", "usr/include/"};

/* The first part of the names of machines, as compilers and distributions spell them, by folder. */
static const struct {
	const char *machine; /* a pattern */
	const char *arch;
} machines[] = {
	{"aarch64*", "arm64"},
	{"alpha*", "alpha"},
	{"arc*", "arc"},
	{"arm*", "arm"},
	{"csky*", "csky"},
	{"hexagon*", "hexagon"},
	{"hppa*", "parisc"},
	{"i?86", "x86"},
	{"ia64", "ia64"},
	{"loongarch*", "loongarch"},
	{"m68k", "m68k"},
	{"microblaze*", "microblaze"},
	{"mips*", "mips"},
	{"nios2*", "nios2"},
	{"or1k*", "openrisc"},
	{"parisc*", "parisc"},
	{"powerpc*", "powerpc"},
	{"ppc*", "powerpc"},
	{"riscv*", "riscv"},
	{"s390*", "s390"},
	{"sh*", "sh"},
	{"sparc*", "sparc"},
	{"x86_64", "x86"},
	{"xtensa*", "xtensa"},
};

/*
 * By what trees are told whose folders name no machine: a header that only one architecture
 * installs, in all releases since 5.10, or a word in one that more of them have.
 */
static const struct {
	const char *header;
	const char *word; /* or NULL */
	const char *arch;
} marks[] = {
	{"asm/bootparam.h", NULL, "x86"},
	{"asm/sve_context.h", NULL, "arm64"},
	{"asm/chsc.h", NULL, "s390"},
	{"asm/sgidefs.h", NULL, "mips"},
	{"asm/epapr_hcalls.h", NULL, "powerpc"},
	{"asm/ptrace.h", "_RISCV_", "riscv"},
	{"asm/reg.h", "LOONGARCH", "loongarch"},
	{"asm/unistd-eabi.h", NULL, "arm"},
	{"asm/pdc.h", NULL, "parisc"},
	{"asm/asi.h", NULL, "sparc"},
	{"asm/pal.h", NULL, "alpha"},
	{"asm/rse.h", NULL, "ia64"},
	{"asm/bootinfo.h", NULL, "m68k"},
	{"asm/cpu-features.h", NULL, "sh"},
	{"asm/registers.h", NULL, "hexagon"},
	{"asm/ptrace.h", "_ARC_", "arc"},
	{"asm/ptrace.h", "_CSKY_", "csky"},
	{"asm/ptrace.h", "_MICROBLAZE_", "microblaze"},
	{"asm/ptrace.h", "_NIOS2_", "nios2"},
	{"asm/ptrace.h", "_OPENRISC_", "openrisc"},
	{"asm/ptrace.h", "_XTENSA_", "xtensa"},
};

static const char *arch_of(const char *machine)
{
	size_t length = strcspn(machine, "-");
	char name[32];
	size_t i;

	if (!et_starts_with(machine + length, "-linux") || length >= sizeof(name))
		return NULL;
	memcpy(name, machine, length);
	name[length] = '\0';
	for (i = 0; i < sizeof(machines) / sizeof(*machines); i++)
		if (et_glob(machines[i].machine, name))
			return machines[i].arch;
	return NULL;
}

static void add_arch(struct et_install *install, const char *name, const char *folder)
{
	void **slot = et_map_slot(&install->archs, install->arena, name, strlen(name));
	struct et_arch *arch;

	/* Several machines of one architecture have the same headers: the first is taken. */
	if (*slot)
		return;
	arch = ET_NEW(install->arena, struct et_arch);
	arch->name = name;
	arch->folder = folder;
	*slot = arch;
	*ET_APPEND(install->arena, &install->arch_names) = name;
}

static bool has_file(struct et_install *install, const char *folder, const char *name)
{
	return et_folders_has_file(
		&install->folders, et_join(install->arena, install->prefix, folder, name));
}

static bool has_folder(struct et_install *install, const char *folder, const char *name)
{
	return et_folders_has_folder(
		&install->folders, et_join(install->arena, install->prefix, folder, name));
}

static bool has_word(struct et_install *install, const char *header, const char *word)
{
	struct et_text text;

	return !word || (!et_source_read(install->source, install->arena,
				 et_join(install->arena, install->prefix, "", header),
				 ET_HEADER_LIMIT, &text) &&
				strstr(text.data, word));
}

/* asm/ beside linux/: of the one architecture that a header in it tells. */
static void add_plain(struct et_install *install)
{
	size_t i;

	if (!has_folder(install, "", "asm"))
		return;
	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (has_file(install, "", marks[i].header) &&
			has_word(install, marks[i].header, marks[i].word)) {
			add_arch(install, marks[i].arch, "");
			return;
		}
	}
}

/* MACHINE-linux-gnu/asm, as Debian keeps the headers of several architectures. */
static void add_machines(struct et_install *install)
{
	size_t length = strlen(install->prefix);
	const struct et_folder *root = et_folders_get(&install->folders,
		length ? et_strndup(install->arena, install->prefix, length - 1) : "");
	size_t i;

	for (i = 0; root && i < root->folders.count; i++) {
		const char *name = root->folders.items[i];
		const char *arch = arch_of(name);

		if (arch && has_folder(install, et_join(install->arena, name, "/", ""), "asm"))
			add_arch(install, arch, et_join(install->arena, name, "/", ""));
	}
}

bool et_installed_open(struct et_install *install)
{
	size_t i;

	for (i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		install->prefix = prefixes[i];
		if (!has_file(install, "linux/", "version.h") ||
			!has_folder(install, "", "asm-generic"))
			continue;
		add_plain(install);
		add_machines(install);
		return true;
	}
	install->prefix = NULL;
	return false;
}

/* Where the headers of asm/ are: the architecture's, or the one there is. */
static const char *folder_of(const struct et_install *install, const struct et_arch *arch)
{
	return arch ? arch->folder : install->arch_names.count ? NULL : "";
}

const struct et_installed *et_installed_header(
	struct et_install *install, const struct et_arch *arch, const char *path)
{
	bool own = et_starts_with(path, "asm/");
	const char *folder = own ? folder_of(install, arch) : "";
	const char *origin;
	struct et_installed *made;
	struct et_text text;
	const char *error;
	void **slot;

	if (!folder)
		return NULL;
	origin = et_join(install->arena, install->prefix, folder, path);
	made = et_map_get(&install->headers, origin, strlen(origin));
	if (made || !et_folders_has_file(&install->folders, origin))
		return made;
	error = et_source_read(install->source, install->arena, origin, ET_HEADER_LIMIT, &text);
	if (error) {
		et_diag(&install->own, ET_ERROR, origin, 0, NULL, "can't be read: %s", error);
		return NULL;
	}
	made = ET_NEW(install->arena, struct et_installed);
	*made = (struct et_installed){
		.path = et_strdup(install->arena, path),
		.data = text.data,
		.length = text.length,
		.origin = origin,
	};
	slot = et_map_slot(&install->headers, install->arena, origin, strlen(origin));
	*slot = made;
	return made;
}

void et_installed_list(struct et_install *install, const struct et_arch *arch, const char *folder,
	et_install_name_fn *take, void *data)
{
	bool own = et_streq(folder, "asm") || et_starts_with(folder, "asm/");
	const char *where = own ? folder_of(install, arch) : "";
	const struct et_folder *found;
	size_t i;

	if (!where || !*folder)
		return;
	found = et_folders_get(
		&install->folders, et_join(install->arena, install->prefix, where, folder));
	for (i = 0; found && i < found->files.count; i++)
		if (et_ends_with(found->files.items[i], ".h"))
			take(found->files.items[i], data);
}

/* The number behind "#define NAME"; -1 without. */
static long number(const char *text, const char *name)
{
	const char *at = strstr(text, name);
	char *end;
	long value;

	if (!at)
		return -1;
	value = strtol(at + strlen(name), &end, 10);
	return end == at + strlen(name) || value < 0 ? -1 : value;
}

const char *et_installed_version(struct et_install *install)
{
	struct et_text text;
	long code;
	long patch;

	if (et_source_read(install->source, install->arena,
		    et_join(install->arena, install->prefix, "linux/", "version.h"),
		    ET_HEADER_LIMIT, &text))
		return NULL;
	code = number(text.data, "#define LINUX_VERSION_CODE ");
	if (code < 0)
		return NULL;
	/* The code has no room for more than 255. */
	patch = number(text.data, "#define LINUX_VERSION_SUBLEVEL ");
	return et_sprintf(install->arena, "%ld.%ld.%ld", code >> 16, code >> 8 & 255,
		patch < 0 ? code & 255 : patch);
}
