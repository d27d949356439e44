/* SPDX-License-Identifier: BSD-3-Clause */
#include "tex_finish.h"
#include "tex_notation.h"
#include "tex_testing.h"

static struct tex_builder builder;

/* A listing in a section; its first line is line FIRST of the file. */
enum { FIRST = 5 };

static void read_with(struct world *w, const char *before, const char *options, const char *text)
{
	read_body(w, et_sprintf(&w->arena,
			     "\\section{S}\\label{sec:S}\n%s\n\\begin{lstlisting}%s\n%s\n\\end{"
			     "lstlisting}",
			     before, options, text));
	builder = (struct tex_builder){.doc = &w->doc, .arena = &w->arena, .diags = &w->diags};
	tex_take_listings(&builder);
	assert_int_equal(builder.listings.count, 1);
}

static void read_listing(struct world *w, const char *text)
{
	read_with(w, "Words.", "", text);
}

/* The same, of which nothing is wrong. */
static void read_good(struct world *w, const char *text)
{
	read_listing(w, text);
	if (builder.faults.count)
		fail_msg("%s", builder.faults.items[0].text);
}

static const struct et_spec_record *record(const char *name)
{
	size_t i;

	for (i = 0; i < builder.records.count; i++) {
		if (et_streq(builder.records.items[i]->record.def.name, name))
			return builder.records.items[i];
	}
	fail_msg("no record %s", name ? name : "without a name");
	return NULL;
}

static const struct et_field *field_of(const struct et_record *in, const char *name)
{
	size_t i;

	for (i = 0; i < in->n_fields; i++) {
		if (et_streq(in->fields[i].name, name))
			return &in->fields[i];
	}
	fail_msg("no field %s", name ? name : "without a name");
	return NULL;
}

static const struct et_field *field(const char *in, const char *name)
{
	return field_of(&record(in)->record, name);
}

static const struct et_spec_constant *constant(const char *name)
{
	size_t i;

	for (i = 0; i < builder.constants.count; i++) {
		if (et_streq(builder.constants.items[i].constant.def.name, name))
			return &builder.constants.items[i];
	}
	fail_msg("no constant %s", name);
	return NULL;
}

static void check_value(const char *name, uint64_t value)
{
	const struct et_spec_constant *found = constant(name);

	assert_true(found->has_value);
	assert_true(found->constant.value.bits == value);
}

static void check_no_value(const char *name, const char *text)
{
	assert_false(constant(name)->has_value);
	assert_string_equal(constant(name)->constant.text, text);
}

static bool mentioned(const char *name, enum et_mention_kind kind)
{
	size_t i;

	for (i = 0; i < builder.mentions.count; i++) {
		if (et_streq(builder.mentions.items[i].name, name) &&
			builder.mentions.items[i].kind == kind)
			return true;
	}
	return false;
}

/* The only fault. fix NULL: none. */
static void check_fault(enum et_fault_kind kind, uint32_t line, const char *name, const char *fix)
{
	const struct et_fault *fault = builder.faults.items;

	assert_int_equal(builder.faults.count, 1);
	assert_int_equal(fault->kind, kind);
	assert_int_equal(fault->place.line, line);
	if (!et_streq(fault->name, name))
		fail_msg("%s instead of %s", fault->name ? fault->name : "no name",
			name ? name : "none");
	if (!et_streq(fault->fix, fix))
		fail_msg(
			"%s instead of %s", fault->fix ? fault->fix : "no fix", fix ? fix : "none");
	assert_int_equal(builder.listings.items[0].n_faults, 1);
}

