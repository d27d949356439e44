/* SPDX-License-Identifier: BSD-3-Clause */
#include "c_testing.h"

static void members(void **state)
{
	struct world *w = *state;
	const struct et_field *field;

	read_clean(w, "struct virtio_x {\n\t__le32 a;\n\t__u8 b[3], c;\n\t__virtio64 d;\n};\n");
	check_size(w, "virtio_x", ET_ABI_LP64, 16, 8);
	check_offset(w, "virtio_x", "c", ET_ABI_LP64, 7);
	check_offset(w, "virtio_x", "d", ET_ABI_I386, 8);
	field = find_field(w, "virtio_x", "c");
	assert_int_equal(field->place.line, 3);
	assert_string_equal(field->place.file, "a.h");
	assert_int_equal(field->n_counts, 0);
	assert_int_equal(find_field(w, "virtio_x", "b")->counts[0].value, 3);
	assert_int_equal(find_record(w, "virtio_x", 0)->def.place.line, 1);
	assert_int_equal(find_record(w, "virtio_x", 0)->def.abis, ET_ABI_ALL);
}

static void mixed_declarators(void **state)
{
	struct world *w = *state;

	read_clean(w, "struct s { __le32 x, y, z; int a, *b, c[2], (*d)(int), (*e)[3]; };\n");
	check_offset(w, "s", "z", ET_ABI_LP64, 8);
	check_offset(w, "s", "b", ET_ABI_LP64, 16);
	check_offset(w, "s", "c", ET_ABI_LP64, 24);
	check_offset(w, "s", "d", ET_ABI_LP64, 32);
	check_size(w, "s", ET_ABI_LP64, 48, 8);
	check_size(w, "s", ET_ABI_I386, 36, 4);
	assert_string_equal(find_field(w, "s", "b")->type.spelling, "int *");
}

static void orders(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"typedef __u32 __bitwise __le32;\ntypedef __le32 alias;\n#define my_be __be16\n"
		"struct s { __le32 a; alias b; my_be c; __virtio32 d; u32 e; u8 f; char g;\n"
		"le64 h; be64 i; uint16_t j; rte_le32_t k; long l; _Bool m; };\n");
	assert_int_equal(find_field(w, "s", "a")->type.order, ET_ORDER_LITTLE);
	assert_int_equal(find_field(w, "s", "b")->type.order, ET_ORDER_LITTLE);
	assert_string_equal(find_field(w, "s", "b")->type.spelling, "alias");
	assert_int_equal(find_field(w, "s", "c")->type.order, ET_ORDER_BIG);
	assert_int_equal(find_field(w, "s", "d")->type.order, ET_ORDER_VIRTIO);
	assert_int_equal(find_field(w, "s", "e")->type.order, ET_ORDER_HOST);
	assert_int_equal(find_field(w, "s", "f")->type.order, ET_ORDER_NONE);
	assert_false(find_field(w, "s", "f")->type.is_char);
	assert_true(find_field(w, "s", "g")->type.is_char);
	assert_int_equal(find_field(w, "s", "h")->type.order, ET_ORDER_LITTLE);
	assert_int_equal(find_field(w, "s", "i")->type.order, ET_ORDER_BIG);
	assert_int_equal(find_field(w, "s", "j")->type.order, ET_ORDER_HOST);
	assert_int_equal(find_field(w, "s", "k")->type.order, ET_ORDER_LITTLE);
	assert_true(find_field(w, "s", "l")->type.is_signed);
	assert_int_equal(find_field(w, "s", "m")->type.base, ET_BASE_BOOL);
}

static void orders_survive_macros(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define __le32 uint32_t\n#define le16 unsigned short\nstruct s { __le32 a; "
		      "le16 b; };\n");
	assert_int_equal(find_field(w, "s", "a")->type.order, ET_ORDER_LITTLE);
	assert_int_equal(find_field(w, "s", "b")->type.order, ET_ORDER_LITTLE);
	check_size_everywhere(w, "s", 8, 4);
}

static void nested(void **state)
{
	struct world *w = *state;
	const struct et_record *record;

	read_clean(w, "struct outer {\n\tstruct inner { __u8 a; __le16 b; } in;\n\tstruct { __u8 "
		      "c; } un;\n"
		      "\tstruct inner more[2];\n};\n");
	check_offset(w, "outer", "in.b", ET_ABI_LP64, 2);
	check_offset(w, "outer", "un.c", ET_ABI_LP64, 4);
	check_offset(w, "outer", "more[].a", ET_ABI_LP64, 6);
	check_size_everywhere(w, "outer", 14, 2);
	assert_int_equal(w->unit->n_records, 2);
	record = w->unit->records[1];
	assert_string_equal(record->def.name, "inner");
	assert_null(find_field(w, "outer", "un")->type.record->def.name);
}

