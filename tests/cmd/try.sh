#!/bin/sh
# try.sh: the tries: listed, done, dropped, retried, reviewed
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
exits 3 "no tries" "$HALFHOUR" try
is "$(cat "$T/out")" "" "print nothing"
exits 3 "no tries as JSON" "$HALFHOUR" try --json
is "$(cat "$T/out")" "[]" "are an empty list"
exits 0 "nothing to review" "$HALFHOUR" try review
is "$(cat "$T/out")" "" "is nothing to say"

log() {
	"$HALFHOUR" log "$@" >"$T/log" || exit 1
}
day20=notes/daily/2026-11-20.md
today=notes/daily/2026-11-23.md
mkdir -p notes/daily
printf '## 회고\n### TRY\n- 하루에 30분씩 공부한다.\n- [ ] 책 읽기\n- \n- [x] 끝난 것\n' >$day20
git add -A && git commit -qm "손으로 쓴 날"
log "도커" --minutes 10 -t "오버레이 읽기 #docker"
id=$(sed -n 's/.*\^//p' $today)

# ---- list ------------------------------------------------------------------

exits 0 "list" "$HALFHOUR" try list
is "$(cat "$T/out")" "  1  -      2026-11-20     3 days  seen 0  하루에 30분씩 공부한다.
  2  -      2026-11-20     3 days  seen 0  책 읽기
  3  $id  2026-11-23     0 days  seen 0  오버레이 읽기 #docker" \
	"the open ones, oldest first"
exits 0 "JSON" "$HALFHOUR" try --json
ok "is JSON" python3 -m json.tool "$T/out" "$T/json"
is "$(sed -n '/오버/,$p' "$T/out")" '    "text": "오버레이 읽기 #docker",
    "state": "open",
    "born": "2026-11-23",
    "age_days": 0,
    "seen": 0,
    "topic": "docker",
    "path": "notes/daily/2026-11-23.md",
    "line": 11,
    "body": ""
  }
]' "of the documented shape"
is "$(sed -n 4p "$T/out")" '    "id": null,' "a try without an id"

# ---- done ------------------------------------------------------------------

git add -A
echo "남의 것" >남.txt
git add 남.txt
exits 0 "done, by number" "$HALFHOUR" try "done" 1 --keep "매일 했다"
new=$(sed -n 's/.*30분씩 공부한다\. ^\(t....\) .*/\1/p' $day20)
is "$(git log -1 --format=%B | sed '$d')" "try: done $new

Halfhour-Day: 2026-11-20
Halfhour-Day: 2026-11-23
Halfhour-Try: $new" "is one commit, with trailers"
is "$(git show --name-only --format= | sort)" "$day20
$today" "of two files"
like "$(cat "$T/out")" "^done $new: 하루에 .* → KEEP: 매일 했다 → $day20 \[[0-9a-f]{7}\]$" \
	"one line tells"
is "$(cat $day20)" "## 회고
### TRY
- [x] 하루에 30분씩 공부한다. ^$new (done 2026-11-23)
- [ ] 책 읽기
- 
- [x] 끝난 것" "the birth line has id and state, nothing else changes"
like "$(cat $today)" "^- 매일 했다$" "the KEEP is in today's day"
is "$(git status --short)" 'A  "\353\202\250.txt"' "what is staged stays staged"
exits 4 "once more" "$HALFHOUR" try "done" "$new"
like "$(cat "$T/err")" "$day20:3: this try is done \(2026-11-23\)" "is told where"

exits 0 "done, by id, the KEEP of the same day" "$HALFHOUR" try "done" "^$id" \
	--keep -  <<'END'
문서부터
읽는다
END
like "$(cat $today)" "^- 문서부터 읽는다$" "a KEEP is one line"
like "$(cat $today)" "^- \[x\] 오버레이 읽기 #docker \^$id \(done 2026-11-23\)$" \
	"both are in one file"

