/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs a fuzz target over files and folders of files, without libFuzzer: each seed, and each input
 * that once failed, is so a test of every build. Prints TAP, a case a file.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads a whole file; the caller frees what *data points to. Returns false when it cannot. */
static bool slurp(const char *path, uint8_t **data, size_t *size)
{
	FILE *file = fopen(path, "rb");
	long length = -1;

	if (!file)
		return false;
	if (fseek(file, 0, SEEK_END) == 0)
		length = ftell(file);
	rewind(file);
	/* Exactly as many bytes as there are, so that a sanitizer sees a read behind the last. */
	*data = length >= 0 ? malloc(length ? (size_t)length : 1) : NULL;
	*size = *data ? fread(*data, 1, (size_t)length, file) : 0;
	fclose(file);
	return *data && *size == (size_t)length;
}

static void replay(const char *path, int *count)
{
	uint8_t *data = NULL;
	size_t size;
	bool read = slurp(path, &data, &size);

	/* Said first: a crash leaves the name of its input behind. */
	printf("# %s\n", path);
	fflush(stdout);
	if (read)
		LLVMFuzzerTestOneInput(data, size);
	free(data);
	printf("%sok %d - %s\n", read ? "" : "not ", ++*count,
		strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	int count = 0;

	for (int i = 1; i < argc; i++) {
		struct dirent **entries;
		int found = scandir(argv[i], &entries, is_visible, alphasort);

		if (found < 0) {
			replay(argv[i], &count);
			continue;
		}
		for (int j = 0; j < found; j++) {
			char path[4096];

			snprintf(path, sizeof(path), "%s/%s", argv[i], entries[j]->d_name);
			replay(path, &count);
			free(entries[j]);
		}
		free(entries);
	}
	printf("1..%d\n", count);
	return 0;
}
