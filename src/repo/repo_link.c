/* repo_link.c: another repository, looked at and pushed to */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "base/xalloc.h"
#include "repo/repo_link.h"

#define TOLD_MAX ((size_t)700) /* bytes of what the other side says */

/* ---- failures ---------------------------------------------------------- */

/* Where ssh was asked to log in, it has tried all that the user has. */
static const char *
way_by_ssh(const char *said)
{
	if (strstr(said, "requested strict checking") != NULL)
		return "; nothing is sent to a host with another key than it "
		       "had: ask who runs it, and only if the new key is right "
		       "take the old one out, as ssh says";
	if (strstr(said, "Too many authentication failures") != NULL)
		return "; the agent has more keys than the host lets you try: "
		       "name the one for it in ~/.ssh/config, by IdentityFile "
		       "with IdentitiesOnly yes";
	return "; your ssh was asked, with its agent, keys and known_hosts: "
	       "see what it does by ssh -v";
}

/* The other side is gone in the middle of it, without a word. */
static bool
is_cut(const char *why)
{
	static const char *const words[] = { "early EOF", "Broken pipe",
		"Connection reset", "unexpected EOF" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(why, words[i]) != NULL)
			return true;
	return false;
}

/* What to do about it, by what the other side said, if it did, and why. */
static const char *
way_out(const struct repo_link *l, const char *said, const char *why)
{
	if (said != NULL && l->to.kind == REPO_URL_SSH)
		return way_by_ssh(said);
	if (strstr(why, "REF pkt-line") != NULL)
		return "; if it names its objects by SHA-256, nothing of this "
		       "repository can go there: push to one that was made "
		       "without --object-format=sha256";
	if (said == NULL && is_cut(why))
		return "; the connection broke, and the branch there is either "
		       "where it was or all that was sent: try again";
	return "";
}

/* It did not work: what we wanted, why, and what the other side said. */
static int
link_failed(struct repo_link *l, const char *what, struct err *e)
{
	const git_error *last = git_error_last();
	char *why = xstrdup(
	    last != NULL && last->message != NULL ? last->message : "failed");
	char *said;

	/* Its last words are there when it has ended. */
	repo_child_end(&l->child);
	said = repo_child_said(&l->child);
	if (l->tried != NULL)
		err_set(e, "%s %s: %s", what, l->name, l->tried);
	else
		err_set(e, "%s %s: %s%s%s%s%s%s", what, l->name,
		    said != NULL ? said : why, said != NULL ? " (" : "",
		    said != NULL ? why : "", said != NULL ? ")" : "",
		    l->told.len > 0 ? "; it says: " : "", l->told.buf);
	if (l->tried == NULL)
		err_set(e, "%s%s", e->msg, way_out(l, said, why));
	free(said);
	free(why);
	return -1;
}

/* ---- what libgit2 calls ------------------------------------------------ */

static int
link_said(const char *p, int len, void *payload)
{
	struct repo_link *l = payload;
	int i;

	for (i = 0; i < len; i++)
		strbuf_addc(&l->told, (unsigned char)p[i] < ' ' ? ' ' : p[i]);
	return 0;
}

/* Keep why there is no login, and have libgit2 give up. */
static int
no_login(struct repo_link *l, char *why)
{
	free(l->tried);
	l->tried = why;
	git_error_set_str(GIT_ERROR_NET, "no login");
	return GIT_EUSER;
}

static int
link_login(git_credential **out, const char *url, const char *user,
    unsigned types, void *payload)
{
	struct repo_link *l = payload;
	struct err why = ERR_INIT;

	(void)url;
	(void)user;
	if (!(types & GIT_CREDENTIAL_USERPASS_PLAINTEXT))
		return no_login(l, xstrdup("it wants a kind of login that "
					   "halfhour does not have; push over "
					   "ssh instead"));
	if (l->asked++ > 0) {
		char *name = xstrdup(l->login.user);

		repo_login_tell(&l->login, "reject", l->url, l->r->root);
		repo_login_release(&l->login);
		no_login(l, xasprintf("it refused the password that git "
				      "credential has for %s",
				name));
		free(name);
		return GIT_EUSER;
	}
	if (l->login.pass == NULL &&
	    repo_login_fill(&l->login, l->url, l->r->root, &why) == -1)
		return no_login(l, xasprintf("it wants a name and a password, "
					     "and %s; see git help credentials",
				       why.msg));
	return git_credential_userpass_plaintext_new(
	    out, l->login.user, l->login.pass);
}

/* What the other side has, and what it would get, right before the push. */
static int
link_negotiate(const git_push_update **v, size_t n, void *payload)
{
	struct repo_link *l = payload;

	if (n == 1 && strcmp(v[0]->dst_refname, l->ref) == 0 &&
	    git_oid_equal(&v[0]->src, &l->old) &&
	    git_oid_equal(&v[0]->dst, &l->new))
		return 0;
	l->moved = true;
	git_error_set_str(GIT_ERROR_NET, "it has moved meanwhile");
	return GIT_EUSER;
}

