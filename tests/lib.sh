# shellcheck shell=sh
# lib.sh: what every test script stands on
#
#	#!/bin/sh
#	. "$(dirname "$0")/../lib.sh"
#	wiki
#	exits 0 "log works" "$HALFHOUR" log "docker: layers" --minutes 12
#	like "$(cat "$T/out")" "12 min" "it says how long"
#	done_testing
#
# A script prints TAP and runs alone from anywhere: sh tests/cmd/log.sh. It
# starts in $T, a fresh directory that goes when all went well and stays, and
# is named, when something failed. $TOP is the source tree; $HALFHOUR the
# program. The home, the identity, the clock, the time zone and the language
# are the same on every machine.

set -u

TOP=$(cd "$(dirname "$0")/../.." && pwd) || exit 1
HALFHOUR=${HALFHOUR:-build/halfhour}
case $HALFHOUR in
/*) ;;
*) HALFHOUR=$TOP/$HALFHOUR ;;
esac

T=$(mktemp -d "${TMPDIR:-/tmp}/halfhour-test.XXXXXX") || exit 1
T=$(cd "$T" && pwd -P) || exit 1
tests_n=0
tests_failed=0
tests_done=

# Nothing of the caller's git or halfhour may reach a test.
for name in $(env | sed -n 's/^\(GIT_[A-Z_0-9]*\|HALFHOUR_[A-Z_0-9]*\)=.*/\1/p')
do
	unset "$name"
done
mkdir "$T/home"
HOME=$T/home
XDG_CONFIG_HOME=$HOME/.config
XDG_CACHE_HOME=$HOME/.cache
XDG_DATA_HOME=$HOME/.local/share
XDG_STATE_HOME=$HOME/.local/state
# libgit2 does not know GIT_CONFIG_GLOBAL: it reads ~/.gitconfig, so the two
# are one file.
GIT_CONFIG_GLOBAL=$HOME/.gitconfig
GIT_CONFIG_NOSYSTEM=1
GIT_CEILING_DIRECTORIES=$T
GIT_TERMINAL_PROMPT=0
TZ=UTC
LC_ALL=C
HALFHOUR_NOW=2026-11-23T21:28:00+09:00
NO_COLOR=1
# No container engine of the machine is a test's to use: see dockerd.sh.
DOCKER_HOST=unix://$T/no-engine.sock
# A code of its own, so that "exits 1" is not satisfied by a sanitizer's report.
ASAN_OPTIONS=exitcode=99:${ASAN_OPTIONS:-}
LSAN_OPTIONS=exitcode=99:${LSAN_OPTIONS:-}
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1:${UBSAN_OPTIONS:-}
export HALFHOUR T TOP HOME XDG_CONFIG_HOME XDG_CACHE_HOME XDG_DATA_HOME \
	XDG_STATE_HOME GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM \
	GIT_CEILING_DIRECTORIES GIT_TERMINAL_PROMPT TZ LC_ALL HALFHOUR_NOW \
	NO_COLOR DOCKER_HOST ASAN_OPTIONS LSAN_OPTIONS UBSAN_OPTIONS
unset CDPATH LANG LANGUAGE VISUAL EDITOR PAGER XDG_RUNTIME_DIR \
	DOCKER_CONTEXT CONTAINER_HOST
cat >"$GIT_CONFIG_GLOBAL" <<'END'
[user]
	name = Ada Test
	email = ada@example.org
[init]
	defaultBranch = main
[gc]
	auto = 0
END

lib_end() {
	lib_code=$?
	trap - EXIT
	cd /
	if [ "$lib_code" -eq 0 ] && [ "$tests_failed" -eq 0 ] &&
		[ -n "$tests_done" ]; then
		chmod -R u+rwX "$T" 2>/dev/null
		rm -rf "$T"
		exit 0
	fi
	diag "${0#"$TOP/"}: the files are kept in $T"
	[ "$lib_code" -ne 0 ] || lib_code=1
	exit "$lib_code"
}
trap lib_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
cd "$T" || exit 1

# diag TEXT: why a test failed. Longer texts are cut. It goes to standard
# error, because prove shows that and keeps standard output to itself.
diag() {
	printf '%s\n' "$*" | sed -e 's/^/# /' -e '60q' >&2
}

# pass DESC, fail DESC: one line of TAP.
pass() {
	tests_n=$((tests_n + 1))
	echo "ok $tests_n - $*"
}

