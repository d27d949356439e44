/* SPDX-License-Identifier: BSD-3-Clause */
/* The programs that scripts of a kernel's build call to make headers, by what they do to text. */
#include "shell_int.h"

#include "pattern.h"
#include "sed.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int unknown(struct et_shell *sh, const char *const *words, const char *what)
{
	et_sh_fail(sh, "uses %.40s with '%.40s', which is not known", words[0], what);
	return 2;
}

/* What a filter reads: its files one after the other, or its standard input. */
static bool input(
	struct et_shell *sh, const char *const *files, size_t count, struct et_sh_input *in)
{
	struct et_text text;
	struct et_buf all;
	size_t i;

	if (!count || (count == 1 && et_streq(files[0], "-"))) {
		*in = *sh->in;
		sh->in->at = sh->in->length;
		sh->all_work += in->length - in->at;
		return true;
	}
	et_buf_init(&all);
	for (i = 0; i < count; i++) {
		const char *error = et_sh_file(sh, files[i], &text);

		if (!error && all.length > ET_SH_OUTPUT)
			error = "it is too much";
		if (error) {
			et_buf_finish(&all);
			return et_sh_fail(sh, "reads %s, which can't be read: %s", files[i], error);
		}
		if (count > 1)
			et_buf_add(&all, text.data, text.length);
		sh->all_work += text.length;
	}
	*in = (struct et_sh_input){.data = text.data, .length = text.length};
	if (count > 1) {
		in->data = et_strndup(&sh->memory, all.data, all.length);
		in->length = all.length;
	}
	et_buf_finish(&all);
	return true;
}

static int run_cat(struct et_shell *sh, const char *const *words, size_t count)
{
	struct et_sh_input in;

	if (count > 1 && words[1][0] == '-' && words[1][1])
		return unknown(sh, words, words[1]);
	if (!input(sh, words + 1, count - 1, &in))
		return 2;
	et_buf_add(sh->out, in.data + in.at, in.length - in.at);
	return 0;
}

static void put_line(struct et_shell *sh, const char *line, size_t length)
{
	et_buf_add(sh->out, line, length);
	et_buf_putc(sh->out, '\n');
}

/* Whether a tool may go on that has taken so many steps. */
static bool worked(struct et_shell *sh, size_t steps)
{
	return sh->all_work + steps <= ET_SH_ALL_WORK || et_sh_fail(sh, "searches for too long");
}

static int run_grep(struct et_shell *sh, const char *const *words, size_t count)
{
	bool extended = et_streq(words[0], "egrep");
	struct et_pattern *pattern;
	const char *error = NULL;
	bool inverted = false;
	struct et_sh_input in;
	bool quiet = false;
	const char *line;
	bool any = false;
	size_t length;
	bool found;
	size_t i;

	for (i = 1; i < count && words[i][0] == '-' && words[i][1]; i++) {
		const char *flag = words[i] + 1;

		for (; *flag; flag++) {
			extended |= *flag == 'E';
			inverted |= *flag == 'v';
			quiet |= *flag == 'q';
			if (!strchr("Evq", *flag))
				return unknown(sh, words, words[i]);
		}
	}
	if (i >= count)
		return unknown(sh, words, "");
	pattern = et_pattern_compile(&sh->memory, words[i], strlen(words[i]), extended, &error);
	if (!pattern) {
		et_sh_fail(sh, "uses grep with an expression that %s", error);
		return 2;
	}
	if (!input(sh, words + i + 1, count - i - 1, &in))
		return 2;
	while (et_sh_line(&in, &line, &length)) {
		if (length > ET_SED_LINE) {
			et_sh_fail(sh, "searches a line that is too long");
			return 2;
		}
		found = et_pattern_match(pattern, line, length, 0, NULL);
		if (!worked(sh, et_pattern_work(pattern)))
			return 2;
		if (found == inverted)
			continue;
		any = true;
		if (!quiet)
			put_line(sh, line, length);
	}
	sh->all_work += et_pattern_work(pattern);
	return !any;
}

