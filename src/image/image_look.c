/* image_look.c: commands that leave nothing behind */
#include <string.h>

#include "base/text.h"
#include "image/image_int.h"

/*
 * Whether a command only looks is decided by its name, its options and where
 * its output goes. In doubt it is one that does something: a line too many in
 * a Dockerfile costs a layer, one too few the image.
 */

enum look_kind {
	LOOK_ALWAYS,
	LOOK_BARE,  /* without operands */
	LOOK_NOT,   /* unless one of `words` is among its words */
	LOOK_FIRST, /* its first operand is one of them */
	LOOK_SHELL, /* it changes the shell, which ends with its RUN */
};

static const struct {
	const char *name;
	enum look_kind kind;
	const char *words; /* with a space on either side */
} look_table[] = {
	{ "ls", LOOK_ALWAYS, NULL },
	{ "ll", LOOK_ALWAYS, NULL },
	{ "dir", LOOK_ALWAYS, NULL },
	{ "pwd", LOOK_ALWAYS, NULL },
	{ "cat", LOOK_ALWAYS, NULL },
	{ "less", LOOK_ALWAYS, NULL },
	{ "more", LOOK_ALWAYS, NULL },
	{ "head", LOOK_ALWAYS, NULL },
	{ "tail", LOOK_ALWAYS, NULL },
	{ "printenv", LOOK_ALWAYS, NULL },
	{ "env", LOOK_BARE, NULL },
	{ "set", LOOK_SHELL, NULL },
	{ "echo", LOOK_ALWAYS, NULL },
	{ "printf", LOOK_NOT, " -v " },
	{ "which", LOOK_ALWAYS, NULL },
	{ "type", LOOK_ALWAYS, NULL },
	{ "command", LOOK_FIRST, " -v -V " },
	{ "hash", LOOK_ALWAYS, NULL },
	{ "whereis", LOOK_ALWAYS, NULL },
	{ "file", LOOK_ALWAYS, NULL },
	{ "stat", LOOK_ALWAYS, NULL },
	{ "wc", LOOK_ALWAYS, NULL },
	{ "grep", LOOK_ALWAYS, NULL },
	{ "egrep", LOOK_ALWAYS, NULL },
	{ "fgrep", LOOK_ALWAYS, NULL },
	{ "cut", LOOK_ALWAYS, NULL },
	{ "tr", LOOK_ALWAYS, NULL },
	{ "nl", LOOK_ALWAYS, NULL },
	{ "od", LOOK_ALWAYS, NULL },
	{ "xxd", LOOK_ALWAYS, NULL },
	{ "hexdump", LOOK_ALWAYS, NULL },
	{ "strings", LOOK_ALWAYS, NULL },
	{ "diff", LOOK_ALWAYS, NULL },
	{ "cmp", LOOK_ALWAYS, NULL },
	{ "sort", LOOK_NOT, " -o " },
	{ "column", LOOK_ALWAYS, NULL },
	{ "find", LOOK_NOT,
	    " -delete -exec -execdir -ok -okdir -fprint -fls -fprintf " },
	{ "ps", LOOK_ALWAYS, NULL },
	{ "jps", LOOK_ALWAYS, NULL },
	{ "top", LOOK_ALWAYS, NULL },
	{ "df", LOOK_ALWAYS, NULL },
	{ "du", LOOK_ALWAYS, NULL },
	{ "free", LOOK_ALWAYS, NULL },
	{ "uname", LOOK_ALWAYS, NULL },
	{ "hostname", LOOK_BARE, NULL },
	{ "whoami", LOOK_ALWAYS, NULL },
	{ "id", LOOK_ALWAYS, NULL },
	{ "groups", LOOK_ALWAYS, NULL },
	{ "date", LOOK_NOT, " -s --set " },
	{ "uptime", LOOK_ALWAYS, NULL },
	{ "history", LOOK_SHELL, NULL },
	{ "man", LOOK_ALWAYS, NULL },
	{ "help", LOOK_ALWAYS, NULL },
	{ "tree", LOOK_NOT, " -o " },
	{ "lsblk", LOOK_ALWAYS, NULL },
	{ "mount", LOOK_BARE, NULL },
	{ "getent", LOOK_ALWAYS, NULL },
	{ "dpkg", LOOK_FIRST, " -l -L -s -S -p --list --print-architecture " },
	{ "dpkg-query", LOOK_ALWAYS, NULL },
	{ "apt-cache", LOOK_ALWAYS, NULL },
	{ "apt", LOOK_FIRST, " list search show policy depends " },
	{ "rpm", LOOK_FIRST, " -q -qa -qi -ql " },
	{ "pip", LOOK_FIRST, " list show freeze " },
	{ "pip3", LOOK_FIRST, " list show freeze " },
	{ "readlink", LOOK_ALWAYS, NULL },
	{ "realpath", LOOK_ALWAYS, NULL },
	{ "basename", LOOK_ALWAYS, NULL },
	{ "dirname", LOOK_ALWAYS, NULL },
	{ "locale", LOOK_ALWAYS, NULL },
	{ "ldd", LOOK_ALWAYS, NULL },
	{ "nproc", LOOK_ALWAYS, NULL },
	{ "lscpu", LOOK_ALWAYS, NULL },
	{ "ss", LOOK_ALWAYS, NULL },
	{ "netstat", LOOK_ALWAYS, NULL },
	{ "clear", LOOK_ALWAYS, NULL },
	{ "true", LOOK_ALWAYS, NULL },
	{ ":", LOOK_ALWAYS, NULL },
	{ "sleep", LOOK_ALWAYS, NULL },
	{ "exit", LOOK_SHELL, NULL },
	{ "logout", LOOK_SHELL, NULL },
	{ "shopt", LOOK_SHELL, NULL },
	{ "alias", LOOK_SHELL, NULL },
	{ "unalias", LOOK_SHELL, NULL },
	{ "trap", LOOK_SHELL, NULL },
	{ "ulimit", LOOK_SHELL, NULL },
	{ "jobs", LOOK_SHELL, NULL },
	{ "fg", LOOK_SHELL, NULL },
	{ "bg", LOOK_SHELL, NULL },
	{ "disown", LOOK_SHELL, NULL },
	{ "kill", LOOK_SHELL, NULL },
	{ "pkill", LOOK_SHELL, NULL },
	{ "killall", LOOK_SHELL, NULL },
	{ "wait", LOOK_SHELL, NULL },
	{ "source", LOOK_SHELL, NULL },
	{ ".", LOOK_SHELL, NULL },
	{ "declare", LOOK_SHELL, NULL },
	{ "typeset", LOOK_SHELL, NULL },
	{ "readonly", LOOK_SHELL, NULL },
};

