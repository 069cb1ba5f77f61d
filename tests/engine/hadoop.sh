#!/bin/sh
# hadoop.sh: what the Hadoop page does with a release, with one that stands in
#
# The release is hundreds of megabytes from Apache's archive. Here a server on
# loopback has a small one whose files are where the real ones are, and the
# argument by which a reader names a mirror leads to it. All that comes behind
# the download is what the page says.
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"

timeout 120 docker run --rm --network host "$base" apt-get update -qq \
	>"$T/apt.log" 2>&1 ||
	no_docker "the packages of Debian cannot be reached: $(tail -n 1 "$T/apt.log")"

release=hadoop-3.4.1
mkdir -p "$T/made/$release/bin" "$T/made/$release/etc/hadoop" \
	"$T/archive/hadoop/common/$release"
cat >"$T/made/$release/bin/hadoop" <<'END'
#!/bin/sh
# Without its Java the real one does not start either.
test -x "$JAVA_HOME/bin/java" || {
	echo "ERROR: JAVA_HOME is not set and could not be found."
	exit 1
}
test "$1" = version && echo "Hadoop 3.4.1"
END
chmod +x "$T/made/$release/bin/hadoop"
echo '<configuration/>' >"$T/made/$release/etc/hadoop/core-site.xml"
tar -C "$T/made" -czf "$T/archive/hadoop/common/$release/$release.tar.gz" $release
cat >"$T/serve.py" <<'END'
import functools, http.server, os, sys
folder, where = sys.argv[1:]
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
with open(where + ".new", "w") as f:
    f.write(str(server.server_address[1]))
os.rename(where + ".new", where)
server.serve_forever()
END
python3 "$T/serve.py" "$T/archive" "$T/port" >"$T/served" 2>&1 7>&- 8>&- 9>&- &
server=$!
trap 'kill "$server" 2>/dev/null; dock_leave; lib_end' EXIT
n=0
until [ -e "$T/port" ] || [ $n -ge 600 ]; do
	n=$((n + 1))
	sleep 0.1
done
here=127.0.0.1:$(cat "$T/port")

wiki --lang ko
mkdir notes/docker
page=$TOP/notes/docker/hadoop.md
is "$(grep -c 'https://archive\.apache\.org/dist' "$page")" 2 "the page has Apache's address"
sed "/^\`\`\`/ {
	s/reach=archive\.apache\.org/reach=$here/
	/#release/s,options=\"\([^\"]*\)\",options=\"\1 --env HADOOP_ARCHIVE=http://$here\",
	/#image/s,options=\"\([^\"]*\)\",options=\"\1 --build-arg HADOOP_ARCHIVE=http://$here\",
}" "$page" >notes/docker/hadoop.md
git add -A && git commit -qm notes
exits 0 "the release, by hand" "$HALFHOUR" run --trust 'docker/hadoop#release'
is "$(python3 -c '
import json
r = json.load(open("notes/.runs/docker/hadoop/release.json"))
print(r["outcome"], r["session"][-1]["cwd"], r["out"].split("\n")[-2])
print([d for d in r["container"]["diff"] if d.endswith(("/bin/hadoop", "core-site.xml", "tar.gz", " /opt/hadoop"))])
print([s["env"]["set"] for s in r["session"] if "HADOOP_HOME" in s["env"]["set"]])')" \
	"ok /opt Hadoop 3.4.1
['A /opt/hadoop', 'A /opt/hadoop-3.4.1/bin/hadoop', 'A /opt/hadoop-3.4.1/etc/hadoop/core-site.xml']
[{'HADOOP_HOME': '/opt/hadoop', 'JAVA_HOME': '/usr/lib/jvm/java-17-openjdk-amd64'}]" \
	"is where the page has it, and says its version"
exits 0 "the same as an image" "$HALFHOUR" run --trust 'docker/hadoop#image'
is "$(python3 -c '
import json
r = json.load(open("notes/.runs/docker/hadoop/image.json"))
print(r["outcome"], [s["step"].split()[0] for s in r["builds"][0]["steps"]])')" \
	"ok ['FROM', 'RUN', 'ENV', 'ARG', 'ARG', 'RUN', 'ENV', 'RUN']" \
	"is built, and its last step asks for the version"
ok "both came from here" test "$(grep -c "GET /hadoop/common/$release/$release.tar.gz" "$T/served")" -eq 2
sed -i 's/HADOOP_VERSION=3\.4\.1/HADOOP_VERSION=0.0.0/' notes/docker/hadoop.md
exits 1 "one that the archive does not have" "$HALFHOUR" run --trust 'docker/hadoop#image'
like "$(cat "$T/out")" "UNEXPECTED \(exit" "does not pass for an image"
is "$(dock_left)" "" "nothing is left"
done_testing
