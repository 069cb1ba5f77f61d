/* image_sh.c: a line of a shell, in its parts */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "image/image_int.h"

/*
 * Only as much of the shell is understood as commands have that one types:
 * words with quotes and variables, redirections, heredocs, and && || ; | &
 * between (POSIX.1-2017, Shell Command Language, 2.2 to 2.10). A loop, a
 * group, a function is one command, as it stands (image_group.c). Whatever
 * else there is makes the line one that is not plain, and then all of it is
 * taken as it stands, never by halves.
 */
struct sh {
	const char *s;
	size_t at;
	struct arena *a;
	bool odd;  /* not plain */
	bool bash; /* as in image_line */
	struct image_command *v;
	size_t n, cap;
	struct image_word *words; /* of the command at hand */
	size_t n_words, cap_words, n_sets;
	struct image_redirect *redirects;
	size_t n_redirects, cap_redirects;
	struct image_piece *pieces; /* of the word at hand */
	size_t n_pieces, cap_pieces;
	struct strbuf text; /* of the piece at hand */
	size_t begin, end;  /* of the command at hand */
	enum image_shape shape;
	const char *name;
};

const char *
image_word_text(const struct image_word *w)
{
	if (w->n_pieces == 0)
		return "";
	if (w->n_pieces > 1 || w->pieces[0].kind != IMAGE_TEXT)
		return NULL;
	return w->pieces[0].text;
}

size_t
image_name_len(const char *s)
{
	size_t n = 0;

	if (isdigit((unsigned char)*s))
		return 0;
	while (isalnum((unsigned char)s[n]) || s[n] == '_')
		n++;
	return n;
}

/* ---- pieces of a word ------------------------------------------------------- */

static void
sh_flush(struct sh *p)
{
	if (p->text.len == 0)
		return;
	*VEC_PUSH(p->pieces, p->n_pieces, p->cap_pieces) =
	    (struct image_piece){ IMAGE_TEXT,
		    arena_strndup(p->a, p->text.buf, p->text.len) };
	strbuf_clear(&p->text);
}

static void
sh_piece(struct sh *p, enum image_piece_kind kind, size_t from, size_t to)
{
	sh_flush(p);
	*VEC_PUSH(p->pieces, p->n_pieces, p->cap_pieces) =
	    (struct image_piece){ kind,
		    arena_strndup(p->a, p->s + from, to - from) };
}

/* Behind what closes the bracket at `at`, quotes heeded; 0: nothing does. */
static size_t
sh_match(const char *s, size_t at, char open, char close)
{
	int depth = 0;
	char quote = '\0';

	for (; s[at] != '\0'; at++) {
		if (s[at] == '\\' && quote != '\'' && s[at + 1] != '\0')
			at++;
		else if (quote != '\0')
			quote = s[at] == quote ? '\0' : quote;
		else if (s[at] == '\'' || s[at] == '"')
			quote = s[at];
		else if (s[at] == open)
			depth++;
		else if (s[at] == close && --depth == 0)
			return at + 1;
	}
	return 0;
}

/* What begins with "$" here. */
static void
sh_dollar(struct sh *p, bool quoted)
{
	const char *s = p->s + p->at + 1;
	size_t from = p->at, len = image_name_len(s), to;

	if (len > 0) {
		sh_piece(p, IMAGE_VAR, from + 1, from + 1 + len);
		p->at += 1 + len;
		return;
	}
	if (*s == '{' && (len = image_name_len(s + 1)) > 0 &&
	    s[1 + len] == '}') {
		sh_piece(p, IMAGE_VAR, from + 2, from + 2 + len);
		p->at += 3 + len;
		return;
	}
	if (*s == '{' || *s == '(') {
		to = 0;
		if (*s == '(' && s[1] != '(' && (to = image_group_paren(s)) > 0)
			to += from + 1;
		if (to == 0)
			to =
			    sh_match(p->s, from + 1, *s, *s == '{' ? '}' : ')');
		/* ${X//a/b}, ${X^}, ${!X}, ${X:2} */
		if (*s == '{' && (s[1] == '!' ||
				     (s[1 + len] != '\0' &&
					 strchr("/^,@[", s[1 + len]) != NULL) ||
				     (s[1 + len] == ':' &&
					 isdigit((unsigned char)s[2 + len]))))
			p->bash = true;
		if (to == 0)
			p->odd = true;
		sh_piece(p, IMAGE_OTHER, from, to == 0 ? from + 2 : to);
		p->at = to == 0 ? from + 2 : to;
	} else if ((*s == '\'' || *s == '"') && !quoted) {
		p->bash = true;
		p->odd = true;
		p->at++;
	} else if (*s != '\0' && strchr("?$@*#!-0123456789", *s) != NULL) {
		sh_piece(p, IMAGE_OTHER, from, from + 2);
		p->at += 2;
	} else {
		strbuf_addc(&p->text, '$');
		p->at++;
	}
}

