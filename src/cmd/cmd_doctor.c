/* cmd_doctor.c: `halfhour doctor`, what is missing and what mends it */
#include <stdlib.h>

#include "cmd/cmd_doctor.h"
#include "note/note_flaw.h"

static int cmd_doctor_exec(struct cmd_ctx *, int, char **, struct err *);

const struct cmd_entry cmd_doctor_entry = {
	.name = "doctor",
	.usage = "doctor",
	.summary = "tell what is missing on this machine, and what mends it",
	.help = "Nothing is changed. The exit code is 1 when something will "
		"not work.\n",
	.exec = cmd_doctor_exec,
};

static const char *
doctor_level_name(enum doctor_level level)
{
	static const char *const names[] = { "ok", "warning", "error" };

	return names[level];
}

static void
doctor_print_holes(struct strbuf *sb)
{
	int number = note_library_number();
	size_t i;

	for (i = 0; i < NOTE_FLAW_N; i++)
		if (note_flaw_in((enum note_flaw_id)i, number))
			strbuf_addf(sb, "           %s: %s; %s\n",
			    note_flaws[i].cve, note_flaws[i].what,
			    note_flaws[i].met);
}

static void
doctor_print(const struct doctor *d, bool quiet)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < d->n; i++) {
		const struct doctor_check *c = &d->v[i];

		if (quiet && c->level < DOCTOR_ERROR)
			continue;
		strbuf_addf(&sb, "%-9s  %s: %s\n", doctor_level_name(c->level),
		    c->name, c->said);
		if (c->mend != NULL)
			strbuf_addf(&sb, "           → %s\n", c->mend);
		if (i == 0)
			doctor_print_holes(&sb);
	}
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static void
doctor_json_holes(struct jsonw *j)
{
	int number = note_library_number();
	size_t i;

	jsonw_key(j, "holes");
	jsonw_open(j, '[');
	for (i = 0; i < NOTE_FLAW_N; i++) {
		jsonw_open(j, '{');
		jsonw_key(j, "cve");
		jsonw_str(j, note_flaws[i].cve);
		jsonw_key(j, "what");
		jsonw_str(j, note_flaws[i].what);
		jsonw_key(j, "linked");
		jsonw_bool(j, note_flaw_in((enum note_flaw_id)i, number));
		jsonw_key(j, "met");
		jsonw_str(j, note_flaws[i].met);
		jsonw_close(j, '}');
	}
	jsonw_close(j, ']');
}

static void
doctor_json(const struct doctor *d)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;
	size_t i;

	jsonw_begin(&j, &sb, true);
	jsonw_open(&j, '{');
	jsonw_key(&j, "schema");
	jsonw_int(&j, 1);
	jsonw_key(&j, "checks");
	jsonw_open(&j, '[');
	for (i = 0; i < d->n; i++) {
		jsonw_open(&j, '{');
		jsonw_key(&j, "level");
		jsonw_str(&j, doctor_level_name(d->v[i].level));
		jsonw_key(&j, "name");
		jsonw_str(&j, d->v[i].name);
		jsonw_key(&j, "message");
		jsonw_str(&j, d->v[i].said);
		jsonw_key(&j, "mend");
		jsonw_str(&j, d->v[i].mend);
		jsonw_close(&j, '}');
	}
	jsonw_close(&j, ']');
	doctor_json_holes(&j);
	jsonw_close(&j, '}');
	strbuf_addc(&sb, '\n');
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
}

static int
cmd_doctor_exec(struct cmd_ctx *ctx, int argc, char **argv, struct err *e)
{
	int n = cmd_opts(&cmd_doctor_entry, NULL, argc, argv, e), rc = 0;
	struct doctor d = { .a = NULL };
	size_t i;

	if (n == -1 || cmd_operands(&cmd_doctor_entry, n, 0, e) == -1)
		return -1;
	d.a = arena_new();
	cmd_doctor_machine(&d);
	cmd_doctor_wiki(&d, ctx->dir);
	if (ctx->json)
		doctor_json(&d);
	else
		doctor_print(&d, ctx->quiet);
	for (i = 0; i < d.n; i++)
		if (d.v[i].level == DOCTOR_ERROR)
			rc = ERR_FAILED;
	free(d.v);
	arena_free(d.a);
	return rc;
}
