/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_take_testing.h"

static void names_and_numbers(void **state)
{
	struct world *w = *state;
	const struct et_spec_constant *found;

	read_section(w, "Commands",
		"\\begin{tabularx}{\\textwidth}{ |l||l|X| }\n\\hline\n"
		"opcode & Name & Command Description \\\\\n\\hline \\hline\n"
		"0x0000 & VIRTIO_X_CMD_LIST & Lists \\& more \\\\\n\\hline\n"
		"0x000c & \\hyperref[par:VIRTIO-X-CMD-USE]{VIRTIO_X_CMD_USE} & Uses\n it \\\\\n"
		"% 0x0001 & VIRTIO_X_CMD_GONE & Gone \\\\\n"
		"0x0013 - 0x7FFF & - & Commands using \\field{struct x} \\\\\n"
		"0x8000-0xFFFF & & Reserved \\\\\n"
		"\\end{tabularx}\n");
	check_value(w, "VIRTIO_X_CMD_LIST", 0);
	check_value(w, "VIRTIO_X_CMD_USE", 12);
	assert_int_equal(w->builder.constants.count, 2);
	found = constant(w, "VIRTIO_X_CMD_USE");
	assert_int_equal(found->origin, ET_ORIGIN_TABLE);
	assert_int_equal(found->constant.kind, ET_CONST_COMMAND);
	assert_int_equal(found->constant.def.place.line, FIRST_LINE + 6);
	assert_int_equal(found->group, constant(w, "VIRTIO_X_CMD_LIST")->group);
	check_id(w, 0, 0x13, "Commands using struct x", "opcode");
	assert_int_equal(w->builder.ids.items[0].last, 0x7fff);
	check_id(w, 1, 0x8000, "Reserved", "opcode");
	assert_int_equal(w->builder.ids.count, 2);
}

static void decimals_and_other_orders(void **state)
{
	struct world *w = *state;

	read_section(w, "Codes",
		"\\begin{tabular}{|l|l|l|}\n"
		"Status (decimal) & Name & Description \\\\\n"
		"00 & VIRTIO_X_OK & fine \\\\\n"
		"011 & VIRTIO_X_AGAIN & again \\\\\n"
		"other & - & error \\\\\n"
		"\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|}\n"
		"Name & Bit Number \\\\\n"
		"VIRTIO_X_FLAG & 3 \\\\\n"
		"\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|}\n"
		"Value (hex) & Name \\\\\n"
		"1f & VIRTIO_X_HEX \\\\\n"
		"\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|}\n"
		"VIRTIO_X_BARE & 5 \\\\\n"
		"VIRTIO_X_BARER & 6 \\\\\n"
		"\\end{tabular}\n");
	check_value(w, "VIRTIO_X_OK", 0);
	check_value(w, "VIRTIO_X_AGAIN", 11);
	check_value(w, "VIRTIO_X_FLAG", 3);
	assert_int_equal(constant(w, "VIRTIO_X_FLAG")->constant.representation, ET_REP_BIT);
	check_value(w, "VIRTIO_X_HEX", 0x1f);
	check_value(w, "VIRTIO_X_BARE", 5);
	check_value(w, "VIRTIO_X_BARER", 6);
	check_counts(w, 6, 0);
	assert_int_not_equal(
		constant(w, "VIRTIO_X_BARE")->group, constant(w, "VIRTIO_X_HEX")->group);
}

/* Drafts of 1.4 had the table of admin commands in an xltabular, which may go over pages. */
static void other_environments(void **state)
{
	struct world *w = *state;

	read_section(w, "Commands",
		"\\begin{xltabular}{\\textwidth}{ |l||l|X| }\n\\hline\n"
		"opcode & Name & Command Description \\\\\n\\hline \\hline\n"
		"0x0002 & \\hyperref[par:VIRTIO_X_A]{VIRTIO_X_A} & Writes \\\\\n\\hline\n"
		"0x0003 & VIRTIO_X_B & Reads \\\\\n"
		"\\end{xltabular}\n");
	check_value(w, "VIRTIO_X_A", 2);
	check_value(w, "VIRTIO_X_B", 3);
	assert_int_equal(w->builder.constants.count, 2);
}

