/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_testing.h"

static void paragraphs_and_items(void **state)
{
	struct world *w = *state;

	read_body(w, "One % remark\n two.\n\n  \nThree.\n\\begin{itemize}\n\\item Four\nfive\n\n"
		     "six\n\\item[SEVEN (7)] eight\n\\item [{[9]}]\n\\end{itemize}\nTen.");
	assert_string_equal(blocks(w), "2 PARA One two.\n6 PARA Three.\n7 BEGIN [itemize]\n"
				       "8 ITEM Four five\n11 PARA six\n12 ITEM [SEVEN (7)] eight\n"
				       "13 ITEM [{[9]}]\n14 END [itemize]\n15 PARA Ten.");
	assert_int_equal(w->diags.list.count, 0);
	assert_int_equal(w->doc.blocks.items[3].list, 2);
	assert_int_equal(w->doc.blocks.items[3].depth, 1);
	assert_int_equal(w->doc.blocks.items[2].list, ET_SPEC_NONE);
	assert_int_equal(w->doc.blocks.items[7].depth, 0);
	assert_true(w->doc.blocks.items[5].has_option);
	assert_false(w->doc.blocks.items[3].has_option);
}

static void carriage_returns(void **state)
{
	struct world *w = *state;

	read_body(w, "One\r\ntwo.\r\n\r\nThree.\r\n\\begin{lstlisting}\r\nle16 a;\r\n"
		     "\\end{lstlisting}\r\n");
	assert_string_equal(blocks(w), "2 PARA One two.\n5 PARA Three.\n7 LISTING le16 a;");
}

static void listings(void **state)
{
	struct world *w = *state;
	const struct tex_block *block;

	read_body(w,
		"Text:\n\\begin{lstlisting}[escapechar=|]\nstruct s {\n\n% \\item \\section{x}\n"
		"};\n  \\end{lstlisting}\nmore");
	assert_int_equal(w->doc.blocks.count, 3);
	block = &w->doc.blocks.items[1];
	assert_int_equal(block->kind, TEX_LISTING);
	assert_int_equal(block->text.line, 4);
	assert_int_equal(block->line, 3);
	assert_int_equal(block->last_line, 8);
	assert_string_equal(et_strndup(&w->arena, block->text.begin,
				    (size_t)(block->text.end - block->text.begin)),
		"struct s {\n\n% \\item \\section{x}\n};\n");
	assert_string_equal(et_strndup(&w->arena, block->option.begin,
				    (size_t)(block->option.end - block->option.begin)),
		"escapechar=|");
	assert_int_equal(w->doc.blocks.items[2].text.line, 9);
	assert_int_equal(w->doc.headings.count, 0);
}

static void listing_files(void **state)
{
	struct world *w = *state;
	const struct tex_block *block;

	assert_true(read_files(w,
		"\\begin{document}\n\\chapter{C}\n\\lstinputlisting[language=C]{a.c}\n"
		"\\lstinputlisting{b.c}\n\\lstinputlisting{b.c}\n\\end{document}\n"
		"%%FILE a.c\nle16 a;\n\\section{no}\n"));
	assert_int_equal(w->doc.blocks.count, 2);
	block = &w->doc.blocks.items[1];
	assert_int_equal(block->kind, TEX_LISTING);
	assert_string_equal(tex_place(&w->doc, block, block->text.end - 1).file, "a.c");
	assert_int_equal(tex_place(&w->doc, block, block->text.end - 1).line, 2);
	assert_int_equal(w->doc.files.count, 3);
	assert_true(w->doc.files.items[1].file.listing);
	assert_true(w->doc.files.items[1].file.read);
	assert_false(w->doc.files.items[2].file.read);
	assert_string_equal(w->doc.files.items[2].file.why, "no such file");
	assert_int_equal(w->doc.files.items[2].file.from.line, 4);
	assert_string_equal(message(w, 0), "warning virtio.tex:4 'b.c' is not read: no such file");
	assert_int_equal(w->diags.list.count, 1);
	assert_int_equal(w->doc.headings.count, 1);
}

