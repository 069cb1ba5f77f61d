#!/bin/sh
# import.sh: logs that were written elsewhere: as they are, or entry by entry
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
commits() {
	git rev-list --count HEAD
}
fed() {
	"$@" <"$T/fed"
}
clean() {
	is "$(git status --porcelain)" "" "$1: nothing is left over"
}

# ---- a log written by hand -------------------------------------------------

printf '## 리뷰\n### docker\n- 첫째\n\t1. 안쪽\n\t2. 둘째\n- 셋째\n\t- 안쪽\n### python multiprocessing\n글\n## 회고\n### KEEP\n- 다시 만들어 보았다.\n### PROBELM\n- \n### TRY\n- 하루에 30분씩 공부한다.' \
	>"$T/2026-11-20.md"
exits 0 "a log of a bootcamp" "$HALFHOUR" import "$T/2026-11-20.md"
like "$(cat "$T/out")" \
	"^2026-11-20 2 entries, KEEP 1, PROBLEM 0, TRY 1 → notes/daily/2026-11-20\.md \[[0-9a-f]{7}\]$" \
	"is told"
like "$(cat "$T/err")" "2026-11-20\.md:13:.*PROBELM.* is read as PROBLEM" \
	"with what is odd in it"
same notes/daily/2026-11-20.md "$T/2026-11-20.md" "it is there, byte for byte"
git show HEAD:notes/daily/2026-11-20.md >"$T/head.md"
same "$T/head.md" "$T/2026-11-20.md" "in the commit too"
like "$(git log -1 --format=%B)" "^Halfhour-Day: 2026-11-20$" "which says so"
clean "after that"
exits 0 "once more" "$HALFHOUR" import "$T/2026-11-20.md"
like "$(cat "$T/out")" "^2026-11-20 was there already" "it was there already"
is "$(commits)" 2 "and there is no new commit"

cp "$T/2026-11-20.md" "$T/other.md"
echo >>"$T/other.md"
exits 4 "another text of that day" "$HALFHOUR" import --date 2026-11-20 \
	"$T/other.md"
like "$(cat "$T/err")" "notes/daily/2026-11-20\.md is there already" "is refused"
same notes/daily/2026-11-20.md "$T/2026-11-20.md" "and nothing is merged"

# ---- where git converts ends of line ---------------------------------------

# eol DAY: the ends of line that git has of it, and that the file has.
eol() {
	git ls-files --eol "notes/daily/$1.md" | awk '{ print $1, $2 }'
}
printf '# 2026-10-20\r\n\r\n도커\r\n' >"$T/crlf.md"
for how in autocrlf attribute; do
	case $how in
	autocrlf)
		git config core.autocrlf true
		day=2026-10-20
		;;
	attribute)
		git config --unset core.autocrlf
		echo '2026-10-2*.md text eol=crlf' >notes/.gitattributes
		git add notes/.gitattributes
		git commit -qm 'ends of line'
		day=2026-10-21
		;;
	esac
	exits 0 "$how: CRLF" "$HALFHOUR" import --date "$day" "$T/crlf.md"
	is "$(eol "$day")" "i/lf w/crlf" "$how: git has LF, the file its bytes"
	n=$(commits)
	exits 0 "$how: again" "$HALFHOUR" import --date "$day" "$T/crlf.md"
	like "$(cat "$T/out")" "^$day was there already" "$how: is there"
	is "$(commits)" "$n" "$how: there is no second commit"
	rm "notes/daily/$day.md"
	exits 0 "$how: a lost file" "$HALFHOUR" import --date "$day" "$T/crlf.md"
	same "notes/daily/$day.md" "$T/crlf.md" "$how: is there again"
	is "$(eol "$day") $(commits)" "i/lf w/crlf $n" "$how: as git has it"
	clean "$how"
done
rm "$T/crlf.md"

# ---- which day -------------------------------------------------------------

