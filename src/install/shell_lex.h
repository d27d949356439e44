/* SPDX-License-Identifier: BSD-3-Clause */
/* Tokens of a shell script. Private to shell_lex.c and shell_parse.c. */
#ifndef ETALON_SHELL_LEX_H
#define ETALON_SHELL_LEX_H

#include "shell_tree.h"

enum et_sh_token {
	ET_SH_T_END,
	ET_SH_T_NEWLINE,
	ET_SH_T_WORD,
	ET_SH_T_SEMI,  /* ; */
	ET_SH_T_DSEMI, /* ;; */
	ET_SH_T_AMP,   /* & */
	ET_SH_T_AND,   /* && */
	ET_SH_T_OR,    /* || */
	ET_SH_T_PIPE,  /* | */
	ET_SH_T_OPEN,  /* ( */
	ET_SH_T_CLOSE, /* ) */
	ET_SH_T_REDIRECT,
	ET_SH_T_BAD,
};

enum { ET_SH_HEREDOCS = 8 };

struct et_sh_lexer {
	struct et_arena *arena;
	const char *at;
	const char *end;
	uint32_t line;
	enum et_sh_token token;
	struct et_sh_word word;				/* of WORD */
	uint32_t word_line;				/* where the token begins */
	enum et_sh_redirect_kind redirect;		/* of REDIRECT, with: */
	int fd;						/* the one that is redirected */
	bool strip;					/* <<- */
	const char *error;				/* of BAD: what is wrong */
	struct et_sh_redirect *pending[ET_SH_HEREDOCS]; /* whose texts follow this line */
	bool strips[ET_SH_HEREDOCS];
	size_t n_pending;
};

/* Reads the next token. */
void et_sh_next(struct et_sh_lexer *lexer);

/* Notes that the text of a here-document, whose target is its delimiter, follows this line. */
bool et_sh_heredoc(struct et_sh_lexer *lexer, struct et_sh_redirect *redirect, bool strip);

#endif
