/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * For src/use/ only. What a pass over one file after the other knows: symbols and types of the
 * files that it has read so far, and what the file it is at sees of them.
 */
#ifndef ETALON_USE_INT_H
#define ETALON_USE_INT_H

#include "use.h"
#include "use_files.h"
#include "use_graph.h"
#include "use_tokens.h"

enum {
	USE_OPS = 12,
	USE_STEPS = 200000,		 /* for the evaluation of one place */
	USE_DEEPEST = 48,		 /* nesting of expressions, declarators and macros */
	USE_LONGEST_EXPANSION = 1 << 16, /* tokens */
};

enum use_base {
	USE_UNKNOWN,
	USE_VOID,
	USE_INTEGER,
	USE_FLOATING,
	USE_TAGGED,  /* struct or union name */
	USE_ENUM,    /* enum name; without a name, of more.list */
	USE_TYPEDEF, /* name: still to be looked up */
	USE_RECORD,  /* more.record, which has no tag */
	USE_CALL,    /* more.call: a macro that makes the type */
};

/* What is done to the base, the last thing last: "[*" is a pointer to an array of it. */
struct use_type {
	uint8_t base; /* enum use_base */
	uint8_t n;
	char ops[USE_OPS]; /* '*' pointer, '[' array, '(' function */
	uint32_t name;
	union {
		struct use_record *record;
		struct use_enum *list;
		struct use_call *call;
	} more;
};

struct use_member {
	uint32_t name; /* 0: unnamed, its members are the record's own */
	uint32_t at;
	struct use_type type;
};

struct use_record {
	uint32_t tag; /* 0: none */
	uint32_t file;
	uint32_t at;
	bool is_union;
	struct use_record *parent; /* that it is a member of, where it has no tag */
	uint32_t as;		   /* the member's name */
	uint32_t alias;		   /* the typedef's, when it has no tag */
	ET_ARRAY(struct use_member) members;
	ET_ARRAY(struct use_call *) calls; /* macros between the members */
	uint32_t expanded;		   /* the view for which calls were expanded */
	struct use_record *more;	   /* what they made */
};

/* That a record has a member of some name. */
struct use_holder {
	struct use_holder *next;
	struct use_record *record;
	uint32_t file;
};

/* What is declared with a name: of its type, or a macro with it in its body. */
struct use_user {
	struct use_user *next;
	struct use_record *record; /* that it is a member of, or NULL */
	uint32_t name;
	uint32_t file;
	bool alias; /* a typedef */
	bool macro;
	bool by_value; /* no pointer */
};

struct use_enum {
	uint32_t tag;
	uint32_t file;
	ET_ARRAY(uint32_t) names;
};

/* Tokens of a macro's use, kept until somebody asks what it makes. */
struct use_call {
	struct use_token *tokens; /* the name, and arguments in parentheses where it has some */
	uint32_t count;
	uint32_t file;
	bool done; /* among declarations: its symbols are there */
};

enum { USE_MOST_PARAMETERS = 64 };

struct use_macro {
	uint32_t name;
	uint32_t file;
	uint32_t at;
	bool function;
	bool variadic;
	uint8_t n_parameters;
	uint32_t *parameters;
	struct use_token *body;
	uint32_t count;
	uint16_t serial; /* 1 + index in use.macros once it was replaced; 0: not yet */
};

enum use_symbol_kind {
	USE_SYM_MACRO = 1 << 0,
	USE_SYM_TYPEDEF = 1 << 1,
	USE_SYM_OBJECT = 1 << 2,
	USE_SYM_FUNCTION = 1 << 3,
	USE_SYM_ENUMERATOR = 1 << 4,
	USE_SYM_TAG = 1 << 5,
	USE_SYM_ENUM = 1 << 6,
	USE_SYM_CALL = 1 << 7, /* a macro's use among declarations has the name in its arguments */
};

struct use_symbol {
	struct use_symbol *next; /* of the same name, the newest file first */
	uint32_t file;
	uint32_t at;
	uint8_t kind;
	uint8_t without; /* of a wanted name: enum use_truth, whether it is defined here in builds
			  * that define it nowhere else */
	struct use_type type;
	union {
		struct use_macro *macro;
		struct use_record *record; /* its definition; NULL where the tag is only named */
		struct use_enum *list;
		struct use_call *call;
	} more;
};

