#!/bin/sh
# live.sh: what waits and is no deadlock is never called one
#
# Servers, sleepers, timers, slow pipelines, a shell at its prompt. There is no
# moment to wait for: whenever they are looked at, the answer has to be no.
. "$(dirname "$0")/../lib.sh"

"${CC:-cc}" -std=gnu11 -O1 -pthread -o lives "$TOP/tests/hang/lives.c" ||
	exit 1
pid=
stop() {
	[ -z "$pid" ] || kill -9 "-$pid" 2>/dev/null || true
}
trap 'stop; lib_end' EXIT

# lives NAME CMD…: in a session of its own, so that all of it can be ended.
lives() {
	name=$1
	shift
	# In a script without job control setsid(1) does not fork.
	setsid "$@" </dev/null >said 2>/dev/null &
	pid=$!
	for when in 0.05 0.2 0.3; do
		sleep "$when"
		code=0
		if grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null ||
			[ ! -e "/proc/$pid" ]; then
			wait "$pid" || code=$?
			pid=
			if [ "$code" -eq 77 ]; then
				skip "$name" "not on this machine"
			else
				fail "$name: it has ended, with $code"
			fi
			return
		fi
		"$HALFHOUR" explain "$pid" >out 2>&1 || code=$?
		[ "$code" -eq 0 ] || break
	done
	if [ "$code" -eq 0 ] && grep -Eq '^(stuck-open|slow|live): No dead' out; then
		pass "$name: $(sed -n '1s/:.*//p' out)"
	else
		fail "$name: exit $code"
		diag "$(cat out)"
	fi
	kill -9 "-$pid"
	wait "$pid" 2>/dev/null
	pid=
}

mkfifo fifo
cat >pool.py <<'END'
import multiprocessing as mp, time
with mp.Pool(2) as pool:
    time.sleep(1000)
END
cat >event.py <<'END'
import signal, threading
end = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: end.set())
end.wait()
END
cat >bare.py <<'END'
import threading
threading.Event().wait()
END
cat >threads.py <<'END'
import queue, threading, socket
jobs = queue.Queue()
for _ in range(4):
    threading.Thread(target=jobs.get, daemon=True).start()
s = socket.create_server(("127.0.0.1", 0))
s.accept()
END
cat >aio.py <<'END'
import asyncio
async def main():
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    await server.serve_forever()
asyncio.run(main())
END
cat >late.py <<'END'
import multiprocessing as mp, time
def work(q):
    q.put("x" * 300000)
if __name__ == "__main__":
    q = mp.Queue()
    p = mp.Process(target=work, args=(q,))
    p.start()
    time.sleep(1000)
    q.get()
END
cat >prompt.py <<'END'
import pty, sys
pty.spawn(sys.argv[1:])
END
python=$(python3 -c 'import sys; print(sys.executable)')

lives "a sleeper" sleep 1000
lives "a shell that waits for one" sh -c 'sleep 1000; true'
lives "a pipeline" sh -c 'sleep 1000 | cat | wc -l'
lives "a slow pipeline" sh -c 'yes | while read -r x; do sleep 0.2; done'
lives "a pipe that is full, and read later" sh -c 'yes | sleep 1000'
lives "a FIFO that nobody opens" cat fifo
lives "a shell before that" sh -c 'cat fifo; true'
lives "one that follows a file" tail -f "$T/pool.py"
lives "a shell at its prompt" "$python" prompt.py sh
lives "a terminal that is read" "$python" prompt.py cat
lives "a server of HTTP" "$python" -m http.server --bind 127.0.0.1 0
lives "a server with a loop of events" "$python" aio.py
lives "a server with idle threads" "$python" threads.py
lives "a pool without work" "$python" pool.py
lives "a program until SIGTERM" "$python" event.py
lives "a program until Ctrl-C" "$python" bare.py
lives "a queue that is read later" "$python" late.py
lives "a lock that a sleeper has" sh -c 'flock held sleep 1000 & sleep 0.1
	flock held true'
lives "a program that is stopped" sh -c 'kill -STOP $$'
lives "one that computes" sh -c 'while :; do :; done'
while read -r kind words; do
	lives "$words" ./lives "$kind"
	case $kind in
	msg) ipcrm -q "$(cat said)" ;;
	named) rm -f "/dev/shm/sem.$(sed 's,^/,,' said)" ;;
	esac
