/* SPDX-License-Identifier: BSD-3-Clause */
/* Architectures by the names of folders: a source of one sees the headers of no other. */
#include "use_files.h"

#include "str.h"

struct arch {
	const char *folder;
	uint32_t bits;
};

enum {
	X86 = 1 << 0,
	ARM = 1 << 1,
	ARM64 = 1 << 2,
	POWERPC = 1 << 3,
	S390 = 1 << 4,
	MIPS = 1 << 5,
	RISCV = 1 << 6,
	LOONGARCH = 1 << 7,
	SPARC = 1 << 8,
	M68K = 1 << 9,
	ALPHA = 1 << 10,
	PARISC = 1 << 11,
	SH = 1 << 12,
	XTENSA = 1 << 13,
	MICROBLAZE = 1 << 14,
	OPENRISC = 1 << 15,
	HEXAGON = 1 << 16,
	ARC = 1 << 17,
	CSKY = 1 << 18,
	NIOS2 = 1 << 19,
	UM = 1 << 20,
};

static const struct arch archs[] = {
	{"x86", X86},
	{"i386", X86},
	{"x86_64", X86},
	{"arm", ARM | ARM64},
	{"aarch64", ARM64},
	{"arm64", ARM64},
	{"ppc", POWERPC},
	{"ppc64", POWERPC},
	{"powerpc", POWERPC},
	{"s390", S390},
	{"s390x", S390},
	{"mips", MIPS},
	{"riscv", RISCV},
	{"loongarch", LOONGARCH},
	{"loongarch64", LOONGARCH},
	{"sparc", SPARC},
	{"m68k", M68K},
	{"alpha", ALPHA},
	{"parisc", PARISC},
	{"hppa", PARISC},
	{"sh", SH},
	{"sh4", SH},
	{"xtensa", XTENSA},
	{"microblaze", MICROBLAZE},
	{"openrisc", OPENRISC},
	{"hexagon", HEXAGON},
	{"arc", ARC},
	{"csky", CSKY},
	{"nios2", NIOS2},
	{"um", UM},
};

static uint32_t find(const char *folder, size_t length)
{
	size_t i;

	for (i = 0; i < sizeof(archs) / sizeof(archs[0]); i++)
		if (strlen(archs[i].folder) == length &&
			memcmp(archs[i].folder, folder, length) == 0)
			return archs[i].bits;
	return 0;
}

uint32_t use_source_archs(const char *path)
{
	uint32_t bits = 0;
	const char *slash;

	for (; (slash = strchr(path, '/')); path = slash + 1)
		bits |= find(path, (size_t)(slash - path));
	return bits;
}

uint32_t use_header_archs(const char *path)
{
	bool below = false; /* the folder "arch" */
	const char *slash;

	for (; (slash = strchr(path, '/')); path = slash + 1) {
		size_t length = (size_t)(slash - path);

		/* asm-arm is the 32-bit one alone. */
		if (et_starts_with(path, "asm-"))
			return strncmp(path, "asm-arm/", 8) == 0 ? ARM : find(path + 4, length - 4);
		if (below)
			return length == 3 && memcmp(path, "arm", 3) == 0 ? ARM
									  : find(path, length);
		below = length == 4 && memcmp(path, "arch", 4) == 0;
	}
	return 0;
}
