/* search_index_text.c: the texts of pages, in pieces of a few kilobytes
 *
 * A browser that fetches the best pages of a query must know what that costs,
 * and a note may be as long as a book. So no piece has more than PIECE_MAX
 * bytes of sections, and HEAD_MAX of what is said of the page in each of them.
 * A piece is an array of one object for each page of its number.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "search/search_index_int.h"

#define PIECE_MAX 4000
#define HEAD_MAX 500 /* of each: the title, the names, the tags */
#define SECTION_MAX 300

/* How many bytes of JSON the byte becomes (jsonw_strn()), less the one. */
static const unsigned char text_more[256] = {
	[0 ... 8] = 5,
	['\t'] = 1,
	['\n'] = 1,
	[11 ... 31] = 5,
	['"'] = 1,
	['\\'] = 1,
	['<'] = 5,
	['>'] = 5,
	['&'] = 5,
	[0x7f] = 5,
};

/* How many bytes of s, whole characters, cost at most `max` together. */
static size_t
text_fit(const char *s, size_t len, size_t max)
{
	size_t i = 0, cost = 0;

	/* Whatever they are. */
	if (len <= max / 6)
		return len;
	while (i < len && (cost += 1 + text_more[(unsigned char)s[i]]) <= max)
		i++;
	if (i < len)
		while (i > 0 && ((unsigned char)s[i] & 0xc0) == 0x80)
			i--;
	return i;
}

/* The same of a text that has to be cut: at the end of a line or of a word, if
 * there is one in the second half. */
static size_t
text_cut(const char *s, size_t len, size_t max)
{
	size_t n = text_fit(s, len, max), i;

	if (n == len)
		return n;
	for (i = n; i > n / 2; i--)
		if (s[i - 1] == '\n')
			return i;
	for (i = n; i > n / 2; i--)
		if (s[i - 1] == ' ')
			return i;
	return n;
}

/* The browser compares in NFC, and marks what it finds in what is there. */
static void
text_str(struct search_index *x, const char *s, size_t max)
{
	size_t len = strlen(s);
	char *nfc = NULL;

	strbuf_clear(&x->folded);
	if (!search_fold(&x->folded, s, len)) {
		s = nfc = utf8_nfc(s);
		len = strlen(s);
	}
	jsonw_strn(&x->json, s, text_fit(s, len, max));
	free(nfc);
}

/* The path as an address, relative to the root of the site. */
static void
text_url(struct search_index *x, const char *path)
{
	struct strbuf url = STRBUF_INIT;

	for (; *path != '\0'; path++)
		if (isalnum((unsigned char)*path) || strchr("-._~/", *path))
			strbuf_addc(&url, *path);
		else
			strbuf_addf(&url, "%%%02X", (unsigned char)*path);
	jsonw_key(&x->json, "url");
	jsonw_str(&x->json, url.buf);
	strbuf_release(&url);
}

static void
text_list(
    struct search_index *x, const char *key, const char *const *v, size_t n)
{
	size_t i, left = HEAD_MAX;

	jsonw_key(&x->json, key);
	jsonw_open(&x->json, '[');
	for (i = 0; i < n && text_fit(v[i], strlen(v[i]), left) > 0; i++) {
		text_str(x, v[i], left);
		left -= text_fit(v[i], strlen(v[i]), left);
	}
	jsonw_close(&x->json, ']');
}

static void
text_lang(struct search_index *x, const char *key, const char *lang)
{
	if (lang == NULL)
		return;
	jsonw_key(&x->json, key);
	jsonw_str(&x->json, lang);
}

static void
text_begin(struct search_index *x, const struct search_page *p, size_t piece)
{
	struct strbuf *out;

	while (x->n_files <= piece)
		strbuf_init(
		    VEC_PUSH(x->files, x->n_files, x->cap_files), STRBUF_MAX);
	if (x->used_files <= piece)
		x->used_files = piece + 1;
	x->piece = piece;
	x->room = PIECE_MAX;
	out = &x->files[piece];
	strbuf_addc(out, out->len == 0 ? '[' : ',');
	jsonw_begin(&x->json, out, false);
	jsonw_open(&x->json, '{');
	text_url(x, p->path);
	jsonw_key(&x->json, "id");
	text_str(x, p->id, HEAD_MAX);
	jsonw_key(&x->json, "title");
	text_str(x, p->title, HEAD_MAX);
	text_lang(x, "title_lang", p->title_lang);
	text_lang(x, "text_lang", p->text_lang);
	text_list(x, "names", p->names, p->n_names);
	text_list(x, "tags", p->tags, p->n_tags);
	jsonw_key(&x->json, "sections");
	jsonw_open(&x->json, '[');
}

