/* SPDX-License-Identifier: BSD-3-Clause */
/* The bottom layer: memory, names, text, files. */
#include "arena.h"
#include "diag.h"
#include "file.h"
#include "map.h"
#include "set.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

static void arena_gives_zeroed_memory_of_any_size(void **state)
{
	struct et_arena arena;
	size_t size;

	(void)state;
	et_arena_init(&arena);
	for (size = 1; size < (1U << 22); size = size * 3 + 1) {
		unsigned char *bytes = et_alloc(&arena, size);

		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		assert_int_equal(bytes[0], 0);
		assert_int_equal(bytes[size - 1], 0);
		memset(bytes, 0xff, size);
	}
	assert_true(arena.used >= size / 3);
	et_arena_finish(&arena);
	assert_int_equal(arena.used, 0);
}

static void arena_grows_arrays(void **state)
{
	ET_ARRAY(int) numbers = {0};
	struct et_arena arena;
	int i;

	(void)state;
	et_arena_init(&arena);
	for (i = 0; i < 1000; i++)
		*ET_APPEND(&arena, &numbers) = i;
	assert_int_equal(numbers.count, 1000);
	for (i = 0; i < 1000; i++)
		assert_int_equal(numbers.items[i], i);
	et_arena_finish(&arena);
}

static void map_finds_what_was_put_in(void **state)
{
	struct et_arena arena;
	struct et_map map = {0};
	char name[32];
	int i;

	(void)state;
	et_arena_init(&arena);
	assert_null(et_map_get(&map, "absent", 6));
	for (i = 0; i < 5000; i++) {
		int length = snprintf(name, sizeof(name), "VIRTIO_%d", i);

		*et_map_slot(&map, &arena, et_strdup(&arena, name), (size_t)length) =
			(void *)(intptr_t)(i + 1);
	}
	assert_int_equal(map.count, 5000);
	for (i = 0; i < 5000; i++) {
		int length = snprintf(name, sizeof(name), "VIRTIO_%d", i);

		assert_int_equal((intptr_t)et_map_get(&map, name, (size_t)length), i + 1);
	}
	/* Length counts: a prefix is another name. */
	assert_null(et_map_get(&map, "VIRTIO_1", 7));
	et_arena_finish(&arena);
}

static void set_holds_addresses_once(void **state)
{
	struct et_arena arena;
	struct et_set set = {0};
	char places[500];
	size_t i;

	(void)state;
	et_arena_init(&arena);
	for (i = 0; i < sizeof(places); i++)
		assert_true(et_set_add(&set, &arena, &places[i]));
	for (i = 0; i < sizeof(places); i++)
		assert_false(et_set_add(&set, &arena, &places[i]));
	assert_true(et_set_has(&set, &places[7]));
	assert_false(et_set_has(&set, places + sizeof(places)));
	et_arena_finish(&arena);
}

static void edit_distance_counts_and_stops(void **state)
{
	(void)state;
	assert_int_equal(et_edit_distance("balloon", "balloon", 3), 0);
	assert_int_equal(et_edit_distance("baloon", "balloon", 3), 1);
	assert_int_equal(et_edit_distance("blk", "net", 3), 3);
	assert_int_equal(et_edit_distance("blk", "console", 3), 4);
	assert_int_equal(et_edit_distance("", "abc", 3), 3);
}

static void globs_match_whole_names(void **state)
{
	(void)state;
	assert_true(et_glob("VIRTIO_*_ENABLED", "VIRTIO_GPU_FLAG_EDID_ENABLED"));
	assert_false(et_glob("VIRTIO_*_ENABLED", "VIRTIO_GPU_ENABLED_NOT"));
	assert_true(et_glob("*", ""));
	assert_true(et_glob("a?c*", "abc"));
	assert_false(et_glob("a?c", "ac"));
	assert_true(et_glob("*a*b*", "xxaxxbxx"));
}

static void text_helpers(void **state)
{
	struct et_buf buf;

	(void)state;
	et_buf_init(&buf);
	et_buf_printf(&buf, "%s=%d", "x", 7);
	et_buf_putc(&buf, ';');
	assert_string_equal(buf.data, "x=7;");
	et_buf_clear(&buf);
	assert_string_equal(buf.data, "");
	et_buf_finish(&buf);
	assert_true(et_streq(NULL, NULL));
	assert_false(et_streq("a", NULL));
	assert_true(et_starts_with("virtio_net", "virtio_"));
	assert_false(et_ends_with(".h", "x.h"));
	assert_string_equal(et_basename("a/b/c.h"), "c.h");
	assert_string_equal(et_basename("c.h"), "c.h");
}

static void diagnostics_are_counted_beyond_their_limit(void **state)
{
	struct et_arena arena;
	struct et_diags diags;
	int i;

	(void)state;
	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	diags.limit = 3;
	for (i = 0; i < 5; i++)
		et_diag(&diags, ET_ERROR, "f.h", 1, NULL, "number %d", i);
	assert_int_equal(diags.list.count, 3);
	assert_int_equal(diags.suppressed, 2);
	assert_int_equal(diags.errors, 5);
	assert_string_equal(diags.list.items[2].text, "number 2");
	et_arena_finish(&arena);
}

static void files_are_read_within_limits(void **state)
{
	struct et_arena arena;
	struct et_text text;

	(void)state;
	et_arena_init(&arena);
	assert_string_equal(et_read_file(&arena, AT_FDCWD, "/", 100, &text), "is a directory");
	assert_string_equal(
		et_read_file(&arena, AT_FDCWD, "/dev/null", 100, &text), "is not a regular file");
	assert_non_null(et_read_file(&arena, AT_FDCWD, "/nonexistent/file", 100, &text));
	assert_string_equal(et_read_file(&arena, AT_FDCWD, "/proc/self/exe", 10, &text),
		"is larger than what etalon reads of one file");
	assert_null(et_read_file(&arena, AT_FDCWD, "/proc/self/exe", 1U << 30, &text));
	assert_memory_equal(text.data, "\177ELF", 4);
	et_arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_memory_of_any_size),
		cmocka_unit_test(arena_grows_arrays),
		cmocka_unit_test(map_finds_what_was_put_in),
		cmocka_unit_test(set_holds_addresses_once),
		cmocka_unit_test(edit_distance_counts_and_stops),
		cmocka_unit_test(globs_match_whole_names),
		cmocka_unit_test(text_helpers),
		cmocka_unit_test(diagnostics_are_counted_beyond_their_limit),
		cmocka_unit_test(files_are_read_within_limits),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
