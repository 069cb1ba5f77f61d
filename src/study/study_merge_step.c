/* study_merge_step.c: a change of a day made in what the day is by now
 *
 * By lines, an entry is its heading and its text, and what is written below it
 * later is no part of the change: take the entry away, and that text becomes
 * one of the entry above. And two that stand side by side are in each other's
 * way. So the step is made by the pieces that study_merge.c merges, with the
 * day as the one side and the step as the other.
 *
 * Those do not tell everything: where they stand and the blank lines between
 * them are taken from the day. So the step is first made where its outcome is
 * known, in the version that it began from. Unless that comes out to the byte,
 * it is none that pieces tell.
 */
#include "study/study_merge_int.h"

/* Whether the pieces tell the step. */
static bool
step_is_told(const struct study_merge *m)
{
	struct study_merge alone = *m;
	struct strbuf sb = STRBUF_INIT;
	struct study_clashes told;
	bool same;
	int rc;

	alone.ours = m->base;
	strbuf_init(&sb, STRBUF_MAX);
	rc = study_merge_told(&sb, &told, &alone);
	same = m->theirs.p == NULL ? rc == STUDY_MERGE_GONE
				   : rc == 1 && study_cut_bytes(sb.buf, sb.len,
						    m->theirs.p, m->theirs.len);
	strbuf_release(&sb);
	return same;
}

enum study_step
study_step(struct strbuf *out, const struct study_merge *m)
{
	size_t from = out->len;
	struct study_clashes told;
	int rc = study_merge_told(out, &told, m);

	/* Where nothing of what goes is there any more, it went before. */
	if (rc != 0 && told.whole == 0 && told.within == 0 &&
	    (m->theirs.p != NULL || told.taken > 0) && step_is_told(m))
		return rc == STUDY_MERGE_GONE ? STUDY_STEP_GONE
					      : STUDY_STEP_DONE;
	strbuf_trunc(out, from);
	return told.whole > 0 ? STUDY_STEP_CLASH : STUDY_STEP_LINES;
}
