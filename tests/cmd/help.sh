#!/bin/sh
# help.sh: the words of the table, and what holds for every command
. "$(dirname "$0")/../lib.sh"

exits 0 "help" "$HALFHOUR" help
cp out help.txt
for name in init start status add stop cancel log show list build render run help; do
	like "$(cat help.txt)" "^  $name  +[a-z]" "$name is listed"
done
like "$(cat help.txt)" "Exit codes: 0 done" "the exit codes are told"
exits 0 "--help" "$HALFHOUR" --help
same out help.txt "says the same"
exits 0 "help of one" "$HALFHOUR" help log
like "$(cat out)" "^usage: halfhour log \[TOPIC" "shows its usage"
like "$(cat out)" "^  -k, --keep TEXT +[a-z]" "and its options"
cp out log.txt
exits 0 "log --help" "$HALFHOUR" log --help
same out log.txt "says the same"
exits 0 "--help log" "$HALFHOUR" --help log
same out log.txt "too"
exits 0 "--version" "$HALFHOUR" --version
like "$(cat out)" "^halfhour [0-9]+\.[0-9]+\.[0-9]+$" "is one line"

# In a narrow window a line goes on below, and below its own column.
if python3 -c 'import pty' 2>/dev/null; then
	for name in $(sed -n 's/^  \([a-z]*\)  .*/\1/p' help.txt) ""; do
		python3 "$TOP/tests/cmd/terminal.py" sh -c \
			"stty cols 40; exec \"\$HALFHOUR\" help $name" -- |
			sed '/^\[exit/d' >seen
		is "$(LC_ALL=C.UTF-8 grep '^.\{40\}' seen)" "" \
			"help $name: no line is wider than the window"
		"$HALFHOUR" help ${name:+"$name"} | tr -s ' \n' '\n' >words
		tr -s ' \n' '\n' <seen >seen.words
		is "$(cat seen.words)" "$(cat words)" "and no word is lost"
	done
	like "$(cat seen)" "^              repository with notes/$" \
		"a summary goes on below itself"
	python3 "$TOP/tests/cmd/terminal.py" sh -c \
		"stty cols 100; exec \"\$HALFHOUR\" log --help" -- |
		sed '/^\[exit/d' >seen
	is "$(grep -A 99 '^add an' seen | sed '$d')" \
		"$(grep -A 99 '^add an' log.txt)" "a wide window has it as it is"
else
	skip "a narrow window" "there is no pty module"
fi

exits 2 "no command" "$HALFHOUR"
like "$(cat err)" "'halfhour help' lists them" "it says where they are"
exits 2 "a slip" "$HALFHOUR" lgo
like "$(cat err)" "no command 'lgo'; did you mean 'log'\?" "gets a hint"
exits 2 "a slip in help" "$HALFHOUR" help biuld
like "$(cat err)" "did you mean 'build'\?" "too"
exits 2 "nothing like a command" "$HALFHOUR" 도움말
like "$(cat err)" "no command '도움말'; 'halfhour help' lists them" "gets none"
exits 2 "two commands" "$HALFHOUR" help log show
exits 2 "-C without its folder" "$HALFHOUR" -C
like "$(cat err)" "-C needs a folder" "is told"
is "$(cat out)" "" "and nothing goes to standard output"

# What a terminal would obey is made visible.
exits 2 "a name with an escape" "$HALFHOUR" "$(printf 'x\033[31mred')"
ok "does not reach the terminal" not grep -q "$(printf '\033')" err

# Global options stand before the command or behind it.
wiki --lang ko
exits 0 "an entry" "$HALFHOUR" log "도커" --minutes 5 --quiet
is "$(cat "$T/out")" "" "--quiet behind the command"
exits 0 "--json before it" "$HALFHOUR" --json list
cp "$T/out" "$T/before"
exits 0 "--json behind it" "$HALFHOUR" list --json
same "$T/out" "$T/before" "says the same"
exits 0 "--no-color" "$HALFHOUR" list --no-color
exits 0 "after --, a word is a word" "$HALFHOUR" log --minutes 5 --at 20:00 \
	-- --json
like "$(cat "$T/out")" " --json \(5 min\)" "whatever it looks like"

# The settings, and what goes over them.
printf 'title: 위키\ntimebox: 25\ncolour: red\nweek_starts: someday\n' \
	>halfhour.yaml
exits 0 "settings" "$HALFHOUR" log "설정" --at 10:00
like "$(cat "$T/out")" "\(25 min\)" "are used"
exits 0 "the environment" env HALFHOUR_TIMEBOX=10 "$HALFHOUR" log "환경" \
	--at 11:00
like "$(cat "$T/out")" "\(10 min\)" "goes over them"
exits 0 "a build with settings" "$HALFHOUR" build
like "$(cat "$T/err")" "^halfhour\.yaml:3:[0-9]+: warning: .*'colour'" \
	"one that is unknown is told with its place"
like "$(cat "$T/err")" "^halfhour\.yaml:4:[0-9]+: warning: 'someday'" \
	"so is a value that cannot be used"
like "$(cat site/index.html)" ">위키<" "the title is on the page"
printf 'title: "위키\n' >halfhour.yaml
exits 1 "settings that are no YAML" "$HALFHOUR" build
like "$(cat "$T/err")" "^halfhour\.yaml:[0-9]+:[0-9]+: error: not YAML" \
	"are told with their place, and the defaults used"
mv halfhour.yaml .halfhour.yaml
printf 'title: 숨은 위키\n' >.halfhour.yaml
exits 0 "settings out of sight" "$HALFHOUR" build
like "$(cat site/index.html)" "숨은 위키" "are used, too"

# A full disk, as far as standard output goes.
if [ -w /dev/full ]; then
	sh -c '"$HALFHOUR" list >/dev/full' 2>"$T/err"
	is $? 1 "a standard output that is full is exit 1"
	like "$(cat "$T/err")" "cannot write to standard output" "and told"
	# More than a buffer of it, which is lost before the end.
	awk 'BEGIN { for (i = 0; i < 3000; i++) print "배운 것 " i }' >long
	exits 0 "a long entry" "$HALFHOUR" log 긴글 -b - <long
	for out in "export --json" "export --csv" "list --json"; do
		sh -c "\"\$HALFHOUR\" $out >/dev/full" 2>"$T/err"
		is $? 1 "$out, more than a buffer"
		like "$(cat "$T/err")" "or not all of it" "is told"
	done
else
	skip "a standard output that is full" "there is no /dev/full"
fi
done_testing
