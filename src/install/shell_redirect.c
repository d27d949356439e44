/* SPDX-License-Identifier: BSD-3-Clause */
/* Redirections: a file that is written is kept in memory once its command is over. */
#include "shell_int.h"

#include <string.h>

static bool redirect_out(struct et_shell *sh, struct et_sh_streams *s,
	const struct et_sh_redirect *r, const char *target)
{
	struct et_buf *to = &s->nothing;

	if (r->kind == ET_SH_DUP) {
		if (!et_streq(target, "1") && !et_streq(target, "2"))
			return et_sh_fail(sh, "uses a file by the number %.20s", target);
		to = *target == '1' ? sh->out : sh->err;
	} else if (!et_streq(target, "/dev/null")) {
		if (s->path || r->fd != 1)
			return et_sh_fail(sh, "writes two files at a time");
		s->path = target;
		s->append = r->kind == ET_SH_APPEND;
		to = &s->written;
	}
	if (r->fd == 1)
		sh->out = to;
	else if (r->fd == 2)
		sh->err = to;
	else
		return et_sh_fail(sh, "uses a file by the number %d", r->fd);
	return true;
}

static bool redirect_in(struct et_shell *sh, struct et_sh_streams *s,
	const struct et_sh_redirect *r, const char *target)
{
	struct et_text text = {.data = target, .length = strlen(target)};
	const char *error;

	if (r->fd != 0)
		return et_sh_fail(sh, "uses a file by the number %d", r->fd);
	if (r->kind == ET_SH_READ && et_streq(target, "/dev/null"))
		text = (struct et_text){.data = ""};
	else if (r->kind == ET_SH_READ && (error = et_sh_file(sh, target, &text)))
		return et_sh_fail(sh, "reads %s, which can't be read: %s", target, error);
	sh->all_work += text.length;
	s->file = (struct et_sh_input){.data = text.data, .length = text.length};
	sh->in = &s->file;
	return true;
}

bool et_sh_redirect(
	struct et_shell *sh, struct et_sh_streams *s, const struct et_sh_redirect *redirects)
{
	const struct et_sh_redirect *r;

	*s = (struct et_sh_streams){.in = sh->in, .out = sh->out, .err = sh->err};
	for (r = redirects; r; r = r->next) {
		const char *target = r->kind == ET_SH_HERE ? et_sh_expand_here(sh, &r->target)
							   : et_sh_expand_one(sh, &r->target);
		bool in = r->kind == ET_SH_READ || r->kind == ET_SH_HERE;

		if (!target ||
			!(in ? redirect_in(sh, s, r, target) : redirect_out(sh, s, r, target)))
			return false;
	}
	return true;
}

static void keep_written(struct et_shell *sh, struct et_sh_streams *s)
{
	const char *path = et_strdup(sh->arena, s->path);
	struct et_text *text = ET_NEW(sh->arena, struct et_text);
	const struct et_text *before = et_map_get(&sh->written, path, strlen(path));
	void **slot;

	if (s->append && before) {
		text->length = before->length + s->written.length;
		text->data = et_sprintf(
			sh->arena, "%s%s", before->data, s->written.data ? s->written.data : "");
	} else {
		text->length = s->written.length;
		text->data = et_strndup(
			sh->arena, s->written.data ? s->written.data : "", s->written.length);
	}
	slot = et_map_slot(&sh->written, sh->arena, path, strlen(path));
	*slot = text;
}

void et_sh_restore(struct et_shell *sh, struct et_sh_streams *streams, bool done)
{
	sh->in = streams->in;
	sh->out = streams->out;
	sh->err = streams->err;
	if (done && streams->path && sh->flow != ET_SH_FAILED)
		keep_written(sh, streams);
	et_buf_finish(&streams->written);
	et_buf_finish(&streams->nothing);
}
