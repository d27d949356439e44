/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_keyword.h"

#include <string.h>

struct word {
	const char *text;
	size_t at, length;
};

static bool is_word_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* The next word from *at on; false at the end. */
static bool next_word(const char *text, size_t length, size_t *at, struct word *word)
{
	while (*at < length && !is_word_character(text[*at]))
		++*at;
	word->at = *at;
	word->text = text + *at;
	while (*at < length && is_word_character(text[*at]))
		++*at;
	word->length = *at - word->at;
	return word->length > 0;
}

static bool word_is(const struct word *word, const char *what)
{
	return strlen(what) == word->length && memcmp(word->text, what, word->length) == 0;
}

/* In any case of its letters; what is in lower case. */
static bool word_is_loosely(const struct word *word, const char *what)
{
	size_t i;

	if (strlen(what) != word->length)
		return false;
	for (i = 0; i < word->length; i++)
		if ((word->text[i] | 0x20) != what[i])
			return false;
	return true;
}

static const struct {
	const char *word;
	enum et_level level;
	enum et_level negated; /* with NOT: behind it, or before it where that is how it is said */
	bool before;
} keywords[] = {
	{"MUST", ET_LEVEL_MUST, ET_LEVEL_MUST_NOT, false},
	{"SHALL", ET_LEVEL_MUST, ET_LEVEL_MUST_NOT, false},
	{"SHOULD", ET_LEVEL_SHOULD, ET_LEVEL_SHOULD_NOT, false},
	{"MAY", ET_LEVEL_MAY, ET_LEVEL_MAY, false},
	{"REQUIRED", ET_LEVEL_MUST, ET_LEVEL_MAY, true},
	{"RECOMMENDED", ET_LEVEL_SHOULD, ET_LEVEL_SHOULD_NOT, true},
	{"OPTIONAL", ET_LEVEL_MAY, ET_LEVEL_MAY, true},
};

enum { N_KEYWORDS = sizeof(keywords) / sizeof(*keywords) };

static size_t find_keyword(const struct word *word)
{
	size_t i;

	if (word->length < 3 || word->text[1] < 'A' || word->text[1] > 'Z')
		return N_KEYWORDS;
	for (i = 0; i < N_KEYWORDS; i++)
		if (word_is(word, keywords[i].word))
			break;
	return i;
}

bool tex_keyword_possible(const char *begin, const char *end)
{
	const char *at;
	size_t i;

	for (at = begin; end - at >= 3; at++) {
		if (*at != 'M' && *at != 'S' && *at != 'R' && *at != 'O')
			continue;
		for (i = 0; i < N_KEYWORDS; i++) {
			size_t length = strlen(keywords[i].word);

			if (*at == *keywords[i].word && (size_t)(end - at) >= length &&
				memcmp(at, keywords[i].word, length) == 0)
				return true;
		}
	}
	return false;
}

static bool is_quote(char c)
{
	/* The last bytes of typesetters' quotes in UTF-8, too. */
	return c == '"' || c == '\'' || c == '`' || c == '\x98' || c == '\x99' || c == '\x9c' ||
	       c == '\x9d' || c == '\xe2';
}

/* "all of the MUST or REQUIRED level requirements" */
static bool is_adjective(const char *text, size_t length, size_t behind)
{
	struct word word;
	unsigned left;

	for (left = 8; left && next_word(text, length, &behind, &word); left--) {
		if (word_is(&word, "level") || word_is(&word, "levels") ||
			word_is(&word, "requirement") || word_is(&word, "requirements"))
			return true;
		if (!word_is(&word, "or") && !word_is(&word, "and") && !word_is(&word, "NOT") &&
			find_keyword(&word) == N_KEYWORDS)
			return false;
	}
	return false;
}

/* Whether "NOT" follows, and then moves *behind there. "MUST also NOT" is one, too. */
static bool take_not(const char *text, size_t length, size_t *behind)
{
	size_t at = *behind;
	struct word word;

	if (!next_word(text, length, &at, &word))
		return false;
	if (!word_is(&word, "NOT") && !word_is(&word, "not")) {
		if ((!word_is(&word, "also") && !word_is(&word, "still") &&
			    !word_is(&word, "then")) ||
			!next_word(text, length, &at, &word) || !word_is(&word, "NOT"))
			return false;
	}
	*behind = at;
	return true;
}

static unsigned strength(enum et_level level)
{
	switch (level) {
	case ET_LEVEL_MUST:
	case ET_LEVEL_MUST_NOT:
		return 3;
	case ET_LEVEL_SHOULD:
	case ET_LEVEL_SHOULD_NOT:
		return 2;
	default:
		return 1;
	}
}

