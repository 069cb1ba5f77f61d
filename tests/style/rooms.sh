#!/bin/sh
# rooms.sh: the include law of src/rooms is kept
. "$(dirname "$0")/../lib.sh"
cd "$TOP" || exit 1

files=$(find src -name '*.[ch]' | sort)

# The law itself: every folder is in it, and there is no circle.
for room in $(find src -mindepth 1 -maxdepth 1 -type d | sed 's,.*/,,'); do
	grep -q "^$room:" src/rooms || echo "src/$room is not in src/rooms"
done >"$T/unknown"
is "$(cat "$T/unknown")" "" "every room is in src/rooms"

awk '/^[a-z]+:/ { room = $1; sub(/:/, "", room)
	print room, room; for (i = 2; i <= NF; i++) print $i, room }' \
	src/rooms >"$T/pairs"
ok "no rooms stand in a circle" tsort "$T/pairs"

# Room to room. What a room keeps inside is called NAME_int.h.
cat >"$T/rooms.awk" <<'END'
FILENAME == "src/rooms" {
	if (/^[a-z]+:/) {
		sub(/:/, "", $1)
		ok[$1, $1] = 1
		for (i = 2; i <= NF; i++)
			ok[$1, $i] = 1
	}
	next
}
FNR == 1 {
	split(FILENAME, part, "/")
	room = part[2] == "main.c" ? "cmd" : part[2]
}
match($0, /^# *include "[^"]+"/) {
	file = substr($0, RSTART, RLENGTH)
	gsub(/^[^"]*"|"$/, "", file)
	to = file
	if (!sub(/\/.*/, "", to))
		print FILENAME ":" FNR ": say the room of \"" file "\""
	else if (!((room, to) in ok))
		print FILENAME ":" FNR ": " room " may not include " to
	else if (room != to && file ~ /_int\.h$/)
		print FILENAME ":" FNR ": " file " is inside " to
}
END
# shellcheck disable=SC2086
is "$(awk -f "$T/rooms.awk" src/rooms $files)" "" \
	"rooms include only whom they may"

# Foreign libraries. A pattern of src/rooms may end in a star.
cat >"$T/foreign.awk" <<'END'
FILENAME == "src/rooms" {
	if (/^<.*>:/) {
		name = $1
		gsub(/^<|>:$/, "", name)
		gsub(/\./, "[.]", name)
		gsub(/\*/, ".*", name)
		n++
		pattern[n] = "^" name "$"
		where[n] = $0
		sub(/^[^:]*: */, "", where[n])
	}
	next
}
match($0, /^# *include <[^>]+>/) {
	header = substr($0, RSTART, RLENGTH)
	gsub(/^[^<]*<|>$/, "", header)
	for (i = 1; i <= n; i++) {
		if (header !~ pattern[i])
			continue
		allowed = 0
		m = split(where[i], place, / +/)
		for (k = 1; k <= m; k++)
			if (FILENAME == "src/" place[k] ||
			    index(FILENAME, "src/" place[k] "/") == 1)
				allowed = 1
		if (!allowed)
			print FILENAME ":" FNR ": <" header "> enters at " \
				where[i]
	}
}
END
# shellcheck disable=SC2086
is "$(awk -f "$T/foreign.awk" src/rooms $files)" "" \
	"foreign libraries enter through their room"

# The clock is one too: with HALFHOUR_NOW every date must come from one place.
# shellcheck disable=SC2086
clock=$(awk -f tests/style/code.awk $files |
	grep -v -e '^src/base/date\.c:' -e '^src/base/banned\.h:' |
	grep -E '[^_[:alnum:]>.](time|gettimeofday|localtime_r|gmtime_r|mktime|timegm) ?\(|CLOCK_REALTIME')
is "$clock" "" "the date and the time of day come from base/date.c"

done_testing
