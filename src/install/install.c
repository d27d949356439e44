/* SPDX-License-Identifier: BSD-3-Clause */
#include "install_int.h"

#include "install_path.h"
#include "str.h"

#include <stdlib.h>
#include <string.h>

void et_install_report(struct et_install *install, struct et_diags *diags)
{
	for (; install->passed < install->own.list.count; install->passed++) {
		const struct et_diag *diag = &install->own.list.items[install->passed];

		et_diag(diags, diag->severity, diag->file, diag->line, diag->name, "%s",
			diag->text);
	}
}

static void add_arch(struct et_install *install, const char *name)
{
	struct et_arch *arch = ET_NEW(install->arena, struct et_arch);
	void **slot;

	arch->name = name;
	arch->common.root = "include/uapi";
	arch->common.generated = "include/generated/uapi/";
	arch->own.root = et_sprintf(install->arena, "arch/%s/include/uapi", name);
	arch->own.generated = et_sprintf(install->arena, "arch/%s/include/generated/uapi/", name);
	*ET_APPEND(install->arena, &install->arch_names) = name;
	slot = et_map_slot(&install->archs, install->arena, name, strlen(name));
	*slot = arch;
}

/* Whether the source is of a kernel that keeps what it exports apart, as all do since 3.7. */
static bool is_kernel(struct et_install *install)
{
	return et_folders_has_file(&install->folders, "Makefile") &&
	       et_folders_has_file(&install->folders, "scripts/headers_install.sh") &&
	       et_folders_has_folder(&install->folders, "include/uapi/linux") &&
	       et_folders_has_folder(&install->folders, "arch");
}

struct et_install *et_install_open(
	struct et_arena *arena, struct et_source *source, struct et_diags *diags)
{
	struct et_install *install = ET_NEW(arena, struct et_install);
	const struct et_folder *archs;
	size_t i;

	install->arena = arena;
	install->source = source;
	install->folders = (struct et_folders){.arena = arena, .source = source};
	et_diags_init(&install->own, arena);
	if (!is_kernel(install)) {
		if (et_installed_open(install))
			return install;
		if (et_source_has(source, "HEAD") &&
			et_folders_has_folder(&install->folders, "objects"))
			et_diag(diags, ET_ERROR, et_source_name(source), 0, NULL,
				"is a git repository without a work tree: name a revision of it, "
				"%s@REV",
				et_source_name(source));
		else
			et_diag(diags, ET_ERROR, et_source_name(source), 0, NULL,
				"is neither a Linux source tree (with include/uapi, arch and "
				"scripts/headers_install.sh) nor a folder of installed kernel "
				"headers (with linux/version.h, asm-generic and asm)");
		return NULL;
	}
	install->sanitizer = et_sanitizer_read(arena, source, &install->own);
	et_install_report(install, diags);
	if (!install->sanitizer)
		return NULL;
	install->shell = et_shell_new(arena, source);
	archs = et_folders_get(&install->folders, "arch");
	for (i = 0; i < archs->folders.count; i++)
		add_arch(install, archs->folders.items[i]);
	return install;
}

bool et_install_is_installed(const struct et_install *install)
{
	return install->prefix != NULL;
}

struct et_source *et_install_source(const struct et_install *install)
{
	return install->source;
}

const char *const *et_install_odd(const struct et_install *install, size_t *count)
{
	*count = install->folders.odd.count;
	return install->folders.odd.items;
}

const char *const *et_install_archs(const struct et_install *install, size_t *count)
{
	*count = install->arch_names.count;
	return install->arch_names.items;
}

static const char *find_version(struct et_install *install)
{
	struct et_make *top;

	if (install->prefix)
		return et_installed_version(install);
	top = et_install_top(install);
	return top ? et_make_value(top, "KERNELVERSION") : NULL;
}

const char *et_install_version(const struct et_install *install)
{
	/* Asking changes nothing but what is remembered. */
	struct et_install *memory = (struct et_install *)install;
	const char *version;

	if (!install->version_known) {
		version = find_version(memory);
		memory->version = version && *version ? version : NULL;
		memory->version_known = true;
	}
	return install->version;
}

