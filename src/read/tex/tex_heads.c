/* SPDX-License-Identifier: BSD-3-Clause */
/* Headings, labels, references, and what part of the text each heading is. */
#include "tex_scan.h"
#include "tex_walk.h"

#include "str.h"

#include <string.h>
#include <strings.h>

enum { LOWEST_LEVEL = 5 };

int tex_heading_level(const char *name, size_t length)
{
	static const char *const names[] = {
		"chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph"};
	int i;

	for (i = 0; i <= LOWEST_LEVEL; i++) {
		if (tex_is(name, length, names[i]))
			return i;
	}
	return tex_is(name, length, "part") ? 0 : -1;
}

/* A label as it is compared: white space is one blank, comments are gone. */
static char *label_name(struct tex_walk *walk, struct tex_span span, const char *prefix)
{
	size_t used = strlen(prefix);
	char *name = et_alloc(walk->doc->arena, used + (size_t)(span.end - span.begin) + 1);
	const char *at = tex_skip_blanks(span.begin, span.end);

	memcpy(name, prefix, used);
	while (at < span.end) {
		const char *next = tex_skip_blanks(at, span.end);

		if (next == at) {
			name[used++] = *at++;
			continue;
		}
		if (next < span.end && *at != '%')
			name[used++] = ' ';
		at = next;
	}
	name[used] = '\0';
	return name;
}

static uint32_t current(const struct tex_walk *walk)
{
	size_t count = walk->doc->headings.count;

	return count ? (uint32_t)count - 1 : ET_SPEC_NONE;
}

static void add_label(struct tex_walk *walk, const char *begin, const char *name)
{
	*ET_APPEND(walk->doc->arena, &walk->doc->labels) = (struct et_spec_label){
		.name = name, .place = tex_here(walk, begin), .heading = current(walk)};
	tex_count_part(walk, begin);
}

void tex_take_label(struct tex_walk *walk, const char *begin)
{
	struct tex_doc *doc = walk->doc;
	bool first = walk->run >= begin;
	struct tex_span span;
	const char *name;

	if (!first) {
		/* For good, so that the same blanks are not gone over for each label. */
		walk->run = tex_skip_blanks(walk->run, begin);
		first = walk->run >= begin;
	}
	if (!tex_group(&walk->at, walk->end, '{', &span))
		return;
	name = label_name(walk, span, "");
	add_label(walk, begin, name);
	if (!first)
		return;
	if (walk->run < walk->at && !walk->row)
		walk->run = walk->at;
	if (walk->fresh && !*doc->headings.items[current(walk)].section.label)
		doc->headings.items[current(walk)].section.label = name;
}

void tex_take_option_label(struct tex_walk *walk, struct tex_span options)
{
	static const char key[] = "label=";
	size_t length = (size_t)(options.end - options.begin);
	const char *begin = memmem(options.begin, length, key, sizeof(key) - 1);
	const char *at = begin ? begin + sizeof(key) - 1 : NULL;
	struct tex_span name;

	if (!begin || (begin > options.begin && tex_is_letter(begin[-1])))
		return;
	if (at == options.end || *at != '{' || !tex_group(&at, options.end, '{', &name)) {
		name.begin = at;
		while (at < options.end && *at != ',')
			at++;
		name.end = at;
	}
	add_label(walk, begin, label_name(walk, name, ""));
}

void tex_take_ref(struct tex_walk *walk, const char *begin, enum et_ref_kind kind)
{
	struct tex_doc *doc = walk->doc;
	struct et_spec_ref *ref;
	struct tex_span span;
	const char *text = NULL;
	const char *behind;

	if (walk->at < walk->end && *walk->at == '*')
		walk->at++;
	if (!tex_group(&walk->at, walk->end, kind == ET_REF_HYPERREF ? '[' : '{', &span))
		return;
	behind = walk->at;
	if (kind == ET_REF_HYPERREF) {
		struct tex_span words;

		if (tex_group(&behind, walk->end, '{', &words))
			text = tex_plain_text(doc->arena, words.begin, words.end);
	}
	ref = ET_APPEND(doc->arena, &doc->refs);
	*ref = (struct et_spec_ref){.label = label_name(walk, span, ""),
		.text = text,
		.kind = kind,
		.place = tex_here(walk, begin),
		.heading = current(walk)};
	tex_count_part(walk, begin);
}

