/* wiki_log.c: what the wiki commits: entries and files */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/path.h"
#include "base/xalloc.h"
#include "wiki/wiki.h"

/* A file that is what it is, whatever it was. */
static int
wiki_patch_whole(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e)
{
	(void)old;
	(void)old_len;
	(void)e;
	strbuf_add(out, bytes, len);
	return 0;
}

const struct repo_kind wiki_kinds[] = {
	{ "day", study_patch_packed },
	{ "file", wiki_patch_whole },
	{ NULL, NULL },
};

int
wiki_log(struct wiki *w, const struct study_add *add, const char *message,
    struct moment when, struct repo_done *done, struct err *e)
{
	struct strbuf packed = STRBUF_INIT;
	char *path = path_join(w->prefix, wiki_day_path(w, add->date));
	struct repo_change change;
	struct repo_commit commit = { message, when, &change, 1 };
	int rc;

	study_add_pack(&packed, add);
	change = (struct repo_change){ path, "day", packed.buf, packed.len };
	rc = repo_commit(w->repo, &commit, done, e);
	strbuf_release(&packed);
	free(path);
	return rc;
}

int
wiki_store(struct wiki *w, const struct wiki_file *files, size_t n,
    const char *message, struct repo_done *done, struct err *e)
{
	struct repo_change *changes;
	struct repo_commit commit = { message, w->now, NULL, n };
	size_t i;
	int rc = 0;

	*done = (struct repo_done){ .saved = false };
	if (w->repo == NULL) {
		for (i = 0; i < n && rc == 0; i++)
			if (fs_write(w->root_fd, files[i].path, files[i].bytes,
			    files[i].len, FS_DURABLE | FS_IF_CHANGED, e) == -1)
				rc = -1;
		return rc;
	}
	changes = xcalloc(n, sizeof(*changes));
	for (i = 0; i < n; i++)
		changes[i] = (struct repo_change){
			path_join(w->prefix, files[i].path), "file",
			files[i].bytes, files[i].len
		};
	commit.changes = changes;
	rc = repo_commit(w->repo, &commit, done, e);
	for (i = 0; i < n; i++)
		free((char *)changes[i].path);
	free(changes);
	return rc;
}
