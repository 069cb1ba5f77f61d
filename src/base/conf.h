/* conf.h: halfhour.yaml, or .halfhour.yaml where that is not wanted in view */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

#define CONF_FILE "halfhour.yaml"

/* Every key is optional; strings are in the arena, never NULL. */
struct conf {
	const char *title, *author, *base_url;
	const char *lang; /* "ko", "en" or "ja" */
	int day_ends;     /* minutes of the day */
	int timebox;      /* minutes */
	int week_starts;  /* 0 is Monday, 6 is Sunday */
	bool html_trusted;
	const char *publish_remote, *publish_branch, *publish_cname;
	int run_timeout_ms, run_processes;
	int run_jobs;                  /* 0: one for each core */
	size_t run_memory, run_output; /* bytes */
	const char *hook_start, *hook_bell, *hook_stop;
};

/*
 * What halfhour.yaml says; text NULL or empty gives the defaults. A key that
 * is not known or a value that cannot be used is a diagnostic with its line,
 * and the default stays. HALFHOUR_LANG, HALFHOUR_TITLE and the like go over
 * the file. `locale` (as in $LANG) decides the language when nothing else
 * does.
 */
void conf_parse(struct conf *out, const char *text, size_t len,
    const char *locale, struct arena *a, struct diag_list *d);

/* The file that `init` writes: every key, with comments. */
char *conf_template(const char *title, const char *lang);

/* "256M" in bytes, "10s" or "500ms" in milliseconds; -1 if it is not that. */
long long conf_parse_size(const char *s);
long conf_parse_duration(const char *s);

#endif
