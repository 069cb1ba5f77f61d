/* test_repo_index.c: the index file as git writes it, patched, read by git */
#include <fcntl.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/hash.h"
#include "repo/repo_index_int.h"
#include "test_repo.h"

static unsigned long seed = 20261123;

static unsigned
pick(unsigned n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % n;
}

static void
read_index(struct repo_index *ix)
{
	int fd = open(".git/index", O_RDONLY);

	memset(ix, 0, sizeof(*ix));
	if (fd != -1 && repo_index_map(ix, fd) == -1)
		exit(99);
	close(fd);
}

/* In the place of the old one, which is mapped. */
static void
write_index(const struct repo_index_out *out)
{
	int fd = open(".git/new", O_WRONLY | O_CREAT | O_TRUNC, 0666);

	if (fd == -1 || repo_index_put(out, fd) == -1 || close(fd) == -1 ||
	    rename(".git/new", ".git/index") == -1)
		exit(99);
}

/* A path that sorts before, among and behind the others. */
static void
some_path(char *out, size_t size)
{
	static const char *const dirs[] = { "", "a/", "a/b/", "a/b.c/",
		"notes/", "notes/매일/", "z/y/x/" };
	static const char *const names[] = { "a", "가나다.md", "2026-11-23.md",
		"long-name-that-goes-on-and-on-and-on-0123456789" };

	snprintf(out, size, "%s%s-%u", dirs[pick(7)], names[pick(4)], pick(60));
}

/* An entry of these bytes, and its id as 40 digits. */
static void
some_entry(struct repo_index_entry *ent, char hex[41], const char *text)
{
	char whole[256];
	size_t i;
	int n = snprintf(
	    whole, sizeof(whole), "blob %zu%c%s", strlen(text), 0, text);

	memset(ent, 0, sizeof(*ent));
	repo_index_set_u32(ent->fixed + REPO_INDEX_MODE, 0100644);
	hash_sha1(ent->fixed + REPO_INDEX_ID, whole, (size_t)n);
	for (i = 0; i < HASH_SHA1; i++)
		snprintf(hex + 2 * i, 3, "%02x", ent->fixed[REPO_INDEX_ID + i]);
}

