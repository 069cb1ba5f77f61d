#!/bin/sh
# run_jobs.sh: many examples at a time, and their end at Ctrl-C
. "$(dirname "$0")/../lib.sh"
RUNS=notes/.runs

wiki --lang ko
cat >notes/셸.md <<'END'
```sh {#probe .run}
echo "안녕"
```
END
"$HALFHOUR" run 셸 --check >"$T/out" 2>"$T/err"
if grep -q '^셸#probe .*skipped' "$T/out"; then
	[ -z "${CI:-}" ] || fail "examples can run here"
	skip_all "$(sed -n 2p "$T/out")"
fi
rm notes/셸.md

# ---- the same whatever N is ----------------------------------------------------

# The first of a note takes the longest.
for page in 가 나; do
	for n in 1 2 3 4 5 6; do
		cat <<END
\`\`\`sh {#e$n .run}
echo "$page $n"; sleep 0.$((7 - n))
\`\`\`

END
	done >notes/$page.md
done
git add -A
git commit -qm "노트"

# Each record without what it measured, and what the commit has in it.
stored() {
	for f in "$RUNS"/*/*.json; do
		echo "== $f"
		grep -v '_ms": \|"peak_memory": ' "$f"
	done >"$T/$1.records"
	git -c core.quotePath=false show --stat --format='%s%n%b' HEAD |
		sed 's/|.*//; s/[0-9]* insertions.*//' >"$T/$1.commit"
}

exits 0 "one at a time" "$HALFHOUR" run --all --jobs 1
grep -o '^[^ ]*#e.' "$T/out" >"$T/one"
stored one
git reset -q --hard HEAD^
exits 0 "all at once" "$HALFHOUR" run --all --jobs 12
grep -o '^[^ ]*#e.' "$T/out" >"$T/all"
stored all
same "$T/all.records" "$T/one.records" "the same records"
same "$T/all.commit" "$T/one.commit" "in the same commit"
ok "one at a time end in their order" sort -c "$T/one"
is "$(sort "$T/all")" "$(cat "$T/one")" "each is told once"
ok "and as it ends, not in the order of the notes" not sort -c "$T/all"
exits 0 "JSON" "$HALFHOUR" run --all --jobs 12 --json
sed -n 's/^    "example": "\(.*\)",$/\1/p' "$T/out" >"$T/json"
same "$T/json" "$T/one" "has the order of the notes"
rm notes/가.md notes/나.md

# ---- with few descriptors ------------------------------------------------------

for n in $(seq 24); do
	cat <<END
\`\`\`sh {#e$n .run}
sleep 0.5
\`\`\`

END
done >notes/많이.md
# few FLAG…: 24 at a time with 128 open files; the flags are those of ulimit.
few() {
	(
		for flag; do
			ulimit "$flag" 128
		done
		exec "$HALFHOUR" run 많이 --check --jobs 24
	)
}
exits 0 "the lower limit on open files" few -Sn
like "$(tail -1 "$T/out")" "^24 examples: 24 as expected$" "is not in the way"
exits 0 "with no more to be had" few -Sn -Hn
like "$(tail -1 "$T/out")" "^24 examples: 24 as expected$" \
	"there are fewer at a time"
rm notes/많이.md

# ---- Ctrl-C ------------------------------------------------------------------------

cat >notes/긴.md <<'END'
```sh {#quick .run}
echo "빨리"
```

```sh {#one .run timeout=1m}
sleep 3619 & sleep 3619
```

```python {#two .run timeout=1m args=3619}
import os, time
os.setsid()
if os.fork() == 0:
    os.setsid()
time.sleep(3619)
```

```sh {#three .run timeout=1m}
sleep 3619
```

```sh {#four .run timeout=1m}
sleep 3619
```
END
git add -A
git commit -qm "노트"

# Start, wait until the quick one is told, send a signal, and tell the exit.
cat >"$T/stop.py" <<'END'
import signal
import subprocess
import sys

name, command = sys.argv[1], sys.argv[2:]
number = getattr(signal, name)
# A shell has those of a job in the background ignored.
p = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                     preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
out = p.stdout.readline()
p.send_signal(number)
out += p.stdout.read()
sys.stdout.write(out.decode())
code = p.wait()
print("process", p.pid)
print("ended by", code)
END
cat >"$T/ctrl-c.py" <<'END'
import os
import signal
import sys

signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
END
groups() {
	pid=$(sed -n 's/^process //p' "$T/out")
	find /sys/fs/cgroup -type d -name "halfhour-$pid-*" 2>/dev/null
}
for end in SIGINT:2 SIGTERM:15 SIGHUP:1; do
	name=${end%:*}
	git reset -q --hard HEAD
	rm -rf $RUNS/긴
	python3 "$T/stop.py" "$name" "$HALFHOUR" run 긴 --jobs 3 >"$T/out"
	like "$(cat "$T/out")" "^긴#quick +as expected \(ok, [0-9]+ ms\), recorded$" \
		"$name: what had ended is told"
	like "$(cat "$T/out")" \
		"^5 examples: 1 as expected 4 skipped; 1 recorded \[" "and recorded"
	is "$(git -c core.quotePath=false show --format= --name-only)" \
		"$RUNS/긴/quick.cast
$RUNS/긴/quick.json" "with a commit"
	like "$(cat "$T/out")" "^halfhour: stopped before all" \
		"the others are not"
	is "$(tail -1 "$T/out")" "ended by -${end#*:}" \
		"and it ends by the signal"
	ok "nothing of them runs on" not pgrep -f "(sleep|main\.py) 3619"
	is "$(groups)" "" "and no control group is left"
	git reset -q --hard HEAD^
done
if python3 -c 'import pty' 2>/dev/null; then
	python3 "$TOP/tests/cmd/terminal.py" python3 "$T/ctrl-c.py" \
		"$HALFHOUR" run --check 긴 --jobs 3 -- \
		"긴#quick" "$(printf '\003\n.')" >"$T/out"
	like "$(cat "$T/out")" "5 examples: 1 as expected 4 skipped$" \
		"Ctrl-C on a terminal"
	like "$(cat "$T/out")" "\[exit -2, terminal as it was\]" \
		"ends it by the signal"
	ok "and all that ran" not pgrep -f "(sleep|main\.py) 3619"
else
	skip "Ctrl-C on a terminal" "there is no pty module"
fi
done_testing
