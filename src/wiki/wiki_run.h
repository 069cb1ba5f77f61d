/* wiki_run.h: examples as jobs, and what is stored of them; part of wiki.h */
#ifndef WIKI_WIKI_RUN_H
#define WIKI_WIKI_RUN_H

#include "wiki/wiki.h"

/* An example as a job, its further files with it; in the arena. What is
 * wrong with its attributes is a diagnostic, and -1. */
int wiki_job(struct wiki *w, const struct note *n, const struct note_example *x,
    struct run_job *job);
struct run_limits wiki_limits(const struct wiki *w);
/* notes/.runs/PAGE/ID.json, in the arena. */
const char *wiki_record_path(
    struct wiki *w, const struct note *n, const struct note_example *x);
/* notes/.runs/PAGE/ID.cast, the recording beside it; in the arena. */
const char *wiki_cast_path(
    struct wiki *w, const struct note *n, const struct note_example *x);
/* 1 and the record; 0 when there is none; -1 when it is damaged. */
int wiki_record(struct wiki *w, const struct note *n,
    const struct note_example *x, struct run_record *rec, struct err *e);

#endif
