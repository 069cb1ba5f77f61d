#!/bin/sh
# escape.sh: examples that try to get out of the sandbox do not
#
# Each way of escape.c is tried in each profile, by whoever runs the tests and,
# when that is root, by an ordinary user as well; then what takes too much.
. "$(dirname "$0")/../lib.sh"
RUN=$TOP/tests/run

# An id of our own, for limits count by user.
uid=$((61000 + $$ % 4000))
name=halfhour-$$
key=$((0x48480000 + $$))
chmod 755 "$T"
echo "비밀" >"$T/secret"
chmod 644 "$T/secret"

# as root|user CMD…: as we are, or as an ordinary user with that home.
as() {
	if [ "$1" = user ] && [ "$(id -u)" -eq 0 ]; then
		shift
		setpriv --reuid=$uid --regid=$uid --clear-groups \
			env HOME="$T/user" GIT_CONFIG_GLOBAL="$T/user/.gitconfig" \
			"$@"
	else
		shift
		"$@"
	fi
}

# record ID FIELD: of the record of an example.
record() {
	python3 -c 'import json, sys
print(json.load(open("notes/.runs/탈출/%s.json" % sys.argv[1]))[sys.argv[2]],
      end="")' "$1" "$2"
}

# example ID PROFILE LANG ATTRIBUTES <CODE: a block, into the note.
example() {
	printf '```%s {#%s .run profile=%s %s}\n' "$3" "$1" "$2" "$4"
	cat
	printf '```\n\n'
}

# here WHO PROFILE: whether such examples run here; else why not, in $why.
here() {
	example probe "$2" sh "" >notes/탈출.md <<END
echo 안녕
END
	as "$1" "$HALFHOUR" run --trust --check 탈출 >"$T/out" 2>&1
	why=$(sed -n '/skipped/{n;s/^ *//p;}' "$T/out")
	[ -z "$why" ]
}

# try WHO PROFILE: all of it.
try() {
	if ! here "$1" "$2"; then
		[ -z "${CI:-}" ] || [ "$2" != plain ] ||
			fail "$1: examples can run here"
		skip "$1: profile $2" "$why"
		return
	fi
	example escape "$2" c "args=\"$T/secret @PID@ @TCP@ @UDP@ $name $key\"" \
		<"$RUN/escape.c" >notes/탈출.md
	HOST_FILES=notes/탈출.md
	export HOST_FILES
	exits 0 "$1, $2: an example that wants out" as "$1" \
		python3 "$RUN/host.py" "$T/secret" "$name" "$key" \
		"$HALFHOUR" run --trust 탈출
	unlike "$(cat "$T/out")" "^touched" "$1, $2: touches nothing of the host"
	record escape out >"$T/got"
	same "$T/got" "$RUN/escape.$2" "$1, $2: each way is closed"
	is "$(record escape build)" "" "$1, $2: the compiler has nothing to say"
	bombs "$1" "$2"
}

# ---- what takes too much ---------------------------------------------------

# outcome WHO ID WANT: what the record of an example says of its end.
outcome() {
	is "$(record "$2" outcome): $(record "$2" why)" "$3" "$1: $2"
}

