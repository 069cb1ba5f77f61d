#!/bin/sh
# shipped.sh: the drafts of the sessions of our notes build, from their records
#
# Each image has what its session's container had in the end, as far as a record
# tells: the environment, the folder, and which files there are. That of Hadoop
# needs the packages of Debian, and is skipped where they cannot be reached; the
# sessions that need more than that have no record.
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"
label=halfhour.test=$$
clean() {
	docker ps --all --quiet --filter "label=$label" | xargs -r docker rm -f
	docker images --quiet --filter "label=$label" | sort -u | xargs -r docker rmi -f
}
trap 'clean >/dev/null 2>&1; dock_leave; lib_end' EXIT

mkdir wiki
cp -r "$TOP/notes" "$TOP/.halfhour.yaml" wiki/
git init -q wiki
cd wiki || exit 1
grep -lr '"container": {' notes/.runs/docker --include='*.json' |
	sed 's,^notes/.runs/,,; s,\.json$,,' | sort >"$T/sessions"
ok "there are sessions" test "$(wc -l <"$T/sessions")" -ge 8

network=none
if timeout 120 docker run --rm --network host "$base" apt-get update -qq \
	>"$T/apt.log" 2>&1; then
	network=host
else
	[ -z "${CI:-}" ] || fail "the packages of Debian can be reached"
fi
n=0
while read -r session; do
	id=${session%/*}#${session##*/}
	n=$((n + 1))
	exits 0 "$id is drafted" "$HALFHOUR" --quiet dockerfile "$id" --out "$T/draft$n"
	if grep -q 'apt-get' "$T/draft$n/Dockerfile" && [ $network = none ]; then
		skip "$id builds" "no packages: $(tail -n 1 "$T/apt.log")"
		continue
	fi
	ok "$id builds" timeout 900 docker build --quiet --network $network --label "$label" \
		--tag "halfhour-shipped-$$-$n" "$T/draft$n" </dev/null ||
		diag "$(cat "$T/draft$n/Dockerfile")"
	made=$(docker create --label "$label" --network none "halfhour-shipped-$$-$n")
	is "$(python3 "$TOP/tests/engine/session.py" record "notes/.runs/$session.json" "$made" ||
		echo "they were not compared")" "" "$id has what its container had" ||
		diag "$(cat "$T/draft$n/Dockerfile")"
done <"$T/sessions"
done_testing
