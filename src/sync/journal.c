/* SPDX-License-Identifier: BSD-3-Clause */
#include "journal.h"

#include "beneath.h"
#include "sha256.h"

#include <stdio.h>
#include <string.h>

/*
 * The text, line by line:
 *
 *	etalon-sync 1
 *	folder PATH
 *	swap OLD-HASH NEW-HASH PATH	"-" for a hash of nothing
 *	end HASH			of all lines before
 */
#define FIRST_LINE "etalon-sync 1"
static const char damaged[] = "it is damaged";

void et_journal_write(struct et_buf *out, const struct et_journal *journal)
{
	struct et_sha256 hash;
	char digits[ET_SHA256_DIGITS + 1];
	size_t start = out->length;
	size_t i;

	et_buf_puts(out, FIRST_LINE "\n");
	for (i = 0; i < journal->folders.count; i++)
		et_buf_printf(out, "folder %s\n", journal->folders.items[i]);
	for (i = 0; i < journal->swaps.count; i++) {
		const struct et_swap *swap = &journal->swaps.items[i];

		et_buf_printf(out, "swap %s %s %s\n", swap->old_hash ? swap->old_hash : "-",
			swap->new_hash ? swap->new_hash : "-", swap->path);
	}
	et_sha256_begin(&hash);
	et_sha256_add(&hash, out->data + start, out->length - start);
	et_sha256_end(&hash, digits);
	et_buf_printf(out, "end %s\n", digits);
}

/* Takes a hash or "-" and the blank behind it off a line. */
static bool take_hash(char **line, const char **hash)
{
	size_t length = strcspn(*line, " ");

	if ((*line)[length] != ' ')
		return false;
	(*line)[length] = '\0';
	*hash = strcmp(*line, "-") == 0 ? NULL : *line;
	if (*hash && !et_is_sha256(*hash))
		return false;
	*line += length + 1;
	return true;
}

static bool take_line(struct et_arena *arena, char *line, struct et_journal *journal)
{
	if (et_starts_with(line, "folder ") && !journal->swaps.count) {
		*ET_APPEND(arena, &journal->folders) = line + strlen("folder ");
		return et_is_plain_path(line + strlen("folder "));
	}
	if (et_starts_with(line, "swap ")) {
		struct et_swap *swap = ET_APPEND(arena, &journal->swaps);

		line += strlen("swap ");
		if (!take_hash(&line, &swap->old_hash) || !take_hash(&line, &swap->new_hash))
			return false;
		swap->path = line;
		return et_is_plain_path(line) && (swap->old_hash || swap->new_hash);
	}
	return false;
}

/* Whether the last line is there and has the hash of all the others. Cuts it off. */
static bool take_end(char *text, size_t length)
{
	static const char word[] = "end ";
	const size_t last = strlen(word) + ET_SHA256_DIGITS + 1;
	char digits[ET_SHA256_DIGITS + 1];
	struct et_sha256 hash;
	char *end;

	if (length <= last)
		return false;
	end = text + length - last;
	if (end[-1] != '\n' || text[length - 1] != '\n' || strncmp(end, word, strlen(word)) != 0)
		return false;
	et_sha256_begin(&hash);
	et_sha256_add(&hash, text, length - last);
	et_sha256_end(&hash, digits);
	if (memcmp(digits, end + strlen(word), ET_SHA256_DIGITS) != 0)
		return false;
	*end = '\0';
	return true;
}

const char *et_journal_read(
	struct et_arena *arena, const char *text, size_t length, struct et_journal *journal)
{
	char *line = et_strndup(arena, text, length);
	bool first = true;

	*journal = (struct et_journal){0};
	if (strlen(line) != length)
		return damaged;
	if (!et_starts_with(line, FIRST_LINE "\n"))
		return et_starts_with(line, "etalon-sync ") ? "another version of etalon wrote it"
							    : damaged;
	if (!take_end(line, length))
		return damaged;
	while (*line) {
		size_t n = strcspn(line, "\n");

		line[n] = '\0';
		if (!first && !take_line(arena, line, journal))
			return damaged;
		first = false;
		line += n + 1;
	}
	return NULL;
}

void et_journal_name(char name[ET_JOURNAL_NAME], const char *kind, size_t index)
{
	snprintf(name, ET_JOURNAL_NAME, "%s.%zu", kind, index);
}

bool et_journal_is(const char *name, const char *kind)
{
	size_t length = strlen(kind);

	return strncmp(name, kind, length) == 0 && name[length] == '.' && name[length + 1] &&
	       !name[length + 1 + strspn(name + length + 1, "0123456789")];
}
