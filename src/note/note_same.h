/* note_same.h: whether an edit changes a note for nobody else */
#ifndef NOTE_NOTE_SAME_H
#define NOTE_NOTE_SAME_H

#include "note/note.h"

/*
 * Whether two versions of a note are the same to all other pages, but for the
 * words around its links: title, front matter, tags, where links lead; and with
 * `places` the headings and blocks that one can link to. It has no examples that
 * are run, and no date.
 */
bool note_same_outside(
    const struct note *was, const struct note *now, bool places);

#endif
