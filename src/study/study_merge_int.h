/* study_merge_int.h: a day cut into what is merged, inside this room */
#ifndef STUDY_STUDY_MERGE_INT_H
#define STUDY_STUDY_MERGE_INT_H

#include "study/study_int.h"
#include "study/study_merge.h"

enum study_cut_kind {
	STUDY_CUT_FRONT, /* all that stands in front of the first heading */
	STUDY_CUT_TITLE, /* a heading alone, as the next three are */
	STUDY_CUT_REVIEW,
	STUDY_CUT_RETRO,
	STUDY_CUT_LIST,
	STUDY_CUT_ENTRY,   /* heading and text */
	STUDY_CUT_SECTION, /* likewise, of any other heading */
	STUDY_CUT_ITEM,    /* with what is nested below it */
	STUDY_CUT_PROSE,   /* below a heading, or between items */
};

/* A piece of a day that is taken from one side or the other as a whole; the
 * blank lines behind it are not part of it. */
struct study_cut {
	enum study_cut_kind kind;
	enum study_list_kind list; /* of a list, and of what stands in it */
	const char *p;             /* borrowed from the version */
	size_t len;
	size_t head;   /* bytes of the heading of an entry or a section */
	size_t indent; /* of an item, its marker's bytes; 0: it is no bullet */
	const struct study_entry *entry; /* or NULL */
	const struct study_item *item;   /* or NULL */
	/* The same piece elsewhere, or NULL. */
	struct study_cut *base, *other; /* of a side: in base, on the other */
	struct study_cut *side[2];      /* of base: in ours, in theirs */
	struct study_cut *with;         /* while two versions are compared */
	bool taken;                     /* left out of that */
};

struct study_cuts {
	struct study_version text;
	struct study_cut *v; /* in the order of the file; owned */
	size_t n, cap;
	bool odd; /* something is never closed, and hides the rest */
};

/* ---- study_merge_cut.c ------------------------------------------------- */

void study_cuts_init(
    struct study_cuts *out, const struct study_version *text, struct arena *a);
void study_cuts_release(struct study_cuts *c);
/* The same bytes, whatever ends their lines. */
bool study_cut_bytes(const char *a, size_t a_len, const char *b, size_t b_len);
/* The same piece with the same bytes. */
bool study_cut_same(const struct study_cut *a, const struct study_cut *b);

/* ---- study_merge_match.c ----------------------------------------------- */

/* Find what each piece is in the other versions. */
void study_cuts_match(struct study_cuts *base, struct study_cuts *ours,
    struct study_cuts *theirs);
/* Two entries with the same heading: time, topic and title. */
bool study_cut_twins(const struct study_cut *a, const struct study_cut *b);
/* Two items with the same id of a try. */
bool study_cut_versions(const struct study_cut *a, const struct study_cut *b);

/* ---- study_merge_rule.c ------------------------------------------------ */

/* What becomes of a piece that both sides have. */
struct study_merged {
	const char *p; /* in the arena, or of a version */
	size_t len;
	const struct study_cut *like; /* what it is read as */
	bool mixed;                   /* of both: not as `like` throughout */
};
/* 1; 0 when both are to be kept; -1 when the piece cannot be there twice. */
int study_merge_rule(struct study_merged *out, const struct study_cut *base,
    const struct study_cut *ours, const struct study_cut *theirs,
    struct arena *a);
/* The piece with a mark in it. `gone`: it was removed on the other side. */
void study_merge_mark(struct study_merged *out, const struct study_cut *cut,
    bool gone, const char *lang, struct arena *a);
/* Whether the two say the same, marks and blank lines aside. */
bool study_merge_settled(const struct study_cut *a, const struct study_cut *b);

/* ---- study_merge.c ----------------------------------------------------- */

/* How often the two sides did not agree. */
struct study_clashes {
	size_t marks;  /* that were set; a piece may have had one before */
	size_t whole;  /* one made or removed a piece that the other has
			  otherwise */
	size_t within; /* both have changed a piece that all three have */
	size_t taken;  /* not one: pieces that go, for one has removed them */
};
/* As study_merge(); the clashes are counted also where there is no merge. */
int study_merge_told(struct strbuf *out, struct study_clashes *told,
    const struct study_merge *m);

#endif