n=$(commits)
mkdir "$T/in"
printf '\357\273\277# 2026-11-01\r\n\r\n### docker\r\n' >"$T/in/a.md"
printf -- '---\ndate: 2026-11-02\n---\n\n### docker\n' >"$T/in/b.md"
printf '### docker\n' >"$T/in/TIL 2026.11.03.md"
exits 0 "a heading, front matter, a name" "$HALFHOUR" import "$T/in/a.md" \
	"$T/in/b.md" "$T/in/TIL 2026.11.03.md"
same notes/daily/2026-11-01.md "$T/in/a.md" "a BOM and CRLF stay"
same notes/daily/2026-11-02.md "$T/in/b.md" "front matter too"
same notes/daily/2026-11-03.md "$T/in/TIL 2026.11.03.md" "and the third"
is "$(commits)" $((n + 1)) "all in one commit"
printf '### 도커\n' >"$T/fed"
exits 0 "from standard input" fed "$HALFHOUR" import --date 어제 -
is "$(cat notes/daily/2026-11-22.md)" "### 도커" "of yesterday"
printf '### docker\n' >"$T/in/none.md"
exits 2 "no day at all" "$HALFHOUR" import "$T/in/none.md"
like "$(cat "$T/err")" "give --date" "tells the way out"
exits 2 "--date with two files" "$HALFHOUR" import --date 2026-11-04 \
	"$T/in/a.md" "$T/in/b.md"
exits 2 "--date that is no day" "$HALFHOUR" import --date 언젠가 "$T/in/a.md"

mkdir "$T/in2"
printf '### a\n' >"$T/in/2026-11-05.md"
printf '### b\n' >"$T/in2/2026-11-05.md"
exits 4 "two files of one day" "$HALFHOUR" import "$T/in/2026-11-05.md" \
	"$T/in2/2026-11-05.md"
like "$(cat "$T/err")" "in/2026-11-05\.md and .*in2/2026-11-05\.md" \
	"are both named"
printf '### c\n' >"$T/in/2026-11-06.md"
printf '### other\n' >"$T/in/2026-11-01.md"
exits 4 "one good and one that cannot be" "$HALFHOUR" import \
	"$T/in/2026-11-06.md" "$T/in/2026-11-01.md"
ok "leave nothing half done" not test -e notes/daily/2026-11-06.md
clean "after all that"

# ---- jrnl ------------------------------------------------------------------

cat >"$T/jrnl.txt" <<'END'
[2026-10-01 21:00] 도커: 레이어. 캐시를 보았다.
둘째 줄

[2026-10-01] 셸: 날만 적었다.

[2026-10-02 00:30] 자정이 지났다 @ipc
# 제목

[2026-10-02 21:00] Called in sick.
END
exits 0 "jrnl" "$HALFHOUR" import --from jrnl "$T/jrnl.txt"
like "$(cat "$T/out")" "^4 entries imported \(2 days\) \[[0-9a-f]{7}\]$" "is told"
like "$(cat "$T/err")" "jrnl\.txt:6:.*imported as a quote" "with its lines"
like "$(cat "$T/err")" "jrnl\.txt:4:1: warning: this stamp is written otherwise" \
	"and a stamp of another form is told"
is "$(cat notes/daily/2026-10-01.md)" "# 2026-10-01

## 리뷰

### 21:00 도커: 레이어.

캐시를 보았다.
둘째 줄

### 셸: 날만 적었다.

### 00:30 ipc: 자정이 지났다 @ipc

> # 제목" "the night is of the day before, nothing is lost"
n=$(commits)
exits 0 "jrnl, again" "$HALFHOUR" import --from jrnl "$T/jrnl.txt"
like "$(cat "$T/out")" "^0 entries imported, 4 were there already" "changes nothing"
is "$(commits)" "$n" "and commits nothing"
printf '\n[2026-10-02 22:00] 하나 더\n' >>"$T/jrnl.txt"
exits 0 "with one more" "$HALFHOUR" import --from jrnl --topic 일기 "$T/jrnl.txt"
like "$(cat "$T/out")" "^2 entries imported, 3 were there already" \
	"only what is new is added, with --topic for those without"
