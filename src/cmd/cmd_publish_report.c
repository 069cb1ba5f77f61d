/* cmd_publish_report.c: what `publish` says of what it did */
#include <stdlib.h>

#include "cmd/cmd_publish.h"

static size_t
report_count(const struct repo_published *done, char what)
{
	size_t i, n = 0;

	for (i = 0; i < done->n; i++)
		n += done->steps[i].what == what;
	return n;
}

/* "published", and its like */
static const char *
report_state(
    const struct repo_publish_opts *o, const struct repo_published *done)
{
	if (done->same)
		return "unchanged";
	if (o->dry)
		return "dry-run";
	return o->push ? "published" : "committed";
}

static void
report_list(struct jsonw *j, const char *key, const struct repo_published *done,
    char what)
{
	size_t i;

	jsonw_key(j, key);
	jsonw_open(j, '[');
	for (i = 0; i < done->n; i++)
		if (done->steps[i].what == what)
			jsonw_str(j, done->steps[i].path);
	jsonw_close(j, ']');
}

static void
report_oid(struct jsonw *j, const char *key, const char *oid)
{
	jsonw_key(j, key);
	jsonw_str(j, oid[0] != '\0' ? oid : NULL);
}

static void
report_json(struct strbuf *out, const struct repo_publish_opts *o,
    const char *remote, const struct repo_published *done)
{
	struct jsonw j;

	jsonw_begin(&j, out, true);
	jsonw_open(&j, '{');
	jsonw_key(&j, "schema");
	jsonw_int(&j, 1);
	jsonw_key(&j, "state");
	jsonw_str(&j, report_state(o, done));
	jsonw_key(&j, "remote");
	jsonw_str(&j, remote);
	jsonw_key(&j, "branch");
	jsonw_str(&j, o->branch);
	report_oid(&j, "commit", done->oid);
	report_oid(&j, "was", done->old);
	report_oid(&j, "source", done->source);
	jsonw_key(&j, "files");
	jsonw_int(&j, (long long)done->files);
	report_list(&j, "added", done, 'A');
	report_list(&j, "changed", done, 'M');
	report_list(&j, "removed", done, 'D');
	jsonw_close(&j, '}');
	strbuf_addc(out, '\n');
}

static void
report_text(struct strbuf *out, const struct repo_publish_opts *o,
    const char *where, const struct repo_published *done)
{
	size_t i;

	for (i = 0; i < done->n && o->dry; i++)
		strbuf_addf(
		    out, "%c  %s\n", done->steps[i].what, done->steps[i].path);
	if (done->same) {
		strbuf_addf(out,
		    "nothing to publish: %s has this site [%.7s]\n", where,
		    done->oid);
		return;
	}
	strbuf_addf(out,
	    "%s: %zu files, %zu added, %zu changed, %zu removed "
	    "→ %s",
	    report_state(o, done), done->files, report_count(done, 'A'),
	    report_count(done, 'M'), report_count(done, 'D'), where);
	if (done->oid[0] != '\0')
		strbuf_addf(out, " [%.7s]", done->oid);
	strbuf_addc(out, '\n');
}

void
cmd_publish_report(const struct cmd_ctx *ctx, const struct repo_publish_opts *o,
    const struct repo_published *done)
{
	struct strbuf out = STRBUF_INIT, where = STRBUF_INIT;
	char *remote = o->push ? repo_publish_where(o->remote) : NULL;

	if (remote != NULL)
		strbuf_addf(&where, "%s ", remote);
	strbuf_adds(&where, o->branch);
	if (ctx->json)
		report_json(&out, o, remote, done);
	else if (!ctx->quiet)
		report_text(&out, o, where.buf, done);
	cmd_print(out.buf, out.len);
	strbuf_release(&where);
	strbuf_release(&out);
	free(remote);
}
