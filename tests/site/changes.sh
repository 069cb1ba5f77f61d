#!/bin/sh
# changes.sh: when notes were committed, and the page of the latest commits
. "$(dirname "$0")/../lib.sh"

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}
# commit TIME MESSAGE: what is staged. at TIME MESSAGE: all of it.
commit() {
	GIT_AUTHOR_DATE="2026-11-$1:00+09:00" GIT_COMMITTER_DATE="2026-11-$1:00+09:00" \
		git commit -q -m "$2" || exit 1
}
at() {
	git add -A
	commit "$@"
}
build() {
	exits 0 "$@" "$HALFHOUR" build
	is "$(cat "$T/err")" "" "$1: there is nothing to complain of"
}
# item SUBJECT: what the page of changes has of that commit, in one line.
item() {
	awk -v want="$1" '/<li>/ { one = "" } { one = one $0 }
		/<\/li>/ && index(one, want) { print one }' site/changes.html
}

wiki --lang ko
echo 'base_url: https://example.org/' >>halfhour.yaml
note 파이프 <<'END'
# 파이프
END
note 비밀 <<'END'
---
private: true
---
# 카나리아 하나
END
note 초안 <<'END'
---
draft: true
---
# 카나리아 둘
END
build "before a commit of them"
unlike "$(cat site/파이프.html)" "만든 날" "what is not committed has no dates"
at 20T21:00 "카나리아 셋: 처음 & <b>함께</b>"
note 비밀 <<'END'
---
private: true
---
# 카나리아 넷
END
at 20T22:00 "카나리아 다섯"
echo 고침 >>notes/파이프.md
at 21T21:00 "고친다 & <b>굵게</b>"
echo 더 >>notes/초안.md
at 21T22:00 "카나리아 여섯"
echo 고침 >>notes/파이프.md
git rm -q --cached notes/비밀.md
git add notes/파이프.md
commit 21T22:30 "카나리아 일곱: 지운다"
note 지운것 </dev/null
at 21T23:00 "카나리아 여덟"
rm notes/지운것.md
echo 고침 >>notes/파이프.md
at 21T23:10 "카나리아 아홉"
"$HALFHOUR" log "도커: 레이어" --minutes 28 --quiet || exit 1
"$HALFHOUR" mv 파이프 ipc/관 --quiet || exit 1

# ---- a note ----------------------------------------------------------------

build "a wiki with a history"
t=$(cat site/ipc/관.html)
like "$t" '<dt>만든 날</dt><dd><time datetime="2026-11-20T21:00:00\+09:00">11월 20일 \(금\)<' \
	"a note has the day it was made, under whatever name"
like "$t" '<dt>고친 날</dt><dd><time datetime="2026-11-23T21:28:00\+09:00">' \
	"and the day it was changed"
like "$t" 'article:modified_time" content="2026-11-23T21:28:00\+09:00' \
	"OpenGraph has it, too"
like "$(cat site/sitemap.xml)" '%EA%B4%80.html</loc><lastmod>2026-11-23T21:28:00\+09:00' \
	"and the sitemap"
unlike "$(cat site/daily/2026-11-23.html)" "고친 날" \
	"a day that was not changed afterwards says nothing"

# ---- the changes -----------------------------------------------------------

like "$(cat site/index.html)" '<a href="changes.html">' "the home page leads to the changes"
like "$(item 'mv: 파이프')" '21:28</time> <span class="what">mv: 파이프 to ipc/관</span>.*>관|파이프</a>' \
	"a commit has its time, its subject and its note"
like "$(item 'log: 도커 28m')" 'href="daily/2026-11-23.html">11월 23일' "a day is a note, too"
like "$(item '고친다 &amp; &lt;b&gt;굵게')" 'href="ipc/%EA%B4%80.html"' \
	"what was changed under an old name leads to the new one"
is "$(item '11-20T21:00' | grep -c 'class="what"')" 0 \
	"a commit of a private note, too, says nothing"
