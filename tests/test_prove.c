/* SPDX-License-Identifier: BSD-3-Clause */
/* What the machine's compiler says of made-up consumers, with staged headers. */
#include "prove_testing.h"

#include <signal.h>
#include <sys/wait.h>

static const char before[] = "struct dev {\n\tint old;\n};\n";
static const char after[] = "struct dev {\n\tint fresh;\n};\n";
static const char use[] = "#include \"virtio.h\"\nint f(struct dev *d)\n{\n\treturn d->old;\n}\n";

/* A member is gone: the line that uses it, in each unit, and the message once. */
static void test_prove_error(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/a.c", use);
	put(s, "consumer/b.c", "int g(void);\nint g(void) { return 1; }\n");
	stage(s, "include/virtio.h", after);
	add_command(s, "../a.c", "cc -I../include -c ../a.c -o a.o");
	add_command(s, "../a.c", "cc -DTWICE -I../include -c ../a.c -o a2.o");
	add_command(s, "../b.c", "cc -I../include -c ../b.c -o b.o");
	prove_it(s);
	assert_int_equal(s->proof.all, 3);
	assert_int_equal(s->proof.units, 2);
	assert_int_equal(s->proof.failing, 2);
	assert_int_equal(s->proof.broken, 0);
	assert_int_equal(s->proof.messages.count, 1);
	assert_message(s, "a.c", 4, true, "has no member named");
	assert_string_equal(s->proof.messages.items[0].unit, "a.c");
	assert_true(s->proof.messages.items[0].column > 0);
}

/* Nothing changes for what is staged as it is. */
static void test_prove_same(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/a.c", use);
	stage(s, "include/virtio.h", before);
	add_command(s, "../a.c", "cc -I../include -c ../a.c -o a.o");
	prove_it(s);
	assert_int_equal(s->proof.all, 1);
	assert_int_equal(s->proof.units, 0);
	assert_int_equal(s->proof.messages.count, 0);
}

/* Macros that nobody spells, and comments, are in no unit; one that somebody asks for is. */
static void test_prove_inert(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/v.h", "int v;\n");
	put(s, "consumer/include/w.h", "int w;\n");
	put(s, "consumer/include/x.h", "int x; /* y */\n");
	put(s, "consumer/a.c", "#include \"v.h\"\n#include \"x.h\"\nint a;\n");
	put(s, "consumer/b.c", "#include \"w.h\"\n#ifdef ASKED\n#warning asked\n#endif\n");
	stage(s, "include/v.h", "int v;\n#ifndef FRESH\n#define FRESH 1\n#endif\n");
	stage(s, "include/w.h", "int w;\n#define ASKED\n");
	stage(s, "include/x.h", "/* z */\nint x;\n");
	add_command(s, "../a.c", "cc -I../include -c ../a.c");
	add_command(s, "../b.c", "cc -I../include -c ../b.c");
	prove_it(s);
	assert_int_equal(s->proof.units, 1);
	assert_int_equal(s->proof.messages.count, 1);
	assert_message(s, "b.c", 3, false, "asked");
}

/* The build's asm folder is a link into the source: the staged file is seen through it. */
static void test_prove_linked_folder(void **context)
{
	struct state *s = *context;

	put(s, "consumer/linux-headers/asm-x86/kvm.h", before);
	put(s, "consumer/a.c",
		"#include <asm/kvm.h>\nint f(struct dev *d)\n{\n\treturn d->old;\n}\n");
	put_link(s, "consumer/build/linux-headers/asm",
		et_join(&s->arena, s->consumer, "/", "linux-headers/asm-x86"));
	stage(s, "linux-headers/asm-x86/kvm.h", "struct dev;\n#warning stale\n");
	add_command(s, "../a.c", "cc -isystem ../linux-headers -isystem linux-headers -c ../a.c");
	prove_it(s);
	assert_int_equal(s->proof.units, 1);
	assert_message(s, "a.c", 4, true, "");
	/* Named by where it is, not by the way that led there. */
	assert_message(s, "linux-headers/asm-x86/kvm.h", 2, false, "stale");
}

