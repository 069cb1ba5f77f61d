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
#include "study/study_int.h"

#define DAY 1440
#define NONE ((size_t)-1)

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

static void
remap(struct patcher *p)
{
	study_map_release(&p->m);
	study_map_init(&p->m, p->text.buf, p->text.len);
}

static bool
is_blank(const struct patcher *p, size_t line)
{
	return p->m.lines[line].kind == STUDY_BLANK;
}

/* One past the last line of [first, end) that is not blank. */
static size_t
trim_end(const struct patcher *p, size_t first, size_t end)
{
	while (end > first && is_blank(p, end - 1))
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
static int
insert(struct patcher *p, size_t at, const struct strbuf *lines, int around,
    struct err *e)
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
	if ((around & BLANK_BEFORE) && at > 0 && !is_blank(p, at - 1))
		strbuf_adds(&new, p->eol);
	add_lines(&new, lines, p->eol);
	strbuf_adds(&new, p->eol);
	if (at < p->m.n_lines && !is_blank(p, at) &&
	    ((around & BLANK_AFTER) || sticks(p, at)))
		strbuf_adds(&new, p->eol);
	strbuf_insert(&p->text, pos, new.buf, new.len);
	strbuf_release(&new);
	remap(p);
	return 0;
}

static const struct study_part *
first_part(const struct patcher *p, enum study_part_kind kind)
{
	size_t i;

	for (i = 0; i < p->m.n_parts; i++)
		if (p->m.parts[i].kind == kind)
			return &p->m.parts[i];
	return NULL;
}

/* A part's level as a number of "#": bold lines stand below level 2. */
static int
hashes(const struct study_part *part)
{
	return part->level == STUDY_BOLD ? 2 : part->level;
}

static int
below(int level)
{
	return level < 6 ? level + 1 : 6;
}

static void
add_heading(struct strbuf *out, int level, const char *name)
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
static void
add_group(struct strbuf *out, const struct patcher *p, int level,
    enum study_name_kind kind)
{
	const struct study_part *other = first_part(
	    p, kind == STUDY_NAME_REVIEW ? STUDY_RETRO : STUDY_REVIEW);
	const char *lang = p->add->lang;

	if (other != NULL) {
		const struct study_line *l = &p->m.lines[other->first];
		struct study_name name;

		name = study_name_of(p->m.text + l->text, l->n);
		if (name.lang != NULL)
			lang = name.lang;
	}
	add_heading(out, level, study_name_group(kind, lang));
	strbuf_adds(out, "\n\n");
}

