/* wiki_int.h: what the files of this room share */
#ifndef WIKI_WIKI_INT_H
#define WIKI_WIKI_INT_H

#include "base/still.h"
#include "note/note_cache.h"
#include "wiki/wiki.h"
#include "wiki/wiki_kept.h"

/* Open a folder to be read; a repository that it is in is left alone. */
int wiki_open_plain(struct wiki *w, const char *root, struct err *e);

/* Open a wiki as wiki_open_root() does, but not its repository. */
int wiki_open_closed(struct wiki *w, const char *root, struct err *e);

/* Whether the settings on disk are those that the wiki was opened with. */
bool wiki_conf_stays(const struct wiki *w);

/* wiki_cache.c: a hash of the program, its libraries, the state folder and who
 * runs it: what is kept under another one was made elsewhere. False where that
 * cannot be told. */
bool wiki_stamp(char out[HASH_HEX], int state_fd);

/* A file in memory, as it is now: whoever writes it puts another in its place. */
struct wiki_map {
	const char *p; /* NULL: there is none */
	size_t len;
};
/* Map a file of the state folder, if nobody but its user may write to it. */
void wiki_map_open(struct wiki_map *out, int state_fd, const char *file);
void wiki_map_close(struct wiki_map *m);
/* Those of a wiki. */
void wiki_maps_release(struct wiki *w);

/* What was parsed when the wiki was read before: most notes; those that changed
 * since. NULL where nothing is kept. */
struct wiki_cache {
	struct wiki_state state;
	struct note_cache *base, *more; /* owned */
	struct spool *to;               /* owned: what is kept next */
};
/* Never fails: without it all is parsed. *damaged: it was of no use. The bytes
 * stay in w->maps. */
void wiki_cache_open(struct wiki_cache *c, struct wiki *w, bool *damaged);
/* Keep what was parsed now; the bytes of that stay in w->maps, too. */
void wiki_cache_close(struct wiki_cache *c, struct wiki *w);
/* Keep what is in `more`, which is all that changed; and be done with it. */
void wiki_cache_more(struct wiki_cache *c);
void wiki_cache_drop(struct wiki_cache *c);

/* ---- wiki_seen.c: notes that need not be read ----------------------------- */

struct seen_row;
struct wiki_seen {
	struct wiki_kept kept;
	const struct seen_row *v;
	size_t n;
	uint64_t opts;
};
/* What the last build has seen: nothing, unless w->began is known. */
void wiki_seen_open(struct wiki_seen *s, const struct wiki *w,
    const struct note_opts *opts, bool *damaged);
void wiki_seen_close(struct wiki_seen *s);
/* The key of a note that looks like this, 64 digits; or NULL. */
const char *wiki_seen_find(const struct wiki_seen *s, const struct still *look);
/* A note, how it looked before it was read, or nothing, and its key if it was
 * known by that. */
struct wiki_look {
	const char *path; /* in the arena */
	struct still as;
	const char *key; /* borrowed: of 64 digits; NULL */
};
/* Keep how each of w->notes looked, and its key. */
void wiki_seen_keep(const struct wiki_seen *s, const struct wiki *w,
    const struct wiki_look *looks, char (*keys)[HASH_HEX]);

/* The date that a path below the notes is the day file of; 0 or -1. */
int wiki_path_day(const char *path, struct date *out);
/* Whether a path, below the repository's root, is that of a day file. */
bool wiki_is_day(const struct wiki *w, const char *path);

/* Whether a file of a folder is none of its notes: a site that was built
 * into it, or packages of a program. `last` is kept between calls; it saves
 * work when those for one folder come one after the other. */
struct wiki_skip {
	char *dir; /* owned: the folder that was looked at last */
	bool skip;
};
bool wiki_folder_skips(
    struct wiki *w, struct wiki_skip *last, const char *path);
/* Set w->symlinks: of these paths, in the wiki, those of links that lead to
 * what is in the notes. The others are told. */
void wiki_symlinks(struct wiki *w, const char *const *paths, size_t n);
/* Fail if notes/ is a symbolic link. */
int wiki_notes_real(const struct wiki *w, struct err *e);
/* The notes could not be read, as `e` says: say the way out, too. Returns -1. */
int wiki_notes_failed(const struct wiki *w, struct err *e);

/* Whether a folder looks like notes. A home folder, say, is none by accident: a
 * Markdown file has to be in the very folder, not only somewhere below. */
bool wiki_folder_looks(const char *dir);
/* Whether notes/ has all the Markdown of the folder, which then is a wiki but
 * for git and halfhour.yaml; what is beside it would be lost otherwise. */
bool wiki_folder_only_notes(struct wiki *w);

/* wiki_run.c: what the attributes of one block say, as a job. */
int wiki_job_attrs(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_job *job);
/* wiki_proc.c: the programs of an example that has several. */
int wiki_job_actors(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_job *job);

/* wiki_run_docker.c: whether an attribute is about containers; what they say,
 * into the job; and whether that fits the rest of the example. The latter two
 * make a diagnostic and return -1 when it does not. */
bool wiki_job_is_docker_attr(const char *key);
int wiki_job_docker(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_job *job);
int wiki_job_docker_whole(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_job *job);
/* What command i of a record did to its shell, for the graph: nothing, when
 * nobody knows. */
struct graph_command;
void wiki_command_moved(struct wiki *w, const struct run_record *r, size_t i,
    struct graph_command *out);

/* wiki_run.c: output as UTF-8 text, in the arena; bytes that are not become
 * U+FFFD. */
const char *wiki_record_text(struct arena *a, const char *s, size_t len);
/* wiki_record_build.c: the block that against=NAME of a block of n means, "ID"
 * or "PAGE#ID": NULL, or a session in a container that a page may tell of; and
 * the builds of a Dockerfile for the graph, with that session. */
const struct note_example *wiki_hand_find(struct wiki *w, const struct note *n,
    const char *name, const struct note **note);
void wiki_record_builds(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_record *r,
    struct graph_record *g);
/* wiki_draft.c: the Dockerfile that a session in a container is a draft of. */
void wiki_record_draft(struct wiki *w, const struct note *n,
    const struct note_example *x, const struct run_record *r,
    struct graph_record *g);

/* wiki_dates.c: dates of a note for the graph. */
const struct graph_dates *wiki_graph_dates(const struct note *n, void *payload);

#endif
