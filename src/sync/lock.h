/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * etalon.lock: what the last sync wrote, so that the next one knows what was edited since. A file
 *of the consumer's, for its version control:
 *
 *	format: 1
 *	etalon: "0.1.0"
 *	source: linux
 *	revision: 0123456789abcdef0123456789abcdef01234567
 *	…
 *	files:
 *	  include/standard-headers/linux/virtio_ids.h: sha256:…
 */
#ifndef ETALON_LOCK_H
#define ETALON_LOCK_H

#include "arena.h"
#include "diag.h"
#include "sha256.h"
#include "str.h"

#include <stdbool.h>
#include <stddef.h>

#define ET_LOCK "etalon.lock"

struct et_locked_file {
	const char *path; /* below the consumer's root */
	const char *hash; /* SHA-256 of its bytes in hexadecimal */
};

/* Texts are of one line, in UTF-8. */
struct et_lock {
	const char *etalon;   /* version that wrote it */
	const char *source;   /* as named, without what only this machine has */
	const char *revision; /* commit, or NULL */
	const char *version;  /* the kernel's, or NULL */
	const char *profile;
	const char *release; /* of the consumer, which chose the profile's lists; or NULL */
	const char *edition; /* of the standard that the preflight judged by */
	const struct et_locked_file *files; /* in byte order of paths */
	size_t n_files;
};

/*
 * Reads a consumer's lock. *found says whether there is one. Returns false, with an error in diags,
 * when it is there and no lock. All lives in the arena. Diagnostics name it as ET_LOCK.
 */
bool et_lock_read(struct et_arena *arena, const char *root, struct et_lock *lock, bool *found,
	struct et_diags *diags);

/* The same from its text. */
bool et_lock_parse(struct et_arena *arena, const char *text, size_t length, struct et_lock *lock,
	struct et_diags *diags);

/* Appends the lock's text. The same lock always gives the same bytes. */
void et_lock_write(struct et_buf *out, const struct et_lock *lock);

/* The locked file of a path, or NULL. */
const struct et_locked_file *et_lock_find(const struct et_lock *lock, const char *path);

#endif