struct et_installed *et_install_text(struct et_install *install, const char *path,
	const struct et_text *text, const char *origin)
{
	struct et_installed *made = ET_NEW(install->arena, struct et_installed);
	struct et_buf out;
	bool ok;

	et_buf_init(&out);
	ok = et_sanitize(install->sanitizer, text->data, text->length, origin, &out, &install->own);
	if (ok) {
		made->path = et_strdup(install->arena, path);
		made->data = et_strndup(install->arena, out.data ? out.data : "", out.length);
		made->length = out.length;
		made->origin = et_strdup(install->arena, origin);
	}
	et_buf_finish(&out);
	return ok ? made : NULL;
}

/* Kbuild files may list headers that are not exported, for some architectures. */
static void read_hidden(
	struct et_install *install, const struct et_arch *arch, struct et_export *export)
{
	const char *path = et_join(install->arena, export->root, "/", "Kbuild");
	struct et_make *make;
	const char *value;

	if (!et_folders_has_file(&install->folders, path))
		return;
	make = et_install_make(install, arch);
	et_make_set(make, "src", export->root);
	et_make_set(make, "obj", export->root);
	value = et_make_read(make, path) ? et_make_value(make, "no-export-headers") : NULL;
	export->incomplete |= !value;
	while (value && *value) {
		size_t length;

		value += strspn(value, " \t\n");
		length = strcspn(value, " \t\n");
		if (length)
			*et_map_slot(&export->hidden, install->arena, value, length) = install;
		value += length;
	}
}

/* Whether an architecture exports headers; what is hidden of them is known then. */
static bool exports(struct et_install *install, struct et_arch *arch)
{
	if (arch->is_known)
		return arch->exports;
	arch->is_known = true;
	/* User-mode Linux exports those of the machine that it is built on. */
	arch->exports = et_folders_get(&install->folders, arch->own.root) != NULL;
	if (arch->exports) {
		read_hidden(install, arch, &arch->common);
		read_hidden(install, arch, &arch->own);
	}
	return arch->exports;
}

/* What headers_install takes for a header: in a folder, which is not hidden, and of plain names. */
static bool is_header(const char *path)
{
	const char *at;

	if (!strchr(path, '/') || *path == '.' || *path == '/' || !et_ends_with(path, ".h"))
		return false;
	for (at = path; *at; at++)
		if ((unsigned char)*at <= ' ' || *at == 0x7f || (*at == '/' && at[1] == '/'))
			return false;
	return true;
}

/* A file of the source, installed. */
static const struct et_installed *from_source(
	struct et_install *install, const char *origin, const char *path)
{
	struct et_installed *made = et_map_get(&install->headers, origin, strlen(origin));
	struct et_text text;
	const char *error;
	void **slot;

	if (made)
		return made;
	error = et_source_read(install->source, install->arena, origin, ET_HEADER_LIMIT, &text);
	if (error)
		et_diag(&install->own, ET_ERROR, origin, 0, NULL, "can't be read: %s", error);
	else
		made = et_install_text(install, path, &text, origin);
	if (!made)
		return NULL;
	slot = et_map_slot(&install->headers, install->arena, made->origin, strlen(origin));
	*slot = made;
	return made;
}

/* Looks a header up in one of the two trees. *error: it is there, or may be, and can't be made. */
static const struct et_installed *from_export(struct et_install *install, struct et_arch *arch,
	struct et_export *export, const char *path, bool *error)
{
	const char *origin = et_join(install->arena, export->root, "/", path);
	const struct et_installed *found = NULL;
	struct et_generated *generated;

	if (et_map_get(&export->hidden, path, strlen(path)))
		return NULL;
	if (et_folders_has_file(&install->folders, origin)) {
		found = from_source(install, origin, path);
		*error = !found;
		return found;
	}
	if (export == &arch->common)
		et_install_generated_common(install, arch);
	else
		et_install_generated_own(install, arch);
	generated = et_map_get(&export->made, path, strlen(path));
	if (generated) {
		found = et_install_make_header(install, generated);
		*error = !found;
	} else if (export->incomplete) {
		et_diag(&install->own, ET_ERROR, export->root, 0, NULL,
			"whether %s is one of %s's headers is not known, as not all that is "
			"generated "
			"could be found out",
			et_strdup(install->arena, path), arch->name);
		*error = true;
	}
	return found;
}

