/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of the YAML, registry and dialect readers share. */
#ifndef ETALON_REGISTRY_TESTING_H
#define ETALON_REGISTRY_TESTING_H

#include "dialects.h"
#include "registry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

struct state {
	struct et_arena arena;
	struct et_diags diags;
};

static inline int set_up(void **context)
{
	struct state *state = calloc(1, sizeof(*state));

	et_arena_init(&state->arena);
	et_diags_init(&state->diags, &state->arena);
	*context = state;
	return 0;
}

static inline int tear_down(void **context)
{
	struct state *state = *context;

	et_arena_finish(&state->arena);
	free(state);
	return 0;
}

static inline const struct et_yaml *load(struct state *state, const char *file, const char *text)
{
	return et_yaml_load(&state->arena, &state->diags, file, text, strlen(text));
}

static inline void assert_clean(const struct state *state)
{
	size_t i;

	for (i = 0; i < state->diags.list.count; i++) {
		const struct et_diag *diag = &state->diags.list.items[i];

		print_message("%s:%u: %s\n", diag->file ? diag->file : "-", diag->line, diag->text);
	}
	assert_int_equal(state->diags.errors, 0);
}

/* Whether some message is about the line and has the text. */
static inline bool has_error(const struct state *state, uint32_t line, const char *text)
{
	size_t i;

	for (i = 0; i < state->diags.list.count; i++) {
		const struct et_diag *diag = &state->diags.list.items[i];

		if (diag->severity == ET_ERROR && diag->line == line && strstr(diag->text, text))
			return true;
	}
	return false;
}

/* The texts are files "0.yaml", "1.yaml", … */
static inline const struct et_canon *read_canon(
	struct state *state, size_t count, const char **texts)
{
	const struct et_yaml **documents =
		ET_NEW_ARRAY(&state->arena, count, const struct et_yaml *);
	size_t i;

	for (i = 0; i < count; i++)
		documents[i] = load(state, et_sprintf(&state->arena, "%zu.yaml", i), texts[i]);
	return et_registry_read(&state->arena, &state->diags, ET_EDITION_1_4, documents, count);
}

#endif