static void headings(void **state)
{
	struct world *w = *state;
	const struct et_spec_heading *h;

	read_body(w,
		"\\chapter[Short]{A \\emph{long} title}\\label{sec:A / long\n  title}\n"
		"\\section{Legacy Interface: Old}\n% remark\n\\label{sec:Old}\\label{sec:Older}\n"
		"\\paragraph*{Deep}\nText \\label{not:this}\n"
		"\\drivernormative{\\subsection}{Using it} {A / Using\nit}\n"
		"\\section{Legacy "
		"Interfaces}\n\\conformance{\\subsection}{Clause}\\label{sec:C}\n");
	h = w->doc.headings.items;
	assert_int_equal(w->doc.headings.count, 6);
	assert_string_equal(h[0].section.title, "A long title");
	assert_string_equal(h[0].section.label, "sec:A / long title");
	assert_int_equal(h[0].level, 0);
	assert_int_equal(h[0].parent, ET_SPEC_NONE);
	assert_string_equal(h[1].section.label, "sec:Old");
	assert_true(h[1].legacy);
	assert_int_equal(h[1].place.line, 4);
	assert_string_equal(h[1].place.section->title, "Legacy Interface: Old");
	assert_int_equal(h[2].level, 4);
	assert_int_equal(h[2].parent, 1);
	assert_true(h[2].legacy);
	assert_string_equal(h[2].section.label, "");
	assert_string_equal(h[3].section.title, "Driver Requirements: Using it");
	assert_string_equal(h[3].section.label, "drivernormative:A / Using it");
	assert_int_equal(h[3].level, 2);
	assert_int_equal(h[3].parent, 1);
	assert_int_equal(h[3].normative, ET_TARGET_DRIVER);
	assert_false(h[4].legacy);
	assert_int_equal(h[4].parent, 0);
	assert_true(h[5].conformance);
	assert_string_equal(h[5].section.label, "sec:C");
	assert_string_equal(h[5].interface, "legacy interfaces");
	assert_int_equal(w->doc.labels.count, 6);
	assert_string_equal(w->doc.labels.items[2].name, "sec:Older");
	assert_int_equal(w->doc.labels.items[3].heading, 2);
	assert_int_equal(w->diags.list.count, 0);
}

static void references(void **state)
{
	struct world *w = *state;
	const struct et_spec_ref *r;

	read_body(w, "\\section{See \\ref {sec:a}}\nIn~\\nameref{sec:b\n c},\n"
		     "\\hyperref[sec:d]{the \\field{x_y}}, \\pageref{sec:e}.\n"
		     "\\item[\\ref{sec:f}] x\n% \\ref{sec:g}\n");
	r = w->doc.refs.items;
	assert_int_equal(w->doc.refs.count, 5);
	assert_string_equal(r[0].label, "sec:a");
	assert_int_equal(r[0].heading, 0);
	assert_string_equal(r[1].label, "sec:b c");
	assert_int_equal(r[1].kind, ET_REF_NAMEREF);
	assert_int_equal(r[2].kind, ET_REF_HYPERREF);
	assert_string_equal(r[2].text, "the x_y");
	assert_int_equal(r[2].place.line, 5);
	assert_int_equal(r[3].kind, ET_REF_OTHER);
	assert_string_equal(r[4].label, "sec:f");
	assert_string_equal(r[4].place.section->title, "See");
}

static void inputs(void **state)
{
	struct world *w = *state;

	assert_true(read_files(w,
		"\\documentclass{report}\n\\input{set-up}\n\\newcommand{\\z}{\\input{never}}\n"
		"% \\input{never}\n\\input{main.tex}\nbehind\n"
		"%%FILE set-up.tex\n\\newcommand{\\x}[1]{\\section{#1}\\begin{document}}\n"
		"%%FILE main.tex\n\\begin{document}\n\\chapter{C}\nOne \\input sub/a\ntwo.\n"
		"\\include{./sub/"
		"b.tex}\n\\newcommand{\\y}{\\section{no}}\n\\end{document}\nThree.\n"
		"\\input{never}\n%%FILE sub/a.tex\nfirst\n\\endinput\nnot this\n"
		"%%FILE sub/b.tex\n\\def\\w#1{\\section{no}}second\n"));
	assert_string_equal(blocks(w), "2 HEADING C\n3 PARA One\n1 PARA first\n4 PARA two.\n"
				       "1 PARA second");
	assert_int_equal(w->doc.files.count, 5);
	assert_string_equal(w->doc.files.items[3].file.path, "sub/a.tex");
	assert_int_equal(w->doc.files.items[3].file.from.line, 3);
	assert_int_equal(w->doc.files.items[1].file.part, ET_PART_APPARATUS);
	assert_int_equal(w->doc.files.items[3].file.part, ET_PART_BODY);
	assert_int_equal(w->diags.list.count, 0);
}

