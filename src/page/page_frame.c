/* page_frame.c: what is around the content of every page */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "page/page_int.h"

/*
 * Nothing here may grow with the wiki or change with the day, or every page
 * would be written anew each time something is logged. That is why "today"
 * is a page that leads on, and not a link to the newest day.
 */
static const char *const frame_nav[][2] = {
	{ "today", "today.html" },
	{ "days", "days.html" },
	{ "topics", "topics.html" },
	{ "tries", "tries.html" },
	{ "notes", "notes.html" },
	{ "stats", "stats.html" },
	{ "search", "search.html" },
};

static bool
encode_keeps(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '-' && c <= '9') ||
	       (c >= 'A' && c <= 'Z') || c == '_' || c == '~';
}

/* Into room for three times its length, the end of which is returned. */
static char *
encode_to(char *to, const char *s)
{
	static const char digits[] = "0123456789ABCDEF";

	for (; *s != '\0'; s++) {
		if (encode_keeps((unsigned char)*s)) {
			*to++ = *s;
			continue;
		}
		*to++ = '%';
		*to++ = digits[*s >> 4 & 15];
		*to++ = digits[*s & 15];
	}
	return to;
}

void
page_encode(struct strbuf *out, const char *s)
{
	char part[256], one[64];
	size_t n;

	/* In pieces, for it may be of any length. */
	for (; *s != '\0'; s += n) {
		n = strnlen(s, sizeof(one) - 1);
		memcpy(one, s, n);
		one[n] = '\0';
		strbuf_add(out, part, (size_t)(encode_to(part, one) - part));
	}
}

/*
 * The error page is shown at any address, so relative paths would lead
 * astray there: it counts from the root of the site where that is known.
 */
static const char *
frame_root(struct page_ctx *c)
{
	const char *s = strcmp(c->page->kind->name, "404") == 0
			    ? strstr(c->g->conf->base_url, "://")
			    : NULL;

	if (s == NULL)
		return NULL;
	s = strchr(s + 3, '/');
	if (s == NULL)
		return "/";
	return path_has_suffix(s, "/") ? s : arena_printf(c->a, "%s/", s);
}

const char *
page_url(struct page_ctx *c, const char *path)
{
	struct strbuf sb = STRBUF_INIT;
	const char *s = c->g->conf->base_url, *url;

	if (*s == '\0')
		return NULL;
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x80)
			strbuf_addc(&sb, *s);
		else
			strbuf_addf(&sb, "%%%02X", (unsigned char)*s);
	if (sb.buf[sb.len - 1] != '/')
		strbuf_addc(&sb, '/');
	page_encode(&sb, path);
	url = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return url;
}

/* As path_relative(): what leads up, and *to is what is left of it. */
static char *
href_way(char *end, const char *from, const char **to)
{
	const char *s = *to, *way = end;
	size_t i;

	for (i = 0; from[i] != '\0' && from[i] == s[i]; i++)
		if (from[i] == '/')
			*to = s + i + 1;
	for (i = (size_t)(*to - s); from[i] != '\0'; i++)
		if (from[i] == '/') {
			memcpy(end, "../", 3);
			end += 3;
		}
	if (end == way && (*to)[strcspn(*to, ":/")] == ':') {
		memcpy(end, "./", 2);
		end += 2;
	}
	return end;
}

/* Room for the addresses of nearly all pages. */
#define HREF_ROOM 1024

/* That of a page beside this one, mostly, made in one go; NULL when it is too
 * long for that. */
static const char *
href_short(struct page_ctx *c, const char *to, const char *anchor)
{
	char href[HREF_ROOM], *end = href;
	const char *from = c->page->path;
	size_t up = strlen(from), way = strlen(to);

	if (up + way + (anchor != NULL ? strlen(anchor) : 0) >
	    HREF_ROOM / 3 - 4)
		return NULL;
	if (anchor == NULL || strcmp(to, from) != 0) {
		end = href_way(href, from, &to);
		end = encode_to(end, to);
	}
	if (anchor != NULL) {
		*end++ = '#';
		end = encode_to(end, anchor);
	}
	return arena_strndup(c->a, href, (size_t)(end - href));
}