printf '[2026-11-20 21:00] ipc: 파이프\n' >"$T/fed"
exits 0 "into a day that says more" fed "$HALFHOUR" import --from jrnl -
like "$(cat notes/daily/2026-11-20.md)" "^### 21:00 ipc: 파이프$" "adds to it"
like "$(cat notes/daily/2026-11-20.md)" "^### PROBELM$" "and leaves the rest"
clean "after jrnl"

# ---- klog and timewarrior --------------------------------------------------

cat >"$T/a.klg" <<'END'
2026-09-01 (8h!)
하루 이야기
    9:00 - 9:28 #도커 레이어
        한 줄 더
    <23:30 - 0:10 ipc: 밤
    30m 읽기
    22:00 - ?
END
exits 0 "klog" "$HALFHOUR" import --from klog "$T/a.klg"
like "$(cat "$T/out")" "^3 entries imported, 1 is still running and left out" \
	"is told"
exits 0 "its entries" "$HALFHOUR" list --until 2026-09-01
is "$(cat "$T/out")" "2026-08-31  23:30–00:10   40 min  ipc: 밤
2026-09-01  09:00–09:28   28 min  도커: 레이어
2026-09-01                        klog: 읽기" "are there"
like "$(cat notes/daily/2026-09-01.md)" "^하루 이야기$" "with the day's words"
exits 0 "klog, again" "$HALFHOUR" import --from klog "$T/a.klg"
like "$(cat "$T/out")" "^0 entries imported, 3 were there already" "changes nothing"

cat >"$T/2026-08.data" <<'END'
inc 20260801T120000Z - 20260801T122859Z # 도커 "layer cache"
inc 20260801T160000Z - 20260801T163000Z # 성경 # "3장 \"읽기\""
inc 20260802T120000Z # 도커
END
printf 'inc 20260701T120000Z - 20260701T123000Z # ipc\n' >"$T/2026-07.data"
exits 0 "timewarrior, two files" "$HALFHOUR" import --from timewarrior \
	"$T/2026-08.data" "$T/2026-07.data"
exits 0 "its intervals" "$HALFHOUR" list --until 2026-08-10
is "$(cat "$T/out")" "2026-07-01  21:00–21:30   30 min  ipc
2026-08-01  21:00–21:28   28 min  도커: layer cache
2026-08-01  01:00–01:30   30 min  성경: 3장 \"읽기\"" "are there, in local time"
exits 0 "timewarrior, again" "$HALFHOUR" import --from timewarrior \
	"$T/2026-07.data" "$T/2026-08.data"
like "$(cat "$T/out")" "^0 entries imported, 3 were there already" "changes nothing"
# What the manual says of a journey: a zone is given for a file of that zone.
exits 0 "in the zone of then" env -u HALFHOUR_NOW TZ=KST-9 "$HALFHOUR" import \
	--from timewarrior "$T/2026-07.data" "$T/2026-08.data"
like "$(cat "$T/out")" "^0 entries imported, 3 were there already" \
	"nothing is added again"
clean "after both"

# ---- an entry of one's own that has the same heading ---------------------

mkdir -p notes/daily
printf '# 2026-08-20\n\n### docker\n\n손으로 쓴 것\n' >notes/daily/2026-08-20.md
git add notes/daily && git commit -qm '직접 쓴 날'
printf '2026-08-20\n    1h30m #docker\n        중요한 메모\n' >"$T/same.klg"
exits 0 "a topic that the day has by hand" "$HALFHOUR" import --from klog \
	"$T/same.klg"
like "$(cat "$T/out")" "^1 entry imported \(1 day\)" "is imported"
is "$(cat notes/daily/2026-08-20.md)" "# 2026-08-20

