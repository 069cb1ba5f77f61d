#!/bin/sh
# deadlock.sh: an example that hangs is ended as soon as that is proven
#
# No clock decides anything here: what is not proven comes to the end of its
# time, and that is another outcome.
. "$(dirname "$0")/../lib.sh"

bwrap --ro-bind / / --unshare-all true 2>/dev/null ||
	skip_all "bubblewrap does not work here"
wiki --lang ko
cat >notes/교착.md <<'END'
# 교착

```c {#pipe .run timeout=60s expect=deadlock}
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
    static char page[1 << 17];
    int fd[2];

    pipe(fd);
    printf("멈춘다\n");
    fflush(stdout);
    if (fork() == 0)
        return write(fd[1], page, sizeof(page)) < 0;
    wait(NULL);
}
```

```python {#thread .run timeout=60s expect=deadlock}
import threading

first, second = threading.Lock(), threading.Lock()
both = threading.Barrier(2)

def cross(a, b):
    with a:
        both.wait()
        with b:
            pass

other = threading.Thread(target=cross, args=(second, first))
other.start()
cross(first, second)
```

```sh {#left proc=왼쪽 of=files expect=deadlock}
exec 3>가 4>나
flock 3
echo "가를 잡았다"
until [ -e 되었다 ]; do sleep 0.01; done
flock 4
```

```sh {#files .run proc=오른쪽 after=왼쪽 timeout=60s expect=deadlock}
exec 3>가 4>나
flock 4
echo "나를 잡았다"
touch 되었다
flock 3
```

```python {#runs .run timeout=60s runs=2 expect=deadlock}
import os
r, w = os.pipe()
os.read(r, 1)
```

```console {#session .run timeout=60s expect=deadlock}
$ echo 안녕
안녕
$ python3 -c 'import os; r, w = os.pipe(); os.read(r, 1)'
```

```sh {#fifo .run timeout=60s expect=deadlock}
mkfifo 가는길 오는길
(read -r x <가는길) &
read -r x <오는길
```

```c {#sysv .run timeout=60s expect=deadlock}
#include <sys/sem.h>

int main(void)
{
    struct sembuf take = { .sem_op = -1 };

    return semop(semget(42, 1, IPC_CREAT | 0600), &take, 1);
}
```

```python {#twice .run timeout=60s}
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
```

```sh {#serves proc=섬기는이 of=served expect=stop}
mkfifo 길
echo "만들었다"
exec 3<>길
while read -r x <&3; do echo "$x"; done
```

```sh {#served .run proc=손님 after=섬기는이 timeout=60s runs=3}
echo "왔다" >길
sleep 0.5
```

```sh {#opens proc=여는이 of=opened}
mkfifo 길
echo "만들었다"
read -r x <길
echo "$x"
```

```sh {#opened .run proc=오는이 after=여는이 timeout=60s runs=3}
sleep 0.5
echo "왔다" >길
```

```sh {#sleeps .run timeout=1s expect=deadlock}
sleep 100
```

```sh {#ends .run expect=deadlock}
echo 끝
```

```python {#old .run timeout=1s expect=timeout}
import os
r, w = os.pipe()
os.read(r, 1)
```

```python {#mistake .run timeout=60s}
import os
print("읽는다", flush=True)
r, w = os.pipe()
os.read(r, 1)
```

```console {#typed .run timeout=60s}
$ python3 -c 'import os; r, w = os.pipe(); os.read(r, 1)'
```

```python {#timer .run timeout=20s}
import os, signal
r, w = os.pipe()
if os.fork() == 0:
    signal.alarm(2)
    os.read(r, 1)
print("자식:", signal.Signals(os.wait()[1]).name)
```

```python {#half .run timeout=20s}
import os, threading, time
r, w = os.pipe()
threading.Thread(target=os.read, args=(r, 1), daemon=True).start()
time.sleep(2)
print("끝", flush=True)
os._exit(0)
```

```sh {#ended-by .run timeout=20s}
sh -c 'exec 3<>"$1"; read -r x <&3' sh "$(mkfifo 관 && echo 관)" &
sleep 2
kill $! && echo 끝
```

```sh {#prints .run timeout=20s}
for i in 1 2 3 4; do echo $i; sleep 0.4; done
```
END

# line ID: what was said of it, without its time.
line() {
	sed -n "s/^교착#$1  *//p" "$T/out" | sed 's/, [0-9]* ms)/)/'
}

exits 1 "deadlocks" "$HALFHOUR" run 교착
for id in pipe thread files session fifo sysv; do
	is "$(line $id)" "as expected (deadlock), recorded" "$id: is found"
done
is "$(line twice)" "UNEXPECTED (deadlock), recorded" "nobody is there to end it"
is "$(line served)" "as expected (3 of 3 ok), recorded" "who is ended by us is none"
is "$(line opened)" "as expected (3 of 3 ok), recorded" "who comes late is awaited"
is "$(line runs)" "as expected (2 of 2 deadlock), recorded" "and each time"
is "$(line sleeps)" "UNEXPECTED (timeout), recorded" "a sleeper is none"
is "$(line ends)" "UNEXPECTED (ok), recorded" "nor is what ends"
is "$(line old)" "as expected (timeout), recorded" \
	"who expects the end of its time gets that"
