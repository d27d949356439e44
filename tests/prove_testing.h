/* SPDX-License-Identifier: BSD-3-Clause */
/* A made-up consumer in a temporary folder, and what its compiler says of it. */
#ifndef PROVE_TESTING_H
#define PROVE_TESTING_H

#include "prove.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct state {
	struct et_arena arena;
	struct et_diags diags;
	struct et_proof proof;
	char *top;	/* holds all of it, and is TMPDIR's parent */
	char *consumer; /* top/consumer */
	ET_ARRAY(struct et_staged) staged;
	ET_ARRAY(const char *) removed;
	ET_ARRAY(const char *) entries; /* of the data base */
};

static bool has_compiler(void)
{
	return system("cc --version >/dev/null 2>&1") == 0;
}

/* Writes a file below the top, with the folders it needs. */
static void put(struct state *s, const char *path, const char *text)
{
	char *whole = et_join(&s->arena, s->top, "/", path);
	FILE *file;
	char *at;

	for (at = whole + strlen(s->top) + 1; (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		if (mkdir(whole, 0700) != 0)
			assert_int_equal(errno, EEXIST);
		*at = '/';
	}
	file = fopen(whole, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

/* A link below the top. */
static void put_link(struct state *s, const char *path, const char *target)
{
	put(s, path, "");
	path = et_join(&s->arena, s->top, "/", path);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(symlink(target, path), 0);
}

static void stage(struct state *s, const char *path, const char *text)
{
	struct et_staged *staged = ET_APPEND(&s->arena, &s->staged);

	staged->path = path;
	staged->data = text;
	staged->length = strlen(text);
}

/* An entry of the data base, whose folder is the build's. command is JSON's text. */
static void add_command(struct state *s, const char *file, const char *command)
{
	*ET_APPEND(&s->arena, &s->entries) = et_sprintf(&s->arena,
		"{\"directory\": \"%s/consumer/build\", \"file\": \"%s\", \"command\": \"%s\"}",
		s->top, file, command);
}

static void put_base(struct state *s, const char *path)
{
	char *text = et_strdup(&s->arena, "[");
	size_t i;

	for (i = 0; i < s->entries.count; i++)
		text = et_join(&s->arena, text, i ? ",\n" : "\n", s->entries.items[i]);
	put(s, path, et_join(&s->arena, text, "\n", "]\n"));
}

static bool prove_in(struct state *s, const char *build)
{
	struct et_prove_options options = {.consumer = s->consumer,
		.build = build,
		.files = s->staged.items,
		.n_files = s->staged.count,
		.jobs = 2};

	*ET_APPEND(&s->arena, &s->removed) = NULL;
	options.removed = s->removed.items;
	return et_prove(&s->arena, &options, &s->proof, &s->diags);
}

/* Proves a consumer whose build folder is within it. */
static void prove_it(struct state *s)
{
	put_base(s, "consumer/build/compile_commands.json");
	if (!prove_in(s, et_join(&s->arena, s->consumer, "/", "build")))
		fail_msg("%s", s->diags.list.count ? s->diags.list.items[0].text : "failed");
}

static const struct et_proof_message *find_message(
	const struct state *s, const char *file, uint32_t line, const char *part)
{
	size_t i;

	for (i = 0; i < s->proof.messages.count; i++) {
		const struct et_proof_message *m = &s->proof.messages.items[i];

		if (strcmp(m->file, file) == 0 && m->line == line && strstr(m->text, part))
			return m;
	}
	return NULL;
}

static void assert_message(
	struct state *s, const char *file, uint32_t line, bool error, const char *part)
{
	const struct et_proof_message *m = find_message(s, file, line, part);
	size_t i;

	if (m && m->error == error)
		return;
	for (i = 0; i < s->proof.messages.count; i++)
		print_message("%s:%u: %s\n", s->proof.messages.items[i].file,
			s->proof.messages.items[i].line, s->proof.messages.items[i].text);
	fail_msg("no message '%s' at %s:%u", part, file, line);
}

static int count_files;

static int count_one(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
	(void)path;
	(void)status;
	(void)kind;
	(void)ftw;
	count_files++;
	return 0;
}

/* Everything below a folder, itself included. */
static int count_below(const char *path)
{
	count_files = 0;
	nftw(path, count_one, 16, FTW_PHYS);
	return count_files;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
	(void)status;
	(void)kind;
	(void)ftw;
	return remove(path);
}

static int set_up(void **context)
{
	struct state *s = calloc(1, sizeof(*s));
	char name[] = "/tmp/test-prove-XXXXXX", *top = mkdtemp(name);
	char real[4096];

	if (!s || !top || !realpath(top, real))
		return -1;
	et_arena_init(&s->arena);
	et_diags_init(&s->diags, &s->arena);
	s->top = et_strdup(&s->arena, real);
	s->consumer = et_join(&s->arena, s->top, "/", "consumer");
	mkdir(et_join(&s->arena, s->top, "/", "tmp"), 0700);
	setenv("TMPDIR", et_join(&s->arena, s->top, "/", "tmp"), 1);
	*context = s;
	return 0;
}

static int tear_down(void **context)
{
	struct state *s = *context;
	int left = count_below(et_join(&s->arena, s->top, "/", "tmp"));

	nftw(s->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	et_arena_finish(&s->arena);
	free(s);
	/* Nothing is left behind, whatever the case was. */
	return left == 1 ? 0 : -1;
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

#endif
