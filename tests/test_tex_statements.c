/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_keyword.h"
#include "tex_sentence.h"
#include "tex_testing.h"

/* Reads a body of the text and takes its statements. */
static const struct et_statement *read_any(struct world *w, const char *body)
{
	assert_true(read_files(w,
		et_sprintf(&w->arena,
			"\\documentclass{report}\n\\begin{document}\n\\chapter{C}\\label{sec:C}\n"
			"%s\n\\end{document}\n",
			body)));
	begin_taking(w);
	tex_take_statements(&w->builder);
	return w->builder.statements.items;
}

static const struct et_statement *read_text(struct world *w, const char *body, size_t count)
{
	read_any(w, body);
	if (w->builder.statements.count != count)
		print_message("# %zu statements\n", w->builder.statements.count);
	assert_int_equal(w->builder.statements.count, count);
	return w->builder.statements.items;
}

/* The hash and the id of the only statement of a body. */
static uint64_t hash_of(struct world *w, const char *body, char id[200])
{
	const struct et_statement *statement = read_text(w, body, 1);

	if (id)
		strncpy(id, statement->id, 199);
	return statement->hash;
}

static void check_sentences(const char *text, size_t count)
{
	size_t length = strlen(text), from = 0, found = 0;

	while (from < length) {
		from = tex_sentence_end(text, length, from);
		found++;
		if (from < length)
			from++;
	}
	if (found != count)
		print_message("# %s\n", text);
	assert_int_equal(found, count);
}

static void sentence_ends(void **state)
{
	(void)state;
	check_sentences("One. Two! Three? Four", 4);
	check_sentences("Set cap.offset to 1.4, e.g. 3, i.e. that. Then go.", 2);
	check_sentences("A, B, etc. and C. D, etc. The end.", 3);
	check_sentences("(This one.) \"And this.\" That.", 3);
	check_sentences("See also p. 3 for more. Next.", 2);
	check_sentences("Wait... for it. Go.", 2);
	check_sentences("1. First of all. Next.", 2);
	check_sentences("It is set. virtio_x stays.", 2);
	check_sentences("", 0);
	assert_true(tex_sentence_is_open("The driver MUST:", 16));
	assert_true(tex_sentence_is_open("reset it,", 9));
	assert_false(tex_sentence_is_open("It stops.", 9));
	assert_false(tex_sentence_is_open("(It stops.)", 11));
	assert_false(tex_sentence_is_open("", 0));
}

static void check_words(const char *text, const char *words)
{
	struct et_buf buf;

	et_buf_init(&buf);
	tex_sentence_words(&buf, text, strlen(text));
	assert_string_equal(buf.data ? buf.data : "", words);
	et_buf_finish(&buf);
}

static void words(void **state)
{
	(void)state;
	check_words("The  device MUST set cap.offset, (to 1.4).",
		"the device MUST set cap.offset to 1.4");
	check_words("read-only - or \"not\"", "read only or not");
	check_words("\xe2\x80\x9cThe device\xe2\x80\x99s\xe2\x80\x9d\xc2\xa0way \xe2\x80\x94 now",
		"the device's way now");
	check_words("the device's 'way'", "the device's way");
	check_words("2*N+1 >= x", "2 * n + 1 > = x");
	check_words("Queue Size", "queue size");
	check_words("le16 VIRTIO_F_X virtioX", "le16 VIRTIO_F_X virtioX");
	check_words("...", "");
}

static void check_level(const char *text, enum et_level level, const char *keyword)
{
	struct tex_keyword found;

	assert_true(tex_keyword_find(text, strlen(text), &found));
	assert_int_equal(found.level, level);
	assert_int_equal(found.length, strlen(keyword));
	assert_memory_equal(text + found.at, keyword, found.length);
}

