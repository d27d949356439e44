/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Normative statements: the sentences with a key word of RFC 2119, wherever they are.
 *
 * A sentence that goes on in a list is one with it. Where the sentence has the key word, items
 * without one are a part of it ("The driver MUST: reset the device; …"), and items that have their
 * own are statements of their own. Where only the items have key words, the sentence before the
 * list says when they apply and is a part of each ("If VIRTIO_F_X is negotiated: …").
 */
#include "tex_draft.h"
#include "tex_keyword.h"
#include "tex_scan.h"
#include "tex_sentence.h"

#include <string.h>
#include <strings.h>

enum {
	MOST_FRAMES = 16,	  /* environments inside of each other */
	MOST_STATEMENTS = 100000, /* of a text */
	MOST_TEXT = 256 << 10,	  /* bytes of a paragraph; what follows is not read */
	MOST_FOOTNOTE = 8 << 10,
	MOST_LEAD = 500, /* bytes of a lead-in that its items repeat */
	MOST_LEADS = 3,	 /* inside of each other */
	NO_DRAFT = UINT32_MAX,
};

/* What a sentence begins for the list behind it. */
struct lead {
	size_t draft; /* that items without a key word belong to, or NO_DRAFT */
	const struct tex_piece *condition; /* that items with a key word begin with, or NULL; the
					      next is the one around it */
};

/* An environment, or the text outside of all. */
struct frame {
	struct lead owner; /* what its text completes */
	struct lead open;  /* what goes on behind the last text in it */
	bool taken;	   /* by an environment behind it */
	bool begun;	   /* an item or a row was there: what is not in one completes nothing */
};

struct taker {
	struct tex_builder *builder;
	const struct tex_block *block;
	struct tex_drafts drafts;
	struct frame frames[MOST_FRAMES];
	size_t depth, deeper;
	size_t listing; /* of the builder's listings, the next to look at */
	struct et_buf plain;
	struct tex_map map;
	bool full;
};

static const struct lead no_lead = {.draft = NO_DRAFT};

static bool has_lead(const struct lead *lead)
{
	return lead->draft != NO_DRAFT || lead->condition;
}

/* Who the section that the block is in binds. */
static enum et_target section_target(const struct taker *t)
{
	const struct tex_doc *doc = t->builder->doc;
	uint32_t heading = t->block->heading;

	while (heading != ET_SPEC_NONE && doc->headings.items[heading].normative == ET_TARGET_NONE)
		heading = doc->headings.items[heading].parent;
	return heading == ET_SPEC_NONE ? ET_TARGET_NONE : doc->headings.items[heading].normative;
}

/* Begins a statement. Returns its number, or NO_DRAFT when there are too many. */
static size_t begin_draft(struct taker *t, const struct tex_piece *sentence, size_t offset,
	const struct tex_keyword *keyword, const struct tex_piece *condition)
{
	const struct tex_piece *leads[MOST_LEADS];
	struct tex_draft *draft;
	size_t n = 0;

	if (t->drafts.list.count >= MOST_STATEMENTS) {
		t->full = true;
		return NO_DRAFT;
	}
	draft = ET_APPEND(t->drafts.arena, &t->drafts.list);
	*draft = (struct tex_draft){.level = keyword->level,
		.target = section_target(t),
		.keyword = t->map.at.items[offset + keyword->at],
		.block = t->block};
	if (draft->target == ET_TARGET_NONE)
		draft->target = tex_keyword_target(sentence->text, sentence->length, keyword);
	if (draft->target == ET_TARGET_NONE && condition)
		draft->target = tex_keyword_target(condition->text, condition->length,
			&(struct tex_keyword){.at = condition->length});
	for (; condition && n < MOST_LEADS; condition = condition->next)
		leads[n++] = condition;
	while (n)
		tex_draft_add(&t->drafts, draft, *leads[--n]);
	tex_draft_add(&t->drafts, draft, *sentence);
	return t->drafts.list.count - 1;
}