/* A link to a file that changes, beside one to the source; and to a file that is not there yet. */
static void test_prove_linked_file(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/virtio.h", before);
	put_link(s, "consumer/sub/virtio.h", "../include/virtio.h");
	put_link(s, "consumer/sub/nothing.h", "../include/nothing.h");
	put(s, "consumer/src/a.c", use);
	put_link(s, "consumer/sub/a.c", "../src/a.c");
	put(s, "consumer/sub/b.c", "#include \"nothing.h\"\nint f(void)\n{\n\treturn N;\n}\n");
	stage(s, "include/virtio.h", after);
	stage(s, "include/nothing.h", "#define N 1\n");
	add_command(s, "../sub/a.c", "cc -c ../sub/a.c");
	add_command(s, "../sub/b.c", "cc -c ../sub/b.c");
	prove_it(s);
	assert_int_equal(s->proof.units, 2);
	assert_int_equal(s->proof.failing, 1);
	assert_int_equal(s->proof.broken, 0);
	assert_message(s, "src/a.c", 4, true, "has no member named");
}

/* An unchanged header includes a changed one beside it; so does a source, over "..". */
static void test_prove_beside(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/linux/ring.h", "#include \"types.h\"\n");
	put(s, "consumer/include/linux/types.h", "typedef int u;\n");
	put(s, "consumer/a.c", "#include <linux/ring.h>\nu x;\n");
	put(s, "consumer/hw/net/b.c", "#include \"../../include/linux/types.h\"\nu y;\n");
	put(s, "consumer/hw/c.c", "#include \"own.h\"\nu z;\n");
	put(s, "consumer/hw/own.h", "typedef int u;\n");
	stage(s, "include/linux/types.h", "typedef int v;\n");
	stage(s, "hw/own.h", "typedef int v;\n");
	add_command(s, "../a.c", "cc -I../include -c ../a.c");
	add_command(s, "../hw/net/b.c", "cc -c ../hw/net/b.c");
	add_command(s, "../hw/c.c", "cc -c ../hw/c.c");
	prove_it(s);
	assert_int_equal(s->proof.failing, 3);
	assert_message(s, "a.c", 2, true, "unknown type name");
	assert_message(s, "hw/net/b.c", 2, true, "unknown type name");
	assert_message(s, "hw/c.c", 2, true, "unknown type name");
}

/* What will be gone is not found, nor is it by way of another folder. */
static void test_prove_removed(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/gone.h", "int gone;\n");
	put(s, "consumer/second/gone.h", "#warning second\n");
	put(s, "consumer/a.c", "#include <gone.h>\n");
	put(s, "consumer/b.c", "#include <gone.h>\n");
	*ET_APPEND(&s->arena, &s->removed) = "include/gone.h";
	add_command(s, "../a.c", "cc -I../include -c ../a.c");
	add_command(s, "../b.c", "cc -I../include -I../second -c ../b.c");
	prove_it(s);
	assert_int_equal(s->proof.units, 2);
	assert_int_equal(s->proof.failing, 1);
	assert_message(s, "a.c", 1, true, "gone.h: No such file");
	assert_message(s, "second/gone.h", 1, false, "second");
}

/* New headers: one that only __has_include() asks for, one that is found first, one in between. */
static void test_prove_new(void **context)
{
	struct state *s = *context;

	put(s, "consumer/second/x.h", "#define X 1\n");
	put(s, "consumer/a.c", "#if __has_include(<new/y.h>)\n#warning asked\n#endif\nint a;\n");
	put(s, "consumer/b.c", "#include <x.h>\nint b[X];\n");
	put(s, "consumer/first/z.h", "#include_next <z.h>\n");
	put(s, "consumer/third/z.h", "#define Z 1\n");
	put(s, "consumer/c.c", "#include <z.h>\nint c[Z];\n");
	put(s, "consumer/first/keep", "");
	stage(s, "first/new/y.h", "");
	stage(s, "first/x.h", "#define X -1\n");
	stage(s, "second/z.h", "#define Z -1\n");
	add_command(s, "../a.c", "cc -I../first -c ../a.c");
	add_command(s, "../b.c", "cc -I../first -I ../second -c ../b.c");
	add_command(s, "../c.c", "cc -I../first -I../second -I../third -c ../c.c");
	prove_it(s);
	assert_int_equal(s->proof.units, 3);
	assert_int_equal(s->proof.failing, 2);
	assert_message(s, "a.c", 2, false, "asked");
	assert_message(s, "b.c", 2, true, "negative");
	assert_message(s, "c.c", 2, true, "negative");
}