# ---- drop and retry --------------------------------------------------------

log -t "책상 치우기" -t "성경 3장 읽기"
exits 2 "an ambiguous beginning" "$HALFHOUR" try drop 책 --why "넓다"
like "$(cat "$T/err")" '2 open tries begin with .책.: 1 "책 읽기", 2 "책상' \
	"names them"
exits 2 "drop without why" "$HALFHOUR" try drop "책 "
exits 2 "two of them" "$HALFHOUR" try drop "책 " --why "넓다" --why "멀다"
like "$(cat "$T/err")" "--why is given twice, and only one text has a place" \
	"neither is dropped in silence"
exits 2 "two KEEP" "$HALFHOUR" try "done" "책 " --keep "하나" --keep "둘"
exits 0 "drop, by its beginning" "$HALFHOUR" try drop "책 " --why "너무 (넓다)"
like "$(cat $day20)" '^- \[x\] ~~책 읽기~~ \^t.... \(dropped 2026-11-23: 너무 \(넓다\)\)$' \
	"the why is on the line"
like "$(git log -1 --format=%s)" "^try: drop t....$" "the subject"
exits 0 "retry" "$HALFHOUR" try retry 성경 성경 1장 읽기
like "$(cat $today)" '^- \[x\] 성경 3장 읽기 \^t.... \(retried as \^t....\)$' \
	"points to the new one"
like "$(cat $today)" '^- \[ \] 성경 1장 읽기 \^t....$' "which is open"
like "$(git log -1 --format=%s)" "^try: retry t.... as t....$" "the subject"
is "$(git log -1 --format=%B | grep -c Halfhour-Try:)" 2 "a trailer for each"
exits 2 "retry with the old text" "$HALFHOUR" try retry "성경 1" "성경 1장 읽기"
exits 0 "all" "$HALFHOUR" try list --all
is "$(sed 's/^\(.....\)t..../\1t0000/; s/as t..../as t0000/' "$T/out")" \
	"     t0000  2026-11-20     3 days  seen 0  done     하루에 30분씩 공부한다. (2026-11-23)
     t0000  2026-11-20     3 days  seen 0  dropped  책 읽기 (2026-11-23: 너무 (넓다))
     -      2026-11-20     3 days  seen 0  done     끝난 것
     t0000  2026-11-23     0 days  seen 0  done     오버레이 읽기 #docker (2026-11-23)
  1  t0000  2026-11-23     0 days  seen 0  open     책상 치우기
     t0000  2026-11-23     0 days  seen 0  retried  성경 3장 읽기 (as t0000)
  2  t0000  2026-11-23     0 days  seen 0  open     성경 1장 읽기" "with their ends"
ok "git is content" git fsck --strict

# ---- a day that git does not have ------------------------------------------

printf '### TRY\n- 아직 없는 날\n' >notes/daily/2026-11-22.md
exits 0 "in a file that git has not" "$HALFHOUR" try "done" 아직
like "$(git show HEAD:notes/daily/2026-11-22.md)" "아직 없는 날 \^t.... \(done" \
	"it is committed as it is"
printf '### TRY\n- 나중에 쓴 줄\n' >notes/daily/2026-11-22.md
exits 0 "in a line that git has not" "$HALFHOUR" try "done" 나중
like "$(cat notes/daily/2026-11-22.md)" "나중에 쓴 줄 \^t.... \(done" "is marked"
like "$(cat "$T/err")" "work file only" "and told"
like "$(git show HEAD:notes/daily/2026-11-22.md)" "아직 없는 날" \
	"the commit is left to its writer"
git add -A && git commit -qm "내가"

# A line with the same id refers to the first.
id=$("$HALFHOUR" try --json | sed -n 's/.*"id": "\(t....\)".*/\1/p' | sed -n 1p)
printf '### TRY\n- [ ] 책상 치우기 ^%s\n' "$id" >notes/daily/2026-11-24.md
exits 0 "a copied line" "$HALFHOUR" try
is "$(grep -c 책상 "$T/out")" 1 "is no second try"
rm notes/daily/2026-11-24.md

