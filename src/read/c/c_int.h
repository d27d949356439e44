/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the C reader's files share. Reading has three steps: c_pp.c turns files into tokens and
 * follows directives (conditions, macros, includes), c_parse.c and its neighbours read declarations
 * from the tokens, c_unit.c makes the unit. Expressions are evaluated when somebody asks
 * (c_eval.c).
 */
#ifndef ETALON_C_INT_H
#define ETALON_C_INT_H

#include "c_read.h"
#include "expr.h"
#include "map.h"

#include <stddef.h>
#include <string.h>

enum c_kind {
	C_END,
	C_IDENT,
	C_NUMBER,
	C_CHAR,
	C_STRING,
	C_PARAM,   /* in a macro's body: the parameter number len */
	C_BLANK,   /* an empty argument beside ## */
	C_OTHER,   /* a byte that is no C */
	C_NEWLINE, /* inside directives only */
	/* Marks that directives leave in a file's tokens. */
	C_COND,
	C_POS,
	C_INCLUDE,
	C_PACK,
	/* Punctuators. */
	C_LPAREN,
	C_RPAREN,
	C_LBRACKET,
	C_RBRACKET,
	C_LBRACE,
	C_RBRACE,
	C_SEMI,
	C_COMMA,
	C_COLON,
	C_QUESTION,
	C_ASSIGN,
	C_STAR,
	C_SLASH,
	C_PERCENT,
	C_PLUS,
	C_MINUS,
	C_LSHIFT,
	C_RSHIFT,
	C_LT,
	C_GT,
	C_LE,
	C_GE,
	C_EQ,
	C_NE,
	C_AMP,
	C_CARET,
	C_PIPE,
	C_ANDAND,
	C_OROR,
	C_NOT,
	C_TILDE,
	C_DOT,
	C_ARROW,
	C_ELLIPSIS,
	C_HASH,
	C_PASTE,
	C_OPASSIGN, /* += and its like, ++, -- */
};

enum {
	C_SPACE = 1,	/* flags: white space before it */
	C_NOEXPAND = 2, /* its macro was being expanded: it stays itself */
	C_FIRST = 4,	/* first on its line */
};

struct c_tok {
	uint8_t kind;
	uint8_t flags;
	uint16_t len; /* of text; or a parameter's number */
	uint32_t line;
	union {
		struct c_sym *sym;
		const char *text;
		struct c_cond *cond;
		uint32_t index;
	};
};

enum c_keyword {
	K_NONE,
	K_TYPEDEF,
	K_EXTERN,
	K_STORAGE, /* static, inline and others that change no layout, qualifiers too */
	K_STRUCT,
	K_UNION,
	K_ENUM,
	K_VOID,
	K_BOOL,
	K_CHAR,
	K_SHORT,
	K_INT,
	K_LONG,
	K_INT64,
	K_INT128,
	K_FLOAT,
	K_DOUBLE,
	K_FLOAT128,
	K_COMPLEX,
	K_SIGNED,
	K_UNSIGNED,
	K_TYPEOF,
	K_ATTRIBUTE,
	K_DECLSPEC,
	K_ALIGNAS,
	K_ASM,
	K_STATIC_ASSERT,
	K_PRAGMA,
	/* Only in expressions. */
	K_SIZEOF,
	K_ALIGNOF,
	K_OFFSETOF,
	K_EXTENSION,
	K_CONSTANT_P,
	K_CHOOSE,
	K_BSWAP16,
	K_BSWAP32,
	K_BSWAP64,
	K_DEFINED,
	K_HAS,
};

enum c_directive {
	D_NONE,
	D_DEFINE,
	D_UNDEF,
	D_INCLUDE,
	D_IF,
	D_IFDEF,
	D_IFNDEF,
	D_ELIF,
	D_ELSE,
	D_ENDIF,
	D_PRAGMA,
};

