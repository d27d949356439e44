/* SPDX-License-Identifier: BSD-3-Clause */
/* For tests of the C reader: reads texts, looks definitions up, checks values and layouts. */
#ifndef ETALON_TESTS_C_TESTING_H
#define ETALON_TESTS_C_TESTING_H

#include "c_read.h"
#include "layout.h"
#include "str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct et_arena arena;
	struct et_diags diags;
	const struct et_unit *unit;
};

static inline int begin(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	if (!w)
		return -1;
	et_arena_init(&w->arena);
	et_diags_init(&w->diags, &w->arena);
	*state = w;
	return 0;
}

static inline int end(void **state)
{
	struct world *w = *state;

	et_arena_finish(&w->arena);
	free(w);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

/* The text ends where its memory does, so that a sanitizer sees whatever reads behind it. */
static inline void read_bytes(struct world *w, const char *text, size_t length)
{
	char *copy = malloc(length ? length : 1);
	struct et_c_input *input = ET_NEW(&w->arena, struct et_c_input);

	assert_non_null(copy);
	if (length)
		memcpy(copy, text, length);
	/* The unit borrows the text: keep one that lives as long, behind it. */
	input->path = "a.h";
	input->text = et_strndup(&w->arena, text, length);
	input->length = length;
	free(copy);
	w->unit = et_c_read(&w->arena, input, 1, &w->diags);
}

static inline void read_text(struct world *w, const char *text)
{
	read_bytes(w, text, strlen(text));
}

static inline void read_clean(struct world *w, const char *text)
{
	read_text(w, text);
	if (w->diags.list.count)
		fail_msg("%u: %s", (unsigned)w->diags.list.items[0].line,
			w->diags.list.items[0].text);
}

/* Pairs of path and text, ended by NULL. */
static inline void read_files(struct world *w, const char *const *pairs)
{
	struct et_c_input *inputs;
	size_t n = 0, i;

	while (pairs[n * 2])
		n++;
	inputs = ET_NEW_ARRAY(&w->arena, n, struct et_c_input);
	for (i = 0; i < n; i++) {
		inputs[i].path = pairs[i * 2];
		inputs[i].text = pairs[i * 2 + 1];
		inputs[i].length = strlen(inputs[i].text);
	}
	w->unit = et_c_read(&w->arena, inputs, n, &w->diags);
}

/* The last one of that name that the ABIs of the mask have any of; with mask 0, the last at all. */
static inline const struct et_constant *find_constant(
	const struct world *w, const char *name, uint32_t mask)
{
	const struct et_constant *found = NULL;
	size_t i;

	for (i = 0; i < w->unit->n_constants; i++) {
		const struct et_constant *each = &w->unit->constants[i];

		if (et_streq(each->def.name, name) && (!mask || (each->def.abis & mask)))
			found = each;
	}
	return found;
}

static inline const struct et_record *find_record(
	const struct world *w, const char *name, uint32_t mask)
{
	size_t i;

	for (i = 0; i < w->unit->n_records; i++) {
		const struct et_record *each = w->unit->records[i];

		if (et_streq(each->def.name, name) && (!mask || (each->def.abis & mask)))
			return each;
	}
	return NULL;
}

static inline void check_value(
	const struct world *w, const char *name, enum et_abi_id abi, uint64_t wanted)
{
	const struct et_constant *constant = find_constant(w, name, ET_ABI_BIT(abi));
	struct et_value value;

	if (!constant)
		fail_msg("no %s", name);
	else if (!et_constant_value(constant, et_abi(abi), &value))
		fail_msg("%s has no value", name);
	else if (value.bits != wanted)
		fail_msg("%s is %llx, not %llx", name, (unsigned long long)value.bits,
			(unsigned long long)wanted);
}

static inline void check_everywhere(const struct world *w, const char *name, uint64_t wanted)
{
	unsigned abi;

	for (abi = 0; abi < ET_ABI_COUNT; abi++)
		check_value(w, name, (enum et_abi_id)abi, wanted);
}

static inline void check_no_value(const struct world *w, const char *name)
{
	const struct et_constant *constant = find_constant(w, name, 0);
	struct et_value value;
	unsigned abi;

	assert_non_null(constant);
	for (abi = 0; abi < ET_ABI_COUNT; abi++)
		if (et_constant_value(constant, et_abi((enum et_abi_id)abi), &value))
			fail_msg("%s has the value %llx", name, (unsigned long long)value.bits);
}

/* The same of names with a blank between them. */
static inline void check_no_values(struct world *w, const char *names)
{
	const char *end;

	for (; *names; names = *end ? end + 1 : end) {
		end = names + strcspn(names, " ");
		check_no_value(w, et_strndup(&w->arena, names, (size_t)(end - names)));
	}
}

static inline const struct et_leaf *find_leaf(const struct et_layout *layout, const char *path)
{
	size_t i;

	for (i = 0; i < layout->n_leaves; i++)
		if (et_streq(layout->leaves[i].path, path))
			return &layout->leaves[i];
	return NULL;
}

static inline struct et_layout lay_out(struct world *w, const char *name, enum et_abi_id abi)
{
	const struct et_record *record = find_record(w, name, ET_ABI_BIT(abi));
	struct et_layout layout;

	if (!record)
		fail_msg("no %s", name);
	layout = et_layout(&w->arena, record, et_abi(abi));
	if (!layout.known)
		fail_msg("%s has no known layout", name);
	return layout;
}

static inline void check_size(
	struct world *w, const char *name, enum et_abi_id abi, uint64_t size, uint32_t align)
{
	struct et_layout layout = lay_out(w, name, abi);

	if (layout.size.bytes != size || layout.align != align)
		fail_msg("%s has size %u and alignment %u, not %u and %u", name,
			(unsigned)layout.size.bytes, (unsigned)layout.align, (unsigned)size,
			(unsigned)align);
}

static inline void check_size_everywhere(
	struct world *w, const char *name, uint64_t size, uint32_t align)
{
	unsigned abi;

	for (abi = 0; abi < ET_ABI_COUNT; abi++)
		check_size(w, name, (enum et_abi_id)abi, size, align);
}

static inline void check_offset(
	struct world *w, const char *name, const char *path, enum et_abi_id abi, uint64_t offset)
{
	struct et_layout layout = lay_out(w, name, abi);
	const struct et_leaf *leaf = find_leaf(&layout, path);

	if (!leaf)
		fail_msg("%s has no %s", name, path);
	else if (leaf->offset.bytes != offset)
		fail_msg("%s.%s is at %u, not %u", name, path, (unsigned)leaf->offset.bytes,
			(unsigned)offset);
}

static inline const struct et_field *find_field(
	const struct world *w, const char *record, const char *name)
{
	const struct et_record *found = find_record(w, record, 0);
	size_t i;

	for (i = 0; found && i < found->n_fields; i++)
		if (et_streq(found->fields[i].name, name))
			return &found->fields[i];
	fail_msg("no %s.%s", record, name);
	return NULL;
}

static inline void check_guard(const char *guard, const char *wanted)
{
	if (!et_streq(guard, wanted))
		fail_msg("the guard is \"%s\", not \"%s\"", guard ? guard : "(none)",
			wanted ? wanted : "(none)");
}

#endif