/* A variable inside a function. */
struct use_local {
	uint32_t name;
	uint32_t from; /* tokens where it is visible */
	uint32_t to;
	uint32_t before; /* 1 + index of the last one of the same slot; 0: none */
	struct use_type type;
};

enum { USE_LOCAL_SLOTS = 64 };

struct use_locals {
	struct et_arena *arena; /* where they live */
	ET_ARRAY(struct use_local) list;
	uint32_t slots[USE_LOCAL_SLOTS]; /* 1 + index of the newest */
	const struct use_locals *outer;	 /* around them, where they are inside an expansion */
	uint32_t here;			 /* position in outer */
};

struct use_function {
	uint32_t parameters; /* index of "(", or USE_NONE */
	uint32_t from;	     /* of "{" */
	uint32_t to;	     /* of "}" */
};

/* What one file sees. */
struct use_view {
	uint32_t file;
	uint32_t serial;
	ET_ARRAY(uint32_t) files; /* itself first, then what it includes, in order */
	uint32_t *stamps;	  /* by file: the serial of the last view that it was in */
	uint32_t *ranks;	  /* by file: its index in files */
	bool wide;		  /* those that include it are in, too, and what they include */
};

enum use_wish_role {
	USE_WISH_NAME,	  /* the name of a constant, type or macro */
	USE_WISH_TAG,	  /* struct NAME */
	USE_WISH_MEMBER,  /* a member of the record; for TAG_GONE each one */
	USE_WISH_SIBLING, /* VALUE: an enumerator beside the name */
	USE_WISH_RECORD,  /* SIZE: a name of the record */
	USE_WISH_ENUM,	  /* ENUM_GREW: an enumerator of the enum */
};

struct use_asked {
	uint32_t query;
	uint8_t role; /* enum use_wish_role */
};

struct use_wish {
	uint32_t name;
	ET_ARRAY(struct use_asked) asked;
};

enum { USE_MOST_NAMES = 12, USE_MOST_PARTS = 4 };

/* A query in numbers. */
struct use_query {
	const struct et_query *query;
	uint32_t index;
	uint32_t name;			/* its last part, of a dotted one */
	uint32_t path[USE_MOST_PARTS];	/* the parts before, the last first; ended by 0 */
	uint32_t names[USE_MOST_NAMES]; /* of the record: tag and typedefs; ended by 0 */
	uint32_t group;			/* queries of the same header have the same */
	uint32_t trace;			/* those of the same record */
	uint32_t elsewhere_group;
	struct use_list headers;    /* files that are the header */
	struct use_list elsewheres; /* those that define it now */
	struct use_list members;    /* names: of the enum, or of the record */
	int64_t was;
	int64_t now;
	bool numbers; /* was and now are known */
};

/* Shared by all passes, written before they begin. */
struct use_job {
	const struct et_use_options *options;
	struct use_files *files;
	struct use_query *queries;
	uint32_t n_queries;
	uint32_t n_groups;
	uint32_t n_traces;
	const struct use_graph *graph;
	const struct use_graph *graph_after; /* the change: for what is defined elsewhere then */
	ET_ARRAY(struct use_wish) wishes;
	struct use_names names;			    /* with the wishes in it */
	ET_ARRAY(const struct use_query *) sizes;   /* of kind SIZE */
	bool enums;				    /* … ENUM_GREW */
	ET_ARRAY(const struct use_query *) headers; /* … HEADER_GONE */
};

/* A use, before all are sorted. */
struct use_found {
	uint32_t query;
	uint32_t file;
	uint32_t at;
	uint32_t line;
	uint32_t column;
	uint8_t certainty;
	uint8_t role;
	bool breaks;
	uint32_t macro; /* 1 + where the name of the macro is whose body this is in: as certain as
			 * its expansions are; 0: it is in none */
	const char *why;
};

