/* SPDX-License-Identifier: BSD-3-Clause */
/* The parts of the proof: words of commands, includes of files, programs with a limit. */
#include "prove_inert.h"
#include "prove_int.h"
#include "prove_scan.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int set_up(void **context)
{
	static struct et_arena arena;

	et_arena_init(&arena);
	*context = &arena;
	return 0;
}

static int tear_down(void **context)
{
	et_arena_finish(*context);
	return 0;
}

/* The words joined by '|', or the reason after '!'. */
static const char *split(struct et_arena *arena, const char *command)
{
	prove_words words = {0};
	const char *why = prove_split(arena, command, &words);
	const char *text = "";
	size_t i;

	if (why)
		return et_join(arena, "!", "", why);
	for (i = 0; i < words.count; i++)
		text = et_join(arena, text, i ? "|" : "", words.items[i]);
	return text;
}

static void test_prove_split(void **context)
{
	static const char *const cases[][2] = {
		{"cc -c a.c", "cc|-c|a.c"},
		{"  cc\t-c\n a.c ", "cc|-c|a.c"},
		{"cc '-DA=\"x y\"' \"-DB=\\\"z\\\"\"", "cc|-DA=\"x y\"|-DB=\"z\""},
		{"cc -DA=\\\"x\\\" a\\ b", "cc|-DA=\"x\"|a b"},
		{"cc '' \"\" x''y", "cc|||xy"},
		{"cc \"a\\qb\" 'a\\b' \"a\\\nb\" c\\\nd", "cc|a\\qb|a\\b|ab|cd"},
		{"cc '$HOME' \\$HOME \"\\$HOME\"", "cc|$HOME|$HOME|$HOME"},
		{"cc -DX[3] *.c a#b", "cc|-DX[3]|*.c|a#b"},
		{"", ""},
	};
	static const char *const refused[] = {"cc $HOME", "cc \"$HOME\"", "cc `x`", "a && b",
		"a; b", "a | b", "a > b", "(a)", "cc 'a", "cc \"a", "cc a\\", "cc # x"};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(split(*context, cases[i][0]), cases[i][1]);
	for (i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (split(*context, refused[i])[0] != '!')
			fail_msg("%s", refused[i]);
}

/* What a text includes: "x" <y> NAME, "?" for what is computed, '+' behind include_next. */
static const char *scan(struct et_arena *arena, const char *text)
{
	static const char *const open[] = {"\"", "<", "", "?"}, *const close[] = {
									"\"", ">", "", ""};
	struct prove_includes found = {0};
	const char *result = "";
	size_t i;

	prove_scan(arena, text, strlen(text), &found);
	for (i = 0; i < found.list.count; i++) {
		const struct prove_include *include = &found.list.items[i];

		result = et_sprintf(arena, "%s%s%s%s%s ", result, open[include->kind],
			include->kind == PROVE_COMPUTED ? "" : include->name, close[include->kind],
			include->next ? "+" : "");
	}
	for (i = 0; i < found.named.count; i++)
		result = et_join(arena, result, found.named.items[i].macro, "= ");
	return result;
}

static void test_prove_scan(void **context)
{
	static const char *const cases[][2] = {
		{"#include <a/b.h>\n#include \"c.h\"", "<a/b.h> \"c.h\" "},
		{" \t#\tinclude<a.h>\r\n", "<a.h> "},
		{"/* x */ # /* y */ include /* z */ \"a.h\" // b\n", "\"a.h\" "},
		{"/* x\n y */ #include <a.h>\n", "<a.h> "},
		{"#inc\\\nlude \\\n <a.h>\n", "<a.h> "},
		{"#include \\  \n <a.h>\n", "<a.h> "},
		{"%:include <a.h>\n?\?=include <b.h>\n", "<a.h> <b.h> "},
		{"#include_next <a.h>\n#import \"b.h\"\n", "<a.h>+ \"b.h\" "},
		{"#include NAME\n#include NAME(x)\n", "NAME ? "},
		{"char *x = \"/*\";\n#include <a.h>\n", "<a.h> "},
		{"#if 0\n#include <a.h>\n#endif\n", "<a.h> "},
		{"#if __has_include(<a.h>) || __has_include_next ( \"b.h\" )\n", "<a.h> \"b.h\" "},
		{"#define A \"a.h\"\n#define B <b.h>\n#define C D\n#define E F(1)\n#define G 1\n",
			"A= B= C= E= "},
		{"x #include <a.h>\nint include;\n#includes <b.h>\n#include\n#", ""},
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(scan(*context, cases[i][0]), cases[i][1]);
}

static void test_prove_same_code(void **context)
{
	static const struct {
		const char *old, *fresh;
		bool same;
	} cases[] = {
		{"int a; /* b */\n", "/* c\n d */\n\n int  a;\n", true},
		{"int a; // b\nint c;\n", "int a;\nint c;", true},
		{"#define A \\\n\t1\n", "#define A 1\n", true},
		{"char *a = \"/* */  x\";\n", "char *a = \"/* */ x\";\n", false},
		{"#define A 1\n", "#define A 2\n", false},
		{"#define A(x)\n", "#define A (x)\n", false},
		{"int a;\n", "int a;\nint b;\n", false},
		{"int a;\nint b;\n", "int a;\n", false},
		{"", "\n/* never closed", true},
		{"'", "'\n", true},
	};
	size_t i;

	(void)context;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (prove_same_code(cases[i].old, strlen(cases[i].old), cases[i].fresh,
			    strlen(cases[i].fresh)) != cases[i].same)
			fail_msg("%s", cases[i].old);
}

static void test_prove_only_adds(void **context)
{
	static const char old[] = "#ifndef H\n#define H\nint a;\n#endif\n";
	static const struct {
		const char *fresh;
		const char *names; /* NULL: it does more than add macros */
	} cases[] = {
		{"#ifndef H\n#define H\nint a;\n#define B 1\n#endif\n", "B "},
		{"#ifndef H\n#define H\n#ifndef B\n# define B(x)\n#endif\nint a;\n#endif\n", "B "},
		{"#ifndef H\n#define H\nint a;\n#endif\n#if X\n#define B\n#else\n#define "
		 "C\n#endif\n",
			"B C "},
		{"#ifndef H\n#define H\nint a;\nint b;\n#endif\n", NULL},
		{"#ifndef H\n#define H\n#if 0\nint a;\n#endif\n#endif\n", NULL},
		{"#ifndef H\n#define H\n#undef B\nint a;\n#endif\n", NULL},
		{"#ifndef H\n#define H\n#include <b.h>\nint a;\n#endif\n", NULL},
		{"#ifndef H\n#define H\nint a;\n#endif\n#if X\n", NULL},
		{"#ifndef H\n#define H\n#define B\n#endif\n", NULL},
	};
	size_t i, k;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		prove_words names = {0};
		const char *all = "";
		bool adds = prove_only_adds_macros(
			*context, old, strlen(old), cases[i].fresh, strlen(cases[i].fresh), &names);

		for (k = 0; k < names.count; k++)
			all = et_join(*context, all, names.items[k], " ");
		if (adds != (cases[i].names != NULL))
			fail_msg("%s", cases[i].fresh);
		if (adds)
			assert_string_equal(all, cases[i].names);
	}
}

/* Jobs of a test: a command a line, run by sh, and what became of them. */
struct jobs {
	const char *const *commands;
	size_t started;
	struct et_arena *arena;
	const char *said[8];
	int status[8];
	bool late[8];
};

static bool next_job(void *data, unsigned slot, struct prove_job *job)
{
	struct jobs *jobs = data;
	const char **argv;

	(void)slot;
	if (!jobs->commands[jobs->started])
		return false;
	argv = ET_NEW_ARRAY(jobs->arena, 4, const char *);
	argv[0] = jobs->started == 4 ? "/nonexistent" : "sh";
	argv[1] = "-c";
	argv[2] = jobs->commands[jobs->started];
	job->argv = argv;
	job->directory = "/";
	job->data = (void *)(uintptr_t)jobs->started++;
	return true;
}

static void take_job(void *data, struct prove_job *job)
{
	struct jobs *jobs = data;
	size_t i = (uintptr_t)job->data;

	jobs->said[i] = et_strdup(jobs->arena, job->output.data ? job->output.data : "");
	jobs->status[i] = job->status;
	jobs->late[i] = job->late;
}

static void test_prove_run(void **context)
{
	static const char *const commands[] = {"echo said >&2; echo lost; pwd >&2", "exit 3",
		"kill -9 $$", "sleep 300 & exec sleep 300", "", "sleep 300 & exit 0", NULL};
	struct et_prove_options options = {.jobs = 3};
	struct et_diags diags;
	struct prove p = {.arena = *context, .options = &options, .diags = &diags};
	struct jobs jobs = {.commands = commands, .arena = *context};
	time_t begin = time(NULL);

	et_diags_init(&diags, *context);
	p.view.out = "/tmp";
	assert_true(prove_pool_open(&p));
	prove_set_environment(&p);
	p.pool.seconds = 1;
	assert_null(prove_run(&p.pool, next_job, take_job, &jobs));
	prove_pool_close(&p);
	assert_true(time(NULL) - begin < 60);
	assert_string_equal(jobs.said[0], "said\n/\n");
	assert_int_equal(WEXITSTATUS(jobs.status[1]), 3);
	assert_int_equal(WTERMSIG(jobs.status[2]), 9);
	assert_true(jobs.late[3]);
	assert_non_null(strstr(jobs.said[4], "cannot be run"));
	assert_false(jobs.late[5]);
	assert_int_equal(jobs.status[5], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_prove_split, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_prove_scan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_prove_same_code, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_prove_only_adds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_prove_run, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
