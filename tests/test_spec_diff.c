/* SPDX-License-Identifier: BSD-3-Clause */
/* What changed between two texts, and between editions. */
#include "builtin.h"
#include "changes.h"
#include "report_data.h"
#include "source_memory.h"
#include "spec_diff.h"
#include "tex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define HEAD                                                                                       \
	"\\documentclass{article}\n\\begin{document}\n"                                            \
	"\\chapter{Device Types}\\label{sec:Device Types}\n"                                       \
	"\\section{Example Device}\\label{sec:Device Types / Example Device}\n"
#define TAIL "\\end{document}\n"
#define FEATURES                                                                                   \
	"\\subsection{Feature bits}\\label{sec:Device Types / Example Device / Feature bits}\n"
#define LISTING(text) "\\begin{lstlisting}\n" text "\\end{lstlisting}\n"
#define RULES                                                                                      \
	"\\drivernormative{\\subsection}{Device Operation}{Device Types / Example Device / "       \
	"Device Operation}\n"

struct fixture {
	struct et_arena arena;
	struct et_spec_changes changes;
	size_t next;
};

static struct et_spec_table *read_table(struct fixture *f, const char *text)
{
	struct et_diags diags;
	struct et_source *source = et_source_memory("text", text, strlen(text));
	const struct et_spec *spec;

	et_diags_init(&diags, &f->arena);
	spec = et_tex_read(&f->arena, source, &diags);
	et_source_close(source);
	assert_non_null(spec);
	return et_spec_table_of_text(&f->arena, spec, et_builtin_canon());
}

static void compare(struct fixture *f, const char *from, const char *to)
{
	struct et_spec_diff_options options = {.definitions = true, .requirements = true};

	*f = (struct fixture){.next = 0};
	et_arena_init(&f->arena);
	et_spec_diff(&f->arena, read_table(f, from), read_table(f, to), &options, &f->changes);
}

/* The next change has to be this. */
static const struct etalon_change *expect(struct fixture *f, enum etalon_change_kind kind,
	enum etalon_change_what what, const char *definition, const char *message)
{
	const struct etalon_change *change;

	assert_true(f->next < f->changes.list.count);
	change = &f->changes.list.items[f->next++];
	assert_string_equal(change->message, message);
	assert_string_equal(change->definition, definition);
	assert_int_equal(change->kind, kind);
	assert_int_equal(change->what, what);
	return change;
}

static void expect_end(struct fixture *f)
{
	if (f->next < f->changes.list.count)
		fail_msg("one more: %s", f->changes.list.items[f->next].message);
	et_arena_finish(&f->arena);
}

static void test_constants(void **state)
{
	static const char from[] = HEAD FEATURES "\\begin{description}\n"
						 "\\item[VIRTIO_EX_F_OLD (0)] Old.\n"
						 "\\item[VIRTIO_EX_F_GONE (1)] Gone.\n"
						 "\\item[VIRTIO_EX_F_MOVES (2)] Moves.\n"
						 "\\end{description}\n" TAIL;
	static const char to[] = HEAD FEATURES "Some more words.\n"
					       "\\begin{description}\n"
					       "\\item[VIRTIO_EX_F_OLD (0)] Old.\n"
					       "\\item[VIRTIO_EX_F_MOVES (3)] Moves.\n"
					       "\\item[VIRTIO_EX_F_NEW (17)] New.\n"
					       "\\end{description}\n" TAIL;
	struct fixture f;
	const struct etalon_change *change;

	(void)state;
	compare(&f, from, to);
	change = expect(&f, ETALON_CHANGED, ETALON_CONSTANT, "VIRTIO_EX_F_MOVES",
		"VIRTIO_EX_F_MOVES was feature bit 2, and is feature bit 3 now");
	assert_string_equal(change->interface, "Example Device");
	assert_int_equal(change->from.value, 2);
	assert_int_equal(change->to.value, 3);
	assert_int_equal(change->from.line, 9);
	assert_int_equal(change->to.line, 9);
	assert_string_equal(change->to.section, "Feature bits");
	assert_string_equal(change->to.file, "virtio.tex");
	change = expect(&f, ETALON_ADDED, ETALON_CONSTANT, "VIRTIO_EX_F_NEW",
		"VIRTIO_EX_F_NEW is new: feature bit 17");
	assert_false(change->has_from);
	assert_false(change->whole);
	change = expect(&f, ETALON_REMOVED, ETALON_CONSTANT, "VIRTIO_EX_F_GONE",
		"VIRTIO_EX_F_GONE, feature bit 1, is gone");
	assert_false(change->has_to);
	expect_end(&f);
}

