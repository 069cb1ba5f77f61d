/* graph_int.h: what the files of this room share */
#ifndef GRAPH_GRAPH_INT_H
#define GRAPH_GRAPH_INT_H

#include "base/map.h"
#include "graph/graph.h"

/* Pages of one name: an alias, or the end of an id; in the order of their ids. */
struct graph_names {
	const struct graph_page **pages;
	size_t n;
};

/* What is needed while the graph is made. Keys are folded (utf8_fold). */
struct graph_build {
	const struct graph_src *src;
	struct graph *g;
	struct graph_page *pages; /* the same as g->pages, to be filled */
	struct arena *a;
	struct arena *work; /* of what is needed no longer than this */
	struct arena *aid;  /* nor than one page, while links are resolved */
	struct diag_list *d;
	struct map *ids;      /* id → struct graph_page */
	struct map *aliases;  /* alias → struct graph_names */
	struct map *firsts;   /* folders that have an index or a README among
				 both of them */
	struct map *ends;     /* of ids: b/c and c of a/b/c → the same */
	struct map *olds;     /* of aliases that are paths: what ids were */
	struct map *files;    /* path below notes/ → that path */
	struct map *topics;   /* that are no notes → struct graph_topic */
	struct map *named;    /* its last part → that path; "" of several */
	struct map *symlinks; /* path below notes/ → where it leads; NULL */
	struct map *folders;  /* path below notes/ → its name; may be NULL */
	size_t symlink_max;   /* bytes of the longest of these paths */
	struct map *linked; /* the last part of one → the page; b of several */
	struct graph_near *near; /* of what may be meant by broken links */
	struct map **places;     /* of each page, while links are resolved */
	struct map **chains;     /* of each page: a#b#c → the slug of c */
	/* Instead of resolving them: what topics are called → their page, or
	 * `g` for none; and whether one was not there. */
	struct map *named_topics;
	bool unnamed;
};

/* What graph_near_page() and graph_near_file() keep between calls. */
struct graph_near {
	struct map *known; /* what was looked for → what was found, or "" */
	size_t sought;     /* names compared so far */
	struct graph_near_name {
		const char *key, *name; /* folded; as it is written */
	} * names;
	size_t n;
	const char **stems; /* of each file: its name, no ending, or NULL */
	struct map *tops;   /* folders in the root of the notes, folded */
	struct map *there;  /* ids of notes that are there, shown or not */
};

/* The page, or the attached file, whose name is nearest to a misspelt one, as a
 * link would be written: an id, with ".md" if the target has it, or an alias.
 * NULL when none is near. In a wiki with very many broken links only the first of
 * them have an answer. */
const char *graph_near_page(const struct graph_build *b, const char *target);
const char *graph_near_file(const struct graph_build *b, const char *target);
/* The file that a wiki link may mean, if its name has the ending of one. */
const char *graph_near_attached(
    const struct graph_build *b, const struct note_link *link);
/* The same of a heading or a block of this page, by its text or anchor as the
 * link has it: what may stand behind its "#". */
const char *graph_near_place(const struct graph_build *b,
    const struct graph_page *to, const struct note_link *link);
/* Whether a target such as /a/b begins in a folder that the notes have. */
bool graph_near_top(const struct graph_build *b, const char *target);

/* ---- graph_symlink.c: symbolic links ------------------------------------- */

/* Read b->src->symlinks, once pages and files are known. */
void graph_symlinks(struct graph_build *b);
/* The path, folded, that is meant by one through symbolic links; NULL when it
 * is through none. In the arena. */
const char *graph_symlink_real(const struct graph_build *b, const char *path);
/* The page whose only symbolic link of this name, folded, is; or NULL. */
const struct graph_page *graph_symlink_named(
    const struct graph_build *b, const char *name);

/*
 * The folder at this path below notes/, which is folded, when the site has a
 * page of it: as it is written, "" for the root; else NULL. In the arena.
 */
const char *graph_folder(struct graph_build *b, const char *path);
/* What the map, by folded paths, has of the index or else of the README in the
 * folder at this path, which is folded, too; or NULL. */
void *graph_folder_first(
    const struct graph_build *b, const struct map *m, const char *path);
/* This id or alias, folded, may be one of those. */
void graph_folder_add(struct graph_build *b, const char *key);
/* The page that is the index of this folder, also by a symbolic link; or NULL. */
const struct graph_page *graph_folder_page(
    const struct graph_build *b, const char *path);

/* The folded form of s, in the arena. */
const char *graph_fold(struct arena *a, const char *s);

/* ---- graph_resolve.c: which page a name means ---------------------------- */

/* How many pages that a name may mean are named. */
#define GRAPH_CANDIDATES 8

/*
 * The page that `target` means in the page `from`: exact path → alias →
 * unique file name → nearest by folder; what no page is called may be what one
 * was. NULL when there is none, and then *candidates lists those that fit
 * equally well ("" for none).
 */
const struct graph_page *graph_resolve(const struct graph_build *b,
    const struct graph_page *from, const char *target, const char **candidates);
/* The same of a link of Markdown, of which its path counts first; an address in
 * HTML (`raw`) is a path and no name. */
const struct graph_page *graph_resolve_path(const struct graph_build *b,
    const struct graph_page *from, const char *target, bool raw,
    const char **candidates);
/* Where a target leads that is a path, as in Markdown; or NULL. */
const struct graph_page *graph_by_path(const struct graph_build *b,
    const struct graph_page *from, const char *target);
/* What pages are looked up by: folded, without ".md" and a "/" at the end; in
 * b->aid. */
const char *graph_key(const struct graph_build *b, const char *target);
/* The path `target` from the folder of the page `from`, or from the root of the
 * notes when a "/" is before it, without "." and ".."; folded, as `target` is.
 * NULL when it leads out of the notes. */
const char *graph_from_folder(
    struct arena *a, const struct graph_page *from, const char *target);
/* Those that a name may mean, for the writer to choose. */
const char *graph_candidates(const struct graph_names *names, struct arena *a);

/* A place of a page: its anchor, and the part of the HTML that it names. */
struct graph_place {
	const char *anchor;
	const struct note_span *part; /* NULL: cannot be embedded */
	const struct note_span *item; /* that it begins; NULL: none */
};

/*
 * The place that the fragment of a link, not NULL, means: a block; a heading,
 * by its text or its slug, of which a wiki link has rather the text and a link
 * of Markdown rather the slug; by what slug its text would have; or by the
 * headings above it. NULL when there is none.
 */
const struct graph_place *graph_place(const struct graph_build *b,
    const struct graph_page *to, const struct note_link *link);

/* ---- graph_broken.c: what leads nowhere ---------------------------------- */

/* Say that the link, which is that of `l` or that without its query, leads
 * nowhere, or to any of the candidates. */
void graph_link_broken(const struct graph_build *b,
    const struct graph_page *from, const struct note_link *link,
    struct graph_link *l, const char *candidates);
/* Whether a note has this id, though the site may leave it out. */
bool graph_is_there(const struct graph_build *b, const char *target);
/* The page is there, and not the place in it. */
void graph_link_no_place(const struct graph_build *b,
    const struct graph_page *from, const struct graph_link *l);
/* Say which aliases several pages have, at the place of each. */
void graph_aliases(struct graph_build *b);

void graph_links(struct graph_build *b);
void graph_backlinks(struct graph_build *b);
/* Say which embeds lead back into themselves. */
void graph_embeds(struct graph_build *b);
/* When pages were committed, and the latest commits. */
void graph_changes(struct graph_build *b);
/* Days, their entries, and what these say about notes and topics. */
void graph_days(struct graph_build *b);

#endif
