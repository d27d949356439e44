/* SPDX-License-Identifier: BSD-3-Clause */
/* Names that only the kernel's own headers explain, in headers that have to do without them. */
#include "preflight.h"

#include "map.h"
#include "str.h"

#include <string.h>

/* A name in use. */
struct name {
	const char *text;
	size_t length;
	const char *file;
	uint32_t line;
	bool known;
};

struct scan {
	struct et_arena *arena;
	struct et_map names;
	ET_ARRAY(struct name *) list;
};

/* Names of the language and of its compilers, beside __builtin_…: no header defines them. */
static bool is_compilers(const char *name, size_t length)
{
	static const char *const words[] = {"__attribute__", "__attribute", "__extension__",
		"__inline__", "__inline", "__asm__", "__asm", "__volatile__", "__volatile",
		"__typeof__", "__typeof", "__alignof__", "__alignof", "__signed__", "__signed",
		"__const__", "__const", "__restrict__", "__restrict", "__func__", "__FUNCTION__",
		"__int128", "__label__", "__thread", "__auto_type", "__FILE__", "__LINE__",
		"__float128", "__complex__", "__real__", "__imag__", "__aligned__", "__packed__"};
	size_t i;

	if (length > 10 && memcmp(name, "__builtin_", 10) == 0)
		return true;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strlen(words[i]) == length && memcmp(words[i], name, length) == 0)
			return true;
	}
	return false;
}

/* The end of a comment, string or character that begins here; at itself when none does. */
static const char *skip_quoted(const char *at, const char *end)
{
	char quote = *at;

	if (quote == '/' && at + 1 < end && at[1] == '*') {
		for (at += 2; at + 1 < end; at++) {
			if (at[0] == '*' && at[1] == '/')
				return at + 2;
		}
		return end;
	}
	if (quote == '/' && at + 1 < end && at[1] == '/') {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		return newline ? newline : end;
	}
	if (quote != '"' && quote != '\'')
		return at;
	for (at++; at < end && *at != quote && *at != '\n'; at++) {
		if (*at == '\\' && at + 1 < end)
			at++;
	}
	return at < end ? at + 1 : end;
}

static const char *line_end(const char *at, const char *end)
{
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (!newline)
			return end;
		if (newline == at || newline[-1] != '\\')
			return newline;
		at = newline + 1;
	}
	return end;
}

typedef void name_fn(struct scan *scan, const char *name, size_t length, uint32_t line, void *data);

static void count_lines(const char *from, const char *to, uint32_t *line)
{
	while (from < to && (from = memchr(from, '\n', (size_t)(to - from)))) {
		++*line;
		from++;
	}
}

/* Calls take for each name outside of directives that begins with two underscores. */
static void scan_text(struct scan *scan, const char *text, size_t length, name_fn *take, void *data)
{
	const char *at = text, *end = text + length;
	bool fresh = true; /* nothing but blanks stands before it in its line */
	uint32_t line = 1;

	while (at < end) {
		const char *next = skip_quoted(at, end);

		if (next == at && *at == '#' && fresh)
			next = line_end(at, end);
		if (next != at) {
			count_lines(at, next, &line);
			at = next;
		} else if (et_is_name_character(*at)) {
			while (next < end && et_is_name_character(*next))
				next++;
			if (next - at > 2 && at[0] == '_' && at[1] == '_')
				take(scan, at, (size_t)(next - at), line, data);
			at = next;
			fresh = false;
		} else {
			if (*at == '\n')
				line++;
			fresh = *at == '\n' || (fresh && (*at == ' ' || *at == '\t'));
			at++;
		}
	}
}

static void take_use(struct scan *scan, const char *text, size_t length, uint32_t line, void *data)
{
	void **slot;
	struct name *name;

	if (is_compilers(text, length) || et_map_get(&scan->names, text, length))
		return;
	name = ET_NEW(scan->arena, struct name);
	*name = (struct name){.text = text, .length = length, .file = data, .line = line};
	slot = et_map_slot(&scan->names, scan->arena, text, length);
	*slot = name;
	*ET_APPEND(scan->arena, &scan->list) = name;
}

/* What the consumer's own copies have in use already does no harm. */
static void take_known(
	struct scan *scan, const char *text, size_t length, uint32_t line, void *data)
{
	struct name *name = et_map_get(&scan->names, text, length);

