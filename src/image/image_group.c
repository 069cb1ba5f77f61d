/* image_group.c: where a loop, a group or a function of a shell ends */
#include <string.h>

#include "base/text.h"
#include "image/image_int.h"

/*
 * What is more than a simple command is taken as it stands, but where it ends
 * has to be known: what stands before and behind it are commands of their own
 * (POSIX.1-2017, Shell Command Language, 2.9.4 and 2.10). So the grammar is
 * walked, and nothing is kept of it. Whatever does not fit it is bad, and then
 * the whole line is taken as it stands.
 */
#define GROUP_DEEP 60
#define GROUP_DOCS 8

struct group {
	const char *s;
	size_t at;
	int deep;
	bool bad;
	struct {
		size_t from, len; /* of its end, with its quotes */
		bool tabs;
	} docs[GROUP_DOCS]; /* whose texts are still to come */
	size_t n_docs;
};

static void group_list(struct group *g);
static void group_command(struct group *g);

static char
group_c(const struct group *g)
{
	return g->s[g->at];
}

/* ---- words ------------------------------------------------------------------- */

static void
group_until(struct group *g, char end)
{
	for (g->at++; group_c(g) != end; g->at++) {
		if (group_c(g) == '\\' && end != '\'' &&
		    g->s[g->at + 1] != '\0')
			g->at++;
		if (group_c(g) == '\0') {
			g->bad = true;
			return;
		}
	}
	g->at++;
}

/* Brackets that hold no commands: ${…} and ((…)). */
static void
group_match(struct group *g, char open, char close)
{
	int depth = 0;

	while (!g->bad) {
		char c = group_c(g);

		if (c == '\0')
			g->bad = true;
		else if (c == '\\' && g->s[g->at + 1] != '\0')
			g->at += 2;
		else if (c == '\'' || c == '"' || c == '`')
			group_until(g, c);
		else {
			g->at++;
			depth += (c == open) - (c == close);
			if (depth == 0)
				return;
		}
	}
}

/* ( … ), from its first bracket on. */
static void
group_paren(struct group *g)
{
	g->at++;
	group_list(g);
	if (group_c(g) != ')')
		g->bad = true;
	else
		g->at++;
}

static void
group_dollar(struct group *g)
{
	g->at++;
	if (text_starts(g->s + g->at, "(("))
		group_match(g, '(', ')');
	else if (group_c(g) == '(')
		group_paren(g);
	else if (group_c(g) == '{')
		group_match(g, '{', '}');
}

static void
group_double(struct group *g)
{
	for (g->at++; !g->bad && group_c(g) != '"';) {
		if (group_c(g) == '\0')
			g->bad = true;
		else if (group_c(g) == '\\' && g->s[g->at + 1] != '\0')
			g->at += 2;
		else if (group_c(g) == '$')
			group_dollar(g);
		else if (group_c(g) == '`')
			group_until(g, '`');
		else
			g->at++;
	}
	g->at += !g->bad;
}

static void
group_word(struct group *g)
{
	size_t from = g->at;

	while (!g->bad && group_c(g) != '\0' &&
	       strchr(" \t\n;&|<>)", group_c(g)) == NULL) {
		char c = group_c(g);

		if (c == '\\' && g->s[g->at + 1] != '\0')
			g->at += 2;
		else if (c == '\'' || c == '`')
			group_until(g, c);
		else if (c == '"')
			group_double(g);
		else if (c == '$')
			group_dollar(g);
		else if (c == '(') {
			/* A=(…) is a list; name() is none of a word. */
			if (g->at == from || g->s[g->at - 1] != '=')
				return;
			group_match(g, '(', ')');
		} else
			g->at++;
	}
}

/* ---- blanks and heredocs ------------------------------------------------------ */

/* The end of a heredoc without its quotes is this line. */
static bool
group_doc_ends(const struct group *g, size_t doc, const char *line, size_t len)
{
	const char *end = g->s + g->docs[doc].from;
	size_t i, k = 0;

	for (i = 0; i < g->docs[doc].len; i++) {
		if (strchr("'\"\\", end[i]) != NULL)
			continue;
		if (k == len || line[k] != end[i])
			return false;
		k++;
	}
	return k == len;
}