static void
text_end(struct search_index *x)
{
	jsonw_close(&x->json, ']');
	jsonw_close(&x->json, '}');
}

/* The section, with as much of the text as the piece still holds; how much
 * that is. */
static size_t
text_section(struct search_index *x, const struct search_section *s,
    const char *text, size_t len)
{
	/* An anchor that is cut leads nowhere; the page is next best. */
	const char *anchor = strlen(s->anchor) > SECTION_MAX ? "" : s->anchor;
	const struct strbuf *out = &x->files[x->piece];
	size_t before = out->len, n;

	jsonw_open(&x->json, '[');
	jsonw_str(&x->json, anchor);
	text_str(x, s->heading, SECTION_MAX);
	n = out->len - before;
	n = text_cut(text, len, n < x->room ? x->room - n : 0);
	if (index_note(x, text, n, RANK_TEXT)) {
		jsonw_strn(&x->json, text, n);
	} else {
		char *part = xstrndup(text, n);

		text_str(x, part, PIECE_MAX);
		free(part);
	}
	jsonw_close(&x->json, ']');
	n = n < len && text[n] == '\n' ? n + 1 : n;
	before = x->files[x->piece].len - before;
	x->room -= before < x->room ? before : x->room;
	return n;
}

/* Whether all of the section is sure to fit into what is left of a piece. */
static bool
text_fits(
    const struct search_index *x, const struct search_section *s, size_t len)
{
	size_t most = strlen(s->anchor) + SECTION_MAX;

	return most + len <= x->room ||
	       (most < x->room && len <= x->room &&
		   text_fit(s->text, len, x->room - most) == len);
}

static void
text_note_all(
    struct search_index *x, const char *const *v, size_t n, enum index_rank r)
{
	size_t i;

	for (i = 0; i < n; i++)
		index_note(x, v[i], strlen(v[i]), r);
}

void
index_add_texts(struct search_index *x, const struct search_page *p)
{
	const char *base = path_base(p->id);
	size_t i, at, len, piece = 0;

	text_begin(x, p, piece);
	index_note(x, p->title, strlen(p->title), RANK_TITLE);
	index_note(x, base, strlen(base), RANK_TITLE);
	index_note(x, p->id, strlen(p->id), RANK_TEXT);
	text_note_all(x, p->names, p->n_names, RANK_TITLE);
	text_note_all(x, p->tags, p->n_tags, RANK_HEADING);
	for (i = 0; i < p->n_sections; i++) {
		const struct search_section *s = &p->sections[i];

		len = strlen(s->text);
		if (x->room < PIECE_MAX && !text_fits(x, s, len)) {
			text_end(x);
			text_begin(x, p, ++piece);
		}
		index_note(x, s->heading, strlen(s->heading), RANK_HEADING);
		at = text_section(x, s, s->text, len);
		while (at < len) {
			text_end(x);
			text_begin(x, p, ++piece);
			at += text_section(x, s, s->text + at, len - at);
		}
	}
	text_end(x);
}

void
search_text_path(char out[SEARCH_PATH_MAX], uint32_t number, size_t piece)
{
	snprintf(out, SEARCH_PATH_MAX, "search/text/%u/%u-%zu.json",
	    (unsigned)(number >> 16), (unsigned)number, piece);
}

int
index_write_texts(struct search_index *x, struct err *e)
{
	char path[SEARCH_PATH_MAX];
	size_t i;
	int rc = 0;

	for (i = 0; i < x->used_files && rc == 0; i++) {
		struct strbuf *text = &x->files[i];

		search_text_path(path, x->number, i);
		strbuf_adds(text, "]\n");
		rc = x->fn(path, text->buf, text->len, x->payload, e);
		strbuf_clear(text);
	}
	x->used_files = 0;
	return rc;
}
