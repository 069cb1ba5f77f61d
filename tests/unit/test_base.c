/* test_base.c: strings, memory, names, text, escapes, options, errors */
#include "tap.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/html.h"
#include "base/jsonw.h"
#include "base/map.h"
#include "base/opt.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/xalloc.h"

/* Compare a string of the caller's, and free it. */
static void
is_own(char *got, const char *want, const char *name)
{
	is_str(got, want, "%s", name);
	free(got);
}

static void
test_strbuf(void)
{
	struct strbuf sb = STRBUF_INIT, small;
	char *s;
	int i;

	is_str(sb.buf, "", "an empty strbuf is the empty string");
	strbuf_clear(&sb);
	strbuf_trunc(&sb, 5);
	strbuf_release(&sb);
	is_own(strbuf_take(&sb), "", "and can be taken, cleared and released");
	strbuf_add(&sb, NULL, 0);
	strbuf_insert(&sb, 0, NULL, 0);
	ok(sb.len == 0 && sb.cap == 0, "nothing added needs no memory");

	for (i = 0; i < 5000; i++)
		strbuf_addf(&sb, "%d,", i);
	ok(sb.len == 23890 && strlen(sb.buf) == sb.len && !sb.full, "it grows");
	strbuf_clear(&sb);
	strbuf_add(&sb, "a\0b", 3);
	strbuf_insert(&sb, 1, "\0\0", 2);
	ok(sb.len == 5 && memcmp(sb.buf, "a\0\0\0b", 6) == 0,
	    "it holds NUL bytes and has one behind the end");
	strbuf_insert(&sb, 5, "한", 3);
	strbuf_insert(&sb, 0, "글", 3);
	ok(sb.len == 11 && memcmp(sb.buf, "글a\0\0\0b한", 12) == 0,
	    "inserted at both ends");
	strbuf_trunc(&sb, 3);
	s = strbuf_take(&sb);
	ok(strcmp(s, "글") == 0 && sb.len == 0 && sb.cap == 0,
	    "taken, it is empty again");
	free(s);

	strbuf_init(&small, 5);
	strbuf_adds(&small, "12345");
	ok(!small.full, "up to the ceiling it is not full");
	strbuf_addc(&small, '6');
	ok(small.full && strcmp(small.buf, "12345") == 0,
	    "more than the ceiling is cut off, and told");
	strbuf_clear(&small);
	strbuf_addf(&small, "%s%d", "abc", 123456);
	ok(small.full && strcmp(small.buf, "abc12") == 0,
	    "also by addf; clear forgets that it was full");
	strbuf_trunc(&small, 3);
	strbuf_insert(&small, 1, "xyzw", 4);
	ok(small.full && strcmp(small.buf, "axybc") == 0,
	    "an insertion is cut, what was there is not");
	strbuf_release(&small);
	ok(small.max == 5 && !small.full, "release keeps the ceiling");
	strbuf_init(&small, 0);
	strbuf_adds(&small, "x");
	strbuf_insert(&small, 0, "x", 1);
	ok(small.full && small.len == 0 && *small.buf == '\0',
	    "a ceiling of zero holds");
	strbuf_release(&small);
}

static void
test_arena(void)
{
	struct arena *a = arena_new(), *other = arena_new();
	bool aligned = true, zero = true;
	unsigned char *p, *big;
	size_t i, k;

	for (i = 0; i < 3000; i++) {
		p = arena_alloc(a, i % 97);
		aligned = aligned && (uintptr_t)p % 16 == 0;
		for (k = 0; k < i % 97; k++)
			zero = zero && p[k] == 0;
		memset(p, 0xff, i % 97);
	}
	ok(aligned && zero, "3,000 blocks are aligned and zeroed");
	big = arena_alloc(a, (size_t)10 << 20);
	big[((size_t)10 << 20) - 1] = 1;
	p = arena_alloc(a, 1);
	*p = 2;
	ok(big[0] == 0 && big[((size_t)10 << 20) - 1] == 1,
	    "a block larger than a chunk stands beside small ones");
	is_str(arena_strndup(a, "한글\0x", 9), "한글", "strndup ends at a NUL");
	is_str(arena_strndup(a, "abc", 2), "ab", "strndup cuts");
	is_str(arena_printf(a, "%s-%d", "한", 7), "한-7", "printf");
	is_str(
	    arena_join(a, "a/", "한글", strlen("한"), ".b"), "a/한.b", "join");
	is_str(arena_join(a, "", "", 0, ""), "", "nothing to join");
	ok(arena_copy(a, NULL, 0, 8) == NULL, "no elements are NULL");
	ok(memcmp(arena_copy(a, "abcd", 2, 2), "abcd", 4) == 0, "a copy");
	for (i = 0; i < 3; i++) {
		memset(arena_alloc(other, 5000), 0xff, 5000);
		memset(arena_alloc(other, 70000), 0xff, 70000);
		if (i == 1)
			memset(arena_alloc(other, 50000), 0xff, 50000);
		arena_clear(other);
		p = arena_alloc(other, 60000);
		zero = p[0] == 0 && memcmp(p, p + 1, 59999) == 0;
		ok(zero, "memory that is used again is zeroed");
		arena_clear(other);
	}
	p = (unsigned char *)arena_strdup(other, "of another");
	arena_alloc(other, (size_t)1 << 20);
	arena_take(a, &other);
	ok(other == NULL, "an arena is handed over");
	other = arena_new();
	arena_take(other, &a);
	arena_take(a = arena_new(), &other);
	other = arena_new();
	arena_take(a, &other);
	is_str((char *)p, "of another", "with all that lives in it");
	is_str(arena_strdup(a, "more"), "more", "and goes on");
	arena_free(a);
	arena_free(NULL);
}

