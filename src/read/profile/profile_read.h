/* SPDX-License-Identifier: BSD-3-Clause */
/* Reads profiles (docs/profiles.md). Strict, as the registry's reader is. */
#ifndef ETALON_PROFILE_READ_H
#define ETALON_PROFILE_READ_H

#include "diag.h"
#include "profile.h"
#include "source.h"
#include "yaml.h"

/*
 * Returns the profile of a document, in the arena, or NULL with errors in diags: unknown keys,
 * patterns that are none, paths that lead out of the consumer or the source. The document has to
 * live as long.
 */
const struct et_profile *et_profile_read(
	struct et_arena *arena, const struct et_yaml *document, struct et_diags *diags);

/* The same from a text, or from a file of the user's. file and path are borrowed. */
const struct et_profile *et_profile_read_text(struct et_arena *arena, const char *file,
	const char *text, size_t length, struct et_diags *diags);
const struct et_profile *et_profile_load(
	struct et_arena *arena, const char *path, struct et_diags *diags);

/* The names of the profiles that the program carries, in byte order; NULL behind the last. */
const char *const *et_profile_names(void);

/* One of them by its name; NULL with an error that lists them when there is none of that name. */
const struct et_profile *et_profile_builtin(
	struct et_arena *arena, const char *name, struct et_diags *diags);

/*
 * The profile that the program carries for a consumer, by what is in its directory. NULL with an
 * error when it is none's, or could be several profiles'.
 */
const struct et_profile *et_profile_recognise(
	struct et_arena *arena, struct et_source *consumer, struct et_diags *diags);

/*
 * The consumer's release, as the profile says where to look: "10.0.13". NULL when the profile does
 * not ask for it, and with a warning when it is not there.
 */
const char *et_profile_release_of(struct et_arena *arena, const struct et_profile *profile,
	struct et_source *consumer, struct et_diags *diags);

#endif
