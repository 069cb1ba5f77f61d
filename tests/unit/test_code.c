/* test_code.c: no byte of a text is lost when its parts are told apart */
#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/text.h"
#include "base/utf8.h"
#include "code/code_int.h"

/* ---- back to the text ---------------------------------------------------- */

/* The text of the HTML, without its tags; what is no tag of ours is kept, so
 * that it is seen. */
static void
strip(struct strbuf *out, const struct strbuf *html)
{
	static const struct {
		const char *s, *to;
	} map[] = { { "&amp;", "&" }, { "&lt;", "<" }, { "&gt;", ">" },
		{ "<b>", "" }, { "</b>", "" }, { "<i>", "" }, { "</i>", "" },
		{ "</span>", "" }, { "</a>", "" } };
	size_t i = 0, k, n;

	while (i < html->len) {
		const char *s = html->buf + i;

		n = strcspn(s, "&<");
		if (n > 0 || *s == '\0') {
			/* A NUL is a byte as any other. */
			n += n == 0;
			strbuf_add(out, s, n);
			i += n;
			continue;
		}
		for (k = 0; k < sizeof(map) / sizeof(*map); k++) {
			n = strlen(map[k].s);
			if (n <= html->len - i && memcmp(s, map[k].s, n) == 0)
				break;
		}
		if (k < sizeof(map) / sizeof(*map)) {
			strbuf_adds(out, map[k].to);
			i += n;
		} else if (text_starts(s, "<span class=\"") && s[14] == '"' &&
			   s[15] == '>') {
			i += 16;
		} else if (text_starts(s, "<a class=\"l\" id=\"")) {
			i += strcspn(s, ">") + 1;
		} else {
			strbuf_addc(out, *s);
			i++;
		}
	}
}

/* The text in a piece of memory that ends with it, for the sanitizer; what is
 * wrong, or NULL. */
static const char *
wrong(const struct code_lang *lang, const char *text, size_t len)
{
	static const struct code_lines lines = { "a", 7 };
	struct strbuf html = STRBUF_INIT, back = STRBUF_INIT;
	char *exact = malloc(len > 0 ? len : 1);
	const char *why = NULL;
	int k;

	memcpy(exact, text, len);
	for (k = 0; k < 2 && why == NULL; k++) {
		strbuf_clear(&html);
		strbuf_clear(&back);
		code_html(&html, lang, exact, len, k ? &lines : NULL);
		strip(&back, &html);
		if (back.len != len || memcmp(back.buf, text, len) != 0)
			why = "the text is another";
		else if (utf8_invalid_at(text, len) < 0 &&
			 utf8_invalid_at(html.buf, html.len) >= 0)
			why = "a character is cut";
	}
	strbuf_release(&html);
	strbuf_release(&back);
	free(exact);
	return why;
}

/* In all languages; prints where it went wrong. */
static bool
whole(const char *name, const char *text, size_t len)
{
	const char *names, *why;
	size_t i;

	for (i = 0; (names = code_lang_names(i)) != NULL; i++) {
		size_t n = strcspn(names, " ");

		why = wrong(code_lang_find(names, n), text, len);
		if (why == NULL)
			continue;
		printf("# %s as %.*s: %s\n", name, (int)n, names, why);
		tap_show("", text);
		return false;
	}
	return true;
}

/* ---- texts --------------------------------------------------------------- */

/* What begins and ends something somewhere. */
static const char *const bits[] = { "\"", "'", "`", "\\", "\n", " ", "\t", "/*",
	"*/", "//", "#", "<!--", "-->", "<", ">", "</script>", "<script>", "$",
	"${", "$(", ")", "}", "{", "[", "]", "<<EOF\n", "\nEOF\n", "<<-'가'",
	"\"\"\"", "'''", "R\"x(", ")x\"", "r#\"", "\"#", "r####", "'a", "'가'",
	"b'\\''", "@", "@가", "=", "==", ":", ": |\n", "  ", "- ", "? ",
	"---\n", "+++ b\n", "@@ -1 +1 @@\n", "$ ", "# ", "> ", ">>> ", "... ",
	"(v) $ ", "u@h:~$ ", "RUN ", "FROM a AS b\n", "ENV A=", "--x=y ",
	"ONBUILD ", "ifeq ", "a:\n\t@-", ":=", "if ", "case x in\n", "for ",
	"struct ", "#include <", "1.5e-3", "0x1p+2", "1'0", "a_t", "f(",
	"SELECT ", "&amp;", "&#", ";", "|", "&&", "2>&1", "%", "!", "!(", "~",
	"*", "&x", "null", "[a.b]\n", ",", "한글", "é", "\xff", "\x80", "x\r\n",
	"=/[", "/g", "<a b='", "<![CDATA[", "]]>", "function", "\xe2\x80\xae" };
