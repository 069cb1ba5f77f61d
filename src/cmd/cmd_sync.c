/* cmd_sync.c: `halfhour sync`, fetch, merge and push */
#include <stddef.h>
#include <stdlib.h>

#include "cmd/cmd.h"
#include "repo/repo_publish.h"
#include "wiki/wiki_sync.h"

struct sync_opts {
	const char *remote;
};

static const struct opt sync_table[] = {
	{ "remote", 0, OPT_TEXT, offsetof(struct sync_opts, remote), "R",
	    "with whom, a remote or a URL; default the branch's own" },
	{ .name = NULL },
};

static int cmd_sync_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_sync_entry = {
	.name = "sync",
	.usage = "sync [--remote R]",
	.summary = "fetch, merge the days by entry, and push",
	.help =
	    "Days are merged by entry and by item; where both sides have "
	    "edited the same\none, both are kept and marked. Other notes are "
	    "merged by lines; if that does\nnot go, nothing is changed and "
	    "nothing is pushed. What you have not committed\nstays as it is, "
	    "and nothing is ever forced.\n",
	.opts = sync_table,
	.flags = CMD_WIKI | CMD_REPO,
	.exec = cmd_sync_exec,
};

static void
sync_list(struct jsonw *j, const char *key, const char *const *v, size_t n)
{
	size_t i;

	jsonw_key(j, key);
	jsonw_open(j, '[');
	for (i = 0; i < n; i++)
		jsonw_str(j, v[i]);
	jsonw_close(j, ']');
}

static void
sync_oid(struct jsonw *j, const char *key, const char *oid)
{
	jsonw_key(j, key);
	jsonw_str(j, oid[0] != '\0' ? oid : NULL);
}

static const char *
sync_state(const struct repo_synced *s, bool failed)
{
	if (failed)
		return s->n_conflicts > 0 ? "conflict" : "failed";
	return s->in + s->out > 0 ? "synced" : "unchanged";
}

static void
sync_json(const struct wiki_synced *done, const char *where, bool failed)
{
	const struct repo_synced *s = &done->repo;
	struct strbuf out = STRBUF_INIT;
	struct jsonw j;

	jsonw_begin(&j, &out, true);
	jsonw_open(&j, '{');
	jsonw_key(&j, "schema");
	jsonw_int(&j, 1);
	jsonw_key(&j, "state");
	jsonw_str(&j, sync_state(s, failed));
	jsonw_key(&j, "remote");
	jsonw_str(&j, where);
	jsonw_key(&j, "branch");
	jsonw_str(&j, s->branch);
	sync_oid(&j, "commit", s->oid);
	sync_oid(&j, "was", s->was);
	jsonw_key(&j, "in");
	jsonw_int(&j, (long long)s->in);
	jsonw_key(&j, "out");
	jsonw_int(&j, (long long)s->out);
	jsonw_key(&j, "merged");
	jsonw_bool(&j, s->merged);
	jsonw_key(&j, "waiting");
	jsonw_int(&j, (long long)s->waiting);
	sync_list(&j, "changed", (const char *const *)s->changed, s->n_changed);
	sync_list(&j, "both", done->marked, done->n_marked);
	sync_list(
	    &j, "conflicts", (const char *const *)s->conflicts, s->n_conflicts);
	jsonw_close(&j, '}');
	strbuf_addc(&out, '\n');
	cmd_print(out.buf, out.len);
	strbuf_release(&out);
}

static void
sync_text(const struct repo_synced *s, const char *where)
{
	struct strbuf out = STRBUF_INIT;

	if (s->in + s->out == 0)
		strbuf_addf(&out, "nothing to sync: %s %s is the same", where,
		    s->branch);
	else
		strbuf_addf(&out,
		    "synced: %zu in, %zu out, %zu file%s %s %s %s", s->in,
		    s->out, s->n_changed, s->n_changed == 1 ? "" : "s",
		    s->merged ? "merged ↔" : "changed ↔", where, s->branch);
	if (s->oid[0] != '\0')
		strbuf_addf(&out, " [%.7s]", s->oid);
	strbuf_addc(&out, '\n');
	cmd_print(out.buf, out.len);
	strbuf_release(&out);
}

/* What is left to be settled, and what waits. */
static void
sync_notes(const struct wiki_synced *done, bool failed)
{
	const struct repo_synced *s = &done->repo;
	size_t i;

	for (i = 0; i < done->n_marked && !failed; i++)
		cmd_note("%s: edited on both sides, so both are kept and "
			 "marked; 'halfhour check' tells where",
		    done->marked[i]);
	for (i = 1; i < s->n_conflicts; i++)
		cmd_note("%s: changed on both sides, too", s->conflicts[i]);
	if (failed && s->waiting > 0)
		cmd_note(
		    "%zu commit%s to be synced; nothing is lost, 'halfhour "
		    "sync' goes on with %s",
		    s->waiting, s->waiting == 1 ? " waits" : "s wait",
		    s->waiting == 1 ? "it" : "them");
}

static int
cmd_sync_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	struct sync_opts o = { .remote = NULL };
	struct wiki_synced done;
	char *where;
	int n = cmd_opts(&cmd_sync_entry, &o, argc, argv, e), rc;

	if (n == -1 || cmd_operands(&cmd_sync_entry, n, 0, e) == -1)
		return -1;
	rc = wiki_sync(ctx->wiki, o.remote, &done, e);
	where = done.repo.remote != NULL ? repo_publish_where(done.repo.remote)
					 : NULL;
	if (ctx->json && (rc == 0 || where != NULL))
		sync_json(&done, where, rc == -1);
	else if (rc == 0 && !ctx->quiet)
		sync_text(&done.repo, where);
	if (!ctx->quiet)
		sync_notes(&done, rc == -1);
	free(where);
	wiki_synced_release(&done);
	return rc;
}
