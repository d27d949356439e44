/* SPDX-License-Identifier: BSD-3-Clause */
/* Updating a consumer's headers: the plan, and carrying it out. */
#include "sync_session.h"

#include "apply.h"
#include "preflight.h"
#include "profile_read.h"
#include "str.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void etalon_set_progress(struct etalon *etalon, etalon_progress_fn *progress, void *data)
{
	etalon->progress = progress;
	etalon->progress_data = data;
}

void et_session_progress(struct etalon *etalon, const char *step, size_t done, size_t all)
{
	if (etalon->progress)
		etalon->progress(etalon->progress_data, step, done, all);
}

enum { LARGEST_LOCK = 4 << 20, LARGEST_FILE = 16 << 20 };

/* What of an archive of Linux's source is kept: what headers are made from. */
static size_t limit_of(const char *path, void *data)
{
	const struct etalon *etalon = data;

	return et_install_wants(path) || et_profile_wants(etalon->sync->plan.profile, path)
		       ? LARGEST_FILE
		       : 0;
}

static void show_reading(uint64_t done, uint64_t all, void *data)
{
	et_session_progress(
		data, "reading the source (MB)", (size_t)(done >> 20), (size_t)(all >> 20));
}

static int open_source(struct etalon *etalon, struct et_sync *sync)
{
	const struct et_source_want want = {limit_of, show_reading, etalon};

	et_session_progress(etalon, "reading the source", 0, 0);
	sync->source = et_source_open_wanted(sync->options.source, &want, &sync->diags);
	if (!sync->source)
		return et_session_fail(etalon, "%s: can't be read", sync->options.source);
	sync->install = et_install_open(&etalon->arena, sync->source, &sync->diags);
	if (!sync->install)
		return et_session_fail(etalon, "%s: is no source of Linux", sync->options.source);
	sync->version = et_install_version(sync->install);
	/* The source is closed before the plan is carried out and reported. */
	if (et_source_revision(sync->source))
		sync->revision = et_strdup(&etalon->arena, et_source_revision(sync->source));
	return 0;
}

/* A file's name has a slash or its ending; any other is one that the program carries. */
static const struct et_profile *choose_profile(struct etalon *etalon, struct et_sync *sync)
{
	const char *name = sync->options.profile;

	if (!name)
		return et_profile_recognise(&etalon->arena, sync->consumer, &sync->diags);
	if (strchr(name, '/') || et_ends_with(name, ".yaml"))
		return et_profile_load(&etalon->arena, name, &sync->diags);
	return et_profile_builtin(&etalon->arena, name, &sync->diags);
}

static int open_consumer(struct etalon *etalon, struct et_sync *sync)
{
	const char *reason = NULL;

	sync->consumer = et_source_open_directory(sync->options.consumer, &reason);
	if (!sync->consumer)
		return et_session_fail(etalon, "%s: %s; give the folder that has the copies",
			sync->options.consumer, reason);
	sync->plan.profile = choose_profile(etalon, sync);
	if (!sync->plan.profile)
		return et_session_fail(etalon, "%s: no profile is chosen", sync->options.consumer);
	sync->plan.release = et_profile_release_of(
		&etalon->arena, sync->plan.profile, sync->consumer, &sync->diags);
	if (!et_lock_read(&etalon->arena, sync->options.consumer, &sync->plan.lock,
		    &sync->plan.has_lock, &sync->diags))
		return et_session_fail(
			etalon, "%s: the lock can't be read", sync->options.consumer);
	return 0;
}

/* A source with things among its headers that are not read is none to make headers from. */
static int refuse_odd(struct et_sync *sync)
{
	size_t count, i;
	const char *const *odd = et_install_odd(sync->install, &count);

	for (i = 0; i < count; i++)
		et_diag(&sync->diags, ET_ERROR, odd[i], 0, NULL,
			"is a link out of the source, a device, a pipe, or has control characters "
			"in its name, and is not read; remove it from the source");
	return count ? -1 : 0;
}

