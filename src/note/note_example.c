/* note_example.c: code blocks that are examples, and the files that these have */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "note/note_md.h"

/* So many names are compared with misspelt ones in a note, and no more: the
 * time for it must not grow with the square of its length. */
#define NEAR_MOST 20000

/* "c-1", "main-data.txt": an id that is a file name too, whatever the words
 * it is made of. */
static const char *
example_name(const struct note_example *x, struct note_build *b)
{
	bool output = note_attr(x, "output-of") != NULL;
	char *id = output ? xasprintf("%s-output", x->of)
		   : x->of != NULL && x->file != NULL
		       ? xasprintf("%s-%s", x->of, x->file)
		       : xasprintf("%s-%zu", x->lang, b->n_examples + 1);
	const char *copy;
	char *s;

	for (s = id; *s != '\0'; s++)
		if (!isalnum((unsigned char)*s) && (*s != '.' || s == id) &&
		    *s != '_')
			*s = '-';
	copy = arena_strndup(b->a, id, 64);
	free(id);
	return copy;
}

/* The ids of examples are their addresses, so they are unique in a note. */
static void
example_id(struct note_example *x, struct note_build *b)
{
	const char *want = x->id;
	const int *other;
	size_t n;

	if (want == NULL)
		want = x->id = example_name(x, b);
	else if ((other = map_get(b->taken_examples, want)) != NULL)
		diag(b->d, DIAG_EXAMPLE_TWICE, b->src->path, x->line, 1,
		    "#%s is an example already, on line %d; give one of them "
		    "another id",
		    want, *other);
	for (n = b->n_examples + 1; map_get(b->taken_examples, x->id) != NULL;
	     n++)
		x->id = arena_printf(b->a, "%s-%zu", want, n);
	map_put(b->taken_examples, x->id,
	    arena_copy(b->a, &x->line, 1, sizeof(x->line)));
}

void
note_example(cmark_node *node, struct note_build *b)
{
	const char *info = cmark_node_get_fence_info(node), *problem = NULL;
	struct note_example x;
	int line, rc;
	char *s;

	if (info == NULL)
		return;
	line = cmark_node_get_start_line(node) + b->body_line;
	rc = note_fence_parse(&x, info, b->a, &problem);
	if (rc == -1)
		diag(b->d, DIAG_EXAMPLE, b->src->path, line, 1, "%s", problem);
	if (rc != 1)
		return;
	x.line = line;
	x.code = arena_strdup(b->a, cmark_node_get_literal(node));
	x.code_len = strlen(x.code);
	example_id(&x, b);
	x.html = note_code_html(&x, x.code, b);
	s = note_md_mark('e', b->n_examples);
	*VEC_PUSH(b->examples, b->n_examples, b->cap_examples) = x;
	note_md_before(node, note_md_raw_node(CMARK_NODE_HTML_BLOCK, s));
	cmark_node_free(node);
	free(s);
}

/* The example that is meant by a name that none has, or NULL. */
static const char *
example_near(const struct note_build *b, const char *name, size_t *compared)
{
	const char *near = NULL;
	int least = TEXT_FAR;
	size_t i;

	if (*compared >= NEAR_MOST)
		return NULL;
	*compared += b->n_examples;
	for (i = 0; i < b->n_examples; i++) {
		const struct note_example *x = &b->examples[i];
		int far = x->of == NULL ? text_slip(name, x->id) : TEXT_FAR;

		if (far < least) {
			least = far;
			near = x->id;
		}
	}
	return near;
}

void
note_example_files(struct note_build *b)
{
	struct map *ids = map_new();
	size_t i, compared = 0;

	for (i = 0; i < b->n_examples; i++)
		map_put(ids, b->examples[i].id, &b->examples[i]);
	for (i = 0; i < b->n_examples; i++) {
		const struct note_example *x = &b->examples[i], *of;
		const char *near, *what;

		if (x->of == NULL)
			continue;
		what = note_attr(x, "output-of") ? "the output" : "a file";
		if ((of = map_get(ids, x->of)) == NULL) {
			near = example_near(b, x->of, &compared);
			diag(b->d, DIAG_EXAMPLE, b->src->path, x->line, 1,
			    "this is %s of #%s, and there is no such "
			    "example here%s%s%s",
			    what, x->of, near ? "; is it #" : "",
			    near ? near : "", near ? "?" : "");
		} else if (of->of != NULL)
			diag(b->d, DIAG_EXAMPLE, b->src->path, x->line, 1,
			    "this is %s of #%s, which is itself a file of "
			    "#%s; name the example",
			    what, x->of, of->of);
	}
	map_free(ids);
}
