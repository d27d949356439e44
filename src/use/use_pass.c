/* SPDX-License-Identifier: BSD-3-Clause */
/* One file: its tokens held to what queries ask for. */
#include "use_rules.h"

#include "str.h"

/* What is asked at a place. */
struct question {
	const struct use_query *query;
	enum use_wish_role role;
	uint32_t carrier; /* 1 + index of the macro that it came through, or 0 */
};

/* Whether a query is worth asking in the file at hand. */
static bool is_worth_asking(struct use *u, const struct use_query *query, enum use_wish_role role)
{
	switch (role) {
	case USE_WISH_MEMBER:
		return use_may_come_to(u, query, u->source.file);
	case USE_WISH_NAME:
		return query->query->kind != ET_QUERY_MACRO_GONE &&
		       (query->query->kind != ET_QUERY_NAME_NEW || use_reaches_here(u, query));
	case USE_WISH_TAG:
	case USE_WISH_SIBLING:
		return use_reaches_here(u, query);
	default:
		return false;
	}
}

static void judge(struct use *u, const struct use_place *place, void *data)
{
	const struct question *question = data;
	const struct use_query *query = question->query;
	size_t before = u->found.count;
	uint32_t carrier = question->carrier;

	switch (question->role) {
	case USE_WISH_MEMBER:
		use_judge_member(u, query, place);
		break;
	case USE_WISH_TAG:
		if (query->query->kind == ET_QUERY_TAG_GONE)
			use_judge_tag_gone(u, query, place);
		else
			use_judge_new(u, query, place);
		break;
	case USE_WISH_SIBLING:
		use_judge_sibling(u, query, place);
		break;
	case USE_WISH_NAME:
		if (query->query->kind == ET_QUERY_NAME_GONE)
			use_judge_name_gone(u, query, place);
		else if (query->query->kind == ET_QUERY_VALUE)
			use_judge_value(u, query, place);
		else if (query->query->kind == ET_QUERY_PARAMETERS)
			use_judge_call(u, query, place);
		else if (query->query->kind == ET_QUERY_NAME_NEW)
			use_judge_new(u, query, place);
		break;
	default:
		break;
	}
	for (; u->found.count > before && carrier; carrier = u->carriers.items[carrier - 1].inner) {
		u->carriers.items[carrier - 1].used = true;
		u->carriers.items[carrier - 1].broken |=
			u->found.items[before].certainty == ET_USE_CERTAIN;
	}
}

static void judge_wish(struct use *u, uint32_t token, const struct use_wish *wish)
{
	struct use_place place;
	size_t k;

	for (k = 0; k < wish->asked.count; k++) {
		const struct use_asked *asked = &wish->asked.items[k];
		struct question question = {.query = &u->job->queries[asked->query],
			.role = (enum use_wish_role)asked->role};

		if (!is_worth_asking(u, question.query, question.role))
			continue;
		use_enter(u, token);
		if (use_vanishes(u, (uint16_t)u->source.code.tokens[token].region))
			return;
		use_begin_place(u);
		place = use_place_of(u, token);
		/* Macros around a tag change nothing of what it is. */
		if (question.role == USE_WISH_TAG || question.role == USE_WISH_SIBLING)
			judge(u, &place, &question);
		else
			use_settle(u, &place, judge, &question);
		use_end_place(u);
	}
}

/* A macro is replaced, and so are those in it that carry, until what was asked for is there. */
static void unfold(struct use *u, const struct use_place *place, void *data)
{
	struct question *question = data;
	const struct use_carrier *carrier = &u->carriers.items[question->carrier - 1];
	struct question inner = *question;

	if (!carrier->inner) {
		use_enter_macro(u, place, question->query->name, carrier, judge, question);
		return;
	}
	inner.carrier = carrier->inner;
	use_enter_macro(u, place,
		use_intern_text(&u->names, u->carriers.items[carrier->inner - 1].name), carrier,
		unfold, &inner);
}

