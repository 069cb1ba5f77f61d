/* cmd_build_memory.c: what a build tells the next one, in the state folder */
#include "cmd/cmd_build.h"

#define MEMORY_WORDS 1
static const char *const memories[CMD_MEMORIES] = { "pages.cache",
	"words.cache", "words.more" };

static struct build_was
memory_was(const struct wiki_kept *k)
{
	return (struct build_was){ k->p, k->len };
}

static void
memory_how(struct cmd_memory *m, struct build_how *how)
{
	how->prints = memory_was(&m->was[0]);
	how->left = &m->left[0];
	how->words = memory_was(&m->was[1]);
	how->more = memory_was(&m->was[2]);
	how->more_left = &m->left[2];
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
	m->words = wiki_keeping_new(w, memories[MEMORY_WORDS]);
	memory_how(m, how);
	how->words_left = m->words != NULL ? wiki_keeping_to(m->words) : NULL;
	return any;
}

bool
cmd_memory_load_part(
    struct cmd_memory *m, const struct wiki *w, struct build_how *how)
{
	bool damaged, any = false;
	size_t i;

	for (i = 0; i < CMD_MEMORIES; i++) {
		m->was[i] = (struct wiki_kept){ .p = NULL };
		strbuf_init(&m->left[i], STRBUF_MAX);
		/* Of the words of most groups those of a few are taken, and
		 * search_patch() finds them in the files or does nothing. */
		damaged = false;
		if (i == MEMORY_WORDS)
			wiki_kept_map(&m->was[i], w, memories[i]);
		else
			wiki_kept_load(&m->was[i], w, memories[i], &damaged);
		any |= damaged || m->was[i].p == NULL;
	}
	m->words = NULL;
	memory_how(m, how);
	return !any;
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
