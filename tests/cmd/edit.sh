#!/bin/sh
# edit.sh: a day in the editor, whose text nothing can lose
# The editors of these tests are scripts, whose "$1" is not ours.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"

wiki --lang ko
day=notes/daily/2026-11-23.md
edit=.git/halfhour/edit
copy=$PWD/$edit/2026-11-23.md

# editor BODY: EDITOR becomes a script that gets the file as $1.
editor() {
	printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"$T/args"\n%s\n' "$1" >"$T/editor"
	chmod +x "$T/editor"
	EDITOR=$T/editor
	export EDITOR
}
log() {
	"$HALFHOUR" log "$@" >"$T/log" 2>&1 || exit 1
}
# killed BODY: an editor that does this, when its halfhour has been killed.
killed() {
	editor "$1"'; kill -9 "$(cut -d" " -f4 /proc/$PPID/stat)"; exit 0'
	"$HALFHOUR" edit >"$T/out" 2>"$T/err"
	killed_code=$?
	editor_gone
	return $killed_code
}
left() {
	is "$(find $edit -type f ! -name '*.lock')" "" "$1: no copy is left"
}

# ---- a new day -------------------------------------------------------------

editor 'cp "$1" "$T/given"; stat -c "%a" "$1" "$(dirname "$1")" >"$T/modes"'
exits 0 "an editor that changes nothing" "$HALFHOUR" edit
is "$(cat "$T/out")" "nothing changed" "says so"
is "$(cat "$T/given")" "# 2026-11-23

## 리뷰

## 회고

### KEEP

### PROBLEM

### TRY" "a new day has its headings"
is "$(cat "$T/args")" "$copy" "the copy has the day's name and .md"
is "$(cat "$T/modes")" "600
700" "and is for its owner only"
ok "no day is made" not test -e $day
left "nothing changed"
editor ': >"$1"'
exits 0 "a new day that is emptied" "$HALFHOUR" edit
ok "is not made either" not test -e $day

editor 'sed -i "s/^## 리뷰$/&\n\n### 21:00–21:20 도커: 레이어\n\n캐시는 **위에서** 깨진다./" "$1"'
exits 0 "a new day" "$HALFHOUR" edit
is "$(cat "$T/out")" \
	"2026-11-23 edited → $day [$(git rev-parse --short=7 HEAD)]" "is told"
is "$(cat "$T/err")" "" "without a warning"
"$HALFHOUR" list >"$T/list"
is "$(cat "$T/list")" "2026-11-23  21:00–21:20   20 min  도커: 레이어" \
	"and is in the log"
is "$(git log -1 --format=%B)" "edit: 2026-11-23

Halfhour-Day: 2026-11-23" "one commit"
is "$(git status --porcelain)" "" "nothing is left uncommitted"
left "edited"

# ---- a day that is there ---------------------------------------------------

editor 'printf "\n### 22:00-22:10 파이프\n" >>"$1"'
exits 0 "VISUAL before EDITOR" env VISUAL="$EDITOR" EDITOR=false "$HALFHOUR" edit
exits 0 "another day" "$HALFHOUR" edit 어제
ok "is made" grep -q 파이프 notes/daily/2026-11-22.md
editor 'printf "\n### 22:00-22:10 파이프\n" >>"$3"'
exits 0 "an editor with arguments" env EDITOR="$EDITOR --wait '두 낱말'" \
	"$HALFHOUR" edit 2026-11-20
is "$(sed 2q "$T/args")" "--wait
두 낱말" "gets them"
exits 2 "no day" "$HALFHOUR" edit 언젠가
exits 2 "two days" "$HALFHOUR" edit 어제 오늘

