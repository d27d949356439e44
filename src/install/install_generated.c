/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Headers that a kernel's build makes before it installs them: wrappers of asm-generic headers, the
 * numbers of system calls, the version. Which they are and how they are made is what its makefiles
 * say for the goals that headers_install asks of them.
 */
#include "install_int.h"

#include "install_path.h"
#include "str.h"

#include <string.h>

/*
 * Stands in for scripts/Kbuild.include, whose macros check whether a file has to be made again:
 * here it has. The rest is what makefiles use of it.
 */
static const char kbuild_include[] =
	"comma := ,\n"
	"quote := \"\n"
	"squote := '\n"
	"empty :=\n"
	"space := $(empty) $(empty)\n"
	"pound := \\#\n"
	"basetarget = $(basename $(notdir $@))\n"
	"real-prereqs = $(filter-out $(PHONY), $^)\n"
	"escsq = $(subst $(squote),'\\$(squote)',$1)\n"
	"stringify = $(squote)$(quote)$1$(quote)$(squote)\n"
	"kbuild-file = $(or $(wildcard $(src)/Kbuild),$(src)/Makefile)\n"
	"build := -f $(srctree)/scripts/Makefile.build obj\n"
	"cmd = $(cmd_$(1))\n"
	"if_changed = $(cmd_$(1))\n"
	"if_changed_dep = $(cmd_$(1))\n"
	"if_changed_rule = $(rule_$(1))\n"
	"filechk = { $(filechk_$(1)); } > $@\n";

/* What the build leaves in a tree is not the tree's own. */
static bool is_built(const char *path)
{
	const char *found;

	if (et_starts_with(path, "include/generated/") || et_starts_with(path, "usr/include/"))
		return true;
	if (!et_starts_with(path, "arch/"))
		return false;
	found = strchr(path + strlen("arch/"), '/');
	return found && et_starts_with(found, "/include/generated/");
}

/* The architecture's generated header of a path like arch/x86/include/generated/uapi/asm/x.h. */
static bool has_generated(struct et_install *install, const char *path)
{
	const char *name = path + strlen("arch/");
	size_t length = strcspn(name, "/");
	struct et_arch *arch;

	if (!et_starts_with(path, "arch/"))
		return false;
	arch = et_map_get(&install->archs, name, length);
	if (!arch || !et_starts_with(path, arch->own.generated))
		return false;
	et_install_generated_own(install, arch);
	path += strlen(arch->own.generated);
	return et_map_get(&arch->own.made, path, strlen(path)) != NULL;
}

static bool has(void *data, const char *path)
{
	struct et_install *install = data;

	if (is_built(path))
		return has_generated(install, path);
	return et_folders_has_file(&install->folders, path) ||
	       et_folders_has_folder(&install->folders, path);
}

static void list(void *data, const char *path, void (*take)(const char *name, void *to), void *to)
{
	struct et_install *install = data;
	char *folder = et_sprintf(install->arena, "%s/", path);
	const struct et_folder *found =
		is_built(folder) ? NULL : et_folders_get(&install->folders, path);
	size_t i;

	for (i = 0; found && i < found->files.count; i++)
		take(found->files.items[i], to);
	for (i = 0; found && i < found->folders.count; i++)
		take(found->folders.items[i], to);
}

static const char *read_file(void *data, const char *path, struct et_text *text)
{
	struct et_install *install = data;

	return et_source_read(install->source, install->arena, path, ET_HEADER_LIMIT, text);
}

struct et_make *et_install_make(struct et_install *install, const struct et_arch *arch)
{
	const struct et_make_files files = {has, list, read_file, install};
	struct et_make *make = et_make_new(install->arena, &files, install->shell, &install->own);

	et_make_set(make, "srctree", ".");
	et_make_set(make, "objtree", ".");
	et_make_set(make, "MAKE", "make");
	et_make_set(make, "CONFIG_SHELL", "sh");
	et_make_set(make, "VPATH", "");
	if (arch) {
		et_make_set(make, "SRCARCH", arch->name);
		et_make_set(make, "ARCH", arch->name);
	}
	et_make_instead(make, "scripts/Kbuild.include", kbuild_include);
	return make;
}

struct et_make *et_install_top(struct et_install *install)
{
	struct et_make *make;

