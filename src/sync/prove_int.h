/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the parts of et_prove() share. For src/sync/prove*.c only.
 *
 * A view is a temporary folder that shows the consumer and its build folder under their own paths
 * below a root of its own: folders are real ones, files are links to the real ones, and the staged
 * headers are put in their places. So whatever way an include takes (beside the including file,
 * "..", a link between folders, the search path), it finds what it would find after the sync.
 * At first it has the files that includes may lead to; if that leaves anything that does not
 * compile, all files.
 */
#ifndef ETALON_PROVE_INT_H
#define ETALON_PROVE_INT_H

#include "map.h"
#include "prove.h"
#include "str.h"

#include <signal.h>
#include <sys/types.h>

typedef ET_ARRAY(const char *) prove_words;

/* A path that the sync changes, canonical: links in its folders are resolved. */
struct prove_change {
	const char *path;
	const struct et_staged *file; /* NULL: it will be gone */
	bool is_new;		      /* nothing is there now */
	bool only_adds;		      /* macros, with these names */
	prove_words names;
	bool inert; /* and nobody spells any of them */
};

/* A compiler that was asked for its own include folders. */
struct prove_system {
	const char *const *argv;
	const char *directory;
	prove_words folders;
	bool asked, unknown; /* unknown: it did not answer */
};

/* Where a command's includes are looked for, absolute, in this order. */
struct prove_search {
	prove_words quote;
	prove_words bracket; /* -I */
	prove_words system;  /* -isystem; then the compiler's own */
	prove_words after;   /* -idirafter */
	prove_words forced;  /* -include and -imacros: files */
	prove_words defines; /* -D, whose values may be named by #include */
	struct prove_system *own;
	bool unknown; /* options that are not understood may change it */
};

/* An entry of the data base. */
struct prove_unit {
	const char *name;	 /* as it is reported */
	const char *source;	 /* absolute */
	const char *directory;	 /* canonical */
	prove_words words;	 /* the command as it was, split */
	const char *const *argv; /* what is run in the view; "-o" last where a name is to follow */
	size_t n_argv;
	struct prove_search search;
	bool affected;
	size_t entry; /* from 0 */
};

struct prove_job {
	const char *const *argv;
	const char *directory;
	void *data; /* the caller's */
	/* Filled when it has ended: */
	struct et_buf output; /* standard error, cut at a limit */
	int status;	      /* of waitpid() */
	bool late;	      /* killed, as it took too long */
};

/* Runs programs in parallel. Signals that would end this process end them first. */
struct prove_pool {
	unsigned jobs;
	const char *const *environment;
	sigset_t caught, before;
	int signal_fd;
	int signal;	  /* that came, or 0 */
	unsigned seconds; /* for one program */
};

struct prove_view {
	const char *top;   /* the temporary folder */
	const char *root;  /* below it: stands for "/" */
	const char *out;   /* below it: for what compilers write */
	prove_words roots; /* canonical folders, which are shown with what is in them */
	size_t entries;
	bool whole; /* shown with all files, not only with those that includes lead to */
	dev_t device;
	ino_t inode;
	bool after; /* which state is shown */
};

struct prove_names;

struct prove {
	struct et_arena *arena;
	const struct et_prove_options *options;
	struct et_diags *diags;
	struct et_proof *proof;
	const char *consumer; /* canonical */
	const char *build;
	ET_ARRAY(struct prove_unit) units;
	ET_ARRAY(struct prove_change) changes;
	struct et_map by_path; /* canonical path to change */
	struct et_map spelled; /* names of macros that are added, to bool: somebody spells it */
	ET_ARRAY(const char *) rewritten; /* files that include others by their absolute path */
	struct et_map systems;
	struct prove_names *names; /* what was found by following includes */
	struct prove_view view;
	struct prove_pool pool;
};

/* A message of a compiler, with paths of the consumer. */
struct prove_message {
	const char *file;
	uint32_t line, column;
	bool error;
	const char *text;
};

typedef ET_ARRAY(struct prove_message) prove_messages;

/*
 * The words of a command by the rules of a POSIX shell. Returns NULL, or why a shell would be
 * needed: a static text.
 */
const char *prove_split(struct et_arena *arena, const char *command, prove_words *words);

/* Reads the data base into units. Returns false, with an error in diags, when there is none. */
bool prove_read_base(struct prove *p);

/*
 * Makes of a unit's words the command that is run, and its search. Returns NULL, or why it cannot
 * be run: a static text.
 */
const char *prove_make_command(struct prove *p, struct prove_unit *unit);

/* Asks compilers for their own include folders. Returns false when interrupted. */
bool prove_ask_systems(struct prove *p);

/* Marks the units whose includes lead to a changed file, or may. */
void prove_mark(struct prove *p);

/* A path with all links resolved, also where its last parts do not exist. Absolute input. */
const char *prove_canonical(struct et_arena *arena, const char *path);

/* The same, but the last part is kept when it is a link. */
const char *prove_canonical_folder(struct et_arena *arena, const char *path);

/* What a link leads to, canonical, whether it is there or not; the path when it is no link. */
const char *prove_link_target(struct et_arena *arena, const char *path);

/* directory/name, or name when it is absolute. */
const char *prove_absolute(struct et_arena *arena, const char *directory, const char *name);

/* Whether a path is a folder or below it. */
bool prove_is_below(const char *path, const char *folder);

/* An existing absolute path below one of the view's roots as it is seen in the view; else NULL. */
const char *prove_in_view(const struct prove *p, struct et_arena *arena, const char *path);

/* Has the view show a canonical folder whole. None of its roots is within another. */
void prove_add_root(struct prove *p, const char *path);

/* Makes the temporary folder (before commands are made), then fills it. */
bool prove_view_open(struct prove *p);
bool prove_view_fill(struct prove *p, bool whole);

/* Shows the staged files, or the consumer's own. */
bool prove_view_show(struct prove *p, bool after);
void prove_view_close(struct prove *p);

bool prove_pool_open(struct prove *p);

/* What programs get as environment; once the view is open. */
void prove_set_environment(struct prove *p);

/* Restores the caller's signals; one that came meanwhile arrives then. */
void prove_pool_close(struct prove *p);

/* Whether a signal came that is to end the work. */
bool prove_interrupted(struct prove_pool *pool);

/* next fills a job and returns true, or false when there is none left; done takes it. */
typedef bool prove_next_fn(void *data, unsigned slot, struct prove_job *job);
typedef void prove_done_fn(void *data, struct prove_job *job);

/* Returns NULL, or why not all could be run: a static text. */
const char *prove_run(
	struct prove_pool *pool, prove_next_fn *next, prove_done_fn *done, void *data);

/* Reads what a compiler wrote when it ran in a unit's directory. */
void prove_read_messages(struct prove *p, struct et_arena *arena, const struct prove_unit *unit,
	const struct prove_job *job, prove_messages *messages);

/* Drops the messages that were there before, too. */
void prove_drop_known(const struct prove *p, struct et_arena *arena, prove_messages *now,
	const prove_messages *then);

#endif