static void
test_map(void)
{
	struct map *m = map_new();
	static char keys[20000][12];
	bool all = true;
	size_t i;

	ok(map_get(m, "") == NULL && map_len(m) == 0, "an empty map");
	map_put(m, "", keys[0]);
	ok(map_get(m, "") == keys[0], "the empty key is a key");
	for (i = 0; i < 20000; i++) {
		snprintf(keys[i], sizeof(keys[i]), "k%zu", i * 7919);
		map_put(m, keys[i], keys[i]);
	}
	for (i = 0; i < 20000; i++) {
		char again[12];

		snprintf(again, sizeof(again), "k%zu", i * 7919);
		all = all && map_get(m, again) == keys[i];
	}
	ok(all && map_len(m) == 20001, "20,000 keys are found again");
	ok(map_get(m, "k1") == NULL && map_get(m, "k") == NULL,
	    "others are not");
	map_put(m, "k0", NULL);
	ok(map_get(m, "k0") == NULL && map_len(m) == 20001,
	    "put again, the value is the new one");
	map_free(m);
	map_free(NULL);
}

static void
test_path(void)
{
	static const char *const relative[][3] = {
		{ "a/b.html", "c.css", "../c.css" },
		{ "a/b.html", "a/c.html", "c.html" },
		{ "a/b.html", "a/b.html", "b.html" },
		{ "b.html", "a/c.html", "a/c.html" },
		{ "a/b/c.html", "a/d/e.html", "../d/e.html" },
		{ "a/b/c.html", "ab/x.html", "../../ab/x.html" },
		{ "ab/c.html", "abc/c.html", "../abc/c.html" },
		{ "한글/파이프.html", "한국/소켓.html", "../한국/소켓.html" },
		{ "index.html", "std::move.html", "./std::move.html" },
		{ "a/x.html", "a/b:c.html", "./b:c.html" },
		{ "a/x.html", "b:c.html", "../b:c.html" },
		{ "x.html", "a/b:c.html", "a/b:c.html" },
	};
	static const char *const inside[] = { "a", "a/b", "...", "a/..b", ".a",
		"한글.md", "a b" };
	static const char *const outside[] = { "", "/", "/a", ".", "..", "a/..",
		"../a", "a/../b", "a/./b", "./a", "a//b", "a/", "//a" };
	size_t i;

	for (i = 0; i < sizeof(relative) / sizeof(*relative); i++)
		is_own(path_relative(relative[i][0], relative[i][1]),
		    relative[i][2], relative[i][2]);
	for (i = 0; i < sizeof(inside) / sizeof(*inside); i++)
		ok(path_is_inside(inside[i]), "inside: %s", inside[i]);
	for (i = 0; i < sizeof(outside) / sizeof(*outside); i++)
		ok(!path_is_inside(outside[i]), "not inside: '%s'", outside[i]);
	is_own(path_join("a", "b/c"), "a/b/c", "join");
	is_own(path_join("a/", "b"), "a/b", "join after a slash");
	is_own(path_join("", "b"), "b", "join to nothing");
	is_own(path_join(".", "b"), "b", "join to .");
	is_own(path_dir("a/b/c"), "a/b", "dir");
	is_own(path_dir("c"), "", "dir of a name");
	is_str(path_base("a/b/c"), "c", "base");
	is_str(path_base("c"), "c", "base of a name");
	ok(path_has_suffix(".md", ".md") && !path_has_suffix("md", ".md") &&
		!path_has_suffix("a.MD", ".md") && path_is_note("a.Md") &&
		!path_is_note(".md") && !path_is_note("a.mdx") &&
		path_note_len("a/b.MD?c", 6) == 3,
	    "suffixes");
}

static void
test_utf8_forms(void)
{
	/* 한글 and 각 as Macs name them: conjoining Jamo. */
	static const char nfd[] = "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"
				  "\xe1\x84\x80\xe1\x85\xb3\xe1\x86\xaf";

	is_own(utf8_nfc(nfd), "한글", "NFC of decomposed Hangul");
	is_own(utf8_nfc("한글"), "한글", "NFC of composed Hangul is itself");
	is_own(utf8_nfc("e\xcc\x81"), "é", "NFC of e and an acute");
	is_own(utf8_nfc("\xe2\x84\xab"), "Å", "NFC of the angstrom sign");
	is_own(utf8_nfc("a\xff"
			"b"),
	    "a\xff"
	    "b",
	    "not UTF-8: a plain copy");
	is_own(utf8_nfc(""), "", "NFC of nothing");
	is_own(utf8_fold("ÀB한É"), "àb한é", "fold");
	is_own(utf8_fold("Straße ΣΑΣ"), "strasse σασ", "full folding");
	is_own(utf8_fold("E\xcc\x81"), "é", "fold composes");
	is_own(utf8_fold(nfd), "한글", "fold of decomposed Hangul");
	is_own(utf8_fold("ﾊﾟ"), "ﾊﾟ", "no compatibility mapping");
	ok(utf8_is_folded("") && utf8_is_folded("ipc/파이프 1.html") &&
		!utf8_is_folded("A한") && !utf8_is_folded("한Z") &&
		!utf8_is_folded("É") && !utf8_is_folded("E\xcc\x81") &&
		!utf8_is_folded(nfd),
	    "what is folded already");
}

/* Each character that there is, and its parts, against the library itself:
 * what is not mapped because nothing in it can change is as if it were. */
