# shellcheck shell=sh
# sshd.sh: a real sshd on loopback, for a script that has read lib.sh
#
# It runs until the script ends, on $port, for $me: with the keys good and rsa
# in $T/ssh, not with bad and other. `ssh -F "$T/ssh/config"` knows it as
# wiki-server; config KEY [AGENT] writes that file anew for another key.

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
for key in host good bad other; do
	ssh-keygen -q -t ed25519 -N '' -C "$key" -f "$T/ssh/$key"
done
ssh-keygen -q -t rsa -b 2048 -N '' -f "$T/ssh/rsa"
cat "$T/ssh/good.pub" "$T/ssh/rsa.pub" >"$T/ssh/authorized"
port=$(python3 -c 'import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$T/ssh/sshd_config" <<END
ListenAddress 127.0.0.1
Port $port
HostKey $T/ssh/host
AuthorizedKeysFile $T/ssh/authorized
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
	kill "$server" ${SSH_AGENT_PID:+"$SSH_AGENT_PID"} 2>/dev/null
	return "$code"
}
trap 'stop; lib_end' EXIT
# ssh -F: the home of a test is none that ssh looks into.
config() {
	cat >"$T/ssh/config" <<END
Host *
	BatchMode yes
	IdentitiesOnly yes
	IdentityFile $1
	IdentityAgent ${2:-none}
	UserKnownHostsFile $T/ssh/known
	GlobalKnownHostsFile none
Host wiki-server
	HostName 127.0.0.1
	Port $port
	User $me
END
}
config "$T/ssh/good"
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