static void
sh_backquote(struct sh *p)
{
	size_t from = p->at;

	for (p->at++; p->s[p->at] != '`'; p->at++) {
		if (p->s[p->at] == '\\' && p->s[p->at + 1] != '\0')
			p->at++;
		if (p->s[p->at] == '\0') {
			p->odd = true;
			return;
		}
	}
	p->at++;
	sh_piece(p, IMAGE_OTHER, from, p->at);
}

static void
sh_double(struct sh *p)
{
	for (p->at++; p->s[p->at] != '"';) {
		char c = p->s[p->at], next = c == '\0' ? c : p->s[p->at + 1];

		if (c == '\0') {
			p->odd = true;
			return;
		}
		if (c == '$')
			sh_dollar(p, true);
		else if (c == '`')
			sh_backquote(p);
		else if (c == '\\' && next != '\0' &&
			 strchr("$`\"\\\n", next) != NULL) {
			if (next != '\n')
				strbuf_addc(&p->text, next);
			p->at += 2;
		} else {
			strbuf_addc(&p->text, c);
			p->at++;
		}
	}
	p->at++;
}

static void
sh_single(struct sh *p)
{
	const char *end = strchr(p->s + p->at + 1, '\'');

	if (end == NULL) {
		p->odd = true;
		return;
	}
	strbuf_add(
	    &p->text, p->s + p->at + 1, (size_t)(end - p->s) - p->at - 1);
	p->at = (size_t)(end - p->s) + 1;
}

/* {a,b} and {1..3} are several words, for bash. */
static bool
sh_brace(const struct sh *p)
{
	size_t n = strcspn(p->s + p->at, " \t\n}"), i;

	for (i = 1; i < n; i++)
		if (p->s[p->at + i] == ',' ||
		    text_starts(p->s + p->at + i, ".."))
			return p->s[p->at + n] == '}';
	return false;
}

/* Whether a shell makes something of this character, unquoted. */
static bool
sh_special(struct sh *p, size_t from)
{
	char c = p->s[p->at], before = p->at > from ? p->s[p->at - 1] : '\0';

	if (c == '{' && sh_brace(p)) {
		p->bash = true;
		return true;
	}
	if (c == '~')
		return before == '\0' || before == '=' || before == ':';
	return c == '*' || c == '?' || c == '[';
}

/* One character, or what is in quotes. */
static void
sh_char(struct sh *p, size_t from, bool *quoted)
{
	char c = p->s[p->at];

	if (c == '\'' || c == '"' || c == '\\')
		*quoted = true;
	if (c == '\'')
		sh_single(p);
	else if (c == '"')
		sh_double(p);
	else if (c == '$')
		sh_dollar(p, false);
	else if (c == '`')
		sh_backquote(p);
	else if (c == '\\') {
		if (p->s[p->at + 1] == '\0')
			p->odd = true;
		else if (p->s[p->at + 1] != '\n')
			strbuf_addc(&p->text, p->s[p->at + 1]);
		p->at += p->s[p->at + 1] == '\0' ? 1 : 2;
	} else if (sh_special(p, from)) {
		sh_piece(p, IMAGE_OTHER, p->at, p->at + 1);
		p->at++;
	} else {
		strbuf_addc(&p->text, c);
		p->at++;
	}
}

static struct image_word
sh_word(struct sh *p)
{
	size_t from = p->at;
	struct image_word w = { .raw = "" };

	p->n_pieces = 0;
	strbuf_clear(&p->text);
	while (!p->odd && p->s[p->at] != '\0' &&
	       strchr(" \t\n;&|<>()", p->s[p->at]) == NULL)
		sh_char(p, from, &w.quoted);
	sh_flush(p);
	w.raw = arena_strndup(p->a, p->s + from, p->at - from);
	w.pieces = arena_copy(p->a, p->pieces, p->n_pieces, sizeof(*p->pieces));
	w.n_pieces = p->n_pieces;
	p->end = p->at;
	return w;
}

/* ---- commands ------------------------------------------------------------------ */

static void
sh_blanks(struct sh *p)
{
	for (;;) {
		if (p->s[p->at] == ' ' || p->s[p->at] == '\t')
			p->at++;
		else if (p->s[p->at] == '\\' && p->s[p->at + 1] == '\n')
			p->at += 2;
		else
			return;
	}
}

