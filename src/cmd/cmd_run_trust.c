/* cmd_run_trust.c: examples that open more of the kernel, and who lets them */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "cmd/cmd_run.h"
#include "engine/engine.h"

/*
 * A plain example runs whoever wrote it. One of profile=container reaches
 * parts of the kernel that only root reaches otherwise, and that have had
 * their holes; one with needs=docker can do whatever the engine can, which is
 * all that root can. So these run when someone has read them: with --trust.
 * The hash, over all that the example says, is then kept in the state folder,
 * below .git, where no clone and no pull brings one; the same example runs from
 * there on, and a changed one asks again. In no repository nothing is kept.
 */
#define TRUST_FILE "trusted"
#define TRUST_MAX ((size_t)1 << 20)

/* The hashes, one a line; empty when there is nothing to be read. */
static void
trust_load(struct strbuf *known, const struct wiki_state *state)
{
	struct err ignored = ERR_INIT;

	if (state->fd != -1)
		fs_read(known, state->fd, TRUST_FILE, TRUST_MAX, &ignored);
}

/* Who asks for an example in a container gets it or is told no; but where no
 * engine is there at all nobody need be asked, and the pool says so. */
static void
trust_refuse(struct run_item *item)
{
	bool docker = item->job.profile == RUN_DOCKER;
	struct err none = ERR_INIT;
	struct engine g;

	if (docker && engine_find(&g, NULL, &none) == -1)
		return;
	if (docker)
		engine_release(&g);
	item->status = docker ? RUN_REFUSED : RUN_SKIPPED;
	item->why = xasprintf("%s; read the example, then: "
			      "halfhour run --trust '%s'",
	    docker ? "needs=docker lets it do all that the container engine "
		     "can, which is all that root can"
		   : "profile=container opens more of the kernel to it than "
		     "others get",
	    item->job.example);
}

static bool
trust_knows(const struct strbuf *known, const char *hash)
{
	return strstr(known->buf, hash) != NULL;
}

/* Let it run, or say why not. */
static void
trust_item(struct run_item *item, struct strbuf *known, bool trust)
{
	char hash[65];

	run_source(hash, &item->job);
	if (trust_knows(known, hash))
		return;
	if (trust) {
		strbuf_addf(known, "%s\n", hash);
		return;
	}
	trust_refuse(item);
}

int
run_session_trust(struct run_session *s, struct err *e)
{
	struct strbuf known = STRBUF_INIT;
	struct wiki_state state;
	size_t i, before;
	int rc = 0;

	if (wiki_state_open(&state, s->w->root, e) == -1)
		return -1;
	trust_load(&known, &state);
	before = known.len;
	for (i = 0; i < s->n; i++)
		if (s->items[i].status == RUN_AS_EXPECTED &&
		    s->items[i].job.profile != RUN_PLAIN)
			trust_item(&s->items[i], &known, s->o.trust);
	if (known.len > before && state.fd != -1 &&
	    fs_write(state.fd, TRUST_FILE, known.buf, known.len,
		FS_DURABLE | FS_PRIVATE, e) == -1)
		rc = -1;
	wiki_state_close(&state);
	strbuf_release(&known);
	return rc;
}
