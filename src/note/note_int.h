/* note_int.h: what the files of this room share */
#ifndef NOTE_NOTE_INT_H
#define NOTE_NOTE_INT_H

#include "base/map.h"
#include "base/yamldoc.h"
#include "note/note.h"
#include "note/note_flaw.h"

struct map;
struct note_mark;

/* A callout: its class, and '+' or '-' when it folds. */
struct note_callout {
	const char *type;
	char fold;
};

/* A part of the body. */
struct note_stretch {
	size_t from, to;
};

/* Growing arrays while one note is read. */
struct note_build {
	const struct note_src *src;
	const struct note_opts *opts;
	struct arena *a;
	struct diag_list *d;
	const char *lang; /* of this note; NULL: not known */
	const char *body; /* behind the front matter, UTF-8 */
	size_t body_len;
	int body_line;                /* lines before the body */
	const struct note_mark *mark; /* what the parser was given for it */
	size_t *lines;  /* offset of each line of the body, and its end */
	size_t link_at; /* up to here wiki links were found in the body */
	/* The same of links by path: up to where they were found, the text of
	 * the last one, and how often all of a block was searched. */
	size_t path_at, path_in, path_close;
	int path_far;
	/* The same of tags in raw HTML; in the children of raw_parent, what
	 * stands inside of the element raw_skip is no HTML. */
	size_t raw_at;
	int raw_far, raw_lost;
	void *raw_parent;
	const char *raw_skip;
	struct note_heading *headings;
	struct note_link *links;
	const char **ids;                       /* of blocks: ^id */
	struct map *taken_ids, *taken_examples; /* which ids there are */
	size_t n_numbered; /* blocks without an id whose lines have numbers */
	struct map *spots; /* of links in the body: note_spot.c; may be NULL */
	struct note_stretch *passed; /* in which there are none, in order */
	void **blocks; /* as links: the node of the block it stands in */
	struct note_link *props; /* links of the front matter */
	struct note_example *examples;
	struct note_hole *holes;
	struct note_callout *callouts;
	const char **tags;                     /* of the text, as in #tag */
	struct note_span *sections, *id_spans; /* as headings, as ids */
	struct note_span *item_spans;          /* as ids */
	void *list, *item; /* the last item that had its number counted */
	int item_number;
	size_t n_headings, cap_headings, n_links, cap_links, n_examples,
	    cap_examples, n_holes, cap_holes, n_lines, cap_lines, cap_blocks,
	    n_ids, cap_ids, n_callouts, cap_callouts, n_tags, cap_tags,
	    n_passed, cap_passed, n_props, cap_props;
};

/*
 * Read the front matter at the start of `text`: between a first line "---"
 * and the next "---" or "...". Returns the offset of the body, and its lines
 * in *lines; 0 and 0 when there is none. What does not parse is a
 * diagnostic, and the whole of it is dropped.
 */
size_t note_meta_parse(struct note_meta *out, const char *text, size_t len,
    int *lines, struct note_build *b);

/* Whether a value says no. What says neither yes nor no hides the note: the
 * writer meant something by it, and what is published stays so. */
bool note_meta_false(const char *s);
/*
 * Read what is no YAML as it is, for words such as {{date}} stand in it, which
 * Obsidian fills in: they are text then. 0; -1 when that does not help.
 */
int note_meta_template(
    struct yamldoc **doc, const char *yaml, size_t len, struct arena *a);
/* What no YAML is, lines of text, still keeps a note private, or a draft: where
 * one begins with such a key, however that is spaced or quoted. Unsets none. */
void note_meta_rescue(struct note_meta *out, const char *s, size_t len);

/* The tags of the front matter and those of the text, each once. */
void note_tag_merge(struct note_meta *meta, const struct note_build *b);

/* The body to HTML with holes; fills b's arrays and out's html and text. -1,
 * and told, when it is nested too deeply for that. */
int note_md_parse(struct note *out, struct note_build *b);

/*
 * The attributes of a fence's info string, in Pandoc's grammar:
 * c {#id .class key=value key="quoted value"}. 0 when there are none to read
 * (then it is an ordinary code block), 1 when it is an example, -1 with what
 * is wrong in *problem.
 */
int note_fence_parse(struct note_example *out, const char *info,
    struct arena *a, const char **problem);
/* The numbers of lines begin at most there. */
#define NOTE_LINE_MAX 1000000

/*
 * Raw HTML made safe: allowed elements with allowed attributes stay, others
 * are dropped, the contents of script and style with them. `open` is a stack
 * of the elements that are open in this container, so that what comes out is
 * balanced: an end tag without its start is dropped, and note_safe_close()
 * ends what is left open.
 */
#define NOTE_SAFE_DEPTH 32
struct note_safe {
	const char *open[NOTE_SAFE_DEPTH];
	size_t n;
	const char *skip; /* inside this element nothing is kept */
};
void note_safe_html(
    struct strbuf *out, struct note_safe *s, const char *html, size_t len);
void note_safe_close(struct strbuf *out, struct note_safe *s);

/* From where on there is no such quote. */
struct note_safe_none {
	const char *once, *twice;
};
/*
 * The end of the tag at s, behind its ">": quotes are respected. A "<" that
 * is not in quotes ends it too, and then it is none (NULL): a browser would go
 * on, but nobody writes that, and each of many "<" would be searched to the
 * end.
 */
const char *note_safe_tag_end(
    struct note_safe_none *none, const char *s, const char *end);

/* One attribute as read from a tag; its value may be empty. */
struct note_safe_attr {
	const char *name, *value;
	size_t name_len, value_len;
};
/*
 * The next attribute at s, in a tag that ends at `end`; returns what is behind
 * it, or NULL when there is none (HTML, 13.2.5.32 ff., the tokenizer).
 */
const char *note_safe_attr_next(
    struct note_safe_attr *out, const char *s, const char *end);

/* Whether an address, as the value of an attribute, is let through: of what is
 * shown, as a picture is, or of what is linked. */
bool note_safe_url(const char *s, size_t len, bool image);

/* A note without its Markdown parsed: `failed`, its source as its HTML. Its
 * front matter counts all the same, or a private one would be shown. */
void note_parse_source(struct note *out, const struct note_src *src,
    const struct note_opts *opts, struct arena *a, struct diag_list *d);

/*
 * What a note may become: 64 times its size, as HTML. A short note has links
 * and examples that are longer than it; it may become a megabyte.
 */
#define NOTE_OUTPUT_TIMES 64
size_t note_output_max(size_t len);

/* A shape of text that the library runs away on. */
struct note_hazard {
	enum note_flaw_id flaw;
	const char *what; /* "a table of thousands of columns" */
	int line, col;    /* from 1, in the text */
};
/*
 * Whether the text, which ends with a NUL, has such a shape that the library
 * of this number would take more than about half a second for it. Reads the
 * text once or twice.
 */
bool note_hazard_find(
    struct note_hazard *out, const char *text, size_t len, int number);
/* The line that has the most of what may be markup. */
int note_hazard_line(const char *text, size_t len);

/* The page id of a path below notes/: NFC, without .md. */
const char *note_id(const char *path, struct arena *a);

/* A parsed note as bytes, and back; see note_wire.c. The note is no longer there
 * than the bytes are. */
void note_pack(struct strbuf *out, const struct note *n);
int note_unpack(
    struct note *out, const char *bytes, size_t len, struct arena *a);

#endif
