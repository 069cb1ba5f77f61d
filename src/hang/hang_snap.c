/* hang_snap.c: a snapshot as text, and back
 *
 * One fact a line: a word that says what it is of, then name=value. What is
 * nought, empty or no is left out. A value with a blank in it stands in double
 * quotes, and there \xHH is a byte. A word or a name that is not known is
 * passed over, so that an older halfhour reads what a newer one wrote.
 *
 *	halfhour-snapshot 1
 *	look machine=x86_64 asked=12 wait_ms=100
 *	process pid=12 ppid=1 ns=12 glibc=yes fds=yes asked=yes name=prog
 *	task pid=12 tid=12 ns=12 state=S switches=4 call="61 0xffffffff …" …
 *	fd pid=12 fd=3 read=yes is=pipe:[77326]
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "hang/hang_int.h"

#define FIRST "halfhour-snapshot 1\n"

enum field_type {
	F_INT,
	F_LONG,
	F_U32,
	F_U64, /* in decimal */
	F_HEX,
	F_BOOL,
	F_CHAR,
	F_TEXT,
	F_IDS,
	F_BYTES,
};

struct field {
	const char *name;
	enum field_type type;
	size_t at;
};

#define FIELD(type, of, member)                                                \
	{                                                                      \
#member, type, offsetof(struct of, member)                     \
	}
#define END                                                                    \
	{                                                                      \
		NULL, F_INT, 0                                                 \
	}

static const struct field process_fields[] = {
	FIELD(F_INT, hang_process, pid),
	FIELD(F_INT, hang_process, ppid),
	FIELD(F_IDS, hang_process, ns),
	FIELD(F_BOOL, hang_process, asked),
	FIELD(F_BOOL, hang_process, fds),
	FIELD(F_BOOL, hang_process, glibc),
	FIELD(F_BOOL, hang_process, timers),
	FIELD(F_BOOL, hang_process, alarms),
	FIELD(F_BOOL, hang_process, foreign),
	FIELD(F_BOOL, hang_process, aio),
	FIELD(F_INT, hang_process, tracer),
	FIELD(F_INT, hang_process, memory),
	FIELD(F_INT, hang_process, files),
	FIELD(F_HEX, hang_process, caught),
	FIELD(F_TEXT, hang_process, pidns),
	FIELD(F_TEXT, hang_process, ipcns),
	FIELD(F_TEXT, hang_process, netns),
	FIELD(F_TEXT, hang_process, exe),
	FIELD(F_TEXT, hang_process, name),
	END,
};

static const struct field task_fields[] = {
	FIELD(F_INT, hang_task, pid),
	FIELD(F_INT, hang_task, tid),
	FIELD(F_IDS, hang_task, ns),
	FIELD(F_TEXT, hang_task, name),
	{ "state", F_CHAR, offsetof(struct hang_task, look[0].state) },
	{ "switches", F_U64, offsetof(struct hang_task, look[0].switches) },
	{ "cpu", F_U64, offsetof(struct hang_task, look[0].cpu) },
	{ "call", F_TEXT, offsetof(struct hang_task, look[0].call) },
	{ "state2", F_CHAR, offsetof(struct hang_task, look[1].state) },
	{ "switches2", F_U64, offsetof(struct hang_task, look[1].switches) },
	{ "cpu2", F_U64, offsetof(struct hang_task, look[1].cpu) },
	{ "call2", F_TEXT, offsetof(struct hang_task, look[1].call) },
	FIELD(F_TEXT, hang_task, frames),
	FIELD(F_TEXT, hang_task, held),
	END,
};

static const struct field fd_fields[] = {
	FIELD(F_INT, hang_fd, pid),
	FIELD(F_INT, hang_fd, fd),
	FIELD(F_BOOL, hang_fd, read),
	FIELD(F_BOOL, hang_fd, write),
	FIELD(F_BOOL, hang_fd, carries),
	FIELD(F_TEXT, hang_fd, is),
	FIELD(F_TEXT, hang_fd, path),
	END,
};

static const struct field watch_fields[] = {
	FIELD(F_INT, hang_watch, pid),
	FIELD(F_INT, hang_watch, epoll),
	FIELD(F_INT, hang_watch, fd),
	FIELD(F_U32, hang_watch, events),
	FIELD(F_U64, hang_watch, inode),
	END,
};

