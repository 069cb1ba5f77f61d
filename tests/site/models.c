/* models.c: halfhour, which also tells what its templates can read */
/*
 * The program with one function wrapped: for each template that is rendered,
 * a line of JSON goes to the file that MODELS names:
 *
 *	{"template":"day.html","model":{"title":"text","days":[…]}}
 *
 * A value is "text", "html", "true" or "false", a list or an object; of texts
 * that are empty it is "empty". The words are left out.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tmpl/tmpl_int.h"

int __real_tmpl_render(struct strbuf *out, const struct tmpl_set *set,
    const char *name, const struct tmpl_val *scope, struct err *e);
int __wrap_tmpl_render(struct strbuf *out, const struct tmpl_set *set,
    const char *name, const struct tmpl_val *scope, struct err *e);

static void
print_value(FILE *f, const struct tmpl_val *v)
{
	static const char *const names[] = { "false", "true", "text", "html" };
	bool list = v->kind == TMPL_LIST, first = true;
	size_t i;

	if (v->kind < TMPL_LIST) {
		bool text = v->kind == TMPL_TEXT || v->kind == TMPL_HTML;

		fprintf(f, "\"%s\"",
		    text && v->len == 0 ? "empty" : names[v->kind]);
		return;
	}
	fputc(list ? '[' : '{', f);
	for (i = 0; i < v->n; i++) {
		if (!list && strcmp(v->v[i].key, "words") == 0)
			continue;
		if (!first)
			fputc(',', f);
		first = false;
		if (!list)
			fprintf(f, "\"%s\":", v->v[i].key);
		print_value(f, v->v[i].v);
	}
	fputc(list ? ']' : '}', f);
}

int
__wrap_tmpl_render(struct strbuf *out, const struct tmpl_set *set,
    const char *name, const struct tmpl_val *scope, struct err *e)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	const char *path = getenv("MODELS");
	FILE *f;

	/* Pages are made by several threads. */
	pthread_mutex_lock(&one);
	f = path != NULL ? fopen(path, "a") : NULL;
	if (f != NULL) {
		fprintf(f, "{\"template\":\"%s\",\"model\":", name);
		print_value(f, scope);
		fputs("}\n", f);
		fclose(f);
	}
	pthread_mutex_unlock(&one);
	return __real_tmpl_render(out, set, name, scope, e);
}
