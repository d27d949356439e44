/* SPDX-License-Identifier: BSD-3-Clause */
/* Sources: a directory, memory, and a repository that git, where there is one, has made. */
#include "source_memory.h"
#include "str.h"

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
	assert_int_equal(mkdir(below(w, "text"), 0777), 0);
	assert_int_equal(mkdir(below(w, "text/sub"), 0777), 0);
	write_file(w, "secret", "secret");
	write_file(w, "text/virtio.tex", "main\n");
	write_file(w, "text/sub/a.tex", "a\n");
	write_file(w, "text/b@c.tex", "b\n");
	assert_int_equal(symlink("../secret", below(w, "text/out.tex")), 0);
	assert_int_equal(symlink("/etc/passwd", below(w, "text/far.tex")), 0);
	assert_int_equal(symlink("..", below(w, "text/up")), 0);
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
	assert_int_equal(count, 2);
}

static void nothing_outside(void **state)
{
	struct world *w = *state;

	open_source(w, below(w, "text"));
	check_refused(w, "", "has no name");
	check_refused(w, "..", "leads out of the text's folder");
	check_refused(w, "../secret", "leads out of the text's folder");
	check_refused(w, "sub/../../secret", "leads out of the text's folder");
	check_refused(w, "sub/../virtio.tex", "leads out of the text's folder");
	check_refused(w, "/etc/passwd", "leads out of the text's folder");
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
	check_refused(w, "../b.tex", "leads out of the text's folder");
	et_source_list(w->source, count_name, &count);
	assert_int_equal(count, 2);
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
			"cd '%s/text' && rm fifo.tex && git init -q && git add -A && "
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
	check_refused(w, "../secret", "leads out of the text's folder");
	assert_string_equal(et_source_read(w->source, &w->arena, "virtio.tex", 4, &text),
		"is larger than what etalon reads of one file");
	et_source_list(w->source, count_name, &count);
	assert_int_equal(count, 2);
	open_source(w, below(w, "bare@home@HEAD~1"));
	check_text(w, "virtio.tex", "main\n");
	assert_null(et_source_open(below(w, "text@none"), &w->diags));
	assert_null(et_source_open(below(w, "text@"), &w->diags));
	assert_non_null(strstr(w->diags.list.items[0].text, "no revision 'none'"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(directory),
		TEST(nothing_outside),
		TEST(memory),
		TEST(what_is_not_there),
		TEST(repository),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