#define BITS (sizeof(bits) / sizeof(*bits))

/* The same numbers on every machine: xorshift32, Marsaglia 2003. */
static unsigned
next(unsigned *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

static void
test_random(void)
{
	struct strbuf sb = STRBUF_INIT;
	unsigned x = 20261126;
	bool good = true;
	int i, k;

	for (i = 0; i < 1500 && good; i++) {
		strbuf_clear(&sb);
		for (k = (int)(next(&x) % 24); k >= 0; k--)
			strbuf_adds(&sb, bits[next(&x) % BITS]);
		good = whole("bits", sb.buf, sb.len);
	}
	ok(good, "texts of bits of every language come out whole");
	for (i = 0; i < 1000 && good; i++) {
		strbuf_clear(&sb);
		for (k = (int)(next(&x) % 40); k >= 0; k--)
			strbuf_addc(&sb, (char)(next(&x) >> 8));
		good = whole("bytes", sb.buf, sb.len);
	}
	ok(good, "random bytes come out whole");
	good = true;
	for (i = 0; i < 256 && good; i++) {
		char two[2] = { (char)i, 0 };

		good = whole("a byte", two, 1) && whole("two bytes", two, 2);
	}
	ok(good && whole("nothing", "", 0),
	    "so do each byte, a NUL and nothing");
	strbuf_release(&sb);
}

/* The text cut at each byte, so everything in it is left open once. */
static bool
cuts(const char *name, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i <= len; i++)
		if (!whole(name, text, i))
			return false;
	return true;
}

static void
test_open(void)
{
	static const char *const texts[] = {
		"#include <가.h>\nint f(void) { /* 나 */ return '\\'' + \"다\\\"\"; }\n",
		"auto s = R\"x(라\n)x\"; // 마\n",
		"@a.b\ndef f(x):\n\t\"\"\"바\n\"\"\"\n\treturn rb'\\''\n",
		"fn f<'a>(x: &'a str) { r##\"사\"#\"##; '아'; /* /* */ */ }\n",
		"cat <<-'EOF' | x \"$A ${B} $(c)\"\n\t자\n\tEOF\necho 'd'\n",
		"$ a \\\n  b\n차\n> c\n>>> f(\"d\")\n... e\nu@h:~$ x\n",
		"FROM a AS b\nRUN --mount=x a && \\\n# 카\n b\nENV C=\"타\"\n",
		"A := $(b $(c) d) # 파\n.PHONY: a\na: b\n\t@-c '$@'\nifeq (a,b)\n",
		"a: |\n  하\nb: [1, \"c\", &d e, *f, !g h] # i\n- 'j': k\n",
		"[a.b]\nc = \"\"\"\nd\"\"\"\ne.\"f\" = 2026-11-23T21:00:00Z # g\n",
		"<!-- 가 --><a b=\"c\" d='e' f=g>&amp;</a><script>x(/y/)</script>",
		"diff --git a b\n--- a\n+++ b\n@@ -1 +1 @@\n-가\n+나\n c\n",
		"SELECT 'it''s', count(*) FROM \"t\" -- 다\n",
		"const a = `b ${c}` + /d[/]e/g.test(f) / 2; <p></p>\n",
	};
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		ok(cuts("cut", texts[i], strlen(texts[i])),
		    "text %zu may end anywhere", i);
}

/* ---- the files of this repository ---------------------------------------- */

static size_t files_read;