bool tex_keyword_find(const char *text, size_t length, struct tex_keyword *keyword)
{
	struct word word, last = {0};
	unsigned best = 0;
	size_t at = 0;

	while (next_word(text, length, &at, &word)) {
		size_t i = find_keyword(&word);
		size_t begin = word.at, behind = at;
		bool negated;

		if (i == N_KEYWORDS) {
			last = word;
			continue;
		}
		if (keywords[i].before) {
			negated = last.text && word_is_loosely(&last, "not");
			if (negated)
				begin = last.at;
		} else {
			negated = take_not(text, length, &behind);
		}
		last = word;
		if (begin && behind < length && is_quote(text[begin - 1]) && is_quote(text[behind]))
			continue;
		if (behind + 1 < length && text[behind] == '-' &&
			is_word_character(text[behind + 1]))
			continue;
		if (is_adjective(text, length, behind))
			continue;
		if (strength(keywords[i].level) > best) {
			keyword->level = negated ? keywords[i].negated : keywords[i].level;
			keyword->at = begin;
			keyword->length = behind - begin;
			best = strength(keyword->level);
		}
	}
	return best > 0;
}

/* Whom a word names. */
static enum et_target party(const struct word *word)
{
	if (word_is_loosely(word, "driver") || word_is_loosely(word, "drivers"))
		return ET_TARGET_DRIVER;
	if (word_is_loosely(word, "device") || word_is_loosely(word, "devices"))
		return ET_TARGET_DEVICE;
	return ET_TARGET_NONE;
}

/* "by the driver", from a position on. */
static enum et_target agent(const char *text, size_t length, size_t at)
{
	enum et_target found;
	struct word word;
	unsigned left = 0;

	while (next_word(text, length, &at, &word)) {
		if (word_is(&word, "by")) {
			left = 3; /* "by the transitional driver" */
			continue;
		}
		if (!left)
			continue;
		left--;
		found = party(&word);
		if (found != ET_TARGET_NONE)
			return found;
	}
	return ET_TARGET_NONE;
}

static bool is_preposition(const struct word *word)
{
	static const char *const words[] = {
		"of", "to", "from", "for", "in", "on", "with", "at", "into", "through", "that"};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (word_is_loosely(word, words[i]))
			return true;
	return false;
}

static bool is_article(const struct word *word)
{
	return word_is_loosely(word, "the") || word_is_loosely(word, "a") ||
	       word_is_loosely(word, "an") || word_is_loosely(word, "any") ||
	       word_is_loosely(word, "all") || word_is_loosely(word, "each") ||
	       word_is_loosely(word, "both");
}

/* What makes a party the subject of a clause before the demand's own. */
static bool is_conjunction(const struct word *word)
{
	return word_is_loosely(word, "if") || word_is_loosely(word, "when") ||
	       word_is_loosely(word, "where") || word_is_loosely(word, "while") ||
	       word_is_loosely(word, "unless") || word_is_loosely(word, "once");
}

static bool is_pronoun(const struct word *word)
{
	return word_is_loosely(word, "it") || word_is_loosely(word, "they");
}

enum et_target tex_keyword_target(
	const char *text, size_t length, const struct tex_keyword *keyword)
{
	enum et_target subject = ET_TARGET_NONE, beside = ET_TARGET_NONE, topic = ET_TARGET_NONE;
	struct word word, last = {0}, before = {0};
	enum et_target found;
	size_t at = 0;
	bool joined = false;

	/* The last driver or device before the key word that no preposition makes an attribute. */
	while (next_word(text, keyword->at, &at, &word)) {
		found = party(&word);
		if (found != ET_TARGET_NONE) {
			const struct word *lead = last.text && is_article(&last) ? &before : &last;

			joined = beside != ET_TARGET_NONE && beside != found && lead->text &&
				 (word_is(lead, "and") || word_is(lead, "or"));
			if (!lead->text || !is_preposition(lead)) {
				topic = joined ? ET_TARGET_BOTH : found;
				if (!lead->text || !is_conjunction(lead))
					subject = topic;
			}
			beside = found;
		} else if (!is_article(&word) && !word_is(&word, "and") && !word_is(&word, "or")) {
			beside = ET_TARGET_NONE;
		}
		before = last;
		last = word;
	}
	if (last.text && party(&last) != ET_TARGET_NONE)
		return joined ? ET_TARGET_BOTH : party(&last);
	if (last.text && is_pronoun(&last))
		return topic;
	found = agent(text, length, keyword->at + keyword->length);
	return found != ET_TARGET_NONE ? found : subject;
}
