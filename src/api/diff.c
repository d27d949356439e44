/* SPDX-License-Identifier: BSD-3-Clause */
/* What changed from one tree to another: etalon_diff(), etalon_diff_status(). */
#include "diff.h"

#include "builtin.h"
#include "comparison.h"
#include "str.h"

#include <string.h>
#include <unistd.h>

/* Whether a path is one of the globs that the user gave; a glob without a slash is a file's name.
 */
bool et_diff_is_asked_for(const char *path, void *data)
{
	const char *const *glob = data;

	for (; *glob && et_tree_is_header(path); glob++) {
		if (et_glob(*glob, strchr(*glob, '/') ? path : et_basename(path)))
			return true;
	}
	return false;
}

/* What could not be read, as far as it matters. */
static void judge_unread(struct etalon *etalon, struct et_diff_input *input)
{
	struct et_comparison comparison = {
		.arena = &etalon->arena, .tree = &input->tree, .diags = &input->diags};

	et_matcher_init(&comparison.matcher, &etalon->arena, etalon->canon, input->tree.dialect);
	et_compare_unread(&comparison);
}

void et_diff_input_init(struct etalon *etalon, struct et_diff_input *input, const char *name)
{
	*input = (struct et_diff_input){.name = et_strdup(&etalon->arena, name)};
	input->tree.canon = etalon->canon;
	input->tree.path = input->name;
	et_diags_init(&input->diags, &etalon->arena);
	et_diags_init(&input->tree.unread, &etalon->arena);
}

void et_diff_input_read(struct etalon *etalon, struct et_diff_input *input)
{
	const struct et_dialect *const *dialects;
	size_t count;

	dialects = et_builtin_dialects(&count);
	input->tree.dialect =
		etalon->dialect ? etalon->dialect
				: et_tree_recognise(&input->tree, etalon->canon, dialects, count);
	judge_unread(etalon, input);
}

/*
 * Files of a revision are looked at in the work tree, below the folder that was named:
 * "HEAD:include/uapi/linux".
 */
static const char *folder_of_revision(struct et_arena *arena, const struct et_subject *subject)
{
	const char *at = strchr(subject->name, '@');
	const char *colon = strchr(at ? at + 1 : subject->name, ':');
	const char *folder = colon ? colon + 1 : "";
	const char *slash = strrchr(folder, '/');

	if (subject->file && et_ends_with(folder, subject->file))
		folder = slash ? et_strndup(arena, folder, (size_t)(slash - folder)) : "";
	/* REPO@REV: below the repository; a bare one has no files to look at. */
	if (at && at != subject->name && subject->name[0] != '@')
		return et_join(arena,
			et_strndup(arena, subject->name, (size_t)(at - subject->name)),
			*folder ? "/" : "", folder);
	return folder;
}

/* Opens and reads one side. Returns false after remembering why not. */
static bool read_side(struct etalon *etalon, struct et_diff_input *input,
	const struct etalon_diff_options *options)
{
	struct et_subject *subject = &input->subject;
	struct et_diags diags;

	et_diags_init(&diags, &etalon->arena);
	if (options->headers) {
		input->tree.wants = et_diff_is_asked_for;
		input->tree.wants_data = (void *)(uintptr_t)options->headers;
	}
	if (!et_subject_open(subject, &etalon->arena, input->name, input->tree.wants,
		    input->tree.wants_data, &diags)) {
		et_session_fail(etalon, "%s: %s", input->name,
			diags.list.count ? diags.list.items[0].text : "it can't be read");
		return false;
	}
	input->tree.path = subject->root;
	input->tree.partial = subject->file != NULL;
	if (subject->source && et_source_revision(subject->source)) {
		input->revision = et_strdup(&etalon->arena, et_source_revision(subject->source));
		input->folder = folder_of_revision(&etalon->arena, subject);
	}
	et_tree_read_subject(&input->tree, &etalon->arena, subject, &input->diags);
	if (!input->tree.n_files && !input->diags.errors)
		et_diag(&input->diags, ET_ERROR, "", 0, NULL,
			options->headers ? "no header here has such a name"
					 : "there are no VIRTIO headers here");
	et_diff_input_read(etalon, input);
	return true;
}

