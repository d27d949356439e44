/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * For src/use/ only. Names as numbers: each identifier of the sources is kept once, with what the
 * language makes of it, so that everything behind compares numbers.
 */
#ifndef ETALON_USE_NAMES_H
#define ETALON_USE_NAMES_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* No name, no index. Names begin at 1. */
#define USE_NONE UINT32_MAX

enum use_keyword {
	USE_KW_NONE,
	USE_KW_QUALIFIER, /* const, static, inline, …: says nothing about the type */
	USE_KW_TYPEDEF,
	USE_KW_STRUCT,
	USE_KW_UNION,
	USE_KW_ENUM,
	USE_KW_CLASS,
	USE_KW_INTEGER, /* int, char, bool, … */
	USE_KW_FLOAT,
	USE_KW_VOID,
	USE_KW_SOFT_INTEGER, /* uint32_t, __le32, size_t, …: typedefs, which members may be called,
				too */
	USE_KW_TYPEOF,
	USE_KW_AUTO,	  /* __auto_type, and C++'s auto */
	USE_KW_ATTRIBUTE, /* __attribute__, _Alignas, asm: with parentheses, to be left out */
	USE_KW_EXTENSION,
	USE_KW_SIZEOF,
	USE_KW_ALIGNOF,
	USE_KW_OFFSETOF,
	USE_KW_SWITCH,
	USE_KW_CASE,
	USE_KW_DEFAULT,
	USE_KW_FOR,
	USE_KW_IF,
	USE_KW_WHILE,
	USE_KW_DO,
	USE_KW_ELSE,
	USE_KW_RETURN,
	USE_KW_GOTO,
	USE_KW_JUMP, /* break, continue */
	USE_KW_GENERIC,
	USE_KW_ASSERT, /* _Static_assert, static_assert */
	USE_KW_NAMESPACE,
	USE_KW_TEMPLATE,
	USE_KW_ACCESS, /* public, private, protected */
	USE_KW_DEFINED,
};

enum use_directive_kind {
	USE_DIR_OTHER,
	USE_DIR_DEFINE,
	USE_DIR_UNDEF,
	USE_DIR_INCLUDE,
	USE_DIR_IF,
	USE_DIR_IFDEF,
	USE_DIR_IFNDEF,
	USE_DIR_ELIF,
	USE_DIR_ELIFDEF,
	USE_DIR_ELIFNDEF,
	USE_DIR_ELSE,
	USE_DIR_ENDIF,
};

struct use_symbol;
struct use_holder;
struct use_user;

struct use_name {
	const char *text;
	uint32_t length;
	uint32_t hash;
	uint8_t keyword;     /* enum use_keyword */
	uint8_t directive;   /* enum use_directive_kind */
	bool anywhere;	     /* all files were asked for it */
	uint32_t view;	     /* the last view that was asked for it, */
	uint32_t macro_view; /* and for a macro of that name */
	uint32_t touched;    /* the last view whose own file has something of it */
	uint32_t wanted;     /* 1 + index into the wishes; 0: no query asks for it */
	uint32_t carrier;    /* 1 + index of a macro of that name whose body is affected; 0: none */
	struct use_symbol *symbols; /* in all files read so far */
	struct use_holder *holders; /* records that have a member of that name, likewise */
	struct use_user *users;	    /* what is declared with this name as its type, likewise */
};

enum { USE_NAMES_CHUNK = 1024, USE_NAMES_CHUNKS = 4096 };

struct use_names {
	struct et_arena *arena;
	struct use_name **chunks; /* USE_NAMES_CHUNKS of them */
	uint32_t count;		  /* and 1, as no name is 0 */
	uint32_t *slots;
	uint32_t capacity; /* a power of two */
};

/* Hashes a name; the 8 bytes before and behind it can be read. Names that differ only in the middle
 * of more than 16 bytes have the same. */
static inline uint32_t use_hash(const char *text, size_t length)
{
	uint64_t head;
	uint64_t tail = 0;

	memcpy(&head, text, 8);
	if (length < 8)
		head &= (UINT64_C(1) << (length * 8)) - 1;
	else if (length > 8)
		memcpy(&tail, text + length - 8, 8);
	head = head * UINT64_C(0x9e3779b97f4a7c15) + (tail ^ length) * UINT64_C(0xc2b2ae3d27d4eb4f);
	head ^= head >> 29;
	return (uint32_t)((head * UINT64_C(0xbf58476d1ce4e5b9)) >> 32);
}

/* With the language's words in it. */
void use_names_init(struct use_names *names, struct et_arena *arena);

static inline struct use_name *use_name_at(const struct use_names *names, uint32_t name)
{
	return &names->chunks[name / USE_NAMES_CHUNK][name % USE_NAMES_CHUNK];
}

static inline const char *use_name_text(const struct use_names *names, uint32_t name)
{
	return use_name_at(names, name)->text;
}

/*
 * The number of a name, new or known. Its 8 bytes before and behind can be read. The text is
 * copied. Returns 0 when there are too many names, which is then no name at all.
 */
uint32_t use_intern(struct use_names *names, const char *text, size_t length);

/* The number of a name that is known, or 0. */
uint32_t use_known(const struct use_names *names, const char *text, size_t length, uint32_t hash);

/* The same for any text, NUL-terminated. */
uint32_t use_intern_text(struct use_names *names, const char *text);

#endif