# Whatever is written is stored, byte for byte; what is odd is told.
editor 'printf "# 2026-11-21\n\n### 25:00–26:00 시계\n\377\000\033[31m 끝에 줄바꿈 없음" >"$1"; cp "$1" "$T/odd"'
exits 0 "an odd text" "$HALFHOUR" edit 2026-11-21
like "$(cat "$T/err")" "^notes/daily/2026-11-21\.md:[34]:" "is told with its line"
same notes/daily/2026-11-21.md "$T/odd" "and stored as it is"
git show HEAD:notes/daily/2026-11-21.md >"$T/head"
same "$T/head" "$T/odd" "in the commit, too"
editor ': >"$1"'
exits 0 "a day that is emptied" "$HALFHOUR" edit 2026-11-21
is "$(cat notes/daily/2026-11-21.md)" "" "is empty"
exits 0 "undo" "$HALFHOUR" undo
same notes/daily/2026-11-21.md "$T/odd" "brings it back"
exits 0 "redo" "$HALFHOUR" redo
exits 0 "undo" "$HALFHOUR" undo

# ---- changed meanwhile -----------------------------------------------------

editor '"$HALFHOUR" --quiet log "셸: 따옴표" --at 08:00 --minutes 10
printf "\n끝에 쓴 글\n" >>"$1"'
exits 0 "an entry logged meanwhile" "$HALFHOUR" edit
ok "is in the day" grep -q "08:00–08:10 셸: 따옴표" $day
ok "with what was edited" grep -q "^끝에 쓴 글$" $day
is "$(git status --porcelain)" "" "and all is committed"
left "merged"

cp $day "$T/before"
editor "sed -i 's/위에서/아래에서/' \"\$1\"; sed -i 's/위에서/옆에서/' '$PWD/$day'"
head=$(git rev-parse HEAD)
exits 4 "the same line changed meanwhile" "$HALFHOUR" edit
like "$(cat "$T/err")" "changed at the same place.*kept in \.git/halfhour/drafts/" \
	"the message says where the text is"
draft=$(sed 's/.*kept in //' "$T/err")
sed 's/위에서/아래에서/' "$T/before" >"$T/want"
same "$draft" "$T/want" "there it is, whole"
sed 's/위에서/옆에서/' "$T/before" >"$T/want"
same $day "$T/want" "the day is as it was left"
is "$(git rev-parse HEAD)" "$head" "there is no commit"
left "conflict"
git checkout -q $day

# A day made while a new one was in the editor.
editor 'printf "글\n" >>"$1"; "$HALFHOUR" --quiet log "가" --at "2026-11-18 09:00" --minutes 5'
exits 0 "a day made meanwhile" "$HALFHOUR" edit 2026-11-18
ok "has the text" grep -qx "글" notes/daily/2026-11-18.md
ok "and the entry" grep -q "09:00–09:05 가" notes/daily/2026-11-18.md
is "$(git show HEAD:notes/daily/2026-11-18.md)" "$(cat notes/daily/2026-11-18.md)" \
	"in the commit, too"
git reset -q --hard HEAD~2

# ---- changed at the last moment --------------------------------------------

# The editor is over, and halfhour waits for the lock that another one holds
# while it changes the day.
cat >"$T/hold" <<'END'
#!/bin/sh
exec 9>>.git/halfhour/lock
flock 9
: >"$T/held"
i=0
until find "/proc/$1/fd" -lname '*/halfhour/lock' | grep -q . ||
	[ "$i" -gt 500 ]; do
	sleep 0.02
	i=$((i + 1))
done
sed -i "s/위에서/옆에서/" notes/daily/2026-11-23.md
echo "$i" >"$T/waited"
END
cp $day "$T/before"
editor 'sed -i "s/위에서/아래에서/" "$1"
sh "$T/hold" "$(cut -d" " -f4 /proc/$PPID/stat)" 9>&- &
until [ -e "$T/held" ]; do sleep 0.02; done'
head=$(git rev-parse HEAD)
exits 4 "changed while it waited for the lock" "$HALFHOUR" edit
ok "it did wait" test "$(cat "$T/waited")" -lt 500
sed 's/위에서/아래에서/' "$T/before" >"$T/want"
same "$(sed 's/.*kept in //' "$T/err")" "$T/want" "the text is kept"
sed 's/위에서/옆에서/' "$T/before" >"$T/want"
same $day "$T/want" "the day is as the other one made it"
is "$(git rev-parse HEAD)" "$head" "there is no commit"
left "waited"
git checkout -q $day
rm -rf .git/halfhour/drafts

