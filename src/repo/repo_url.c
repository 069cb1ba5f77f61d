/* repo_url.c: where a remote is, and by whom it is spoken to */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_link.h"

static bool
begins(const char *s, const char *with)
{
	return strncasecmp(s, with, strlen(with)) == 0;
}

static int
hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at =
	    c != '\0' ? strchr(digits, c >= 'A' && c <= 'F' ? c | 0x20 : c)
		      : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* The text with its %XX decoded; to be freed. */
static char *
decoded(const char *s)
{
	char *out = xstrdup(s), *to = out;

	for (; *s != '\0'; s++) {
		int high = *s == '%' ? hex_digit(s[1]) : -1;
		int low = high >= 0 ? hex_digit(s[2]) : -1;

		*to++ = low >= 0 ? (char)(high << 4 | low) : *s;
		s += low >= 0 ? 2 : 0;
	}
	*to = '\0';
	return out;
}

/* Take "host:22" and "[::1]:22" apart; "user@" stays with the host. */
static void
host_port(struct repo_url *u, const char *s, size_t len)
{
	char *all = xstrndup(s, len), *at = strrchr(all, '@');
	char *host = at != NULL ? at + 1 : all, *colon = strrchr(host, ':');
	char *end = *host == '[' ? strchr(host, ']') : NULL;

	if (end != NULL) {
		colon = end[1] == ':' ? end + 1 : NULL;
		*end = '\0';
		memmove(host, host + 1, strlen(host + 1) + 1);
	}
	if (colon != NULL) {
		*colon = '\0';
		u->port = colon[1] != '\0' ? xstrdup(colon + 1) : NULL;
	}
	u->host = decoded(all);
	free(all);
}

/* ssh://user@host:22/path; its "/~name" is "~name" for the other side. */
static void
parse_ssh(struct repo_url *u, const char *rest)
{
	size_t n = strcspn(rest, "/");

	u->kind = REPO_URL_SSH;
	host_port(u, rest, n);
	u->path = decoded(rest[n] == '\0' ? "/" : rest + n);
	if (u->path[1] == '~')
		memmove(u->path, u->path + 1, strlen(u->path));
}

/* user@host:path, where no slash stands before the colon. */
static bool
parse_scp(struct repo_url *u, const char *url)
{
	const char *skip = *url == '[' ? strchr(url, ']') : url;
	const char *at = strstr(url, "@["), *colon;

	if (at != NULL)
		skip = strchr(at, ']');
	colon = strchr(skip != NULL ? skip : url, ':');
	if (colon == NULL || memchr(url, '/', (size_t)(colon - url)) != NULL)
		return false;
	u->kind = REPO_URL_SSH;
	host_port(u, url, (size_t)(colon - url));
	u->path = xstrdup(colon + 1);
	return true;
}

static int
check(const struct repo_url *u, const char *url, struct err *e)
{
	size_t digits = u->port != NULL ? strspn(u->port, "0123456789") : 0;
	const char *s;

	for (s = url; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return err_set(e, "the address of the remote holds a "
					  "control character");
	if (u->host != NULL && (*u->host == '\0' || *u->host == '-'))
		return err_set(e, "'%s' is no host to connect to", u->host);
	if (u->path != NULL && (*u->path == '\0' || *u->path == '-'))
		return err_set(e, "'%s' is no path of a repository", u->path);
	if (u->port != NULL && (u->port[digits] != '\0' || digits > 5))
		return err_set(e, "'%s' is no port", u->port);
	for (s = u->host != NULL ? u->host : ""; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ')
			return err_set(e, "the host holds a blank");
	for (s = u->path != NULL ? u->path : ""; *s != '\0'; s++)
		if ((unsigned char)*s < ' ')
			return err_set(e, "the path of the remote holds a "
					  "control character");
	return 0;
}

int
repo_url_parse(struct repo_url *out, const char *url, struct err *e)
{
	*out = (struct repo_url){ .kind = REPO_URL_OTHER };
	if (begins(url, "http://") || begins(url, "https://"))
		out->kind = REPO_URL_HTTP;
	else if (begins(url, "ssh://"))
		parse_ssh(out, url + 6);
	else if (begins(url, "git+ssh://") || begins(url, "ssh+git://"))
		parse_ssh(out, url + 10);
	else if (begins(url, "file://")) {
		out->kind = REPO_URL_FILE;
		out->path = decoded(url + 7);
	} else if (strstr(url, "://") == NULL && strstr(url, "::") == NULL &&
		   !parse_scp(out, url)) {
		out->kind = REPO_URL_FILE;
		out->path = xstrdup(url);
	} else if (out->kind == REPO_URL_OTHER && strchr(url, '[') != NULL) {
		/* The "::" was that of an address. */
		parse_scp(out, url);
	}
	if (check(out, url, e) == 0)
		return 0;
	repo_url_release(out);
	return -1;
}

void
repo_url_release(struct repo_url *u)
{
	free(u->host);
	free(u->port);
	free(u->path);
	*u = (struct repo_url){ .kind = REPO_URL_OTHER };
}

char *
repo_url_show(const char *url)
{
	const char *host = strstr(url, "://"), *at, *end;

	if (host == NULL)
		return xstrdup(url);
	host += 3;
	end = host + strcspn(host, "/");
	for (at = end; at > host && at[-1] != '@'; at--)
		;
	if (at == host)
		return xstrdup(url);
	return xasprintf("%.*s%s", (int)(host - url), url, at);
}