fail() {
	tests_n=$((tests_n + 1))
	tests_failed=$((tests_failed + 1))
	echo "not ok $tests_n - $*"
	diag "${0#"$TOP/"}: test $tests_n failed: $*"
	return 1
}

# skip DESC WHY: a test that this machine cannot do.
skip() {
	tests_n=$((tests_n + 1))
	echo "ok $tests_n - $1 # SKIP $2"
}

# skip_all WHY: the same for the whole script. Ends it.
skip_all() {
	echo "1..0 # SKIP $*"
	tests_done=1
	exit 0
}

# editor_gone: wait until no process has a file of .git/halfhour/ in its
# arguments: an editor outlives a halfhour that is killed. The name is read from
# a pipe, for grep's own arguments are no editor's.
editor_gone() {
	# shellcheck disable=SC2062 # they are files
	while printf '%s\n' "$PWD/.git/halfhour/" |
		grep -qsF -f - /proc/[0-9]*/cmdline; do
		sleep 0.02
	done
}

# ok DESC CMD…: the command succeeds. What it prints is shown if it does not.
ok() {
	lib_desc=$1
	shift
	if "$@" >"$T/ok.log" 2>&1; then
		pass "$lib_desc"
	else
		lib_code=$?
		fail "$lib_desc"
		diag "exit $lib_code: $*"
		diag "$(cat "$T/ok.log")"
		return 1
	fi
}

# not CMD…: the other way round, for `ok "no file" not test -e x`.
not() {
	! "$@"
}

# is GOT WANT DESC: the two texts are equal.
is() {
	if [ "$1" = "$2" ]; then
		pass "$3"
	else
		fail "$3"
		printf '%s\n' "$2" >"$T/is.want"
		printf '%s\n' "$1" >"$T/is.got"
		diag "$(diff -u "$T/is.want" "$T/is.got")"
		return 1
	fi
}

# isnt GOT UNWANTED DESC: they differ.
isnt() {
	if [ "$1" != "$2" ]; then
		pass "$3"
	else
		fail "$3"
		diag "both are: $1"
		return 1
	fi
}

# like TEXT PATTERN DESC: some line of the text matches the extended regular
# expression. unlike: none does.
like() {
	if printf '%s\n' "$1" | grep -Eq -e "$2"; then
		pass "$3"
	else
		fail "$3"
		diag "no line matches /$2/ in:"
		diag "$1"
		return 1
	fi
}

unlike() {
	if printf '%s\n' "$1" | grep -Eq -e "$2"; then
		fail "$3"
		diag "a line matches /$2/ in:"
		diag "$1"
		return 1
	else
		pass "$3"
	fi
}

# exits CODE DESC CMD…: the command ends with that code. Its standard output
# stays in $T/out, its standard error in $T/err.
exits() {
	lib_want=$1
	lib_desc=$2
	shift 2
	lib_code=0
	"$@" >"$T/out" 2>"$T/err" || lib_code=$?
	if [ "$lib_code" -eq "$lib_want" ]; then
		pass "$lib_desc"
	else
		fail "$lib_desc"
		diag "exit $lib_code, not $lib_want: $*"
		diag "$(sed 's/^/out: /' "$T/out")"
		diag "$(sed 's/^/err: /' "$T/err")"
		return 1
	fi
}

# same GOT-FILE WANT-FILE DESC: the files are equal, byte for byte.
same() {
	if cmp -s "$1" "$2"; then
		pass "$3"
	else
		fail "$3"
		diag "$(diff -au "$2" "$1" 2>&1)"
		return 1
	fi
}

# wiki [INIT-OPTION…]: a new wiki in $T/wiki, and the script goes there.
wiki() {
	if ! "$HALFHOUR" init "$@" "$T/wiki" >"$T/init.log" 2>&1; then
		diag "$(cat "$T/init.log")"
		echo "Bail out! halfhour init failed"
		exit 1
	fi
	cd "$T/wiki" || exit 1
}

# tap CMD…: the command prints the TAP of the whole script. Ends it.
tap() {
	tests_done=1
	"$@"
	exit
}

# done_testing: the plan. The last line of every script.
done_testing() {
	echo "1..$tests_n"
	tests_done=1
	[ "$tests_failed" -eq 0 ] || exit 1
}
