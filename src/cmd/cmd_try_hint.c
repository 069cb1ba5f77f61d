/* cmd_try_hint.c: what earlier days and the log itself have to say to a try */
#include "cmd/cmd_try.h"

void
cmd_try_rule(struct strbuf *sb, const struct wiki *w, const struct study_try *t)
{
	struct study_rule rule;
	int held, of;

	if (t->item->state != STUDY_OPEN ||
	    !study_rule_of(&rule, t->item, w->arena))
		return;
	study_rule_judge(&held, &of, &rule, w->days, w->n_days, t->day->date,
	    moment_study_day(w->now, w->conf.day_ends));
	if (of == 0)
		return;
	strbuf_addf(
	    sb, "       held on %d of %d day%s", held, of, of == 1 ? "" : "s");
	if (rule.days < 7)
		strbuf_addf(sb, "; %d a week are meant", rule.days);
	/* The one in the text has just been read. */
	if (t->item->rule != NULL)
		strbuf_addf(sb, ": %s", t->item->rule);
	strbuf_addc(sb, '\n');
}

/* A PROBLEM that came back: what was tried then, and how it ended. */
static void
hint_like(struct strbuf *sb, const struct wiki *w, const char *problem)
{
	struct study_like like;
	const struct study_items *tries;
	char day[DATE_MAX];
	size_t i;

	if (!study_like(&like, w->days, w->n_days, problem))
		return;
	date_format(day, like.day->date);
	strbuf_addf(
	    sb, "like the PROBLEM of %s: %s\n", day, like.problem->text);
	tries = &like.day->lists[STUDY_TRY];
	for (i = 0; i < tries->n; i++) {
		const struct study_item *it = &tries->v[i];

		strbuf_addf(sb, "  TRY then: %s (%s", it->text,
		    study_state_name(it->state));
		if (it->state_note != NULL)
			strbuf_addf(sb, "%s %s",
			    it->state == STUDY_RETRIED ? " as" : "",
			    it->state_note);
		strbuf_adds(sb, ")\n");
	}
	if (tries->n == 0)
		strbuf_adds(sb, "  no TRY stood beside it\n");
}

void
cmd_try_hints(const struct wiki *w, const struct study_add *add)
{
	struct strbuf sb = STRBUF_INIT;
	size_t i;

	for (i = 0; i < add->n_items[STUDY_PROBLEM]; i++)
		hint_like(&sb, w, add->items[STUDY_PROBLEM][i]);
	cmd_print(sb.buf, sb.len);
	strbuf_release(&sb);
	for (i = 0; i < add->n_items[STUDY_TRY]; i++)
		if (study_try_vague(add->items[STUDY_TRY][i]))
			cmd_note("the TRY \"%.200s\" says neither what is "
				 "done, nor how much, nor when; a smaller one "
				 "is easier to follow: 'halfhour try retry'",
			    add->items[STUDY_TRY][i]);
}
