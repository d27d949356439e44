/* SPDX-License-Identifier: BSD-3-Clause */
/* Functions of make that work on texts and lists of words. */
#include "make_call.h"

#include <stdlib.h>
#include <string.h>

void et_make_put_word(struct et_make_call *c, const char *word, size_t length)
{
	if (c->out->length > c->before)
		et_buf_putc(c->out, ' ');
	et_buf_add(c->out, word, length);
}

static void run_subst(struct et_make_call *c)
{
	const char *from = c->values[0];
	const char *to = c->values[1];
	const char *text = c->values[2];
	const char *found;

	while (*from && c->out->length <= ET_MAKE_VALUE && (found = strstr(text, from))) {
		et_buf_add(c->out, text, (size_t)(found - text));
		et_buf_puts(c->out, to);
		text = found + strlen(from);
	}
	et_buf_puts(c->out, text);
}

static void run_patsubst(struct et_make_call *c)
{
	const char *at = c->values[2];
	const char *word;
	size_t length;

	while (c->out->length <= ET_MAKE_VALUE && et_make_word(&at, &word, &length)) {
		const char *stem;
		size_t n;

		if (et_make_match(c->values[0], word, length, &stem, &n)) {
			word = et_make_fill(c->make->arena, c->values[1], stem, n);
			length = strlen(word);
		}
		et_make_put_word(c, word, length);
	}
}

static void run_strip(struct et_make_call *c)
{
	const char *at = c->values[0];
	const char *word;
	size_t length;

	while (et_make_word(&at, &word, &length))
		et_make_put_word(c, word, length);
}

static void run_findstring(struct et_make_call *c)
{
	if (strstr(c->values[1], c->values[0]))
		et_buf_puts(c->out, c->values[0]);
}

static void filter(struct et_make_call *c, bool keep)
{
	struct et_make_words patterns = {0};
	const char *at = c->values[1];
	struct et_map words = {0};
	const char *word;
	size_t length;
	size_t i;

	et_make_split(c->make, c->values[0], &patterns);
	for (i = 0; i < patterns.list.count; i++) {
		const char *pattern = patterns.list.items[i];

		if (!strchr(pattern, '%'))
			*et_map_slot(&words, c->make->arena, pattern, strlen(pattern)) = c;
	}
	while (et_make_word(&at, &word, &length)) {
		bool found = et_map_get(&words, word, length) != NULL;
		const char *stem;
		size_t n;

		for (i = 0; !found && i < patterns.list.count; i++)
			found = strchr(patterns.list.items[i], '%') &&
				et_make_match(patterns.list.items[i], word, length, &stem, &n);
		c->make->steps += patterns.list.count;
		if (found == keep)
			et_make_put_word(c, word, length);
	}
}

static void run_filter(struct et_make_call *c)
{
	filter(c, true);
}

static void run_filter_out(struct et_make_call *c)
{
	filter(c, false);
}