static int
link_status(const char *ref, const char *status, void *payload)
{
	struct repo_link *l = payload;

	(void)ref;
	if (status != NULL && l->refused == NULL)
		l->refused = xstrdup(status);
	return 0;
}

/* What the settings trust without a look. */
static int
link_certificate(git_cert *cert, int valid, const char *host, void *payload)
{
	(void)cert;
	(void)valid;
	(void)host;
	(void)payload;
	return 0;
}

static void
link_callbacks(struct repo_link *l, git_remote_callbacks *c)
{
	c->sideband_progress = link_said;
	c->credentials = link_login;
	c->push_negotiation = link_negotiate;
	c->push_update_reference = link_status;
	if (l->http.blind)
		c->certificate_check = link_certificate;
	if (l->to.kind == REPO_URL_FILE || l->to.kind == REPO_URL_SSH)
		c->transport = repo_pipe_transport;
	c->payload = l;
	l->asked = 0;
	strbuf_clear(&l->told);
}

/* ---- the remote -------------------------------------------------------- */

/* The address that is pushed to: of a remote by name, or itself. */
static int
find_url(struct repo_link *l, const char *remote, struct err *e)
{
	git_remote *known = NULL;
	const char *url = NULL;
	int rc = git_remote_lookup(&known, l->r->git, remote);

	if (rc == 0) {
		url = git_remote_pushurl(known);
		if (url == NULL)
			url = git_remote_url(known);
		l->name = xstrdup(remote);
		l->named = true;
		l->url = url != NULL ? xstrdup(url) : NULL;
	} else if (strpbrk(remote, ":/") != NULL &&
		   git_remote_create_anonymous(&known, l->r->git, remote) ==
		       0) {
		/* The settings may say what it stands for. */
		l->name = repo_url_show(remote);
		l->url = xstrdup(git_remote_url(known));
	}
	git_remote_free(known);
	if (l->url != NULL)
		return repo_url_parse(&l->to, l->url, e);
	return err_set(e,
	    "there is no remote '%s'; name one by git remote add %s URL, or "
	    "by --remote",
	    remote, remote);
}

/*
 * libgit2 has been loaded without the certificates of the machine, see
 * repo_lib.c. The file is the one that git would take.
 */
static int
trust(struct repo_link *l, struct err *e)
{
	const char *file = getenv("GIT_SSL_CAINFO");

	if (l->to.kind != REPO_URL_HTTP)
		return 0;
	if (repo_http_load(&l->http, l->r, l->name, l->url, e) == -1)
		return -1;
	if (strncasecmp(l->url, "https://", 8) != 0 || l->http.blind)
		return 0;
	return repo_lib_trust(file != NULL ? file : l->http.ca, e);
}

int
repo_link_open(
    struct repo_link **out, struct repo *r, const char *remote, struct err *e)
{
	git_remote_create_options o;
	struct repo_link *l = xcalloc(1, sizeof(*l));

	l->r = r;
	l->child = (struct repo_child)REPO_CHILD_INIT;
	strbuf_init(&l->told, TOLD_MAX);
	if (find_url(l, remote, e) == -1 || trust(l, e) == -1)
		goto fail;
	git_remote_create_options_init(&o, GIT_REMOTE_CREATE_OPTIONS_VERSION);
	o.repository = r->git;
	l->git = repo_is_shallow(r);
	/* What stands for another in the settings is another by now. */
	o.flags = GIT_REMOTE_CREATE_SKIP_INSTEADOF;
	if (git_remote_create_with_opts(&l->remote, l->url, &o) == 0) {
		*out = l;
		return 0;
	}
	repo_err_git(e, "cannot use the remote %s", l->name);
fail:
	repo_link_free(l);
	return -1;
}

void
repo_link_free(struct repo_link *l)
{
	if (l == NULL)
		return;
	git_remote_free(l->remote);
	repo_child_release(&l->child);
	repo_login_release(&l->login);
	repo_http_release(&l->http);
	repo_url_release(&l->to);
	strbuf_release(&l->told);
	free(l->refused);
	free(l->tried);
	free(l->name);
	free(l->url);
	free(l);
}

/* ---- names -------------------------------------------------------------- */

bool
repo_link_clash(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b), less = n < m ? n : m;

	return n != m && strncmp(a, b, less) == 0 &&
	       (n < m ? b : a)[less] == '/';
}

int
repo_link_in_way(
    struct repo_link *l, const char *ref, const char *other, struct err *e)
{
	static const char heads[] = "refs/heads/";
	size_t skip = strlen(heads);

	return err_code(e, ERR_CONFLICT,
	    "%s has a branch %s, and git allows no branch %s beside it; "
	    "rename that one there, or publish to another (--branch NAME)",
	    l->name, strncmp(other, heads, skip) == 0 ? other + skip : other,
	    strncmp(ref, heads, skip) == 0 ? ref + skip : ref);
}

