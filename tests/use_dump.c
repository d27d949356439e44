/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints where the sources below a folder use what queries ask for, one place a line:
 *
 *	use_dump [-x EXCEPT]... [-l LEAVE_OUT]... [-I INCLUDE]... [-j THREADS] [-t TIMES] ROOT
 *QUERIES
 *
 * QUERIES is a file of lines of fields with a tab between them; '#' begins a comment:
 *
 *	name-gone	linux/a.h	NAME	[def [was]]
 *	tag-gone	linux/a.h	TAG
 *	member-gone	linux/a.h	RECORD[,TYPEDEF...]	MEMBER
 *	member-type	linux/a.h	RECORD[,TYPEDEF...]	MEMBER	[was	[now]]
 *	value		linux/a.h	NAME	[was	[now]]
 *	size		linux/a.h	RECORD[,TYPEDEF...]	[was	[now]]
 *	enum-grew	linux/a.h	NAME	TAG
 *	name-new	linux/a.h	NAME	[def	[now]]
 *	tag-new		linux/a.h	TAG
 *	header-gone	linux/a.h	AS-INCLUDED
 *	macro-gone	linux/a.h	NAME
 *	parameters	linux/a.h	NAME	[was	[now]]
 *
 * def is macro, function-macro, enumerator, typedef or object.
 */
#include "use.h"

#include "str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MOST_FIELDS = 8 };

static const char *const kinds[] = {"name-gone", "tag-gone", "member-gone", "member-type", "value",
	"size", "enum-grew", "name-new", "tag-new", "header-gone", "macro-gone", "parameters"};

static const char *const defs[] = {
	"", "macro", "function-macro", "enumerator", "typedef", "object"};

static const char *const roles[] = {"name", "member", "bound", "designator", "count", "value",
	"size", "assertion", "switch", "condition", "definition", "include"};

static int find_word(const char *const *words, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0)
			return (int)i;
	return -1;
}

/* RECORD,TYPEDEF,…: the names behind the first. */
static const char *const *split_names(struct et_arena *arena, char *text)
{
	const char **names = ET_NEW_ARRAY(arena, 16, const char *);
	size_t n = 0;

	strtok(text, ",");
	while (n < 15 && (names[n] = strtok(NULL, ",")))
		n++;
	return names;
}

static bool parse_query(struct et_arena *arena, char *line, struct et_query *query)
{
	char *fields[MOST_FIELDS] = {0};
	size_t n = 0;
	int kind;
	int def;

	line[strcspn(line, "\r\n")] = '\0';
	if (!*line || *line == '#')
		return false;
	for (char *p = line; p && n < MOST_FIELDS;) {
		char *tab = strchr(p, '\t');

		fields[n++] = p;
		if (tab)
			*tab++ = '\0';
		p = tab;
	}
	kind = find_word(kinds, sizeof(kinds) / sizeof(kinds[0]), fields[0]);
	if (kind < 0 || n < 3) {
		fprintf(stderr, "use_dump: no query: %s\n", line);
		exit(2);
	}
	*query = (struct et_query){.kind = (enum et_query_kind)kind,
		.header = *fields[1] ? fields[1] : NULL,
		.name = fields[2]};
	switch (query->kind) {
	case ET_QUERY_MEMBER_GONE:
	case ET_QUERY_MEMBER_TYPE:
		query->typedefs = split_names(arena, fields[2]);
		query->record = fields[2];
		query->name = fields[3] ? fields[3] : "";
		query->was = fields[4];
		query->now = fields[5];
		break;
	case ET_QUERY_SIZE:
		query->typedefs = split_names(arena, fields[2]);
		query->record = fields[2];
		query->was = fields[3];
		query->now = fields[4];
		break;
	case ET_QUERY_ENUM_GREW:
		query->record = fields[3];
		break;
	case ET_QUERY_VALUE:
		query->was = fields[3];
		query->now = fields[4];
		break;
	case ET_QUERY_NAME_GONE:
	case ET_QUERY_NAME_NEW:
		def = fields[3] ? find_word(defs, sizeof(defs) / sizeof(defs[0]), fields[3]) : 0;
		query->def = def > 0 ? (enum et_query_def)def : ET_DEFINED_SOMEHOW;
		if (query->kind == ET_QUERY_NAME_NEW)
			query->now = fields[4];
		else
			query->was = fields[4];
		break;
	default:
		break;
	}
	return true;
}

static const struct et_query *read_queries(struct et_arena *arena, const char *path, size_t *n)
{
	FILE *file = fopen(path, "r");
	struct {
		ET_ARRAY(struct et_query) list;
	} all = {0};
	char line[4096];

	if (!file) {
		perror(path);
		exit(2);
	}
	while (fgets(line, sizeof(line), file)) {
		struct et_query query;

		if (parse_query(arena, et_strdup(arena, line), &query))
			*ET_APPEND(arena, &all.list) = query;
	}
	fclose(file);
	*n = all.list.count;
	return all.list.items;
}

static double now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void print(const struct et_uses *uses)
{
	size_t i;

	for (i = 0; i < uses->list.count; i++) {
		const struct et_use *use = &uses->list.items[i];
		const struct et_query *query = use->query;

		printf("%s:%u:%u: %s%s: %s %s%s%s (%s): %s\n", use->file, (unsigned)use->line,
			(unsigned)use->column,
			use->certainty == ET_USE_CERTAIN ? "certain" : "likely",
			use->breaks ? "" : ", compiles", kinds[query->kind],
			query->record && query->record != query->name ? query->record : "",
			query->record && query->record != query->name ? "." : "", query->name,
			roles[use->role], use->why);
	}
}

int main(int argc, char **argv)
{
	const char *lists[3][32] = {{0}};
	size_t counts[3] = {0};
	struct et_use_options options = {0};
	struct et_arena arena;
	struct et_diags diags;
	struct et_uses uses = {0};
	const struct et_query *queries;
	size_t n;
	int times = 0;
	int i;

	for (i = 1; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		int list = (int)(strchr("xlI", argv[i][1]) - "xlI");

		if (argv[i][1] == 'j')
			options.threads = (unsigned)atoi(argv[i + 1]);
		else if (argv[i][1] == 't')
			times = atoi(argv[i + 1]);
		else if (strchr("xlI", argv[i][1]) && counts[list] < 31)
			lists[list][counts[list]++] = argv[i + 1];
	}
	if (i + 2 != argc) {
		fprintf(stderr, "usage: use_dump [OPTION ARGUMENT]... ROOT QUERIES\n");
		return 2;
	}
	options.root = argv[i];
	options.except = lists[0];
	options.leave_out = lists[1];
	options.includes = lists[2];
	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	queries = read_queries(&arena, argv[i + 1], &n);
	do {
		double wall = now(CLOCK_MONOTONIC);
		double cpu = now(CLOCK_PROCESS_CPUTIME_ID);
		struct rusage usage;

		if (!et_use_find(&arena, &options, queries, n, &uses, &diags)) {
			fprintf(stderr, "use_dump: %s\n", diags.list.items[0].text);
			return 2;
		}
		getrusage(RUSAGE_SELF, &usage);
		fprintf(stderr, "%zu uses, %zu files, %zu skipped, %.1f ms (cpu %.1f), %ld KiB\n",
			uses.list.count, uses.files, uses.skipped, now(CLOCK_MONOTONIC) - wall,
			now(CLOCK_PROCESS_CPUTIME_ID) - cpu, usage.ru_maxrss);
	} while (--times > 0);
	print(&uses);
	et_arena_finish(&arena);
	return 0;
}
