#!/bin/sh
# completion.sh: the scripts for bash, zsh and fish, run in these shells
. "$(dirname "$0")/../lib.sh"

for shell in bash zsh fish; do
	exits 0 "a script for $shell" "$HALFHOUR" completion "$shell"
	cp "$T/out" "$T/complete.$shell"
	if command -v "$shell" >/dev/null; then
		ok "$shell: the syntax" "$shell" -n "$T/complete.$shell"
	else
		skip "$shell: the syntax" "there is no $shell"
	fi
	for name in $("$HALFHOUR" help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')
	do
		grep -qw "$name" "$T/complete.$shell" || echo "$name"
	done >"$T/missing"
	is "$(cat "$T/missing")" "" "$shell: all commands are in it"
done
exits 2 "for no shell" "$HALFHOUR" completion
exits 2 "for another shell" "$HALFHOUR" completion tcsh
like "$(cat "$T/err")" "bash, zsh or fish" "names those there are"

wiki --lang ko
"$HALFHOUR" log "도커: 레이어" --minutes 5 >"$T/log" || exit 1
"$HALFHOUR" log "python multiprocessing" --minutes 5 --at 20:00 >"$T/log" ||
	exit 1
"$HALFHOUR" log "C's \$x" --minutes 5 --at 19:00 -t "읽어 보기" >"$T/log" ||
	exit 1
touch "a file.md" afile.md

# ---- bash ------------------------------------------------------------------

# What is offered for these words, the last one being typed; one a line.
cat >"$T/bash.sh" <<'END'
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_halfhour
[[ ${#COMPREPLY[@]} -eq 0 ]] || printf '%s\n' "${COMPREPLY[@]}"
END
in_bash() {
	bash "$T/bash.sh" "$T/complete.bash" "$HALFHOUR" "$@" 2>&1
}

is "$(in_bash expo)" "export" "bash: a command"
is "$(in_bash --qu)" "--quiet" "a global option"
is "$(in_bash --quiet lo)" "log" "a command behind one"
is "$(in_bash log --mi)" "--minutes" "an option of a command"
is "$(in_bash log "")" "도커
python\\ multiprocessing
C\\'s\\ \\\$x" "topics, with what the shell would misread escaped"
is "$(in_bash log 도)" "도커" "a Korean one"
is "$(in_bash log '"py')" "python multiprocessing" "one in quotes as it is"
is "$(in_bash list --topic p)" "python\\ multiprocessing" "as a value too"
is "$(in_bash log --at "")" "" "nothing where nothing is known"
is "$(in_bash list --since y)" "yesterday" "a day"
is "$(in_bash list --since -)" "-7
-30" "a number of days, which looks like an option"
is "$(in_bash show 어)" "어제" "a day as operand"
for day in $(in_bash list --since ""); do
	"$HALFHOUR" list --since "$day" >"$T/out" 2>&1 || echo "$day"
done >"$T/bad"
is "$(cat "$T/bad")" "" "all of them are days"
mkdir -p notes/ipc notes/python
touch notes/ipc/pipe.md notes/ipc/fork.md "notes/두 낱말.md"
is "$(in_bash run ipc/)" "ipc/fork
ipc/pipe" "pages"
is "$(in_bash run --check 두)" "두\\ 낱말" "a Korean one with a space"
is "$(cd / && in_bash -C "$T/wiki" run ipc/p)" "ipc/pipe" "of another wiki"
is "$(in_bash import --from k)" "klog" "a word of the usage"
is "$(in_bash completion "")" "bash
zsh
fish" "words as operands"
is "$(in_bash help com)" "completion" "a command as operand"
is "$(in_bash import a | sort)" "a file.md
afile.md" "files"
is "$(in_bash init no)" "notes" "folders"
is "$(cd / && in_bash -C "$T/wiki" log 도)" "도커" "-C is where it asks"
is "$(cd / && in_bash log "")" "" "outside of a wiki it is silent"

# ---- zsh -------------------------------------------------------------------

cat >"$T/zsh.sh" <<'END'
compadd() { shift; print -rl -- "${(@M)@:#${words[CURRENT]}*}"; }
_describe() { print -rl -- "${(@P)2}"; }
_files() { print -r -- "files $*"; }
source "$1"
shift
words=("$@")
CURRENT=$#
_halfhour
END
in_zsh() {
	LC_ALL=C.UTF-8 zsh -f "$T/zsh.sh" "$T/complete.zsh" "$HALFHOUR" "$@" 2>&1
}

if command -v zsh >/dev/null; then
	like "$(in_zsh "")" "^export:print the log for other programs$" \
		"zsh: commands with what they do"
	is "$(in_zsh log "")" "도커
python multiprocessing
C's \$x" "topics"
	is "$(in_zsh log --mi)" "--minutes" "an option"
	is "$(in_zsh import --from k)" "klog" "a word of the usage"
	is "$(in_zsh import "")" "files " "files"
	is "$(in_zsh run ipc/)" "ipc/fork
ipc/pipe" "pages"
	is "$(in_zsh list --since -)" "-7
-30" "days"
	is "$(cd / && in_zsh -C "$T/wiki" list --topic 도)" "도커" "-C"
else
	skip "zsh" "there is no zsh"
fi

# ---- fish ------------------------------------------------------------------

# Fish completes a command that it knows by name, so the program is in PATH.
in_fish() {
	PATH=$(dirname "$HALFHOUR"):$PATH LC_ALL=C.UTF-8 fish --no-config -c \
		"source $T/complete.fish; complete -C \"\$argv[1]\"" "$1" 2>&1
}

if command -v fish >/dev/null; then
	is "$(in_fish "halfhour expo")" "export	print the log for other programs" \
		"fish: a command with what it does"
	is "$(in_fish "halfhour list --topic " | cut -f 1)" "C's \$x
python multiprocessing
도커" "topics"
	is "$(in_fish "halfhour log --mi" | cut -f 1)" "--minutes" "an option"
	is "$(in_fish "halfhour import --from k" | cut -f 1)" "klog" "a word of the usage"
	is "$(in_fish "halfhour import af")" "afile.md" "files"
	is "$(in_fish "halfhour run ipc/")" "ipc/fork
ipc/pipe" "pages"
	is "$(in_fish "halfhour list --since y" | cut -f 1)" "yesterday" "a day"
	is "$(cd / && in_fish "halfhour -C $T/wiki log 도")" "도커" "-C"
else
	skip "fish" "there is no fish"
fi

# ---- bash breaks words at : and =, and puts in what is behind the last -----

"$HALFHOUR" log "std::vector" --minutes 5 --at 18:00 >"$T/log" || exit 1
"$HALFHOUR" log "a=b" --minutes 5 --at 17:00 >"$T/log" || exit 1
# $1: the line; the rest: the words that bash makes of it.
cat >"$T/line.sh" <<'END'
source "$1"
COMP_LINE=$2
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
shift 2
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_halfhour
[[ ${#COMPREPLY[@]} -eq 0 ]] || printf '%s\n' "${COMPREPLY[@]}"
END
in_line() {
	line=$1
	shift
	bash "$T/line.sh" "$T/complete.bash" "$HALFHOUR $line" "$HALFHOUR" \
		"$@" 2>&1
}
is "$(in_line "log st" log st)" "std::vector" "bash: a topic with colons"
is "$(in_line "log std:" log std :)" ":vector" "behind the first"
is "$(in_line "log std::" log std ::)" "vector" "behind both"
is "$(in_line "log std::v" log std :: v)" "vector" "in the last part"
is "$(in_line "log std::x" log std :: x)" "" "not what begins otherwise"
is "$(in_line "log a=" log a =)" "b" "one with ="
is "$(in_line "list --topic std::v" list --topic std :: v)" "vector" \
	"as a value"
is "$(in_line "list --topic=std::v" list --topic = std :: v)" "vector" \
	"as a value behind ="
is "$(in_line 'log "std::v' log '"std::v')" "std::vector" "whole in quotes"
is "$(in_line "log std: v" log std : v)" "" "a space parts words"

# ---- tries, once there is a command for them -------------------------------

if "$HALFHOUR" help | grep -q '^  try '; then
	id=$(sed -n 's/.*\^\(t[0-9a-z]*\)$/\1/p' notes/daily/*.md)
	words="list review done drop retry"
	is "$(in_bash try "" | tr '\n' ' ')" "$words " \
		"bash: try, and what it can do"
	is "$(in_bash try "done" "")" "$id" "the id of an open try, and no word"
	is "$(in_bash try drop t)" "$id" "of another"
	is "$(in_bash try list "")$(in_bash try review "")" "" \
		"nothing behind those that take none"
	is "$(in_bash try "done" --k)" "--keep" "an option"
	if command -v zsh >/dev/null; then
		is "$(in_zsh try "" | tr '\n' ' ')" "$words " "zsh: the words"
		is "$(in_zsh try "done" "")" "$id" "the id and no word"
		is "$(in_zsh try review "")" "" "nothing"
	else
		skip "zsh: tries" "there is no zsh"
	fi
	if command -v fish >/dev/null; then
		is "$(in_fish "halfhour try " | cut -f 1 | sort | tr '\n' ' ')" \
			"done drop list retry review " "fish: the words"
		is "$(in_fish "halfhour try done ")" "$id" "the id and no word"
		is "$(in_fish "halfhour try review ")" "" "nothing"
	else
		skip "fish: tries" "there is no fish"
	fi
fi
done_testing