struct c_sym {
	const char *name; /* NUL-terminated */
	uint32_t length;
	uint32_t hash;
	uint8_t keyword;
	uint8_t directive;
	uint8_t order;		/* enum et_order that the name carries, + 1 once looked up */
	uint8_t defined;	/* ABIs that have a macro of that name, at this point of reading */
	bool noise;		/* conditions over it are no news: __cplusplus, __ASSEMBLY__ */
	struct c_macro *macros; /* newest first, as the three below */
	struct c_macro *hint;	/* the one that was last looked up */
	struct c_typedef *typedefs;
	struct c_tag *tags;
	struct c_enumr *enumrs;
};

/* An expression of the tree. */
struct c_expr {
	struct et_expr base;
	const struct c_tok *toks;
	uint32_t n;
	uint32_t pos;	       /* macros count as they stood after so many definitions */
	struct c_macro *self;  /* whose body it is, or NULL */
	struct c_cond *dead;   /* the branch that it is in, if no ABI has that one; or NULL */
	struct c_enumr *enumr; /* whose value it is (toks unused), or NULL */
	bool evaluating;
};

struct c_macro {
	struct c_macro *older, *newer;
	struct c_sym *sym;
	const struct c_tok *body;
	uint32_t n;
	uint32_t pos;
	uint32_t line;
	uint8_t mask;
	uint8_t ended; /* ABIs for which the same file undefines it again */
	bool undef, function, variadic, prelude;
	bool guard;  /* an include guard's */
	bool atomic; /* its body is one operand, whose value may stand for it */
	uint16_t n_params;
	const char *text;
	const char *params; /* of a function-like one, as written */
	struct c_cond *cond;
	struct c_file *file;
	struct c_expr *expr;
	struct c_macro *next_in_file;
};

/* A branch of a conditional, or its #endif. */
struct c_cond {
	struct c_cond *parent;	  /* the branch around it */
	struct c_cond *before;	  /* the branch of the same conditional before it */
	struct c_cond *next;	  /* the one behind it, the last of which is the #endif */
	const struct c_tok *toks; /* of #if and #elif; for #ifdef and #ifndef the name */
	uint32_t n;
	uint32_t index; /* of its mark among the file's tokens */
	uint32_t line;
	uint32_t depth;
	uint8_t directive;
	uint8_t mask;	 /* ABIs it is active for */
	uint8_t taken;	 /* ABIs for which this or an earlier branch is active */
	bool quiet;	 /* its text is left out of guards */
	bool drop;	 /* C++ or assembler: its tokens are not kept */
	bool unbalanced; /* brackets open in one branch close elsewhere; set on all of them */
	bool positive, negative; /* it says nothing but C++ or assembler; nothing but neither */
	int brackets;		 /* open when the conditional began */
	int first_end;		 /* open when its first branch ended */
	int at;			 /* open when this mark was reached */
	const char *text;	 /* own condition, once asked for */
	const char *guard;	 /* with the parents', once asked for */
	uint32_t guard_length;
};

/* A type with what et_type cannot say. */
struct c_type {
	struct et_type t;
	const struct et_count *counts;
	uint32_t n_counts;
	const struct c_type *pointee; /* of a pointer in an expression, or NULL */
	bool function;
	struct c_sym *unknown; /* of kind UNKNOWN: the name to look up again at the end */
	bool unknown_tag;
};

struct c_typedef {
	struct c_typedef *older;
	struct c_typedef *next_in_file;
	struct c_sym *sym;
	struct c_cond *cond;
	uint32_t line;
	uint8_t mask;
	struct c_type type;
};

struct c_function {
	struct c_function *next_in_file;
	struct c_sym *sym;
	struct c_cond *cond;
	uint32_t line;
	uint32_t n_parameters;
	uint8_t mask;
};

struct c_tag {
	struct c_tag *older;
	uint8_t mask;
	struct et_type type; /* RECORD or an enum's INT */
};