static void anonymous_members(void **state)
{
	struct world *w = *state;
	const struct et_layout *layout;
	struct et_layout found;

	read_clean(w, "struct h { __u8 flags; union { struct { __le16 start, offset; };\n"
		      "struct { __le16 start; } csum; }; __le16 end; };\n");
	found = lay_out(w, "h", ET_ABI_LP64);
	layout = &found;
	assert_int_equal(layout->n_leaves, 5);
	assert_int_equal(find_leaf(layout, "offset")->offset.bytes, 4);
	assert_int_equal(find_leaf(layout, "csum.start")->offset.bytes, 2);
	assert_true(find_leaf(layout, "start")->in_union);
	assert_false(find_leaf(layout, "end")->in_union);
	assert_int_equal(find_leaf(layout, "start")->depth, 0);
	assert_int_equal(find_leaf(layout, "csum.start")->depth, 1);
	assert_string_equal(find_leaf(layout, "csum.start")->name, "start");
}

static void tagged_struct_without_name(void **state)
{
	struct world *w = *state;

	/* It declares a type, and no member. */
	read_clean(w, "struct s { struct t { int a; }; int b; };\n");
	check_size_everywhere(w, "s", 4, 4);
	assert_non_null(find_record(w, "t", 0));
}

static void unions(void **state)
{
	struct world *w = *state;

	read_clean(w, "union u { __le32 a; __u8 b[6]; __le16 c; };\n");
	assert_true(find_record(w, "u", 0)->is_union);
	check_size_everywhere(w, "u", 8, 4);
	check_offset(w, "u", "c", ET_ABI_LP64, 0);
}

static void tails(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_clean(w, "struct a { __le16 n; __u8 t[]; };\nstruct b { __le16 n; __u8 t[0]; };\n"
		      "struct c { __le16 n; __u8 t[1]; };\n");
	check_size_everywhere(w, "a", 2, 2);
	check_size_everywhere(w, "b", 2, 2);
	check_size_everywhere(w, "c", 4, 2);
	layout = lay_out(w, "a", ET_ABI_LP64);
	assert_true(find_leaf(&layout, "t")->open);
	assert_null(layout.size.plus);
	layout = lay_out(w, "b", ET_ABI_LP64);
	assert_false(find_leaf(&layout, "t")->open);
	assert_int_equal(find_field(w, "a", "t")->counts[0].kind, ET_COUNT_OPEN);
	assert_int_equal(find_field(w, "b", "t")->counts[0].kind, ET_COUNT_FIXED);
	assert_int_equal(find_field(w, "b", "t")->counts[0].value, 0);
}

static void sized_arrays(void **state)
{
	struct world *w = *state;
	uint64_t size;

	read_clean(w,
		"#define N 4\nenum { M = 3 };\nstruct s { __u8 a[N], b[N + M], c[sizeof(long)],\n"
		"d[LATER], e[M][N], mac[ETH_ALEN]; };\n#define LATER 5\n");
	check_offset(w, "s", "b", ET_ABI_LP64, 4);
	check_offset(w, "s", "c", ET_ABI_LP64, 11);
	check_offset(w, "s", "d", ET_ABI_LP64, 19);
	check_offset(w, "s", "d", ET_ABI_I386, 15);
	size = lay_out(w, "s", ET_ABI_LP64).size.bytes;
	assert_int_equal(size, 19 + 5 + 12 + 6);
	assert_string_equal(find_field(w, "s", "a")->counts[0].name, "N");
	assert_string_equal(find_field(w, "s", "mac")->counts[0].name, "ETH_ALEN");
	assert_null(find_field(w, "s", "b")->counts[0].name);
	assert_int_equal(find_field(w, "s", "e")->n_counts, 2);
}