static const struct tex_piece *begin_condition(
	struct taker *t, struct tex_piece sentence, const struct tex_piece *around)
{
	struct tex_piece *condition = ET_NEW(t->drafts.arena, struct tex_piece);

	if (sentence.length > MOST_LEAD)
		sentence.length = MOST_LEAD;
	if (sentence.end - sentence.begin > 4 * MOST_LEAD)
		sentence.end = sentence.begin + 4 * MOST_LEAD;
	*condition = sentence;
	condition->text = et_strndup(t->drafts.arena, sentence.text, sentence.length);
	condition->next = around;
	return condition;
}

/*
 * Whether a lead-in is a part of the sentence behind it, and does not only announce a list ("The
 * following events are defined:"): it is a condition, or the sentence does not begin as one.
 */
static bool applies(const struct tex_piece *lead, const struct tex_piece *sentence)
{
	static const char *const words[] = {"if", "when", "whenever", "for", "otherwise", "unless",
		"while", "in", "on", "upon", "after", "before", "until", "once", "where", "with",
		"without", "during", "else", "since", "as"};
	size_t length = 0, i;

	if (!lead)
		return false;
	if (sentence->text[0] >= 'a' && sentence->text[0] <= 'z')
		return true;
	while (length < lead->length && lead->text[length] != ' ' && lead->text[length] != ',')
		length++;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == length && strncasecmp(words[i], lead->text, length) == 0)
			return true;
	return false;
}

/* One sentence. Returns what it begins for what follows it. */
static struct lead take_sentence(struct taker *t, const struct tex_piece *sentence, size_t offset,
	const struct lead *lead, bool first)
{
	struct lead next = no_lead;
	struct tex_keyword keyword;

	if (lead->draft != NO_DRAFT)
		t->drafts.list.items[lead->draft].worded = true;
	if (tex_keyword_find(sentence->text, sentence->length, &keyword)) {
		const struct tex_piece *condition = first ? lead->condition : NULL;

		if (keyword.at && !applies(condition, sentence))
			condition = NULL;
		next.draft = begin_draft(t, sentence, offset, &keyword, condition);
		return next;
	}
	if (lead->draft != NO_DRAFT) {
		tex_draft_add(&t->drafts, &t->drafts.list.items[lead->draft], *sentence);
		next.draft = lead->draft;
	}
	if (tex_sentence_is_open(sentence->text, sentence->length))
		next.condition = begin_condition(t, *sentence,
			first && applies(lead->condition, sentence) ? lead->condition : NULL);
	return next;
}

/* The sentences of a stretch of TeX. Returns what the last begins, where it has no end. */
static struct lead take_text(
	struct taker *t, const char *begin, const char *end, struct lead lead, bool once)
{
	struct lead next = no_lead;
	size_t from = 0, to;
	bool first = true;

	et_buf_clear(&t->plain);
	t->map.at.count = 0;
	tex_plain(&t->plain, begin, end, &t->map);
	for (; from < t->plain.length; from = to, first = false) {
		struct tex_piece sentence = {.begin = begin, .end = end};

		if (t->plain.data[from] == ' ')
			from++;
		to = tex_sentence_end(t->plain.data, t->plain.length, from);
		sentence.text = t->plain.data + from;
		sentence.length = to - from;
		if (to < t->plain.length)
			sentence.end = t->map.at.items[to];
		begin = sentence.end;
		if (!first && once)
			lead = no_lead;
		next = take_sentence(t, &sentence, from, &lead, first);
		if (!tex_sentence_is_open(sentence.text, sentence.length))
			next = no_lead;
	}
	return next;
}

