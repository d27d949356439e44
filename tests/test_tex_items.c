/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_take_testing.h"

static void spellings_of_items(void **state)
{
	struct world *w = *state;
	const struct et_spec_constant *found;

	read_section(w, "Feature bits",
		"\\begin{description}\n"
		"\\item[VIRTIO_NET_F_A (0)] One.\n"
		"\\item[VIRTIO_NET_F_B(1)] Two.\n"
		"\\item[ VIRTIO\\_NET\\_F\\_C (2) ] Three.\n"
		"\\item [\\field{VIRTIO_NET_F_D} (0x3)] Four.\n"
		"\\item VIRTIO_NET_F_E (04) five.\n"
		"\\item[VIRTIO_NET_F_G (bit 6)] Six.\n"
		"\\item[VIRTIO_NET_F_H] (7) Seven.\n"
		"\\item[8: VIRTIO_NET_F_I] Eight.\n"
		"\\item[Bit 9] VIRTIO_NET_F_J: Nine.\n"
		"\\item[VIRTIO_NET_F_K = 10] Ten.\n"
		"\\item[VIRTIO_NET_F_L\n(11)] Eleven.\n"
		"%\\item[VIRTIO_NET_F_M (12)] Not there.\n"
		"\\item[UNUSED (30)] Never.\n"
		"\\end{description}\n");
	check_value(w, "VIRTIO_NET_F_A", 0);
	check_value(w, "VIRTIO_NET_F_B", 1);
	check_value(w, "VIRTIO_NET_F_C", 2);
	check_value(w, "VIRTIO_NET_F_D", 3);
	check_value(w, "VIRTIO_NET_F_E", 4);
	check_value(w, "VIRTIO_NET_F_G", 6);
	check_value(w, "VIRTIO_NET_F_H", 7);
	check_value(w, "VIRTIO_NET_F_I", 8);
	check_value(w, "VIRTIO_NET_F_J", 9);
	check_value(w, "VIRTIO_NET_F_K", 10);
	check_value(w, "VIRTIO_NET_F_L", 11);
	check_value(w, "UNUSED", 30);
	assert_int_equal(w->builder.constants.count, 12);
	found = constant(w, "VIRTIO_NET_F_C");
	assert_int_equal(found->constant.kind, ET_CONST_FEATURE);
	assert_int_equal(found->constant.representation, ET_REP_BIT);
	assert_int_equal(found->origin, ET_ORIGIN_ITEM);
	assert_int_equal(found->constant.def.place.line, FIRST_LINE + 3);
	assert_string_equal(found->constant.def.place.section->title, "Feature bits");
	assert_int_equal(found->group, constant(w, "UNUSED")->group);
	assert_int_equal(constant(w, "UNUSED")->constant.def.status, ET_STATUS_RESERVED);
	assert_int_equal(constant(w, "UNUSED")->constant.kind, ET_CONST_FEATURE);
}

static void plain_values(void **state)
{
	struct world *w = *state;

	read_section(w, "Device Status Field",
		"\\begin{description}\n"
		"\\item[ACKNOWLEDGE (1)] One.\n"
		"\\item[FAILED (128)] Two; see VIRTIO_X_LIMIT (0x1F) and step 3 (DRIVER_OK).\n"
		"\\item[VIRTIO_X_MASK (1 << 5)] Three.\n"
		"\\item[\\field{num_queues} (4)] no constant\n"
		"\\end{description}\n"
		"\\begin{itemize}\\item[VIRTIO_X_RANGE (3 - 7)] x\\end{itemize}\n");
	check_value(w, "ACKNOWLEDGE", 1);
	check_value(w, "FAILED", 128);
	assert_int_equal(constant(w, "FAILED")->constant.kind, ET_CONST_STATUS);
	assert_int_equal(constant(w, "FAILED")->constant.representation, ET_REP_MASK);
	check_value(w, "VIRTIO_X_MASK", 32);
	assert_int_equal(constant(w, "VIRTIO_X_MASK")->constant.representation, ET_REP_MASK);
	check_value(w, "VIRTIO_X_LIMIT", 31);
	assert_int_equal(constant(w, "VIRTIO_X_LIMIT")->origin, ET_ORIGIN_PROSE);
	check_value(w, "VIRTIO_X_RANGE", 3);
	assert_int_equal(constant(w, "VIRTIO_X_RANGE")->last, 7);
	assert_int_not_equal(constant(w, "VIRTIO_X_RANGE")->group, constant(w, "FAILED")->group);
	assert_int_equal(w->builder.constants.count, 5);
}

