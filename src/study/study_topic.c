/* study_topic.c: the topic and title that a command is given */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "study/study_int.h"

#define TOPIC_MAX 100
#define TITLE_MAX 200

/* Characters, or -1 when one of them cannot stand in a heading. */
static int
count(const char *s)
{
	size_t len = strlen(s), i = 0;
	int n = 0;

	while (i < len) {
		int32_t c;

		i += utf8_next(s + i, len - i, &c);
		if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xa0) ||
		    c == 0x2028 || c == 0x2029 ||
		    (c >= 0x202a && c <= 0x202e) ||
		    (c >= 0x2066 && c <= 0x2069))
			return -1;
		n++;
	}
	return n;
}

/* No empty, "." or ".." part: a topic may become the name of a note. */
static bool
is_path(const char *s)
{
	for (;;) {
		size_t n = strcspn(s, "/");

		if (n == 0 || (n <= 2 && strspn(s, ".") >= n))
			return false;
		if (s[n] == '\0')
			return true;
		s += n + 1;
	}
}

/* Whether the heading says the same when it is read again. */
static bool
survives(const struct study_head *h, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	struct study_map m;
	struct study_head again;
	bool same = false;

	study_head_write(&sb, 3, 0, 30, h->topic, h->title);
	study_map_init(&m, sb.buf, sb.len);
	if (m.n_lines == 1 && m.lines[0].kind == STUDY_HEADING) {
		study_head_parse(
		    &again, sb.buf + m.lines[0].text, m.lines[0].n, a);
		same = again.start == 0 && again.end == 30 &&
		       strcmp(again.topic, h->topic) == 0 &&
		       strcmp(again.title, h->title) == 0;
	}
	study_map_release(&m);
	strbuf_release(&sb);
	return same;
}

static int
check_topic(const struct study_head *h, struct arena *a, struct err *e)
{
	int topic = count(h->topic), title = count(h->title);
	struct study_head times;
	const char *words;
	size_t n;

	if (*h->topic == '\0')
		return err_code(e, ERR_USAGE,
		    "the topic is empty: write TOPIC or TOPIC: TITLE, as in "
		    "\"docker: layer cache\"");
	if (topic == -1 || title == -1)
		return err_code(e, ERR_USAGE,
		    "a topic and its title are one line of plain text: leave "
		    "out line breaks and control characters");
	if (topic > TOPIC_MAX || title > TITLE_MAX)
		return err_code(e, ERR_USAGE,
		    "the %s has %d characters, at most %d fit into a heading: "
		    "put the rest into the text (-b)",
		    topic > TOPIC_MAX ? "topic" : "title",
		    topic > TOPIC_MAX ? topic : title,
		    topic > TOPIC_MAX ? TOPIC_MAX : TITLE_MAX);
	if (*h->topic == '#')
		return err_code(e, ERR_USAGE,
		    "a topic does not begin with '#': write \"%s\" without it",
		    h->topic);
	study_head_times(&times, h->topic, strlen(h->topic), &words, &n);
	if (times.timed)
		return err_code(e, ERR_USAGE,
		    "the topic \"%s\" has times in it: give them with --at and "
		    "--minutes",
		    h->topic);
	if (!is_path(h->topic))
		return err_code(e, ERR_USAGE,
		    "the topic \"%s\" may name a note, as in ipc/pipe, but not "
		    "with an empty part, '.' or '..' between the '/'",
		    h->topic);
	if (!survives(h, a))
		return err_code(e, ERR_USAGE,
		    "\"%s\" would not be read back from a heading as it is: "
		    "write the topic in plainer words",
		    h->topic);
	return 0;
}

/*
 * The topic without the characters that nobody sees: U+200B, U+2060, and the
 * byte order mark U+FEFF. With one of them it would be another topic that looks
 * the same. The joiners U+200C and U+200D are part of how words are spelt.
 */
static const char *
drop_unseen(const char *topic, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	size_t len = strlen(topic), i = 0;
	const char *seen = topic;

	while (i < len) {
		int32_t c;
		size_t n = utf8_next(topic + i, len - i, &c);

		if (c != 0x200b && c != 0x2060 && c != 0xfeff)
			strbuf_add(&sb, topic + i, n);
		i += n;
	}
	if (sb.len < len)
		seen = arena_strdup(a, text_trim(sb.buf));
	strbuf_release(&sb);
	return seen;
}

int
study_topic_parse(const char **topic, const char **title, const char *s,
    struct arena *a, struct err *e)
{
	struct study_head h = { .topic = "", .title = "" };
	char *nfc, *p;

	if (utf8_invalid_at(s, strlen(s)) >= 0)
		return err_code(e, ERR_USAGE,
		    "the topic is not UTF-8: check the locale of the terminal");
	nfc = utf8_nfc(s);
	for (p = nfc; *p != '\0'; p++)
		if (*p == '\t')
			*p = ' ';
	study_head_split(&h, nfc, strlen(nfc), a);
	free(nfc);
	h.topic = drop_unseen(h.topic, a);
	if (check_topic(&h, a, e) == -1)
		return -1;
	*topic = h.topic;
	*title = h.title;
	return 0;
}