like "$(item '11-20T21:00')" 'href="ipc/%EA%B4%80.html"' "and still has the other one"
is "$(grep -c '11-20T22:00\|11-21T22:00\|11-21T23:00' site/changes.html)" 0 \
	"commits of what is not shown are not there"
is "$(grep -rl 카나리아 site)" "" "no word about it is anywhere"
exits 0 "with drafts" "$HALFHOUR" build --drafts
like "$(item '카나리아 여섯')" '카나리아 둘</a>' "they are shown"
unlike "$(cat site/changes.html)" "카나리아 (하나|셋|넷|다섯|일곱|여덟|아홉)" "and no other"
build "once more"

# ---- the same again --------------------------------------------------------

cp -r site "$T/kept"
rm .git/halfhour/history
build "without what git's side has kept"
is "$(diff -r site "$T/kept")" "" "the site is the same"
git checkout -q --detach
build "on no branch"
is "$(diff -r site "$T/kept")" "" "the same"
git checkout -q main
git worktree add -q "$T/linked" HEAD
exits 0 "in a linked work tree" "$HALFHOUR" -C "$T/linked" build
is "$(diff "$T/linked/site/changes.html" site/changes.html)" "" "the same changes"
"$HALFHOUR" log "도커: 둘" --minutes 5 --at 20:00 --quiet || exit 1
build "one commit more"
is "$(diff -rq site "$T/kept" | grep -c 'ipc\|404')" 0 "only what it changes is written"
cp -r site "$T/more"
rm .git/halfhour/history
build "and from the beginning"
is "$(diff -r site "$T/more")" "" "is the same"
git clone -q --depth 1 "file://$T/wiki" "$T/shallow"
exits 0 "a shallow clone" "$HALFHOUR" -C "$T/shallow" build
unlike "$(cat "$T/shallow/site/ipc/관.html")" "만든 날|고친 날" "invents no dates"
like "$(cat site/ipc/관.html)" "만든 날" "which a whole one has"

# ---- what is in the way ----------------------------------------------------

note changes <<'END'
# 내가 쓴 변경
END
exits 0 "a note in its place" "$HALFHOUR" build
like "$(cat "$T/err")" "changes.md.*page-taken" "is told"
like "$(cat site/changes.html)" "내가 쓴 변경" "and is shown"
exits 0 "check" "$HALFHOUR" check
like "$(cat "$T/out")" "changes.md.*page-taken" "finds it, too"
rm notes/changes.md
mkdir "$T/plain"
cp -r notes "$T/plain/notes"
cp halfhour.yaml "$T/plain"
exits 0 "without a repository" "$HALFHOUR" -C "$T/plain" build
ok "there are no changes" not test -e "$T/plain/site/changes.html"
unlike "$(cat "$T/plain/site/index.html")" "changes.html" "and nothing leads there"
tree=$(git rev-parse "HEAD~3^{tree}")
rm -f .git/halfhour/history ".git/objects/$(echo "$tree" | sed 's,^..,&/,')"
exits 0 "a repository that is damaged" "$HALFHOUR" build
like "$(cat "$T/err")" "the pages have no dates: " "is told, and the site is built"
unlike "$(cat site/ipc/관.html)" "만든 날" "without them"
exits 0 "quietly" "$HALFHOUR" --quiet build
is "$(cat "$T/err")" "" "it is not told"

# ---- a wiki that is not the whole repository -------------------------------

mkdir -p "$T/whole/sub/wiki/notes"
cd "$T/whole/sub/wiki" || exit 1
git init -q "$T/whole"
echo 'lang: en' >halfhour.yaml
echo '# a' >notes/a.md
mkdir -p "$T/whole/notes"
echo '# none of it' >"$T/whole/notes/b.md"
git -C "$T/whole" add .
commit 20T21:00 "one"
exits 0 "a wiki below the root of its repository" "$HALFHOUR" build
like "$(cat site/a.html)" '<dt>Created</dt><dd><time datetime="2026-11-20T21:00' \
	"has dates"
is "$(grep -c '<li><time' site/changes.html)" 1 "and changes"
unlike "$(cat site/changes.html)" "none of it" "and none of the rest"
done_testing