struct c_record {
	struct et_record rec;  /* first: the model's pointer is this one's */
	struct c_record *next; /* of the file's list */
	struct c_file *file;
	struct c_cond *cond;
	uint8_t mask;
	ET_ARRAY(const char *) typedefs;
};

struct c_enumr {
	struct c_enumr *older;
	struct c_enumr *prev, *next; /* in its enum */
	struct c_enumr *next_in_file;
	struct c_sym *sym;
	const char *tag;
	struct c_cond *cond;
	struct c_file *file;
	uint32_t line;
	uint8_t mask;
	bool known; /* value is literal, the same for every ABI */
	int64_t value;
	const struct c_tok *toks; /* of the expression behind =; NULL: none */
	uint32_t n;
	struct c_expr *own;  /* the same as an expression, unless it is a plain number */
	struct c_expr *expr; /* asks for this enumerator's value; NULL when known */
};

struct c_file {
	const struct et_c_input *input;
	const char *path;
	const struct c_tok *toks; /* for the time of reading */
	uint32_t n;
	uint8_t base;	    /* ABIs it is read for */
	uint32_t first_pos; /* macro definitions before it */
	bool started, open, parsed;
	struct c_macro *macros, **macros_end;
	struct c_enumr *enumrs, **enumrs_end;
	struct c_record *records, **records_end;
	struct c_typedef *typedefs, **typedefs_end;
	struct c_function *functions, **functions_end;
	size_t n_macros, n_enumrs, n_records, n_typedefs, n_functions;
	size_t unread;
	ET_ARRAY(const char *) includes;
};

/* Memory and limits of one piece of work: the reading, or one evaluation afterwards. */
struct c_session {
	struct c_tok *pool; /* tokens of macro expansions are laid down here first */
	size_t used, size;
	struct et_arena spill; /* and here when that is full */
	uint64_t steps, max_steps;
	unsigned depth; /* of evaluations inside evaluations */
	bool varies;	/* the answer depends on the ABI */
	bool exhausted;
};

enum {
	C_MAX_PARAMS = 64,
	C_PACK_SLOTS = ET_ABI_COUNT + 1, /* an ABI each, and one for branches no ABI has */
	C_MAX_CONTEXTS = 96,
	C_MAX_DEPTH = 64,
	C_MAX_EVALS = 100,
};

struct c_pack_event {
	enum { C_PACK_SET, C_PACK_PUSH, C_PACK_POP } op;
	int32_t value; /* -1: unchanged */
	uint8_t mask;
};

struct c_pack_state {
	uint32_t now;
	ET_ARRAY(uint32_t) stack;
};

struct c_fixup {
	struct et_field *field;
	struct c_sym *sym;
	bool tag;
	uint8_t mask;
};

/* The reader; afterwards, the scope of the unit's expressions. */
struct c_reader {
	struct et_scope scope; /* first */
	struct et_arena *arena;
	struct et_diags *diags;
	struct c_session *session; /* while something is under way */
	uint64_t spent;		   /* steps of all evaluations after reading */
	struct c_sym **table;
	size_t n_syms, table_size;
	char *names; /* room for names */
	size_t names_left;
	struct c_file *files;
	size_t n_files;
	struct et_map by_base; /* base name: the first file's index + 1 */
	uint32_t *same_base;   /* the next file of that base name, + 1 */
	struct c_file prelude, endian;
	uint32_t pos; /* macro definitions so far */
	bool reading;
	unsigned include_depth;
	ET_ARRAY(struct c_pack_event) pack_events;
	struct c_pack_state pack[C_PACK_SLOTS];
	ET_ARRAY(struct c_fixup) fixups;
	struct c_sym *va_args;
	ET_ARRAY(struct c_tok) scratch; /* tokens of the files that are being read; a stack */
	const char *said_file;		/* the last message's place */
	uint32_t said_line;
};

