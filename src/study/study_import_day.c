/* study_import_day.c: which day a log written by hand is of */
#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "study/study_import_int.h"

/* "2026-11-22", "2026.11.22", "2026_11_22" or "20261122" at s. */
static size_t
day_at(struct date *out, const char *s)
{
	char day[11] = "0000-00-00";
	size_t i, k = 0;
	char mark = '\0';

	for (i = 0; day[i] != '\0'; i++) {
		if (day[i] == '-') {
			if (i == 4 && s[k] != '\0' && strchr("-._", s[k]))
				mark = s[k];
			if (mark != '\0' && s[k++] != mark)
				return 0;
			continue;
		}
		if (!isdigit((unsigned char)s[k]))
			return 0;
		day[i] = s[k++];
	}
	if (isdigit((unsigned char)s[k]))
		return 0;
	return date_parse(out, day) == 0 ? k : 0;
}

int
study_import_name_day(struct date *out, const char *path)
{
	const char *name = path_base(path), *p;
	struct date d, last;
	int found = 0;
	size_t n;

	for (p = name; *p != '\0'; p += n > 0 ? n : 1) {
		n = 0;
		if (p > name && isdigit((unsigned char)p[-1]))
			continue;
		if ((n = day_at(&d, p)) == 0)
			continue;
		last = d;
		found++;
	}
	/* Two days in a name are a span, and none of the two is meant. */
	if (found != 1)
		return -1;
	*out = last;
	return 0;
}

/* `date: 2026-11-22` of the front matter, in quotes or not. */
static int
meta_day(struct date *out, const struct study_map *m)
{
	size_t i;

	for (i = 0; i < m->head; i++) {
		const char *p = m->text + m->lines[i].at;
		size_t n = m->lines[i].len;

		if (n < 5 || memcmp(p, "date:", 5) != 0)
			continue;
		for (p += 5, n -= 5; n > 0 && strchr(" \t\"'", *p) != NULL; n--)
			p++;
		return n > 0 && study_import_ymd(out, p, n) > 0 ? 0 : -1;
	}
	return -1;
}

int
study_import_text_day(struct date *out, const char *text, size_t len)
{
	struct study_map m;
	size_t i;
	int rc;

	study_map_init(&m, text, len);
	rc = meta_day(out, &m);
	for (i = m.head; i < m.n_lines && rc == -1; i++) {
		const struct study_line *l = &m.lines[i];

		if (l->kind != STUDY_HEADING)
			continue;
		/* Only the first one is the title of the file. */
		if (l->level == 1 &&
		    study_import_ymd(out, m.text + l->text, l->n) > 0)
			rc = 0;
		break;
	}
	study_map_release(&m);
	return rc;
}