/* ---- look, fetch, push ------------------------------------------------- */

int
repo_link_look(
    struct repo_link *l, const char *ref, git_oid *oid, struct err *e)
{
	git_remote_connect_options o;
	const git_remote_head **heads;
	size_t n, i;
	int found = 0;

	memset(oid, 0, sizeof(*oid));
	if (l->git)
		return repo_link_git_look(l, ref, oid, e);
	git_remote_connect_options_init(&o, GIT_REMOTE_CONNECT_OPTIONS_VERSION);
	link_callbacks(l, &o.callbacks);
	/* A password is for the server that it was kept for. */
	o.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	repo_http_use(&l->http, &o.proxy_opts, &o.custom_headers);
	if (git_remote_connect_ext(l->remote, GIT_DIRECTION_PUSH, &o) < 0 ||
	    git_remote_ls(&heads, &n, l->remote) < 0)
		return link_failed(l, "cannot reach", e);
	for (i = 0; i < n && !found; i++) {
		if (strcmp(heads[i]->name, ref) == 0) {
			git_oid_cpy(oid, &heads[i]->oid);
			found = 1;
		} else if (repo_link_clash(ref, heads[i]->name))
			found = repo_link_in_way(l, ref, heads[i]->name, e);
	}
	git_remote_disconnect(l->remote);
	repo_login_tell(&l->login, "approve", l->url, l->r->root);
	return found;
}

int
repo_link_fetch(
    struct repo_link *l, const char *ref, const git_oid *oid, struct err *e)
{
	git_fetch_options o;
	char *name = xstrdup(ref);
	git_strarray refs = { &name, 1 };
	git_commit *commit = NULL;
	int rc = -1;

	if (git_commit_lookup(&commit, l->r->git, oid) == 0) {
		rc = 0;
		goto out;
	}
	git_fetch_options_init(&o, GIT_FETCH_OPTIONS_VERSION);
	link_callbacks(l, &o.callbacks);
	o.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	repo_http_use(&l->http, &o.proxy_opts, &o.custom_headers);
	o.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	if (l->git && repo_link_git_fetch(l, ref, e) == -1)
		goto out;
	if (!l->git && git_remote_download(l->remote, &refs, &o) < 0)
		link_failed(l, "cannot fetch from", e);
	else if (git_commit_lookup(&commit, l->r->git, oid) == 0)
		rc = 0;
	else
		err_code(e, ERR_CONFLICT,
		    "%s has moved its branch meanwhile; try again", l->name);
	l->moved = rc == -1 && e->code == ERR_CONFLICT;
	git_remote_disconnect(l->remote);
out:
	git_commit_free(commit);
	free(name);
	return rc;
}

/* What the other side says when another has been there first. */
static bool
says_moved(const char *reason)
{
	static const char *const words[] = { "fetch first", "non-fast-forward",
		"failed to update ref", "lock", "stale", "incorrect old value",
		"already exists" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strstr(reason, words[i]) != NULL)
			return true;
	return false;
}

static int
pushed(struct repo_link *l, int rc, struct err *e)
{
	l->moved |= l->refused != NULL && says_moved(l->refused);
	if (l->moved)
		return err_code(e, ERR_CONFLICT,
		    "%s has moved its branch meanwhile, so another publishes "
		    "at the same time; nothing is pushed; try again",
		    l->name);
	if (l->refused != NULL)
		return err_set(e, "%s refuses it: %s%s%s", l->name, l->refused,
		    l->told.len > 0 ? "; it says: " : "", l->told.buf);
	return rc < 0 ? link_failed(l, "cannot push to", e) : 0;
}

int
repo_link_push(struct repo_link *l, const char *from, const char *ref,
    const git_oid *old, struct err *e)
{
	git_push_options o;
	char *spec = xasprintf("%s:%s", from, ref);
	git_strarray specs = { &spec, 1 };
	int rc;

	git_push_options_init(&o, GIT_PUSH_OPTIONS_VERSION);
	link_callbacks(l, &o.callbacks);
	o.follow_redirects = GIT_REMOTE_REDIRECT_NONE;
	repo_http_use(&l->http, &o.proxy_opts, &o.custom_headers);
	l->ref = ref;
	l->old = *old;
	l->moved = false;
	strbuf_clear(&l->told);
	rc = git_reference_name_to_id(&l->new, l->r->git, from);
	if (rc == 0 && (l->git || l->hooks))
		rc = repo_link_git_push(l, from, ref, e);
	else if (rc == 0)
		rc = git_remote_upload(l->remote, &specs, &o);
	/* Where git has failed without a reason of theirs, `e` has its own. */
	if (rc == 0 || l->refused != NULL || !(l->git || l->hooks))
		rc = pushed(l, rc, e);
	git_remote_disconnect(l->remote);
	free(spec);
	return rc;
}