/* A macro of the consumer's whose body uses what a query asks for. */
struct use_carrier {
	const char *name;
	uint32_t hash;	  /* of the name, once it is told */
	uint32_t of_file; /* that defines it */
	uint32_t at;	  /* of the name in its #define */
	uint32_t query;
	uint32_t inner; /* 1 + index of the carrier in its body, or 0: the name itself */
	uint8_t role;
	uint8_t round; /* that found it */
	uint32_t next; /* 1 + index of the next one of that name */
	bool used;     /* an expansion is a use */
	bool broken;   /* … and certain to break */
};

enum use_answer { USE_NOT_ASKED, USE_NO, USE_YES };

/* Names of which a file must have one to come to a record: their hashes. */
struct use_trace {
	bool known;
	uint32_t count;
	uint32_t *hashes;
};

struct use {
	const struct use_job *job;
	struct use_files *files;
	struct et_arena arena;	 /* names and symbols: forgotten when they have become many */
	struct et_arena kept;	 /* results, and what was worked out for all files */
	struct et_arena own;	 /* for one file: what only it knows, when it is no header */
	struct et_arena temp;	 /* for one place */
	struct et_arena search;	 /* for one walk through the graph */
	struct use_list touched; /* names that have something in own */
	struct use_names names;
	bool *read; /* whose symbols are known */
	struct use_view view;
	struct use_source source; /* the file that is looked at */
	struct use_source other;  /* one whose symbols are read */
	struct use_reader reader;
	struct use_reader other_reader;
	struct use_code scratch; /* of one step of replacement */
	size_t scratch_capacity;
	ET_ARRAY(struct use_function) functions; /* of source */
	struct use_locals locals;		 /* of the function at hand */
	uint32_t function;			 /* its index, or USE_NONE */
	uint32_t steps;				 /* that are left for the place at hand */
	uint32_t file_steps;			 /* and for the file */
	uint32_t depth;
	const struct use_token *braces; /* whose brace_type was found last */
	uint32_t brace;
	struct use_type brace_type;
	struct use_trace *traces; /* by trace of queries: see use_trace.c */
	uint64_t **sets;  /* by group of queries: files that reach the header; NULL: not asked */
	uint8_t *answers; /* by query: enum use_answer, of a view that is wide */
	ET_ARRAY(struct use_macro *)
	macros; /* tokens of whose bodies have their serial as region */
	ET_ARRAY(struct use_found) found;
	ET_ARRAY(struct use_carrier) carriers;
	size_t told;	    /* of the carriers: those of earlier rounds, which names lead to */
	uint32_t size_word; /* "sizeof" */
	uint32_t switch_word;
	bool keeps; /* the file at hand is a header: others will ask for what it declares */
	bool sure;  /* the file at hand includes things itself, or is a part of one that does */
	uint16_t asked_region; /* what use_vanishes() was last asked, and its answer */
	bool vanishes;
	uint8_t round; /* 0: what queries ask for; then: carriers of the round before */
};

/* What is wished for under the name that a token is, or NULL. */
static inline const struct use_wish *use_wish_of(const struct use *u, const struct use_token *token)
{
	uint32_t wanted = token->kind == USE_NAME ? use_name_at(&u->names, token->name)->wanted : 0;

	return wanted ? &u->job->wishes.items[wanted - 1] : NULL;
}

/* ---- use_trace.c */

/*
 * Whether a file may come to the record of a query, or to its size: it may have the record's name,
 * or one of what is declared with it or by macros that use such.
 */
bool use_may_come_to(struct use *u, const struct use_query *query, uint32_t file);

/* ---- use_view.c */

/* Makes the view of a file: all that it includes. wide: and all that those do who include it. */
void use_view_set(struct use *u, uint32_t file, bool wide);

static inline bool use_sees(const struct use_view *view, uint32_t file)
{
	return view->stamps[file] == view->serial;
}

/* Whether a file includes the header of a query, directly or not. */
bool use_reaches(struct use *u, const struct use_query *query, uint32_t file);

/* Whether it does, or is a header and something that includes it does. */
bool use_reaches_somehow(struct use *u, const struct use_query *query, uint32_t file);

/* Whether the file at hand does, as far as its view goes. */
bool use_reaches_here(struct use *u, const struct use_query *query);

/* Whether it includes the header that has the query's definition now. */
bool use_reaches_elsewhere(struct use *u, const struct use_query *query);

