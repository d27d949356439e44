/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * libetalon: read a tree's definitions, compare them with the VIRTIO standard, walk the findings.
 *
 *	struct etalon *etalon = etalon_create();
 *
 *	etalon_read(etalon, "/usr/include/linux");
 *	etalon_compare(etalon);
 *	for (size_t i = 0; i < etalon_finding_count(etalon); i++)
 *		puts(etalon_finding(etalon, i)->message);
 *	status = etalon_status(etalon, ETALON_WIRE);
 *	etalon_destroy(etalon);
 *
 * One struct etalon is one session and is used by one thread at a time; there is no global state.
 * The library never exits and prints nothing. Everything a function returns a pointer to belongs to
 * the session and lives until etalon_destroy(), unless its comment says otherwise. Structures only
 * ever grow at their end; all but etalon_report_options are made by the library.
 */
#ifndef ETALON_H
#define ETALON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ETALON_API __attribute__((visibility("default")))
#else
#define ETALON_API
#endif

struct etalon;

/* The families of rules, from worst to mildest. Also the thresholds of etalon_status(). */
enum etalon_family {
	ETALON_WIRE,	   /* W: the two sides would not understand each other */
	ETALON_SOURCE,	   /* S: the same bytes, under another name or shape */
	ETALON_ACCEPTANCE, /* A: the tree has what the standard has not accepted */
	ETALON_FRESHNESS,  /* F: the standard has it, the tree does not */
	ETALON_DOCUMENT,   /* D: the standard's own text contradicts itself */
	ETALON_NEVER	   /* as a threshold: no finding fails */
};

/* A rule. The list is the same for every session; see etalon_rule(). */
struct etalon_rule {
	const char *code; /* "W103" */
	const char *name; /* one word or two, for title in JSON: "offset" */
	enum etalon_family family;
	const char *summary; /* one line: what a finding of it says */
	const char *page;    /* its page in docs/rules, as Markdown */
};

/* One side of a finding. Texts are NULL and line is 0 where they do not apply. */
struct etalon_evidence {
	const char *text; /* what this side says: "offset 19", "le32", "bit 46" */
	bool has_value;
	int64_t value;	  /* the number in text, where there is one */
	const char *name; /* found: what the tree calls it */
	const char *tree; /* found: the tree as named to etalon_read() */
	const char *file; /* found: path below the tree; expected: file of the standard's text */
	uint32_t line;
	const char *label;   /* expected: the standard's section label */
	const char *section; /* expected: the section's title */
};

/* One difference. */
struct etalon_finding {
	const struct etalon_rule *rule;
	const char *interface;	 /* "scsi" */
	const char *definition;	 /* the standard's name: "virtio_scsi_req_cmd.cdb" */
	const char *fingerprint; /* 16 hex digits; survives moved lines */
	const char *const *abis; /* names of the ABIs it shows under, NULL-terminated; NULL: all */
	const char *guard;	 /* the preprocessor condition it is under, or NULL */
	struct etalon_evidence expected;
	struct etalon_evidence found;
	const char *message;   /* one line, whole */
	const char *deviation; /* who departs from the standard here together, or NULL */
	const char *waived;    /* the reason of the waiver that accepts it, or NULL */
	bool known;	       /* in the baseline: etalon_set_baseline() */
	const char *fix;       /* D rules: what to write instead, where that is certain, or NULL */
};

enum etalon_severity {
	ETALON_NOTE,	/* worth saying; changes no status */
	ETALON_WARNING, /* left out, and it did not matter to the answer */
	ETALON_ERROR	/* could not be read: status 2 */
};

/* Something that was not judged, or not read, or worth knowing. */
struct etalon_message {
	enum etalon_severity severity;
	const char *file; /* NULL when about no file */
	uint32_t line;	  /* 0 when about no line */
	const char *name; /* the definition that could not be read, or NULL */
	const char *text;
};