static void ids(void **state)
{
	struct world *w = *state;

	read_section(w, "Device Types",
		"\\begin{longtable} { |l|c| }\n\\hline\n"
		"Device ID  &  Virtio Device    \\\\\n\\hline \\hline\n\\endhead\n"
		"0          & reserved (invalid) \\\\\n\\hline\n"
		"29         &   mac80211 hwsim \\\\\n\\hline\n"
		"\\end{longtable}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|}\n"
		"Shared memory region & Virtio shmid \\\\\n"
		"Power state & 1 \\\\\n"
		"Vendor & 0x80 to 0xFF \\\\\n"
		"Reserved & 0x100 and greater \\\\\n"
		"\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|}\n"
		"Virtqueue Part & Alignment & Size \\\\\n"
		"Ring & 16 & 4 \\\\\n"
		"\\end{tabular}\n");
	check_id(w, 0, 0, "reserved (invalid)", "Device ID");
	check_id(w, 1, 29, "mac80211 hwsim", "Device ID");
	check_id(w, 2, 1, "Power state", "Virtio shmid");
	check_id(w, 3, 0x80, "Vendor", "Virtio shmid");
	assert_int_equal(w->builder.ids.items[3].last, 0xff);
	check_id(w, 4, 0x100, "Reserved", "Virtio shmid");
	assert_true(w->builder.ids.items[4].last == UINT64_MAX);
	assert_int_equal(w->builder.ids.count, 5);
	assert_int_equal(w->builder.ids.items[1].place.line, FIRST_LINE + 7);
}

static void tables_of_something_else(void **state)
{
	struct world *w = *state;

	read_section(w, "Tables",
		"\\begin{tabular}{|l|l|}\n"
		"Class & Command \\\\\nVIRTIO_X_RX & VIRTIO_X_RX_PROMISC \\\\\n"
		"\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|l|}\n"
		"Bits & 15 & 14 \\\\\n7-bit address & 0 & A6 \\\\\n"
		"\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|l|}\n"
		"\\textbf{Request} & \\field{type} & \\field{value} \\\\\n"
		" & \\field{VIRTIO_X_GET} & 0 \\\\\n"
		"\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|}\n"
		"Size & Record \\\\\n16 & VIRTIO_X_HEADER \\\\\n"
		"\\end{tabular}\n");
	check_counts(w, 0, 0);
	assert_int_equal(w->builder.registers.count, 0);
}

#define MACROS                                                                                     \
	"\\newcommand{\\mmioreg}[5]{% Name\n  {\\field{#1}} \\newline #3 & {\\bf#2} #5 \\\\\n}\n"  \
	"\\newcommand{\\mmiodreg}[7]{#1 #4 #2 #5 #6 & {\\bf#3} #7 \\\\}\n"

static void register_macros(void **state)
{
	struct world *w = *state;

	read_section(w, "MMIO Device Register Layout",
		MACROS
		"\\begin{longtable}{p{0.2\\textwidth}p{0.7\\textwidth}}\n"
		"  \\caption {Layout}\n  \\label{tab:x} \\\\\n  \\hline\n"
		"  \\mmioreg{Name}{Function}{Offset from base}{Direction}{Description}\n"
		"  \\hline\n  \\endhead\n"
		"  \\mmioreg{MagicValue}{Magic value}{0x000}{R}{%\n    0x74726976 (``virt'').\n  "
		"}\n"
		"  \\hline\n"
		"  \\mmioreg{Status}{Device status}{0x60}{RW}{%\n"
		"    \\begin{note}\n One\n\n two. \\end{note}\n"
		"    \\begin{itemize}\\item[Used] - bit 0 - it\\end{itemize}\n  }\n"
		"  \\hline\n"
		"%  \\mmioreg{Gone}{Gone}{0x64}{R}{}\n"
		"  \\mmiodreg{DescLow}{DescHigh}{Virtqueue's 64 bit}{0x080}{0x084}{W}{%\n x }\n"
		"  \\mmioreg{Config}{Configuration space}{0x100+}{RW}{}\n"
		"\\end{longtable}\n");
	check_register(w, "MagicValue", 0, 4, ET_ACCESS_RO);
	check_register(w, "Status", 0x60, 4, ET_ACCESS_RW);
	check_register(w, "DescLow", 0x80, 4, ET_ACCESS_WO);
	check_register(w, "DescHigh", 0x84, 4, ET_ACCESS_WO);
	check_register(w, "Config", 0x100, 0, ET_ACCESS_RW);
	assert_int_equal(w->builder.registers.count, 5);
	assert_string_equal(reg(w, "DescHigh")->reg.block, "mmio");
	assert_int_equal(reg(w, "MagicValue")->reg.order, ET_ORDER_LITTLE);
	assert_false(reg(w, "MagicValue")->legacy);
	assert_int_equal(w->builder.ids.count, 0);
}

