#!/bin/sh
# sync_kill.sh: sync is killed at each call that changes something; the next
# command finishes it, and the next sync finds nothing to mend
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
# Of a call that is made hundreds of times so many are enough; SOAK=1 takes all.
EACH=3

there() {
	git --git-dir="$T/there.git" "$@"
}
# state: the branch, what is staged, and all that is in the work tree.
state() {
	git rev-parse HEAD
	git symbolic-ref HEAD
	git ls-files --stage
	git --no-optional-locks status --porcelain
	find notes -type f | sort | xargs sha256sum
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
# run PREFIX… : sync, and wait for all that it has started, which has the pipe
# open to its end.
run() {
	{ "$@" "$HALFHOUR" sync 9>&1 >"$T/out" 2>"$T/err"; } 2>/dev/null |
		cat >/dev/null
}
# judge: after it was killed, and after it was given again.
judge() {
	got=$(there rev-parse main)
	[ "$got" = "$old" ] || [ "$got" = "$new" ] || bad "their branch is at $got"
	"$HALFHOUR" history 글1 >"$T/out" 2>&1 || bad "the next command: $(cat "$T/out")"
	state >"$T/after"
	if cmp -s "$T/after" "$T/synced"; then
		finished=$((finished + 1))
	elif ! cmp -s "$T/after" "$T/before"; then
		bad "half of it: $(diff "$T/before" "$T/after")"
	fi
	# Half a pack may be somebody's, as long as it is young.
	find "$T/wiki/.git/objects/pack" -name 'pack_git2*' \
		-exec touch -d '2 hours ago' {} +
	"$HALFHOUR" sync >"$T/out" 2>&1 || bad "the next: $(cat "$T/out")"
	state >"$T/after"
	cmp -s "$T/after" "$T/synced" || bad "the end: $(diff "$T/synced" "$T/after")"
	[ "$(there rev-parse main)" = "$new" ] || bad "the next one makes another commit"
	for side in "$T/wiki/.git" "$T/there.git"; do
		git --git-dir="$side" fsck --strict --no-dangling >"$T/fsck" 2>&1 ||
			bad "fsck: $(cat "$T/fsck")"
	done
	left=$(find "$T/wiki" "$T/there.git" ! -path '*/.git/halfhour/*' \
		\( -name '*.lock' -o -name 'pack_git2*' \)
		find "$T/wiki/notes" -name '.halfhour-*')
	[ -z "$left" ] || bad "it leaves $left"
	left=$(find "$T/wiki/.git/refs" -name '.*')
	[ -z "$left" ] || bad "below refs/ it leaves $left"
	left=$(ls "$T/wiki/.git/halfhour/pending" 2>/dev/null)
	[ -z "$left" ] || bad "it still owes $left"
}

mkdir base
git init -q --bare base/there.git
cd base || exit 1
"$HALFHOUR" init --lang ko wiki >"$T/init.log" || exit 1
cd wiki || exit 1
git remote add origin ../there.git
for n in 1 2 3; do
	printf '# 글 %d\n\n하나\n\n둘\n\n셋\n' "$n" >"notes/글$n.md"
done
git add -A
git commit -q -m "글"
"$HALFHOUR" --quiet log "도커: 레이어 캐시" --minutes 28 -k "하나"
"$HALFHOUR" --quiet sync
git clone -q ../there.git ../other
cd ../other || exit 1
"$HALFHOUR" --quiet log "파이프" --at "2026-11-23 09:00" --minutes 10 -k "둘"
sed -i 's/하나/하나!/' notes/글1.md
git rm -q notes/글2.md
mkdir notes/새로
printf '# 새 글\n' >notes/새로/새글.md
git add -A
git commit -q -m "저쪽"
"$HALFHOUR" --quiet sync
cd ../wiki || exit 1
"$HALFHOUR" --quiet log "시그널" --at "2026-11-23 08:00" --minutes 10 -k "셋"
# Edited, and not committed; staged, and edited again.
echo '커밋하지 않은 줄' >>notes/글1.md
echo '준비한 줄' >>notes/글3.md
git add notes/글3.md
echo '더' >>notes/글3.md
git status >"$T/status"

: >"$T/bad"
point="nobody kills it"
restore
state >"$T/before"
old=$(there rev-parse main)
run strace -qq -o "$T/trace" -e trace="$CALLS"
new=$(there rev-parse main)
state >"$T/synced"
isnt "$new" "$old" "two clones are made one"
is "$(git status --porcelain)" ' M "notes/\352\270\2001.md"
MM "notes/\352\270\2003.md"' "what is staged and edited stays so" ||
	diag "$(cat "$T/err")"
sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' "$T/trace" | sort | uniq -c >"$T/calls"
points=0 done=0 finished=0
while read -r n call; do
	step=$(((n + EACH - 1) / EACH)) i=1
	[ -z "${SOAK:-}" ] || step=1
	while [ "$i" -le "$n" ]; do
		point="killed at $call $i"
		restore
		run strace -qq -o "$T/trace" -e trace="$call" \
			-e inject="$call:signal=KILL:when=$i"
		points=$((points + 1))
		[ "$(there rev-parse main)" != "$new" ] || done=$((done + 1))
		judge
		[ "$i" -eq "$n" ] || [ $((i + step)) -le "$n" ] || i=$((n - step))
		i=$((i + step))
	done
done <"$T/calls"
if [ -s "$T/bad" ] || [ "$points" -lt 20 ]; then
	fail "killed at $points calls"
	diag "$(cat "$T/bad")"
else
	pass "killed at $points calls: pushed at $done of them, finished here by the next command at $finished; both sides stay whole"
fi

# ---- and its user goes on in another way -----------------------------------

# Killed when the files are there, and the branch is not: then its user commits
# what lies there. Nothing is owed any more, and the next sync is a sync.
day=notes/daily/2026-11-23.md
: >"$T/bad"
point="killed half way"
half=0
while read -r n call; do
	i=1
	while [ "$half" -lt 2 ] && [ "$call" != "${call#renameat}" ] && [ "$i" -le "$n" ]; do
		restore
		run strace -qq -o "$T/trace" -e trace="$call" \
			-e inject="$call:signal=KILL:when=$i"
		i=$((i + 1))
		[ -n "$(ls .git/halfhour/pending 2>/dev/null)" ] || continue
		git diff --quiet -- "$day" && continue
		# Where the dead held its lock, git cannot, and the next command does.
		git commit -q -a -m "손으로" 2>"$T/err" || continue
		half=$((half + 1))
		"$HALFHOUR" history 글1 >"$T/out" 2>&1 || bad "the next: $(cat "$T/out")"
		[ -z "$(ls .git/halfhour/pending)" ] || bad "it is still owed"
		"$HALFHOUR" sync >"$T/out" 2>&1 || bad "the next sync: $(cat "$T/out")"
		[ "$(there rev-parse main)" = "$(git rev-parse HEAD)" ] || bad "they differ"
		[ "$(grep -c '^### [0-9]' "$day")" -eq 3 ] || bad "entries: $(cat "$day")"
		[ "$(git status --porcelain)" = "" ] || bad "$(git status --porcelain)"
	done
done <"$T/calls"
is "$(cat "$T/bad")" "" "one that its user committed by hand owes nothing"
ok "and there was such a moment" test "$half" -gt 0

done_testing
