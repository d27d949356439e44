/* SPDX-License-Identifier: BSD-3-Clause */
/* Headers that a kernel's build makes, in the ways that kernels had and have. */
#include "install_testing.h"

/* Everything is said by makefiles: wrappers, numbers of system calls from one table, the version.
 */
#define KERNEL                                                                                     \
	INSTALL_SCRIPT                                                                             \
	"%%FILE Makefile\n"                                                                        \
	"VERSION = 9\n"                                                                            \
	"PATCHLEVEL = 1\n"                                                                         \
	"SUBLEVEL =\n"                                                                             \
	"version_h := include/generated/uapi/linux/version.h\n"                                    \
	"asm-generic := -f $(srctree)/scripts/Makefile.wrap obj\n"                                 \
	"include $(srctree)/scripts/Kbuild.include\n"                                              \
	"uapi-asm-generic:\n"                                                                      \
	"\t$(Q)$(MAKE) $(asm-generic)=arch/$(SRCARCH)/include/generated/uapi/asm \\\n"             \
	"\tgeneric=include/uapi/asm-generic\n"                                                     \
	"define filechk_version.h\n"                                                               \
	"\tif [ $(SUBLEVEL) -gt 255 ]; then \\\n"                                                  \
	"\t\techo \\#define CODE 0; \\\n"                                                          \
	"\telse \\\n"                                                                              \
	"\t\techo \\#define CODE $(shell \\\n"                                                     \
	"\t\texpr $(VERSION) \\* 256 + $(SUBLEVEL)); \\\n"                                         \
	"\tfi; \\\n"                                                                               \
	"\techo '#define VERSION(a,b) (((a) << 8) +  \\\n"                                         \
	"\t(b))'\n"                                                                                \
	"endef\n"                                                                                  \
	"$(version_h): private SUBLEVEL := $(or $(SUBLEVEL), 0)\n"                                 \
	"$(version_h): FORCE\n"                                                                    \
	"\t$(call filechk,version.h)\n"                                                            \
	"%%FILE scripts/Kbuild.include\n"                                                          \
	"$(error is not what is read)\n"                                                           \
	"%%FILE scripts/Makefile.wrap\n"                                                           \
	"all:\n"                                                                                   \
	"src := $(srctree)/$(subst /generated,,$(obj))\n"                                          \
	"abis_64 += common,64\n"                                                                   \
	"table := $(srctree)/scripts/calls.tbl\n"                                                  \
	"-include $(srctree)/arch/$(SRCARCH)/kernel/Makefile.calls\n"                              \
	"include $(srctree)/scripts/Kbuild.include\n"                                              \
	"-include $(kbuild-file)\n"                                                                \
	"include $(srctree)/$(generic)/Kbuild\n"                                                   \
	"mandatory-y := $(filter-out $(generated-y), $(mandatory-y))\n"                            \
	"generic-y += $(foreach f, $(mandatory-y), $(if $(wildcard $(src)/$(f)),,$(f)))\n"         \
	"generic-y := $(addprefix $(obj)/, $(generic-y))\n"                                        \
	"calls-y := $(addprefix $(obj)/, $(calls-y))\n"                                            \
	"cmd_wrap = echo \"\\#include <asm-generic/$*.h>\" > $@\n"                                 \
	"cmd_calls = $(CONFIG_SHELL) $(srctree)/scripts/calls.sh \\\n"                             \
	"\t--abis $(subst $(space),$(comma),$(strip $(abis_$*))) $< $@\n"                          \
	"all: $(generic-y) $(calls-y)\n"                                                           \
	"\t@:\n"                                                                                   \
	"$(obj)/%.h: $(srctree)/$(generic)/%.h\n"                                                  \
	"\t$(call cmd,wrap)\n"                                                                     \
	"$(obj)/calls_%.h: $(table) FORCE\n"                                                       \
	"\t$(call if_changed,calls)\n"                                                             \
	"FORCE:\n"                                                                                 \
	"%%FILE scripts/calls.sh\n"                                                                \
	"set -e\n"                                                                                 \
	"abis=\n"                                                                                  \
	"while [ $# -gt 2 ]\n"                                                                     \
	"do\n"                                                                                     \
	"\tcase $1 in\n"                                                                           \
	"\t--abis)\n"                                                                              \
	"\t\tabis=$(echo \"($2)\" | tr ',' '|')\n"                                                 \
	"\t\tshift 2;;\n"                                                                          \
	"\t*)\n"                                                                                   \
	"\t\techo >&2 \"$1: unknown\"\n"                                                           \
	"\t\texit 1;;\n"                                                                           \
	"\tesac\n"                                                                                 \
	"done\n"                                                                                   \
	"guard=_UAPI_$(basename \"$2\" | sed -e 'y/abcdefghijklmnopqrstuvwxyz/"                    \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZ/' -e 's/[^A-Z0-9_]/_/g')\n"                                    \
	"grep -E \"^[0-9]+[[:space:]]+$abis\" \"$1\" | {\n"                                        \
	"\techo \"#ifndef $guard\"\n"                                                              \
	"\tmax=0\n"                                                                                \
	"\twhile read nr abi name entry; do\n"                                                     \
	"\t\tmax=$nr\n"                                                                            \
	"\t\techo \"#define __NR_$name $nr\"\n"                                                    \
	"\tdone\n"                                                                                 \
	"\techo \"#ifdef __KERNEL__\"\n"                                                           \
	"\techo \"#define __NR_calls $(($max + 1))\"\n"                                            \
	"\techo \"#endif\"\n"                                                                      \
	"\techo \"#endif /* $guard */\"\n"                                                         \
	"} > \"$2\"\n"                                                                             \
	"%%FILE scripts/calls.tbl\n"                                                               \
	"# a table\n"                                                                              \
	"0 common read sys_read\n"                                                                 \
	"1 64 write sys_write\n"                                                                   \
	"2 32 open sys_open\n"                                                                     \
	"3 toy own sys_own\n"                                                                      \
	"%%FILE include/uapi/asm-generic/Kbuild\n"                                                 \
	"mandatory-y += errno.h\n"                                                                 \
	"mandatory-y += own.h\n"                                                                   \
	"mandatory-y += made.h\n"                                                                  \
	"%%FILE include/uapi/asm-generic/errno.h\n"                                                \
	"int errno;\n"                                                                             \
	"%%FILE include/uapi/asm-generic/guest.h\n"                                                \
	"int guest;\n"                                                                             \
	"%%FILE include/uapi/linux/guest.h\n"                                                      \
	"int guest;\n"                                                                             \
	"%%FILE include/uapi/Kbuild\n"                                                             \
	"ifeq ($(wildcard $(objtree)/arch/$(SRCARCH)/include/generated/uapi/asm/guest.h),)\n"      \
	"no-export-headers += linux/guest.h\n"                                                     \
	"endif\n"                                                                                  \
	"%%FILE arch/toy/include/uapi/asm/own.h\n"                                                 \
	"int own;\n"

