#!/bin/sh
# sync_removed.sh: days that one clone has removed or moved, and the other not
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

in=.
a() {
	"$HALFHOUR" -C "$T/wiki/$in" --quiet "$@" || fail "a: $*"
}
b() {
	"$HALFHOUR" -C "$T/b" --quiet "$@" || fail "b: $*"
}
# one NAME: the second clone merges without a word, and both are the same.
one() {
	a sync
	exits 0 "$1" "$HALFHOUR" -C "$T/b" --quiet sync
	is "$(cat "$T/err")" "" "$1: there is nothing to tell"
	a sync
	is "$(git rev-parse HEAD)" "$(git -C "$T/b" rev-parse HEAD)" "$1: both are one"
	is "$(git status --porcelain)$(git -C "$T/b" status --porcelain)" "" \
		"$1: and nothing differs"
}
days=notes/daily
# entries DATE: what is in that day.
entries() {
	grep '^### [0-9]\|^- \|^> ' "$days/$1.md"
}

wiki --lang ko
git init -q --bare "$T/there.git"
git remote add origin "$T/there.git"
a log "하나" --at "2026-11-20 09:00" --minutes 10 -k "첫째"
a log "둘" --at "2026-11-19 09:00" --minutes 10
a sync
git clone -q "$T/there.git" "$T/b"

# ---- removed here, more there ------------------------------------------------

a undo
b log "셋" --at "2026-11-19 10:00" --minutes 10 -t "셋을 30분 동안 읽는다"
one "an undo, and an entry more"
is "$(entries 2026-11-19 | sed 's/ \^t.*//')" "### 10:00–10:10 셋
- [ ] 셋을 30분 동안 읽는다" "what was removed is gone, what was added is there"
is "$(head -n 3 $days/2026-11-19.md)" "# 2026-11-19

## 리뷰" "below the headings that it needs"
b undo
a log "넷" --at "2026-11-19 11:00" --minutes 10
one "the other way round"
is "$(entries 2026-11-19)" "### 11:00–11:10 넷" "too"
git rm -q $days/2026-11-19.md
git commit -q -m "지움"
git -C "$T/b" rm -q $days/2026-11-19.md
git -C "$T/b" commit -q -m "지움"
one "removed by both"
ok "is gone" test ! -e $days/2026-11-19.md

# ---- removed here, edited there ----------------------------------------------

a log "도커" --at "2026-11-18 09:00" --minutes 10 -b "하나를 배웠다."
one "a day"
a undo
sed -i 's/하나를/둘을/' "$T/b/$days/2026-11-18.md"
git -C "$T/b" commit -q -a -m "고침"
a sync
exits 0 "an entry removed here and edited there" "$HALFHOUR" -C "$T/b" sync
like "$(cat "$T/err")" "2026-11-18.md: edited on both sides" "is told"
a sync
like "$(entries 2026-11-18)" '^> \[!sync\] 한 곳에서는 지우고' "and marked"
like "$(cat $days/2026-11-18.md)" '^둘을 배웠다\.$' "and kept"
git rm -q $days/2026-11-18.md
git commit -q -m "지움"
one "settled"

# ---- two days that look alike ------------------------------------------------

a log "파이프: 64 KiB" --at "2026-11-17 21:00" --minutes 28 -b "버퍼가 가득 차면 막힌다."
one "a day of one entry"
a undo
a log "파이프: 64 KiB" --at "2026-11-16 21:00" --minutes 28 -b "버퍼가 가득 차면 막힌다."
git reset -q --soft HEAD~2
git commit -q -m "날짜를 고침"
is "$(git log -1 -M --format= --name-status | cut -c 1)" "R" "for git that is a rename"
b log "소켓" --at "2026-11-17 22:00" --minutes 10
one "an entry put into another day, and another one logged on the first"
is "$(entries 2026-11-16)" "### 21:00–21:28 파이프: 64 KiB" "each stands in its day"
is "$(entries 2026-11-17)" "### 22:00–22:10 소켓" "and once"

git mv $days/2026-11-20.md $days/2026-11-15.md
git commit -q -m "옮김"
b log "시그널" --at "2026-11-20 08:00" --minutes 10 -k "둘째"
b log "스레드" --at "2026-11-15 08:00" --minutes 10
one "a day moved to another date"
is "$(entries 2026-11-15)" "### 08:00–08:10 스레드
### 09:00–09:10 하나
- 첫째" "joins what the other has there"
is "$(entries 2026-11-20)" "### 08:00–08:10 시그널
- 둘째" "and what is logged on its date stays there"

# ---- another folder ------------------------------------------------------------

mkdir 안
git mv notes halfhour.yaml 안/
git commit -q -m "안으로"
b log "메모리" --at "2026-11-20 12:00" --minutes 10
in=안
one "a wiki that is moved to another folder"
days=안/notes/daily
is "$(entries 2026-11-20)" "### 08:00–08:10 시그널
### 12:00–12:10 메모리
- 둘째" "has its days with it"
ok "and none is left" test ! -e notes/daily/2026-11-20.md
is "$(git fsck --strict --no-dangling 2>&1)" "" "git fsck is clean"
done_testing