/* What was read of one tree. */
struct etalon_tree {
	const char *path;    /* as named to etalon_read() */
	const char *dialect; /* "linux" */
	size_t files;	     /* headers read */
	size_t matched;	     /* definitions that the standard has, too */
	size_t unmatched;    /* VIRTIO-named definitions that it has not, or not in this canon */
	size_t skipped;	     /* files and links passed over: binary, not regular, no header */
	size_t not_judged;   /* headers of interfaces that this canon does not hold */
};

/* The library's version, "0.1.0", and the editions of the standard that it has, as a list with
 * commas: "1.0, 1.1, 1.2, 1.3, 1.4". Static. */
ETALON_API const char *etalon_version(void);
ETALON_API const char *etalon_editions(void);

/* Returns a session, or NULL when memory runs out. */
ETALON_API struct etalon *etalon_create(void);
/* Takes NULL. */
ETALON_API void etalon_destroy(struct etalon *etalon);

/*
 * Settings, before etalon_read() and etalon_compare(). Those that take a name return 0, or -1 for a
 * name that is unknown, which etalon_error() explains. Repeated calls of etalon_only_…() add up.
 */
ETALON_API int etalon_set_edition(struct etalon *etalon, const char *edition);
ETALON_API int etalon_only_interface(struct etalon *etalon, const char *name);
/* A code ("W103"), a prefix of one ("W", "W1") or a family's name ("wire"). */
ETALON_API int etalon_only_rule(struct etalon *etalon, const char *name);
ETALON_API int etalon_only_abi(struct etalon *etalon, const char *name);
/* Without it each tree's dialect is recognised. */
ETALON_API int etalon_set_dialect(struct etalon *etalon, const char *name);
/* Seconds since 1970, for the ends of waivers. Without it: SOURCE_DATE_EPOCH, else the clock. */
ETALON_API void etalon_set_today(struct etalon *etalon, int64_t seconds);
/*
 * Findings whose fingerprints are in an etalon.findings/1 document are marked known and count for
 * nothing. Returns 0, or -1 when the text is no such document.
 */
ETALON_API int etalon_set_baseline(struct etalon *etalon, const char *json, size_t length);

/*
 * Reads a tree: a directory or a file; an archive (.tar, .tar.gz, .tar.xz, .tar.zst, .tar.bz2); a
 * revision of a git repository, REPO@REV, or REV of the one that the current directory is in, or
 * a folder or file of it, REV:PATH. What the file system has under the name comes first. Returns 0,
 * also when parts of it could not be read (messages say so), or -1 when nothing could. A tree's
 * etalon.yaml is read with it.
 */
ETALON_API int etalon_read(struct etalon *etalon, const char *path);

/* Compares all that was read with the standard. Once a session. Returns 0, or -1. */
ETALON_API int etalon_compare(struct etalon *etalon);

/* Findings by tree and header, the worst header and the worst finding first, then by line. */
ETALON_API size_t etalon_finding_count(const struct etalon *etalon);
ETALON_API const struct etalon_finding *etalon_finding(const struct etalon *etalon, size_t index);

ETALON_API size_t etalon_tree_count(const struct etalon *etalon);
ETALON_API const struct etalon_tree *etalon_tree(const struct etalon *etalon, size_t index);

ETALON_API size_t etalon_message_count(const struct etalon *etalon);
ETALON_API const struct etalon_message *etalon_message(const struct etalon *etalon, size_t index);

/* The last error of a call that returned -1, for a person; "" when there was none. */
ETALON_API const char *etalon_error(const struct etalon *etalon);

/*
 * The exit status of a check: 2 when something could not be read or nothing was recognised, else 1
 * when a finding that is neither waived nor known is of the threshold's family or worse, else 0.
 */
ETALON_API int etalon_status(const struct etalon *etalon, enum etalon_family threshold);

