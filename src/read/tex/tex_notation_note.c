/* SPDX-License-Identifier: BSD-3-Clause */
/* What comments say about the members beside them: conditions, who writes, how a driver may access.
 */
#include "tex_notation.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* A word, or several with one blank between them, in any case; NULL when it is not there. */
static const char *find_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	const char *p;

	for (p = text; *p; p++) {
		if (strncasecmp(p, word, length) == 0 && (p == text || !is_letter(p[-1])) &&
			!is_letter(p[length]))
			return p;
	}
	return NULL;
}

/* "VIRTIO_F_X", "F_X": a name in upper case. */
static bool has_name(const char *text)
{
	while (*text) {
		size_t length = 0;
		bool underscore = false, lower = false;

		while (is_letter(text[length])) {
			underscore = underscore || text[length] == '_';
			lower = lower || islower((unsigned char)text[length]);
			length++;
		}
		if (underscore && !lower && length > 3)
			return true;
		text += length ? length : 1;
	}
	return false;
}

/* Whether a sentence says when something is there. */
static bool is_condition(const char *sentence)
{
	static const char *const words[] = {"if", "when", "unless", "only with", "only for",
		"depends on", "requires", "provided", "in case", NULL};
	size_t i;

	for (i = 0; words[i]; i++) {
		const char *at = find_word(sentence, words[i]);

		if (!at)
			continue;
		/* "If x = 8 then y can be …" says something else. */
		if (find_word(at, "then"))
			return false;
		if (has_name(at) || find_word(at, "negotiated") || strchr(at, '&') ||
			find_word(at, "set to"))
			return true;
	}
	return false;
}

/* "the next three fields are …": how many; 1 when it says nothing of the kind. */
static unsigned count_fields(const char *sentence)
{
	static const char *const numbers[] = {"one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", "ten", "eleven", "twelve", NULL};
	const char *next = find_word(sentence, "next");
	unsigned i;

	if (!next)
		next = find_word(sentence, "following");
	if (!next)
		return 1;
	next = strchr(next, ' ');
	if (!next)
		return 1;
	next++;
	if (isdigit((unsigned char)*next) && !isdigit((unsigned char)next[1]))
		return *next > '0' ? (unsigned)(*next - '0') : 1;
	for (i = 0; numbers[i]; i++) {
		size_t length = strlen(numbers[i]);

		if (strncasecmp(next, numbers[i], length) == 0 && !is_letter(next[length]))
			return i + 1;
	}
	return 1;
}

static const char *skip_word(const char *at, const char *word)
{
	size_t length = strlen(word);

	return strncasecmp(at, word, length) == 0 ? at + length + strspn(at + length, " -") : NULL;
}

/* "Device-readable part", "device write only portion", "start of device-writable data". */
static bool says_segment(const char *text, enum et_segment *segment)
{
	static const char *const parts[] = {
		"part", "portion", "data", "section", "fields", "field", "segment", "area", NULL};
	static const struct {
		const char *word;
		enum et_segment segment;
	} sides[] = {{"readable", ET_SEGMENT_READABLE}, {"read only", ET_SEGMENT_READABLE},
		{"read-only", ET_SEGMENT_READABLE}, {"writable", ET_SEGMENT_WRITABLE},
		{"writeable", ET_SEGMENT_WRITABLE}, {"write only", ET_SEGMENT_WRITABLE},
		{"write-only", ET_SEGMENT_WRITABLE},
		/* Both: the members are told apart elsewhere. */
		{"read && write", ET_SEGMENT_NONE}, {"read and write", ET_SEGMENT_NONE},
		{"read-write", ET_SEGMENT_NONE}};
	const char *at = text, *next;
	size_t i, j;

	if ((next = skip_word(at, "start of")) || (next = skip_word(at, "the")) ||
		(next = skip_word(at, "begin of")))
		at = next;
	if (!(at = skip_word(at, "device")))
		return false;
	for (i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		next = skip_word(at, sides[i].word);
		if (!next)
			continue;
		*segment = sides[i].segment;
		if (!*next || strchr(".:;*", *next))
			return true;
		for (j = 0; parts[j]; j++) {
			if (skip_word(next, parts[j]))
				return true;
		}
	}
	return false;
}

static enum et_access access_of(const char *text)
{
	static const struct {
		const char *words;
		enum et_access access;
	} ways[] = {{"read-write", ET_ACCESS_RW}, {"read/write", ET_ACCESS_RW},
		{"read-only", ET_ACCESS_RO}, {"read only", ET_ACCESS_RO},
		{"write-only", ET_ACCESS_WO}, {"write only", ET_ACCESS_WO},
		{"driver-read-only", ET_ACCESS_RO}};
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		size_t length = strlen(ways[i].words);

		if (strncasecmp(text, ways[i].words, length) == 0 && !is_letter(text[length]))
			return ways[i].access;
	}
	return ET_ACCESS_UNKNOWN;
}

void tex_c_note(struct et_arena *arena, const char *text, struct tex_note *note)
{
	const char *sentence = text;

	memset(note, 0, sizeof(*note));
	note->fields = 1;
	if (!text || !*text)
		return;
	note->says_segment = says_segment(text, &note->segment);
	note->access = access_of(text);
	while (*sentence) {
		const char *end = strstr(sentence, ". ");
		size_t length = end ? (size_t)(end - sentence) : strlen(sentence);
		const char *one;

		while (length && strchr(". ", sentence[length - 1]))
			length--;
		one = et_strndup(arena, sentence, length);
		if (is_condition(one)) {
			note->condition = one;
			note->fields = count_fields(one);
			return;
		}
		sentence = end ? end + 2 : sentence + strlen(sentence);
	}
}
