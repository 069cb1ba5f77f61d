#!/bin/sh
# sync_ssh.sh: sync over ssh, with a real sshd on loopback
. "$(dirname "$0")/../lib.sh"

# libgit2 forgets what a pattern that does not match was matched by, for each
# name of a setting that it looks through; the leak is none of ours.
echo leak:libpcre2 >"$T/leaks"
LSAN_OPTIONS=$LSAN_OPTIONS:suppressions=$T/leaks:print_suppressions=0
export LSAN_OPTIONS

sshd=$(PATH=$PATH:/usr/sbin command -v sshd) || sshd=
if [ -z "$sshd" ] && [ -z "${CI:-}" ]; then
	skip_all "there is no sshd: apt-get install openssh-server"
fi

unset SSH_AGENT_PID SSH_AUTH_SOCK
me=$(id -un)
mkdir "$T/ssh"
for key in host good; do
	ssh-keygen -q -t ed25519 -N '' -C "$key" -f "$T/ssh/$key"
done
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$T/ssh/sshd_config" <<END
ListenAddress 127.0.0.1
Port $port
HostKey $T/ssh/host
AuthorizedKeysFile $T/ssh/good.pub
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
END
# What root's sshd needs, and the service makes when it begins.
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
"$sshd" -D -e -f "$T/ssh/sshd_config" 2>"$T/sshd.log" &
server=$!
stop() {
	code=$?
	kill "$server" 2>/dev/null
	return "$code"
}
trap 'stop; lib_end' EXIT
# ssh -F: the home of a test is none that ssh looks into.
cat >"$T/ssh/config" <<END
Host *
	BatchMode yes
	IdentitiesOnly yes
	IdentityFile $T/ssh/good
	IdentityAgent none
	UserKnownHostsFile $T/ssh/known
	GlobalKnownHostsFile none
Host wiki-server
	HostName 127.0.0.1
	Port $port
	User $me
END
printf '[127.0.0.1]:%s %s\n' "$port" "$(cat "$T/ssh/host.pub")" >"$T/ssh/known"
n=0
until ssh -F "$T/ssh/config" wiki-server true 2>"$T/err" || [ $n -gt 100 ]; do
	n=$((n + 1))
	sleep 0.1
done
if ! kill -0 "$server" 2>/dev/null; then
	diag "$(cat "$T/sshd.log")"
	fail "sshd runs"
fi

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
