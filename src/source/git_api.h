/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * libgit2, loaded when a repository is first named: it brings some sixteen libraries with it, whose
 * loading takes longer than a whole check of headers. Its settings are global to the process: they
 * are only changed while nobody else has it initialised. Private to src/source.
 */
#ifndef ETALON_GIT_API_H
#define ETALON_GIT_API_H

#include <git2.h>

/* The functions in use. FUNCTION(name) for each, without "git_". */
#define ET_GIT_FUNCTIONS(FUNCTION)                                                                 \
	FUNCTION(libgit2_init)                                                                     \
	FUNCTION(libgit2_shutdown)                                                                 \
	FUNCTION(libgit2_opts)                                                                     \
	FUNCTION(error_last)                                                                       \
	FUNCTION(repository_open_ext)                                                              \
	FUNCTION(repository_free)                                                                  \
	FUNCTION(repository_odb)                                                                   \
	FUNCTION(revparse_single)                                                                  \
	FUNCTION(object_peel)                                                                      \
	FUNCTION(object_id)                                                                        \
	FUNCTION(object_free)                                                                      \
	FUNCTION(commit_tree)                                                                      \
	FUNCTION(oid_tostr)                                                                        \
	FUNCTION(tree_lookup)                                                                      \
	FUNCTION(tree_free)                                                                        \
	FUNCTION(tree_entrycount)                                                                  \
	FUNCTION(tree_entry_byindex)                                                               \
	FUNCTION(tree_entry_byname)                                                                \
	FUNCTION(tree_entry_filemode)                                                              \
	FUNCTION(tree_entry_id)                                                                    \
	FUNCTION(tree_entry_name)                                                                  \
	FUNCTION(tree_entry_type)                                                                  \
	FUNCTION(odb_free)                                                                         \
	FUNCTION(odb_read)                                                                         \
	FUNCTION(odb_read_header)                                                                  \
	FUNCTION(odb_object_data)                                                                  \
	FUNCTION(odb_object_free)                                                                  \
	FUNCTION(odb_object_size)

struct et_git {
	void *handle; /* dlopen()'s; NULL: not loaded */
#define ET_GIT_MEMBER(name) __typeof__ (&git_##name)(name);
	ET_GIT_FUNCTIONS(ET_GIT_MEMBER)
#undef ET_GIT_MEMBER
};

/* Loads and initialises the library. Returns NULL, or why it can't be had, a text that lasts. */
const char *et_git_load(struct et_git *git);

/* Takes one that was never loaded, all zeroes. */
void et_git_unload(struct et_git *git);

#endif
