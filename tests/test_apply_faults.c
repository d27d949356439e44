/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Every system call of a sync fails in turn, and the process ends at each: afterwards, with
 * recovery where that is due, the tree is as before or as planned, and never between. The same with
 * recovery itself.
 */
#include "sync_testing.h"

#include <signal.h>
#include <sys/wait.h>

/* So many calls a sync of the tree makes at least, and so many changes: else no fault would be hit.
 */
enum { LEAST_CALLS = 100, LEAST_CHANGES = 40 };

enum manner {
	NEVER,
	FAILS,	   /* the n-th call does nothing, and fails */
	LIES,	   /* it does its work, and says that it failed */
	STAYS,	   /* it fails, and so do all of its kind from then on: a full disk, a lost right */
	ENDS,	   /* neither it nor any after it does anything: what a killed process leaves */
	IS_KILLED, /* the process is killed before it */
};

struct fault {
	enum manner manner;
	int error;
	bool (*counts)(enum et_call call); /* which calls count; NULL: all */
	unsigned at;			   /* which one, from 1 */
	unsigned count;
	enum et_call kind; /* of the call that was hit */
	bool hit;
};

struct states {
	struct world *w;
	char *before, *planned;
};

static bool changes(enum et_call call)
{
	return call != ET_CALL_STAT && call != ET_CALL_READ && call != ET_CALL_OPEN;
}

/* What recovery sees of a change. That a new file is half written it does not. */
static bool is_seen(enum et_call call)
{
	return changes(call) && call != ET_CALL_WRITE && call != ET_CALL_CLOSE &&
	       call != ET_CALL_OWN && call != ET_CALL_MODE;
}

static bool counts(const struct fault *fault, enum et_call call)
{
	return !fault->counts || fault->counts(call);
}

static int hit(struct fault *fault, enum et_call call)
{
	fault->hit = true;
	fault->kind = call;
	if (fault->manner == IS_KILLED)
		raise(SIGKILL);
	return fault->error;
}

static int inject(void *data, enum et_call call, bool done)
{
	struct fault *fault = data;

	if (!done && fault->hit && fault->manner == ENDS)
		return fault->error;
	if (!done && fault->hit && fault->manner == STAYS && call == fault->kind)
		return fault->error;
	if (!done && counts(fault, call))
		fault->count++;
	if (fault->count != fault->at || fault->hit || !counts(fault, call) ||
		done != (fault->manner == LIES))
		return 0;
	return hit(fault, call);
}

static bool apply_with(struct world *w, struct fault *fault)
{
	const struct et_fs fs = {inject, fault};

	return et_apply_with(&w->arena, w->root, tree_writes, N_WRITES, &fs, &w->diags);
}

static enum et_recovery recover_with(struct world *w, struct fault *fault)
{
	const struct et_fs fs = {inject, fault};

	return et_recover_with(&w->arena, w->root, &fs, &w->diags);
}

static bool is_before(const struct states *states)
{
	return strcmp(picture(states->w), states->before) == 0;
}

static bool is_planned(const struct states *states)
{
	return strcmp(picture(states->w), states->planned) == 0;
}

/* What is between two states is marked. */
static void check_marked(const struct states *states)
{
	if (!et_is_interrupted(states->w->root) && !is_before(states))
		assert_string_equal(picture(states->w), states->planned);
}

/* Recovers for good. wanted: which state it has to be, where that is known. */
static void check_recovery(const struct states *states, enum et_recovery wanted)
{
	struct world *w = states->w;
	enum et_recovery recovery;

	check_marked(states);
	et_diags_init(&w->diags, &w->arena);
	recovery = et_recover(&w->arena, w->root, &w->diags);
	if (w->diags.list.count)
		print_messages(w);
	assert_int_equal(w->diags.list.count, 0);
	assert_true(recovery != ET_RECOVERY_FAILED);
	if (wanted != ET_RECOVERY_NONE && recovery != ET_RECOVERY_NONE)
		assert_int_equal(recovery, wanted);
	if (recovery == ET_RECOVERY_FORWARD || (recovery == ET_RECOVERY_NONE && !is_before(states)))
		assert_string_equal(picture(w), states->planned);
	else
		assert_string_equal(picture(w), states->before);
	assert_false(et_is_interrupted(w->root));
	assert_int_equal(et_recover(&w->arena, w->root, &w->diags), ET_RECOVERY_NONE);
}

/* What an et_apply() that returned has left. */
static void check_result(const struct states *states, bool ok)
{
	struct world *w = states->w;

	check_marked(states);
	if (ok) {
		assert_string_equal(picture(w), states->planned);
		assert_int_equal(w->diags.errors, 0);
		assert_false(et_is_interrupted(w->root));
		return;
	}
	assert_true(w->diags.errors > 0);
	if (!et_is_interrupted(w->root))
		assert_true(is_before(states) || is_planned(states));
	check_recovery(states, ET_RECOVERY_NONE);
}

static void sweep(const struct states *states, enum manner manner, int error)
{
	struct fault fault;
	unsigned at = 0;

	do {
		bool ok;

		build_tree(states->w);
		fault = (struct fault){.manner = manner, .error = error, .at = ++at};
		ok = apply_with(states->w, &fault);
		if (manner == FAILS && fault.hit && ok)
			fail_msg("call %u failed, and nobody noticed", at);
		check_result(states, ok);
	} while (fault.count >= at);
	assert_true(at > LEAST_CALLS);
}