static void show_tree(const struct et_diff_input *input, size_t paired, struct etalon_tree *shown)
{
	*shown = (struct etalon_tree){.path = input->name,
		.dialect = input->tree.dialect ? input->tree.dialect->name : NULL,
		.files = input->tree.n_files,
		.matched = paired,
		.skipped = input->tree.skipped};
}

static size_t count_definitions(const struct et_tree *tree)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < tree->units.count; i++)
		count += tree->units.items[i]->n_constants + tree->units.items[i]->n_records +
			 tree->units.items[i]->n_typedefs;
	return count;
}

void et_diff_inputs(struct etalon *etalon, struct et_diff_input *from, struct et_diff_input *to,
	const struct etalon_diff_options *options)
{
	struct et_tree_diff_options asked = {
		.canon = etalon->canon, .abis = etalon->abis ? etalon->abis : ET_ABI_ALL};
	struct et_tree_changes changes = {0};
	const char **abis = ET_NEW_ARRAY(&etalon->arena, ET_ABI_COUNT + 1, const char *);
	struct etalon_change *list;
	struct et_diags diags;
	size_t i;

	etalon->compared = true;
	et_session_abis(etalon, abis);
	if (etalon->interfaces.count) {
		*ET_APPEND(&etalon->arena, &etalon->interfaces) = NULL;
		asked.interfaces = etalon->interfaces.items;
	}
	et_tree_diff(&etalon->arena, &from->tree, &to->tree, &asked, &changes);
	et_session_show(etalon, from->folder ? from->folder : from->tree.path, &from->diags);
	et_session_show(etalon, to->folder ? to->folder : to->tree.path, &to->diags);
	et_diags_init(&diags, &etalon->arena);
	if (from->tree.n_files && to->tree.n_files && !changes.paired_headers)
		et_diag(&diags, ET_ERROR, NULL, 0, NULL,
			"no header of %s has its like in %s: nothing was compared", from->name,
			to->name);
	else if (from->tree.n_files && to->tree.n_files && !count_definitions(&from->tree) &&
		 !count_definitions(&to->tree))
		et_diag(&diags, ET_ERROR, NULL, 0, NULL,
			"neither %s nor %s defines anything: nothing was compared", from->name,
			to->name);
	et_session_show(etalon, NULL, &diags);
	list = ET_NEW_ARRAY(&etalon->arena, changes.list.count, struct etalon_change);
	for (i = 0; i < changes.list.count; i++)
		list[i] = changes.list.items[i].shown;
	if (options->uses)
		et_diff_uses(etalon, from, &changes, list, options->uses);
	etalon->n_trees_shown = 2;
	etalon->trees_shown = ET_NEW_ARRAY(&etalon->arena, 2, struct etalon_tree);
	show_tree(from, changes.paired, &etalon->trees_shown[0]);
	show_tree(to, changes.paired, &etalon->trees_shown[1]);
	etalon->changes = (struct et_changes){.from = {.name = from->name,
						      .revision = from->revision,
						      .folder = from->folder,
						      .tree = from->tree.path},
		.to = {.name = to->name,
			.revision = to->revision,
			.folder = to->folder,
			.tree = to->tree.path},
		.list = list,
		.count = changes.list.count,
		.canon = etalon->canon,
		.named = asked.interfaces != NULL,
		.of_trees = true,
		.abis = abis,
		.trees = etalon->trees_shown,
		.paired = changes.paired,
		.messages = etalon->messages.items,
		.n_messages = etalon->messages.count,
		.uses = options->uses};
}

