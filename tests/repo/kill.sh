#!/bin/sh
# kill.sh: a commit is killed at each system call that it makes, or the call
# fails; the next command must find nothing to mend by hand
#
# A commit is run under strace, which kills it when it enters the Nth call of
# one name; N grows until the process lives to its end, and so on for each
# name of a call that changes the disk. Of the calls that open a file those are
# taken that may create one. After each death the next command runs, and
# everything that was promised is checked. Faults of the disk are swept likewise.
. "$(dirname "$0")/../lib.sh"

OPENS="open openat openat2"
CALLS="write pwrite64 mkdir mkdirat link linkat symlink
	symlinkat rename renameat renameat2 unlink unlinkat rmdir truncate
	ftruncate chmod fchmod fchmodat utimensat fsync fdatasync
	copy_file_range sendfile"
FAULTS="fsync:EIO write:ENOSPC mkdirat:EACCES mkdir:EACCES renameat:EIO
	rename:EIO linkat:EPERM linkat:EIO unlinkat:EIO fchmod:EPERM
	openat2:EMFILE"
DAY=notes/daily/2026-11-23.md
SECOND=notes/second.md
THIRD=notes/more/third.md
DRIVER=$T/driver

# On a machine of ours this must not be passed over in silence.
cannot() {
	if [ -n "${CI:-}" ]; then
		fail "the kill sweep can run here"
		diag "$*"
		done_testing
	fi
	skip_all "$*"
}

command -v strace >/dev/null || cannot "strace is not installed"
strace -f -o "$T/probe" -e trace=openat true 2>/dev/null ||
	cannot "strace may not trace processes here"

