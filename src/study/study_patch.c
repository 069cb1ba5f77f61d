/* study_patch.c: add to a day file by inserting bytes, changing none
 *
 * The file is taken apart, one thing is put where it belongs, and that is
 * repeated for the next thing; each time there is one insertion, so what the
 * writer has there stays, in order, whatever it is. New headings stand on the
 * level the file has for their like, lines end as the file's lines end, and
 * one blank line is around what is inserted, items of a list excepted: they
 * follow the item before them as closely as that one does its own.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "study/study_patch_int.h"

#define DAY 1440

static void
remap(struct patcher *p)
{
	study_map_release(&p->m);
	study_map_init(&p->m, p->text.buf, p->text.len);
}

bool
study_patch_blank(const struct patcher *p, size_t line)
{
	return p->m.lines[line].kind == STUDY_BLANK;
}

/* One past the last line of [first, end) that is not blank. */
size_t
study_patch_trim(const struct patcher *p, size_t first, size_t end)
{
	while (end > first && study_patch_blank(p, end - 1))
		end--;
	return end;
}

/* Lines as they end in this file. */
static void
add_lines(struct strbuf *out, const struct strbuf *lines, const char *eol)
{
	size_t i;

	for (i = 0; i < lines->len; i++) {
		char c = lines->buf[i];

		if (c == '\r' && lines->buf[i + 1] == '\n')
			continue;
		if (c == '\n')
			strbuf_adds(out, eol);
		else
			strbuf_addc(out, c);
	}
}

/*
 * Whether the lines before line `at` need a blank line behind them lest it
 * goes on with their paragraph and is not what it was: a heading that is
 * underlined, a piece of text.
 */
static bool
sticks(const struct patcher *p, size_t at)
{
	const struct study_line *l = &p->m.lines[at];

	if (at == p->m.n_lines || l->kind == STUDY_BULLET)
		return false;
	return l->kind != STUDY_HEADING ||
	       (at + 1 < p->m.n_lines && l[1].goes_on);
}

/* Insert whole lines (the last one without its "\n") before line `at`. */
int
study_patch_insert(struct patcher *p, size_t at, const struct strbuf *lines,
    int around, struct err *e)
{
	struct strbuf new = STRBUF_INIT;
	size_t pos = at < p->m.n_lines ? p->m.lines[at].at : p->m.len;

	if (p->m.unclosed != 0 && at >= p->m.unclosed)
		return err_code(e, ERR_CONFLICT,
		    "line %zu opens a code block or a comment that is never "
		    "closed, so nothing can be added below it: close it first",
		    p->m.unclosed);
	/* The last line may lack its end, or the second half of it. */
	if (at > 0 && pos > 0 && p->text.buf[pos - 1] == '\r')
		strbuf_addc(&new, '\n');
	else if (at > 0 && pos > 0 && p->text.buf[pos - 1] != '\n')
		strbuf_adds(&new, p->eol);
	if ((around & BLANK_BEFORE) && at > 0 && !study_patch_blank(p, at - 1))
		strbuf_adds(&new, p->eol);
	add_lines(&new, lines, p->eol);
	strbuf_adds(&new, p->eol);
	if (at < p->m.n_lines && !study_patch_blank(p, at) &&
	    ((around & BLANK_AFTER) || sticks(p, at)))
		strbuf_adds(&new, p->eol);
	strbuf_insert(&p->text, pos, new.buf, new.len);
	strbuf_release(&new);
	remap(p);
	return 0;
}

const struct study_part *
study_patch_part(const struct patcher *p, enum study_part_kind kind)
{
	size_t i;

	for (i = 0; i < p->m.n_parts; i++)
		if (p->m.parts[i].kind == kind)
			return &p->m.parts[i];
	return NULL;
}

/* A part's level as a number of "#": bold lines stand below level 2. */
int
study_patch_hashes(const struct study_part *part)
{
	return part->level == STUDY_BOLD ? 2 : part->level;
}

int
study_patch_below(int level)
{
	return level < 6 ? level + 1 : 6;
}

void
study_patch_heading(struct strbuf *out, int level, const char *name)
{
	int i;

	if (level == STUDY_BOLD) {
		strbuf_addf(out, "**%s**", name);
		return;
	}
	for (i = 0; i < level; i++)
		strbuf_addc(out, '#');
	strbuf_addf(out, " %s", name);
}