/* Whether git's data lie in a directory: a folder, or a file of a linked work tree. */
static bool has_git(struct et_arena *arena, const char *directory)
{
	return access(et_join(arena, directory, "/", ".git"), F_OK) == 0;
}

/* The top of the work tree around the current directory, or NULL. */
static const char *find_top(struct et_arena *arena)
{
	enum { MOST_LEVELS = 64 };
	const char *directory = ".";
	unsigned level;

	for (level = 0; level < MOST_LEVELS; level++) {
		if (has_git(arena, directory))
			return directory;
		directory = level ? et_join(arena, "..", "/", directory) : "..";
	}
	return NULL;
}

const char *etalon_work_tree(struct etalon *etalon)
{
	return find_top(&etalon->arena);
}

/* What a revision alone is compared with: the work tree of its repository, at the same path. */
static const char *work_tree_of(struct etalon *etalon, const char *revision)
{
	struct et_arena *arena = &etalon->arena;
	const char *at = strchr(revision, '@');
	const char *colon = strchr(at ? at + 1 : revision, ':');
	const char *top;

	if (access(revision, F_OK) == 0)
		return NULL;
	top = at && at != revision && at[1] != '{'
		      ? et_strndup(arena, revision, (size_t)(at - revision))
		      : find_top(arena);
	if (!top || !has_git(arena, top))
		return NULL;
	return colon ? et_join(arena, top, "/", colon + 1) : top;
}

/* "FROM..TO", as git takes it, where no file is called so. */
static void split_range(struct etalon *etalon, const char **from, const char **to)
{
	const char *dots = strstr(*from, "..");

	if (!dots || dots == *from || dots[2] == '.' || dots[2] == '/' || access(*from, F_OK) == 0)
		return;
	*to = dots[2] ? dots + 2 : "HEAD";
	*from = et_strndup(&etalon->arena, *from, (size_t)(dots - *from));
}

int etalon_diff(struct etalon *etalon, const char *from, const char *to,
	const struct etalon_diff_options *options)
{
	static const struct etalon_diff_options defaults;
	struct et_diff_input inputs[2];
	bool ok;

	if (etalon->compared)
		return et_session_fail(etalon, "this session has been compared already");
	if (!options)
		options = &defaults;
	if (!to)
		split_range(etalon, &from, &to);
	if (!to)
		to = work_tree_of(etalon, from);
	if (!to)
		return et_session_fail(etalon,
			"%s: there is nothing to compare it with: a revision alone is compared "
			"with its work tree",
			from);
	et_diff_input_init(etalon, &inputs[0], from);
	et_diff_input_init(etalon, &inputs[1], to);
	ok = read_side(etalon, &inputs[0], options) && read_side(etalon, &inputs[1], options);
	if (ok)
		et_diff_inputs(etalon, &inputs[0], &inputs[1], options);
	et_subject_close(&inputs[0].subject);
	et_subject_close(&inputs[1].subject);
	return ok ? 0 : -1;
}

int etalon_diff_status(const struct etalon *etalon, enum etalon_impact threshold)
{
	size_t i;

	if (!etalon->changes.of_trees)
		return 2;
	for (i = 0; i < etalon->messages.count; i++) {
		if (etalon->messages.items[i].severity == ETALON_ERROR)
			return 2;
	}
	for (i = 0; i < etalon->changes.count; i++) {
		const struct etalon_change *change = &etalon->changes.list[i];

		if (!change->waived && change->impact <= threshold)
			return 1;
	}
	return 0;
}

const char *etalon_impact_name(enum etalon_impact impact)
{
	return impact == ETALON_IMPACT_NONE ? "never" : et_impact_name(impact);
}

enum etalon_impact etalon_impact_by_name(const char *name)
{
	unsigned impact;

	for (impact = 0; impact <= ETALON_IMPACT_COMPATIBLE; impact++) {
		if (strcmp(name, etalon_impact_name((enum etalon_impact)impact)) == 0)
			break;
	}
	return (enum etalon_impact)impact;
}