static bool
look_among(const char *words, const char *word)
{
	size_t len = strlen(word);
	const char *at;

	for (at = words; (at = strstr(at, word)) != NULL; at++)
		if (at > words && at[-1] == ' ' && at[len] == ' ')
			return len > 0;
	return false;
}

/* What any program understands: it tells of itself and does nothing else. */
static bool
look_asks(const struct image_command *c, size_t i)
{
	static const char words[] = " --version -version --help version -V ";

	return c->n_words == i + 2 && look_among(words, c->words[i + 1].raw);
}

/* What is no file of an image, whatever is written to it. */
static bool
look_no_file(const char *to)
{
	return text_starts(to, "/dev/") || text_starts(to, "/proc/") ||
	       text_starts(to, "/sys/");
}

/* Whether something is written into a file: not where output is thrown away or
 * goes where other output goes. */
static bool
look_writes(const struct image_command *c)
{
	size_t i;

	for (i = 0; i < c->n_redirects; i++) {
		const struct image_redirect *r = &c->redirects[i];

		if (strchr(r->op, '>') != NULL && !look_no_file(r->to.raw) &&
		    (strcmp(r->op, ">&") != 0 ||
			strspn(r->to.raw, "0123456789-") != strlen(r->to.raw)))
			return true;
	}
	return false;
}