static void
test_utf8_all(void)
{
	utf8proc_int32_t c, wrong = -1;

	for (c = 1; c < 0x30000 && wrong == -1; c++) {
		utf8proc_uint8_t text[5] = { 0 };
		utf8proc_uint8_t *parts, *want;
		char *whole, *joined;

		if (!utf8proc_codepoint_valid(c))
			continue;
		utf8proc_encode_char(c, text);
		parts = utf8proc_NFD(text);
		want = utf8proc_NFC(text);
		whole = utf8_nfc((char *)text);
		joined = utf8_nfc((char *)parts);
		if (strcmp(whole, (char *)want) != 0 ||
		    strcmp(joined, (char *)want) != 0)
			wrong = c;
		free(joined);
		free(whole);
		free(want);
		free(parts);
	}
	ok(wrong == -1, "NFC of each character and its parts (U+%04X)",
	    (unsigned)wrong);
}

/* The same of case, each character behind a capital and a syllable that may
 * take it in. */
static void
test_fold_all(void)
{
	utf8proc_int32_t c, wrong = -1;

	for (c = 1; c < 0x30000 && wrong == -1; c++) {
		utf8proc_uint8_t text[16] = "Z가", *want = NULL;
		char *got;

		if (!utf8proc_codepoint_valid(c))
			continue;
		text[4 + utf8proc_encode_char(c, text + 4)] = 'A';
		utf8proc_map(text, 0, &want,
		    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE |
			UTF8PROC_CASEFOLD);
		got = utf8_fold((char *)text);
		if (strcmp(got, (char *)want) != 0)
			wrong = c;
		free(got);
		free(want);
	}
	ok(wrong == -1, "folding of each character (U+%04X)", (unsigned)wrong);
}

static void
test_utf8_bytes(void)
{
	static const struct {
		const char *s;
		int at;
	} cases[] = {
		{ "", -1 },
		{ "한글 abc 😀", -1 },
		{ "\xf4\x8f\xbf\xbf", -1 },
		{ "a\x80", 1 },
		{ "\xc0\xaf", 0 },
		{ "\xc1\xbf", 0 },
		{ "\xe0\x80\xaf", 0 },
		{ "\xed\xa0\x80", 0 },
		{ "\xf0\x80\x80\xaf", 0 },
		{ "\xf4\x90\x80\x80", 0 },
		{ "\xf5\x80\x80\x80", 0 },
		{ "\xf8\x88\x80\x80\x80", 0 },
		{ "한\xed\x95", 3 },
		{ "x\xff", 1 },
		{ "\xfe", 0 },
	};
	size_t i;
	int32_t c;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(utf8_invalid_at(cases[i].s, strlen(cases[i].s)) ==
			cases[i].at,
		    "validity of case %zu", i);
	ok(utf8_invalid_at("a\0b", 3) == -1, "NUL is UTF-8");
	ok(utf8_next("한", 3, &c) == 3 && c == 0xd55c, "next reads Hangul");
	ok(utf8_next("\xed\x95", 2, &c) == 1 && c == 0xfffd,
	    "next at a cut character");
	ok(utf8_next("\xed\xa0\x80", 3, &c) == 1 && c == 0xfffd,
	    "next at a surrogate");
	ok(utf8_is_word(0xd55c) && utf8_is_word('9') && utf8_is_word(0x301) &&
		!utf8_is_word('_') && !utf8_is_word(0x1f600),
	    "words");
	ok(utf8_is_space(0x3000) && utf8_is_space(0xa0) &&
		utf8_is_space('\n') && !utf8_is_space(0xd55c),
	    "spaces");
}