static void register_columns(void **state)
{
	struct world *w = *state;

	read_section(w, "Legacy Interfaces: A Note on PCI Device Layout",
		"\\begin{tabularx}{\\textwidth}{ |X||X|X|X| }\n\\hline\n"
		" Bits & 32 & 16 & 8 \\\\\n\\hline\n"
		" Read / Write & R & R+W & W \\\\\n\\hline\n"
		" Purpose & Device Features bits 0:31 &\n  \\field{queue_size} & ISR \\newline "
		"Status \\\\\n"
		"\\hline\n\\end{tabularx}\n\nWith MSI-X:\n\n"
		"\\begin{tabular}{ |l||l| }\n"
		"Bits & 16 \\\\\nRead/Write & R+W \\\\\nPurpose (MSI-X) & "
		"\\field{queue_msix_vector} \\\\\n"
		"\\end{tabular}\n\nThen:\n\n"
		"\\begin{tabular}{|l||l|l|}\n"
		"Bits & Device Specific & \\multirow{3}{*}{\\ldots} \\\\\n\\cline{1-2}\n"
		"Read / Write & Device Specific & \\\\\nPurpose & Device Specific & \\\\\n"
		"\\end{tabular}\n");
	check_register(w, "Device Features bits 0:31", 0, 4, ET_ACCESS_RO);
	check_register(w, "queue_size", 4, 2, ET_ACCESS_RW);
	check_register(w, "ISR Status", 6, 1, ET_ACCESS_WO);
	check_register(w, "queue_msix_vector", 7, 2, ET_ACCESS_RW);
	assert_int_equal(w->builder.registers.count, 4);
	assert_true(reg(w, "queue_size")->legacy);
	assert_int_equal(reg(w, "queue_size")->reg.order, ET_ORDER_HOST);
	assert_int_equal(reg(w, "queue_size")->reg.def.place.line, FIRST_LINE + 7);
}

/* A width that is no whole number of bytes, or too large, ends what has places. */
static void register_widths(void **state)
{
	struct world *w = *state;

	read_section(w, "Registers",
		"\\begin{tabular}{|l|l|l|l|}\nBits & 32 & 12 & 8 \\\\\nRead / Write & R & R & R "
		"\\\\\n"
		"Purpose & first_one & odd & behind \\\\\n\\end{tabular}\n\nWords.\n\n"
		"\\begin{tabular}{|l|l|l|l|}\nBits & 64 & 72 & 8 \\\\\nRead / Write & R & R & R "
		"\\\\\n"
		"Purpose & second_one & wide & behind \\\\\n\\end{tabular}\n");
	assert_int_equal(w->builder.registers.count, 2);
	assert_int_equal(reg(w, "first_one")->reg.width, 4);
	assert_int_equal(reg(w, "second_one")->reg.width, 8);
}

static void remarks_behind_numbers(void **state)
{
	struct world *w = *state;

	read_section(w, "Commands",
		"\\begin{tabular}{|l|l|}\nValue & Name \\\\\n"
		"0x0001 (first) & VIRTIO_X_ONE \\\\\n"
		"0x0002 (second) of many & VIRTIO_X_TWO \\\\\n\\end{tabular}\n");
	check_value(w, "VIRTIO_X_ONE", 1);
	check_counts(w, 1, 0);
}

static void hostile(void **state)
{
	struct world *w = *state;

	read_section(w, "Tables",
		"\\begin{tabular}{l}\n&&&&\\\\ \\\\ & \\\\\n"
		"Bits & & \\\\ Read & \\\\ Purpose \\\\\n"
		"\\mmioreg{A}{B}{0x} \\mmioreg{A}{0x1} \\mmioreg{A}{B}{0x1}{ \\mmioreg{\n"
		"0x99999999999999999999 & VIRTIO_X_BIG \\\\ {{{{ & 3 \\\\ }}}} & VIRTIO_X_B \\\\");
	assert_int_equal(w->builder.registers.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(names_and_numbers),
		TEST(decimals_and_other_orders),
		TEST(other_environments),
		TEST(ids),
		TEST(tables_of_something_else),
		TEST(register_macros),
		TEST(register_columns),
		TEST(register_widths),
		TEST(remarks_behind_numbers),
		TEST(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
