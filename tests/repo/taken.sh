#!/bin/sh
# taken.sh: a day file that somebody else makes in the moment in which we do
. "$(dirname "$0")/../lib.sh"

case $HALFHOUR in
*san/*) skip_all "strace and the leak check are in each other's way" ;;
esac
if ! strace -qq -o /dev/null true 2>/dev/null; then
	[ -z "${CI:-}" ] || fail "strace works"
	[ -n "${CI:-}" ] || skip_all "strace is not there, or may not trace"
	done_testing
	exit 0
fi

wiki --lang ko
day=notes/daily/2026-11-23.md
strace -f -qq -o /dev/null -e trace=renameat2 \
	-e inject=renameat2:delay_enter=2s:when=1 \
	"$HALFHOUR" log "도커: 하나" --minutes 5 >"$T/out" 2>"$T/err" &
# From here on the entry is saved, and about to become the file.
lib_i=0
until ls -d .git/halfhour/pending/*-00 >/dev/null 2>&1 || [ "$lib_i" -gt 200 ]; do
	sleep 0.05
	lib_i=$((lib_i + 1))
done
ok "somebody makes the file" sh -c "set -C; mkdir -p notes/daily; \
	printf '# 2026-11-23\n\n손으로 쓴 것\n' >$day"
wait
like "$(cat "$T/out")" "도커: 하나 \(5 min\)" "the entry is told"
like "$(cat $day)" "^손으로 쓴 것$" "what they wrote is there"
is "$(grep -c '^### .*도커: 하나$' $day)" 1 "and so is the entry, once"
is "$(git show "HEAD:$day" | grep -c '도커: 하나')" 1 "which is committed"
ok "git fsck" git fsck --strict
is "$(ls .git/halfhour/pending)" "" "and nothing is owed"
done_testing
