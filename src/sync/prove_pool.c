/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Programs in parallel, each with its standard error read and its time limited. No shell is
 * started. Signals that would end this process are held back meanwhile, so that all that was
 * started and written is gone before they have their effect.
 */
#include "prove_int.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_OUTPUT = 4 << 20, MAX_JOBS = 256, TICK_MS = 100, SECONDS = 600 };

struct running {
	pid_t pid; /* 0: free */
	int fd;	   /* -1 when its end was read */
	time_t deadline;
	struct prove_job job;
};

static unsigned count_processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set) : 1;
}

/* Left out or set for the compilers: nothing that changes messages or writes elsewhere. */
static bool is_replaced(const char *variable)
{
	static const char *const names[] = {"LC_ALL=", "LANGUAGE=", "LANG=", "TMPDIR=", "PWD=",
		"GCC_COLORS=", "DEPENDENCIES_OUTPUT=", "SUNPRO_DEPENDENCIES=",
		"GCC_EXTRA_DIAGNOSTIC_OUTPUT=", "CCACHE_DISABLE=", NULL};
	size_t i;

	for (i = 0; names[i]; i++)
		if (et_starts_with(variable, names[i]))
			return true;
	return false;
}

void prove_set_environment(struct prove *p)
{
	prove_words words = {0};
	size_t i;

	for (i = 0; environ && environ[i]; i++)
		if (!is_replaced(environ[i]))
			*ET_APPEND(p->arena, &words) = environ[i];
	*ET_APPEND(p->arena, &words) = "LC_ALL=C";
	*ET_APPEND(p->arena, &words) = "CCACHE_DISABLE=1";
	*ET_APPEND(p->arena, &words) = et_join(p->arena, "TMPDIR", "=", p->view.out);
	*ET_APPEND(p->arena, &words) = NULL;
	p->pool.environment = words.items;
}