# ---- what goes wrong -------------------------------------------------------

head=$(git rev-parse HEAD)
exits 3 "an id that there is not" "$HALFHOUR" try "done" t2345
exits 3 "a number that there is not" "$HALFHOUR" try "done" 99
exits 3 "a number that none is" "$HALFHOUR" try "done" 99999999999999999999
exits 3 "nothing as a name" "$HALFHOUR" try "done" ""
exits 2 "no name" "$HALFHOUR" try "done"
exits 2 "an empty KEEP" "$HALFHOUR" try "done" 1 --keep " "
exits 2 "an empty why" "$HALFHOUR" try drop 1 --why ""
exits 2 "a KEEP that is not UTF-8" "$HALFHOUR" try "done" 1 --keep "$(printf '\377')"
exits 2 "retry without a text" "$HALFHOUR" try retry 1
exits 2 "a word that there is not" "$HALFHOUR" try finish 1
exits 2 "--why of done" "$HALFHOUR" try "done" 1 --why x
exits 2 "--keep of drop" "$HALFHOUR" try drop 1 --keep x
exits 2 "--all of done" "$HALFHOUR" try "done" 1 --all
exits 2 "a word too many" "$HALFHOUR" try "done" 1 2
is "$(git rev-parse HEAD)" "$head" "none of it is a commit"
is "$(git status --short)" "" "or a change"

# ---- review ----------------------------------------------------------------

log -t "하나 해 보기" -t "둘 해 보기"
exits 0 "review without a terminal" "$HALFHOUR" try review
is "$(sed 's/^       t..../       t0000/' "$T/out")" "TRY 1  책상 치우기
       t0000, of today, seen 1 time
TRY 2  성경 1장 읽기
       t0000, of today, seen 1 time
TRY 3  하나 해 보기
       t0000, of today, seen 1 time" "shows three"
is "$(sed -n 1p .git/halfhour/seen)" "halfhour seen 1" "and counts them"
"$HALFHOUR" try review >"$T/out"
is "$(grep -c "seen 1 time" "$T/out")" 3 "once a day"
seen=$(cat .git/halfhour/seen)
exits 2 "as JSON" "$HALFHOUR" try review --json
is "$(cat "$T/out")" "" "nothing is shown"
like "$(cat "$T/err")" "'halfhour try --json' lists" "the way out is named"
is "$(cat .git/halfhour/seen)" "$seen" "nor counted"
exits 0 "--quiet" "$HALFHOUR" try review --quiet
is "$(cat "$T/out")" "" "is silent"
like "$("$HALFHOUR" try)" "^  1 .* seen 1  책상" "list knows it"
for day in 24 25; do
	HALFHOUR_NOW=2026-11-${day}T21:28:00+09:00 "$HALFHOUR" try review >"$T/out"
done
like "$(cat "$T/out")" "2 days old, seen 3 times$" "on other days, again"

on() {
	lib_now=2026-11-$1T21:28:00+09:00
	shift
	HALFHOUR_NOW=$lib_now python3 "$TOP/tests/cmd/terminal.py" "$HALFHOUR" \
		try review -- "$@" >"$T/out" 2>&1
}
head=$(git rev-parse HEAD)
cp .git/halfhour/seen "$T/seen"
rm .git/halfhour/seen
on 25 "dr(o)p? " q
is "$(grep -c "^TRY" "$T/out")" 1 "who leaves at the first is shown one"
is "$("$HALFHOUR" try | grep -o "seen [0-9]" | sort | uniq -c | tr -s ' ')" \
	" 3 seen 0
 1 seen 1" "and the others are not counted as seen"