/* Stages what the profile says, and what that includes. */
static int stage(struct etalon *etalon, struct et_sync *sync)
{
	struct et_plan *plan = &sync->plan;
	struct et_stage closed;
	size_t i;

	et_session_progress(etalon, "making the headers", 0, 0);
	if (!et_stage_make(&etalon->arena, plan->profile, plan->release, sync->install,
		    &plan->stage, &sync->diags))
		return et_session_fail(
			etalon, "%s: the headers can't be made", sync->options.source);
	/* The closure sorts what it adds to, which must not change what it is compared with. */
	closed = plan->stage;
	closed.files.items = ET_NEW_ARRAY(&etalon->arena, closed.files.count + 1, struct et_staged);
	closed.files.capacity = closed.files.count + 1;
	if (closed.files.count)
		memcpy(closed.files.items, plan->stage.files.items,
			closed.files.count * sizeof(*closed.files.items));
	et_stage_close(&etalon->arena, plan->profile, plan->release, sync->install,
		sync->options.consumer, &closed, &sync->diags);
	if (refuse_odd(sync) != 0)
		return et_session_fail(
			etalon, "%s: the headers can't be made", sync->options.source);
	if (sync->options.no_closure)
		et_preflight_includes(&etalon->arena, plan, &closed);
	else
		plan->stage = closed;
	for (i = 0; i < closed.missing.count; i++)
		et_plan_problem(&etalon->arena, plan, ETALON_PROBLEM_MISSING, NULL, 0, NULL, "%s",
			closed.missing.items[i]);
	for (i = 0; i < closed.warnings.count; i++)
		et_plan_problem(&etalon->arena, plan, ETALON_PROBLEM_SOURCE, NULL, 0, NULL, "%s",
			closed.warnings.items[i]);
	return 0;
}

/* What the plan would do, as the public structures say it. */
static void show_files(struct etalon *etalon, struct et_sync *sync)
{
	const struct et_plan *plan = &sync->plan;
	size_t i;

	sync->files = ET_NEW_ARRAY(&etalon->arena, plan->files.count, struct etalon_sync_file);
	for (i = 0; i < plan->files.count; i++) {
		const struct et_plan_file *file = &plan->files.items[i];

		sync->files[i] = (struct etalon_sync_file){
			.path = file->path, .action = file->action, .edited = file->edited};
		if (file->staged) {
			sync->files[i].origin = file->staged->origin;
			sync->files[i].arch = file->staged->arch;
			sync->files[i].closure = file->staged->closure;
		}
	}
}

static int compare_problems(const void *left, const void *right)
{
	const struct etalon_problem *a = left, *b = right;
	bool stops_a = a->stops && !a->waived, stops_b = b->stops && !b->waived;
	int order;

	if (stops_a != stops_b)
		return stops_a ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	order = strcmp(a->file ? a->file : "", b->file ? b->file : "");
	if (order)
		return order;
	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return strcmp(a->message, b->message);
}

static int make_plan(struct etalon *etalon, struct et_sync *sync)
{
	struct et_plan *plan = &sync->plan;

	if (open_consumer(etalon, sync) != 0 || open_source(etalon, sync) != 0 ||
		stage(etalon, sync) != 0)
		return -1;
	et_plan_files(&etalon->arena, plan, sync->consumer, sync->options.prune, &sync->diags);
	if (sync->diags.errors)
		return et_session_fail(etalon, "%s: no plan can be made", sync->options.consumer);
	if (et_sync_preflight(etalon, sync) != 0)
		return -1;
	if (plan->problems.count)
		qsort(plan->problems.items, plan->problems.count, sizeof(*plan->problems.items),
			compare_problems);
	show_files(etalon, sync);
	return 0;
}

int etalon_sync_plan(struct etalon *etalon, const struct etalon_sync_options *options)
{
	struct et_sync *sync;
	int status;

	if (etalon->compared)
		return et_session_fail(etalon, "this session has been compared already");
	etalon->compared = true;
	sync = ET_NEW(&etalon->arena, struct et_sync);
	sync->options = *options;
	sync->plan.consumer = options->consumer;
	et_diags_init(&sync->diags, &etalon->arena);
	etalon->sync = sync;
	status = make_plan(etalon, sync);
	et_session_show(etalon, NULL, &sync->diags);
	et_source_close(sync->source);
	et_source_close(sync->consumer);
	return status;
}