/* A word of it is made by a command that does something: "$(make)". */
static bool
look_runs(const struct image_command *c, struct arena *a)
{
	struct image_line inner;
	size_t i, k;

	for (i = 0; i < c->n_words; i++)
		for (k = 0; k < c->words[i].n_pieces; k++) {
			const struct image_piece *p = &c->words[i].pieces[k];

			if (p->kind != IMAGE_OTHER)
				continue;
			if (*p->text == '`')
				return true;
			if (!text_starts(p->text, "$(") ||
			    text_starts(p->text, "$(("))
				continue;
			image_sh_parse(&inner,
			    arena_strndup(a, p->text + 2, strlen(p->text) - 3),
			    a);
			if (image_look(&inner, a) == NULL)
				return true;
		}
	return false;
}

/* The commands of a loop or a group in a row, without what holds them together:
 * whether one of them does something. A case, or a list of numbers, is taken
 * for one that does. */
static bool
look_group(const char *raw, struct arena *a)
{
	static const char words[] = " if then elif else fi while until do done "
				    "{ } ! ";
	char *text = arena_strdup(a, raw), *s, word[8];
	size_t len = strlen(text);
	struct image_line inner;

	if (*text == '(' && text[1] != '(' && text[len - 1] == ')')
		*text = text[len - 1] = ' ';
	for (s = text; *s != '\0'; s += len + (s[len] != '\0')) {
		len = strcspn(s, " \t\n;&|()");
		if (len == 0 || len >= sizeof(word))
			continue;
		memcpy(word, s, len);
		word[len] = '\0';
		if (strcmp(word, "case") == 0 || strcmp(word, "[[") == 0)
			return true;
		if (look_among(words, word))
			memset(s, ' ', len);
		else if (strcmp(word, "for") == 0)
			memcpy(s, ":  ", 3);
	}
	image_sh_parse(&inner, text, a);
	return image_look(&inner, a) == NULL;
}

/* NULL: it does something; else of which kind it is. */
static const char *
look_command(const struct image_command *c, struct arena *a)
{
	static const char looks[] = "it looks around",
			  shell[] = "it is for its shell alone";
	size_t i = c->n_sets, k, n = sizeof(look_table) / sizeof(*look_table);
	const char *name;

	if (look_writes(c) || look_runs(c, a) || c->n_words == i)
		return NULL;
	if (c->shape == IMAGE_GROUP)
		return look_group(c->words[0].raw, a) ? NULL : looks;
	if (look_asks(c, i))
		return looks;
	name = c->words[i].raw;
	for (k = 0; k < n && strcmp(look_table[k].name, name) != 0; k++)
		;
	if (k == n)
		return NULL;
	switch (look_table[k].kind) {
	case LOOK_ALWAYS:
		return looks;
	case LOOK_SHELL:
		return shell;
	case LOOK_BARE:
		return c->n_words == i + 1 ? looks : NULL;
	case LOOK_FIRST:
		return c->n_words > i + 1 && look_among(look_table[k].words,
						 c->words[i + 1].raw)
			   ? looks
			   : NULL;
	case LOOK_NOT:
		break;
	}
	for (i++; i < c->n_words; i++)
		if (look_among(look_table[k].words, c->words[i].raw))
			return NULL;
	return looks;
}

const char *
image_look(const struct image_line *l, struct arena *a)
{
	const char *why = NULL, *one;
	size_t i;

	if (!l->plain)
		return NULL;
	if (l->n == 0)
		return "there is nothing to do";
	for (i = 0; i < l->n; i++) {
		if ((one = look_command(&l->v[i], a)) == NULL)
			return NULL;
		if (why == NULL || *one == 'i')
			why = one;
	}
	return why;
}