/* The same bit under another name is the same bit; so it is when the name is still used in prose.
 */
static void test_renamed(void **state)
{
	static const char from[] = HEAD FEATURES "\\begin{description}\n"
						 "\\item[VIRTIO_EX_F_IOMMU_PLATFORM (33)] A.\n"
						 "\\end{description}\n" TAIL;
	static const char to[] = HEAD FEATURES "\\begin{description}\n"
					       "\\item[VIRTIO_EX_F_ACCESS_PLATFORM (33)] A.\n"
					       "\\end{description}\n" TAIL;
	struct fixture f;
	const struct etalon_change *change;

	(void)state;
	compare(&f, from, to);
	change = expect(&f, ETALON_RENAMED, ETALON_CONSTANT, "VIRTIO_EX_F_ACCESS_PLATFORM",
		"VIRTIO_EX_F_ACCESS_PLATFORM was VIRTIO_EX_F_IOMMU_PLATFORM");
	assert_string_equal(change->from.name, "VIRTIO_EX_F_IOMMU_PLATFORM");
	expect_end(&f);
}

/* Two gone and two new of the same value: nobody knows which is which. */
static void test_ambiguous(void **state)
{
	static const char from[] =
		HEAD LISTING("#define VIRTIO_EX_RED_A 1\n#define VIRTIO_EX_RED_B 1\n") TAIL;
	static const char to[] =
		HEAD LISTING("#define VIRTIO_EX_RED_C 1\n#define VIRTIO_EX_RED_D 1\n") TAIL;
	struct fixture f;
	size_t i;

	(void)state;
	compare(&f, from, to);
	assert_int_equal(f.changes.list.count, 4);
	for (i = 0; i < 4; i++)
		assert_int_equal(
			f.changes.list.items[i].kind, i < 2 ? ETALON_ADDED : ETALON_REMOVED);
	et_arena_finish(&f.arena);
}

/* Without a definition, but still spoken of: not gone. Spoken of before: not new, but defined. */
static void test_mentioned(void **state)
{
	static const char from[] =
		HEAD LISTING("#define VIRTIO_EX_ONE 1\n") "See VIRTIO_EX_TWO.\n" TAIL;
	static const char to[] =
		HEAD LISTING("#define VIRTIO_EX_TWO 2\n") "See VIRTIO_EX_ONE.\n" TAIL;
	struct fixture f;

	(void)state;
	compare(&f, from, to);
	expect(&f, ETALON_CHANGED, ETALON_CONSTANT, "VIRTIO_EX_TWO",
		"VIRTIO_EX_TWO, which was only named, is defined now: 2");
	expect_end(&f);
}

/* Other notations, other places, other chapters: all the same. */
static void test_unchanged(void **state)
{
	static const char from[] = HEAD FEATURES
		"\\begin{description}\n\\item[VIRTIO_EX_F_A (5)] A.\n\\end{description}\n" LISTING(
			"#define VIRTIO_EX_M (1 << 5)\n"
			"struct ex { le32 a; u8 b[ /* Queue Size */ ]; };\n") TAIL;
	static const char to[] = HEAD LISTING("struct ex {\n\tle32 a;\n\tu8 b[queue_size];\n};\n"
					      "#define VIRTIO_EX_M 0x20\n"
					      "#define VIRTIO_EX_F_A 5\n") TAIL;
	struct fixture f;

	(void)state;
	compare(&f, from, to);
	expect_end(&f);
}

