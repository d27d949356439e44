/* SPDX-License-Identifier: BSD-3-Clause */
/* The profiles that the program carries, and which of them a consumer needs. */
#include "profile_read.h"
#include "str.h"

#include <fcntl.h>
#include <regex.h>
#include <string.h>

#include "profile_texts.h"

enum {
	N_PROFILES = sizeof(profile_texts) / sizeof(*profile_texts),
	RELEASE_FILE_LIMIT = 1 << 20,
	RELEASE_TEXT_LIMIT = 16 << 10, /* of it, where a release is looked for */
	MAX_GROUPS = 6,
};

const char *const *et_profile_names(void)
{
	return profile_names;
}

const struct et_profile *et_profile_read_text(struct et_arena *arena, const char *file,
	const char *text, size_t length, struct et_diags *diags)
{
	const struct et_yaml *document = et_yaml_load(arena, diags, file, text, length);

	return document ? et_profile_read(arena, document, diags) : NULL;
}

const struct et_profile *et_profile_load(
	struct et_arena *arena, const char *path, struct et_diags *diags)
{
	const struct et_yaml *document = et_yaml_load_file(arena, diags, AT_FDCWD, path);

	return document ? et_profile_read(arena, document, diags) : NULL;
}

static const struct et_profile *read_builtin(
	struct et_arena *arena, size_t index, struct et_diags *diags)
{
	const char *file = et_sprintf(arena, "profiles/%s.yaml", profile_names[index]);

	return et_profile_read_text(
		arena, file, profile_texts[index], strlen(profile_texts[index]), diags);
}

/* "a, b, c" */
static const char *all_names(struct et_arena *arena)
{
	const char *all = profile_names[0];
	size_t i;

	for (i = 1; i < N_PROFILES; i++)
		all = et_join(arena, all, ", ", profile_names[i]);
	return all;
}

const struct et_profile *et_profile_builtin(
	struct et_arena *arena, const char *name, struct et_diags *diags)
{
	size_t i;

	for (i = 0; i < N_PROFILES; i++) {
		if (strcmp(profile_names[i], name) == 0)
			return read_builtin(arena, i, diags);
	}
	et_diag(diags, ET_ERROR, NULL, 0, NULL,
		"there is no profile '%s'; there are %s, and files that end in .yaml", name,
		all_names(arena));
	return NULL;
}

struct presence {
	const char *name;
	bool found;
};

static void take_entry(const char *name, enum et_entry_kind kind, void *data)
{
	struct presence *presence = data;

	(void)kind;
	presence->found = presence->found || strcmp(name, presence->name) == 0;
}

/* Whether a file is there, or with a '/' behind it a folder. */
static bool is_there(struct et_arena *arena, struct et_source *consumer, const char *mark)
{
	size_t length = strlen(mark);
	const char *folder, *slash;
	struct presence presence;

	if (mark[length - 1] != '/')
		return et_source_has(consumer, mark);
	folder = et_strndup(arena, mark, length - 1);
	slash = strrchr(folder, '/');
	presence = (struct presence){.name = slash ? slash + 1 : folder};
	return et_source_entries(consumer,
		       slash ? et_strndup(arena, folder, (size_t)(slash - folder)) : "", take_entry,
		       &presence) &&
	       presence.found;
}

static bool has_marks(
	struct et_arena *arena, const struct et_profile *profile, struct et_source *consumer)
{
	const char *const *const *marks = profile->marks;
	const char *const *mark;

	for (; marks && *marks; marks++) {
		for (mark = *marks; *mark && is_there(arena, consumer, *mark); mark++)
			;
		if (!*mark)
			return true;
	}
	return false;
}

const struct et_profile *et_profile_recognise(
	struct et_arena *arena, struct et_source *consumer, struct et_diags *diags)
{
	const struct et_profile *found = NULL, *profile;
	size_t i;

	for (i = 0; i < N_PROFILES; i++) {
		profile = read_builtin(arena, i, diags);
		if (!profile || !has_marks(arena, profile, consumer))
			continue;
		if (found) {
			et_diag(diags, ET_ERROR, et_source_name(consumer), 0, NULL,
				"looks like one for profile '%s' and for '%s': choose with "
				"--profile",
				found->name, profile->name);
			return NULL;
		}
		found = profile;
	}
	if (!found)
		et_diag(diags, ET_ERROR, et_source_name(consumer), 0, NULL,
			"is not known to import headers: choose a profile with --profile (%s, or a "
			"file of your own)",
			all_names(arena));
	return found;
}

/* What the groups matched, joined by dots. */
static const char *join_groups(
	struct et_arena *arena, const char *text, const regmatch_t groups[MAX_GROUPS])
{
	const char *release = NULL;
	size_t i;

	for (i = 1; i < MAX_GROUPS; i++) {
		const char *group;

		if (groups[i].rm_so < 0 || groups[i].rm_so == groups[i].rm_eo)
			continue;
		group = et_strndup(
			arena, text + groups[i].rm_so, (size_t)(groups[i].rm_eo - groups[i].rm_so));
		release = release ? et_join(arena, release, ".", group) : group;
	}
	return release;
}

const char *et_profile_release_of(struct et_arena *arena, const struct et_profile *profile,
	struct et_source *consumer, struct et_diags *diags)
{
	regmatch_t groups[MAX_GROUPS];
	const char *release = NULL, *why;
	struct et_text text;
	regex_t regex;

	if (!profile->release_file)
		return NULL;
	why = et_source_read(consumer, arena, profile->release_file, RELEASE_FILE_LIMIT, &text);
	if (!why && regcomp(&regex, profile->release_pattern, REG_EXTENDED | REG_NEWLINE) == 0) {
		const char *head = et_strndup(arena, text.data,
			text.length < RELEASE_TEXT_LIMIT ? text.length : RELEASE_TEXT_LIMIT);

		if (regexec(&regex, head, MAX_GROUPS, groups, 0) == 0)
			release = join_groups(arena, head, groups);
		regfree(&regex);
	}
	if (!release)
		et_diag(diags, ET_WARNING, profile->release_file, 0, NULL,
			"%s: taken for the newest release that profile '%s' knows",
			why ? why : "does not say which release this is", profile->name);
	return release;
}
