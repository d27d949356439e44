/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of virtqueues: \item[0] controlq, \item[2(N-1)] receiveqN. */
#include "tex_take.h"

#include "str.h"

#include <string.h>
#include <strings.h>

static bool ends_with_word(const char *title, const char *word)
{
	size_t length = strlen(title), wanted = strlen(word);

	return length >= wanted && strcasecmp(title + length - wanted, word) == 0;
}

/* The index as a reader sees it, "..." for \ldots; NULL when it can't be one. */
static const char *index_text(struct et_arena *arena, const struct tex_span *option)
{
	enum { LONGEST = 32 };
	char text[LONGEST + 4];
	size_t length = 0, letters = 0;

	for (const char *at = option->begin; at < option->end && length < LONGEST; at++) {
		const char *name;
		size_t n;

		if (*at == '\\') {
			if (!tex_command(&at, option->end, &name, &n))
				return NULL;
			if ((n == 5 && memcmp(name, "ldots", 5) == 0) ||
				(n == 4 && memcmp(name, "dots", 4) == 0)) {
				memcpy(text + length, "...", 3);
				length += 3;
				at = tex_skip(at, option->end);
			}
			letters = 0;
			at--;
		} else if (strchr("${}", *at)) {
			continue;
		} else if (strchr(" \t\r\n~", *at)) {
			if (length && text[length - 1] != ' ')
				text[length++] = ' ';
			letters = 0;
		} else if (strchr("0123456789+-*/(). ", *at)) {
			text[length++] = *at;
			letters = 0;
		} else if ((*at | 0x20) >= 'a' && (*at | 0x20) <= 'z' && ++letters < 3) {
			text[length++] = *at;
		} else {
			return NULL; /* words are no index */
		}
	}
	while (length && text[length - 1] == ' ')
		length--;
	return length && length < LONGEST ? et_strndup(arena, text, length) : NULL;
}

/* The name at the begin of what the text says about the queue. */
static const char *queue_name(struct et_arena *arena, const struct tex_span *span)
{
	static const char *const ends[] = {" - ", ", ", ". ", ": ", "; ", " ("};
	const char *text = tex_plain_text(arena, span->begin, span->end);
	size_t length = strlen(text);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		const char *end = memmem(text, length, ends[i], strlen(ends[i]));

		if (end)
			length = (size_t)(end - text);
	}
	while (length && strchr(".,:; ", text[length - 1]))
		length--;
	return et_strndup(arena, text, length);
}

bool tex_take_queue(struct tex_builder *builder, const struct tex_block *block)
{
	const char *index, *at, *end;
	struct et_spec_queue *queue;

	if (!block->has_option || !ends_with_word(tex_title(builder->doc, block), "virtqueues"))
		return false;
	index = index_text(builder->arena, &block->option);
	if (!index)
		return false;
	if (block->superseded)
		return true;
	queue = ET_APPEND(builder->arena, &builder->queues);
	queue->index = index;
	queue->name = queue_name(builder->arena, &block->text);
	at = index;
	end = index + strlen(index);
	queue->has_number = tex_number(&at, end, &queue->number) && at == end;
	if (!queue->has_number)
		queue->number = 0;
	queue->place = tex_place(builder->doc, block, block->option.begin);
	queue->heading = block->heading;
	return true;
}
