/* cmd_build_memory.c: what a build tells the next one, in the state folder */
#include "cmd/cmd_build.h"

static const char *const memories[CMD_MEMORIES] = { "pages.cache",
	"words.cache", "words.more" };

static struct build_was
memory_was(const struct wiki_kept *k)
{
	return (struct build_was){ k->p, k->len };
}

bool
cmd_memory_load(struct cmd_memory *m, const struct wiki *w,
    struct build_how *how, bool force)
{
	bool damaged = false, any = false;
	size_t i;

	for (i = 0; i < CMD_MEMORIES; i++) {
		m->was[i] = (struct wiki_kept){ .p = NULL };
		strbuf_init(&m->left[i], STRBUF_MAX);
		if (!force)
			wiki_kept_load(&m->was[i], w, memories[i], &damaged);
		any |= damaged;
	}
	how->prints = memory_was(&m->was[0]);
	how->left = &m->left[0];
	how->words = memory_was(&m->was[1]);
	m->words = wiki_keeping_new(w, memories[1]);
	how->words_left = m->words != NULL ? wiki_keeping_to(m->words) : NULL;
	how->more = memory_was(&m->was[2]);
	how->more_left = &m->left[2];
	return any;
}

void
cmd_memory_store(struct cmd_memory *m, const struct wiki *w)
{
	size_t i;

	for (i = 0; i < CMD_MEMORIES; i++)
		if (m->left[i].len > 0)
			wiki_kept_store(
			    w, memories[i], m->left[i].buf, m->left[i].len);
	if (m->words != NULL)
		wiki_keeping_end(m->words);
}

void
cmd_memory_release(struct cmd_memory *m)
{
	size_t i;

	for (i = 0; i < CMD_MEMORIES; i++) {
		wiki_kept_release(&m->was[i]);
		strbuf_release(&m->left[i]);
	}
	wiki_keeping_free(m->words);
}