static void members(void **state)
{
	const struct et_field *found;

	read_good(*state, "struct virtio_x {\n\tle32 a;\n\tu8 b[3], c;\n\tbe16\n\td;\n"
			  "\tu64 e; char f[8]; le8 g; le33 h; struct virtio_y i;\n};");
	found = field("virtio_x", "a");
	assert_int_equal(found->type.order, ET_ORDER_LITTLE);
	assert_int_equal(found->type.base, ET_BASE_INT);
	assert_string_equal(found->type.spelling, "le32");
	assert_int_equal(found->place.line, FIRST + 1);
	assert_string_equal(found->place.file, "virtio.tex");
	assert_string_equal(found->place.section->title, "S");
	assert_int_equal(field("virtio_x", "b")->counts[0].value, 3);
	assert_int_equal(field("virtio_x", "c")->n_counts, 0);
	assert_int_equal(field("virtio_x", "d")->type.order, ET_ORDER_BIG);
	assert_int_equal(field("virtio_x", "d")->place.line, FIRST + 4);
	assert_int_equal(field("virtio_x", "e")->type.order, ET_ORDER_HOST);
	assert_true(field("virtio_x", "f")->type.is_char);
	assert_int_equal(field("virtio_x", "g")->type.base, ET_BASE_CHAR);
	assert_int_equal(field("virtio_x", "h")->type.kind, ET_TYPE_UNKNOWN);
	assert_string_equal(field("virtio_x", "i")->type.spelling, "struct virtio_y");
	assert_true(mentioned("virtio_y", ET_MENTION_LISTING));
	assert_false(mentioned("virtio_x", ET_MENTION_LISTING));
	assert_int_equal(record("virtio_x")->record.def.place.line, FIRST);
}

static void counts(void **state)
{
	read_good(*state, "struct x {\nu8 a[];\nu8 b[][];\nu8 c[entries][6];\nu8 d[ Queue Size ];\n"
			  "u8 e[ /* Queue Size */ ];\nu8 f[<actual size>];\n"
			  "u8 g[out.len - sizeof(struct y_z)];\nu8 h[X_SIZE];\nu8 i[X_SIZE * 2];\n"
			  "};\n#define X_SIZE 0x10");
	assert_int_equal(field("x", "a")->counts[0].kind, ET_COUNT_OPEN);
	assert_int_equal(field("x", "b")->n_counts, 2);
	assert_string_equal(field("x", "c")->counts[0].name, "entries");
	assert_int_equal(field("x", "c")->counts[0].kind, ET_COUNT_PARAMETER);
	assert_int_equal(field("x", "c")->counts[1].value, 6);
	assert_string_equal(field("x", "d")->counts[0].name, "Queue Size");
	assert_string_equal(field("x", "e")->counts[0].name, "Queue Size");
	assert_string_equal(field("x", "f")->counts[0].name, "actual size");
	assert_string_equal(field("x", "g")->counts[0].name, "out.len - sizeof(struct y_z)");
	assert_true(mentioned("y_z", ET_MENTION_LISTING));
	assert_int_equal(field("x", "h")->counts[0].kind, ET_COUNT_FIXED);
	assert_int_equal(field("x", "h")->counts[0].value, 16);
	assert_string_equal(field("x", "h")->counts[0].name, "X_SIZE");
	assert_int_equal(field("x", "i")->counts[0].value, 32);
}

static void bit_fields(void **state)
{
	const struct et_field *found;

	read_good(*state,
		"struct x {\n le16 {\n  a : 15; /* A */\n  b: 1,\n } c; /* If X_Y set to X_Z */\n"
		" le32 {\n  union {\n   d : 16;\n   e : 16; /* if X_Y negotiated */\n  };\n"
		"  reserved : 16;\n };\n le32 f:1;\n};");
	found = field("x", "c");
	assert_int_equal(found->type.order, ET_ORDER_LITTLE);
	assert_int_equal(found->n_parts, 2);
	assert_string_equal(found->parts[0].name, "a");
	assert_int_equal(found->parts[0].bits, 15);
	assert_int_equal(found->parts[0].place.line, FIRST + 2);
	assert_int_equal(found->parts[1].bits, 1);
	assert_string_equal(found->guard, "If X_Y set to X_Z");
	found = field("x", NULL);
	assert_int_equal(found->n_parts, 2);
	assert_string_equal(found->parts[0].name, "d");
	assert_string_equal(found->parts[0].aliases[0].name, "e");
	assert_true(found->parts[1].padding);
	assert_null(found->parts[1].guard);
	assert_int_equal(field("x", "f")->bits, 1);
	assert_int_equal(field("x", "f")->n_parts, 0);
}

