/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Markdown on a terminal, as much of it as the rules' pages use: headings, paragraphs, lists, code.
 * Paragraphs are filled to the width; code, tables and what is indented stay as they are.
 */
#include "cmds.h"
#include "utf8.h"
#include "wrap.h"

#include <string.h>

enum { CODE_INDENT = 4 };

static const char bold[] = "\x1b[1m";
static const char code_color[] = "\x1b[36m";
static const char normal[] = "\x1b[0m";

struct page {
	struct et_buf *out;
	struct et_buf paragraph;
	size_t indent; /* of the paragraph's lines behind the first */
	bool color;
	unsigned width;
	bool in_code;
};

static void end_paragraph(struct page *page)
{
	if (page->paragraph.length)
		et_wrap(page->out, page->paragraph.data, 0, page->indent, page->width);
	et_buf_clear(&page->paragraph);
	page->indent = 0;
}

/* `code` and **strong** become colours where there are any, and stay where there are none. */
static void add_inline(struct page *page, const char *text, size_t length)
{
	bool in_code = false;
	bool in_strong = false;
	size_t i;

	for (i = 0; i < length; i++) {
		if (page->color && text[i] == '`') {
			in_code = !in_code;
			et_buf_puts(&page->paragraph, in_code ? code_color : normal);
		} else if (page->color && !in_code && i + 1 < length && text[i] == '*' &&
			   text[i + 1] == '*') {
			in_strong = !in_strong;
			et_buf_puts(&page->paragraph, in_strong ? bold : normal);
			i++;
		} else {
			et_buf_putc(&page->paragraph, text[i]);
		}
	}
}

static void verbatim(struct page *page, const char *line, size_t length)
{
	et_buf_add(page->out, line, length);
	et_buf_putc(page->out, '\n');
}

/* Code keeps its lines; one that is wider than the terminal goes on below, further in. */
static void code(struct page *page, const char *line, size_t length)
{
	size_t indent = strspn(line, " ");
	struct et_buf text;
	size_t i;

	for (i = 0; i < CODE_INDENT; i++)
		et_buf_putc(page->out, ' ');
	if (!page->width || CODE_INDENT + et_columns(line, length) <= page->width) {
		verbatim(page, line, length);
		return;
	}
	et_buf_init(&text);
	et_buf_add(&text, line, length);
	et_buf_add(page->out, line, indent < length ? indent : length);
	et_wrap(page->out, text.data, CODE_INDENT + indent, 2 * CODE_INDENT + indent, page->width);
	et_buf_finish(&text);
}

static void heading(struct page *page, const char *line, size_t length)
{
	size_t marks = strspn(line, "#");

	end_paragraph(page);
	marks += strspn(line + marks, " ");
	et_buf_puts(page->out, page->color ? bold : "");
	if (page->color)
		et_buf_add(page->out, line + marks, length - marks);
	else
		et_buf_add(page->out, line, length);
	et_buf_puts(page->out, page->color ? normal : "");
	et_buf_putc(page->out, '\n');
}

/* Length of a list item's mark with its blank: "- ", "* ", "1. "; 0: none. */
static size_t list_mark(const char *line)
{
	size_t digits = strspn(line, "0123456789");

	if ((line[0] == '-' || line[0] == '*') && line[1] == ' ')
		return 2;
	if (digits && line[digits] == '.' && line[digits + 1] == ' ')
		return digits + 2;
	return 0;
}

static void add_line(struct page *page, const char *line, size_t length)
{
	size_t mark = list_mark(line);

	if (length >= 3 && strncmp(line, "```", 3) == 0) {
		end_paragraph(page);
		page->in_code = !page->in_code;
	} else if (page->in_code) {
		code(page, line, length);
	} else if (!length) {
		end_paragraph(page);
		verbatim(page, line, 0);
	} else if (line[0] == '#') {
		heading(page, line, length);
	} else if (line[0] == '|' || line[0] == '\t' ||
		   (strncmp(line, "    ", 4) == 0 && !page->paragraph.length)) {
		end_paragraph(page);
		verbatim(page, line, length);
	} else {
		if (mark)
			end_paragraph(page);
		if (page->paragraph.length)
			et_buf_putc(&page->paragraph, ' ');
		if (mark)
			page->indent = mark;
		add_inline(page, line, length);
	}
}

void et_render_page(struct et_buf *out, const char *markdown, bool color, unsigned width)
{
	struct page page = {.out = out, .color = color, .width = width};

	if (!color && !width) {
		et_buf_puts(out, markdown);
		return;
	}
	et_buf_init(&page.paragraph);
	while (*markdown) {
		size_t length = strcspn(markdown, "\n");

		add_line(&page, markdown, length);
		markdown += length;
		if (*markdown)
			markdown++;
	}
	end_paragraph(&page);
	et_buf_finish(&page.paragraph);
}
