/* SPDX-License-Identifier: BSD-3-Clause */
/* For tests of src/use/: a made-up consumer in a folder of its own, and what is found there. */
#ifndef ETALON_TESTS_USE_TESTING_H
#define ETALON_TESTS_USE_TESTING_H

#include "str.h"
#include "use.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
	struct et_arena arena;
	struct et_diags diags;
	char root[64];
	struct et_use_options options;
	struct et_query queries[32];
	size_t n;
	struct et_uses uses;
};

static inline int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	et_arena_init(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	strcpy(w->root, "/tmp/etalon-use-XXXXXX");
	w->options.root = mkdtemp(w->root);
	*state = w;
	return w->options.root ? 0 : -1;
}

static inline int remove_one(
	const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

static inline int end(void **state)
{
	struct world *w = *state;

	nftw(w->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	et_arena_finish(&w->arena);
	free(w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

/* Writes a file below the root, and the folders that it is in. */
static inline void put_bytes(struct world *w, const char *path, const char *text, size_t length)
{
	char *whole = et_join(&w->arena, w->root, "/", path);
	char *slash = whole + strlen(w->root);
	FILE *file;

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		mkdir(whole, 0777);
		*slash = '/';
	}
	file = fopen(whole, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

static inline void put(struct world *w, const char *path, const char *text)
{
	put_bytes(w, path, text, strlen(text));
}

/* The newest query, to be filled in further. */
static inline struct et_query *ask(struct world *w, enum et_query_kind kind, const char *header,
	const char *record, const char *name)
{
	struct et_query *query = &w->queries[w->n];

	assert_true(w->n < sizeof(w->queries) / sizeof(w->queries[0]));
	*query = (struct et_query){
		.kind = kind, .header = header, .record = record, .name = name, .id = w->n};
	w->n++;
	return query;
}

static inline void find(struct world *w)
{
	w->uses = (struct et_uses){0};
	if (!et_use_find(&w->arena, &w->options, w->queries, w->n, &w->uses, &w->diags))
		fail_msg("%s", w->diags.list.items[0].text);
}

static const char *const use_roles[] = {"name", "member", "bound", "designator", "count", "value",
	"size", "assertion", "switch", "condition", "definition", "include"};

/* All uses as text, by line: "a.c:3 certain name", with " compiles" for those that break nothing.
 */
static inline char *listed(struct world *w)
{
	struct et_buf buf;
	char *text;
	size_t i;

	et_buf_init(&buf);
	et_buf_puts(&buf, "");
	for (i = 0; i < w->uses.list.count; i++) {
		const struct et_use *use = &w->uses.list.items[i];

		assert_non_null(use->why);
		assert_true(*use->why != '\0');
		et_buf_printf(&buf, "%s:%u %s %s%s\n", use->file, (unsigned)use->line,
			use->certainty == ET_USE_CERTAIN ? "certain" : "likely",
			use_roles[use->role], use->breaks ? "" : " compiles");
	}
	text = et_strdup(&w->arena, buf.data ? buf.data : "");
	et_buf_finish(&buf);
	return text;
}

static inline void expect(struct world *w, const char *wanted)
{
	char *found;

	find(w);
	found = listed(w);
	if (strcmp(found, wanted) != 0)
		fail_msg("found:\n%swanted:\n%s", found, wanted);
}

#endif
