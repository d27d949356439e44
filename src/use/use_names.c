/* SPDX-License-Identifier: BSD-3-Clause */
#include "use_names.h"

enum { FIRST_CAPACITY = 8192, LONGEST_WORD = 24 };

struct word {
	const char *text;
	uint8_t keyword;
	uint8_t directive;
};

static const struct word words[] = {
	{"auto", USE_KW_AUTO},
	{"const", USE_KW_QUALIFIER},
	{"volatile", USE_KW_QUALIFIER},
	{"restrict", USE_KW_QUALIFIER},
	{"static", USE_KW_QUALIFIER},
	{"extern", USE_KW_QUALIFIER},
	{"inline", USE_KW_QUALIFIER},
	{"register", USE_KW_QUALIFIER},
	{"constexpr", USE_KW_QUALIFIER},
	{"virtual", USE_KW_QUALIFIER},
	{"explicit", USE_KW_QUALIFIER},
	{"mutable", USE_KW_QUALIFIER},
	{"friend", USE_KW_QUALIFIER},
	{"typename", USE_KW_QUALIFIER},
	{"thread_local", USE_KW_QUALIFIER},
	{"_Thread_local", USE_KW_QUALIFIER},
	{"__thread", USE_KW_QUALIFIER},
	{"_Noreturn", USE_KW_QUALIFIER},
	{"__const", USE_KW_QUALIFIER},
	{"__const__", USE_KW_QUALIFIER},
	{"__volatile", USE_KW_QUALIFIER},
	{"__volatile__", USE_KW_QUALIFIER},
	{"__restrict", USE_KW_QUALIFIER},
	{"__restrict__", USE_KW_QUALIFIER},
	{"__inline", USE_KW_QUALIFIER},
	{"__inline__", USE_KW_QUALIFIER},
	{"__always_inline", USE_KW_QUALIFIER},
	{"_Atomic", USE_KW_QUALIFIER},
	{"typedef", USE_KW_TYPEDEF},
	{"struct", USE_KW_STRUCT},
	{"union", USE_KW_UNION},
	{"enum", USE_KW_ENUM},
	{"class", USE_KW_CLASS},
	{"int", USE_KW_INTEGER},
	{"char", USE_KW_INTEGER},
	{"short", USE_KW_INTEGER},
	{"long", USE_KW_INTEGER},
	{"signed", USE_KW_INTEGER},
	{"unsigned", USE_KW_INTEGER},
	{"__signed__", USE_KW_INTEGER},
	{"_Bool", USE_KW_INTEGER},
	{"__int128", USE_KW_INTEGER},
	{"__int128_t", USE_KW_INTEGER},
	{"__uint128_t", USE_KW_INTEGER},
	{"float", USE_KW_FLOAT},
	{"double", USE_KW_FLOAT},
	{"void", USE_KW_VOID},
	{"bool", USE_KW_SOFT_INTEGER},
	{"int8_t", USE_KW_SOFT_INTEGER},
	{"int16_t", USE_KW_SOFT_INTEGER},
	{"int32_t", USE_KW_SOFT_INTEGER},
	{"int64_t", USE_KW_SOFT_INTEGER},
	{"uint8_t", USE_KW_SOFT_INTEGER},
	{"uint16_t", USE_KW_SOFT_INTEGER},
	{"uint32_t", USE_KW_SOFT_INTEGER},
	{"uint64_t", USE_KW_SOFT_INTEGER},
	{"intptr_t", USE_KW_SOFT_INTEGER},
	{"uintptr_t", USE_KW_SOFT_INTEGER},
	{"intmax_t", USE_KW_SOFT_INTEGER},
	{"uintmax_t", USE_KW_SOFT_INTEGER},
	{"size_t", USE_KW_SOFT_INTEGER},
	{"ssize_t", USE_KW_SOFT_INTEGER},
	{"ptrdiff_t", USE_KW_SOFT_INTEGER},
	{"off_t", USE_KW_SOFT_INTEGER},
	{"loff_t", USE_KW_SOFT_INTEGER},
	{"time_t", USE_KW_SOFT_INTEGER},
	{"pid_t", USE_KW_SOFT_INTEGER},
	{"u_char", USE_KW_SOFT_INTEGER},
	{"uint", USE_KW_SOFT_INTEGER},
	{"ulong", USE_KW_SOFT_INTEGER},
	{"ushort", USE_KW_SOFT_INTEGER},
	{"uchar", USE_KW_SOFT_INTEGER},
	{"__u8", USE_KW_SOFT_INTEGER},
	{"__u16", USE_KW_SOFT_INTEGER},
	{"__u32", USE_KW_SOFT_INTEGER},
	{"__u64", USE_KW_SOFT_INTEGER},
	{"__s8", USE_KW_SOFT_INTEGER},
	{"__s16", USE_KW_SOFT_INTEGER},
	{"__s32", USE_KW_SOFT_INTEGER},
	{"__s64", USE_KW_SOFT_INTEGER},
	{"__le16", USE_KW_SOFT_INTEGER},
	{"__le32", USE_KW_SOFT_INTEGER},
	{"__le64", USE_KW_SOFT_INTEGER},
	{"__be16", USE_KW_SOFT_INTEGER},
	{"__be32", USE_KW_SOFT_INTEGER},
	{"__be64", USE_KW_SOFT_INTEGER},
	{"__virtio16", USE_KW_SOFT_INTEGER},
	{"__virtio32", USE_KW_SOFT_INTEGER},
	{"__virtio64", USE_KW_SOFT_INTEGER},
	{"u8", USE_KW_SOFT_INTEGER},
	{"u16", USE_KW_SOFT_INTEGER},
	{"u32", USE_KW_SOFT_INTEGER},
	{"u64", USE_KW_SOFT_INTEGER},
	{"s8", USE_KW_SOFT_INTEGER},
	{"s16", USE_KW_SOFT_INTEGER},
	{"s32", USE_KW_SOFT_INTEGER},
	{"s64", USE_KW_SOFT_INTEGER},
	{"gint", USE_KW_SOFT_INTEGER},
	{"guint", USE_KW_SOFT_INTEGER},
	{"gchar", USE_KW_SOFT_INTEGER},
	{"gsize", USE_KW_SOFT_INTEGER},
	{"gssize", USE_KW_SOFT_INTEGER},
	{"gboolean", USE_KW_SOFT_INTEGER},
	{"gint64", USE_KW_SOFT_INTEGER},
	{"guint64", USE_KW_SOFT_INTEGER},
	{"guint32", USE_KW_SOFT_INTEGER},
	{"guint8", USE_KW_SOFT_INTEGER},
	{"typeof", USE_KW_TYPEOF},
	{"__typeof", USE_KW_TYPEOF},
	{"__typeof__", USE_KW_TYPEOF},
	{"typeof_unqual", USE_KW_TYPEOF},
	{"decltype", USE_KW_TYPEOF},
	{"__auto_type", USE_KW_AUTO},
	{"__attribute__", USE_KW_ATTRIBUTE},
	{"__attribute", USE_KW_ATTRIBUTE},
	{"__declspec", USE_KW_ATTRIBUTE},
	{"_Alignas", USE_KW_ATTRIBUTE},
	{"alignas", USE_KW_ATTRIBUTE},
	{"asm", USE_KW_ATTRIBUTE},
	{"__asm", USE_KW_ATTRIBUTE},
	{"__asm__", USE_KW_ATTRIBUTE},
	{"__extension__", USE_KW_EXTENSION},
	{"sizeof", USE_KW_SIZEOF},
	{"_Alignof", USE_KW_ALIGNOF},
	{"alignof", USE_KW_ALIGNOF},
	{"__alignof__", USE_KW_ALIGNOF},
	{"__alignof", USE_KW_ALIGNOF},
	{"offsetof", USE_KW_OFFSETOF},
	{"__builtin_offsetof", USE_KW_OFFSETOF},
	{"switch", USE_KW_SWITCH},
	{"case", USE_KW_CASE},
	{"default", USE_KW_DEFAULT},
	{"for", USE_KW_FOR},
	{"if", USE_KW_IF, USE_DIR_IF},
	{"while", USE_KW_WHILE},
	{"do", USE_KW_DO},
	{"else", USE_KW_ELSE, USE_DIR_ELSE},
	{"return", USE_KW_RETURN},
	{"goto", USE_KW_GOTO},
	{"break", USE_KW_JUMP},
	{"continue", USE_KW_JUMP},
	{"_Generic", USE_KW_GENERIC},
	{"_Static_assert", USE_KW_ASSERT},
	{"static_assert", USE_KW_ASSERT},
	{"namespace", USE_KW_NAMESPACE},
	{"template", USE_KW_TEMPLATE},
	{"public", USE_KW_ACCESS},
	{"private", USE_KW_ACCESS},
	{"protected", USE_KW_ACCESS},
	{"defined", USE_KW_DEFINED},
	{"define", USE_KW_NONE, USE_DIR_DEFINE},
	{"undef", USE_KW_NONE, USE_DIR_UNDEF},
	{"include", USE_KW_NONE, USE_DIR_INCLUDE},
	{"include_next", USE_KW_NONE, USE_DIR_INCLUDE},
	{"ifdef", USE_KW_NONE, USE_DIR_IFDEF},
	{"ifndef", USE_KW_NONE, USE_DIR_IFNDEF},
	{"elif", USE_KW_NONE, USE_DIR_ELIF},
	{"elifdef", USE_KW_NONE, USE_DIR_ELIFDEF},
	{"elifndef", USE_KW_NONE, USE_DIR_ELIFNDEF},
	{"endif", USE_KW_NONE, USE_DIR_ENDIF},
};