static void helper_macros(void **state)
{
	struct world *w = *state;

	read_clean(w, "struct a { __u8 x; struct_group(g, __u8 b; __le16 c;); };\n"
		      "struct b { __u8 n; __DECLARE_FLEX_ARRAY(__le32, list); };\n"
		      "struct c { int n; struct b items[] __counted_by(n); };\n"
		      "struct d { struct_group_tagged(d_hdr, hdr, __u8 p; __u8 q;); union {\n"
		      "DECLARE_FLEX_ARRAY(__u8, t); __u8 u; }; };\n");
	check_offset(w, "a", "c", ET_ABI_LP64, 4);
	check_offset(w, "a", "g.c", ET_ABI_LP64, 4);
	check_size_everywhere(w, "a", 6, 2);
	check_offset(w, "b", "list", ET_ABI_LP64, 4);
	check_size_everywhere(w, "b", 4, 4);
	check_size_everywhere(w, "c", 4, 4);
	check_offset(w, "d", "hdr.q", ET_ABI_LP64, 1);
	assert_non_null(find_record(w, "d_hdr", 0));
	check_size_everywhere(w, "d", 3, 1);
	assert_int_equal(find_field(w, "d_hdr", "p")->place.line, 4);
}

static void packing(void **state)
{
	static const char *const spellings[] = {
		"struct s { __u8 a; __le32 b; } __attribute__((packed));\n",
		"struct s { __u8 a; __le32 b; } __attribute__((__packed__));\n",
		"struct __attribute__((packed)) s { __u8 a; __le32 b; };\n",
		"struct s { __u8 a; __le32 b; } __packed;\n",
		"struct s { __u8 a; __le32 b; } QEMU_PACKED;\n",
		"struct s { __u8 a; __le32 b; } PACKED;\n",
		"struct s { __u8 a; __le32 b; } ATTR_PACKED_OF_SOME_TREE;\n",
		"typedef struct { __u8 a; __le32 b; } MY_PACKED s;\n",
		"typedef struct s { __u8 a; __le32 b; } QEMU_PACKED s;\n",
		"#pragma pack(1)\nstruct s { __u8 a; __le32 b; };\n",
		"#pragma pack(push, 1)\nstruct s { __u8 a; __le32 b; };\n#pragma pack(pop)\n",
		"#pragma pack(push)\n#pragma pack(1)\nstruct s { __u8 a; __le32 b; };\n",
		"#include <pshpack1.h>\nstruct s { __u8 a; __le32 b; };\n#include <poppack.h>\n",
		"#define PK __attribute__((aligned(1), packed))\nstruct PK s { __u8 a; __le32 b; "
		"};\n",
		"struct s { __u8 a; __le32 b __attribute__((packed)); };\n",
		"struct __rte_packed_begin s { __u8 a; __le32 b; } __rte_packed_end;\n",
		"struct s { __u8 a; __le32 b; } __attribute__((gcc_struct, packed)) x;\n",
	};
	size_t i;

	for (i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
		read_clean(*state, spellings[i]);
		check_size_everywhere(*state, "s", 5, 1);
	}
}

static void names_that_say_packed(void **state)
{
	struct world *w = *state;

	read_clean(w, "struct state_packed { __u8 a; __le16 b; };\ntypedef struct { __u8 a; __le16 "
		      "b; } my_packed;\n"
		      "struct s { __u8 x; struct state_packed packed; my_packed y; };\n");
	check_size_everywhere(w, "state_packed", 4, 2);
	check_size_everywhere(w, "my_packed", 4, 2);
	check_size_everywhere(w, "s", 10, 2);
	check_offset(w, "s", "packed.b", ET_ABI_LP64, 4);
}

static void packing_ends(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#pragma pack(push, 2)\nstruct a { __u8 x; __le32 y; };\n#pragma pack(push, 1)\n"
		"struct b { __u8 x; __le32 y; };\n#pragma pack(pop)\nstruct c { __u8 x; __le32 y; "
		"};\n"
		"#pragma pack(pop)\nstruct d { __u8 x; __le32 y; };\n#pragma pack(1)\n"
		"struct e { __u8 x; __le32 y; };\n#pragma pack()\nstruct f { __u8 x; __le32 y; "
		"};\n");
	check_size_everywhere(w, "a", 6, 2);
	check_size_everywhere(w, "b", 5, 1);
	check_size_everywhere(w, "c", 6, 2);
	check_size_everywhere(w, "d", 8, 4);
	check_size_everywhere(w, "e", 5, 1);
	check_size_everywhere(w, "f", 8, 4);
	assert_int_equal(find_record(w, "a", 0)->pack, 2);
	assert_int_equal(find_record(w, "d", 0)->pack, 0);
}

