/* SPDX-License-Identifier: BSD-3-Clause */
/* A new text of the standard, brought into the registry. */
#include "session.h"

#include "import.h"

#include <string.h>
#include <time.h>

/* "2026-11", of the session's day. */
static const char *month_of(struct etalon *etalon)
{
	time_t seconds = (time_t)etalon->today;
	struct tm tm = {0};

	gmtime_r(&seconds, &tm);
	return et_sprintf(&etalon->arena, "%04d-%02d", tm.tm_year + 1900, tm.tm_mon + 1);
}

/* Messages about the registry have bare names, those about the text have paths already. */
static void show(struct etalon *etalon, const char *directory, const struct et_diags *diags)
{
	struct et_diags files = *diags, rest = *diags;
	size_t i;

	files.list.items = NULL;
	files.list.count = files.list.capacity = 0;
	rest.list = files.list;
	for (i = 0; i < diags->list.count; i++) {
		const struct et_diag *one = &diags->list.items[i];
		bool is_file = one->severity == ET_ERROR;

		if (one->file)
			*ET_APPEND(&etalon->arena, is_file ? &files.list : &rest.list) = *one;
	}
	et_session_show(etalon, directory, &files);
	et_session_show(etalon, NULL, &rest);
}

int etalon_spec_import(struct etalon *etalon, const struct etalon_import_options *options)
{
	struct et_import_options wanted = {.directory = options->registry,
		.edition = etalon->canon->edition,
		.month = month_of(etalon),
		.draft = options->draft,
		.requirements = options->requirements};
	struct et_diags diags;
	size_t i;

	if (etalon->specs.count != 1)
		return et_session_fail(etalon, "one text is imported at a time");
	et_diags_init(&diags, &etalon->arena);
	etalon->registry = options->registry;
	etalon->import = et_import(&etalon->arena, etalon->specs.items[0], &wanted, &diags);
	show(etalon, options->registry, &diags);
	if (etalon->import)
		return 0;
	/* What is about no file is the reason for all. */
	for (i = diags.list.count; i-- > 0;) {
		if (!diags.list.items[i].file)
			return et_session_fail(etalon, "%s", diags.list.items[i].text);
	}
	return et_session_fail(
		etalon, "%s: the registry has mistakes; nothing was changed", options->registry);
}

size_t etalon_import_count(const struct etalon *etalon)
{
	return etalon->import ? etalon->import->changed : 0;
}

/* The folder as a patch names it, which is from where it is applied: never absolute, never above.
 */
static const char *folder_of(struct et_arena *arena, const char *directory)
{
	char *folder, *end;

	while (strncmp(directory, "./", 2) == 0)
		directory += 2 + strspn(directory + 2, "/");
	folder = et_strdup(arena, directory);
	end = folder + strlen(folder);
	while (end > folder && end[-1] == '/')
		*--end = '\0';
	if (*folder == '/' || strstr(folder, "..")) {
		const char *last = strrchr(folder, '/');

		folder = et_strdup(arena, last ? last + 1 : folder);
	}
	return !*folder || strcmp(folder, ".") == 0 || strcmp(folder, "..") == 0 ? "." : folder;
}

int etalon_import_diff(const struct etalon *etalon, etalon_write_fn *write, void *data)
{
	struct et_arena arena = {0};
	struct et_buf out = {0};
	int status = 0;

	if (etalon->import)
		et_import_diff(etalon->import, &arena, folder_of(&arena, etalon->registry), &out);
	if (out.length)
		status = write(data, out.data, out.length);
	et_buf_finish(&out);
	et_arena_finish(&arena);
	return status;
}

int etalon_import_write(struct etalon *etalon)
{
	struct et_diags diags;

	if (!etalon->import)
		return et_session_fail(etalon, "nothing has been imported");
	et_diags_init(&diags, &etalon->arena);
	if (et_import_write(etalon->import, etalon->registry, &diags))
		return 0;
	return et_session_fail(etalon, "%s/%s: %s", etalon->registry, diags.list.items[0].file,
		diags.list.items[0].text);
}