static const struct field lock_fields[] = {
	FIELD(F_INT, hang_lock, number),
	FIELD(F_INT, hang_lock, pid),
	FIELD(F_INT, hang_lock, by),
	FIELD(F_INT, hang_lock, fd),
	FIELD(F_BOOL, hang_lock, waits),
	FIELD(F_TEXT, hang_lock, kind),
	FIELD(F_BOOL, hang_lock, write),
	FIELD(F_TEXT, hang_lock, file),
	FIELD(F_U64, hang_lock, start),
	FIELD(F_U64, hang_lock, end),
	END,
};

static const struct field memory_fields[] = {
	FIELD(F_INT, hang_memory, pid),
	FIELD(F_HEX, hang_memory, at),
	FIELD(F_BYTES, hang_memory, bytes),
	END,
};

static const struct field map_fields[] = {
	FIELD(F_INT, hang_map, pid),
	FIELD(F_HEX, hang_map, start),
	FIELD(F_HEX, hang_map, end),
	FIELD(F_HEX, hang_map, offset),
	FIELD(F_BOOL, hang_map, shared),
	FIELD(F_TEXT, hang_map, file),
	FIELD(F_TEXT, hang_map, path),
	END,
};

static const struct field socket_fields[] = {
	FIELD(F_TEXT, hang_socket, is),
	FIELD(F_TEXT, hang_socket, kind),
	FIELD(F_TEXT, hang_socket, peer),
	FIELD(F_BOOL, hang_socket, listens),
	FIELD(F_BOOL, hang_socket, pending),
	FIELD(F_LONG, hang_socket, queue),
	FIELD(F_LONG, hang_socket, backlog),
	FIELD(F_LONG, hang_socket, receive_ms),
	FIELD(F_LONG, hang_socket, send_ms),
	END,
};

static const struct field sysv_fields[] = {
	FIELD(F_TEXT, hang_sysv, ipcns),
	FIELD(F_TEXT, hang_sysv, kind),
	FIELD(F_INT, hang_sysv, id),
	FIELD(F_INT, hang_sysv, last_pid),
	END,
};

static const struct field look_fields[] = {
	FIELD(F_TEXT, hang_snap, machine),
	FIELD(F_INT, hang_snap, asked),
	FIELD(F_INT, hang_snap, wait_ms),
	FIELD(F_INT, hang_snap, lines),
	END,
};

/* The lists of a snapshot, each a pointer, a count and a capacity. */
struct record {
	const char *name;
	const struct field *fields;
	size_t size, list, count, cap;
};