/* What was said before is no news, though lines move in the header. */
static void test_prove_known(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/v.h", "#warning known\n");
	put(s, "consumer/a.c", "#include \"v.h\"\n#warning own\nint a;\n");
	stage(s, "include/v.h", "\n\n#warning known\n#warning fresh\n#warning known\n");
	add_command(s, "../a.c", "cc -I../include -c ../a.c");
	prove_it(s);
	assert_int_equal(s->proof.failing, 0);
	assert_int_equal(s->proof.messages.count, 2);
	assert_message(s, "include/v.h", 4, false, "fresh");
	assert_message(s, "include/v.h", 5, false, "known");
}

/* Warnings that need the optimiser, and -Werror: as the compiler has them. */
static void test_prove_flags(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/n.h", "#define N 4\n");
	put(s, "consumer/a.c",
		"#include \"n.h\"\n#include <string.h>\nvoid f(const char *x);\n"
		"void f(const char *x)\n{\n\tchar b[N];\n\tmemcpy(b, x, 4);\n\tf(b);\n}\n");
	put(s, "consumer/w.c", "#include \"n.h\"\n#if N == 2\nint *w = 1L;\n#endif\n");
	stage(s, "include/n.h", "#define N 2\n");
	add_command(s, "../a.c", "cc -O2 -Wall -I../include -c ../a.c");
	add_command(s, "../w.c", "cc -Werror -I../include -c ../w.c");
	prove_it(s);
	assert_int_equal(s->proof.failing, 1);
	assert_message(s, "a.c", 7, false, "[-W");
	assert_message(s, "w.c", 3, true, "[-Werror=int-conversion]");
}

/* Units that do not compile as it is say nothing, and are counted. */
static void test_prove_broken(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/a.c", "#include \"virtio.h\"\n#error broken\n");
	put(s, "consumer/b.c", "#include \"virtio.h\"\n#include \"made.h\"\n");
	stage(s, "include/virtio.h", after);
	add_command(s, "../a.c", "cc -I../include -c ../a.c");
	add_command(s, "../b.c", "cc -I../include -c ../b.c");
	prove_it(s);
	assert_int_equal(s->proof.units, 2);
	assert_int_equal(s->proof.broken, 2);
	assert_int_equal(s->proof.failing, 0);
	assert_int_equal(s->proof.messages.count, 0);
}

/* A file that no include names is not in the view at first, and is there when it is needed. */
static void test_prove_whole_view(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/blob.bin", "bytes");
	put(s, "consumer/a.c",
		"#include \"virtio.h\"\n__asm__(\".incbin \\\"../blob.bin\\\"\");\n"
		"int f(struct dev *d)\n{\n\treturn d->old;\n}\n");
	stage(s, "include/virtio.h", after);
	add_command(s, "../a.c", "cc -I../include -c ../a.c");
	prove_it(s);
	assert_int_equal(s->proof.broken, 0);
	assert_int_equal(s->proof.failing, 1);
	assert_message(s, "a.c", 5, true, "has no member named");
}

/* Whatever the command asks to be written, tree and build stay as they are. */
static void test_prove_writes_nothing(void **context)
{
	struct state *s = *context;
	struct stat status;
	int files;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/a.c", use);
	put(s, "consumer/build/a.o", "object");
	put(s, "consumer/build/a.d", "deps");
	put(s, "consumer/build/a.i", "temps");
	put(s, "consumer/build/a.gcno", "notes");
	stage(s, "include/virtio.h", after);
	stage(s, "include/new.h", "");
	add_command(s, "../a.c",
		"cc -g -I../include -MD -MF a.d -MQ a.o -Wp,-MMD,a.d -save-temps=cwd --coverage "
		"-fstack-usage -fdump-tree-original -c ../a.c -o a.o");
	put_base(s, "consumer/build/compile_commands.json");
	files = count_below(s->consumer);
	prove_it(s);
	assert_int_equal(s->proof.failing, 1);
	assert_int_equal(count_below(s->consumer), files);
	assert_int_equal(stat(et_join(&s->arena, s->consumer, "/", "build/a.o"), &status), 0);
	assert_int_equal(status.st_size, 6);
	assert_int_equal(stat(et_join(&s->arena, s->consumer, "/", "build/a.i"), &status), 0);
	assert_int_equal(status.st_size, 5);
	assert_int_equal(stat(et_join(&s->arena, s->consumer, "/", "build/a.d"), &status), 0);
	assert_int_equal(status.st_size, 4);
}