/* "# DATE" for a file that says nothing yet. */
static void
add_title(struct strbuf *out, const struct patcher *p)
{
	char date[DATE_MAX];

	if (trim_end(p, p->m.head, p->m.n_lines) > p->m.head)
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
	size_t i, at = NONE;

	for (i = 0; i < p->m.n_parts; i++) {
		const struct study_part *part = &p->m.parts[i];
		const struct study_line *l = &p->m.lines[part->first];
		struct study_head head;
		const char *words;
		size_t n;

		if (p->at_end) {
			*level =
			    is_group(part) ? below(hashes(part)) : hashes(part);
			at = trim_end(p, p->m.head, p->m.n_lines);
			continue;
		}
		if (part->kind != STUDY_ENTRY)
			continue;
		study_head_times(&head, p->m.text + l->text, l->n, &words, &n);
		*level = part->level;
		if (key >= 0 && order(p, head.start) > key)
			return part->first;
		at = trim_end(p, part->first, part->end);
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
	const struct study_part *review = first_part(p, STUDY_REVIEW);
	const struct study_part *next = first_part(p, STUDY_RETRO);
	int group = 2;

	if (review != NULL) {
		*level = below(hashes(review));
		return trim_end(p, review->first, review->end);
	}
	if (next == NULL)
		next = first_part(p, STUDY_LIST);
	if (next != NULL)
		group = hashes(next);
	add_title(lines, p);
	*level = below(group);
	if (next != NULL && next->kind == STUDY_LIST &&
	    next->level == STUDY_BOLD)
		*level = group; /* bold lists would be text of the review */
	else
		add_group(lines, p, group, STUDY_NAME_REVIEW);
	return next != NULL ? next->first
			    : trim_end(p, p->m.head, p->m.n_lines);
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

	if (at == NONE)
		at = place_first(p, &lines, &level);
	if (check_body(body, level, e) == -1)
		goto out;
	study_head_write(&lines, level, add->start, add->end,
	    add->topic != NULL ? add->topic : "",
	    add->title != NULL ? add->title : "");
	add_body(&lines, body);
	rc = insert(p, at, &lines, BLANK_BEFORE | BLANK_AFTER, e);
out:
	strbuf_release(&lines);
	return rc;
}

/* The last bullet of this list; NONE when there is none. `loose` tells if a
 * blank line stands before it and the bullet above it. */
static size_t
last_bullet(const struct patcher *p, const struct study_part *part, bool *loose)
{
	size_t i, last = NONE;

	*loose = false;
	for (i = part->first + 1; i < part->end; i++) {
		const struct study_line *l = &p->m.lines[i];

		if (l->kind != STUDY_BULLET || l->depth > 0)
			continue;
		*loose = last != NONE && is_blank(p, i - 1);
		last = i;
	}
	return last;
}

/* The marker that follows the one of this bullet: "- ", "3. ", "\t* ". */
static void
add_marker(struct strbuf *out, const struct patcher *p, size_t line)
{
	const struct study_line *l = &p->m.lines[line];
	const char *s = p->m.text + l->at, *mark = s;
	long n = 0;

	while (*mark == ' ' || *mark == '\t')
		mark++;
	strbuf_add(out, s, (size_t)(mark - s));
	if (!isdigit((unsigned char)*mark)) {
		strbuf_addf(out, "%c ", *mark);
		return;
	}
	for (; isdigit((unsigned char)*mark); mark++)
		n = n * 10 + (*mark - '0');
	strbuf_addf(out, "%ld%c ", n < 999999999 ? n + 1 : n, *mark);
}

/* The bullet that any list of the file has, "- " else. */
static void
add_marker_of_file(struct strbuf *out, const struct patcher *p)
{
	const char *mark;
	size_t i, line;
	bool loose;

	for (i = 0; i < p->m.n_parts; i++) {
		if (p->m.parts[i].kind != STUDY_LIST)
			continue;
		line = last_bullet(p, &p->m.parts[i], &loose);
		if (line == NONE)
			continue;
		mark = p->m.text + p->m.lines[line].at;
		mark += strspn(mark, " \t");
		if (*mark == '*' || *mark == '+') {
			strbuf_addf(out, "%c ", *mark);
			return;
		}
	}
	strbuf_adds(out, "- ");
}

/*
 * One item behind its marker, which is in `out` already. The id is at the
 * end of the first paragraph, further lines are indented as far as its text.
 */
static void
add_item_text(struct strbuf *out, enum study_list_kind kind, const char *text,
    const char *id)
{
	size_t indent = out->len, i, last = 0;
	struct study_map m;

	study_map_init(&m, text, strlen(text));
	while (last + 1 < m.n_lines && m.lines[last + 1].goes_on &&
	       m.lines[last + 1].kind == STUDY_TEXT)
		last++;
	if (kind == STUDY_TRY)
		strbuf_adds(out, "[ ] ");
	for (i = 0; i < m.n_lines; i++) {
		const struct study_line *l = &m.lines[i];
		size_t k;

		if (i > 0)
			strbuf_addc(out, '\n');
		for (k = 0; i > 0 && l->len > 0 && k < indent; k++)
			strbuf_addc(out,
			    k < out->len && out->buf[k] == '\t' ? '\t' : ' ');
		strbuf_add(out, m.text + l->at, l->len);
		if (i == last && id != NULL)
			strbuf_addf(out, " ^%s", id);
	}
	study_map_release(&m);
}

/* Where a list that is missing goes, in the order KEEP, PROBLEM, TRY. */
static size_t
place_list(struct patcher *p, enum study_list_kind kind, struct strbuf *lines)
{
	const struct study_part *prev = NULL, *next = NULL, *retro, *review;
	const struct study_part *last;
	int level = 2;
	size_t i;

	for (i = 0; i < p->m.n_parts; i++) {
		const struct study_part *part = &p->m.parts[i];

		if (part->kind != STUDY_LIST || p->at_end)
			continue;
		if (part->list < kind)
			prev = part;
		else if (next == NULL)
			next = part;
	}
	if (prev != NULL || next != NULL) {
		last = prev != NULL ? prev : next;
		add_heading(lines, last->level, study_name_list(kind));
		return prev != NULL ? trim_end(p, prev->first, prev->end)
				    : next->first;
	}
	retro = first_part(p, STUDY_RETRO);
	if (retro != NULL && !p->at_end) {
		level = retro->level == STUDY_BOLD ? STUDY_BOLD
						   : below(retro->level);
		add_heading(lines, level, study_name_list(kind));
		return trim_end(p, retro->first, retro->end);
	}
	/* At the end, and not as a part of what stands there. */
	review = first_part(p, STUDY_REVIEW);
	if (review != NULL)
		level = hashes(review);
	for (i = 0; i < p->m.n_parts; i++)
		if ((p->m.parts[i].kind == STUDY_ENTRY ||
			p->m.parts[i].kind == STUDY_SECTION) &&
		    p->m.parts[i].level < level)
			level = p->m.parts[i].level;
	add_title(lines, p);
	add_group(lines, p, level, STUDY_NAME_RETRO);
	add_heading(lines, below(level), study_name_list(kind));
	return trim_end(p, p->m.head, p->m.n_lines);
}

static int
add_item(struct patcher *p, enum study_list_kind kind, const char *text,
    const char *id, struct err *e)
{
	struct strbuf lines = STRBUF_INIT, item = STRBUF_INIT;
	const struct study_part *part = NULL;
	int around = BLANK_BEFORE | BLANK_AFTER, rc;
	size_t i, at, line = NONE;
	bool loose = false;

	for (i = 0; i < p->m.n_parts; i++)
		if (p->m.parts[i].kind == STUDY_LIST &&
		    p->m.parts[i].list == kind)
			part = &p->m.parts[i];
	if (part == NULL) {
		at = place_list(p, kind, &lines);
		strbuf_adds(&lines, "\n\n");
	} else {
		line = last_bullet(p, part, &loose);
		at = study_items_end(&p->m, part) + 1;
		if (line != NONE)
			around = loose ? BLANK_BEFORE : TIGHT;
	}
	if (line != NONE)
		add_marker(&item, p, line);
	else
		add_marker_of_file(&item, p);
	add_item_text(&item, kind, text, id);
	strbuf_add(&lines, item.buf, item.len);
	rc = insert(p, at, &lines, around, e);
	strbuf_release(&item);
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
			if (add_item(p, (enum study_list_kind)kind,
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
int
study_patch(struct strbuf *out, const char *old, size_t old_len,
    const struct study_add *add, struct err *e)
{
	struct patcher p = { .text = STRBUF_INIT, .add = add };
	struct err second = ERR_INIT;
	int rc;

	if (old == NULL)
		old_len = 0;
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