### docker

손으로 쓴 것

### docker

1h30m

중요한 메모" "beside it, and both texts are there"
exits 0 "again" "$HALFHOUR" import --from klog "$T/same.klg"
like "$(cat "$T/out")" "^0 entries imported, 1 was there already" "changes nothing"
sed -i 's/^중요한 메모$/앞에 덧붙인 줄\n\n중요한 메모  \n뒤에 덧붙인 줄/' \
	notes/daily/2026-08-20.md
git commit -qam '덧붙인 글'
exits 0 "after its owner wrote around it" "$HALFHOUR" import --from klog \
	"$T/same.klg"
like "$(cat "$T/out")" "^0 entries imported, 1 was there already" \
	"nothing is added either"
clean "after the same heading"

# ---- damaged and hostile ---------------------------------------------------

n=$(commits)
printf 'inc 20260601T120000Z - 20260601T123000Z # a\ninc 2026\n' >"$T/bad.data"
exits 1 "a damaged line" "$HALFHOUR" import --from timewarrior "$T/bad.data"
like "$(cat "$T/err")" "bad\.data:2:.*error: this is not of timewarrior" \
	"is told with its number"
ok "and the good one is not imported" not test -e notes/daily/2026-06-01.md
printf '[2026-06-01 21:00] a\n\n\270\256\n' >"$T/euckr.txt"
exits 1 "what is not UTF-8" "$HALFHOUR" import --from jrnl "$T/euckr.txt"
like "$(cat "$T/err")" "euckr\.txt:3: this is not UTF-8" "is told, with its line"
printf '[2026-06-01 21:00] a\n\0\n' >"$T/nul.txt"
exits 1 "a NUL" "$HALFHOUR" import --from jrnl "$T/nul.txt"
like "$(cat "$T/err")" "nul\.txt:2: .*NUL" "too"
exits 1 "as a day" "$HALFHOUR" import --date 2026-06-01 "$T/nul.txt"
exits 1 "a file that there is not" "$HALFHOUR" import --from klog "$T/none.klg"
exits 1 "a folder" "$HALFHOUR" import --date 2026-06-01 "$T/in"
printf '[2026-06-01 21:00] a\033]0;x\007: \033[31m빨강\n' >"$T/esc.txt"
exits 0 "escape sequences" "$HALFHOUR" import --from jrnl "$T/esc.txt"
ok "go into the text" grep -q 빨강 notes/daily/2026-06-01.md
exits 0 "and not into a heading" "$HALFHOUR" list --until 2026-06-01
is "$(cat "$T/out")" "2026-06-01  21:00          0 min  jrnl" "which is plain"
python3 -c 'print("[2026-06-02 21:00] " + "가" * 10000 + " @긴/../글")' \
	>"$T/long.txt"
exits 0 "a line of 30 kB" "$HALFHOUR" import --from jrnl "$T/long.txt"
is "$(grep -c "가가가" notes/daily/2026-06-02.md)" 1 "is a text"
is "$(commits)" $((n + 2)) "what failed committed nothing"
clean "at last"

# ---- what only standard input has ------------------------------------------

printf '[2026-06-01 21:00] 가\n\n[2026 나\n' >"$T/fed"
# left ARG…: what import leaves unread of it.
left() {
	{
		"$HALFHOUR" import "$@" >"$T/log" 2>&1
		cat
	} <"$T/fed"
}
for args in "--date 언젠가 -" "--from none -" "--from jrnl --topic ../x -" \
	"--from jrnl - -" "--date today --from jrnl -"; do
	# shellcheck disable=SC2086
	is "$(left $args)" "$(cat "$T/fed")" "$args: nothing is read"