/* Footnotes, which are no part of the sentence that they stand in. */
static void take_footnotes(struct taker *t, const char *at, const char *end)
{
	static const char command[] = "\\footnote";
	struct tex_span inside, option;

	while ((at = memmem(at, (size_t)(end - at), command, sizeof(command) - 1))) {
		const char *limit = end - at > MOST_FOOTNOTE ? at + MOST_FOOTNOTE : end;
		const char *name;
		size_t length;

		tex_command(&at, limit, &name, &length);
		tex_group(&at, limit, '[', &option);
		if (tex_group(&at, limit, '{', &inside) &&
			tex_keyword_possible(inside.begin, inside.end))
			take_text(t, inside.begin, inside.end, no_lead, false);
	}
}

/* Whether a paragraph goes on where the sentence before a list or listing stopped. */
static bool is_continuation(const struct taker *t)
{
	const struct tex_span *text = &t->block->text;
	const char *at = text->begin, *data = t->builder->doc->files.items[text->file].data;
	unsigned lines = 0;

	if (t->block->kind != TEX_PARA || at == text->end ||
		!((*at >= 'a' && *at <= 'z') || *at == ',' || *at == ';' || *at == ')'))
		return false;
	while (at > data && tex_is_blank(at[-1]) && lines < 2)
		lines += *--at == '\n';
	return lines < 2;
}

/* The cells of a row, and a macro's arguments in it, are no part of each other. */
static void take_row(struct taker *t, const char *at, const char *end, const struct lead *lead)
{
	const char *begin = at;

	for (; at <= end; at++) {
		if (at < end && *at == '\\' && at + 1 < end) {
			at++;
			continue;
		}
		if (at < end && *at != '&' && *at != '}')
			continue;
		if (at < end && *at == '}') {
			const char *next = at + 1;

			while (next < end && tex_is_blank(*next))
				next++;
			if (next == end || *next != '{')
				continue;
		}
		if (lead->draft != NO_DRAFT || tex_keyword_possible(begin, at))
			take_text(t, begin, at, *lead, false);
		begin = at + 1;
	}
}

/* An item's brackets, for the statement that the item completes. */
static void take_option(struct taker *t, const struct lead *owner)
{
	const struct tex_span *option = &t->block->option;
	struct tex_draft *draft = &t->drafts.list.items[owner->draft];

	draft->items++;
	if (!t->block->has_option || option->end - option->begin > MOST_TEXT)
		return;
	et_buf_clear(&t->plain);
	tex_plain(&t->plain, option->begin, option->end, NULL);
	tex_draft_add(&t->drafts, draft,
		(struct tex_piece){.text = t->plain.data,
			.length = t->plain.length,
			.begin = option->begin,
			.end = option->end});
	draft->worded |= t->plain.length > 0;
}

/* Whether an item goes on with the sentence that its brackets began: "[VIRTIO_F_X] MUST be set" */
static bool is_predicate(const char *at, const char *end)
{
	if (end - at < 3)
		return false;
	if (*at >= 'a' && *at <= 'z')
		return true;
	return at[1] >= 'A' && at[1] <= 'Z' &&
	       tex_keyword_possible(at, end - at > 11 ? at + 11 : end);
}

/* Puts an item's brackets before its sentence. */
static void take_subject(struct taker *t, struct lead *lead)
{
	const struct tex_span *option = &t->block->option;

	if (!t->block->has_option || option->end - option->begin > MOST_LEAD)
		return;
	et_buf_clear(&t->plain);
	tex_plain(&t->plain, option->begin, option->end, NULL);
	if (t->plain.length) {
		struct tex_piece subject = {.text = t->plain.data,
			.length = t->plain.length,
			.begin = option->begin,
			.end = option->end};

		lead->condition = begin_condition(
			t, subject, applies(lead->condition, &subject) ? lead->condition : NULL);
	}
}

