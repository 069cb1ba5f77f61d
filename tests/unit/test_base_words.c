/* test_base_words.c: text cut into words */
#include "tap.h"

#include "base/strbuf.h"
#include "base/words.h"

static struct arena *arena;

/* The pieces, with bars between; w, s, p and n tell their kinds. */
static void
pieces(const char *text, const char *want)
{
	static const char kinds[] = "nswp";
	struct strbuf sb = STRBUF_INIT;
	struct words_piece *v;
	size_t i, n = words_split(&v, text, strlen(text), arena), at = 0;

	for (i = 0; i < n; i++) {
		strbuf_addc(&sb, kinds[v[i].kind]);
		if (v[i].kind == WORDS_WORD || v[i].kind == WORDS_SIGN)
			strbuf_add(&sb, v[i].p, v[i].len);
		strbuf_adds(&sb, v[i].begins ? "^ " : " ");
		at += v[i].p == text + at ? v[i].len : 0;
	}
	ok(at == strlen(text), "all of it: %s", want);
	is_str(sb.buf, want, "pieces of it");
	strbuf_release(&sb);
}

static void
stem(const char *a, const char *b, const char *want)
{
	struct words_piece *x, *y;

	words_split(&x, a, strlen(a), arena);
	words_split(&y, b, strlen(b), arena);
	ok(words_stem(x, y) == strlen(want) &&
		strncmp(a, want, strlen(want)) == 0,
	    "the stem of %s and %s", a, b);
}

static void
count(const char *text, size_t want)
{
	struct words_piece *v;
	size_t n = words_split(&v, text, strlen(text), arena);

	ok(words_count(v, n) == want, "%zu words: %s", want, text);
}

int
main(void)
{
	arena = arena_new();
	pieces("", "");
	pieces("파이프는 64 KiB", "w파이프는^ s w64^ s wKiB^ ");
	pieces("pipe를, a_b\n", "wpipe^ w를 p, s wa^ p_ wb^ n ");
	pieces("a\r\nb\rc\t \n\n", "wa^ n wb^ p\r wc^ s n n ");
	pieces("ファイルを読む。", "wファイル^ wを w読 wむ p。 ");
	pieces("e\xcc\x81t\xc3\xa9", "we\xcc\x81t\xc3\xa9^ ");
	pieces("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8x",
	    "w\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8^ wx ");
	pieces("\xff\xfe\x1b[", "p\xff p\xfe s p[ ");
	stem("파이프는", "파이프를", "파이프");
	stem("책", "책을", "책");
	stem("읽는다", "읽었다", "읽");
	stem("도커", "파이프", "");
	stem("도커", "도커", "");
	stem("pipe", "pipes", "");
	/* 각 and 간 have two of three parts in common, and are two syllables
	 * all the same: decomposed, as in a text from a Mac. */
	stem("\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8",
	    "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xab", "");
	stem("\xe1\x84\x80\xe1\x85\xa1", "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xab",
	    "");
	stem("\xe1\x84\x80\xe1\x85\xa1\xe1\x84\x80\xe1\x85\xa1",
	    "\xe1\x84\x80\xe1\x85\xa1\xe1\x84\x82\xe1\x85\xa1",
	    "\xe1\x84\x80\xe1\x85\xa1");
	count("", 0);
	count(" , \n", 0);
	count("파이프는 64 KiB에서 막힌다.", 4);
	count("를 쓴다", 2);
	arena_free(arena);
	return done_testing();
}
