/* SPDX-License-Identifier: BSD-3-Clause */
/* Names: each spelling is one symbol, which knows all that the name means. */
#include "c_int.h"

const uint8_t c_class[256] = {
	/* clang-format off */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	8, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0,
	0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 3,
	0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0,
	3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
	3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
	3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
	3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
	/* clang-format on */
};

enum {
	FIRST_TABLE = 2048,
	NAMES_BLOCK = 16 * 1024,
};

/* Eight bytes at a time: names are long, and this is asked for each of them. */
static uint32_t hash_name(const char *text, size_t length)
{
	const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = length * factor;
	uint64_t word;

	for (; length >= 8; text += 8, length -= 8) {
		memcpy(&word, text, 8);
		hash = (hash ^ word) * factor;
		hash ^= hash >> 29;
	}
	if (length) {
		word = 0;
		memcpy(&word, text, length);
		hash = (hash ^ word) * factor;
	}
	return (uint32_t)(hash >> 32 ^ hash);
}

static char *keep_name(struct c_reader *r, const char *text, size_t length)
{
	char *name;

	if (length + 1 > r->names_left) {
		if (length + 1 > NAMES_BLOCK / 4)
			return et_strndup(r->arena, text, length);
		r->names = et_alloc(r->arena, NAMES_BLOCK);
		r->names_left = NAMES_BLOCK;
	}
	name = r->names;
	memcpy(name, text, length);
	name[length] = '\0';
	r->names += length + 1;
	r->names_left -= length + 1;
	return name;
}

static void enlarge(struct c_reader *r)
{
	size_t size = r->table_size ? r->table_size * 2 : FIRST_TABLE;
	struct c_sym **table = ET_NEW_ARRAY(r->arena, size, struct c_sym *);
	size_t i;

	for (i = 0; i < r->table_size; i++) {
		struct c_sym *sym = r->table[i];
		size_t at;

		if (!sym)
			continue;
		for (at = sym->hash & (size - 1); table[at]; at = (at + 1) & (size - 1))
			;
		table[at] = sym;
	}
	r->table = table;
	r->table_size = size;
}

struct c_sym *c_intern(struct c_reader *r, const char *text, size_t length)
{
	uint32_t hash = hash_name(text, length);
	struct c_sym *sym;
	size_t at;

	if (r->n_syms * 2 >= r->table_size)
		enlarge(r);
	for (at = hash & (r->table_size - 1); (sym = r->table[at]) != NULL;
		at = (at + 1) & (r->table_size - 1))
		if (sym->hash == hash && sym->length == length &&
			memcmp(sym->name, text, length) == 0)
			return sym;
	sym = ET_NEW(r->arena, struct c_sym);
	sym->name = keep_name(r, text, length);
	sym->length = (uint32_t)length;
	sym->hash = hash;
	r->table[at] = sym;
	r->n_syms++;
	return sym;
}

struct word {
	const char *name;
	uint8_t length;
	uint8_t means;
};

#define WORD(name, means)                                                                          \
	{                                                                                          \
		name, sizeof(name) - 1, means                                                      \
	}

static const struct word words[] = {
	WORD("typedef", K_TYPEDEF),
	WORD("extern", K_EXTERN),
	WORD("static", K_STORAGE),
	WORD("inline", K_STORAGE),
	WORD("__inline", K_STORAGE),
	WORD("__inline__", K_STORAGE),
	WORD("__forceinline", K_STORAGE),
	WORD("register", K_STORAGE),
	WORD("auto", K_STORAGE),
	WORD("const", K_STORAGE),
	WORD("__const", K_STORAGE),
	WORD("__const__", K_STORAGE),
	WORD("volatile", K_STORAGE),
	WORD("__volatile", K_STORAGE),
	WORD("__volatile__", K_STORAGE),
	WORD("restrict", K_STORAGE),
	WORD("__restrict", K_STORAGE),
	WORD("__restrict__", K_STORAGE),
	WORD("_Noreturn", K_STORAGE),
	WORD("_Thread_local", K_STORAGE),
	WORD("__thread", K_STORAGE),
	WORD("__cdecl", K_STORAGE),
	WORD("__stdcall", K_STORAGE),
	WORD("__unaligned", K_STORAGE),
	WORD("__extension__", K_EXTENSION),
	WORD("struct", K_STRUCT),
	WORD("union", K_UNION),
	WORD("enum", K_ENUM),
	WORD("void", K_VOID),
	WORD("_Bool", K_BOOL),
	WORD("char", K_CHAR),
	WORD("short", K_SHORT),
	WORD("int", K_INT),
	WORD("long", K_LONG),
	WORD("__int64", K_INT64),
	WORD("__int128", K_INT128),
	WORD("__int128_t", K_INT128),
	WORD("float", K_FLOAT),
	WORD("double", K_DOUBLE),
	WORD("__float128", K_FLOAT128),
	WORD("_Float128", K_FLOAT128),
	WORD("_Complex", K_COMPLEX),
	WORD("__complex__", K_COMPLEX),
	WORD("signed", K_SIGNED),
	WORD("__signed", K_SIGNED),
	WORD("__signed__", K_SIGNED),
	WORD("unsigned", K_UNSIGNED),
	WORD("typeof", K_TYPEOF),
	WORD("__typeof", K_TYPEOF),
	WORD("__typeof__", K_TYPEOF),
	WORD("__attribute__", K_ATTRIBUTE),
	WORD("__attribute", K_ATTRIBUTE),
	WORD("__declspec", K_DECLSPEC),
	WORD("_Alignas", K_ALIGNAS),
	WORD("alignas", K_ALIGNAS),
	WORD("asm", K_ASM),
	WORD("__asm", K_ASM),
	WORD("__asm__", K_ASM),
	WORD("_Static_assert", K_STATIC_ASSERT),
	WORD("static_assert", K_STATIC_ASSERT),
	WORD("_Pragma", K_PRAGMA),
	WORD("__pragma", K_PRAGMA),
	WORD("sizeof", K_SIZEOF),
	WORD("_Alignof", K_ALIGNOF),
	WORD("alignof", K_ALIGNOF),
	WORD("__alignof", K_ALIGNOF),
	WORD("__alignof__", K_ALIGNOF),
	WORD("__builtin_offsetof", K_OFFSETOF),
	WORD("offsetof", K_OFFSETOF),
	WORD("__builtin_constant_p", K_CONSTANT_P),
	WORD("__builtin_choose_expr", K_CHOOSE),
	WORD("__builtin_bswap16", K_BSWAP16),
	WORD("__builtin_bswap32", K_BSWAP32),
	WORD("__builtin_bswap64", K_BSWAP64),
	WORD("defined", K_DEFINED),
	WORD("__has_include", K_HAS),
	WORD("__has_include_next", K_HAS),
	WORD("__has_attribute", K_HAS),
	WORD("__has_builtin", K_HAS),
	WORD("__has_feature", K_HAS),
	WORD("__has_extension", K_HAS),
	WORD("__has_c_attribute", K_HAS),
	WORD("__has_cpp_attribute", K_HAS),
};