static const char toy[] = KERNEL "%%FILE arch/toy/include/uapi/asm/Kbuild\n"
				 "generic-y += guest.h\n"
				 "generated-y += made.h\n"
				 "calls-y += calls_64.h\n"
				 "%%FILE arch/toy/kernel/Makefile.calls\n"
				 "abis_64 += toy\n";

static void wrappers(void **state)
{
	struct world *w = *state;
	const struct et_installed *found;

	open_kernel(w, toy);
	found = header(w, "asm/errno.h");
	assert_string_equal(found->data, "#include <asm-generic/errno.h>\n");
	assert_string_equal(found->origin, "include/uapi/asm-generic/errno.h");
	assert_true(found->generated);
	check_header(w, "asm/guest.h", "#include <asm-generic/guest.h>\n");
	/* The architecture has its own; or says that it makes it, and does not. */
	check_header(w, "asm/own.h", "int own;\n");
	check_none(w, "asm/made.h");
	check_list(w, "toy", "asm", "calls_64.h errno.h guest.h own.h ");
	/* Exported as the wrapper is there. */
	check_header(w, "linux/guest.h", "int guest;\n");
}

static void call_numbers(void **state)
{
	struct world *w = *state;
	const struct et_installed *found;

	open_kernel(w, toy);
	found = header(w, "asm/calls_64.h");
	assert_string_equal(found->data, "#ifndef _UAPI_CALLS_64_H\n"
					 "#define __NR_read 0\n"
					 "#define __NR_write 1\n"
					 "#define __NR_own 3\n"
					 "#endif /* _UAPI_CALLS_64_H */\n");
	assert_string_equal(found->origin, "scripts/calls.tbl");
	assert_true(found->generated);
	assert_ptr_equal(found, header(w, "asm/calls_64.h"));
}