bool etalon_change_stops(const struct etalon_change *change)
{
	size_t i;

	if (change->waived || change->impact == ETALON_IMPACT_NONE ||
		change->impact == ETALON_IMPACT_COMPATIBLE)
		return false;
	for (i = 0; i < change->n_uses; i++) {
		const struct etalon_use *use = &change->uses[i];

		/* What compiles and means another thing has to be looked at by a person. */
		if (use->certain || !use->breaks)
			return true;
	}
	return false;
}

size_t etalon_sync_stops(const struct etalon *etalon)
{
	const struct et_sync *sync = etalon->sync;
	size_t stops = 0, i;

	if (!sync)
		return 0;
	for (i = 0; i < sync->plan.problems.count; i++)
		stops += sync->plan.problems.items[i].stops && !sync->plan.problems.items[i].waived;
	for (i = 0; i < etalon->changes.count; i++)
		stops += etalon_change_stops(&etalon->changes.list[i]);
	return stops;
}

static int compare_locked(const void *left, const void *right)
{
	return strcmp(((const struct et_locked_file *)left)->path,
		((const struct et_locked_file *)right)->path);
}

/*
 * What the lock has to say of a file: the hash of what is written; of one that is kept and that
 * nobody writes, what it had, so that it can go one day; NULL: nothing.
 */
static const char *hash_to_lock(
	struct etalon *etalon, const struct et_plan *plan, struct et_plan_file *file)
{
	const struct et_locked_file *locked;

	if (file->staged)
		return et_plan_new_hash(&etalon->arena, file);
	if (file->action != ETALON_FILE_ORPHANED)
		return NULL;
	if (!plan->has_lock)
		return et_plan_old_hash(&etalon->arena, file);
	locked = et_lock_find(&plan->lock, file->path);
	return locked ? locked->hash : NULL;
}

/* The lock that goes with the plan's files, as a file to write. */
static const char *make_lock(struct etalon *etalon, struct et_sync *sync, size_t *length)
{
	const struct et_plan *plan = &sync->plan;
	struct et_locked_file *files = ET_NEW_ARRAY(
		&etalon->arena, plan->files.count + plan->lock.n_files, struct et_locked_file);
	struct et_lock lock = {.etalon = ETALON_VERSION,
		.source = et_basename(sync->options.source),
		.revision = sync->revision,
		.version = sync->version,
		.profile = plan->profile->name,
		.release = plan->release,
		.edition = et_edition_name(etalon->canon->edition),
		.files = files};
	struct et_buf text;
	const char *copy;
	size_t i;

	for (i = 0; i < plan->files.count; i++) {
		struct et_plan_file *file = &plan->files.items[i];
		const char *hash = hash_to_lock(etalon, plan, file);

		if (hash)
			files[lock.n_files++] = (struct et_locked_file){file->path, hash};
	}
	/* Files of another profile, which this plan says nothing of. */
	for (i = 0; plan->has_lock && i < plan->lock.n_files; i++)
		if (!et_plan_find(plan, plan->lock.files[i].path))
			files[lock.n_files++] = plan->lock.files[i];
	if (lock.n_files)
		qsort(files, lock.n_files, sizeof(*files), compare_locked);
	et_buf_init(&text);
	et_lock_write(&text, &lock);
	copy = et_strndup(&etalon->arena, text.data, text.length);
	*length = text.length;
	et_buf_finish(&text);
	return copy;
}

/* The lock is written with the files, or not at all when it says what is there. */
static bool is_lock_current(
	struct etalon *etalon, const struct et_sync *sync, const char *text, size_t length)
{
	struct et_source *consumer;
	struct et_text old;
	const char *reason = NULL;
	bool same;

	if (!sync->plan.has_lock)
		return false;
	consumer = et_source_open_directory(sync->options.consumer, &reason);
	if (!consumer)
		return false;
	same = !et_source_read(consumer, &etalon->arena, ET_LOCK, LARGEST_LOCK, &old) &&
	       old.length == length && memcmp(old.data, text, length) == 0;
	et_source_close(consumer);
	return same;
}

/* What there is to write, the lock last; *n is set. */
static struct et_write *list_writes(struct etalon *etalon, struct et_sync *sync, size_t *n)
{
	struct et_write *writes =
		ET_NEW_ARRAY(&etalon->arena, sync->plan.files.count + 1, struct et_write);
	const char *lock;
	size_t length, i;