/* A paragraph, an item or a row. follows: a list or a listing comes next. */
static void take_block(struct taker *t, bool follows)
{
	struct frame *frame = &t->frames[t->depth];
	const char *begin = t->block->text.begin, *end = t->block->text.end;
	struct lead lead = frame->owner;
	bool possible, goes_on = has_lead(&frame->open) && is_continuation(t);

	if (end - begin > MOST_TEXT)
		end = begin + MOST_TEXT;
	if (t->block->kind == TEX_ITEM && lead.draft != NO_DRAFT)
		take_option(t, &lead);
	if (t->block->kind != TEX_PARA)
		frame->begun = true;
	else if (!frame->begun)
		lead = no_lead;
	if (goes_on)
		lead = frame->open;
	frame->open = no_lead;
	frame->taken = false;
	if (t->block->kind == TEX_ITEM && is_predicate(begin, end))
		take_subject(t, &lead);
	possible = tex_keyword_possible(begin, end);
	if (!possible && !follows && lead.draft == NO_DRAFT)
		return;
	if (t->block->kind == TEX_ROW)
		take_row(t, begin, end, &lead);
	else
		frame->open = take_text(t, begin, end, lead, goes_on);
	if (possible)
		take_footnotes(t, begin, end);
}

/* A formula or code that a demand ends with is a part of it; definitions stand for themselves. */
static void take_listing(struct taker *t)
{
	const struct tex_builder *builder = t->builder;
	const struct tex_span *text = &t->block->text;
	size_t draft = t->frames[t->depth].open.draft;
	const char *end = text->end;
	size_t i;

	for (i = t->listing; i < builder->listings.count && i < t->listing + 8; i++) {
		const struct et_spec_listing *listing = &builder->listings.items[i];

		if (listing->file != text->file || listing->last_line != t->block->last_line)
			continue;
		t->listing = i + 1;
		if (listing->n_records || listing->n_constants)
			return;
		break;
	}
	if (draft == NO_DRAFT)
		return;
	if (end - text->begin > MOST_TEXT)
		end = text->begin + MOST_TEXT;
	tex_draft_add(&t->drafts, &t->drafts.list.items[draft],
		(struct tex_piece){.text = text->begin,
			.length = (size_t)(end - text->begin),
			.hidden = true});
}

static void take_begin(struct taker *t)
{
	struct frame *frame = &t->frames[t->depth];
	struct lead owner = frame->taken ? no_lead : frame->open;

	if (t->depth + 1 == MOST_FRAMES) {
		t->deeper++;
		return;
	}
	if (!has_lead(&owner))
		owner.draft = frame->owner.draft;
	frame->taken = true;
	t->frames[++t->depth] = (struct frame){.owner = owner, .open = no_lead};
}

static void take_end(struct taker *t)
{
	if (t->deeper)
		t->deeper--;
	else if (t->depth)
		t->depth--;
}

static void take_heading(struct taker *t)
{
	t->depth = t->deeper = 0;
	t->frames[0] = (struct frame){.owner = no_lead, .open = no_lead};
}

void tex_take_statements(struct tex_builder *builder)
{
	const struct tex_doc *doc = builder->doc;
	struct et_arena scratch = {0};
	struct taker t = {.builder = builder, .drafts.arena = &scratch, .map.arena = &scratch};
	size_t i;

	take_heading(&t);
	for (i = 0; i < doc->blocks.count; i++) {
		bool follows = i + 1 < doc->blocks.count &&
			       (doc->blocks.items[i + 1].kind == TEX_BEGIN ||
				       doc->blocks.items[i + 1].kind == TEX_LISTING);

		t.block = &doc->blocks.items[i];
		switch (t.block->kind) {
		case TEX_HEADING:
			take_heading(&t);
			break;
		case TEX_BEGIN:
			take_begin(&t);
			break;
		case TEX_END:
			take_end(&t);
			break;
		case TEX_LISTING:
			if (!t.block->superseded)
				take_listing(&t);
			break;
		default:
			if (!t.block->superseded)
				take_block(&t, follows);
			break;
		}
	}
	tex_drafts_finish(&t.drafts, builder);
	if (t.full)
		et_diag(builder->diags, ET_WARNING, NULL, 0, NULL,
			"the text has more than %u statements; the rest is not read",
			(unsigned)MOST_STATEMENTS);
	et_buf_finish(&t.plain);
	et_arena_finish(&scratch);
}
