/* wiki_draft.h: sessions in containers, as what drafts are made of */
#ifndef WIKI_WIKI_DRAFT_H
#define WIKI_WIKI_DRAFT_H

#include "image/image.h"
#include "wiki/wiki.h"

/* The record of a session as that session; r->container is not NULL. All of it
 * is in the arena, or the record's. */
void wiki_draft_session(struct image_session *s, struct wiki *w,
    const struct note *note, const struct note_example *x,
    const struct run_record *r);

#endif
