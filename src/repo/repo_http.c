/* repo_http.c: what git's settings say of a server, for libgit2 to follow */
/*
 * git has its settings for http by server: http.https://example.org/.proxy goes
 * before http.proxy, git-config(1) "http.<url>.*". libgit2 1.5 knows this of
 * the proxy alone, and nothing of headers, by which the checkout of a CI brings
 * its token. So git itself is asked which ones apply. Without http nobody is.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "repo/repo_link.h"

#define ANSWER_MAX ((size_t)64 << 10)

/* The address without a password, which others would see in the list of
 * processes; the name may choose a setting. To be freed. */
static char *
http_address(const char *url)
{
	const char *host = strstr(url, "://") + 3, *end, *colon, *at = NULL;
	const char *s;

	end = host + strcspn(host, "/");
	for (s = host; s < end; s++)
		if (*s == '@')
			at = s;
	colon = at != NULL ? memchr(host, ':', (size_t)(at - host)) : NULL;
	if (colon == NULL)
		return xstrdup(url);
	return xasprintf("%.*s%s", (int)(colon - url), url, at);
}

/* Keep the setting of one answer, "KEY\nVALUE"; keys are in lower case. */
static void
http_take(struct repo_http *h, const char *row)
{
	static const char proxy[] = "http.proxy\n", ca[] = "http.sslcainfo\n",
			  header[] = "http.extraheader\n",
			  verify[] = "http.sslverify\n";
	int on = 1;

	if (text_starts(row, proxy) && h->proxy == NULL)
		h->proxy = xstrdup(row + strlen(proxy));
	else if (text_starts(row, ca))
		h->ca = xstrdup(row + strlen(ca));
	else if (text_starts(row, header) && row[strlen(header)] != '\0')
		h->header = xstrdup(row + strlen(header));
	else if (text_starts(row, verify) &&
		 git_config_parse_bool(&on, row + strlen(verify)) == 0)
		h->blind |= !on;
}

/* The remote's own proxy goes before that of its server. */
static void
http_remote(struct repo_http *h, struct repo *r, const char *remote)
{
	char *key = xasprintf("remote.%s.proxy", remote);
	git_config *conf = NULL;
	const char *value;

	if (git_repository_config_snapshot(&conf, r->git) == 0 &&
	    git_config_get_string(&value, conf, key) == 0)
		h->proxy = xstrdup(value);
	git_config_free(conf);
	free(key);
}

int
repo_http_load(struct repo_http *h, struct repo *r, const char *remote,
    const char *url, struct err *e)
{
	char *address = http_address(url);
	const char *const argv[] = { "git", "config", "-z", "--get-urlmatch",
		"http", address, NULL };
	struct repo_child c;
	struct strbuf answer;
	int status, rc = -1;
	size_t at;

	strbuf_init(&answer, ANSWER_MAX);
	http_remote(h, r, remote);
	/* As for git, that it is set is enough, whatever it says. */
	h->blind = getenv("GIT_SSL_NO_VERIFY") != NULL;
	if (repo_child_start(&c, argv, NULL, r->root, e) == -1)
		goto out;
	if (repo_child_read_all(&c, &answer) == -1)
		rc = err_errno(e, "cannot read what git config says");
	else
		rc = 0;
	status = repo_child_end(&c);
	/* It ends with 1 where there is none. */
	if (rc == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) > 1)) {
		char *said = repo_child_said(&c);

		rc = err_set(e,
		    "git config cannot tell its settings of http%s%s",
		    said != NULL ? ": " : "", said != NULL ? said : "");
		free(said);
	}
	repo_child_release(&c);
	for (at = 0; rc == 0 && at < answer.len;
	     at += strlen(answer.buf + at) + 1)
		http_take(h, answer.buf + at);
out:
	if (answer.len > 0)
		explicit_bzero(answer.buf, answer.len);
	strbuf_release(&answer);
	free(address);
	return rc;
}

void
repo_http_use(
    struct repo_http *h, git_proxy_options *proxy, git_strarray *headers)
{
	proxy->type = GIT_PROXY_AUTO;
	if (h->proxy != NULL && *h->proxy == '\0') {
		proxy->type = GIT_PROXY_NONE;
	} else if (h->proxy != NULL) {
		/* As for git, a host alone is spoken to by http. */
		if (strstr(h->proxy, "://") == NULL) {
			char *whole = xasprintf("http://%s", h->proxy);

			free(h->proxy);
			h->proxy = whole;
		}
		proxy->type = GIT_PROXY_SPECIFIED;
		proxy->url = h->proxy;
	}
	if (h->header != NULL)
		*headers = (git_strarray){ &h->header, 1 };
}

void
repo_http_release(struct repo_http *h)
{
	/* It may be a token. */
	if (h->header != NULL)
		explicit_bzero(h->header, strlen(h->header));
	free(h->header);
	free(h->proxy);
	free(h->ca);
	*h = (struct repo_http){ NULL, NULL, NULL, false };
}