static void version(void **state)
{
	struct world *w = *state;
	const struct et_installed *found;

	open_kernel(w, toy);
	found = header(w, "linux/version.h");
	assert_string_equal(
		found->data, "#define CODE 2304\n#define VERSION(a,b) (((a) << 8) + (b))\n");
	assert_string_equal(found->origin, "Makefile");
	check_list(w, "toy", "linux", "guest.h version.h ");
}

/* An architecture with a makefile of its own for its tables, by "archheaders". */
#define OWN_TABLES                                                                                 \
	KERNEL                                                                                     \
	"%%FILE arch/toy/include/uapi/asm/Kbuild\n"                                                \
	"generated-y += made.h\n"                                                                  \
	"%%FILE arch/toy/Makefile\n"                                                               \
	"ifeq ($(shell $(CC) -v),)\n"                                                              \
	"endif\n"                                                                                  \
	"include arch/toy/none\n"                                                                  \
	"calls := arch/toy/calls\n"                                                                \
	"archheaders:\n"                                                                           \
	"\t$(Q)$(MAKE) $(build)=$(calls) uapi\n"

static void own_tables(void **state)
{
	struct world *w = *state;

	open_kernel(w, OWN_TABLES "%%FILE arch/toy/calls/Makefile\n"
				  "gen := arch/$(ARCH)/include/generated\n"
				  "uapi-y := $(gen)/uapi/asm/calls_a.h\n"
				  "uapi-y += $(gen)/uapi/asm/calls-b.h\n"
				  "uapi: $(uapi-y)\n"
				  "kapi: $(gen)/uapi/asm/calls_c.h\n"
				  "_dummy := $(shell [ -d '$(gen)' ] || mkdir -p '$(gen)')\n"
				  "filechk_hdr = $(CONFIG_SHELL) '$(srctree)/$(src)/tbl' -a "
				  "$(abi_$(basetarget)) \"$2\" < $<\n"
				  "abi_calls_a := x,y\n"
				  "$(gen)/uapi/asm/calls_a.h: $(src)/a.tbl FORCE\n"
				  "\t$(call filechk,hdr,$@)\n"
				  "cmd_b = $(CONFIG_SHELL) $(src)/tbl '$(abi)' '$*' < $< > $@\n"
				  "$(gen)/uapi/asm/calls-b.h: abi := z\n"
				  "$(gen)/uapi/asm/calls-%.h: $(src)/a.tbl FORCE\n"
				  "\t$(call if_changed,b)\n"
				  "%%FILE arch/toy/calls/tbl\n"
				  "while read line; do echo \"$* $line\"; done\n"
				  "%%FILE arch/toy/calls/a.tbl\n"
				  "1\n"
				  "2\n");
	check_header(w, "asm/calls_a.h",
		"-a x,y arch/toy/include/generated/uapi/asm/calls_a.h 1\n"
		"-a x,y arch/toy/include/generated/uapi/asm/calls_a.h 2\n");
	check_header(w, "asm/calls-b.h", "z b 1\nz b 2\n");
	assert_string_equal(header(w, "asm/calls-b.h")->origin, "arch/toy/calls/a.tbl");
	check_none(w, "asm/calls_c.h");
	check_list(w, "toy", "asm", "calls-b.h calls_a.h errno.h own.h ");
}

/* What a build has left in the tree is not what it would make now. */
static void built_before(void **state)
{
	struct world *w = *state;

	open_kernel(w, KERNEL "%%FILE arch/toy/include/generated/uapi/asm/guest.h\n"
			      "stale\n"
			      "%%FILE include/generated/uapi/linux/version.h\n"
			      "stale\n"
			      "%%FILE usr/include/linux/none.h\n"
			      "stale\n");
	check_none(w, "asm/guest.h");
	check_none(w, "linux/guest.h");
	check_none(w, "linux/none.h");
	assert_null(strstr(header(w, "linux/version.h")->data, "stale"));
}