static void packing_for_some(void **state)
{
	struct world *w = *state;

	read_clean(w, "#ifdef _MSC_VER\n#pragma pack(push, 1)\n#endif\nstruct s { __u8 a; __le32 "
		      "b; };\n");
	check_size(w, "s", ET_ABI_LP64, 8, 4);
	check_size(w, "s", ET_ABI_LLP64, 5, 1);
	assert_int_equal(w->unit->n_records, 2);
}

static void alignment(void **state)
{
	struct world *w = *state;

	read_clean(w, "struct a { __u8 x; __u32 y __attribute__((aligned(8))); };\n"
		      "struct b { __u8 x; } __attribute__((aligned(16)));\n"
		      "struct c { __u8 x; __aligned_u64 y; };\nstruct d { __u8 x; __u64 y; } "
		      "__aligned(8);\n"
		      "struct e { __u8 x; __le32 y; } __attribute__((packed, aligned(2)));\n"
		      "struct f { __u8 x; _Alignas(4) __u8 y; };\n"
		      "struct g { __u8 x; } __attribute__((aligned));\n");
	check_size_everywhere(w, "a", 16, 8);
	check_size_everywhere(w, "b", 16, 16);
	check_size_everywhere(w, "c", 16, 8);
	check_size(w, "d", ET_ABI_I386, 16, 8);
	check_offset(w, "d", "y", ET_ABI_I386, 4);
	check_size_everywhere(w, "e", 6, 2);
	check_size_everywhere(w, "f", 8, 4);
	check_size(w, "g", ET_ABI_LP64, 16, 16);
	check_size(w, "g", ET_ABI_BE64, 8, 8);
}

static void alignment_of_typedefs(void **state)
{
	struct world *w = *state;

	read_clean(w, "struct desc { __virtio64 addr; };\n"
		      "typedef struct desc __attribute__((aligned(16))) desc_t;\n"
		      "typedef __u64 __attribute__((aligned(4))) low_t;\n"
		      "struct a { __u8 x; low_t y; };\nstruct b { __u8 x; desc_t *p; desc_t y; };\n"
		      "typedef low_t lower_t __attribute__((aligned(2)));\nstruct c { __u8 x; "
		      "lower_t y; };\n");
	check_size_everywhere(w, "a", 12, 4);
	check_size(w, "b", ET_ABI_LP64, 32, 16);
	check_size_everywhere(w, "c", 10, 2);
}