on 25 "dr(o)p? " n "dr(o)p? " n "dr(o)p? " q
is "$(grep -c "seen 1 time$" "$T/out")" 3 "each counts when it is shown, once a day"
cp "$T/seen" .git/halfhour/seen
on 25 "dr(o)p? " n "dr(o)p? " "$(printf '\003')"
like "$(cat "$T/out")" "not yet$" "on a terminal, a key each"
like "$(cat "$T/out")" "later$" "Ctrl-C leaves"
like "$(cat "$T/out")" "^\[exit 0, terminal as it was\]" "the terminal is restored"
on 25 "dr(o)p? " SIG:TERM
like "$(cat "$T/out")" "^\[exit -15, terminal as it was\]" "also by a signal"
is "$(git rev-parse HEAD)" "$head" "nothing is committed yet"

on 25 "dr(o)p? " c "open): " "책상 치우기
" "dr(o)p? " n "dr(o)p? " "$(printf '\003')"
like "$(cat "$T/out")" "that is the text it has; it stays open" \
	"a change that is none"
like "$(cat "$T/out")" "not yet$" "and the next is asked about"
like "$(cat "$T/out")" "^\[exit 0, terminal as it was\]" "to the end"
is "$(git rev-parse HEAD)" "$head" "nothing is committed yet"

on 26 "dr(o)p? " n "$(printf '\a')" d "none): " "깨끗한 책상
" "dr(o)p? " c "open): " "성경 한 절 읽기
" "dr(o)p? " o "open): " "
"
like "$(cat "$T/out")" "seen often enough" "after three sightings"
unlike "$(cat "$T/out")" "not yet" "not yet is no answer"
like "$(cat "$T/out")" "→ KEEP: 깨끗한 책상 →" "done, with a KEEP"
like "$(cat "$T/out")" "^retried t.*: 성경 한 절 읽기" "changed"
like "$(cat "$T/out")" "^\[exit 0, terminal as it was\]" "to the end"
is "$(git rev-list --count "$head..HEAD")" 2 "each is a commit"
like "$("$HALFHOUR" try)" "하나 해 보기" "no reason, no drop"
like "$(cat notes/daily/2026-11-26.md)" "^- 깨끗한 책상$" "the KEEP is of that day"

# ---- a text that cannot be written -----------------------------------------

# kept TEXT DESC: the draft that the message names has it.
kept() {
	lib_draft=$(sed -n 's/.*kept in \(\.git\/halfhour\/drafts\/[^ ]*\.md\).*/\1/p' \
		"$T/err" "$T/out" | tail -n 1)
	like "$(cat "${lib_draft:-/dev/null}")" "$1" "$2"
}
# A number or an id that is gone, or a command line that is wrong.
for which in 99 zzzz 없는글; do
	exits 3 "a KEEP of $which" "$HALFHOUR" try "done" "$which" --keep "소리 내어 $which"
	kept "^- 소리 내어 $which$" "is kept"
	exits 3 "why $which is dropped" "$HALFHOUR" try drop "$which" --why "너무 큰 $which"
	kept "^- 너무 큰 $which$" "is kept"
	exits 3 "a new text of $which" "$HALFHOUR" try retry "$which" 작은 것만 "$which"
	kept "^- 작은 것만 $which$" "is kept"
done
for line in "done 99 남은 말" "drop 99 남은 말" "done 1 --why 남은_말" \
	"drop 1 --keep 남은_말" "retry 1 --keep 남은_말" "retry 1 --wy 남은 말" \
	"list 1 남은 말" "dnoe 1 남은 말"; do
	# shellcheck disable=SC2086
	exits 2 "try $line" "$HALFHOUR" try $line
	kept "^- 남은.말$" "loses no word"
