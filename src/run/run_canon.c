/* run_canon.c: what two runs print differently although they did the same */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/xalloc.h"
#include "run/run_int.h"

/*
 * A number is replaced only where the text itself says what it is, for a
 * wrong number in an output must be found:
 *
 *	pid       after pid, ppid, tid, tgid, pgid, pgrp or sid, but for 0 and
 *	          1, which mean something: "pid 12", "getpid() = 12"
 *	address   0x and 9 to 12 digits behind leading zeros: where programs,
 *	          heaps and stacks are on machines of 64 bits. A mask or a hash
 *	          of 8 or 16 digits stays
 *	port      32768 to 60999, from which the kernel takes those that nobody
 *	          has asked for, after port or a host: "127.0.0.1:40312"
 *	inode     in brackets after what the kernel calls it: "pipe:[4711]"
 *	time      2026-11-23, with a time behind it, 21:28:00, and what date(1)
 *	          and ctime(3) print
 *	duration  with a unit smaller than a second, or a fraction of seconds:
 *	          "12 ms", "0.03 s". Whole seconds stay: who sleeps 2 s means it
 *
 * What is put in its place is no such text itself.
 */
enum canon_kind {
	CANON_PID,
	CANON_ADDRESS,
	CANON_PORT,
	CANON_INODE,
	CANON_NAMED, /* those before it are told apart */
	CANON_TIME = CANON_NAMED,
	CANON_DURATION,
	CANON_KINDS
};

static const char *const canon_words[CANON_KINDS] = { "pid", "address", "port",
	"inode", "time", "duration" };

#define CANON_PORT_MIN 32768 /* net.ipv4.ip_local_port_range */
#define CANON_PORT_MAX 60999
#define CANON_NAMES 4096 /* different ones that are told apart in a text */

struct canon {
	const char *s; /* all of the text */
	size_t len;
	struct strbuf *out;
	bool named;
	struct map *names; /* "pid 12" → its number, as a pointer */
	char **keys;
	size_t n_keys, cap_keys;
	size_t count[CANON_NAMED];
};

/* The byte at i; 0 before and behind the text. */
static char
canon_at(const struct canon *c, size_t i)
{
	return i < c->len ? c->s[i] : '\0';
}

static bool
canon_is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t
canon_digits(const struct canon *c, size_t i)
{
	size_t n = 0;

	while (isdigit((unsigned char)canon_at(c, i + n)))
		n++;
	return n;
}

/* Whether this stands at i. */
static bool
canon_has(const struct canon *c, size_t i, const char *what)
{
	size_t n = strlen(what);

	return i <= c->len && n <= c->len - i && memcmp(c->s + i, what, n) == 0;
}

/*
 * Whether a number may end before i: no letter, digit or fraction follows, nor
 * what was put in the place of some.
 */
static bool
canon_ends(const struct canon *c, size_t i)
{
	return !canon_is_word(canon_at(c, i)) && !canon_has(c, i, "‹") &&
	       !(canon_at(c, i) == '.' &&
		   isdigit((unsigned char)canon_at(c, i + 1)));
}

/* Whether this stands right before i. */
static bool
canon_after(const struct canon *c, size_t i, const char *what)
{
	size_t n = strlen(what);

	return n <= i && memcmp(c->s + i - n, what, n) == 0;
}

/* ---- what stands before a number ------------------------------------------- */

/*
 * Where the word ends that a number at i is called by: " ", "=", ": ", "() = "
 * and the like are stepped over, and a Korean particle. i itself when nothing
 * is in between.
 */
static size_t
canon_called(const struct canon *c, size_t i)
{
	static const char *const particles[] = { "는", "은", "가", "이", "를",
		"을" };
	size_t from = i, k;

	while (i > 0 && from - i < 5 && c->s[i - 1] != '\0' &&
	       strchr(" \t:=#()[", c->s[i - 1]) != NULL)
		i--;
	if (i == from)
		return i;
	for (k = 0; k < sizeof(particles) / sizeof(*particles); k++)
		if (canon_after(c, i, particles[k]))
			return i - strlen(particles[k]);
	return i;
}