static void test_fields(void **state)
{
	static const char from[] = HEAD LISTING("struct virtio_ex_config {\n"
						"        le32 first;\n"
						"        le32 hash;\n"
						"        u8 narrow;\n"
						"        u8 padding[3];\n"
						"        le16 old_name;\n"
						"        le64 gone;\n"
						"        le16 last;\n"
						"};\n") TAIL;
	static const char to[] = HEAD LISTING("struct virtio_ex_config {\n"
					      "        le32 first;\n"
					      "        le16 hash_lo;\n"
					      "        le16 hash_hi;\n"
					      "        le16 narrow;\n"
					      "        u8 id;\n"
					      "        u8 padding[2];\n"
					      "        le16 new_name;\n"
					      "        le16 last;\n"
					      "        le32 tail;\n"
					      "};\n") TAIL;
	struct fixture f;
	const struct etalon_change *change;

	(void)state;
	compare(&f, from, to);
	expect(&f, ETALON_CHANGED, ETALON_FIELD, "virtio_ex_config.hash_lo",
		"virtio_ex_config.hash_lo: le32 hash became le16 hash_lo, le16 hash_hi: the same 4 "
		"bytes");
	expect(&f, ETALON_CHANGED, ETALON_FIELD, "virtio_ex_config.narrow",
		"virtio_ex_config.narrow: u8 narrow is now le16 narrow");
	/* Only what lies between two fields that stayed can be held together. */
	while (f.next < f.changes.list.count &&
		!strstr(f.changes.list.items[f.next].definition, "tail"))
		f.next++;
	change = expect(&f, ETALON_ADDED, ETALON_FIELD, "virtio_ex_config.tail",
		"virtio_ex_config.tail: le32 tail is new at the end");
	assert_string_equal(change->to.text, "le32 tail");
	assert_false(change->has_from);
	expect_end(&f);
}

static void test_field_renamed(void **state)
{
	static const char from[] =
		HEAD LISTING("struct virtio_ex_q { le16 vqn; le16 reserved; le32 end; };\n") TAIL;
	static const char to[] = HEAD LISTING(
		"struct virtio_ex_q { le16 vq_index; le16 padding; le32 end; };\n") TAIL;
	struct fixture f;

	(void)state;
	compare(&f, from, to);
	expect(&f, ETALON_RENAMED, ETALON_FIELD, "virtio_ex_q.vq_index",
		"virtio_ex_q.vq_index: was virtio_ex_q.vqn");
	expect_end(&f);
}

static void test_padding_gives_room(void **state)
{
	static const char from[] =
		HEAD LISTING("struct virtio_ex_cap { u8 bar; u8 padding[3]; le32 end; };\n") TAIL;
	static const char to[] = HEAD LISTING(
		"struct virtio_ex_cap { u8 bar; u8 id; u8 padding[2]; le32 end; };\n") TAIL;
	struct fixture f;

	(void)state;
	compare(&f, from, to);
	expect(&f, ETALON_CHANGED, ETALON_FIELD, "virtio_ex_cap.id",
		"virtio_ex_cap.id: u8 padding[3] became u8 id, u8 padding[2]: the same 3 bytes");
	expect_end(&f);
}

static void test_inserted_and_moved(void **state)
{
	static const char from[] =
		HEAD LISTING("struct virtio_ex_r { le32 a; le32 b; le64 c; };\n") TAIL;
	static const char to[] =
		HEAD LISTING("struct virtio_ex_r { le32 b; u8 x; le64 c; le32 a; };\n") TAIL;
	struct fixture f;

	(void)state;
	compare(&f, from, to);
	expect(&f, ETALON_ADDED, ETALON_FIELD, "virtio_ex_r.x",
		"virtio_ex_r.x: u8 x is new before c");
	expect(&f, ETALON_CHANGED, ETALON_FIELD, "virtio_ex_r.a",
		"virtio_ex_r.a: is at another place");
	expect_end(&f);
}

static void test_record_renamed(void **state)
{
	static const char from[] =
		HEAD LISTING("struct virtio_ex_mq { le16 pairs; le16 flags; };\n"
			     "struct virtio_ex_user { struct virtio_ex_mq mq; };\n") TAIL;
	static const char to[] =
		HEAD LISTING("struct virtio_ex_mq_pairs_set { le16 pairs; le16 flags; };\n"
			     "struct virtio_ex_user { struct virtio_ex_mq_pairs_set mq; };\n") TAIL;
	struct fixture f;

	(void)state;
	compare(&f, from, to);
	expect(&f, ETALON_RENAMED, ETALON_RECORD, "virtio_ex_mq_pairs_set",
		"virtio_ex_mq_pairs_set was virtio_ex_mq");
	expect_end(&f);
}