static void levels(void **state)
{
	struct tex_keyword found;
	const char *const none[] = {"The key words \"MUST\", \"MUST NOT\" and \"MAY\" are used.",
		"You must not, should and may.", "VIRTIO_BALLOON_F_MUST_TELL_HOST is set.",
		"MAYBE and MUSTER", "all of the MUST or REQUIRED level requirements", ""};
	size_t i;

	(void)state;
	check_level("The device MUST go.", ET_LEVEL_MUST, "MUST");
	check_level("The device MUST NOT go.", ET_LEVEL_MUST_NOT, "MUST NOT");
	check_level("The device MUST not go.", ET_LEVEL_MUST_NOT, "MUST not");
	check_level("The device MUST also NOT go.", ET_LEVEL_MUST_NOT, "MUST also NOT");
	check_level("It SHALL stay.", ET_LEVEL_MUST, "SHALL");
	check_level("It SHALL NOT stay.", ET_LEVEL_MUST_NOT, "SHALL NOT");
	check_level("It SHOULD stay.", ET_LEVEL_SHOULD, "SHOULD");
	check_level("It SHOULD NOT stay.", ET_LEVEL_SHOULD_NOT, "SHOULD NOT");
	check_level("It MAY stay.", ET_LEVEL_MAY, "MAY");
	check_level("It MAY not stay.", ET_LEVEL_MAY, "MAY not");
	check_level("It is REQUIRED.", ET_LEVEL_MUST, "REQUIRED");
	check_level("It is RECOMMENDED.", ET_LEVEL_SHOULD, "RECOMMENDED");
	check_level("It is NOT RECOMMENDED.", ET_LEVEL_SHOULD_NOT, "NOT RECOMMENDED");
	check_level("Support is OPTIONAL.", ET_LEVEL_MAY, "OPTIONAL");
	check_level("It MAY go, but MUST NOT stay, and SHOULD.", ET_LEVEL_MUST_NOT, "MUST NOT");
	check_level("It MUST go and MUST NOT stay.", ET_LEVEL_MUST, "MUST");
	for (i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(tex_keyword_find(none[i], strlen(none[i]), &found));
}

static void check_target(const char *text, enum et_target target)
{
	struct tex_keyword found;

	assert_true(tex_keyword_find(text, strlen(text), &found));
	if (tex_keyword_target(text, strlen(text), &found) != target)
		print_message("# %s\n", text);
	assert_int_equal(tex_keyword_target(text, strlen(text), &found), target);
}

static void targets(void **state)
{
	(void)state;
	check_target("The driver MUST go.", ET_TARGET_DRIVER);
	check_target("A transitional device SHOULD go.", ET_TARGET_DEVICE);
	check_target("If the device stops, the driver MAY go.", ET_TARGET_DRIVER);
	check_target("Devices and drivers MUST go.", ET_TARGET_BOTH);
	check_target("Both the device and the driver MUST go.", ET_TARGET_BOTH);
	check_target("The length presented by the device MUST be 1.", ET_TARGET_DEVICE);
	check_target("The field MUST be ignored by the driver.", ET_TARGET_DRIVER);
	check_target("The device, when reset, MUST go.", ET_TARGET_DEVICE);
	check_target("Padding MUST be zero.", ET_TARGET_NONE);
	check_target("The size of the device MUST be zero.", ET_TARGET_DEVICE);
}

static void sections(void **state)
{
	const struct et_statement *s = read_text(*state,
		"\\section{Net}\\label{sec:Device Types / Network Device}\n"
		"The driver MAY look. It is here.\n"
		"\\drivernormative{\\subsection}{F}{Device Types / Network Device / Feature bits}\n"
		"The device MUST be told. The driver MUST\nNOT touch\n\\field{cap.offset} of "
		"VIRTIO_NET\\_F_X\nand virtio_net_hdr, VIRTIO_NET_F_X.\n"
		"\\subsubsection{Deeper}\nIt SHOULD hold.\n"
		"\\devicenormative{\\subsection}{F}{Device Types / Network Device / Feature bits}\n"
		"It SHOULD hold.\n"
		"\\section{Next}\nDevices SHOULD NOT\nstop.\n",
		6);

	assert_int_equal(s[0].target, ET_TARGET_DRIVER);
	assert_int_equal(s[0].level, ET_LEVEL_MAY);
	assert_int_equal(s[0].place.line, 5);
	assert_string_equal(s[0].place.file, "virtio.tex");
	assert_memory_equal(s[0].id, "network-device/driver-may/", 26);
	assert_int_equal(s[1].target, ET_TARGET_DRIVER);
	assert_int_equal(s[2].level, ET_LEVEL_MUST_NOT);
	assert_int_equal(s[2].place.line, 7);
	assert_string_equal(s[2].text, "The driver MUST NOT touch cap.offset of VIRTIO_NET_F_X and "
				       "virtio_net_hdr, VIRTIO_NET_F_X.");
	assert_string_equal(s[2].names[0], "cap.offset");
	assert_string_equal(s[2].names[1], "VIRTIO_NET_F_X");
	assert_string_equal(s[2].names[2], "virtio_net_hdr");
	assert_null(s[2].names[3]);
	assert_memory_equal(s[2].id, "network-device/feature-bits/driver-must-not/", 44);
	assert_int_equal(strlen(s[2].id), 44 + 8);
	assert_int_equal(s[3].target, ET_TARGET_DRIVER);
	assert_int_equal(s[4].target, ET_TARGET_DEVICE);
	assert_int_equal(s[3].hash, s[4].hash);
	assert_string_not_equal(s[3].id, s[4].id);
	assert_int_equal(s[5].target, ET_TARGET_DEVICE);
	assert_int_equal(s[5].level, ET_LEVEL_SHOULD_NOT);
	assert_string_equal(s[5].place.section->title, "Next");
}

static void repeated(void **state)
{
	const struct et_statement *s =
		read_text(*state, "It MUST go.\n\nIt MUST go.\n\nIt MUST\tgo!\n", 3);
	char *second;

	assert_memory_equal(s[1].id, s[0].id, strlen(s[0].id));
	assert_string_equal(s[1].id + strlen(s[0].id), "-2");
	second = strstr(s[2].id, "-3");
	assert_non_null(second);
}

static void stable(void **state)
{
	char id[200] = "", other[200] = "";
	uint64_t hash = hash_of(*state,
		"The device MUST set \\field{a_b} to 1, as described in \\ref{sec:A}, e.g.\\ "
		"always.",
		id);

	assert_int_equal(
		hash, hash_of(*state,
			      "% a remark MUST\n  The device\nMUST   set\n\\field{a\\_b} to "
			      "1, as % more\ndescribed in~\\ref{sec:B\nC}, e.g. \\emph{always}.",
			      other));
	assert_string_equal(id, other);
	assert_int_equal(
		hash, hash_of(*state,
			      "the device MUST set a_b to $1$ -- as described in, e.g. ``always''",
			      NULL));
	assert_int_not_equal(hash, hash_of(*state,
					   "The device MUST set \\field{a_c} to 1, as described in "
					   "\\ref{sec:A}, e.g.\\ always.",
					   NULL));
	assert_int_not_equal(hash, hash_of(*state,
					   "The device MUST set \\field{a_b} to 2, as described in "
					   "\\ref{sec:A}, e.g.\\ always.",
					   NULL));
	assert_int_not_equal(
		hash, hash_of(*state,
			      "The device MUST NOT set \\field{a_b} to 1, as described in "
			      "\\ref{sec:A}, e.g.\\ always.",
			      other));
	assert_string_not_equal(id, other);
}

static void demand_goes_on_in_a_list(void **state)
{
	static const char text[] =
		"The driver MUST do this:\n\\begin{enumerate}\n"
		"\\item Reset it.\n\\item Wait for VIRTIO_X_Y, and\n"
		"\\begin{itemize}\\item look\\end{itemize}\n"
		"\\item Then the driver MAY rest.\n\\end{enumerate}\nIt is done.\n";
	const struct et_statement *s = read_text(*state, text, 2);
	uint64_t hash = s[0].hash;

	assert_string_equal(
		s[0].text, "The driver MUST do this: Reset it. Wait for VIRTIO_X_Y, and look");
	assert_string_equal(s[0].names[0], "VIRTIO_X_Y");
	assert_string_equal(s[1].text, "Then the driver MAY rest.");
	s = read_text(*state,
		"The driver MUST do this:\n\\begin{enumerate}\n"
		"\\item Reset it.\n\\item Wait for VIRTIO_X_Y, and\n"
		"\\begin{itemize}\\item see\\end{itemize}\n"
		"\\item Then the driver MAY rest.\n\\end{enumerate}\n",
		2);
	assert_int_not_equal(s[0].hash, hash);
}

static void condition_before_a_list(void **state)
{
	const struct et_statement *s = read_text(*state,
		"If VIRTIO_F_A is negotiated:\n\\begin{itemize}\n"
		"\\item the driver MUST set \\field{x}. It MAY set y.\n"
		"\\item Otherwise:\n\\begin{itemize}\n\\item it MUST NOT.\n\\end{itemize}\n"
		"\\item Nothing else.\n"
		"\\end{itemize}\nThe device SHOULD see.\n",
		4);

	assert_string_equal(s[0].text, "If VIRTIO_F_A is negotiated: the driver MUST set x.");
	assert_string_equal(s[0].names[0], "VIRTIO_F_A");
	assert_string_equal(s[0].names[1], "x");
	assert_int_equal(s[0].place.line, 6);
	assert_string_equal(s[1].text, "It MAY set y.");
	assert_string_equal(s[2].text, "If VIRTIO_F_A is negotiated: Otherwise: it MUST NOT.");
	assert_string_equal(s[3].text, "The device SHOULD see.");
}

static void formula(void **state)
{
	const struct et_statement *s = read_text(*state,
		"The length MUST satisfy:\n\\begin{lstlisting}\nlength >= a + "
		"2\n\\end{lstlisting}\n"
		"where a is even. And odd.\n",
		1);
	uint64_t hash = s[0].hash;

	assert_string_equal(s[0].text, "The length MUST satisfy: where a is even.");
	s = read_text(*state,
		"The length MUST satisfy:\n\\begin{lstlisting}\n  length   >= a\n + "
		"2\n\\end{lstlisting}\n"
		"where a is\neven.\n",
		1);
	assert_int_equal(s[0].hash, hash);
	s = read_text(*state,
		"The length MUST satisfy:\n\\begin{lstlisting}\nlength >= a + "
		"4\n\\end{lstlisting}\n"
		"where a is even.\n",
		1);
	assert_int_not_equal(s[0].hash, hash);
}

static void lists_of_clauses(void **state)
{
	read_text(*state,
		"A driver MUST conform to:\n\\begin{itemize}\n\\item \\ref{drivernormative:A}\n"
		"\\item \\ref{drivernormative:B}\n\\end{itemize}\n",
		0);
	read_text(*state,
		"A driver MUST conform to:\n\\begin{itemize}\n\\item \\ref{drivernormative:A}\n"
		"\\item all else\n\\end{itemize}\n",
		1);
}

static void tables_and_notes(void **state)
{
	const struct et_statement *s = read_text(*state,
		"\\begin{tabular}{|l|l|}\n\\hline\nA & The driver MUST go \\\\\n\\hline\n"
		"B \\& C & It MAY \\& can \\\\\n\\end{tabular}\n"
		"Look\\footnote{Devices SHOULD stay.} here.\n",
		3);

	assert_string_equal(s[0].text, "The driver MUST go");
	assert_string_equal(s[1].text, "It MAY & can");
	assert_string_equal(s[2].text, "Devices SHOULD stay.");
}

static void conditions_and_announcements(void **state)
{
	const struct et_statement *s = read_text(*state,
		"These events are defined:\n\\begin{itemize}\n\\item The device MUST go.\n"
		"\\end{itemize}\nWhen legacy, drivers:\n\\begin{itemize}\n\\item MUST go.\n"
		"\\end{itemize}\n\\begin{description}\n\\item[VIRTIO_F_A (3)] MUST be set.\n"
		"\\item[VIRTIO_F_B] The driver MUST go.\n\\end{description}\n",
		4);

	assert_string_equal(s[0].text, "The device MUST go.");
	assert_string_equal(s[1].text, "When legacy, drivers: MUST go.");
	assert_int_equal(s[1].target, ET_TARGET_DRIVER);
	assert_string_equal(s[2].text, "VIRTIO_F_A (3) MUST be set.");
	assert_string_equal(s[2].names[0], "VIRTIO_F_A");
	assert_string_equal(s[3].text, "The driver MUST go.");
	assert_null(s[3].names[0]);
}

/* What a careless or hostile hand leaves. */
static void broken(void **state)
{
	static const char *const parts[] = {"If a MUST:\n\\begin{itemize}\n\\item when b:\n",
		"\\footnote{MUST \\field{", "\\end{itemize}MUST:\n\n", "MUST & }{ \\\\ ",
		"\\item[MUST ", "MUST or ", "MUST.).).", "\xe2\x80", "\\item MUST MAY:\n"};
	struct et_buf buf;
	unsigned i, j;

	et_buf_init(&buf);
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		et_buf_clear(&buf);
		if (i == 3)
			et_buf_puts(&buf, "\\begin{tabular}{ll}");
		for (j = 0; j < 3000; j++)
			et_buf_puts(&buf, parts[i]);
		read_any(*state, buf.data);
	}
	et_buf_finish(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentence_ends),
		cmocka_unit_test(words),
		cmocka_unit_test(levels),
		cmocka_unit_test(targets),
		TEST(sections),
		TEST(repeated),
		TEST(stable),
		TEST(demand_goes_on_in_a_list),
		TEST(condition_before_a_list),
		TEST(formula),
		TEST(lists_of_clauses),
		TEST(tables_and_notes),
		TEST(conditions_and_announcements),
		TEST(broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
