#!/bin/sh
# dockerfile.sh: the draft builds, and its image holds what the container held
. "$(dirname "$0")/../lib.sh"
. "$TOP/tests/dockerd.sh"
session() {
	python3 "$TOP/tests/engine/session.py" "$@"
}
label=halfhour.test=$$
image=halfhour-draft-$$

clean() {
	docker ps --all --quiet --filter "label=$label" | xargs -r docker rm -f
	docker images --quiet --filter "label=$label" | xargs -r docker rmi -f
	docker rmi -f "$image-base" "$image"
}
trap 'clean >/dev/null 2>&1; dock_leave; lib_end' EXIT

# ---- an image whose packages are in it -------------------------------------------

# Two packages, one of which recommends the other: no network is needed.
mkdir -p context/repo
package() {
	mkdir -p "$1/DEBIAN" "$1/opt/$1"
	printf 'Package: %s\nVersion: 1.0\nArchitecture: all\nMaintainer: Ada Test <ada@example.org>\nDescription: %s\n%s' \
		"$1" "$1" "${2:-}" >"$1/DEBIAN/control"
	echo "$1" >"$1/opt/$1/data"
	dpkg-deb --build "$1" "context/repo/$1.deb" >/dev/null
	cat "$1/DEBIAN/control"
	printf 'Filename: ./%s.deb\nSize: %s\nSHA256: %s\n\n' "$1" \
		"$(stat -c %s "context/repo/$1.deb")" \
		"$(sha256sum "context/repo/$1.deb" | cut -d' ' -f1)"
}
{
	package hadup-jdk "Recommends: hadup-fonts
"
	package hadup-fonts
	package hadup-tools
} >context/repo/Packages
cat >context/Dockerfile <<END
FROM $base
COPY repo /repo
RUN rm -f /etc/apt/sources.list.d/* && echo 'deb [trusted=yes] file:/repo ./' >/etc/apt/sources.list
END
ok "the image of the session" docker build --network none --label "$label" \
	--tag "$image-base" context

# ---- the session --------------------------------------------------------------------

wiki --lang ko
mkdir -p notes/docker notes/.runs/docker/hadup
cat >notes/docker/hadup.md <<'END'
# 하둡을 손으로

```console {#session .run needs=docker}
$ apt-get update
$ apt-get install -y hadup-jdk
$ ls /opt
$ hadup --version
$ apt-get instal hadup-tools
$ apt install -y hadup-tools
$ VERSION=3.3.6
$ cd /opt && mkdir "hadup-$VERSION"
$ ln -s hadup-$VERSION hadup
$ cd hadup
$ mkdir -p etc/{core,hdfs} && echo "it's \$HOME" > 'etc/core/a b'
$ for f in one two; do
>   printf '%s\n' "$f" > "$f.txt"
> done
$ cat > etc/core/site.xml <<'XML'
> <설정>$그대로</설정>
> XML
$ cat > etc/core/version <<EOF
> $VERSION
> EOF
$ cat >> etc/core/version <<EOF
> $(dpkg --print-architecture)
> EOF
$ export HADUP_HOME=/opt/hadup JAVA_HOEM=/opt/hadup-jkd
$ export PATH=$HADUP_HOME/bin:$JAVA_HOME/bin:$PATH GREETING='say "안녕" for $5'
$ echo 'TOOL_HOME=/opt/hadup-tools; export TOOL_HOME' > /etc/tool.sh
$ source /etc/tool.sh
$ ARCH=$(dpkg --print-architecture)
$ echo "$ARCH" > arch.txt && chmod 600 arch.txt
$ [ -f arch.txt ] && rm one.txt || touch wrong
$ pushd /srv && touch here && popd
$ printf 'x\
> y' > /srv/x
$ cd /srv; touch there
$ echo ${GREETING} | tee greeting
END
echo '```' >>notes/docker/hadup.md
sed -i "s/needs=docker/needs=docker image=$image-base options=\"--network none\"/" notes/docker/hadup.md
held=$(docker run --detach --label "$label" --network none "$image-base" sleep 600)
ok "is typed" session type notes/docker/hadup.md "$held" spec.json
ok "and recorded" python3 "$TOP/tests/golden/dockerfile/make.py" notes/docker/hadup.md \
	spec.json notes/.runs/docker/hadup/session.json
exits 0 "it is drafted" "$HALFHOUR" dockerfile 'docker/hadup#session' --out draft
like "$(cat "$T/err")" 'JAVA_HOEM names /opt/hadup-jkd, .*; there is /opt/hadup-jdk' \
	"the mistyped path is told"
like "$(cat "$T/err")" '[$]JAVA_HOME is used and nothing sets it' "and the name that it was meant for"
is "$(docker ps --all --quiet --filter label=halfhour.run)" "" "nothing is left of asking"
is "$(grep -c '^RUN apt-get update' draft/Dockerfile)" 1 "packages are one layer" ||
	diag "$(cat draft/Dockerfile)"

# The same session, recorded by halfhour itself: the same draft.
grep -v '^# .* recorded with ' draft/Dockerfile >want
exits 0 "a run of it" "$HALFHOUR" run --trust 'docker/hadup#session'
exits 0 "is drafted, too" "$HALFHOUR" --quiet dockerfile 'docker/hadup#session' --out again
grep -v '^# .* recorded with ' again/Dockerfile >got
same got want "into the same Dockerfile"
same again/site.xml draft/site.xml "with the same files"

# ---- the image ------------------------------------------------------------------------

ok "the draft builds" docker build --network none --label "$label" --tag "$image" draft ||
	diag "$(cat draft/Dockerfile)"
made=$(docker create --label "$label" --network none "$image")
is "$(session same "$held" "$made")" "" "its files are those of the container" ||
	diag "$(cat draft/Dockerfile)"
docker inspect --format '{{json .Config.Env}}' "$made" >env.json
is "$(python3 - <<'END'
import json
want = json.load(open("spec.json", encoding="utf8"))["end"]
have = dict(v.split("=", 1) for v in json.load(open("env.json", encoding="utf8")))
print({k: (want.get(k), have.get(k)) for k in want.keys() | have.keys() if want.get(k) != have.get(k)})
END
)" "{}" "and so is its environment"
is "$(docker inspect --format '{{.Config.WorkingDir}}' "$made")" /srv "and the folder in which it begins"

# Without a line of it, that is seen.
grep -v '^RUN ln -s' draft/Dockerfile >draft/less
ok "a draft less a line builds, too" docker build --network none --label "$label" \
	--tag "$image" --file draft/less draft
made=$(docker create --label "$label" --network none "$image")
like "$(session same "$held" "$made")" '^opt/hadup ' "but is seen to be another image"
done_testing