bombs() {
	{
		example malloc "$2" python "" <<'END'
x = []
while True: x.append(bytearray(1 << 20))
END
		example children "$2" python "" <<'END'
import os, time
for i in range(8):
    if os.fork() == 0:
        x = bytearray(60 << 20)
        time.sleep(5)
        os._exit(0)
time.sleep(5)
END
		example memfd "$2" python "" <<'END'
import os, time
held = []
for i in range(12):
    held.append(os.memfd_create("x"))
    for j in range(60): os.write(held[-1], bytes(1 << 20))
time.sleep(5)
END
		example disks "$2" sh "" <<'END'
for f in /tmp/x /work/x /dev/shm/x /x /usr/x /dev/x; do
	head -c 300M /dev/zero 2>/dev/null >$f && echo "$f: all of it"
done 2>/dev/null
du -sm /tmp /work /dev/shm | cut -f1 | paste -sd+
END
		example pipes "$2" python "" <<'END'
import fcntl, os
held, total = [], 0
try:
    while True:
        r, w = os.pipe2(os.O_NONBLOCK)
        held.append((r, w))
        try: fcntl.fcntl(w, fcntl.F_SETPIPE_SZ, 1 << 20)
        except OSError: pass
        try: total += os.write(w, bytes(1 << 20))
        except BlockingIOError: pass
except OSError as e: print(e.strerror, total < 130 << 20)
END
		example forks "$2" c "timeout=3s" <<'END'
#include <unistd.h>
int main(void) { for (;;) fork(); }
END
		example threads "$2" python "" <<'END'
import threading
n = 1
try:
    while True:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        n += 1
except RuntimeError: print(n)
END
		example output "$2" sh "" <<'END'
yes >&2
END
		example leftovers "$2" sh "timeout=1s" <<END
trap '' HUP TERM INT
setsid sh -c 'trap "" HUP TERM; (setsid sleep 3700.$$ &) ; exec sleep 3700.$$' &
exec sleep 3700.$$
END
		example stops "$2" sh "timeout=1s" <<END
sleep 3700.$$ & kill -STOP -1; kill -STOP 1; sleep 3700.$$
END
		example kills "$2" python "" <<'END'
import os, signal
for pid in (1, -1):
    try: os.kill(pid, signal.SIGKILL)
    except OSError as e: print(e.strerror)
print("끝")
END
	if [ "$2" = container ]; then
		example tmpfs "$2" sh "" <<'END'
mount -t tmpfs none /tmp && head -c 40M /dev/zero >/tmp/x && echo mounted
for i in 1 2 3 4 5 6 7 8 9; do head -c 60M /dev/zero >/tmp/$i; done
sleep 5
END
		example ramfs "$2" sh "" <<'END'
mount -t ramfs none /tmp && echo mounted
for i in 1 2 3 4 5 6 7 8 9; do head -c 60M /dev/zero >/tmp/$i; done
sleep 5
END
		example away "$2" sh "timeout=1s" <<END
unshare --user --map-root-user --pid --fork --mount-proc setsid sleep 3700.$$
END
	fi
	} >notes/탈출.md
	as "$1" "$HALFHOUR" run --trust --jobs 1 탈출 >"$T/out" 2>"$T/err"
	for id in malloc children memfd; do
		outcome "$1, $2" $id \
			"limit: memory: it used more than the 256 MiB it may"
	done
	is "$(record disks out)" "$(printf '64+64+16\n')" "$1, $2: disks are small"
	is "$(record pipes out)" "$(printf 'Too many open files True\n')" \
		"$1, $2: pipes hold no more"
	outcome "$1, $2" forks "timeout: it was still running after 3 s, with all the processes it may have"
	is "$(record threads out)" 64 "$1, $2: threads count as processes"
	outcome "$1, $2" output "limit: output: it printed more than 16 MiB"
	outcome "$1, $2" leftovers "timeout: it was still running after 1 s"
	outcome "$1, $2" stops "timeout: it was still running after 1 s"
	is "$(record kills out)" "$(printf "No such process\n끝\n")" "$1, $2: there is no more to kill"
	if [ "$2" = container ]; then
		for id in tmpfs ramfs; do
			is "$(record $id out)" mounted "$1: a $id can be mounted"
			outcome "$1, $2" $id \
				"limit: memory: it used more than the 256 MiB it may"
		done
		outcome "$1, $2" away "timeout: it was still running after 1 s"
	fi
	ok "$1, $2: no process is left" not pgrep -f "3700\.$$"
}

# The wiki of an ordinary user is theirs.
for who in root user; do
	if [ "$who" = root ] && [ "$(id -u)" -ne 0 ]; then
		skip "as root" "this is an ordinary user"
		continue
	fi
	mkdir -p "$T/user"
	cp "$GIT_CONFIG_GLOBAL" "$T/user/"
	"$HALFHOUR" init --lang ko "$T/$who-wiki" >"$T/init.log" || exit 1
	cd "$T/$who-wiki" || exit 1
	: >notes/탈출.md
	if [ "$who" = user ] && [ "$(id -u)" -eq 0 ]; then
		chown -R $uid:$uid "$T/user" .
	fi
	try "$who" plain
	try "$who" container
done
done_testing
