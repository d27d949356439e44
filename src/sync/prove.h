/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Compiles a consumer's translation units against staged headers, before and after, to say what no
 * longer compiles. Neither the consumer nor its build folder is touched.
 */
#ifndef ETALON_PROVE_H
#define ETALON_PROVE_H

#include "arena.h"
#include "diag.h"
#include "stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct et_prove_options {
	const char *consumer;
	const char *build;	       /* the folder that has compile_commands.json */
	const struct et_staged *files; /* that differ from the consumer's or are new */
	size_t n_files;
	const char *const *removed; /* paths that will be gone, NULL-terminated, or NULL */
	unsigned jobs;		    /* at the same time; 0: one a processor */
	void (*progress)(void *data, size_t done, size_t all); /* or NULL */
	void *data;
};

/* A message that a compiler gives with the staged headers and not with the consumer's own. */
struct et_proof_message {
	const char *unit; /* the translation unit, below the consumer where it is there */
	const char *file; /* where the message points, likewise */
	uint32_t line;
	uint32_t column;
	bool error;	  /* else a warning */
	const char *text; /* "'struct virtio_net_hdr_v1_hash' has no member named 'hash_value'" */
};

struct et_proof {
	ET_ARRAY(struct et_proof_message)
	messages;	/* by file, line, unit; one that several units give is kept once */
	size_t units;	/* that were compiled, as a header that changes is in them */
	size_t all;	/* in the data base */
	size_t failing; /* that compiled before and do not now */
	size_t broken;	/* that did not compile before: nothing is said of them */
	size_t skipped; /* that could not be tried: each is a warning in diags, with the reason */
};

/* Returns false, with an error in diags, when there is no data base or nothing could be run. */
bool et_prove(struct et_arena *arena, const struct et_prove_options *options,
	struct et_proof *proof, struct et_diags *diags);

#endif
