/* SPDX-License-Identifier: BSD-3-Clause */
#include "git_trim.h"

#include "str.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Smaller ones are not worth it: a kernel without its history has 3 MB. */
enum { LARGE = 8 * 1024 * 1024, MOST_RESIDENT = 32 * 1024 * 1024 };

/* Bytes of mapped files that count as this process's; the program itself is among them. */
static size_t resident(void)
{
	FILE *statm = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (!statm)
		return 0;
	if (fscanf(statm, "%*u %*u %lu", &pages) != 1)
		pages = 0;
	fclose(statm);
	return pages * (size_t)sysconf(_SC_PAGESIZE);
}

static bool is_index(const char *path)
{
	return (strstr(path, "/pack/pack-") && et_ends_with(path, ".idx")) ||
	       et_ends_with(path, "/pack/multi-pack-index");
}

/* A line of /proc/self/maps. Only what is mapped for reading is touched: that is never lost. */
static void trim_mapping(char *line)
{
	char *path = strchr(line, '/');
	uintptr_t begin;
	uintptr_t end;
	char mode[5];

	if (!path || sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %4s", &begin, &end, mode) != 3)
		return;
	path[strcspn(path, "\n")] = '\0';
	if (strncmp(mode, "r--", 3) == 0 && end - begin >= LARGE && is_index(path))
		madvise((void *)begin, end - begin, MADV_DONTNEED);
}

void et_git_trim(void)
{
	FILE *maps = resident() > MOST_RESIDENT ? fopen("/proc/self/maps", "re") : NULL;
	char line[4096 + 128];

	if (!maps)
		return;
	while (fgets(line, sizeof(line), maps))
		trim_mapping(line);
	fclose(maps);
}