static void nested(void **state)
{
	const struct et_field *found;

	read_good(*state,
		"struct outer {\n struct inner {\n  u8 a;\n } b;\n union {\n  struct {\n   u8 c;\n"
		"  } d;\n  struct deep { u8 e; } f;\n };\n};");
	assert_int_equal(builder.records.count, 3);
	assert_int_equal(builder.listings.items[0].n_records, 3);
	assert_ptr_equal(record("inner")->outer, record("outer"));
	assert_ptr_equal(record("deep")->outer, record("outer"));
	assert_ptr_equal(field("outer", "b")->type.record, &record("inner")->record);
	found = field("outer", NULL);
	assert_true(found->type.record->is_union);
	found = field_of(found->type.record, "d");
	assert_string_equal(found->type.record->fields[0].name, "c");
}

static void conditions(void **state)
{
	read_good(*state,
		"struct x {\n"
		" le32 a; /* Only if X_F_A negotiated */\n"
		" le32 b; /* only if X_F_B */\n"
		" /* Only if X_F_C is negotiated. More words. */\n"
		" union {\n  u8 r[2];\n } c;\n"
		" // The next two fields are only present if X_F_D\n"
		" // is negotiated.\n"
		" u8 d;\n u8 e;\n u8 f;\n"
		" u8 g; /* If length = 8 then X_F_G can be 9 */\n"
		" /* See X_F_A. */\n u8 h;\n"
		"};\n/* Only valid if X_F_A has been negotiated. */\n#define X_Y 1\n#define X_Z 2");
	assert_string_equal(field("x", "a")->guard, "Only if X_F_A negotiated");
	assert_string_equal(field("x", "b")->guard, "only if X_F_B");
	assert_string_equal(field("x", "c")->guard, "Only if X_F_C is negotiated");
	assert_null(field("x", "c")->type.record->fields[0].guard);
	assert_non_null(strstr(field("x", "d")->guard, "if X_F_D is negotiated"));
	assert_non_null(field("x", "e")->guard);
	assert_null(field("x", "f")->guard);
	assert_null(field("x", "g")->guard);
	assert_null(field("x", "h")->guard);
	assert_string_equal(constant("X_Y")->condition, "Only valid if X_F_A has been negotiated");
	assert_null(constant("X_Z")->condition);
	assert_true(mentioned("X_F_C", ET_MENTION_COMMENT));
}

static void segments(void **state)
{
	read_good(*state,
		"struct x {\n u8 z;\n /* Device-readable part */\n u8 a;\n\n /* words */\n u8 b;\n"
		" /* Device write only portion */\n\n#define X_A 1\n u8 c; /* read-write */\n"
		" u8 d; /* read-only for driver */\n};\n"
		"struct y {\n u8 a;\n /* a device write-only buffer */\n u8 b;\n};");
	assert_int_equal(field("x", "z")->segment, ET_SEGMENT_NONE);
	assert_int_equal(field("x", "a")->segment, ET_SEGMENT_READABLE);
	assert_int_equal(field("x", "b")->segment, ET_SEGMENT_READABLE);
	assert_int_equal(field("x", "c")->segment, ET_SEGMENT_WRITABLE);
	assert_int_equal(field("x", "c")->access, ET_ACCESS_RW);
	assert_int_equal(field("x", "d")->access, ET_ACCESS_RO);
	assert_int_equal(field("y", "a")->segment, ET_SEGMENT_NONE);
	assert_int_equal(field("y", "b")->segment, ET_SEGMENT_NONE);
}

static void padding_names(void **state)
{
	(void)state;
	assert_true(tex_c_is_padding("reserved"));
	assert_true(tex_c_is_padding("reserved1"));
	assert_true(tex_c_is_padding("padding_reserved_2"));
	assert_true(tex_c_is_padding("__reserved"));
	assert_true(tex_c_is_padding("unused0"));
	assert_true(tex_c_is_padding("res0"));
	assert_true(tex_c_is_padding("reserved_classic_dlc"));
	assert_false(tex_c_is_padding("res"));
	assert_false(tex_c_is_padding("padding_algo"));
	assert_false(tex_c_is_padding("type"));
	assert_false(tex_c_is_padding(NULL));
}