/* A word that opens, or goes on with, what is no simple command. */
static bool
sh_keyword(const struct image_word *w)
{
	static const char *const words[] = { "if", "then", "elif", "else", "fi",
		"for", "while", "until", "do", "done", "case", "esac", "in",
		"function", "select", "time", "coproc", "{", "}", "!", "[[" };
	size_t i;

	for (i = 0; !w->quoted && i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(w->raw, words[i]) == 0)
			return true;
	return false;
}

/* Words that sh does not have, and echo, which it has with other escapes. */
static bool
sh_word_of_bash(const struct image_word *w, const char *line)
{
	static const char *const words[] = { "source", "declare", "typeset",
		"shopt", "pushd", "popd", "let", "mapfile", "readarray", "[[",
		"function", "select" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strcmp(w->raw, words[i]) == 0)
			return true;
	return strcmp(w->raw, "echo") == 0 && strchr(line, '\\') != NULL;
}

/* NAME=( … ), of which NAME= was read: a list, for bash. */
static void
sh_list(struct sh *p, struct image_word *w)
{
	size_t from = p->at - strlen(w->raw);
	size_t to = sh_match(p->s, p->at, '(', ')');
	const struct image_piece piece = { IMAGE_OTHER, "(" };

	p->bash = true;
	if (to == 0) {
		p->odd = true;
		return;
	}
	p->at = p->end = to;
	w->raw = arena_strndup(p->a, p->s + from, to - from);
	w->pieces = arena_copy(p->a, &piece, 1, sizeof(piece));
	w->n_pieces = 1;
}

static void
sh_add_word(struct sh *p)
{
	struct image_word w = sh_word(p);
	size_t name = image_name_len(w.raw), equals = name;

	equals += w.raw[name] == '+' && w.raw[name + 1] == '=';
	p->bash |= equals > name && name > 0;
	if (name > 0 && w.raw[equals] == '=' && w.raw[equals + 1] == '\0' &&
	    p->s[p->at] == '(')
		sh_list(p, &w);
	if (p->n_words == p->n_sets && name > 0 && w.raw[equals] == '=')
		p->n_sets++;
	else if (p->n_words == p->n_sets) {
		p->bash |= sh_word_of_bash(&w, p->s);
		p->odd |= sh_keyword(&w);
	}
	p->odd |= p->shape != IMAGE_SIMPLE;
	*VEC_PUSH(p->words, p->n_words, p->cap_words) = w;
}

/* What is no simple command and begins here is one word. */
static bool
sh_group(struct sh *p)
{
	size_t len, name, name_len;
	const char *s = p->s + p->at;
	struct image_piece piece = { IMAGE_OTHER, "(" };
	struct image_word w = { .n_pieces = 1 };

	if (p->n_words + p->n_redirects > 0)
		return false;
	p->shape = image_group_find(s, &len, &name, &name_len);
	if (p->shape == IMAGE_SIMPLE)
		return false;
	p->bash = true;
	if (len == 0) {
		p->odd = true;
		return true;
	}
	p->name = p->shape == IMAGE_FUNCTION
		      ? arena_strndup(p->a, s + name, name_len)
		      : NULL;
	w.raw = arena_strndup(p->a, s, len);
	w.pieces = arena_copy(p->a, &piece, 1, sizeof(piece));
	w.quoted = true;
	*VEC_PUSH(p->words, p->n_words, p->cap_words) = w;
	p->at += len;
	p->end = p->at;
	return true;
}

/* A redirection, if one begins here; `fd` is what stands before it. */
static bool
sh_redirect(struct sh *p)
{
	static const char *const ops[] = { "<<<", "<<-", "<<", "<&", "<>", "<",
		"&>>", "&>", ">>", ">&", ">|", ">" };
	size_t digits = strspn(p->s + p->at, "0123456789"), i, at;
	struct image_redirect r = { .fd = -1 };

	at = p->at + digits;
	for (i = 0; i < sizeof(ops) / sizeof(*ops); i++)
		if (text_starts(p->s + at, ops[i]))
			break;
	if (i == sizeof(ops) / sizeof(*ops) || (*ops[i] == '&' && digits > 0))
		return false;
	r.op = ops[i];
	if (digits > 0)
		r.fd = p->s[p->at] - '0';
	p->bash |= *r.op == '&' || strcmp(r.op, "<<<") == 0;
	p->at = at + strlen(r.op);
	if (p->s[p->at] == '(') {
		p->bash = true;
		p->odd = true;
	}
	sh_blanks(p);
	r.to = sh_word(p);
	p->odd |= *r.to.raw == '\0';
	*VEC_PUSH(p->redirects, p->n_redirects, p->cap_redirects) = r;
	return true;
}