static int compare(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void run_sort(struct et_make_call *c)
{
	struct et_make_words words = {0};
	size_t i;

	et_make_split(c->make, c->values[0], &words);
	if (words.list.count)
		qsort(words.list.items, words.list.count, sizeof(*words.list.items), compare);
	for (i = 0; i < words.list.count; i++)
		if (!i || strcmp(words.list.items[i - 1], words.list.items[i]) != 0)
			et_make_put_word(c, words.list.items[i], strlen(words.list.items[i]));
}

static void run_words(struct et_make_call *c)
{
	const char *at = c->values[0];
	const char *word;
	size_t length;
	size_t count = 0;

	while (et_make_word(&at, &word, &length))
		count++;
	et_buf_printf(c->out, "%zu", count);
}

/* The words from one number to another. */
static void some_words(
	struct et_make_call *c, const char *at, unsigned long first, unsigned long last)
{
	unsigned long number = 0;
	const char *word;
	size_t length;

	while (et_make_word(&at, &word, &length))
		if (++number >= first && number <= last)
			et_make_put_word(c, word, length);
}

static void run_word(struct et_make_call *c)
{
	unsigned long number = strtoul(c->values[0], NULL, 10);

	if (number)
		some_words(c, c->values[1], number, number);
}

static void run_wordlist(struct et_make_call *c)
{
	some_words(
		c, c->values[2], strtoul(c->values[0], NULL, 10), strtoul(c->values[1], NULL, 10));
}

static void run_firstword(struct et_make_call *c)
{
	some_words(c, c->values[0], 1, 1);
}

static void run_lastword(struct et_make_call *c)
{
	const char *at = c->values[0];
	const char *last = "";
	size_t last_length = 0;
	const char *word;
	size_t length;

	while (et_make_word(&at, &word, &length)) {
		last = word;
		last_length = length;
	}
	et_buf_add(c->out, last, last_length);
}

/* Functions that make of each word a part of it, or add to it. */
static void each_word(struct et_make_call *c, const char *list, char what, const char *added)
{
	const char *at = list;
	const char *word;
	size_t length;

	while (c->out->length <= ET_MAKE_VALUE && et_make_word(&at, &word, &length)) {
		const char *slash = memrchr(word, '/', length);
		const char *name = slash ? slash + 1 : word;
		const char *dot = memrchr(name, '.', (size_t)(word + length - name));

		switch (what) {
		case 'd':
			et_make_put_word(c, slash ? word : "./", slash ? (size_t)(name - word) : 2);
			break;
		case 'n':
			et_make_put_word(c, name, (size_t)(word + length - name));
			break;
		case 'b':
			et_make_put_word(c, word, dot ? (size_t)(dot - word) : length);
			break;
		case 's':
			if (dot)
				et_make_put_word(c, dot, (size_t)(word + length - dot));
			break;
		case '<':
			et_make_put_word(c, added, strlen(added));
			et_buf_add(c->out, word, length);
			break;
		default:
			et_make_put_word(c, word, length);
			et_buf_puts(c->out, added);
		}
	}
}

static void run_dir(struct et_make_call *c)
{
	each_word(c, c->values[0], 'd', NULL);
}

static void run_notdir(struct et_make_call *c)
{
	each_word(c, c->values[0], 'n', NULL);
}

static void run_basename(struct et_make_call *c)
{
	each_word(c, c->values[0], 'b', NULL);
}

static void run_suffix(struct et_make_call *c)
{
	each_word(c, c->values[0], 's', NULL);
}

static void run_addprefix(struct et_make_call *c)
{
	each_word(c, c->values[1], '<', c->values[0]);
}

static void run_addsuffix(struct et_make_call *c)
{
	each_word(c, c->values[1], '>', c->values[0]);
}

/* Paths of files are taken as they are: all are below the tree's root. */
static const struct et_make_builtin functions[] = {
	{"abspath", 1, 1, false, run_strip},
	{"addprefix", 2, 2, false, run_addprefix},
	{"addsuffix", 2, 2, false, run_addsuffix},
	{"basename", 1, 1, false, run_basename},
	{"dir", 1, 1, false, run_dir},
	{"filter", 2, 2, false, run_filter},
	{"filter-out", 2, 2, false, run_filter_out},
	{"findstring", 2, 2, false, run_findstring},
	{"firstword", 1, 1, false, run_firstword},
	{"lastword", 1, 1, false, run_lastword},
	{"notdir", 1, 1, false, run_notdir},
	{"patsubst", 3, 3, false, run_patsubst},
	{"realpath", 1, 1, false, run_strip},
	{"sort", 1, 1, false, run_sort},
	{"strip", 1, 1, false, run_strip},
	{"subst", 3, 3, false, run_subst},
	{"suffix", 1, 1, false, run_suffix},
	{"word", 2, 2, false, run_word},
	{"wordlist", 3, 3, false, run_wordlist},
	{"words", 1, 1, false, run_words},
};

const struct et_make_builtin *et_make_builtin(
	const struct et_make_builtin *table, size_t count, const char *name, size_t length)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (table[i].name[0] == *name && strncmp(table[i].name, name, length) == 0 &&
			!table[i].name[length])
			return &table[i];
	return NULL;
}

const struct et_make_builtin *et_make_word_function(const char *name, size_t length)
{
	return et_make_builtin(functions, sizeof(functions) / sizeof(*functions), name, length);
}