# A program that knows no lock changes the day at each moment when we have
# looked at it: halfhour is stopped when it has opened the day for the nth time.
# Behind the last of these it has committed the text, and ends as it should.
last_moment() {
	cp -a "$T/wiki" "$T/moment" && cd "$T/moment" || exit 1
	rm -f "$T/pid"
	n=$1
	timeout 60 strace -qq -o "$T/trace" -e trace=openat2 \
		-e "inject=openat2:signal=STOP:when=$n" "$HALFHOUR" edit \
		>"$T/out" 2>"$T/err" &
	until grep -q 'stopped by SIGSTOP' "$T/trace" 2>/dev/null ||
		! kill -0 "$!" 2>/dev/null; do
		sleep 0.02
	done
	sed -i 's/^캐시는.*/캐시는 옆에서 깨진다./' $day
	kill -CONT "$(cat "$T/pid")"
	code=0
	wait "$!" || code=$?
	"$HALFHOUR" list >/dev/null || echo "$n: the next command fails"
	grep -q 옆에서 $day || echo "$n: the other one's text is lost"
	[ -z "$(find .git -name '*.lock' ! -path '*/halfhour/*')" ] &&
		[ -z "$(ls .git/halfhour/pending)" ] || echo "$n: it leaves things"
	kept=$(sed -n 's/.*kept in //p' "$T/err")
	committed=$(git show HEAD:$day | grep 아래에서)
	if [ -n "$kept" ]; then
		grep -q 아래에서 "$kept" || echo "$n: the text is lost"
		[ "$code" = 4 ] || echo "$n: it ends with $code"
		[ -z "$committed" ] || grep -q "in the commit $(
			git rev-parse --short=7 HEAD);" "$T/err" ||
			echo "$n: of the commit is said nothing"
	elif [ "$n" != "$(tail -n 1 "$T/moments")" ] || [ -z "$committed" ]; then
		echo "$n: the text is lost: $(cat "$T/err")"
	fi
	cd "$T" && rm -rf "$T/moment" "$T/trace"
}
if [ "${HALFHOUR#*san/}" = "$HALFHOUR" ] && command -v strace >/dev/null &&
	strace -qq -o /dev/null -e inject=getpid:signal=STOP:when=99 true 2>/dev/null
then
	editor 'sed -i "s/위에서/아래에서/" "$1"
	cut -d" " -f4 /proc/$PPID/stat >"$T/pid"'
	# Commits of the last seconds are looked at again: a clock would decide
	# which calls there are.
	rm -rf .git/halfhour/kept
	cp -a "$T/wiki" "$T/moment"
	strace -qq -o "$T/trace" -e trace=openat2,wait4 \
		"$HALFHOUR" -C "$T/moment" edit >"$T/out" 2>"$T/err"
	awk -v day="\"$day\"" '/^wait4/ { after = 1 } /^openat2/ { n++ }
		/^openat2/ && after && index($0, day) { print n }' \
		"$T/trace" >"$T/moments"
	rm -rf "$T/moment" "$T/trace"
	ok "the day is looked at" test "$(wc -l <"$T/moments")" -gt 3
	is "$(while read -r n; do last_moment "$n"; done <"$T/moments")" "" \
		"changed at each of these moments: no text is lost"
else
	skip "changed at each moment" "there is no strace that can"
fi

# ---- staged, half staged ---------------------------------------------------