static int run_sed(struct et_shell *sh, const char *const *words, size_t count)
{
	struct et_sed sed = {.arena = &sh->memory};
	struct et_buf buffers[2] = {0};
	const char *error = NULL;
	struct et_sh_input in;
	bool scripted = false;
	const char *line;
	const char *at;
	size_t length;
	size_t i;

	for (i = 1; i < count && !error; i++) {
		const char *flag = words[i] + 1;

		if (words[i][0] != '-' || !*flag) {
			if (scripted)
				break;
			error = et_sed_add(&sed, words[i], &at);
			scripted = true;
			continue;
		}
		for (; *flag && *flag != 'e'; flag++) {
			sed.extended |= *flag == 'E' || *flag == 'r';
			sed.quiet |= *flag == 'n';
			if (!strchr("Ern", *flag))
				return unknown(sh, words, words[i]);
		}
		if (*flag) {
			if (flag[1] || i + 1 >= count)
				return unknown(sh, words, words[i]);
			error = et_sed_add(&sed, words[++i], &at);
			scripted = true;
		}
	}
	if (error) {
		et_sh_fail(sh, "uses sed with a script that %s", error);
		return 2;
	}
	if (!input(sh, words + i, count - i, &in))
		return 2;
	while (sh->flow != ET_SH_FAILED && et_sh_line(&in, &line, &length)) {
		unsigned times = et_sed_line(&sed, buffers, &line, &length);

		if (length > ET_SED_LINE)
			et_sh_fail(sh, "edits a line that is too long");
		worked(sh, et_sed_work(&sed));
		while (times--)
			put_line(sh, line, length);
	}
	sh->all_work += et_sed_work(&sed);
	/* sed ends the last line as it was. */
	if (sh->out->length && in.length && in.data[in.length - 1] != '\n')
		sh->out->data[--sh->out->length] = '\0';
	et_buf_finish(&buffers[0]);
	et_buf_finish(&buffers[1]);
	return 0;
}

/* A set of tr, written out. Returns its length; 0 with an error when it is not understood. */
static size_t characters(struct et_shell *sh, const char *text, unsigned char out[512])
{
	size_t n = 0;

	while (*text && n < 256) {
		unsigned char first = (unsigned char)*text++;
		unsigned char last;

		if (first == '[' && *text == ':') {
			bool lower = strncmp(text, ":lower:]", 8) == 0;

			if (!lower && strncmp(text, ":upper:]", 8) != 0)
				break;
			text += 8;
			for (last = 0; last < 26; last++)
				out[n++] = (unsigned char)((lower ? 'a' : 'A') + last);
			continue;
		}
		if (first == '\\') {
			if (!strchr("nt\\", *text) || !*text)
				break;
			first = *text == 'n' ? '\n' : *text == 't' ? '\t' : '\\';
			text++;
		}
		last = first;
		if (text[0] == '-' && text[1]) {
			last = (unsigned char)text[1];
			text += 2;
		}
		for (; first < last && n < 256; first++)
			out[n++] = first;
		out[n++] = last;
	}
	if (*text || !n) {
		et_sh_fail(sh, "uses tr with characters that are not understood");
		return 0;
	}
	return n;
}

static int run_tr(struct et_shell *sh, const char *const *words, size_t count)
{
	bool deletes = count == 3 && et_streq(words[1], "-d");
	unsigned char from[512];
	unsigned char to[512];
	int table[256];
	struct et_sh_input in;
	size_t n;
	size_t m;
	size_t i;

	if (count != 3 || (words[1][0] == '-' && words[1][1] && !deletes))
		return unknown(sh, words, count > 1 ? words[1] : "");
	n = characters(sh, words[deletes ? 2 : 1], from);
	m = deletes || !n ? 1 : characters(sh, words[2], to);
	if (!n || !m || !input(sh, NULL, 0, &in))
		return 2;
	for (i = 0; i < 256; i++)
		table[i] = (int)i;
	for (i = 0; i < n; i++)
		table[from[i]] = deletes ? -1 : to[i < m ? i : m - 1];
	for (; in.at < in.length; in.at++) {
		int c = table[(unsigned char)in.data[in.at]];

		if (c >= 0)
			et_buf_putc(sh->out, (char)c);
	}
	return 0;
}

struct line {
	const char *text;
	size_t length;
	long long key;
};

static int compare_text(const void *left, const void *right)
{
	const struct line *a = left;
	const struct line *b = right;
	int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);

	return order ? order : (a->length > b->length) - (a->length < b->length);
}

static int compare_number(const void *left, const void *right)
{
	const struct line *a = left;
	const struct line *b = right;
	int order = (a->key > b->key) - (a->key < b->key);

	return order ? order : compare_text(left, right);
}

/* The number that a line begins with, as "sort -n" reads it; 0 if there is none. */
static long long key(const char *text, size_t length)
{
	long long value = 0;
	size_t i = 0;
	bool minus;

	while (i < length && (text[i] == ' ' || text[i] == '\t'))
		i++;
	minus = i < length && text[i] == '-';
	for (i += minus; i < length && isdigit((unsigned char)text[i]); i++)
		if (value < 1000000000000000)
			value = value * 10 + (text[i] - '0');
	return minus ? -value : value;
}

