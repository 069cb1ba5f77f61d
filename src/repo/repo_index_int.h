/* repo_index_int.h: git's index as a file, inside this room */
#ifndef REPO_REPO_INDEX_INT_H
#define REPO_REPO_INDEX_INT_H

#include <sys/stat.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

/*
 * The index is read and written as what it is on disk, gitformat-index(5),
 * versions 2 to 4: a header, entries sorted by name, extensions, a checksum.
 * libgit2 makes an object of each entry, twice per commit, which costs more
 * than all the rest of a commit in a wiki of 10,000 notes; and it drops what
 * it does not know. Here all bytes but those of our entries stay.
 */
struct repo_index_row {
	const unsigned char *raw; /* where its bytes begin; borrowed */
	const char *name;         /* borrowed; not ended by NUL in version 4 */
	unsigned name_len, stage;
};

struct repo_index {
	const unsigned char *p; /* the bytes of the file, borrowed or mapped */
	size_t len;
	bool mapped;
	struct arena *mem; /* owned: rows, and names of version 4 */
	struct repo_index_row *rows;
	size_t n, rows_end; /* entries; the offset behind the last */
	unsigned version;
	struct stat st; /* of the file, if it is there */
	bool there;
	/* It could not be parsed, being of a kind that only git knows. */
	bool foreign;
};

/* What the file says of one entry. */
struct repo_index_entry {
	unsigned char fixed[62]; /* times, numbers, mode, id, flags: as there */
	unsigned extended;       /* the second flags of version 3; 0 for none */
};
#define REPO_INDEX_EXTENDED 0x4000u /* in the flags: there are second ones */
#define REPO_INDEX_PROMISED 0x2000u /* in those: git add -N */
#define REPO_INDEX_SKIPPED 0x4000u  /* likewise: no work file, being sparse */

/* Change, add or (entry NULL) take away one path. */
struct repo_index_edit {
	const char *path;
	const struct repo_index_entry *entry;
};

#define REPO_INDEX_DAMAGED                                                     \
	"it is damaged; keep a copy, then make it anew from HEAD, which "      \
	"loses what was staged: cp .git/index .git/index.bad && rm "           \
	".git/index && git reset"

/* Have the file of an index, which is all zero, as its bytes: 0, or -1 with
 * errno. */
int repo_index_map(struct repo_index *ix, int fd);
void repo_index_release(struct repo_index *ix); /* it is all zero then */
/* Parse its bytes; none at all are no index. -1 when it is damaged or of a
 * kind that this room cannot change (split, sparse, SHA-256). */
int repo_index_parse(struct repo_index *ix, struct err *e);
/* Whether the checksum at its end is that of its bytes. */
bool repo_index_is_sound(const struct repo_index *ix);
/* The row of a path at a stage, or NULL; `*at` is where it is or would be. */
const struct repo_index_row *repo_index_find(
    const struct repo_index *ix, const char *path, unsigned stage, size_t *at);
void repo_index_get(
    const struct repo_index_row *row, struct repo_index_entry *out);

/* A new index: bytes of its own, and long ranges of the old one's between
 * them, which it borrows. */
struct repo_index_out {
	struct strbuf own;
	struct repo_index_range {
		size_t at; /* in own: what it comes before */
		const unsigned char *p;
		size_t len;
	} * ranges; /* owned */
	size_t n, cap;
};
/* Make the whole file with these edits, which are sorted by path. */
void repo_index_write(const struct repo_index *ix,
    const struct repo_index_edit *edits, size_t n, struct repo_index_out *out);
int repo_index_put(const struct repo_index_out *out, int fd); /* -1, errno */
void repo_index_out_release(struct repo_index_out *out);

/* The fields of an entry's fixed bytes, by their offset. */
enum repo_index_field {
	REPO_INDEX_CTIME = 0,
	REPO_INDEX_CTIME_NS = 4,
	REPO_INDEX_MTIME = 8,
	REPO_INDEX_MTIME_NS = 12,
	REPO_INDEX_DEV = 16,
	REPO_INDEX_INO = 20,
	REPO_INDEX_MODE = 24,
	REPO_INDEX_UID = 28,
	REPO_INDEX_GID = 32,
	REPO_INDEX_SIZE = 36,
	REPO_INDEX_ID = 40,
	REPO_INDEX_FLAGS = 60
};
uint32_t repo_index_u32(const unsigned char *p);
void repo_index_set_u32(unsigned char *p, uint32_t v);

#endif