done
kept() {
	sed -n 's/.*; what was read is kept in \(\.git.*\)$/\1/p' "$T/err"
}
exits 2 "a day that is not known" "$HALFHOUR" import - <"$T/fed"
same "$(kept)" "$T/fed" "what was read is kept"
exits 1 "something else" "$HALFHOUR" import --from klog - <"$T/fed"
same "$(kept)" "$T/fed" "too"
exits 4 "a day that is there" "$HALFHOUR" import --date 2026-06-01 - <"$T/fed"
same "$(kept)" "$T/fed" "likewise"
printf '\270\256\0' >"$T/fed"
exits 1 "what is no text" "$HALFHOUR" import --from jrnl - <"$T/fed"
same "$(kept)" "$T/fed" "to the byte"
printf '[2026-06-01 21:00] 가\n' >"$T/fed"
exits 0 "what is imported" "$HALFHOUR" import --from jrnl - <"$T/fed"
is "$(find .git/halfhour/drafts -type f | wc -l | tr -d ' ')" 4 "is not kept"
rm -r .git/halfhour/drafts

# ---- while git is busy -----------------------------------------------------

printf '[2026-05-01 21:00] 도커: 바쁠 때\n' >"$T/busy.txt"
printf '### 도커\n' >"$T/2026-05-02.md"
: >.git/index.lock
exits 5 "entries while another git holds the index" "$HALFHOUR" import \
	--from jrnl "$T/busy.txt"
like "$(cat "$T/err")" "saved, not committed" "are saved"
exits 5 "a day, too" "$HALFHOUR" import "$T/2026-05-02.md"
rm .git/index.lock
exits 0 "the next command" "$HALFHOUR" list --until 2026-05-31
is "$(cat "$T/out")" "2026-05-01  21:00          0 min  도커: 바쁠 때
2026-05-02                        도커" "has them"
is "$(git rev-list --count HEAD -- notes/daily/2026-05-01.md)" 1 \
	"commits the entries, once"
is "$(git rev-list --count HEAD -- notes/daily/2026-05-02.md)" 1 "and the day"
clean "after that"
ok "the repository is sound" git fsck --strict

: >"$T/many.klg"
echo 2026-04-01 >>"$T/many.klg"
yes '    5m x' | head -n 30 >>"$T/many.klg"
exits 0 "thirty warnings" "$HALFHOUR" import --from klog "$T/many.klg"
is "$(grep -c 'warning:' "$T/err")" 20 "are twenty"
like "$(cat "$T/err")" "and 10 more" "and a number"
is "$(grep -c '^### klog: x$' notes/daily/2026-04-01.md)" 30 \
	"thirty entries of one name are thirty"
exits 0 "again" "$HALFHOUR" import --from klog "$T/many.klg"
like "$(cat "$T/out")" "^0 entries imported, 30 were there already" "no more"

# ---- several at once -------------------------------------------------------

# together FILE… -- OPTION…: for each FILE, which has a number behind it, an
# import of its own, all of which have read the days when the first one may
# write; $T/FILE.N.json has what it says. Commits of the last seconds would be
# looked at again before that, and with the lock.
together() {
	rm -rf .git/halfhour/kept
	(
		exec 9>>.git/halfhour/lock
		flock 9
		: >"$T/held"
		until [ -e "$T/free" ]; do sleep 0.02; done
	) &
	holder=$! pids=
	until [ -e "$T/held" ]; do sleep 0.02; done
	while [ "$1" != -- ]; do
		name=$1
		shift
		(
			while [ "$1" != -- ]; do shift; done
			shift
			exec "$HALFHOUR" import --json "$@" "$T/${name%.*}" \
				>"$T/$name.json" 2>"$T/$name.err"
		) &
		pids="$pids $!"
	done
	for pid in $pids; do
		until find "/proc/$pid/fd" -lname '*/halfhour/lock' |
			grep -q . || ! kill -0 "$pid"; do
			sleep 0.02
		done
	done 2>/dev/null
	: >"$T/free"
	# shellcheck disable=SC2086
	wait $holder $pids
	rm "$T/held" "$T/free"
}
# sums KEY FILE…: what each says of it, sorted.
sums() {
	key=$1
	shift
	for name; do
		sed -n "s/^  \"$key\": \([0-9]*\),$/\1/p" "$T/$name.json"
	done | sort -n | tr '\n' ' '
}
printf '[2026-02-01 21:00] 함께 하나.\n\n[2026-02-01 22:00] 함께 둘.\n' >"$T/a.txt"
printf '[2026-02-01 22:00] 함께 둘.\n\n[2026-02-02 22:00] 함께 셋.\n' >"$T/b.txt"
n=$(commits)
together a.txt.1 a.txt.2 a.txt.3 -- --from jrnl
is "$(sums imported a.txt.1 a.txt.2 a.txt.3)" "0 0 2 " \
	"the same file three times at once: one has added it"