done
printf '파이프로 온 말\n' >"$T/in"
exits 3 "a text from standard input" "$HALFHOUR" try retry 99 - <"$T/in"
kept "^- 파이프로 온 말$" "is kept"
is "$(grep -c '^-' "$lib_draft")" 1 "once"
exits 3 "done of none, without a text" "$HALFHOUR" try "done" 99
unlike "$(cat "$T/err")" "kept in" "has nothing to keep"
log "셸" --minutes 5 --at 05:00 -t "따옴표를 외운다" -t "find를 읽는다" -t "sed를 읽는다"
id=$(sed -n 's/.*따옴표를 외운다 ^//p' $today)
head=$(git rev-parse HEAD)
# In its place, nothing can be put off.
rmdir .git/halfhour/pending
: >.git/halfhour/pending
exits 1 "why it is dropped" "$HALFHOUR" try drop "$id" --why "너무 크다"
kept "^- ~~따옴표를 외운다~~ \^$id \(dropped: 너무 크다\)$" "is kept"
exits 1 "a KEEP" "$HALFHOUR" try "done" "$id" --keep "소리 내어 읽기"
kept "^- 소리 내어 읽기$" "is kept"
exits 1 "a new text" "$HALFHOUR" try retry "$id" "작은따옴표만 외운다"
kept "^- 작은따옴표만 외운다$" "is kept"
exits 1 "done without a text" "$HALFHOUR" try "done" "$id"
unlike "$(cat "$T/err")" "kept in" "has nothing to keep"
if python3 -c 'import pty' 2>/dev/null; then
	on 23 "dr(o)p? " o "open): " "손으로 친 까닭
"
	like "$(cat "$T/out")" "^\[exit 1, terminal as it was\]" "typed, and in vain"
	kept "\(dropped: 손으로 친 까닭\)$" "is kept"
fi
rm .git/halfhour/pending
mkdir -p "$T/nogit/notes/daily"
: >"$T/nogit/halfhour.yaml"
printf '### TRY\n\n- [ ] 읽기 ^t7k2\n' >"$T/nogit/notes/daily/2026-11-23.md"
is "$(echo "새 글" | {
	"$HALFHOUR" -C "$T/nogit" try retry t7k2 - >"$T/log" 2>&1
	cat
})" "새 글" "in no repository nothing is read"
like "$(cat "$T/log")" "in no git repository; .*halfhour init" "the way out is named"
exits 3 "a text that was read, for no try" "$HALFHOUR" try "done" t2345 --keep - <<'END'
파이프로 온 글
END
kept "^- 파이프로 온 글$" "is kept"
if python3 -c 'import pty' 2>/dev/null; then
	on 23 "dr(o)p? " d "none): " "$(printf '\377 이름\n.')"
	like "$(cat "$T/out")" "the KEEP is not UTF-8; your text is kept in" \
		"typed in another encoding"
	ok "it is" grep -q "$(printf '^- \377 이름$')" \
		"$(sed -n 's/.*kept in //p' "$T/out")"
	on 23 "dr(o)p? " c "open): " "$(printf '반쯤 친 글\004\004')" \
		"dr(o)p? " q
	like "$(cat "$T/out")" "no Enter came, so nothing is changed" \
		"Ctrl-D is no Enter"
	kept "^- 반쯤 친 글$" "but what was typed is kept"
	on 23 "dr(o)p? " d "none): " "$(printf '\004')" \
		"dr(o)p? " d "none): " "$(printf '반쪽 킵\004\004')" "dr(o)p? " q
	is "$(grep -c "no Enter came, so nothing is changed" "$T/out")" 2 \
		"nor is it the KEEP of a try that is done"
	kept "^- 반쪽 킵$" "with a text or without"
	like "$(cat "$T/out")" "later$" "and the next is asked about"
fi
is "$(git rev-parse HEAD)" "$head" "none of it is a commit"
is "$(git status --short)" "" "or a change"

# ---- two terminals ---------------------------------------------------------

log "겹침" --minutes 5 --at 04:10 -t "동시에 끝낸다"
id=$(sed -n 's/.*동시에 끝낸다 ^//p' $today)
head=$(git rev-parse HEAD)
for i in 1 2 3 4 5 6; do
	(
		code=0
		"$HALFHOUR" try "done" "$id" --keep "겹친 글 $i" \
			>"$T/out.$i" 2>&1 || code=$?
		echo $code >"$T/code.$i"
	) &
