/* SPDX-License-Identifier: BSD-3-Clause */
/* A profile as a whole: its name, how its consumers are recognised, what counts. */
#include "profile_read.h"

#include "profile_int.h"
#include "str.h"

#include <string.h>

static const char *const profile_keys[] = {"profile", "title", "marks", "release", "architectures",
	"accumulates", "installed", "transformations", "files", "owns", "closure", "foreign", NULL};

static const char *read_name(struct profile_reader *reader, const struct et_yaml *node)
{
	const char *name = et_yaml_text(reader->diags, node, "profile");

	if (name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		et_yaml_error(reader->diags, node,
			"'%s' cannot be a profile's name: small letters, digits and '-' can", name);
	return name;
}

/* A list of paths, or of lists of paths of which one has to be there whole. */
static void read_marks(struct profile_reader *reader, const struct et_yaml *node)
{
	const char *const **marks;
	size_t i;

	if (!et_yaml_is(reader->diags, node, "marks", ET_YAML_SEQUENCE))
		return;
	marks = ET_NEW_ARRAY(reader->arena, node->count + 1, const char *const *);
	for (i = 0; i < node->count; i++) {
		if (node->items[i]->kind == ET_YAML_SEQUENCE) {
			marks[i] = profile_paths(reader, node->items[i], "a mark");
		} else {
			const char **alone = ET_NEW_ARRAY(reader->arena, 2, const char *);

			alone[0] = profile_path(reader, node->items[i], "a mark");
			marks[i] = (const char *const *)alone;
		}
		if (!marks[i][0])
			et_yaml_error(reader->diags, node->items[i], "a mark is empty");
	}
	reader->profile->marks = (const char *const *const *)marks;
}

static void read_release(struct profile_reader *reader, const struct et_yaml *node)
{
	static const char *const keys[] = {"file", "pattern", "oldest", "newest", NULL};
	struct et_profile *profile = reader->profile;
	struct et_diags *diags = reader->diags;

	if (!node || !et_yaml_check_keys(diags, node, "release", keys))
		return;
	profile->release_file =
		profile_path(reader, et_yaml_need(diags, node, "release", "file"), "file");
	profile->release_pattern = profile_file_pattern(
		reader, et_yaml_need(diags, node, "release", "pattern"), "pattern");
	profile->release_oldest = profile_release(reader, et_yaml_get(node, "oldest"), "oldest");
	profile->release_newest = profile_release(reader, et_yaml_get(node, "newest"), "newest");
}

static void read_architectures(struct profile_reader *reader, const struct et_yaml *node)
{
	static const char *const keys[] = {"having", "only", NULL};
	const struct et_yaml *having, *only;

	if (!node || !et_yaml_check_keys(reader->diags, node, "architectures", keys))
		return;
	having = et_yaml_get(node, "having");
	only = et_yaml_get(node, "only");
	if (having)
		reader->profile->arch_files = profile_paths(reader, having, "having");
	if (only)
		reader->profile->archs = profile_paths(reader, only, "only");
}

static void read_accumulates(struct profile_reader *reader, const struct et_yaml *node)
{
	static const char *const keys[] = {"since", "until", NULL};
	struct et_span *span;

	if (!node || !et_yaml_check_keys(reader->diags, node, "accumulates", keys))
		return;
	span = ET_NEW(reader->arena, struct et_span);
	*span = profile_span(reader, node, NULL);
	reader->profile->accumulates = span;
}

static void read_members(struct profile_reader *reader, const struct et_yaml *document)
{
	struct et_profile *profile = reader->profile;
	struct et_diags *diags = reader->diags;

	profile->file = document->file;
	profile->name = read_name(reader, et_yaml_need(diags, document, "a profile", "profile"));
	profile->title =
		et_yaml_text(diags, et_yaml_need(diags, document, "a profile", "title"), "title");
	read_marks(reader, et_yaml_get(document, "marks"));
	read_release(reader, et_yaml_get(document, "release"));
	read_architectures(reader, et_yaml_get(document, "architectures"));
	read_accumulates(reader, et_yaml_get(document, "accumulates"));
	profile->installed =
		et_yaml_bool(diags, et_yaml_get(document, "installed"), "installed", false);
	profile_transformations(reader, et_yaml_get(document, "transformations"));
	profile_entries(reader, et_yaml_need(diags, document, "a profile", "files"));
	if (et_yaml_get(document, "foreign"))
		profile->foreign =
			profile_paths(reader, et_yaml_get(document, "foreign"), "foreign");
	profile->owns = profile_names(
		reader, et_yaml_get(document, "owns"), "owns", true, &profile->n_owns);
	profile_closure(reader, et_yaml_get(document, "closure"));
}

const struct et_profile *et_profile_read(
	struct et_arena *arena, const struct et_yaml *document, struct et_diags *diags)
{
	struct profile_reader reader = {.arena = arena, .diags = diags};
	size_t before = diags->errors;

	if (!et_yaml_check_keys(diags, document, "a profile", profile_keys))
		return NULL;
	reader.profile = ET_NEW(arena, struct et_profile);
	read_members(&reader, document);
	return diags->errors == before ? reader.profile : NULL;
}
