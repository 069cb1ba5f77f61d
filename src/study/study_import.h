/* study_import.h: entries out of the logs of other programs */
#ifndef STUDY_STUDY_IMPORT_H
#define STUDY_STUDY_IMPORT_H

#include "study/study.h"

/* More of one day is no log of study, and would make the day slow to read. */
#define STUDY_IMPORT_ENTRIES 300
#define STUDY_IMPORT_BYTES ((size_t)256 << 10)

/* More warnings of one import are counted only. */
#define STUDY_IMPORT_WARNINGS 20

/* An entry, and where it stood. */
struct study_record {
	struct study_add add;
	const char *path; /* borrowed */
	int line;
	size_t nth; /* in the order of reading */
	bool there; /* its day had it already: wiki_import() tells */
};

/* What is read; its strings live in the arena. */
struct study_import {
	/* set by the caller */
	struct arena *a;
	struct diag_list *d;
	const char *path;  /* of the file that is read, for messages */
	const char *topic; /* of an entry that names none */
	const char *lang;  /* of the headings of a new day */
	int day_ends;

	struct study_record *v; /* owned */
	size_t n, cap;
	size_t running;  /* entries without an end, which are left out */
	size_t errors;   /* nothing may be imported then */
	size_t warnings; /* of which the first STUDY_IMPORT_WARNINGS are told */
};

void study_import_release(struct study_import *im);

/*
 * Read one file and append its entries. What cannot be read is an error in
 * `d` with its line, and counted; reading ends after some of them. What is
 * read otherwise than it may be meant is a warning.
 */
typedef void study_import_fn(
    struct study_import *im, const char *text, size_t len);
void study_import_jrnl(struct study_import *im, const char *text, size_t len);
void study_import_klog(struct study_import *im, const char *text, size_t len);
void study_import_timew(struct study_import *im, const char *text, size_t len);

/* By day, and in the order of reading; too much of one day is an error. */
void study_import_sort(struct study_import *im);

/*
 * Which of these entries of one day are there already: `there` gets a flag
 * each. An entry is there when one has its start, end, topic and title, and all
 * lines of its text; two that are the same need two. Returns how many are.
 */
size_t study_import_there(const struct study_day *day,
    const struct study_record *v, size_t n, bool *there);

/* Entries of one day as bytes, and the patch (repo_patch_fn) that adds those
 * of them which the day does not have. */
void study_import_pack(
    struct strbuf *out, const struct study_record *v, size_t n);
int study_import_patch(struct strbuf *out, const char *old, size_t old_len,
    const void *bytes, size_t len, struct err *e);

/* The day that a file is of, by its name (2026-11-22, 20261122, with dots or
 * underscores, anything around it); 0 or -1. */
int study_import_name_day(struct date *out, const char *path);
/* The same by its front matter or its first heading. */
int study_import_text_day(struct date *out, const char *text, size_t len);

#endif
