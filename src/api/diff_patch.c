/* SPDX-License-Identifier: BSD-3-Clause */
/* etalon_diff_patch(): the headers that a patch touches, before and after it, in memory. */
#include "diff.h"

#include "patch.h"
#include "source.h"
#include "str.h"

#include <string.h>

/* Which headers are compared: those asked for, or VIRTIO's. */
static bool is_wanted(const char *path, void *data)
{
	const struct etalon_diff_options *options = data;

	return options->headers ? et_diff_is_asked_for(path, (void *)(uintptr_t)options->headers)
				: et_tree_wants(path);
}

struct sides {
	ET_ARRAY(struct et_source_text) texts[2]; /* before, after */
	const struct et_patch_file *bad;
	const struct et_patch_hunk *where;
};

static void add(struct et_arena *arena, struct sides *sides, unsigned side, const char *path,
	const struct et_text *text)
{
	if (path && text->data)
		*ET_APPEND(arena, &sides->texts[side]) =
			(struct et_source_text){path, text->data, text->length};
}

/* What is read for one patch and made of it: many small copies of one large header are large, too.
 */
enum { MOST_BYTES = 64 << 20 };

/* Both sides of all files, from what is in the directory. Returns why not, or NULL. */
static const char *apply_all(struct et_arena *arena, const struct et_patch *patch,
	struct et_source *source, bool reverse, struct sides *sides)
{
	size_t bytes = 0;
	size_t i;

	*sides = (struct sides){0};
	for (i = 0; i < patch->files.count; i++) {
		const struct et_patch_file *file = &patch->files.items[i];
		const char *here = reverse ? file->new_path : file->old_path;
		const char *other = reverse ? file->old_path : file->new_path;
		struct et_text found = {0}, made;
		const char *problem;
		bool has = et_source_has(source, here ? here : other);

		sides->bad = file;
		sides->where = NULL;
		if (has) {
			problem = et_source_read(
				source, arena, here ? here : other, ET_LARGEST_HEADER, &found);
			if (problem)
				return problem;
		}
		problem = et_patch_apply(
			arena, file, reverse, has ? &found : NULL, &made, &sides->where);
		if (problem)
			return problem;
		bytes += found.length + made.length;
		if (bytes > MOST_BYTES)
			return "the patch changes too much text";
		add(arena, sides, reverse, here, &found);
		add(arena, sides, !reverse, other, &made);
	}
	return NULL;
}

/* The files are as they are after the patch, or before it. Returns false after an error. */
static bool make_sides(struct etalon *etalon, const struct et_patch *patch,
	struct et_source *source, struct sides *sides)
{
	const char *problem = apply_all(&etalon->arena, patch, source, true, sides);
	const struct et_patch_file *bad = sides->bad;
	const struct et_patch_hunk *where = sides->where;

	if (!problem || !apply_all(&etalon->arena, patch, source, false, sides))
		return true;
	et_session_fail(etalon,
		"%s: %s; the files are neither as they are after the patch nor as before it (its "
		"line %u)",
		bad->new_path ? bad->new_path : bad->old_path, problem,
		(unsigned)(where ? where->place : bad->place));
	return false;
}

static void read_side(struct etalon *etalon, struct et_diff_input *input, const char *directory,
	const struct sides *sides, unsigned side)
{
	input->folder = directory;
	et_tree_read_texts(&input->tree, &etalon->arena, sides->texts[side].items,
		sides->texts[side].count, &input->diags);
	et_diff_input_read(etalon, input);
}

int etalon_diff_patch(struct etalon *etalon, const char *directory, const char *patch,
	size_t length, const struct etalon_diff_options *options)
{
	static const struct etalon_diff_options defaults;
	struct et_diff_input inputs[2];
	struct et_source *source;
	struct et_patch read;
	struct et_diags diags;
	struct sides sides;
	bool made;

	if (etalon->compared)
		return et_session_fail(etalon, "this session has been compared already");
	if (!options)
		options = &defaults;
	directory = et_strdup(&etalon->arena, directory);
	et_diags_init(&diags, &etalon->arena);
	if (!et_patch_read(&read, &etalon->arena, "the patch", patch, length, is_wanted,
		    (void *)(uintptr_t)options, &diags))
		return et_session_fail(etalon, "the patch's line %u: %s",
			(unsigned)diags.list.items[0].line, diags.list.items[0].text);
	source = et_source_open(directory, &diags);
	if (!source)
		return et_session_fail(etalon, "%s: %s", directory, diags.list.items[0].text);
	made = make_sides(etalon, &read, source, &sides);
	et_source_close(source);
	if (!made)
		return -1;
	et_diff_input_init(etalon, &inputs[0], "before the patch");
	et_diff_input_init(etalon, &inputs[1], "after the patch");
	read_side(etalon, &inputs[0], directory, &sides, 0);
	read_side(etalon, &inputs[1], directory, &sides, 1);
	if (!read.files.count)
		et_diag(&inputs[1].diags, ET_NOTE, NULL, 0, NULL,
			"the patch changes no header that is looked at");
	et_diff_inputs(etalon, &inputs[0], &inputs[1], options);
	return 0;
}