	*n = 0;
	for (i = 0; i < sync->plan.files.count; i++) {
		struct et_plan_file *file = &sync->plan.files.items[i];
		struct et_write write = {.path = file->path};

		if (file->action == ETALON_FILE_ADDED || file->action == ETALON_FILE_CHANGED) {
			write.data = file->staged->data;
			write.length = file->staged->length;
			write.hash = et_plan_new_hash(&etalon->arena, file);
		} else if (file->action != ETALON_FILE_REMOVED) {
			continue;
		}
		/* What was written to since the plan was made is not overwritten. */
		write.before = file->old ? et_plan_old_hash(&etalon->arena, file) : "";
		writes[(*n)++] = write;
	}
	lock = make_lock(etalon, sync, &length);
	if (!is_lock_current(etalon, sync, lock, length))
		writes[(*n)++] = (struct et_write){.path = ET_LOCK, .data = lock, .length = length};
	return writes;
}

typedef bool apply_fn(struct et_arena *arena, const char *root, const struct et_write *writes,
	size_t n, struct et_diags *diags);

/* Hands the plan's writes over. Returns how many they are, or -1 after a message that ends so. */
static int hand_over(struct etalon *etalon, apply_fn *apply, const char *failed)
{
	struct et_sync *sync = etalon->sync;
	size_t n;
	const struct et_write *writes = list_writes(etalon, sync, &n);
	struct et_diags diags;
	bool ok;

	et_diags_init(&diags, &etalon->arena);
	ok = apply(&etalon->arena, sync->options.consumer, writes, n, &diags);
	et_session_show(etalon, NULL, &diags);
	return ok ? (int)n : et_session_fail(etalon, "%s: %s", sync->options.consumer, failed);
}

/* Where nothing is to be done another sync may be at work. */
static bool write_all(struct et_arena *arena, const char *root, const struct et_write *writes,
	size_t n, struct et_diags *diags)
{
	return !n || et_apply(arena, root, writes, n, diags);
}

int etalon_sync_check(struct etalon *etalon)
{
	if (!etalon->sync || etalon->sync->applied)
		return et_session_fail(etalon, "there is no plan to look at");
	return hand_over(etalon, et_apply_check, "the plan can't be written");
}

int etalon_sync_apply(struct etalon *etalon)
{
	struct et_sync *sync = etalon->sync;
	int written;

	if (!sync || sync->applied)
		return et_session_fail(etalon, "there is no plan to carry out");
	if (etalon_sync_stops(etalon) && !sync->options.force)
		return et_session_fail(etalon, "something stops the plan");
	et_session_progress(etalon, "writing", 0, 0);
	written = hand_over(etalon, write_all, "nothing was written");
	sync->applied = written > 0;
	return written;
}

bool etalon_sync_is_interrupted(const char *consumer)
{
	return et_is_interrupted(consumer);
}

int etalon_sync_recover(struct etalon *etalon, const char *consumer)
{
	struct et_diags diags;
	struct stat status;
	enum et_recovery recovery;

	if (stat(consumer, &status) != 0)
		return et_session_fail(
			etalon, "%s: %s; name the tree that was synced", consumer, strerror(errno));
	et_diags_init(&diags, &etalon->arena);
	recovery = et_recover(&etalon->arena, consumer, &diags);
	et_session_show(etalon, NULL, &diags);
	if (recovery == ET_RECOVERY_FAILED)
		return et_session_fail(etalon, "%s: the interrupted sync can't be ended", consumer);
	return recovery == ET_RECOVERY_NONE ? 0 : recovery == ET_RECOVERY_BACK ? 1 : 2;
}

size_t etalon_sync_file_count(const struct etalon *etalon)
{
	return etalon->sync ? etalon->sync->plan.files.count : 0;
}

const struct etalon_sync_file *etalon_sync_file(const struct etalon *etalon, size_t index)
{
	return index < etalon_sync_file_count(etalon) ? &etalon->sync->files[index] : NULL;
}

size_t etalon_problem_count(const struct etalon *etalon)
{
	return etalon->sync ? etalon->sync->plan.problems.count : 0;
}

const struct etalon_problem *etalon_problem(const struct etalon *etalon, size_t index)
{
	return index < etalon_problem_count(etalon) ? &etalon->sync->plan.problems.items[index]
						    : NULL;
}