/* Whether one of these words ends at i, in any case, and is a word of its own
 * or follows on "get" or "_". */
static bool
canon_word_before(
    const struct canon *c, size_t i, const char *const *words, size_t n)
{
	size_t k;

	for (k = 0; k < n; k++) {
		size_t len = strlen(words[k]), from = i - len;

		if (len > i || strncasecmp(c->s + from, words[k], len) != 0)
			continue;
		if (canon_after(c, from, "get"))
			from -= 3;
		if (from == 0 || !isalnum((unsigned char)c->s[from - 1]))
			return true;
	}
	return false;
}

static long
canon_number(const struct canon *c, size_t i, size_t n)
{
	char text[24];

	if (n >= sizeof(text))
		return -1;
	memcpy(text, c->s + i, n);
	text[n] = '\0';
	return strtol(text, NULL, 10);
}

/* Whether the two digits at i are such a number. */
static bool
canon_within(const struct canon *c, size_t i, long min, long max)
{
	long n = canon_number(c, i, 2);

	return n >= min && n <= max;
}

/* ---- the kinds: how many bytes at i are one, or 0 ---------------------------- */

static size_t
canon_pid(const struct canon *c, size_t i)
{
	static const char *const words[] = { "pid", "ppid", "tid", "tgid",
		"pgid", "pgrp", "sid" };
	size_t n = canon_digits(c, i), word = canon_called(c, i);

	if (n == 0 || n > 7 || !canon_ends(c, i + n) || word == i ||
	    canon_number(c, i, n) < 2)
		return 0;
	return canon_word_before(c, word, words, sizeof(words) / sizeof(*words))
		   ? n
		   : 0;
}

static size_t
canon_address(const struct canon *c, size_t i)
{
	size_t at = i + 2, end;

	if (!canon_has(c, i, "0x") && !canon_has(c, i, "0X"))
		return 0;
	while (canon_at(c, at) == '0')
		at++;
	for (end = at; isxdigit((unsigned char)canon_at(c, end));)
		end++;
	return end - at >= 9 && end - at <= 12 && canon_ends(c, end) ? end - i
								     : 0;
}

/* Whether the address of a host ends at i. */
static bool
canon_host(const struct canon *c, size_t i)
{
	size_t from = i;
	int dots = 0;

	if (canon_after(c, i, "localhost") || canon_after(c, i, "]") ||
	    canon_after(c, i, "*"))
		return true;
	while (from > 0 && (isdigit((unsigned char)c->s[from - 1]) ||
			       c->s[from - 1] == '.'))
		dots += c->s[--from] == '.';
	return dots == 3;
}

static size_t
canon_port(const struct canon *c, size_t i)
{
	static const char *const words[] = { "port", "sport", "dport", "포트" };
	size_t n = canon_digits(c, i), word = canon_called(c, i);
	long port = n == 5 ? canon_number(c, i, n) : 0;

	if (port < CANON_PORT_MIN || port > CANON_PORT_MAX ||
	    !canon_ends(c, i + n))
		return 0;
	if (canon_after(c, i, ":") && canon_host(c, i - 1))
		return n;
	return word != i && canon_word_before(
				c, word, words, sizeof(words) / sizeof(*words))
		   ? n
		   : 0;
}

