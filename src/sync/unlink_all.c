/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Removing many files at once. Where a filesystem tells the disk of every block that is freed, and
 * waits (ext4 without a journal, mounted with "discard"), a removal takes milliseconds, and those
 * of a hundred files most of a sync. In a few threads they wait at the same time.
 */
#include "sync_fs.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

enum { MOST_THREADS = 16, FILES_A_THREAD = 4 };

struct removal {
	const struct et_fs *fs;
	int folder;
	const char *const *names;
	size_t n;
	atomic_size_t next;
	atomic_int error; /* errno of one that failed */
};

static void *remove_some(void *data)
{
	struct removal *removal = data;
	size_t i;

	while ((i = atomic_fetch_add(&removal->next, 1)) < removal->n) {
		if (et_fs_unlink(removal->fs, removal->folder, removal->names[i]) != 0 &&
			errno != ENOENT)
			atomic_store(&removal->error, errno);
	}
	return NULL;
}

int et_fs_unlink_all(const struct et_fs *fs, int folder, const char *const *names, size_t n)
{
	struct removal removal = {.fs = fs, .folder = folder, .names = names, .n = n};
	pthread_t threads[MOST_THREADS];
	size_t wanted = n / FILES_A_THREAD;
	size_t count = 0;
	sigset_t all;
	sigset_t before;

	/* Faults are counted call by call, so those are made one after the other. */
	if (fs->fault)
		wanted = 0;
	/* Signals are for the threads of the program, not for ours. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (count < wanted && count < MOST_THREADS &&
		pthread_create(&threads[count], NULL, remove_some, &removal) == 0)
		count++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	remove_some(&removal);
	while (count)
		pthread_join(threads[--count], NULL);
	errno = atomic_load(&removal.error);
	return errno ? -1 : 0;
}
