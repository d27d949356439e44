/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The first pass: every byte of every source, once. It finds names, and of each only whether a
 * query asks for it; what a file includes; and a set of hashes of all names, by which later passes
 * know where a name may be without reading again.
 */
#include "use_files.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LONGEST_INCLUDE = 255, FIRST_BYTES = 8192, MOST_INCLUDES = 4096 };

struct scan {
	struct use_scanner *scanner;
	struct use_file *file;
	const char *text;
	const char *end;
	bool define; /* the next name is that of a #define */
	uint32_t serial;
};

static inline uint32_t filter_bit(uint32_t hash)
{
	return hash >> 15;
}

void use_filter_init(struct use_filter *filter, struct et_arena *arena,
	const struct use_names *names, uint32_t n_wishes)
{
	uint32_t id;

	*filter = (struct use_filter){.names = names, .n_wishes = n_wishes};
	filter->bits = ET_NEW_ARRAY(arena, USE_FILTER_BITS / 64, uint64_t);
	for (id = 1; id < names->count; id++) {
		const struct use_name *name = use_name_at(names, id);
		uint32_t bit = filter_bit(name->hash);

		if (name->wanted || name->directive == USE_DIR_INCLUDE ||
			name->directive == USE_DIR_DEFINE)
			filter->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
	}
}

/* Which of 64 bytes belong to names and numbers. */
static inline uint64_t word_mask(const char *p)
{
#ifdef __SSE2__
	const __m128i letters = _mm_set1_epi8(25);
	const __m128i digits = _mm_set1_epi8(9);
	uint64_t mask = 0;
	unsigned i;

	for (i = 0; i < 4; i++) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(p + i * 16));
		__m128i letter =
			_mm_sub_epi8(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8('a'));
		__m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
		__m128i is = _mm_cmpeq_epi8(_mm_min_epu8(letter, letters), letter);

		is = _mm_or_si128(is, _mm_cmpeq_epi8(_mm_min_epu8(digit, digits), digit));
		is = _mm_or_si128(is, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')));
		/* The sign bit alone counts: bytes from 0x80 on are in. */
		is = _mm_or_si128(is, bytes);
		mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(is) << (i * 16);
	}
	return mask;
#else
	uint64_t mask = 0;
	unsigned i;

	for (i = 0; i < 64; i++) {
		unsigned char c = (unsigned char)p[i];
		bool is = c >= 0x80 || c == '_' || (unsigned char)((c | 0x20) - 'a') < 26 ||
			  (unsigned char)(c - '0') < 10;

		mask |= (uint64_t)is << i;
	}
	return mask;
#endif
}

/* Whether the word is that of a directive. */
static bool is_directive(const struct scan *scan, const char *word)
{
	while (word > scan->text && (word[-1] == ' ' || word[-1] == '\t'))
		word--;
	return word > scan->text && word[-1] == '#';
}

/* "include" ends at p: takes what the directive names. */
static void take_include(struct scan *scan, const char *p)
{
	struct use_scanner *scanner = scan->scanner;
	const char *close;
	size_t length;
	char *name;

	if (scanner->includes.count >= MOST_INCLUDES)
		return;
	while (p < scan->end && (*p == ' ' || *p == '\t'))
		p++;
	if (p >= scan->end || (*p != '"' && *p != '<'))
		return;
	length = (size_t)(scan->end - p - 1);
	close = memchr(
		p + 1, *p == '"' ? '"' : '>', length < LONGEST_INCLUDE ? length : LONGEST_INCLUDE);
	if (!close || memchr(p, '\n', (size_t)(close - p)) || close == p + 1)
		return;
	length = (size_t)(close - p - 1);
	name = et_map_get(&scanner->names, p + 1, length);
	if (!name) {
		name = et_strndup(scanner->arena, p + 1, length);
		*et_map_slot(&scanner->names, scanner->arena, name, length) = name;
	}
	*ET_APPEND(scanner->arena, &scanner->includes) =
		(struct use_include){.name = name, .length = (uint32_t)length, .quoted = *p == '"'};
}

/* A word whose hash may be wanted. */
static void take_word(struct scan *scan, const char *word, size_t length, uint32_t hash)
{
	struct use_scanner *scanner = scan->scanner;
	const struct use_names *names = scanner->filter->names;
	uint32_t id = use_known(names, word, length, hash);
	const struct use_name *name;

	if (!id)
		return;
	name = use_name_at(names, id);
	if (name->directive == USE_DIR_INCLUDE && is_directive(scan, word))
		take_include(scan, word + length);
	else if (name->directive == USE_DIR_DEFINE && scan->file->header &&
		 is_directive(scan, word))
		scan->define = true;
	if (!name->wanted || scanner->seen[name->wanted - 1] == scan->serial)
		return;
	scanner->seen[name->wanted - 1] = scan->serial;
	*ET_APPEND(scanner->arena, &scanner->hits) = name->wanted - 1;
}