static void check_unknown(struct world *w, const char *text, const char *path, const char *file,
	uint32_t line, const char *words)
{
	et_diags_init(&w->diags, &w->arena);
	open_kernel(w, text);
	assert_null(et_install_header(w->install, "toy", path, &w->diags));
	/* Whatever is not known is said first, where it stands. */
	w->diags.list.count = w->diags.list.count ? 1 : 0;
	check_error(w, file, line, words);
	et_diags_init(&w->diags, &w->arena);
	assert_string_equal(header(w, "asm/own.h")->data, "int own;\n");
}

static void unknown_generators(void **state)
{
	struct world *w = *state;

	check_unknown(w,
		KERNEL "%%FILE arch/toy/Makefile\n"
		       "archheaders:\n"
		       "\tpython3 tables.py\n",
		"asm/calls_64.h", "arch/toy/Makefile", 2,
		"headers are generated by 'python3', which etalon does not know");
	check_unknown(w, KERNEL "%%FILE arch/toy/Makefile\narchheaders:\n\tmake -C x\n",
		"asm/calls_64.h", "arch/toy/Makefile", 2, "make with '-C'");
	check_unknown(
		w, OWN_TABLES, "asm/calls_64.h", "arch/toy/calls/Makefile", 0, "can't be read");
	check_unknown(w,
		OWN_TABLES "%%FILE arch/toy/calls/Makefile\n"
			   "uapi: arch/toy/include/generated/uapi/asm/c.h\n"
			   "arch/toy/include/generated/uapi/asm/c.h:\n"
			   "\t$(PYTHON3) x.py > $@\n",
		"asm/c.h", "arch/toy/calls/Makefile", 3, "uses 'x.py', which is not known");
	check_unknown(w,
		OWN_TABLES "%%FILE arch/toy/calls/Makefile\n"
			   "uapi: arch/toy/include/generated/uapi/asm/c.h\n",
		"asm/c.h", "arch/toy/calls/Makefile", 0, "has no rule for arch/toy/include");
	check_unknown(w,
		OWN_TABLES "%%FILE arch/toy/calls/Makefile\n"
			   "uapi: arch/toy/include/generated/uapi/asm/c.h\n"
			   "arch/toy/include/generated/uapi/asm/c.h:\n"
			   "\techo > x\n",
		"asm/c.h", "arch/toy/calls/Makefile", 3, "do not write it");
	check_unknown(w,
		OWN_TABLES "%%FILE arch/toy/calls/Makefile\n"
			   "uapi: arch/toy/include/generated/uapi/asm/c.h\n"
			   "arch/toy/include/generated/uapi/asm/c.h:\n"
			   "\tsh $(srctree)/none.sh > $@\n",
		"asm/c.h", "arch/toy/calls/Makefile", 3, "runs ./none.sh, which can't be read");
	/* Nothing of the kind is known about this kernel. */
	check_unknown(w, PLAIN_KERNEL "%%FILE Makefile\nVERSION = 9\n", "asm/none.h", "Makefile", 0,
		"has no rule for uapi-asm-generic");
}

/* What could not be made once is not tried again, and still no silence. */
static void failed_before(void **state)
{
	struct world *w = *state;
	size_t count;

	open_kernel(w, KERNEL "%%FILE arch/toy/include/uapi/asm/Kbuild\n"
			      "calls-y += calls_64.h\n"
			      "%%FILE scripts/calls.sh\n"
			      "perl calls.pl > $2\n");
	assert_null(et_install_header(w->install, "toy", "asm/calls_64.h", &w->diags));
	check_error(w, "scripts/calls.sh", 1, "uses 'perl'");
	count = w->diags.errors;
	assert_null(et_install_header(w->install, "toy", "asm/calls_64.h", &w->diags));
	assert_int_equal(w->diags.errors, count + 1);
	/* The rest is not hindered. */
	assert_string_equal(header(w, "asm/errno.h")->data, "#include <asm-generic/errno.h>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(wrappers, begin, end),
		cmocka_unit_test_setup_teardown(call_numbers, begin, end),
		cmocka_unit_test_setup_teardown(version, begin, end),
		cmocka_unit_test_setup_teardown(own_tables, begin, end),
		cmocka_unit_test_setup_teardown(built_before, begin, end),
		cmocka_unit_test_setup_teardown(unknown_generators, begin, end),
		cmocka_unit_test_setup_teardown(failed_before, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
