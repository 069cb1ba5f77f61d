#!/bin/sh
# history.sh: the versions of a note, and what each changed, word by word
. "$(dirname "$0")/../lib.sh"

note() {
	mkdir -p "notes/$(dirname "$1")"
	cat >"notes/$1.md"
}
# at TIME MESSAGE: commit all of it.
at() {
	git add -A
	GIT_AUTHOR_DATE="2026-11-$1:00+09:00" GIT_COMMITTER_DATE="2026-11-$1:00+09:00" \
		git commit -q -m "$2" || exit 1
}
# lines: of the output, without the commits, with single spaces.
lines() {
	sed 's/  [0-9a-f]\{7\}  */ /; s/  */ /g' "$T/out"
}

wiki --lang ko
exits 3 "a page that no commit has had" "$HALFHOUR" history 파이프
like "$(cat "$T/err")" "no commit has ever had notes/파이프.md" "says so"
note 파이프 <<'END'
# 파이프

파이프는 64 KiB에서 막힌다.
읽는 쪽이 느리면 쓰는 쪽도 느리다.
END
exits 3 "one that is not committed yet" "$HALFHOUR" history 파이프
at 20T21:00 "새 노트"
note 파이프 <<'END'
# 파이프

파이프를 64 KiB에서 막는다.
읽는 쪽이 느리면 쓰는 쪽도 느리다.
pipe(7)에 쓰여 있다.
END
at 21T21:00 "고친다: 64 KiB"

# ---- a list ----------------------------------------------------------------

exits 0 "a note with two versions" "$HALFHOUR" history 파이프
is "$(lines)" "2026-11-21 21:00 +7 -2 고친다: 64 KiB
2026-11-20 21:00 +11 -0 새 노트" "the newest first, with the words that came and went"
is "$(sed -n '1s/.*  \([0-9a-f]\{7\}\)  .*/\1/p' "$T/out")" \
	"$(git rev-parse --short=7 HEAD)" "and the commits"
is "$(cat "$T/err")" "" "and nothing else"
exits 0 "by its file" "$HALFHOUR" history notes/파이프.md
is "$(lines | wc -l)" 2 "is the same note"
exits 0 "with a limit" "$HALFHOUR" history 파이프 --limit 1
is "$(lines)" "2026-11-21 21:00 +7 -2 고친다: 64 KiB" "only the newest"
like "$(cat "$T/err")" "2 versions, 1 are shown" "and says that there are more"
exits 0 "quietly" "$HALFHOUR" --quiet history 파이프 --limit 1
is "$(cat "$T/err")" "" "says nothing of them"

# ---- words -----------------------------------------------------------------

exits 0 "what changed" "$HALFHOUR" history 파이프 --diff --limit 1 --quiet
is "$(sed 1d "$T/out")" "       3  파이프[-는-]{+를+} 64 KiB에서 막[-힌다-]{+는다+}.
       5  {+pipe(7)에 쓰여 있다.+}" "an ending shows, not the paragraph"
note words <<'END'
The pipe is full.
한 줄은 간다.
ファイルを読む。
a b c
END
at 21T22:00 "words"
printf 'The pipes are full.\r\nファイルを書く。\r\na b c\r\n' >notes/words.md
at 21T22:10 "CRLF"
exits 0 "in other languages" "$HALFHOUR" history words --diff --limit 1 --quiet
is "$(sed 1d "$T/out")" "       1  The [-pipe is-]{+pipes are+} full.
          [-한 줄은 간다.-]
       2  ファイルを[-読む-]{+書く+}。" "words, and of Japanese what is between its scripts"
note 자리 <<'END'
파이프는 4 KiB까지 담는다.
- 하나
- 둘
도커는 좋다
END
at 21T22:12 "자리"
note 자리 <<'END'
파이프의 용량은 64 KiB다.
- 하나
  - 둘
도구와 다르다
END
at 21T22:14 "고침"
exits 0 "several words at one place" "$HALFHOUR" history 자리 --diff --limit 1 --quiet
is "$(sed 1d "$T/out")" "       1  파이프[-는 4-]{+의 용량은 64+} KiB[-까지 담는다-]{+다+}.
       4  [-도커는 좋다-]{+도구와 다르다+}" "stand together, and white space is none of them"
