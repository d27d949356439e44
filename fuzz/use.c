/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any text as a consumer's sources, asked for uses of all kinds. "=== own.h" begins another file:
 * one of those in the table; what stands before is x.c.
 */
#include "str.h"
#include "use.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { GIVEN, ON_DISK }; /* index of the header that is no file of the consumer's */

static const char *const names[] = {"linux/a.h", "x.c", "y.c", "own.h", "part.inc", "w.cpp",
	"arch/arm64/own.h", "include/linux/b.h"};

enum { N_NAMES = sizeof(names) / sizeof(names[0]) };

static char root[64];
static int files[N_NAMES]; /* kept open: a run only writes */

static const char *path_of(char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s/%s", root, name);
	return path;
}

static void remove_all(void)
{
	static const char *const folders[] = {"include/linux", "include", "arch/arm64", "arch", ""};
	char path[128];
	size_t i;

	for (i = ON_DISK; i < N_NAMES; i++)
		unlink(path_of(path, sizeof(path), names[i]));
	for (i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		rmdir(path_of(path, sizeof(path), folders[i]));
}

/* In memory where that is possible: the sources are written anew for each input. */
static bool prepare(void)
{
	char path[128];
	char *slash;
	size_t i;

	strcpy(root, "/dev/shm/etalon-fuzz-XXXXXX");
	if (!mkdtemp(root)) {
		strcpy(root, "/tmp/etalon-fuzz-XXXXXX");
		if (!mkdtemp(root))
			return false;
	}
	atexit(remove_all);
	for (i = ON_DISK; i < N_NAMES; i++) {
		path_of(path, sizeof(path), names[i]);
		slash = path + strlen(root);
		while ((slash = strchr(slash + 1, '/'))) {
			*slash = '\0';
			mkdir(path, 0700);
			*slash = '/';
		}
		files[i] = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (files[i] < 0)
			return false;
	}
	return true;
}

/* Whether a line is "=== NAME" with a name of the table. */
static bool is_mark(const char *line, size_t length, size_t *name)
{
	size_t i;

	if (length < 4 || memcmp(line, "=== ", 4) != 0)
		return false;
	for (i = 0; i < N_NAMES; i++) {
		if (strlen(names[i]) == length - 4 && memcmp(names[i], line + 4, length - 4) == 0) {
			*name = i;
			return true;
		}
	}
	return false;
}

/* Gives a file its text; one that comes twice has the later one. */
static void put(size_t name, const char *text, size_t length, struct et_use_header *given)
{
	if (name == GIVEN)
		*given = (struct et_use_header){names[GIVEN], text, length};
	else if (ftruncate(files[name], 0) != 0 ||
		 pwrite(files[name], text, length, 0) != (ssize_t)length)
		abort();
}

static void put_all(const char *text, size_t length, struct et_use_header *given)
{
	const char *end = text + length;
	const char *from = text; /* of the file in work */
	const char *line = text;
	size_t name = ON_DISK;
	size_t i;

	for (i = ON_DISK; i < N_NAMES; i++)
		put(i, "", 0, given);
	while (line < end) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		const char *next = newline ? newline + 1 : end;
		size_t other;

		if (is_mark(line, (size_t)((newline ? newline : end) - line), &other)) {
			put(name, from, (size_t)(line - from), given);
			name = other;
			from = next;
		}
		line = next;
	}
	put(name, from, (size_t)(end - from), given);
}

static const char *const typedefs[] = {"foo_t", "foo_alias", NULL};
static const char *const members[] = {"E_A", "E_B", "E_LAST", NULL};
static const char *const fields[] = {"gone", "kept", NULL};

#define A .header = "linux/a.h"
#define B .header = "include/linux/b.h"