/* The heading of a new group, in the language of the other one if it has. */
void
study_patch_group(struct strbuf *out, const struct patcher *p, int level,
    enum study_name_kind kind)
{
	const struct study_part *other = study_patch_part(
	    p, kind == STUDY_NAME_REVIEW ? STUDY_RETRO : STUDY_REVIEW);
	const char *lang = p->add->lang;

	if (other != NULL) {
		const struct study_line *l = &p->m.lines[other->first];
		struct study_name name;

		name = study_name_of(p->m.text + l->text, l->n);
		if (name.lang != NULL)
			lang = name.lang;
	}
	study_patch_heading(out, level, study_name_group(kind, lang));
	strbuf_adds(out, "\n\n");
}

/* "# DATE" for a file that says nothing yet. */
void
study_patch_title(struct strbuf *out, const struct patcher *p)
{
	char date[DATE_MAX];

	if (study_patch_trim(p, p->m.head, p->m.n_lines) > p->m.head)
		return;
	date_format(date, p->add->date);
	strbuf_addf(out, "# %s\n\n", date);
}

/* The place of a start in the study day; -1 without times. */
static int
order(const struct patcher *p, int start)
{
	if (start < 0)
		return -1;
	start %= DAY;
	return start < p->add->day_ends ? start + DAY : start;
}

/* Whether an entry below this part is deeper, and not on its level. */
static bool
is_group(const struct study_part *part)
{
	return part->kind == STUDY_TITLE || part->kind == STUDY_REVIEW ||
	       part->kind == STUDY_RETRO;
}

/* What is wrong with the text of an entry that is to stand at this level. */
static int
check_body(const char *body, int level, struct err *e)
{
	static const char *const deeper[] = { "", "## or deeper",
		"### or deeper", "#### or deeper", "##### or deeper", "######",
		"a line in bold" };
	struct study_map m;
	size_t i;
	int rc = 0;

	study_map_init(&m, body, strlen(body));
	for (i = m.head; i < m.n_lines && rc == 0; i++) {
		const struct study_line *l = &m.lines[i];

		if (l->kind != STUDY_HEADING || l->level > level)
			continue;
		rc = err_code(e, ERR_USAGE,
		    "line %zu of the text is a heading of level %d, which "
		    "would end the entry: use %s inside an entry",
		    i + 1, l->level, deeper[level]);
	}
	if (rc == 0 && m.unclosed != 0)
		rc = err_code(e, ERR_USAGE,
		    "line %zu of the text opens a code block or a comment "
		    "that is never closed: close it",
		    m.unclosed);
	study_map_release(&m);
	return rc;
}

/* Where the entry goes among the entries that are there. */
static size_t
place_entry(const struct patcher *p, int *level)
{
	int key = order(p, p->add->start);
	size_t i, at = STUDY_NOWHERE;

	for (i = 0; i < p->m.n_parts; i++) {
		const struct study_part *part = &p->m.parts[i];
		const struct study_line *l = &p->m.lines[part->first];
		struct study_head head;
		const char *words;
		size_t n;

		if (p->at_end) {
			*level = is_group(part) ? study_patch_below(
						      study_patch_hashes(part))
						: study_patch_hashes(part);
			at = study_patch_trim(p, p->m.head, p->m.n_lines);
			continue;
		}
		if (part->kind != STUDY_ENTRY)
			continue;
		study_head_times(&head, p->m.text + l->text, l->n, &words, &n);
		*level = part->level;
		if (key >= 0 && order(p, head.start) > key)
			return part->first;
		at = study_patch_trim(p, part->first, part->end);
	}
	return at;
}

/*
 * Where the first entry of the file goes: into the review group, made before
 * the retrospective when there is none. A list that stands without a group
 * must not come to stand inside the review, so the group is on its level.
 */
