/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Proof by the consumer's own compiler: every unit that a change reaches is compiled as its build
 * does it, in a view of the tree that has the staged headers (prove_view.c). Units that get any
 * message are compiled again in the same view with the consumer's own headers, and what is said
 * then, too, is no news.
 */
#include "file.h"
#include "prove_inert.h"
#include "prove_int.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_HEADER = 16 << 20 };

/* Of one affected unit. */
struct trial {
	struct prove_unit *unit;
	prove_messages messages; /* with the staged headers */
	bool failed;		 /* then */
	bool wanted;		 /* in this round */
	bool broken;		 /* did not compile with the consumer's own */
	bool late;		 /* the compiler took too long */
};

struct rounds {
	struct prove *p;
	ET_ARRAY(struct trial) trials;
	size_t next;
	size_t done, all;
	bool after;
};

/* Looks at what a staged header changes. Returns false when that is nothing. */
static bool look_at_change(struct prove *p, struct prove_change *change)
{
	const struct et_staged *file = change->file;
	struct et_arena scratch;
	struct et_text text;
	bool same = false;

	et_arena_init(&scratch);
	if (et_ends_with(change->path, ".h") &&
		!et_read_file(&scratch, AT_FDCWD, change->path, MAX_HEADER, &text)) {
		same = prove_same_code(text.data, text.length, file->data, file->length);
		change->only_adds =
			!same && prove_only_adds_macros(p->arena, text.data, text.length,
					 file->data, file->length, &change->names);
	}
	et_arena_finish(&scratch);
	return !same;
}

static bool add_change(struct prove *p, const char *path, const struct et_staged *file)
{
	struct prove_change change = {.file = file,
		.path = prove_canonical_folder(
			p->arena, prove_absolute(p->arena, p->consumer, path))};
	struct stat status;
	size_t i;

	if (!prove_is_below(change.path, p->consumer)) {
		et_diag(p->diags, ET_ERROR, path, 0, NULL,
			"leads out of the consumer over a link; nothing is written there");
		return false;
	}
	change.is_new = lstat(change.path, &status) != 0;
	if (file ? !change.is_new && !look_at_change(p, &change) : change.is_new)
		return true;
	for (i = 0; change.only_adds && i < change.names.count; i++) {
		const char *name = change.names.items[i];

		*et_map_slot(&p->spelled, p->arena, name, strlen(name)) = ET_NEW(p->arena, bool);
	}
	*ET_APPEND(p->arena, &p->changes) = change;
	return true;
}

static bool take_changes(struct prove *p)
{
	const struct et_prove_options *o = p->options;
	size_t i;

	for (i = 0; i < o->n_files; i++)
		if (!add_change(p, o->files[i].path, &o->files[i]))
			return false;
	for (i = 0; o->removed && o->removed[i]; i++)
		if (!add_change(p, o->removed[i], NULL))
			return false;
	for (i = 0; i < p->changes.count; i++)
		*et_map_slot(&p->by_path, p->arena, p->changes.items[i].path,
			strlen(p->changes.items[i].path)) = &p->changes.items[i];
	return true;
}

static bool find_folders(struct prove *p)
{
	const struct et_prove_options *o = p->options;
	const char *const names[] = {o->consumer, o->build};
	const char **const paths[] = {&p->consumer, &p->build};
	char *real;
	size_t i;

	for (i = 0; i < 2; i++) {
		real = realpath(names[i], NULL);
		if (!real) {
			et_diag(p->diags, ET_ERROR, names[i], 0, NULL, "no such folder");
			return false;
		}
		*paths[i] = et_strdup(p->arena, real);
		free(real);
		prove_add_root(p, *paths[i]);
	}
	return true;
}

static bool next_trial(void *data, unsigned slot, struct prove_job *job)
{
	struct rounds *r = data;
	struct prove *p = r->p;
	struct trial *trial;
	const char **argv;
	size_t n;

	while (r->next < r->trials.count && !r->trials.items[r->next].wanted)
		r->next++;
	if (r->next == r->trials.count)
		return false;
	trial = &r->trials.items[r->next++];
	n = trial->unit->n_argv;
	argv = ET_NEW_ARRAY(p->arena, n + 2, const char *);
	memcpy(argv, trial->unit->argv, n * sizeof(*argv));
	if (strcmp(argv[n - 1], "-o") == 0)
		argv[n] = et_sprintf(p->arena, "%s/%u.o", p->view.out, slot);
	job->argv = argv;
	job->directory = et_join(p->arena, p->view.root, "", trial->unit->directory);
	job->data = trial;
	return true;
}

static void take_trial(void *data, struct prove_job *job)
{
	struct rounds *r = data;
	struct prove *p = r->p;
	struct trial *trial = job->data;
	bool failed = !WIFEXITED(job->status) || WEXITSTATUS(job->status) != 0;

	trial->wanted = false;
	trial->late |= job->late;
	if (job->late) {
		et_diag(p->diags, ET_WARNING, trial->unit->name, 0, NULL,
			"takes longer than %u s to compile: nothing is said of it",
			p->pool.seconds);
	} else if (r->after) {
		trial->failed = failed;
		prove_read_messages(p, p->arena, trial->unit, job, &trial->messages);
		trial->wanted = trial->messages.count != 0;
		r->all += trial->wanted;
	} else if (failed) {
		trial->broken = true;
	} else {
		prove_messages before = {0};

		prove_read_messages(p, p->arena, trial->unit, job, &before);
		prove_drop_known(p, p->arena, &trial->messages, &before);
	}
	r->done++;
	if (p->options->progress)
		p->options->progress(p->options->data, r->done, r->all);
}