/* Behind the end of a line: the texts of its heredocs. */
static void
group_docs(struct group *g)
{
	size_t i;

	for (i = 0; i < g->n_docs && !g->bad; i++)
		for (;;) {
			const char *line = g->s + g->at;
			size_t len = strcspn(line, "\n");
			bool more = line[len] == '\n';

			g->at += len + more;
			while (g->docs[i].tabs && len > 0 && *line == '\t')
				line++, len--;
			if (group_doc_ends(g, i, line, len))
				break;
			if (!more) {
				g->bad = true;
				break;
			}
		}
	g->n_docs = 0;
}

static void
group_blanks(struct group *g)
{
	for (;;) {
		if (group_c(g) == ' ' || group_c(g) == '\t')
			g->at++;
		else if (text_starts(g->s + g->at, "\\\n"))
			g->at += 2;
		else if (group_c(g) == '#')
			g->at += strcspn(g->s + g->at, "\n");
		else
			return;
	}
}

static void
group_lines(struct group *g)
{
	for (;;) {
		group_blanks(g);
		if (group_c(g) != '\n' || g->bad)
			return;
		g->at++;
		group_docs(g);
	}
}

/* Redirections that begin here. */
static bool
group_redirect(struct group *g)
{
	size_t at = g->at + strspn(g->s + g->at, "0123456789");
	const char *s = g->s + at;
	bool doc = text_starts(s, "<<") && s[2] != '<';

	if (*s == '&' && s[1] == '>' && at == g->at)
		at++;
	else if (*s != '<' && *s != '>')
		return false;
	g->at = at + strspn(g->s + at, "<>|&") + (doc && s[2] == '-');
	if (group_c(g) == '(') { /* <(…) */
		group_paren(g);
		return true;
	}
	group_blanks(g);
	at = g->at;
	group_word(g);
	if (at == g->at || (doc && g->n_docs == GROUP_DOCS))
		g->bad = true;
	else if (doc) {
		g->docs[g->n_docs].from = at;
		g->docs[g->n_docs].len = g->at - at;
		g->docs[g->n_docs++].tabs = s[2] == '-';
	}
	return true;
}

/* ---- commands ------------------------------------------------------------------ */

/* Whether this word stands here, by itself. */
static bool
group_is(const struct group *g, const char *word)
{
	size_t len = strlen(word);

	return text_starts(g->s + g->at, word) &&
	       (g->s[g->at + len] == '\0' ||
		   strchr(" \t\n;&|<>()", g->s[g->at + len]) != NULL);
}

static void
group_expect(struct group *g, const char *word)
{
	group_lines(g);
	if (group_is(g, word))
		g->at += strlen(word);
	else
		g->bad = true;
}

/* What ends a list of commands. */
static bool
group_ends(const struct group *g)
{
	static const char *const words[] = { "then", "elif", "else", "fi", "do",
		"done", "esac", "}" };
	size_t i;

	if (group_c(g) == '\0' || group_c(g) == ')' ||
	    text_starts(g->s + g->at, ";;") || text_starts(g->s + g->at, ";&"))
		return true;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (group_is(g, words[i]))
			return true;
	return false;
}

static void
group_list(struct group *g)
{
	if (++g->deep > GROUP_DEEP)
		g->bad = true;
	for (group_lines(g); !g->bad && !group_ends(g); group_lines(g)) {
		group_command(g);
		group_blanks(g);
		if (group_ends(g) && group_c(g) != ';')
			break;
		if (text_starts(g->s + g->at, "&&") ||
		    text_starts(g->s + g->at, "||") ||
		    text_starts(g->s + g->at, "|&"))
			g->at += 2;
		else if (text_starts(g->s + g->at, ";;") ||
			 text_starts(g->s + g->at, ";&"))
			break;
		else if (strchr(";&|", group_c(g)) != NULL)
			g->at++;
		else if (group_c(g) != '\n')
			g->bad = true;
	}
	g->deep--;
}

static void
group_if(struct group *g)
{
	group_list(g);
	group_expect(g, "then");
	group_list(g);
	while (!g->bad && group_is(g, "elif")) {
		g->at += strlen("elif");
		group_list(g);
		group_expect(g, "then");
		group_list(g);
	}
	if (group_is(g, "else")) {
		g->at += strlen("else");
		group_list(g);
	}
	group_expect(g, "fi");
}

static void
group_do(struct group *g)
{
	group_expect(g, "do");
	group_list(g);
	group_expect(g, "done");
}

