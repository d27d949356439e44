/* SPDX-License-Identifier: BSD-3-Clause */
/* For src/use/ only. What a place in the sources means for a query. */
#ifndef ETALON_USE_RULES_H
#define ETALON_USE_RULES_H

#include "use_int.h"

/* A token, with what is around it: in the file, or where a macro has put it. */
struct use_place {
	struct use_parser p;
	uint32_t i;  /* the token, in p.tokens */
	uint32_t at; /* where in the file it is told of */
	uint16_t region;
	const char *through; /* the macro that puts it there; NULL: it is in the file itself */
	unsigned steps;	     /* of replacement, so far */
};

/* ---- use_place.c */

struct use_place use_place_of(struct use *u, uint32_t token);

/* Around each place: sets limits, so that a file takes no more time than its length allows. */
void use_begin_place(struct use *u);
void use_end_place(struct use *u);

/*
 * Calls take with what a place comes to when the macros around it are replaced: once for each copy,
 * not at all when they leave it out.
 */
typedef void use_place_fn(struct use *u, const struct use_place *place, void *data);
void use_settle(struct use *u, const struct use_place *place, use_place_fn *take, void *data);

/* Replaces the macro at place->i, and calls take for each token that comes from its body and has
 * the name. */
void use_enter_macro(struct use *u, const struct use_place *place, uint32_t name,
	const struct use_carrier *carrier, use_place_fn *take, void *data);

/* What stands around a token, as far as the grammar goes. */
enum use_setting {
	USE_AS_NAME,   /* a name of its own */
	USE_AS_MEMBER, /* behind a dot or an arrow */
	USE_AS_TAG,    /* behind struct, union, enum */
	USE_AS_LABEL,
	USE_AS_DECLARED, /* the sources declare it themselves */
};

enum use_setting use_setting_of(struct use *u, const struct use_place *place);

/* Whether lines of a region are no longer compiled once all changes are there: they are for builds
 * that have what is gone, or lack what is new. */
bool use_vanishes(struct use *u, uint16_t region);

/* Keeps a use. why is formatted. */
void use_report(struct use *u, const struct use_query *query, const struct use_place *place,
	enum et_certainty certainty, enum et_use_role role, bool breaks, const char *why, ...)
	__attribute__((format(printf, 7, 8)));

/* The same for a place in a directive: an offset of the file. */
struct use_found *use_report_at(struct use *u, const struct use_query *query, uint32_t at,
	enum et_certainty certainty, enum et_use_role role, bool breaks, const char *why);

/* Keeps a copy of a use for the place in a macro's body that a token comes from: that is where
 * compilers point, when the dot is the macro's and the member an argument. */
void use_report_macro(struct use *u, const struct use_token *token, const struct use_found *found);

/* ---- rules: each takes a place that macros are settled of */

/* Whether builds have another definition of a query's name than the one that goes. */
enum use_truth use_has_other(struct use *u, const struct use_query *query);

void use_judge_name_gone(
	struct use *u, const struct use_query *query, const struct use_place *place);
void use_judge_tag_gone(
	struct use *u, const struct use_query *query, const struct use_place *place);
void use_judge_value(struct use *u, const struct use_query *query, const struct use_place *place);
void use_judge_sibling(struct use *u, const struct use_query *query, const struct use_place *place);
void use_judge_new(struct use *u, const struct use_query *query, const struct use_place *place);
void use_judge_member(struct use *u, const struct use_query *query, const struct use_place *place);

/* The words sizeof and switch, for all queries that they matter to. */
void use_judge_sizeof(struct use *u, const struct use_place *place);
void use_judge_switch(struct use *u, uint32_t token);

/* All directives of the file, and an #include alone. */
void use_judge_directives(struct use *u);
void use_judge_include(struct use *u, const struct use_directive *directive);

/* Whether a #define is that of a new macro over again, whose text the query knows. */
bool use_defines_the_same(
	const struct use *u, const struct use_directive *directive, const struct et_query *query);

/* Whether the consumer defines a macro of that name that the file sees. */
bool use_has_own_macro(struct use *u, uint32_t name);

/* An assertion around a place whose number was was and is now, that held and does not. */
enum use_assertion {
	USE_ASSERTS_NOTHING, /* there is none, or it holds */
	USE_ASSERTS,
	USE_ASSERTS_WHEN_IT_RUNS, /* a compiler accepts it */
};

enum use_assertion use_asserts(
	const struct use_place *place, uint32_t from, uint32_t to, const struct use_query *query);

/* ---- use_rule_name.c */

/* "linux/a.h no longer defines it", in u->temp: what happened to something that is gone. */
const char *use_why_gone(struct use *u, const struct use_query *query);

/* ---- use_rule_call.c */

void use_judge_call(struct use *u, const struct use_query *query, const struct use_place *place);

/* ---- use_pass.c */

/* Whether a file may have what the round is after: asked of all files, so it looks at nothing but
 * what the first pass and the graph say. */
bool use_is_candidate(struct use *u, uint32_t file);

/* Looks at one file for what the round is after. */
void use_pass_file(struct use *u, uint32_t file);

/* ---- use_wishes.c */

/* Makes names out of queries. */
void use_job_init(struct use_job *job, struct et_arena *arena, struct use_files *files,
	const struct et_query *queries, size_t n);

/* The files that the options' edges are between. */
const struct use_edge *use_edges(struct et_arena *arena, const struct use_files *files,
	const struct et_use_options *options);

/* ---- use.c */

void use_init(struct use *u, const struct use_job *job);
void use_finish(struct use *u);

#endif
