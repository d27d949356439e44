/* SPDX-License-Identifier: BSD-3-Clause */
/* The exports of an open source. Private to install*.c. */
#ifndef ETALON_INSTALL_INT_H
#define ETALON_INSTALL_INT_H

#include "install.h"
#include "install_folder.h"
#include "install_sanitize.h"
#include "make.h"
#include "shell.h"

enum { ET_HEADER_LIMIT = 16 << 20 };

/* A header that the build makes before it is installed. */
struct et_generated {
	const char *path; /* as it is included */
	struct et_make *make;
	const char *target;
	struct et_installed *made; /* when it was asked for */
	bool failed;
};

/* One of the two trees of headers that are exported: all architectures', and one's own. */
struct et_export {
	const char *root;      /* "include/uapi", "arch/x86/include/uapi" */
	const char *generated; /* "include/generated/uapi", ... with a slash at its end */
	struct et_map hidden;  /* paths that are not exported, by no-export-headers */
	struct et_map made;    /* path: struct et_generated */
	ET_ARRAY(struct et_generated *) all;
	bool is_read;	 /* what is generated is known */
	bool reading;	 /* and is being found out */
	bool incomplete; /* not all of it could be */
};

struct et_arch {
	const char *name;
	const char *folder; /* of installed headers: where asm/ is, "" or with a slash at its end */
	bool is_known;	    /* the next, and what is hidden */
	bool exports;
	struct et_export common;
	struct et_export own;
};

struct et_install {
	struct et_arena *arena;
	struct et_source *source;
	struct et_diags own; /* messages, until they are passed on to who asks */
	size_t passed;
	struct et_folders folders;
	const char
		*prefix; /* of installed headers: where linux/ is; NULL: it is a kernel's source */
	const struct et_sanitizer *sanitizer;
	struct et_shell *shell;
	struct et_make *top; /* the kernel's Makefile, once it was needed */
	bool top_failed;
	const char *version;
	bool version_known;
	ET_ARRAY(const char *) arch_names;
	struct et_map archs;   /* name: struct et_arch */
	struct et_map headers; /* files of the source: struct et_installed, or NULL when they can't
				  be made */
};

/* Messages are the caller's from here on. */
void et_install_report(struct et_install *install, struct et_diags *diags);

/* A makefile of the kernel for an architecture, or for none, with what each of them may use. */
struct et_make *et_install_make(struct et_install *install, const struct et_arch *arch);

/* The kernel's Makefile; NULL with an error. */
struct et_make *et_install_top(struct et_install *install);

/* Finds out what is generated, once. */
void et_install_generated_common(struct et_install *install, struct et_arch *arch);
void et_install_generated_own(struct et_install *install, struct et_arch *arch);

/* The header that the build makes; NULL with an error. */
const struct et_installed *et_install_make_header(
	struct et_install *install, struct et_generated *generated);

/* Installs a text: "origin" is the file that it is, or comes from. */
struct et_installed *et_install_text(struct et_install *install, const char *path,
	const struct et_text *text, const char *origin);

/* A tree of installed headers: whether it is one, and what it has. */
bool et_installed_open(struct et_install *install);
const struct et_installed *et_installed_header(
	struct et_install *install, const struct et_arch *arch, const char *path);
void et_installed_list(struct et_install *install, const struct et_arch *arch, const char *folder,
	et_install_name_fn *take, void *data);
const char *et_installed_version(struct et_install *install);

#endif
