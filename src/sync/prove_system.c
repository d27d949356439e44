/* SPDX-License-Identifier: BSD-3-Clause */
/* The folders in which a compiler looks of its own accord: it says them itself (-v). */
#include "prove_int.h"

#include <string.h>
#include <sys/wait.h>

struct asker {
	struct prove *p;
	ET_ARRAY(struct prove_system *) list;
	size_t started;
};

/* " /usr/include" lines between "#include <...> search starts here:" and "End of search list." */
static void read_answer(struct prove *p, struct prove_system *system, const char *text)
{
	const char *at = text ? strstr(text, "#include <...> search starts here:") : NULL;

	if (!at) {
		system->unknown = true;
		return;
	}
	while ((at = strchr(at, '\n')) != NULL && *++at == ' ') {
		size_t length = strcspn(++at, "\n");

		*ET_APPEND(p->arena, &system->folders) = prove_absolute(
			p->arena, system->directory, et_strndup(p->arena, at, length));
	}
}

static bool next_system(void *data, unsigned slot, struct prove_job *job)
{
	struct asker *asker = data;
	struct prove_system *system;

	(void)slot;
	if (asker->started == asker->list.count)
		return false;
	system = asker->list.items[asker->started++];
	job->argv = system->argv;
	job->directory = system->directory;
	job->data = system;
	return true;
}

static void take_system(void *data, struct prove_job *job)
{
	struct asker *asker = data;
	struct prove_system *system = job->data;

	if (!WIFEXITED(job->status) || WEXITSTATUS(job->status) != 0)
		system->unknown = true;
	else
		read_answer(asker->p, system, job->output.data);
}

bool prove_ask_systems(struct prove *p)
{
	struct asker asker = {.p = p};
	size_t i;

	for (i = 0; i < p->units.count; i++) {
		struct prove_system *own = p->units.items[i].search.own;

		if (!own->asked)
			*ET_APPEND(p->arena, &asker.list) = own;
		own->asked = true;
	}
	return !prove_run(&p->pool, next_system, take_system, &asker);
}
