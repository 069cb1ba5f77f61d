# shellcheck shell=sh
# dockerd.sh: a real container engine, for a script that has read lib.sh
#
# A dockerd of our own: its socket, its data and the image debian:bookworm in
# it are ours, and no engine that the machine has is asked or changed. All
# scripts that run at a time share one: the first starts it, and the last that
# ends stops it. $DOCKER_HOST leads to it; $base is the image.
#
# The image is made by debootstrap, once: it stays in build/docker with the
# engine's data. Where there is no dockerd, no right to start one or no way to
# the packages, the script is skipped with the reason; in CI that is a failure.
# A script that leaves something behind, for the next halfhour to remove, says
# dock_alone=1 before it reads this: then no other script uses the engine.
# A program with sanitizers makes the same calls, so it is not asked for them.

base=debian:bookworm
dock_data=$TOP/build/docker
# A socket has no room for a long path.
dock=/run/halfhour-docker-$(printf '%s' "$TOP" | cksum | cut -d' ' -f1)
DOCKER_HOST=unix://$dock/docker.sock
unset DOCKER_CONFIG DOCKER_TLS_VERIFY DOCKER_CERT_PATH
export DOCKER_HOST

no_docker() {
	[ -z "${CI:-}" ] || {
		fail "a container engine runs here"
		diag "$1"
	}
	# shellcheck disable=SC2154
	[ "$tests_n" -gt 0 ] || skip_all "$1"
	skip "with a container engine" "$1"
	done_testing
	exit
}

dock_up() {
	docker version >/dev/null 2>&1
}

# The last who uses it stops it, and waits until nothing of it is mounted.
dock_stop() {
	[ ! -s "$dock/docker.pid" ] || {
		dock_pid=$(cat "$dock/docker.pid")
		kill "$dock_pid" 2>/dev/null
		dock_n=0
		while kill -0 "$dock_pid" 2>/dev/null && [ $dock_n -lt 150 ]; do
			dock_n=$((dock_n + 1))
			sleep 0.1
		done
	}
}

# Beside ours no network is needed, and no rule of a firewall is ours to make.
dock_start() {
	mkdir -p "$dock_data/data"
	setsid dockerd --host "$DOCKER_HOST" --data-root "$dock_data/data" \
		--exec-root "$dock/exec" --pidfile "$dock/docker.pid" \
		--iptables=false --ip6tables=false --bridge=none \
		>"$dock_data/log" 2>&1 </dev/null 7>&- 8>&- 9>&- &
	dock_n=0
	until dock_up || [ $dock_n -ge 300 ]; do
		dock_n=$((dock_n + 1))
		sleep 0.1
	done
	dock_up
}

# The base image, and in the same folder the packages that are in it, so that
# it is whole or not there.
dock_image() {
	! docker image inspect "$base" >/dev/null 2>&1 || return 0
	rm -rf "$dock_data/root"
	debootstrap --variant=minbase "${base#debian:}" "$dock_data/root" \
		>"$dock_data/debootstrap.log" 2>&1 || return 1
	rm -rf "$dock_data/root/var/cache/apt/archives" \
		"$dock_data"/root/var/lib/apt/lists/*
	tar -C "$dock_data/root" -c . |
		docker import --change 'CMD ["bash"]' - "$base" \
			>"$dock_data/import.log" 2>&1 || return 1
	rm -rf "$dock_data/root"
}

case $HALFHOUR in
*san/*) CI='' no_docker "the program without sanitizers makes the same calls" ;;
esac
PATH=$PATH:/usr/sbin
for dock_tool in docker dockerd debootstrap flock; do
	command -v "$dock_tool" >/dev/null ||
		no_docker "$dock_tool is not there: apt-get install docker.io debootstrap"
done
[ "$(id -u)" -eq 0 ] || no_docker "only root may start dockerd"
mkdir -p "$dock" "$dock_data" 2>/dev/null ||
	no_docker "$dock cannot be made"

# 7: who starts and stops; one at a time. 8: who uses it; the kernel lets go
# of it for a script that was killed, as soon as its children have ended, which
# share it. So dockerd must have neither.
# 9: who is alone.
exec 7>"$dock/start.lock" 8>"$dock/users.lock" 9>"$dock/alone.lock"
if [ -n "${dock_alone:-}" ]; then
	flock 9
else
	flock -s 9
fi
flock 7
flock -s 8
dock_up || dock_start || dock_why="dockerd does not start: $(tail -n 1 "$dock_data/log")"
[ -n "${dock_why:-}" ] || dock_image ||
	dock_why="no base image: $(cat "$dock_data/debootstrap.log" \
		"$dock_data/import.log" 2>/dev/null | tail -n 1)"
flock -u 7

# dock_left: what has our label and whose halfhour runs no more, one a line.
dock_left() {
	{
		docker ps -a --format '{{.Label "halfhour.run"}} {{.ID}}'
		docker network ls --format '{{.Label "halfhour.run"}} {{.Name}}'
		docker volume ls --format '{{.Label "halfhour.run"}} {{.Name}}'
	} | while read -r dock_run dock_name; do
		dock_pid=$(echo "$dock_run" | cut -s -d- -f3)
		[ -z "$dock_pid" ] || kill -0 "$dock_pid" 2>/dev/null ||
			echo "$dock_name"
	done
}

# Whoever gets the lock of all users alone is the last of them.
dock_leave() {
	dock_code=$?
	flock 7
	flock -u 8
	! flock -n -x 8 || dock_stop
	exec 7>&- 8>&- 9>&-
	return "$dock_code"
}
trap 'dock_leave; lib_end' EXIT
[ -z "${dock_why:-}" ] || no_docker "$dock_why"