printf '\n셋째\n' >>$day
git add $day
printf '\n넷째\n' >>$day
echo 메모 >memo.md
git add memo.md
editor 'sed -i "s/위에서/먼저/" "$1"'
exits 0 "a half-staged day" "$HALFHOUR" edit
like "$(git show HEAD:$day)" "먼저" "the edit is committed"
unlike "$(git show HEAD:$day)" "셋째|넷째" "without what was staged"
like "$(git show :$day)" "셋째" "which is staged still"
unlike "$(git show :$day)" "넷째" "and no more than that"
like "$(cat $day)" "넷째" "nor is the file another"
is "$(git status --porcelain)" "A  memo.md
MM $day" "all of it as before"
editor 'sed -i "s/^셋째$/셋/" "$1"'
head=$(git rev-parse HEAD)
exits 4 "an edit of what is only staged" "$HALFHOUR" edit
ok "is in the file" grep -q '^셋$' $day
is "$(git rev-parse HEAD)" "$head" "and in no commit"
like "$(cat "$T/err")" "saved, not committed: you have changed $day by hand" \
	"it says so"
left "not committed"
git commit -qam "내 것"
editor "sed -i 's/먼저/나중에/' '$PWD/$day'; cp '$PWD/$day' \"\$1\"
git commit -qam '편집기에서 커밋'"
exits 0 "an edit that the editor commits itself" "$HALFHOUR" edit
is "$(cat "$T/err")" "" "is in no way"

# ---- an editor that dies ---------------------------------------------------

cp $day "$T/before"
editor 'printf "\n살아남을 글\n" >>"$1"; exit 3'
exits 1 "an editor that fails" "$HALFHOUR" edit
like "$(cat "$T/err")" "^halfhour: nothing changed: .*ended with 3; your text is kept in $copy" \
	"says where the text is"
same $day "$T/before" "the day is as it was"
editor 'exit 0'
exits 4 "the next edit" "$HALFHOUR" edit
like "$(cat "$T/err")" "$copy.*--resume.*--discard" "offers it"
ok "and keeps it" grep -q 살아남을 "$copy"
exits 0 "another day" "$HALFHOUR" edit 어제
exits 0 "--resume" "$HALFHOUR" edit --resume
like "$(tail -1 $day)" "살아남을 글" "the text is in the day"
left "resumed"
exits 3 "nothing to resume" "$HALFHOUR" edit --resume
exits 3 "nothing to discard" "$HALFHOUR" edit --discard
exits 2 "both" "$HALFHOUR" edit --resume --discard
editor 'exit 3'
exits 1 "an editor that fails and has written nothing" "$HALFHOUR" edit
left "failed"
exits 1 "an editor that there is not" env EDITOR=/nowhere/vi "$HALFHOUR" edit
like "$(cat "$T/err")" "cannot be started" "is told"
left "not started"

killed 'printf "\n죽은 편집기의 글\n" >>"$1"'
is "$?" 137 "halfhour is killed"
log "ipc: 큐" --at 07:00 --minutes 5
editor 'exit 0'
exits 4 "its text" "$HALFHOUR" edit
exits 0 "is taken up" "$HALFHOUR" edit --resume
ok "and merged" grep -q "죽은 편집기의 글" $day
ok "with what came since" grep -q "07:00–07:05 ipc: 큐" $day
is "$(grep -c "ipc: 큐" $day)" 1 "which is there once"

killed 'printf "\n버릴 글\n" >>"$1"'
exits 0 "--discard" "$HALFHOUR" edit --discard
draft=$(sed 's/^put away: //' "$T/out")
ok "puts it away" grep -q "버릴 글" "$draft"
unlike "$(cat $day)" "버릴 글" "and the day is as it was"
left "discarded"

# Killed after the commit: what is left says nothing new, even to a day that
# has become another one since.
editor 'printf "\n두 번 쓰지 않는 글\n" >>"$1"; cp "$1" "$1.x"; cp "$(dirname "$1")/2026-11-23.base" "$1.y"'
exits 0 "an edit" "$HALFHOUR" edit
mv "$copy.x" "$copy"
mv "$copy.y" "$PWD/$edit/2026-11-23.base"
log "ipc: 세마포어" --at 06:00 --minutes 5
editor 'exit 0'
exits 0 "its copy, left behind" "$HALFHOUR" edit
is "$(cat "$T/out")" "nothing changed" "is no text to be asked about"

