/* repo_link.h: another repository, looked at and pushed to; inside this room */
#ifndef REPO_REPO_LINK_H
#define REPO_REPO_LINK_H

#include "repo/repo_child.h"
#include "repo/repo_int.h"

/* ---- repo_url.c: where it is ------------------------------------------- */

enum repo_url_kind {
	REPO_URL_FILE, /* by `git receive-pack` */
	REPO_URL_SSH,  /* by the user's ssh */
	REPO_URL_HTTP, /* by libgit2 */
	REPO_URL_OTHER /* by libgit2, if at all */
};

struct repo_url {
	enum repo_url_kind kind;
	char *host; /* owned: "user@host" for ssh; else NULL */
	char *port; /* owned, or NULL: digits */
	char *path; /* owned: of the repository there; NULL for http */
};

/*
 * Take apart what git-fetch(1) describes under "Git URLs". A host or a path
 * that a program could take for an option is refused, and so are control
 * characters.
 */
int repo_url_parse(struct repo_url *out, const char *url, struct err *e);
void repo_url_release(struct repo_url *u);
/* The same without a password, to be shown; to be freed. */
char *repo_url_show(const char *url);

/* ---- repo_login.c: git credential -------------------------------------- */

/* A name and a password for one URL, as git-credential(1) knows them. */
struct repo_login {
	char *user, *pass; /* owned; NULL: none */
};

/* Ask: 0; -1 with what git said. `dir`: where git is to look for settings. */
int repo_login_fill(
    struct repo_login *l, const char *url, const char *dir, struct err *e);
/* Tell the helpers that it was right ("approve") or wrong ("reject"). */
void repo_login_tell(const struct repo_login *l, const char *verb,
    const char *url, const char *dir);
void repo_login_release(struct repo_login *l);

/* ---- repo_http.c: git's settings of a server ---------------------------- */

/* Those that apply to one address; NULL: not set. */
struct repo_http {
	char *proxy;  /* owned; "" is none */
	char *ca;     /* owned: the file of certificates */
	char *header; /* owned: one more, which may be a token */
	bool blind;   /* any certificate will do */
};

/* Ask git for those of `url`, which is one of http or https, and of the remote
 * of that name. `h` is empty; 0 or -1. */
int repo_http_load(struct repo_http *h, struct repo *r, const char *remote,
    const char *url, struct err *e);
/* Have a connection follow them; what is set points into `h`. */
void repo_http_use(
    struct repo_http *h, git_proxy_options *proxy, git_strarray *headers);
void repo_http_release(struct repo_http *h);

/* ---- repo_link.c ------------------------------------------------------- */

struct repo_link {
	struct repo *r;     /* borrowed */
	char *name;         /* owned: the remote as messages call it */
	bool named;         /* and as the settings do; else it is an address */
	bool git;           /* git talks to it: repo_link_git.c */
	bool hooks;         /* git pushes, so that its pre-push hook runs */
	char *url;          /* owned; may hold a password */
	struct repo_url to; /* where that is */
	git_remote *remote; /* owned */
	struct repo_child child;
	struct repo_login login;
	struct repo_http http;
	int asked;          /* times that this connection wanted a login */
	char *tried;        /* owned: why there is none, or NULL */
	struct strbuf told; /* what the other side said meanwhile */
	/* While it is pushed to: */
	const char *ref;
	git_oid old, new;
	bool moved;    /* the other side has another there than was seen */
	char *refused; /* owned: its reason, or NULL */
};

/* `remote` is the name of one, or a URL. Nothing is asked of it yet. */
int repo_link_open(
    struct repo_link **out, struct repo *r, const char *remote, struct err *e);
void repo_link_free(struct repo_link *l); /* NULL is fine */
/* To how many addresses git would push by this name; 1 of an address. */
size_t repo_link_addresses(struct repo *r, const char *remote);
/* Where it has this reference: 1; 0 when there is none, and *oid is zero. -1
 * also when there can be none for another's name: ERR_CONFLICT. */
int repo_link_look(
    struct repo_link *l, const char *ref, git_oid *oid, struct err *e);
/* Of two names of references: whether one is a folder of the other, so that
 * there cannot be both. */
bool repo_link_clash(const char *a, const char *b);
/* Such a one is there: -1, and `e` says so. */
int repo_link_in_way(
    struct repo_link *l, const char *ref, const char *other, struct err *e);
/* Get the commit that it has there, if it is not here; no reference of ours
 * is moved. */
int repo_link_fetch(
    struct repo_link *l, const char *ref, const git_oid *oid, struct err *e);
/*
 * Move `ref` there from `old` (zero: it is new) to what the reference `from`
 * is here. When it is not at `old`, neither when the other side is asked nor
 * when it does it, nothing is moved, and the code is ERR_CONFLICT. Nothing is
 * ever forced: who calls sees to it that the one descends from the other.
 */
int repo_link_push(struct repo_link *l, const char *from, const char *ref,
    const git_oid *old, struct err *e);

/* ---- repo_link_git.c: by git itself -------------------------------------- */

/* As repo_link_look. */
int repo_link_git_look(
    struct repo_link *l, const char *ref, git_oid *oid, struct err *e);
/* Get what it has there. */
int repo_link_git_fetch(struct repo_link *l, const char *ref, struct err *e);
/* Move `ref` there from l->old to what `from` is here: 0; -1, and either
 * l->refused says why, and l->told in what words, or `e`. */
int repo_link_git_push(
    struct repo_link *l, const char *from, const char *ref, struct err *e);

/* ---- repo_pipe.c ------------------------------------------------------- */

/* A transport that talks to a program, for file and ssh; a callback of
 * libgit2, whose payload is the link. */
int repo_pipe_transport(git_transport **out, git_remote *owner, void *payload);

#endif
