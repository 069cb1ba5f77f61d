/* note.h: one Markdown file, read: what it says, what it links, its HTML */
#ifndef NOTE_NOTE_H
#define NOTE_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/strbuf.h"

/*
 * A note is parsed once, without knowing the rest of the wiki. Where its
 * HTML depends on the rest (where a link goes, what an example printed), the
 * HTML has a hole, and who makes the page fills it. So the Markdown parser
 * can run in a process of its own, and what it returns can be kept.
 */
enum note_hole_kind {
	NOTE_HOLE_LINK,    /* the start tag of links[index], and its text and
			      </a> follow; or all of an image or embed; or an
			      attribute of raw HTML */
	NOTE_HOLE_EXAMPLE, /* all of examples[index] */
	NOTE_HOLE_HEADING, /* in the start tag of headings[index]: <h2HOLE> */
	NOTE_HOLE_EMBED,   /* all of links[index], an embed where a paragraph
			      would stand */
};

struct note_hole {
	size_t at; /* offset in html; holes are in order */
	enum note_hole_kind kind;
	size_t index;
};

/* A part of the HTML that can be embedded. */
struct note_span {
	size_t from, to;       /* offsets in html; to == 0: none */
	size_t hole, hole_end; /* the holes in it: from, and up to */
	bool block;            /* whole elements; else what is in one */
	int list; /* of an item: its number, or -1 when it has a bullet */
};

struct note_heading {
	int level, line;
	const char *text;
	const char *slug; /* unique within the note */
};

enum note_link_kind {
	NOTE_LINK_WIKI,  /* [[target#fragment|text]] */
	NOTE_LINK_EMBED, /* ![[target]] or ![](note.md): the hole is all of it */
	NOTE_LINK_PATH,  /* [text](target.md#fragment): relative to the note, or
			    with a "/" before it to the root of the notes */
	NOTE_LINK_IMAGE, /* ![alt](target): the hole is all of it */
};

/* An attribute of raw HTML that is a link. */
enum note_link_attr {
	NOTE_ATTR_NONE, /* the link is none of raw HTML */
	NOTE_ATTR_HREF,
	NOTE_ATTR_SRC,
	NOTE_ATTR_CITE,
	NOTE_ATTR_POSTER,
};

/* A link that stays inside the wiki; others are plain HTML already. One in raw
 * HTML is NOTE_LINK_PATH, or NOTE_LINK_IMAGE if only a file can be meant; its
 * hole is its attribute, with a space before it. */
struct note_link {
	enum note_link_kind kind;
	const char *target;   /* as written, percent-decoded; "" for [[#x]] */
	size_t path;          /* its bytes before what may be a query; or 0 */
	const char *fragment; /* behind "#", NULL for none */
	const char *whole;    /* [[target#fragment]], for [[C#]]; else NULL */
	const char *text;     /* the text shown; alt of an image */
	const char *title;    /* [text](target "title"); NULL for none */
	const char *context;  /* the text of the block it stands in */
	int line, col;
	int width, height; /* of a picture, in pixels; 0: not said */
	const char *url;   /* as written, if it may be an address of the site's
			      host (/url) or stands in raw HTML; else NULL */
	enum note_link_attr attr;
	bool meta;       /* it stands in the front matter, and has no hole */
	bool path_embed; /* an embed, and its target is a path as in Markdown */
	long hit;        /* where `text` is in `context`; -1: it is not */
};

struct note_attr {
	const char *key, *value;
};

struct note_example {
	const char *id;   /* {#id}; made of language and number if none */
	const char *lang; /* the first word of the fence */
	bool run;         /* {.run} */
	bool lines;       /* {.numberLines}: each line has an anchor */
	int first_line;   /* startFrom=N: the number of its first; else 1 */
	const char *of;   /* of=ID, output-of=ID: a file of that, its output */
	const char *file;
	const char *code; /* as the program sees it */
	size_t code_len;
	const char *html; /* the code in colours; NULL: it has none */
	const struct note_attr *attrs; /* all key=value, in order */
	size_t n_attrs;
	int line;
};

