/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * From drafts to statements: hash, names, id.
 *
 * An id is "network-device/feature-bits/driver-must-not/1a2b3c4d": two words of the section's label
 * that tell a person where it is, whom it binds and how strongly, and a hash of the sentence's
 * words. When the same sentence stands in a section again, "-2" follows.
 */
#include "tex_draft.h"

#include "tex_names.h"
#include "tex_sentence.h"

#include <string.h>

enum { LONGEST_SLUG = 40 };

void tex_draft_add(struct tex_drafts *drafts, struct tex_draft *draft, struct tex_piece piece)
{
	struct tex_piece *copy = ET_NEW(drafts->arena, struct tex_piece);

	*copy = piece;
	copy->text = et_strndup(drafts->arena, piece.text, piece.length);
	copy->next = NULL;
	if (draft->last)
		draft->last->next = copy;
	else
		draft->first = copy;
	draft->last = copy;
}

struct finish {
	struct tex_builder *builder;
	struct et_arena *scratch;
	struct et_map names; /* struct known */
	struct et_map ids;   /* how often each was given */
	struct et_buf text, words, id;
	ET_ARRAY(const char *) found; /* names of the current statement */
	size_t number;
	uint32_t heading; /* whose slug is in id, up to slug bytes */
	size_t slug;
};

/* A name that some statement has: kept once. */
struct known {
	const char *name;
	size_t number; /* the last statement that has it, from 1 */
};

static void take_name(void *data, const struct tex_name *name)
{
	struct finish *f = data;
	struct known *known = et_map_get(&f->names, name->text, name->length);

	if (!known) {
		known = ET_NEW(f->scratch, struct known);
		known->name = et_strndup(f->builder->arena, name->text, name->length);
		*et_map_slot(&f->names, f->scratch, known->name, name->length) = known;
	}
	if (known->number == f->number)
		return;
	known->number = f->number;
	*ET_APPEND(f->scratch, &f->found) = known->name;
}

/* "sec:", "drivernormative:": what LaTeX's users put before a label to say what it is of. */
static const char *behind_prefix(const char *label)
{
	size_t length = strspn(label, "abcdefghijklmnopqrstuvwxyz");

	return length && label[length] == ':' ? label + length + 1 : label;
}

static const char *behind_part(const char *part)
{
	const char *slash = strstr(part, " /");

	return slash ? slash : part + strlen(part);
}

/*
 * The parts of a label, "Device Types / Network Device / Feature bits", that say most: the last,
 * and the second where there are more than two (the first only tells the chapter).
 */
static void add_slug(struct et_buf *id, const char *label)
{
	const char *part = behind_prefix(label), *second = NULL, *end;
	size_t number = 0;

	for (;; part = end + 2) {
		end = behind_part(part);
		number++;
		if (number == 2)
			second = part;
		if (!*end)
			break;
	}
	if (number > 2 &&
		tex_sentence_slug(id, second, (size_t)(behind_part(second) - second), LONGEST_SLUG))
		et_buf_putc(id, '/');
	tex_sentence_slug(id, part, (size_t)(end - part), LONGEST_SLUG);
}

/* Begins an id with the nearest label, or the title where no section above has one. */
static void begin_id(struct finish *f, uint32_t heading)
{
	const struct tex_doc *doc = f->builder->doc;
	uint32_t at = heading;

	if (f->slug && f->heading == heading) {
		f->id.length = f->slug;
		return;
	}
	et_buf_clear(&f->id);
	while (at != ET_SPEC_NONE && !*doc->headings.items[at].section.label)
		at = doc->headings.items[at].parent;
	if (at != ET_SPEC_NONE)
		add_slug(&f->id, doc->headings.items[at].section.label);
	else if (heading != ET_SPEC_NONE)
		add_slug(&f->id, doc->headings.items[heading].section.title);
	if (!f->id.length)
		et_buf_puts(&f->id, "text");
	et_buf_putc(&f->id, '/');
	f->slug = f->id.length;
	f->heading = heading;
}

static const char *make_id(struct finish *f, const struct et_statement *statement)
{
	static const char *const targets[] = {[ET_TARGET_NONE] = "",
		[ET_TARGET_DRIVER] = "driver-",
		[ET_TARGET_DEVICE] = "device-",
		[ET_TARGET_BOTH] = "both-"};
	static const char *const levels[ET_LEVEL_COUNT] = {[ET_LEVEL_MUST] = "must",
		[ET_LEVEL_MUST_NOT] = "must-not",
		[ET_LEVEL_SHOULD] = "should",
		[ET_LEVEL_SHOULD_NOT] = "should-not",
		[ET_LEVEL_MAY] = "may"};
	uint32_t hash = (uint32_t)(statement->hash ^ statement->hash >> 32);
	uintptr_t times;
	const char *id;
	void **slot;

	begin_id(f, statement->heading);
	et_buf_printf(&f->id, "%s%s/%08x", targets[statement->target], levels[statement->level],
		(unsigned)hash);
	id = et_strndup(f->builder->arena, f->id.data, f->id.length);
	slot = et_map_slot(&f->ids, f->scratch, id, f->id.length);
	times = (uintptr_t)*slot + 1;
	*slot = (void *)times;
	return times == 1 ? id
			  : et_sprintf(f->builder->arena, "%s-%llu", id, (unsigned long long)times);
}

static void finish_one(struct finish *f, const struct tex_draft *draft)
{
	struct et_arena *arena = f->builder->arena;
	struct et_statement *statement = ET_APPEND(arena, &f->builder->statements);
	const struct tex_piece *piece;
	const char **names;

	et_buf_clear(&f->text);
	et_buf_clear(&f->words);
	f->found.count = 0;
	f->number++;
	for (piece = draft->first; piece; piece = piece->next) {
		tex_sentence_words(&f->words, piece->text, piece->length);
		if (piece->hidden)
			continue;
		if (f->text.length)
			et_buf_putc(&f->text, ' ');
		et_buf_add(&f->text, piece->text, piece->length);
		tex_names(piece->begin, piece->end, take_name, f);
	}
	names = ET_NEW_ARRAY(arena, f->found.count + 1, const char *);
	if (f->found.count)
		memcpy(names, f->found.items, f->found.count * sizeof(*names));
	*statement = (struct et_statement){.level = draft->level,
		.target = draft->target,
		.hash = et_hash(ET_HASH_SEED, f->words.data, f->words.length),
		.place = tex_place(f->builder->doc, draft->block, draft->keyword),
		.heading = draft->block->heading,
		.names = names,
		.text = et_strndup(arena, f->text.data, f->text.length)};
	statement->id = make_id(f, statement);
}

void tex_drafts_finish(struct tex_drafts *drafts, struct tex_builder *builder)
{
	struct finish f = {.builder = builder, .scratch = drafts->arena};
	size_t i;

	for (i = 0; i < drafts->list.count; i++) {
		const struct tex_draft *draft = &drafts->list.items[i];

		/* "must conform to the following normative statements": a list of clauses. */
		if (!draft->items || draft->worded)
			finish_one(&f, draft);
	}
	et_buf_finish(&f.text);
	et_buf_finish(&f.words);
	et_buf_finish(&f.id);
}
