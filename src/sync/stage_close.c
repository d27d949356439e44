/* SPDX-License-Identifier: BSD-3-Clause */
/* Headers that staged ones include and nobody carries: docs/profiles.md says which count. */
#include "stage_include.h"
#include "stage_int.h"

#include <string.h>

struct closing {
	struct stage_run *run;
	struct et_source *consumer; /* NULL: has nothing */
	struct et_map seen;	    /* includes that were looked at, with whose and where from */
	struct et_staged includer;  /* whose includes are being looked at */
	uint32_t line;		    /* the one that is being looked at */
};

/* What of a name a pattern's '*' stands for, and which architecture its "$arch" is. */
struct match {
	const char *tail;
	const char *arch; /* NULL: the pattern has none */
};

/* Matches "standard-headers/asm-$arch/" and a '*'. */
static bool match_name(
	struct et_arena *arena, const char *pattern, const char *name, struct match *match)
{
	const char *variable = strstr(pattern, "$arch");
	size_t length = variable ? (size_t)(variable - pattern) : strlen(pattern) - 1;

	*match = (struct match){0};
	if (strncmp(pattern, name, length) != 0)
		return false;
	name += length;
	if (variable) {
		size_t arch = strcspn(name, "/");

		match->arch = et_strndup(arena, name, arch);
		name += arch;
		pattern = variable + strlen("$arch");
		length = strlen(pattern) - 1;
		if (strncmp(pattern, name, length) != 0)
			return false;
		name += length;
	}
	match->tail = name;
	return *name != '\0';
}

/* A rule's path with its "$arch" and '*' filled in. */
static const char *fill(
	struct stage_run *run, const char *pattern, const char *arch, const char *tail)
{
	const char *path = stage_expand(run->arena, pattern, arch);

	path = et_strndup(run->arena, path, strlen(path) - 1);
	return et_join(run->arena, path, "", tail);
}

static bool is_owned(const struct stage_run *run, const char *path)
{
	size_t i;

	for (i = 0; i < run->stage->owns.count; i++) {
		if (et_starts_with(path, run->stage->owns.items[i]))
			return true;
	}
	return false;
}

/* Whether the consumer will have the file: staged, or there and not the profile's to remove. */
static bool is_carried(const struct closing *closing, const char *path)
{
	const struct stage_run *run = closing->run;

	if (et_map_get(&run->by_path, path, strlen(path)))
		return true;
	return closing->consumer && !is_owned(run, path) && et_source_has(closing->consumer, path);
}

/* As the consumer's compiler looks for it: beside the includer, then in the folders. */
static bool is_found(struct closing *closing, const char *name, bool quoted)
{
	struct stage_run *run = closing->run;
	const char *const *folder = run->profile->includes;
	const char *slash = strrchr(closing->includer.path, '/');

	if (quoted && slash &&
		is_carried(closing,
			et_sprintf(run->arena, "%.*s%s", (int)(slash + 1 - closing->includer.path),
				closing->includer.path, name)))
		return true;
	for (; folder && *folder; folder++) {
		if (is_carried(closing, et_join(run->arena, *folder, "/", name)))
			return true;
	}
	return false;
}

static bool is_elsewhere(const struct stage_run *run, const char *name)
{
	const struct et_profile *profile = run->profile;
	size_t i;

	for (i = 0; i < profile->n_elsewhere; i++) {
		if (et_span_has(&profile->elsewhere[i].span, run->release) &&
			et_glob(profile->elsewhere[i].name, name))
			return true;
	}
	return false;
}

/* Stages what a rule makes of an include for an architecture, or for none. */
static bool add(struct closing *closing, const struct et_profile_closure *rule, const char *arch,
	const char *from_arch, const char *tail)
{
	struct stage_run *run = closing->run;
	const char *from = fill(run, rule->from, arch, tail);
	struct et_staged file = {.path = fill(run, rule->to, arch, tail),
		.arch = arch,
		.closure = true,
		.by = closing->includer.path,
		.by_line = closing->line};
	const struct et_installed *header;
	const char *why = NULL;

	if (rule->kind == ET_FROM_SOURCE) {
		if (!stage_source_file(run, from, &file, &why)) {
			if (why)
				et_diag(run->diags, ET_ERROR, from, 0, NULL, "%s", why);
			return false;
		}
	} else {
		header = et_install_header(run->install, from_arch, from, run->diags);
		if (!header)
			return false;
		file.data = header->data;
		file.length = header->length;
		file.origin = header->origin;
		file.include = from;
	}
	return stage_add(run, &file, rule->transformations, file.origin) != NULL;
}

