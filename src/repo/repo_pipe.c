/* repo_pipe.c: git's protocol over a program: ssh, or git itself
 *
 * libgit2 can do ssh by libssh2, and files by copying objects. Neither is what
 * a user of git expects: libssh2 knows nothing of ~/.ssh/config, nor of keys
 * on a token, and the one of Debian cannot sign by an RSA key as servers of
 * today want it; and to copy objects runs none of the hooks of the other
 * repository, and moves its branch without comparing. So the program that git
 * would start is started here, and OpenSSH sees to known_hosts as always; what
 * is said over it is libgit2's.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "repo/repo_link.h"

#define WORDS_MAX 12

struct pipe_stream {
	git_smart_subtransport_stream base; /* first: libgit2 has only this */
	struct repo_link *link;             /* borrowed */
};

struct pipe_sub {
	git_smart_subtransport base;
	struct repo_link *link;     /* borrowed */
	struct pipe_stream *stream; /* borrowed: libgit2 frees it */
};

/* ---- the program ------------------------------------------------------- */

/* As one word for a shell on the other side; to be freed. */
static char *
quoted(const char *service, const char *path)
{
	struct strbuf sb = STRBUF_INIT;

	strbuf_addf(&sb, "git-%s '", service);
	for (; *path != '\0'; path++)
		if (*path == '\'' || *path == '!')
			strbuf_addf(&sb, "'\\%c'", *path);
		else
			strbuf_addc(&sb, *path);
	strbuf_addc(&sb, '\'');
	return strbuf_take(&sb);
}

/* What git would run for ssh: GIT_SSH_COMMAND or core.sshCommand, lines for a
 * shell that the user has written; to be freed, or NULL. */
static char *
ssh_line(struct repo *r)
{
	const char *env = getenv("GIT_SSH_COMMAND");
	git_config *conf = NULL;
	git_buf buf = GIT_BUF_INIT;
	char *line = NULL;

	if (env != NULL)
		return xstrdup(env);
	if (git_repository_config(&conf, r->git) == 0 &&
	    git_config_get_string_buf(&buf, conf, "core.sshCommand") == 0)
		line = xstrdup(buf.ptr);
	git_buf_dispose(&buf);
	git_config_free(conf);
	return line;
}

static int
start_ssh(struct repo_link *l, const char *service, struct err *e)
{
	char *line = ssh_line(l->r), *script = NULL;
	char *command = quoted(service, l->to.path);
	const char *argv[WORDS_MAX] = { NULL }, *ssh = getenv("GIT_SSH");
	size_t n = 0;
	int rc;

	if (line != NULL) {
		script = xasprintf("%s \"$@\"", line);
		argv[n++] = "/bin/sh";
		argv[n++] = "-c";
		argv[n++] = script;
		argv[n++] = line;
	} else {
		argv[n++] = ssh != NULL ? ssh : "ssh";
	}
	if (l->to.port != NULL) {
		argv[n++] = "-p";
		argv[n++] = l->to.port;
	}
	argv[n++] = l->to.host;
	argv[n++] = command;
	rc = repo_child_start(&l->child, argv, NULL, l->r->root, e);
	free(command);
	free(script);
	free(line);
	return rc;
}

static int
pipe_start(struct repo_link *l, bool push)
{
	const char *service = push ? "receive-pack" : "upload-pack";
	const char *argv[] = { "git", service, l->to.path, NULL };
	/* Settings of `git -c` are not for that repository, as with git. */
	const char *const env[] = {
		"GIT_CONFIG_PARAMETERS=", "GIT_CONFIG_COUNT=", NULL
	};
	struct err e = ERR_INIT;
	int rc;

	repo_child_release(&l->child);
	rc = l->to.kind == REPO_URL_SSH
		 ? start_ssh(l, service, &e)
		 : repo_child_start(&l->child, argv, env, l->r->root, &e);
	if (rc == -1)
		git_error_set_str(GIT_ERROR_NET, e.msg);
	return rc;
}

/* ---- what libgit2 calls ------------------------------------------------ */

static int
pipe_failed(const char *what)
{
	char *msg = xasprintf("%s: %s", what, strerror(errno));

	git_error_set_str(GIT_ERROR_NET, msg);
	free(msg);
	return -1;
}

static int
pipe_read(
    git_smart_subtransport_stream *stream, char *p, size_t size, size_t *got)
{
	struct pipe_stream *s = (struct pipe_stream *)stream;
	ssize_t n;

	do
		n = read(s->link->child.fd, p, size);
	while (n == -1 && errno == EINTR);
	*got = n > 0 ? (size_t)n : 0;
	return n == -1 ? pipe_failed("cannot read from the other side") : 0;
}

static int
pipe_write(git_smart_subtransport_stream *stream, const char *p, size_t len)
{
	struct pipe_stream *s = (struct pipe_stream *)stream;

	if (repo_child_write(&s->link->child, p, len) == -1)
		return pipe_failed("cannot write to the other side");
	return 0;
}

static void
pipe_stream_free(git_smart_subtransport_stream *stream)
{
	struct pipe_stream *s = (struct pipe_stream *)stream;

	repo_child_end(&s->link->child);
	free(s);
}

static int
pipe_action(git_smart_subtransport_stream **out, git_smart_subtransport *sub,
    const char *url, git_smart_service_t action)
{
	struct pipe_sub *s = (struct pipe_sub *)sub;
	bool push = action == GIT_SERVICE_RECEIVEPACK_LS ||
		    action == GIT_SERVICE_RECEIVEPACK;

	(void)url;
	/* After the list of references it goes on over the same stream. */
	if (action != GIT_SERVICE_RECEIVEPACK_LS &&
	    action != GIT_SERVICE_UPLOADPACK_LS) {
		*out = &s->stream->base;
		return 0;
	}
	if (pipe_start(s->link, push) == -1)
		return -1;
	s->stream = xcalloc(1, sizeof(*s->stream));
	s->stream->base.subtransport = sub;
	s->stream->base.read = pipe_read;
	s->stream->base.write = pipe_write;
	s->stream->base.free = pipe_stream_free;
	s->stream->link = s->link;
	*out = &s->stream->base;
	return 0;
}

static int
pipe_close(git_smart_subtransport *sub)
{
	(void)sub;
	return 0;
}

static void
pipe_free(git_smart_subtransport *sub)
{
	free(sub);
}

static int
pipe_sub_new(git_smart_subtransport **out, git_transport *owner, void *payload)
{
	struct pipe_sub *s = xcalloc(1, sizeof(*s));

	(void)owner;
	s->base.action = pipe_action;
	s->base.close = pipe_close;
	s->base.free = pipe_free;
	s->link = payload;
	*out = &s->base;
	return 0;
}

int
repo_pipe_transport(git_transport **out, git_remote *owner, void *payload)
{
	git_smart_subtransport_definition how = { pipe_sub_new, 0, payload };

	return git_transport_smart(out, owner, &how);
}