#define RECORD(word, type, name)                                               \
	{                                                                      \
		word, name##_fields, sizeof(struct hang_##name),               \
		    offsetof(struct hang_snap, type),                          \
		    offsetof(struct hang_snap, n_##type),                      \
		    offsetof(struct hang_snap, cap_##type)                     \
	}

static const struct record records[] = {
	RECORD("process", processes, process),
	RECORD("task", tasks, task),
	RECORD("fd", fds, fd),
	RECORD("watch", watches, watch),
	RECORD("lock", locks, lock),
	RECORD("memory", memory, memory),
	RECORD("map", maps, map),
	RECORD("socket", sockets, socket),
	RECORD("sysv", sysv, sysv),
};
#define N_RECORDS (sizeof(records) / sizeof(records[0]))

/* ---- writing -------------------------------------------------------------- */

static void
put_text(struct strbuf *out, const char *name, const char *s)
{
	bool plain = strpbrk(s, " \t\n\"\\") == NULL;
	const unsigned char *p;

	if (*s == '\0')
		return;
	for (p = (const unsigned char *)s; plain && *p != '\0'; p++)
		plain = *p > 0x20 && *p != 0x7f;
	strbuf_addf(out, " %s=", name);
	if (plain) {
		strbuf_adds(out, s);
		return;
	}
	strbuf_addc(out, '"');
	for (p = (const unsigned char *)s; *p != '\0'; p++)
		if (*p < 0x20 || *p == 0x7f || *p == '"' || *p == '\\')
			strbuf_addf(out, "\\x%02x", *p);
		else
			strbuf_addc(out, (char)*p);
	strbuf_addc(out, '"');
}

static void
put_ids(struct strbuf *out, const char *name, const struct hang_ids *ids)
{
	int i;

	for (i = 0; i < ids->n; i++)
		if (i == 0)
			strbuf_addf(out, " %s=%d", name, ids->v[i]);
		else
			strbuf_addf(out, ",%d", ids->v[i]);
}

static void
put_bytes(struct strbuf *out, const char *name, const struct hang_bytes *b)
{
	size_t i;

	strbuf_addf(out, " %s=", name);
	for (i = 0; i < b->len; i++)
		strbuf_addf(out, "%02x", b->v[i]);
}

static void
put_number(struct strbuf *out, const char *name, long long v)
{
	if (v != 0)
		strbuf_addf(out, " %s=%lld", name, v);
}

static void
put_field(struct strbuf *out, const struct field *f, const char *at)
{
	const void *p = at + f->at;
	uint64_t v;

	switch (f->type) {
	case F_INT:
		put_number(out, f->name, *(const int *)p);
		break;
	case F_LONG:
		put_number(out, f->name, *(const long *)p);
		break;
	case F_U32:
		put_number(out, f->name, *(const uint32_t *)p);
		break;
	case F_U64:
	case F_HEX:
		v = *(const uint64_t *)p;
		if (v != 0 && f->type == F_U64)
			strbuf_addf(
			    out, " %s=%llu", f->name, (unsigned long long)v);
		else if (v != 0)
			strbuf_addf(
			    out, " %s=0x%llx", f->name, (unsigned long long)v);
		break;
	case F_BOOL:
		if (*(const bool *)p)
			strbuf_addf(out, " %s=yes", f->name);
		break;
	case F_CHAR:
		if (*(const char *)p != '\0')
			strbuf_addf(out, " %s=%c", f->name, *(const char *)p);
		break;
	case F_TEXT:
		put_text(out, f->name, *(const char *const *)p);
		break;
	case F_IDS:
		put_ids(out, f->name, p);
		break;
	case F_BYTES:
		put_bytes(out, f->name, p);
		break;
	}
}

static void
put_line(
    struct strbuf *out, const char *word, const struct field *f, const void *at)
{
	strbuf_adds(out, word);
	for (; f->name != NULL; f++)
		put_field(out, f, at);
	strbuf_addc(out, '\n');
}

void
hang_snap_render(struct strbuf *out, const struct hang_snap *s)
{
	const char *base = (const char *)s;
	struct hang_snap look = *s;
	size_t r, i;

	strbuf_adds(out, FIRST);
	for (look.lines = 0, r = 0; r < N_RECORDS; r++)
		look.lines += (int)*(const size_t *)(base + records[r].count);
	put_line(out, "look", look_fields, &look);
	for (r = 0; r < N_RECORDS; r++) {
		const char *v = *(const char *const *)(base + records[r].list);
		size_t n = *(const size_t *)(base + records[r].count);

		for (i = 0; i < n; i++)
			put_line(out, records[r].name, records[r].fields,
			    v + i * records[r].size);
	}
}

/* ---- reading -------------------------------------------------------------- */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static int
hex_byte(const char *s)
{
	int high = hex_digit(s[0]), low = high < 0 ? -1 : hex_digit(s[1]);

	return low < 0 ? -1 : high << 4 | low;
}

static struct hang_bytes
get_bytes(const char *s, struct arena *a)
{
	unsigned char *v = arena_alloc(a, strlen(s) / 2 + 1);
	struct hang_bytes b = { 0, v };
	int c;

	for (; s[0] != '\0' && (c = hex_byte(s)) >= 0; s += 2)
		v[b.len++] = (unsigned char)c;
	return b;
}

static struct hang_ids
get_ids(const char *s)
{
	struct hang_ids ids = { .n = 0 };
	char *end;

	while (ids.n < HANG_NS && *s != '\0') {
		ids.v[ids.n] = (int)strtol(s, &end, 10);
		if (end == s)
			break;
		ids.n++;
		s = end + (*end == ',');
	}
	return ids;
}

static void
get_field(const struct field *f, char *at, const char *s, struct arena *a)
{
	void *p = at + f->at;

	switch (f->type) {
	case F_INT:
		*(int *)p = (int)strtol(s, NULL, 10);
		break;
	case F_LONG:
		*(long *)p = strtol(s, NULL, 10);
		break;
	case F_U32:
		*(uint32_t *)p = (uint32_t)strtoul(s, NULL, 10);
		break;
	case F_U64:
	case F_HEX:
		*(uint64_t *)p = strtoull(s, NULL, 0);
		break;
	case F_BOOL:
		*(bool *)p = strcmp(s, "yes") == 0;
		break;
	case F_CHAR:
		*(char *)p = s[0];
		break;
	case F_TEXT:
		*(const char **)p = s;
		break;
	case F_IDS:
		*(struct hang_ids *)p = get_ids(s);
		break;
	case F_BYTES:
		*(struct hang_bytes *)p = get_bytes(s, a);
		break;
	}
}

/* A value at *s, which moves behind it; NULL when a quote is not closed. */
static const char *
get_value(const char **s, const char *end, struct arena *a)
{
	const char *p = *s;
	char *out, *to;
	int c;

	if (p == end || *p != '"') {
		while (p < end && *p != ' ')
			p++;
		out = arena_strndup(a, *s, (size_t)(p - *s));
		*s = p;
		return out;
	}
	to = out = arena_alloc(a, (size_t)(end - p) + 1);
	for (p++; p < end && *p != '"'; p++) {
		c = end - p > 3 && p[0] == '\\' && p[1] == 'x' ? hex_byte(p + 2)
							       : -1;
		/* A NUL would end the text. */
		*to++ = c > 0 ? (char)c : *p;
		p += c > 0 ? 3 : 0;
	}
	*to = '\0';
	*s = p + 1;
	return p < end ? out : NULL;
}

/* Text that a line does not name is empty, never NULL. */
static void
clear_texts(const struct field *f, char *at)
{
	for (; f->name != NULL; f++)
		if (f->type == F_TEXT)
			*(const char **)(at + f->at) = "";
}

static int
get_line(const struct field *fields, char *at, const char *s, const char *end,
    struct arena *a)
{
	const struct field *f;

	while (s < end) {
		const char *name, *value;
		size_t len;

		if (*s == ' ') {
			s++;
			continue;
		}
		name = s;
		while (s < end && *s != '=' && *s != ' ')
			s++;
		len = (size_t)(s - name);
		if (s == end || *s != '=' || len == 0)
			return -1;
		s++;
		value = get_value(&s, end, a);
		if (value == NULL || (s < end && *s != ' '))
			return -1;
		for (f = fields; f->name != NULL; f++)
			if (strlen(f->name) == len &&
			    memcmp(f->name, name, len) == 0)
				get_field(f, at, value, a);
	}
	return 0;
}

static int
get_record(struct hang_snap *s, const char *line, const char *end)
{
	const char *word = line;
	char *base = (char *)s, *at;
	size_t len, r, *n;
	void **list;

	while (line < end && *line != ' ')
		line++;
	len = (size_t)(line - word);
	line += line < end;
	if (len == 4 && memcmp(word, "look", 4) == 0)
		return get_line(look_fields, base, line, end, s->a);
	for (r = 0; r < N_RECORDS; r++)
		if (strlen(records[r].name) == len &&
		    memcmp(records[r].name, word, len) == 0)
			break;
	if (r == N_RECORDS)
		return 0;
	list = (void **)(base + records[r].list);
	n = (size_t *)(base + records[r].count);
	*list = hang_grow(s->a, *list, *n, (size_t *)(base + records[r].cap),
	    records[r].size);
	at = (char *)*list + *n * records[r].size;
	clear_texts(records[r].fields, at);
	++*n;
	return get_line(records[r].fields, at, line, end, s->a);
}

int
hang_snap_parse(struct hang_snap **out, struct arena *a, const char *text,
    size_t len, struct err *e)
{
	const char *p = text, *end = text + len, *eol;
	int line = 1, look = 0;

	if (len < strlen(FIRST) || memcmp(text, FIRST, strlen(FIRST)) != 0)
		return err_set(e, "this is no snapshot of 'halfhour explain'");
	*out = hang_snap_new(a);
	for (p += strlen(FIRST); p < end; p = eol + 1) {
		eol = memchr(p, '\n', (size_t)(end - p));
		if (eol == NULL)
			eol = end;
		line++;
		look += text_starts(p, "look ");
		if (get_record(*out, p, eol) == -1)
			return err_set(e, "line %d is not name=value", line);
	}
	/* Without those who could wake it, any task is in a deadlock. */
	if ((*out)->lines > 0 && line - 1 - look != (*out)->lines)
		return err_set(e,
		    "%d lines are missing or too many: it is no longer as "
		    "--snapshot wrote it",
		    abs((*out)->lines - (line - 1 - look)));
	return 0;
}