/* Where a rule's files differ by architecture: for the includer's own, else for all that count. */
static void close_archs(struct closing *closing, const struct et_profile_closure *rule,
	const struct match *match, const char *name)
{
	struct stage_run *run = closing->run;
	const struct et_stage *stage = run->stage;
	const char *only = match->arch ? match->arch : closing->includer.arch;
	bool any = false;
	size_t i;

	for (i = 0; i < stage->n_archs; i++) {
		const char *arch = stage->archs[i];

		if (only && strcmp(only, arch) != 0)
			continue;
		if (is_carried(closing, fill(run, rule->to, arch, match->tail)))
			any = true;
		else if (add(closing, rule, arch, arch, match->tail))
			any = true;
	}
	if (!any)
		stage_missing(run,
			"%s:%u includes %s, which neither the source nor the consumer has",
			closing->includer.path, (unsigned)closing->line, name);
	else if (closing->includer.portable && !match->arch && only)
		stage_warn(run,
			"%s:%u is for all hosts, and includes <%s>, which is found where %s is the "
			"host's architecture",
			closing->includer.path, (unsigned)closing->line, name, only);
}

static void close_include(struct closing *closing, const char *name, bool quoted)
{
	struct stage_run *run = closing->run;
	const struct et_profile *profile = run->profile;
	struct match match = {0};
	const struct et_profile_closure *rule = NULL;
	size_t i;

	for (i = 0; i < profile->n_closure && !rule; i++) {
		if (et_span_has(&profile->closure[i].span, run->release) &&
			match_name(run->arena, profile->closure[i].include, name, &match))
			rule = &profile->closure[i];
	}
	/* A path that leads out of a folder is not one that the source's headers have. */
	if (!rule || is_elsewhere(run, name) || !et_profile_path(name) ||
		name[strlen(name) - 1] == '/' || is_found(closing, name, quoted))
		return;
	if (strstr(rule->to, "$arch")) {
		close_archs(closing, rule, &match, name);
		return;
	}
	if (!is_carried(closing, fill(run, rule->to, NULL, match.tail)) &&
		!add(closing, rule, NULL, run->stage->archs[run->stage->n_archs - 1], match.tail))
		stage_missing(run,
			"%s:%u includes %s, which neither the source nor the consumer has",
			closing->includer.path, (unsigned)closing->line, name);
}

static void take_include(const struct stage_include *include, void *data)
{
	struct closing *closing = data;
	struct stage_run *run = closing->run;
	const char *slash = strrchr(closing->includer.path, '/');
	const char *key;
	void **slot;

	if (include->length > ET_PROFILE_MAX_PATH / 2)
		return;
	/* What is found depends on the includer's architecture, and in quotes on its folder. */
	key = et_sprintf(run->arena, "%.*s|%s|%.*s",
		(int)(include->quoted && slash ? slash - closing->includer.path : 0),
		closing->includer.path, closing->includer.arch ? closing->includer.arch : "",
		(int)include->length, include->name);
	slot = et_map_slot(&closing->seen, run->arena, key, strlen(key));
	if (*slot)
		return;
	*slot = closing;
	closing->line = include->line;
	close_include(
		closing, et_strndup(run->arena, include->name, include->length), include->quoted);
}

void et_stage_close(struct et_arena *arena, const struct et_profile *profile, const char *release,
	struct et_install *install, const char *consumer, struct et_stage *stage,
	struct et_diags *diags)
{
	struct stage_run run = {.arena = arena,
		.profile = profile,
		.release = release,
		.install = install,
		.stage = stage,
		.diags = diags};
	struct closing closing = {.run = &run};
	size_t i;

	if (!profile->n_closure || !stage->n_archs)
		return;
	if (consumer)
		closing.consumer = et_source_open(consumer, diags);
	stage_run_begin(&run);
	/* What is added comes last, and is looked at in its turn. */
	for (i = 0; i < stage->files.count; i++) {
		closing.includer = stage->files.items[i];
		/* The profile's own texts are its author's business. */
		if (closing.includer.origin && et_ends_with(closing.includer.path, ".h"))
			stage_includes(closing.includer.data, closing.includer.length, take_include,
				&closing);
	}
	stage_run_end(&run);
	et_source_close(closing.consumer);
}