static const char *lower(struct et_arena *arena, const char *text)
{
	char *copy = et_strdup(arena, text);
	char *c;

	for (c = copy; *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return copy;
}

/*
 * "Legacy Interface: …" and "Legacy Interfaces: …" head what was so before 1.0, and "Legacy
 * interface" a whole transport's. "Legacy Interfaces" alone is a subject like any other: commands
 * that are new, for devices that are old.
 */
static bool is_legacy(const char *title)
{
	static const char words[] = "legacy interface";

	if (strncasecmp(title, words, sizeof(words) - 1) != 0)
		return false;
	title += sizeof(words) - 1;
	return *title != 's' || strchr(title, ':');
}

static void place_heading(struct tex_walk *walk, struct et_spec_heading *heading)
{
	struct tex_doc *doc = walk->doc;
	uint32_t index = current(walk);
	unsigned level;

	heading->parent = ET_SPEC_NONE;
	for (level = heading->level; level-- > 0 && heading->parent == ET_SPEC_NONE;) {
		if (walk->chain[level])
			heading->parent = walk->chain[level] - 1;
	}
	walk->chain[heading->level] = index + 1;
	for (level = heading->level + 1; level <= LOWEST_LEVEL; level++)
		walk->chain[level] = 0;
	heading->legacy = is_legacy(heading->section.title);
	if (heading->parent != ET_SPEC_NONE) {
		const struct et_spec_heading *parent = &doc->headings.items[heading->parent];

		heading->legacy |= parent->legacy;
		heading->interface = parent->interface;
	}
	if (heading->level <= 1 || !heading->interface)
		heading->interface = lower(doc->arena, heading->section.title);
}

/* The level that \drivernormative{\subsection}… and its like have as their first argument. */
static int level_argument(struct tex_walk *walk)
{
	struct tex_span span;
	const char *name;
	size_t length;

	if (!tex_group(&walk->at, walk->end, '{', &span))
		return -1;
	span.begin = tex_skip_blanks(span.begin, span.end);
	if (!tex_command(&span.begin, span.end, &name, &length))
		return -1;
	return tex_heading_level(name, length);
}

static const char *title_text(struct tex_walk *walk, struct tex_span span, enum et_target target)
{
	const char *title = tex_plain_text(walk->doc->arena, span.begin, span.end);

	if (target == ET_TARGET_NONE)
		return title;
	return et_join(walk->doc->arena, target == ET_TARGET_DRIVER ? "Driver" : "Device",
		" Requirements: ", title);
}

void tex_take_heading(struct tex_walk *walk, const char *begin, struct tex_head head)
{
	struct tex_doc *doc = walk->doc;
	struct et_spec_heading *heading;
	struct tex_span title;
	struct tex_span label;
	bool labelled;

	if (head.normative != ET_TARGET_NONE || head.conformance) {
		int level = level_argument(walk);

		head.level = level < 0 ? LOWEST_LEVEL : (unsigned)level;
	} else {
		if (walk->at < walk->end && *walk->at == '*')
			walk->at++;
		tex_group(&walk->at, walk->end, '[', &title);
	}
	if (!tex_group(&walk->at, walk->end, '{', &title)) {
		tex_complain(walk, ET_ERROR, begin, "a heading without a title%s", "");
		return;
	}
	labelled = head.normative != ET_TARGET_NONE && tex_group(&walk->at, walk->end, '{', &label);
	tex_flush(walk, begin);
	tex_close_envs(walk, false);
	tex_check_braces(walk);
	heading = ET_APPEND(doc->arena, &doc->headings);
	*heading = (struct et_spec_heading){.section.label = "",
		.section.title = title_text(walk, title, head.normative),
		.place = tex_here(walk, begin),
		.level = head.level,
		.normative = head.normative,
		.conformance = head.conformance};
	place_heading(walk, heading);
	if (labelled) {
		heading->section.label = label_name(walk, label,
			head.normative == ET_TARGET_DRIVER ? "drivernormative:"
							   : "devicenormative:");
		add_label(walk, begin, heading->section.label);
	}
	tex_add_block(walk, TEX_HEADING, tex_span(doc, walk->file, title.begin, title.end))->line =
		heading->place.line;
	walk->fresh = true;
	walk->run = walk->at;
	/* Labels and references may be in the title: it is gone through like any text. */
	walk->at = title.begin - 1;
}

/* Titles of chapters that tell of other texts than this one: of earlier ones, or of future ones. */
static bool is_about_others(const char *title)
{
	static const char *const words[] = {"revision history", "change log", "changelog",
		"change history", "changes", "acknowledg", "creating new", "guidance", "guideline",
		"advice"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strcasestr(title, words[i]))
			return true;
	}
	return false;
}