static void numbers_that_are_none(void **state)
{
	struct world *w = *state;

	read_section(w, "Feature bits",
		"\\begin{description}\n"
		"\\item[VIRTIO_NET_F_A (l0)] One.\n"
		"\\item[VIRTIO_NET_F_B (99999999999999999999)] Two.\n"
		"\\end{description}\n");
	assert_int_equal(w->builder.constants.count, 2);
	assert_false(constant(w, "VIRTIO_NET_F_A")->has_value);
	assert_string_equal(constant(w, "VIRTIO_NET_F_A")->constant.text, "l0");
	assert_false(constant(w, "VIRTIO_NET_F_B")->has_value);
}

static void requirements(void **state)
{
	struct world *w = *state;

	read_section(w, "Feature bits",
		"\\begin{description}\n"
		"\\item[VIRTIO_NET_F_Z] Requires VIRTIO_NET_F_A.\n"
		"\\item[VIRTIO_NET_F_A (0)] Requires VIRTIO_NET_F_B. More words.\n"
		"\\item[VIRTIO_NET_F_Z (1)] Words.\n"
		"\\item[VIRTIO_NET_F_Y (2)] Words.\n"
		"\\end{description}\n"
		"\\subsubsection{Feature bit requirements}\n"
		"\\begin{description}\n"
		"\\item[VIRTIO_NET_F_Y] Requires VIRTIO_NET_F_A or\n  VIRTIO\\_NET_F_B.\n"
		"\\item[VIRTIO_NET_F_NOBODY] Requires VIRTIO_NET_F_A.\n"
		"\\end{description}\n");
	assert_int_equal(w->builder.constants.count, 3);
	assert_string_equal(constant(w, "VIRTIO_NET_F_Z")->condition, "VIRTIO_NET_F_A");
	assert_string_equal(constant(w, "VIRTIO_NET_F_A")->condition, "VIRTIO_NET_F_B");
	assert_string_equal(
		constant(w, "VIRTIO_NET_F_Y")->condition, "VIRTIO_NET_F_A or VIRTIO_NET_F_B");
}

static void prose(void **state)
{
	struct world *w = *state;

	read_section(w, "Device Operation",
		"Set VIRTIO_X_F_OPTIONAL\n(bit 3) in \\field{VIRTIO\\_X\\_KIND}~(0x10). The type "
		"is "
		"1 (VIRTIO_X_STREAM)\nfor these, and 2 (\\field{VIRTIO_X_PACKET}) for those.\n"
		"% VIRTIO_X_COMMENT (9)\n"
		"It costs 5\\% of VIRTIO_X_PRICE (4). Not VIRTIO_X_SIZE (16 bytes), not \\foo (3), "
		"not "
		"VIRTIO_X_VERSION (1.2), not words (7), not in step 4 (FEATURES_OK), not "
		"VIRTIO_X_RANGE (1-3).\n\nIn 1 (VIRTIO_X_AGAIN) no more.\n");
	check_value(w, "VIRTIO_X_F_OPTIONAL", 3);
	assert_int_equal(constant(w, "VIRTIO_X_F_OPTIONAL")->constant.representation, ET_REP_BIT);
	check_value(w, "VIRTIO_X_KIND", 16);
	check_value(w, "VIRTIO_X_STREAM", 1);
	check_value(w, "VIRTIO_X_PACKET", 2);
	check_value(w, "VIRTIO_X_PRICE", 4);
	assert_int_equal(w->builder.constants.count, 5);
	assert_int_equal(constant(w, "VIRTIO_X_KIND")->origin, ET_ORIGIN_PROSE);
	assert_int_equal(constant(w, "VIRTIO_X_KIND")->constant.def.place.line, FIRST_LINE + 1);
	assert_int_not_equal(
		constant(w, "VIRTIO_X_KIND")->group, constant(w, "VIRTIO_X_STREAM")->group);
}

static void both_values_of_a_contradiction(void **state)
{
	struct world *w = *state;

	read_section(w, "Feature bits",
		"\\begin{description}\n\\item[VIRTIO_NET_F_A (65)] One.\n\\end{description}\n"
		"Later VIRTIO_NET_F_A (46) is meant.\n");
	assert_int_equal(w->builder.constants.count, 2);
	assert_int_equal(w->builder.constants.items[0].constant.value.bits, 65);
	assert_int_equal(w->builder.constants.items[1].constant.value.bits, 46);
	assert_int_equal(w->builder.constants.items[1].constant.representation, ET_REP_BIT);
}

