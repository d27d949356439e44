/* SPDX-License-Identifier: BSD-3-Clause */
/* Goes through the text, finding where structure changes. */
#include "tex_walk.h"

#include "tex_scan.h"

#include <string.h>

enum command_kind {
	COMMAND_NONE,
	APPENDIX,
	BEGIN,
	CONFORMANCE,
	DEFINITION,
	DEVICE_NORMATIVE,
	DRIVER_NORMATIVE,
	END,
	END_INPUT,
	HEADING,
	HYPERREF,
	INPUT,
	ITEM,
	LABEL,
	LISTING_INPUT,
	NAMEREF,
	OTHER_REF,
	REF,
	ROW_END,
	ROW_LINE,
	VERB,
};

struct command {
	const char *name;
	enum command_kind kind;
};

/* Sorted by name. Conditions are not here. */
static const struct command commands[] = {
	{"DeclareRobustCommand", DEFINITION},
	{"NewDocumentCommand", DEFINITION},
	{"appendix", APPENDIX},
	{"autoref", OTHER_REF},
	{"begin", BEGIN},
	{"bottomrule", ROW_LINE},
	{"chapter", HEADING},
	{"cline", ROW_LINE},
	{"conformance", CONFORMANCE},
	{"cref", OTHER_REF},
	{"def", DEFINITION},
	{"devicenormative", DEVICE_NORMATIVE},
	{"drivernormative", DRIVER_NORMATIVE},
	{"edef", DEFINITION},
	{"end", END},
	{"endfirsthead", ROW_LINE},
	{"endfoot", ROW_LINE},
	{"endhead", ROW_LINE},
	{"endinput", END_INPUT},
	{"endlastfoot", ROW_LINE},
	{"gdef", DEFINITION},
	{"hline", ROW_LINE},
	{"hyperref", HYPERREF},
	{"include", INPUT},
	{"input", INPUT},
	{"item", ITEM},
	{"label", LABEL},
	{"lstinline", VERB},
	{"lstinputlisting", LISTING_INPUT},
	{"midrule", ROW_LINE},
	{"nameref", NAMEREF},
	{"newcommand", DEFINITION},
	{"newenvironment", DEFINITION},
	{"pageref", OTHER_REF},
	{"paragraph", HEADING},
	{"part", HEADING},
	{"providecommand", DEFINITION},
	{"ref", REF},
	{"renewcommand", DEFINITION},
	{"renewenvironment", DEFINITION},
	{"section", HEADING},
	{"subfile", INPUT},
	{"subparagraph", HEADING},
	{"subsection", HEADING},
	{"subsubsection", HEADING},
	{"tabularnewline", ROW_END},
	{"toprule", ROW_LINE},
	{"verb", VERB},
	{"vref", OTHER_REF},
	{"xdef", DEFINITION},
};

static enum command_kind find_command(const char *name, size_t length)
{
	const struct command *found = tex_find_entry(
		commands, sizeof(commands) / sizeof(*commands), sizeof(*commands), name, length);

	return found ? found->kind : COMMAND_NONE;
}

/* \verb|x| and \lstinline|x|, up to the end of the line at most. */
static void skip_verb(struct tex_walk *walk)
{
	const char *at = walk->at;
	char close;

	if (at < walk->end && *at == '*')
		at++;
	if (at >= walk->end || tex_is_blank(*at))
		return;
	close = *at == '{' ? '}' : *at;
	for (at++; at < walk->end && *at != close && *at != '\n'; at++)
		;
	walk->at = at < walk->end && *at == close ? at + 1 : at;
}

/* What counts also before \begin{document}. Returns whether it was that. */
static bool take_set_up(struct tex_walk *walk, const char *begin, enum command_kind kind,
	const char *name, size_t length)
{
	switch (kind) {
	case BEGIN:
		tex_take_begin(walk, begin);
		return true;
	case DEFINITION:
		tex_skip_definition(walk, name, length);
		return true;
	case END_INPUT:
		walk->end = walk->at;
		return true;
	case INPUT:
		tex_take_input(walk, begin, false);
		return true;
	default:
		return !walk->in_body;
	}
}

