/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What a sync would do to a consumer: each file, and what stands against it. Nothing is written to
 * make a plan.
 */
#ifndef ETALON_PLAN_H
#define ETALON_PLAN_H

#include "etalon.h"
#include "lock.h"
#include "profile.h"
#include "source.h"
#include "stage.h"

struct et_plan_file {
	const char *path; /* below the consumer's root */
	enum etalon_file_action action;
	const struct et_staged *staged; /* NULL: nobody writes it */
	const char *old;		/* the consumer's bytes; NULL: it is not there */
	size_t old_length;
	const char *old_hash, *new_hash; /* see et_plan_old_hash() */
	bool locked;			 /* the last sync's lock knows it */
	bool edited; /* there is a lock, and it has other bytes, or does not know the file */
};

/* Everything lives in the arena that it was made with. */
struct et_plan {
	const struct et_profile *profile;
	const char *consumer; /* as named */
	const char *release;  /* the consumer's; NULL when it tells none */
	struct et_lock lock;  /* the last sync's */
	bool has_lock;
	struct et_stage stage;
	ET_ARRAY(struct et_plan_file) files; /* in byte order of paths */
	ET_ARRAY(struct etalon_problem) problems;
};

/* Adds a problem and returns it. file is below the consumer, or NULL. */
struct etalon_problem *et_plan_problem(struct et_arena *arena, struct et_plan *plan,
	enum etalon_problem_kind kind, const char *file, uint32_t line, const char *definition,
	const char *format, ...) __attribute__((format(printf, 7, 8)));

/*
 * SHA-256 of the consumer's bytes and of what is staged, in the arena, worked out once; NULL where
 * there are none.
 */
const char *et_plan_old_hash(struct et_arena *arena, struct et_plan_file *file);
const char *et_plan_new_hash(struct et_arena *arena, struct et_plan_file *file);

/*
 * Compares what is staged with what the consumer has, a source of its directory: what is added,
 * changed, orphaned or, with prune, removed. A destination that is no regular file, or that a link
 * leads to, is an error in diags. plan->profile, stage and lock are set before.
 */
void et_plan_files(struct et_arena *arena, struct et_plan *plan, struct et_source *consumer,
	bool prune, struct et_diags *diags);

/*
 * Which of the plan's files a comparison of definitions has to read: headers that change, and what
 * they include among the plan's, as it may define their types. An array in the arena, one for each
 * file.
 */
const bool *et_plan_headers(struct et_arena *arena, const struct et_plan *plan);

/* The file of a path, or NULL. */
const struct et_plan_file *et_plan_find(const struct et_plan *plan, const char *path);

#endif
