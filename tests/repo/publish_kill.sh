#!/bin/sh
# publish_kill.sh: publish is killed at each call that changes something, and
# the next one finds nothing to mend
[ -n "${TMPDIR:-}" ] || [ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/../lib.sh"

case $HALFHOUR in
*san/*) skip_all "killed without sanitizers: there it takes minutes" ;;
esac
if ! strace -qq -o "$T/probe" -e inject=uname:signal=KILL:when=1 true 2>"$T/err"; then
	[ -z "${CI:-}" ] || fail "strace can run here"
	skip_all "strace cannot run here: $(cat "$T/err")"
fi

CALLS=write,pwrite64,mkdirat,link,linkat,rename,renameat,renameat2,\
unlink,unlinkat,fsync,fdatasync,sendto,socketpair,vfork,clone3,wait4
# Of a call that is made hundreds of times, as for a pack, so many are enough;
# SOAK=1 takes all.
EACH=5

there() {
	git --git-dir="$T/there.git" "$@"
}
# state: what publish must leave alone, here.
state() {
	git for-each-ref --format='%(refname) %(objectname)' refs/heads/main
	git symbolic-ref HEAD
	git ls-files --stage --debug
	git --no-optional-locks status --porcelain
}
# bad WHAT: one line of the report.
bad() {
	echo "$point: $*" >>"$T/bad"
}
# restore: both repositories as they were.
restore() {
	cd "$T" && rm -rf wiki there.git && cp -a base/wiki base/there.git . &&
		cd wiki || exit 1
}
# run PREFIX… : publish, and wait for all that it has started, which has the
# pipe open to its end.
run() {
	{ "$@" "$HALFHOUR" publish ${how:+"$how"} 9>&1 >"$T/out" 2>"$T/err"; } \
		2>/dev/null | cat >/dev/null
}
# result: where the branch is, on the side that $how is about.
result() {
	if [ "$how" = --no-push ]; then
		git rev-parse -q --verify refs/heads/gh-pages
	else
		there rev-parse -q --verify refs/heads/gh-pages
	fi
}
# judge: after it was killed.
judge() {
	got=$(result)
	[ "$got" = "$old" ] || [ "$got" = "$new" ] || bad "the branch is at $got"
	state >"$T/after"
	cmp -s "$T/after" "$T/before" || bad "$(diff "$T/before" "$T/after")"
	for side in "$T/wiki/.git" "$T/there.git"; do
		git --git-dir="$side" fsck --strict --no-dangling >"$T/fsck" 2>&1 ||
			bad "fsck: $(cat "$T/fsck")"
	done
	"$HALFHOUR" publish ${how:+"$how"} >"$T/out" 2>&1 || bad "the next: $(cat "$T/out")"
	[ "$(result)" = "$new" ] || bad "the next one makes another commit"
	left=$(find "$T/wiki/.git" "$T/there.git" ! -path '*/.git/halfhour/*' \
		\( -name '*.lock' -o -name 'pack_git2*' \))
	[ -z "$left" ] || bad "it leaves $left"
}

# sweep NAME OPTION: all points of one publish.
sweep() {
	how=$2
	point=$1
	: >"$T/bad"
	restore
	state >"$T/before"
	old=$(result)
	run strace -qq -o "$T/trace" -e trace="$CALLS"
	new=$(result)
	[ "$new" != "$old" ] || bad "nothing is published"
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' "$T/trace" | sort | uniq -c >"$T/calls"
	points=0 done=0
	while read -r n call; do
		step=$(((n + EACH - 1) / EACH)) i=1
		[ -z "${SOAK:-}" ] || step=1
		while [ "$i" -le "$n" ]; do
			point="$1, killed at $call $i"
			restore
			run strace -qq -o "$T/trace" -e trace="$call" \
				-e inject="$call:signal=KILL:when=$i"
			points=$((points + 1))
			[ "$(result)" != "$new" ] || done=$((done + 1))
			judge
			[ "$i" -eq "$n" ] || [ $((i + step)) -le "$n" ] || i=$((n - step))
			i=$((i + step))
		done
	done <"$T/calls"
	if [ -s "$T/bad" ] || [ "$points" -lt 20 ]; then
		fail "$1: killed at $points calls"
		diag "$(cat "$T/bad")"
	else
		pass "$1: killed at $points calls, at $done of them when it was done: both sides stay whole"
	fi
}

mkdir base
git init -q --bare base/there.git
cd base || exit 1
"$HALFHOUR" init --lang ko wiki >"$T/init.log" || exit 1
cd wiki || exit 1
git remote add origin ../there.git
"$HALFHOUR" --quiet log "도커: 레이어 캐시" --minutes 28
# The first time there is so much that it becomes a pack.
for n in $(seq 60); do
	printf '# 글 %d\n\n글이다.\n' "$n" >"notes/글$n.md"
done
git add -A
git commit -q -m "글"
echo staged >>notes/글1.md
git add notes/글1.md
echo more >>notes/글1.md
git status >"$T/status"
sweep "the first time" ""
cd "$T/base/wiki" || exit 1
"$HALFHOUR" publish >"$T/out" || exit 1
printf '# 새 글\n' >notes/새글.md
sweep "a change" ""
sweep "without a push" --no-push

done_testing
