/* SPDX-License-Identifier: BSD-3-Clause */
/* Folders of a kernel's source, and what does not belong into them. */
#include "install_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* Runs a shell's command in a folder. */
static void run(const char *root, const char *command)
{
	char text[512];

	snprintf(text, sizeof(text), "cd %s && %s", root, command);
	assert_int_equal(system(text), 0);
}

static void odd_entries(void **state)
{
	char root[] = "/tmp/etalon-folder-XXXXXX";
	struct et_arena arena;
	struct et_folders folders = {.arena = &arena};
	const char *reason;

	(void)state;
	et_arena_init(&arena);
	assert_non_null(mkdtemp(root));
	run(root, "mkdir -p arch/x86 include/uapi/linux lib && cd include/uapi/linux && "
		  "touch a.h && ln -s /etc/passwd b.h && mkfifo c.h && ln -s a.h d.h && "
		  "mkfifo ../../../lib/pipe && ln -s /usr ../../../arch/riscv");
	folders.source = et_source_open_directory(root, &reason);
	assert_non_null(folders.source);
	assert_true(et_folders_has_file(&folders, "include/uapi/linux/a.h"));
	assert_non_null(et_folders_get(&folders, "include/uapi/linux"));
	assert_true(et_folders_has_file(&folders, "include/uapi/linux/d.h"));
	assert_false(et_folders_has_file(&folders, "include/uapi/linux/b.h"));
	assert_non_null(et_folders_get(&folders, "arch"));
	assert_non_null(et_folders_get(&folders, "lib"));
	assert_int_equal(folders.odd.count, 3);
	assert_string_equal(folders.odd.items[0], "include/uapi/linux/b.h");
	assert_string_equal(folders.odd.items[1], "include/uapi/linux/c.h");
	assert_string_equal(folders.odd.items[2], "arch/riscv");
	et_source_close(folders.source);
	et_arena_finish(&arena);
	run(root, "rm -r *");
	assert_int_equal(rmdir(root), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(odd_entries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