static void take_heading(
	struct tex_walk *walk, const char *begin, enum command_kind kind, int level)
{
	struct tex_head head = {.level = level < 0 ? 0 : (unsigned)level,
		.conformance = kind == CONFORMANCE,
		.normative = kind == DEVICE_NORMATIVE	? ET_TARGET_DEVICE
			     : kind == DRIVER_NORMATIVE ? ET_TARGET_DRIVER
							: ET_TARGET_NONE};

	tex_take_heading(walk, begin, head);
}

static void take_command(struct tex_walk *walk)
{
	const char *begin = walk->at;
	const char *name;
	enum command_kind kind;
	size_t length;

	tex_command(&walk->at, walk->end, &name, &length);
	if (length == 1 && *name == '\\' && walk->in_body) {
		tex_take_row_end(walk, begin, false);
		return;
	}
	if (!length || !tex_is_letter(*name))
		return;
	kind = find_command(name, length);
	if (kind == COMMAND_NONE) {
		tex_take_condition(walk, name, length);
		return;
	}
	if (take_set_up(walk, begin, kind, name, length))
		return;
	switch (kind) {
	case APPENDIX:
		tex_flush(walk, begin);
		walk->run = walk->at;
		if (walk->appendix == ET_SPEC_NONE)
			walk->appendix = (uint32_t)walk->doc->headings.count;
		break;
	case CONFORMANCE:
	case DEVICE_NORMATIVE:
	case DRIVER_NORMATIVE:
	case HEADING:
		take_heading(walk, begin, kind, tex_heading_level(name, length));
		break;
	case END:
		tex_take_end(walk, begin);
		break;
	case HYPERREF:
		tex_take_ref(walk, begin, ET_REF_HYPERREF);
		break;
	case ITEM:
		tex_take_item(walk, begin);
		break;
	case LABEL:
		tex_take_label(walk, begin);
		break;
	case LISTING_INPUT:
		tex_take_input(walk, begin, true);
		break;
	case NAMEREF:
		tex_take_ref(walk, begin, ET_REF_NAMEREF);
		break;
	case OTHER_REF:
		tex_take_ref(walk, begin, ET_REF_OTHER);
		break;
	case REF:
		tex_take_ref(walk, begin, ET_REF_REF);
		break;
	case ROW_END:
		tex_take_row_end(walk, begin, false);
		break;
	case ROW_LINE:
		tex_take_row_end(walk, begin, true);
		break;
	case VERB:
		skip_verb(walk);
		break;
	default:
		break;
	}
}

/* Behind a line's end: a blank line ends a paragraph, outside of rows and braces. */
static void begin_line(struct tex_walk *walk)
{
	const char *line = walk->at;

	if (!tex_blank_line(line, walk->end))
		return;
	if (!walk->row && !walk->braces)
		tex_flush(walk, line);
	/* All of the blank lines at once, so that each is looked at once. */
	while (walk->at < walk->end && tex_is_blank(*walk->at))
		walk->at++;
}

static void step(struct tex_walk *walk)
{
	switch (*walk->at) {
	case '\\':
		take_command(walk);
		break;
	case '%':
		walk->at = tex_skip_comment(walk->at, walk->end);
		begin_line(walk);
		break;
	case '\n':
		walk->at++;
		begin_line(walk);
		break;
	case '{':
	case '}':
		tex_take_brace(walk, *walk->at);
		break;
	default:
		walk->at++;
		break;
	}
}

static void leave_file(struct tex_walk *walk)
{
	const struct tex_file *file;

	tex_flush(walk, walk->at);
	if (--walk->n_inputs == 0)
		return;
	walk->file = walk->inputs[walk->n_inputs - 1].file;
	file = &walk->doc->files.items[walk->file];
	walk->at = walk->run = walk->inputs[walk->n_inputs - 1].at;
	walk->end = file->data + file->length;
}

void tex_walk_files(struct tex_walk *walk)
{
	static const bool special[256] = {
		['\\'] = true, ['%'] = true, ['\n'] = true, ['{'] = true, ['}'] = true};

	while (walk->n_inputs) {
		while (walk->at < walk->end && !special[(unsigned char)*walk->at])
			walk->at++;
		if (walk->done)
			break;
		if (walk->at < walk->end)
			step(walk);
		else
			leave_file(walk);
	}
	tex_close_envs(walk, true);
}