static void bits_and_masks(void **state)
{
	struct world *w = *state;

	read_section(w, "Device Status Field",
		"\\begin{description}\n\\item[ONE (1)] a\n\\item[TWO (2)] b\n\\item[FOUR (4)] c\n"
		"\\end{description}\n\\subsubsection{Flags}\n"
		"\\begin{description}\n\\item[VIRTIO_X_FLAGS_A(0)] a\n\\item[VIRTIO_X_FLAGS_B(1)] "
		"b\n"
		"\\end{description}\n"
		"\\begin{description}\n\\item[VIRTIO_X_TYPE_A(0)] a\n\\item[VIRTIO_X_TYPE_B(1)] b\n"
		"\\end{description}\n");
	assert_int_equal(constant(w, "ONE")->constant.representation, ET_REP_MASK);
	assert_int_equal(constant(w, "VIRTIO_X_FLAGS_B")->constant.representation, ET_REP_BIT);
	assert_int_equal(constant(w, "VIRTIO_X_FLAGS_B")->constant.kind, ET_CONST_FLAG);
	assert_int_equal(constant(w, "VIRTIO_X_TYPE_B")->constant.representation, ET_REP_NUMBER);
}

static void check_queue(struct world *w, size_t at, const char *index, const char *name, int number)
{
	const struct et_spec_queue *queue = &w->builder.queues.items[at];

	assert_true(at < w->builder.queues.count);
	assert_string_equal(queue->index, index);
	assert_string_equal(queue->name, name);
	assert_int_equal(queue->has_number, number >= 0);
	if (number >= 0)
		assert_int_equal(queue->number, number);
}

static void queues(void **state)
{
	struct world *w = *state;

	read_section(w, "Virtqueues",
		"\\begin{description}\n"
		"\\item[0] receiveq1\n"
		"\\item[1] commandq - used for commands, and answers\n"
		"\\item[\\ldots]\n"
		"\\item[2(N-1)+1] receiveqN\n"
		"\\item[2N] controlq.\n"
		"\\item[2\\ldots n] request queues\n"
		"\\item[4] receiveq(port1)\n"
		"\\item[5] eventq (with VIRTIO_NET_F_X)\n"
		"\\end{description}\n"
		"\n N=1 if VIRTIO_NET_F_MQ is not negotiated.\n");
	assert_int_equal(w->builder.queues.count, 8);
	check_queue(w, 0, "0", "receiveq1", 0);
	check_queue(w, 1, "1", "commandq", 1);
	check_queue(w, 2, "...", "", -1);
	check_queue(w, 3, "2(N-1)+1", "receiveqN", -1);
	check_queue(w, 4, "2N", "controlq", -1);
	check_queue(w, 5, "2...n", "request queues", -1);
	check_queue(w, 6, "4", "receiveq(port1)", 4);
	check_queue(w, 7, "5", "eventq", 5);
	assert_int_equal(w->builder.queues.items[1].place.line, FIRST_LINE + 2);
	check_counts(w, 0, 0);
}

static void numbers_without_names(void **state)
{
	struct world *w = *state;

	read_section(w, "Feature Bits",
		"\\begin{description}\n"
		"\\item[0 to 23, 41 and 50 to 127] Feature bits for the device type, see below\n"
		"\\item[128 and above] Reserved.\n"
		"\\item[SR-IOV group type (0x1)] words\n"
		"\\item BASIC SENSE (0x04)\n"
		"\\item[1.] a step\n"
		"\\end{description}\n");
	check_id(w, 0, 0, "Feature bits for the device type", "Feature Bits");
	assert_int_equal(w->builder.ids.items[0].last, 23);
	check_id(w, 1, 41, "Feature bits for the device type", "Feature Bits");
	check_id(w, 2, 50, "Feature bits for the device type", "Feature Bits");
	check_id(w, 3, 128, "Reserved", "Feature Bits");
	assert_true(w->builder.ids.items[3].last == UINT64_MAX);
	check_id(w, 4, 1, "SR-IOV group type", "Feature Bits");
	check_id(w, 5, 4, "BASIC SENSE", "Feature Bits");
	check_counts(w, 0, 6);
}

static void device_ids_of_sections(void **state)
{
	struct world *w = *state;

	read_section(w, "Device ID", "  20\n\n\\subsection{Other}\n 21\n");
	check_id(w, 0, 20, "Network Device", "Device ID");
	assert_int_equal(w->builder.ids.count, 1);
}

static void hostile(void **state)
{
	struct world *w = *state;

	read_section(w, "Virtqueues",
		"\\begin{description}\\item[\\] \\item[((((((] \\item[A_B (] \\item[(A_B] \\item[0"
		"\\item[A_B (0x)] \\item[ (1)] \\item (A_B) \\item[\\field{A_B] (3) \\item[1 << 99]"
		"\\item[9 (A_B)] 3 (A_B \\item A_B (3");
	assert_true(w->builder.constants.count < 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(spellings_of_items),
		TEST(plain_values),
		TEST(numbers_that_are_none),
		TEST(requirements),
		TEST(prose),
		TEST(both_values_of_a_contradiction),
		TEST(bits_and_masks),
		TEST(queues),
		TEST(numbers_without_names),
		TEST(device_ids_of_sections),
		TEST(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