static void inputs_that_are_refused(void **state)
{
	struct world *w = *state;

	assert_true(read_files(w, "\\begin{document}\n\\input{a}\n\\input{../b}\n\\input{/c.tex}\n"
				  "\\input{gone}\\input{gone}\n"
				  "%%FILE a.tex\nOne\n\n\\input{a}\\input{virtio}two\n"));
	assert_string_equal(blocks(w), "1 PARA One\n3 PARA two");
	assert_string_equal(message(w, 0),
		"error a.tex:3 takes in 'a.tex', which is being read already; it is left out here");
	assert_string_equal(message(w, 1),
		"error a.tex:3 takes in 'virtio.tex', which is being read already; it is left out "
		"here");
	assert_string_equal(message(w, 2),
		"warning virtio.tex:3 '../b.tex' is not read: leads out of the source");
	assert_string_equal(message(w, 3),
		"warning virtio.tex:4 '/c.tex' is not read: leads out of the source");
	assert_string_equal(
		message(w, 4), "warning virtio.tex:5 'gone.tex' is not read: no such file");
	assert_string_equal(message(w, 5), "");
}

/* Each file takes in the next one twice: 2^40 files, if nobody counted. */
static void inputs_without_end(void **state)
{
	struct world *w = *state;
	struct et_buf text;
	unsigned i;

	et_buf_init(&text);
	et_buf_puts(&text, "\\begin{document}\\input{f0}\n");
	for (i = 0; i < 40; i++)
		et_buf_printf(
			&text, "%%%%FILE f%u.tex\n\\input{f%u}\n\\input{f%u}\n", i, i + 1, i + 1);
	et_buf_puts(&text, "%%FILE f40.tex\nend\n");
	assert_true(read_files(w, text.data));
	assert_true(w->diags.errors > 0);
	assert_true(w->doc.files.count < 50);
	et_buf_finish(&text);
}

static void what_is_no_text(void **state)
{
	struct world *w = *state;

	read_body(w, "a\\iffalse b \\ifx c \\else d \\fi e\\fi f\n"
		     "\\if0 g \\else h \\fi i \\iftrue j \\else k \\fi\n\n"
		     "\\begin{comment}\n\\section{x}\n\\end{comment}\n"
		     "l \\verb|\\section{no}| \\lstinline{\\item} m % \\item\n\n"
		     "\\ifthenelse{x}{n}{o} \\unknown{p}\n");
	assert_string_equal(blocks(w), "2 PARA a\n2 PARA f\n3 PARA h\n3 PARA i\n3 PARA j\n"
				       "8 PARA l \\section{no} \\item m\n10 PARA x n o p");
	assert_int_equal(w->doc.headings.count, 0);
	assert_int_equal(w->diags.list.count, 0);
}

static void rows(void **state)
{
	struct world *w = *state;

	read_body(w, "\\begin{table}[h]\n\\caption{Ids}\n\\label{table:x}\n"
		     "\\begin{tabularx}{\\textwidth}{ |l|X| }\n\\hline\nId & Name \\\\\n"
		     "\\hline \\hline\n0x1 & {a \\\\ b} \\\\[2pt]\n\n\\cline{1-2}\n"
		     "% 9 & no \\\\\n2 & \\begin{itemize}\\item c \\\\ d\\end{itemize} \\\\\n"
		     "\\reg{A}{%\n  e\n\n  \\begin{note} f \\end{note}\n}\n\\hline\n\\reg{B}{}\n"
		     "\\end{tabularx}\n\\end{table}\n");
	assert_string_equal(blocks(w),
		"2 BEGIN [table] h\n3 PARA Ids\n5 BEGIN [tabularx] |l|X|\n7 ROW Id Name\n"
		"9 ROW 0x1 a b\n13 ROW 2 c d\n14 ROW A e f\n20 ROW B\n21 END [tabularx]\n"
		"22 END [table]");
	assert_int_equal(w->diags.list.count, 0);
	assert_int_equal(w->doc.labels.count, 1);
}