const char *
page_href(struct page_ctx *c, const char *to, const char *anchor)
{
	struct strbuf sb = STRBUF_INIT;
	const char *root = frame_root(c);
	const char *href =
	    c->whole || root != NULL ? NULL : href_short(c, to, anchor);

	if (href != NULL)
		return href;
	if (c->whole) {
		strbuf_adds(&sb, page_url(c, to));
	} else if (root != NULL) {
		strbuf_adds(&sb, root);
		page_encode(&sb, to);
	} else if (anchor == NULL || strcmp(to, c->page->path) != 0) {
		char *way = path_relative(c->page->path, to);

		page_encode(&sb, way);
		free(way);
	}
	if (anchor != NULL) {
		strbuf_addc(&sb, '#');
		page_encode(&sb, anchor);
	}
	href = arena_strdup(c->a, sb.buf);
	strbuf_release(&sb);
	return href;
}

static void
frame_set_nav(struct page_ctx *c, struct tmpl_val *m)
{
	struct tmpl_val *list = tmpl_list(c->a);
	const struct graph_page *p = c->page->subject;
	const char *here = c->page->kind->nav;
	size_t i;

	if (p != NULL && p->day != NULL && p->next == NULL)
		here = "today";
	for (i = 0; i < sizeof(frame_nav) / sizeof(*frame_nav); i++) {
		const char *key = frame_nav[i][0];
		struct tmpl_val *item;

		if (c->g->plain && strcmp(key, "notes") != 0 &&
		    strcmp(key, "search") != 0)
			continue;
		item = tmpl_push_object(c->a, list);
		tmpl_kept(c->a, item, "label", page_word(c, key));
		tmpl_kept(
		    c->a, item, "url", page_href(c, frame_nav[i][1], NULL));
		/* "page" is this very page, "true" one below it. */
		tmpl_kept(c->a, item, "current",
		    here == NULL || strcmp(key, here) != 0        ? NULL
		    : strcmp(frame_nav[i][1], c->page->path) == 0 ? "page"
								  : "true");
	}
	tmpl_set(c->a, m, "nav", list);
}

/* What has to be a whole address, and where programs read on. */
static void
frame_set_address(struct page_ctx *c, struct tmpl_val *m)
{
	static const char *const locales[] = { "ko_KR", "en_US", "ja_JP" };
	/* What has moved has the address that it leads to. */
	const char *path = strcmp(c->page->kind->name, "moved") == 0
			       ? c->page->subject->url
			       : c->page->path;

	tmpl_kept(c->a, m, "og_locale", locales[c->lang]);
	tmpl_kept(c->a, m, "canonical",
	    page_url(c, strcmp(path, "index.html") == 0 ? "" : path));
	tmpl_bool(c->a, m, "feeds", *c->g->conf->base_url != '\0');
	tmpl_kept(c->a, m, "atom_url", page_href(c, PAGE_ATOM, NULL));
	tmpl_kept(c->a, m, "json_url", page_href(c, PAGE_JSON, NULL));
}

void
page_frame(struct page_ctx *c, struct tmpl_val *m)
{
	const struct conf *conf = c->g->conf;
	struct tmpl_val *is = tmpl_object(c->a);

	tmpl_set(c->a, m, "words", c->words);
	tmpl_kept(c->a, m, "lang", conf->lang);
	tmpl_kept(c->a, m, "site", conf->title);
	tmpl_kept(c->a, m, "author", conf->author);
	tmpl_kept(c->a, m, "kind", c->page->kind->name);
	tmpl_bool(c->a, is, c->page->kind->name, true);
	tmpl_kept(c->a, m, "og_type",
	    c->page->kind->path == NULL ? "article" : "website");
	tmpl_set(c->a, m, "is", is);
	tmpl_kept(c->a, m, "home", page_href(c, "index.html", NULL));
	tmpl_kept(c->a, m, "style", page_href(c, c->theme->style, NULL));
	tmpl_kept(c->a, m, "script",
	    c->theme->script == NULL ? NULL
				     : page_href(c, c->theme->script, NULL));
	tmpl_kept(c->a, m, "search_url", page_href(c, "search.html", NULL));
	/* On the error page nothing leads to a note. */
	tmpl_kept(c->a, m, "preview_script",
	    c->theme->preview == NULL || strcmp(c->page->kind->name, "404") == 0
		? NULL
		: page_href(c, c->theme->preview, NULL));
	tmpl_kept(c->a, m, "previews", page_href(c, "preview/", NULL));
	frame_set_address(c, m);
	frame_set_nav(c, m);
}

