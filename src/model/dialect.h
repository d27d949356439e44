/* SPDX-License-Identifier: BSD-3-Clause */
/* A dialect: how a family of trees spells things. Data, from dialects/, one file a family. */
#ifndef ETALON_DIALECT_H
#define ETALON_DIALECT_H

#include "record.h"

/* A systematic difference of names: the tree's prefix stands for the canon's. */
struct et_rewrite {
	const char *tree;  /* "VRING_" */
	const char *canon; /* "VIRTQ_" */
};

/* One name of the tree for one of the canon's. */
struct et_respelling {
	const char *tree;
	const char *canon; /* a definition's name, or record.field */
};

struct et_dialect {
	const char *name;		 /* "linux" */
	const char *title;		 /* "Linux's uapi headers" */
	const struct et_dialect *parent; /* whose aliases and rewrites also hold, or NULL */
	const char *const
		*paths; /* globs over the path below the tree's root: evidence; NULL-terminated */
	const char *const *includes; /* prefixes of #include names that only it uses; likewise */
	const char *const *types;    /* integer types that only it uses; likewise */
	bool orders; /* true: it spells byte order in types, so a plain integer is a statement */
	const struct et_rewrite *rewrites;
	size_t n_rewrites;
	const struct et_respelling *respellings;
	size_t n_respellings;
	const char *const
		*helpers; /* globs over names that are the tree's own tools, not VIRTIO's */
};

#endif