/* c_sym.c */
extern const uint8_t c_class[256]; /* 1: begins names, 2: goes on in them, 4: digit, 8: blank */
struct c_sym *c_intern(struct c_reader *r, const char *text, size_t length);
void c_sym_init(struct c_reader *r);
enum et_order c_order(struct c_sym *sym);
bool c_is_virtio(const char *name);

/* c_lex.c */
struct c_lexer {
	struct c_reader *r;
	struct c_file *file;
	const char *p, *end, *start; /* start: of the last token */
	uint32_t line;
	bool first;	/* nothing on this line yet */
	bool directive; /* report the line's end */
	bool dirty;	/* a comment or a continued line was passed */
};
void c_lex(struct c_lexer *l, struct c_tok *tok);
void c_skip_line(struct c_lexer *l);
const char *c_tok_text(const struct c_tok *tok, size_t *length);
const char *c_clean_text(struct c_reader *r, const char *from, const char *to, bool dirty);

/* c_pp.c, c_define.c, c_include.c */
void c_preprocess(struct c_reader *r, struct c_file *file, uint8_t mask);
void c_define(struct c_lexer *l, struct c_cond *cond, uint8_t mask);
void c_undef(struct c_lexer *l, uint8_t mask);
void c_predefine(struct c_reader *r);
struct c_file *c_note_include(struct c_lexer *l, uint8_t mask); /* the file to follow, or NULL */
bool c_note_pragma(struct c_lexer *l, uint8_t mask);		/* true: a pack event was added */
void c_add_pack(struct c_reader *r, int op, int32_t value, uint8_t mask);
struct c_tok *c_scratch(struct c_reader *r); /* room for one more token */
void c_index_files(struct c_reader *r);
extern const char *const c_prelude[]; /* NULL-terminated */
extern const char c_endian_text[];

/* c_guard.c: the condition a definition is under, without that of "outer"; NULL: none. */
const char *c_guard(struct c_reader *r, struct c_cond *cond, const struct c_cond *outer);
/* Sets positive, negative, drop and quiet from the condition's tokens. */
void c_classify(struct c_cond *cond);

/* c_expand.c: tokens with macros expanded. */
struct c_ctx {
	const struct c_tok *t, *end;
	const struct c_macro *macro; /* NULL: an argument */
};

struct c_src {
	struct c_reader *r;
	struct c_session *s;
	const struct c_tok *base;
	uint32_t i, n;
	uint32_t pos;
	uint8_t mask;	   /* ABIs this is read for; macros that differ among them narrow it */
	bool is_file;	   /* base has marks */
	bool strict;	   /* follow only the branches that mask has */
	bool keep_orders;  /* do not expand names that carry a byte order */
	bool keep_atomic;  /* leave such macros to the evaluator */
	bool pp;	   /* in #if: macros as they stand, and "defined" */
	bool evaluating;   /* for an expression: say when the answer depends on the ABI */
	bool top;	   /* between declarations: hand out marks */
	bool crossed;	   /* a conditional was met */
	bool inside;	   /* one was met between the tokens of one piece */
	bool split;	   /* one was met that cuts declarations: everything ends here */
	uint32_t split_at; /* its mark */
	bool failed;	   /* a limit */
	struct c_cond *cond;
	uint32_t line;
	unsigned arg_depth;
	int n_ctx;
	int floor; /* an argument that is expanded by itself ends here; -1: none is */
	struct c_ctx ctx[C_MAX_CONTEXTS];
};
void c_src_next(struct c_src *s, struct c_tok *tok);
void c_src_raw(struct c_src *s, struct c_tok *tok);
/*
 * The macro of a name after so many definitions, for the lowest ABI of the mask, which is narrowed
 * to the ABIs that see the same; or NULL. With an empty mask: for a branch that no ABI has.
 */
struct c_macro *c_macro_at(
	struct c_sym *sym, uint32_t pos, uint8_t *mask, const struct c_cond *cond);
void c_src_init(struct c_src *s, struct c_reader *r, const struct c_tok *toks, uint32_t n,
	uint32_t pos, uint8_t mask);
