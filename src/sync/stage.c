/* SPDX-License-Identifier: BSD-3-Clause */
#include "stage_int.h"

#include <stdlib.h>
#include <string.h>

void stage_missing(struct stage_run *run, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*ET_APPEND(run->arena, &run->stage->missing) = et_vsprintf(run->arena, format, args);
	va_end(args);
}

void stage_warn(struct stage_run *run, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*ET_APPEND(run->arena, &run->stage->warnings) = et_vsprintf(run->arena, format, args);
	va_end(args);
}

const char *stage_expand(struct et_arena *arena, const char *text, const char *arch)
{
	static const char variable[] = "$arch";
	const char *next = arch ? strstr(text, variable) : NULL;
	struct et_buf buf;

	if (!next)
		return text;
	et_buf_init(&buf);
	for (; next; next = strstr(text, variable)) {
		et_buf_add(&buf, text, (size_t)(next - text));
		et_buf_puts(&buf, arch);
		text = next + sizeof(variable) - 1;
	}
	et_buf_puts(&buf, text);
	text = et_strdup(arena, buf.data);
	et_buf_finish(&buf);
	return text;
}

void stage_run_begin(struct stage_run *run)
{
	struct et_stage *stage = run->stage;
	size_t i;

	run->accumulates =
		run->profile->accumulates && et_span_has(run->profile->accumulates, run->release);
	run->edits = ET_NEW_ARRAY(
		run->arena, run->profile->n_transformations * 2 + 1, struct stage_edits *);
	for (i = 0; i < stage->files.count; i++) {
		const char *path = stage->files.items[i].path;

		*et_map_slot(&run->by_path, run->arena, path, strlen(path)) =
			(void *)(uintptr_t)(i + 1);
	}
}

static int compare_files(const void *left, const void *right)
{
	const struct et_staged *a = left, *b = right;

	return strcmp(a->path, b->path);
}

void stage_run_end(struct stage_run *run)
{
	size_t i;

	for (i = 0; i < run->profile->n_transformations * 2; i++)
		stage_edits_free(run->edits[i]);
	et_buf_finish(&run->buf);
	et_buf_finish(&run->other);
	if (run->stage->files.count)
		qsort(run->stage->files.items, run->stage->files.count,
			sizeof(*run->stage->files.items), compare_files);
}

const struct et_staged *et_stage_find(const struct et_stage *stage, const char *path)
{
	struct et_staged key = {.path = path};

	if (!stage->files.count)
		return NULL;
	return bsearch(&key, stage->files.items, stage->files.count, sizeof(*stage->files.items),
		compare_files);
}

/* The edits of a transformation, made when they are first needed. */
static struct stage_edits *edits_of(
	struct stage_run *run, const struct et_transformation *transformation, bool arch)
{
	size_t index = (size_t)(transformation - run->profile->transformations) * 2 + arch;

	if (!run->edits[index])
		run->edits[index] =
			stage_edits_make(run->arena, transformation, run->release, arch);
	return run->edits[index];
}

struct unexpected {
	struct stage_run *run;
	const char *name;
};

static void tell_include(const char *line, size_t length, size_t number, void *data)
{
	struct unexpected *unexpected = data;

	stage_warn(unexpected->run, "%s:%zu: unexpected '%.*s'", unexpected->name, number,
		(int)(length > 200 ? 200 : length), line);
}

/* Runs the transformations over data; run->buf holds the result. NULL, or why not. */
static const char *transform(struct stage_run *run, struct et_staged *file,
	const struct et_transformation *const *transformations, const char *name)
{
	const char *why = NULL;

	for (; *transformations && !why; transformations++) {
		struct stage_edits *edits = edits_of(run, *transformations, file->arch != NULL);
		struct unexpected unexpected = {run, name};
		struct et_buf swap;

		stage_edits_includes(edits, file->data, file->length, tell_include, &unexpected);
		et_buf_clear(&run->other);
		why = stage_edits_run(edits, file->arch, file->data, file->length, &run->other);
		swap = run->buf;
		run->buf = run->other;
		run->other = swap;
		file->data = run->buf.data ? run->buf.data : "";
		file->length = run->buf.length;
		file->portable = file->portable || (*transformations)->portable;
	}
	return why;
}