static void test_requirements(void **state)
{
	static const char from[] =
		HEAD RULES "The driver MUST NOT write the field before the device is ready.\n\n"
			   "The driver SHOULD read all of the queue.\n\n"
			   "The driver MUST set the reserved bits to zero in every request.\n\n"
			   "The driver MAY sleep.\n" TAIL;
	static const char to[] = HEAD
		"\\drivernormative{\\subsection}{Elsewhere}{Device Types / Example Device / Else}\n"
		"The driver SHOULD read all of the queue.\n\n" RULES
		"The driver MUST NOT write the field before the device is alive.\n\n"
		"The driver SHOULD set the reserved bits to zero in every request.\n\n"
		"Whenever interrupts are off the driver MUST poll.\n" TAIL;
	struct fixture f;
	const struct etalon_change *change;
	size_t i;

	(void)state;
	compare(&f, from, to);
	assert_int_equal(f.changes.list.count, 4);
	change = &f.changes.list.items[0];
	assert_int_equal(change->kind, ETALON_CHANGED);
	assert_string_equal(change->to.text, "MUST NOT");
	assert_non_null(strstr(change->from_sentence, "is ready"));
	assert_non_null(strstr(change->to_sentence, "is alive"));
	change = &f.changes.list.items[1];
	assert_int_equal(change->kind, ETALON_CHANGED);
	assert_non_null(strstr(change->message, "was MUST, and is SHOULD now"));
	assert_int_equal(f.changes.list.items[2].kind, ETALON_ADDED);
	assert_int_equal(f.changes.list.items[3].kind, ETALON_REMOVED);
	for (i = 0; i < 4; i++) {
		change = &f.changes.list.items[i];
		assert_int_equal(change->what, ETALON_REQUIREMENT);
		assert_string_equal(change->has_to ? change->to.label : change->from.label,
			"drivernormative:Device Types / Example Device / Device Operation");
	}
	et_arena_finish(&f.arena);
}

/* A chapter that is new is new as a whole, and a device that the canon knows goes by its name. */
static void test_whole(void **state)
{
	static const char from[] = HEAD TAIL;
	static const char to[] = HEAD
		"\\section{Block Device}\n" FEATURES
		"\\begin{description}\n\\item[VIRTIO_BLK_F_RO (5)] A.\n\\end{description}\n" TAIL;
	struct fixture f;
	const struct etalon_change *change;

	(void)state;
	compare(&f, from, to);
	change = expect(&f, ETALON_ADDED, ETALON_CONSTANT, "VIRTIO_BLK_F_RO",
		"VIRTIO_BLK_F_RO is new: feature bit 5");
	assert_string_equal(change->interface, "blk");
	assert_true(change->whole);
	expect_end(&f);
}

static const struct etalon_change *find(const struct et_spec_changes *changes, const char *name)
{
	size_t i;

	for (i = 0; i < changes->list.count; i++) {
		if (strcmp(changes->list.items[i].definition, name) == 0)
			return &changes->list.items[i];
	}
	return NULL;
}

static void test_editions(void **state)
{
	struct et_spec_diff_options options = {.definitions = true, .requirements = true};
	struct fixture f = {.next = 0};
	const struct et_canon *canon = et_builtin_canon();
	const struct etalon_change *change;

	(void)state;
	et_arena_init(&f.arena);
	et_spec_diff(&f.arena, et_spec_table_of_canon(&f.arena, canon, ET_EDITION_1_4),
		et_spec_table_of_canon(&f.arena, canon, ET_EDITION_1_4), &options, &f.changes);
	assert_int_equal(f.changes.list.count, 0);
	et_spec_diff(&f.arena, et_spec_table_of_canon(&f.arena, canon, ET_EDITION_1_2),
		et_spec_table_of_canon(&f.arena, canon, ET_EDITION_1_3), &options, &f.changes);
	change = find(&f.changes, "VIRTIO_BLK_F_ZONED");
	assert_non_null(change);
	assert_int_equal(change->kind, ETALON_ADDED);
	assert_string_equal(change->interface, "blk");
	change = find(&f.changes, "virtio_blk_config.zoned");
	assert_non_null(change);
	assert_int_equal(change->what, ETALON_FIELD);
	assert_null(find(&f.changes, "VIRTIO_BLK_F_MQ"));
	et_arena_finish(&f.arena);
}

