#!/bin/sh
# cgroup2.sh: control groups of version 2, as a stock Debian has them
#
# In a virtual machine of its own, because a machine whose memory is counted by
# version 1 cannot show it, nor may a test change who may make user namespaces.
# There the groups are laid out as systemd does it for the user 1000: a scope
# below their own service manager, which may make groups, and the session of a
# login, which may not.
. "$(dirname "$0")/../lib.sh"

# ---- outside ---------------------------------------------------------------

if [ "${1:-}" != inside ]; then
	. "$TOP/tests/vm.sh"
	tap vm_run "$TOP/tests/run/cgroup2.sh"
fi

# ---- inside ----------------------------------------------------------------

groups=/sys/fs/cgroup
slice=$groups/user.slice/user-1000.slice
apps=$slice/user@1000.service/app.slice
scope=$apps/run-1.scope
session=$slice/session-1.scope

# hand_on GROUP…: it is the user's, as systemd does it with Delegate=.
hand_on() {
	for g; do
		mkdir "$g"
		chown 1000:1000 "$g" "$g/cgroup.procs" \
			"$g/cgroup.subtree_control" "$g/cgroup.threads"
	done
}

share() {
	for g; do
		echo "+memory +pids" >"$g/cgroup.subtree_control"
	done
}

lay_out() {
	mount -t cgroup2 none $groups
	mkdir $groups/init.scope $groups/root.scope
	while read -r pid; do # the kernel's own stay
		echo "$pid" >$groups/init.scope/cgroup.procs
	done <$groups/cgroup.procs 2>/dev/null
	mkdir -p $slice
	share $groups $groups/user.slice $slice
	mkdir $session
	hand_on "${apps%/*}"
	share "${apps%/*}"
	hand_on $apps
	share $apps
	hand_on $scope
}

# within GROUP UID CMD…: in that group, as that user.
within() {
	# shellcheck disable=SC2016 # they are that shell's
	sh -c 'echo $$ >"$0/cgroup.procs" && u=$1 && shift &&
		exec setpriv --reuid="$u" --regid="$u" --clear-groups "$@"' "$@"
}

# record ID FIELD: of the record of an example.
record() {
	python3 -c 'import json, sys
r = json.load(open("notes/.runs/examples/%s.json" % sys.argv[1]))
print({**r, **r["timings"]}[sys.argv[2]], end="")' "$1" "$2"
}

outcome() {
	is "$(record "$1" outcome): $(record "$1" why)" "$2" "$3: $1"
}

# peak ID LEAST MOST WHO: of its memory, in MiB.
peak() {
	ok "$4: the peak of $1" test "$(record "$1" peak_memory)" \
		-ge $(($2 << 20)) -a "$(record "$1" peak_memory)" -le $(($3 << 20))
}

# Numbers that a program cannot reach by chance, and times that an emulated
# processor needs.
examples() {
	cat <<'END'
# examples

```python {#flood .run timeout=2m expect=limit}
x = []
while True: x.append(bytearray(1 << 20))
```

```python {#hundred .run timeout=2m}
print(len(bytearray(100 << 20)))
```

```python {#threads .run timeout=2m}
import threading
n = 1
try:
    while True:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
        n += 1
except RuntimeError: print(n)
```

```c {#forks .run timeout=10s expect=timeout}
#include <unistd.h>
int main(void) { for (;;) if (fork() == -1) sleep(1); }
```

```python {#dead .run timeout=2m expect=deadlock}
import threading
a, b, both = threading.Lock(), threading.Lock(), threading.Barrier(2)
def take(x, y):
    with x:
        both.wait()
        with y: pass
threading.Thread(target=take, args=(b, a)).start()
take(a, b)
```

```sh {#leftovers .run timeout=2s expect=timeout}
trap '' HUP TERM INT
setsid sh -c 'trap "" HUP TERM; (setsid sleep 3700 &); exec sleep 3700' &
exec sleep 3700
```

```sh {#nested .run profile=container timeout=2m}
mkdir g && mount -t cgroup2 none g && cat g/cgroup.controllers
mkdir g/self
for p in $(cat g/cgroup.procs); do echo $p >g/self/cgroup.procs; done
echo "+memory +pids" >g/cgroup.subtree_control
mkdir g/box && echo 32M >g/box/memory.max
sh -c 'echo $$ >g/box/cgroup.procs; head -c 60M /dev/zero | tail' >/dev/null
grep oom_kill g/box/memory.events
echo max >g/../memory.max || ls g | grep halfhour
```
END
}

# ---- where a group may be made -----------------------------------------------