static void types_made_by_macros(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_clean(w, "struct virtio_dev { __u8 a; QLIST_HEAD(, x) *list, more; __u8 b; };\n");
	assert_int_equal(find_field(w, "virtio_dev", "list")->type.kind, ET_TYPE_POINTER);
	assert_int_equal(find_field(w, "virtio_dev", "more")->type.kind, ET_TYPE_UNKNOWN);
	layout = et_layout(&w->arena, find_record(w, "virtio_dev", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	assert_int_equal(layout.n_leaves, 2);
}

static void function_pointers(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"struct ops {\n\tNTSTATUS (*a)(void *, int (*)(int));\n\tEFI_STATUS (EFIAPI "
		"*b)(void);\n"
		"\tunknown_t (CONVENTION *c)(int), (*d[2])(void);\n\tint (*(*e)(int))(char);\n};\n"
		"typedef UNKNOWN (STRANGE *callback)(int x);\nstruct s { callback f; };\n");
	check_size(w, "ops", ET_ABI_LP64, 48, 8);
	check_size(w, "s", ET_ABI_I386, 4, 4);
}

static void typedef_chains(void **state)
{
	struct world *w = *state;
	const struct et_record *record;

	read_clean(w, "typedef __u16 a_t;\ntypedef a_t b_t, array_t[3];\ntypedef b_t c_t;\n"
		      "typedef array_t matrix_t[2];\nstruct s { c_t x; array_t y; matrix_t z; "
		      "array_t q[4]; };\n"
		      "typedef struct { int a; } one, two, *three;\ntypedef struct s again;\n"
		      "struct t { one a; two b; three c; again d; };\n");
	check_offset(w, "s", "y", ET_ABI_LP64, 2);
	check_offset(w, "s", "z", ET_ABI_LP64, 8);
	check_size_everywhere(w, "s", 44, 2);
	check_size(w, "t", ET_ABI_LP64, 64, 8);
	record = find_record(w, "one", 0);
	assert_string_equal(record->typedefs[0], "one");
	assert_string_equal(record->typedefs[1], "two");
	assert_null(record->typedefs[2]);
	assert_string_equal(find_record(w, "s", 0)->typedefs[0], "again");
}

static void used_before_defined(void **state)
{
	static const char *const files[] = {"user.h",
		"struct s { later_t a; struct tail b; array_t c[2]; unknown_t d; };\n", "later.h",
		"typedef __u16 later_t;\nstruct tail { __u8 x; };\ntypedef __u8 array_t[3];\n",
		NULL};
	struct world *w = *state;
	struct et_layout layout;

	read_files(w, files);
	assert_int_equal(w->diags.list.count, 0);
	layout = et_layout(&w->arena, find_record(w, "s", 0), et_abi(ET_ABI_LP64));
	assert_false(layout.known);
	assert_int_equal(find_leaf(&layout, "c")->offset.bytes, 3);
	assert_int_equal(find_leaf(&layout, "c")->size.bytes, 6);
	assert_int_equal(find_field(w, "s", "d")->type.kind, ET_TYPE_UNKNOWN);
	assert_string_equal(find_field(w, "s", "d")->type.spelling, "unknown_t");
}

static void included(void **state)
{
	static const char *const files[] = {"include/linux/user.h",
		"#ifndef U\n#define U\n#include <linux/types.h>\nstruct s { my_t a[LEN]; "
		"};\n#endif\n",
		"include/linux/types.h",
		"#ifndef T\n#define T\ntypedef __u64 my_t;\n#define LEN 2\n#endif\n", NULL};
	struct world *w = *state;

	read_files(w, files);
	check_size(w, "s", ET_ABI_LP64, 16, 8);
	assert_int_equal(w->unit->n_files, 2);
	assert_string_equal(w->unit->files[0].path, "include/linux/user.h");
	assert_string_equal(w->unit->files[0].includes[0], "linux/types.h");
	assert_int_equal(w->unit->files[0].n_constants, 0);
	assert_int_equal(w->unit->files[1].n_constants, 1);
	assert_int_equal(w->unit->files[0].n_records, 1);
}

static void bit_fields(void **state)
{
	struct world *w = *state;
	struct et_layout layout;

	read_clean(w, "struct s { __u32 a : 4, b : 5; __u32 : 0; __u16 c : 3; __u8 d; };\n"
		      "struct p { __u8 a : 4; __u16 b : 8, c : 4; } __packed;\n");
	layout = lay_out(w, "s", ET_ABI_LP64);
	assert_int_equal(find_leaf(&layout, "b")->bit, 4);
	assert_int_equal(find_leaf(&layout, "b")->bits, 5);
	assert_int_equal(find_leaf(&layout, "c")->offset.bytes, 4);
	assert_int_equal(find_leaf(&layout, "d")->offset.bytes, 5);
	assert_int_equal(layout.size.bytes, 8);
	layout = lay_out(w, "s", ET_ABI_BE64);
	assert_int_equal(find_leaf(&layout, "a")->bit, 28);
	assert_int_equal(find_leaf(&layout, "b")->bit, 23);
	check_size(w, "p", ET_ABI_LP64, 2, 1);
}

static void skipped_silently(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"int f(int a, struct foo *b);\nextern int x;\nstatic inline int g(void)\n{\n"
		"\tif (1) { return 2; }\n\treturn f(1, 0);\n}\nstatic const int t[] = { 1, 2, { 3 "
		"} };\n"
		"asm(\"nop\");\n_Static_assert(sizeof(int) == 4, \"x\");\nextern void h(void) "
		"__THROW;\n"
		"int v = 3, *w, u[2];\nMACRO_THAT_NOBODY_KNOWS(a, b)\nAND_ANOTHER(x);\nvoid "
		"(*p)(int);\n"
		"typedef int (*callback)(struct s *, void *);\nstruct forward;\nenum forward_too;\n"
		"inline __attribute__((always_inline)) void k() {}\n;;\nstruct s { callback c; "
		"};\n");
	check_size(w, "s", ET_ABI_LP64, 8, 8);
	assert_int_equal(w->unit->n_records, 1);
}

static void cxx_guards(void **state)
{
	struct world *w = *state;

	read_clean(w,
		"#ifdef __cplusplus\nextern \"C\" {\nclass foo : public bar { int x; };\n#endif\n"
		"struct s { int a;\n#if defined(__cplusplus)\ns() : a(0) {}\n#endif\n};\n"
		"#ifdef __cplusplus\n}\n#endif\nextern \"C\" {\nstruct t { int b; };\n}\n"
		"extern \"C\" int f(void);\n#ifndef __ASSEMBLY__\nstruct u { int c; };\n#else\n"
		".macro x\n#endif\n");
	check_size_everywhere(w, "s", 4, 4);
	check_size_everywhere(w, "t", 4, 4);
	check_guard(find_record(w, "u", 0)->def.guard, NULL);
}