static void parts(void **state)
{
	struct world *w = *state;

	assert_true(read_files(w,
		"\\begin{document}\n\\input{title}\n\\chapter{One}\n\\lstinputlisting{n.c}\n"
		"\\appendix\n\\chapter{Header}\n\\section{S}\n\\begin{lstlisting}\nle16 a;\n"
		"\\end{lstlisting}\n\\chapter{Creating New Device Types}\n\\input{new}\n"
		"\\chapter{Something Else}\nwords\n\\chapter{Revision History}\n\\input{cl-x}\n"
		"%%FILE title.tex\nTitle\n%%FILE new.tex\n\\begin{lstlisting}\nle16 b;\n"
		"\\end{lstlisting}\n"));
	assert_string_equal(blocks(w),
		"1 S PARA Title\n3 HEADING One\n6 HEADING Header\n7 HEADING S\n9 LISTING le16 a;\n"
		"11 S HEADING Creating New Device Types\n2 S LISTING le16 b;\n"
		"13 S HEADING Something Else\n14 S PARA words\n15 S HEADING Revision History");
	assert_int_equal(w->doc.files.items[0].file.part, ET_PART_BODY);
	assert_int_equal(w->doc.files.items[1].file.part, ET_PART_APPARATUS);
	assert_int_equal(w->doc.files.items[2].file.part, ET_PART_BODY);
	assert_int_equal(w->doc.files.items[3].file.part, ET_PART_SUPERSEDED);
	assert_int_equal(w->doc.files.items[4].file.part, ET_PART_SUPERSEDED);
}

/* A copy of the definitions "for non-normative reference only". */
static void non_normative_appendix(void **state)
{
	struct world *w = *state;

	assert_true(read_files(w,
		"\\begin{document}\n\\chapter{One}\nSee \\nameref{B}: non-normative.\n"
		"\\appendix\n\\chapter{Header}\\label{A}\n"
		"All of it is for Non-normative reference\nonly.\n\n\\lstinputlisting{a.h}\n"
		"\\section{Functions}\n\\chapter{Other}\\label{B}\nWords.\n\n\\lstinputlisting{b.h}"
		"\n"
		"\\section{S}\nIts examples are non-normative.\n"
		"%%FILE a.h\nle16 a;\n%%FILE b.h\nle16 b;\n"));
	assert_int_equal(w->doc.headings.count, 5);
	assert_false(w->doc.headings.items[0].non_normative);
	assert_true(w->doc.headings.items[1].non_normative);
	assert_true(w->doc.headings.items[2].non_normative);
	assert_false(w->doc.headings.items[3].non_normative);
	assert_false(w->doc.headings.items[4].non_normative);
	assert_int_equal(w->doc.headings.items[1].part, ET_PART_BODY);
}

static void main_files(void **state)
{
	struct world *w = *state;

	assert_true(read_files(w, "%%FILE a.tex\n\\documentclass{x}\n\\begin{document}A\n"
				  "%%FILE b.tex\nB\n%%FILE c/d.tex\n\\documentclass{x}\n"));
	assert_string_equal(w->doc.files.items[0].file.path, "a.tex");
	assert_string_equal(blocks(w), "2 PARA A");
	assert_false(read_files(
		w, "%%FILE a.tex\n\\documentclass{x}\n%%FILE b.tex\n\\documentclass{x}\n"));
	assert_false(read_files(w, "%%FILE a.tex\nA\n"));
	assert_string_equal(message(w, 0),
		"error -:0 has no virtio.tex, and more than one file with \\documentclass");
	assert_string_equal(message(w, 1), "error -:0 has no virtio.tex; give the folder in "
					   "which the text's main file is");
	/* A fragment: read, with an error that says so. */
	assert_true(read_files(w, "\\section{S}\nwords\n"));
	assert_string_equal(blocks(w), "1 HEADING S\n2 PARA words");
}