static void each_call_fails(void **state)
{
	static const int errors[] = {ENOSPC, EACCES, EIO};
	size_t i;

	for (i = 0; i < 3; i++)
		sweep(*state, FAILS, errors[i]);
}

static void each_call_lies(void **state)
{
	sweep(*state, LIES, EIO);
}

static void each_call_fails_from_then_on(void **state)
{
	static const int errors[] = {ENOSPC, EACCES, EIO};
	size_t i;

	for (i = 0; i < 3; i++)
		sweep(*state, STAYS, errors[i]);
}

/* Whether the tree holds the decision: which way recovery has to go. */
static enum et_recovery way_of(struct world *w)
{
	if (access(in_tree(w, ET_JOURNAL "/" ET_JOURNAL_OPEN), F_OK) == 0)
		return ET_RECOVERY_BACK;
	if (access(in_tree(w, ET_JOURNAL "/" ET_JOURNAL_DONE), F_OK) == 0)
		return ET_RECOVERY_FORWARD;
	return ET_RECOVERY_NONE;
}

/* After a single failure that lasts no longer, going back has worked at once. */
static void going_back_is_enough(void **state)
{
	const struct states *states = *state;
	struct fault fault;
	unsigned at = 0;

	do {
		build_tree(states->w);
		fault = (struct fault){
			.manner = FAILS, .error = ENOSPC, .counts = changes, .at = ++at};
		/* One that is hit while clearing up, after the decision, leaves that to do. */
		if (!apply_with(states->w, &fault) && fault.kind != ET_CALL_UNLINK &&
			fault.kind != ET_CALL_RMDIR && way_of(states->w) != ET_RECOVERY_FORWARD) {
			assert_true(is_before(states));
			assert_false(et_is_interrupted(states->w->root));
		}
	} while (fault.hit);
}

/*
 * Ends the sync at each change that is seen, then recovery at each of its own; in other manners at
 * every third.
 */
static void recovery_is_hit(void **state)
{
	static const enum manner manners[] = {ENDS, FAILS, LIES, STAYS};
	const struct states *states = *state;
	struct world *w = states->w;
	unsigned at = 0;
	bool more = true;
	unsigned ways[3] = {0};
	size_t i;

	while (more) {
		at++;
		for (i = 0; i < 4; i++) {
			struct fault again = {.hit = i == 0 || at % 3 == i - 1};
			unsigned then = 0;

			while (again.hit) {
				struct fault fault = {
					.manner = ENDS, .error = EIO, .counts = is_seen, .at = at};
				enum et_recovery way;

				build_tree(w);
				apply_with(w, &fault);
				more = fault.hit;
				way = way_of(w);
				ways[way]++;
				again = (struct fault){.manner = manners[i],
					.error = EIO,
					.counts = is_seen,
					.at = ++then};
				recover_with(w, &again);
				check_recovery(states, way);
			}
		}
	}
	/* Each way was gone. */
	assert_true(ways[ET_RECOVERY_NONE] && ways[ET_RECOVERY_BACK] && ways[ET_RECOVERY_FORWARD]);
}

/* Runs in a child that may be killed. Returns whether it was. */
static bool is_killed(struct world *w, bool recovery, unsigned at)
{
	struct fault fault = {.manner = IS_KILLED, .counts = changes, .at = at};
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0) {
		if (recovery)
			recover_with(w, &fault);
		else
			apply_with(w, &fault);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status))
		assert_int_equal(WTERMSIG(status), SIGKILL);
	return WIFSIGNALED(status);
}

/* With a real process and a real signal, which also has to let go of the lock. */
static void killed_at_each_change(void **state)
{
	const struct states *states = *state;
	struct world *w = states->w;
	unsigned at = 0;
	bool killed = true;

	while (killed) {
		build_tree(w);
		killed = is_killed(w, false, ++at);
		check_recovery(states, ET_RECOVERY_NONE);
	}
	assert_true(at > LEAST_CHANGES);
}

static void killed_in_recovery(void **state)
{
	const struct states *states = *state;
	struct world *w = states->w;
	unsigned at = 0;
	unsigned then;
	bool killed = true;

	for (at = 1; killed; at += 7) {
		bool again = true;

		for (then = 1; again; then++) {
			enum et_recovery way;

			build_tree(w);
			killed = is_killed(w, false, at);
			way = way_of(w);
			again = is_killed(w, true, then);
			check_recovery(states, way);
		}
	}
}

static int begin(void **state)
{
	struct states *states;
	void *world;

	if (begin_world(&world) != 0)
		return -1;
	states = calloc(1, sizeof(*states));
	assert_non_null(states);
	*state = states;
	states->w = world;
	states->before = strdup(picture(states->w));
	assert_true(et_apply(
		&states->w->arena, states->w->root, tree_writes, N_WRITES, &states->w->diags));
	states->planned = strdup(picture(states->w));
	return 0;
}

static int end(void **state)
{
	struct states *states = *state;
	void *world = states->w;

	free(states->before);
	free(states->planned);
	free(states);
	return end_world(&world);
}

#define fault_test(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		fault_test(each_call_fails),
		fault_test(each_call_lies),
		fault_test(each_call_fails_from_then_on),
		fault_test(going_back_is_enough),
		fault_test(recovery_is_hit),
		fault_test(killed_at_each_change),
		fault_test(killed_in_recovery),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