/* The texts of the heredocs of this line begin where we are. */
static void
sh_bodies(struct sh *p)
{
	size_t i;

	for (i = 0; i < p->n_redirects; i++) {
		struct image_redirect *r = &p->redirects[i];
		const char *end = image_word_text(&r->to), *line;
		size_t len;

		if (strcmp(r->op, "<<") != 0 && strcmp(r->op, "<<-") != 0)
			continue;
		if (end == NULL) {
			p->odd = true;
			return;
		}
		r->body = p->s + p->at;
		for (;;) {
			line = p->s + p->at;
			len = strcspn(line, "\n");
			p->at += len + (line[len] == '\n');
			if (r->op[2] == '-')
				while (*line == '\t')
					line++, len--;
			if (len == strlen(end) && memcmp(line, end, len) == 0)
				break;
			if (p->s[p->at] == '\0') {
				p->odd = true; /* it has no end */
				return;
			}
		}
		while (line > r->body && line[-1] == '\t')
			line--;
		r->body_len = (size_t)(line - r->body);
	}
}

/* Whether the text of a heredoc is still to come: it then belongs to a command
 * before the last of its line, and that is more than we tell apart. */
static bool
sh_waits(const struct sh *p)
{
	size_t i;

	for (i = 0; i < p->n_redirects; i++)
		if (p->redirects[i].body == NULL &&
		    text_starts(p->redirects[i].op, "<<") &&
		    p->redirects[i].op[2] != '<')
			return true;
	return false;
}

/* The command at hand ends here. */
static void
sh_end(struct sh *p, enum image_join join)
{
	struct image_command *c;

	p->odd |= sh_waits(p);

	if (p->n_words + p->n_redirects == 0) {
		/* Nothing before "&&", or twice a sign: not one of ours. */
		if (join != IMAGE_JOIN_THEN && join != IMAGE_JOIN_END)
			p->odd = true;
		else if (p->n > 0 && p->v[p->n - 1].join >= IMAGE_JOIN_AND &&
			 p->v[p->n - 1].join <= IMAGE_JOIN_PIPE &&
			 join == IMAGE_JOIN_END)
			p->odd = true;
		return;
	}
	c = VEC_PUSH(p->v, p->n, p->cap);
	*c = (struct image_command){ .shape = p->shape,
		.name = p->name,
		.at = p->begin,
		.end = p->end,
		.words =
		    arena_copy(p->a, p->words, p->n_words, sizeof(*p->words)),
		.n_words = p->n_words,
		.n_sets = p->n_sets,
		.redirects = arena_copy(
		    p->a, p->redirects, p->n_redirects, sizeof(*p->redirects)),
		.n_redirects = p->n_redirects,
		.join = join };
	p->n_words = p->n_sets = p->n_redirects = 0;
	p->shape = IMAGE_SIMPLE;
	p->name = NULL;
}

/* What stands between commands, if it does here. */
static bool
sh_join(struct sh *p)
{
	const char *s = p->s + p->at;
	enum image_join join = IMAGE_JOIN_END;
	size_t len = 1;

	if (text_starts(s, "&&") || text_starts(s, "||")) {
		join = *s == '&' ? IMAGE_JOIN_AND : IMAGE_JOIN_OR;
		len = 2;
	} else if (text_starts(s, ";;") || *s == '(' || *s == ')')
		p->odd = true;
	else if (text_starts(s, "|&")) {
		p->bash = true;
		join = IMAGE_JOIN_PIPE;
		len = 2;
	} else if (*s == '|')
		join = IMAGE_JOIN_PIPE;
	else if (*s == '&')
		join = IMAGE_JOIN_BACK;
	else if (*s == ';' || *s == '\n')
		join = IMAGE_JOIN_THEN;
	else
		return false;
	p->at += len;
	if (*s == '\n')
		sh_bodies(p);
	sh_end(p, join);
	return true;
}

void
image_sh_parse(struct image_line *out, const char *text, struct arena *a)
{
	struct sh p = { .s = text, .a = a, .text = STRBUF_INIT };

	for (;;) {
		sh_blanks(&p);
		if (p.odd || text[p.at] == '\0')
			break;
		if (text[p.at] == '#')
			p.at += strcspn(text + p.at, "\n");
		else {
			if (p.n_words + p.n_redirects == 0)
				p.begin = p.at;
			if (!sh_redirect(&p) && !sh_group(&p) && !sh_join(&p))
				sh_add_word(&p);
		}
	}
	sh_end(&p, IMAGE_JOIN_END);
	*out = (struct image_line){ .text = text, .plain = !p.odd };
	/* Of what is not understood nobody knows in which shell it means the
	 * same. */
	out->bash = p.bash || p.odd;
	if (!p.odd) {
		out->n = p.n;
		out->v = arena_copy(a, p.v, p.n, sizeof(*p.v));
	}
	free(p.v);
	free(p.words);
	free(p.redirects);
	free(p.pieces);
	strbuf_release(&p.text);
}