is "$(line mistake)" "UNEXPECTED (deadlock), recorded" "one that nobody expects"
is "$(line typed)" "UNEXPECTED (deadlock), recorded" "and one in a session"
for id in timer half ended-by prints; do
	is "$(line $id)" "as expected (ok), recorded" "$id: it goes on by itself"
done
like "$(cat notes/.runs/교착/timer.json)" '"out": "자식: SIGALRM.n"' "to its end"
like "$(cat notes/.runs/교착/mistake.json)" '"out": "읽는다.n"' "what it said is there"
like "$(cat notes/.runs/교착/pipe.json)" \
	'"why": "This is a deadlock: 2 tasks wait for each other, and nobody' \
	"the record says why"
like "$(cat notes/.runs/교착/pipe.json)" '"out": "멈춘다.n"' "nothing printed is lost"
# Who waited for whom is in the record, and is the same each time.
hangs() {
	sed -n '/^  "hang": {/,/^  },/p' "notes/.runs/교착/$1.json"
}
is "$(hangs pipe)" '  "hang": {
    "sentence": "This is a deadlock: 2 tasks wait for each other, and nobody else can wake them.",
    "cycle": 2,
    "tasks": [
      {"pid": 2, "tid": 2, "name": "prog", "what": "waits for the end of any child", "waits": [
        {"object": "children of 2", "because": "wait4(0xffffffff, 0x0, 0x0, …)", "for": [
          {"pid": 3, "tid": 0, "how": "a child of it"}]}]},
      {"pid": 3, "tid": 3, "name": "prog", "what": "writes into pipe 1, which is full", "waits": [
        {"object": "pipe 1", "because": "write on fd 4", "for": [
          {"pid": 2, "tid": 0, "how": "its fd 3 is the reading end"},
          {"pid": 3, "tid": 0, "how": "its fd 3 is the reading end"}]}]}
    ]
  },' "the record has the graph"
like "$(hangs fifo)" "This is a deadlock: 2 tasks wait for each other" \
	"in a sandbox nobody else opens a FIFO"
like "$(hangs fifo)" '"how": "it could open that"' "but who is there"
for id in thread files runs session mistake sysv; do
	like "$(hangs $id)" '"cycle": [1-9]' "$id: that has it, too"
done
is "$(hangs sleeps)$(hangs ends)$(hangs old)" "" "others have none"
hangs pipe >first
rm notes/.runs/교착/pipe.json
exits 0 "a record anew" "$HALFHOUR" run 교착#pipe
hangs pipe >second
same first second "has the same graph"

# Process 1 of a sandbox lets nobody but root look into it: so the same is seen
# by one who is not root. Root becomes such a one.
if [ "$(id -u)" -eq 0 ]; then
	ordinary() {
		setpriv --reuid=65534 --regid=65534 --clear-groups \
			env TMPDIR="$T/tmp" "$@"
	}
	cp "$HALFHOUR" "$T/halfhour"
	chmod 755 "$T" "$T/halfhour"
	cp -R . "$T/theirs"
	chown -R 65534:65534 "$T/theirs" "$T/home"
else
	ordinary() {
		"$@"
	}
	ln -s "$HALFHOUR" "$T/halfhour"
	cp -R . "$T/theirs"
fi
if ordinary "$T/halfhour" --version >/dev/null 2>&1 &&
	ordinary bwrap --ro-bind / / --unshare-all true 2>/dev/null; then
	mkdir "$T/tmp"
	chmod 1777 "$T/tmp"
	rm "$T/theirs/notes/.runs/교착/pipe.json" \
		"$T/theirs/notes/.runs/교착/files.json"
	exits 0 "an ordinary user" ordinary "$T/halfhour" -C "$T/theirs" \
		run 교착#pipe 교착#files
	is "$(line pipe)" "as expected (deadlock), recorded" "finds it, too"
	is "$(line files)" "as expected (deadlock), recorded" "and that of locks"
	sed -n '/^  "hang": {/,/^  },/p' \
		"$T/theirs/notes/.runs/교착/pipe.json" >third
	same first third "and records the same graph"
else
	skip "an ordinary user" "nobody but root can run it here"
fi
exits 1 "once more" "$HALFHOUR" run 교착 --check
for id in pipe thread files runs session; do
	like "$(line $id)" "^as expected .*deadlock\)$" "$id: is the same"
done
exits 0 "JSON" "$HALFHOUR" run 교착#pipe --json
like "$(cat "$T/out")" '"outcome": "deadlock"' "has the outcome"
exits 0 "the site" "$HALFHOUR" build --quiet
like "$(cat site/교착.html)" '<span class="badge good">교착' "and the page"
like "$(cat site/교착.html)" "교착이다. 태스크 2개가 서로를 기다리고" "says so"
like "$(cat site/교착.html)" '<text [^>]*>쓰려는데 가득 찼다: 파이프 1</text>' \
	"has the picture"
like "$(cat site/교착.html)" '<td[^>]*>쓰려는데 가득 찼다: 파이프 1</td>' \
	"and the table, in its language"
done_testing
