/* SPDX-License-Identifier: BSD-3-Clause */
/* Environments, the items and rows in them, and braces. */
#include "tex_scan.h"
#include "tex_walk.h"

#include <string.h>

/* Environments in which no heading can stand, and those that have rows. */
static const struct known {
	const char *name;
	bool table;
} known[] = {
	{"description", false},
	{"enumerate", false},
	{"figure", false},
	{"itemize", false},
	{"longtable", true},
	{"longtblr", true},
	{"ltablex", true},
	{"note", false},
	{"supertabular", true},
	{"table", false},
	{"tabu", true},
	{"tabular", true},
	{"tabularx", true},
	{"tabulary", true},
	{"tblr", true},
	{"xltabular", true},
};

static bool is(struct tex_span span, const char *what)
{
	return tex_is(span.begin, (size_t)(span.end - span.begin), what);
}

static const struct known *find_known(struct tex_span name)
{
	size_t i;

	if (name.end > name.begin && name.end[-1] == '*')
		name.end--;
	for (i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (is(name, known[i].name))
			return &known[i];
	}
	return NULL;
}

/* In the arena, for messages. */
static const char *name_of(const struct tex_walk *walk, struct tex_span span)
{
	return et_strndup(walk->doc->arena, span.begin, (size_t)(span.end - span.begin));
}

static bool take_name(struct tex_walk *walk, struct tex_span *name)
{
	enum { LONGEST_NAME = 100 };

	if (!tex_group(&walk->at, walk->end, '{', name) || name->end - name->begin > LONGEST_NAME)
		return false;
	*name = tex_span(walk->doc, walk->file, name->begin, name->end);
	return true;
}

static void take_document(struct tex_walk *walk)
{
	if (walk->in_body)
		return;
	walk->in_body = true;
	walk->begun = true;
	walk->run = walk->at;
}

/* Brackets that follow on the same line. */
static bool take_options(struct tex_walk *walk, struct tex_span *options)
{
	const char *at = walk->at;

	while (at < walk->end && (*at == ' ' || *at == '\t'))
		at++;
	*options = tex_span(walk->doc, walk->file, at, at);
	if (at == walk->end || *at != '[' || !tex_group(&at, walk->end, '[', options))
		return false;
	*options = tex_span(walk->doc, walk->file, options->begin, options->end);
	walk->at = at;
	return true;
}

static void take_verbatim(struct tex_walk *walk, const char *begin, struct tex_span name)
{
	bool shown = !is(name, "comment");
	struct tex_span options;
	struct tex_span text;
	struct tex_block *block;

	tex_flush(walk, begin);
	if (take_options(walk, &options) && shown && walk->in_body)
		tex_take_option_label(walk, options);
	text = tex_skip_verbatim(walk, begin, name.begin, (size_t)(name.end - name.begin));
	walk->run = walk->at;
	if (!shown || !walk->in_body)
		return;
	block = tex_add_block(walk, TEX_LISTING, text);
	block->option = options;
	block->line = tex_line(walk->doc, walk->file, begin);
	block->last_line = tex_line(walk->doc, walk->file, walk->at);
}

static void push(struct tex_walk *walk, struct tex_span name, uint32_t block)
{
	const struct known *env = find_known(name);

	walk->envs[walk->n_envs++] = (struct tex_env){.name = name,
		.block = block,
		.braces = walk->braces,
		.brace = walk->brace,
		.brace_file = walk->brace_file,
		.table = env && env->table,
		.no_headings = env != NULL};
	walk->braces = 0;
	if (env && env->table && !walk->row)
		walk->row = walk->n_envs;
}

void tex_take_begin(struct tex_walk *walk, const char *begin)
{
	struct tex_span name;
	struct tex_span options;
	struct tex_block *block;
	const struct known *env;

	if (!take_name(walk, &name))
		return;
	if (is(name, "document")) {
		take_document(walk);
		return;
	}
	if (is(name, "lstlisting") || is(name, "verbatim") || is(name, "Verbatim") ||
		is(name, "comment")) {
		take_verbatim(walk, begin, name);
		return;
	}
	if (!walk->in_body)
		return;
	if (walk->n_envs == TEX_MOST_ENVS) {
		if (!walk->too_deep++)
			tex_complain(walk, ET_ERROR, begin,
				"environments are nested too deeply: \\begin{%s} and what is in it "
				"are "
				"taken as text",
				name_of(walk, name));
		return;
	}
	if (walk->row) {
		push(walk, name, ET_SPEC_NONE);
		return;
	}
	tex_flush(walk, begin);
	env = find_known(name);
	options = tex_span(walk->doc, walk->file, walk->at, walk->at);
	if (env && env->table) {
		walk->at = tex_skip_arguments(walk->at, walk->end);
		options.end = walk->at;
	} else {
		take_options(walk, &options);
	}
	block = tex_add_block(walk, TEX_BEGIN, options);
	block->option = name;
	block->line = name.line;
	push(walk, name, (uint32_t)walk->doc->blocks.count - 1);
	walk->run = walk->at;
}

