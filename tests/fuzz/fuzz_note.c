/* fuzz_note.c: any bytes as a note, and as a day file */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "note/note_int.h"
#include "study/study.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool good)
{
	if (!good)
		abort();
}

/* What holds for each note, however it was written. */
static void
check(const struct note *n, struct arena *a)
{
	struct strbuf bytes = STRBUF_INIT, again = STRBUF_INIT;
	struct note m = { .path = n->path, .id = n->id };
	size_t i, at = 0;

	must(n->title != NULL && n->text != NULL);
	must(n->html_len == 0 || n->html[n->html_len] == '\0');
	must(utf8_invalid_at(n->html, n->html_len) < 0);
	must(utf8_invalid_at(n->text, strlen(n->text)) < 0);
	for (i = 0; i < n->n_holes; i++) {
		must(n->holes[i].at >= at && n->holes[i].at <= n->html_len);
		at = n->holes[i].at;
	}
	for (i = 0; i < n->n_links; i++)
		must(utf8_invalid_at(
			 n->links[i].context, strlen(n->links[i].context)) < 0);
	note_pack(&bytes, n);
	must(note_unpack(&m, bytes.buf, bytes.len, a) == 0);
	note_pack(&again, &m);
	must(bytes.len == again.len &&
	     memcmp(bytes.buf, again.buf, bytes.len) == 0);
	strbuf_release(&bytes);
	strbuf_release(&again);
}

/* The first byte chooses the options. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct note_opts opts = { false, false };
	struct note_src src = { "notes/x.md", 6, NULL, 0 };
	struct diag_list d = DIAG_LIST_INIT;
	struct note_hazard h;
	struct study_day day;
	struct arena *a;
	struct note n;
	char *text;

	if (size == 0)
		return 0;
	opts.unsafe = data[0] & 1;
	opts.no_wiki = (data[0] & 6) == 6;
	text = malloc(size);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	src.text = text;
	src.len = size - 1;
	a = arena_new();
	note_parse(&n, &src, &opts, a, &d);
	check(&n, a);
	if (!n.failed && !opts.unsafe && !opts.no_wiki)
		must(strstr(n.html, "<script") == NULL);
	note_hazard_find(&h, text, size - 1, 0);
	must(note_hazard_line(text, size - 1) > 0);
	note_parse_source(&n, &src, &opts, a, &d);
	check(&n, a);
	study_day_parse(
	    &day, "x.md", (struct date){ 2026, 11, 23 }, text, size - 1, a, &d);
	free(text_slug(text));
	diag_release(&d);
	arena_free(a);
	free(text);
	return 0;
}