# Two at once.
editor '"$HALFHOUR" edit >"$T/inner" 2>&1; echo $? >>"$T/inner"'
exits 0 "an edit in an edit" "$HALFHOUR" edit
like "$(cat "$T/inner")" \
	"open in another halfhour edit: in editor, process [0-9]+; close" \
	"is refused, with the editor's name"
is "$(tail -1 "$T/inner")" 5 "as locked"

# ---- an editor that outlives its halfhour ----------------------------------

# outlived: its halfhour is killed while it waits for $T/go; then it saves once
# more, as an editor does: a new file in place of the one that it was given.
outlived() {
	rm -f "$T/go" "$T/open"
	editor 'printf "\n먼저 저장한 글\n" >>"$1"; cp "$1" "$1.new"
	: >"$T/open"
	until [ -e "$T/go" ]; do sleep 0.02; done
	printf "\n늦게 저장한 글\n" >>"$1.new"; mv "$1.new" "$1"'
	"$HALFHOUR" edit >"$T/out" 2>"$T/err" &
	until [ -e "$T/open" ]; do sleep 0.02; done
	kill -9 $!
	wait $! 2>/dev/null
	editor 'exit 0'
}
ends() {
	: >"$T/go"
	editor_gone
}
outlived
is "$(cat "$copy")" "$(cat $day; printf '\n먼저 저장한 글\n')" "it has saved"
log "ipc: 그 사이" --at 05:00 --minutes 5
cp $day "$T/before"
exits 5 "a day that is open still" "$HALFHOUR" edit
like "$(cat "$T/err")" \
	"open still in editor, process [0-9]+, .*close it .*--resume; --discard" \
	"the editor is named, and the ways out"
ok "it is that process" grep -qx editor \
	"/proc/$(sed 's/.*process \([0-9]*\),.*/\1/' "$T/err")/comm"
"$HALFHOUR" edit --resume >"$T/joined" 2>"$T/waits" &
until grep -q "waiting until" "$T/waits"; do sleep 0.02; done
same $day "$T/before" "--resume waits for it"
ends
ok "ends well when it is closed" wait $!
like "$(cat "$T/waits")" "open still in editor, process [0-9]+: waiting until" \
	"has said whom it waits for"
is "$(cat $day)" "$(cat "$T/before"; printf '\n먼저 저장한 글\n\n늦게 저장한 글\n')" \
	"and takes all that was saved"
is "$(git status --porcelain)" "" "in a commit"
left "joined"
exits 0 "undo" "$HALFHOUR" undo
same $day "$T/before" "as before"

outlived
ends
exits 4 "once it is closed, its text" "$HALFHOUR" edit
ok "is offered, whole" grep -q "늦게 저장한 글" "$copy"
exits 0 "and resumed" "$HALFHOUR" edit --resume
ok "with what was saved last" grep -q "늦게 저장한 글" $day
exits 0 "undo" "$HALFHOUR" undo

outlived
exits 0 "--discard while it is open" "$HALFHOUR" edit --discard
ok "puts away what it has saved" grep -q "먼저 저장한 글" \
	"$(sed 's/^put away: //' "$T/out")"
like "$(cat "$T/err")" "editor, process [0-9]+, is open still; what it saves" \
	"and says that it is open"
exits 5 "no other editor is opened meanwhile" "$HALFHOUR" edit
exits 5 "nor is anything more discarded" "$HALFHOUR" edit --discard
ends
exits 4 "what it saves after that" "$HALFHOUR" edit
exits 0 "is resumed" "$HALFHOUR" edit --resume
is "$(cat $day)" "$(cat "$T/before"; printf '\n먼저 저장한 글\n\n늦게 저장한 글\n')" \
	"and merged into what the day was"
left "late"
exits 0 "undo" "$HALFHOUR" undo

# One whose arguments do not name the file: it saves when all is over.
printf '남몰래 저장한 글\n' >"$copy"
exits 4 "a copy of nobody knows what" "$HALFHOUR" edit
exits 0 "is discarded" "$HALFHOUR" edit --discard
ok "to the drafts" grep -q "남몰래 저장한 글" \
	"$(sed 's/^put away: //' "$T/out")"
