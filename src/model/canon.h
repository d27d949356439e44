/* SPDX-License-Identifier: BSD-3-Clause */
/* The canon: interfaces with their constants, records, views, registers, virtqueues, commands. */
#ifndef ETALON_CANON_H
#define ETALON_CANON_H

#include "constant.h"
#include "def.h"
#include "record.h"
#include "requirement.h"

/* A register of a transport. */
struct et_register {
	struct et_def def;
	const char *block; /* "mmio", "pci-legacy", … */
	uint32_t offset;   /* bytes from the block's start */
	uint32_t width;	   /* bytes; 0: open-ended, as the configuration space is */
	enum et_access access;
	enum et_order order;
};

enum et_direction {
	ET_DIRECTION_UNKNOWN,
	ET_DIRECTION_TO_DEVICE, /* the driver's buffers are device-readable */
	ET_DIRECTION_TO_DRIVER, /* device-writable */
	ET_DIRECTION_BOTH,
};

/* A virtqueue, or a family of them. Index of the nth (from 1): start + step * (n - 1). */
struct et_queue {
	struct et_def def;
	uint32_t start;
	uint32_t step;	   /* 0: one queue */
	const char *after; /* the index is start + step * this field's value, or NULL */
	const char *count; /* the field or prose that says how many there are, or NULL: one */
	enum et_direction direction;
};

/* What a command carries in one direction: a record, or a plain type, or nothing. */
struct et_payload {
	const struct et_record *record; /* or NULL */
	struct et_type type;		/* when spelling is not NULL */
	const char *code; /* the constant that the response's type field holds, or NULL */
};

struct et_command {
	struct et_def def;	/* name: of the constant that selects the command */
	const char *class_name; /* of the constant that selects its class, or NULL */
	const struct et_queue *queue;
	struct et_payload request;
	struct et_payload response;
};

enum et_interface_kind {
	ET_INTERFACE_CORE,
	ET_INTERFACE_QUEUE,
	ET_INTERFACE_TRANSPORT,
	ET_INTERFACE_DEVICE,
};

struct et_interface {
	struct et_def def; /* name: "blk"; kind ET_DEF_DEVICE */
	const char *title; /* "Block Device" */
	enum et_interface_kind kind;
	const char *const
		*prefixes; /* of its names: "VIRTIO_BLK_", "virtio_blk_"; NULL-terminated */
	const char *const *headers; /* file names that usually hold it: "virtio_blk.h"; likewise */
	const struct et_constant *constants;
	size_t n_constants;
	const struct et_record *const *records;
	size_t n_records;
	const struct et_view *views;
	size_t n_views;
	const struct et_register *registers;
	size_t n_registers;
	const struct et_queue *queues;
	size_t n_queues;
	const struct et_command *commands;
	size_t n_commands;
	uint32_t device_id;	  /* devices; 0: none */
	uint32_t transitional_id; /* the PCI device id of its transitional device; 0: none */
};

/* Where the standard's text is known to be wrong, and what the canon holds instead. */
struct et_erratum {
	const char *interface;
	const char *definition; /* name, or record.field */
	enum et_edition edition;
	struct et_place place;
	const char *says;
	const char *holds;
	const char *why;
};

/* Where the trees agree with each other against the text. */
struct et_deviation {
	const char *definition; /* as in findings: name, or record.field */
	const char *rule;	/* the rule code that reports it */
	const char *who;	/* who follows what, dated */
	const char *text;	/* one sentence for a person */
};

/*
 * A name of the canon: own names and aliases, sorted by name, then by dialect. Every definition is
 * in it (a command beside its constant, a device by its interface's name); fields are entered as
 * "record.field", "record.union.field" or "record.field.bits", their aliases are not. So is what
 * only other editions have (et_canon_lacks()), unless the edition has something of that name.
 */
struct et_name {
	const char *name;
	const char *dialect; /* NULL: the canon's own */
	const struct et_def *def;
	const struct et_field *field; /* NULL: the definition itself */
};

/*
 * A name of the canon by its letters and digits alone, in lower case, as dialects with other habits
 * of case and underscores spell it: "virtioblkconfig". Sorted by text, then by name.
 */
struct et_likeness {
	const char *text;
	const char *name;
};

enum { ET_LONGEST_LIKENESS = 256 };

/*
 * The standard of one edition; or, with UNKNOWN, of all of them at once, as the registry has it:
 * only et_canon_at() makes sense of that, as a name may stand twice and nothing is laid out.
 */
struct et_canon {
	enum et_edition edition;
	const struct et_interface *const *interfaces;
	size_t n_interfaces;
	const struct et_name *names;
	size_t n_names;
	const struct et_likeness *likenesses;
	size_t n_likenesses;
	const struct et_erratum *errata;
	size_t n_errata;
	const struct et_deviation *deviations;
	size_t n_deviations;
	/* By label, then id; as offsets, so that nothing of it is touched when a program starts. */
	const struct et_requirement *requirements;
	size_t n_requirements;
	const char *requirement_texts;
	size_t requirement_texts_size; /* in bytes */
};

/* First of the names equal to name, and how many follow it; NULL and 0 when there is none. */
const struct et_name *et_canon_find(const struct et_canon *canon, const char *name, size_t *count);

/* Whether only other editions have it: then it is in no interface's list, just among the names. */
bool et_canon_lacks(const struct et_canon *canon, const struct et_def *def);
bool et_canon_lacks_field(const struct et_canon *canon, const struct et_field *field);

/* Reduces a name to its letters and digits. Returns its length, or 0 when it is too long. */
size_t et_canon_reduce(const char *name, char out[ET_LONGEST_LIKENESS]);

/* The likenesses of a reduced name, and how many; NULL and 0 when there is none. */
const struct et_likeness *et_canon_like(
	const struct et_canon *canon, const char *reduced, size_t *count);

/* The interface of that name, or NULL. */
const struct et_interface *et_canon_interface(const struct et_canon *canon, const char *name);

/*
 * The field at a dotted path below a record ("hdr.type"): through members that are records or
 * anonymous, down to bit-fields. NULL when there is none.
 */
const struct et_field *et_record_field(const struct et_record *record, const char *path);

#endif