/*
 * A file of ordinary text has a name that it did not have before in 20 to 30 bytes. Headers are
 * asked for more names, and each wrong answer costs the reading of one.
 */
static void make_signature(struct et_arena *arena, struct use_signature *signature, size_t wanted)
{
	uint32_t bits = 256;

	while (bits < wanted && bits < 1 << 20)
		bits *= 2;
	signature->mask = bits - 1;
	signature->bits = ET_NEW_ARRAY(arena, bits / 64, uint64_t);
}

/*
 * Whether a name that ends at p may be what a declaration declares. One that another word or a '*'
 * follows is its type, unless the word looks like an attribute.
 */
static bool may_declare(const char *p)
{
	while (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r')
		p++;
	if (*p == '*' || *p == '.' || (*p == '-' && p[1] == '>'))
		return false;
	if (*p != '_' && (unsigned char)((*p | 0x20) - 'a') >= 26)
		return true;
	return (*p == '_' || (*p >= 'A' && *p <= 'Z')) && !(p[1] >= 'a' && p[1] <= 'z');
}

/* A name of a header. */
static void take_header_name(struct scan *scan, const char *end, uint32_t hash)
{
	struct use_file *file = scan->file;

	if (scan->define) {
		scan->define = false;
		if (!file->defined.bits)
			make_signature(scan->scanner->arena, &file->defined, file->length / 8);
		use_sign(&file->defined, hash);
	} else if (may_declare(end)) {
		use_sign(&file->declared, hash);
	}
}

void use_scanner_init(
	struct use_scanner *scanner, struct et_arena *arena, const struct use_filter *filter)
{
	*scanner = (struct use_scanner){.arena = arena,
		.filter = filter,
		.seen = ET_NEW_ARRAY(arena, filter->n_wishes, uint32_t)};
}

/* What was found in the file, copied to its size. */
static void keep_found(struct use_scanner *scanner, struct use_file *file)
{
	file->n_includes = (uint32_t)scanner->includes.count;
	file->includes = ET_NEW_ARRAY(scanner->arena, file->n_includes, struct use_include);
	if (file->n_includes)
		memcpy(file->includes, scanner->includes.items,
			file->n_includes * sizeof(*file->includes));
	file->n_hits = (uint32_t)scanner->hits.count;
	file->hits = ET_NEW_ARRAY(scanner->arena, file->n_hits, uint32_t);
	if (file->n_hits)
		memcpy(file->hits, scanner->hits.items, file->n_hits * sizeof(*file->hits));
	scanner->includes.count = scanner->hits.count = 0;
}

void use_scan(struct use_scanner *scanner, struct use_file *file, const char *text, size_t length,
	uint32_t serial)
{
	struct scan scan = {.scanner = scanner,
		.file = file,
		.text = text,
		.end = text + length,
		.serial = serial};
	struct et_arena *arena = scanner->arena;
	const uint64_t *wanted = scanner->filter->bits;
	uint64_t inside = 0; /* 1: the byte before the block is a word's */
	const char *word = text;
	size_t base;

	file->scanned = true;
	file->length = length;
	if (memchr(text, '\0', length < FIRST_BYTES ? length : FIRST_BYTES)) {
		file->dropped = true;
		return;
	}
	make_signature(arena, &file->names, length / (file->header ? 2 : 4));
	if (file->header)
		make_signature(arena, &file->declared, length / 4);
	/* Behind the text are zeroes, and so the last word ends in the last block. */
	for (base = 0; base <= length; base += 64) {
		uint64_t words = word_mask(text + base);
		uint64_t edges;

		if (length - base < 64)
			words &= (UINT64_C(1) << (length - base)) - 1;
		edges = words ^ (words << 1 | inside);
		while (edges) {
			const char *edge = text + base + __builtin_ctzll(edges);
			uint32_t hash;
			uint32_t bit;

			edges &= edges - 1;
			inside ^= 1;
			if (inside) {
				word = edge;
				continue;
			}
			if ((unsigned char)(*word - '0') < 10)
				continue;
			hash = use_hash(word, (size_t)(edge - word));
			use_sign(&file->names, hash);
			if (file->header)
				take_header_name(&scan, edge, hash);
			bit = filter_bit(hash);
			if (wanted[bit / 64] >> (bit % 64) & 1)
				take_word(&scan, word, (size_t)(edge - word), hash);
		}
	}
	keep_found(scanner, file);
}
