/* study_meta.c: what the front matter of a day says of its tries
 *
 *	---
 *	rules:
 *	  t7k2: every day, ≤30m, topic cs
 *	  read a book: 3 days a week, topic reading
 *	---
 *
 * A rule that would be in the way in the text of a TRY stands here. Its key is
 * the id of the try, or the beginning of its text for one without an id. All
 * other keys are those of any note, and none of ours.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "base/yamldoc.h"
#include "study/study_int.h"
#include "study/study_tries.h"

#define RULES "rules"

static bool
begins(const char *text, const char *key)
{
	char *a = utf8_fold(text), *b = utf8_fold(key);
	bool yes = !text_blank(b) && text_starts(a, b);

	free(a);
	free(b);
	return yes;
}

/* The try that the key names: by its id, or the only one that begins so. */
static struct study_item *
find(struct study_item_list *tries, const char *key)
{
	struct study_item *found = NULL;
	const char *id = key + (*key == '^');
	size_t i;

	for (i = 0; i < tries->n; i++)
		if (tries->v[i].id != NULL && strcmp(tries->v[i].id, id) == 0)
			return &tries->v[i];
	for (i = 0; i < tries->n; i++) {
		if (!begins(tries->v[i].text, key))
			continue;
		if (found != NULL)
			return NULL;
		found = &tries->v[i];
	}
	return found;
}

static const char *
put(struct study_item_list *tries, const struct yamldoc *v, struct arena *a)
{
	struct study_item *it;
	struct study_rule rule;

	if (v->kind != YAMLDOC_SCALAR || !study_rule_parse(&rule, v->text, a))
		return "is no rule that the log can judge: write how often, "
		       "and a limit or a topic, as in every day, ≤30m, topic "
		       "cs";
	if ((it = find(tries, v->key)) == NULL)
		return "is of no TRY of this day: begin the line with its id, "
		       "or with the beginning of its text and of no other";
	it->rule = v->text;
	return NULL;
}

void
study_meta_rules(struct study_item_list *tries, const struct study_map *m,
    const char *path, struct arena *a, struct diag_list *d)
{
	struct err e = ERR_INIT;
	const struct yamldoc *rules, *v;
	struct yamldoc *doc;
	const char *yaml;
	int line, col;
	size_t len;

	if (m->head < 2)
		return;
	yaml = m->text + m->lines[0].next;
	len = m->lines[m->head - 1].at - m->lines[0].next;
	/* What is not YAML is told where all of the front matter is read. */
	if (memmem(yaml, len, RULES ":", sizeof(RULES)) == NULL ||
	    yamldoc_parse(&doc, yaml, len, a, &line, &col, &e) == -1 ||
	    (rules = yamldoc_get(doc, RULES)) == NULL)
		return;
	if (rules->kind != YAMLDOC_MAPPING) {
		diag(d, DIAG_DAY, path, rules->line + 1, rules->col,
		    "%s: write a line for each, ID: RULE, indented below it",
		    RULES);
		return;
	}
	for (v = rules->first; v != NULL; v = v->next) {
		const char *wrong = put(tries, v, a);

		if (wrong != NULL)
			diag(d, DIAG_DAY, path, v->line + 1, v->col,
			    "%s: '%s' %s", RULES, v->key, wrong);
	}
}