static void judge_carriers(struct use *u, uint32_t token, uint32_t carrier)
{
	while (carrier) {
		const struct use_carrier *each = &u->carriers.items[carrier - 1];
		struct question question = {.query = &u->job->queries[each->query],
			.role = (enum use_wish_role)each->role,
			.carrier = carrier};

		carrier = each->next;
		if (each->round + 1 != u->round || !use_sees(&u->view, each->of_file) ||
			!use_reaches_here(u, question.query))
			continue;
		use_enter(u, token);
		if (use_vanishes(u, (uint16_t)u->source.code.tokens[token].region))
			return;
		use_begin_place(u);
		{
			struct use_place place = use_place_of(u, token);

			use_settle(u, &place, unfold, &question);
		}
		use_end_place(u);
	}
}

static void judge_size(struct use *u, const struct use_place *place, void *data)
{
	(void)data;
	use_judge_sizeof(u, place);
}

/* sizeof and switch, for queries of their kinds. */
static void judge_keyword(struct use *u, uint32_t token)
{
	enum use_keyword keyword = (enum use_keyword)u->source.code.tokens[token].keyword;
	bool size = keyword == USE_KW_SIZEOF && u->job->sizes.count;

	if (!size && !(keyword == USE_KW_SWITCH && u->job->enums))
		return;
	use_enter(u, token);
	if (use_vanishes(u, (uint16_t)u->source.code.tokens[token].region))
		return;
	use_begin_place(u);
	if (size) {
		struct use_place place = use_place_of(u, token);

		judge_size(u, &place, NULL);
	} else {
		use_judge_switch(u, token);
	}
	use_end_place(u);
}

static void judge_code(struct use *u)
{
	const struct use_code *code = &u->source.code;
	uint32_t i;

	for (i = 0; i < code->count; i++) {
		const struct use_token *token = &code->tokens[i];
		const struct use_name *name;

		if (token->kind != USE_NAME)
			continue;
		if (token->keyword) {
			if (!u->round)
				judge_keyword(u, i);
			continue;
		}
		name = use_name_at(&u->names, token->name);
		if (u->round && name->carrier)
			judge_carriers(u, i, name->carrier);
		else if (!u->round && name->wanted)
			judge_wish(u, i, &u->job->wishes.items[name->wanted - 1]);
	}
}

/* How a file comes to see the headers of what is in it. */
enum reach { REACHES_NONE, REACHES_BY_OTHERS, REACHES };

static bool includes_gone(const struct use *u, const struct use_file *file)
{
	uint32_t i;
	uint32_t k;

	for (k = 0; k < file->n_includes; k++) {
		for (i = 0; i < u->job->headers.count; i++) {
			const char *name = u->job->headers.items[i]->query->name;

			if (use_ends_with_path(name, file->includes[k].name) ||
				use_ends_with_path(file->includes[k].name, name))
				return true;
		}
	}
	return false;
}

/* Whether a file that has the name which a query asks for is to be looked at. */
static bool is_worth_reading(
	struct use *u, uint32_t file, const struct use_asked *asked, enum reach *reach)
{
	const struct use_query *query = &u->job->queries[asked->query];
	enum et_query_kind kind = query->query->kind;

	/* Those matter where sizeof and switch are. */
	if (asked->role == USE_WISH_RECORD || asked->role == USE_WISH_ENUM)
		return false;
	if (asked->role == USE_WISH_MEMBER && !use_may_come_to(u, query, file))
		return false;
	if (use_reaches(u, query, file)) {
		*reach = REACHES;
		return true;
	}
	if (asked->role == USE_WISH_SIBLING)
		return false;
	if (*reach == REACHES_NONE && use_reaches_somehow(u, query, file))
		*reach = REACHES_BY_OTHERS;
	return *reach != REACHES_NONE ||
	       (asked->role == USE_WISH_NAME && kind != ET_QUERY_NAME_NEW &&
		       kind != ET_QUERY_MACRO_GONE) ||
	       asked->role == USE_WISH_MEMBER;
}