	if (install->top || install->top_failed)
		return install->top;
	make = et_install_make(install, NULL);
	et_make_set(make, "MAKECMDGOALS", "headers_install");
	/* It calls itself again to settle where it is and with which flags; that is done. */
	et_make_set(make, "sub_make_done", "1");
	et_make_set(make, "MAKEFLAGS", "--no-print-directory");
	et_make_no_includes(make);
	install->top_failed = !et_make_read(make, "Makefile");
	if (!install->top_failed)
		install->top = make;
	return install->top;
}

struct adding {
	struct et_install *install;
	struct et_export *export;
	struct et_make *make;
};

static void add_target(const char *target, void *data)
{
	struct adding *a = data;
	struct et_generated *made;
	void **slot;

	target = et_path_normal(a->install->arena, target);
	if (!et_starts_with(target, a->export->generated) || !et_ends_with(target, ".h") ||
		strchr(target, '%'))
		return;
	made = ET_NEW(a->install->arena, struct et_generated);
	made->path = target + strlen(a->export->generated);
	made->make = a->make;
	made->target = target;
	slot = et_map_slot(&a->export->made, a->install->arena, made->path, strlen(made->path));
	/* Who makes it later has the last word. */
	if (*slot)
		*(struct et_generated *)*slot = *made;
	else
		*ET_APPEND(a->install->arena, &a->export->all) = *slot = made;
}

void et_install_generated_common(struct et_install *install, struct et_arch *arch)
{
	struct et_export *export = &arch->common;
	struct adding adding = {install, export, NULL};

	if (export->is_read)
		return;
	export->is_read = true;
	adding.make = et_install_top(install);
	export->incomplete = !adding.make;
	if (adding.make)
		et_make_rules(adding.make, add_target, &adding);
}

/* A call of make in a rule's commands. */
struct submake {
	struct et_make *make;
	const char *file;
	const char *folder; /* obj=... */
	ET_ARRAY(const char *) goals;
};

static bool fail(struct et_install *install, const struct et_make_recipe *recipe, const char *what)
{
	et_diag(&install->own, ET_ERROR, recipe->file, recipe->line, NULL,
		"headers are generated by %s, which etalon does not know how to read", what);
	return false;
}

/* A word of its command line. */
static bool submake_word(struct et_install *install, struct submake *sub, const char *word,
	const char *after, bool *takes_after)
{
	const char *equals = strchr(word, '=');

	*takes_after = false;
	if (et_streq(word, "-f") && after) {
		sub->file = et_path_normal(install->arena, after);
		*takes_after = true;
	} else if (word[0] == '-') {
		return false;
	} else if (equals) {
		const char *name = et_strndup(install->arena, word, (size_t)(equals - word));

		et_make_set(sub->make, name, equals + 1);
		if (et_streq(name, "obj"))
			sub->folder = et_path_normal(install->arena, equals + 1);
	} else {
		*ET_APPEND(install->arena, &sub->goals) = word;
	}
	return true;
}

static bool parse_submake(struct et_install *install, const struct et_make_recipe *recipe,
	const char *line, struct submake *sub)
{
	ET_ARRAY(const char *) words = {0};
	size_t i;

	while (*line) {
		size_t length;

		line += strspn(line, " \t");
		length = strcspn(line, " \t");
		if (length)
			*ET_APPEND(install->arena, &words) =
				et_strndup(install->arena, line, length);
		line += length;
	}
	if (!words.count || !et_streq(words.items[0], "make"))
		return fail(install, recipe,
			et_sprintf(install->arena, "'%.80s'", words.count ? words.items[0] : ""));
	for (i = 1; i < words.count; i++) {
		bool takes_after;

		if (!submake_word(install, sub, words.items[i],
			    i + 1 < words.count ? words.items[i + 1] : NULL, &takes_after))
			return fail(install, recipe,
				et_sprintf(install->arena, "make with '%.80s'", words.items[i]));
		i += takes_after;
	}
	return sub->file || fail(install, recipe, "make without a file");
}

/* scripts/Makefile.build reads the makefile of a folder, whose rules are all that matters here. */
static bool read_submake(struct et_install *install, struct submake *sub)
{
	const char *file = sub->file;

	if (et_streq(file, "scripts/Makefile.build") && sub->folder) {
		const char *kbuild = et_join(install->arena, sub->folder, "/", "Kbuild");

		et_make_set(sub->make, "src", sub->folder);
		if (!et_make_read_text(sub->make, kbuild_include, sizeof(kbuild_include) - 1,
			    "scripts/Kbuild.include"))
			return false;
		file = et_folders_has_file(&install->folders, kbuild)
			       ? kbuild
			       : et_join(install->arena, sub->folder, "/", "Makefile");
	}
	if (!et_make_read(sub->make, file))
		return false;
	/* That file, too, has this rule, after the folder's own. */
	return file == sub->file ||
	       et_make_read_text(sub->make, "FORCE:\n", strlen("FORCE:\n"), sub->file);
}

