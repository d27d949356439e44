/* SPDX-License-Identifier: BSD-3-Clause */
/* A source whose files are in memory: for tests and fuzzing. */
#ifndef ETALON_SOURCE_MEMORY_H
#define ETALON_SOURCE_MEMORY_H

#include "source.h"

/*
 * Makes a source of one text: a line "%%FILE path" begins a file, what is before the first such
 * line is the file "virtio.tex". Copies the text. name is borrowed. Close it as any other.
 */
struct et_source *et_source_memory(const char *name, const char *text, size_t length);

#endif