/* Ends the innermost environment. "end": its name where \end stands. */
static void pop(struct tex_walk *walk, const char *begin, struct tex_span end)
{
	const struct tex_env *env = &walk->envs[walk->n_envs - 1];

	if (env->block != ET_SPEC_NONE)
		tex_flush(walk, begin);
	tex_check_braces(walk);
	if (walk->row == walk->n_envs)
		walk->row = 0;
	walk->braces = env->braces;
	walk->brace = env->brace;
	walk->brace_file = env->brace_file;
	walk->n_envs--;
	if (env->block != ET_SPEC_NONE)
		tex_add_block(
			walk, TEX_END, (struct tex_span){end.end, end.end, end.file, end.line})
			->option = env->name;
}

static void complain_unended(struct tex_walk *walk, struct tex_span name)
{
	const struct tex_doc *doc = walk->doc;

	et_diag(doc->diags, ET_ERROR, doc->files.items[name.file].file.path, name.line, NULL,
		"\\begin{%s} has no \\end", name_of(walk, name));
}

void tex_take_end(struct tex_walk *walk, const char *begin)
{
	struct tex_span name;
	unsigned i;

	if (!take_name(walk, &name))
		return;
	if (is(name, "document")) {
		tex_flush(walk, begin);
		walk->done = true;
		return;
	}
	if (walk->too_deep) {
		walk->too_deep--;
		return;
	}
	for (i = walk->n_envs; i > 0; i--) {
		const struct tex_span *open = &walk->envs[i - 1].name;

		if (open->end - open->begin == name.end - name.begin &&
			memcmp(open->begin, name.begin, (size_t)(name.end - name.begin)) == 0)
			break;
	}
	if (!i) {
		tex_complain(
			walk, ET_ERROR, begin, "\\end{%s} has no \\begin", name_of(walk, name));
		tex_flush(walk, begin);
		walk->run = walk->at;
		return;
	}
	while (walk->n_envs > i) {
		complain_unended(walk, walk->envs[walk->n_envs - 1].name);
		pop(walk, begin, name);
	}
	if (walk->envs[i - 1].block == ET_SPEC_NONE) {
		pop(walk, begin, name); /* within a row: part of its text */
		return;
	}
	pop(walk, begin, name);
	walk->run = walk->at;
}

void tex_close_envs(struct tex_walk *walk, bool all)
{
	unsigned keep = 0;

	while (!all && keep < walk->n_envs && !walk->envs[keep].no_headings)
		keep++;
	walk->too_deep = 0;
	while (walk->n_envs > keep) {
		struct tex_span name = walk->envs[walk->n_envs - 1].name;
		const char *at = walk->at < walk->run ? walk->at : walk->run;

		complain_unended(walk, name);
		pop(walk, at, tex_span(walk->doc, walk->file, at, at));
	}
	if (all)
		tex_check_braces(walk);
}

void tex_take_item(struct tex_walk *walk, const char *begin)
{
	struct tex_span option;
	const char *at = walk->at;

	if (walk->row)
		return;
	tex_flush(walk, begin);
	tex_check_braces(walk);
	walk->item = true;
	walk->item_line = tex_line(walk->doc, walk->file, begin);
	walk->has_option = tex_group(&at, walk->end, '[', &option);
	if (walk->has_option) {
		walk->option = tex_span(walk->doc, walk->file, option.begin, option.end);
		walk->at = option.begin; /* what refers to labels in it is found there */
	} else {
		walk->option = tex_span(walk->doc, walk->file, at, at);
	}
	walk->run = at;
}

void tex_take_row_end(struct tex_walk *walk, const char *begin, bool line)
{
	const char *at = walk->at;
	struct tex_span span;

	if (!walk->row || walk->n_envs != walk->row || (walk->braces && !line))
		return;
	tex_flush(walk, begin);
	tex_check_braces(walk);
	if (line) {
		tex_group(&at, walk->end, '{', &span);
	} else {
		if (at < walk->end && *at == '*')
			at++;
		if (at < walk->end && *at == '[')
			tex_group(&at, walk->end, '[', &span);
	}
	walk->at = at;
	walk->run = at;
}

void tex_take_brace(struct tex_walk *walk, char brace)
{
	const char *at = walk->at++;

	if (!walk->in_body)
		return;
	if (brace == '{') {
		if (!walk->braces++) {
			walk->brace = at;
			walk->brace_file = walk->file;
		}
	} else if (walk->braces) {
		walk->braces--;
	} else if (walk->stray != walk->doc->files.items[walk->file].data) {
		walk->stray = walk->doc->files.items[walk->file].data;
		tex_complain(walk, ET_WARNING, at, "'}' without '{'%s", "");
	}
}

void tex_check_braces(struct tex_walk *walk)
{
	const struct tex_doc *doc = walk->doc;

	if (walk->braces && walk->brace)
		et_diag(doc->diags, ET_WARNING, doc->files.items[walk->brace_file].file.path,
			tex_line(doc, walk->brace_file, walk->brace), NULL, "'{' without '}'");
	walk->braces = 0;
	walk->brace = NULL;
}