bool c_push(struct c_src *s, const struct c_tok *toks, size_t n, const struct c_macro *macro);
struct c_tok *c_pool(struct c_session *s, size_t n);
bool c_step(struct c_session *s, uint64_t n);
bool c_at_mark(struct c_src *s, const struct c_tok *tok); /* false: it is for the caller */
void c_apply_pack(struct c_reader *r, const struct c_pack_event *event);

/* c_subst.c: the tokens that a function-like macro's call stands for; the call's '(' is next. */
bool c_call(struct c_src *s, const struct c_macro *m);

/* c_eval.c */
struct c_value {
	uint64_t bits;
	uint8_t width;
	bool is_unsigned;
	bool lvalue;  /* of type, at address bits */
	bool pointer; /* to type */
	struct c_type *type;
};
uint32_t c_evaluate(const struct et_scope *scope, const struct et_expr *expr,
	const struct et_abi *abi, struct et_value *value, bool *has);
/* c_apply.c: see et_macro_call(). */
bool c_apply(const struct et_scope *scope, const char *macro, const uint64_t *arguments, size_t n,
	const struct et_abi *abi, struct et_value *value);
bool c_pp_condition(
	struct c_reader *r, const struct c_tok *toks, uint32_t n, const struct et_abi *abi);
bool c_eval_now(struct c_reader *r, struct c_expr *expr, const struct et_abi *abi, uint64_t *bits);
bool c_enumr_value(struct c_reader *r, struct c_enumr *enumr, const struct et_abi *abi,
	struct et_value *value);
/* cond: the branch that it stands in, or NULL. */
struct c_expr *c_new_expr(struct c_reader *r, const struct c_tok *toks, uint32_t n, uint32_t pos,
	struct c_cond *cond);

/* c_number.c */
bool c_number(const struct c_tok *tok, const struct et_abi *abi, bool pp, struct c_value *value,
	bool *varies);
bool c_char(const struct c_tok *tok, const struct et_abi *abi, struct c_value *value);
bool c_plain_number(const struct c_tok *tok, uint64_t *value);
uint64_t c_string_bytes(const struct c_tok *tok);

/* c_parse.c, c_scope.c */

/* Where the current token can be read again from. */
struct c_mark {
	uint32_t i, pos;
	uint8_t mask;
	bool valid; /* false: it is in the middle of a macro's expansion */
	struct c_cond *cond;
};

struct c_parser {
	struct c_src src;
	struct c_reader *r;
	struct c_file *file;
	struct c_tok t;	      /* the current token */
	struct c_mark before; /* of the current token */
	unsigned depth;	      /* of records and parentheses */
	const char *why;      /* why the declaration cannot be read; NULL: it can */
	const char *name;     /* of what is being read, for messages */
	struct c_cond *start; /* the branch that what is being read began in */
	struct c_cond *outer; /* the same of the record around */
	bool quiet;	      /* an evaluation's: no messages, no definitions */
	bool in_record;
	ET_ARRAY(struct c_field) fields; /* a stack, as the others */
	ET_ARRAY(uint8_t *) masks;	 /* of what this declaration defines: narrowed with it */
};

struct c_field {
	struct et_field f;
	struct c_sym *unknown;
	bool unknown_tag;
	uint8_t mask;
};

struct c_attrs {
	bool packed;
	uint32_t align;
	uint8_t mode; /* et_base that mode() sets, + 1 */
};

void c_parse_file(struct c_reader *r, struct c_file *file);
void c_parser_init(struct c_parser *p, struct c_reader *r, struct c_file *file);
void c_advance(struct c_parser *p);
bool c_accept(struct c_parser *p, enum c_kind kind);
const void *c_where(const struct c_parser *p);	  /* changes with every token taken */
bool c_fail(struct c_parser *p, const char *why); /* returns false */
void c_skip_group(struct c_parser *p);
/* The same for a function's parameters. Returns how many they are. */
uint32_t c_skip_parameters(
	struct c_parser *p); /* from an opening bracket to behind its closing one */