# counted WHO RUNG: all that the kernel holds.
counted() {
	outcome flood "limit: memory: it used more than the 256 MiB it may" "$1"
	peak flood 255 256 "$1"
	is "$(record hundred rung)" "bubblewrap, cgroup v2" "$1: who counts"
	peak hundred 100 130 "$1"
	is "$(record threads out)" 64 "$1: threads"
	outcome forks "timeout: it was still running after 10 s, with all the processes it may have" "$1"
	outcome leftovers "timeout: it was still running after 2 s" "$1"
	is "$(record dead outcome)" deadlock "$1: a deadlock is seen"
	is "$(record nested out)" "$(printf 'memory pids\noom_kill 1\n')" \
		"$1: an example has groups of its own, and no way above them"
}

# left WHO: nothing is.
left() {
	ok "$1: no process is left" not pgrep -x sleep
	is "$(find $groups -name 'halfhour-*')" "" "$1: no group is left"
}

test_scope() {
	rm -rf notes/.runs
	chown -R 1000:1000 "$T/home" .
	exits 0 "in a scope: they end as they should" within $scope 1000 \
		"$HALFHOUR" run --all --trust --jobs 2
	left "in a scope"
	counted "in a scope"
	isnt "$(sed -n 's/^oom_kill //p' $apps/memory.events)" 0 \
		"the kernel has ended what took too much"
	ok "what halfhour itself calls from there is true" within $scope 1000 \
		"$TOP/build/tests/test_run_cgroup"
}

test_root() {
	rm -rf notes/.runs
	chown -R 0:0 "$T/home" .
	exits 0 "as root: one that floods the memory" within $groups/root.scope 0 \
		"$HALFHOUR" run --trust "examples#flood"
	outcome flood "limit: memory: it used more than the 256 MiB it may" "as root"
	peak flood 255 256 "as root"
	left "as root"
}

# ---- where none may be made ----------------------------------------------------

doctor() {
	within "$1" 1000 "$HALFHOUR" doctor 2>&1 | grep -A1 -E "^[a-z]+ +$2:"
}

test_session() {
	rm -rf notes/.runs
	chown -R 1000:1000 "$T/home" .
	within $session 1000 "$HALFHOUR" run --trust "examples#flood" \
		"examples#nested" >"$T/out" 2>&1
	outcome flood "limit: memory: it used more than the 256 MiB it may" \
		"in a session, by looks"
	is "$(record flood rung)" bubblewrap "in a session: nobody counts"
	like "$(cat "$T/out")" "need a control group to hold their memory" \
		"in a session: containers are not run"
	is "$(doctor $session limits)" \
"warning    limits: no control group can be made from here, so the memory of examples is only looked at from time to time
           → systemd-run --user --scope halfhour run --all" \
		"doctor knows that, and the way out"
	is "$(doctor $scope limits)" \
"ok         limits: the kernel counts memory and processes (bubblewrap, cgroup v2)
ok         profile=container: examples can make containers" \
		"and that there is no need of one elsewhere"
}

# ---- settings that only root may change -------------------------------------------

test_namespaces() {
	echo 0 >/proc/sys/kernel/unprivileged_userns_clone
	like "$(doctor $scope sandbox)" \
		"→ sysctl -w kernel.unprivileged_userns_clone=1" \
		"without user namespaces doctor tells what mends it"
	within $scope 1000 "$HALFHOUR" run "examples#hundred" >"$T/out" 2>&1
	like "$(cat "$T/out")" "sysctl -w kernel.unprivileged_userns_clone=1" \
		"and nothing is run with less"
	sh -c "$(doctor $scope sandbox | sed -n 's/.*→ //p')" >/dev/null
	like "$(doctor $scope sandbox)" "^ok +sandbox" "which it does"
	echo 0 >/proc/sys/user/max_user_namespaces
	sh -c "$(doctor $scope sandbox | sed -n 's/.*→ //p')" >/dev/null
	like "$(doctor $scope sandbox)" "^ok +sandbox" "and so with their number"
}

PATH=/usr/sbin:/usr/bin:/sbin:/bin
lay_out
echo 1 >/proc/sys/kernel/yama/ptrace_scope
chmod 755 "$T"
"$HALFHOUR" init --lang en "$T/wiki" >"$T/init.log" 2>&1 || diag "$(cat "$T/init.log")"
cd "$T/wiki" || exit 1
examples >notes/examples.md
for part in session scope root namespaces; do
	test_$part
	diag "$part: $(cut -d. -f1 /proc/uptime) s"
done
done_testing