/* Includes by macros, by options, and by other macros. */
static void test_prove_computed(void **context)
{
	struct state *s = *context;
	static const char *const sources[] = {
		"#define HEADER \"v.h\"\n#include HEADER\n#if V\n#error hit\n#endif\n",
		"#include CONFIG\n#if V\n#error hit\n#endif\n",
		"#if V\n#error hit\n#endif\n",
		"#define STR(x) #x\n#define NAME(x) STR(x.h)\n#include NAME(v)\n#if V\n#error "
		"hit\n#endif\n",
		"#define REAL <v.h>\n#define HEADER REAL\n#include HEADER\n#if V\n#error "
		"hit\n#endif\n",
		"/* a */ # /* b */ \\\n include /* c */ <v.h>\n#if V\n#error hit\n#endif\n",
	};
	static const char *const commands[] = {
		"", "-DCONFIG='\\\"v.h\\\"'", "-include v.h", "", "-imacros ../include/v.h", ""};
	size_t i, n = sizeof(sources) / sizeof(sources[0]);

	put(s, "consumer/include/v.h", "#define V 0\n");
	for (i = 0; i < n; i++) {
		const char *name = et_sprintf(&s->arena, "%zu.c", i);

		put(s, et_join(&s->arena, "consumer", "/", name), sources[i]);
		add_command(s, et_join(&s->arena, "..", "/", name),
			et_sprintf(&s->arena, "cc -I../include %s -c ../%s", commands[i], name));
	}
	stage(s, "include/v.h", "#define V 1\n");
	prove_it(s);
	assert_int_equal(s->proof.units, n);
	assert_int_equal(s->proof.messages.count, n);
}

/* A build folder beside the source, absolute paths, a response file, a list of arguments. */
static void test_prove_absolute(void **context)
{
	struct state *s = *context;
	const char *include = et_join(&s->arena, s->consumer, "/", "include");

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/a.c", use);
	put(s, "consumer/b.c", use);
	put(s, "other/other.h", "typedef int other;\n");
	put_link(s, "alias", "consumer/include");
	put(s, "consumer/d.c",
		"#include \"../alias/virtio.h\"\nint f(struct dev *d)\n{\n\treturn d->old;\n}\n");
	put(s, "consumer/c.c", "#include \"../other/other.h\"\n#include \"virtio.h\"\nother o;\n");
	put(s, "build/made.c", et_sprintf(&s->arena, "#include \"%s/b.c\"\n", s->consumer));
	put(s, "build/flags", et_sprintf(&s->arena, "-I \"%s\"\n", include));
	stage(s, "include/virtio.h", after);
	*ET_APPEND(&s->arena, &s->entries) = et_sprintf(&s->arena,
		"{\"directory\": \"%s/build\", \"file\": \"%s/a.c\", \"arguments\": "
		"[\"cc\", \"-I%s\", \"-c\", \"%s/a.c\", \"-o\", \"a.o\"], \"output\": \"a.o\"}",
		s->top, s->consumer, include, s->consumer);
	*ET_APPEND(&s->arena, &s->entries) = et_sprintf(&s->arena,
		"{\"directory\": \"%s/build\", \"file\": \"made.c\", \"command\": "
		"\"cc @flags -c made.c\"}",
		s->top);
	*ET_APPEND(&s->arena, &s->entries) = et_sprintf(&s->arena,
		"{\"directory\": \"%s/build\", \"file\": \"../consumer/c.c\", \"command\": "
		"\"cc @flags -c ../consumer/c.c\"}",
		s->top);
	*ET_APPEND(&s->arena, &s->entries) = et_sprintf(&s->arena,
		"{\"directory\": \"%s/build\", \"file\": \"../consumer/d.c\", \"command\": "
		"\"cc -c ../consumer/d.c\"}",
		s->top);
	put_base(s, "build/compile_commands.json");
	assert_true(prove_in(s, et_join(&s->arena, s->top, "/", "build")));
	assert_int_equal(s->proof.units, 4);
	assert_int_equal(s->proof.broken, 0);
	assert_int_equal(s->proof.failing, 3);
	assert_message(s, "d.c", 4, true, "has no member named");
	assert_message(s, "a.c", 4, true, "has no member named");
	assert_message(s, "b.c", 4, true, "has no member named");
}