	(void)line;
	(void)data;
	if (name)
		name->known = true;
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

/* Names that a text defines: of macros, and what a typedef or tag ends or begins with. */
static void take_definitions(struct scan *scan, const char *text, size_t length)
{
	const char *at = text, *end = text + length;

	while ((at = memchr(at, '#', (size_t)(end - at)))) {
		const char *name = skip_blanks(at + 1, end);
		size_t n = 0;

		at++;
		if (end - name < 7 || memcmp(name, "define", 6) != 0)
			continue;
		name = skip_blanks(name + 6, end);
		while (name + n < end && et_is_name_character(name[n]))
			n++;
		if (n)
			take_known(scan, name, n, 0, NULL);
	}
	for (at = text; (at = memmem(at, (size_t)(end - at), "typedef", 7));) {
		const char *stop = memchr(at, ';', (size_t)(end - at));
		const char *name;

		if (!stop)
			break;
		for (name = stop; name > at && et_is_name_character(name[-1]);)
			name--;
		if (name < stop)
			take_known(scan, name, (size_t)(stop - name), 0, NULL);
		at = stop;
	}
}

static void know(struct scan *scan, const char *name)
{
	if (name)
		take_known(scan, name, strlen(name), 0, NULL);
}

/* What the headers themselves define: enumerators, tags, types, members. */
static void take_unit(struct scan *scan, const struct et_unit *unit)
{
	const char *const *other;
	size_t i, j;

	for (i = 0; i < unit->n_constants; i++) {
		know(scan, unit->constants[i].def.name);
		know(scan, unit->constants[i].def.scope);
	}
	for (i = 0; i < unit->n_typedefs; i++)
		know(scan, unit->typedefs[i].def.name);
	for (i = 0; i < unit->n_records; i++) {
		const struct et_record *record = unit->records[i];

		know(scan, record->def.name);
		for (other = record->typedefs; other && *other; other++)
			know(scan, *other);
		for (j = 0; j < record->n_fields; j++)
			know(scan, record->fields[j].name);
	}
}

static bool has_unknown(const struct scan *scan)
{
	size_t i;

	for (i = 0; i < scan->list.count; i++) {
		if (!scan->list.items[i]->known)
			return true;
	}
	return false;
}

enum { MOST_HEADERS = 50000, DEEPEST_FOLDER = 32, LARGEST_HEADER = 4 << 20 };

struct search {
	struct scan *scan;
	struct et_source *consumer;
	const struct et_plan *plan;
	struct et_arena *scratch;
	const char *path;
	unsigned level;
	size_t *headers;
};

static bool is_staged(const struct et_plan *plan, const char *path)
{
	const struct et_plan_file *file = et_plan_find(plan, path);

	return file && file->staged;
}

static void search_entry(const char *name, enum et_entry_kind kind, void *data)
{
	const struct search *search = data;
	const char *path = et_join(search->scan->arena, search->path, "/", name);
	struct et_text text;

	if (kind == ET_ENTRY_FOLDER && search->level < DEEPEST_FOLDER) {
		struct search inner = *search;

		inner.path = path;
		inner.level++;
		et_source_entries(search->consumer, path, search_entry, &inner);
	}
	if (kind != ET_ENTRY_FILE || !et_ends_with(name, ".h") ||
		*search->headers >= MOST_HEADERS || is_staged(search->plan, path))
		return;
	++*search->headers;
	if (!et_source_read(search->consumer, search->scratch, path, LARGEST_HEADER, &text))
		take_definitions(search->scan, text.data, text.length);
	et_arena_finish(search->scratch);
}

/* The consumer's own headers, in the folders where its compilers look for them. */
static void search_consumer(
	struct scan *scan, const struct et_plan *plan, struct et_source *consumer)
{
	const char *const *folder = plan->profile->includes;
	struct et_arena scratch;
	size_t headers = 0;

	et_arena_init(&scratch);
	for (; folder && *folder; folder++) {
		struct search search = {.scan = scan,
			.consumer = consumer,
			.plan = plan,
			.scratch = &scratch,
			.path = *folder,
			.headers = &headers};

		et_source_entries(consumer, *folder, search_entry, &search);
	}
	et_arena_finish(&scratch);
}

void et_preflight_constructs(struct et_arena *arena, struct et_plan *plan,
	struct et_source *consumer, const struct et_tree *after)
{
	struct scan scan = {.arena = arena};
	size_t i;

	for (i = 0; i < plan->files.count; i++) {
		const struct et_plan_file *file = &plan->files.items[i];

		if (file->staged && file->staged->portable && file->action != ETALON_FILE_UNCHANGED)
			scan_text(&scan, file->staged->data, file->staged->length, take_use,
				(void *)file->path);
	}
	for (i = 0; i < plan->files.count && has_unknown(&scan); i++) {
		const struct et_plan_file *file = &plan->files.items[i];

		if (file->staged && file->staged->portable) {
			take_definitions(&scan, file->staged->data, file->staged->length);
			if (file->old)
				scan_text(&scan, file->old, file->old_length, take_known, NULL);
		}
	}
	for (i = 0; i < after->units.count && has_unknown(&scan); i++)
		take_unit(&scan, after->units.items[i]);
	if (has_unknown(&scan))
		search_consumer(&scan, plan, consumer);
	for (i = 0; i < scan.list.count; i++) {
		const struct name *name = scan.list.items[i];
		const char *text = et_strndup(arena, name->text, name->length);

		if (!name->known)
			et_plan_problem(arena, plan, ETALON_PROBLEM_CONSTRUCT, name->file,
				name->line, text,
				"%s is the kernel's own, and nothing that this header can include "
				"defines it",
				text)
				->stops = true;
	}
}