done
wait
is "$(sort "$T"/code.? | uniq -c | tr -s ' ')" " 1 0
 5 4" "of six commands, one closes a try"
is "$(git log --format=%s "$head..")" "try: done $id" "in one commit"
is "$(grep -c "^- 겹친 글" $today)" 1 "with one KEEP"
is "$(cat "$T"/out.? | grep -c "this try is done (.*your text is kept in")" 5 \
	"the others are told"
is "$({
	sed -n 's/.*kept in //p' "$T"/out.? | xargs cat
	cat $today
} | grep "^- 겹친 글" | sort | tr -d '\n')" \
	"- 겹친 글 1- 겹친 글 2- 겹친 글 3- 겹친 글 4- 겹친 글 5- 겹친 글 6" \
	"and no text is lost"
if python3 -c 'import pty' 2>/dev/null; then
	# The review has read the days when it asks; then the other one comes.
	printf '### TRY\n- 손으로 쓴 것\n' >notes/daily/2026-11-09.md
	git add -A && git commit -qm "손으로 쓴 날"
	# shellcheck disable=SC2016
	on 23 "dr(o)p? " d "none): " 'RUN:"$HALFHOUR" try "done" 1 >/dev/null' \
		"none): " "늦은 글
"
	like "$(cat "$T/out")" "09\.md:2: this try is done .2026-11-23" \
		"one without an id, closed while it is asked about"
	like "$(cat "$T/out")" "^\[exit 4, terminal as it was\]" "is not closed again"
	is "$(grep -c . notes/daily/2026-11-09.md)" 2 "its line is as it was"
	kept "^- 늦은 글$" "and the KEEP is kept"
	printf '### TRY\n- 손으로 쓴 것\n- 다른 것\n' >notes/daily/2026-11-09.md
	git commit -qam "다시"
	on 23 "dr(o)p? " d "none): " \
		'RUN:sed -i "/손으로/d" notes/daily/2026-11-09.md' "none): " "늦은 글
"
	like "$(cat "$T/out")" "09\.md: this try has gone" "one that has gone"
	is "$(git log -1 --format=%s)" "다시" "is not said to be done"
	# shellcheck disable=SC2016
	on 23 "dr(o)p? " c "open): " \
		'RUN:"$HALFHOUR" try retry 2 "같은 새 글" >/dev/null' "open): " \
		"같은 새 글
"
	like "$(cat "$T/out")" "23\.md: another command has added this try" \
		"two that go on as one"
	is "$(grep -c "같은 새 글" $today)" 1 "is one only"
	rm notes/daily/2026-11-09.md
fi

# ---- a clock that was set back ------------------------------------------------

printf '### TRY\n- 앞날의 시도 한 줄\n' >notes/daily/2026-12-25.md
exits 0 "a try of a day to come" "$HALFHOUR" try
like "$(cat "$T/out")" "2026-12-25 +0 days +seen 0 +앞날의 시도 한 줄$" \
	"is of no age yet"
unlike "$("$HALFHOUR" try --json)" '"age_days": -' "in JSON, too"
rm notes/daily/2026-12-25.md

# ---- a narrow window -------------------------------------------------------

printf '### TRY\n- %s\n- %s\n- %s\n- %s\n' \
	"성경 3장을 아침마다 소리 내어 읽고 한 줄로 적어 본다" \
	"$(printf 'cafe\314\201 cafe\314\201 cafe\314\201 cafe\314\201 cafe\314\201')" \
	"$(printf '\033[31m빨강 \302\233 \342\200\256 그리고 더 긴 글')" "짧다" \
	>notes/daily/2026-11-10.md