bool prove_pool_open(struct prove *p)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	struct prove_pool *pool = &p->pool;
	size_t i;

	pool->jobs = p->options->jobs ? p->options->jobs : count_processors();
	if (pool->jobs > MAX_JOBS)
		pool->jobs = MAX_JOBS;
	pool->seconds = SECONDS;
	sigemptyset(&pool->caught);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		struct sigaction action;

		/* One that is ignored, as by nohup, stays so. */
		if (sigaction(signals[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			sigaddset(&pool->caught, signals[i]);
	}
	pthread_sigmask(SIG_BLOCK, &pool->caught, &pool->before);
	pool->signal_fd = signalfd(-1, &pool->caught, SFD_CLOEXEC | SFD_NONBLOCK);
	if (pool->signal_fd >= 0)
		return true;
	et_diag(p->diags, ET_ERROR, NULL, 0, NULL, "cannot watch for signals: %s", strerror(errno));
	pthread_sigmask(SIG_SETMASK, &pool->before, NULL);
	return false;
}

bool prove_interrupted(struct prove_pool *pool)
{
	struct signalfd_siginfo info;

	if (!pool->signal && read(pool->signal_fd, &info, sizeof(info)) == sizeof(info))
		pool->signal = (int)info.ssi_signo;
	return pool->signal != 0;
}

void prove_pool_close(struct prove *p)
{
	struct prove_pool *pool = &p->pool;

	if (pool->signal)
		raise(pool->signal);
	close(pool->signal_fd);
	pthread_sigmask(SIG_SETMASK, &pool->before, NULL);
}

static time_t now(void)
{
	struct timespec time = {0};

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

/* Starts a program. Returns 0, or errno's value. */
static int start(struct prove_pool *pool, struct running *r)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int ends[2];
	int error;

	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return errno;
	/* Only our end must not block. */
	fcntl(ends[1], F_SETFL, 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
	posix_spawn_file_actions_addchdir_np(&actions, r->job.directory);
	posix_spawnattr_setflags(&attributes,
		POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setsigmask(&attributes, &pool->before);
	posix_spawnattr_setsigdefault(&attributes, &pool->caught);
	error = posix_spawnp(&r->pid, r->job.argv[0], &actions, &attributes,
		(char *const *)r->job.argv, (char *const *)pool->environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	close(ends[1]);
	if (error) {
		close(ends[0]);
		r->pid = 0;
		return error;
	}
	r->fd = ends[0];
	r->deadline = now() + (time_t)pool->seconds;
	return 0;
}

/* Reads what is there. Past the limit it is read, so that the writer goes on, and dropped. */
static void drain(struct running *r)
{
	char block[16384];

	while (r->fd >= 0) {
		ssize_t n = read(r->fd, block, sizeof(block));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			close(r->fd);
			r->fd = -1;
		} else if (r->job.output.length < MAX_OUTPUT) {
			et_buf_add(&r->job.output, block, (size_t)n);
		}
	}
}

static void finish(struct running *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	r->pid = 0;
	et_buf_finish(&r->job.output);
}

/* Ends a program, if it has not ended, with all of its group, and takes its status. */
static void stop(struct running *r)
{
	kill(-r->pid, SIGKILL);
	kill(r->pid, SIGKILL); /* its group is made by itself, maybe not yet */
	while (waitpid(r->pid, &r->job.status, 0) < 0) {
		if (errno == EINTR)
			continue;
		r->job.status = 127 << 8; /* reaped by somebody else: how it ended is not known */
		break;
	}
}

/*
 * Whether a program has ended. What it left running is ended, too, while its process still holds
 * the group's number.
 */
static bool has_ended(struct running *r)
{
	siginfo_t info = {0};
	bool late = now() >= r->deadline;
	int error = waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT);

	if (error == 0 && info.si_pid == 0 && !late)
		return false;
	if (error == 0)
		r->job.late = info.si_pid == 0;
	stop(r);
	drain(r);
	return true;
}

struct runner {
	struct prove_pool *pool;
	struct running *slots;
	unsigned running;
	bool exhausted;
	prove_next_fn *next;
	prove_done_fn *done;
	void *data;
};

static const char *start_more(struct runner *r)
{
	unsigned i;

	for (i = 0; i < r->pool->jobs && !r->exhausted; i++) {
		struct running *slot = &r->slots[i];
		int error;

		if (slot->pid)
			continue;
		memset(&slot->job, 0, sizeof(slot->job));
		if (!r->next(r->data, i, &slot->job)) {
			r->exhausted = true;
			break;
		}
		error = start(r->pool, slot);
		if (error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE)
			return strerror(error);
		if (error) {
			/* No such program, or no such folder: that is its end. */
			et_buf_puts(&slot->job.output, slot->job.argv[0]);
			et_buf_puts(&slot->job.output, ": error: cannot be run: ");
			et_buf_puts(&slot->job.output, strerror(error));
			slot->job.status = 127 << 8;
			r->done(r->data, &slot->job);
			et_buf_finish(&slot->job.output);
			i--;
			continue;
		}
		r->running++;
	}
	return NULL;
}

/* Waits until something may have happened. */
static void wait_for_some(struct runner *r)
{
	struct pollfd fds[MAX_JOBS + 1];
	nfds_t n = 0;
	int timeout = TICK_MS;
	unsigned i;

	fds[n++] = (struct pollfd){.fd = r->pool->signal_fd, .events = POLLIN};
	for (i = 0; i < r->pool->jobs; i++) {
		if (!r->slots[i].pid)
			continue;
		if (r->slots[i].fd >= 0)
			fds[n++] = (struct pollfd){.fd = r->slots[i].fd, .events = POLLIN};
		else
			timeout = 1; /* its end was read: it is about to exit */
	}
	poll(fds, n, timeout);
}

static void take_ended(struct runner *r)
{
	unsigned i;

	for (i = 0; i < r->pool->jobs; i++) {
		struct running *slot = &r->slots[i];

		if (!slot->pid)
			continue;
		drain(slot);
		if (!has_ended(slot))
			continue;
		r->running--;
		slot->pid = 0;
		r->done(r->data, &slot->job);
		finish(slot);
	}
}

const char *prove_run(struct prove_pool *pool, prove_next_fn *next, prove_done_fn *done, void *data)
{
	struct runner r = {.pool = pool, .next = next, .done = done, .data = data};
	const char *why = NULL;
	unsigned i;

	r.slots = calloc(pool->jobs, sizeof(*r.slots));
	if (!r.slots)
		return "no memory";
	while (!why) {
		why = prove_interrupted(pool) ? "interrupted" : start_more(&r);
		if (why || !r.running)
			break;
		wait_for_some(&r);
		take_ended(&r);
	}
	for (i = 0; i < pool->jobs; i++) {
		if (!r.slots[i].pid)
			continue;
		stop(&r.slots[i]);
		finish(&r.slots[i]);
	}
	free(r.slots);
	return why;
}
