#!/bin/sh
# kill.sh: a commit is killed at each system call that it makes; the next
# command must find nothing to mend by hand
#
# A commit is run under strace, which kills it when it enters the Nth call of
# one name; N grows until the process lives to its end, and so on for each
# name of a call that changes the disk, or opens what is changed. After each
# death the next command runs, and everything that was promised is checked.
. "$(dirname "$0")/../lib.sh"

CALLS="openat openat2 write pwrite64 mkdir mkdirat link linkat symlink
	symlinkat rename renameat renameat2 unlink unlinkat rmdir truncate
	ftruncate chmod fchmod fchmodat utimensat fsync fdatasync
	copy_file_range sendfile flock"
DAY=notes/daily/2026-11-23.md
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
"${CC:-cc}" -std=c11 -D_GNU_SOURCE -O1 -g -pthread -I"$TOP/src" -o "$DRIVER" \
	"$TOP/tests/repo/driver.c" "$TOP"/src/repo/*.c "$TOP"/src/base/*.c \
	$(pkg-config --libs libgit2 libmd libutf8proc yaml-0.1) -lm \
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

base_unborn() {
	mkdir -p notes/daily
	printf '# day\nby hand\n' >$DAY
	others
}

base_detour() {
	base_staged
	git config user.name ''
	"$DRIVER" . log 'log: entry' $DAY 'the entry' notes/second.md 'the entry' \
		>/dev/null 2>&1
	git config --unset user.name
}

# What is killed: in a detour it is the making up for what was put off.
command_of() {
	case $1 in
	detour) echo finish ;;
	*) echo log ;;
	esac
}

do_finish() {
	"$@" finish
}

do_log() {
	"$@" log 'log: entry' $DAY 'the entry' notes/second.md 'the entry'
}

# ---- what was promised -----------------------------------------------------

# bad WHAT: one line of the report; $point says where.
bad() {
	echo "$point: $*" >>"$results.bad"
}

count() {
	grep -cxF -e "$1"
}

# version NAME: the day file without the entry, and how often it has that.
version() {
	case $1 in
	head) git show "HEAD:$DAY" 2>/dev/null ;;
	index) git show ":$DAY" 2>/dev/null ;;
	work) cat "$DAY" ;;
	esac >"$results.text"
	grep -vxF 'the entry' "$results.text" >"$results.rest"
	count 'the entry' <"$results.text"
}

# state FILE: all that the commit must leave as it is.
state() {
	for v in head index work; do
		echo "== $v"
		version $v >/dev/null
		cat "$results.rest"
	done
	echo "== other files"
	git status --porcelain -- . ":!$DAY" ":!notes"
	git diff --cached -- . ":!$DAY" ":!notes"
	git diff -- . ":!$DAY" ":!notes"
	cat other.md scratch.md
}

# check SHAPE OWED: everything, after the next command.
check() {
	find .git -name '*.lock' | grep -q . && bad "a lock is left"
	find .git/halfhour/pending -mindepth 1 2>/dev/null | grep -q . &&
		bad "an intent is left"
	find . -name '.halfhour-*' ! -path './.git/*' | grep -q . &&
		bad "a temporary file is left among the notes"
	git fsck --strict >"$results.fsck" 2>&1 || bad "fsck: $(cat "$results.fsck")"
	h=$(version head) i=$(version index) w=$(version work)
	commits=$(git log --format=%s 2>/dev/null | count 'log: entry')
	case $h$i$w$commits in
	1111) second=$(git show HEAD:notes/second.md 2>&1) ;;
	0000) [ -z "$2" ] || bad "the entry is lost" ;;
	*) bad "the entry is there $h/$i/$w times, in $commits commits" ;;
	esac
	if [ "$h" = 1 ]; then
		[ "$second" = "$(printf '# day\nthe entry')" ] ||
			bad "the second file is: $second"
		[ -z "$(git status --porcelain -- notes/second.md)" ] ||
			bad "the second file is not clean"
	fi
	state >"$results.after"
	want=$results.before
	# A file that git did not know goes into the commit as it is.
	[ "$1$h" = unborn1 ] && want=$results.whole
	cmp -s "$want" "$results.after" ||
		bad "something else changed: $(diff "$want" "$results.after")"
}

# after SHAPE CODE: the next command, and what is true behind it.
after() {
	owed=
	[ "$2" = 0 ] && owed=1
	ls .git/halfhour/pending 2>/dev/null | grep -qv '\.tmp$' && owed=1
	if [ $((n % 2)) = 0 ]; then
		"$DRIVER" . finish >"$results.log" 2>&1
	else
		"$DRIVER" . log 'log: next' notes/next.md next >"$results.log" 2>&1
	fi || bad "the next command fails: $(cat "$results.log")"
	check "$1" "$owed"
}

# ---- the sweep -------------------------------------------------------------

sweep() {
	shape=$1
	results=$T/$shape
	mkdir "$results.base" && cd "$results.base" || exit 1
	git init -q . && rm -rf .git/hooks
	"base_$shape"
	point="$shape before"
	state >"$results.before"
	# What it is when nobody is killed, too.
	cp -a "$results.base" "$results.repo" && cd "$results.repo" || exit 1
	"do_$(command_of "$shape")" "$DRIVER" . >/dev/null 2>&1 || bad "it fails"
	state >"$results.whole"
	for call in $CALLS; do
		n=0
		code=137
		while [ "$code" = 137 ]; do
			n=$((n + 1))
			point="$shape, $call $n"
			cd "$T" && rm -rf "$results.repo"
			cp -a "$results.base" "$results.repo"
			cd "$results.repo" || exit 1
			code=0
			"do_$(command_of "$shape")" strace -f -o "$results.trace" \
				-e "trace=?$call" \
				-e "inject=?$call:signal=KILL:when=$n" \
				"$DRIVER" . >"$results.log" 2>&1 || code=$?
			after "$shape" $code
		done
		[ "$code" = 0 ] || bad "it ends with $code: $(cat "$results.log")"
		echo $((n - 1)) "$call" >>"$results.points"
	done
}

sweep staged &
first=$!
(sweep unborn)
wait $first
(sweep detour)

for shape in staged unborn detour; do
	n=$(awk '{ n += $1 } END { print n + 0 }' "$T/$shape.points")
	if [ ! -s "$T/$shape.bad" ] && [ "$n" -gt 50 ]; then
		pass "$shape: killed at $n points, and nothing is lost or doubled"
	else
		fail "$shape: killed at $n points, and nothing is lost or doubled"
		diag "$(cat "$T/$shape.bad")"
	fi
done
done_testing
