/* SPDX-License-Identifier: BSD-3-Clause */
/* Which headers a kernel exports, and trees of installed headers. */
#include "install_testing.h"

static void lookup(void **state)
{
	struct world *w = *state;
	const struct et_installed *found;
	const char *const *archs;
	size_t count;

	open_kernel(w, PLAIN_KERNEL);
	assert_false(et_install_is_installed(w->install));
	assert_string_equal(et_install_version(w->install), "9.1.2-rc3");
	archs = et_install_archs(w->install, &count);
	assert_int_equal(count, 1);
	assert_string_equal(archs[0], "toy");
	found = header(w, "linux/plain.h");
	assert_string_equal(found->data, "int a;\n");
	assert_string_equal(found->origin, "include/uapi/linux/plain.h");
	assert_false(found->generated);
	/* Made once. */
	assert_ptr_equal(found, header(w, "linux/plain.h"));
	assert_string_equal(header(w, "asm/own.h")->origin, "arch/toy/include/uapi/asm/own.h");
}

static void no_such_header(void **state)
{
	struct world *w = *state;

	open_kernel(w, PLAIN_KERNEL);
	check_none(w, "linux/none.h");
	check_none(w, "asm/none.h");
	check_none(w, "linux/plain");
	check_none(w, "plain.h");
	check_none(w, "");
	check_none(w, "/linux/plain.h");
	check_none(w, "linux//plain.h");
	check_none(w, "linux/../linux/plain.h");
	check_none(w, "../uapi/linux/plain.h");
	check_none(w, "linux/pla in.h");
	assert_null(et_install_header(w->install, "none", "linux/plain.h", &w->diags));
	assert_null(et_install_header(w->install, "../arch/toy", "asm/own.h", &w->diags));
	assert_int_equal(w->diags.list.count, 0);
}

#define TWO_ARCHS                                                                                  \
	PLAIN_KERNEL                                                                               \
	"%%FILE include/uapi/linux/guest.h\n"                                                      \
	"int guest;\n"                                                                             \
	"%%FILE include/uapi/linux/more/deep.h\n"                                                  \
	"int deep;\n"                                                                              \
	"%%FILE include/uapi/linux/Kbuild\n"                                                       \
	"no-export-headers += linux/plain.h\n"                                                     \
	"%%FILE include/uapi/Kbuild\n"                                                             \
	"ifeq ($(wildcard $(srctree)/arch/$(SRCARCH)/include/uapi/asm/guest.h),)\n"                \
	"no-export-headers += linux/guest.h\n"                                                     \
	"endif\n"                                                                                  \
	"%%FILE arch/host/include/uapi/asm/guest.h\n"                                              \
	"int host;\n"                                                                              \
	"%%FILE arch/none/Kconfig\n"                                                               \
	"# nothing is exported\n"

static void hidden(void **state)
{
	struct world *w = *state;

	open_kernel(w, TWO_ARCHS);
	check_none(w, "linux/guest.h");
	assert_non_null(et_install_header(w->install, "host", "linux/guest.h", &w->diags));
	/* Only the file at the root is read. */
	check_header(w, "linux/plain.h", "int a;\n");
	check_header(w, "linux/more/deep.h", "int deep;\n");
	check_list(w, "toy", "linux", "plain.h ");
	check_list(w, "host", "linux", "guest.h plain.h ");
	check_list(w, "host", "linux/more", "deep.h ");
	check_list(w, "host", "asm", "guest.h ");
	check_list(w, "host", "none", "");
	check_list(w, "host", "", "");
	check_list(w, "none", "linux", "");
	assert_null(et_install_header(w->install, "none", "linux/plain.h", &w->diags));
	assert_int_equal(w->diags.list.count, 0);
}

static void bad_header(void **state)
{
	struct world *w = *state;

	open_kernel(w, PLAIN_KERNEL "%%FILE include/uapi/linux/bad.h\n"
				    "int a;\n"
				    "\n"
				    "#ifdef __KERNEL__\n");
	assert_null(et_install_header(w->install, "toy", "linux/bad.h", &w->diags));
	check_error(w, "include/uapi/linux/bad.h", 3, "has no #endif");
	/* It is there, so it is listed. */
	check_list(w, "toy", "linux", "bad.h plain.h ");
}

static void bad_kbuild(void **state)
{
	struct world *w = *state;

	open_kernel(w, PLAIN_KERNEL "%%FILE include/uapi/Kbuild\n"
				    "\n"
				    "ifeq (a b\n");
	assert_non_null(et_install_header(w->install, "toy", "linux/plain.h", &w->diags));
	check_error(w, "include/uapi/Kbuild", 2, "condition");
}

static void license(void **state)
{
	struct world *w = *state;

	open_kernel(w, PLAIN_KERNEL "%%FILE include/uapi/linux/gpl.h\n"
				    "/* SPDX-License-Identifier: GPL-2.0 */\n"
				    "int a;\n");
	/* The script of this kernel does not ask. */
	check_header(w, "linux/gpl.h", "/* SPDX-License-Identifier: GPL-2.0 */\nint a;\n");
	open_kernel(w, PLAIN_KERNEL "%%FILE include/uapi/linux/gpl.h\n"
				    "/* SPDX-License-Identifier: GPL-2.0 */\n"
				    "int a;\n"
				    "%%FILE scripts/headers_install.sh\n"
				    "grep 'WITH Linux-syscall-note' $1 || exit 1\n"
				    "sed -e 's/a/a/' $1 > $2.tmp\n"
				    "unifdef -UX $2.tmp > $2\n");
	assert_non_null(et_install_header(w->install, "toy", "linux/gpl.h", &w->diags));
	assert_int_equal(w->diags.list.count, 1);
	assert_int_equal(w->diags.list.items[0].severity, ET_WARNING);
	assert_int_equal(w->diags.list.items[0].line, 1);
}