static void
test_utf8_fit(void)
{
	static const struct {
		const char *s;
		int cells;
		size_t fits;
	} cases[] = {
		{ "", 5, 0 },
		{ "abc", 5, 3 },
		{ "abc", 2, 2 },
		{ "abc", 0, 0 },
		{ "abc", -1, 0 },
		{ "도커", 4, 6 },
		{ "도커", 3, 3 },
		{ "도커", 1, 0 },
		{ "a도", 2, 1 },
		/* A mark goes with its letter, though the line is full. */
		{ "e\xcc\x81x", 1, 3 },
		{ "\xcc\x81", 0, 2 },
		/* So do the vowel and the final of a decomposed syllable. */
		{ "\xe1\x84\x83\xe1\x85\xa9\xe1\x86\xa8x", 2, 9 },
		{ "\xf0\x9f\x90\xb3x", 2, 4 },
		{ "\xf0\x9f\x90\xb3", 1, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(utf8_fit(cases[i].s, cases[i].cells) == cases[i].fits,
		    "of '%s' fits in %d cells: %zu bytes", cases[i].s,
		    cases[i].cells, utf8_fit(cases[i].s, cases[i].cells));
}

static void
test_utf8_width(void)
{
	static const struct {
		const char *s;
		int width;
	} cases[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "한글", 4 },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 2 }, /* one 한 */
		{ "日本語", 6 },
		{ "e\xcc\x81", 1 },
		{ "😀", 2 },
		{ "～", 2 },
		{ "–", 1 },
		{ "a\xe2\x80\x8b"
		  "b",
		    2 }, /* zero width space */
		{ "ﾊ", 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(utf8_width(cases[i].s) == cases[i].width,
		    "%s is %d cells wide, not %d", cases[i].s, cases[i].width,
		    utf8_width(cases[i].s));
	ok(utf8_width("\xff\xfe") >= 0,
	    "bytes that are not UTF-8 have a width");
}

static void
test_utf8_terminal(void)
{
	static const struct {
		const char *s, *want;
	} cases[] = {
		{ "한글\tabc\n", "한글\tabc\n" },
		{ "\x1b[31mred\x1b[0m", "^[[31mred^[[0m" },
		{ "\x1b]52;c;eA==\x07", "^[]52;c;eA==^G" },
		{ "a\rb\bc\x7f", "a^Mb^Hc^?" },
		{ "\xc2\x9b"
		  "2J",
		    "^[[2J" }, /* C1 CSI */
		{ "\xc2\x9d"
		  "0;x\xc2\x9c",
		    "^[]0;x^[\\" },
		{ "\x9b"
		  "2J",
		    "\xef\xbf\xbd"
		    "2J" }, /* a bare byte of C1 */
		{ "a\xe2\x80\xae"
		  "b",
		    "a\xef\xbf\xbd"
		    "b" }, /* RLO */
		{ "\xe2\x81\xa6"
		  "x\xe2\x81\xa9",
		    "\xef\xbf\xbdx\xef\xbf\xbd" },
		{ "\xd8\x9c", "\xef\xbf\xbd" }, /* Arabic letter mark */
		{ "\xc0\x9b", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\x95", "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xef\xbf\xbd", "\xef\xbf\xbd" },
	};
	unsigned char all[256];
	bool clean = true;
	char *s;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		is_own(utf8_for_terminal(cases[i].s, strlen(cases[i].s)),
		    cases[i].want, "fit for a terminal");
	is_own(utf8_for_terminal("a\0b", 3), "a^@b", "NUL too");
	for (i = 0; i < 256; i++)
		all[i] = (unsigned char)i;
	s = utf8_for_terminal((const char *)all, sizeof(all));
	for (i = 0; s[i] != '\0'; i++)
		clean = clean &&
			((unsigned char)s[i] >= 0x20 || s[i] == '\n' ||
			    s[i] == '\t') &&
			s[i] != 0x7f;
	ok(clean && utf8_invalid_at(s, strlen(s)) == -1,
	    "any bytes become text without controls");
	free(s);
}

static void
test_text(void)
{
	static const char *const slugs[][2] = {
		{ "Hello, World!", "hello-world" },
		{ "  파이프와 소켓  ", "파이프와-소켓" },
		{ "1. 개요 (Overview)", "1-개요-overview" },
		{ "A -- B — C", "a-b-c" },
		{ "snake_case fn()", "snake_case-fn" },
		{ "C++", "c" },
		{ "🎉", "section" },
		{ "", "section" },
		{ "---", "section" },
		{ "É", "é" },
		{ "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한" },
		{ "a\xe3\x80\x80"
		  "b",
		    "a-b" },
		{ "<script>&\"'", "script" },
		{ "a\xff"
		  "b",
		    "ab" },
		{ "../../etc", "etc" },
		{ "프로세스·스레드", "프로세스스레드" },
	};
	char s[] = " \t한 글 \r\n", blank[] = " \t ";
	long n;
	size_t i;

	for (i = 0; i < sizeof(slugs) / sizeof(*slugs); i++)
		is_own(text_slug(slugs[i][0]), slugs[i][1], slugs[i][1]);
	is_str(text_trim(s), "한 글", "trim");
	is_str(text_trim(blank), "", "trim of blanks");
	ok(text_blank("\t \n") && text_blank("") && !text_blank(" x"), "blank");
	ok(text_ieq("KeeP", "kEEp") && !text_ieq("a", "ab"), "ieq");
	ok(text_starts("abc", "") && text_starts("abc", "ab") &&
		!text_starts("a", "ab"),
	    "starts");
	ok(text_number(&n, "30", 1, 100) == 0 && n == 30 &&
		text_number(&n, "-5", -9, 9) == 0 && n == -5,
	    "numbers");
	ok(text_number(&n, "", 0, 9) == -1 &&
		text_number(&n, "-", -9, 9) == -1 &&
		text_number(&n, " 1", 0, 9) == -1 &&
		text_number(&n, "1x", 0, 9) == -1 &&
		text_number(&n, "+1", 0, 9) == -1 &&
		text_number(&n, "10", 0, 9) == -1 &&
		text_number(&n, "99999999999999999999", 0, 9) == -1 &&
		text_number(&n, "\xef\xbc\x91", 0, 9) == -1,
	    "no numbers");
	ok(text_line("a\r\nb", 4) == 3 && text_line("ab", 2) == 2 &&
		text_line("", 0) == 0,
	    "lines");
	ok(text_chomp("a\r\n", 3) == 1 && text_chomp("a\n", 2) == 1 &&
		text_chomp("a\r", 2) == 1 && text_chomp("\n", 1) == 0 &&
		text_chomp("", 0) == 0,
	    "chomp");
}

/* Lines of each length, with each end, or with none. */
static void
test_line_cr(void)
{
	static const char *const ends[] = { "\n", "\r", "\r\n", "\n\r",
		"\r\r\n", "" };
	static const size_t want[] = { 1, 1, 2, 1, 1, 0 };
	char text[512];
	size_t len, i, wrong = 0;

	for (len = 0; len < 300; len++)
		for (i = 0; i < 6; i++) {
			size_t end = strlen(ends[i]);

			memset(text, 'x', sizeof(text));
			memcpy(text + len, ends[i], end);
			wrong += text_line_cr(text, len + end) != len + want[i];
			/* More of them behind, to which it does not look. */
			memcpy(text + len + end + 7, "\r\n", 2);
			if (end > 0)
				wrong += text_line_cr(text, sizeof(text)) !=
					 len + want[i];
		}
	ok(wrong == 0, "ends of lines, a CR alone among them");
}

static void
test_distance(void)
{
	char longer[100];

	memset(longer, 'a', 99);
	longer[99] = '\0';
	ok(text_distance("", "", 9) == 0, "nothing from nothing");
	ok(text_distance("", "abc", 9) == 3 && text_distance("abc", "", 9) == 3,
	    "insertions and deletions");
	ok(text_distance("keep", "kepe", 9) == 1, "a swap is one");
	ok(text_distance("problem", "probelm", 9) == 1, "PROBELM");
	ok(text_distance("kitten", "sitting", 9) == 3, "kitten, sitting");
	ok(text_distance("ca", "abc", 9) == 3, "optimal string alignment");
	ok(text_distance("abc", "xyz", 2) == 2, "at most max");
	ok(text_distance("한", "하", 9) <= 3, "bytes of Hangul");
	ok(text_distance(longer, "a", 4) == 4 &&
		text_distance("a", longer, 4) == 4,
	    "long ones are max apart");
	longer[64] = '\0';
	ok(text_distance(longer, longer, 4) == 0, "64 bytes still count");
}

static char *
escaped(void (*fn)(struct strbuf *, const char *, size_t), const char *s)
{
	struct strbuf sb = STRBUF_INIT;

	fn(&sb, s, strlen(s));
	return strbuf_take(&sb);
}

static void
test_html(void)
{
	struct strbuf sb = STRBUF_INIT;

	is_own(escaped(html_text, "<a href=\"x\">'&amp;'"),
	    "&lt;a href=\"x\"&gt;'&amp;amp;'", "text");
	is_own(escaped(html_attr, "<\"한'&>"), "&lt;&quot;한&#39;&amp;&gt;",
	    "attribute");
	is_own(escaped(html_xml, "<\"한'&>]]>\t\n\r"),
	    "&lt;&quot;한&#39;&amp;&gt;]]&gt;\t\n&#13;", "XML");
	is_own(escaped(html_xml, "\x01\x1b\xff\xef\xbf\xbf\xc2\x85"),
	    "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xc2\x85",
	    "what XML cannot hold");
	is_own(escaped(html_url, "ipc/파 이.html?a=1&b=\"<'>#x"),
	    "ipc/%ED%8C%8C%20%EC%9D%B4.html?a=1&amp;b=%22%3C%27%3E#x", "URL");
	is_own(escaped(html_url, "a%20b\\c^`{|}\n\x7f"),
	    "a%20b%5Cc%5E%60%7B%7C%7D%0A%7F", "URL with odd bytes");
	strbuf_adds(&sb, "\x01한\a\t\n\f\r\x1b\x7f é\xc2\x85\xff😀"
			 "\xef\xbf\xbf\xef\xb7\x90\xf0\x9f\xbf\xbe.");
	html_clean(&sb, 1);
	is_str(
	    sb.buf, "\x01한�\t\n\f\r�� é�\xff😀���.", "what no document holds");
	html_clean(&sb, 1);
	is_str(sb.buf, "\x01한�\t\n\f\r�� é�\xff😀���.", "and then it does");
	strbuf_clear(&sb);
	html_url(&sb, "a\0b", 3);
	is_str(sb.buf, "a%00b", "URL with a NUL");
	strbuf_release(&sb);
	html_text(&sb, "", 0);
	is_str(sb.buf, "", "nothing");
}

/* What is forbidden is found at any place of a long text, whatever is around
 * it, and what is not stays. */
static void
test_clean(void)
{
	static const char *const bad[] = { "\x01", "\x7f", "\xc2\x80",
		"\xef\xb7\x90", "\xef\xbf\xbf", "\xf0\x9f\xbf\xbe" };
	static const char *const good[] = { "\n", "\t", "\xc2\xb7",
		"\xef\xbc\x81", "\xf0\x9f\x98\x80", "\xff" };
	struct strbuf sb = STRBUF_INIT, want = STRBUF_INIT;
	int found = 0, kept = 0, i;
	size_t k;

	for (i = 0; i < 50; i++)
		for (k = 0; k < 6; k++) {
			strbuf_clear(&sb);
			strbuf_clear(&want);
			strbuf_addf(&sb, "%.*s%s%.*s%s한글", i,
			    "파이프의 용량은 64 KiB이고, 그 뒤에는 쓰는 쪽이 막힌다",
			    bad[k], 50 - i,
			    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			    good[k]);
			strbuf_addf(&want, "%.*s\xef\xbf\xbd%.*s%s한글", i,
			    "파이프의 용량은 64 KiB이고, 그 뒤에는 쓰는 쪽이 막힌다",
			    50 - i,
			    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			    good[k]);
			html_clean(&sb, 0);
			/* Half a character in front takes nothing along. */
			found += strcmp(sb.buf, want.buf) == 0;
			html_clean(&sb, 0);
			kept += strcmp(sb.buf, want.buf) == 0;
		}
	ok(found == 300 && kept == 300, "at any place: %d, %d", found, kept);
	strbuf_release(&sb);
	strbuf_release(&want);
}

static void
test_url_safe(void)
{
	static const char *const good[] = { "", "x", "a/b:c", "#a:b", "?q=a:b",
		"http://a.b", "HTTPS://a.b/c:d", "mailto:a@b.c", "tel:+82-2-1",
		"//host/x", "//[::1]/", "/root:x", "/c/d:", "xy|/z", "\\x",
		"/x//y", "./\\x", "한글.html", "../x", " http://a.b", "a%3Ab",
		"javascript%3Aalert(1)", "ht\ntps://x" };
	static const char *const bad[] = { "javascript:alert(1)",
		"JavaScript:alert(1)", "  javascript:x", "java\tscript:x",
		"java\nscript:x", "j\ra\nv\ta s c r i p t:x",
		"\x01javascript:x", "\x1fjavascript:x", "javascript\t:x",
		"vbscript:x", "data:text/html,<script>", "data:image/svg+xml,x",
		"file:///etc/passwd", "blob:x", "about:blank", "view-source:x",
		"\x7fjavascript:x", "\xc2\xa0javascript:x", ":x",
		"javascriptjavascriptjavascript:x", "httpx:x", "h\xc5\xa3tp:x",
		"feed:javascript:x", "jar:x", "ws://x", "ms-settings:x",
		"////etc/passwd", "///host", "/\\host", "\\\\host", "\\/host",
		"/\t/host", "\n//host", " //host", "\x01//host", "/\r\\host",
		"//", "//\\host", "///", "C|/x", "/C:/x", "/c|", "\tC|\\x",
		"\357\274\252avascript:x" };
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		ok(html_url_safe(good[i], strlen(good[i])), "a safe URL, %zu",
		    i);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(!html_url_safe(bad[i], strlen(bad[i])), "an unsafe URL, %zu",
		    i);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(!html_url_safe_image(bad[i], strlen(bad[i])),
		    "nor one of a picture, %zu", i);
	ok(html_url_safe_image("data:image/PNG;base64,x", 23) &&
		html_url_safe_image("DATA:image/gif,x", 16) &&
		html_url_safe_image("a.png", 5) &&
		!html_url_safe_image("data:image/png", 14) &&
		!html_url_safe_image("data:image/pngx,x", 17) &&
		!html_url_safe_image("d\nata:image/svg+xml,x", 22) &&
		!html_url_safe("data:image/png;base64,x", 23),
	    "data: is for pictures, of formats that hold no scripts");
	ok(!html_url_safe("java\0script:x", 13), "NUL does not disguise");
}

static void
test_json(void)
{
	struct strbuf sb = STRBUF_INIT;
	struct jsonw j;

	jsonw_begin(&j, &sb, false);
	jsonw_open(&j, '{');
	jsonw_key(&j, "a\"\n");
	jsonw_open(&j, '[');
	jsonw_int(&j, -9223372036854775807LL - 1);
	jsonw_bool(&j, true);
	jsonw_null(&j);
	jsonw_str(&j, NULL);
	jsonw_open(&j, '[');
	jsonw_close(&j, ']');
	jsonw_open(&j, '{');
	jsonw_close(&j, '}');
	jsonw_close(&j, ']');
	jsonw_key(&j, "b");
	jsonw_str(&j, "한\\\"\b\x1f\x7f</script>&\xe2\x80\xa8\xff\t");
	jsonw_close(&j, '}');
	is_str(sb.buf,
	    "{\"a\\\"\\n\":[-9223372036854775808,true,null,null,[],{}],"
	    "\"b\":\"한\\\\\\\"\\u0008\\u001f\\u007f\\u003c/script\\u003e"
	    "\\u0026\\u2028\xef\xbf\xbd\\t\"}",
	    "JSON in one line");
	strbuf_clear(&sb);
	jsonw_begin(&j, &sb, true);
	jsonw_open(&j, '{');
	jsonw_key(&j, "a");
	jsonw_open(&j, '[');
	jsonw_int(&j, 1);
	jsonw_int(&j, 2);
	jsonw_close(&j, ']');
	jsonw_key(&j, "b");
	jsonw_open(&j, '{');
	jsonw_close(&j, '}');
	jsonw_close(&j, '}');
	is_str(sb.buf, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}",
	    "JSON for people");
	strbuf_clear(&sb);
	jsonw_begin(&j, &sb, false);
	jsonw_strn(&j, "a\0b", 3);
	is_str(sb.buf, "\"a\\u0000b\"", "a NUL in a string");
	strbuf_release(&sb);
}

struct vals {
	bool all;
	const char *title, *why;
	struct opt_list keeps;
	int minutes;
};

static const struct opt table[] = {
	{ "all", 'a', OPT_FLAG, offsetof(struct vals, all), NULL, "all" },
	{ "title", 't', OPT_TEXT, offsetof(struct vals, title), "TEXT", "t" },
	{ "why", 'w', OPT_ONCE, offsetof(struct vals, why), "TEXT", "w" },
	{ "keep", 'k', OPT_LIST, offsetof(struct vals, keeps), "TEXT", "k" },
	{ "minutes", 0, OPT_COUNT, offsetof(struct vals, minutes), "N", "m" },
	{ NULL, 0, 0, 0, NULL, NULL },
};

/* Words apart by spaces, as argv behind the name of the program. */
static int
parsed(struct vals *v, const char *line, char **operands, struct err *e)
{
	static char words[16][64];
	char *argv[17] = { words[0] };
	int argc = 1, n, i;

	*v = (struct vals){ .all = false };
	*e = (struct err)ERR_INIT;
	while (*line != '\0') {
		size_t len = strcspn(line, " ");

		snprintf(words[argc], 64, "%.*s", (int)len, line);
		argv[argc] = words[argc];
		argc++;
		line += len + (line[len] == ' ');
	}
	n = opt_parse(table, v, argc, argv, e);
	for (i = 0; i < n; i++)
		operands[i] = argv[i + 1];
	return n;
}

static void
test_opt(void)
{
	struct vals v;
	struct err e;
	char *op[16];

	ok(parsed(&v, "x -a y --title=한 글 -k 1 -k2 --keep=3 --keep -4", op,
	       &e) == 3 &&
		strcmp(op[0], "x") == 0 && strcmp(op[1], "y") == 0 &&
		strcmp(op[2], "글") == 0,
	    "operands among options");
	ok(v.all && strcmp(v.title, "한") == 0 && v.keeps.n == 4 &&
		strcmp(v.keeps.v[1], "2") == 0 &&
		strcmp(v.keeps.v[3], "-4") == 0,
	    "flag, text and list");
	opt_list_release(&v.keeps);
	ok(parsed(&v, "-at 제목 -40m - -- -a --title -", op, &e) == 5 &&
		v.all && strcmp(v.title, "제목") == 0 &&
		strcmp(op[0], "-40m") == 0 && strcmp(op[1], "-") == 0 &&
		strcmp(op[2], "-a") == 0 && strcmp(op[3], "--title") == 0 &&
		strcmp(op[4], "-") == 0,
	    "letters together, -40m, - and what is behind --");
	ok(parsed(&v, "--minutes 30 --minutes=28 --title=", op, &e) == 0 &&
		v.minutes == 28 && strcmp(v.title, "") == 0,
	    "the last one counts; an empty value");
	ok(parsed(&v, "--title=a=b", op, &e) == 0 &&
		strcmp(v.title, "a=b") == 0,
	    "= inside a value");
	ok(parsed(&v, "-t -a", op, &e) == 0 && !v.all &&
		strcmp(v.title, "-a") == 0,
	    "a value may begin with -");
	ok(parsed(&v, "-t a --title b -w c", op, &e) == 0 &&
		strcmp(v.title, "b") == 0 && strcmp(v.why, "c") == 0,
	    "the last text counts, where none of them is kept");
	ok(parsed(&v, "", op, &e) == 0, "no words");
	ok(parsed(&v, "-\t목록 -\xe3\x80\x80一覧 -\n", op, &e) == 3 &&
		strcmp(op[0], "-\t목록") == 0,
	    "- and a blank is no option");
}

static void
test_opt_wrong(void)
{
	static const char *const wrong[][2] = {
		{ "--titel x", "there is no option --titel" },
		{ "--tit x", "there is no option --tit" },
		{ "--=x", "there is no option --" },
		{ "-x", "there is no option -x" },
		{ "-ax", "there is no option -x" },
		{ "-한", "there is no option -한" },
		{ "--all=1", "--all takes no value" },
		{ "--title", "--title needs a value: TEXT" },
		{ "-t", "-t needs a value: TEXT" },
		{ "-w a --why b", "--why is given twice, and only one text "
				  "has a place; join them" },
		{ "--why= --why=b", "--why is given twice, and only one text "
				    "has a place; join them" },
		{ "--minutes 0", "--minutes: '0' is not a number from 1 to "
				 "100000" },
		{ "--minutes 12.5", "--minutes: '12.5' is not a number from 1 "
				    "to 100000" },
		{ "--minutes=", "--minutes: '' is not a number from 1 to "
				"100000" },
	};
	struct strbuf help = STRBUF_INIT;
	struct vals v;
	struct err e;
	char *op[16];
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		ok(parsed(&v, wrong[i][0], op, &e) == -1 && e.code == ERR_USAGE,
		    "wrong: %s", wrong[i][0]);
		is_str(e.msg, wrong[i][1], "and says so");
		opt_list_release(&v.keeps);
	}
	opt_help(&help, table);
	is_str(help.buf,
	    "  -a, --all                 all\n"
	    "  -t, --title TEXT          t\n"
	    "  -w, --why TEXT            w\n"
	    "  -k, --keep TEXT           k\n"
	    "      --minutes N           m\n",
	    "the lines of the help");
	strbuf_release(&help);
}

static void
test_err(void)
{
	struct err e = ERR_INIT;
	struct strbuf sb = STRBUF_INIT;
	int i, whole = 0;

	ok(err_set(&e, "x%d", 1) == -1 && e.code == ERR_FAILED &&
		strcmp(e.msg, "x1") == 0,
	    "set");
	e.code = ERR_LOCKED;
	err_wrap(&e, "notes/%s", "a.md");
	ok(e.code == ERR_LOCKED && strcmp(e.msg, "notes/a.md: x1") == 0,
	    "wrapped, the code stays");
	e = (struct err)ERR_INIT;
	err_wrap(&e, "a");
	ok(e.code == ERR_FAILED, "wrapping nothing is a failure");
	errno = ENOENT;
	err_errno(&e, "cannot open %s", e.msg);
	ok(errno == ENOENT && strstr(e.msg, "No such file") != NULL,
	    "errno is told and kept");
	err_code(&e, ERR_NOTHING, "idle");
	ok(e.code == ERR_NOTHING, "a code");
	err_set(&e, "%s%s", e.msg, e.msg);
	is_str(e.msg, "idleidle", "made of itself");

	/* Whatever stands before it, the cut is between characters. */
	for (i = 0; i < 4; i++) {
		int k;

		strbuf_clear(&sb);
		for (k = 0; k < i; k++)
			strbuf_addc(&sb, 'x');
		for (k = 0; k < ERR_MAX; k++)
			strbuf_adds(&sb, k % 2 ? "한" : "😀");
		err_set(&e, "%s", sb.buf);
		whole += strlen(e.msg) < ERR_MAX &&
			 strlen(e.msg) > ERR_MAX - 8 &&
			 utf8_invalid_at(e.msg, strlen(e.msg)) == -1;
	}
	ok(whole == 4, "long messages are cut between characters");
	for (i = 0; i < 50; i++)
		err_wrap(&e, "한글 폴더 %d", i);
	ok(strlen(e.msg) < ERR_MAX &&
		utf8_invalid_at(e.msg, strlen(e.msg)) == -1 &&
		strncmp(e.msg, "한글 폴더 49", 15) == 0,
	    "wrapped for ever, it keeps its front");
	strbuf_release(&sb);
}

static void
test_diag(void)
{
	struct diag_list d = DIAG_LIST_INIT;
	bool coded = true;
	int i;

	diag(NULL, DIAG_META, "x", 1, 1, "nowhere to go");
	diag_sort(&d);
	diag(&d, DIAG_META, "b.md", 1, 1, "6");
	diag(&d, DIAG_DAY, "a.md", 10, 1, "5");
	diag(&d, DIAG_META, "a.md", 2, 10, "4");
	diag(&d, DIAG_META, "a.md", 2, 9, "3%s", "x");
	diag(&d, DIAG_META, "a.md", 0, 0, "2");
	diag(&d, DIAG_LINK_ANCHOR, "A.md", 9, 9, "1");
	diag_sort(&d);
	ok(d.n == 6 && *d.v[0].msg == '1' && *d.v[1].msg == '2' &&
		strcmp(d.v[2].msg, "3x") == 0 && *d.v[3].msg == '4' &&
		*d.v[4].msg == '5' && *d.v[5].msg == '6',
	    "by path, line and column, as numbers");
	ok(diag_count(&d, DIAG_ERROR) == 4 && diag_count(&d, DIAG_HINT) == 6 &&
		diag_count(&d, DIAG_WARNING) == 6,
	    "counted by level");
	for (i = 0; i < DIAG_N; i++)
		coded = coded && diag_code((enum diag_id)i) != NULL &&
			diag_level_name(diag_level((enum diag_id)i)) != NULL;
	ok(coded, "each has a code and a level");
	diag_release(&d);
	ok(d.n == 0 && d.v == NULL, "released");
}

/* Bytes in two parts, wherever they are parted; and in many. */
static void
test_hash_summing(void)
{
	unsigned char bytes[200];
	struct hash_summing s;
	size_t i, k, n, wrong = 0;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 37 + 11);
	for (n = 0; n <= sizeof(bytes); n++)
		for (i = 0; i <= n; i++) {
			hash_sum_begin(&s);
			hash_sum_add(&s, bytes, i);
			hash_sum_add(&s, bytes + i, n - i);
			wrong += hash_sum_end(&s) != hash_sum(bytes, n);
		}
	ok(wrong == 0, "XXH64 of two parts is that of both");
	for (k = 1; k < 70; k++) {
		hash_sum_begin(&s);
		for (i = 0; i < sizeof(bytes); i += n) {
			n = sizeof(bytes) - i < k ? sizeof(bytes) - i : k;
			hash_sum_add(&s, bytes + i, n);
		}
		wrong += hash_sum_end(&s) != hash_sum(bytes, sizeof(bytes));
	}
	ok(wrong == 0, "and of many that of all");
}

