/* note_entity.c: what an entity in raw HTML stands for */
#include <ctype.h>
#include <string.h>
#include <cmark-gfm.h>
#include <cmark-gfm/houdini.h>

#include "base/html.h"
#include "note/note_entity.h"

/* The longest name is shorter, and a text may be one long line. */
#define ENTITY_MAX 40

size_t
note_entity_read(struct strbuf *out, const char *s, size_t len)
{
	size_t n = html_entity_read(out, s, len);

	if (n > 0 || len < 4 || s[0] != '&' || !isalpha((unsigned char)s[1]))
		return n;
	return note_entity_text(out, s, len);
}

size_t
note_entity_text(struct strbuf *out, const char *s, size_t len)
{
	cmark_strbuf text;
	size_t n;

	if (len < 4 || s[0] != '&')
		return 0;
	if (len > ENTITY_MAX)
		len = ENTITY_MAX;
	cmark_strbuf_init(cmark_get_default_mem_allocator(), &text, 0);
	n = (size_t)houdini_unescape_ent(
	    &text, (const uint8_t *)s + 1, (bufsize_t)len - 1);
	if (n > 0) {
		strbuf_adds(out, cmark_strbuf_cstr(&text));
		n++;
	}
	cmark_strbuf_free(&text);
	return n;
}
