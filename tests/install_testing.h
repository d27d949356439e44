/* SPDX-License-Identifier: BSD-3-Clause */
/* For tests of what a kernel exports: a small kernel in memory, and what is asked of it. */
#ifndef ETALON_TESTS_INSTALL_TESTING_H
#define ETALON_TESTS_INSTALL_TESTING_H

#include "install.h"
#include "source_memory.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct et_arena arena;
	struct et_diags diags;
	struct et_source *source;
	struct et_install *install;
};

static inline int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	et_arena_init(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	*state = w;
	return 0;
}

static inline int end(void **state)
{
	struct world *w = *state;

	et_source_close(w->source);
	et_arena_finish(&w->arena);
	free(w);
	return 0;
}

static inline void open_memory(struct world *w, const char *text)
{
	et_source_close(w->source);
	w->source = et_source_memory("linux", text, strlen(text));
}

/* The only message is an error with this place and these words. */
static inline void check_error(
	const struct world *w, const char *file, uint32_t line, const char *words)
{
	const struct et_diag *diag = w->diags.list.items;

	assert_int_equal(w->diags.list.count, 1);
	assert_int_equal(diag->severity, ET_ERROR);
	assert_string_equal(diag->file, file);
	assert_int_equal(diag->line, line);
	if (!strstr(diag->text, words))
		fail_msg("\"%s\" is not in \"%s\"", words, diag->text);
}

/* What is installed with rules and names of a usual form. */
#define INSTALL_SCRIPT                                                                             \
	"%%FILE scripts/headers_install.sh\n"                                                      \
	"#!/bin/sh\n"                                                                              \
	"IN=$1\n"                                                                                  \
	"OUT=$2\n"                                                                                 \
	"trap 'rm -f $OUT.tmp' EXIT\n"                                                             \
	"sed -E -e '\n"                                                                            \
	"\ts/(^|[^a-z_])__mine([^a-z_]|$)/\\1mine\\2/g\n"                                          \
	"\ts@^#include <private(|_more).h>@@\n"                                                    \
	"' $IN > $OUT.tmp || exit 1\n"                                                             \
	"tools/unifdef -U__KERNEL__ -D__EXPORTED__ $OUT.tmp > $OUT\n"                              \
	"[ $? -gt 1 ] && exit 1\n"

/* A kernel with one architecture, "toy", whose build makes nothing. */
#define PLAIN_KERNEL                                                                               \
	INSTALL_SCRIPT                                                                             \
	"%%FILE Makefile\n"                                                                        \
	"VERSION = 9\n"                                                                            \
	"PATCHLEVEL = 1\n"                                                                         \
	"SUBLEVEL = 2\n"                                                                           \
	"EXTRAVERSION = -rc3\n"                                                                    \
	"KERNELVERSION = $(VERSION)$(if $(PATCHLEVEL),.$(PATCHLEVEL)$(if "                         \
	"$(SUBLEVEL),.$(SUBLEVEL)))$(EXTRAVERSION)\n"                                              \
	"uapi-asm-generic:\n"                                                                      \
	"\t@:\n"                                                                                   \
	"%%FILE include/uapi/linux/plain.h\n"                                                      \
	"int a;\n"                                                                                 \
	"%%FILE arch/toy/include/uapi/asm/own.h\n"                                                 \
	"int own;\n"

static inline void open_kernel(struct world *w, const char *text)
{
	open_memory(w, text);
	w->install = et_install_open(&w->arena, w->source, &w->diags);
	assert_non_null(w->install);
	assert_int_equal(w->diags.list.count, 0);
}

static inline const struct et_installed *header(struct world *w, const char *path)
{
	const struct et_installed *found = et_install_header(w->install, "toy", path, &w->diags);

	if (!found) {
		fail_msg(
			"%s: %s", path, w->diags.list.count ? w->diags.list.items[0].text : "none");
		return NULL;
	}
	assert_string_equal(found->path, path);
	assert_int_equal(strlen(found->data), found->length);
	return found;
}

static inline void check_header(struct world *w, const char *path, const char *expected)
{
	assert_string_equal(header(w, path)->data, expected);
	assert_int_equal(w->diags.list.count, 0);
}

static inline void check_none(struct world *w, const char *path)
{
	assert_null(et_install_header(w->install, "toy", path, &w->diags));
	assert_int_equal(w->diags.list.count, 0);
}

static inline void join_name(const char *name, void *data)
{
	et_buf_printf(data, "%s ", name);
}

static inline void check_list(
	struct world *w, const char *arch, const char *folder, const char *expected)
{
	struct et_buf names;

	et_buf_init(&names);
	et_install_list(w->install, arch, folder, join_name, &names);
	assert_string_equal(names.data ? names.data : "", expected);
	et_buf_finish(&names);
}

#endif