static void check_no_source(struct world *w, const char *text)
{
	open_memory(w, text);
	assert_null(et_install_open(&w->arena, w->source, &w->diags));
	assert_true(w->diags.errors > 0);
}

static void neither(void **state)
{
	struct world *w = *state;

	check_no_source(w, "%%FILE README\nnothing\n");
	check_error(w, "linux", 0, "neither a Linux source tree");
	/* Before 3.7, what is exported was not kept apart. */
	check_no_source(w, "%%FILE Makefile\n"
			   "%%FILE scripts/headers_install.sh\n"
			   "%%FILE include/linux/version.h\n"
			   "%%FILE arch/toy/Makefile\n");
}

/* A script is understood as a whole, or not at all. */
static void unknown_script(void **state)
{
	static const struct {
		const char *script;
		uint32_t line;
		const char *words;
	} cases[] = {
		{"sed -e 's/a/b/' $1 > $1.x\nunifdef -k $1.x > $2\n", 2, "unifdef is called with"},
		{"sed -e 's/a/b/' $1 > $1.x\nunifdef -UX $1.y > $2\n", 2, "does not read what sed"},
		{"sed -i -e 's/a/b/' $1 > $1.x\n", 1, "sed is called with '-i'"},
		{"sed -e 's/a/b/I' $1 > $1.x\n", 1, "has a flag that is not known"},
		{"sed -e \"s/$3/b/\" $1 > $1.x\n", 1, "the rules for sed are computed"},
		{"sed -e 's/(/b/' -E $1 > $1.x\nunifdef -UX $1.x | sort > $2\n", 2, "'sort'"},
		{"\nperl -p $1 > $2\n", 2, "'perl'"},
		{"cat $1 | sed -e 's/a/b/' > $2\n", 1, "does not read the header"},
		{"echo nothing\n", 0, "no header is made"},
		{"sed -e 's/a/b/' $1 > $1.x\nif true; then\n", 3, "a command is missing"},
		{"sed -e 's/\\(a/b/' $1 > $1.x\n", 1, "lacks a ')'"},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		et_diags_init(&w->diags, &w->arena);
		check_no_source(
			w, et_sprintf(&w->arena, "%s%%%%FILE scripts/headers_install.sh\n%s",
				   PLAIN_KERNEL, cases[i].script));
		check_error(w, "scripts/headers_install.sh", cases[i].line, cases[i].words);
	}
}

#define INSTALLED                                                                                  \
	"%%FILE include/linux/version.h\n"                                                         \
	"#define LINUX_VERSION_CODE 395776\n"                                                      \
	"#define LINUX_VERSION_SUBLEVEL 300\n"                                                     \
	"%%FILE include/asm-generic/x.h\n"                                                         \
	"#ifdef __KERNEL__\n"                                                                      \
	"%%FILE include/linux/a.h\n"                                                               \
	"int a;\n"

static void installed(void **state)
{
	struct world *w = *state;
	const char *const *archs;
	size_t count;

	open_kernel(w, INSTALLED "%%FILE include/asm/sgidefs.h\n"
				 "int m;\n");
	assert_true(et_install_is_installed(w->install));
	assert_string_equal(et_install_version(w->install), "6.10.300");
	archs = et_install_archs(w->install, &count);
	assert_int_equal(count, 1);
	assert_string_equal(archs[0], "mips");
	/* As they are. */
	check_header(w, "asm-generic/x.h", "#ifdef __KERNEL__\n");
	check_list(w, "mips", "linux", "a.h version.h ");
	check_list(w, "mips", "asm", "sgidefs.h ");
	assert_non_null(et_install_header(w->install, "mips", "asm/sgidefs.h", &w->diags));
	assert_null(et_install_header(w->install, "x86", "asm/sgidefs.h", &w->diags));
	assert_int_equal(w->diags.list.count, 0);
}

static void installed_for_machines(void **state)
{
	struct world *w = *state;
	const char *const *archs;
	size_t count;

	open_kernel(w, INSTALLED "%%FILE include/s390x-linux-gnu/asm/b.h\n"
				 "int s;\n"
				 "%%FILE include/x86_64-linux-gnu/asm/b.h\n"
				 "int x;\n"
				 "%%FILE include/x86_64-w64-mingw32/asm/b.h\n"
				 "int w;\n");
	archs = et_install_archs(w->install, &count);
	assert_int_equal(count, 2);
	assert_string_equal(archs[0], "s390");
	assert_string_equal(archs[1], "x86");
	assert_string_equal(
		et_install_header(w->install, "x86", "asm/b.h", &w->diags)->data, "int x;\n");
	check_list(w, "s390", "asm", "b.h ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lookup, begin, end),
		cmocka_unit_test_setup_teardown(no_such_header, begin, end),
		cmocka_unit_test_setup_teardown(hidden, begin, end),
		cmocka_unit_test_setup_teardown(bad_header, begin, end),
		cmocka_unit_test_setup_teardown(bad_kbuild, begin, end),
		cmocka_unit_test_setup_teardown(license, begin, end),
		cmocka_unit_test_setup_teardown(neither, begin, end),
		cmocka_unit_test_setup_teardown(unknown_script, begin, end),
		cmocka_unit_test_setup_teardown(installed, begin, end),
		cmocka_unit_test_setup_teardown(installed_for_machines, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