/* Where what a file declares is kept: a source's until the next one is looked at. */
static inline struct et_arena *use_store(struct use *u, uint32_t file)
{
	return u->keeps || file != u->source.file ? &u->arena : &u->own;
}

/* ---- use_unit.c, use_decl.c, use_record.c: declarations */

struct use_parser {
	struct use *u;
	struct use_token *tokens;
	uint32_t pos;
	uint32_t end;
	const struct use_locals *locals; /* innermost ones, or NULL */
	uint32_t here;			 /* the place in the function that they are asked for */
	uint32_t file;			 /* the tokens' */
	bool symbols;			 /* declarations make symbols of the file */
	bool quiet;			 /* … but they are there already */
	bool inside;			 /* of a record */
	bool mark;			 /* tokens of declared names are marked */
	struct use_source *source;	 /* of the tokens, or NULL */
	uint32_t parameters;		 /* "(" of the last declarator's parameters, or USE_NONE */
	bool automatic;			 /* the last specifiers leave the type to the initializer */
};

/* Reads a file's symbols unless they are there. */
void use_read_symbols(struct use *u, uint32_t file);

/* Declarations at file scope between pos and end. */
void use_parse_declarations(struct use_parser *p);

/* Cuts u->source into functions, and marks what declares. */
void use_parse_source(struct use *u);

/* Forgets what a source declares, when it is no header. */
void use_forget_source(struct use *u);

/* Notes that a name has something of a file, which may have to be forgotten. */
void use_touch(struct use *u, uint32_t file, uint32_t name);

/*
 * Specifiers of a declaration: the base type. Returns false, with pos unchanged, when there are
 * none.
 */
bool use_parse_specifiers(struct use_parser *p, struct use_type *type, bool *is_typedef);

/* A declarator of the base type; *name is the token that it declares, or USE_NONE. Returns false
 * when there is no declarator at pos. */
bool use_parse_declarator(
	struct use_parser *p, const struct use_type *base, struct use_type *type, uint32_t *name);

/* A type's name as in a cast. Returns false when it is none. */
bool use_parse_type_name(struct use_parser *p, struct use_type *type);

/* Members up to end, into record. */
void use_parse_members(struct use_parser *p, struct use_record *record);

/* Whether a type begins at i; where only a guess is possible, by what follows. */
bool use_begins_type(struct use_parser *p, uint32_t i);

/* struct, union or enum at pos. */
void use_parse_tagged(struct use_parser *p, struct use_type *type);

struct use_symbol *use_add_symbol(struct use_parser *p, enum use_symbol_kind kind, uint32_t token,
	const struct use_type *type);

/* Goes behind the token that ends what begins at pos: ';', or a block. */
void use_skip_declaration(struct use_parser *p);

struct use_call *use_keep_call(struct use_parser *p, uint32_t from, uint32_t to);

/* A macro's use among declarations of a file: it may declare what its arguments name. */
void use_keep_declaring(struct use_parser *p, uint32_t from, uint32_t to);

/* Index behind a bracket's partner, or end. */
static inline uint32_t use_behind(const struct use_parser *p, uint32_t open)
{
	uint32_t partner = p->tokens[open].name;

	return partner == USE_NONE || partner >= p->end || partner < open ? p->end : partner + 1;
}

static inline enum use_token_kind use_kind(const struct use_parser *p, uint32_t i)
{
	return i < p->end ? (enum use_token_kind)p->tokens[i].kind : USE_END;
}

static inline enum use_keyword use_keyword_at(const struct use_parser *p, uint32_t i)
{
	return i < p->end && p->tokens[i].kind == USE_NAME ? (enum use_keyword)p->tokens[i].keyword
							   : USE_KW_NONE;
}

/* Whether a token is a name that the program chose. */
static inline bool use_is_plain(const struct use_parser *p, uint32_t i)
{
	return use_kind(p, i) == USE_NAME &&
	       (p->tokens[i].keyword == USE_KW_NONE || p->tokens[i].keyword >= USE_KW_NAMESPACE);
}

/* ---- use_look.c: what names mean in the view */

/* The nearest symbol of a name, or NULL. */
struct use_symbol *use_look(struct use *u, uint32_t id, unsigned kinds);

/* One visible symbol of a name after the other, once use_look() was asked for it; NULL begins. */
struct use_symbol *use_next(
	const struct use *u, uint32_t id, const struct use_symbol *symbol, unsigned kinds);

