/* SPDX-License-Identifier: BSD-3-Clause */
/* The text as a whole: its main file, its blocks and places. */
#include "tex_doc.h"

#include "str.h"
#include "tex_scan.h"
#include "tex_walk.h"

#include <string.h>

uint32_t tex_line(const struct tex_doc *doc, uint32_t file, const char *at)
{
	const struct tex_file *text = &doc->files.items[file];
	uint32_t offset = (uint32_t)(at - text->data);
	size_t low = 0;
	size_t high = text->n_newlines;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (text->newlines[middle] < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low + 1;
}

struct tex_span tex_span(
	const struct tex_doc *doc, uint32_t file, const char *begin, const char *end)
{
	return (struct tex_span){begin, end, file, tex_line(doc, file, begin)};
}

static struct et_place place_at(
	const struct tex_doc *doc, uint32_t file, const char *at, uint32_t heading)
{
	return (struct et_place){.file = doc->files.items[file].file.path,
		.line = tex_line(doc, file, at),
		.section =
			heading == ET_SPEC_NONE || !doc->sections ? NULL : doc->sections[heading]};
}

struct et_place tex_place(const struct tex_doc *doc, const struct tex_block *block, const char *at)
{
	return place_at(doc, block->text.file, at, block->heading);
}

struct et_place tex_here(const struct tex_walk *walk, const char *at)
{
	return place_at(walk->doc, walk->file, at, ET_SPEC_NONE);
}

void tex_complain(struct tex_walk *walk, enum et_severity severity, const char *at,
	const char *format, const char *word)
{
	struct et_place place = tex_here(walk, at);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	et_diag(walk->doc->diags, severity, place.file, place.line, NULL, format, word);
#pragma GCC diagnostic pop
}

void tex_count_part(struct tex_walk *walk, const char *at)
{
	if (++walk->n_parts < TEX_MOST_PARTS || walk->done)
		return;
	walk->done = true;
	tex_complain(walk, ET_ERROR, at,
		"the rest of the text is left out: there is more in it than etalon reads%s", "");
}

struct tex_block *tex_add_block(
	struct tex_walk *walk, enum tex_block_kind kind, struct tex_span text)
{
	struct tex_doc *doc = walk->doc;
	struct tex_block *block = ET_APPEND(doc->arena, &doc->blocks);

	*block = (struct tex_block){.kind = kind,
		.text = text,
		.line = text.line,
		.last_line =
			text.end > text.begin ? tex_line(doc, text.file, text.end - 1) : text.line,
		.heading = doc->headings.count ? (uint32_t)doc->headings.count - 1 : ET_SPEC_NONE,
		.list = walk->n_envs ? walk->envs[walk->n_envs - 1].block : ET_SPEC_NONE,
		.depth = walk->n_envs};
	if (kind != TEX_HEADING)
		walk->fresh = false;
	tex_count_part(walk, walk->at);
	return block;
}

static bool begins_with_caption(const char *at, const char *end)
{
	static const char caption[] = "\\caption";
	size_t length = sizeof(caption) - 1;

	return (size_t)(end - at) > length && memcmp(at, caption, length) == 0 &&
	       !tex_is_letter(at[length]);
}

void tex_flush(struct tex_walk *walk, const char *upto)
{
	const char *start = walk->run;
	const char *begin = start;
	enum tex_block_kind kind = walk->row ? TEX_ROW : TEX_PARA;
	struct tex_block *block;

	/* What is behind "upto" already is another's: a heading's title, an item's brackets. */
	if (upto > walk->run)
		walk->run = upto;
	if (!walk->in_body)
		return;
	if (begin < upto)
		begin = tex_skip_blanks(begin, upto);
	if (walk->item) {
		kind = TEX_ITEM;
		if (begin >= upto)
			begin = upto = start;
	} else if (begin >= upto) {
		return;
	}
	while (upto > begin && tex_is_blank(upto[-1]))
		upto--;
	if (kind == TEX_ROW && begins_with_caption(begin, upto))
		kind = TEX_PARA;
	block = tex_add_block(walk, kind, tex_span(walk->doc, walk->file, begin, upto));
	if (kind == TEX_ITEM) {
		block->option = walk->option;
		block->has_option = walk->has_option;
		block->line = walk->item_line;
		walk->item = false;
	}
}

/* The main file where it is not named as usual: the only one that is a document. */
struct main_search {
	struct tex_doc *doc;
	const char *path;
	size_t found;
};

static void look_for_main(const char *name, void *data)
{
	struct main_search *search = data;
	struct et_arena scratch;
	struct et_text text;

	if (!et_ends_with(name, ".tex"))
		return;
	et_arena_init(&scratch);
	if (!et_source_read(search->doc->source, &scratch, name, TEX_LARGEST_FILE, &text) &&
		memmem(text.data, text.length, "\\documentclass", 14)) {
		search->found++;
		search->path = et_strdup(search->doc->arena, name);
	}
	et_arena_finish(&scratch);
}

static const char *find_main(struct tex_doc *doc)
{
	struct main_search search = {.doc = doc};

	if (et_source_has(doc->source, "virtio.tex"))
		return "virtio.tex";
	et_source_list(doc->source, look_for_main, &search);
	if (search.found == 1)
		return search.path;
	et_diag(doc->diags, ET_ERROR, NULL, 0, NULL,
		search.found
			? "has no virtio.tex, and more than one file with \\documentclass"
			: "has no virtio.tex; give the folder in which the text's main file is");
	return NULL;
}

static void finish_sections(struct tex_doc *doc)
{
	size_t i;

	doc->sections =
		ET_NEW_ARRAY(doc->arena, doc->headings.count + 1, const struct et_section *);
	for (i = 0; i < doc->headings.count; i++) {
		struct et_section *section = ET_NEW(doc->arena, struct et_section);

		*section = doc->headings.items[i].section;
		doc->sections[i] = section;
		doc->headings.items[i].place.section = section;
	}
	for (i = 0; i < doc->labels.count; i++) {
		if (doc->labels.items[i].heading != ET_SPEC_NONE)
			doc->labels.items[i].place.section =
				doc->sections[doc->labels.items[i].heading];
	}
	for (i = 0; i < doc->refs.count; i++) {
		if (doc->refs.items[i].heading != ET_SPEC_NONE)
			doc->refs.items[i].place.section =
				doc->sections[doc->refs.items[i].heading];
	}
}

/* "virtio-v1.4-cs01" in REVISION, or the same in the macros that the set-up defines. */
static const char *find_version(struct tex_walk *walk)
{
	struct tex_doc *doc = walk->doc;
	struct et_text text;
	const char *at;
	size_t length;

	if (!et_source_read(doc->source, doc->arena, "REVISION", 4096, &text)) {
		at = text.data;
		if (et_starts_with(at, "virtio-"))
			at += 7;
		length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789.-_+");
		if (*at == 'v' && length > 1)
			return et_strndup(doc->arena, at, length);
	}
	if (!walk->revision)
		return NULL;
	return et_sprintf(doc->arena, "v%s%s%s%s", walk->revision,
		walk->stage || walk->draft ? "-" : "", walk->stage ? walk->stage : "",
		walk->draft ? walk->draft : "");
}

bool tex_doc_read(struct tex_doc *doc, struct et_arena *arena, struct et_source *source,
	struct et_diags *diags)
{
	struct tex_walk *walk = ET_NEW(arena, struct tex_walk);
	const char *path;
	uint32_t main_file;

	*doc = (struct tex_doc){.arena = arena, .diags = diags, .source = source};
	*walk = (struct tex_walk){.doc = doc, .appendix = ET_SPEC_NONE};
	path = find_main(doc);
	if (!path)
		return false;
	main_file = tex_get_file(walk, path, false, NULL);
	if (!doc->files.items[main_file].file.read) {
		et_diag(diags, ET_ERROR, path, 0, NULL, "can't be read: %s",
			doc->files.items[main_file].file.why);
		return false;
	}
	tex_enter(walk, main_file, NULL);
	tex_walk_files(walk);
	if (!walk->begun) {
		et_diag(diags, ET_ERROR, path, 0, NULL,
			"neither it nor what it takes in has \\begin{document}; all of it is taken "
			"as "
			"the document");
		*walk = (struct tex_walk){.doc = doc,
			.paths = walk->paths,
			.appendix = ET_SPEC_NONE,
			.in_body = true};
		if (tex_enter(walk, main_file, NULL))
			tex_walk_files(walk);
	}
	finish_sections(doc);
	tex_settle_parts(walk);
	doc->version = find_version(walk);
	return true;
}
