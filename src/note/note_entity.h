/* note_entity.h: what an entity stands for */
#ifndef NOTE_NOTE_ENTITY_H
#define NOTE_NOTE_ENTITY_H

#include "base/strbuf.h"

/*
 * html_entity_read(), and of the names with a semicolon all that Markdown
 * knows: "&eacute;". Their table is the library's, so that an address says the
 * same in raw HTML as in a link of Markdown (HTML, 13.5).
 */
size_t note_entity_read(struct strbuf *out, const char *s, size_t len);
/* The same of text, where it ends with a semicolon or is none. */
size_t note_entity_text(struct strbuf *out, const char *s, size_t len);

#endif