# Not sanitized, whatever the rest is: ASan and strace are in each other's way.
# shellcheck disable=SC2046
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -g -pthread -I"$TOP/src" \
	-I"$TOP/build/gen" -o "$DRIVER" \
	"$TOP/tests/repo/driver.c" "$TOP"/src/repo/*.c "$TOP"/src/base/*.c \
	$(pkg-config --libs nettle libutf8proc yaml-0.1) -lm \
	2>"$T/cc.log" || {
	fail "the driver compiles"
	diag "$(cat "$T/cc.log")"
	done_testing
}

# ---- the repositories ------------------------------------------------------

# What a user may have going on in other files.
others() {
	echo staged >other.md
	git add other.md
	echo untracked >scratch.md
}

# base NAME: the repository to be copied for each death, in the current folder.
base_staged() {
	mkdir -p notes/daily
	echo '# day' >$DAY
	echo old >changed.md
	git add .
	git commit -qm base
	echo 'in the index' >>$DAY
	git add $DAY
	echo 'in the file' >>$DAY
	echo new >>changed.md
	others
}

base_faults() {
	base_staged
}

# One file gets the entry, another one goes.
base_gone() {
	base_staged
	mkdir -p notes/more
	echo second >$THIRD
	git add $THIRD
	git commit -qm second -- $THIRD
}

base_unborn() {
	mkdir -p notes/daily
	printf '# day\nby hand\n' >$DAY
	others
}

base_detour() {
	base_staged
	git config user.name ''
	"$DRIVER" . log 'log: entry' $DAY 'the entry' $SECOND 'the entry' \
		>/dev/null 2>&1
	git config --unset user.name
}

# The git folder on another file system, over which nothing is renamed.
base_apart() {
	base_staged
	mv .git "$APART/base"
	cp -a "$APART/base" "$APART/repo"
	echo "gitdir: $APART/repo" >.git
}

# What is killed: in a detour it is the making up for what was put off.
command_of() {
	case $1 in
	detour) echo finish ;;
	gone) echo gone ;;
	*) echo log ;;
	esac
}

do_finish() {
	"$@" finish
}

do_gone() {
	"$@" log 'log: entry' $DAY 'the entry' $THIRD -
}

do_log() {
	"$@" log 'log: entry' $DAY 'the entry' $SECOND 'the entry'
}

# ---- what was promised -----------------------------------------------------

# bad WHAT: one line of the report; $point says where.
bad() {
	echo "$point: $*" >>"$results.bad"
}

count() {
	grep -cxF -e "$1"
}

# state: all that the commit must leave as it is. How often each version has
# the entry is in $h, $i and $w afterwards.
state() {
	for v in head index work; do
		case $v in
		head) git cat-file blob "HEAD:$DAY" ;;
		index) git cat-file blob ":$DAY" ;;
		work) cat "$DAY" ;;
		esac >"$results.text" 2>/dev/null
		echo "== $v"
		grep -vxF 'the entry' "$results.text"
		count 'the entry' <"$results.text" >"$results.$v"
	done
	echo "== other files"
	git status --porcelain -- . ":!$DAY" ":!$SECOND" ":!$THIRD"
	git diff --cached -- . ":!$DAY" ":!$SECOND" ":!$THIRD"
	git diff -- . ":!$DAY" ":!$SECOND" ":!$THIRD"
	cat other.md scratch.md
}

# second SHAPE: the other file of the commit, when the commit is there.
second() {
	if [ "$1" = gone ]; then
		[ -z "$(git ls-tree -r HEAD notes/more)" ] ||
			bad "HEAD still has $THIRD"
		[ -z "$(git ls-tree HEAD notes/more)" ] ||
			bad "HEAD has an empty folder"
		[ -z "$(git ls-files $THIRD)" ] || bad "it is still staged"
		[ ! -e $THIRD ] || bad "the work file is still there"
		return
	fi
	[ "$(git cat-file blob HEAD:$SECOND 2>&1)" = \
		"$(printf '# day\nthe entry')" ] ||
		bad "the second file is: $(cat $SECOND)"
	[ -z "$(git status --porcelain -- $SECOND)" ] ||
		bad "the second file is not clean"
}

# check SHAPE OWED: everything, after the next command.
check() {
	find "$git" -name '*.lock' | grep -q . && bad "a lock is left"
	find "$git/halfhour/pending" -mindepth 1 2>/dev/null | grep -q . &&
		bad "an intent is left"
	find . -name '.halfhour-*' ! -path './.git/*' | grep -q . &&
		bad "a temporary file is left among the notes"
	git fsck --strict >"$results.fsck" 2>&1 || bad "fsck: $(cat "$results.fsck")"
	state >"$results.after"
	h=$(cat "$results.head") i=$(cat "$results.index") w=$(cat "$results.work")
	commits=$(git log --format=%s 2>/dev/null | count 'log: entry')
	want=$results.before
	case $h$i$w$commits in
	1111)
		want=$results.whole
		[ -n "$2" ] || bad "it is there, and was said not to be"
		second "$1"
		;;
	0000)
		[ "$2" != 1 ] || bad "the entry is lost"
		[ "$1" != gone ] || [ -z "$(git status --porcelain $THIRD)" ] ||
			bad "half of the file is gone"
		;;
	*) bad "the entry is there $h/$i/$w times, in $commits commits" ;;
	esac
	cmp -s "$want" "$results.after" ||
		bad "something else changed: $(diff "$want" "$results.after")"
	[ "$1" = unborn ] || cmp -s "$results.before" "$results.after" ||
		bad "the rest changed: $(diff "$results.before" "$results.after")"
}

# after SHAPE CODE: the next command, and what is true behind it.
after() {
	owed=
	[ "$2" = 0 ] && owed=1
	for intent in "$git"/halfhour/pending/*; do
		case $intent in
		*.tmp | *'*') ;;
		*) owed=1 ;;
		esac
	done
	grep -q 'saved, not committed' "$results.log" && owed=1
	# Killed before it could say so: then it may be there or not.
	[ "$owed$2" = 137 ] && owed=maybe
	if [ $((n % 2)) = 0 ]; then
		"$DRIVER" . finish >"$results.log" 2>&1
	else
		"$DRIVER" . log 'log: next' notes/next.md next >"$results.log" 2>&1
	fi || bad "the next command fails: $(cat "$results.log")"
	check "$1" "$owed"
}

# ---- the sweep -------------------------------------------------------------

# run CALL [STRACE-OPTION...]: the command in a fresh copy; its exit in $code.
run() {
	cd "$T" && rm -rf "$results.repo"
	cp -a "$results.base" "$results.repo"
	cd "$results.repo" || exit 1
	git=.git
	if [ "$shape" = apart ]; then
		git=$APART/repo
		rm -rf "$git"
		cp -a "$APART/base" "$git"
	fi
	call=$1
	shift
	code=0
	"do_$(command_of "$shape")" strace -f -o "$results.trace" \
		-e "trace=?$call" "$@" "$DRIVER" . >"$results.log" 2>&1 || code=$?
}

# kill_at CALL N: 1 when the process was not killed.
kill_at() {
	n=$2
	point="$shape, $1 $n"
	run "$1" -e "inject=?$1:signal=KILL:when=$n"
	after "$shape" "$code"
	[ "$code" = 137 ] || return 1
	echo "$1" >>"$results.points"
}

# fault_at CALL ERRNO N: 1 when there was no Nth call.
fault_at() {
	n=$3
	point="$shape, $1 $n fails with $2"
	run "$1" --seccomp-bpf -e "inject=?$1:error=$2:when=$n"
	grep -q INJECTED "$results.trace" || return 1
	echo "$1" >>"$results.points"
	after "$shape" "$code"
}

begin() {
	shape=$1
	results=$T/$shape
	mkdir "$results.base" && cd "$results.base" || exit 1
	git init -q . && rm -rf .git/hooks
	"base_$shape"
	point="$shape, nobody killed"
	state >"$results.before"
	run execve
	[ "$code" = 0 ] || bad "it ends with $code: $(cat "$results.log")"
	state >"$results.whole"
}

sweep() {
	begin "$1"
	for name in ${2-$CALLS}; do
		at=1
		while kill_at "$name" "$at"; do
			at=$((at + 1))
		done
	done
	for name in ${3-$OPENS}; do
		run "$name"
		grep "$name(" "$results.trace" | grep -n O_CREAT |
			cut -d: -f1 >"$results.opens"
		while read -r at; do
			kill_at "$name" "$at" || bad "it is not killed there"
		done <"$results.opens"
	done
}

faults() {
	begin faults
	for name in $FAULTS; do
		at=1
		while fault_at "${name%:*}" "${name#*:}" "$at"; do
			at=$((at + 1))
		done
	done
}

# report SHAPE WHAT
report() {
	n=$(wc -l <"$T/$1.points")
	if [ ! -s "$T/$1.bad" ] && [ "$n" -gt 20 ]; then
		pass "$1: $2 at $n points, and nothing is lost or doubled"
	else
		fail "$1: $2 at $n points, and nothing is lost or doubled"
		diag "$(cat "$T/$1.bad")"
	fi
}

APART=
[ -w /dev/shm ] && [ "$(stat -c %d /dev/shm)" != "$(stat -c %d "$T")" ] &&
	APART=$(mktemp -d /dev/shm/halfhour-test.XXXXXX)

# Two at a time, each about half of it.
{
	(sweep unborn)
	(sweep gone)
	(faults)
} &
(sweep staged)
(sweep detour)
# The calls that are made for the sake of the other file system.
[ -z "$APART" ] || (sweep apart "renameat write fchmod unlinkat" openat2)
wait

report staged killed
report unborn killed
report gone killed
report detour killed
report faults failing
if [ -n "$APART" ]; then
	report apart killed
	rm -rf "$APART"
else
	skip "apart" "there is one file system only"
fi
done_testing
