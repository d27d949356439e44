/* SPDX-License-Identifier: BSD-3-Clause */
/* Messages of compilers: "file:line:column: error: text", as gcc and clang write them. */
#include "prove_int.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { MAX_MESSAGES = 10000 };

struct word {
	const char *text;
	bool error;
};

/* With capitals: the assembler's. */
static const struct word words[] = {
	{"fatal error: ", true},
	{"error: ", true},
	{"warning: ", false},
	{"internal compiler error: ", true},
	{"Fatal error: ", true},
	{"Error: ", true},
	{"Warning: ", false},
};

/* Where the word of a message is in a line, and which it is; NULL for a line of another kind. */
static const char *find_word(const char *line, const struct word **word)
{
	const char *best = NULL;
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t length = strlen(words[i].text);
		const char *at = line;

		while ((at = strstr(at, words[i].text)) != NULL) {
			if (at == line || (at > line + 1 && at[-1] == ' ' && at[-2] == ':'))
				break;
			at += length;
		}
		if (at && (!best || at < best)) {
			best = at;
			*word = &words[i];
		}
	}
	return best;
}

/* Takes ":number" off the end of a place. */
static bool take_number(char *place, uint32_t *number)
{
	size_t length = strlen(place), start = length;
	unsigned long value;

	while (start && isdigit((unsigned char)place[start - 1]))
		start--;
	if (start == length || start < 2 || place[start - 1] != ':' || length - start > 9)
		return false;
	value = strtoul(place + start, NULL, 10);
	place[start - 1] = '\0';
	*number = (uint32_t)value;
	return true;
}

/* The view's folders are the consumer's own again. */
static const char *without_view(struct prove *p, struct et_arena *arena, const char *text)
{
	size_t length = strlen(p->view.root);
	const char *at = strstr(text, p->view.root);
	struct et_buf out;
	char *result;

	if (!at)
		return text;
	et_buf_init(&out);
	for (; at; at = strstr(text, p->view.root)) {
		et_buf_add(&out, text, (size_t)(at - text));
		text = at + length;
	}
	et_buf_puts(&out, text);
	result = et_strdup(arena, out.data);
	et_buf_finish(&out);
	return result;
}

static const char *file_of(
	struct prove *p, struct et_arena *arena, const struct prove_unit *unit, const char *place)
{
	const char *path;

	if (place[0] == '<' || et_starts_with(place, p->view.out))
		return unit->name;
	path = prove_canonical(
		arena, prove_absolute(arena, unit->directory, without_view(p, arena, place)));
	return prove_is_below(path, p->consumer) && path[strlen(p->consumer)]
		       ? path + strlen(p->consumer) + 1
		       : path;
}

static void read_line(struct prove *p, struct et_arena *arena, const struct prove_unit *unit,
	const char *line, prove_messages *messages)
{
	const struct word *word = NULL;
	const char *at = isspace((unsigned char)line[0]) ? NULL : find_word(line, &word);
	struct prove_message *message;
	uint32_t first = 0, second = 0;
	char *place;

	if (!at || messages->count >= MAX_MESSAGES)
		return;
	place = et_strndup(arena, line, at - line > 2 ? (size_t)(at - line - 2) : 0);
	message = ET_APPEND(arena, messages);
	message->error = word->error;
	message->text = without_view(p, arena, et_strdup(arena, at + strlen(word->text)));
	message->file = unit->name;
	if (!take_number(place, &first))
		return; /* of the compiler as such: "cc1: error: ..." */
	if (take_number(place, &second)) {
		message->line = second;
		message->column = first;
	} else {
		message->line = first;
	}
	message->file = file_of(p, arena, unit, place);
	if (message->file == unit->name && (place[0] == '<' || place[0] == '/'))
		message->line =
			et_starts_with(place, p->view.out) || place[0] == '<' ? 0 : message->line;
}

static void note_failure(struct et_arena *arena, const struct prove_unit *unit,
	const struct prove_job *job, prove_messages *messages)
{
	struct prove_message *message;
	size_t i;

	for (i = 0; i < messages->count; i++)
		if (messages->items[i].error)
			return;
	message = ET_APPEND(arena, messages);
	message->file = unit->name;
	message->error = true;
	message->text = WIFSIGNALED(job->status)
				? et_sprintf(arena, "the compiler was ended by signal %d",
					  WTERMSIG(job->status))
				: et_sprintf(arena, "the compiler ended with status %d",
					  WEXITSTATUS(job->status));
}

void prove_read_messages(struct prove *p, struct et_arena *arena, const struct prove_unit *unit,
	const struct prove_job *job, prove_messages *messages)
{
	const char *at = job->output.data;
	struct et_buf line;

	et_buf_init(&line);
	while (at && *at) {
		size_t length = strcspn(at, "\n");

		et_buf_clear(&line);
		et_buf_add(&line, at, length);
		read_line(p, arena, unit, line.data, messages);
		at += length + (at[length] == '\n');
	}
	et_buf_finish(&line);
	if (!WIFEXITED(job->status) || WEXITSTATUS(job->status) != 0)
		note_failure(arena, unit, job, messages);
}

/*
 * What makes two messages the same. In a header that changes, lines move; elsewhere they do not.
 */
static const char *key_of(
	const struct prove *p, struct et_arena *arena, const struct prove_message *message)
{
	const char *path = prove_absolute(arena, p->consumer, message->file);
	bool moves = et_map_get(&p->by_path, path, strlen(path)) != NULL;

	return et_sprintf(arena, "%s\n%u\n%d\n%s", message->file, moves ? 0 : message->line,
		message->error, message->text);
}

void prove_drop_known(const struct prove *p, struct et_arena *arena, prove_messages *now,
	const prove_messages *then)
{
	struct et_map known = {0};
	size_t i, n = 0;

	for (i = 0; i < then->count; i++) {
		const char *key = key_of(p, arena, &then->items[i]);
		void **slot = et_map_slot(&known, arena, key, strlen(key));

		*slot = (void *)((uintptr_t)*slot + 1);
	}
	for (i = 0; i < now->count; i++) {
		const char *key = key_of(p, arena, &now->items[i]);
		void **slot = et_map_slot(&known, arena, key, strlen(key));

		if (*slot)
			*slot = (void *)((uintptr_t)*slot - 1);
		else
			now->items[n++] = now->items[i];
	}
	now->count = n;
}
