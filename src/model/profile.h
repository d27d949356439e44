/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A profile: what one family of consumers copies from Linux, where to, and how its text changes.
 * Data, from profiles/, one file a family; docs/profiles.md has the format.
 *
 * Paths in it lead nowhere but into the source or the consumer: the reader sees to that, and
 * et_profile_path() is how. "$arch" in a path or a text is the architecture, as arch/ names it.
 */
#ifndef ETALON_PROFILE_H
#define ETALON_PROFILE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	ET_PROFILE_MAX_PATH = 1024, /* characters of a path below a root */
	ET_PROFILE_MAX_STEPS = 4,   /* transformations that one file goes through */
	ET_PROFILE_MAX_EDITS = 64,  /* edits of one transformation */
};

/*
 * Which releases of the consumer something holds for: from since on, until the last before until.
 * Either may be NULL. Compared number by number: "7.2" <= "7.2.18" < "7.2.50" < "10.0". A change
 * in the middle of a development cycle counts from its number on: QEMU's 9.0.50 becomes 9.1.
 */
struct et_span {
	const char *since;
	const char *until;
};

/* release NULL is a consumer of which none is known: it counts as newer than all. */
bool et_span_has(const struct et_span *span, const char *release);

/* Below, at, above zero: as the left release is before, the same, behind the right one. */
int et_release_compare(const char *left, const char *right);

/*
 * Whether a path stays below the folder that it is said of: relative, no component empty, "." or
 * ".." or of git's own folder, no control character, no backslash. A folder's may end in a slash.
 */
bool et_profile_path(const char *path);

enum et_edit_kind {
	ET_EDIT_REPLACE,      /* the first match in a line, or with "all" each, becomes text */
	ET_EDIT_DELETE,	      /* lines that match pattern */
	ET_EDIT_DELETE_RANGE, /* from a line that matches pattern to the next that matches end */
	ET_EDIT_APPEND,	      /* text behind each line that matches pattern */
	ET_EDIT_REPLACE_TEXT, /* as ET_EDIT_REPLACE, in the whole text as one line */
};

/* One step of a transformation. Patterns are POSIX extended regular expressions, with \w and \W. */
struct et_profile_edit {
	enum et_edit_kind kind;
	struct et_span span;
	const char *pattern;
	const char *end;  /* ET_EDIT_DELETE_RANGE's */
	const char *text; /* \1 to \9: what a group matched; "$arch" */
	bool all;
	int when_arch; /* 1: only for files of an architecture; -1: only for those of none; 0 */
	uint32_t line; /* of the profile */
};

/* An #include line that a transformed header may have. */
struct et_profile_include {
	struct et_span span;
	const char *pattern;
};

/*
 * A named list of edits: "portable". It is what one run of sed does: all edits in turn on each
 * line. Edits of whole texts stand between such runs.
 */
struct et_transformation {
	const char *name;
	const struct et_profile_edit *edits;
	size_t n_edits;
	bool portable; /* the result must make sense without the kernel's own types and headers */
	/* Lines with "#include" that match none of these are told. Without any, none is. */
	const struct et_profile_include *includes;
	size_t n_includes;
};

enum et_entry_from {
	ET_FROM_INSTALLED, /* a header as headers_install gives it: "linux/kvm.h" */
	ET_FROM_SOURCE,	   /* a file of the source as it stands: "COPYING" */
	ET_FROM_TEXT,	   /* the profile's own text */
};

/* One line of the lists: files that are written. Of two that write the same one, the later counts.
 */
struct et_profile_entry {
	enum et_entry_from kind;
	struct et_span span;
	/* What it is made of; '*' and '?' in an installed header's name. NULL for ET_FROM_TEXT. */
	const char *from;
	/* For a source without "from": the text to write if it installs another header. */
	const char *otherwise;
	const char *otherwise_text;
	struct et_span otherwise_span;
	const char *to;	  /* below the consumer; a folder when it ends in '/' */
	const char *text; /* ET_FROM_TEXT's */
	/* In this order; NULL behind the last. */
	const struct et_transformation *transformations[ET_PROFILE_MAX_STEPS + 1];
	/* Once for each architecture that counts, or that is in archs; else once, from the last. */
	bool per_arch;
	const char *const *archs; /* NULL: all that count */
	bool optional;		  /* nobody misses it when the source lacks it */
	uint32_t line;
};

/*
 * What an #include of a written file means to the consumer, and where the header goes when nobody
 * carries it. In all three the '*' at the end stands for the same text.
 */
struct et_profile_closure {
	struct et_span span;
	const char *include; /* the name as it is spelled: "linux/" and a '*' */
	enum et_entry_from kind;
	const char *from; /* with '*': the installed header, or the file of the source */
	const char *to;	  /* with '*': the file of the consumer */
	const struct et_transformation *transformations[ET_PROFILE_MAX_STEPS + 1];
	uint32_t line;
};

/* A name with the releases that it holds for. */
struct et_profile_name {
	struct et_span span;
	const char *name;
};

struct et_profile {
	const char *name;  /* "qemu" */
	const char *title; /* "QEMU's linux-headers/ and include/standard-headers/" */
	const char *file;  /* where it was read from */
	/* Recognition: all paths of one of these lists are there. Both levels end with NULL. */
	const char *const *const *marks;
	/* Where the consumer's release is written: what the groups of the pattern match in the
	 * file, joined by dots. NULL: it has none that matters. */
	const char *release_file;
	const char *release_pattern;
	/* The releases that the data was held to; NULL: all. */
	const char *release_oldest;
	const char *release_newest;
	/* Architectures that count: those with one of these files below arch/$arch (NULL: all), */
	const char *const *arch_files;
	/* and only these; NULL: all. */
	const char *const *archs;
	/* Releases whose script installs all architectures into one folder: what one lacks is left
	 * from the one before. NULL: none. */
	const struct et_span *accumulates;
	const struct et_transformation *transformations;
	size_t n_transformations;
	const struct et_profile_entry *entries;
	size_t n_entries;
	/* Folders whose files are the profile's alone: what is there and not written is orphaned.
	 */
	const struct et_profile_name *owns;
	size_t n_owns;
	/* The first whose "include" fits decides. */
	const struct et_profile_closure *closure;
	size_t n_closure;
	/* Headers that the consumer takes from elsewhere, such as from the system that it is
	 * compiled on: nobody misses them. With '*' and '?'. */
	const struct et_profile_name *elsewhere;
	size_t n_elsewhere;
	/* Folders that the consumer's compilers look in for #include, in this order. */
	const char *const *includes;
	/* Folders of the consumer, with '/', that hold other projects: what is in them is no use of
	 * its headers. Or NULL. */
	const char *const *foreign;
	bool installed; /* can live with installed headers of one architecture */
};

/*
 * Whether the profile may copy a file of the source as it stands: what is to be kept of an archive
 * beside what headers are made from.
 */
bool et_profile_wants(const struct et_profile *profile, const char *path);

#endif
