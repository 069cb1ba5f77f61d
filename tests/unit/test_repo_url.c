/* test_repo_url.c: where a remote is, by whatever address */
#include <stdlib.h>

#include "repo/repo_link.h"
#include "tap.h"

/* "kind host port path", "-" for none; or why not. */
static const char *
parsed(const char *url)
{
	static const char *const kinds[] = { "file", "ssh", "http", "other" };
	static char text[ERR_MAX];
	struct err e = ERR_INIT;
	struct repo_url u;

	if (repo_url_parse(&u, url, &e) == -1)
		return memcpy(text, e.msg, sizeof(text));
	snprintf(text, sizeof(text), "%s %s %s %s", kinds[u.kind],
	    u.host ? u.host : "-", u.port ? u.port : "-",
	    u.path ? u.path : "-");
	repo_url_release(&u);
	return text;
}

static void
test_parse(void)
{
	static const struct {
		const char *url, *want;
	} rows[] = {
		{ "/srv/위키.git", "file - - /srv/위키.git" },
		{ "../there.git", "file - - ../there.git" },
		{ "./a:b.git", "file - - ./a:b.git" },
		{ "file:///srv/my%20wiki.git", "file - - /srv/my wiki.git" },
		{ "file:///srv/100%25.git", "file - - /srv/100%.git" },
		{ "file:///srv/100%.git", "file - - /srv/100%.git" },
		{ "git@github.com:ada/wiki.git",
		    "ssh git@github.com - ada/wiki.git" },
		{ "server:위키.git", "ssh server - 위키.git" },
		{ "server:/srv/a:b", "ssh server - /srv/a:b" },
		{ "[::1]:wiki", "ssh ::1 - wiki" },
		{ "ada@[::1]:wiki", "ssh ada@::1 - wiki" },
		{ "ada@[::1:22]:wiki", "ssh ada@::1:22 - wiki" },
		{ "ssh://ada@example.org:2222/srv/w.git",
		    "ssh ada@example.org 2222 /srv/w.git" },
		{ "ssh://ada@[::1]:22/w", "ssh ada@::1 22 /w" },
		{ "ssh://host/~ada/w", "ssh host - ~ada/w" },
		{ "ssh://host:/w", "ssh host - /w" },
		{ "SSH://host/w", "ssh host - /w" },
		{ "git+ssh://host/w", "ssh host - /w" },
		{ "https://ada:pass@example.org/w", "http - - -" },
		{ "git://example.org/w", "other - - -" },
		{ "ext::sh -c true", "other - - -" },
		/* What a program could take for an option. */
		{ "-oProxyCommand=x:w",
		    "'-oProxyCommand=x' is no host to connect to" },
		{ "ssh://-oProxyCommand=x/w",
		    "'-oProxyCommand=x' is no host to connect to" },
		{ "ssh://%2doProxyCommand=x/w",
		    "'-oProxyCommand=x' is no host to connect to" },
		{ "host:-x", "'-x' is no path of a repository" },
		{ "--upload-pack=x",
		    "'--upload-pack=x' is no path of a repository" },
		{ "ssh://host:22x/w", "'22x' is no port" },
		{ "ssh://host:123456/w", "'123456' is no port" },
		{ "ssh:///w", "'' is no host to connect to" },
		{ "ssh://a%20b/w", "the host holds a blank" },
		{ "host:", "'' is no path of a repository" },
		{ "", "'' is no path of a repository" },
		{ "https://host/\nx", "the address of the remote holds a "
				      "control character" },
		{ "ssh://host/%0ax",
		    "the path of the remote holds a control character" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		is_str(parsed(rows[i].url), rows[i].want, "%s", rows[i].url);
}

static void
test_show(void)
{
	static const char *const rows[][2] = {
		{ "https://ada:pa@ss@example.org/w", "https://example.org/w" },
		{ "https://example.org/a@b", "https://example.org/a@b" },
		{ "ssh://ada@host/w", "ssh://host/w" },
		{ "git@host:w", "git@host:w" },
		{ "/srv/w", "/srv/w" },
		{ "origin", "origin" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *got = repo_url_show(rows[i][0]);

		is_str(got, rows[i][1], "%s is shown", rows[i][0]);
		free(got);
	}
}

int
main(void)
{
	test_parse();
	test_show();
	return done_testing();
}
