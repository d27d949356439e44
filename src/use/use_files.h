/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * For src/use/ only. The consumer's files: which there are, what each includes, and which names it
 * may have. Written once, by a first pass over all bytes; then only read.
 */
#ifndef ETALON_USE_FILES_H
#define ETALON_USE_FILES_H

#include "map.h"
#include "use.h"
#include "use_names.h"

enum {
	USE_LARGEST_FILE = 4 << 20,
	USE_PAD = 96, /* bytes before and behind a text that can be read */
};

/* Numbers of files or names; grows by ET_APPEND(). */
struct use_list {
	uint32_t *items;
	size_t count;
	size_t capacity;
};

/* A set of names that has some more than were put in: three bits for each hash. */
struct use_signature {
	uint64_t *bits; /* NULL: none are in it */
	uint32_t mask;	/* of the number of a bit */
};

struct use_include {
	const char *name;
	uint32_t length;
	bool quoted;
};

struct use_file {
	const char *path;
	bool own;    /* one of the consumer's sources, whose uses count */
	bool header; /* or part of another source: what others include */
	bool cxx;
	bool scanned;	       /* the members below are known */
	bool dropped;	       /* binary, too large or not to be read */
	uint32_t archs;	       /* see use_source_archs() */
	uint32_t header_archs; /* see use_header_archs() */
	const char *text;      /* of a header that was given, else NULL */
	size_t length;	       /* in bytes, once scanned */
	struct use_include *includes;
	uint32_t n_includes;
	uint32_t n_hits;
	uint32_t *hits;		       /* wishes that are in it, by index */
	struct use_signature names;    /* all that are in it */
	struct use_signature declared; /* of a header: those that it may declare */
	struct use_signature defined;  /* … and define as macros */
};

/* Architectures that a source is for, or that a header is of, by the folders that it is in, as
 * bits; 0: all. */
uint32_t use_source_archs(const char *path);
uint32_t use_header_archs(const char *path);

/* All files by path, and behind them the headers that were given. */
struct use_files {
	const struct et_use_options *options;
	ET_ARRAY(struct use_file) list;
	uint32_t n_walked;
	struct et_map by_path; /* 1 + index, as a pointer */
	struct et_map by_name; /* of basenames: struct use_list * */
	size_t skipped;
	int root; /* descriptor */
};

/* A name that queries ask for; what for is in use_job. */
struct use_wish;

/* Finds the files. Returns false, with an error in diags, when the root can't be read. */
bool use_walk(struct et_arena *arena, const struct et_use_options *options, struct use_files *files,
	struct et_diags *diags);

/* Reads files one after the other into the same memory. */
struct use_reader {
	char *buffer; /* USE_PAD bytes before the text */
	size_t capacity;
};

void use_reader_finish(struct use_reader *reader);

/* Returns the text, with USE_PAD bytes before and behind it, until the next call; NULL if not. */
const char *use_read(struct use_reader *reader, const struct use_files *files,
	const struct use_file *file, size_t *length);

/* What the first pass looks for. */
struct use_filter {
	const struct use_names *names; /* those that are wanted have their wish there */
	uint32_t n_wishes;
	uint64_t *bits; /* hashes of wanted names */
};

enum { USE_FILTER_BITS = 1 << 17 };

void use_filter_init(struct use_filter *filter, struct et_arena *arena,
	const struct use_names *names, uint32_t n_wishes);

/* The first pass over one file after the other. */
struct use_scanner {
	struct et_arena *arena;
	const struct use_filter *filter;
	uint32_t *seen;	      /* by wish: the last file that has it */
	struct et_map names;  /* what was included, each text once */
	struct use_list hits; /* of the file at hand */
	ET_ARRAY(struct use_include) includes;
};

void use_scanner_init(
	struct use_scanner *scanner, struct et_arena *arena, const struct use_filter *filter);

/* Fills in what of a file is known once it was scanned. serial: another one for each file, not 0.
 */
void use_scan(struct use_scanner *scanner, struct use_file *file, const char *text, size_t length,
	uint32_t serial);

/* The first pass over all files, on as many threads as wished for (two at most), each with an arena
 * of its own. */
void use_scan_all(struct et_arena *arenas, struct use_files *files, const struct use_filter *filter,
	unsigned threads);

static inline uint32_t use_signature_bit(uint32_t hash, uint32_t mask, unsigned i)
{
	return i == 0 ? hash & mask
		      : (i == 1 ? hash >> 11 ^ hash << 9 : hash >> 22 ^ hash << 6) & mask;
}

static inline void use_sign(const struct use_signature *signature, uint32_t hash)
{
	unsigned i;

	for (i = 0; i < 3; i++) {
		uint32_t bit = use_signature_bit(hash, signature->mask, i);

		signature->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
	}
}

static inline bool use_is_signed(const struct use_signature *signature, uint32_t hash)
{
	unsigned i;

	for (i = 0; signature->bits && i < 3; i++) {
		uint32_t bit = use_signature_bit(hash, signature->mask, i);

		if (!(signature->bits[bit / 64] >> (bit % 64) & 1))
			return false;
	}
	return signature->bits != NULL;
}

/* Whether a file may have a name of that hash. */
static inline bool use_may_have(const struct use_file *file, uint32_t hash)
{
	return use_is_signed(&file->names, hash);
}

#endif