static void values(void **state)
{
	read_good(*state,
		"#define X_A 12\n#define X_B 0x1F\n#define X_C (1 << 3)\n #define X_D 1ULL<<40\n"
		"#define X_E (X_A + X_Z * 2)\n#define X_F \\\n   X_OP(X_A, 0x02)\n"
		"#define X_OP(a, b) (((a) << 8) | (b))\n#define X_G \"text\"\n#define X_H "
		"X_NOT_THERE\n"
		"#define X_I (X_I + 1)\n#define X_J -1\n#define X_K BIT(33)\n#define X_L ~0 & 0xff "
		"/* all */\n"
		"#define X_M (1 << 32)\n#define X_N ((7 - 1) / 2 % 2)\n#define X_Z 3");
	check_value("X_A", 12);
	check_value("X_B", 31);
	check_value("X_C", 8);
	assert_int_equal(constant("X_C")->constant.representation, ET_REP_MASK);
	check_value("X_D", UINT64_C(1) << 40);
	check_value("X_E", 18);
	check_value("X_F", 0xc02);
	check_no_value("X_OP", "(((a) << 8) | (b))");
	assert_int_equal(constant("X_OP")->constant.spelling, ET_SPELLED_FUNCTION_MACRO);
	check_no_value("X_G", "\"text\"");
	check_no_value("X_H", "X_NOT_THERE");
	assert_string_equal(constant("X_H")->constant.alias_of, "X_NOT_THERE");
	check_no_value("X_I", "(X_I + 1)");
	check_value("X_J", UINT64_MAX);
	assert_false(constant("X_J")->constant.value.is_unsigned);
	check_value("X_K", UINT64_C(1) << 33);
	check_value("X_L", 255);
	check_value("X_M", UINT64_C(1) << 32);
	check_value("X_N", 1);
	assert_int_equal(constant("X_F")->constant.def.place.line, FIRST + 5);
	assert_true(mentioned("X_NOT_THERE", ET_MENTION_LISTING));
	assert_non_null(et_map_get(&builder.names, "X_A", 3));
	assert_null(et_map_get(&builder.names, "X_G", 3));
	assert_int_equal(constant("X_A")->group, constant("X_Z")->group);
}

static void enumerators(void **state)
{
	read_good(*state, "enum x_y {\n /* first */\n X_A = 0x100,\n X_B, /* B */\n\n X_C = X_A + "
			  "7,\n X_D\n};\n"
			  "enum { X_E, X_F, X_G = X_OTHER, X_H };\nX_I = 5");
	check_value("X_A", 256);
	check_value("X_B", 257);
	check_value("X_C", 263);
	check_value("X_D", 264);
	check_value("X_E", 0);
	check_value("X_F", 1);
	check_no_value("X_G", "X_OTHER");
	check_no_value("X_H", "X_G + 1");
	check_value("X_I", 5);
	assert_string_equal(constant("X_B")->constant.def.scope, "x_y");
	assert_int_equal(constant("X_B")->origin, ET_ORIGIN_ENUM);
	assert_int_equal(constant("X_I")->origin, ET_ORIGIN_ASSIGNMENT);
	assert_int_equal(constant("X_D")->constant.def.place.line, FIRST + 6);
}

static void owners_of_defines(void **state)
{
	read_good(*state, "struct x_hdr {\n#define X_HDR_F_A 1\n u8 flags;\n#define X_HDR_GSO_B "
			  "2\n u8 gso_type;\n"
			  "#define X_LEN 3\n u8 data[X_LEN];\n};\n"
			  "struct y {\n u8 type;\n#define Y_TYPE_A 0\n u8 reserved[7];\n};");
	assert_string_equal(constant("X_HDR_F_A")->constant.in, "x_hdr.flags");
	assert_string_equal(constant("X_HDR_GSO_B")->constant.in, "x_hdr.gso_type");
	assert_null(constant("X_LEN")->constant.in);
	assert_string_equal(constant("Y_TYPE_A")->constant.in, "y.type");
}

