/* SPDX-License-Identifier: BSD-3-Clause */
#include "source_memory.h"
#include "str.h"
#include "tex_doc.h"
#include "tex_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void add_name(void *data, const struct tex_name *name)
{
	struct et_buf *out = data;

	if (out->length)
		et_buf_putc(out, ' ');
	if (name->field)
		et_buf_putc(out, '!');
	et_buf_add(out, name->text, name->length);
}

/* The names of a stretch of TeX, with "!" before those in \field. */
static void check(const char *text, const char *names)
{
	struct et_buf out;

	et_buf_init(&out);
	tex_names(text, text + strlen(text), add_name, &out);
	assert_string_equal(out.data ? out.data : "", names);
	et_buf_finish(&out);
}

static void words(void **state)
{
	(void)state;
	check("VIRTIO_NET_F_X, struct virtio_x; (virtq_desc) ab_c",
		"VIRTIO_NET_F_X virtio_x virtq_desc ab_c");
	check("VIRTIO\\_NET\\_F\\_X and VIRTIO{\\_}Y", "VIRTIO_NET_F_X VIRTIO_Y");
	check("VIRTIO_NET_\\-F_X VIRTIO_%\n    NET_F_Y VIRTIO_\\allowbreak F_Z",
		"VIRTIO_NET_F_X VIRTIO_NET_F_Y VIRTIO_F_Z");
	check("virtio_blk_config.capacity. virtio_x.The", "virtio_blk_config.capacity virtio_x");
	check("\\texttt{VIRTIO_A} \\textbf{VIRTIO_B}{VIRTIO_C}", "VIRTIO_A VIRTIO_B VIRTIO_C");
	check("$max_cap_id + x_i$", "max_cap_id");
	check("word Word WORD 0x1_2", "");
	check("", "");
}

static void not_printed(void **state)
{
	(void)state;
	check("\\ref{sec:ab_c} \\label{ab_c}\\nameref{ab_c} % cd_e\n ef_g", "ef_g");
	check("\\hyperref[sec:ab_c]{VIRTIO_X} \\url{http://x/ab_c} \\href{ab_c}{cd_e}",
		"VIRTIO_X cd_e");
	check("\\includegraphics[width=ab_c]{cd_e} \\multicolumn{2}{|cd_e|}{ef_g}", "ef_g");
	check("100\\% VIRTIO_X % VIRTIO_Y", "VIRTIO_X");
	check("\\ref{sec:ab_c", "ab_c"); /* never closed: nobody knows how far */
}

static void patterns(void **state)
{
	(void)state;
	check("VIRTIO_SND_R_* VIRTIO_FLD_XXX VIRTIO_*_CFG VIRTIO_F_<SERVICE>_MODE _XXX", "");
	check("virtio_fld_xxx \\field{ab_xxx}", "");
	check("VIRTIO_AXXX VIRTIO_A_XX VIRTIO_B_XXXX", "VIRTIO_AXXX VIRTIO_A_XX VIRTIO_B_XXXX");
	check("virtio_queue.h __attribute__((packed)) linux/virtio_blk.h", "");
	check("\\field{VIRTIO_GPIO_MSG_*} \\field{0x0 - 0x1}", "");
}

static void fields(void **state)
{
	(void)state;
	check("\\field{capacity} \\field{ab_c} \\field{ cap.offset }",
		"!capacity !ab_c !cap.offset");
	check("\\field{num\\_buffers} \\field {len}", "!num_buffers !len");
	check("\\field{selectors[0].type} \\field{keys[][]} \\field{mask[0-12]}",
		"!selectors.type !keys !mask");
	check("\\field{struct\n    virtio_gpu_hdr} \\field{struct x}", "!virtio_gpu_hdr !x");
	check("\\field{max_wr_cnt and max_rd_cnt}", "!max_wr_cnt !max_rd_cnt");
	check("\\field{Queue Notify} \\field{device\nstatus}", "!Queue Notify !device status");
	check("\\field{command-specific-data}", "!command-specific-data");
	check("\\field{limit - 1} \\field{limit = 10}", "!limit !limit");
	check("\\field{virtio_snd_config::controls} \\field{a->b}",
		"!virtio_snd_config.controls !a.b");
	check("\\field{le64\nclock_reading}", "!clock_reading");
	check("\\field{} \\field{ \\field{a} }", "!a");
	check("\\field{never_closed", "never_closed");
}

struct expected {
	const char *name;
	enum et_mention_kind kind;
	uint32_t line;
};

static void places(void **state)
{
	static const char text[] =
		"\\documentclass{report}\n\\begin{document}\n"
		"\\chapter{On VIRTIO_A}\\label{sec:On VIRTIO_A}\n"
		"Text of \\field{a},\nVIRTIO_B\nand \\ref{sec:On VIRTIO_A} VIRTIO_C.\n"
		"\\begin{description}\n\\item[VIRTIO_D (3)] is\n VIRTIO_D.\n\\end{description}\n"
		"\\begin{tabular}{|l|l|}\n\\hline\nx & VIRTIO_E \\\\\n\\end{tabular}\n"
		"\\begin{lstlisting}\n#define VIRTIO_F 1\n\\end{lstlisting}\n"
		"\\end{document}\n";
	static const struct expected expected[] = {{"VIRTIO_A", ET_MENTION_PROSE, 3},
		{"a", ET_MENTION_FIELD, 4}, {"VIRTIO_B", ET_MENTION_PROSE, 5},
		{"VIRTIO_C", ET_MENTION_PROSE, 6}, {"VIRTIO_D", ET_MENTION_PROSE, 9},
		{"VIRTIO_E", ET_MENTION_PROSE, 13}};
	struct et_arena arena = {0};
	struct et_diags diags;
	struct et_source *source = et_source_memory("test", text, strlen(text));
	struct tex_doc doc;
	struct tex_builder builder = {.doc = &doc, .arena = &arena, .diags = &diags};
	struct et_spec_constant *constant;
	size_t i;

	(void)state;
	et_diags_init(&diags, &arena);
	assert_true(tex_doc_read(&doc, &arena, source, &diags));
	/* As tex_take_items() leaves it: the item's own name is no mention. */
	constant = ET_APPEND(&arena, &builder.constants);
	constant->origin = ET_ORIGIN_ITEM;
	constant->constant.def.name = "VIRTIO_D";
	constant->constant.def.place =
		(struct et_place){.file = doc.files.items[0].file.path, .line = 8};
	tex_take_mentions(&builder);
	assert_int_equal(builder.mentions.count, sizeof(expected) / sizeof(*expected));
	for (i = 0; i < builder.mentions.count; i++) {
		const struct et_mention *mention = &builder.mentions.items[i];

		assert_string_equal(mention->name, expected[i].name);
		assert_int_equal(mention->kind, expected[i].kind);
		assert_int_equal(mention->place.line, expected[i].line);
		assert_int_equal(mention->heading, 0);
		assert_string_equal(mention->place.section->title, "On VIRTIO_A");
		assert_false(mention->superseded);
	}
	et_source_close(source);
	et_arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(not_printed),
		cmocka_unit_test(patterns),
		cmocka_unit_test(fields),
		cmocka_unit_test(places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