void
page_head(struct page_ctx *c, struct tmpl_val *m, const char *title,
    const char *description)
{
	/* Pages of ours are described by the table of words. */
	if (description == NULL || *description == '\0')
		description = page_word(
		    c, arena_printf(c->a, "about_%s", c->page->kind->name));
	tmpl_text(c->a, m, "title", title);
	tmpl_text(c->a, m, "description", description);
}

const char *
page_note_lang(const struct page_ctx *c, const struct note *n)
{
	const char *lang = n->meta.lang, *s = lang;
	size_t len, parts = 0;

	if (lang == NULL || strcmp(lang, c->g->conf->lang) == 0)
		return NULL;
	/* Two or three letters, and parts of up to eight letters and digits. */
	for (; *s != '\0'; s += len + (s[len] == '-'), parts++) {
		for (len = 0; isalnum((unsigned char)s[len]); len++)
			if (parts == 0 && !isalpha((unsigned char)s[len]))
				return NULL;
		if (len == 0 || len > (parts == 0 ? 3 : 8) ||
		    (parts == 0 && len < 2) ||
		    (s[len] != '\0' && s[len] != '-') ||
		    (s[len] == '-' && s[len + 1] == '\0'))
			return NULL;
	}
	return parts > 0 ? lang : NULL;
}

void
page_list(struct page_ctx *c, struct tmpl_val *m, const char *key,
    struct tmpl_val *list)
{
	size_t len = strlen(key);
	char *has = arena_alloc(c->a, len + sizeof("has_"));

	memcpy(has, "has_", strlen("has_"));
	memcpy(has + strlen("has_"), key, len);
	tmpl_set(c->a, m, key, list);
	tmpl_bool(c->a, m, has, tmpl_len(list) > 0);
}

struct tmpl_val *
page_toc_item(struct page_ctx *c, struct tmpl_val *toc, int level,
    const char *text, const char *anchor)
{
	struct tmpl_val *item = tmpl_push_object(c->a, toc);

	tmpl_text(c->a, item, "text", text);
	tmpl_kept(c->a, item, "url", page_href(c, c->page->path, anchor));
	tmpl_int(c->a, item, "level", level);
	return item;
}

void
page_toc(struct page_ctx *c, struct tmpl_val *m, struct tmpl_val *toc)
{
	tmpl_set(c->a, m, "toc", toc);
	tmpl_bool(c->a, m, "has_toc", tmpl_len(toc) > 2);
}

void
page_toc_note(struct page_ctx *c, struct tmpl_val *m, const struct note *n)
{
	struct tmpl_val *toc = tmpl_list(c->a);
	struct page_ranks ranks = { .n = 0 };
	const struct graph_page *p = c->page->subject;
	size_t i;

	for (i = n->titled ? 1 : 0; i < n->n_headings; i++) {
		const struct note_heading *h = &n->headings[i];
		int rank = page_rank(&ranks, h->level);

		if (rank <= 3 && *h->text != '\0' && !page_bare(p, i))
			page_toc_item(c, toc, rank, h->text, h->slug);
	}
	page_toc(c, m, toc);
}

const char *
page_folder_anchor(struct page_ctx *c, const char *dir)
{
	return *dir == '_' ? arena_printf(c->a, "%s/", dir) : dir;
}

void
page_crumbs(struct page_ctx *c, struct tmpl_val *m, const char *id)
{
	struct tmpl_val *list = tmpl_list(c->a), *item;
	const char *slash;

	item = tmpl_push_object(c->a, list);
	tmpl_text(c->a, item, "label", page_word(c, "home"));
	tmpl_text(c->a, item, "url", page_href(c, "index.html", NULL));
	for (slash = strchr(id, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		const char *dir = arena_strndup(c->a, id, (size_t)(slash - id));
		const char *path = page_folder_path(c->a, dir);

		/* The page of a folder does not stand below itself. */
		if (strcmp(path, c->page->path) == 0)
			break;
		item = tmpl_push_object(c->a, list);
		tmpl_text(c->a, item, "label", path_base(dir));
		tmpl_text(c->a, item, "url", page_href(c, path, NULL));
	}
	page_list(c, m, "crumbs", list);
}
