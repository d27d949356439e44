/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a profile makes of a source for a consumer: each file with its bytes, before anything is
 * compared or written.
 */
#ifndef ETALON_STAGE_H
#define ETALON_STAGE_H

#include "arena.h"
#include "diag.h"
#include "install.h"
#include "profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct et_staged {
	const char *path; /* below the consumer's root */
	const char *data; /* NUL-terminated behind length */
	size_t length;
	const char *origin; /* file of the source; NULL: the profile's own text */
	const char *arch;   /* whose it is; NULL: of all */
	/* As the source's own headers include it: "linux/virtio_net.h"; NULL for what is no
	 * installed header. */
	const char *include;
	bool portable; /* its text was transformed: it must make sense without the kernel's types */
	bool closure;  /* not in the profile's lists: added as another file includes it */
	const char *by; /* of the closure: the staged file that includes it, and where */
	uint32_t by_line;
};

struct et_stage {
	ET_ARRAY(struct et_staged) files; /* in byte order of paths, each once */
	/* What the profile asks for, or staged files include, and the source has not: messages. */
	ET_ARRAY(const char *) missing;
	/* What is as the profile says, and may not be what is wanted: messages. */
	ET_ARRAY(const char *) warnings;
	/* Folders below the consumer, with '/', whose files are the profile's alone. What is there
	 * and not among the files is written by nobody. */
	ET_ARRAY(const char *) owns;
	/* The architectures that count, in byte order. */
	const char *const *archs;
	size_t n_archs;
};

/*
 * Makes all files that the profile says, for a consumer of a certain release (NULL: newer than
 * all). A file that the source lacks is in "missing"; what can't be made is an error in diags.
 * Returns false when nothing could be made, with an error that says why. What it makes lives in the
 * arena, or is of install, which is to live as long.
 */
bool et_stage_make(struct et_arena *arena, const struct et_profile *profile, const char *release,
	struct et_install *install, struct et_stage *stage, struct et_diags *diags);

/*
 * Adds headers that staged ones include, that nobody carries, and that the source has, by the
 * profile's rules for each destination, until no more are missing. consumer is its directory, NULL
 * for one that has nothing. What the consumer has in folders that the profile owns counts as
 * carried only when it is staged. What can't be added because the source has it not is in
 * "missing".
 */
void et_stage_close(struct et_arena *arena, const struct et_profile *profile, const char *release,
	struct et_install *install, const char *consumer, struct et_stage *stage,
	struct et_diags *diags);

/* The staged file of a path, or NULL. */
const struct et_staged *et_stage_find(const struct et_stage *stage, const char *path);

#endif
