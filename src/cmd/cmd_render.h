/* cmd_render.h: the HTML of a note that stands alone */
#ifndef CMD_CMD_RENDER_H
#define CMD_CMD_RENDER_H

#include "base/strbuf.h"
#include "note/note.h"

/* Its links lead to where the pages of their names would be. */
void cmd_render_html(struct strbuf *out, const struct note *n);

#endif