void c_skip_to(struct c_parser *p, uint64_t stop); /* to one of the kinds, outside brackets */
/* What follows the current token, unexpanded; and the one behind that. */
enum c_kind c_peek(const struct c_parser *p);
enum c_kind c_peek_second(const struct c_parser *p);

/* The ABIs that see what is being read; and leaving some of them to another pass. */
uint8_t c_eff(const struct c_src *s);
uint8_t c_eff_at(const struct c_src *s, const struct c_cond *cond);
void c_narrow(struct c_src *s, uint8_t to);

/* Something was defined whose mask goes with its declaration's. */
void c_defined(struct c_parser *p, uint8_t *mask);

/*
 * Reads one piece with "read": again for ABIs that see it otherwise, and by branches when it cannot
 * be read with all of them at once. Reports what cannot be read and goes on behind it. Returns
 * false then.
 */
bool c_scoped(struct c_parser *p, bool (*read)(struct c_parser *p, void *data), void *data);

#define C_STOP(kind) (UINT64_C(1) << (kind))

/* An expression's tokens, up to one of the kinds in stop outside brackets; c_take.c. */
struct c_taken {
	const struct c_tok *toks;
	uint32_t n;
	uint32_t pos;
	bool is_number;
	uint64_t number;
	struct c_cond *cond; /* the branch it began in, or NULL */
};

/* The current token is the one before the expression; afterwards, the one behind it. */
bool c_take(struct c_parser *p, uint64_t stop, struct c_taken *taken);
/* The same for a value that is needed at once; narrows to the ABIs that agree on it. */
bool c_take_value(struct c_parser *p, uint64_t stop, uint64_t *value);

/* c_decl.c */
struct c_specs {
	struct c_type type;
	struct c_attrs attrs; /* of the declared names */
	bool is_typedef;
	bool is_extern;
	bool has_body;		 /* struct, union or enum with a body */
	struct c_record *record; /* that has_body */
	bool is_guess;		 /* the type is a name that nobody has defined so far */
};

struct c_declarator {
	struct c_sym *sym; /* NULL: abstract */
	uint32_t line;
	struct c_type type;
	struct c_attrs attrs;
	int32_t bits;
	uint32_t n_parameters; /* of the last parentheses */
};
bool c_specifiers(struct c_parser *p, struct c_specs *specs);
bool c_declarator(struct c_parser *p, const struct c_type *base, struct c_declarator *d);
bool c_attribute(struct c_parser *p, struct c_attrs *attrs); /* false: there is none here */
bool c_says_packed(const struct c_sym *sym);
bool c_starts_type(struct c_parser *p);
bool c_type_name(struct c_parser *p, struct c_type *type);

/* c_record.c, c_enum.c */
bool c_record(struct c_parser *p, bool is_union, struct c_specs *specs);
bool c_enum(struct c_parser *p, struct c_specs *specs);

/* c_types.c: what type names mean. The mask is narrowed to the ABIs that see the same. */
struct c_typedef *c_find_typedef(struct c_sym *sym, uint8_t *mask);
struct c_tag *c_find_tag(struct c_sym *sym, uint8_t *mask);
bool c_named_type(struct c_parser *p, struct c_sym *sym, struct c_type *type);
void c_tagged_type(struct c_parser *p, struct c_sym *sym, const char *what, struct c_type *type);
void c_add_typedef(struct c_parser *p, const struct c_declarator *d, const struct c_specs *specs);
void c_add_function(struct c_parser *p, const struct c_declarator *d);
void c_add_tag(struct c_parser *p, struct c_sym *sym, const struct et_type *type);
void c_resolve(struct c_reader *r);

/* c_unit.c */
const struct et_unit *c_make_unit(struct c_reader *r);

#endif
