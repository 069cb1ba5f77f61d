#!/bin/sh
# sync_ssh.sh: sync over ssh, with a real sshd on loopback
. "$(dirname "$0")/../lib.sh"
# shellcheck source=../sshd.sh
. "$TOP/tests/sshd.sh"

repository="$T/남의 저장소's.git"
git init -q --bare "$repository"
there() {
	git --git-dir="$repository" "$@"
}
wiki --lang ko
"$HALFHOUR" --quiet log "도커: 레이어 캐시" --minutes 28
git config core.sshCommand "ssh -F '$T/ssh/config'"
git remote add origin "wiki-server:$repository"
exits 0 "sync over ssh, into an empty repository" "$HALFHOUR" sync
is "$(there rev-parse main)" "$(git rev-parse HEAD)" "pushes the branch"
GIT_SSH_COMMAND="ssh -F '$T/ssh/config'" git clone -q "wiki-server:$repository" "$T/b"
git -C "$T/b" config core.sshCommand "ssh -F '$T/ssh/config'"
"$HALFHOUR" -C "$T/b" --quiet log "파이프" --at "2026-11-23 09:00" --minutes 10
exits 0 "from another clone" "$HALFHOUR" -C "$T/b" sync
"$HALFHOUR" --quiet log "시그널" --at "2026-11-23 08:00" --minutes 10
exits 0 "and where both have logged" "$HALFHOUR" sync
like "$(cat "$T/out")" '^synced: 1 in, 2 out, 1 file merged ↔ origin main' "both are merged"
is "$(there show main:notes/daily/2026-11-23.md | grep '^### [0-9]')" "### 08:00–08:10 시그널
### 09:00–09:10 파이프
### 21:00–21:28 도커: 레이어 캐시" "there, too"
path=$(printf %s "$repository" | sed 's/ /%20/g')
exits 0 "by a URL" "$HALFHOUR" sync --remote "ssh://$me@127.0.0.1:$port$path"
like "$(cat "$T/out")" '^nothing to sync: ssh://' "is the same branch"
ok "the other side is whole" there fsck --strict --full
ok "and this one" git fsck --strict --full

# ---- whom not to trust, and nobody there -----------------------------------

"$HALFHOUR" --quiet log "소켓" --at "2026-11-23 07:00" --minutes 10
mv "$T/ssh/known" "$T/ssh/was"
exits 1 "a host that is not known" "$HALFHOUR" sync
like "$(cat "$T/err")" 'cannot reach origin: .*Host key verification failed' "is told"
mv "$T/ssh/was" "$T/ssh/known"
kill "$server"
wait "$server" 2>/dev/null
exits 1 "nobody answers" "$HALFHOUR" sync
like "$(cat "$T/err")" 'cannot reach origin: .*Connection refused' "is told"
like "$(cat "$T/err")" '1 commit waits to be synced' "and what waits"

done_testing