static void versions(void **state)
{
	struct world *w = *state;

	assert_true(read_files(w, "\\begin{document}\n%%FILE REVISION\nvirtio-v1.4-cs01\n"));
	assert_string_equal(w->doc.version, "v1.4-cs01");
	assert_true(read_files(w, "\\input{specvars}\\begin{document}\n%%FILE specvars.tex\n"
				  "\\newcommand{\\virtiorev}{1.5}\n"
				  "\\newcommand\\virtiodraftstage{wd}\n"
				  "\\newcommand{\\virtioworkingdraft}{01}\n"));
	assert_string_equal(w->doc.version, "v1.5-wd01");
	assert_true(read_files(w, "\\begin{document}\n%%FILE REVISION\nnonsense\n"));
	assert_null(w->doc.version);
}

static void unbalanced(void **state)
{
	struct world *w = *state;

	read_body(w, "\\chapter{C}\n\\begin{itemize}\n\\item a {b\n\\item c\n\\begin{tabular}{l}\n"
		     "d & e \\\\\n\\section{S}\nf\n\\end{description}\n\\begin{note}\ng\n\n"
		     "\\begin{lstlisting}\nle16 h;\n\\subsection{T}\ni }\n");
	assert_string_equal(blocks(w),
		"2 HEADING C\n3 BEGIN [itemize]\n4 ITEM a b\n5 ITEM c\n6 BEGIN [tabular] l\n"
		"7 ROW d e\n8 END [tabular]\n8 END [itemize]\n8 HEADING S\n9 PARA f\n"
		"11 BEGIN [note]\n12 PARA g\n15 LISTING le16 h;\n16 END [note]\n16 HEADING T\n"
		"17 PARA i");
	assert_string_equal(message(w, 0), "warning virtio.tex:4 '{' without '}'");
	assert_string_equal(message(w, 1), "error virtio.tex:6 \\begin{tabular} has no \\end");
	assert_string_equal(message(w, 2), "error virtio.tex:3 \\begin{itemize} has no \\end");
	assert_string_equal(message(w, 3), "error virtio.tex:10 \\end{description} has no \\begin");
	assert_string_equal(message(w, 4), "error virtio.tex:14 \\begin{lstlisting} has no \\end");
	assert_string_equal(message(w, 5), "error virtio.tex:11 \\begin{note} has no \\end");
	assert_string_equal(message(w, 6), "warning virtio.tex:17 '}' without '{'");
	assert_string_equal(message(w, 7), "");
}

static void plain_text(void **state)
{
	static const char *const cases[][2] = {
		{"a\\_b \\field{c_d}\\emph{e}", "a_b c_de"},
		{"x % y\n  z", "x z"},
		{"x%y\n  z", "xz"},
		{"see \\ref{sec:a b}~\\nameref{x}, \\hyperref[sec:c]{the \\textbf{d}}.",
			"see , the d."},
		{"a\\footnote{no {way}\n\nat all} b", "a b"},
		{"``q'' -- r --- s", "\"q\" - r - s"},
		{"$2^{15}$ \\ldots\\ $a \\le b$", "2^15 ... a <=b"},
		{"\\textcolor{red}{seen} \\href{url}{text} \\url{http://x/a_b%c}",
			"seen text http://x/a_b%c"},
		{"\\multicolumn{2}{|l|}{a} & b \\\\", "a b"},
		{"{\\bf bold} \\& \\# \\% \\{ \\}", "bold & # % { }"},
		{"a \\newline b \\\\ c", "a b c"},
		{"\\lbrack x \\rbrack", "[x ]"},
		{"\\unknown{a}{b}", "a b"},
		{"\\hyperref[never closed {x", ""},
		{"} a { b", "a b"},
		{"\\", ""},
		{"\\verb|a%b", "a%b"},
		{"\\footnote", ""},
	};
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(
			tex_plain_text(&w->arena, cases[i][0], cases[i][0] + strlen(cases[i][0])),
			cases[i][1]);
}

static void plain_text_with_a_map(void **state)
{
	static const char text[] = "a \\field{b\\_c}\n``d";
	struct world *w = *state;
	struct tex_map map = {.arena = &w->arena};
	struct et_buf out;
	const char *at;

	et_buf_init(&out);
	tex_plain(&out, text, text + strlen(text), &map);
	tex_plain(&out, text, text + 1, &map);
	assert_string_equal(out.data, "a b_c \"da");
	assert_int_equal(map.at.count, out.length);
	at = strstr(text, "b\\");
	assert_ptr_equal(map.at.items[2], at);
	assert_ptr_equal(map.at.items[3], at + 1);
	assert_ptr_equal(map.at.items[4], at + 3);
	assert_ptr_equal(map.at.items[6], strstr(text, "``"));
	assert_ptr_equal(map.at.items[8], text);
	et_buf_finish(&out);
}

