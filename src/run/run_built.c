/* run_built.c: finished programs, kept by what they were made of */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * To compile takes far longer than most examples run, and makes the same of
 * the same. So the program is kept, with what the compiler said of it, in a
 * file whose name is a hash of all that has a part in it: the code and its
 * files, the command, the versions of compiler and C library, the sandbox, and
 * the dates of the compiler itself and of the headers. It runs nowhere but in
 * the sandbox, as ever. What the compiler refused is not kept.
 *
 * The file:
 *
 *	halfhour built 1
 *	SHA-256 of all that follows this line
 *	how many bytes the compiler said
 *	these bytes, and behind them the program
 *
 * One that is damaged is as if it was not there. Together they are held below
 * BUILT_ALL by removing those that nobody has asked for the longest.
 */
#define BUILT_MAGIC "halfhour built 1\n"
#define BUILT_FOLDER "built"
#define BUILT_MAX ((size_t)8 << 20)  /* bytes of one */
#define BUILT_ALL ((size_t)64 << 20) /* and of all */

static void
built_add(struct strbuf *sb, const void *p, size_t len)
{
	strbuf_addf(sb, "%zu\n", len);
	strbuf_add(sb, p, len);
	strbuf_addc(sb, '\n');
}

/* A file or folder outside, by what changes when it does. */
static void
built_add_file(struct strbuf *sb, const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0)
		strbuf_addf(sb, "%s %jd %jd.%09ld\n", path,
		    (intmax_t)st.st_size, (intmax_t)st.st_mtim.tv_sec,
		    st.st_mtim.tv_nsec);
}

bool
run_built_name(char out[RUN_BUILT_NAME], const struct run_job *job,
    const struct run_lang *lang, struct run_tools *tools)
{
	const char *tool = tools ? run_tools_version(tools, lang) : "";
	struct strbuf sb = STRBUF_INIT;
	char hash[HASH_HEX];
	size_t i;

	if (*tool == '\0')
		return false;
	built_add(&sb, lang->build, strlen(lang->build));
	built_add(&sb, tool, strlen(tool));
	strbuf_adds(&sb, run_profile_version(RUN_PLAIN));
	built_add_file(&sb, lang->tool);
	built_add_file(&sb, "/usr/include");
	built_add(&sb, job->code, job->code_len);
	for (i = 0; i < job->n_files; i++) {
		built_add(&sb, job->files[i].name, strlen(job->files[i].name));
		built_add(&sb, job->files[i].text, job->files[i].len);
	}
	hash_hex(hash, sb.buf, sb.len);
	strbuf_release(&sb);
	memcpy(out, BUILT_FOLDER "/", sizeof(BUILT_FOLDER));
	memcpy(out + sizeof(BUILT_FOLDER), hash, sizeof(hash));
	return true;
}

/* The program in the bytes of such a file; NULL when they are damaged. */
static const char *
built_program(const struct strbuf *file, struct strbuf *said, size_t *len)
{
	const char *at = file->buf + strlen(BUILT_MAGIC);
	char hash[HASH_HEX], *end;
	unsigned long n;
	size_t left;

	if (!text_starts(file->buf, BUILT_MAGIC) ||
	    file->len < strlen(BUILT_MAGIC) + HASH_HEX)
		return NULL;
	left = file->len - strlen(BUILT_MAGIC) - HASH_HEX;
	hash_hex(hash, at + HASH_HEX, left);
	if (memcmp(at, hash, HASH_HEX - 1) != 0)
		return NULL;
	at += HASH_HEX;
	n = strtoul(at, &end, 10);
	if (end == at || *end != '\n' || n > left - (size_t)(end + 1 - at))
		return NULL;
	*len = left - (size_t)(end + 1 - at) - n;
	strbuf_add(said, end + 1, n);
	return end + 1 + n;
}

int
run_built_load(int folder, const char *name, struct strbuf *said)
{
	struct strbuf file = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	const char *program = NULL;
	size_t len;
	int fd = -1;

	if (fs_read(&file, folder, name, BUILT_MAX, &ignored) == 0)
		program = built_program(&file, said, &len);
	if (program != NULL) {
		fd = run_keep_file(program, len, &ignored);
		/* It was asked for; a file system without dates forgets it. */
		(void)!utimensat(folder, name, NULL, AT_SYMLINK_NOFOLLOW);
	}
	strbuf_release(&file);
	return fd;
}

/* ---- keeping ------------------------------------------------------------------ */

struct built_file {
	char *path;
	size_t size;
	struct timespec when;
};

struct built_files {
	struct built_file *v;
	size_t n, cap, size;
};

static int
built_see(const char *path, const struct stat *st, void *payload, struct err *e)
{
	struct built_files *all = payload;

	(void)e;
	*VEC_PUSH(all->v, all->n, all->cap) =
	    (struct built_file){ xstrdup(path), (size_t)st->st_size,
		    st->st_mtim };
	all->size += (size_t)st->st_size;
	return 0;
}

static int
built_by_age(const void *a, const void *b)
{
	const struct timespec *x = &((const struct built_file *)a)->when;
	const struct timespec *y = &((const struct built_file *)b)->when;

	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? -1 : 1;
	return (x->tv_nsec > y->tv_nsec) - (x->tv_nsec < y->tv_nsec);
}

/* Remove the oldest until there is room again. */
static void
built_prune(int folder)
{
	struct built_files all = { NULL, 0, 0, 0 };
	struct err ignored = ERR_INIT;
	size_t i;

	fs_walk(folder, BUILT_FOLDER, built_see, &all, &ignored);
	if (all.n > 0)
		qsort(all.v, all.n, sizeof(*all.v), built_by_age);
	for (i = 0; i < all.n && all.size > BUILT_ALL; i++) {
		fs_unlink(folder, all.v[i].path, 0, &ignored);
		all.size -= all.v[i].size;
	}
	for (i = 0; i < all.n; i++)
		free(all.v[i].path);
	free(all.v);
}

/* What cannot be kept is built again the next time. */
void
run_built_store(
    int folder, const char *name, const struct strbuf *said, int program)
{
	struct strbuf body, file = STRBUF_INIT;
	struct err ignored = ERR_INIT;
	char hash[HASH_HEX];

	strbuf_init(&body, BUILT_MAX - sizeof(BUILT_MAGIC) - HASH_HEX);
	strbuf_addf(&body, "%zu\n", said->len);
	strbuf_add(&body, said->buf, said->len);
	if (lseek(program, 0, SEEK_SET) == 0 &&
	    fs_read_all(&body, program) == 0 && !body.full) {
		hash_hex(hash, body.buf, body.len);
		strbuf_addf(&file, BUILT_MAGIC "%s\n", hash);
		strbuf_add(&file, body.buf, body.len);
		if (fs_write(folder, name, file.buf, file.len, FS_PRIVATE,
			&ignored) == 1)
			built_prune(folder);
	}
	strbuf_release(&body);
	strbuf_release(&file);
}
