#!/bin/sh
# collection.sh: the deadlocks of the notes, and what `halfhour explain` says
#
# The programs are those that stand in notes/, run without a sandbox: so it is
# seen that they hang for the reason that their notes give.
. "$(dirname "$0")/../lib.sh"

pid=
stop() {
	[ -z "$pid" ] || kill -9 "-$pid" 2>/dev/null || true
}
trap 'stop; lib_end' EXIT
python=$(python3 -c 'import sys; print(sys.executable)')

# code PAGE ID: the example of that name.
code() {
	awk -v id="$2" '
		$0 ~ "^```[a-z]+ {#" id "[ }]" { on = 1; next }
		on && /^```/ { exit }
		on { print }
	' "$TOP/notes/$1.md"
}

# rest CMD…: start it, and explain it when it has come to rest. Numbers of
# tasks become letters, in the order of the text.
rest() {
	setsid "$@" >/dev/null 2>&1 </dev/null &
	pid=$!
	tries=0
	while tries=$((tries + 1)) && [ $tries -lt 100 ]; do
		"$HALFHOUR" explain "$pid" >raw
		grep -q "^$want:" raw && grep -Eq "$words" raw && break
		sleep 0.05
	done
	kill -9 "-$pid" && wait "$pid" 2>/dev/null
	pid=
	is "$(sed -n '1s/:.*//p' raw)" "$want" "$page: $want"
	is "$(sed -n 's/^cycle: //p' raw | tr '→' '\n' | grep -c '[0-9]')" \
		"$((cycle ? cycle + 1 : 0))" "$page: a cycle of $cycle"
	like "$(cat raw)" "$words" "$page: and why" || diag "$(cat raw)"
}

while IFS='|' read -r page want cycle words; do
	code "${page%#*}" "${page#*#}" >example.c
	if "${CC:-cc}" -std=gnu11 -pthread -o example example.c; then
		rest ./example
	else
		fail "$page: no program"
	fi
done <<'END'
ipc/pipe#pipe-no-eof|proven|1|reads from pipe [0-9]+, which is empty$
ipc/pipe-capacity#wait-then-read|proven|2|writes into pipe [0-9]+, which is full$
sync/dining-philosophers#deadlock|proven|5|waits for a mutex that task [0-9]+ holds$
sync/producer-consumer#wrong-order|proven|2|the futex holds 0: it names no owner$
sync/robust-mutex#plain|proven|1|like a mutex of glibc, whose owner [0-9]+ is gone
END

page=python/queue-deadlock#join-large
want=proven cycle=3 words="writes into pipe [0-9]+, which is full\$"
code python/queue-deadlock join-large >example.py
rest "$python" example.py

# Whoever opens a FIFO may not be there yet: only in a sandbox is it proven.
page=ipc/fifo-programs#crossed
want=stuck-open cycle=0 words="waits for the other end of 오는길 to be opened"
code ipc/fifo-programs left >left.sh
code ipc/fifo-programs crossed >right.sh
rest sh -c 'sh left.sh & until [ -p 오는길 ]; do sleep 0.02; done; sh right.sh'
done_testing
