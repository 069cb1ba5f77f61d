/* repo_login.c: name and password for a server, from `git credential` */
/*
 * git asks the helpers that its user has set up, and then its user, on the
 * terminal or by GIT_ASKPASS. The lines of git-credential(1) are sent over
 * a socket, to a program that is started without a shell; nothing of it is
 * written anywhere.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_link.h"

#define ANSWER_MAX ((size_t)64 << 10)

static int
ask(struct strbuf *out, const char *verb, const struct strbuf *lines,
    const char *dir, struct err *e)
{
	const char *const argv[] = { "git", "credential", verb, NULL };
	struct repo_child c;
	char *said;
	int status, rc = -1;

	if (repo_child_start(&c, argv, NULL, dir, e) == -1)
		return -1;
	/* A helper may end before it has read all: its exit code tells. */
	(void)!repo_child_write(&c, lines->buf, lines->len);
	if (repo_child_read_all(&c, out) == -1)
		err_errno(e, "cannot read what git credential says");
	else
		rc = 0;
	status = repo_child_end(&c);
	said = repo_child_said(&c);
	if (rc == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
		rc = err_set(e, "git credential has none%s%s",
		    said != NULL ? ": " : "", said != NULL ? said : "");
	free(said);
	repo_child_release(&c);
	return rc;
}

/* The value of a line "key=…" of the answer, to be freed, or NULL. */
static char *
value_of(const struct strbuf *answer, const char *key)
{
	size_t at, n, len = strlen(key);

	for (at = 0; at < answer->len; at += n) {
		const char *line = answer->buf + at;

		n = text_line(line, answer->len - at);
		if (strncmp(line, key, len) == 0 && line[len] == '=')
			return xstrndup(
			    line + len + 1, strcspn(line + len + 1, "\n"));
	}
	return NULL;
}

int
repo_login_fill(
    struct repo_login *l, const char *url, const char *dir, struct err *e)
{
	struct strbuf lines = STRBUF_INIT, answer;
	int rc;

	repo_login_release(l);
	strbuf_init(&answer, ANSWER_MAX);
	strbuf_addf(&lines, "url=%s\n\n", url);
	rc = ask(&answer, "fill", &lines, dir, e);
	if (rc == 0) {
		l->user = value_of(&answer, "username");
		l->pass = value_of(&answer, "password");
		if (l->user == NULL || l->pass == NULL)
			rc = err_set(e, "git credential has none");
	}
	explicit_bzero(answer.buf, answer.len);
	strbuf_release(&answer);
	strbuf_release(&lines);
	return rc;
}

void
repo_login_tell(const struct repo_login *l, const char *verb, const char *url,
    const char *dir)
{
	struct strbuf lines = STRBUF_INIT, answer;
	struct err ignored = ERR_INIT;

	if (l->user == NULL || l->pass == NULL)
		return;
	strbuf_init(&answer, ANSWER_MAX);
	strbuf_addf(&lines, "url=%s\nusername=%s\npassword=%s\n\n", url,
	    l->user, l->pass);
	/* A helper that cannot keep it costs that it asks again. */
	ask(&answer, verb, &lines, dir, &ignored);
	explicit_bzero(lines.buf, lines.len);
	strbuf_release(&answer);
	strbuf_release(&lines);
}

void
repo_login_release(struct repo_login *l)
{
	if (l->pass != NULL)
		explicit_bzero(l->pass, strlen(l->pass));
	free(l->user);
	free(l->pass);
	*l = (struct repo_login){ NULL, NULL };
}
