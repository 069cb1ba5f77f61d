/* note_meta_template.c: front matter with words that are yet to be filled in */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "base/yamldoc.h"
#include "note/note_int.h"
#include "note/note_meta_yaml.h"

/* What may stand for the braces of {{date}}: YAML has them as text, wherever
 * they are. The first pair is taken that the text does not have itself. */
static const char *const template_braces[][2] = { { "((", "))" },
	{ "<<", "^^" }, { "++", "$$" }, { "/+", "+/" }, { ";;", "~~" } };
#define BRACES (sizeof(template_braces) / sizeof(*template_braces))

static void
template_replace(char *s, const char *from, const char *to)
{
	while ((s = strstr(s, from)) != NULL) {
		memcpy(s, to, 2);
		s += 2;
	}
}

static const char *
template_restored(const char *s, const char *const braces[2], struct arena *a)
{
	char *copy;

	if (s == NULL ||
	    (strstr(s, braces[0]) == NULL && strstr(s, braces[1]) == NULL))
		return s;
	copy = arena_strdup(a, s);
	template_replace(copy, braces[0], "{{");
	template_replace(copy, braces[1], "}}");
	return copy;
}

static void
template_restore(
    struct yamldoc *v, const char *const braces[2], struct arena *a)
{
	for (; v != NULL; v = v->next) {
		v->key = template_restored(v->key, braces, a);
		v->text = template_restored(v->text, braces, a);
		template_restore(v->first, braces, a);
	}
}

int
note_meta_template(
    struct yamldoc **doc, const char *yaml, size_t len, struct arena *a)
{
	char *copy = xstrndup(yaml, len);
	struct err ignored = ERR_INIT;
	size_t i = 0;
	int line, col, rc = -1;

	while (i < BRACES && (strstr(copy, template_braces[i][0]) != NULL ||
				 strstr(copy, template_braces[i][1]) != NULL))
		i++;
	if (i < BRACES && strstr(copy, "{{") != NULL) {
		template_replace(copy, "{{", template_braces[i][0]);
		template_replace(copy, "}}", template_braces[i][1]);
		rc = yamldoc_parse(
		    doc, copy, strlen(copy), a, &line, &col, &ignored);
		if (rc == 0)
			template_restore(*doc, template_braces[i], a);
	}
	free(copy);
	return rc;
}

int
note_meta_yaml(
    struct yamldoc **doc, const char *yaml, size_t len, struct arena *a)
{
	struct err ignored = ERR_INIT;
	int line, col;

	if (yamldoc_parse(doc, yaml, len, a, &line, &col, &ignored) == 0)
		return 0;
	return note_meta_template(doc, yaml, len, a);
}
