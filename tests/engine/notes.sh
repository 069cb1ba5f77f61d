#!/bin/sh
# notes.sh: the examples in containers do what their records say
#
# Nothing is written into the repository. Where the packages of Debian cannot
# be reached from a container, what installs some is left out, and named.
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"

mkdir wiki
cp -r "$TOP/notes" "$TOP/.halfhour.yaml" wiki/
git init -q wiki
git -C wiki add .
git -C wiki commit -qm "notes"
cd wiki || exit 1

# Those that a page names by `.run`; the same as `halfhour run PAGE` takes.
grep -lE '^```(console|dockerfile) \{.*\.run .*needs=docker' notes/docker/*.md |
	sed 's,^notes/,,; s,\.md$,,' >"$T/pages"
ok "there are pages with containers" test "$(wc -l <"$T/pages")" -ge 6

if timeout 120 docker run --rm --network host "$base" apt-get update -qq \
	>"$T/apt.log" 2>&1; then
	network=1
else
	network=
	[ -z "${CI:-}" ] || fail "the packages of Debian can be reached"
	skip "docker/hadoop" "no packages: $(tail -n 1 "$T/apt.log")"
fi
while read -r page; do
	[ -n "$network" ] || [ "$page" != docker/hadoop ] || continue
	exits 0 "$page" "$HALFHOUR" run --check --trust "$page"
done <"$T/pages"
is "$(git status --porcelain)" "" "nothing is written"

# What a Dockerfile installs is another size with each new JDK, so its table is
# another, too: what holds is that it builds, and where the cache breaks.
if [ -n "$network" ]; then
	exits 0 "the Dockerfile of the JDK" "$HALFHOUR" run --accept --trust \
		'docker/hadoop-dockerfile#built'
	is "$(python3 -c 'import json
r = json.load(open("notes/.runs/docker/hadoop-dockerfile/built.json"))
print(r["outcome"], r["builds"][1]["broke"],
      [s["cache"] for s in r["builds"][1]["steps"]].count("hit"))')" \
		"ok 4 2" "it builds, and the cache has the packages"
fi
is "$(dock_left)" "" "nothing is left"
done_testing