# narrow COLUMNS: what a window of so many columns shows.
narrow() {
	python3 "$TOP/tests/cmd/terminal.py" sh -c \
		"stty cols $1; exec \"\$HALFHOUR\" try" -- | sed '/^$/d; /^\[exit/d'
}
cat >"$T/width.py" <<'END'
import sys, unicodedata
w = lambda c: 0 if unicodedata.combining(c) else \
    2 if unicodedata.east_asian_width(c) in "WF" else 1
print(max(sum(map(w, l.rstrip("\n"))) for l in open(sys.argv[1], encoding="utf8")))
END
if python3 -c 'import pty' 2>/dev/null; then
	for cols in 72 60 59 58 40 3; do
		narrow "$cols" >"$T/seen"
		ok "in $cols columns no line is wider" \
			test "$(python3 "$T/width.py" "$T/seen")" -lt "$cols"
	done
	narrow 40 >"$T/seen"
	like "$(cat "$T/seen")" "^  1  -      성경 3장을 .*…$" \
		"in 40 there is the text"
	like "$(sed -n 2p "$T/seen")" "^     2026-11-10  [0-9]+ days  seen 0$" \
		"and below it the rest"
	is "$(grep -c '^     2026' "$T/seen")" \
		"$(grep -vc '^     2026' "$T/seen")" "of each"
	narrow 60 >"$T/seen"
	like "$(cat "$T/seen")" "  성경 3장을 [^…]*…$" "a Korean line is cut"
	like "$(cat "$T/seen")" "$(printf 'cafe\314\201')[^…]*…$" "and one with marks"
	like "$(cat "$T/seen")" "  짧다$" "a short one is not"
	ok "no escape sequence is sent" not grep -q \
		"$(printf '[\033\302\233]\|\342\200\256')" "$T/seen"
	narrow 300 >"$T/seen"
	like "$(cat "$T/seen")" "적어 본다$" "in a wide window nothing is cut"
	is "$(grep -c … "$T/seen")" 0 "nowhere"
else
	skip "a narrow window" "there is no pty module"
fi
exits 0 "in a pipe" "$HALFHOUR" try
like "$(cat "$T/out")" "적어 본다$" "neither"
rm notes/daily/2026-11-10.md

# ---- what the log knows ----------------------------------------------------

cat >notes/daily/2026-11-19.md <<'END'
### PROBLEM
- 레이어 캐시가 왜 무효화되는지 몰랐다
### TRY
- [ ] 매일 30분 이내 #docker ^t7k2
- [x] 문서 읽기 ^t7k3 (done 2026-11-21)
END
printf '### 21:00–21:20 docker\n' >notes/daily/2026-11-21.md
exits 0 "a try with a rule" "$HALFHOUR" try
is "$(sed -n '/t7k2/{n;p;}' "$T/out")" "       held on 1 of 4 days" \
	"is judged from the log"
cat >notes/daily/2026-11-18.md <<'END'
---
title: 수요일
rules:
  ^t7k9: every day, ≤30m, topic docker
  책: "주 3일 #독서"
  t0000: every day, topic x
  t7k8: 더 잘하자
---
### TRY
- [ ] 30분이면 된다 ^t7k9
- 책 읽기를 먼저 한다
- [x] 끝난 것 ^t7k8 (done 2026-11-19)
END
cp notes/daily/2026-11-18.md "$T/ruled"
exits 0 "rules in the front matter" "$HALFHOUR" try
is "$(sed -n '/t7k9/{n;p;}' "$T/out")" \
	"       held on 1 of 5 days: every day, ≤30m, topic docker" \
	"are judged from the log, by id"
is "$(sed -n '/책 읽기를/{n;p;}' "$T/out")" \
	"       held on 0 of 5 days; 3 a week are meant: 주 3일 #독서" \
	"and by the beginning of the text"
like "$(cat "$T/err")" "2026-11-18\.md:6:3: warning: rules: 't0000' is of no TRY" \
	"one of no try is told"