printf 'The pipes are full.\nファイルを書く。\na b c\n' >notes/words.md
at 21T22:20 "LF"
exits 0 "ends of lines alone" "$HALFHOUR" history words --diff --limit 1 --quiet
is "$(lines)" "2026-11-21 22:20 +0 -0 LF" "are a version, and no words"

# ---- renames ---------------------------------------------------------------

exits 0 "mv" "$HALFHOUR" mv 파이프 ipc/파이프
exits 0 "a note that was renamed" "$HALFHOUR" history ipc/파이프
is "$(lines | sed 's/ +[0-9]* -[0-9]*//' | cut -d ' ' -f 3-)" \
	"mv: 파이프 to ipc/파이프 (notes/파이프.md → notes/ipc/파이프.md)
고친다: 64 KiB
새 노트" "has the versions of its old name"
exits 0 "the old name" "$HALFHOUR" history 파이프
is "$(lines | wc -l)" 3 "is one of a note that is gone"
like "$(lines | sed -n 1p)" "\+0 -" "the newest takes all away"
exits 0 "undo" "$HALFHOUR" undo --quiet
exits 0 "and back" "$HALFHOUR" history 파이프
like "$(lines | sed -n 1p)" "undo: .*\(notes/ipc/파이프.md → notes/파이프.md\)" \
	"an undo renames, too"

# ---- days ------------------------------------------------------------------

"$HALFHOUR" log "도커: 레이어" --minutes 28 --quiet || exit 1
exits 0 "a day" "$HALFHOUR" history 2026-11-23
like "$(lines)" "2026-11-23 21:28 \+[0-9]+ -0 log: 도커 28m" "has versions like a note"
exits 0 "by its page" "$HALFHOUR" history daily/2026-11-23
like "$(lines)" "log: 도커 28m" "it is the same"

# ---- JSON ------------------------------------------------------------------

git mv notes/words.md notes/낱말.md
at 24T21:00 "옮긴다"
exits 0 "JSON" "$HALFHOUR" history 낱말 --json --diff
is "$(python3 - "$T/out" <<'END'
import json, sys
for v in json.load(open(sys.argv[1], encoding="utf8")):
    print(v["schema"], len(v["commit"]), v["when"], v["subject"], v["path"],
          v["was"], v["added"], v["removed"], len(v["diff"]))
END
)" "1 40 2026-11-24T21:00:00+09:00 옮긴다 notes/낱말.md notes/words.md 0 0 0
1 40 2026-11-21T22:20:00+09:00 LF notes/words.md notes/words.md 0 0 0
1 40 2026-11-21T22:10:00+09:00 CRLF notes/words.md notes/words.md 3 6 3
1 40 2026-11-21T22:00:00+09:00 words notes/words.md None 11 0 4" \
	"has all of it"
exits 0 "JSON of what changed" "$HALFHOUR" history 파이프 --json --diff --quiet
is "$(python3 - "$T/out" <<'END'
import json, sys
v = json.load(open(sys.argv[1], encoding="utf8"))
for line in [x for x in v if x["subject"].startswith("고친다")][0]["diff"]:
    print(line["line"], *(p["op"] + ":" + p["text"] for p in line["parts"]), sep="|")
END
)" "3|keep:파이프|remove:는|add:를|keep: 64 KiB에서 막|remove:힌다|add:는다|keep:.
5|add:pipe(7)에 쓰여 있다." "has the words"
exits 0 "JSON without the words" "$HALFHOUR" history 파이프 --json
unlike "$(cat "$T/out")" '"diff"' "does not have them"

# ---- states of a repository ------------------------------------------------