done <<'END'
msg workers of a message queue
mq workers of a POSIX queue
named workers behind a named semaphore
alarm two readers, and an alarm
timer a reader with a timer
timeout a socket with a time-out
mutex a mutex that a sleeper has
flock a lock to be upgraded
signal a child until a signal
timed a semaphore with a time-out
runs a reader, and one that computes
END

# Those that are woken by what is in no list of descriptors. Not every machine
# lets all of them be tried.
"${CC:-cc}" -std=gnu11 -O1 -pthread -o unseen "$TOP/tests/hang/unseen.c" ||
	exit 1
while read -r kind words; do
	lives "$words" ./unseen "$kind"
	case $kind in
	sysv) ipcrm -s "$(cat said)" ;;
	opens) rm -f "/dev/shm/sem.$(sed 's,^/,,' said)" ;;
	esac
done <<'END'
sent a descriptor that is on its way
uring a ring that will write
aio an eventfd that the kernel will add to
epoll a thread that will watch more
fork a thread that will start a child
shutdown a thread that will shut the socket down
reused a timer that is watched by another's number
pidns an owner in another namespace
vm another process in the same memory
memfd a file of memory that will be mapped
opens a semaphore that a child will open
sysv a semaphore set that another program will use
tracer one that is traced, and is no child
seccomp a call that a supervisor decides about
fault a page that somebody will fill
alarm a child with an alarm
stopped a child that is stopped
signalfd signals that are read
vfork a child of vfork
inotify a folder that is watched
pidfd the end of a sleeper
connect a queue whose owner sleeps
END

# Those that are helped by the kernel, or by who seems to have no part in it.
"${CC:-cc}" -std=gnu11 -O1 -pthread -o helped "$TOP/tests/hang/helped.c" ||
	exit 1
while read -r kind words; do
	rm -f a b
	lives "$words" ./helped "$kind"
done <<'END'
robust a robust mutex of a process that will end
relock a mutex that another thread will unlock
files a lock of two processes with one table
epoll an epoll that another process has
ring a ring that has a pipe for itself
unread a socket that gives up what is not read
interrupt a child until SIGINT
continue a child until SIGCONT
quit a child until SIGQUIT
born a child that is born between the two looks
END

# A parent of another user has the other end, and lets nobody see it.
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	chmod 711 "$T" && chmod 755 helped
	rm -f said
	setsid ./helped stranger >said 2>/dev/null &
	pid=$!
	until [ -s said ]; do sleep 0.02; done
	read -r child <said
	until grep -q '^State:.S' "/proc/$child/status"; do sleep 0.02; done
	exits 0 "a parent that is not to be seen" setpriv --reuid=12345 \
		--regid=12345 --clear-groups "$HALFHOUR" explain "$child"
	like "$(cat out)" "process $pid helped: its descriptors could not be read" \
		"and it is said why"
	kill -9 "-$pid"
	wait "$pid" 2>/dev/null
	pid=
else
	skip "a parent that is not to be seen" "needs root and setpriv"
fi

# A reader that was frozen before there was something to read.
if mkdir "${group=/sys/fs/cgroup/unified/halfhour-test-$$}" 2>/dev/null ||
	mkdir "${group=/sys/fs/cgroup/halfhour-test-$$}" 2>/dev/null &&
	[ -w "$group/cgroup.freeze" ]; then
	rm -f said
	mkfifo go
	setsid ./unseen frozen <go >said 2>/dev/null &
	pid=$!
	exec 3>go
	until [ -s said ]; do sleep 0.02; done
	read -r child <said
	echo "$child" >"$group/cgroup.procs"
	echo 1 >"$group/cgroup.freeze"
	until grep -q "frozen 1" "$group/cgroup.events"; do sleep 0.02; done
	echo >&3
	until [ "$(wc -l <said)" -eq 2 ]; do sleep 0.02; done
	exits 0 "one that is frozen" "$HALFHOUR" explain "$pid"
	like "$(cat out)" "is held, by a control group that is frozen" "is held"
	echo 0 >"$group/cgroup.freeze"
	wait "$pid"
	is $? 0 "and goes on"
	pid=
	exec 3>&-
else
	skip "one that is frozen" "no control group of version 2 can be made here"
fi
rmdir "$group" 2>/dev/null
done_testing