/* Adds what the calls of make in the commands for a goal make. */
static bool add_goal(
	struct et_install *install, struct et_arch *arch, struct et_make *make, const char *goal)
{
	struct et_make_recipe recipe;
	char *line;
	size_t i;

	if (!et_make_recipe(make, goal, &recipe))
		return false;
	line = et_strdup(install->arena, recipe.commands);
	for (i = 0; line[i]; i++)
		if (line[i] == '\\' && line[i + 1] == '\n')
			line[i] = line[i + 1] = ' ';
	while (*line) {
		size_t length = strcspn(line, "\n");
		const char *text = et_strndup(install->arena, line, length);
		struct submake sub = {.make = et_install_make(install, arch)};
		struct adding adding = {install, &arch->own, sub.make};

		line += length + (line[length] == '\n');
		if (!text[strspn(text, " \t:")])
			continue;
		if (!parse_submake(install, &recipe, text, &sub) || !read_submake(install, &sub))
			return false;
		if (!sub.goals.count && et_make_goal(sub.make))
			*ET_APPEND(install->arena, &sub.goals) = et_make_goal(sub.make);
		for (i = 0; i < sub.goals.count; i++)
			et_make_each(sub.make, sub.goals.items[i], add_target, &adding);
	}
	return true;
}

/* The architecture's own makefile says how it makes more than wrappers. */
static bool add_archheaders(struct et_install *install, struct et_arch *arch)
{
	const char *path = et_sprintf(install->arena, "arch/%s/Makefile", arch->name);
	struct et_make *make = et_install_make(install, arch);

	if (!et_folders_has_file(&install->folders, path))
		return true;
	et_make_no_includes(make);
	if (!et_make_read_text(
		    make, kbuild_include, sizeof(kbuild_include) - 1, "scripts/Kbuild.include") ||
		!et_make_read(make, path))
		return false;
	return !et_make_has_rule(make, "archheaders") ||
	       add_goal(install, arch, make, "archheaders");
}

void et_install_generated_own(struct et_install *install, struct et_arch *arch)
{
	struct et_export *export = &arch->own;
	struct et_make *top;

	/* Makefiles ask for files that are being made: they are not there yet. */
	if (export->is_read || export->reading)
		return;
	export->reading = true;
	top = et_install_top(install);
	export->incomplete = !top;
	if (top) {
		et_make_set(top, "SRCARCH", arch->name);
		export->incomplete = !add_goal(install, arch, top, "uapi-asm-generic");
	}
	if (!add_archheaders(install, arch))
		export->incomplete = true;
	export->reading = false;
	export->is_read = true;
}

static struct et_installed *make_header(struct et_install *install, struct et_generated *generated)
{
	struct et_make_recipe recipe;
	const struct et_text *text;
	struct et_installed *made;
	struct et_buf printed;
	bool ok;

	if (!et_make_recipe(generated->make, generated->target, &recipe))
		return NULL;
	et_buf_init(&printed);
	ok = et_shell_run(
		install->shell, recipe.commands, recipe.file, recipe.line, &printed, &install->own);
	et_buf_finish(&printed);
	if (!ok)
		return NULL;
	text = et_shell_written(install->shell, generated->target);
	if (!text) {
		et_diag(&install->own, ET_ERROR, recipe.file, recipe.line, NULL,
			"the commands for %s do not write it", generated->target);
		return NULL;
	}
	made = et_install_text(
		install, generated->path, text, recipe.source ? recipe.source : recipe.file);
	if (made)
		made->generated = true;
	return made;
}

const struct et_installed *et_install_make_header(
	struct et_install *install, struct et_generated *generated)
{
	if (generated->made)
		return generated->made;
	if (generated->failed) {
		et_diag(&install->own, ET_ERROR, generated->target, 0, NULL,
			"can't be made, as said before");
		return NULL;
	}
	generated->made = make_header(install, generated);
	generated->failed = !generated->made;
	return generated->made;
}