/* Whether the architecture has headers of its own in the first folder of a path. */
static bool is_own(struct et_install *install, const struct et_arch *arch, const char *path)
{
	size_t length = strcspn(path, "/");

	return (length == 3 && memcmp(path, "asm", 3) == 0) ||
	       et_folders_has_folder(
		       &install->folders, et_join(install->arena, arch->own.root, "/",
						  et_strndup(install->arena, path, length)));
}

const struct et_installed *et_install_header(
	struct et_install *install, const char *arch, const char *path, struct et_diags *diags)
{
	struct et_arch *known = et_map_get(&install->archs, arch, strlen(arch));
	const struct et_installed *found = NULL;
	bool error = false;

	if (!is_header(path))
		return NULL;
	if (install->prefix) {
		found = et_installed_header(install, known, path);
	} else if (known && exports(install, known)) {
		if (!et_starts_with(path, "asm/"))
			found = from_export(install, known, &known->common, path, &error);
		if (!found && !error && is_own(install, known, path))
			found = from_export(install, known, &known->own, path, &error);
	}
	et_install_report(install, diags);
	return found;
}

struct names {
	struct et_arena *arena;
	struct et_map seen;
	ET_ARRAY(const char *) list;
};

static void add_name(struct names *names, const char *name)
{
	void **slot = et_map_slot(&names->seen, names->arena, name, strlen(name));

	if (!*slot)
		*ET_APPEND(names->arena, &names->list) = name;
	*slot = names;
}

static void list_export(struct et_install *install, struct et_export *export, const char *folder,
	struct names *names)
{
	const struct et_folder *found = et_folders_get(
		&install->folders, et_join(install->arena, export->root, "/", folder));
	size_t length = strlen(folder);
	size_t i;

	for (i = 0; found && i < found->files.count; i++) {
		const char *name = found->files.items[i];
		const char *path = et_join(names->arena, folder, "/", name);

		if (is_header(path) && !et_map_get(&export->hidden, path, strlen(path)))
			add_name(names, name);
	}
	for (i = 0; i < export->all.count; i++) {
		const char *path = export->all.items[i]->path;

		if (strncmp(path, folder, length) == 0 && path[length] == '/' && is_header(path) &&
			!strchr(path + length + 1, '/') &&
			!et_map_get(&export->hidden, path, strlen(path)))
			add_name(names, path + length + 1);
	}
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void et_install_list(struct et_install *install, const char *arch, const char *folder,
	et_install_name_fn *take, void *data)
{
	struct et_arch *known = et_map_get(&install->archs, arch, strlen(arch));
	struct et_arena memory;
	struct names names = {.arena = &memory};
	size_t i;

	if (install->prefix) {
		et_installed_list(install, known, folder, take, data);
		return;
	}
	if (!known || !*folder || !exports(install, known))
		return;
	et_arena_init(&memory);
	et_install_generated_common(install, known);
	list_export(install, &known->common, folder, &names);
	if (is_own(install, known, folder)) {
		et_install_generated_own(install, known);
		list_export(install, &known->own, folder, &names);
	}
	if (names.list.count)
		qsort(names.list.items, names.list.count, sizeof(*names.list.items), compare_names);
	for (i = 0; i < names.list.count; i++)
		take(names.list.items[i], data);
	et_arena_finish(&memory);
}
bool et_install_wants(const char *path)
{
	static const char *const folders[] = {
		"arch/", "include/", "scripts/", "usr/", "linux/", "asm"};
	size_t i;

	/* Code and descriptions of boards are most of arch/, and nothing is made of them. */
	if (et_ends_with(path, ".c") || et_ends_with(path, ".S") || strstr(path, "/boot/"))
		return false;
	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		if (et_starts_with(path, folders[i]))
			return true;
	}
	return !strchr(path, '/');
}
