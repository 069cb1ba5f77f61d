#!/bin/sh
# demo.sh: the whole thing once, as `make demo` shows it
#
# A wiki of its own is made in a fresh directory and gets its first entry;
# then the examples of this repository's notes run, and the notes are built
# into site/. Nothing is committed to this repository.
set -eu
cd "$(dirname "$0")/.."
top=$(pwd -P)
HALFHOUR=${HALFHOUR:-$top/build/halfhour}

step() {
	printf '\n== %s\n' "$*"
}

say() {
	printf '$ halfhour'
	printf " '%s'" "$@" | sed "s/'\([A-Za-z0-9./=,_-]*\)'/\1/g"
	echo
	"$HALFHOUR" "$@"
}

step "a new wiki"
wiki=$(mktemp -d "${TMPDIR:-/tmp}/halfhour-demo.XXXXXX")
# A machine may know no name to commit with. This repository gets one, and
# the user's own configuration stays as it is.
git -c init.defaultBranch=main init -q "$wiki"
git -C "$wiki" config user.name "Half Hour"
git -C "$wiki" config user.email "demo@example.org"
say init "$wiki" --lang ko

step "an entry"
cd "$wiki"
say log "도커: 이미지 레이어와 캐시" --minutes 28 \
	-b "레이어는 위에서부터 읽는다. 바뀐 줄 아래는 모두 다시 만들어진다." \
	-k "작은 예제로 바로 확인했다" \
	-p "캐시가 왜 깨졌는지 한참 찾았다" \
	-t "overlayfs가 레이어를 합치는 방법 읽기"
say show
say list
cd "$top"

step "the examples of the shipped notes run"
# --check stores no records, and so commits nothing here. An example that ends
# otherwise on this machine is told, and the demo goes on to the site.
say -C . run --all --check ||
	echo "not every example ended as recorded: see the lines above"

step "the notes become a site"
say -C . build

step "look here"
cat <<END
the site              $top/site/index.html
the scratch wiki      $wiki
its first day         $(ls "$wiki"/notes/daily/*.md)
its log               git -C $wiki log
END
git -C "$wiki" log --format='%h %s' | sed 's/^/                      /'
