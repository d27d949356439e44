/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Prints what the C reader found in the files of the command line, as one ABI sees it, one fact a
 * line; for tests that compare it with a compiler's answers.
 *
 *	c_dump [-a ABI] [-t REPETITIONS] FILE...
 */
#include "c_read.h"
#include "layout.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *read_file(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *text;
	long size;

	if (!file)
		return NULL;
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	text = malloc((size_t)size + 1);
	*length = text ? fread(text, 1, (size_t)size, file) : 0;
	fclose(file);
	return text;
}

static void print_record(
	struct et_arena *arena, const struct et_record *record, const struct et_abi *abi)
{
	struct et_layout layout = et_layout(arena, record, abi);
	const char *const *name;
	size_t i;

	printf("R\t%s\t%s\t%" PRIu64 "\t%u\t%s:%u\n", record->def.name,
		layout.known ? "known" : "unknown", layout.size.bytes, (unsigned)layout.align,
		record->def.place.file, (unsigned)record->def.place.line);
	for (name = record->typedefs; name && *name; name++)
		printf("T\t%s\t%s\n", record->def.name, *name);
	for (i = 0; layout.known && i < layout.n_leaves; i++) {
		const struct et_leaf *leaf = &layout.leaves[i];
		uint64_t bit = leaf->offset.bytes * 8;

		if (leaf->bits)
			bit += abi->big_endian ? leaf->unit * 8 - leaf->bit - leaf->bits
					       : leaf->bit;
		printf("L\t%s\t%s\t%" PRIu64 "\t%" PRIu64 "\t%u\t%s\n", record->def.name,
			leaf->path, bit, leaf->size.bytes, (unsigned)leaf->bits,
			leaf->field->type.spelling ? leaf->field->type.spelling : "?");
	}
}

static void print_constant(const struct et_constant *constant, const struct et_abi *abi)
{
	char kind = constant->spelling == ET_SPELLED_ENUMERATOR ? 'E' : 'M';
	struct et_value value;

	if (constant->spelling == ET_SPELLED_FUNCTION_MACRO)
		printf("F\t%s\n", constant->def.name);
	else if (et_constant_value(constant, abi, &value))
		printf("%c\t%s\t%" PRIu64 "\t%u%s\n", kind, constant->def.name, value.bits,
			(unsigned)value.width, value.is_unsigned ? "u" : "");
	else
		printf("%c\t%s\t-\n", kind, constant->def.name);
}

static void dump(struct et_arena *arena, const struct et_unit *unit, const struct et_abi *abi)
{
	const uint32_t bit = ET_ABI_BIT(abi->id);
	size_t i;

	for (i = 0; i < unit->n_constants; i++)
		if (unit->constants[i].def.abis & bit)
			print_constant(&unit->constants[i], abi);
	for (i = 0; i < unit->n_records; i++)
		if (unit->records[i]->def.abis & bit)
			print_record(arena, unit->records[i], abi);
}

/* All that a check would ask, for timing. */
static void ask_all(struct et_arena *arena, const struct et_unit *unit)
{
	unsigned id;
	size_t i;

	for (id = 0; id < ET_ABI_COUNT; id++) {
		struct et_value value;

		for (i = 0; i < unit->n_constants; i++)
			et_constant_value(&unit->constants[i], et_abi((enum et_abi_id)id), &value);
		for (i = 0; i < unit->n_records; i++)
			et_layout(arena, unit->records[i], et_abi((enum et_abi_id)id));
	}
}

static double now(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void measure(const struct et_c_input *inputs, size_t n, long repetitions)
{
	double reading = 0, asking = 0, least = 1e9, least_asking = 1e9;
	size_t used = 0;
	long i;

	for (i = 0; i < repetitions; i++) {
		struct et_arena arena;
		struct et_diags diags;
		const struct et_unit *unit;
		double start = now(), middle, end;

		et_arena_init(&arena);
		et_diags_init(&diags, &arena);
		unit = et_c_read(&arena, inputs, n, &diags);
		middle = now();
		ask_all(&arena, unit);
		used = arena.used;
		et_arena_finish(&arena);
		end = now();
		reading += middle - start;
		asking += end - middle;
		least = middle - start < least ? middle - start : least;
		least_asking = end - middle < least_asking ? end - middle : least_asking;
	}
	fprintf(stderr, "%zu files: read %.3f ms (least %.3f), ask %.3f ms (least %.3f), %zu KiB\n",
		n, reading * 1e3 / (double)repetitions, least * 1e3,
		asking * 1e3 / (double)repetitions, least_asking * 1e3, used / 1024);
}

int main(int argc, char **argv)
{
	const struct et_abi *abi = et_abi(ET_ABI_LP64);
	struct et_c_input *inputs = calloc((size_t)argc, sizeof(*inputs));
	struct et_arena arena;
	struct et_diags diags;
	long repetitions = 0;
	size_t n = 0, i;
	int arg;

	for (arg = 1; inputs && arg < argc; arg++) {
		if (strcmp(argv[arg], "-a") == 0 && arg + 1 < argc) {
			abi = et_abi_by_name(argv[++arg]);
		} else if (strcmp(argv[arg], "-t") == 0 && arg + 1 < argc) {
			repetitions = atol(argv[++arg]);
		} else {
			inputs[n].path = argv[arg];
			inputs[n].text = read_file(argv[arg], &inputs[n].length);
			n += inputs[n].text != NULL;
		}
	}
	if (!abi || !n) {
		fprintf(stderr, "usage: c_dump [-a ABI] [-t REPETITIONS] FILE...\n");
		free(inputs);
		return 2;
	}
	et_arena_init(&arena);
	et_diags_init(&diags, &arena);
	if (repetitions) {
		measure(inputs, n, repetitions);
	} else {
		dump(&arena, et_c_read(&arena, inputs, n, &diags), abi);
		for (i = 0; i < diags.list.count; i++) {
			const struct et_diag *diag = &diags.list.items[i];

			fprintf(stderr, "%s:%u: %s: %s\n", diag->file ? diag->file : "",
				(unsigned)diag->line,
				diag->severity == ET_ERROR ? "error" : "warning", diag->text);
		}
	}
	et_arena_finish(&arena);
	for (i = 0; i < n; i++)
		free((void *)(uintptr_t)inputs[i].text);
	free(inputs);
	return 0;
}
