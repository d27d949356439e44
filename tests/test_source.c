/* SPDX-License-Identifier: BSD-3-Clause */
/* Sources: a directory, memory, and a repository that git, where there is one, has made. */
#include "source_memory.h"
#include "str.h"
#include "utf8.h"

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

struct world {
	struct et_arena arena;
	struct et_diags diags;
	char *folder;
	struct et_source *source;
};

static const char *below(struct world *w, const char *path)
{
	return et_sprintf(&w->arena, "%s/%s", w->folder, path);
}

static void write_file(struct world *w, const char *path, const char *text)
{
	FILE *file = fopen(below(w, path), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* A folder "text" with files and links in it, and a file beside it. */
static int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	const char *where = getenv("TMPDIR");

	if (!w)
		return -1;
	et_arena_init(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	w->folder = et_sprintf(&w->arena, "%s/etalon-test-XXXXXX", where ? where : P_tmpdir);
	if (!mkdtemp(w->folder))
		return -1;
	*state = w;
	/* What has no repository in its name is looked for in that of the current directory. */
	if (chdir(w->folder) != 0)
		return -1;
	assert_int_equal(mkdir(below(w, "text"), 0777), 0);
	assert_int_equal(mkdir(below(w, "text/sub"), 0777), 0);
	write_file(w, "secret", "secret");
	write_file(w, "text/virtio.tex", "main\n");
	write_file(w, "text/sub/a.tex", "a\n");
	write_file(w, "text/b@c.tex", "b\n");
	assert_int_equal(symlink("../secret", below(w, "text/out.tex")), 0);
	assert_int_equal(symlink("/etc/passwd", below(w, "text/far.tex")), 0);
	assert_int_equal(symlink("..", below(w, "text/up")), 0);
	assert_int_equal(symlink("b@c.tex", below(w, "text/in.tex")), 0);
	assert_int_equal(symlink("loop", below(w, "text/loop")), 0);
	assert_int_equal(symlink("sub", below(w, "text/to_sub")), 0);
	assert_int_equal(mkfifo(below(w, "text/fifo.tex"), 0666), 0);
	return 0;
}

static int end(void **state)
{
	struct world *w = *state;
	char *command = et_sprintf(&w->arena, "rm -rf '%s'", w->folder);
	int status;

	et_source_close(w->source);
	status = system(command);
	et_arena_finish(&w->arena);
	free(w);
	return status;
}

static void open_source(struct world *w, const char *name)
{
	et_source_close(w->source);
	w->source = et_source_open(name, &w->diags);
	assert_non_null(w->source);
	assert_string_equal(et_source_name(w->source), name);
}

static void check_text(struct world *w, const char *path, const char *expected)
{
	struct et_text text;

	assert_null(et_source_read(w->source, &w->arena, path, 1000, &text));
	assert_int_equal(text.length, strlen(expected));
	assert_string_equal(text.data, expected);
	assert_true(et_source_has(w->source, path));
}

static void check_refused(struct world *w, const char *path, const char *why)
{
	struct et_text text;
	const char *reason = et_source_read(w->source, &w->arena, path, 1000, &text);

	assert_non_null(reason);
	if (why)
		assert_string_equal(reason, why);
	assert_null(text.data);
	assert_false(et_source_has(w->source, path));
}

static void add_entry(const char *name, enum et_entry_kind kind, void *data)
{
	static const char kinds[] = {
		[ET_ENTRY_FILE] = '-', [ET_ENTRY_FOLDER] = '/', [ET_ENTRY_OTHER] = '?'};

	et_buf_visible(data, name);
	et_buf_printf(data, "%c ", kinds[kind]);
}

/* A folder's entries, each with "-" for a file, "/" for a folder, "?" for what is neither. */
static void check_entries(struct world *w, const char *path, const char *expected)
{
	struct et_buf list;

	et_buf_init(&list);
	assert_true(et_source_entries(w->source, path, add_entry, &list));
	assert_string_equal(list.data ? list.data : "", expected);
	et_buf_finish(&list);
}

static void check_no_folder(struct world *w, const char *path)
{
	struct et_buf list;

	et_buf_init(&list);
	assert_false(et_source_entries(w->source, path, add_entry, &list));
	assert_int_equal(list.length, 0);
	et_buf_finish(&list);
}

static bool ends_in_tex(const char *path, void *data)
{
	(void)data;
	return et_ends_with(path, ".tex");
}

/* All files of the source whose names end in .tex, and how many such names are no files. */
static void check_walk(struct world *w, const char *expected, size_t skipped)
{
	struct et_walk walk;
	struct et_buf list;
	size_t i;

	et_buf_init(&list);
	assert_true(et_source_walk(w->source, &w->arena, &walk, ends_in_tex, NULL, &w->diags));
	for (i = 0; i < walk.paths.count; i++)
		et_buf_printf(&list, "%s ", walk.paths.items[i]);
	assert_string_equal(list.data ? list.data : "", expected);
	assert_int_equal(walk.skipped, skipped);
	et_buf_finish(&list);
}

static void count_name(const char *name, void *data)
{
	(void)name;
	++*(unsigned *)data;
}

static void directory(void **state)
{
	struct world *w = *state;
	struct et_text text;
	unsigned count = 0;

	open_source(w, below(w, "text"));
	assert_null(et_source_revision(w->source));
	check_text(w, "virtio.tex", "main\n");
	check_text(w, "sub/a.tex", "a\n");
	check_text(w, "./sub//a.tex", "a\n");
	check_refused(w, "none.tex", "no such file");
	check_refused(w, "virtio.tex/a", "no such file");
	check_refused(w, "sub", "is a directory");
	check_refused(w, "fifo.tex", "is not a regular file");
	assert_string_equal(et_source_read(w->source, &w->arena, "virtio.tex", 4, &text),
		"is larger than what etalon reads of one file");
	et_source_list(w->source, count_name, &count);
	assert_int_equal(count, 3);
	check_entries(w, "",
		"b@c.tex- far.tex? fifo.tex? in.tex- loop? out.tex? sub/ to_sub/ up? virtio.tex- ");
	check_entries(w, "sub", "a.tex- ");
	check_entries(w, "./sub/", "a.tex- ");
	check_no_folder(w, "none");
	check_no_folder(w, "virtio.tex");
	check_no_folder(w, "sub/..");
	check_no_folder(w, "up");
	check_walk(w, "b@c.tex in.tex sub/a.tex virtio.tex ", 4);
}

/* Names that can't be told in a line, and a folder that leads back to itself. */
static void hostile_names(void **state)
{
	struct world *w = *state;

	write_file(w, "text/two\nlines.tex", "x");
	write_file(w, "text/\x1b[31m.tex", "x");
	assert_int_equal(mkdir(below(w, "text/.hidden"), 0777), 0);
	write_file(w, "text/.hidden/a.tex", "x");
	assert_int_equal(mkdir(below(w, "text/three\nlines"), 0777), 0);
	write_file(w, "text/three\nlines/a.tex", "x");
	assert_int_equal(mknod(below(w, "text/socket.tex"), S_IFSOCK | 0600, 0), 0);
	open_source(w, below(w, "text"));
	check_entries(w, "",
		"\\x1b[31m.tex? .hidden/ b@c.tex- far.tex? fifo.tex? in.tex- loop? out.tex? "
		"socket.tex? sub/ three\\x0alines? to_sub/ two\\x0alines.tex? up? virtio.tex- ");
	check_refused(w, "two\nlines.tex", "has a control character in its name");
	check_no_folder(w, "three\nlines");
	check_refused(w, "socket.tex", NULL);
	check_walk(w, "b@c.tex in.tex sub/a.tex virtio.tex ", 7);
}

static void nothing_outside(void **state)
{
	struct world *w = *state;

	open_source(w, below(w, "text"));
	check_refused(w, "", "has no name");
	check_refused(w, "..", "leads out of the source");
	check_refused(w, "../secret", "leads out of the source");
	check_refused(w, "sub/../../secret", "leads out of the source");
	check_refused(w, "sub/../virtio.tex", "leads out of the source");
	check_refused(w, "/etc/passwd", "leads out of the source");
	check_refused(w, "out.tex", NULL);
	check_refused(w, "far.tex", NULL);
	check_refused(w, "up/secret", NULL);
}

static void memory(void **state)
{
	static const char text[] = "main\n%%FILE sub/a.tex\na\n%%FILE b.tex\n\n%%FILE c.tex";
	struct world *w = *state;
	unsigned count = 0;

	w->source = et_source_memory("memory", text, strlen(text));
	check_text(w, "virtio.tex", "main\n");
	check_text(w, "sub/a.tex", "a\n");
	check_text(w, "b.tex", "\n");
	check_refused(w, "c.tex", "no such file");
	check_refused(w, "../b.tex", "leads out of the source");
	et_source_list(w->source, count_name, &count);
	assert_int_equal(count, 2);
	check_entries(w, "", "b.tex- sub/ virtio.tex- ");
	check_entries(w, "sub", "a.tex- ");
	check_no_folder(w, "su");
	check_no_folder(w, "b.tex");
	check_walk(w, "b.tex sub/a.tex virtio.tex ", 0);
}

/* Names beside a folder's that begin like it, and files that come twice. */
static void texts(void **state)
{
	static const struct et_source_text files[] = {{"sub/b", "b", 1}, {"sub-a", "-", 1},
		{"sub0", "0", 1}, {"sub/a/x", "x", 1}, {"sub/a.h", "old", 3}, {"sub/a/y", NULL, 0},
		{"sub/a.h", "new", 3}};
	struct world *w = *state;

	w->source = et_source_texts("texts", files, sizeof(files) / sizeof(*files));
	check_entries(w, "", "sub/ sub-a- sub0- ");
	check_entries(w, "sub", "a/ a.h- b- ");
	check_entries(w, "sub/a", "x- y- ");
	check_text(w, "sub/a.h", "new");
	check_text(w, "sub/a/y", "");
	check_refused(w, "sub/a", "is a directory");
	check_refused(w, "sub/", NULL);
}

static void what_is_not_there(void **state)
{
	struct world *w = *state;

	assert_null(et_source_open(below(w, "none"), &w->diags));
	assert_null(et_source_open(below(w, "text/virtio.tex"), &w->diags));
	assert_null(et_source_open(below(w, "none@HEAD"), &w->diags));
	assert_null(et_source_open(below(w, "text@HEAD"), &w->diags));
	assert_null(et_source_open("", &w->diags));
	assert_null(et_source_open("@", &w->diags));
	assert_int_equal(w->diags.errors, 6);
	et_source_close(NULL);
}

static void repository(void **state)
{
	struct world *w = *state;
	struct et_text text;
	unsigned count = 0;

	if (!et_source_git() || system("git --version >/dev/null 2>&1") != 0)
		skip();
	assert_int_equal(
		system(et_sprintf(&w->arena,
			"cd '%s/text' && rm fifo.tex && ln -s ../virtio.tex sub/back && "
			"git init -q && git add -A && "
			"git -c user.name=x -c user.email=x commit -q -m x && git tag first@1 && "
			"echo later >virtio.tex && git -c user.name=x -c user.email=x commit -q -a "
			"-m y && "
			"rm virtio.tex && git clone -q --bare . ../bare@home",
			w->folder)),
		0);
	open_source(w, below(w, "text@HEAD"));
	assert_int_equal(strlen(et_source_revision(w->source)), 40);
	check_text(w, "virtio.tex", "later\n");
	open_source(w, below(w, "text@first@1"));
	check_text(w, "virtio.tex", "main\n");
	check_text(w, "sub/a.tex", "a\n");
	check_refused(w, "none.tex", "no such file");
	check_refused(w, "sub", "is a directory");
	check_refused(w, "out.tex", NULL);
	check_refused(w, "../secret", "leads out of the source");
	assert_string_equal(et_source_read(w->source, &w->arena, "virtio.tex", 4, &text),
		"is larger than what etalon reads of one file");
	et_source_list(w->source, count_name, &count);
	assert_int_equal(count, 3);
	check_text(w, "./sub//a.tex", "a\n");
	/* Links are what they lead to, as in a directory. */
	check_text(w, "in.tex", "b\n");
	check_text(w, "to_sub/a.tex", "a\n");
	check_text(w, "to_sub/back", "main\n");
	check_refused(w, "far.tex", "is a link that leads out of the source");
	check_refused(w, "out.tex", "is a link that leads out of the source");
	check_refused(w, "up/secret", "is a link that leads out of the source");
	check_refused(w, "loop", "is one of too many links");
	check_refused(w, "in.tex/a.tex", "no such file");
	check_entries(
		w, "", "b@c.tex- far.tex? in.tex- loop? out.tex? sub/ to_sub/ up? virtio.tex- ");
	check_entries(w, "sub", "a.tex- back- ");
	check_entries(w, "to_sub", "a.tex- back- ");
	check_no_folder(w, "none");
	check_no_folder(w, "up");
	check_no_folder(w, "virtio.tex");
	check_walk(w, "b@c.tex in.tex sub/a.tex virtio.tex ", 3);
	open_source(w, below(w, "bare@home@HEAD~1"));
	check_text(w, "virtio.tex", "main\n");
	assert_null(et_source_open(below(w, "text@none"), &w->diags));
	assert_null(et_source_open(below(w, "text@"), &w->diags));
	assert_non_null(strstr(w->diags.list.items[0].text, "no revision 'none'"));
}

/* A folder or a file of a revision, and revisions of the repository that one stands in. */
static void parts_of_a_revision(void **state)
{
	struct world *w = *state;

	if (!et_source_git() || system("git --version >/dev/null 2>&1") != 0)
		skip();
	assert_int_equal(system(et_sprintf(&w->arena,
				 "cd '%s/text' && rm fifo.tex && git init -q && git add -A && "
				 "git -c user.name=x -c user.email=x commit -q -m 'x: y'",
				 w->folder)),
		0);
	open_source(w, below(w, "text@HEAD:sub"));
	check_text(w, "a.tex", "a\n");
	check_refused(w, "../virtio.tex", "leads out of the source");
	assert_int_equal(strlen(et_source_revision(w->source)), 40);
	assert_null(et_source_file(w->source));
	open_source(w, below(w, "text@HEAD:sub/a.tex"));
	check_text(w, "a.tex", "a\n");
	assert_string_equal(et_source_file(w->source), "a.tex");
	open_source(w, below(w, "text@HEAD:"));
	check_text(w, "virtio.tex", "main\n");
	assert_null(et_source_open(below(w, "text@HEAD:none"), &w->diags));
	assert_null(et_source_open(below(w, "text@HEAD:to_sub/a.tex"), &w->diags));
	assert_null(et_source_open(below(w, "text@HEAD:../secret"), &w->diags));
	assert_int_equal(w->diags.errors, 3);

	assert_int_equal(chdir(below(w, "text/sub")), 0);
	open_source(w, "HEAD");
	check_text(w, "virtio.tex", "main\n");
	open_source(w, "@:sub");
	check_text(w, "a.tex", "a\n");
	open_source(w, "HEAD^{/x: y}:sub");
	check_text(w, "a.tex", "a\n");
	assert_null(et_source_open_revision("none", &w->diags));
	assert_int_equal(w->diags.errors, 3);
	assert_int_equal(chdir(w->folder), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(directory),
		TEST(hostile_names),
		TEST(nothing_outside),
		TEST(memory),
		TEST(texts),
		TEST(what_is_not_there),
		TEST(repository),
		TEST(parts_of_a_revision),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