static void faults(void **state)
{
	struct world *w = *state;

	read_listing(w, "struct x {\n le16 a\n le16 b[2]; /* c */\n};");
	check_fault(ET_FAULT_SEMICOLON_MISSING, FIRST + 1, "x.a", "le16 a;");
	assert_int_equal(record("x")->record.n_fields, 2);
	read_listing(w, "struct x {\n le16 a (Only if X_Y negotiated)\n le16 b;\n};");
	check_fault(ET_FAULT_SEMICOLON_MISSING, FIRST + 1, "x.a", "le16 a;");
	assert_string_equal(field("x", "a")->guard, "Only if X_Y negotiated");
	read_listing(w, "struct x {\n le16 a; (Only if X_Y negotiated)\n le16 b;\n};");
	check_fault(ET_FAULT_MEMBER, FIRST + 1, "x.a", NULL);
	assert_string_equal(field("x", "a")->guard, "Only if X_Y negotiated");
	read_listing(w, "struct x {\n le16 a,\n le16 b;\n};");
	check_fault(ET_FAULT_SEMICOLON_MISSING, FIRST + 1, "x.a", "le16 a;");
	read_listing(w, "struct x {\n le16 a;\n}\n\n/* y */\nstruct y {\n le16 a;\n};");
	check_fault(ET_FAULT_SEMICOLON_MISSING, FIRST + 2, "x", "};");
	assert_int_equal(builder.records.count, 2);
	read_listing(w, "struct x {\n u8 a;\n} __attribute__((packed))");
	check_fault(ET_FAULT_SEMICOLON_MISSING, FIRST + 2, "x", "} __attribute__((packed));");
	read_listing(w, "struct x {\n struct {\n  u8 a;\n } b\n u8 c;\n};");
	check_fault(ET_FAULT_SEMICOLON_MISSING, FIRST + 3, "x.b", "} b;");
	read_listing(w, "#define X_A 0xff;\n#define X_B 1");
	check_fault(ET_FAULT_SEMICOLON_DEFINE, FIRST, "X_A", "#define X_A 0xff");
	check_value("X_A", 255);
	read_listing(w, "#define X_A 3 (for this)");
	check_fault(ET_FAULT_DEFINE, FIRST, "X_A", "#define X_A 3 /* for this */");
	check_value("X_A", 3);
	read_listing(w, "#define X_A (1 << 2");
	check_fault(ET_FAULT_DEFINE, FIRST, "X_A", "#define X_A (1 << 2)");
	read_listing(w, "struct x {\n /* never closed\n u8 a;\n /* closed */\n u8 b;\n};");
	check_fault(ET_FAULT_COMMENT_OPEN, FIRST + 1, "x", "/* never closed */");
	assert_int_equal(record("x")->record.n_fields, 2);
	read_listing(w, "struct x {\n u8 a; of A */\n u8 b;\n};");
	check_fault(ET_FAULT_OTHER, FIRST + 1, "x", "/* of A */");
	assert_int_equal(record("x")->record.n_fields, 2);
	read_listing(w, "struct x {\n struct {\n  u8 a;\n b;\n u8 c;\n};");
	check_fault(ET_FAULT_BRACES, FIRST + 3, "x", "} b;");
	assert_int_equal(record("x")->record.n_fields, 2);
	read_listing(w, "struct x {\n u8 a;\n;\n#define X_A 1");
	check_fault(ET_FAULT_BRACES, FIRST + 2, "x", "};");
	read_listing(w, "enum x\n X_A = 3,\n X_B\n};");
	check_fault(ET_FAULT_BRACES, FIRST, "x", "enum x {");
	check_value("X_B", 4);
	read_listing(w, "struct x {\n u8 a;\n\nstruct y {\n u8 b;\n};");
	check_fault(ET_FAULT_BRACES, FIRST + 3, "x", "};");
	assert_null(record("y")->outer);
	read_listing(w, "struct x {\n u8 a;\n};\n};");
	check_fault(ET_FAULT_BRACES, FIRST + 3, NULL, NULL);
	read_listing(w, "struct x\n u8 a;\n};");
	check_fault(ET_FAULT_BRACES, FIRST, "x", "struct x {");
	assert_int_equal(record("x")->record.n_fields, 1);
	read_listing(w, "x_y {\n u8 a;\n};");
	check_fault(ET_FAULT_OTHER, FIRST, "x_y", "struct x_y {");
	read_listing(w, "struct x {\n flags;\n u8 a;\n};");
	check_fault(ET_FAULT_TYPE_MISSING, FIRST + 1, "x.flags", NULL);
	read_listing(w, "struct x {\n le32;\n u8 a;\n};");
	check_fault(ET_FAULT_TYPE_MISSING, FIRST + 1, "x", NULL);
	read_listing(w, "struct x {\n u8 a-b-c[];\n};");
	check_fault(ET_FAULT_MEMBER, FIRST + 1, "x.a-b-c", NULL);
	assert_int_equal(field("x", "a-b-c")->counts[0].kind, ET_COUNT_OPEN);
	read_listing(w, "struct x {\n u8 a[6;\n};");
	check_fault(ET_FAULT_MEMBER, FIRST + 1, "x.a", "u8 a[6];");
	read_listing(w, "struct x {\n u8 a b;\n u8 c;\n};");
	check_fault(ET_FAULT_MEMBER, FIRST + 1, "x.a", NULL);
	assert_false(record("x")->record.complete);
	read_listing(w, "enum {\n X_A\n X_B,\n};");
	check_fault(ET_FAULT_OTHER, FIRST + 1, "X_A", "X_A,");
	check_value("X_B", 1);
}

