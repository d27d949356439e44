/* SPDX-License-Identifier: BSD-3-Clause */
#include "abi.h"

#include <stddef.h>
#include <string.h>

/* Only macros that headers ask about; what a compiler says beyond them decides no layout. */
#define COMMON                                                                                     \
	"__STDC__=1", "__STDC_VERSION__=201710L", "__STDC_HOSTED__=1", "__CHAR_BIT__=8",           \
		"__ORDER_LITTLE_ENDIAN__=1234", "__ORDER_BIG_ENDIAN__=4321",                       \
		"__ORDER_PDP_ENDIAN__=3412", "__INT_MAX__=2147483647", "__SHRT_MAX__=32767",       \
		"__SCHAR_MAX__=127", "__LONG_LONG_MAX__=9223372036854775807LL",                    \
		"__SIZEOF_SHORT__=2", "__SIZEOF_INT__=4", "__SIZEOF_LONG_LONG__=8",                \
		"__SIZEOF_FLOAT__=4", "__SIZEOF_DOUBLE__=8", "__INT8_TYPE__=signed char",          \
		"__UINT8_TYPE__=unsigned char", "__INT16_TYPE__=short",                            \
		"__UINT16_TYPE__=unsigned short", "__INT32_TYPE__=int",                            \
		"__UINT32_TYPE__=unsigned int"

#define LINUX                                                                                      \
	"__GNUC__=12", "__GNUC_MINOR__=2", "__GNUC_PATCHLEVEL__=0", "__GNUC_STDC_INLINE__=1",      \
		"__ELF__=1", "__linux__=1", "__linux=1", "__gnu_linux__=1", "__unix__=1",          \
		"__unix=1", "__WCHAR_MAX__=2147483647", "__WCHAR_TYPE__=int",                      \
		"__WINT_TYPE__=unsigned int"

#define WORD64                                                                                     \
	"__LP64__=1", "_LP64=1", "__SIZEOF_LONG__=8", "__SIZEOF_POINTER__=8",                      \
		"__SIZEOF_SIZE_T__=8", "__SIZEOF_PTRDIFF_T__=8", "__SIZEOF_INT128__=16",           \
		"__LONG_MAX__=9223372036854775807L", "__POINTER_WIDTH__=64",                       \
		"__SIZE_TYPE__=long unsigned int", "__PTRDIFF_TYPE__=long int",                    \
		"__INT64_TYPE__=long int", "__UINT64_TYPE__=long unsigned int"

static const char *const lp64_macros[] = {COMMON, LINUX, WORD64,
	"__BYTE_ORDER__=__ORDER_LITTLE_ENDIAN__", "__x86_64__=1", "__x86_64=1", "__amd64__=1",
	"__amd64=1", "__BIGGEST_ALIGNMENT__=16", "__SIZEOF_LONG_DOUBLE__=16", NULL};

static const char *const i386_macros[] = {COMMON, LINUX, "__ILP32__=1", "__SIZEOF_LONG__=4",
	"__SIZEOF_POINTER__=4", "__SIZEOF_SIZE_T__=4", "__SIZEOF_PTRDIFF_T__=4",
	"__LONG_MAX__=2147483647L", "__POINTER_WIDTH__=32", "__SIZE_TYPE__=unsigned int",
	"__PTRDIFF_TYPE__=int", "__INT64_TYPE__=long long int",
	"__UINT64_TYPE__=long long unsigned int", "__BYTE_ORDER__=__ORDER_LITTLE_ENDIAN__",
	"__i386__=1", "__i386=1", "__BIGGEST_ALIGNMENT__=16", "__SIZEOF_LONG_DOUBLE__=12", NULL};

static const char *const llp64_macros[] = {COMMON, "_WIN32=1", "_WIN64=1", "_MSC_VER=1920",
	"_M_X64=100", "_M_AMD64=100", "__SIZEOF_LONG__=4", "__SIZEOF_POINTER__=8",
	"__SIZEOF_SIZE_T__=8", "__SIZEOF_PTRDIFF_T__=8", "__LONG_MAX__=2147483647L",
	"__BYTE_ORDER__=__ORDER_LITTLE_ENDIAN__", "__SIZE_TYPE__=long long unsigned int",
	"__SIZEOF_LONG_DOUBLE__=8", "__PTRDIFF_TYPE__=long long int", "__WCHAR_MAX__=65535",
	"__WCHAR_TYPE__=unsigned short", "__INT64_TYPE__=long long int",
	"__UINT64_TYPE__=long long unsigned int", NULL};

static const char *const be64_macros[] = {COMMON, LINUX, WORD64,
	"__BYTE_ORDER__=__ORDER_BIG_ENDIAN__", "__s390__=1", "__s390x__=1", "__zarch__=1",
	"__CHAR_UNSIGNED__=1", "__LONG_DOUBLE_128__=1", "__BIGGEST_ALIGNMENT__=8",
	"__SIZEOF_LONG_DOUBLE__=16", NULL};

static const struct et_abi abis[ET_ABI_COUNT] = {
	/* void and bool, char … long long, int128, float, double, long double, pointer */
	[ET_ABI_LP64] = {ET_ABI_LP64, "lp64", false, true, false,
		{1, 1, 1, 2, 4, 8, 8, 16, 4, 8, 16, 8}, {1, 1, 1, 2, 4, 8, 8, 16, 4, 8, 16, 8},
		lp64_macros},
	[ET_ABI_I386] = {ET_ABI_I386, "i386", false, true, false,
		{1, 1, 1, 2, 4, 4, 8, 16, 4, 8, 12, 4}, {1, 1, 1, 2, 4, 4, 4, 16, 4, 4, 4, 4},
		i386_macros},
	[ET_ABI_LLP64] = {ET_ABI_LLP64, "llp64", false, true, true,
		{1, 1, 1, 2, 4, 4, 8, 16, 4, 8, 8, 8}, {1, 1, 1, 2, 4, 4, 8, 16, 4, 8, 8, 8},
		llp64_macros},
	[ET_ABI_BE64] = {ET_ABI_BE64, "be64", true, false, false,
		{1, 1, 1, 2, 4, 8, 8, 16, 4, 8, 16, 8}, {1, 1, 1, 2, 4, 8, 8, 8, 4, 8, 8, 8},
		be64_macros},
};

const struct et_abi *et_abi(enum et_abi_id id)
{
	return id < ET_ABI_COUNT ? &abis[id] : NULL;
}

const struct et_abi *et_abi_by_name(const char *name)
{
	unsigned id;

	for (id = 0; id < ET_ABI_COUNT; id++)
		if (name && strcmp(abis[id].name, name) == 0)
			return &abis[id];
	return NULL;
}
