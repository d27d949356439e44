/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Times a command against a peer, or alone, and holds it to limits:
 *
 *	versus [--runs N] [--name TEXT] [--min-ratio R] [--max-ratio R] [--max-ms T] [--max-mb M]
 *		COMMAND ARG... [-- PEER ARG...]
 *
 * The ratio is the peer's time divided by the command's (--min-ratio: at least so much faster), or,
 * for --max-ratio, the command's divided by the peer's. Runs are interleaved, so that what else the
 * machine does meets both. Ratios are of medians of the wall clock; --max-ms holds the fastest run,
 * which is what is left when nothing else runs. A limit that is missed gets two
 * more rounds, as a busy machine can only make a program slower. Commands may end with 0 or 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_RUNS = 10000, ROUNDS = 3 };

struct side {
	char **argv;		/* NULL: there is no peer */
	double times[MAX_RUNS]; /* milliseconds */
	double median;
	long peak; /* KiB, the highest of all runs */
};

struct limits {
	double min_ratio, max_ratio, max_ms, max_mb; /* 0: none */
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* Runs a side once, with its output thrown away. Returns false, with a message, when it fails. */
static bool run_once(struct side *side, size_t index)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	double start;
	pid_t child;
	int status;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	start = now();
	error = posix_spawnp(&child, side->argv[0], &actions, NULL, side->argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error) {
		fprintf(stderr, "versus: %s: %s\n", side->argv[0], strerror(error));
		return false;
	}
	if (wait4(child, &status, 0, &usage) < 0) {
		perror("versus: wait4");
		return false;
	}
	side->times[index] = now() - start;
	if (usage.ru_maxrss > side->peak)
		side->peak = usage.ru_maxrss;
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
		fprintf(stderr, "versus: %s ended with status %d\n", side->argv[0], status);
		return false;
	}
	return true;
}

static int ascending(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;

	return (a > b) - (a < b);
}

static void summarize(struct side *side, size_t runs)
{
	qsort(side->times, runs, sizeof(side->times[0]), ascending);
	side->median = side->times[runs / 2];
}

/* One round of interleaved runs. The first run of each warms the caches and is not counted. */
static bool measure(struct side *command, struct side *peer, size_t runs)
{
	for (size_t i = 0; i <= runs; i++) {
		size_t place = i ? i - 1 : 0;

		if (!run_once(command, place) || (peer->argv && !run_once(peer, place)))
			return false;
	}
	summarize(command, runs);
	if (peer->argv)
		summarize(peer, runs);
	return true;
}

/* Prints one figure with its limit. Returns whether it holds. */
static bool judge(const char *what, double value, double limit, bool at_least, const char *unit)
{
	bool holds = limit <= 0 || (at_least ? value >= limit : value <= limit);

	printf("  %-10s %8.2f%s", what, value, unit);
	if (limit > 0)
		printf("   (%s %g%s)%s", at_least ? "at least" : "at most", limit, unit,
			holds ? "" : "  MISSED");
	printf("\n");
	return holds;
}

static bool report(const struct side *command, const struct side *peer, const struct limits *limits)
{
	bool holds = judge("fastest", command->times[0], limits->max_ms, false, " ms");

	judge("median", command->median, 0, false, " ms");
	holds &= judge("peak", (double)command->peak / 1024, limits->max_mb, false, " MB");
	if (peer->argv) {
		judge("peer", peer->median, 0, false, " ms");
		if (limits->max_ratio > 0)
			holds &= judge("times", command->median / peer->median, limits->max_ratio,
				false, "x");
		else
			holds &= judge("faster", peer->median / command->median, limits->min_ratio,
				true, "x");
	}
	return holds;
}

/* The number behind an option; usage errors end the program, as this is a tool for tests. */
static double number(int argc, char **argv, int *index)
{
	char *end;
	double value;

	if (++*index >= argc || (value = strtod(argv[*index], &end)) <= 0 || *end) {
		fprintf(stderr, "versus: a positive number has to follow %s\n", argv[*index - 1]);
		exit(2);
	}
	return value;
}

int main(int argc, char **argv)
{
	static struct side command, peer;
	struct limits limits = {0};
	const char *name = NULL;
	size_t runs = 51;
	int i = 1;

	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--runs") == 0)
			runs = (size_t)number(argc, argv, &i);
		else if (strcmp(argv[i], "--name") == 0 && i + 1 < argc)
			name = argv[++i];
		else if (strcmp(argv[i], "--min-ratio") == 0)
			limits.min_ratio = number(argc, argv, &i);
		else if (strcmp(argv[i], "--max-ratio") == 0)
			limits.max_ratio = number(argc, argv, &i);
		else if (strcmp(argv[i], "--max-ms") == 0)
			limits.max_ms = number(argc, argv, &i);
		else if (strcmp(argv[i], "--max-mb") == 0)
			limits.max_mb = number(argc, argv, &i);
		else
			break;
	}
	command.argv = argv + i;
	for (; i < argc; i++)
		if (strcmp(argv[i], "--") == 0) {
			argv[i] = NULL;
			peer.argv = argv + i + 1;
			break;
		}
	if (!command.argv[0] || strncmp(command.argv[0], "--", 2) == 0 || runs < 1 ||
		runs > MAX_RUNS || (peer.argv && !peer.argv[0])) {
		fprintf(stderr, "versus: usage is in the head of versus.c\n");
		return 2;
	}

	printf("%s, %zu runs\n", name ? name : command.argv[0], runs);
	for (int round = 0; round < ROUNDS; round++) {
		if (!measure(&command, &peer, runs))
			return 2;
		if (report(&command, &peer, &limits))
			return 0;
	}
	return 1;
}