/* All rules, in order of their codes; NULL past the end. */
ETALON_API const struct etalon_rule *etalon_rule(size_t index);
/* A rule by its code, in either case, or NULL. */
ETALON_API const struct etalon_rule *etalon_rule_by_code(const char *code);
/* "wire" …; and back, with ETALON_NEVER + 1 for what is none. */
ETALON_API const char *etalon_family_name(enum etalon_family family);
ETALON_API enum etalon_family etalon_family_by_name(const char *name);

enum etalon_format {
	ETALON_TEXT,
	ETALON_JSON,  /* etalon.findings/1 */
	ETALON_SARIF, /* 2.1.0 */
	ETALON_GCC,   /* file:line: warning: … [W103] */
};

struct etalon_report_options {
	enum etalon_format format;
	bool color;
	unsigned width; /* of the terminal, for text; 0: not limited */
	bool quiet;	/* findings only: no counts, no notes */
	bool summary;	/* text: counts a header, no findings */
	bool freshness; /* text: list F findings, which are otherwise a count a header */
	bool known;	/* list what is in the baseline, too */
};

/* Takes a piece of a report. Returns 0 to go on, anything else to stop. */
typedef int etalon_write_fn(void *data, const char *text, size_t length);

/* Writes a report; options of NULL are all zeroes. Returns 0, or what the function returned else.
 */
