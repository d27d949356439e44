/* SPDX-License-Identifier: BSD-3-Clause */
/* The standard's text: reading it, judging it, saying what is in it. */
#include "session.h"

#include "canon_edition.h"
#include "registry.h"
#include "source.h"
#include "spec_judge.h"
#include "spec_report.h"
#include "str.h"
#include "tex.h"
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

int etalon_spec_read(struct etalon *etalon, const char *name)
{
	struct et_diags diags;
	struct et_source *source;
	const struct et_spec *spec;

	if (etalon->compared)
		return et_session_fail(etalon, "%s: this session has been compared already", name);
	et_diags_init(&diags, &etalon->arena);
	source = et_source_open(name, &diags);
	if (!source)
		return et_session_fail(etalon, "%s: %s", name,
			diags.list.count ? diags.list.items[0].text : "can't be opened");
	spec = et_tex_read(&etalon->arena, source, &diags);
	et_source_close(source);
	et_session_show(etalon, name, &diags);
	if (!spec)
		return et_session_fail(etalon, "%s: no text of the standard is here", name);
	*ET_APPEND(&etalon->arena, &etalon->specs) = spec;
	return 0;
}

static bool is_registry_file(const char *path, void *data)
{
	(void)data;
	return !strchr(path, '/') && et_ends_with(path, ".yaml");
}

int etalon_spec_registry(struct etalon *etalon, const char *directory)
{
	struct et_walk walk = {0};
	struct et_diags diags;
	const struct et_yaml **documents;
	const struct et_canon *all;
	int fd;
	size_t i;

	et_diags_init(&diags, &etalon->arena);
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return et_session_fail(etalon, "%s: %s", directory, strerror(errno));
	et_walk(&walk, &etalon->arena, directory, is_registry_file, NULL, &diags);
	documents = ET_NEW_ARRAY(&etalon->arena, walk.paths.count + 1, const struct et_yaml *);
	for (i = 0; i < walk.paths.count; i++)
		documents[i] = et_yaml_load_file(&etalon->arena, &diags, fd, walk.paths.items[i]);
	close(fd);
	if (!walk.paths.count)
		return et_session_fail(
			etalon, "%s: there are no registry files (*.yaml) here", directory);
	all = et_registry_read_all(&etalon->arena, &diags, documents, walk.paths.count);
	et_session_show(etalon, directory, &diags);
	if (diags.errors)
		return et_session_fail(etalon, "%s: the registry has mistakes", directory);
	etalon->all = all;
	etalon->canon = et_canon_at(&etalon->arena, all, etalon->canon->edition);
	etalon->registry = directory;
	return 0;
}

/* Whether the registry's lines are those of the text: its own edition, or a later draft. */
static bool has_same_lines(const struct etalon *etalon, const struct et_spec *spec)
{
	return spec->edition == ET_EDITION_UNKNOWN || spec->edition == etalon->canon->edition;
}

int etalon_spec_check(struct etalon *etalon)
{
	const struct et_spec *spec;
	struct et_spec_account account = {0};
	struct et_spec_options options;
	struct etalon_tree *shown;
	size_t i;

	if (etalon->compared)
		return et_session_fail(etalon, "this session has been compared already");
	if (etalon->specs.count != 1)
		return et_session_fail(etalon, "one text is checked at a time");
	etalon->compared = true;
	if (etalon->interfaces.count)
		*ET_APPEND(&etalon->arena, &etalon->interfaces) = NULL;
	spec = etalon->specs.items[0];
	options = (struct et_spec_options){.canon = etalon->canon,
		.interfaces = etalon->interfaces.count ? etalon->interfaces.items : NULL,
		.same_lines = has_same_lines(etalon, spec)};
	/* What an older edition had, and where the definitions stand that it shares with later
	 * ones. */
	if (!options.same_lines)
		options.canon = et_session_all_names(etalon);
	et_spec_judge(&etalon->arena, spec, &options, &etalon->results, &account);
	et_session_finish(etalon);
	shown = ET_NEW(&etalon->arena, struct etalon_tree);
	*shown = (struct etalon_tree){.path = spec->name,
		.dialect = "tex",
		.matched = account.confirmed,
		.unmatched = account.unverified};
	for (i = 0; i < spec->n_files; i++) {
		shown->files += spec->files[i].read;
		shown->skipped += !spec->files[i].read;
	}
	etalon->trees_shown = shown;
	etalon->n_trees_shown = 1;
	return 0;
}

int etalon_spec_stats(const struct etalon *etalon, const struct etalon_report_options *options,
	etalon_write_fn *write, void *data)
{
	static const struct etalon_report_options defaults;
	int status = 0;
	size_t i;

	for (i = 0; i < etalon->specs.count && !status; i++)
		status = et_report_spec_stats(
			etalon->specs.items[i], options ? options : &defaults, write, data);
	return status;
}
