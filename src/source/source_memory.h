/* SPDX-License-Identifier: BSD-3-Clause */
/* A source whose files are in memory: staged headers; tests and fuzzing. */
#ifndef ETALON_SOURCE_MEMORY_H
#define ETALON_SOURCE_MEMORY_H

#include "source.h"

/* A file: everything is borrowed for as long as the source is open. */
struct et_source_text {
	const char *path; /* below the root */
	const char *data; /* any bytes, no NUL needed behind them */
	size_t length;
};

/* Makes a source of n files. name is borrowed. Close it as any other. */
struct et_source *et_source_texts(const char *name, const struct et_source_text *texts, size_t n);

/*
 * Makes a source of one text: a line "%%FILE path" begins a file, what is before the first such
 * line is the file "virtio.tex". Copies the text. name is borrowed. Close it as any other.
 */
struct et_source *et_source_memory(const char *name, const char *text, size_t length);

#endif