static size_t
place_first(const struct patcher *p, struct strbuf *lines, int *level)
{
	const struct study_part *review = study_patch_part(p, STUDY_REVIEW);
	const struct study_part *next = study_patch_part(p, STUDY_RETRO);
	int group = 2;

	if (review != NULL) {
		*level = study_patch_below(study_patch_hashes(review));
		return study_patch_trim(p, review->first, review->end);
	}
	if (next == NULL)
		next = study_patch_part(p, STUDY_LIST);
	if (next != NULL)
		group = study_patch_hashes(next);
	study_patch_title(lines, p);
	*level = study_patch_below(group);
	if (next != NULL && next->kind == STUDY_LIST &&
	    next->level == STUDY_BOLD)
		*level = group; /* bold lists would be text of the review */
	else
		study_patch_group(lines, p, group, STUDY_NAME_REVIEW);
	return next != NULL ? next->first
			    : study_patch_trim(p, p->m.head, p->m.n_lines);
}

/* Without the blank lines in front and the white space behind. */
static void
add_body(struct strbuf *out, const char *body)
{
	size_t len = strlen(body), n;

	while (len > 0 && isspace((unsigned char)body[len - 1]))
		len--;
	while ((n = text_line(body, len)) > 0 && n < len &&
	       strspn(body, " \t\r\n") >= n) {
		body += n;
		len -= n;
	}
	if (len == 0)
		return;
	strbuf_adds(out, "\n\n");
	strbuf_add(out, body, len);
}

static int
add_entry(struct patcher *p, struct err *e)
{
	const struct study_add *add = p->add;
	struct strbuf lines = STRBUF_INIT;
	const char *body = add->body != NULL ? add->body : "";
	int level = 3, rc = -1;
	size_t at = place_entry(p, &level);

	if (at == STUDY_NOWHERE)
		at = place_first(p, &lines, &level);
	if (check_body(body, level, e) == -1)
		goto out;
	study_head_write(&lines, level, add->start, add->end,
	    add->topic != NULL ? add->topic : "",
	    add->title != NULL ? add->title : "");
	add_body(&lines, body);
	rc = study_patch_insert(p, at, &lines, BLANK_BEFORE | BLANK_AFTER, e);
out:
	strbuf_release(&lines);
	return rc;
}

/* "\r\n" when the first line of the file ends so. */
static const char *
eol_of(const char *s, size_t len)
{
	const char *nl = len > 0 ? memchr(s, '\n', len) : NULL;

	return nl != NULL && nl > s && nl[-1] == '\r' ? "\r\n" : "\n";
}

/* Add all of it; p->text is the new day if it is what was meant. */
static int
apply(struct patcher *p, const char *old, size_t old_len, struct err *e)
{
	const struct study_add *add = p->add;
	int kind;
	size_t i;

	strbuf_clear(&p->text);
	strbuf_add(&p->text, old, old_len);
	remap(p);
	if (add->entry && add_entry(p, e) == -1)
		return -1;
	for (kind = 0; kind < STUDY_LISTS; kind++) {
		for (i = 0; i < add->n_items[kind]; i++) {
			const char *id = NULL;

			if (kind == STUDY_TRY && add->try_ids != NULL)
				id = add->try_ids[i];
			if (study_patch_item(p, (enum study_list_kind)kind,
				add->items[kind][i], id, e) == -1)
				return -1;
		}
	}
	return study_patch_check(&p->text, old, old_len, add, e);
}

/*
 * In a file that nobody foresaw, the right place may change what stands
 * around it, and then the end of the file is right enough.
 */
static int
patch(struct strbuf *out, const char *old, size_t old_len,
    const struct study_add *add, struct err *e)
{
	struct patcher p = { .text = STRBUF_INIT, .add = add };
	struct err second = ERR_INIT;
	int rc;

	p.eol = eol_of(old, old_len);
	rc = apply(&p, old, old_len, e);
	if (rc == -1) {
		p.at_end = true;
		rc = apply(&p, old, old_len, &second);
	}
	if (rc == 0)
		strbuf_add(out, p.text.buf, p.text.len);
	study_map_release(&p.m);
	strbuf_release(&p.text);
	return rc;
}

int
study_patch(struct strbuf *out, const char *old, size_t old_len,
    const struct study_add *add, struct err *e)
{
	struct strbuf marked = STRBUF_INIT;
	int rc;

	if (old == NULL)
		return patch(out, "", 0, add, e);
	if (add->n_marks == 0)
		return patch(out, old, old_len, add, e);
	strbuf_add(&marked, old, old_len);
	rc = study_mark(&marked, add, e);
	if (rc == 0)
		rc = patch(out, marked.buf, marked.len, add, e);
	strbuf_release(&marked);
	return rc;
}
