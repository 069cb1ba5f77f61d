/* driver.c: one commit of the git room per run, for the tests that kill it */
/*
 *	driver DIR init
 *	driver DIR log MESSAGE [PATH TEXT]...	append TEXT to each file; with
 *						"-" take the file away
 *	driver DIR finish
 *
 * Prints what was done as "saved OID" or "finished N". What went wrong goes
 * to standard error, and its code is the exit status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "repo/repo.h"

static int
append(struct strbuf *out, const char *old, size_t old_len, const void *bytes,
    size_t len, struct err *e)
{
	(void)e;
	if (old != NULL)
		strbuf_add(out, old, old_len);
	else
		strbuf_adds(out, "# day\n");
	strbuf_add(out, bytes, len);
	strbuf_addc(out, '\n');
	return 0;
}

static int
gone(struct strbuf *out, const char *old, size_t old_len, const void *bytes,
    size_t len, struct err *e)
{
	(void)out;
	(void)old;
	(void)old_len;
	(void)bytes;
	(void)len;
	(void)e;
	return REPO_GONE;
}

static const struct repo_kind kinds[] = {
	{ "append", append, false },
	{ "gone", gone, false },
	{ NULL, NULL, false },
};

static int
make_commit(struct repo *r, int argc, char **argv, struct err *e)
{
	struct repo_change *changes = xcalloc((size_t)argc, sizeof(*changes));
	struct repo_commit c = { .message = argv[0], .changes = changes };
	struct repo_done done;
	int i, rc;

	for (i = 1; i + 1 < argc; i += 2) {
		struct repo_change *one = &changes[c.n++];

		one->path = argv[i];
		one->kind = strcmp(argv[i + 1], "-") == 0 ? "gone" : "append";
		one->bytes = argv[i + 1];
		one->len = strlen(argv[i + 1]);
	}
	rc = moment_now(&c.when, e);
	if (rc == 0)
		rc = repo_commit(r, &c, &done, e);
	if (rc == 0)
		printf("saved %s\n", done.oid);
	free(changes);
	return rc;
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	struct repo *r = NULL;
	int n, rc = -1;

	if (argc < 3) {
		fprintf(stderr, "usage: driver DIR init|log|finish ...\n");
		return ERR_USAGE;
	}
	if (strcmp(argv[2], "init") == 0)
		rc = repo_init(&r, argv[1], &e);
	else if (repo_open(&r, argv[1], &e) == 0) {
		repo_set_kinds(r, kinds);
		if (strcmp(argv[2], "log") == 0 && argc > 3) {
			rc = make_commit(r, argc - 3, argv + 3, &e);
		} else {
			rc = n = repo_finish_pending(r, &e);
			if (n >= 0) {
				printf("finished %d\n", n);
				rc = 0;
			}
		}
	}
	repo_free(r);
	if (rc == -1)
		fprintf(stderr, "driver: %s\n", e.msg);
	return rc == -1 ? (int)e.code : 0;
}
