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
#include <string.h>

#include "repo/repo_int.h"

struct repo_lib repo_lib;

static const struct {
	const char *name;
	size_t at;
} names[] = { REPO_LIB_NAMES };

static pthread_mutex_t busy = PTHREAD_MUTEX_INITIALIZER;

/*
 * When libgit2 is made for mbed TLS, as Debian's is, its very first call reads
 * and parses all certificates of the machine, 140 of them, for a connection
 * that no command makes: a tenth of the time of a commit. This function takes
 * the place of the one that does so, and says that there are none; so no
 * server would be trusted.
 */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);

int
mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
	(void)chain;
	(void)path;
	return -1;
}

static int
load(struct err *e)
{
	const char *file = "libgit2.so." LIBGIT2_SOVERSION;
	struct repo_lib lib;
	void *all, *one;
	size_t i;

	all = dlopen(file, RTLD_NOW | RTLD_LOCAL);
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
	return 0;
}

int
repo_lib_open(struct err *e)
{
	int rc = 0;

	pthread_mutex_lock(&busy);
	if (repo_lib.git_libgit2_init == NULL)
		rc = load(e);
	if (rc == 0)
		git_libgit2_init();
	pthread_mutex_unlock(&busy);
	return rc;
}