/* A place in a file, from 1. */
struct note_at {
	int line, col;
};

struct note_meta {
	const char *title; /* NULL: none given */
	const char **aliases, **tags;
	struct note_at *alias_at; /* as aliases; NULL: not known */
	size_t n_aliases, n_tags;
	const char *description, *lang;
	struct date date; /* y == 0: none given */
	bool draft, private;
};

struct note {
	const char *path;  /* as in the source: "notes/ipc/pipe.md" */
	const char *id;    /* below notes/, without .md, NFC: "ipc/pipe" */
	const char *title; /* front matter, else first heading, else name */
	struct note_meta meta;
	const char *html;
	size_t html_len;
	const char *text; /* plain text of the first paragraphs, ≤ 300 bytes */
	const struct note_hole *holes;
	const struct note_heading *headings;
	const struct note_link *links;
	const struct note_example *examples;
	const char **ids; /* of blocks, without "^"; anchors are "^id" */
	const struct note_span *sections; /* of a heading: all below it */
	const struct note_span *blocks;   /* as ids */
	const struct note_span *items;    /* as ids: of the item it begins */
	size_t n_holes, n_headings, n_links, n_examples, n_ids;
	bool titled; /* the first heading is the title: pages show it once */
	bool failed; /* the parser broke its budget: html is the source */
	uint64_t print[2]; /* a hash of all it was parsed from; 0: unknown */
	int64_t took;      /* the parser, of the processor, ns; 0: unknown */
};

/* Whether its target is a path, as in Markdown and raw HTML, and no name. */
bool note_link_by_path(const struct note_link *l);
/* "href" and the like, of a link in raw HTML. */
const char *note_link_attr_name(enum note_link_attr attr);

/* An attribute or NULL; and whether it is run, in a container also by name. */
const char *note_attr(const struct note_example *x, const char *key);
bool note_example_runs(const struct note_example *x);

struct note_src {
	const char *path; /* for messages: "notes/ipc/pipe.md" */
	size_t skip;      /* bytes of it before the page id: "notes/" */
	const char *text; /* any bytes */
	size_t len;
};

struct note_opts {
	bool unsafe;      /* raw HTML and any URL as they are */
	bool verbatim;    /* addresses in raw HTML are no links */
	bool no_wiki;     /* the Markdown of the library, nothing of ours */
	const char *lang; /* of notes that do not say it; NULL: English */
	const struct step *step;      /* of note_pool_parse(); or NULL */
	const struct note_stay *stay; /* of this room; or NULL */
};

/* Parse one note in this process. Never fails: what the writer got wrong is in
 * `d`, and bytes that are not UTF-8 become U+FFFD. All of `out` lives in the arena.
 * The Markdown library can run away: only a process that may die calls this. */
void note_parse(struct note *out, const struct note_src *src,
    const struct note_opts *opts, struct arena *a, struct diag_list *d);

/* The front matter alone, as note_parse() has it; it lives in the arena. */
void note_meta_read(
    struct note_meta *out, const char *text, size_t len, struct arena *a);

/*
 * Parse n notes in `jobs` child processes with limits on time and memory.
 * A note that breaks them costs that note: it comes back `failed`, its
 * source as its HTML, with a diagnostic. out[i] is of srcs[i]. -1: no child.
 */
int note_pool_parse(struct note *out, const struct note_src *srcs, size_t n,
    int jobs, const struct note_opts *opts, struct arena *a,
    struct diag_list *d, struct err *e);

/* The HTML, or a part, with its holes filled: fn appends what goes in one. */
typedef void (*note_fill_fn)(
    struct strbuf *out, const struct note_hole *hole, void *payload);
void note_html_fill(
    struct strbuf *out, const struct note *n, note_fill_fn fn, void *payload);
void note_html_fill_span(struct strbuf *out, const struct note *n,
    const struct note_span *span, note_fill_fn fn, void *payload);

#endif
