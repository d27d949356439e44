/* SPDX-License-Identifier: BSD-3-Clause */
/* The files that the text takes in. */
#include "tex_scan.h"
#include "tex_walk.h"

#include "str.h"

#include <string.h>

static void find_newlines(struct tex_doc *doc, struct tex_file *file)
{
	const char *end = file->data + file->length;
	const char *at;
	uint32_t *newlines;
	size_t count = 0;

	for (at = file->data; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		count++;
	newlines = ET_NEW_ARRAY(doc->arena, count + 1, uint32_t);
	count = 0;
	for (at = file->data; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		newlines[count++] = (uint32_t)(at - file->data);
	file->newlines = newlines;
	file->n_newlines = count;
}

uint32_t tex_get_file(struct tex_walk *walk, const char *path, bool listing, const char *begin)
{
	struct tex_doc *doc = walk->doc;
	size_t length = strlen(path);
	uintptr_t known = (uintptr_t)et_map_get(&walk->paths, path, length);
	struct tex_file *file;
	struct et_text text;

	if (known)
		return (uint32_t)(known - 1);
	file = ET_APPEND(doc->arena, &doc->files);
	file->file = (struct et_spec_file){.path = path, .listing = listing};
	file->heading = doc->headings.count ? (uint32_t)doc->headings.count - 1 : ET_SPEC_NONE;
	if (begin)
		file->file.from = tex_here(walk, begin);
	file->data = "";
	file->file.why = et_source_read(doc->source, doc->arena, path, TEX_LARGEST_FILE, &text);
	file->file.read = !file->file.why;
	if (file->file.read) {
		file->data = text.data;
		file->length = text.length;
		find_newlines(doc, file);
	}
	*et_map_slot(&walk->paths, doc->arena, path, length) = (void *)(uintptr_t)doc->files.count;
	return (uint32_t)doc->files.count - 1;
}

bool tex_enter(struct tex_walk *walk, uint32_t index, const char *begin)
{
	const struct tex_file *file = &walk->doc->files.items[index];
	unsigned i;

	for (i = 0; i < walk->n_inputs; i++) {
		if (walk->inputs[i].file == index) {
			tex_complain(walk, ET_ERROR, begin,
				"takes in '%s', which is being read already; it is left out here",
				file->file.path);
			return false;
		}
	}
	if (walk->n_inputs == TEX_MOST_INPUTS || walk->n_taken == TEX_MOST_FILES ||
		file->length > TEX_LARGEST_TEXT - walk->taken) {
		tex_complain(walk, ET_ERROR, begin,
			"'%s' is left out: more files or text than etalon reads", file->file.path);
		return false;
	}
	walk->taken += file->length;
	walk->n_taken++;
	if (walk->n_inputs)
		walk->inputs[walk->n_inputs - 1].at = walk->at;
	walk->inputs[walk->n_inputs++] = (struct tex_input){.file = index, .at = file->data};
	walk->file = index;
	walk->at = walk->run = file->data;
	walk->end = file->data + file->length;
	return true;
}

/* \input{name}, \input name. Returns the name in the arena, or NULL. */
static char *input_name(struct tex_walk *walk)
{
	struct tex_span span;
	char *path;

	if (!tex_group(&walk->at, walk->end, '{', &span)) {
		const char *at = walk->at;

		while (at < walk->end && (*at == ' ' || *at == '\t'))
			at++;
		span.begin = at;
		while (at < walk->end && !tex_is_blank(*at) && !strchr("\\{}[]%&", *at))
			at++;
		span.end = at;
		walk->at = at;
	}
	while (span.begin < span.end && tex_is_blank(*span.begin))
		span.begin++;
	while (span.end > span.begin && tex_is_blank(span.end[-1]))
		span.end--;
	while (span.end - span.begin > 2 && span.begin[0] == '.' && span.begin[1] == '/')
		span.begin += 2;
	if (span.begin == span.end || span.end - span.begin > 1000 ||
		memchr(span.begin, '\\', (size_t)(span.end - span.begin)))
		return NULL;
	path = et_strndup(walk->doc->arena, span.begin, (size_t)(span.end - span.begin));
	return path;
}

static void take_listing_file(struct tex_walk *walk, uint32_t index)
{
	const struct tex_file *file = &walk->doc->files.items[index];
	struct tex_block *block;

	if (!file->file.read || !walk->in_body || file->length > TEX_LARGEST_TEXT - walk->taken)
		return;
	walk->taken += file->length;
	block = tex_add_block(walk, TEX_LISTING,
		tex_span(walk->doc, index, file->data, file->data + file->length));
	block->option = tex_span(walk->doc, index, file->data, file->data);
}

void tex_take_input(struct tex_walk *walk, const char *begin, bool listing)
{
	struct et_diags *diags = walk->doc->diags;
	struct tex_span options;
	const struct et_spec_file *file;
	char *path;
	uint32_t index;
	size_t known;

	tex_flush(walk, begin);
	if (listing)
		tex_group(&walk->at, walk->end, '[', &options);
	path = input_name(walk);
	walk->run = walk->at;
	if (!path)
		return;
	if (!listing && !et_ends_with(path, ".tex") && walk->doc->files.count < TEX_MOST_FILES) {
		char *longer = et_sprintf(walk->doc->arena, "%s.tex", path);

		if (et_source_has(walk->doc->source, longer) ||
			!et_source_has(walk->doc->source, path))
			path = longer;
	}
	if (walk->doc->files.count >= TEX_MOST_FILES &&
		!et_map_get(&walk->paths, path, strlen(path))) {
		tex_complain(walk, ET_ERROR, begin,
			"'%s' is left out: more files or text than etalon reads", path);
		return;
	}
	known = walk->doc->files.count;
	index = tex_get_file(walk, path, listing, begin);
	file = &walk->doc->files.items[index].file;
	if (!file->read && index == known) { /* said once */
		struct et_place place = tex_here(walk, begin);

		et_diag(diags, walk->in_body ? ET_WARNING : ET_NOTE, place.file, place.line, NULL,
			"'%s' is not read: %s", file->path, file->why);
	} else if (file->read && listing) {
		take_listing_file(walk, index);
	} else if (file->read) {
		tex_enter(walk, index, begin);
	}
}