static void omissions(void **state)
{
	read_good(
		*state, "struct x {\n u8 a;\n$\\ldots$\n u8 b;\n};\nstruct y {\n u8 a;\n ...\n};");
	assert_false(record("x")->record.complete);
	assert_int_equal(record("x")->record.n_fields, 2);
	assert_false(record("y")->record.complete);
}

static void check_notation(struct world *w, const char *text, enum et_notation notation)
{
	read_listing(w, text);
	if (builder.listings.items[0].notation != notation)
		fail_msg("notation %d of %s", (int)builder.listings.items[0].notation, text);
	assert_int_equal(builder.faults.count, 0);
}

static void notations(void **state)
{
	struct world *w = *state;

	check_notation(w, "struct x { u8 a; };", ET_NOTATION_DEFINITIONS);
	check_notation(w, "le64 x;\n\n#define X_A 1", ET_NOTATION_DEFINITIONS);
	assert_true(record(NULL)->declaration);
	check_notation(w, "le32 limit; /* words */", ET_NOTATION_DECLARATION);
	assert_string_equal(record(NULL)->record.fields[0].name, "limit");
	check_notation(w, "le32 {\n a : 16;\n b : 16;\n};", ET_NOTATION_DECLARATION);
	check_notation(w, "u32 a, b;\ndo {\n a = f(x);\n} while (a != b);", ET_NOTATION_CODE);
	check_notation(w, "a->b[c % d_e] = 3;", ET_NOTATION_CODE);
	assert_true(mentioned("d_e", ET_MENTION_LISTING));
	check_notation(w, "u8 names[] = {\n 'a', 0\n};", ET_NOTATION_CODE);
	check_notation(w,
		"#define ALIGN(x) (((x) + q) & ~q)\nstatic inline int f(int q)\n{\n return "
		"ALIGN(q);\n}",
		ET_NOTATION_CODE);
	assert_int_equal(builder.constants.count, 1);
	check_notation(w, "A ::= SEQUENCE {\n b INTEGER\n}", ET_NOTATION_ASN1);
	check_notation(
		w, "// Words.\nnode@1e000 {\n reg = <0x1e000 0x200>;\n}", ET_NOTATION_DEVICE_TREE);
	check_notation(w, "cap.offset + a_b * c", ET_NOTATION_FORMULA);
	check_notation(w, "n = (a + b - 1) / b;", ET_NOTATION_FORMULA);
	check_notation(w, "SWAP(B << 15 | A)", ET_NOTATION_FORMULA);
	check_notation(w, "some words only", ET_NOTATION_UNKNOWN);
}

static void examples(void **state)
{
	struct world *w = *state;
	const char *text = "struct virtio_s {\n u8 a\n};";

	read_with(w, "Bit-fields have an order.  For example:", "", text);
	assert_int_equal(builder.listings.items[0].notation, ET_NOTATION_EXAMPLE);
	assert_int_equal(builder.records.count, 0);
	assert_int_equal(builder.faults.count, 0);
	read_with(w, "For example, the layout of a request is as follows:", "", text);
	assert_int_equal(builder.records.count, 1);
	read_with(w, "For example, the foreign X is defined as follows:", "", "#define X_Y 4");
	assert_int_equal(builder.constants.count, 0);
}

