/* study_whole.c: an item with all that is nested below it, as one text */
#include <string.h>

#include "base/text.h"
#include "study/study_whole.h"

#define TAB 4 /* columns to the next stop, as in Markdown */

/* Where a line of the day begins; lines are counted from 1. */
static size_t
line_at(const struct study_day *day, int line)
{
	size_t at = 0;

	while (--line > 0 && at < day->text_len)
		at += text_line(day->text + at, day->text_len - at);
	return at;
}

/* Bytes of blanks in front, and the column behind them. */
static size_t
blanks(const char *s, size_t len, size_t *column)
{
	size_t n = 0;

	for (; n < len && (s[n] == ' ' || s[n] == '\t'); n++)
		*column += s[n] == ' ' ? 1 : TAB - *column % TAB;
	return n;
}

/* The bytes of the bullet in front of an item, blanks around it included; the
 * column at which its text begins. A paragraph has none. */
static size_t
bullet(const char *s, size_t len, size_t *column)
{
	size_t n, mark, after;

	*column = 0;
	n = mark = blanks(s, len, column);
	while (mark < len && s[mark] >= '0' && s[mark] <= '9')
		mark++;
	if (mark < len && strchr(mark > n ? ".)" : "-*+", s[mark]) != NULL) {
		*column += mark + 1 - n;
		n = mark + 1;
		after = blanks(s + n, len - n, column);
		/* The text of "-" may stand on its next line. */
		return n + after;
	}
	return n;
}

/* One line of the body, less the columns that all of it is set in by. */
static void
add_line(struct strbuf *out, const char *s, size_t len, size_t indent)
{
	size_t column = 0, n = 0;

	while (n < len && column < indent && (s[n] == ' ' || s[n] == '\t'))
		n += blanks(s + n, 1, &column);
	for (; column > indent; column--)
		strbuf_addc(out, ' ');
	strbuf_add(out, s + n, len - n);
}

/* Whether an empty line stands between the paragraph and the body. */
static bool
is_apart(const struct study_day *day, const struct study_item *item)
{
	size_t at = line_at(day, item->line), n, len;
	bool blank = false;

	for (; at < day->text_len; at += n) {
		const char *s = day->text + at;

		n = text_line(s, day->text_len - at);
		if (day->text_len - at >= item->body_len &&
		    memcmp(s, item->body, item->body_len) == 0)
			return blank;
		len = text_chomp(s, n);
		while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
			len--;
		blank = len == 0;
	}
	return true;
}

const char *
study_item_whole(
    const struct study_day *day, const struct study_item *item, struct arena *a)
{
	size_t at = line_at(day, item->line), indent, left, n;
	struct strbuf sb = STRBUF_INIT;
	const char *body = item->body, *whole;

	if (item->body_len == 0)
		return item->text;
	bullet(day->text + at, text_line(day->text + at, day->text_len - at),
	    &indent);
	strbuf_adds(&sb, item->text);
	if (is_apart(day, item))
		strbuf_addc(&sb, '\n');
	for (left = item->body_len; left > 0; left -= n) {
		n = text_line(body, left);
		strbuf_addc(&sb, '\n');
		add_line(&sb, body, text_chomp(body, n), indent);
		body += n;
	}
	whole = arena_strdup(a, sb.buf);
	strbuf_release(&sb);
	return whole;
}

bool
study_item_ticked(const struct study_day *day, const struct study_item *item)
{
	size_t at = line_at(day, item->line), column, n;
	const char *s = day->text + at;
	size_t len = text_line(s, day->text_len - at);

	if (item->state != STUDY_OPEN)
		return true;
	n = bullet(s, text_chomp(s, len), &column);
	return len - n > 4 &&
	       (memcmp(s + n, "[x] ", 4) == 0 || memcmp(s + n, "[X] ", 4) == 0);
}
