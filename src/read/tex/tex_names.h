/* SPDX-License-Identifier: BSD-3-Clause */
/* Names of definitions in running text. Private to src/read/tex. */
#ifndef ETALON_TEX_NAMES_H
#define ETALON_TEX_NAMES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A name as it is meant: "\_" as "_", without break points, "struct" and array bounds; the way to a
 * member with dots ("cap.offset"). In \field, words that make one name have a blank between them
 * ("Queue Notify").
 */
struct tex_name {
	const char *text; /* not NUL-terminated; valid during the call only */
	size_t length;
	const char *at; /* in the source */
	bool field;	/* in \field{…} */
};

typedef void tex_name_fn(void *data, const struct tex_name *name);

/* Whether three X or more, all written as "x" is, end a name: they stand for what differs. */
bool tex_is_placeholder(const char *name, size_t length, char x);

/*
 * Calls fn for each word of the stretch that has an underscore or is in \field, in order. Left out:
 * what is not printed (comments, labels, references, addresses, macros' definitions), patterns
 * ("VIRTIO_SND_R_*", a placeholder behind "_"), names of files, and names that C keeps for itself
 * ("__packed"). Linear in the length.
 */
void tex_names(const char *begin, const char *end, tex_name_fn *fn, void *data);

#endif