static const struct word directives[] = {
	WORD("define", D_DEFINE),
	WORD("undef", D_UNDEF),
	WORD("include", D_INCLUDE),
	WORD("include_next", D_INCLUDE),
	WORD("import", D_INCLUDE),
	WORD("if", D_IF),
	WORD("ifdef", D_IFDEF),
	WORD("ifndef", D_IFNDEF),
	WORD("elif", D_ELIF),
	WORD("else", D_ELSE),
	WORD("endif", D_ENDIF),
	WORD("pragma", D_PRAGMA),
};

static const struct word noise[] = {WORD("__cplusplus", 1), WORD("__ASSEMBLY__", 1),
	WORD("__ASSEMBLER__", 1), WORD("_ASMLANGUAGE", 1), WORD("LOCORE", 1), WORD("RC_INVOKED", 1),
	WORD("__LANGUAGE_ASSEMBLY", 1), WORD("__GENKSYMS__", 1), WORD("__CHECKER__", 1)};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct c_sym *intern_word(struct c_reader *r, const struct word *word)
{
	return c_intern(r, word->name, word->length);
}

void c_sym_init(struct c_reader *r)
{
	size_t i;

	for (i = 0; i < COUNT(words); i++)
		intern_word(r, &words[i])->keyword = words[i].means;
	for (i = 0; i < COUNT(directives); i++)
		intern_word(r, &directives[i])->directive = directives[i].means;
	for (i = 0; i < COUNT(noise); i++)
		intern_word(r, &noise[i])->noise = true;
	r->va_args = c_intern(r, "__VA_ARGS__", 11);
}

/* "le16", "__be32", "__virtio64", "rte_le32_t", "ule16": the order and a width; nothing else. */
static enum et_order order_of(const char *name, size_t length)
{
	static const char *const prefixes[] = {"virtio_", "rte_", "leint", "beint"};
	enum et_order order;
	size_t i;

	while (length && *name == '_') {
		name++;
		length--;
	}
	while (length && name[length - 1] == '_')
		length--;
	if (length > 2 && memcmp(name + length - 2, "_t", 2) == 0)
		length -= 2;
	for (i = 0; i < 2; i++) {
		size_t prefix = strlen(prefixes[i]);

		if (length > prefix && memcmp(name, prefixes[i], prefix) == 0) {
			name += prefix;
			length -= prefix;
		}
	}
	if (length < 4 || length > 8)
		return ET_ORDER_NONE;
	if (memcmp(name + length - 2, "16", 2) != 0 && memcmp(name + length - 2, "32", 2) != 0 &&
		memcmp(name + length - 2, "64", 2) != 0)
		return ET_ORDER_NONE;
	length -= 2;
	if (length == 6)
		return memcmp(name, "virtio", 6) == 0 ? ET_ORDER_VIRTIO : ET_ORDER_NONE;
	if (length == 3 && name[0] == 'u') {
		name++;
		length--;
	} else if (length == 5 && memcmp(name + 2, "int", 3) == 0) {
		length = 2;
	}
	if (length != 2)
		return ET_ORDER_NONE;
	order = memcmp(name, "le", 2) == 0   ? ET_ORDER_LITTLE
		: memcmp(name, "be", 2) == 0 ? ET_ORDER_BIG
					     : ET_ORDER_NONE;
	return order;
}

enum et_order c_order(struct c_sym *sym)
{
	if (!sym->order)
		sym->order = (uint8_t)(order_of(sym->name, sym->length) + 1);
	return (enum et_order)(sym->order - 1);
}

bool c_is_virtio(const char *name)
{
	static const char *const prefixes[] = {"virtio", "vring", "virtq"};
	size_t i, j;

	if (!name)
		return false;
	while (*name == '_')
		name++;
	for (i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		for (j = 0; prefixes[i][j]; j++)
			if ((name[j] | 0x20) != prefixes[i][j])
				break;
		if (!prefixes[i][j])
			return true;
	}
	return false;
}