printf '남몰래 저장한 글\n' >"$copy"
exits 4 "or resumed where the day says another thing" "$HALFHOUR" edit --resume
ok "it is kept" grep -q "남몰래 저장한 글" "$(sed 's/.*kept in //' "$T/err")"
same $day "$T/before" "and the day is as it was"
left "of nobody"
exits 0 "the next edit" "$HALFHOUR" edit

# A server has the text, not the arguments, and saves when the day has gone on
# and another editor is open.
cp $day "$T/before"
killed 'cp "$1" "$T/buffer"'
log "ipc: 서버가 모르는 글" --at 05:30 --minutes 5
cp $day "$T/after"
editor 'cp "$1" "$T/given"
printf "\n서버가 저장한 글\n" >>"$T/buffer"; cp "$T/buffer" "'"$copy"'"'
exits 0 "an edit while a server saves what it has" "$HALFHOUR" edit
same "$T/given" "$T/after" "is given the day as it is"
same $day "$T/after" "and takes nothing back that the server did not know"
editor 'exit 0'
exits 4 "what the server has saved" "$HALFHOUR" edit
exits 0 "is resumed" "$HALFHOUR" edit --resume
is "$(cat $day)" "$(cat "$T/after"; printf '\n서버가 저장한 글\n')" \
	"and merged with what it did not know"
left "of a server"
exits 0 "undo" "$HALFHOUR" undo
killed :
editor 'exit 0'
exits 0 "another edit" "$HALFHOUR" edit
ok "leaves a copy that a server may have" test -e "$copy"
touch -d 2001-01-01 "${copy%.md}.base"
exits 0 "but not one from before the machine started" \
	env -u HALFHOUR_NOW "$HALFHOUR" edit 2026-11-23
left "of an earlier boot"

# ---- no terminal, no repository, no commit ---------------------------------

unset EDITOR
exits 1 "no terminal and no editor" "$HALFHOUR" edit </dev/null
like "$(cat "$T/err")" "no terminal .*VISUAL nor EDITOR" "it says so"
left "no editor"
editor 'printf "\n남은 글\n" >>"$1"; exit 1'
exits 1 "an editor that fails" "$HALFHOUR" edit
unset EDITOR
exits 4 "a text was left, and there is no editor" "$HALFHOUR" edit </dev/null
like "$(cat "$T/err")" "$copy; go on with it by --resume" "the text is told first"
exits 1 "--resume without one" "$HALFHOUR" edit --resume </dev/null
exits 0 "--discard needs none" "$HALFHOUR" edit --discard </dev/null

# ---- a copy that is no file ------------------------------------------------

printf '남의 글\n' >"$T/elsewhere"
cp $day "$T/before"
for end in 0 3; do
	editor "ln -sf '$T/elsewhere' \"\$1\"; exit $end"
	exits 1 "an editor that leaves a link, and ends with $end" \
		"$HALFHOUR" edit
	odd=$(sed -n 's/.*kept as \(.*\), and .* is as it was$/\1/p' "$T/err")
	is "$(readlink "$odd")" "$T/elsewhere" "it is among the drafts"
	same $day "$T/before" "the day is as it was"
done
# So does one of halfhour that is killed then.
killed "ln -sf '$T/elsewhere' \"\$1\""
exits 3 "nothing to resume" "$HALFHOUR" edit --resume
like "$(cat "$T/err")" "kept as \.git/halfhour/drafts/2026-11-23-edit" "it says where"
editor 'rm "$1"; mkdir "$1"; echo 글 >"$1/글"'
exits 1 "an editor that leaves a folder" "$HALFHOUR" edit
editor 'printf "\n그 뒤의 글\n" >>"$1"'
exits 0 "the next edit" "$HALFHOUR" edit
like "$(cat $day)" "^그 뒤의 글$" "is none the worse"
is "$(cat "$T/elsewhere")" "남의 글" "the file that was linked is as it was"

