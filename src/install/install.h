/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The headers that a Linux source tree exports to user space, as the kernel's own
 * "make headers_install" would write them, one by one and on demand: nothing of the tree is run.
 */
#ifndef ETALON_INSTALL_H
#define ETALON_INSTALL_H

#include "arena.h"
#include "diag.h"
#include "source.h"

#include <stdbool.h>
#include <stddef.h>

struct et_install;

/* One installed header. */
struct et_installed {
	const char *path; /* as programs include it: "linux/virtio_net.h", "asm/unistd_64.h" */
	const char *data; /* its bytes, NUL-terminated behind length */
	size_t length;
	const char *origin; /* the file of the source tree that it comes from */
	bool generated;	    /* a wrapper or a syscall table: origin is what decides its contents */
};

/*
 * Opens the exports of a source: a kernel's source tree, or a tree of installed headers (such as
 * linux-libc-dev, or what headers_install wrote), whose files are taken as they are. Returns NULL
 * with an error in diags when the source is neither. The source is borrowed; the result lives in
 * the arena.
 */
struct et_install *et_install_open(
	struct et_arena *arena, struct et_source *source, struct et_diags *diags);

/* Whether it is a tree of installed headers, which has one architecture only. */
bool et_install_is_installed(const struct et_install *install);

/* The kernel's version by its Makefile or linux/version.h: "7.2.8", "7.3.0-rc1"; NULL if unknown.
 */
const char *et_install_version(const struct et_install *install);

/* The source, for what is copied as it stands: COPYING, headers that are not exported. */
struct et_source *et_install_source(const struct et_install *install);

/*
 * What was met among the headers, or the folders of architectures, and is neither file nor folder:
 * links out of the source, devices, pipes, names with control characters. None of it was read, so
 * that what was made is not what the source seems to have. Paths in the arena; *count is set.
 */
const char *const *et_install_odd(const struct et_install *install, size_t *count);

/* The folders of arch/, in byte order. Of installed headers: the one architecture, if it shows. */
const char *const *et_install_archs(const struct et_install *install, size_t *count);

/*
 * The header of that path for an architecture, named as its folder in arch/ is. Made once, then
 * remembered. Returns NULL when headers_install would install no such file for the architecture
 * (no message), or when it can't be made (an error in diags with the file and line of the tree).
 */
const struct et_installed *et_install_header(
	struct et_install *install, const char *arch, const char *path, struct et_diags *diags);

/* Calls take with the name of each header installed in a folder ("linux"), in byte order. */
typedef void et_install_name_fn(const char *name, void *data);
void et_install_list(struct et_install *install, const char *arch, const char *folder,
	et_install_name_fn *take, void *data);

/* Whether a file of a source can matter to what it exports. */
bool et_install_wants(const char *path);

#endif