void use_names_init(struct use_names *names, struct et_arena *arena)
{
	size_t i;

	*names = (struct use_names){.arena = arena, .count = 1, .capacity = FIRST_CAPACITY};
	names->chunks = ET_NEW_ARRAY(arena, USE_NAMES_CHUNKS, struct use_name *);
	names->chunks[0] = ET_NEW_ARRAY(arena, USE_NAMES_CHUNK, struct use_name);
	names->chunks[0][0].text = "";
	names->slots = ET_NEW_ARRAY(arena, names->capacity, uint32_t);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		struct use_name *name = use_name_at(names, use_intern_text(names, words[i].text));

		name->keyword = words[i].keyword;
		name->directive = words[i].directive;
	}
}

/* The slot of a name, or the empty one where it would be. */
static uint32_t *find(const struct use_names *names, const char *text, size_t length, uint32_t hash)
{
	uint32_t mask = names->capacity - 1;
	uint32_t i = hash & mask;

	for (;; i = (i + 1) & mask) {
		uint32_t *slot = &names->slots[i];
		const struct use_name *name;

		if (!*slot)
			return slot;
		name = use_name_at(names, *slot);
		if (name->hash == hash && name->length == length &&
			memcmp(name->text, text, length) == 0)
			return slot;
	}
}

