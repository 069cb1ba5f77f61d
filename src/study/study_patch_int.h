/* study_patch_int.h: a day while it is patched, shared inside this room */
#ifndef STUDY_STUDY_PATCH_INT_H
#define STUDY_STUDY_PATCH_INT_H

#include "study/study_int.h"

#define STUDY_NOWHERE ((size_t)-1)

struct patcher {
	struct strbuf text; /* the file so far */
	struct study_map m; /* of text */
	const char *eol;
	const struct study_add *add;
	bool at_end; /* put everything at the end: see study_patch */
};

/* What is around an insertion. */
enum around {
	TIGHT = 0,
	BLANK_BEFORE = 1,
	BLANK_AFTER = 2,
};

bool study_patch_blank(const struct patcher *p, size_t line);
/* One past the last line of [first, end) that is not blank. */
size_t study_patch_trim(const struct patcher *p, size_t first, size_t end);
const struct study_part *study_patch_part(
    const struct patcher *p, enum study_part_kind kind);

/* A part's level as a number of "#": bold lines stand below level 2. */
int study_patch_hashes(const struct study_part *part);
int study_patch_below(int level);

/* Headings that are made, at the end of `out`. */
void study_patch_title(struct strbuf *out, const struct patcher *p);
void study_patch_group(struct strbuf *out, const struct patcher *p, int level,
    enum study_name_kind kind);
void study_patch_heading(struct strbuf *out, int level, const char *name);

/* Insert whole lines (the last one without its "\n") before line `at`. */
int study_patch_insert(struct patcher *p, size_t at, const struct strbuf *lines,
    int around, struct err *e);

/* Add one item; its list is made when it is missing. */
int study_patch_item(struct patcher *p, enum study_list_kind kind,
    const char *text, const char *id, struct err *e);

#endif