/* What can't be run is said, with its line, and the others go on. */
static void test_prove_refused(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/a.c", use);
	stage(s, "include/virtio.h", after);
	add_command(s, "../a.c", "cd .. && cc -c a.c");
	add_command(s, "../a.c", "no-such-compiler -I../include -c ../a.c");
	add_command(s, "../a.c", "cc -I../include -c ../a.c");
	prove_it(s);
	assert_int_equal(s->proof.skipped, 1);
	assert_int_equal(s->diags.errors, 0);
	assert_non_null(strstr(s->diags.list.items[0].text, "shell"));
	assert_int_equal(s->proof.broken, 1);
	assert_int_equal(s->proof.failing, 1);
}

static void test_prove_no_base(void **context)
{
	struct state *s = *context;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/build/x", "");
	stage(s, "include/virtio.h", after);
	assert_false(prove_in(s, et_join(&s->arena, s->consumer, "/", "build")));
	assert_int_equal(s->diags.errors, 1);
	put(s, "consumer/build/compile_commands.json", "{\"a\": 1}\n");
	assert_false(prove_in(s, et_join(&s->arena, s->consumer, "/", "build")));
	put(s, "consumer/build/compile_commands.json", "[{\"a\": 1}]\n");
	assert_false(prove_in(s, et_join(&s->arena, s->consumer, "/", "build")));
	put(s, "consumer/build/compile_commands.json", "[{\"a\": \n");
	assert_false(prove_in(s, et_join(&s->arena, s->consumer, "/", "build")));
	assert_false(prove_in(s, "/nonexistent/build"));
}

/* A signal ends the compilers, removes what was made, and has its effect then. */
static void test_prove_interrupted(void **context)
{
	struct state *s = *context;
	const char *script = et_join(&s->arena, s->top, "/", "slow");
	int status = 0;
	pid_t pid;

	put(s, "consumer/include/virtio.h", before);
	put(s, "consumer/a.c", use);
	put(s, "slow",
		"#!/bin/sh\ncase \"$*\" in *-v*) exec cc \"$@\" ;; esac\n"
		"kill -TERM $PPID\nexec sleep 300\n");
	assert_int_equal(chmod(script, 0700), 0);
	stage(s, "include/virtio.h", after);
	add_command(s, "../a.c", et_sprintf(&s->arena, "%s -I../include -c ../a.c", script));
	put_base(s, "consumer/build/compile_commands.json");
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGTERM, SIG_DFL);
		prove_in(s, et_join(&s->arena, s->consumer, "/", "build"));
		_exit(99);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	assert_int_equal(count_below(et_join(&s->arena, s->top, "/", "tmp")), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_prove_error),
		CASE(test_prove_same),
		CASE(test_prove_inert),
		CASE(test_prove_linked_folder),
		CASE(test_prove_linked_file),
		CASE(test_prove_beside),
		CASE(test_prove_removed),
		CASE(test_prove_new),
		CASE(test_prove_known),
		CASE(test_prove_flags),
		CASE(test_prove_broken),
		CASE(test_prove_whole_view),
		CASE(test_prove_writes_nothing),
		CASE(test_prove_computed),
		CASE(test_prove_absolute),
		CASE(test_prove_refused),
		CASE(test_prove_no_base),
		CASE(test_prove_interrupted),
	};

	if (!has_compiler()) {
		puts("1..0 # SKIP no C compiler (cc) on this machine");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
