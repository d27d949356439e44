/* SPDX-License-Identifier: BSD-3-Clause */
/* What one entry of a profile's lists makes: files of one architecture, or of none. */
#include "stage_int.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct et_installed *stage_header(struct stage_run *run, size_t arch, const char *path)
{
	const char *const *archs = run->stage->archs;
	const struct et_installed *header;
	size_t i = arch + 1, errors = run->diags->errors;

	do {
		header = et_install_header(run->install, archs[--i], path, run->diags);
	} while (!header && run->accumulates && i && run->diags->errors == errors);
	if (header && i != arch)
		stage_warn(run,
			"%s of %s is the one of %s: %s has none, and what the release's own "
			"script installed for another architecture is left over",
			path, archs[arch], archs[i], archs[arch]);
	return header;
}

bool stage_source_file(
	struct stage_run *run, const char *path, struct et_staged *file, const char **why)
{
	struct et_source *source = et_install_source(run->install);
	struct et_text text;

	*why = NULL;
	if (!et_source_has(source, path))
		return false;
	*why = et_source_read(source, run->arena, path, STAGE_MAX_SOURCE, &text);
	if (*why)
		return false;
	file->data = text.data;
	file->length = text.length;
	file->origin = path;
	return true;
}

/* Where an entry's file goes. */
static const char *target(struct stage_run *run, const struct et_profile_entry *entry,
	const char *name, const char *arch)
{
	const char *to = stage_expand(run->arena, entry->to, arch);

	if (name && to[strlen(to) - 1] == '/')
		to = et_join(run->arena, to, "", et_basename(name));
	return to;
}

static void tell_missing(struct stage_run *run, const struct et_profile_entry *entry,
	const char *name, const char *arch, const char *to)
{
	if (entry->optional)
		return;
	if (entry->kind == ET_FROM_SOURCE)
		stage_missing(run, "%s: the source has no %s", to, name);
	else if (arch)
		stage_missing(run, "%s: the source installs no %s for %s", to, name, arch);
	else
		stage_missing(run, "%s: the source installs no %s", to, name);
}

/* A header by its name, of the architecture with that index; arch is NULL in one for all. */
static void add_header(struct stage_run *run, const struct et_profile_entry *entry, size_t index,
	const char *arch, const char *name)
{
	struct et_staged file = {.path = target(run, entry, name, arch), .arch = arch};
	size_t errors = run->diags->errors;
	const struct et_installed *header = stage_header(run, index, name);

	if (header) {
		file.data = header->data;
		file.length = header->length;
		file.origin = header->origin;
		file.include = name;
		stage_add(run, &file, entry->transformations, header->origin);
		return;
	}
	if (run->diags->errors != errors)
		return;
	if (entry->otherwise && et_span_has(&entry->otherwise_span, run->release) &&
		stage_header(run, index, stage_expand(run->arena, entry->otherwise, arch))) {
		file.data = stage_expand(run->arena, entry->otherwise_text, arch);
		file.length = strlen(file.data);
		file.include = name;
		stage_add(run, &file, NULL, run->profile->file);
		return;
	}
	tell_missing(run, entry, name, arch, file.path);
}

struct listing {
	struct stage_run *run;
	const char *folder, *pattern;
	struct et_map seen;
	ET_ARRAY(const char *) names;
};

static void take_name(const char *name, void *data)
{
	struct listing *listing = data;
	struct stage_run *run = listing->run;
	void **slot;

	if (!et_glob(listing->pattern, name))
		return;
	name = et_join(run->arena, listing->folder, "/", name);
	slot = et_map_slot(&listing->seen, run->arena, name, strlen(name));
	if (*slot)
		return;
	*slot = listing;
	*ET_APPEND(run->arena, &listing->names) = name;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* All headers that fit; where installs accumulate, those of the architectures before, too. */
static void add_headers(struct stage_run *run, const struct et_profile_entry *entry, size_t index,
	const char *arch, const char *pattern)
{
	const char *slash = strrchr(pattern, '/');
	struct listing listing = {.run = run};
	size_t i, first = run->accumulates ? 0 : index;

	listing.folder = et_strndup(run->arena, pattern, (size_t)(slash - pattern));
	listing.pattern = slash + 1;
	for (i = first; i <= index; i++)
		et_install_list(
			run->install, run->stage->archs[i], listing.folder, take_name, &listing);
	if (listing.names.count)
		qsort(listing.names.items, listing.names.count, sizeof(*listing.names.items),
			compare_names);
	for (i = 0; i < listing.names.count; i++)
		add_header(run, entry, index, arch, listing.names.items[i]);
	if (!listing.names.count)
		tell_missing(run, entry, pattern, arch, entry->to);
}

static void add_source(struct stage_run *run, const struct et_profile_entry *entry,
	const char *arch, const char *name)
{
	struct et_staged file = {.path = target(run, entry, name, arch), .arch = arch};
	const char *why;

	if (stage_source_file(run, name, &file, &why))
		stage_add(run, &file, entry->transformations, name);
	else if (why)
		et_diag(run->diags, ET_ERROR, name, 0, NULL, "%s", why);
	else
		tell_missing(run, entry, name, arch, file.path);
}

static void add_text(struct stage_run *run, const struct et_profile_entry *entry, const char *arch)
{
	struct et_staged file = {.path = target(run, entry, NULL, arch), .arch = arch};

	file.data = stage_expand(run->arena, entry->text, arch);
	file.length = strlen(file.data);
	stage_add(run, &file, entry->transformations, run->profile->file);
}

static void entry_for(
	struct stage_run *run, const struct et_profile_entry *entry, size_t index, const char *arch)
{
	const char *from = stage_expand(run->arena, entry->from ? entry->from : "", arch);

	if (entry->kind == ET_FROM_TEXT)
		add_text(run, entry, arch);
	else if (entry->kind == ET_FROM_SOURCE)
		add_source(run, entry, arch, from);
	else if (strpbrk(from, "*?"))
		add_headers(run, entry, index, arch, from);
	else
		add_header(run, entry, index, arch, from);
}

static bool listed(const char *const *names, const char *name)
{
	for (; *names; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

void stage_entry(struct stage_run *run, const struct et_profile_entry *entry)
{
	const struct et_stage *stage = run->stage;
	size_t i;

	if (!entry->per_arch) {
		entry_for(run, entry, stage->n_archs - 1, NULL);
		return;
	}
	for (i = 0; i < stage->n_archs; i++) {
		if (!entry->archs || listed(entry->archs, stage->archs[i]))
			entry_for(run, entry, i, stage->archs[i]);
	}
}