/* A switch over an enum has cases of it. */
static bool has_switch(struct use *u, uint32_t file)
{
	const struct use_file *each = &u->files->list.items[file];
	uint32_t i;
	size_t k;

	if (!u->job->enums || !use_may_have(each, use_name_at(&u->names, u->switch_word)->hash))
		return false;
	for (i = 0; i < each->n_hits; i++) {
		const struct use_wish *wish = &u->job->wishes.items[each->hits[i]];

		for (k = 0; k < wish->asked.count; k++)
			if (wish->asked.items[k].role == USE_WISH_ENUM &&
				use_reaches(u, &u->job->queries[wish->asked.items[k].query], file))
				return true;
	}
	return false;
}

/* A size concerns a file without any name of the record, when it includes the header. */
static bool has_sizeof(struct use *u, uint32_t file)
{
	const struct use_file *each = &u->files->list.items[file];
	uint32_t i;

	if (!u->job->sizes.count || !use_may_have(each, use_name_at(&u->names, u->size_word)->hash))
		return false;
	for (i = 0; i < u->job->sizes.count; i++) {
		const struct use_query *query = u->job->sizes.items[i];

		if (use_reaches(u, query, file) && use_may_come_to(u, query, file))
			return true;
	}
	return false;
}

/* Whether the file may have what queries ask for, and how it sees their headers. */
static bool has_any(struct use *u, uint32_t file, enum reach *reach)
{
	const struct use_file *each = &u->files->list.items[file];
	bool worth = includes_gone(u, each);
	uint32_t i;
	size_t k;

	*reach = REACHES_NONE;
	for (i = 0; i < each->n_hits; i++) {
		const struct use_wish *wish = &u->job->wishes.items[each->hits[i]];

		for (k = 0; k < wish->asked.count; k++)
			worth |= is_worth_reading(u, file, &wish->asked.items[k], reach);
	}
	if (*reach != REACHES && (has_switch(u, file) || has_sizeof(u, file))) {
		*reach = REACHES;
		worth = true;
	}
	return worth;
}

static bool has_carrier(struct use *u, uint32_t file)
{
	const struct use_file *each = &u->files->list.items[file];
	size_t i;

	for (i = u->carriers.count; i-- > 0 && u->carriers.items[i].round + 1 == u->round;) {
		const struct use_carrier *carrier = &u->carriers.items[i];
		const struct use_query *query = &u->job->queries[carrier->query];

		if (use_may_have(each, carrier->hash) && use_reaches_somehow(u, query, file) &&
			(carrier->role != USE_WISH_MEMBER || use_may_come_to(u, query, file)))
			return true;
	}
	return false;
}

bool use_is_candidate(struct use *u, uint32_t file)
{
	const struct use_file *each = &u->files->list.items[file];
	enum reach reach;

	if (!each->own || each->dropped || !each->scanned)
		return false;
	return u->round ? has_carrier(u, file) : has_any(u, file, &reach);
}

void use_pass_file(struct use *u, uint32_t file)
{
	const struct use_file *each = &u->files->list.items[file];
	enum reach reach = REACHES;
	const char *text;
	size_t length;

	if (!u->round)
		has_any(u, file, &reach);
	use_view_set(u, file, reach == REACHES_BY_OTHERS);
	u->sure = reach != REACHES_BY_OTHERS || et_ends_with(each->path, ".inc");
	text = use_read(&u->reader, u->files, each, &length);
	if (!text)
		return;
	use_lex(&u->source, &u->names, text, length, each->cxx);
	u->source.file = file;
	u->function = USE_NONE;
	u->asked_region = 0;
	u->braces = NULL;
	u->file_steps = 10 * USE_STEPS + 30 * u->source.code.count;
	u->keeps = each->header;
	use_parse_source(u);
	judge_code(u);
	use_judge_directives(u);
	use_forget_source(u);
}