static void
test_hash(void)
{
	/* The bytes 0 to 15 as a key. */
	static const uint64_t key[2] = { 0x0706050403020100u,
		0x0f0e0d0c0b0a0908u };
	char hex[HASH_HEX], *million = xmalloc(1000000);
	unsigned char bytes[15];
	size_t i;

	hash_hex(hex, "", 0);
	is_str(hex,
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b78"
	    "52b855",
	    "SHA-256 of nothing");
	hash_hex(hex, "abc", 3);
	is_str(hex,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f2"
	    "0015ad",
	    "SHA-256 of abc");
	memset(million, 'a', 1000000);
	hash_hex(hex, million, 1000000);
	is_str(hex,
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7"
	    "112cd0",
	    "SHA-256 of a million a");
	ok(hash_fast("", 0) == 0xcbf29ce484222325u &&
		hash_fast("a", 1) == 0xaf63dc4c8601ec8cu &&
		hash_fast("foobar", 6) == 0x85944171f73967e8u,
	    "FNV-1a");
	for (i = 0; i < 15; i++)
		bytes[i] = (unsigned char)i;
	ok(hash_keyed(key, bytes, 15) == 0xa129ca6149be45e5u &&
		hash_keyed(key, bytes, 0) == 0x726fdb47dd0e0e31u &&
		hash_keyed(key, bytes, 8) == 0x93f5f5799a932462u,
	    "SipHash-2-4, by the vectors of its authors");
	ok(hash_sum("", 0) == 0xef46db3751d8e999u &&
		hash_sum("a", 1) == 0xd24ec4f1a98c6e5bu &&
		hash_sum("abc", 3) == 0x44bc2cf5ad770999u &&
		hash_sum("Nobody inspects the spammish repetition", 39) ==
		    0xfbcea83c8a378bf1u,
	    "XXH64, by the vectors of others");
	free(million);
}

