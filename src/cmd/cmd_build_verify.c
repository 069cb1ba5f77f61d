/* cmd_build_verify.c: `halfhour build --verify`, a second site from nothing */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "build/build.h"
#include "cmd/cmd_build.h"
#include "page/page.h"
#include "wiki/wiki_dates.h"

/* The same wiki at the same moment, as if it were never built before. */
static int
verify_open(struct wiki *cold, const struct cmd_ctx *ctx, struct err *e)
{
	const struct wiki *w = ctx->wiki;
	struct err own = ERR_INIT;
	int rc = w->folder ? wiki_open_folder(cold, ctx->dir, NULL, e)
			   : wiki_open_root(cold, w->root, NULL, e);

	if (rc == -1)
		return -1;
	cold->now = w->now;
	cold->cold = true;
	/* Why there are none was told by the build. */
	wiki_dates(cold, &own);
	return 0;
}

static int
verify_site(struct wiki *cold, const struct build_opts *o,
    struct build_verified *found, struct err *e)
{
	struct build_theme *theme = NULL;
	struct graph *g;
	int fd = -1, rc = -1;

	if (wiki_read(cold, cmd_jobs(o->jobs), e) == -1 ||
	    build_theme_load(&theme, cold->folder ? -1 : cold->root_fd, e) ==
		-1 ||
	    (fd = cmd_build_out(cold, o->out, e)) == -1)
		goto out;
	g = wiki_graph(cold, o->drafts);
	page_taken(g, &cold->diags);
	if (wiki_check(cold, g, 0, e) == -1)
		goto out;
	rc = build_site_verify(
	    found, g, theme, cold->root_fd, fd, cold->arena, &cold->diags, e);
out:
	if (fd != -1)
		close(fd);
	build_theme_free(theme);
	return rc;
}

/* Whether both builds have said the same of the notes. */
static bool
verify_diags(struct diag_list *a, struct diag_list *b)
{
	size_t i;

	diag_sort(a);
	diag_sort(b);
	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (a->v[i].id != b->v[i].id || a->v[i].line != b->v[i].line ||
		    a->v[i].col != b->v[i].col ||
		    strcmp(a->v[i].path, b->v[i].path) != 0 ||
		    strcmp(a->v[i].msg, b->v[i].msg) != 0)
			return false;
	return true;
}

static int
verify_say(const struct cmd_ctx *ctx, const struct build_opts *o,
    const struct build_verified *found, bool diags, struct err *e)
{
	size_t i;

	for (i = 0; i < found->n; i++)
		cmd_note("%s/%s %s", o->out != NULL ? o->out : "site",
		    found->v[i].path, found->v[i].how);
	if (found->n == 0 && !diags)
		return err_set(e,
		    "a build from nothing finds other mistakes in the notes; "
		    "'halfhour build --force' tells them");
	if (found->n > 0)
		return err_set(e,
		    "%zu of %zu files are not as a build from nothing makes "
		    "them; 'halfhour build --force' mends that",
		    found->n, found->files);
	if (!ctx->quiet)
		printf("%zu files, each as a build from nothing makes it\n",
		    found->files);
	return 0;
}

int
cmd_build_verify(struct cmd_ctx *ctx, const struct build_opts *o, struct err *e)
{
	struct build_verified found = { .n = 0 };
	struct wiki cold;
	int rc;

	if (verify_open(&cold, ctx, e) == -1)
		return -1;
	rc = verify_site(&cold, o, &found, e);
	if (rc == 0)
		rc = verify_say(ctx, o, &found,
		    verify_diags(&cold.diags, &ctx->wiki->diags), e);
	build_verified_release(&found);
	wiki_close(&cold);
	return rc;
}