editor 'printf "\n나중에 커밋될 글\n" >>"$1"'
git checkout -q --detach
exits 4 "HEAD on no branch" "$HALFHOUR" edit
like "$(cat "$T/err")" "saved, not committed" "it is saved"
left "saved"
git checkout -q main
"$HALFHOUR" show >"$T/out" 2>&1
is "$(git log -1 --format=%s)" "edit: 2026-11-23" "and committed by the next"
ok "with the text" grep -q "나중에 커밋될 글" $day
is "$(git status --porcelain)" "" "nothing is left uncommitted"
is "$(git fsck --strict --no-dangling 2>&1)" "" "git fsck is clean"

# An entry that is logged meanwhile, right behind the line that is edited.
printf '# 2026-11-23\n\n## 리뷰\n\n### 20:00–20:20 도커\n\n첫 문단\n' >$day
git add -A
git commit -qm "손으로"
editor "sed -i s/문단/문단을-고쳤다/ \"\$1\"
\"$HALFHOUR\" --quiet log 'ipc: 사이에' --at 21:00 --minutes 10"
exits 0 "a log while the last paragraph is edited" "$HALFHOUR" edit
like "$(cat $day)" "^첫 문단을-고쳤다$" "the paragraph is changed"
like "$(git show HEAD:$day)" "ipc: 사이에" "and the entry is there"
is "$(git status --porcelain)" "" "all is committed"

# Another program writes what the editor does, and more.
cp $day "$T/before"
editor "printf '\\n### 22:00–22:10 점심 뒤\\n\\n본문\\n' >>\"\$1\"
printf '\\n### 22:00–22:10 점심 뒤\\n\\n본문\\n\\n### 23:00–23:05 또\\n' >>'$PWD/$day'"
exits 0 "the same entry from two sides" "$HALFHOUR" edit
is "$(grep -c '점심 뒤$' $day) $(grep -c '또$' $day)" "1 1" "is there once"
like "$(git show HEAD:$day)" "점심 뒤$" "and committed"
unlike "$(git show HEAD:$day)" "또$" "what the other has more is not"
git commit -qam "또"
editor "printf '\\n### 23:10–23:20 밤\\n\\n하나\\n' >>\"\$1\"
printf '\\n### 23:10–23:20 밤\\n\\n둘\\n' >>'$PWD/$day'"
cp $day "$T/want"
printf '\n### 23:10–23:20 밤\n\n둘\n' >>"$T/want"
exits 4 "the same heading with another text" "$HALFHOUR" edit
same $day "$T/want" "the day is as the other one made it"
ok "and the text is kept" grep -q '^하나$' "$(sed 's/.*kept in //' "$T/err")"
git checkout -q $day
# By lines, where the day is none that entries tell: a block is not closed.
printf '# 2026-11-18\n\n```\n' >notes/daily/2026-11-18.md
editor 'printf "가\n나\n" >>"$1"
printf "가\n나\n다\n" >>notes/daily/2026-11-18.md'
exits 4 "the same lines from two sides" "$HALFHOUR" edit 2026-11-18
is "$(cat notes/daily/2026-11-18.md)" '# 2026-11-18

```
가
나
다' "are there once"
rm -rf notes/daily/2026-11-18.md .git/halfhour/drafts

# A terminal: it asks.
if command -v script >/dev/null; then
	editor 'printf "\n물어볼 글\n" >>"$1"; exit 1'
	"$HALFHOUR" edit >"$T/out" 2>&1
	editor 'exit 0'
	printf 's\nu\n' | script -qec "$HALFHOUR edit" /dev/null >"$T/out" 2>&1
	like "$(cat "$T/out")" "\[u\]se it, \[d\]iscard it.*\[s\]how it" "it asks"
	like "$(cat "$T/out")" "물어볼 글" "shows the text"
	ok "and uses it" grep -q "물어볼 글" $day
	left "used"
else
	skip "it asks" "there is no script(1)"
fi
done_testing