static void groups(void **state)
{
	static const char text[] = " % remark }\n {a {b} \\} % }\n c}[d {]} e]\\x";
	const char *end = text + strlen(text);
	const char *at = text;
	const char *name;
	struct tex_span span;
	size_t length;

	(void)state;
	assert_false(tex_group(&at, end, '[', &span));
	assert_ptr_equal(at, text);
	assert_true(tex_group(&at, end, '{', &span));
	assert_ptr_equal(span.begin, strstr(text, "a {"));
	assert_ptr_equal(span.end, strstr(text, "}[d"));
	assert_false(tex_command(&at, end, &name, &length));
	assert_true(tex_group(&at, end, '[', &span));
	assert_int_equal(span.end - span.begin, 7);
	assert_true(tex_command(&at, end, &name, &length));
	assert_int_equal(length, 1);
	assert_ptr_equal(at, end);
	at = "[a\n\nb]";
	assert_false(tex_group(&at, at + 6, '[', &span));
	assert_true(tex_is_name("VIRTIO_F", 8));
	assert_false(tex_is_name("VIRTIO", 6));
	assert_false(tex_is_name("_", 1));
	assert_false(tex_is_name("1_a", 3));
	assert_false(tex_is_name("a_b-c", 5));
}

/* A few megabytes of one piece: whatever is not linear in them takes minutes. */
static void hostile_sizes(void **state)
{
	static const char *const pieces[] = {"{", "}", "\\item[", "\\begin{a}", "\\end{a}",
		"\\section{", "\\label{", "\\ref{", "\\hyperref[x", "\\iffalse ", "\\fi ",
		"\\def\\a{", "\\newcommand{", "\\begin{lstlisting}\n", "\\begin{tabular}",
		"\\verb|", "%", "\\\\", "  \n", "\\footnote{", "$", "\\begin{", "a ", "\\input{x}",
		"\\label{a} ", "[", "\\"};
	enum { LENGTH = 2 << 20 };
	struct world *w = *state;
	size_t i;

	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		struct et_buf text;

		et_buf_init(&text);
		et_buf_puts(&text, "\\begin{document}");
		while (text.length < LENGTH)
			et_buf_puts(&text, pieces[i]);
		read_files(w, text.data);
		blocks(w);
		et_buf_finish(&text);
		et_arena_finish(&w->arena);
		et_diags_init(&w->diags, &w->arena);
	}
}

static void file_limit(void **state)
{
	struct world *w = *state;
	struct et_buf text;

	et_buf_init(&text);
	et_buf_puts(&text, "\\begin{document}\\input{a}\n%%FILE a.tex\n");
	while (text.length < 9 << 20)
		et_buf_puts(&text, "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{");
	assert_true(read_files(w, text.data));
	assert_string_equal(message(w, 0), "warning virtio.tex:1 'a.tex' is not read: is larger "
					   "than what etalon reads of one file");
	et_buf_finish(&text);
}

/* Each item takes more memory than its six letters. */
static void part_limit(void **state)
{
	struct world *w = *state;
	struct et_buf text;

	et_buf_init(&text);
	et_buf_puts(&text, "\\begin{document}");
	while (text.length < 6 << 20)
		et_buf_puts(&text, "\\item \\item ");
	assert_true(read_files(w, text.data));
	assert_int_equal(w->diags.errors, 1);
	assert_non_null(strstr(message(w, 0), "there is more in it than etalon reads"));
	assert_true(w->doc.blocks.count <= 500000);
	et_buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(paragraphs_and_items),
		TEST(carriage_returns),
		TEST(listings),
		TEST(listing_files),
		TEST(headings),
		TEST(references),
		TEST(inputs),
		TEST(inputs_that_are_refused),
		TEST(inputs_without_end),
		TEST(what_is_no_text),
		TEST(rows),
		TEST(parts),
		TEST(non_normative_appendix),
		TEST(main_files),
		TEST(versions),
		TEST(unbalanced),
		TEST(plain_text),
		TEST(plain_text_with_a_map),
		TEST(groups),
		TEST(hostile_sizes),
		TEST(file_limit),
		TEST(part_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