like "$(cat "$T/err")" "2026-11-18\.md:7:3: warning: rules: 't7k8' is no rule" \
	"what is no rule, too"
exits 0 "a change of such a try" "$HALFHOUR" try "done" t7k9
sed 's/^- \[ \] 30분이면 된다 ^t7k9$/- [x] 30분이면 된다 ^t7k9 (done 2026-11-23)/' \
	"$T/ruled" >"$T/want"
same notes/daily/2026-11-18.md "$T/want" "changes its line only"
rm notes/daily/2026-11-18.md
exits 0 "a problem that was there before" "$HALFHOUR" log \
	-p "레이어 캐시를 무효화하는 이유를 모르겠다"
is "$(sed 1d "$T/out")" "like the PROBLEM of 2026-11-19: 레이어 캐시가 왜 무효화되는지 몰랐다
  TRY then: 매일 30분 이내 #docker (open)
  TRY then: 문서 읽기 (done 2026-11-21)" "shows what was tried then"
exits 0 "another one" "$HALFHOUR" log -p "시간이 부족했다"
is "$(wc -l <"$T/out" | tr -d ' ')" 1 "shows nothing"
exits 0 "--quiet" "$HALFHOUR" --quiet log -p "레이어 캐시를 무효화하는 이유" \
	-t "더 잘하자"
is "$(cat "$T/out" "$T/err")" "" "neither"
exits 0 "a vague try" "$HALFHOUR" log -t "더 잘하자"
like "$(cat "$T/err")" "^halfhour: the TRY .더 잘하자. says neither" "gets a hint"
exits 0 "a clear one" "$HALFHOUR" log -t "내일 오버레이 문서 3쪽 읽기"
is "$(cat "$T/err")" "" "gets none"

# A problem that comes back for the third time: the day on which something was
# tried is further away than the one that only says the same.
rm -f notes/daily/*
back() {
	HALFHOUR_NOW=2026-12-$1T21:28:00+09:00
	shift
	"$HALFHOUR" log "$@" >"$T/out" 2>&1
}
back 20 -p "캐시가 왜 사라졌는지 몰랐다" -t "캐시 문서 2쪽 읽기"
for day in 21 22; do
	back $day -p "캐시가 또 사라졌다"
	is "$(sed 1d "$T/out")" "like the PROBLEM of 2026-12-20: 캐시가 왜 사라졌는지 몰랐다
  TRY then: 캐시 문서 2쪽 읽기 (open)" "on the ${day}th, what was tried is shown"
done
HALFHOUR_NOW=2026-11-23T21:28:00+09:00

printf 'halfhour seen 1\nt2345 viele\n' >.git/halfhour/seen
exits 0 "a damaged count" "$HALFHOUR" try
like "$(cat "$T/err")" "seen is damaged; times seen begin anew" "is told"
like "$(cat "$T/out")" "seen 0" "and none"
exits 0 "review" "$HALFHOUR" try review
exits 0 "mends it" "$HALFHOUR" try
is "$(cat "$T/err")" "" "without a word"
ok "git is content" git fsck --strict

# ---- a day that cannot be read ---------------------------------------------

# Longer than any day may be, which not even root can read.
mkdir "$T/unread" && cd "$T/unread" || exit 1
"$HALFHOUR" init --quiet --lang ko .
"$HALFHOUR" log "도커" --at 10:00 --minutes 5 -t "레이어 읽기" --quiet
truncate -s 1G notes/daily/2026-11-20.md
exits 1 "try with a day that cannot be read" "$HALFHOUR" try
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it"
like "$(cat "$T/out")" "레이어 읽기" "and prints the others"
rm notes/daily/2026-11-23.md
exits 1 "try with no other day" "$HALFHOUR" try
like "$(cat "$T/err")" "^notes/daily/2026-11-20.md: error: " "tells it, too"
unlike "$(cat "$T/err")" "no entry|no open|no day" "and not that there is none"


done_testing