is "$(sums there a.txt.1 a.txt.2 a.txt.3)" "0 2 2 " "to the others it was there"
is "$(cat "$T"/a.txt.*.json | grep -c '"state": "imported"')" 2 \
	"entry by entry"
is "$(cat "$T"/a.txt.*.json | grep -c '"commit": null')" 2 "with one commit"
is "$(($(commits) - n))" 1 "and no other"
is "$(cat "$T"/a.txt.*.err)" "" "nobody complains"
is "$(grep -c '함께' notes/daily/2026-02-01.md)" 2 "each entry is there once"
git reset -q --hard HEAD~1
together a.txt.1 b.txt.1 -- --from jrnl
is "$(cat "$T/a.txt.1.json" "$T/b.txt.1.json" | grep -c '"state": "imported"')" 3 \
	"two files that share an entry: three were added"
is "$(git log -2 --format=%s | sort | tr '\n' ' ')" \
	"$(for i in $(sums imported a.txt.1 b.txt.1); do
		[ "$i" = 1 ] && echo "import: 1 entry" ||
			echo "import: $i entries"
	done | tr '\n' ' ')" "their commits count what they added"
is "$(grep -h '함께' notes/daily/2026-02-0[12].md | sort | uniq -c |
	awk '{ printf "%s ", $1 }')" "1 1 1 " "each is there once"
printf '### 함께\n' >"$T/2026-02-03.md"
together 2026-02-03.md.1 2026-02-03.md.2 --
is "$(sums imported 2026-02-03.md.1 2026-02-03.md.2)" "0 1 " \
	"a day in Markdown from two: one has made it"
is "$(sums there 2026-02-03.md.1 2026-02-03.md.2)" "0 1 " "the other found it"
is "$(git rev-list --count HEAD -- notes/daily/2026-02-03.md)" 1 "in one commit"
clean "after that"

# ---- JSON ------------------------------------------------------------------

printf '## 리뷰\n### docker\n### ipc\n## 회고\n### KEEP\n- 작게\n' \
	>"$T/2026-03-01.md"
exits 0 "a day, --json" "$HALFHOUR" import --json "$T/2026-03-01.md"
is "$(sed "s/$(git rev-parse HEAD)/HEAD/; s|$T|T|" "$T/out")" '{
  "schema": 1,
  "imported": 1,
  "there": 0,
  "commit": "HEAD",
  "days": [
    {
      "schema": 1,
      "file": "T/2026-03-01.md",
      "day": "2026-03-01",
      "state": "imported",
      "entries": 2,
      "keep": 1,
      "problem": 0,
      "try": 0,
      "path": "notes/daily/2026-03-01.md"
    }
  ]
}' "tells all of it"
echo '### 새것' >"$T/2026-03-02.md"
exits 0 "with another" "$HALFHOUR" import --json --quiet "$T/2026-03-01.md" \
	"$T/2026-03-02.md" "$T/2026-03-02.md"
# told: the counts, and the state of each.
told() {
	python3 -c '
import json, sys
o = json.load(open(sys.argv[1]))
print(o["imported"], o["there"], o.get("running"),
    *[(x["day"], x["state"]) for x in o.get("days") or o["entries"]])' "$T/out"
}
is "$(told)" "1 2 None ('2026-03-01', 'there') ('2026-03-02', 'imported') ('2026-03-02', 'there')" \
	"tells which is new"
