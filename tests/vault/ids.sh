#!/bin/sh
# ids.sh: nothing on a page has the id of something else, whatever notes say
. "$(dirname "$0")/../lib.sh"

# Each id that a page has more than once.
twice() {
	grep -o '<[^>]*>' "site/$1.html" | grep -o ' id="[^"]*"' | sort | uniq -d
}

mkdir 금고 && cd 금고 || exit 1
mkdir .obsidian 글 _main _latest

# ---- of the templates -------------------------------------------------------

# All ids that templates write themselves, and never those that they are given;
# but for pages that show no note.
for name in "$TOP"/templates/*.html; do
	case $name in
	*/search.html | */graph.html) continue ;;
	esac
	grep -oh ' id="[^"{]*"' "$name"
done | cut -d'"' -f2 | sort -u >"$T/ids"
ok "the templates have ids" grep -qx _main "$T/ids"
{
	echo '# 제목'
	sed 's/^/\n## /' "$T/ids"
	printf '\n~~~c {#%s .run}\nint x;\n~~~\n' _main e1 fn-1
	echo '[[글/가]]'
} >글/나.md
cp 글/나.md README.md
echo '[[글/나]]' >글/가.md
echo '# 하나' >_main/하나.md
echo '# 둘' >_latest/둘.md
exits 0 "headings and examples of these names" "$HALFHOUR" build
is "$(twice 글/나)" "" "have others in a note"
is "$(twice index)" "" "and in the home page"
is "$(twice notes)" "" "nor has a folder one of them"
like "$(cat site/_main/하나.html)" '<a href="index.html">_main</a>' \
	"its notes lead to its page"
ok "each heading has one" test "$(grep -c '<h2 id="_[a-z]*-1">' site/글/나.html)" \
	-eq "$(wc -l <"$T/ids")"
rm README.md
exits 0 "without a home page of its own" "$HALFHOUR" build
is "$(twice index)" "" "that has none twice either"

# ---- of footnotes, blocks and embeds ----------------------------------------

cat >글/가.md <<'END'
# 가

글[^1] ^fn-1

## e1-fn-1

## e1-e2e-시험

## fn-1

## e1

```c {#e1-x .run}
int x;
```

![[나]]

![[나]]

[[#fn-1]] [문단](#^fn-1)

[^1]: 각주
END
cat >글/나.md <<'END'
# 나

글[^1] ^fn-1

## E2E 시험

## fn-1

```c {#x .run}
int x;
```

![[다]]

[^1]: 각주
END
cat >글/다.md <<'END'
# 다

글[^1] ^fn-1

## E2E 시험

[^1]: 각주
END
exits 0 "notes in a note" "$HALFHOUR" build
is "$(twice 글/가)" "" "have their ids for themselves"
is "$(grep -c 'class="embed"' site/글/가.html)" 4 "each time they are shown"
is "$(grep -o ' id="[^"]*fn-1"' site/글/가.html | sort | tr -d '\n')" \
	' id="^fn-1" id="e1-fn-1" id="e1^^fn-1" id="e1^fn-1" id="e2^^fn-1" id="e2^fn-1" id="e3^^fn-1" id="e3^fn-1" id="e4^^fn-1" id="e4^fn-1" id="fn-1"' \
	"blocks and footnotes"
is "$(grep -o 'href="#[^"]*fn-1" id' site/글/가.html | sort | tr -d '\n')" \
	'href="#e1^fn-1" idhref="#e2^fn-1" idhref="#e3^fn-1" idhref="#e4^fn-1" idhref="#fn-1" id' \
	"and each reference leads to its own"
like "$(cat site/글/가.html)" '<a class="link" href="#fn-1-1">fn-1</a>' \
	"a link leads to the heading"
like "$(cat site/글/나.html)" '<figure class="example" id="x">' \
	"an example keeps its id"
# ---- as Obsidian writes them ------------------------------------------------

cat >글/라.md <<'END'
# 라

## std::vector 쓰기

## 21:00 회고

## a|b 연산

## A\B

## A B

문단 ^Abc
END
cat >글/마.md <<'END'
# 마

[[라#std vector 쓰기|1]] [[라#21 00 회고|2]] [[라#a b 연산|3]] [[라#A B|4]]
[[라#^abc|5]] [[라#없는 것|6]]
END
"$HALFHOUR" check >"$T/out" 2>&1
is "$(grep '^글/마.md:[0-9]' "$T/out" | sed 's/ \[.*//')" \
	"글/마.md:4:16: warning: 글/라 has no place '없는 것'" "one is not there"
exits 0 "they build" "$HALFHOUR" build
is "$(grep -o 'href="[^"]*">[1-5]<' site/글/마.html | python3 -c 'import sys
from urllib.parse import unquote
print(unquote(sys.stdin.read()), end="")')" \
	'href="라.html#stdvector-쓰기">1<
href="라.html#2100-회고">2<
href="라.html#ab-연산">3<
href="라.html#a-b">4<
href="라.html#^Abc">5<' "the others lead to their places"
done_testing