static int run_sort(struct et_shell *sh, const char *const *words, size_t count)
{
	ET_ARRAY(struct line) lines = {0};
	struct et_sh_input in;
	bool numeric = false;
	bool unique = false;
	const char *text;
	size_t length;
	size_t i;

	for (i = 1; i < count && words[i][0] == '-' && words[i][1]; i++) {
		if (et_streq(words[i], "-n") || et_streq(words[i], "-k1n"))
			numeric = true;
		else if (et_streq(words[i], "-u"))
			unique = true;
		else if (!et_streq(words[i], "-k1"))
			return unknown(sh, words, words[i]);
	}
	if (unique && numeric)
		return unknown(sh, words, "-u");
	if (!input(sh, words + i, count - i, &in))
		return 2;
	while (et_sh_line(&in, &text, &length))
		*ET_APPEND(&sh->memory, &lines) = (struct line){
			.text = text, .length = length, .key = numeric ? key(text, length) : 0};
	if (lines.count)
		qsort(lines.items, lines.count, sizeof(*lines.items),
			numeric ? compare_number : compare_text);
	for (i = 0; i < lines.count; i++)
		if (!unique || !i || compare_text(&lines.items[i - 1], &lines.items[i]) != 0)
			put_line(sh, lines.items[i].text, lines.items[i].length);
	return 0;
}

/* "head" and "tail": -N or -n N, 10 without. */
static int run_ends(struct et_shell *sh, const char *const *words, size_t count)
{
	bool head = et_streq(words[0], "head");
	const char *number = "10";
	size_t n_lines = 0;
	size_t first = 0;
	size_t at = 0;
	struct et_sh_input in;
	struct et_sh_input again;
	const char *line;
	size_t length;
	size_t i = 1;
	size_t n;

	if (count > 2 && et_streq(words[1], "-n")) {
		number = words[2];
		i = 3;
	} else if (count > 1 && words[1][0] == '-') {
		number = words[1] + 1;
		i = 2;
	}
	n = (size_t)strtoul(number, NULL, 10);
	if (!*number || number[strspn(number, "0123456789")] || strlen(number) > 9)
		return unknown(sh, words, words[1]);
	if (!input(sh, words + i, count - i, &in))
		return 2;
	again = in;
	while (et_sh_line(&again, &line, &length))
		n_lines++;
	first = head || n_lines < n ? 0 : n_lines - n;
	for (; et_sh_line(&in, &line, &length); at++)
		if (at >= first && at - first < n)
			put_line(sh, line, length);
	return 0;
}

static int run_basename(struct et_shell *sh, const char *const *words, size_t count)
{
	const char *name;
	size_t length;

	if (count < 2 || count > 3 || words[1][0] == '-')
		return unknown(sh, words, count > 1 ? words[1] : "");
	name = et_basename(words[1]);
	length = strlen(name);
	if (count == 3 && et_ends_with(name, words[2]) && length > strlen(words[2]))
		length -= strlen(words[2]);
	put_line(sh, name, length);
	return 0;
}

static int run_dirname(struct et_shell *sh, const char *const *words, size_t count)
{
	const char *slash = count == 2 ? strrchr(words[1], '/') : NULL;

	if (count != 2 || words[1][0] == '-')
		return unknown(sh, words, count > 1 ? words[1] : "");
	if (slash)
		put_line(sh, words[1], (size_t)(slash - words[1]));
	else
		put_line(sh, ".", 1);
	return 0;
}

/* Folders and files come and go by themselves. */
static int run_nothing(struct et_shell *sh, const char *const *words, size_t count)
{
	(void)sh;
	(void)words;
	(void)count;
	return 0;
}

static int run_shell(struct et_shell *sh, const char *const *words, size_t count)
{
	size_t first = 1;

	while (first < count && (et_streq(words[first], "-e") || et_streq(words[first], "--")))
		first++;
	if (first >= count || words[first][0] == '-')
		return unknown(sh, words, first < count ? words[first] : "");
	et_sh_script(sh, words + first, count - first);
	return sh->status;
}

static const struct et_sh_command tools[] = {
	{"basename", run_basename},
	{"bash", run_shell},
	{"cat", run_cat},
	{"dirname", run_dirname},
	{"egrep", run_grep},
	{"expr", et_sh_expr},
	{"grep", run_grep},
	{"head", run_ends},
	{"mkdir", run_nothing},
	{"rm", run_nothing},
	{"sed", run_sed},
	{"sh", run_shell},
	{"sort", run_sort},
	{"tail", run_ends},
	{"tr", run_tr},
};

et_sh_command_fn *et_sh_tool(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(tools) / sizeof(*tools); i++)
		if (et_streq(tools[i].name, name))
			return tools[i].run;
	return NULL;
}