/* What only the canon names is not gone from a text that does not name it. */
static void test_mixed(void **state)
{
	struct et_spec_diff_options options = {.definitions = true};
	struct fixture f = {.next = 0};
	const struct et_canon *canon = et_builtin_canon();
	size_t i;

	(void)state;
	et_arena_init(&f.arena);
	et_spec_diff(&f.arena, et_spec_table_of_canon(&f.arena, canon, ET_EDITION_1_4),
		read_table(&f,
			HEAD "\\section{Block Device}\n" FEATURES
			     "\\begin{description}\n\\item[VIRTIO_BLK_F_RO (5)] A.\n"
			     "\\item[VIRTIO_BLK_F_NOVEL (60)] A.\n\\end{description}\n" TAIL),
		&options, &f.changes);
	assert_null(find(&f.changes, "VIRTIO_BLK_F_RO"));
	assert_int_equal(find(&f.changes, "VIRTIO_BLK_F_NOVEL")->kind, ETALON_ADDED);
	for (i = 0; i < f.changes.list.count; i++) {
		const struct etalon_change *change = &f.changes.list.items[i];

		if (change->kind == ETALON_REMOVED)
			assert_non_null(strstr(change->definition, "_F_"));
	}
	et_arena_finish(&f.arena);
}

static void test_report(void **state)
{
	static const char from[] = HEAD RULES "The driver MAY sleep for a while.\n" TAIL;
	static const char to[] = HEAD LISTING("#define VIRTIO_EX_TWO 2\n") RULES
		"The driver MUST sleep for a while.\n" TAIL;
	struct etalon_report_options options = {.width = 40};
	struct et_changes changes = {
		.from = {.name = "old"}, .to = {.name = "new", .version = "v9"}};
	struct et_buf out = {0};
	struct fixture f;

	(void)state;
	compare(&f, from, to);
	changes.list = f.changes.list.items;
	changes.count = f.changes.list.count;
	changes.canon = et_builtin_canon();
	assert_int_equal(et_report_changes_text(&changes, &options, catch_text, &out), 0);
	assert_string_equal(out.data, "VIRTIO old to new (v9)\n"
				      "definitions: 1 new; requirements: 1\n"
				      "  changed\n"
				      "\n"
				      "Example Device\n"
				      "  new      VIRTIO_EX_TWO, 2\n"
				      "  Requirements: 1 changed\n"
				      "    Driver Requirements: Device\n"
				      "      Operation\n"
				      "      changed  MAY         The driver\n"
				      "                           MAY sleep for\n"
				      "                           a while.\n"
				      "            -> MUST        The driver\n"
				      "                           MUST sleep\n"
				      "                           for a while.\n");
	et_buf_clear(&out);
	assert_int_equal(et_report_changes_json(&changes, catch_text, &out), 0);
	assert_non_null(strstr(out.data, "\"schema\": \"etalon.changes/1\""));
	/* Sentences are for the reader of the text only. */
	assert_null(strstr(out.data, "sleep for a while"));
	et_buf_finish(&out);
	et_arena_finish(&f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_constants),
		cmocka_unit_test(test_renamed),
		cmocka_unit_test(test_ambiguous),
		cmocka_unit_test(test_mentioned),
		cmocka_unit_test(test_unchanged),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_field_renamed),
		cmocka_unit_test(test_padding_gives_room),
		cmocka_unit_test(test_inserted_and_moved),
		cmocka_unit_test(test_record_renamed),
		cmocka_unit_test(test_requirements),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_editions),
		cmocka_unit_test(test_mixed),
		cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