/* Marks, for each heading without one above it, whether a listing is under it. */
static bool *find_listings(const struct tex_doc *doc)
{
	bool *listed = ET_NEW_ARRAY(doc->arena, doc->headings.count + 1, bool);
	size_t i;

	for (i = 0; i < doc->blocks.count; i++) {
		const struct tex_block *block = &doc->blocks.items[i];

		if (block->kind == TEX_LISTING && block->heading != ET_SPEC_NONE)
			listed[block->heading] = true;
	}
	for (i = 0; i < doc->files.count; i++) {
		const struct tex_file *file = &doc->files.items[i];

		if (file->file.listing && file->heading != ET_SPEC_NONE)
			listed[file->heading] = true;
	}
	for (i = doc->headings.count; i-- > 0;) {
		uint32_t parent = doc->headings.items[i].parent;

		if (listed[i] && parent != ET_SPEC_NONE)
			listed[parent] = true;
	}
	return listed;
}

/* Whether a paragraph says that what is defined around it does not count. */
static bool says_non_normative(const struct tex_block *block)
{
	static const char words[] = "non-normative";
	size_t length = sizeof(words) - 1;
	const char *at;

	for (at = block->text.begin; (size_t)(block->text.end - at) >= length; at++) {
		if (strncasecmp(at, words, length) == 0)
			return true;
	}
	return false;
}

/* Marks the chapters of the appendix that say so of themselves, and all below them. */
static void mark_non_normative(struct tex_doc *doc, uint32_t appendix)
{
	size_t i;

	for (i = 0; i < doc->blocks.count; i++) {
		const struct tex_block *block = &doc->blocks.items[i];
		uint32_t heading = block->heading;

		if (block->kind == TEX_PARA && heading != ET_SPEC_NONE && heading >= appendix &&
			doc->headings.items[heading].parent == ET_SPEC_NONE &&
			says_non_normative(block))
			doc->headings.items[heading].non_normative = true;
	}
	for (i = 0; i < doc->headings.count; i++) {
		struct et_spec_heading *heading = &doc->headings.items[i];

		if (heading->parent != ET_SPEC_NONE)
			heading->non_normative = doc->headings.items[heading->parent].non_normative;
	}
}

/* The part that a heading begins: what an appendix says counts only where it has listings. */
static enum et_spec_part part_of(
	const struct et_spec_heading *heading, bool listed, bool in_appendix)
{
	if (is_about_others(heading->section.title) || (in_appendix && !listed))
		return ET_PART_SUPERSEDED;
	return ET_PART_BODY;
}

static void settle_headings(struct tex_walk *walk)
{
	struct tex_doc *doc = walk->doc;
	const bool *listed = find_listings(doc);
	enum et_spec_part part = ET_PART_BODY;
	size_t first = 0;
	size_t i;

	while (first < doc->headings.count && doc->headings.items[first].level)
		first++;
	if (first == doc->headings.count)
		first = 0; /* a text without chapters */
	for (i = 0; i < doc->headings.count; i++) {
		struct et_spec_heading *heading = &doc->headings.items[i];

		if (i < first)
			part = ET_PART_APPARATUS;
		else if (heading->parent == ET_SPEC_NONE)
			part = part_of(heading, listed[i], i >= walk->appendix);
		heading->part = part;
	}
	mark_non_normative(doc, walk->appendix);
}

static enum et_spec_part part_at(const struct tex_doc *doc, uint32_t heading)
{
	if (heading != ET_SPEC_NONE)
		return doc->headings.items[heading].part;
	/* A text without any heading is read for what it has. */
	return doc->headings.count ? ET_PART_APPARATUS : ET_PART_BODY;
}

void tex_settle_parts(struct tex_walk *walk)
{
	/* What counts more, when a file has several. */
	static const unsigned char weight[] = {
		[ET_PART_BODY] = 3, [ET_PART_SUPERSEDED] = 2, [ET_PART_APPARATUS] = 1};
	struct tex_doc *doc = walk->doc;
	unsigned char *best = ET_NEW_ARRAY(doc->arena, doc->files.count + 1, unsigned char);
	size_t i;

	settle_headings(walk);
	for (i = 0; i < doc->blocks.count; i++) {
		struct tex_block *block = &doc->blocks.items[i];
		enum et_spec_part part = part_at(doc, block->heading);
		uint32_t file = block->text.file;

		block->superseded = part != ET_PART_BODY;
		if (weight[part] > best[file]) {
			best[file] = weight[part];
			doc->files.items[file].file.part = part;
		}
	}
	for (i = 0; i < doc->labels.count; i++)
		doc->labels.items[i].superseded =
			part_at(doc, doc->labels.items[i].heading) != ET_PART_BODY;
	for (i = 0; i < doc->refs.count; i++)
		doc->refs.items[i].superseded =
			part_at(doc, doc->refs.items[i].heading) != ET_PART_BODY;
	for (i = 0; i < doc->files.count; i++) {
		if (!best[i])
			doc->files.items[i].file.part = part_at(doc, doc->files.items[i].heading);
	}
}
