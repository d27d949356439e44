/* SPDX-License-Identifier: BSD-3-Clause */
/* Scripts of a kernel's build, read and not run. */
#include "install_testing.h"

#include "shell.h"

/* Runs commands over some files; "out" is what they print, and then what they write to "made". */
static bool run(struct world *w, const char *files, const char *commands, const char **out)
{
	struct et_shell *shell;
	const struct et_text *made;
	struct et_buf printed;
	bool ok;

	open_memory(w, files);
	shell = et_shell_new(&w->arena, w->source);
	et_buf_init(&printed);
	ok = et_shell_run(shell, commands, "cmds", 10, &printed, &w->diags);
	made = et_shell_written(shell, "made");
	*out = et_join(&w->arena, printed.data ? printed.data : "", "", made ? made->data : "");
	et_buf_finish(&printed);
	return ok;
}

static void check_run(struct world *w, const char *commands, const char *expected)
{
	const char *out;

	if (!run(w, "%%FILE lines\nc 3\nb 20 x\na 100\n", commands, &out))
		fail_msg("%s: %s", commands, w->diags.list.items[0].text);
	assert_string_equal(out, expected);
}

static void words(void **state)
{
	struct world *w = *state;

	check_run(w, "echo a  'b  c' \"d  e\" f\\ g", "a b  c d  e f g\n");
	check_run(w, "x='a  b'; echo $x \"$x\" ${x}c", "a b a  b a bc\n");
	check_run(w, "x=; echo \"${x:-d}\" \"${x-e}\" \"${y-e}\" \"${y:+f}\" \"${x:=g}\" $x",
		"d  e  g g\n");
	check_run(w, "x=a/b/c.h; echo ${x##*/} ${x#*/} ${x%.h} ${x%%/*} ${#x}",
		"c.h b/c.h a/b/c a 7\n");
	check_run(w, "x='*/'; y='a/b'; echo \"${y#*/}\" \"${y#\"$x\"}\"", "b a/b\n");
	check_run(w, "set -- a 'b c' d; echo $# $2; for i in \"$@\"; do echo \"<$i>\"; done",
		"3 b c\n<a>\n<b c>\n<d>\n");
	check_run(w, "set -- a 'b c'; for i in $*; do echo $i; done; echo \"$*\"",
		"a\nb\nc\na b c\n");
	check_run(w, "echo $(echo a; echo b) `echo c` \"$(echo 'd  e')\"", "a b c d  e\n");
	check_run(w, "echo $((1 + 2 * 3)) $((0x10 - 1)) \"$(( (7 > 1) ))x\"", "7 15 1x\n");
}

static void arithmetic(void **state)
{
	struct world *w = *state;

	check_run(w, "n=7; echo $((1 + 2 * 3)) $((n+1)) $(($n % 4)) $((n > 3 && 1)) $((-n))",
		"7 8 3 1 -7\n");
	check_run(w, "expr 7 \\* 65536 + 1 \\* 256 + 08; expr 1 - 1 || echo zero",
		"459016\n0\nzero\n");
	check_run(w, "[ 2 -gt 10 ] || [ 10 -ge 10 ] && echo y", "y\n");
}

static void commands(void **state)
{
	struct world *w = *state;

	check_run(w, "if false; then echo a; elif true; then echo b; else echo c; fi", "b\n");
	check_run(w, "for i in 1 2 3; do [ $i = 2 ] && continue; echo $i; done", "1\n3\n");
	check_run(w, "i=0; while :; do i=$((i+1)); if [ $i -gt 2 ]; then break; fi; echo $i; done",
		"1\n2\n");
	check_run(w,
		"case abc in x|a*) echo 1;; *) echo 2;; esac; case - in \\?) echo 3;; -) echo 4;; "
		"esac",
		"1\n4\n");
	check_run(w, "f() { local x=2; echo $1 $x; return 3; }; x=1; f a || echo $?; echo $x",
		"a 2\n3\n1\n");
	check_run(w, "x=1; (x=2; echo $x); { x=$((x+2)); }; echo $x", "2\n3\n");
	check_run(w, "! false && echo a; false || echo b", "a\nb\n");
	check_run(w, "while read a b; do echo $b-$a; done < lines", "3-c\n20 x-b\n100-a\n");
	check_run(w, "cat <<-E\n\tx $((1+1))\n\t\ty\n\tE\ncat <<'E'\n$x\nE\n", "x 2\ny\n$x\n");
	check_run(w, "echo a > made; echo b >> made; cat made", "a\nb\na\nb\n");
	check_run(w, "{ echo a; echo b >&2; } > made 2>/dev/null", "a\n");
	check_run(w, "trap 'rm -f x' EXIT; mkdir -p y; echo a # b\n", "a\n");
	check_run(w, "(exit 3) || echo $?; echo a; exit 0; echo b", "3\na\n");
}

