/* repo_lib.c: libgit2, loaded when the first repository is opened */
/*
 * libgit2 draws in seventeen libraries more, for https, ssh and Kerberos. To
 * load them takes longer than all that `status`, `add` or `help` do, which
 * open no repository. So the program is not linked with it: what the room
 * calls are pointers (git2.sh), and they are set here.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "repo/repo_int.h"

#define TREE_MAX ((size_t)4 << 20) /* bytes of a tree that is remembered */

struct repo_lib repo_lib;

static const struct {
	const char *name;
	size_t at;
} names[] = { REPO_LIB_NAMES };

static pthread_mutex_t busy = PTHREAD_MUTEX_INITIALIZER;

/*
 * The very first call of libgit2 makes ready for connections that no command
 * makes: with mbed TLS, as in Debian, it reads and parses all certificates of
 * the machine, 140 of them; with libssh2 it has OpenSSL load its engines and
 * the texts of its errors. Together that is a fifth of the time of a commit.
 * These functions take the place of those that do so. The first says that
 * there are no certificates, so no server would be trusted, until a command
 * that connects calls repo_lib_trust(); without the other there is no session
 * of libgit2's ssh, and none is wanted: see repo_pipe.c.
 */
#define CERTIFICATES "/etc/ssl/certs/ca-certificates.crt"

static int (*parse_file)(void *, const char *); /* mbed TLS's own, if wanted */
static void *library;

int mbedtls_x509_crt_parse_file(void *chain, const char *path);
int libssh2_init(int flags);

int
libssh2_init(int flags)
{
	(void)flags;
	return 0;
}

int
mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	return parse_file != NULL ? parse_file(chain, path) : -1;
}

int
repo_lib_trust(const char *file, struct err *e)
{
	const char *from = file != NULL ? file : getenv("SSL_CERT_FILE");
	void *real;

	pthread_mutex_lock(&busy);
	/* Seen from libgit2 alone it is the library's, not the one above. A
	 * libgit2 that is built on OpenSSL has none, and needs none. */
	real = dlsym(library, "mbedtls_x509_crt_parse_file");
	memcpy(&parse_file, &real, sizeof(parse_file));
	pthread_mutex_unlock(&busy);
	if (from == NULL)
		from = CERTIFICATES;
	if (git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, from, NULL) < 0)
		return repo_err_git(e,
		    "cannot read the certificates in %s; install "
		    "ca-certificates, or set http.sslCAInfo",
		    from);
	return 0;
}

static int
load(struct err *e)
{
	const char *file = "libgit2.so." LIBGIT2_SOVERSION;
	struct repo_lib lib;
	void *all, *one;
	size_t i;

	all = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
	if (all == NULL)
		return err_set(e,
		    "cannot load libgit2 (%s); install it: apt-get install "
		    "libgit2-" LIBGIT2_SOVERSION,
		    dlerror());
	for (i = 0; names[i].name != NULL; i++) {
		if ((one = dlsym(all, names[i].name)) == NULL)
			return err_set(
			    e, "%s has no function %s", file, names[i].name);
		memcpy((char *)&lib + names[i].at, &one, sizeof(one));
	}
	repo_lib = lib;
	library = all;
	return 0;
}

/*
 * A command looks at HEAD's trees several times, and a folder of a thousand
 * days has one larger than what libgit2 remembers. And like git it does not
 * hash again what it reads, which zlib has checked; what this room has written
 * is: see read_back() in repo_tree.c.
 */
static void
begin(void)
{
	git_libgit2_init();
	git_libgit2_opts(
	    GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, TREE_MAX);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

int
repo_lib_open(struct err *e)
{
	int rc = 0;

	pthread_mutex_lock(&busy);
	if (repo_lib.git_libgit2_init == NULL)
		rc = load(e);
	if (rc == 0)
		begin();
	pthread_mutex_unlock(&busy);
	return rc;
}