printf '[2026-03-03 21:00] 도커: 하나\n\n[2026-03-04 21:00] 도커: 둘\n' \
	>"$T/two.txt"
head -n 1 "$T/two.txt" >"$T/one.txt"
exits 0 "an entry" "$HALFHOUR" import --from jrnl "$T/one.txt" --json
is "$(told)" "1 0 0 ('2026-03-03', 'imported')" "is told"
exits 0 "two, one of them there" "$HALFHOUR" import --json --from jrnl \
	"$T/two.txt"
is "$(told)" "1 1 0 ('2026-03-03', 'there') ('2026-03-04', 'imported')" \
	"tells which is new"
is "$(grep -A9 '"day": "2026-03-04"' "$T/out" | sed "s|$T|T|")" '      "day": "2026-03-04",
      "start": "2026-03-04T21:00:00+09:00",
      "end": "2026-03-04T21:00:00+09:00",
      "minutes": 0,
      "topic": "도커",
      "title": "둘",
      "path": "T/two.txt",
      "line": 3,
      "state": "imported"
    }' "and where it stood"
exits 0 "again" "$HALFHOUR" import --json --from jrnl "$T/two.txt"
is "$(told)" "0 2 0 ('2026-03-03', 'there') ('2026-03-04', 'there')" "none is new"
like "$(cat "$T/out")" '"commit": null' "and nothing is committed"
exits 1 "what cannot be read" "$HALFHOUR" import --json --from klog "$T/two.txt"
is "$(cat "$T/out")" "" "prints no object"

# ---- what may never end ----------------------------------------------------

mkfifo "$T/fifo.md"
exits 1 "a device" timeout 20 "$HALFHOUR" import --date 2026-03-05 /dev/zero
like "$(cat "$T/err")" "/dev/zero: it is not a regular file; - reads" \
	"is refused, with the way out"
exits 1 "a FIFO that nobody writes to" timeout 20 "$HALFHOUR" import \
	--date 2026-03-05 "$T/fifo.md"
like "$(cat "$T/err")" "fifo\.md: it is not a regular file" "too"
endless() {
	timeout 20 "$@" </dev/zero
}
exits 1 "standard input without an end" endless "$HALFHOUR" import \
	--date 2026-03-05 -
like "$(cat "$T/err")" "longer than 16 MiB" "is read no further than it may be"
{
	echo "첫 줄"
	head -c 17000000 /dev/zero | tr '\0' x
} >"$T/big"
too_long() {
	# shellcheck disable=SC2002 # a file would not be kept
	cat "$T/big" | "$HALFHOUR" import --date 2026-11-01 -
}
exits 1 "a pipe that is too long" too_long
like "$(cat "$T/err")" "longer than 16 MiB; what was read is kept in .git" \
	"and the message says where it is"
same "$(sed -n 's/.* is kept in //p' "$T/err")" "$T/big" "to the byte"
piped() {
	printf '### 도커\n' | "$@"
}
exits 0 "a pipe as standard input" piped "$HALFHOUR" import --date 2026-03-05 -
is "$(cat notes/daily/2026-03-05.md)" "### 도커" "is as good as a file"
clean "after what never ends"

exits 2 "no file" "$HALFHOUR" import
exits 2 "a format that there is not" "$HALFHOUR" import --from watson x
like "$(cat "$T/err")" "jrnl, klog and timewarrior" "names those there are"
exits 2 "--date with --from" "$HALFHOUR" import --from jrnl --date today x
exits 2 "--topic without" "$HALFHOUR" import --topic a x
exits 2 "a topic that cannot be" "$HALFHOUR" import --from jrnl --topic ../x \
	"$T/jrnl.txt"
done_testing
