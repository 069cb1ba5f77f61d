#!/bin/sh
# notes.sh: the examples in containers do what their records say
#
# Nothing is written into the repository. What this machine cannot do is left
# out, and named: where the packages of Debian cannot be reached from a
# container, where its kernel sets no limits, where the engine makes no bridge.
# What names a host that cannot be reached is skipped by `halfhour run` itself.
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"

mkdir wiki
cp -r "$TOP/notes" "$TOP/.halfhour.yaml" wiki/
git init -q wiki
git -C wiki add .
git -C wiki commit -qm "notes"
cd wiki || exit 1

# Those that a page names by `.run`; the same as `halfhour run PAGE` takes.
grep -l '^```[a-z]* {#[^ }]* \.run .*needs=docker' notes/docker/*.md |
	sed 's,^notes/,,; s,\.md$,,' >"$T/pages"
ok "there are pages with containers" test "$(wc -l <"$T/pages")" -ge 8

# lacks EXAMPLE WHY: this machine cannot do it, and that is no failure: what
# its kernel has is not ours to install.
: >"$T/lacks"
lacks() {
	echo "$1" >>"$T/lacks"
	skip "$1" "$2"
}
network=
if timeout 120 docker run --rm --network host "$base" apt-get update -qq \
	>"$T/apt.log" 2>&1; then
	pass "the packages of Debian can be reached"
	network=yes
else
	[ -z "${CI:-}" ] || fail "the packages of Debian can be reached"
	lacks docker/hadoop#base "no packages: $(tail -n 1 "$T/apt.log")"
fi
[ "$(docker info --format '{{.MemoryLimit}}')" = true ] ||
	for id in limits#memory limits#oomkilled limits#victim kernel#cgroup; do
		lacks docker/$id "this kernel sets a container no limit of memory"
	done
[ "$(docker info --format '{{.PidsLimit}}')" = true ] ||
	for id in limits#pids kernel#cgroup; do
		lacks docker/$id "this kernel sets a container no limit of processes"
	done
driver=$(docker info --format '{{.Driver}}')
case $driver in
overlay*) ;;
*) lacks docker/kernel#overlay "the engine has no overlay here: it uses $driver" ;;
esac
{
	docker network create --internal halfhour-probe &&
		timeout 60 docker run --rm --network halfhour-probe "$base" true
} >"$T/net.log" 2>&1 ||
	lacks docker/two-containers#tcp "the engine makes no bridge here: $(tail -n 1 "$T/net.log")"
docker network rm halfhour-probe >/dev/null 2>&1

while read -r page; do
	sed -n 's/^```[a-z]* {#\([^ }]*\) \.run .*needs=docker.*/\1/p' "notes/$page.md" |
		sed "s,^,$page#," | grep -vxF -f "$T/lacks" >"$T/examples"
	[ -s "$T/examples" ] || continue
	# shellcheck disable=SC2046
	"$HALFHOUR" --json run --check --trust $(cat "$T/examples") \
		>"$T/json" 2>"$T/err"
	python3 - "$T/json" >"$T/lines" <<'END'
import json, sys
for r in json.load(open(sys.argv[1], encoding="utf8")):
    print(r["status"], r["example"], r.get("why") or "")
END
	is "$(cut -d' ' -f2 "$T/lines" | sort)" "$(sort "$T/examples")" \
		"$page: each is told of" || diag "$(cat "$T/err")"
	while read -r status example why; do
		case $status:$why in
		as-expected:*) pass "$example" ;;
		skipped:*'archive.apache.org cannot be reached: '*)
			skip "$example" "$why"
			;;
		*)
			fail "$example: $status"
			diag "$("$HALFHOUR" run --check "$example" 2>&1)"
			;;
		esac
	done <"$T/lines"
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