/* Behind "for" or "select". */
static void
group_for(struct group *g)
{
	group_blanks(g);
	if (text_starts(g->s + g->at, "(("))
		group_match(g, '(', ')');
	else
		group_word(g);
	group_lines(g);
	if (group_is(g, "in"))
		for (g->at += 2; !g->bad;) {
			size_t at;

			group_blanks(g);
			at = g->at;
			group_word(g);
			if (at == g->at)
				break;
		}
	group_blanks(g);
	if (group_c(g) == ';')
		g->at++;
	group_do(g);
}

static void
group_case(struct group *g)
{
	group_blanks(g);
	group_word(g);
	group_expect(g, "in");
	for (group_lines(g); !g->bad && !group_is(g, "esac"); group_lines(g)) {
		if (group_c(g) == '(')
			g->at++;
		for (;;) {
			group_blanks(g);
			group_word(g);
			group_blanks(g);
			if (group_c(g) != '|')
				break;
			g->at++;
		}
		if (group_c(g) != ')') {
			g->bad = true;
			return;
		}
		g->at++;
		group_list(g);
		while (group_c(g) == ';' || group_c(g) == '&')
			g->at++;
	}
	group_expect(g, "esac");
}

/* [[ … ]] */
static void
group_test(struct group *g)
{
	while (!g->bad && !group_is(g, "]]")) {
		size_t at = g->at;

		group_blanks(g);
		group_word(g);
		if (strchr("<>()&|\n", group_c(g)) != NULL)
			g->at += group_c(g) != '\0';
		g->bad |= at == g->at;
	}
	g->at += 2;
}

/* ( … ) behind the name of a function, and its body. */
static void
group_function(struct group *g)
{
	group_blanks(g);
	if (group_c(g) == '(') {
		g->at++;
		group_blanks(g);
		if (group_c(g) != ')')
			g->bad = true;
		else
			g->at++;
	}
	group_lines(g);
	if (!g->bad)
		group_command(g);
}

static bool
group_word_is(struct group *g, const char *word)
{
	if (!group_is(g, word))
		return false;
	g->at += strlen(word);
	return true;
}

/* What is no simple command, without what is redirected; false: it is one. */
static bool
group_compound(struct group *g)
{
	if (text_starts(g->s + g->at, "(("))
		group_match(g, '(', ')');
	else if (group_c(g) == '(')
		group_paren(g);
	else if (group_word_is(g, "if"))
		group_if(g);
	else if (group_word_is(g, "while") || group_word_is(g, "until")) {
		group_list(g);
		group_do(g);
	} else if (group_word_is(g, "for") || group_word_is(g, "select"))
		group_for(g);
	else if (group_word_is(g, "case"))
		group_case(g);
	else if (group_word_is(g, "{")) {
		group_list(g);
		group_expect(g, "}");
	} else if (group_word_is(g, "[["))
		group_test(g);
	else if (group_word_is(g, "function")) {
		group_blanks(g);
		group_word(g);
		group_function(g);
	} else
		return false;
	return true;
}

static void
group_command(struct group *g)
{
	bool compound;
	size_t at;

	group_blanks(g);
	while (group_word_is(g, "!") || group_word_is(g, "time"))
		group_blanks(g);
	compound = group_compound(g);
	do {
		group_blanks(g);
		at = g->at;
		if (g->bad || group_redirect(g))
			continue;
		group_word(g);
		if (group_c(g) == '(' && at != g->at && !compound) {
			group_function(g);
			return;
		}
		g->bad |= compound && at != g->at;
	} while (at != g->at && !g->bad);
}

/* ---- what others ask ------------------------------------------------------------ */

size_t
image_group_paren(const char *s)
{
	struct group g = { .s = s };

	group_paren(&g);
	return g.bad || g.n_docs > 0 ? 0 : g.at;
}

enum image_shape
image_group_find(const char *s, size_t *len, size_t *name, size_t *name_len)
{
	struct group g = { .s = s };
	bool function = group_is(&g, "function"), found;

	*name = function ? strlen("function") : 0;
	*name += strspn(s + *name, " \t");
	*name_len = strcspn(s + *name, " \t\n;&|<>()'\"$`\\=");
	g.at = *name + *name_len;
	g.at += strspn(s + g.at, " \t");
	if (!function && *name_len > 0 && group_c(&g) == '(') {
		function = found = true;
		group_function(&g);
	} else {
		g.at = 0;
		found = group_compound(&g);
	}
	*len = found && !g.bad && g.n_docs == 0 ? g.at : 0;
	return !found ? IMAGE_SIMPLE : function ? IMAGE_FUNCTION : IMAGE_GROUP;
}