static void windows_names(void **state)
{
	struct world *w = *state;

	read_clean(w, "#include \"pshpack1.h\"\r\ntypedef struct _VIRTIO_X {\r\n\tULONG "
		      "a;\r\n\tUCHAR b;\r\n"
		      "\tULONGLONG c;\r\n\tunsigned long d;\r\n} VIRTIO_X, *PVIRTIO_X;\r\n"
		      "#include \"poppack.h\"\r\n");
	check_size(w, "_VIRTIO_X", ET_ABI_LLP64, 17, 1);
	check_size(w, "_VIRTIO_X", ET_ABI_LP64, 21, 1);
	assert_string_equal(find_record(w, "_VIRTIO_X", 0)->typedefs[0], "VIRTIO_X");
}

static void macros_for_members(void **state)
{
	struct world *w = *state;

	read_clean(w, "#define HEADER __le16 type; __le16 flags\n#define M(t, n) t n;\n"
		      "struct s { HEADER; M(__u8, x) M(__u8, y) };\n"
		      "#define class_of_command cls\nstruct t { __u8 class_of_command; };\n");
	check_offset(w, "s", "y", ET_ABI_LP64, 5);
	assert_non_null(find_field(w, "t", "cls"));
}

static void different_per_abi(void **state)
{
	struct world *w = *state;

	read_clean(w, "#ifdef __x86_64__\ntypedef __u64 word;\n#define PK "
		      "__attribute__((packed))\n#else\n"
		      "typedef __u32 word;\n#define PK\n#endif\nstruct s { __u8 a; word b; };\n"
		      "struct t { __u8 a; __u32 b; } PK;\n");
	check_size(w, "s", ET_ABI_LP64, 16, 8);
	check_size(w, "s", ET_ABI_BE64, 8, 4);
	check_size(w, "t", ET_ABI_LP64, 5, 1);
	check_size(w, "t", ET_ABI_I386, 8, 4);
	assert_int_equal(find_record(w, "s", 0)->def.abis, ET_ABI_ALL);
	assert_int_equal(
		find_record(w, "t", ET_ABI_BIT(ET_ABI_LP64))->def.abis, ET_ABI_BIT(ET_ABI_LP64));
}

static void unreadable_members(void **state)
{
	struct world *w = *state;

	read_text(w, "struct virtio_bad {\n\t__u8 a;\n\t__u8 @ b;\n\t__u8 c;\n};\n"
		     "struct other {\n\tUNKNOWN(x);\n};\nstruct good { __u8 a; };\n");
	assert_int_equal(w->diags.list.count, 2);
	assert_int_equal(w->diags.list.items[0].severity, ET_ERROR);
	assert_int_equal(w->diags.list.items[0].line, 3);
	assert_string_equal(w->diags.list.items[0].name, "virtio_bad");
	assert_int_equal(w->diags.list.items[1].severity, ET_WARNING);
	assert_int_equal(w->unit->files[0].unread, 2);
	assert_false(find_record(w, "virtio_bad", 0)->complete);
	assert_int_equal(find_record(w, "virtio_bad", 0)->n_fields, 2);
	check_size_everywhere(w, "good", 1, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(members),
		TEST(mixed_declarators),
		TEST(orders),
		TEST(orders_survive_macros),
		TEST(nested),
		TEST(anonymous_members),
		TEST(tagged_struct_without_name),
		TEST(unions),
		TEST(tails),
		TEST(sized_arrays),
		TEST(helper_macros),
		TEST(packing),
		TEST(names_that_say_packed),
		TEST(packing_ends),
		TEST(packing_for_some),
		TEST(alignment),
		TEST(alignment_of_typedefs),
		TEST(types_made_by_macros),
		TEST(function_pointers),
		TEST(typedef_chains),
		TEST(used_before_defined),
		TEST(included),
		TEST(bit_fields),
		TEST(skipped_silently),
		TEST(cxx_guards),
		TEST(windows_names),
		TEST(macros_for_members),
		TEST(different_per_abi),
		TEST(unreadable_members),
	};

	return cmocka_run_group_tests_name("c_records", tests, NULL, NULL);
}