ETALON_API int etalon_report(const struct etalon *etalon,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/*
 * Writes all that the canon knows about a name, in either case, own name or alias. Returns 0; 2 for
 * a name that it does not know, with the nearest names written instead; else as etalon_report().
 */
ETALON_API int etalon_show(const struct etalon *etalon, const char *name,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/*
 * Writes a line for each definition of an interface, or for each interface when it is NULL. Returns
 * as etalon_show() does.
 */
ETALON_API int etalon_list(const struct etalon *etalon, const char *interface,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/*
 * Reads a text of the standard: a directory of its TeX, an archive, or a revision of a git
 * repository, named as for etalon_read(). Returns 0, also when parts of it could not be read
 * (messages say so), or -1.
 */
ETALON_API int etalon_spec_read(struct etalon *etalon, const char *name);

/* Uses the registry files of a directory instead of what is compiled in. Returns 0, or -1. */
ETALON_API int etalon_spec_registry(struct etalon *etalon, const char *directory);

/*
 * Holds the text that was read to the registry, and to itself: the D rules. Instead of
 * etalon_compare(). Its text is the session's one tree: matched is what the text confirms of the
 * registry, unmatched what only a file could confirm that is not there. Returns 0, or -1.
 */
ETALON_API int etalon_spec_check(struct etalon *etalon);

/* Writes what the texts have: files, listings and definitions, each accounted for. */
ETALON_API int etalon_spec_stats(const struct etalon *etalon,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* What kind of change it is. */
enum etalon_change_kind {
	ETALON_ADDED,
	ETALON_CHANGED,
	ETALON_REMOVED,
	ETALON_RENAMED,
	ETALON_MOVED /* to another header, or a field to another offset */
};

/*
 * What a change of a tree does to those who use it, from worst to mildest. Also the thresholds of
 * etalon_diff_status(), where NONE is for: no change fails.
 */
enum etalon_impact {
	ETALON_IMPACT_NONE,	 /* not said: of texts of the standard */
	ETALON_IMPACT_WIRE,	 /* two sides would not understand each other */
	ETALON_IMPACT_SOURCE,	 /* what a user spells is gone or has another shape */
	ETALON_IMPACT_BEHAVIOUR, /* a size or count changes that reaches the guest or an array */
	ETALON_IMPACT_COMPATIBLE
};

/* A place in a consumer's sources that a change reaches. */
struct etalon_use {
	const char *file; /* below the consumer's folder */
	uint32_t line, column;
	bool certain; /* a compiler gives an error or a new warning there; else it is likely */
	bool breaks;  /* it does not compile; false: it means another thing */
	const char *why;
};

/* And of what. */
enum etalon_change_what {
	ETALON_CONSTANT,
	ETALON_RECORD,
	ETALON_FIELD, /* of a record that both sides have */
	ETALON_REGISTER,
	ETALON_VIRTQUEUE,
	ETALON_ID, /* of a device type */
	ETALON_REQUIREMENT,
	ETALON_HEADER, /* a file */
	ETALON_TYPE,   /* a typedef */
	ETALON_FUNCTION
};

/* One difference between two texts, or editions, of the standard, or between two trees. */
struct etalon_change {
	enum etalon_change_kind kind;
	enum etalon_change_what what;
	const char *interface; /* "blk"; a chapter's title where no interface owns it; or NULL */
	/*
	 * A name, record.field, an id, a header's path: as the newer side calls it in texts; in
	 * trees as the older one does, where it has it, as that is what users spell.
	 */
	const char *definition;
	bool legacy;	       /* only sections on the legacy interface have it */
	bool whole;	       /* the other side has nothing of the interface; no such header */
	bool has_from, has_to; /* whether each side has it at all */
	struct etalon_evidence from, to; /* name is each side's own, tree the text or tree */
	const char *from_sentence;	 /* a requirement's, where its text was read; else NULL */
	const char *to_sentence;
	const char *message; /* one line, whole */

	/* Of trees only. */
	enum etalon_impact impact;
	/*
	 * What of it changed: "value", "size", "offset", "order" (of members), "type", "byte
	 * order", "sign", "count", "alignment", "condition", "spelling" (macro or enumerator),
	 * "text" (of a macro without a value), "header", "include" (of a header that no longer
	 * includes another), "parameters" (of a function); NULL: it came, went, or has another
	 * name.
	 */
	const char *aspect;
	const char *const *abis; /* as in a finding */
	const char *guard;
	const struct etalon_use *uses; /* where a consumer was named */
	size_t n_uses;
	const char *waived;	 /* the reason of the waiver that accepts it, or NULL */
	const char *fingerprint; /* 16 hex digits; survives moved lines */
};

/* What is compared, for etalon_spec_diff(). */
enum etalon_spec_parts { ETALON_SPEC_ALL, ETALON_SPEC_DEFINITIONS, ETALON_SPEC_REQUIREMENTS };

/*
 * Says what changed from one text of the standard to another. Each is an edition ("1.2"), which the
 * program itself knows, or is read as etalon_spec_read() does. Instead of etalon_compare(); heeds
 * etalon_only_interface(). Returns 0, also when parts of a text could not be read, or -1.
 */
ETALON_API int etalon_spec_diff(
	struct etalon *etalon, const char *from, const char *to, enum etalon_spec_parts parts);

struct etalon_diff_options {
	/*
	 * Globs over paths below the trees, NULL-terminated: which headers are compared. NULL:
	 * VIRTIO's, as in etalon_read(). A file that is named itself is taken in any case.
	 */
	const char *const *headers;
	const char
		*uses; /* a consumer's directory, whose uses of what changed are found; or NULL */
};

/*
 * Compares two trees with each other. Each is what etalon_read() takes: a directory, a file, an
 * archive, REPO@REV, or a revision of the repository around the current directory. Instead of
 * etalon_compare(); heeds etalon_only_interface() and etalon_only_abi(). options: NULL, or all
 * that is not asked for is zero. to may be NULL where from is a revision, which is compared with
 * its work tree then, or "FROM..TO". Returns 0, also when parts of a tree could not be read, or -1.
 */
ETALON_API int etalon_diff(struct etalon *etalon, const char *from, const char *to,
	const struct etalon_diff_options *options);

/* The top of git's work tree around the current directory, or NULL. */
ETALON_API const char *etalon_work_tree(struct etalon *etalon);

/*
 * The same for the headers that a patch touches, before and after it. The patch is a unified diff
 * as git makes it, with paths below directory, which holds the files as they are after it, or, if
 * that does not fit, before it. Nothing is written.
 */
ETALON_API int etalon_diff_patch(struct etalon *etalon, const char *directory, const char *patch,
	size_t length, const struct etalon_diff_options *options);

/*
 * The exit status of a comparison of trees: 2 when something could not be read or nothing was
 * recognised, else 1 when a change that is not waived is of the threshold's class or worse, else 0.
 */
ETALON_API int etalon_diff_status(const struct etalon *etalon, enum etalon_impact threshold);

/* "wire" …, "never" for NONE; and back, with ETALON_IMPACT_COMPATIBLE + 1 for what is none. */
ETALON_API const char *etalon_impact_name(enum etalon_impact impact);
ETALON_API enum etalon_impact etalon_impact_by_name(const char *name);

/*
 * The changes. Between texts: by interface, definitions first, then in the newer text's order.
 * Between trees: by header, the worst header and the worst change first, then by line.
 */
ETALON_API size_t etalon_change_count(const struct etalon *etalon);
ETALON_API const struct etalon_change *etalon_change(const struct etalon *etalon, size_t index);

/*
 * Writes them as ETALON_TEXT or ETALON_JSON (etalon.changes/1), those between trees in any format.
 * options->freshness lists what is compatible, or new as a whole, in text. Returns as
 * etalon_report() does.
 */
ETALON_API int etalon_report_changes(const struct etalon *etalon,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

struct etalon_import_options {
	const char *registry; /* the directory whose files are to change */
	bool draft;	   /* the text is a draft of the next edition, whatever it says of itself */
	bool requirements; /* requirements.yaml only: also from an older edition's text */
};

/*
 * Works out the change that brings the text that was read into a registry, whose files are read,
 * not written. Messages say what was not decided. Returns 0, or -1 when the registry can't be read
 * or the change would not make a valid one.
 */
ETALON_API int etalon_spec_import(
	struct etalon *etalon, const struct etalon_import_options *options);

/* How many files change. */
ETALON_API size_t etalon_import_count(const struct etalon *etalon);

/* Writes the change as a patch, for "git apply" or "patch -p1". Returns as etalon_report() does. */
ETALON_API int etalon_import_diff(const struct etalon *etalon, etalon_write_fn *write, void *data);

/* Changes the files in place, all of them or none. Returns 0, or -1. */
ETALON_API int etalon_import_write(struct etalon *etalon);

/* What becomes of a file of the consumer's. */
enum etalon_file_action {
	ETALON_FILE_ADDED,
	ETALON_FILE_CHANGED,
	ETALON_FILE_UNCHANGED,
	ETALON_FILE_ORPHANED, /* there, and no longer written by anyone: kept */
	ETALON_FILE_REMOVED   /* was orphaned, and is to go: prune */
};

struct etalon_sync_file {
	const char *path; /* below the consumer */
	enum etalon_file_action action;
	const char *origin; /* file of the source that it comes from, or NULL */
	const char *arch;   /* the architecture that it is for, or NULL */
	bool closure;	    /* in no list of the profile: another header includes it */
	bool edited;	    /* by hand since the last sync */
};

/* What stands against a sync, apart from changes of definitions. */
enum etalon_problem_kind {
	ETALON_PROBLEM_INCLUDE,	   /* a header is included that nobody carries */
	ETALON_PROBLEM_CONSTRUCT,  /* what the consumer's dialect can't digest */
	ETALON_PROBLEM_EDITED,	   /* a file that would be overwritten was edited by hand */
	ETALON_PROBLEM_COMPILE,	   /* a compiler's message: prove */
	ETALON_PROBLEM_MISSING,	   /* the profile asks for it, the source has it not */
	ETALON_PROBLEM_ACCEPTANCE, /* a definition that the standard has not accepted */
	ETALON_PROBLEM_SOURCE	   /* something odd in how the source or its release does it */
};

struct etalon_problem {
	enum etalon_problem_kind kind;
	bool stops;	  /* nothing is written unless forced or waived */
	bool warning;	  /* COMPILE: a new warning, else an error */
	const char *file; /* below the consumer, or NULL */
	uint32_t line;
	const char *definition; /* what a waiver names: a header, a name; or NULL */
	const char *message;	/* one line, whole, without file and line */
	const char *waived;	/* the reason of the waiver that accepts it, or NULL */
};

struct etalon_sync_options {
	const char *source;   /* a directory, REPO@REV, or an archive, of Linux's source */
	const char *consumer; /* a directory */
	const char *profile;  /* a name, or a file; NULL: recognised by the consumer */
	const char *prove; /* a build folder of the consumer's with compile_commands.json, or NULL
			    */
	unsigned jobs;	   /* compilers at the same time; 0: one a processor */
	bool no_closure;   /* carry nothing that the profile does not list */
	bool no_uses;	   /* don't look for uses in the consumer's sources */
	bool prune;	   /* remove orphaned files */
	bool force;	   /* write although something stops */
};

/* Says how far a step is that takes long. all is 0 when nobody knows. */
typedef void etalon_progress_fn(void *data, const char *step, size_t done, size_t all);

/* Before the calls that may take long. */
ETALON_API void etalon_set_progress(
	struct etalon *etalon, etalon_progress_fn *progress, void *data);

/*
 * Works out what a sync would do. Writes nothing. Once a session, instead of etalon_compare().
 * Returns 0, also when something stops; or -1 when no plan can be made.
 */
ETALON_API int etalon_sync_plan(struct etalon *etalon, const struct etalon_sync_options *options);

/* Files in byte order of their paths. */
ETALON_API size_t etalon_sync_file_count(const struct etalon *etalon);
ETALON_API const struct etalon_sync_file *etalon_sync_file(
	const struct etalon *etalon, size_t index);

/* Those that stop first. */
ETALON_API size_t etalon_problem_count(const struct etalon *etalon);
ETALON_API const struct etalon_problem *etalon_problem(const struct etalon *etalon, size_t index);

/* Whether a change of a definition stops the sync: a certain break, or another behaviour. */
ETALON_API bool etalon_change_stops(const struct etalon_change *change);

/* How many problems and changes stop, neither forced nor waived. */
ETALON_API size_t etalon_sync_stops(const struct etalon *etalon);

/*
 * Looks whether the plan's files could be written, as far as that can be told without writing:
 * links or files where folders are needed, what is no regular file, what changed since the plan.
 * Returns how many files there are to write or to remove, or -1.
 */
ETALON_API int etalon_sync_check(struct etalon *etalon);

/*
 * Writes the plan's files to the consumer, all or none. Refused while something stops. Returns how
 * many files were written or removed (0: nothing was to do), or -1.
 */
ETALON_API int etalon_sync_apply(struct etalon *etalon);

/*
 * Ends a sync of the consumer that was interrupted. Returns 0 when there was none, 1 when the
 * consumer is as before it, 2 when it is as planned; or -1, and the journal stays.
 */
ETALON_API int etalon_sync_recover(struct etalon *etalon, const char *consumer);
/* Whether a sync of the consumer was interrupted, so that it is between two states. */
ETALON_API bool etalon_sync_is_interrupted(const char *consumer);

/* Writes the plan as ETALON_TEXT or ETALON_JSON (etalon.plan/1). Returns as etalon_report() does.
 */
ETALON_API int etalon_report_plan(const struct etalon *etalon,
	const struct etalon_report_options *options, etalon_write_fn *write, void *data);

/* Writes a message to commit the sync with. */
ETALON_API int etalon_sync_message(const struct etalon *etalon, etalon_write_fn *write, void *data);

#ifdef __cplusplus
}
#endif

#endif
