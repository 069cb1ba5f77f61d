#!/bin/sh
# kinds.sh: `halfhour explain` of a deadlock of each kind
#
# hangs.c makes them. Each is looked at until it has come to rest, and then
# has to have one verdict, the same as root and as an ordinary user.
. "$(dirname "$0")/../lib.sh"

"${CC:-cc}" -std=gnu11 -O1 -pthread -o hangs "$TOP/tests/hang/hangs.c" ||
	exit 1
# A user who may write here, and sees what is needed.
as_user=
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	as_user="setpriv --reuid=12345 --regid=12345 --clear-groups"
	chmod 711 "$T" && mkdir -m 777 user && chmod 755 hangs
fi
pid=
stop() {
	[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true
}
trap 'stop; lib_end' EXIT

cat >starter <<'END'
"$1" "$2" >said 2>/dev/null &
echo $! >starts
mv starts started
wait
END

# hang KIND: start it, and explain it to the file out when it has come to rest.
# shellcheck disable=SC2086
hang() {
	rm -f fifo a b 소켓
	rm -f started
	# Started by a shell of that user: of a stranger it is not known what he
	# has.
	$as sh "$T/starter" "$T/hangs" "$1" &
	shell=$!
	until [ -s started ]; do sleep 0.01; done
	read -r pid <started
	tries=0
	while tries=$((tries + 1)) && [ $tries -lt 100 ]; do
		$as "$HALFHOUR" explain $pid >out
		grep -q '^proven' out && break
		sleep 0.05
	done
	verdict=$(sed -n '1s/:.*//p' out)
	cycle=$(sed -n 's/^cycle: //p' out | tr '→' '\n' | grep -c '[0-9]')
}

# unhang: end it, and remove what it left in the kernel.
unhang() {
	kill -9 "$pid" && wait "$shell" 2>/dev/null
	pid=
	case $1 in
	sysv) ipcrm -s "$(cat said)" ;;
	msg) ipcrm -q "$(cat said)" ;;
	named) rm -f "/dev/shm/sem.$(sed 's,^/,,' said)" ;;
	esac
}

all_kinds() {
	while read -r kind want tasks; do
		hang "$kind"
		is "$verdict $((cycle - 1))" "$want $tasks" "$kind: $want, of $tasks" ||
			diag "$(cat out)"
		unhang "$kind"
	done <<'END'
pipe proven 2
waitid proven 2
read proven 2
self proven 1
fifo proven-except 2
socketpair proven 2
tcp proven 2
connect proven 2
socketfile proven 2
accept proven 2
eventfd proven 2
poll proven 2
select proven 2
epoll proven 2
mutex proven 2
robust proven 2
pi proven 2
join proven 2
rwlock proven 2
cond proven 2
pshared proven 2
sem proven 2
named proven-except 2
sysv proven-except 2
msg proven-except 2
mq proven-except 2
flock proven 2
ofd proven 2
fcntl proven 2
copied proven 1
END
}

as=
all_kinds
if [ -n "$as_user" ] &&
	[ "$(cat /proc/sys/kernel/yama/ptrace_scope 2>/dev/null || echo 0)" != 0 ]
then
	skip "the same as an ordinary user" "only root may look: ptrace_scope"
elif [ -n "$as_user" ]; then
	as=$as_user
	cd user || exit 1
	all_kinds
	cd "$T" || exit 1
else
	skip "the same as an ordinary user" "needs root and setpriv"
fi

# What is said of each, in words.
as=
while IFS='|' read -r kind words; do
	hang "$kind"
	like "$(cat out)" "$words" "$kind: it is said how"
	unhang "$kind"
done <<'END'
pipe|^    because  write on fd [0-9]+$
pipe|^    or       process [0-9]+ hangs: its fd [0-9]+ is the reading end$
mutex|waits for a mutex that task [0-9]+ holds$
mutex|because  a mutex of glibc: lock 2, owner [0-9]+, users 1, kind 0$
copied|whose owner [0-9]+ is of another process: lock 2, users 1, kind 0$
robust|because  a robust mutex: it holds its owner, [0-9]+$
pi|because  the futex, which the kernel keeps, names task [0-9]+$
join|waits for the end of thread [0-9]+$
rwlock|because  a rwlock of glibc: task [0-9]+ writes$
named|unless another process opens /dev/shm/sem\.halfhour-test-
sysv|process [0-9]+ was the last to touch it$
flock|waits for the lock on .*/[ab]$
fcntl|/proc/locks: process [0-9]+ has it$
tcp|its fd [0-9]+ is the other end$
connect|waits for room in the queue of socket [0-9]+, which is full$
connect|because  connect on fd [0-9]+; sock_diag: 1 wait in it, and 1 may$
connect|its fd [0-9]+ is what could accept$
socketfile|waits for room in the queue of socket [0-9]+, which is full$
accept|reads from socket [0-9]+, which is empty$
accept|its fd [0-9]+ is what could accept$
epoll|because  epoll_wait on fd [0-9]+$
END

# A timer that is not seen ends its process: a program that can set one may have
# done so.
cat >alarm.c <<'END'
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int there[2], back[2];
	char c;

	if (pipe(there) == 0 && pipe(back) == 0 && fork() == 0) {
		alarm(1000);
		close(there[1]);
		return read(there[0], &c, 1) + close(back[1]);
	}
	close(there[0]);
	close(back[1]);
	return read(back[0], &c, 1);
}
END
"${CC:-cc}" -o alarm alarm.c || exit 1
./alarm &
pid=$!
tries=0
while tries=$((tries + 1)) && [ $tries -lt 100 ]; do
	"$HALFHOUR" explain $pid >out
	grep -q '^proven' out && break
	sleep 0.05
done
like "$(cat out)" "^proven-except: .* unless process [0-9]+ has set an alarm" \
	"an alarm: a deadlock, unless one is set"
like "$(cat out)" "^cycle: ([0-9]+ → ){2}[0-9]+$" "an alarm: with its cycle"
"$HALFHOUR" explain $pid --snapshot alarm.txt >/dev/null
like "$("$HALFHOUR" explain --from alarm.txt)" "unless process .* an alarm" \
	"an alarm: a snapshot knows it"
kill -9 $pid && wait $pid 2>/dev/null
pid=

# In a sandbox, from outside: processes have other numbers there, and sockets
# and System V objects are in namespaces of their own.
if bwrap --ro-bind / / --unshare-all true 2>/dev/null; then
	for kind in pipe mutex pshared socketpair tcp connect accept sem; do
		bwrap --ro-bind / / --proc /proc --dev /dev --tmpfs /tmp \
			--unshare-all --die-with-parent --ro-bind "$T/hangs" /tmp/hangs \
			--chdir /tmp /tmp/hangs "$kind" >/dev/null 2>&1 &
		pid=$!
		tries=0
		while tries=$((tries + 1)) && [ $tries -lt 100 ]; do
			"$HALFHOUR" explain $pid >out
			grep -q '^proven' out && break
			sleep 0.05
		done
		is "$(sed -n '1s/:.*//p' out)" proven "in a sandbox: $kind" ||
			diag "$(cat out)"
		kill -9 $pid && wait $pid 2>/dev/null
		pid=
	done
else
	skip "in a sandbox" "bwrap does not work here"
fi
done_testing