static void escapes(void **state)
{
	struct world *w = *state;

	read_with(w, "Words.", "[escapechar=|]",
		"#define X_A (1 << 0) /* |\\hyperref[intro:a_b]{[RFC_1]}| */\n"
		"#define X_B 2 /* plain */");
	assert_int_equal(builder.faults.count, 0);
	check_value("X_B", 2);
	assert_int_equal(constant("X_B")->constant.def.place.line, FIRST + 1);
	assert_true(mentioned("RFC_1", ET_MENTION_COMMENT));
	assert_false(mentioned("a_b", ET_MENTION_COMMENT));
}

static void places(void **state)
{
	const struct et_spec_listing *listing;

	read_good(*state, "struct x {\n u8 a;\n};\n#define X_A 1");
	listing = &builder.listings.items[0];
	assert_int_equal(listing->place.line, FIRST - 1);
	assert_int_equal(listing->last_line, FIRST + 4);
	assert_int_equal(listing->n_records, 1);
	assert_int_equal(listing->n_constants, 1);
	assert_false(listing->superseded);
}

static void patterns_in_comments(void **state)
{
	read_good(*state, "struct x {\n u8 a; /* X_Y_* and X_Z_XXX, X_OK_1 */\n};");
	assert_int_equal(builder.mentions.count, 2);
	assert_true(mentioned("X_Y_*", ET_MENTION_COMMENT));
	assert_true(mentioned("X_OK_1", ET_MENTION_COMMENT));
}

static void hostile(void **state)
{
	static const char *const pieces[] = {"{", "struct {", "struct x {\n", "[", "(", "/*",
		"#define X ", "u8 a", "le16 {", "union {", "enum {", "((", "} ", "X_A = X_B +", "|",
		"#", "\\\n"};
	struct world *w = *state;
	struct et_buf buf;
	size_t i, j, k;

	for (i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		for (j = 0; j < sizeof(pieces) / sizeof(*pieces); j++) {
			et_buf_init(&buf);
			et_buf_puts(&buf, "struct x {\n");
			for (k = 0; k < 300; k++) {
				et_buf_puts(&buf, pieces[i]);
				et_buf_puts(&buf, pieces[j]);
			}
			read_with(w, "Words.", "[escapechar=|]", buf.data);
			et_buf_finish(&buf);
		}
	}
}

/* Of records with one name, that of the same listing is meant, then that of the same file. */
static void types_lead_to_records(void **state)
{
	struct world *w = *state;
	const struct et_spec_record *records;

	assert_true(read_files(w,
		"\\begin{document}\n\\section{S}\\label{sec:S}\n"
		"\\begin{lstlisting}\nstruct in { u8 a; };\nstruct first { struct in i; };\n"
		"struct loop { struct in i; struct loop l; };\n\\end{lstlisting}\n"
		"\\input{b.tex}\n\\end{document}\n%%FILE b.tex\n"
		"\\begin{lstlisting}\nstruct in { le16 a; };\nstruct second { struct in i; };\n"
		"\\end{lstlisting}\n\n"
		"\\begin{lstlisting}\nstruct third { struct in i; };\n\\end{lstlisting}\n"));
	builder = (struct tex_builder){.doc = &w->doc, .arena = &w->arena, .diags = &w->diags};
	tex_take_listings(&builder);
	assert_int_equal(builder.records.count, 6);
	records = tex_resolve_records(&builder);
	assert_string_equal(records[3].record.def.name, "in");
	assert_ptr_equal(records[1].record.fields[0].type.record, &records[0].record);
	assert_ptr_equal(records[2].record.fields[0].type.record, &records[0].record);
	assert_null(records[2].record.fields[1].type.record);
	assert_ptr_equal(records[4].record.fields[0].type.record, &records[3].record);
	assert_ptr_equal(records[5].record.fields[0].type.record, &records[3].record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(members),
		TEST(counts),
		TEST(bit_fields),
		TEST(nested),
		TEST(conditions),
		TEST(segments),
		TEST(padding_names),
		TEST(values),
		TEST(enumerators),
		TEST(owners_of_defines),
		TEST(faults),
		TEST(omissions),
		TEST(notations),
		TEST(examples),
		TEST(escapes),
		TEST(places),
		TEST(patterns_in_comments),
		TEST(hostile),
		TEST(types_lead_to_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