git checkout -q --detach
exits 0 "on no branch" "$HALFHOUR" history 파이프
git worktree add -q "$T/linked" HEAD
exits 0 "in a linked work tree" "$HALFHOUR" -C "$T/linked" history 파이프
git clone -q --depth 1 "file://$T/wiki" "$T/shallow"
exits 3 "in a shallow clone" "$HALFHOUR" -C "$T/shallow" history 파이프
like "$(cat "$T/err")" "shallow clone has; .*--unshallow" "it is said why there is nothing"
echo "한 줄 더" >>"$T/shallow/notes/파이프.md"
git -C "$T/shallow" commit -qam "얕은 곳"
exits 0 "and with a commit of its own" "$HALFHOUR" -C "$T/shallow" history 파이프
is "$(lines | sed 's/.* //')" "곳" "that one is there"
like "$(cat "$T/err")" "older versions are not in this shallow clone" "and that is not all"
mkdir -p "$T/bare/notes"
cp halfhour.yaml "$T/bare"
nfd=$(printf '\341\204\200\341\205\241')
echo "한 줄" >"notes/$nfd.md"
at 24T21:10 "맥에서"
exits 0 "a name that is decomposed" "$HALFHOUR" history 가
is "$(lines)" "2026-11-24 21:10 +2 -0 맥에서" "is found by the composed one"
mkdir -p "$T/new/notes"
cp halfhour.yaml "$T/new"
echo "# 글" >"$T/new/notes/글.md"
git init -q --object-format=sha256 "$T/new"
git -C "$T/new" add .
git -C "$T/new" commit -q -m "새 형식"
# libgit2 leaks a match of each key when it refuses a repository.
echo "leak:libpcre2" >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
exits 1 "a repository that libgit2 cannot read" "$HALFHOUR" -C "$T/new" history 글
like "$(cat "$T/err")" "halfhour cannot read this repository \(its objects are named by SHA-256\); see it with git: git log --follow -p -- 'notes/글.md'" "it is said why, with the way out"
exits 1 "undo there" "$HALFHOUR" -C "$T/new" undo
like "$(cat "$T/err")" 'named by SHA-256\); do it with git: git log, then git revert COMMIT' "is git's"
git -C "$T/new" remote add origin "$T/new"
exits 1 "sync there" "$HALFHOUR" -C "$T/new" sync
like "$(cat "$T/err")" 'named by SHA-256\); do it with git: git pull, then git push' "too"
exits 1 "and publish" "$HALFHOUR" -C "$T/new" publish
like "$(cat "$T/err")" 'named by SHA-256\); do it with git: halfhour build, then commit and push' "too"
exits 0 "its site" "$HALFHOUR" -C "$T/new" build
like "$(cat "$T/err")" "the pages have no dates: git can" "is built all the same"
exits 1 "without a repository" "$HALFHOUR" -C "$T/bare" history 파이프
exits 2 "no page" "$HALFHOUR" history
exits 2 "two pages" "$HALFHOUR" history a b
exits 2 "no name of a page" "$HALFHOUR" history "a|b"

# ---- completion ------------------------------------------------------------

for shell in bash zsh fish; do
	like "$("$HALFHOUR" completion $shell)" "history" "$shell knows it"
done
like "$("$HALFHOUR" completion bash | sed -n '/^	history)/,/;;/p')" "kinds='page'" \
	"and that a page follows"

# ---- a terminal ------------------------------------------------------------

git checkout -q main
printf '\033]52;c;eA==\007글\n' >notes/몰래.md
at 24T22:00 "$(printf 'sub\033[31mject')"
printf '\033]52;c;eA==\007말\n' >notes/몰래.md
at 24T22:10 "둘"
term() {
	env -u NO_COLOR TERM=xterm python3 -c '
import os, pty, sys
out = b""
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        got = os.read(fd, 65536)
    except OSError:
        break
    if not got:
        break
    out += got
os.waitpid(pid, 0)
sys.stdout.buffer.write(out)' "$@" | tr -d '\r' >"$T/out"
}
term "$HALFHOUR" history 몰래 --diff
like "$(cat "$T/out")" "$(printf '\033\\[31;9m글\033\\[m\033\\[32;1m말\033\\[m')" \
	"a terminal has colours"
unlike "$(sed "s/$(printf '\033')\[[0-9;]*m//g" "$T/out")" "$(printf '[\033\007]')" \
	"and nothing else that steers it"
like "$(cat "$T/out")" 'sub\^\[\[31mject' "the subject shows what it holds"
term "$HALFHOUR" --no-color history 몰래 --diff
unlike "$(cat "$T/out")" "$(printf '[\033\007]')" "without colours there is nothing at all"
done_testing
