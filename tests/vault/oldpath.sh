#!/bin/sh
# oldpath.sh: what was at a path is found there by links that are written later
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
mkdir -p notes/옛날 notes/이웃
printf '# 우물\n\n## 깊이\n' >notes/옛날/우물.md
printf '# 폴더\n' >notes/옛날/index.md
git add -A
git commit -q -m notes
"$HALFHOUR" --quiet mv 옛날/우물 새집/샘 || exit 1
"$HALFHOUR" --quiet mv 옛날/index 새집/index || exit 1
cat >notes/이웃/나중.md <<'END'
[가](../옛날/우물.md) [나](/옛날/우물.md#깊이) [다](/옛날/우물) [[../옛날/우물]] <a href="../옛날/우물.md">라</a> [마](../옛날/)

[바](우물.md) [[우물]] <a href="우물.md">사</a>
END
"$HALFHOUR" check >"$T/out" 2>&1
is "$(grep '나중.md:[0-9]' "$T/out")" \
	"notes/이웃/나중.md:3:29: error: there is no page or file 우물.md [link-broken]" \
	"but for a name in HTML all are found"
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
is "$(grep '>가</a>' site/이웃/나중.html | grep -o 'href="[^"]*">[^<]*</a>' |
	python3 -c 'import sys, urllib.parse
sys.stdout.write(urllib.parse.unquote(sys.stdin.read()))')" \
	'href="../새집/샘.html">가</a>
href="../새집/샘.html#깊이">나</a>
href="../새집/샘.html">다</a>
href="../새집/샘.html">../옛날/우물</a>
href="../새집/샘.html">라</a>
href="../새집/index.html">마</a>' "and lead to where it is now"

# Its own path counts before a name that others have had.
mkdir -p notes/둘
printf '# 다른 우물\n' >notes/둘/우물.md
git add -A
git commit -q -m more
"$HALFHOUR" --quiet mv 둘/우물 셋/물 || exit 1
mkdir notes/옛날
printf '[가](우물.md) [나](../둘/우물.md)\n' >notes/옛날/글.md
printf '[가](우물.md)\n' >notes/이웃/나중.md
"$HALFHOUR" check >"$T/out" 2>&1
is "$(grep '/글.md:\|나중' "$T/out" | grep -v orphan)" \
	"notes/이웃/나중.md:1:1: error: 우물.md may be one of: 새집/샘, 셋/물; write which [link-ambiguous]" \
	"where several had a name, the path decides"

# A new note at the old path has it.
"$HALFHOUR" --quiet new 옛날/우물 || exit 1
"$HALFHOUR" --quiet build --allow-broken 2>/dev/null
like "$(cat site/옛날/글.html)" 'href="%EC%9A%B0%EB%AC%BC.html">가</a>' \
	"a new note at the old path is the one"

# The next rename writes the new name.
"$HALFHOUR" --quiet mv 셋/물 넷/물 || exit 1
is "$(cat notes/옛날/글.md)" "[가](우물.md) [나](../넷/물.md)" \
	"the next rename writes the new name"
done_testing
