#!/bin/sh
# explain.sh: the command itself; what it finds is tested in tests/hang
. "$(dirname "$0")/../lib.sh"

pid=
stop() {
	[ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || true
}
trap 'stop; lib_end' EXIT
python=$(python3 -c 'import sys; print(sys.executable)')

# ---- join() before get() ----------------------------------------------------

cat >큐.py <<'END'
import multiprocessing as mp

def work(q):
    q.put("가" * 300000)

if __name__ == "__main__":
    mp.set_start_method("fork")
    q = mp.Queue()
    p = mp.Process(target=work, args=(q,))
    p.start()
    p.join()
    q.get()
END
"$python" 큐.py &
pid=$!
exits 1 "a hang is waited for" "$HALFHOUR" explain $pid --watch
exits 1 "and explained" "$HALFHOUR" explain $pid --snapshot hang.txt --svg hang.svg
is "$(sed -n 1p out)" "proven: This is a deadlock: 3 tasks wait for each other, and nobody else can wake them." \
	"the verdict stands first"
child=$(cat "/proc/$pid/task/$pid/children")
child=${child% }
feeder=$(sed -n "s/^cycle: $pid → $child → \([0-9]*\) → $pid\$/\1/p" out)
isnt "$feeder" "" "the parent waits for the child, that for its feeder, that for the parent"
is "$(grep -c . out)" 12 "that is all" || diag "$(cat out)"
like "$(cat out)" "^$pid python3[^ ]* waits for the end of process $child\$" "the parent"
like "$(cat out)" "^$feeder python3[^ ]* \(of process $child\) writes into pipe [0-9]+, which is full\$" \
	"the feeder"
like "$(cat out)" "^    →        process $pid python3[^ ]*: its fd [0-9]+ is the reading end\$" \
	"and who could read"
is "$(awk 'length > 110' out)" "" "no line is long"

exits 1 "as JSON" "$HALFHOUR" explain $pid --json
is "$(python3 - out <<'END'
import json, sys
v = json.load(open(sys.argv[1], encoding="utf8"))
print(v["schema"], v["verdict"], len(v["tasks"]), len(v["edges"]), len(v["cycle"]))
print({t["state"] for t in v["tasks"]})
print(sorted(v["edges"][0]))
END
)" "1 proven 3 4 3
{'stuck'}
['clause', 'evidence', 'from', 'how', 'object', 'to', 'to_is']" "it has all of it"

# ---- py-spy -----------------------------------------------------------------

mkdir bin
cat >bin/py-spy <<END
#!/bin/sh
[ "\$*" = "dump --nonblocking --pid \$4" ] || exit 9
echo "Process \$4: python3"
echo
[ "\$4" = $pid ] && printf 'Thread $pid (idle): "MainThread"\n    wait (popen_fork.py:43)\n        Locals:\n    <module> (큐\033[2J.py:11)\n'
[ "\$4" = $child ] && printf 'Thread 1 (idle)\n    lost (a.py:1)\nThread $feeder (idle): "QueueFeederThread"\n    _send (connection.py:384)\n'
echo of process 1 >&2
END
chmod +x bin/py-spy
mv out plain.json
PATH=$PWD/bin:$PATH exits 1 "with py-spy" "$HALFHOUR" explain $pid --snapshot spied.txt
is "$(grep '^    python' out)" \
	"    python   wait (popen_fork.py:43) ← <module> (큐?[2J.py:11)
    python   _send (connection.py:384)" "it is said where in the code that is"
exits 1 "and kept" "$HALFHOUR" explain --from spied.txt --json
is "$(python3 -c 'import json, sys
print([t["python"] for t in json.load(open(sys.argv[1], encoding="utf8"))["tasks"]])' out)" \
	"[['wait (popen_fork.py:43)', '<module> (큐\\x1b[2J.py:11)'], [], ['_send (connection.py:384)']]" \
	"in the snapshot"
printf '#!/bin/sh\nexit 1\n' >bin/py-spy
PATH=$PWD/bin:$PATH exits 1 "where it fails" "$HALFHOUR" explain $pid
unlike "$(cat out)" "^    python" "there is nothing of it"
mv plain.json out

# ---- from a file ------------------------------------------------------------

cp out before
kill -9 "$child" "$pid"
wait $pid 2>/dev/null
pid=
exits 1 "a snapshot" "$HALFHOUR" explain --from hang.txt --json
same out before "says the same without the processes"
from_input() {
	"$HALFHOUR" explain --from - --json <hang.txt
}
exits 1 "from standard input" from_input
same out before "too"
exits 1 "and writes another" "$HALFHOUR" explain --from hang.txt --snapshot again.txt
same again.txt hang.txt "that is the same"
# Without the last writer it would be a deadlock of whoever reads.
sed '$d' hang.txt >cut.txt
exits 1 "one that is cut short" "$HALFHOUR" explain --from cut.txt
like "$(cat err)" "1 lines are missing" "is not believed"
ok "the picture is XML" python3 -c '
import sys, xml.dom.minidom as x
svg = x.parse(sys.argv[1]).documentElement
assert svg.tagName == "svg" and svg.getAttribute("role") == "img"
assert len(svg.getElementsByTagName("rect")) == 3
assert len(svg.getElementsByTagName("path")) == 4
assert "deadlock" in svg.getElementsByTagName("title")[0].firstChild.data
' hang.svg
unlike "$(cat hang.svg)" "style=|<script|<style" "that a strict policy allows"
echo "글" >글.txt
exits 1 "another file" "$HALFHOUR" explain --from 글.txt
like "$(cat err)" "글.txt: this is no snapshot" "is none"
exits 1 "no file" "$HALFHOUR" explain --from 없다
like "$(cat err)" "cannot read 없다" "is said"

# ---- strangers' names -------------------------------------------------------

sed 's/name=python3[^ ]*/name="\\x0a\\x1b[2J<b>"/' hang.txt >bad.txt
exits 1 "a name with other bytes" "$HALFHOUR" explain --from bad.txt --svg bad.svg
unlike "$(cat out)" "$(printf '\033')" "does not steer a terminal"
like "$(cat out)" "^[0-9]+ \?\?\[2J<b> waits" "nor begin a line"
unlike "$(cat bad.svg)" "<b>|$(printf '\033')" "nor mark up a picture"

# ---- what is no deadlock ----------------------------------------------------

sleep 1000 &
pid=$!
exits 0 "a sleeper" "$HALFHOUR" explain $pid
like "$(cat out)" "^(live|slow): No deadlock" "is none"
{ sleep 1; kill $pid; } &
exits 0 "one is watched" "$HALFHOUR" explain $pid --watch
like "$(cat out)" "No deadlock" "until it ends"
wait
exits 3 "one that is gone" "$HALFHOUR" explain $pid
like "$(cat err)" "there is no process $pid" "is not there"
pid=

# ---- wrong usage -------------------------------------------------------------

exits 2 "no process" "$HALFHOUR" explain
exits 2 "two" "$HALFHOUR" explain 1 2
exits 2 "a process and a file" "$HALFHOUR" explain 1 --from hang.txt
exits 2 "no number" "$HALFHOUR" explain 프로세스
exits 2 "nought" "$HALFHOUR" explain 0
exits 2 "a file is not watched" "$HALFHOUR" explain --from hang.txt --watch
exits 1 "no folder" "$HALFHOUR" explain --from hang.txt --svg 없다/a.svg
for shell in bash zsh fish; do
	like "$("$HALFHOUR" completion $shell)" "snapshot" "$shell knows it"
done
done_testing