static int
by_path(const void *a, const void *b)
{
	const struct repo_index_edit *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* The same edits by us and by git, to two copies of one index. */
static void
one_round(int version, int round)
{
	enum {
		EDITS = 6
	};
	struct repo_index_edit edits[EDITS];
	struct repo_index_entry entries[EDITS];
	struct repo_index ix;
	struct repo_index_out out;
	struct err e = ERR_INIT;
	char paths[EDITS][128], hex[41], text[32];
	const char *want;
	size_t i, n = 0, k;

	read_index(&ix);
	ok(repo_index_parse(&ix, &e) == 0 && repo_index_is_sound(&ix) &&
		(int)ix.version == version,
	    "version %d, round %d: read (%s)", version, round, e.msg);
	sh("cp .git/index .git/ours");
	for (i = 0; i < EDITS; i++) {
		some_path(paths[n], sizeof(paths[n]));
		for (k = 0; k < n && strcmp(paths[k], paths[n]) != 0; k++)
			;
		if (k < n)
			continue;
		edits[n].path = paths[n];
		edits[n].entry = NULL;
		if (pick(3) > 0) {
			snprintf(text, sizeof(text), "text %d %zu\n", round, i);
			some_entry(&entries[n], hex, text);
			edits[n].entry = &entries[n];
			sh("printf '%s' | git hash-object -w --stdin; git "
			   "update-index --add --cacheinfo '100644,%s,%s'",
			    text, hex, paths[n]);
		} else {
			sh("git update-index --force-remove '%s'", paths[n]);
		}
		n++;
	}
	want = sh("git ls-files -s | git hash-object --stdin; git write-tree");
	sh("mv .git/ours .git/index");
	qsort(edits, n, sizeof(*edits), by_path);
	repo_index_write(&ix, edits, n, &out);
	write_index(&out);
	is_str(sh("git ls-files -s | git hash-object --stdin; git write-tree"),
	    want, "version %d, round %d: git reads what it would have written",
	    version, round);
	/* Twice: what write-tree has put into the index counts as well. */
	is_str(sh("git fsck --no-dangling --no-progress; git ls-files -v | "
		  "grep -v ^H"),
	    "", "version %d, round %d: and finds nothing wrong", version,
	    round);
	repo_index_out_release(&out);
	repo_index_release(&ix);
}

static void
test_versions(void)
{
	int version, round;
	char name[32];

	for (version = 2; version <= 4; version++) {
		snprintf(name, sizeof(name), "version-%d", version);
		fresh(name);
		sh("mkdir -p a/b notes/매일; for i in $(seq 40); do echo $i "
		   ">a/b/a-$i; echo $i >notes/매일/가나다.md-$i; echo $i "
		   ">a-$i; done; git add .; git commit -qm all; "
		   "git update-index --index-version %d",
		    version == 3 ? 2 : version);
		/* Only an entry with second flags makes it version 3. */
		if (version == 3)
			sh("echo x >promised; git add -N promised");
		for (round = 0; round < 8; round++) {
			if (version == 3)
				sh("git add -N promised");
			one_round(version, round);
		}
	}
}

/* Flags of other entries and of ours outlive a change. */
static void
test_flags(void)
{
	struct repo_index_entry ent;
	struct repo_index_edit edit = { "b", &ent };
	const struct repo_index_row *row;
	struct repo_index ix;
	struct repo_index_out out;
	struct err e = ERR_INIT;

	fresh("flags");
	sh("for i in a b c; do echo $i >$i; done; git add a b c; "
	   "git update-index --assume-unchanged a; "
	   "git update-index --skip-worktree b; chmod +x c; git add c");
	read_index(&ix);
	ok(repo_index_parse(&ix, &e) == 0, "flags: read (%s)", e.msg);
	row = repo_index_find(&ix, "b", 0, NULL);
	if (!ok(row != NULL, "flags: b is there"))
		return;
	repo_index_get(row, &ent);
	repo_index_write(&ix, &edit, 1, &out);
	sh("cp .git/index .git/old");
	write_index(&out);
	is_str(sh("cmp .git/index .git/old && echo same"), "same\n",
	    "flags: an entry put where it was changes no byte");
	is_str(sh("git ls-files -v; git ls-files -s c | cut -c-6"),
	    "h a\nS b\nH c\n100755\n", "flags: git sees them all");
	repo_index_out_release(&out);
	repo_index_release(&ix);
}

/* Bytes that git never wrote end in an error, and nothing else. */
static void
test_damage(void)
{
	struct repo_index ix, bad;
	struct err e = ERR_INIT;
	size_t i, taken = 0, sound = 0;
	unsigned char *copy;

	read_index(&ix);
	copy = malloc(ix.len);
	for (i = 0; i < ix.len; i++) {
		memset(&bad, 0, sizeof(bad));
		bad.p = ix.p;
		bad.len = i;
		taken += i > 0 && repo_index_parse(&bad, &e) == 0 &&
			 repo_index_is_sound(&bad);
		repo_index_release(&bad);
	}
	ok(taken == 0, "damage: %zu of %zu beginnings are taken", taken,
	    ix.len);
	for (i = 0; i < 20000; i++) {
		struct repo_index_out out;
		struct repo_index_edit edit = { "a/b/a-7", NULL };
		unsigned k = pick(4) + 1;

		memset(&bad, 0, sizeof(bad));
		memcpy(copy, ix.p, ix.len);
		while (k-- > 0)
			copy[pick((unsigned)ix.len)] = (unsigned char)pick(256);
		bad.p = copy;
		bad.len = ix.len;
		if (repo_index_parse(&bad, &e) == 0) {
			sound += repo_index_is_sound(&bad);
			repo_index_write(&bad, &edit, 1, &out);
			repo_index_out_release(&out);
		}
		repo_index_release(&bad);
	}
	free(copy);
	ok(sound < 200, "damage: %zu of 20000 pass for sound", sound);
	repo_index_release(&ix);
}

int
main(void)
{
	make_root();
	test_flags();
	test_versions();
	test_damage();
	remove_root();
	return done_testing();
}