const struct et_staged *stage_add(struct stage_run *run, const struct et_staged *file,
	const struct et_transformation *const *transformations, const char *name)
{
	struct et_stage *stage = run->stage;
	struct et_staged made = *file;
	const char *why;
	void **slot;

	if (!et_profile_path(made.path) || made.path[strlen(made.path) - 1] == '/') {
		et_diag(run->diags, ET_ERROR, name, 0, NULL, "'%s' is no path to write to",
			made.path);
		return NULL;
	}
	if (transformations && *transformations) {
		why = transform(run, &made, transformations, name);
		if (why) {
			et_diag(run->diags, ET_ERROR, name, 0, NULL,
				"cannot be transformed to %s: %s", made.path, why);
			return NULL;
		}
		made.data = et_strndup(run->arena, made.data, made.length);
	}
	slot = et_map_slot(&run->by_path, run->arena, made.path, strlen(made.path));
	if (!*slot && stage->files.count >= STAGE_MAX_FILES) {
		et_diag(run->diags, ET_ERROR, name, 0, NULL, "more than %d files", STAGE_MAX_FILES);
		return NULL;
	}
	if (*slot) {
		struct et_staged *old = &stage->files.items[(uintptr_t)*slot - 1];

		*old = made;
		return old;
	}
	*ET_APPEND(run->arena, &stage->files) = made;
	*slot = (void *)(uintptr_t)stage->files.count;
	return &stage->files.items[stage->files.count - 1];
}

static bool listed(const char *const *names, const char *name)
{
	for (; *names; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

static bool arch_counts(struct stage_run *run, const char *arch)
{
	const struct et_profile *profile = run->profile;
	const char *const *file;

	if (!*arch || arch[strspn(arch, "abcdefghijklmnopqrstuvwxyz0123456789_-")])
		return false;
	if (profile->archs && !listed(profile->archs, arch))
		return false;
	if (!profile->arch_files || et_install_is_installed(run->install))
		return true;
	for (file = profile->arch_files; *file; file++) {
		if (et_source_has(et_install_source(run->install),
			    et_sprintf(run->arena, "arch/%s/%s", arch, *file)))
			return true;
	}
	return false;
}

/* Finds the architectures that count. Without one, nothing can be taken from the source. */
static bool find_archs(struct stage_run *run)
{
	size_t count, i, n = 0;
	const char *const *all = et_install_archs(run->install, &count);
	const char **archs = ET_NEW_ARRAY(run->arena, count + 2, const char *);

	for (i = 0; i < count; i++) {
		if (arch_counts(run, all[i]))
			archs[n++] = all[i];
	}
	/* Headers that do not tell whose they are do for what is the same for all. */
	if (!count && et_install_is_installed(run->install) && !run->profile->archs)
		archs[n++] = "unknown";
	run->stage->archs = (const char *const *)archs;
	run->stage->n_archs = n;
	if (!n)
		et_diag(run->diags, ET_ERROR, et_source_name(et_install_source(run->install)), 0,
			NULL, "has no architecture that profile '%s' can use", run->profile->name);
	return n != 0;
}

static void list_owned(struct stage_run *run)
{
	struct et_stage *stage = run->stage;
	size_t i, j;

	for (i = 0; i < run->profile->n_owns; i++) {
		const struct et_profile_name *own = &run->profile->owns[i];
		bool per_arch = strstr(own->name, "$arch") != NULL;

		if (!et_span_has(&own->span, run->release))
			continue;
		for (j = 0; j < (per_arch ? stage->n_archs : 1); j++)
			*ET_APPEND(run->arena, &stage->owns) =
				stage_expand(run->arena, own->name, stage->archs[j]);
	}
}

/* Releases that the profile's data was never held to. */
static void tell_release(struct stage_run *run)
{
	const struct et_profile *profile = run->profile;

	if (!run->release)
		return;
	if (profile->release_oldest &&
		et_release_compare(run->release, profile->release_oldest) < 0)
		stage_warn(run, "release %s is older than %s, the first that profile '%s' knows",
			run->release, profile->release_oldest, profile->name);
	if (profile->release_newest &&
		et_release_compare(run->release, profile->release_newest) > 0)
		stage_warn(run,
			"release %s is newer than %s, the last that profile '%s' was held to: "
			"look for changes of what it imports",
			run->release, profile->release_newest, profile->name);
}

bool et_stage_make(struct et_arena *arena, const struct et_profile *profile, const char *release,
	struct et_install *install, struct et_stage *stage, struct et_diags *diags)
{
	struct stage_run run = {.arena = arena,
		.profile = profile,
		.release = release,
		.install = install,
		.stage = stage,
		.diags = diags};
	size_t i, errors = diags->errors;

	*stage = (struct et_stage){0};
	if (!profile->installed && et_install_is_installed(install)) {
		et_diag(diags, ET_ERROR, et_source_name(et_install_source(install)), 0, NULL,
			"has installed headers of one architecture, and profile '%s' needs all: "
			"name a kernel's source tree",
			profile->name);
		return false;
	}
	stage_run_begin(&run);
	if (find_archs(&run)) {
		tell_release(&run);
		list_owned(&run);
		for (i = 0; i < profile->n_entries; i++) {
			if (et_span_has(&profile->entries[i].span, release))
				stage_entry(&run, &profile->entries[i]);
		}
	}
	stage_run_end(&run);
	if (!stage->files.count && diags->errors == errors)
		et_diag(diags, ET_ERROR, profile->file, 0, NULL, "profile '%s' makes no file of %s",
			profile->name, et_source_name(et_install_source(install)));
	return stage->files.count != 0;
}