/* As use_look(), and where the view has nothing, what is the only such thing anywhere. */
struct use_symbol *use_look_far(struct use *u, uint32_t id, unsigned kinds);

/* Reads all headers that may have the name. */
void use_read_everywhere(struct use *u, uint32_t id);

/* Remembers that a name is declared with a type: by use_add_symbol() and for members. */
void use_add_user(struct use_parser *p, const struct use_type *type, uint32_t name,
	struct use_record *record, bool alias);

/* ---- use_type.c */

struct use_type use_no_type(void);
struct use_type use_simple_type(enum use_base base);
bool use_push(struct use_type *type, char op); /* the outermost */
char use_pop(struct use_type *type);	       /* '\0': there is none */
static inline char use_top(const struct use_type *type)
{
	return type->n ? type->ops[type->n - 1] : '\0';
}

/* Follows typedefs and macros until the base is no name; may leave USE_UNKNOWN. */
struct use_type use_resolve(struct use *u, struct use_type type);

/* The record that a type without operations is, if its members are known; else NULL. */
struct use_record *use_record_of(struct use *u, const struct use_type *type);

/* The member of that name, with members of unnamed members; NULL: there is none. *owner is the
 * record that it is directly in. */
const struct use_member *use_find_member(
	struct use *u, struct use_record *record, uint32_t name, struct use_record **owner);

enum use_match { USE_OTHER_TYPE, USE_SAME_TYPE, USE_CANT_TELL };

/* Whether a type without operations is the record of a query. */
enum use_match use_matches(
	struct use *u, const struct use_type *type, const struct use_query *query);

/* "struct s *" for messages, in the arena. */
const char *use_type_text(struct use *u, const struct use_type *type);

/* ---- use_expr.c, use_primary.c, use_initializer.c: types of expressions */

struct use_type use_parse_expression(struct use_parser *p, bool comma);
struct use_type use_parse_unary(struct use_parser *p);
struct use_type use_parse_postfix(struct use_parser *p);
struct use_type use_parse_primary(struct use_parser *p);

/* The first token of the postfix expression that ends before token i; USE_NONE: there is none. */
uint32_t use_operand_start(struct use_parser *p, uint32_t i);

/* The type of what a brace initializes. */
struct use_type use_brace_type(struct use_parser *p, uint32_t brace);

/* Of ".m" in braces: the type that has the member. Returns false when the dot is no designator's.
 */
bool use_designated_type(struct use_parser *p, uint32_t dot, struct use_type *type);

/* The type of the member after a dot or arrow. */
struct use_type use_member_type(struct use *u, struct use_type object, uint32_t name, bool arrow);

/* Counts a step; false when too many were taken. */
bool use_step(struct use *u);

/* ---- use_local.c */

/*
 * Makes u->locals those of the function around a token of u->source; none when it is outside of
 * all. What declares inside of it is marked then.
 */
void use_enter(struct use *u, uint32_t token);

/* Declarations inside a block of tokens, into locals. */
void use_parse_locals(struct use_parser *p, struct use_locals *locals);

/* The variable that a name is at a place, or NULL. */
const struct use_local *use_find_local(
	const struct use_locals *locals, uint32_t name, uint32_t here);

/* Whether a parser's tokens are those of the file that is looked at. */
static inline bool use_is_in_file(const struct use_parser *p)
{
	return p->tokens == p->u->source.code.tokens;
}

/* The variable that the name at i is, or NULL. */
const struct use_local *use_local_at(const struct use_parser *p, uint32_t i);

/* ---- use_expand.c */

/*
 * Replaces the macro's use at tokens[from] (its name; arguments follow when it takes some). Returns
 * the tokens in u->temp; count 0 when it can't be. *behind is the index behind the use.
 */
struct use_code use_expand(
	struct use_parser *p, struct use_macro *macro, uint32_t from, uint32_t *behind);

struct use_macro *use_parse_macro(
	struct use *u, const struct use_source *source, const struct use_directive *directive);

/* The macro that a token at i uses in the view, or NULL. */
struct use_macro *use_macro_at(struct use_parser *p, uint32_t i);

#endif