static bool run_round(struct rounds *r, bool after)
{
	struct prove *p = r->p;
	const char *why;

	if (!prove_view_show(p, after))
		return false;
	r->after = after;
	r->next = 0;
	why = prove_run(&p->pool, next_trial, take_trial, r);
	if (why)
		et_diag(p->diags, ET_ERROR, NULL, 0, NULL, "the proof was not finished: %s", why);
	return !why;
}

/*
 * What does not compile with the consumer's own headers may be broken, or may need a file that no
 * include names: then it is tried with all files.
 */
static bool run_again(struct rounds *r)
{
	size_t i, again = 0;

	for (i = 0; i < r->trials.count; i++) {
		struct trial *trial = &r->trials.items[i];

		if (!trial->broken || trial->late)
			continue;
		*trial = (struct trial){.unit = trial->unit, .wanted = true};
		again++;
	}
	r->all += again;
	return !again || (prove_view_fill(r->p, true) && run_round(r, true) && run_round(r, false));
}

/* Commands that say the same in the same folder are one. */
static bool is_repeated(struct prove *p, struct et_map *seen, const struct prove_unit *unit)
{
	struct et_buf key;
	void **slot;
	bool repeated;
	size_t i;

	et_buf_init(&key);
	et_buf_puts(&key, unit->directory);
	for (i = 0; i < unit->n_argv; i++) {
		et_buf_putc(&key, '\n');
		et_buf_puts(&key, unit->argv[i]);
	}
	slot = et_map_slot(seen, p->arena, et_strndup(p->arena, key.data, key.length), key.length);
	et_buf_finish(&key);
	repeated = *slot != NULL;
	*slot = p;
	return repeated;
}

static void choose(struct rounds *r)
{
	struct prove *p = r->p;
	struct et_map seen = {0};
	size_t i;

	for (i = 0; i < p->units.count; i++) {
		struct prove_unit *unit = &p->units.items[i];

		if (!unit->affected)
			continue;
		p->proof->units++;
		if (!is_repeated(p, &seen, unit))
			*ET_APPEND(p->arena, &r->trials) =
				(struct trial){.unit = unit, .wanted = true};
	}
	r->all = r->trials.count;
}

static int compare_numbers(uint32_t left, uint32_t right)
{
	return left < right ? -1 : left > right;
}

static int compare_messages(const void *left, const void *right)
{
	const struct et_proof_message *a = left, *b = right;
	int order = strcmp(a->file, b->file);

	if (!order)
		order = compare_numbers(a->line, b->line);
	if (!order)
		order = compare_numbers(a->column, b->column);
	if (!order)
		order = (int)b->error - (int)a->error;
	if (!order)
		order = strcmp(a->text, b->text);
	return order ? order : strcmp(a->unit, b->unit);
}

static bool is_same(const struct et_proof_message *a, const struct et_proof_message *b)
{
	return strcmp(a->file, b->file) == 0 && a->line == b->line && a->column == b->column &&
	       a->error == b->error && strcmp(a->text, b->text) == 0;
}

static void take_results(struct rounds *r)
{
	struct et_proof *proof = r->p->proof;
	size_t i, k, n = 0;

	for (i = 0; i < r->trials.count; i++) {
		const struct trial *trial = &r->trials.items[i];

		proof->skipped += trial->late;
		proof->broken += trial->broken && !trial->late;
		if (trial->late || trial->broken)
			continue;
		proof->failing += trial->failed;
		for (k = 0; k < trial->messages.count; k++) {
			const struct prove_message *message = &trial->messages.items[k];

			*ET_APPEND(r->p->arena, &proof->messages) =
				(struct et_proof_message){.unit = trial->unit->name,
					.file = message->file,
					.line = message->line,
					.column = message->column,
					.error = message->error,
					.text = message->text};
		}
	}
	if (proof->messages.count)
		qsort(proof->messages.items, proof->messages.count,
			sizeof(proof->messages.items[0]), compare_messages);
	for (i = 0; i < proof->messages.count; i++)
		if (!n || !is_same(&proof->messages.items[i], &proof->messages.items[n - 1]))
			proof->messages.items[n++] = proof->messages.items[i];
	proof->messages.count = n;
}

static bool prove(struct prove *p)
{
	struct rounds r = {.p = p};

	if (!find_folders(p) || !prove_view_open(p))
		return false;
	prove_set_environment(p);
	if (!take_changes(p) || !prove_read_base(p))
		return false;
	if (!p->changes.count)
		return true;
	if (!prove_ask_systems(p))
		return false;
	prove_mark(p);
	choose(&r);
	if (!r.trials.count)
		return true;
	if (p->options->progress)
		p->options->progress(p->options->data, 0, r.all);
	if (!prove_view_fill(p, false) || !run_round(&r, true) || !run_round(&r, false) ||
		!run_again(&r))
		return false;
	take_results(&r);
	return true;
}

bool et_prove(struct et_arena *arena, const struct et_prove_options *options,
	struct et_proof *proof, struct et_diags *diags)
{
	struct prove p = {.arena = arena, .options = options, .proof = proof, .diags = diags};
	bool good;

	*proof = (struct et_proof){0};
	if (!prove_pool_open(&p))
		return false;
	good = prove(&p);
	if (prove_interrupted(&p.pool) && good) {
		et_diag(diags, ET_ERROR, NULL, 0, NULL, "the proof was interrupted");
		good = false;
	}
	prove_view_close(&p);
	prove_pool_close(&p);
	return good;
}