static bool
read_files(int fd, const char *dir)
{
	struct strbuf bytes = STRBUF_INIT;
	struct err e = ERR_INIT;
	struct dirent *ent;
	bool good = true;
	DIR *d = opendir(dir);
	char path[600];

	while (d != NULL && good && (ent = readdir(d)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", dir, ent->d_name);
		strbuf_clear(&bytes);
		if (*ent->d_name == '.')
			continue;
		if (ent->d_type == DT_DIR) {
			good = read_files(fd, path);
		} else if (fs_read(&bytes, fd, path, FS_READ_MAX, &e) == 0) {
			files_read++;
			good = whole(path, bytes.buf, bytes.len);
		}
	}
	if (d != NULL)
		closedir(d);
	strbuf_release(&bytes);
	return good;
}

static void
test_files(void)
{
	static const char *const dirs[] = { "src", "notes", "templates" };
	int fd = open(".", O_RDONLY | O_DIRECTORY);
	size_t i;

	for (i = 0; i < sizeof(dirs) / sizeof(*dirs); i++)
		ok(read_files(fd, dirs[i]), "all of %s/ comes out whole",
		    dirs[i]);
	ok(files_read > 100, "%zu files were read", files_read);
	close(fd);
}

/* ---- names and lines ------------------------------------------------------ */

static const char *
html_of(const char *lang, const char *text, const struct code_lines *lines)
{
	static struct strbuf sb = STRBUF_INIT;

	strbuf_clear(&sb);
	code_html(
	    &sb, code_lang_find(lang, strlen(lang)), text, strlen(text), lines);
	return sb.buf;
}

static void
test_names(void)
{
	const struct code_lang *cxx = code_lang_find("c++", 3);
	size_t i, n = 0;

	ok(cxx != NULL && code_lang_find("CPP", 3) == cxx &&
		code_lang_find("cxx}", 3) == cxx,
	    "a language has several names, and case does not matter");
	ok(code_lang_find("c+", 2) == NULL && code_lang_find("", 0) == NULL &&
		code_lang_find("c h", 3) == NULL &&
		code_lang_find("text", 4) == NULL,
	    "other words are none");
	for (i = 0; code_lang_names(i) != NULL; i++)
		n++;
	ok(n == 18, "%zu languages", n);
	is_str(html_of("text", "int <a> & b", NULL), "int &lt;a&gt; &amp; b",
	    "a text of no language is only escaped");
}

static void
test_lines(void)
{
	static const struct code_lines lines = { "a\"<", 9 };

	is_str(html_of("c", "int /*\n*/ x;\n", &lines),
	    "<a class=\"l\" id=\"a&quot;&lt;-L9\" href=\"#a%22%3C-L9\" "
	    "data-n=\"9\" tabindex=\"-1\" aria-hidden=\"true\"></a>"
	    "<span class=\"t\">int</span> <i>/*\n"
	    "<a class=\"l\" id=\"a&quot;&lt;-L10\" href=\"#a%22%3C-L10\" "
	    "data-n=\"10\" tabindex=\"-1\" aria-hidden=\"true\"></a>*/</i>"
	    " x;\n",
	    "each line has an anchor, and none is behind the last");
	is_str(html_of("text", "", &lines), "", "no line, no anchor");
}

/* Binary search finds nothing in a list that is not sorted. */
static void
test_words(void)
{
	static const struct {
		const char *lang, *text, *want;
	} v[] = {
		{ "c", "_Alignas", "<b>_Alignas</b>" },
		{ "c", "while", "<b>while</b>" },
		{ "c", "char", "<span class=\"t\">char</span>" },
		{ "c", "nullptr", "<span class=\"n\">nullptr</span>" },
		{ "c", "whil", "whil" },
		{ "c", "whiles", "whiles" },
		{ "c", "class", "class" },
		{ "c++", "class", "<b>class</b>" },
		{ "js", "interface", "interface" },
		{ "ts", "interface", "<b>interface</b>" },
		{ "sql", "Select", "<b>Select</b>" },
	};
	size_t i;

	for (i = 0; i < sizeof(v) / sizeof(*v); i++)
		is_str(html_of(v[i].lang, v[i].text, NULL), v[i].want, "%s: %s",
		    v[i].lang, v[i].text);
}

int
main(void)
{
	test_names();
	test_lines();
	test_words();
	test_random();
	test_open();
	test_files();
	return done_testing();
}