static void tools(void **state)
{
	struct world *w = *state;

	check_run(w, "sort lines", "a 100\nb 20 x\nc 3\n");
	check_run(w, "sed -e 's/^[a-z] //' lines | sort -n", "3\n20 x\n100\n");
	check_run(w, "grep -E '^(a|b) ' lines | tr a-z A-Z", "B 20 X\nA 100\n");
	check_run(w, "grep -Ev '^(#|c)' lines | tail -1; head -n 1 lines", "a 100\nc 3\n");
	check_run(w, "grep -q b lines && echo yes; grep -q zz lines || echo no", "yes\nno\n");
	check_run(w, "basename a/b-c.h | sed -e y/abc/ABC/ -e 's/[^A-Z0-9_]/_/g'", "B_C__\n");
	check_run(w, "sed -n -e 's/^\\([a-z]\\) 1.*/<\\1>/p' lines", "<a>\n");
	check_run(
		w, "echo \"(a,b)\" | tr ',' '|'; basename a/b.h .h; dirname a/b", "(a|b)\nb\na\n");
	check_run(w, "printf '%s=%d\\n' a 1 b 2; printf '#%5s|%-3d|%04x\\n' x 1 255",
		"a=1\nb=2\n#    x|1  |00ff\n");
	check_run(w, "echo '[[:x' | tr '[[:lower:]]' '[[:upper:]]'", "[[:X\n");
	check_run(w, "test -f lines && test ! -e none && test -n x -a -z '' && echo y", "y\n");
}

static void options(void **state)
{
	struct world *w = *state;
	const char *out;

	assert_true(run(w,
		"%%FILE script\n"
		"while getopts \":Ha:f:\" o; do\n"
		"case $o in\n"
		"a) a=$OPTARG;; f) f=${OPTARG##*/};; H) h=1;;\n"
		":) echo none $OPTARG;; \\?) echo bad $OPTARG;;\n"
		"esac\n"
		"done\n"
		"echo $h $a $f $OPTIND $0\n",
		"sh script -H -a 1,2 -fx/y.h -q -a; sh script -Ha3 rest", &out));
	assert_string_equal(out, "bad q\nnone a\n1 1,2 y.h 7 script\n1 3 2 script\n");
}

/* A script that fails is an error, and so is a command of it under "set -e". */
static void failing(void **state)
{
	struct world *w = *state;
	const char *out;

	assert_false(run(w, "%%FILE script\nset -e\nfalse\necho a\n", "sh script", &out));
	assert_string_equal(out, "");
	check_error(w, "cmds", 10, "fail here");
	et_diags_init(&w->diags, &w->arena);
	assert_false(run(w, "%%FILE script\necho wrong >&2\nexit 3\n", "sh script", &out));
	check_error(w, "cmds", 10, "fail here: wrong");
}

static void unknown(void **state)
{
	static const struct {
		const char *script;
		uint32_t line;
		const char *words;
	} cases[] = {
		{"\nawk 1 x\n", 2, "uses 'awk'"},
		{"echo a\ncat none\n", 2, "reads none, which can't be read"},
		{"cat < ../x\n", 1, "reads ../x"},
		{"cat < /etc/passwd\n", 1, "reads /etc/passwd"},
		{"sort -r x\n", 1, "uses sort with '-r'"},
		{"IFS=,\n", 1, "sets IFS"},
		{"echo *.c\n", 1, "pattern for names of files"},
		{"echo 'a\\nb'\n", 1, "uses echo with a backslash"},
		{"grep '\\(a\\)\\1' script\n", 1, "has a back-reference"},
		{"echo $$\n", 1, "uses the parameter $$"},
		{"echo ${x/a/b}\n", 1, "changes the variable x"},
		{"echo $((1 / 0))\n", 1, "a division by zero"},
		{"[ a -gt 1 ]\n", 1, "tests a number that is none: 'a'"},
		{"echo a &\n", 1, "runs in the background"},
		{"if true; then\necho a\n", 3, "'fi' is missing"},
		{"echo 'a\n", 1, "a quote or a bracket is not closed"},
		{"eval echo a\n", 1, "uses 'eval'"},
		{". script\n", 1, "uses '.'"},
		{"sh script\n", 1, "too deep"},
		{"f() { f; }\nf\n", 1, "calls functions too deep"},
		{"while :; do :; done\n", 1, "runs for too long"},
		{"x=aaaaaaaa\nwhile :; do x=$x$x; done\n", 2, "takes too much memory"},
		{"while :; do printf '%999s\\n' x; done\n", 1, "writes too much"},
	};
	struct world *w = *state;
	const char *out;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		et_diags_init(&w->diags, &w->arena);
		assert_false(run(w, et_join(&w->arena, "%%FILE script\n", "", cases[i].script),
			"sh script", &out));
		check_error(w, "script", cases[i].line, cases[i].words);
	}
}

static void nested(void **state)
{
	struct world *w = *state;
	struct et_buf text;
	const char *out;
	int i;

	et_buf_init(&text);
	for (i = 0; i < 10000; i++)
		et_buf_puts(&text, "( ");
	assert_false(run(w, "", text.data, &out));
	check_error(w, "cmds", 10, "nested too deep");
	et_buf_clear(&text);
	for (i = 0; i < 10000; i++)
		et_buf_puts(&text, "$(\"");
	et_diags_init(&w->diags, &w->arena);
	assert_false(run(w, "", text.data, &out));
	check_error(w, "cmds", 10, "not closed");
	et_buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words, begin, end),
		cmocka_unit_test_setup_teardown(arithmetic, begin, end),
		cmocka_unit_test_setup_teardown(commands, begin, end),
		cmocka_unit_test_setup_teardown(tools, begin, end),
		cmocka_unit_test_setup_teardown(options, begin, end),
		cmocka_unit_test_setup_teardown(failing, begin, end),
		cmocka_unit_test_setup_teardown(unknown, begin, end),
		cmocka_unit_test_setup_teardown(nested, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