static void enlarge(struct use_names *names)
{
	uint32_t mask = names->capacity * 2 - 1;
	uint32_t *slots = ET_NEW_ARRAY(names->arena, (size_t)mask + 1, uint32_t);
	uint32_t id;

	for (id = 1; id < names->count; id++) {
		uint32_t i = use_name_at(names, id)->hash & mask;

		while (slots[i])
			i = (i + 1) & mask;
		slots[i] = id;
	}
	names->slots = slots;
	names->capacity = mask + 1;
}

uint32_t use_known(const struct use_names *names, const char *text, size_t length, uint32_t hash)
{
	return *find(names, text, length, hash);
}

uint32_t use_intern(struct use_names *names, const char *text, size_t length)
{
	uint32_t hash = use_hash(text, length);
	uint32_t *slot = find(names, text, length, hash);
	struct use_name *name;
	uint32_t id;

	if (*slot)
		return *slot;
	id = names->count;
	if (id >= USE_NAMES_CHUNK * USE_NAMES_CHUNKS)
		return 0;
	if (id % USE_NAMES_CHUNK == 0)
		names->chunks[id / USE_NAMES_CHUNK] =
			ET_NEW_ARRAY(names->arena, USE_NAMES_CHUNK, struct use_name);
	*slot = id;
	names->count++;
	name = use_name_at(names, id);
	name->text = et_strndup(names->arena, text, length);
	name->length = (uint32_t)length;
	name->hash = hash;
	if (names->count > names->capacity / 2)
		enlarge(names);
	return id;
}

uint32_t use_intern_text(struct use_names *names, const char *text)
{
	size_t length = strlen(text);
	char word[8 + LONGEST_WORD + 8] = {0};
	char *copy;

	if (length <= LONGEST_WORD) {
		memcpy(word + 8, text, length);
		return use_intern(names, word + 8, length);
	}
	copy = et_alloc(names->arena, length + 16);
	memcpy(copy + 8, text, length);
	return use_intern(names, copy + 8, length);
}