/* clang-format off */
static const struct et_query queries[] = {
	{A, .kind = ET_QUERY_NAME_GONE, .name = "FOO", .def = ET_DEFINED_MACRO, .was = "1"},
	{A, .kind = ET_QUERY_NAME_GONE, .name = "CALL", .def = ET_DEFINED_FUNCTION_MACRO},
	{B, .kind = ET_QUERY_NAME_GONE, .name = "E_OLD", .def = ET_DEFINED_ENUMERATOR, .elsewhere = "linux/a.h"},
	{A, .kind = ET_QUERY_NAME_GONE, .name = "old_t", .def = ET_DEFINED_TYPEDEF},
	{.kind = ET_QUERY_NAME_GONE, .name = "anywhere"},
	{A, .kind = ET_QUERY_TAG_GONE, .name = "foo", .members = fields},
	{B, .kind = ET_QUERY_TAG_GONE, .name = "both", .is_union = true},
	{A, .kind = ET_QUERY_MEMBER_GONE, .record = "foo", .name = "gone", .typedefs = typedefs},
	{A, .kind = ET_QUERY_MEMBER_GONE, .record = "foo", .name = "csum.start"},
	{B, .kind = ET_QUERY_MEMBER_GONE, .record = "both", .name = "u", .is_union = true},
	{A, .kind = ET_QUERY_MEMBER_TYPE, .record = "foo", .name = "kept", .was = "__u8", .now = "__u8[4]"},
	{B, .kind = ET_QUERY_MEMBER_TYPE, .record = "in", .name = "deep", .was = "__u32", .now = "__le32"},
	{A, .kind = ET_QUERY_VALUE, .name = "S_NR", .was = "2", .now = "3"},
	{A, .kind = ET_QUERY_VALUE, .name = "E_LAST", .members = members},
	{B, .kind = ET_QUERY_VALUE, .name = "E_B", .was = "-1", .now = "0x7fffffffffffffff"},
	{A, .kind = ET_QUERY_SIZE, .record = "foo", .name = "foo", .typedefs = typedefs, .was = "8", .now = "12"},
	{B, .kind = ET_QUERY_SIZE, .record = "in", .name = "in"},
	{A, .kind = ET_QUERY_ENUM_GREW, .record = "e", .name = "E_NEW"},
	{B, .kind = ET_QUERY_ENUM_GREW, .name = "F_NEW", .members = members},
	{A, .kind = ET_QUERY_NAME_NEW, .name = "NEW", .def = ET_DEFINED_MACRO, .now = "(1 << 3)"},
	{A, .kind = ET_QUERY_NAME_NEW, .name = "NEW_CALL", .def = ET_DEFINED_FUNCTION_MACRO, .now = "((x) + 1)", .parameters = "(x)"},
	{B, .kind = ET_QUERY_NAME_NEW, .name = "N_E", .def = ET_DEFINED_ENUMERATOR},
	{B, .kind = ET_QUERY_NAME_NEW, .name = "new_t", .def = ET_DEFINED_TYPEDEF, .now = "struct new"},
	{A, .kind = ET_QUERY_NAME_NEW, .name = "new_function", .def = ET_DEFINED_OBJECT},
	{B, .kind = ET_QUERY_TAG_NEW, .name = "new"},
	{A, .kind = ET_QUERY_HEADER_GONE, .name = "linux/a.h"},
	{B, .kind = ET_QUERY_HEADER_GONE, .name = "linux/b.h", .elsewhere = "linux/a.h"},
	{B, .kind = ET_QUERY_MACRO_GONE, .name = "FOO"},
	{B, .kind = ET_QUERY_PARAMETERS, .name = "bar", .was = "2", .now = "1"},
};
/* clang-format on */

/* What use.h promises of each. */
static void check(const struct et_use *use)
{
	if (!use->why || !*use->why || !use->line || !use->column)
		__builtin_trap();
	if (use->certainty == ET_USE_CERTAIN && !use->breaks)
		__builtin_trap();
	if (use->query < queries || use->query >= queries + sizeof(queries) / sizeof(queries[0]))
		__builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const imported[] = {"include/", NULL};
	struct et_use_header given = {names[GIVEN], "", 0};
	struct et_use_options options = {
		.root = root, .except = imported, .headers = &given, .n_headers = 1, .threads = 1};
	struct et_arena arena;
	struct et_diags diags;
	struct et_uses uses;
	size_t i;

	if (!*root && !prepare())
		abort();
	put_all((const char *)data, size, &given);
	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	if (!et_use_find(
		    &arena, &options, queries, sizeof(queries) / sizeof(queries[0]), &uses, &diags))
		__builtin_trap();
	for (i = 0; i < uses.list.count; i++)
		check(&uses.list.items[i]);
	et_arena_finish(&arena);
	return 0;
}