static size_t
canon_inode(const struct canon *c, size_t i)
{
	static const char *const words[] = { "pipe", "socket", "mnt", "net",
		"pid", "ipc", "uts", "user", "cgroup", "time" };
	size_t n = canon_digits(c, i), k;

	if (n < 2 || n > 20 || canon_at(c, i + n) != ']' ||
	    !canon_after(c, i, ":["))
		return 0;
	for (k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (canon_after(c, i - 2, words[k]))
			return n;
	return 0;
}

/* "21:28:00" and a fraction. */
static size_t
canon_clock(const struct canon *c, size_t i)
{
	size_t end = i + 8, n;

	if (canon_digits(c, i) != 2 || canon_at(c, i + 2) != ':' ||
	    canon_digits(c, i + 3) != 2 || canon_at(c, i + 5) != ':' ||
	    canon_digits(c, i + 6) != 2 || !canon_within(c, i, 0, 23) ||
	    !canon_within(c, i + 3, 0, 59) || !canon_within(c, i + 6, 0, 60))
		return 0;
	n = canon_at(c, end) == '.' || canon_at(c, end) == ','
		? canon_digits(c, end + 1)
		: 0;
	return n > 0 ? 9 + n : 8;
}

/* "Z", "+09:00", " +0900", or nothing: how many bytes. */
static size_t
canon_zone(const struct canon *c, size_t i)
{
	size_t at = i + (canon_at(c, i) == ' '), n;

	if (canon_at(c, i) == 'Z')
		return 1;
	if (canon_at(c, at) != '+' && canon_at(c, at) != '-')
		return 0;
	n = canon_digits(c, ++at);
	if (n == 4)
		return at + 4 - i;
	if (n == 2 && canon_at(c, at + 2) == ':' &&
	    canon_digits(c, at + 3) == 2)
		return at + 5 - i;
	return 0;
}

/* "2026-11-23" */
static size_t
canon_date(const struct canon *c, size_t i)
{
	if (canon_digits(c, i) != 4 || canon_at(c, i + 4) != '-' ||
	    canon_digits(c, i + 5) != 2 || canon_at(c, i + 7) != '-' ||
	    canon_digits(c, i + 8) != 2 || canon_number(c, i, 4) < 1970 ||
	    !canon_within(c, i + 5, 1, 12) || !canon_within(c, i + 8, 1, 31))
		return 0;
	return 10;
}

/* A date, alone or with a time behind it, or a time alone: as much of it as
 * ends there. */
static size_t
canon_time(const struct canon *c, size_t i)
{
	size_t ends[3], n = 0, at = i, clock;

	if (i > 0 && (c->s[i - 1] == '-' || c->s[i - 1] == ':'))
		return 0;
	if ((at += canon_date(c, i)) > i)
		ends[n++] = at;
	if (at == i || canon_at(c, at) == ' ' || canon_at(c, at) == 'T')
		at += at > i;
	else
		return canon_ends(c, at) && canon_at(c, at) != '-' ? 10 : 0;
	if ((clock = canon_clock(c, at)) > 0) {
		ends[n++] = at += clock;
		ends[n++] = at + canon_zone(c, at);
	}
	while (n > 0) {
		at = ends[--n];
		if (canon_ends(c, at) && canon_at(c, at) != ':')
			return at - i;
	}
	return 0;
}

/* "Mon Nov 23 21:28:00 2026", with a zone before the year or none. */
static size_t
canon_ctime(const struct canon *c, size_t i)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char day[4], month[4];
	size_t at = i + 8, n;

	if (i + 24 > c->len || c->s[i + 3] != ' ' || c->s[i + 7] != ' ')
		return 0;
	memcpy(day, c->s + i, 3);
	memcpy(month, c->s + i + 4, 3);
	day[3] = month[3] = '\0';
	if (strlen(day) != 3 || strlen(month) != 3 ||
	    strstr(days, day) == NULL || strstr(months, month) == NULL)
		return 0;
	at += canon_at(c, at) == ' ';
	if ((n = canon_digits(c, at)) < 1 || n > 2)
		return 0;
	at += n + 1;
	if (canon_at(c, at - 1) != ' ' || (n = canon_clock(c, at)) == 0)
		return 0;
	at += n + 1;
	for (n = 0; n < 5 && isupper((unsigned char)canon_at(c, at + n));)
		n++;
	at += n > 0 ? n + 1 : 0;
	return canon_at(c, at - 1) == ' ' && canon_digits(c, at) == 4 &&
		       canon_ends(c, at + 4)
		   ? at + 4 - i
		   : 0;
}