static void
test_utf8_bidi(void)
{
	static const struct {
		const char *s, *end;
	} texts[] = {
		{ "", "" },
		{ "그냥 — 글", "" },
		{ "벨 \u202eabc", "\u202c" },
		{ "\u202a\u202bx\u202c", "\u202c" },
		{ "\u2067\u202dx", "\u202c\u2069" },
		{ "\u2068\u202ex\u2069 y", "" },
		{ "\u2066\u202c\u202c", "\u2069" },
		{ "\u202c\u2069\u2069", "" },
	};
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		strbuf_clear(&sb);
		utf8_bidi_end(&sb, texts[i].s, strlen(texts[i].s));
		is_str(sb.buf, texts[i].end, "the end of direction %zu", i);
	}
	strbuf_release(&sb);
}

int
main(void)
{
	test_strbuf();
	test_arena();
	test_map();
	test_path();
	test_utf8_forms();
	test_utf8_all();
	test_fold_all();
	test_utf8_bytes();
	test_utf8_width();
	test_utf8_fit();
	test_utf8_terminal();
	test_utf8_bidi();
	test_text();
	test_line_cr();
	test_distance();
	test_html();
	test_clean();
	test_url_safe();
	test_json();
	test_opt();
	test_opt_wrong();
	test_err();
	test_diag();
	test_hash();
	test_hash_summing();
	return done_testing();
}
