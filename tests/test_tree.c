/* SPDX-License-Identifier: BSD-3-Clause */
/* Trees over what is no directory of the file system: lists of files, texts, what a user names. */
#include "builtin.h"
#include "str.h"
#include "subject.h"

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

#define TEXT(path, text)                                                                           \
	{                                                                                          \
		path, text, sizeof(text) - 1                                                       \
	}

struct world {
	struct et_arena arena;
	struct et_diags diags;
	struct et_tree tree;
	char *folder;
};

static int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	const char *where = getenv("TMPDIR");

	if (!w)
		return -1;
	et_arena_init(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	et_diags_init(&w->tree.unread, &w->arena);
	w->tree.canon = et_builtin_canon();
	w->tree.path = "staged";
	w->folder = et_sprintf(&w->arena, "%s/etalon-test-XXXXXX", where ? where : P_tmpdir);
	*state = w;
	return mkdtemp(w->folder) && chdir(w->folder) == 0 ? 0 : -1;
}

static int end(void **state)
{
	struct world *w = *state;
	int status = system(et_sprintf(&w->arena, "rm -rf '%s'", w->folder));

	et_arena_finish(&w->arena);
	free(w);
	return status;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* The units' files, a unit in brackets; "+" before one that was read for others only. */
static void check_units(struct world *w, const char *expected)
{
	struct et_buf list;
	size_t i;
	size_t j;

	et_buf_init(&list);
	for (i = 0; i < w->tree.units.count; i++) {
		const struct et_unit *unit = w->tree.units.items[i];

		et_buf_putc(&list, '[');
		for (j = 0; j < unit->n_files; j++)
			et_buf_printf(&list, "%s%s%s", j ? " " : "",
				unit->files[j].context ? "+" : "", unit->files[j].path);
		et_buf_putc(&list, ']');
	}
	assert_string_equal(list.data ? list.data : "", expected);
	et_buf_finish(&list);
}

/* One unit a folder, wherever in the list its files stand, and whatever they are called. */
static void texts(void **state)
{
	static const struct et_source_text files[] = {TEXT("linux/kvm.h", "#define KVM_A 1\n"),
		TEXT("linux/usb/x.h", "#define X 1\n"), TEXT("asm-x86/kvm.h", "#define KVM_A 2\n"),
		TEXT("linux/vfio.h", "#define VFIO_B 2\nstruct vfio_c { int d; };\n"),
		TEXT("linux.h", "#define TOP 3\n")};
	struct world *w = *state;
	const struct et_unit *unit;

	et_tree_read_texts(&w->tree, &w->arena, files, sizeof(files) / sizeof(*files), &w->diags);
	check_units(w, "[linux.h][asm-x86/kvm.h][linux/kvm.h linux/vfio.h][linux/usb/x.h]");
	assert_int_equal(w->tree.n_files, 5);
	assert_int_equal(w->diags.list.count, 0);
	assert_null(w->tree.known_files);
	unit = w->tree.units.items[2];
	assert_int_equal(unit->n_constants, 2);
	assert_string_equal(unit->constants[1].def.name, "VFIO_B");
	assert_int_equal(unit->n_records, 1);
	assert_string_equal(unit->files[1].root, "staged");
}

static void list_of_a_source(void **state)
{
	static const char *const paths[] = {"b/any.txt", "none.h", "a/x.h"};
	struct world *w = *state;
	struct et_source *source;

	assert_int_equal(mkdir("a", 0777), 0);
	assert_int_equal(mkdir("b", 0777), 0);
	write_file("a/x.h", "#define X 1\n");
	write_file("a/virtio_y.h", "#define Y 1\n");
	write_file("b/any.txt", "#define Z 1\n");
	source = et_source_open(w->folder, &w->diags);
	et_tree_read_source_files(&w->tree, &w->arena, source, paths, 3, &w->diags);
	et_source_close(source);
	check_units(w, "[a/x.h][b/any.txt]");
	assert_int_equal(w->diags.list.count, 1);
	assert_string_equal(w->diags.list.items[0].file, "none.h");
	assert_string_equal(w->diags.list.items[0].text, "no such file, and was not read");
}

static bool wants_x(const char *path, void *data)
{
	(void)data;
	return et_ends_with(path, "x.h");
}

static void named(void **state)
{
	static const char types[] = "#include <linux/types.h>\n"
				    "struct virtio_blk_outhdr { __virtio32 type; };\n";
	struct world *w = *state;

	assert_int_equal(mkdir("linux", 0777), 0);
	write_file("linux/virtio_blk.h", types);
	write_file("linux/x.h", "#define X 1\n");
	write_file("linux/virtio_net.h", "#define VIRTIO_NET_F_MAC 5\n");
	assert_true(et_tree_read_named(&w->tree, &w->arena, "linux/", &w->diags));
	check_units(w, "[virtio_blk.h virtio_net.h]");
	assert_string_equal(w->tree.path, "linux");
	assert_false(w->tree.partial);
	assert_non_null(w->tree.dialect);
	assert_string_equal(w->tree.dialect->name, "linux");

	assert_true(et_tree_read_named(&w->tree, &w->arena, "linux/x.h", &w->diags));
	check_units(w, "[x.h]");
	assert_string_equal(w->tree.path, "linux");
	assert_true(w->tree.partial);

	w->tree.wants = wants_x;
	assert_true(et_tree_read_named(&w->tree, &w->arena, ".", &w->diags));
	check_units(w, "[linux/x.h]");
	assert_int_equal(w->diags.list.count, 0);
}

static void not_there(void **state)
{
	struct world *w = *state;

	assert_false(et_tree_read_named(&w->tree, &w->arena, "none", &w->diags));
	assert_string_equal(w->diags.list.items[0].text,
		"No such file or directory, and no revision of a repository here");
	assert_false(et_tree_read_named(&w->tree, &w->arena, ".", &w->diags));
	assert_string_equal(w->diags.list.items[1].text, "there are no VIRTIO headers here");
	assert_false(et_tree_read_named(&w->tree, &w->arena, "", &w->diags));
	assert_int_equal(w->diags.errors, 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(texts),
		TEST(list_of_a_source),
		TEST(named),
		TEST(not_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