/* The unit at i, behind one blank at most: how many bytes up to its end. */
static size_t
canon_unit(const struct canon *c, size_t i, bool fraction)
{
	static const char *const small[] = { "ms", "us", "ns", "µs", "μs",
		"msec", "usec", "nsec", "밀리초", "마이크로초", "나노초" };
	static const char *const whole[] = { "s", "sec", "secs", "seconds",
		"초" };
	size_t at = i + (canon_at(c, i) == ' '), k;

	for (k = 0; k < sizeof(small) / sizeof(*small); k++)
		if (canon_has(c, at, small[k]) &&
		    canon_ends(c, at + strlen(small[k])))
			return at + strlen(small[k]) - i;
	for (k = 0; fraction && k < sizeof(whole) / sizeof(*whole); k++)
		if (canon_has(c, at, whole[k]) &&
		    canon_ends(c, at + strlen(whole[k])))
			return at + strlen(whole[k]) - i;
	return 0;
}

/* "12 ms", "0.03s", and "0m0.003s" as the shell's time prints it. */
static size_t
canon_duration(const struct canon *c, size_t i)
{
	size_t n = canon_digits(c, i), more, unit;
	bool fraction = false;

	if (n == 0 || n > 12)
		return 0;
	if (canon_at(c, i + n) == 'm' &&
	    (more = canon_digits(c, i + n + 1)) > 0)
		n += 1 + more;
	if (canon_at(c, i + n) == '.' &&
	    (more = canon_digits(c, i + n + 1)) > 0) {
		n += 1 + more;
		fraction = true;
	}
	unit = canon_unit(c, i + n, fraction);
	return unit > 0 ? n + unit : 0;
}

/* ---- the text ------------------------------------------------------------------ */

static size_t
canon_find(const struct canon *c, size_t i, enum canon_kind *kind)
{
	static size_t (*const find[CANON_KINDS])(
	    const struct canon *, size_t) = { canon_pid, canon_address,
		canon_port, canon_inode, canon_time, canon_duration };
	char before = i > 0 ? c->s[i - 1] : '\0';
	size_t n;
	int k;

	if (canon_is_word(before) || before == '.')
		return 0;
	if (isupper((unsigned char)c->s[i])) {
		*kind = CANON_TIME;
		return canon_ctime(c, i);
	}
	if (!isdigit((unsigned char)c->s[i]))
		return 0;
	for (k = 0; k < CANON_KINDS; k++)
		if ((n = find[k](c, i)) > 0) {
			*kind = (enum canon_kind)k;
			return n;
		}
	return 0;
}

/* Its number among those of its kind, from 1; 0 when there are too many. */
static size_t
canon_name(struct canon *c, enum canon_kind kind, size_t i, size_t n)
{
	char *key = xasprintf("%d %.*s", kind, (int)n, c->s + i);
	size_t known = (size_t)map_get(c->names, key);

	if (known != 0 || c->n_keys == CANON_NAMES) {
		free(key);
		return known;
	}
	*VEC_PUSH(c->keys, c->n_keys, c->cap_keys) = key;
	known = ++c->count[kind];
	map_put(c->names, key, (void *)known);
	return known;
}

static void
canon_put(struct canon *c, enum canon_kind kind, size_t i, size_t n)
{
	size_t number = 0;

	if (c->named && kind < CANON_NAMED)
		number = canon_name(c, kind, i, n);
	if (number > 0)
		strbuf_addf(c->out, "‹%s%zu›", canon_words[kind], number);
	else
		strbuf_addf(c->out, "‹%s›", canon_words[kind]);
}

void
run_canon(struct strbuf *out, const char *s, size_t len, bool named)
{
	struct canon c = { .s = s, .len = len, .out = out, .named = named };
	size_t i = 0, from = 0, n;
	enum canon_kind kind;

	c.names = map_new();
	while (i < len) {
		if ((n = canon_find(&c, i, &kind)) == 0) {
			i++;
			continue;
		}
		strbuf_add(out, s + from, i - from);
		canon_put(&c, kind, i, n);
		from = i += n;
	}
	strbuf_add(out, s + from, len - from);
	map_free(c.names);
	while (c.n_keys > 0)
		free(c.keys[--c.n_keys]);
	free(c.keys);
}
